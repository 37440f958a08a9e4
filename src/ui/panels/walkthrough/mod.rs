//! The walkthrough beside the map: the list of stops in their order, and what is said of the one looked
//! at, which `stop` shows.

mod minutes;
mod stop;

use egui::{Id, Key, Modifiers, Rect, Response, RichText, Role, Sense, Ui, vec2};

use crate::language::{Language, Text};
use crate::numbers::counted;
use crate::study::walkthrough::StopKind;
use crate::study::{Stop, StopId, Walkthrough};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::meeting::{Meeting, WalkthroughAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::scenarios::row_with_menu;
use super::top_bar::command_button;

const EMPTY: Text = Text::new(
    "调好地图后按 B，把所见画面存为汇报的一步；F5 放映。",
    "Arrange the map and press B to keep what is seen as a stop; F5 presents.",
);
const MORE: Text = Text::new("步骤操作", "Stop actions");
const DUPLICATE: Text = Text::new("复制", "Duplicate");
const UP: Text = Text::new("上移", "Move up");
const DOWN: Text = Text::new("下移", "Move down");
const DELETE: Text = Text::new("删除步骤", "Delete stop");
const SLIDE: Text = Text::new("添加文字页", "Add slide");
const UNTITLED: Text = Text::new("（无标题）", "(no title)");
const HOW_TO_ORDER: Text = Text::new(
    "拖动排序；键盘：Alt+↑ / Alt+↓ 移动，Ctrl+D 复制，Delete 删除",
    "Drag to reorder. Keys: Alt+↑ and Alt+↓ move, Ctrl+D duplicates, Delete deletes",
);

/// Shows the list and the stop looked at.
pub fn walkthrough_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    meeting: &Meeting,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let walkthrough = workspace.session.study().walkthrough();
    if walkthrough.is_empty() {
        ui.label(RichText::new(EMPTY.of(language)).small().weak());
    } else {
        let minutes = walkthrough.planned_s().div_ceil(60);
        let stops = walkthrough.len();
        let total = language.pick(
            format!("{stops} 步，计划 {minutes} 分钟"),
            format!("{}, {minutes} min planned", counted(stops, "stop")),
        );
        ui.label(RichText::new(total).small().weak()).on_hover_text(HOW_TO_ORDER.of(language));
        let look =
            Look { walkthrough, meeting, is_seen: meeting.is_seen(workspace, view), language };
        list_ui(ui, &look, actions);
    }
    ui.horizontal_wrapped(|ui| {
        command_button(ui, Command::AddStop, view, true, actions);
        slide_menu_ui(ui, language, actions);
        command_button(ui, Command::Present, view, !walkthrough.is_empty(), actions);
    });
    minutes::copy_ui(ui, walkthrough, language);
    if let Some(stop) = meeting.current(workspace.session.study()) {
        ui.separator();
        stop::stop_ui(ui, workspace, view, meeting, stop, actions);
    }
}

fn slide_menu_ui(ui: &mut Ui, language: Language, actions: &mut Vec<Action>) {
    let menu = ui.menu_button(SLIDE.of(language), |ui| {
        for kind in StopKind::SLIDES {
            if ui.button(kind.name().of(language)).clicked() {
                actions.push(WalkthroughAction::AddSlide(kind).into());
                ui.close();
            }
        }
    });
    words::name_widget(&menu.response, Role::Button, SLIDE.of(language));
}

/// What the list is drawn from.
#[derive(Clone, Copy)]
struct Look<'a> {
    walkthrough: &'a Walkthrough,
    meeting: &'a Meeting,
    /// Whether the map shows the stop looked at.
    is_seen: bool,
    language: Language,
}

/// The stops in their order. A row that is dragged is put down between two others; one that is clicked
/// has the keyboard from then on.
fn list_ui(ui: &mut Ui, look: &Look, actions: &mut Vec<Action>) {
    let Look { walkthrough, meeting, .. } = *look;
    let mut rows: Vec<(StopId, Rect)> = Vec::new();
    let mut dragged: Option<Response> = None;
    for (position, stop) in walkthrough.stops().iter().enumerate() {
        let row = row_ui(ui, look, position, stop, actions);
        rows.push((stop.id, row.rect));
        if meeting.stop == Some(stop.id)
            && ui.data_mut(|data| data.remove_temp::<()>(follows())).is_some()
        {
            row.request_focus();
        }
        if row.dragged() || row.drag_stopped() {
            dragged = Some(row);
        } else if row.clicked() {
            row.request_focus();
            actions.push(WalkthroughAction::GoTo(stop.id).into());
        } else if row.has_focus() {
            keys_ui(ui, &row, stop.id, position, walkthrough.len(), actions);
        }
    }
    if let Some(row) = dragged {
        drag_ui(ui, &row, &rows, actions);
    }
}

/// Where it is kept that the keyboard goes on to the stop looked at: a copy, or the neighbour of one
/// deleted.
fn follows() -> Id {
    Id::unique("the keyboard follows the stop looked at")
}

fn row_ui(
    ui: &mut Ui,
    look: &Look,
    position: usize,
    stop: &Stop,
    actions: &mut Vec<Action>,
) -> Response {
    let Look { walkthrough, meeting, is_seen, language } = *look;
    let title = match stop.title.of(language) {
        "" => UNTITLED.of(language),
        title => title,
    };
    let label = format!("{}  {title}", position + 1);
    // The one whose words stand below is only marked as long as the map shows it.
    let is_shown = meeting.stop == Some(stop.id) && is_seen;
    let mut row = None;
    // By the stop and not by its place, so that the keyboard goes with a stop that is moved.
    ui.push_id(("stop", stop.id.0), |ui| {
        row_with_menu(
            ui,
            &format!("{} {}", MORE.of(language), position + 1),
            actions,
            |ui, _| {
                let text = match stop.map() {
                    Some(_) => RichText::new(&label),
                    None => RichText::new(&label).strong(),
                };
                let entry = egui::Button::selectable(is_shown, text).truncate();
                let response = ui.add(entry.sense(Sense::click_and_drag()));
                let hint = format!("{} · {title}", stop.kind.name().of(language));
                row = Some(response.on_hover_text(hint));
            },
            |ui, actions| menu_ui(ui, walkthrough, position, stop, language, actions),
        );
    });
    row.unwrap_or_else(|| ui.label(""))
}

fn menu_ui(
    ui: &mut Ui,
    walkthrough: &Walkthrough,
    position: usize,
    stop: &Stop,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let id = stop.id;
    let up = WalkthroughAction::Move { id, position: position.saturating_sub(1) };
    let down = WalkthroughAction::Move { id, position: position + 1 };
    for (text, is_enabled, action) in [
        (DUPLICATE, true, WalkthroughAction::Duplicate(id)),
        (UP, position > 0, up),
        (DOWN, position + 1 < walkthrough.len(), down),
        (DELETE, true, WalkthroughAction::Delete(id)),
    ] {
        if ui.add_enabled(is_enabled, egui::Button::new(text.of(language))).clicked() {
            actions.push(action.into());
            ui.close();
        }
    }
}

/// What keys do with the row that has the keyboard.
fn keys_ui(
    ui: &Ui,
    row: &Response,
    id: StopId,
    position: usize,
    count: usize,
    actions: &mut Vec<Action>,
) {
    let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, filter));
    let took = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let up = (took(Modifiers::ALT, Key::ArrowUp) && position > 0).then(|| position - 1);
    let down = took(Modifiers::ALT, Key::ArrowDown) && position + 1 < count;
    if let Some(position) = up.or_else(|| down.then_some(position + 1)) {
        actions.push(WalkthroughAction::Move { id, position }.into());
        ui.data_mut(|data| data.insert_temp(follows(), ()));
    }
    if took(Modifiers::COMMAND, Key::D) {
        actions.push(WalkthroughAction::Duplicate(id).into());
        ui.data_mut(|data| data.insert_temp(follows(), ()));
    }
    if took(Modifiers::NONE, Key::Delete) {
        actions.push(WalkthroughAction::Delete(id).into());
        ui.data_mut(|data| data.insert_temp(follows(), ()));
    }
}

/// A line where the dragged row would be put down; letting go puts it there.
fn drag_ui(ui: &Ui, row: &Response, rows: &[(StopId, Rect)], actions: &mut Vec<Action>) {
    let Some(pointer) = row.interact_pointer_pos() else { return };
    let Some(from) = rows.iter().position(|(_, rect)| *rect == row.rect) else { return };
    let above = rows.iter().filter(|(_, rect)| rect.center().y < pointer.y).count();
    // The row itself leaves a gap behind.
    let position = if above > from { above - 1 } else { above };
    if row.drag_stopped() {
        if position != from {
            actions.push(WalkthroughAction::Move { id: rows[from].0, position }.into());
        }
        return;
    }
    let y = match rows.get(above) {
        Some((_, rect)) => rect.top() - 3.0,
        None => rows[rows.len() - 1].1.bottom() + 3.0,
    };
    let line = Rect::from_min_max(row.rect.left_top(), row.rect.right_top());
    let line = line.translate(vec2(0.0, y - row.rect.top()));
    let stroke = egui::Stroke::new(2.0, ui.visuals().selection.stroke.color);
    ui.painter().line_segment([line.left_top(), line.right_top()], stroke);
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
}
