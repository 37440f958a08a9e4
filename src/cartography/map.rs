//! What the map shows above its ground: walk circles, candidates, names, facilities, and what is
//! selected.

use crate::numbers::Change;

use super::candidates::CandidatesInSight;
use super::content::{Emphasis, MapContent};
use super::facility_look::FacilityLook;
use super::in_sight::{FacilitiesInSight, SeenFacility};
use super::labels::Labels;
use super::legend::{Legend, LegendPlace};
use super::markers::{MARKER_RADIUS, draw_facility};
use super::{Align, Canvas, Stroke, TextStyle, dots, furniture, graticule, reach, shortened};

/// Below this size a unit's name would cover its own unit.
const SMALLEST_LABELLED_UNIT_PX: f32 = 90.0;
/// A name may be so much wider than its unit before it is shortened.
const WIDEST_NAME_IN_UNITS: f32 = 1.6;
/// Size of the letters of a unit's name.
const LABEL: f32 = 12.0;
/// Closer than this the names of facilities are written.
const FACILITY_NAMES_BELOW_METRES_PER_PIXEL: f64 = 1.3;

/// Paints signs and names of one scenario's map over its ground, without what stands around it. Returns
/// the places that are taken, for whatever else is written on the map.
pub fn paint_map(canvas: &mut dyn Canvas, content: &MapContent) -> Labels {
    let layers = content.layers;
    let in_sight = FacilitiesInSight::of(content);
    if layers.graticule {
        graticule::paint_graticule(canvas, content);
    }
    if layers.walk_rings {
        reach::paint_reach(canvas, content, &in_sight);
        reach::paint_isochrone(canvas, content);
    }
    let candidates = layers.candidates.then(|| CandidatesInSight::of(content));
    if let Some(candidates) = &candidates {
        candidates.paint(canvas, content);
    }
    paint_highlighted(canvas, content);
    paint_selected_shapes(canvas, content);
    reach::paint_path(canvas, content);
    let mut labels = Labels::on(&content.camera);
    furniture::places(&content.camera).into_iter().for_each(|place| labels.keep_off_rect(place));
    if layers.facilities {
        paint_facilities(canvas, content, &in_sight, &mut labels);
    }
    if layers.walk_rings {
        reach::paint_ring_labels(canvas, content, &in_sight, &mut labels);
    }
    if layers.labels && layers.units {
        paint_unit_labels(canvas, content, &mut labels);
    }
    if let Some(candidates) = &candidates {
        candidates.keep_off(&mut labels);
    }
    if layers.labels && layers.facilities {
        paint_facility_labels(canvas, content, &in_sight, &mut labels);
    }
    if layers.walk_rings {
        reach::paint_quiet_ring_labels(canvas, content, &in_sight, &mut labels);
    }
    labels
}

/// Paints legend, scale bar, north arrow and the basemap's credit, over one map or several side by side.
pub fn paint_furniture(canvas: &mut dyn Canvas, content: &MapContent) {
    Legend::of(canvas, content, LegendPlace::OnMap).paint(canvas, content);
    paint_scale_and_north(canvas, content);
}

/// Paints the same without the legend.
pub fn paint_scale_and_north(canvas: &mut dyn Canvas, content: &MapContent) {
    furniture::paint_scale_bar(canvas, content);
    furniture::paint_north_arrow(canvas, content);
    furniture::paint_credit(canvas, content);
}

/// Names of units, the largest first, in their middle or a little off it.
fn paint_unit_labels(canvas: &mut dyn Canvas, content: &MapContent, labels: &mut Labels) {
    let units = &content.session.study().layers().units;
    let camera = &content.camera;
    let with_extent = content.visible_units().into_iter().filter_map(|unit| {
        let extent = units.shapes().extent(unit)?;
        let width = camera.pixels_from_metres(extent.width());
        (width >= SMALLEST_LABELLED_UNIT_PX).then_some((unit, extent, width))
    });
    let mut visible: Vec<_> = with_extent.collect();
    visible.sort_by(|(_, _, a), (_, _, b)| b.total_cmp(a));
    for (unit, extent, width) in visible {
        let most = WIDEST_NAME_IN_UNITS * width;
        let mut label = shortened(canvas, units.name(unit), LABEL, most);
        if let Some(change) = unit_change(content, unit) {
            label += &format!(" {}", change.points_text());
        }
        let middle = camera.screen_from_world(extent.center());
        let places = [0.0, 18.0, -18.0, 30.0, -30.0];
        let places = places.map(|down| (middle.offset(0.0, down), Align::Middle));
        labels.write(canvas, &label, label_style(content, LABEL), &places);
    }
}

/// Names of the facilities of the function shown, where one is close enough to read them.
fn paint_facility_labels(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    labels: &mut Labels,
) {
    if content.camera.metres_per_pixel > FACILITY_NAMES_BELOW_METRES_PER_PIXEL {
        return;
    }
    let is_on_map = |seen: &&SeenFacility| content.camera.holds(seen.at, 0.0);
    for SeenFacility { facility, at, .. } in in_sight.shown.iter().filter(is_on_map) {
        let beside = MARKER_RADIUS + 9.0;
        let places = [
            (at.offset(beside, 0.0), Align::Left),
            (at.offset(-beside, 0.0), Align::Right),
            (at.offset(0.0, -beside), Align::Middle),
            (at.offset(0.0, beside + 4.0), Align::Middle),
        ];
        labels.write(canvas, &facility.name, label_style(content, 11.5), &places);
    }
}

fn label_style(content: &MapContent, size: f32) -> TextStyle {
    let halo = Some(content.palette.paper.with_opacity(0.85));
    TextStyle { size, color: content.palette.text, align: Align::Middle, halo }
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

/// Units that a stop speaks of, in an outline that is seen from the back of a room.
fn paint_highlighted(canvas: &mut dyn Canvas, content: &MapContent) {
    let units = &content.session.study().layers().units;
    let rim = Stroke::solid(6.0, content.palette.paper.with_opacity(0.9));
    let outline = Stroke::solid(3.0, content.palette.selection);
    for stroke in [rim, outline] {
        for unit in content.highlighted.iter().filter(|unit| **unit < units.len()) {
            content.stroke_rings(canvas, units.shapes(), *unit, stroke);
        }
    }
}

fn paint_facilities(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    labels: &mut Labels,
) {
    let look = FacilityLook::of(content);
    dots::paint_dots(canvas, content, &look, in_sight, labels);
    // In a crowd the others are dots.
    let with_sign = in_sight.shown.iter().filter(|seen| !in_sight.is_crowded || seen.is_emphasised);
    let mut signs: Vec<_> =
        with_sign.map(|seen| (seen, look.sign(look.class_of(seen.facility)))).collect();
    // The small ones lie on the large ones.
    signs.sort_by(|(_, one), (_, other)| other.radius().total_cmp(&one.radius()));
    for (seen, sign) in signs {
        draw_facility(canvas, content, seen.facility, &sign);
        labels.keep_off(seen.at, sign.radius() + 2.0);
    }
}
