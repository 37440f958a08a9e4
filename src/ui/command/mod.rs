//! Commands: wishes with a name, a key and a place in menus and toolbars. `described` says of each what it
//! is.

mod described;

use egui::KeyboardShortcut;

use crate::language::{Language, Text};

use super::action::{Action, ViewAction};
use super::view::Tool;

/// A wish with a name, a key and a place in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    OpenLayers,
    OpenSample,
    UpdateLayers,
    SaveAs,
    Compact,
    Undo,
    Redo,
    Select,
    Place,
    Rectangle,
    Lasso,
    Distance,
    Area,
    Callout,
    Snap,
    Fit,
    Lists,
    Phases,
    Evaluation,
    Siting,
    Standard,
    AddStop,
    Present,
    Handbook,
}

impl Command {
    pub const ALL: [Self; 24] = [
        Self::OpenLayers,
        Self::OpenSample,
        Self::UpdateLayers,
        Self::SaveAs,
        Self::Compact,
        Self::Undo,
        Self::Redo,
        Self::Select,
        Self::Place,
        Self::Rectangle,
        Self::Lasso,
        Self::Distance,
        Self::Area,
        Self::Callout,
        Self::Snap,
        Self::Fit,
        Self::Lists,
        Self::Phases,
        Self::Evaluation,
        Self::Siting,
        Self::Standard,
        Self::AddStop,
        Self::Present,
        Self::Handbook,
    ];

    /// The commands that choose a tool, in the order of the toolbar.
    pub const TOOLS: [Self; 7] = [
        Self::Select,
        Self::Place,
        Self::Rectangle,
        Self::Lasso,
        Self::Distance,
        Self::Area,
        Self::Callout,
    ];

    /// The tool the command chooses, if it chooses one.
    pub fn tool(self) -> Option<Tool> {
        match self.action() {
            Action::View(ViewAction::ChooseTool(tool)) => Some(tool),
            _ => None,
        }
    }

    pub fn action(self) -> Action {
        (self.description().action)()
    }

    pub fn label(self) -> Text {
        self.description().label
    }

    pub fn tooltip(self) -> Text {
        self.description().tooltip
    }

    /// The keys that give the command, the usual one first.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        self.description().keys
    }

    /// What is said on hovering: what the command does, a detail of the moment, and its keys.
    pub fn hint(self, ctx: &egui::Context, language: Language, detail: &str) -> String {
        let keys: Vec<_> = self.shortcuts().iter().map(|keys| ctx.format_shortcut(keys)).collect();
        let keys = keys.join(language.pick(" 或 ", " or "));
        let lines = [self.tooltip().of(language), detail, &keys];
        let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}
