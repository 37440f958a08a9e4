//! Two scenarios on the map: divided by a line that can be dragged, or as two maps that move
//! together. The difference in one map is a matter of colours, and of `cartography`.

use egui::{Rect, Role, Sense, pos2};

use crate::cartography::{
    Align, Camera, Canvas as _, Labels, MapContent, ScreenPoint, Stroke, Subject, TextStyle,
    paint_map, shortened,
};
use crate::language::Text;
use crate::study::ScenarioId;
use crate::ui::style::color32;
use crate::ui::view::{CompareMode, View};
use crate::ui::{Workspace, words};

use super::canvas::EguiCanvas;
use super::ground::MapPlace;
use super::{navigation, screen_point};

const SWIPE_LINE: Text = Text::new("卷帘线", "Swipe line");
const COMPARED_MAP: Text = Text::new("对比方案地图", "Map of the compared scenario");
/// How far from the line the mouse can grab it.
const GRAB: f32 = 6.0;

/// The scenario that has a map of its own on the left.
pub fn compared_beside(workspace: &Workspace, view: &View) -> Option<ScenarioId> {
    let compared = workspace.session.compared();
    compared.filter(|_| view.compare_mode == CompareMode::SideBySide)
}

/// Lets the left map move the camera of both. Returns that of the right one.
pub fn steer_left_map(ui: &egui::Ui, left: Rect, view: &mut View, camera: Camera) -> Camera {
    let canvas = ui.interact(left, egui::Id::unique("compared map"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, COMPARED_MAP.of(view.language));
    let moved = navigation::steer_along(ui, &canvas, camera_on(left, &camera));
    let camera =
        Camera { center: moved.center, metres_per_pixel: moved.metres_per_pixel, ..camera };
    view.camera = Some(camera);
    camera
}

/// Paints the map of the compared scenario.
pub fn paint_left_map(
    ui: &egui::Ui,
    left: Rect,
    workspace: &Workspace,
    content: &MapContent,
    view: &View,
    from: ScenarioId,
) {
    let field = workspace.surfaces.field(ui.ctx(), &workspace.session, view, from);
    let counted = workspace.unit_values.counted(ui.ctx(), &workspace.session, view, from);
    let content = MapContent {
        scenario: from,
        field: field.shown(),
        counted: counted.shown(),
        camera: camera_on(left, &content.camera),
        subject: Subject::Coverage,
        ..*content
    };
    workspace.grounds.show(&ui.painter_at(left), MapPlace::Compared, &content);
    let mut canvas = EguiCanvas::new(ui.painter_at(left));
    paint_map(&mut canvas, &content);
    name_map(&mut canvas, left, &content, Align::Left);
    let edge = [left.right_top(), left.right_bottom()];
    ui.painter().line_segment(edge, egui::Stroke::new(2.0, color32(content.palette.separator)));
}

/// Paints the map of the scenario shown, with the compared one left of the swipe line. Returns
/// where facilities can be grabbed, and the places taken on it.
pub fn paint_own_map(
    ui: &egui::Ui,
    own: Rect,
    workspace: &Workspace,
    content: &MapContent,
    view: &View,
) -> (Rect, Labels) {
    let grounds = &workspace.grounds;
    let compared = content.session.compared();
    let mut canvas = EguiCanvas::new(ui.painter_at(own));
    let (Some(from), CompareMode::Swipe) = (compared, view.compare_mode) else {
        grounds.show(&ui.painter_at(own), MapPlace::Own, content);
        let labels = paint_map(&mut canvas, content);
        if compared.is_some() && view.compare_mode == CompareMode::SideBySide {
            name_map(&mut canvas, own, content, Align::Left);
        }
        return (own, labels);
    };
    let (left, right) = own.split_left_right_at_fraction(view.swipe);
    let field = workspace.surfaces.field(ui.ctx(), &workspace.session, view, from);
    let counted = workspace.unit_values.counted(ui.ctx(), &workspace.session, view, from);
    let before =
        MapContent { scenario: from, field: field.shown(), counted: counted.shown(), ..*content };
    let parts = [
        (left, MapPlace::Compared, &before, Align::Right),
        (right, MapPlace::Own, content, Align::Left),
    ];
    let mut labels = Labels::on(&content.camera);
    for (part, place, content, align) in parts {
        grounds.show(&ui.painter_at(part), place, content);
        let mut canvas = EguiCanvas::new(ui.painter_at(part));
        labels = paint_map(&mut canvas, content);
        name_map(&mut canvas, part, content, align);
    }
    (right, labels)
}

/// The swipe line, to be dragged.
pub fn swipe_line_ui(ui: &egui::Ui, own: Rect, workspace: &Workspace, view: &mut View) {
    if workspace.session.compared().is_none() || view.compare_mode != CompareMode::Swipe {
        return;
    }
    let x = own.left() + own.width() * view.swipe;
    let grab = Rect::from_x_y_ranges(x - GRAB..=x + GRAB, own.y_range());
    let line = ui.interact(grab, egui::Id::unique("swipe line"), Sense::drag());
    words::name_widget(&line, Role::Slider, SWIPE_LINE.of(view.language));
    if line.hovered() || line.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    if let Some(pointer) = line.interact_pointer_pos().filter(|_| line.dragged()) {
        view.swipe = ((pointer.x - own.left()) / own.width()).clamp(0.02, 0.98);
    }
    let stroke = egui::Stroke::new(2.0, ui.visuals().text_color());
    ui.painter().line_segment([pos2(x, own.top()), pos2(x, own.bottom())], stroke);
    let knob = pos2(x, own.center().y);
    ui.painter().circle(knob, 9.0, ui.visuals().window_fill, stroke);
    let text = egui::FontId::proportional(12.0);
    let color = ui.visuals().text_color();
    ui.painter().text(knob, egui::Align2::CENTER_CENTER, "↔", text, color);
}

/// Writes at the top of a map which scenario it shows.
fn name_map(canvas: &mut EguiCanvas, part: Rect, content: &MapContent, align: Align) {
    let name = content.session.study().scenarios().name(content.scenario);
    let x = match align {
        Align::Right => part.right() - 14.0,
        Align::Left | Align::Middle => part.left() + 14.0,
    };
    let style = TextStyle { size: 16.0, color: content.palette.text, align, halo: None };
    let at = ScreenPoint::new(x, part.top() + 20.0);
    let name = shortened(canvas, name.of(content.language), style.size, part.width() - 40.0);
    let width = canvas.text_width(&name, style.size);
    let left = align.left_of(x, width);
    let (min, max) = (
        ScreenPoint::new(left - 8.0, at.y - 13.0),
        ScreenPoint::new(left + width + 8.0, at.y + 13.0),
    );
    let edge = Stroke::solid(1.0, content.palette.separator);
    canvas.rect(min, max, 6.0, content.palette.paper.with_opacity(0.92), edge);
    canvas.text(at, &name, style);
}

/// The same view on another part of the window.
fn camera_on(rect: Rect, camera: &Camera) -> Camera {
    camera.on_canvas(screen_point(rect.min), rect.width(), rect.height())
}
