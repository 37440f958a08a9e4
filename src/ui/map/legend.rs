//! The legend in the window: a click on its title folds it, so that it hides less of a small map, and
//! where the map becomes too small for it, it folds by itself. What it says is painted by
//! `cartography`.

use egui::{Context, CursorIcon, Id, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use crate::cartography::{
    Camera, Legend, LegendPlace, MapContent, MapLayers, ScreenPoint, paint_scale_and_north,
};
use crate::language::{Language, Text};
use crate::study::StopId;
use crate::ui::action::{Action, ViewAction};
use crate::ui::style::color32;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::canvas::EguiCanvas;
use super::flight::beside_legend;
use super::{HeldForFrame, map_content, screen_point};

const LEGEND: Text = Text::new("图例", "Legend");
const FOLD: Text = Text::new("收起图例", "Fold the legend");
const UNFOLD: Text = Text::new("展开图例", "Unfold the legend");
/// The sign at the right of the title.
const SIGN: f32 = 4.0;
/// A legend that would cover more than this part of the map's height, or of the whole map, is folded.
const MOST_OF_HEIGHT: f32 = 0.55;
const MOST_OF_MAP: f32 = 0.2;
/// Between the legend and the toolbar above it.
const GAP: f32 = 8.0;

/// For which size of the map the legend was last looked at, and whether it folded by itself then.
#[derive(Debug, Clone, Copy, Default)]
struct Fitted {
    map: Vec2,
    folded: bool,
}

/// Whether the legend, unfolded, leaves most of a map free, and the toolbar too.
pub(super) fn fits(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    map: Rect,
    toolbar: Rect,
) -> bool {
    let layers = MapLayers { legend: true, ..content.layers };
    let content = MapContent { layers, ..*content };
    let [width, height] = Legend::of(canvas, &content, LegendPlace::OnMap).room();
    height <= MOST_OF_HEIGHT * map.height()
        && width * height <= MOST_OF_MAP * map.width() * map.height()
        && height + GAP <= map.bottom() - toolbar.bottom()
}

/// So long a window may take to go back from the whole screen to its own size.
const WINDOW_SETTLES_S: f64 = 1.5;

fn shown_whole() -> Id {
    Id::unique("legend after the whole screen")
}

/// Lets the legend be, while the window goes back from the whole screen: the sizes on the way, in type
/// for the wall, are no reason to fold it.
pub fn let_window_settle(ctx: &Context) {
    let now = ctx.input(|input| input.time);
    ctx.data_mut(|data| data.insert_temp(shown_whole(), now));
    ctx.request_repaint_after_secs(1.1 * WINDOW_SETTLES_S as f32);
}

fn window_settles(ui: &Ui) -> bool {
    let now = ui.input(|input| input.time);
    let since: Option<f64> = ui.data(|data| data.get_temp(shown_whole()));
    since.is_some_and(|since| now - since < WINDOW_SETTLES_S)
}

/// Folds the legend where the map has become too small for it, and unfolds it again once there is
/// room. Between two sizes of the map it stays as the planner left it.
pub(super) fn fold_with_map(
    ui: &Ui,
    canvas: &mut EguiCanvas,
    content: &MapContent,
    [map, toolbar]: [Rect; 2],
    actions: &mut Vec<Action>,
) {
    let id = Id::unique("legend fitted to the map");
    let known: Option<Fitted> = ui.data(|data| data.get_temp(id));
    if window_settles(ui) || known.is_some_and(|known| known.map == map.size()) {
        return;
    }
    let fits = fits(canvas, content, map, toolbar);
    let is_unfolded = content.layers.legend;
    let (unfolds, folded) = match known {
        // The first view has settled it.
        None => (is_unfolded, !fits),
        Some(known) if is_unfolded || known.folded => (fits, !fits),
        Some(_) => (false, false),
    };
    ui.data_mut(|data| data.insert_temp(id, Fitted { map: map.size(), folded }));
    if unfolds != is_unfolded {
        let layers = MapLayers { legend: unfolds, ..content.layers };
        actions.push(ViewAction::ShowLayers(layers).into());
    }
}

/// How far the legend will reach from the left and from below where a flight on the wall ends: not where
/// it is, since a legend that follows the scale on the way would move the end of the way.
pub(super) fn room_at_the_end(ui: &Ui, map: Rect, workspace: &Workspace, view: &View) -> [f32; 2] {
    let flight = view.flight.as_ref();
    let Some(ground) = flight.and_then(super::Flight::ground_in_sight) else { return [0.0; 2] };
    let whole = Camera::filled_by(ground, screen_point(map.min), map.width(), map.height());
    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let mut canvas = EguiCanvas::new(ui.painter_at(map));
    // What the legend says depends on the scale, and the scale on the room it takes: twice is enough.
    let mut room = [0.0; 2];
    for _ in 0..2 {
        let camera = beside_legend(ground, &whole, room);
        let content = map_content(workspace, view, &held, camera);
        room = Legend::of(&mut canvas, &content, LegendPlace::OnMap).room();
    }
    room
}

/// What the height of a strip was found for.
type StripOf = (Option<StopId>, Vec2, Language);

/// Divides the wall into the room of two maps side by side and a strip below them for the legend, which
/// would cover most of either. It stays as high as it was when the stop came: a strip that followed the
/// scale, or what the room asks for, would move the maps.
pub(super) fn strip_below(
    ui: &Ui,
    wall: Rect,
    workspace: &Workspace,
    view: &View,
    stop: Option<StopId>,
) -> (Rect, Rect) {
    let id = Id::unique("strip of the legend");
    let of: StripOf = (stop, wall.size(), view.language);
    let known: Option<(StripOf, f32)> = ui.data(|data| data.get_temp(id));
    if let Some((_, height)) = known.filter(|(known, _)| *known == of && stop.is_some()) {
        return wall.split_top_bottom_at_y(wall.bottom() - height);
    }
    let ground = view.flight.as_ref().and_then(super::Flight::ground_in_sight);
    let on_half = |ground| {
        Camera::filled_by(ground, screen_point(wall.min), wall.width() / 2.0, wall.height())
    };
    let Some(camera) = ground.map(on_half).or(view.camera) else { return (wall, Rect::NOTHING) };
    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let content = map_content(workspace, view, &held, camera);
    let mut canvas = EguiCanvas::new(ui.painter_at(wall));
    let height = Legend::strip_height(&mut canvas, &content, wall.width());
    ui.data_mut(|data| data.insert_temp(id, (of, height)));
    wall.split_top_bottom_at_y(wall.bottom() - height)
}

/// Width and height of the room that the legend takes beside the map of a stop on a wide wall, with a margin
/// around it, at most so wide where that can be. It stays as it was when the stop came, like the
/// strip.
pub fn room_beside_map(
    ui: &Ui,
    wall: Rect,
    workspace: &Workspace,
    view: &View,
    stop: StopId,
    most_width: f32,
) -> Vec2 {
    /// In parts of the wall's height: the rest belongs to clock and figures.
    const HEIGHTS: [f32; 2] = [0.7, 0.76];
    let id = Id::unique("column of the legend");
    let of: StripOf = (Some(stop), wall.size(), view.language);
    let known: Option<(StripOf, Vec2)> = ui.data(|data| data.get_temp(id));
    if let Some((_, size)) = known.filter(|(known, _)| *known == of) {
        return size;
    }
    let ground = view.flight.as_ref().and_then(super::Flight::ground_in_sight);
    let beside = |ground| {
        let width = wall.width() - most_width;
        Camera::filled_by(ground, screen_point(wall.min), width, wall.height())
    };
    let Some(camera) = ground.map(beside).or(view.camera) else { return Vec2::ZERO };
    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let content = map_content(workspace, view, &held, camera);
    let mut canvas = EguiCanvas::new(ui.painter_at(wall));
    let [least, most] = HEIGHTS.map(|share| share * wall.height());
    let size = Legend::column_size(&mut canvas, &content, most_width, least..=most).into();
    ui.data_mut(|data| data.insert_temp(id, (of, size)));
    size
}

/// Paints the legend onto the map with what else stands there: below the toolbar, or beside it where the
/// map is too low for both. The wall has no toolbar.
pub(super) fn paint_on_map(
    ui: &Ui,
    over_map: &mut EguiCanvas,
    content: &MapContent,
    toolbar: Option<Rect>,
    view: &View,
    actions: &mut Vec<Action>,
) {
    paint_scale_and_north(over_map, content);
    let Camera { origin, width, height, .. } = content.camera;
    let below = Legend::of(over_map, content, LegendPlace::OnMap);
    let [_, of_legend] = below.room();
    let is_below = |bar: &Rect| of_legend + GAP <= origin.y + height - bar.bottom();
    let aside = toolbar.filter(|bar| !is_below(bar)).map_or(0.0, |bar| bar.right() - origin.x);
    let camera = content.camera.on_canvas(origin.offset(aside, 0.0), width - aside, height);
    let beside = MapContent { camera, ..*content };
    // Beside the toolbar there is less of the map to be explained.
    let legend = match camera == content.camera {
        true => below,
        false => Legend::of(over_map, &beside, LegendPlace::OnMap),
    };
    legend.paint(over_map, &beside);
    legend_ui(ui, &legend, &beside, view, toolbar.is_none(), actions);
}

/// Paints the legend into the strip, and what else stands on a map onto the map. A legend that has grown
/// beyond its strip reaches over the maps.
pub(super) fn paint_in_strip(
    ui: &Ui,
    strip: Rect,
    over_map: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    actions: &mut Vec<Action>,
) {
    paint_scale_and_north(over_map, content);
    let height = Legend::strip_height(over_map, content, strip.width()).max(strip.height());
    let (_, room) =
        strip.with_min_y(strip.top() - height).split_top_bottom_at_y(strip.bottom() - height);
    let camera = content.camera.on_canvas(screen_point(room.min), room.width(), room.height());
    let content = MapContent { camera, ..*content };
    let mut canvas = EguiCanvas::new(ui.painter_at(room));
    let legend = Legend::of(&mut canvas, &content, LegendPlace::Apart);
    legend.paint(&mut canvas, &content);
    legend_ui(ui, &legend, &content, view, true, actions);
}

/// The room of the legend beside the map of a stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegendRoom {
    /// Its own since the stop came.
    pub own: Rect,
    /// All that is free below the figures at the moment: more than its own, or less where they need it.
    pub free: Rect,
}

/// Paints the legend into a room beside the map, and what else stands on a map onto the map. A legend that
/// has grown too high for its own room takes what is free; where that is too low, it stands in more columns,
/// which reach over the map, and where not even these are low enough, it folds.
pub(super) fn paint_beside(
    ui: &Ui,
    LegendRoom { own, free }: LegendRoom,
    over_map: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    actions: &mut Vec<Action>,
) {
    paint_scale_and_north(over_map, content);
    let mut canvas = EguiCanvas::new(ui.painter().clone());
    let within = |room: Rect| {
        let camera = content.camera.on_canvas(screen_point(room.min), room.width(), room.height());
        MapContent { camera, ..*content }
    };
    let mut of = |content: &MapContent| Legend::of(&mut canvas, content, LegendPlace::Apart);
    let in_own = free.contains_rect(own).then(|| of(&within(own)));
    let in_own = in_own.filter(|legend| rect_of(legend.corners()).width() <= own.width());
    let (room, mut legend) = match in_own {
        Some(legend) => (own, legend),
        None => (free, of(&within(free))),
    };
    let mut content = within(room);
    if content.layers.legend && rect_of(legend.corners()).height() > room.height() {
        content.layers.legend = false;
        legend = of(&content);
    }
    legend.paint(&mut canvas, &content);
    legend_ui(ui, &legend, &content, view, true, actions);
}

fn rect_of([min, max]: [ScreenPoint; 2]) -> Rect {
    Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y))
}

/// Whether the pointer was moved since the title of the legend came to lie where it is: one that merely
/// rests there, as after the window has become the wall, asks for nothing.
fn has_pointer_come(ui: &Ui, title: Rect) -> bool {
    let id = Id::unique("pointer when the legend came");
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let now = ui.input(|input| input.time);
    let known: Option<(Rect, f64, Option<Pos2>)> = ui.data(|data| data.get_temp(id));
    let came = known.filter(|(place, ..)| *place == title).map_or(now, |(_, came, _)| came);
    // While the window changes its size, the pointer gets other coordinates where it rests.
    let resting = known.filter(|_| now - came >= WINDOW_SETTLES_S).map(|(.., resting)| resting);
    ui.data_mut(|data| data.insert_temp(id, (title, came, resting.unwrap_or(pointer))));
    resting.is_some_and(|resting| resting != pointer)
}

/// Lets the legend be folded by its title. On the wall only the mouse does so: there, keys are the
/// presenter's.
fn legend_ui(
    ui: &Ui,
    legend: &Legend,
    content: &MapContent,
    view: &View,
    on_the_wall: bool,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let whole = rect_of(legend.corners());
    let response = ui.interact(whole, Id::unique("whole legend"), Sense::hover());
    words::name_widget(&response, Role::Image, LEGEND.of(language));
    let title = rect_of(legend.title_corners());
    let is_unfolded = view.layers.legend;
    let name = if is_unfolded { FOLD } else { UNFOLD }.of(view.language);
    let sense = if on_the_wall { Sense::CLICK } else { Sense::click() };
    let response = ui.interact(title, egui::Id::unique("legend"), sense);
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
    let mut response = response.on_hover_cursor(CursorIcon::PointingHand);
    if has_pointer_come(ui, title) {
        response = response.on_hover_text(name);
    }
    if response.clicked() {
        let layers = MapLayers { legend: !is_unfolded, ..view.layers };
        actions.push(ViewAction::ShowLayers(layers).into());
    }
}
