//! Advice on single sites: the best next one, and what improving, closing or swapping those there are
//! would come to.

use egui::Ui;

use crate::analysis::Suggestion;
use crate::language::Text;
use crate::ui::Workspace;
use crate::ui::action::{Action, SitingAction};
use crate::ui::siting::is_among_candidates;
use crate::ui::view::View;

use super::row::Row;
use super::{next, terms, uses};

/// Shows the advice. Returns the suggestion pointed at.
pub fn advice_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    actions: &mut Vec<Action>,
) -> Option<Suggestion> {
    let mut pointed_at = None;
    next::next_ui(ui, workspace, view, &mut pointed_at, actions);
    uses::uses_ui(ui, workspace, view, &mut pointed_at, actions);
    if is_among_candidates(&workspace.session, view.siting.choice) {
        ui.add_space(10.0);
        next::buildings_ui(ui, workspace, view, actions);
    }
    ui.add_space(8.0);
    pointed_at
}

/// A suggestion as a row.
pub(super) struct SuggestionRow<'a> {
    pub suggestion: &'a Suggestion,
    pub title: String,
    pub detail: String,
    pub hint: Text,
}

impl SuggestionRow<'_> {
    pub fn show(
        self,
        ui: &mut Ui,
        view: &View,
        pointed_at: &mut Option<Suggestion>,
        actions: &mut Vec<Action>,
    ) {
        let figure = terms::signed_persons(self.suggestion.change, view.language);
        let row = Row {
            title: &self.title,
            figure: (&figure, terms::change_color(view, self.suggestion.change)),
            detail: &self.detail,
            hint: self.hint.of(view.language),
            is_chosen: false,
        };
        let response = row.show(ui, view);
        if response.hovered() || response.has_focus() {
            *pointed_at = Some(self.suggestion.clone());
        }
        if response.clicked() {
            actions.push(SitingAction::Apply(Box::new(self.suggestion.clone())).into());
        }
    }
}
