//! What is wrong with the input, and where.

use crate::geometry::WorldPoint;
use crate::language::{Language, Message};

/// One thing wrong with a file, as exactly located as can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The file's name; empty when the problem belongs to no single file.
    pub file: String,
    /// Position in the file's list of features, from 0.
    pub feature: Option<usize>,
    /// The feature's own id, where it has one.
    pub feature_id: Option<String>,
    /// Our name of the field, such as `residents`.
    pub field: Option<String>,
    /// Where the feature is, in the working CRS; not kept in study files.
    pub at: Option<WorldPoint>,
    pub what: Message,
}

impl Problem {
    /// A problem of the import as a whole.
    pub fn general(what: Message) -> Self {
        Self::in_file("", what)
    }

    /// A problem of a whole file.
    pub fn in_file(file: impl Into<String>, what: Message) -> Self {
        Self { file: file.into(), feature: None, feature_id: None, field: None, at: None, what }
    }

    /// Place and cause in one line: `buildings.geojson: feature 12 (id B7), field residents: …`.
    pub fn one_line(&self, language: Language) -> String {
        let place = self.place(language);
        let colon = language.pick("：", ": ");
        [self.file.as_str(), &place, self.what.of(language)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(colon)
    }

    /// The same without the file.
    pub fn line_in_layer(&self, language: Language) -> String {
        Self { file: String::new(), ..self.clone() }.one_line(language)
    }

    /// Feature and field, where known.
    fn place(&self, language: Language) -> String {
        let feature = self.feature.map(|feature| match &self.feature_id {
            Some(id) => language.pick(
                format!("要素 {feature}（编号 {id}）"),
                format!("feature {feature} (id {id})"),
            ),
            None => language.pick(format!("要素 {feature}"), format!("feature {feature}")),
        });
        let field = self.field.as_ref();
        let field = field.map(|f| language.pick(format!("字段 {f}"), format!("field {f}")));
        let parts: Vec<_> = feature.into_iter().chain(field).collect();
        parts.join(language.pick("，", ", "))
    }
}

/// The input is bad; nothing was changed. Holds at least one problem.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct ImportError(pub Vec<Problem>);

impl ImportError {
    /// A problem of a whole file.
    pub(super) fn in_file(file: impl Into<String>, what: Message) -> Self {
        Self(vec![Problem::in_file(file, what)])
    }

    /// Whoever waited gave up.
    pub fn cancelled() -> Self {
        Self(vec![Problem::general(Message::new("读取已取消", "Reading was cancelled"))])
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|p| p.one_line(Language::En)).collect::<Vec<_>>().join("\n")
}
