//! How far one walks from the facilities that are singled out: circles, or the streets and the ground
//! within reach by minutes; and the path from one place to another.

use std::sync::Arc;

use crate::geometry::{Extent, WorldPoint};
use crate::study::Facility;
use crate::walking::WalkNetwork;

use super::content::MapContent;
use super::in_sight::{FacilitiesInSight, SeenFacility};
use super::labels::Labels;
use super::reached_streets::pieces_around;
use super::{Align, Canvas, Rgba, ScreenPoint, Stroke, TextStyle};

/// How wide streets within reach are drawn, and the paper around them.
const STREET_PX: f32 = 2.5;
const CASING_PX: f32 = 4.5;
const PATH_PX: f32 = 3.5;
/// On smaller rings the minutes would lie on the facility and on each other.
const LEAST_LABELLED_PX: f32 = 46.0;
/// Of the facilities that are not singled out, only the rings of so many say their minutes, those in
/// the middle of the map: more would be noise.
const MOST_LABELLED: usize = 3;
/// How far the middle of the minutes stands above or below their ring, and their side from it: its line must
/// not run through the words.
const BESIDE_RING_PX: f32 = 9.0;
const ASIDE_OF_RING_PX: f32 = 4.0;
/// Outlines of ground that is smaller are not drawn.
const LEAST_OUTLINE_PX: f64 = 40.0;
/// Rings closer together than this leave no room for a number between them.
const LEAST_RING_GAP_PX: f32 = 24.0;

/// Paints the reach of what is singled out; the faint circles of all others are ground.
pub(super) fn paint_reach(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    in_sight: &FacilitiesInSight,
) {
    let network = content.walk().network();
    for facility in &in_sight.emphasised {
        match network {
            None => paint_circles(canvas, content, facility),
            Some(network) => paint_streets(canvas, content, network, facility),
        }
    }
}

/// Paints the outline of the ground within reach.
pub(super) fn paint_isochrone(canvas: &mut dyn Canvas, content: &MapContent) {
    let Some(isochrones) = content.isochrones.filter(|_| content.layers.walk_rings) else { return };
    let color = content.palette.reached_streets()[0];
    for ring in isochrones.of_limit.iter().flatten() {
        canvas.line(&content.on_screen(ring), true, Stroke::solid(1.5, color.with_opacity(0.7)));
    }
    // Specks beside the ground that is connected, and holes in it, would be noise.
    let least_m = LEAST_OUTLINE_PX * content.camera.metres_per_pixel;
    let is_seen = |ring: &&Vec<WorldPoint>| {
        let extent = Extent::of(ring.iter().copied());
        extent.is_some_and(|extent| extent.width().max(extent.height()) >= least_m)
    };
    for (_, outlines) in &isochrones.of_minutes {
        let stroke = Stroke::dashed(1.0, color.with_opacity(0.8), 4.0);
        let outer = outlines.iter().filter_map(|outline| outline.first());
        let seen = outer.filter(is_seen);
        seen.for_each(|ring| canvas.line(&content.on_screen(ring), true, stroke));
    }
}

/// Writes the minutes at the rings of what is singled out, and at the outlines of the ground within reach,
/// before names: these find other places.
pub(super) fn paint_ring_labels(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    labels: &mut Labels,
) {
    let walk = content.walk();
    if walk.network().is_none() {
        for facility in &in_sight.emphasised {
            let style = ring_label_style(content, content.palette.of_origin(facility));
            let center = content.camera.screen_from_world(facility.at);
            for (minutes, metres) in walk.rings() {
                let radius = content.camera.pixels_from_metres(walk.straight_m(metres));
                if radius >= LEAST_LABELLED_PX {
                    let text = ring_label(content, minutes);
                    labels.write(canvas, &text, style, &beside_ring(center, radius));
                }
            }
        }
    }
    let Some(isochrones) = content.isochrones else { return };
    let style = ring_label_style(content, content.palette.reached_streets()[0]);
    for (minutes, outlines) in &isochrones.of_minutes {
        let metres = walk.rings().iter().find(|(ring, _)| ring == minutes).map_or(0.0, |(_, m)| *m);
        if content.camera.pixels_from_metres(metres) < LEAST_LABELLED_PX {
            continue;
        }
        let corners = || outlines.iter().filter_map(|outline| outline.first()).flatten();
        let north = corners().max_by(|one, other| one.y.total_cmp(&other.y));
        let south = corners().min_by(|one, other| one.y.total_cmp(&other.y));
        let places = [(north, -BESIDE_RING_PX), (south, BESIDE_RING_PX)];
        let places = places.into_iter().filter_map(|(corner, down)| {
            let at = content.camera.screen_from_world(*corner?).offset(0.0, down);
            Some((at, Align::Middle))
        });
        let places: Vec<_> = places.collect();
        labels.write(canvas, &ring_label(content, *minutes), style, &places);
    }
}

/// Where the minutes stand at a ring, outside of its line: at the top, else at the bottom, else at a side.
fn beside_ring(center: ScreenPoint, radius: f32) -> [(ScreenPoint, Align); 4] {
    let away = radius + BESIDE_RING_PX;
    [
        (center.offset(0.0, -away), Align::Middle),
        (center.offset(0.0, away), Align::Middle),
        (center.offset(radius + ASIDE_OF_RING_PX, 0.0), Align::Left),
        (center.offset(-radius - ASIDE_OF_RING_PX, 0.0), Align::Right),
    ]
}

/// Paints the way that is asked about.
pub(super) fn paint_path(canvas: &mut dyn Canvas, content: &MapContent) {
    let Some(path) = content.path else { return };
    let points = content.on_screen(path);
    let casing = Stroke::solid(PATH_PX + 3.0, content.palette.paper.with_opacity(0.9));
    canvas.line(&points, false, casing);
    canvas.line(&points, false, Stroke::solid(PATH_PX, content.palette.selection));
}

fn paint_circles(canvas: &mut dyn Canvas, content: &MapContent, facility: &Facility) {
    let walk = content.walk();
    let color = content.palette.of_origin(facility);
    let center = content.camera.screen_from_world(facility.at);
    for (_, metres) in walk.rings() {
        let radius = content.camera.pixels_from_metres(walk.straight_m(metres));
        let stroke = Stroke::dashed(1.0, color.with_opacity(0.8), 4.0);
        canvas.circle(center, radius, None, stroke);
    }
    let radius =
        content.camera.pixels_from_metres(content.walk().circle_radius_m(content.function));
    canvas.circle(center, radius, None, Stroke::solid(2.0, color));
}

/// The streets within a quarter of an hour or the limit by minutes, and the circle of the limit for
/// comparison.
fn paint_streets(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    network: &WalkNetwork,
    facility: &Facility,
) {
    let (walk, at) = (content.walk(), facility.at);
    let limit_m = walk.limit_m(content.function);
    let farthest_m = walk.rings().iter().map(|(_, m)| *m).fold(limit_m, f64::max);
    if !is_reach_in_sight(content, network, at, farthest_m) {
        return;
    }
    let color = content.palette.of_origin(facility);
    let center = content.camera.screen_from_world(at);
    let radius = content.camera.pixels_from_metres(limit_m);
    canvas.circle(center, radius, None, Stroke::dashed(1.0, color.with_opacity(0.8), 4.0));
    let pieces = match content.reached_streets {
        Some(kept) => {
            let layers = content.session.study().shared_layers();
            kept.around((walk, network), layers, at, farthest_m)
        }
        None => Arc::new(pieces_around(network, at, farthest_m, walk.rings())),
    };
    let pieces: Vec<_> =
        pieces.iter().map(|(class, line)| (*class, content.on_screen(line))).collect();
    let casing = Stroke::solid(CASING_PX, content.palette.paper.with_opacity(0.8));
    for (_, points) in &pieces {
        canvas.line(points, false, casing);
    }
    let colors = content.palette.reached_streets();
    for (class, points) in &pieces {
        canvas.line(points, false, Stroke::solid(STREET_PX, colors[*class]));
    }
}

/// Whether anything within a walk from a place may be on the canvas. No street is longer than the way along
/// it, and from the place to the street it is only farther where that does not count.
fn is_reach_in_sight(
    content: &MapContent,
    network: &WalkNetwork,
    at: WorldPoint,
    farthest_m: f64,
) -> bool {
    let rules = network.rules();
    let uncounted_m = if rules.counts_access { 0.0 } else { rules.farthest_access_m };
    // To spare for the width of lines, and for rounding.
    let spare_m = 1.0 + f64::from(CASING_PX) * content.camera.metres_per_pixel;
    let reach = Extent::around(at, farthest_m + uncounted_m + spare_m);
    content.camera.visible().touches(reach)
}

fn ring_label(content: &MapContent, minutes: u32) -> String {
    content.language.pick(format!("{minutes} 分钟"), format!("{minutes} min"))
}

fn ring_label_style(content: &MapContent, color: Rgba) -> TextStyle {
    let halo = Some(content.palette.paper);
    TextStyle { size: 11.0, color, align: Align::Middle, halo }
}

/// Writes the minutes at the faint circles of the ground, where names leave room: of the facilities
/// nearest to the middle of the map.
pub(super) fn paint_quiet_ring_labels(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    labels: &mut Labels,
) {
    let camera = &content.camera;
    let (walk, rings) = (content.walk(), content.walk().rings());
    let ring_px = |metres| camera.pixels_from_metres(walk.straight_m(metres));
    let gap_px = rings.windows(2).map(|pair| ring_px(pair[1].1) - ring_px(pair[0].1));
    if !in_sight.has_all_rings || gap_px.fold(f32::INFINITY, f32::min) < LEAST_RING_GAP_PX {
        return;
    }
    let from_middle = |seen: &SeenFacility| camera.center.distance_to(seen.facility.at);
    let is_quiet = |seen: &&SeenFacility| !seen.is_emphasised && camera.holds(seen.at, 0.0);
    let mut quiet: Vec<_> = in_sight.shown.iter().filter(is_quiet).collect();
    quiet.sort_by(|one, other| from_middle(one).total_cmp(&from_middle(other)));
    for seen in quiet.into_iter().take(MOST_LABELLED) {
        let style = ring_label_style(content, content.palette.of_origin(seen.facility));
        for (minutes, metres) in rings {
            let places = beside_ring(seen.at, ring_px(metres));
            labels.write(canvas, &ring_label(content, minutes), style, &places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::canvas::HALF_LINE_EM;
    use super::*;

    #[test]
    fn the_line_of_a_ring_does_not_run_through_its_minutes() {
        let (center, radius) = (ScreenPoint::new(100.0, 100.0), 60.0);
        let half_height = 11.0 * HALF_LINE_EM;
        for (at, align) in beside_ring(center, radius) {
            let away = (at.x - center.x).hypot(at.y - center.y) - radius;
            let room = if align == Align::Middle { half_height } else { 0.0 };
            assert!(away > room, "{at:?}");
        }
    }
}
