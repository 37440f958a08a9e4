//! The history: every step done and undone; a click goes there.

use egui::Ui;

use crate::language::Text;
use crate::ui::Workspace;
use crate::ui::action::{Action, EditAction};
use crate::ui::view::View;

const BEGINNING: Text = Text::new("打开时的状态", "As it was opened first");
/// Older steps are reached by clicking the oldest one shown.
const MOST_SHOWN: usize = 200;

/// Shows the steps, the newest first.
pub fn history_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let history = workspace.session.history();
    let (steps, done) = (history.steps(), history.done());
    let oldest = done.saturating_sub(MOST_SHOWN);
    for position in (oldest + 1..=steps.len()).rev() {
        let label = steps[position - 1].label.of(view.language);
        step_ui(ui, label, position, done, actions);
    }
    if oldest == 0 {
        step_ui(ui, BEGINNING.of(view.language), 0, done, actions);
    }
}

/// A step after which so many are done; undone ones are weak.
fn step_ui(ui: &mut Ui, label: &str, position: usize, done: usize, actions: &mut Vec<Action>) {
    let text = egui::RichText::new(label);
    let text = if position > done { text.weak() } else { text };
    let entry = ui.add(egui::Button::selectable(position == done, text).truncate());
    if entry.clicked() && position != done {
        actions.push(EditAction::GoToStep(position).into());
    }
    entry.on_hover_text(label);
}
