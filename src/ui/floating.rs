//! The windows that float over the map, and Escape: one press closes one thing, the one in front.

use egui::{Id, Key, Order, Ui};

use super::action::{Action, StandardAction, ViewAction};
use super::app::App;

/// A window that floats over the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floating {
    Standard,
    Evaluation,
    Phases,
    Programme,
    Handbook,
}

impl Floating {
    const ALL: [Self; 5] =
        [Self::Standard, Self::Evaluation, Self::Phases, Self::Programme, Self::Handbook];

    /// What egui knows the window by.
    pub fn id(self) -> Id {
        Id::unique(match self {
            Self::Standard => "standard",
            Self::Evaluation => "evaluation",
            Self::Phases => "phases",
            Self::Programme => "programme",
            Self::Handbook => "handbook",
        })
    }

    /// Whether any of them is open.
    pub fn any_open(app: &App) -> bool {
        Self::ALL.into_iter().any(|window| window.is_open(app))
    }

    fn is_open(self, app: &App) -> bool {
        match self {
            Self::Standard => app.standards.shown,
            Self::Evaluation => app.evaluations.is_shown(),
            Self::Phases => app.view.shows_phases,
            // It shows one facility, and hides without one.
            Self::Programme => app.view.shows_programme && app.view.selection.facility().is_some(),
            Self::Handbook => app.handbook.is_shown(),
        }
    }

    fn closing(self) -> Action {
        match self {
            Self::Standard => StandardAction::Close.into(),
            Self::Evaluation => ViewAction::ToggleEvaluation.into(),
            Self::Phases => ViewAction::TogglePhases.into(),
            Self::Programme => ViewAction::ToggleProgramme.into(),
            Self::Handbook => ViewAction::ToggleHandbook.into(),
        }
    }

    /// The open window in front of the others.
    fn in_front(ui: &Ui, app: &App) -> Option<Self> {
        let front = ui.memory(|memory| memory.areas().top_layer_id(Order::Middle));
        let is_front = |window: &Self| front.is_some_and(|layer| layer.id == window.id());
        let mut open = Self::ALL.into_iter().filter(|window| window.is_open(app));
        open.clone().find(is_front).or_else(|| open.next())
    }
}

/// Gives Escape to what is in front of the map: a dialog, an open menu or a field that was typed in
/// closes or is left by itself; else the window in front closes. The map gets it only where nothing
/// is before it.
pub fn take_escape(ui: &Ui, app: &mut App, actions: &mut Vec<Action>) {
    app.view.escape_is_taken = false;
    if !ui.input(|input| input.key_pressed(Key::Escape)) {
        return;
    }
    let reads = Floating::in_front(ui, app) == Some(Floating::Handbook);
    let closes_by_itself =
        (app.view.in_dialog && !reads) || app.was_typing || egui::Popup::is_any_open(ui.ctx());
    if closes_by_itself {
        app.view.escape_is_taken = true;
        return;
    }
    let session = app.workspace.as_ref().map(|workspace| &workspace.session);
    let is_under_way = session.is_some_and(|session| session.in_gesture());
    if is_under_way || !app.view.sketch.is_empty() {
        return;
    }
    if let Some(window) = Floating::in_front(ui, app) {
        app.view.escape_is_taken = true;
        actions.push(window.closing());
    }
}
