//! The toolbar at the upper left of the map: the tools, snapping, the way to the wall, and beside them
//! what the tool at hand does or has measured.

use egui::{Rect, Response, Role, Sense, UiBuilder, WidgetInfo, pos2, vec2};

use crate::language::Text;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::view::{CompareMode, Tool, View};
use crate::ui::{Workspace, words};

use super::icons::paint_icon;
use super::measuring;

const MARGIN: f32 = 12.0;
const BUTTON: f32 = 28.0;
const ICON: f32 = 17.0;
const PADDING: f32 = 3.0;
/// Between the tools and the switch below them.
const GAP: f32 = 7.0;
/// Scenarios compared on the map are named at its upper left.
const NAME_HEIGHT: f32 = 30.0;
const CARD_WIDTH: f32 = 330.0;
/// Below the tools, each behind a line.
const BELOW: [Command; 2] = [Command::Snap, Command::Present];

const TOOLBAR: Text = Text::new("工具", "Tools");
const PLACE_HINT: Text = Text::new("点击地图放置设施", "Click the map to place a facility");
const DRAW_HINT: Text =
    Text::new("拖动选择；Shift 添加，Ctrl 移除", "Drag to select; Shift adds, Ctrl takes away");
const MEASURE_HINT: Text = Text::new(
    "点击逐点量测，双击或 Enter 结束",
    "Click from point to point; a double click or Enter ends",
);

const CALLOUT_HINT: Text =
    Text::new("点击写标注，或拖向所指位置", "Click to write, or drag towards what is meant");

/// Where the toolbar stands on a map.
pub fn rect(map: Rect, workspace: &Workspace, view: &View) -> Rect {
    let is_named =
        workspace.session.compared().is_some() && view.compare_mode != CompareMode::Difference;
    let below = if is_named { NAME_HEIGHT } else { 0.0 };
    let corner = map.min + vec2(MARGIN, MARGIN + below);
    let one = size(1);
    let is_low = corner.y + one.y + MARGIN > map.bottom();
    Rect::from_min_size(corner, if is_low { size(2) } else { one })
}

/// Of the bar with its tools in so many columns.
fn size(columns: usize) -> egui::Vec2 {
    let rows = Command::TOOLS.len().div_ceil(columns) + BELOW.len().div_ceil(columns);
    let lines = BELOW.len().div_ceil(columns) as f32 * GAP;
    vec2(BUTTON * columns as f32, BUTTON * rows as f32 + lines) + egui::Vec2::splat(2.0 * PADDING)
}

/// How many columns a bar of this width has: two where the map is too low for one.
fn columns(bar: Rect) -> usize {
    if bar.width() < 2.0 * BUTTON { 1 } else { 2 }
}

/// Shows the toolbar over a map.
pub fn toolbar_ui(
    ui: &mut egui::Ui,
    map: Rect,
    workspace: &Workspace,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let bar = rect(map, workspace, view);
    // Between its buttons, too, it keeps the mouse from the map.
    let ground = ui.interact(bar, egui::Id::unique("toolbar"), Sense::click_and_drag());
    words::name_widget(&ground, Role::Pane, TOOLBAR.of(view.language));
    let visuals = ui.visuals();
    let (fill, rim) = (visuals.window_fill, visuals.window_stroke);
    ui.painter().rect(bar, visuals.window_corner_radius, fill, rim, egui::StrokeKind::Inside);

    let columns = columns(bar);
    let mut top = bar.top() + PADDING;
    let rows = Command::TOOLS.chunks(columns).chain(BELOW.chunks(columns));
    for (row, commands) in rows.enumerate() {
        if row >= Command::TOOLS.len().div_ceil(columns) {
            let (left, right, y) = (bar.left() + 6.0, bar.right() - 6.0, top + GAP / 2.0);
            ui.painter().line_segment([pos2(left, y), pos2(right, y)], rim);
            top += GAP;
        }
        for (column, command) in commands.iter().enumerate() {
            let corner = pos2(bar.left() + PADDING + BUTTON * column as f32, top);
            let rect = Rect::from_min_size(corner, vec2(BUTTON, BUTTON));
            if tool_button(ui, rect, *command, view).clicked() {
                actions.push(command.action());
            }
        }
        top += BUTTON;
    }
    card_ui(ui, pos2(bar.right() + 8.0, bar.top()), workspace, view);
}

fn tool_button(ui: &egui::Ui, rect: Rect, command: Command, view: &View) -> Response {
    let id = egui::Id::unique(("tool", command.label().en));
    let button = ui.interact(rect, id, Sense::click());
    let is_on = match command.tool() {
        Some(tool) => view.tool == tool,
        None => command == Command::Snap && view.snaps,
    };
    let label = command.label().of(view.language);
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, label));
    let look = ui.style().interact_selectable(&button, is_on);
    if is_on || button.hovered() || button.has_focus() {
        let inner = rect.shrink(1.0);
        let painter = ui.painter();
        painter.rect_filled(inner, look.corner_radius, look.weak_bg_fill);
        if button.has_focus() {
            let ring = ui.visuals().selection.stroke;
            painter.rect_stroke(inner, look.corner_radius, ring, egui::StrokeKind::Inside);
        }
    }
    let icon = Rect::from_center_size(rect.center(), vec2(ICON, ICON));
    paint_icon(ui.painter(), icon, command, look.fg_stroke.color);
    let hint = command.hint(ui.ctx(), view.language, "");
    button.on_hover_text(format!("{label}\n{hint}"))
}

/// What was measured, or else what the tool at hand does.
fn card_ui(ui: &mut egui::Ui, corner: egui::Pos2, workspace: &Workspace, view: &View) {
    let language = view.language;
    let detour = workspace.session.study().parameters().detour;
    let measured = view.measurement.as_ref();
    let measured = measured.and_then(|m| measuring::summary(m, detour, language));
    let hint = match view.tool {
        Tool::Select => None,
        Tool::Place => Some(PLACE_HINT),
        Tool::Rectangle | Tool::Lasso => Some(DRAW_HINT),
        Tool::Distance | Tool::Area => Some(MEASURE_HINT),
        Tool::Callout => Some(CALLOUT_HINT),
    };
    let hint = hint.map(|hint| (String::new(), hint.of(language).to_owned()));
    let Some((title, detail)) = measured.or(hint) else { return };
    let room = Rect::from_min_size(corner, vec2(CARD_WIDTH, 60.0));
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        egui::Frame::popup(ui.style()).shadow(egui::Shadow::NONE).inner_margin(8).show(ui, |ui| {
            if !title.is_empty() {
                ui.add(egui::Label::new(egui::RichText::new(title).strong()).selectable(false));
            }
            if !detail.is_empty() {
                ui.add(egui::Label::new(detail).selectable(false));
            }
        });
    });
}
