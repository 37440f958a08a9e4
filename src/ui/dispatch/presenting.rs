//! Actions of a presenter: through the stops and back to the script, and what is tried out on the way.

use crate::language::Message;
use crate::study::EditError;
use crate::ui::action::{Action, EditAction};
use crate::ui::app::App;
use crate::ui::map;
use crate::ui::meeting::{Before, PresentAction, Presenting, ScriptNumbers, zoom_on};
use crate::ui::notice::Notice;
use crate::ui::view::{CompareMode, Selection, Tool, View};

use super::walkthrough;

/// Carries out one action of a presenter.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: PresentAction) {
    match action {
        PresentAction::Begin => begin(app, ctx),
        PresentAction::End => end(app, ctx),
        PresentAction::Next => step(app, |at, _| at + 1),
        PresentAction::Previous => step(app, |at, _| at.saturating_sub(1)),
        PresentAction::First => step(app, |_, _| 0),
        PresentAction::Last => step(app, |_, last| last),
        PresentAction::ReturnToScript => return_to_script(app),
        PresentAction::Keep => keep(app),
        PresentAction::ToggleControls => toggle(app, |show| &mut show.shows_controls),
        PresentAction::ToggleResults => toggle(app, |show| &mut show.shows_results),
        PresentAction::TogglePresenter => toggle(app, |show| &mut show.shows_presenter),
        PresentAction::TogglePen => toggle(app, |show| &mut show.has_pen),
        PresentAction::ToggleBlank => toggle(app, |show| &mut show.is_blank),
        PresentAction::ToggleNote => toggle_note(app),
    }
}

/// Calls what is not there, and sends away what is.
fn toggle(app: &mut App, switch: fn(&mut Presenting) -> &mut bool) {
    if let Some(show) = &mut app.meeting.presenting {
        let switch = switch(show);
        *switch = !*switch;
    }
}

/// Opens the line for a remark, with the one that was put aside; or closes it and tells what becomes of
/// what was typed.
fn toggle_note(app: &mut App) {
    let Some(show) = &mut app.meeting.presenting else { return };
    let Some(draft) = show.note.take() else {
        show.note = Some(show.note_aside.take().unwrap_or_default());
        return;
    };
    let told = match draft.is_empty() {
        true => Message::new("没有填写内容，未记入纪要", "Nothing was typed, nothing is noted"),
        false => {
            show.note_aside = Some(draft.put_aside());
            Message::new(
                "尚未记入纪要，内容已保留；按 N 继续填写",
                "Not in the minutes yet; what was typed is kept, N goes on with it",
            )
        }
    };
    app.notices.push(Notice::done(told));
}

/// Before a wish of the room changes the study, a what-if begins: the script itself is never changed.
pub fn prepare_what_if(app: &mut App, action: &Action) {
    let App { workspace: Some(workspace), meeting, .. } = app else { return };
    let Some(presenting) = &mut meeting.presenting else { return };
    if !matches!(action, Action::Present(_)) {
        presenting.gives_up = false;
    }
    if !tries_out(action) || workspace.session.in_what_if() {
        return;
    }
    presenting.script_numbers = Some(ScriptNumbers::of(&workspace.session));
    if let Err(error) = workspace.session.begin_what_if() {
        app.notices.push(Notice::plain(error.message()));
    }
}

/// What could not be done leaves no what-if behind: the room is told, and the script goes on.
pub fn end_what_if_of_nothing(app: &mut App) {
    let tries_nothing = |app: &App| {
        let session = app.workspace.as_ref().map(|workspace| &workspace.session);
        session.is_some_and(|session| session.in_what_if() && session.what_if_steps() == 0)
    };
    if tries_nothing(app) {
        report(app, |app| give_up(app).map(drop));
        if let Some(presenting) = &mut app.meeting.presenting {
            presenting.script_numbers = None;
        }
    }
}

/// Whether an action changes what the study says.
fn tries_out(action: &Action) -> bool {
    use EditAction as E;
    match action {
        Action::Edit(
            E::Undo
            | E::Redo
            | E::GoToStep(_)
            | E::DragTo { .. }
            | E::EndDrag
            | E::CancelDrag
            | E::EndNudge,
        ) => false,
        Action::Edit(_) | Action::Standard(_) | Action::Register(_) => true,
        _ => false,
    }
}

/// Begins at the stop looked at, or at the first one, on the whole screen.
fn begin(app: &mut App, ctx: &egui::Context) {
    let App { workspace: Some(workspace), view, meeting, notices, .. } = app else { return };
    if meeting.is_presenting() {
        return;
    }
    let study = workspace.session.study();
    let first = meeting.current(study).or_else(|| study.walkthrough().stops().first());
    let Some(first) = first.map(|stop| stop.id) else {
        notices.push(Notice::done(Message::new(
            "还没有汇报步骤：调好地图后按 B 添加第一步",
            "There are no stops yet: arrange the map and press B to add the first",
        )));
        return;
    };
    let zoom = ctx.zoom_factor();
    let before = Before {
        view: Box::new(view.clone()),
        shown: workspace.session.shown(),
        compared: workspace.session.compared(),
        stop: meeting.stop,
        zoom,
        notices: std::mem::take(notices),
    };
    clear_the_wall(view);
    let own_height = ctx.content_rect().height();
    let screen = ctx.input(|input| input.viewport().monitor_size);
    let height = screen.map_or(own_height, |size| size.y) * zoom;
    meeting.presenting = Some(Presenting::begin(before, height));
    ctx.set_zoom_factor(zoom_on(height));
    ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
    walkthrough::go_to(app, first);
}

/// Takes down what the planner was about: the room sees the stop and nothing else.
fn clear_the_wall(view: &mut View) {
    view.choose_tool(Tool::Select);
    view.selection = Selection::Nothing;
    view.measurement = None;
    view.sketch.clear();
    view.siting.is_open = false;
    view.siting.preview = None;
}

/// Ends the show, and puts the window back to how it was. What is tried out and not kept must be given
/// up twice.
fn end(app: &mut App, ctx: &egui::Context) {
    if asks_first(app) {
        return;
    }
    report(app, |app| give_up(app).map(drop));
    let Some(presenting) = app.meeting.presenting.take() else { return };
    let unnoted = left_unnoted(&presenting);
    let Before { view, shown, compared, stop, zoom, notices } = presenting.before;
    app.notices.splice(..0, notices);
    app.notices.extend(unnoted);
    app.meeting.stop = stop;
    ctx.set_zoom_factor(zoom);
    ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(false));
    map::let_window_settle(ctx);
    let (language, theme) = (app.view.language, app.view.theme);
    app.view = View { language, theme, ..*view };
    if let Some(workspace) = &mut app.workspace {
        // A scenario that was kept is what the planner goes on with.
        let kept = presenting.kept.filter(|id| workspace.session.study().scenarios().contains(*id));
        workspace.session.show(kept.unwrap_or(shown));
        workspace.session.compare_with(compared);
    }
}

/// What was typed for the minutes and never noted: the show is over, but no word of it is lost.
fn left_unnoted(presenting: &Presenting) -> Option<Notice> {
    let drafts = [&presenting.note, &presenting.note_aside].into_iter().flatten();
    let draft = drafts.into_iter().find(|draft| !draft.is_empty())?;
    let words = draft.text.trim();
    Some(Notice::plain(Message::new(
        format!("放映已结束，以下内容未记入纪要：{words}"),
        format!("The show is over; this is not in the minutes: {words}"),
    )))
}

/// Goes to the stop at a position that follows from the one looked at and the last one.
fn step(app: &mut App, to: impl Fn(usize, usize) -> usize) {
    let Some(workspace) = &app.workspace else { return };
    let walkthrough = workspace.session.study().walkthrough();
    let Some(at) = app.meeting.stop.and_then(|id| walkthrough.position(id)) else { return };
    let last = walkthrough.len().saturating_sub(1);
    let to = to(at, last).min(last);
    let Some(id) = walkthrough.stops().get(to).map(|stop| stop.id) else { return };
    if to == at || asks_first(app) {
        return;
    }
    report(app, |app| give_up(app).map(drop));
    if let Some(presenting) = &mut app.meeting.presenting {
        presenting.turn();
    }
    walkthrough::go_to(app, id);
}

/// Whether something is tried out that moving on would give up: said once, done the second time.
fn asks_first(app: &mut App) -> bool {
    let tried = app.workspace.as_ref().is_some_and(|w| w.session.what_if_steps() > 0);
    let Some(presenting) = &mut app.meeting.presenting else { return false };
    let asks = tried && !presenting.gives_up;
    presenting.gives_up = asks;
    asks
}

/// The stop again as it was made, whatever was tried out or looked at.
fn return_to_script(app: &mut App) {
    report(app, |app| give_up(app).map(drop));
    if let Some(presenting) = &mut app.meeting.presenting {
        presenting.gives_up = false;
        presenting.script_numbers = None;
    }
    if let Some(id) = app.meeting.stop {
        walkthrough::go_to(app, id);
    }
}

fn give_up(app: &mut App) -> Result<bool, EditError> {
    let Some(workspace) = &mut app.workspace else { return Ok(false) };
    workspace.drag = None;
    workspace.is_nudging = false;
    workspace.session.return_to_script()
}

/// Keeps what was tried out as a new scenario, which stays on the wall until the script goes on: by
/// itself, since what it differs by from another is more than the room has tried out; but beside the other
/// where the room looks at two maps.
fn keep(app: &mut App) {
    let Some(workspace) = &mut app.workspace else { return };
    let kept = workspace.session.keep_what_if();
    match kept {
        Ok(kept) => {
            if kept.is_some() && app.view.compare_mode != CompareMode::SideBySide {
                workspace.session.compare_with(None);
            }
            let Some(presenting) = &mut app.meeting.presenting else { return };
            presenting.kept = kept.or(presenting.kept);
            presenting.gives_up = false;
            presenting.script_numbers = None;
        }
        Err(error) => app.notices.push(Notice::plain(error.message())),
    }
}

fn report(app: &mut App, work: impl FnOnce(&mut App) -> Result<(), EditError>) {
    if let Err(error) = work(app) {
        app.notices.push(Notice::plain(error.message()));
    }
}
