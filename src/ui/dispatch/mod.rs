//! Carries out actions, one file per kind: the only place of the window that changes anything but
//! the camera.

mod edits;
mod files;
mod views;

pub use files::take_finished_work;

use super::action::Action;
use super::app::{App, Notice};
use super::view::{Selection, View};
use super::workspace::Workspace;

/// Carries out the actions of a frame, in their order.
pub fn carry_out(app: &mut App, ctx: &egui::Context, actions: Vec<Action>) {
    for action in actions {
        match action {
            Action::Edit(action) => {
                let App { workspace: Some(workspace), view, .. } = app else { continue };
                if let Err(error) = edits::carry_out(workspace, view, action) {
                    app.notices.push(Notice { text: error.message(), details: Vec::new() });
                }
            }
            Action::View(action) => views::carry_out(app, ctx, action),
            Action::File(action) => files::carry_out(app, ctx, action),
        }
    }
    if let App { workspace: Some(workspace), view, .. } = app {
        forget_what_is_gone(workspace, view);
    }
}

/// A facility that is not in the scenario shown any more cannot stay selected.
fn forget_what_is_gone(workspace: &Workspace, view: &mut View) {
    for selection in [&mut view.selection, &mut view.hovered] {
        if selection.facility().is_some_and(|id| workspace.session.facility(id).is_none()) {
            *selection = Selection::Nothing;
        }
    }
}
