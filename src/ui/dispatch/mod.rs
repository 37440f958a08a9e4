//! Carries out actions, one file per kind: the only place of the window that changes anything but
//! the camera.

mod edits;
mod files;
mod views;

pub use files::take_finished_work;

use super::action::Action;
use super::app::{App, Notice};

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
}
