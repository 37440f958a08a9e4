//! What the map shows, from the ground up: units shaded by rate, water, streets, buildings by
//! covered or not, walk circles, facilities, and what is selected.

use crate::analysis::ReachChange;
use crate::layers::{BarrierKind, BarrierShape, Persons, Street, StreetClass};
use crate::numbers::Change;
use crate::standard::WALK_RINGS;
use crate::study::Facility;

use super::content::{Emphasis, MapContent};
use super::markers::{draw_facility, draw_minor_facility};
use super::{Align, Canvas, Palette, Rgba, ScreenPoint, Stroke, TextStyle, furniture, legend};

/// Below this size a unit's name would cover its own unit.
const SMALLEST_LABELLED_UNIT_PX: f32 = 90.0;
/// With more facilities of a function, only the limit is drawn around those not singled out.
const MOST_RINGED_FACILITIES: usize = 24;
/// From here on the outlines of buildings add to the picture instead of darkening it.
const OUTLINES_BELOW_METRES_PER_PIXEL: f64 = 0.8;

/// Paints the map of one scenario, without what stands around it.
pub fn paint_map(canvas: &mut dyn Canvas, content: &MapContent) {
    let layers = content.layers;
    if layers.units {
        paint_units(canvas, content);
    }
    if layers.barriers {
        paint_waters(canvas, content);
    }
    if layers.streets {
        paint_streets(canvas, content);
    }
    if layers.walk_rings {
        paint_reach(canvas, content);
    }
    if layers.buildings {
        paint_buildings(canvas, content);
    }
    if layers.barriers {
        paint_barrier_lines(canvas, content);
    }
    if layers.units {
        paint_unit_borders(canvas, content);
    }
    if layers.walk_rings {
        paint_walk_rings(canvas, content);
    }
    if layers.candidates {
        paint_candidates(canvas, content);
    }
    if layers.labels && layers.units {
        paint_unit_labels(canvas, content);
    }
    paint_selected_shapes(canvas, content);
    if layers.facilities {
        paint_facilities(canvas, content);
    }
}

/// Paints legend, scale bar and north arrow, over one map or several side by side.
pub fn paint_furniture(canvas: &mut dyn Canvas, content: &MapContent) {
    legend::paint_legend(canvas, content);
    paint_scale_and_north(canvas, content);
}

/// Paints scale bar and north arrow alone.
pub fn paint_scale_and_north(canvas: &mut dyn Canvas, content: &MapContent) {
    furniture::paint_scale_bar(canvas, content);
    furniture::paint_north_arrow(canvas, content);
}

fn paint_units(canvas: &mut dyn Canvas, content: &MapContent) {
    let before = content.coverage_before();
    let color_of = |unit: usize| {
        let palette = &content.palette;
        Some(match before {
            Some(before) => palette.points(content.points_gained(before, unit)),
            None => {
                let reached = content.coverage().unit(content.function, content.group, unit);
                palette.rate(reached.rate())
            }
        })
    };
    let units = content.visible_units();
    canvas.fill_features(&content.meshes.units, &content.camera, &units, &color_of);
}

fn paint_waters(canvas: &mut dyn Canvas, content: &MapContent) {
    let areas =
        content.session.study().layers().barriers.iter().filter_map(|barrier| {
            match &barrier.shape {
                BarrierShape::Area(polygons) => Some((barrier.kind, polygons.len())),
                BarrierShape::Line(_) => None,
            }
        });
    for ((kind, count), mesh) in areas.zip(&content.meshes.waters) {
        let color = barrier_color(&content.palette, kind);
        let features: Vec<usize> = (0..count).collect();
        canvas.fill_features(mesh, &content.camera, &features, &|_| Some(color));
    }
}

fn barrier_color(palette: &Palette, kind: BarrierKind) -> Rgba {
    match kind {
        BarrierKind::Water => palette.water,
        BarrierKind::Railway => palette.railway,
        BarrierKind::Wall => palette.wall,
    }
}

fn paint_barrier_lines(canvas: &mut dyn Canvas, content: &MapContent) {
    let window = content.camera.visible();
    for barrier in &content.session.study().layers().barriers {
        let BarrierShape::Line(line) = &barrier.shape else { continue };
        let near = crate::geometry::Extent::of(line.iter().copied())
            .is_some_and(|extent| extent.touches(window));
        let (width, dash) = match barrier.kind {
            BarrierKind::Railway => (2.5, 8.0),
            BarrierKind::Water => (2.0, 0.0),
            // A wall is a hair; further out it would be noise.
            BarrierKind::Wall if content.camera.metres_per_pixel < 2.0 => (1.0, 0.0),
            BarrierKind::Wall => (0.0, 0.0),
        };
        if near && width > 0.0 {
            let color = barrier_color(&content.palette, barrier.kind);
            canvas.line(&content.on_screen(line), false, Stroke::dashed(width, color, dash));
        }
    }
}

fn paint_streets(canvas: &mut dyn Canvas, content: &MapContent) {
    let window = content.camera.visible();
    let width_of = |street: &Street| {
        let width_m = match street.class {
            StreetClass::Main => 18.0,
            StreetClass::Secondary => 10.0,
            StreetClass::Lane => 5.0,
            StreetClass::Footway => 2.5,
        };
        content.camera.pixels_from_metres(width_m)
    };
    for street in &content.session.study().layers().streets {
        let width = width_of(street);
        let near = crate::geometry::Extent::of(street.line.iter().copied())
            .is_some_and(|extent| extent.touches(window));
        if width >= 0.8 && near {
            let stroke = Stroke::solid(width.min(24.0), content.palette.street);
            canvas.line(&content.on_screen(&street.line), false, stroke);
        }
    }
}

fn paint_buildings(canvas: &mut dyn Canvas, content: &MapContent) {
    let buildings = &content.session.study().layers().buildings;
    let residents = buildings.demand().residents(content.group);
    let counts = content.coverage().reach_counts(content.function);
    let before = content.coverage_before().map(|before| before.reach_counts(content.function));
    let palette = &content.palette;
    let color_of = |building: usize| {
        if let Some(before) = before {
            // Left out where nobody lives: a fifth grey could not be told from the other four.
            if residents[building] == Persons::ZERO {
                return None;
            }
            let change = ReachChange::between(before[building], counts[building]);
            return Some(palette.reach_change(change));
        }
        Some(match (residents[building] > Persons::ZERO, counts[building] > 0) {
            (false, _) => palette.uninhabited,
            (true, true) => palette.covered,
            (true, false) => palette.uncovered,
        })
    };
    let visible = buildings.within(content.camera.visible());
    canvas.fill_features(&content.meshes.buildings, &content.camera, &visible, &color_of);
    if content.camera.metres_per_pixel < OUTLINES_BELOW_METRES_PER_PIXEL {
        let stroke = Stroke::solid(0.8, palette.text.with_opacity(0.35));
        for building in visible {
            content.stroke_rings(canvas, buildings.shapes(), building, stroke);
        }
    }
}

fn paint_unit_borders(canvas: &mut dyn Canvas, content: &MapContent) {
    let stroke = Stroke::solid(1.2, content.palette.unit_border.with_opacity(0.8));
    for unit in content.visible_units() {
        content.stroke_rings(canvas, content.session.study().layers().units.shapes(), unit, stroke);
    }
}

fn paint_unit_labels(canvas: &mut dyn Canvas, content: &MapContent) {
    let units = &content.session.study().layers().units;
    for unit in content.visible_units() {
        let Some(extent) = units.shapes().extent(unit) else { continue };
        if content.camera.pixels_from_metres(extent.width()) < SMALLEST_LABELLED_UNIT_PX {
            continue;
        }
        let style = TextStyle {
            size: 12.0,
            color: content.palette.text,
            align: Align::Middle,
            halo: Some(content.palette.paper.with_opacity(0.85)),
        };
        let mut label = units.name(unit).to_owned();
        if let Some(change) = unit_change(content, unit) {
            label += &format!(" {}", change.points_text());
        }
        canvas.text(content.camera.screen_from_world(extent.center()), &label, style);
    }
}

/// The change of a unit's rate on a difference map: its sign must be read in a grey copy too.
fn unit_change(content: &MapContent, unit: usize) -> Option<Change> {
    let before = content.coverage_before()?.unit(content.function, content.group, unit);
    let after = content.coverage().unit(content.function, content.group, unit);
    Change::between(before, after).filter(|change| change.direction() != 0)
}

fn paint_selected_shapes(canvas: &mut dyn Canvas, content: &MapContent) {
    let layers = content.session.study().layers();
    let selected = Stroke::solid(2.0, content.palette.selection);
    let hovered = Stroke::solid(1.5, content.palette.selection.with_opacity(0.6));
    let Emphasis { selected_unit, selected_building, hovered_unit, .. } = content.emphasis;
    let units = [(hovered_unit, hovered), (selected_unit, selected)];
    for (unit, stroke) in units {
        if let Some(unit) = unit.filter(|unit| *unit < layers.units.len()) {
            content.stroke_rings(canvas, layers.units.shapes(), unit, stroke);
        }
    }
    if let Some(building) = selected_building.filter(|b| *b < layers.buildings.len()) {
        content.stroke_rings(canvas, layers.buildings.shapes(), building, selected);
    }
}

/// Facilities of the shown function, in the order they are painted.
fn shown_facilities<'a>(content: &MapContent<'a>) -> impl Iterator<Item = &'a Facility> {
    let function = content.function;
    content.facilities().values().filter(move |f| f.offers(function))
}

/// Whether a facility's circles are drawn strongly.
fn is_emphasised(content: &MapContent, facility: &Facility) -> bool {
    facility.is_planned()
        || content.emphasis.selected_facility == Some(facility.id)
        || content.emphasis.hovered_facility == Some(facility.id)
}

fn ring_color(content: &MapContent, facility: &Facility) -> Rgba {
    if facility.is_planned() { content.palette.hypothetical } else { content.palette.existing }
}

fn paint_reach(canvas: &mut dyn Canvas, content: &MapContent) {
    let radius_m = content.session.study().circle_radius_m(content.function);
    let radius = content.camera.pixels_from_metres(radius_m);
    for facility in shown_facilities(content).filter(|f| is_emphasised(content, f)) {
        let center = content.camera.screen_from_world(facility.at);
        let fill = ring_color(content, facility).with_opacity(0.10);
        canvas.circle(center, radius, Some(fill), Stroke::NONE);
    }
}

fn paint_walk_rings(canvas: &mut dyn Canvas, content: &MapContent) {
    let study = content.session.study();
    let detour = study.parameters().detour;
    let limit_m = study.walk_limit_m(content.function);
    let crowded = shown_facilities(content).count() > MOST_RINGED_FACILITIES;
    for facility in shown_facilities(content) {
        let emphasised = is_emphasised(content, facility);
        let color = ring_color(content, facility);
        let center = content.camera.screen_from_world(facility.at);
        let rings = if emphasised || !crowded { WALK_RINGS.as_slice() } else { &[] };
        for &(minutes, metres) in rings {
            let radius = content.camera.pixels_from_metres(metres / detour);
            let opacity = if emphasised { 0.8 } else { 0.28 };
            let stroke = Stroke::dashed(1.0, color.with_opacity(opacity), 4.0);
            canvas.circle(center, radius, None, stroke);
            if emphasised {
                paint_ring_label(canvas, content, center.offset(0.0, -radius), minutes, color);
            }
        }
        let radius = content.camera.pixels_from_metres(limit_m / detour);
        let (width, opacity) = if emphasised { (2.0, 1.0) } else { (1.0, 0.45) };
        canvas.circle(center, radius, None, Stroke::solid(width, color.with_opacity(opacity)));
    }
}

fn paint_ring_label(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    at: ScreenPoint,
    minutes: u32,
    color: Rgba,
) {
    let text = content.language.pick(format!("{minutes} 分钟"), format!("{minutes} min"));
    let style = TextStyle {
        size: 11.0,
        color,
        align: Align::Middle,
        halo: Some(content.palette.paper.with_opacity(0.9)),
    };
    canvas.text(at, &text, style);
}

fn paint_candidates(canvas: &mut dyn Canvas, content: &MapContent) {
    let outline = Stroke::solid(1.0, content.palette.paper);
    for candidate in &content.session.study().layers().candidates {
        let at = content.camera.screen_from_world(candidate.at);
        let half = 4.0;
        canvas.rect(
            at.offset(-half, -half),
            at.offset(half, half),
            0.0,
            content.palette.candidate,
            outline,
        );
    }
}

fn paint_facilities(canvas: &mut dyn Canvas, content: &MapContent) {
    let study = content.session.study();
    for facility in content.facilities().values().filter(|f| !f.offers(content.function)) {
        draw_minor_facility(canvas, content, facility);
    }
    for facility in shown_facilities(content) {
        let sign = study.standard().function(content.function);
        draw_facility(canvas, content, facility, sign);
    }
}
