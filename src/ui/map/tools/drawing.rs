//! Selecting by drawing: the rectangle or lasso under the mouse, and the many things selected.

use std::sync::Arc;

use egui::{Key, Mesh, Modifiers, PointerButton, Response};

use crate::cartography::{
    Align, Camera, Canvas, MARKER_RADIUS, MapContent, Rgba, ScreenPoint, Stroke,
};
use crate::geometry::{DrawnArea, Polygons, WorldPoint};
use crate::language::Language;
use crate::numbers::{counted, thousands};
use crate::pointing::{Gathered, Merging};
use crate::ui::action::{Action, ViewAction};
use crate::ui::kept::Kept;
use crate::ui::selection::{ManySelected, TheseMany};
use crate::ui::view::{Tool, View};
use crate::ui::words;

use super::super::canvas::{EguiCanvas, specks};
use super::super::{hover, world_at};
use super::markers::MINOR_GRAB;
use super::{callouts, plates};

/// Corners of a lasso are at least so far apart: a hand draws no finer.
const STEP_PX: f32 = 3.0;
/// More of a kind in sight are not outlined: buildings are marked by specks, and for the rest the drawn
/// areas stand.
const MOST_OUTLINES: usize = 600;
/// With more buildings selected, these are not marked either.
const MOST_SPECKS: usize = 20_000;
/// The side of a speck.
const SPECK_PX: f32 = 4.0;

/// The squares that mark the buildings selected in a study, kept for as long as they are seen from the same
/// place: buildings never move.
#[derive(Default)]
pub struct Specks(Kept<(TheseMany, Camera, Rgba), Mesh>);

/// Whether dragging the map draws on it. Other buttons than the first still move the map.
pub fn is_drawing(canvas: &Response, view: &View) -> bool {
    view.tool.draws() && canvas.dragged_by(PointerButton::Primary)
}

/// Follows the mouse while something is drawn; letting go selects what lies within, or points there.
pub fn draw(
    ui: &egui::Ui,
    canvas: &Response,
    view: &mut View,
    camera: &Camera,
    actions: &mut Vec<Action>,
) {
    if !view.tool.draws() {
        return;
    }
    if canvas.drag_started_by(PointerButton::Primary) {
        let origin = ui.input(|input| input.pointer.press_origin());
        view.sketch = origin.map(|origin| world_at(camera, origin)).into_iter().collect();
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        view.sketch.clear();
    }
    let is_followed = is_drawing(canvas, view) && !view.sketch.is_empty();
    if let Some(pointer) = canvas.interact_pointer_pos().filter(|_| is_followed) {
        follow(view, camera, world_at(camera, pointer));
    }
    if canvas.drag_stopped_by(PointerButton::Primary) {
        let (sketch, tool) = (std::mem::take(&mut view.sketch), view.tool);
        let (taken_back, modifiers) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.modifiers));
        if tool == Tool::Callout {
            callouts::point(&sketch, taken_back, actions);
        } else if let Some(area) = area_of(sketch, tool).filter(|_| !taken_back) {
            let how = merging(modifiers);
            actions.push(ViewAction::SelectWithin { area, how }.into());
        }
    } else if !canvas.dragged_by(PointerButton::Primary) {
        // A drag that ended otherwise leaves nothing behind.
        view.sketch.clear();
    }
}

fn follow(view: &mut View, camera: &Camera, at: WorldPoint) {
    match view.tool {
        Tool::Lasso => {
            let step_m = f64::from(STEP_PX) * camera.metres_per_pixel;
            if view.sketch.last().is_none_or(|last| last.distance_to(at) >= step_m) {
                view.sketch.push(at);
            }
        }
        _ => {
            view.sketch.truncate(1);
            view.sketch.push(at);
        }
    }
}

fn area_of(sketch: Vec<WorldPoint>, tool: Tool) -> Option<DrawnArea> {
    match (tool, sketch.as_slice()) {
        (Tool::Lasso, _) => DrawnArea::within(sketch),
        (_, [from, to]) => Some(DrawnArea::rectangle(*from, *to)),
        _ => None,
    }
}

/// Shift adds; Ctrl takes away, and so does Alt, which some systems keep for moving windows.
fn merging(modifiers: Modifiers) -> Merging {
    if modifiers.shift {
        Merging::Add
    } else if modifiers.alt || modifiers.command {
        Merging::TakeAway
    } else {
        Merging::Replace
    }
}

/// Paints what is being drawn.
pub fn paint_sketch(canvas: &mut EguiCanvas, content: &MapContent, view: &View) {
    let color = content.palette.selection;
    match (view.tool, view.sketch.as_slice()) {
        (Tool::Rectangle, [from, to]) => {
            let area = DrawnArea::rectangle(*from, *to);
            let corners = on_screen(&content.camera, area.line());
            canvas.polygon(&corners, color.with_opacity(0.08));
            canvas.line(&corners, true, Stroke::solid(1.5, color));
        }
        (Tool::Lasso, line) => {
            let line = on_screen(&content.camera, line);
            canvas.line(&line, false, Stroke::solid(1.5, color));
            if let [first, .., last] = line.as_slice() {
                canvas.line(&[*last, *first], false, Stroke::dashed(1.0, color, 4.0));
            }
        }
        _ => {}
    }
}

/// Outlines the many things selected; where they are too many to tell apart, the areas they were
/// drawn with, and how many there are.
pub fn paint_selected(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    many: &Arc<ManySelected>,
    specks: &Specks,
) {
    let things = &many.things;
    let layers = content.session.study().layers();
    let visible = content.camera.visible();
    let stroke = Stroke::solid(2.0, content.palette.selection);
    let is_close = hover::sees_buildings(&content.camera);
    let seen = |near: Vec<usize>, selected: &[u32]| -> Vec<usize> {
        let is_selected = |thing: &usize| selected.binary_search(&(*thing as u32)).is_ok();
        near.into_iter().filter(is_selected).collect()
    };
    let units = seen(layers.units.within(visible), &things.units);
    let are_units_outlined = outline(canvas, content, layers.units.shapes(), &units, stroke);
    let are_buildings_outlined = things.buildings.is_empty()
        || is_close && {
            let buildings = seen(layers.buildings.within(visible), &things.buildings);
            outline(canvas, content, layers.buildings.shapes(), &buildings, stroke)
        };
    if !are_buildings_outlined && things.buildings.len() <= MOST_SPECKS {
        paint_specks(canvas, content, many, specks);
    }
    let are_facilities_outlined = paint_facilities(canvas, content, things, stroke);
    if !(are_units_outlined && are_buildings_outlined && are_facilities_outlined) {
        paint_areas(canvas, content, many);
    }
}

/// Outlines shapes unless they are too many; whether it did.
fn outline(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    shapes: &Polygons,
    features: &[usize],
    stroke: Stroke,
) -> bool {
    if features.len() > MOST_OUTLINES {
        return false;
    }
    for ring in features.iter().flat_map(|feature| shapes.rings(*feature)) {
        canvas.line(&on_screen(&content.camera, ring), true, stroke);
    }
    true
}

/// Marks where buildings are, each by a square.
fn paint_specks(
    canvas: &EguiCanvas,
    content: &MapContent,
    many: &Arc<ManySelected>,
    Specks(kept): &Specks,
) {
    let (camera, color) = (content.camera, content.palette.selection);
    let squares = || {
        let places = content.session.study().layers().buildings.demand_points();
        let buildings = many.things.buildings.iter();
        let places = buildings.map(|building| places[*building as usize]);
        let seen = places.filter(|place| camera.sees(*place, SPECK_PX));
        specks(seen.map(|place| camera.screen_from_world(place)), SPECK_PX, color)
    };
    canvas.mesh(kept.answer((TheseMany::of(many), camera, color), squares));
}

fn paint_facilities(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    things: &Gathered,
    stroke: Stroke,
) -> bool {
    let facilities = things.facilities.iter().filter_map(|id| content.session.facility(*id));
    let seen: Vec<_> = facilities.filter(|f| content.camera.sees(f.at, MARKER_RADIUS)).collect();
    if seen.len() > MOST_OUTLINES {
        return false;
    }
    let are_dots = content.is_crowded();
    for facility in seen {
        let is_sign = facility.offers(content.function) && !are_dots;
        let radius = if is_sign { MARKER_RADIUS } else { MINOR_GRAB };
        let at = content.camera.screen_from_world(facility.at);
        canvas.circle(at, radius + 4.0, None, stroke);
    }
    true
}

fn paint_areas(canvas: &mut EguiCanvas, content: &MapContent, many: &ManySelected) {
    let color = content.palette.selection;
    for (area, how) in &many.areas {
        // Solid: seen closely, the line of a whole city would be a hundred thousand dashes.
        let stroke = match how {
            Merging::Replace | Merging::Add => Stroke::solid(1.0, color),
            Merging::TakeAway => Stroke::solid(1.0, color.with_opacity(0.45)),
        };
        canvas.line(&on_screen(&content.camera, area.line()), true, stroke);
    }
    let Some((area, _)) = many.areas.last() else { return };
    let middle = content.camera.screen_from_world(area.extent().center());
    let count = count_text(&many.things, content.language);
    plates::paint_plate(canvas, content, (middle, Align::Middle), &[(&count, 14.0)]);
}

/// `12 units, 3,456 buildings, 7 facilities`, without what is none.
pub fn count_text(things: &Gathered, language: Language) -> String {
    let Gathered { units, buildings, facilities } = things;
    let number = |count: usize| thousands(count as i64);
    let parts = [
        (units.len(), format!("{} 个单元", number(units.len())), counted(units.len(), "unit")),
        (
            buildings.len(),
            format!("{} 栋建筑", number(buildings.len())),
            counted(buildings.len(), "building"),
        ),
        {
            let text = words::facilities(facilities.len());
            (facilities.len(), text.zh, text.en)
        },
    ];
    let given = parts.into_iter().filter(|(count, ..)| *count > 0);
    let texts: Vec<String> = given.map(|(_, zh, en)| language.pick(zh, en)).collect();
    texts.join(language.pick("、", ", "))
}

fn on_screen(camera: &Camera, line: &[WorldPoint]) -> Vec<ScreenPoint> {
    line.iter().map(|at| camera.screen_from_world(*at)).collect()
}
