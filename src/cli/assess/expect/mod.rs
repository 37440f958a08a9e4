//! `assess --expect`: the figures beside those of an earlier `assess --json`. What is off by more than
//! its tolerance is told, the worst first, and which input changed.

mod figures;
mod inputs;
mod kind;
mod tolerance;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::files::Problem;
use crate::language::{Language, Message};
use crate::numbers::counted;

use super::super::failure::Failure;
use super::super::output::tell;
use figures::Figures;
use tolerance::Tolerances;

pub(super) use tolerance::FieldTolerance;

/// How many changed figures are told one by one.
const MOST_TOLD: usize = 20;

/// What figures are expected to be.
pub(super) struct Expectations {
    document: Value,
    tolerances: Tolerances,
}

impl Expectations {
    /// Reads an earlier document; tolerances that are `given` come before those that stand in it.
    ///
    /// # Errors
    /// When it cannot be read, or is no assessment.
    pub fn read(path: &Path, given: &[FieldTolerance]) -> Result<Self, Failure> {
        let bad = |field: Option<&str>, what: Message| {
            let field = field.map(str::to_owned);
            let file = path.display().to_string();
            Failure::Input(vec![Problem { field, ..Problem::in_file(file, what) }])
        };
        let text = fs::read_to_string(path).map_err(|error| {
            let what = (format!("无法读取：{error}"), format!("cannot be read: {error}"));
            bad(None, Message::new(what.0, what.1))
        })?;
        let document: Value = serde_json::from_str(&text)
            .map_err(|error| bad(None, Message::same(error.to_string())))?;
        if !document["totals"].is_array() {
            return Err(bad(
                Some("totals"),
                Message::new(
                    "缺失：应为 lifecircle assess --json 的输出",
                    "is missing: expected what lifecircle assess --json wrote",
                ),
            ));
        }
        let tolerances = Tolerances::of(&document["tolerance"], given);
        let tolerances = tolerances.map_err(|(field, what)| bad(Some(&field), what))?;
        let figures = Figures::of(&document);
        let fields = figures.fields();
        if let Some(unknown) = tolerances.fields().find(|field| !fields.contains(field)) {
            let known = fields.into_iter().collect::<Vec<_>>().join(", ");
            let what = Message::new(
                format!("没有这项数字；可用：{}", known.replace(", ", "、")),
                format!("there is no such figure; figures: {known}"),
            );
            return Err(bad(Some(&format!("tolerance.{unknown}")), what));
        }
        Ok(Self { document, tolerances })
    }

    /// Compares with a document of the `scenario`; what changed is told on stderr.
    ///
    /// # Errors
    /// When a figure is off by more than its tolerance.
    pub fn compare(
        &self,
        now: &Value,
        scenario: Option<&Message>,
        language: Language,
    ) -> Result<(), Failure> {
        let (before, after) = (Figures::of(&self.document), Figures::of(now));
        let changes = before.changes(&after, &self.tolerances);
        if changes.is_empty() {
            return Ok(());
        }
        for change in changes.iter().take(MOST_TOLD) {
            tell(&change.line(language));
        }
        if changes.len() > MOST_TOLD {
            let more = changes.len() - MOST_TOLD;
            tell(&language.pick(format!("……另有 {more} 项"), format!("… and {more} more")));
        }
        for line in inputs::changes(&self.document, now, scenario) {
            tell(line.of(language));
        }
        let count = changes.len();
        Err(Failure::Result(Message::new(
            format!("{count} 项数字的变化超出允许偏差"),
            format!("{} changed beyond the tolerance", counted(count, "figure")),
        )))
    }
}
