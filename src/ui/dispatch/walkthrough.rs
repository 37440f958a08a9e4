//! Actions that prepare the walkthrough: stops made from what is seen, changed, ordered, written on.

use crate::geometry::WorldPoint;
use crate::language::{Message, Text};
use crate::numbers;
use crate::study::walkthrough::{Callout, Remark, RemarkKind, StopKind};
use crate::study::{Edit, EditError, StepLabel, Stop, StopId, WalkthroughEdit, WalkthroughError};
use crate::ui::app::App;
use crate::ui::meeting::{WalkthroughAction, current_map, show_map, title_of};
use crate::ui::notice::Notice;
use crate::ui::workspace::Workspace;

/// What a call-out says until the planner says something else.
const NEW_CALLOUT: Text = Text::new("在此说明", "Say what is here");
const CALLOUTS: Text = Text::new("标注", "call-out");
const VIEW: Text = Text::new("更新画面", "view");

/// Carries out one action on the walkthrough.
pub fn carry_out(app: &mut App, action: WalkthroughAction) {
    let done = match action {
        WalkthroughAction::AddFromView => add_from_view(app),
        WalkthroughAction::AddSlide(kind) => {
            let title = Message::new(kind.name().zh, kind.name().en);
            add(app, kind, title, Vec::new())
        }
        WalkthroughAction::GoTo(id) => {
            go_to(app, id);
            Ok(())
        }
        WalkthroughAction::Leave => {
            app.meeting.stop = None;
            Ok(())
        }
        WalkthroughAction::UpdateFromView(id) => update_from_view(app, id),
        WalkthroughAction::Duplicate(id) => duplicate(app, id),
        WalkthroughAction::Delete(id) => delete(app, id),
        WalkthroughAction::Move { id, position } => {
            perform(app, WalkthroughEdit::Move { id, position })
        }
        WalkthroughAction::Change { stop, what } => change(app, *stop, what),
        WalkthroughAction::Type { stop, what } => type_words(app, *stop, what),
        WalkthroughAction::EndTyping => {
            end_typing(app);
            Ok(())
        }
        WalkthroughAction::AddCallout { at, target } => add_callout(app, at, target),
        WalkthroughAction::BeginMoving => {
            if let Some(workspace) = &mut app.workspace {
                workspace.session.begin_gesture(Message::new("移动标注", "Move call-out"));
            }
            Ok(())
        }
        WalkthroughAction::Note { stop, remark } => note(app, stop, remark),
    };
    app.notices.extend(done.err().map(|error| Notice::plain(error.message())));
}

/// Looks at a stop: the window shows what it shows.
pub fn go_to(app: &mut App, id: StopId) {
    let App { workspace: Some(workspace), view, meeting, notices, .. } = app else { return };
    let Some(stop) = workspace.session.study().walkthrough().get(id).cloned() else { return };
    meeting.stop = Some(id);
    if let StopKind::Map(map) = &stop.kind {
        let missing = show_map(map, &stop.callouts, workspace, view, meeting.is_presenting());
        notices.extend(missing.into_iter().map(|what| Notice::plain(about(&stop, &what))));
    }
}

/// A message about a stop, with its title.
fn about(stop: &Stop, what: &Message) -> Message {
    let Message { zh, en } = &stop.title;
    Message::new(format!("{zh}：{}", what.zh), format!("{en}: {}", what.en))
}

fn add_from_view(app: &mut App) -> Result<(), EditError> {
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let Some(map) = current_map(workspace, &app.view) else { return Ok(()) };
    let title = title_of(&map, workspace);
    add(app, StopKind::Map(Box::new(map)), title, Vec::new())
}

/// Adds a stop behind the one looked at, or at the end, and looks at it.
fn add(
    app: &mut App,
    kind: StopKind,
    title: Message,
    callouts: Vec<Callout>,
) -> Result<(), EditError> {
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let walkthrough = workspace.session.study().walkthrough();
    let after = app.meeting.stop.and_then(|id| walkthrough.position(id));
    let position = match &kind {
        StopKind::Opening => 0,
        StopKind::Closing => walkthrough.len(),
        StopKind::Section | StopKind::Map(_) => after.map_or(walkthrough.len(), |at| at + 1),
    };
    let stop = Stop { callouts, ..Stop::new(walkthrough.next_id(), kind, title) };
    let id = stop.id;
    perform(app, WalkthroughEdit::Add { position, stop: Box::new(stop) })?;
    app.meeting.stop = Some(id);
    Ok(())
}

/// Units singled out stay: they are chosen by the planner, not by the view.
fn update_from_view(app: &mut App, id: StopId) -> Result<(), EditError> {
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let Some(mut stop) = workspace.session.study().walkthrough().get(id).cloned() else {
        return Err(WalkthroughError::NoSuchStop(id).into());
    };
    let Some(mut seen) = current_map(workspace, &app.view) else { return Ok(()) };
    let StopKind::Map(map) = &mut stop.kind else { return Ok(()) };
    seen.highlighted.clone_from(&map.highlighted);
    **map = seen;
    change(app, stop, VIEW)
}

fn duplicate(app: &mut App, id: StopId) -> Result<(), EditError> {
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let walkthrough = workspace.session.study().walkthrough();
    let (stop, position) = (walkthrough.get(id), walkthrough.position(id));
    let (Some(stop), Some(position)) = (stop, position) else {
        return Err(WalkthroughError::NoSuchStop(id).into());
    };
    let copy = stop.copied_as(walkthrough.next_id());
    let id = copy.id;
    perform(app, WalkthroughEdit::Add { position: position + 1, stop: Box::new(copy) })?;
    app.meeting.stop = Some(id);
    Ok(())
}

/// Deletes a stop and looks at its neighbour.
fn delete(app: &mut App, id: StopId) -> Result<(), EditError> {
    let position =
        app.workspace.as_ref().and_then(|w| w.session.study().walkthrough().position(id));
    perform(app, WalkthroughEdit::Remove(id))?;
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let stops = workspace.session.study().walkthrough().stops();
    let neighbour = position.and_then(|at| stops.get(at.min(stops.len().saturating_sub(1))));
    app.meeting.stop = neighbour.map(|stop| stop.id);
    Ok(())
}

fn change(app: &mut App, stop: Stop, what: Text) -> Result<(), EditError> {
    let Some(workspace) = &mut app.workspace else { return Ok(()) };
    let known = workspace.session.study().walkthrough().get(stop.id);
    if known == Some(&stop) {
        return Ok(());
    }
    let label = labelled(&stop, what);
    put(workspace, label, WalkthroughEdit::Set(Box::new(stop)))
}

/// Follows what is typed. All of it is one step, which ends when the field is left, or whatever else is
/// done: nothing typed is lost.
fn type_words(app: &mut App, stop: Stop, what: Text) -> Result<(), EditError> {
    let Some(workspace) = &mut app.workspace else { return Ok(()) };
    let typed = Some((stop.id, what));
    if app.meeting.typing != typed || !workspace.session.in_gesture() {
        workspace.session.begin_gesture(labelled(&stop, what));
        app.meeting.typing = typed;
    }
    let edit = WalkthroughEdit::Set(Box::new(stop));
    workspace.session.perform_in_gesture(Edit::Walkthrough(edit))
}

/// Makes a step of what was typed.
pub fn end_typing(app: &mut App) {
    if let (Some(_), Some(workspace)) = (app.meeting.typing.take(), &mut app.workspace) {
        workspace.session.finish_gesture();
    }
}

/// Writes on the map of the stop looked at; where there is none, a stop is made from the view.
fn add_callout(app: &mut App, at: WorldPoint, target: Option<WorldPoint>) -> Result<(), EditError> {
    let text = NEW_CALLOUT.of(app.view.language).to_owned();
    let callout = Callout { text, at, target };
    let Some(workspace) = &app.workspace else { return Ok(()) };
    let current = app.meeting.current(workspace.session.study());
    let position = match current.filter(|stop| stop.map().is_some()).cloned() {
        Some(mut stop) => {
            stop.callouts.push(callout);
            let position = stop.callouts.len() - 1;
            change(app, stop, CALLOUTS)?;
            position
        }
        None => {
            let Some(map) = current_map(workspace, &app.view) else { return Ok(()) };
            let title = title_of(&map, workspace);
            add(app, StopKind::Map(Box::new(map)), title, vec![callout])?;
            0
        }
    };
    if !app.meeting.is_presenting() {
        app.meeting.begun = app.meeting.stop.map(|stop| (stop, position));
    }
    Ok(())
}

fn note(app: &mut App, id: StopId, remark: Remark) -> Result<(), EditError> {
    let Some(workspace) = &mut app.workspace else { return Ok(()) };
    let Some(mut stop) = workspace.session.study().walkthrough().get(id).cloned() else {
        return Err(WalkthroughError::NoSuchStop(id).into());
    };
    let label = match remark.kind {
        RemarkKind::Comment => Message::new("记录意见", "Note a comment"),
        RemarkKind::Decision => Message::new("记录决定", "Note a decision"),
    };
    let kept = noted(workspace, id, &remark, app.meeting.presenting.is_some());
    stop.remarks.push(remark);
    // A step of its own, whatever is being dragged: it is not taken back with that.
    let edit = Edit::Walkthrough(WalkthroughEdit::Set(Box::new(stop)));
    workspace.session.perform(label, [edit])?;
    if let Some(presenting) = &mut app.meeting.presenting {
        presenting.note = None;
    }
    app.notices.push(Notice::done(kept));
    Ok(())
}

/// That a remark is kept, and where it is found again; the room is told in few words.
fn noted(workspace: &Workspace, id: StopId, remark: &Remark, to_the_room: bool) -> Message {
    let walkthrough = workspace.session.study().walkthrough();
    let number = walkthrough.position(id).map_or(0, |position| position + 1);
    let (kind, time) = (remark.kind.name(), numbers::beijing_clock(remark.at_ms));
    let zh = format!("{}已记入第 {number} 步的会议纪要（{time}）", kind.zh);
    let en = format!("{} noted at {time} in the minutes of stop {number}", kind.en);
    match to_the_room {
        true => Message::new(zh, en),
        false => Message::new(
            zh + "，见左侧“汇报”和图册",
            en + ": under Walkthrough, and in the booklet",
        ),
    }
}

fn labelled(stop: &Stop, what: Text) -> Message {
    let Message { zh, en } = &stop.title;
    Message::new(format!("{zh}：{}", what.zh), format!("{en}: {}", what.en))
}

fn perform(app: &mut App, edit: WalkthroughEdit) -> Result<(), EditError> {
    let Some(workspace) = &mut app.workspace else { return Ok(()) };
    let label = edit.label(workspace.session.study().walkthrough());
    put(workspace, label, edit)
}

/// A step of its own, or part of the gesture while a call-out is moved.
fn put(
    workspace: &mut Workspace,
    label: StepLabel,
    edit: WalkthroughEdit,
) -> Result<(), EditError> {
    match workspace.session.in_gesture() {
        true => workspace.session.perform_in_gesture(Edit::Walkthrough(edit)),
        false => workspace.session.perform(label, [Edit::Walkthrough(edit)]),
    }
}
