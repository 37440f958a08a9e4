//! The figures of a stop: the rate of the function looked at, what became of it, and who is behind it; in
//! the words that headline and column share.

use egui::{RichText, Ui};

use crate::analysis::Reached;
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers::{self, Change};
use crate::ui::Workspace;
use crate::ui::style::color32;
use crate::ui::view::View;

use super::Presenting;

const SINCE_SCRIPT: Text = Text::new("较汇报方案", "against the script");
const SINCE_BASE: Text = Text::new("较现状", "against the base");
const SINCE_COMPARED: Text = Text::new("较对比方案", "against the compared scenario");

/// What is counted now, and what it is seen from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    pub now: Reached,
    pub before: Reached,
    since: Text,
}

impl Figures {
    /// Of what is seen: against the script while something is tried out, else against the scenario it is
    /// compared with, or what exists.
    pub fn of(workspace: &Workspace, view: &View, presenting: &Presenting) -> Self {
        let session = &workspace.session;
        let now = session.scenario().total(view.function, view.group);
        let script = presenting.script_numbers.as_ref().filter(|_| session.in_what_if());
        let script = script.and_then(|script| script.total(view.function, view.group));
        let (before, since) = match (script, session.compared()) {
            (Some(script), _) => (script, SINCE_SCRIPT),
            (None, Some(_)) => {
                (session.reference().total(view.function, view.group), SINCE_COMPARED)
            }
            (None, None) => (session.base().total(view.function, view.group), SINCE_BASE),
        };
        Self { now, before, since }
    }

    pub fn rate_text(&self) -> String {
        numbers::percent(self.now.rate())
    }

    pub fn persons_text(&self, language: Language) -> String {
        let covered = numbers::persons(self.now.covered);
        let population = numbers::persons(self.now.population);
        language.pick(
            format!("{covered} / {population} 人"),
            format!("{covered} of {population} residents"),
        )
    }

    /// What became of the rate, with sign and arrow, in letters of a size.
    pub fn change_ui(&self, ui: &mut Ui, view: &View, size: f32) {
        let Some(change) = Change::between(self.before, self.now) else { return };
        let (language, palette) = (view.language, Palette::of(view.theme));
        let (points, persons) = (change.points_text(), change.persons_text());
        let since = self.since.of(language);
        let (text, color) = match change.direction() {
            0 => (language.pick(format!("{since} ±0"), format!("±0 {since}")), palette.weak_text),
            direction => {
                let text = language.pick(
                    format!("{points} 个百分点，{persons} 人（{since}）"),
                    format!("{points} points, {persons} ({since})"),
                );
                (text, if direction > 0 { palette.better } else { palette.worse })
            }
        };
        ui.label(RichText::new(text).size(size).color(color32(color)));
    }
}
