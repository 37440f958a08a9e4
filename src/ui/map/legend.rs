//! The legend in the window: a click on its title folds it, so that it hides less of a small map.
//! What it says is painted by `cartography`.

use egui::{CursorIcon, Rect, Role, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::cartography::{
    Camera, MapContent, MapLayers, legend_room, legend_strip, legend_title, paint_legend,
    paint_scale_and_north,
};
use crate::language::Text;
use crate::ui::action::{Action, ViewAction};
use crate::ui::style::color32;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::canvas::EguiCanvas;
use super::flight::beside_legend;
use super::{ShownKeys, map_content, screen_point};

const FOLD: Text = Text::new("收起图例", "Fold the legend");
const UNFOLD: Text = Text::new("展开图例", "Unfold the legend");
/// The sign at the right of the title.
const SIGN: f32 = 4.0;

/// How far the legend will reach from the left and from below where a flight on the wall ends: not where
/// it is, since a legend that follows the scale on the way would move the end of the way.
pub(super) fn room_at_the_end(ui: &Ui, map: Rect, workspace: &Workspace, view: &View) -> [f32; 2] {
    let flight = view.flight.as_ref();
    let Some(ground) = flight.and_then(super::Flight::ground_in_sight) else { return [0.0; 2] };
    let whole = Camera::filled_by(ground, screen_point(map.min), map.width(), map.height());
    let keys = ShownKeys::of(workspace, view, workspace.session.shown());
    let mut canvas = EguiCanvas::new(ui.painter_at(map));
    // What the legend says depends on the scale, and the scale on the room it takes: twice is enough.
    let mut room = [0.0; 2];
    for _ in 0..2 {
        let camera = beside_legend(ground, &whole, room);
        let content = map_content(workspace, view, &keys, camera);
        room = legend_room(&mut canvas, &content);
    }
    room
}

/// Divides the wall into the room of two maps side by side and a strip below them for the legend, which
/// would cover most of either.
pub(super) fn strip_below(ui: &Ui, wall: Rect, workspace: &Workspace, view: &View) -> (Rect, Rect) {
    // The same as long as a stop is shown: a strip that followed the scale would move the maps.
    let ground = view.flight.as_ref().and_then(super::Flight::ground_in_sight);
    let on_half = |ground| {
        Camera::filled_by(ground, screen_point(wall.min), wall.width() / 2.0, wall.height())
    };
    let Some(camera) = ground.map(on_half).or(view.camera) else { return (wall, Rect::NOTHING) };
    let keys = ShownKeys::of(workspace, view, workspace.session.shown());
    let content = map_content(workspace, view, &keys, camera);
    let mut canvas = EguiCanvas::new(ui.painter_at(wall));
    let height = legend_strip(&mut canvas, &content, wall.width());
    wall.split_top_bottom_at_y(wall.bottom() - height)
}

/// Paints the legend into the strip, and what else stands on a map onto the map.
pub(super) fn paint_in_strip(
    ui: &Ui,
    strip: Rect,
    over_map: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    actions: &mut Vec<Action>,
) {
    paint_scale_and_north(over_map, content);
    let camera = content.camera.on_canvas(screen_point(strip.min), strip.width(), strip.height());
    let content = MapContent { camera, ..*content };
    let mut canvas = EguiCanvas::new(ui.painter_at(strip));
    paint_legend(&mut canvas, &content);
    legend_ui(ui, &mut canvas, &content, view, actions);
}

/// Lets the legend be folded by its title.
pub(super) fn legend_ui(
    ui: &Ui,
    canvas: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let [min, max] = legend_title(canvas, content);
    let title = Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y));
    let is_unfolded = view.layers.legend;
    let name = if is_unfolded { FOLD } else { UNFOLD }.of(view.language);
    let response = ui.interact(title, egui::Id::unique("legend"), Sense::click());
    words::name_widget(&response, Role::Button, name);
    let color = match response.hovered() || response.has_focus() {
        true => content.palette.text,
        false => content.palette.weak_text,
    };
    let middle = pos2(title.right() - 14.0, title.top() + 22.0);
    let toward = if is_unfolded { vec2(0.0, SIGN) } else { vec2(SIGN, 0.0) };
    let across = vec2(toward.y, toward.x);
    let corners = vec![middle + toward, middle - across - toward, middle + across - toward];
    ui.painter_at(title).add(Shape::convex_polygon(corners, color32(color), Stroke::NONE));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(name).clicked() {
        let layers = MapLayers { legend: !is_unfolded, ..view.layers };
        actions.push(ViewAction::ShowLayers(layers).into());
    }
}
