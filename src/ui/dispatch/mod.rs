//! Carries out actions, one file per kind: the only place of the window that changes anything but
//! the camera.

mod basemap;
mod edits;
mod files;
mod handouts;
mod lists;
mod presenting;
mod register;
mod relocating;
mod review;
mod scenarios;
mod siting;
mod standards;
mod views;
mod walkthrough;

pub use files::{explanation, take_finished_work};

use crate::language::Message;
use crate::standard::FunctionIndex;
use crate::study::EditError;

use super::action::{Action, EditAction};
use super::app::App;
use super::meeting::WalkthroughAction;
use super::notice::Notice;
use super::recovery;
use super::view::View;
use super::workspace::Workspace;

/// Carries out the actions of a frame, in their order, and saves what they changed.
pub fn carry_out(app: &mut App, ctx: &egui::Context, actions: Vec<Action>) {
    for action in actions {
        recovery::note_action(&action);
        if !goes_on_typing(&action) {
            walkthrough::end_typing(app);
        }
        presenting::prepare_what_if(app, &action);
        let ends_drag =
            matches!(action, Action::Edit(EditAction::EndDrag | EditAction::CancelDrag));
        // Many of these only ask, or answer that nothing is to be done.
        let may_only_ask = matches!(action, Action::Register(_));
        let problem = carry_out_one(app, ctx, action);
        // What came to nothing leaves no what-if behind.
        if ends_drag || problem.is_some() || (may_only_ask && !is_dragging(app)) {
            presenting::end_what_if_of_nothing(app);
        }
        app.notices.extend(problem.map(Notice::plain));
    }
    if let App { workspace: Some(workspace), view, meeting, .. } = app {
        workspace.follow_register();
        forget_what_is_gone(workspace, view);
        meeting.forget_what_is_gone(workspace.session.study());
        siting::forget_what_is_gone(workspace, view);
    }
    files::save_steps(app, ctx);
    if let Some(workspace) = &mut app.workspace {
        remember_shown(workspace);
    }
}

/// Carries out one action; tells what the planner is to know of how it went.
fn carry_out_one(app: &mut App, ctx: &egui::Context, action: Action) -> Option<Message> {
    match action {
        Action::Edit(action) => return edit(app, ctx, action),
        Action::Scenario(action) => {
            return scenarios::carry_out(app.workspace.as_mut()?, action).err();
        }
        Action::Register(action) => {
            let done = register::carry_out(app.workspace.as_mut()?, &mut app.view, action);
            return done.err().map(|error| error.message());
        }
        Action::Siting(action) => {
            let done = siting::carry_out(app.workspace.as_mut()?, &mut app.view, ctx, action);
            return done.unwrap_or_else(Some);
        }
        Action::View(action) => views::carry_out(app, ctx, action),
        Action::File(action) => files::carry_out(app, ctx, action),
        Action::Review(action) => review::carry_out(app, ctx, action),
        Action::Standard(action) => standards::carry_out(app, ctx, action),
        Action::Walkthrough(action) => walkthrough::carry_out(app, action),
        Action::Present(action) => presenting::carry_out(app, ctx, action),
        Action::Basemap(action) => basemap::carry_out(app, ctx, action),
    }
    None
}

fn edit(app: &mut App, ctx: &egui::Context, action: EditAction) -> Option<Message> {
    match edits::carry_out(app.workspace.as_mut()?, &mut app.view, ctx, action) {
        // Nothing has happened, and the show goes on: it need not be dismissed.
        Err(error @ EditError::InBuilding(_)) => {
            presenting::end_what_if_of_nothing(app);
            app.notices.push(Notice::done(error.message()));
            None
        }
        done => done.err().map(|error| error.message()),
    }
}

/// Whether an action leaves open the step of what is being typed: typing itself, and what only changes
/// what is seen, some of which happens by itself.
fn goes_on_typing(action: &Action) -> bool {
    matches!(action, Action::View(_) | Action::Walkthrough(WalkthroughAction::Type { .. }))
}

fn is_dragging(app: &App) -> bool {
    app.workspace.as_ref().is_some_and(|workspace| workspace.session.in_gesture())
}

/// Makes the step that waited for what another way of walking leads to.
fn take_walk_change(app: &mut App, ctx: &egui::Context) {
    let Some(workspace) = &mut app.workspace else { return };
    let waited = workspace.walk_change.is_some();
    let done = edits::take_walk_change(workspace);
    app.notices.extend(done.map_err(|error| Notice::plain(error.message())).err());
    if waited && app.workspace.as_ref().is_some_and(|workspace| workspace.walk_change.is_none()) {
        files::save_steps(app, ctx);
    }
}

/// The scenario shown is found again when the study is opened next time. Undo may show another.
fn remember_shown(workspace: &mut Workspace) {
    let shown = workspace.session.shown_by_script();
    if shown != workspace.remembered {
        workspace.remembered = shown;
        workspace.saving.remember_shown(shown);
    }
}

/// A facility that is not in the scenario shown any more cannot stay selected, nor a function looked
/// at that the standard has not any more.
fn forget_what_is_gone(workspace: &Workspace, view: &mut View) {
    if workspace.session.study().standard().get(view.function).is_none() {
        view.function = FunctionIndex(0);
    }
    for selection in [&mut view.selection, &mut view.hovered] {
        *selection = std::mem::take(selection).still_there(&workspace.session);
    }
}
