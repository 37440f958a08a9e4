//! What is said of one stop: title, text, notes, time, units singled out, call-outs, minutes.

use egui::{RichText, Role, Ui};

use crate::language::{Language, Message, Text};
use crate::study::walkthrough::{LONGEST_STOP_S, StopKind};
use crate::study::{Stop, StopId};
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::meeting::{Meeting, WalkthroughAction, current_map};
use crate::ui::view::View;
use crate::ui::words::{self, FieldText, Typed};

use super::minutes;

const TITLE: Text = Text::new("标题", "Title");
const TEXT: Text = Text::new("正文（现场显示）", "Text for the room");
const NOTES: Text = Text::new("讲稿（仅演讲者可见）", "Speaker's notes");
const MINUTES: Text = Text::new("计划时长（分钟）", "Planned minutes");
const UPDATE: Text = Text::new("更新为当前画面", "Update from view");
const UPDATE_HINT: Text = Text::new(
    "用当前的方案、范围、图层、功能和符号化替换此步骤的画面",
    "Put scenario, extent, layers, function and symbology as seen now in the place of the stop's",
);
const HIGHLIGHT: Text = Text::new("突出所选单元", "Highlight selected units");
const NO_HIGHLIGHT: Text = Text::new("不再突出", "No highlights");
const CALLOUT: Text = Text::new("标注", "Call-out");
const CALLOUTS: Text = Text::new("标注", "Call-outs");
const CALLOUT_HINT: Text = Text::new(
    "用标注工具（C）在地图上点击，或拖向所指位置；标注框可拖动",
    "With the call-out tool (C) click the map, or drag towards what is meant; boxes can be dragged",
);
const SHOW: Text = Text::new("显示此步骤的画面", "Show this stop");
const REMOVE: Text = Text::new("删除", "Delete");
const MINUTES_OF_MEETING: Text = Text::new("会议纪要", "Minutes");
const LEAVE: Text = Text::new("收起此步骤", "Close this stop");

/// Shows the fields of the stop looked at.
pub fn stop_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    meeting: &Meeting,
    stop: &Stop,
    actions: &mut Vec<Action>,
) {
    if !meeting.is_seen(workspace, view) {
        other_view_ui(ui, workspace, stop, view.language, actions);
    }
    words_ui(ui, stop, view.language, actions);
    if let StopKind::Map(_) = &stop.kind {
        map_ui(ui, workspace, view, stop, actions);
        callouts_ui(ui, stop, meeting.begun, view.language, actions);
    }
    remarks_ui(ui, stop, view.language);
    if ui.button(LEAVE.of(view.language)).clicked() {
        actions.push(WalkthroughAction::Leave.into());
    }
}

/// Says which stop the fields are of while the map shows something else, and leads back to it.
fn other_view_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    stop: &Stop,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let walkthrough = workspace.session.study().walkthrough();
    let number = walkthrough.position(stop.id).map_or(0, |position| position + 1);
    let text = language.pick(
        format!("正在编辑第 {number} 步；地图显示的是其他画面"),
        format!("Editing stop {number}; the map shows something else"),
    );
    ui.label(RichText::new(text).small().weak());
    if ui.button(SHOW.of(language)).clicked() {
        actions.push(WalkthroughAction::GoTo(stop.id).into());
    }
}

fn change(stop: Stop, what: Text) -> Action {
    WalkthroughAction::Change { stop: Box::new(stop), what }.into()
}

/// Turns what became of a field into wishes: `changed` makes the stop from what was typed, or, once the field
/// was left, from what is to be tidied up then.
fn follow(
    typed: Typed,
    what: Text,
    actions: &mut Vec<Action>,
    mut changed: impl FnMut(Option<String>) -> Option<Stop>,
) {
    let (typed, has_ended) = match typed {
        Typed::Nothing => return,
        Typed::Follow(text) => (Some(text), false),
        Typed::Ended => (None, true),
    };
    if let Some(stop) = changed(typed) {
        actions.push(WalkthroughAction::Type { stop: Box::new(stop), what }.into());
    }
    if has_ended {
        actions.push(WalkthroughAction::EndTyping.into());
    }
}

fn words_ui(ui: &mut Ui, stop: &Stop, language: Language, actions: &mut Vec<Action>) {
    let title = FieldText { name: TITLE.of(language), current: stop.title.of(language) };
    let typed = title.followed_line_ui(ui, ("stop title", stop.id.0));
    follow(typed, TITLE, actions, |typed| match typed {
        Some(title) => Some(Stop { title: Message::same(title), ..stop.clone() }),
        // Spaces around it are seen while it is typed, and go with the keyboard.
        None => {
            let title = stop.title.of(language);
            let trimmed = Message::same(title.trim());
            (title != title.trim()).then(|| Stop { title: trimmed, ..stop.clone() })
        }
    });
    let text = FieldText { name: TEXT.of(language), current: &stop.text };
    let typed = text.followed_lines_ui(ui, ("stop text", stop.id.0), false);
    follow(typed, TEXT, actions, |text| Some(Stop { text: text?, ..stop.clone() }));
    let notes = FieldText { name: NOTES.of(language), current: &stop.notes };
    let typed = notes.followed_lines_ui(ui, ("stop notes", stop.id.0), false);
    follow(typed, NOTES, actions, |notes| Some(Stop { notes: notes?, ..stop.clone() }));
    ui.horizontal(|ui| {
        ui.label(MINUTES.of(language));
        let planned = format!("{}", f64::from(stop.planned_s) / 60.0);
        let minutes = FieldText { name: MINUTES.of(language), current: &planned };
        let entered = minutes.short_ui(ui, ("stop minutes", stop.id.0), 44.0);
        if let Some(planned_s) = entered.and_then(|text| seconds_of(&text)) {
            actions.push(change(Stop { planned_s, ..stop.clone() }, MINUTES));
        }
    });
}

/// Minutes as they are typed, in seconds; what is out of bounds is refused by the study, with a reason.
fn seconds_of(text: &str) -> Option<u32> {
    let minutes: f64 = text.trim().parse().ok()?;
    let seconds = (minutes * 60.0).round();
    (0.0..=f64::from(LONGEST_STOP_S) * 100.0).contains(&seconds).then_some(seconds as u32)
}

fn map_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop, actions: &mut Vec<Action>) {
    let language = view.language;
    ui.horizontal_wrapped(|ui| {
        let update = ui.button(UPDATE.of(language)).on_hover_text(UPDATE_HINT.of(language));
        if update.clicked() {
            actions.push(WalkthroughAction::UpdateFromView(stop.id).into());
        }
        let selected = current_map(workspace, view).map(|map| map.highlighted).unwrap_or_default();
        let mut highlighted = stop.clone();
        let StopKind::Map(map) = &mut highlighted.kind else { return };
        let has_some = !map.highlighted.is_empty();
        let highlight = egui::Button::new(HIGHLIGHT.of(language));
        if ui.add_enabled(!selected.is_empty(), highlight).clicked() {
            map.highlighted = selected;
            actions.push(change(highlighted, HIGHLIGHT));
        } else if has_some && ui.button(NO_HIGHLIGHT.of(language)).clicked() {
            map.highlighted.clear();
            actions.push(change(highlighted, NO_HIGHLIGHT));
        }
    });
}

/// Words of the call-outs; without words an arrow stays an arrow, and anything else goes.
fn callouts_ui(
    ui: &mut Ui,
    stop: &Stop,
    begun: Option<(StopId, usize)>,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let title = format!("{} ({})", CALLOUTS.of(language), stop.callouts.len());
    ui.label(RichText::new(title).small().weak()).on_hover_text(CALLOUT_HINT.of(language));
    for (number, callout) in stop.callouts.iter().enumerate() {
        let name = format!("{} {}", CALLOUT.of(language), number + 1);
        let field = FieldText { name: &name, current: &callout.text };
        let mut changed = stop.clone();
        let salt = ("call-out", stop.id.0, number);
        let typed = field.followed_lines_ui(ui, salt, begun == Some((stop.id, number)));
        let is_typed = !matches!(typed, Typed::Nothing);
        follow(typed, CALLOUT, actions, |typed| match typed {
            Some(text) => {
                changed.callouts[number].text = text;
                Some(changed.clone())
            }
            None => {
                let is_nothing = callout.text.trim().is_empty() && callout.target.is_none();
                is_nothing.then(|| {
                    changed.callouts.remove(number);
                    changed.clone()
                })
            }
        });
        if is_typed {
            continue;
        }
        let remove = ui.small_button(REMOVE.of(language));
        words::name_widget(&remove, Role::Button, &format!("{} {name}", REMOVE.of(language)));
        if remove.clicked() {
            changed.callouts.remove(number);
            actions.push(change(changed, CALLOUT));
        }
    }
}

/// What the meeting said, in the order of time.
fn remarks_ui(ui: &mut Ui, stop: &Stop, language: Language) {
    if stop.remarks.is_empty() {
        return;
    }
    ui.label(RichText::new(MINUTES_OF_MEETING.of(language)).small().weak());
    for remark in &stop.remarks {
        ui.label(minutes::remark_text(remark, language));
    }
}
