//! What the ground shows of facilities: the reach of those singled out, and the walk circles of the
//! others. Their signs and dots stand above it.

use crate::cartography::{MapContent, Rgba, Stroke};
use crate::geometry::WorldPoint;

/// With more facilities of a function, only the limit is drawn around those not singled out.
const MOST_RINGED_FACILITIES: usize = 24;

/// A walk circle of a facility that is not singled out.
pub(super) struct Ring {
    pub center: WorldPoint,
    pub radius_m: f64,
    pub stroke: Stroke,
}

/// The disc that a facility reaches.
pub(super) struct Reach {
    pub center: WorldPoint,
    pub radius_m: f64,
    pub color: Rgba,
}

/// Where the facilities reach that are singled out.
pub(super) fn reach_of(content: &MapContent) -> Vec<Reach> {
    let study = content.session.study();
    if study.network().is_some() {
        // The streets within reach are drawn above the ground.
        return Vec::new();
    }
    let radius_m = content.walk().circle_radius_m(content.function);
    let singled_out = content.shown_facilities().filter(|facility| content.is_emphasised(facility));
    let reach = singled_out.map(|facility| Reach {
        center: facility.at,
        radius_m,
        color: content.palette.of_origin(facility).with_opacity(0.10),
    });
    reach.collect()
}

/// The walk circles of the facilities of the function shown, as far as they do not cover the map.
pub(super) fn rings_of(content: &MapContent) -> Vec<Ring> {
    let study = content.session.study();
    if content.is_crowded() || study.network().is_some() {
        return Vec::new();
    }
    let radius_m = content.walk().circle_radius_m(content.function);
    let walk = content.walk();
    let rings = walk.rings();
    let minutes = if has_all_rings(content) { rings.as_slice() } else { &[] };
    // What is planned is singled out, and drawn above the ground.
    let existing = content.shown_facilities().filter(|facility| !facility.is_planned());
    let rings = existing.flat_map(|facility| {
        let color = content.palette.of_origin(facility);
        let dashed = Stroke::dashed(1.0, color.with_opacity(0.28), 4.0);
        let of_minutes = minutes.iter().map(move |(_, metres)| (walk.straight_m(*metres), dashed));
        let limit = (radius_m, Stroke::solid(1.0, color.with_opacity(0.45)));
        let center = facility.at;
        of_minutes.chain([limit]).map(move |(radius_m, stroke)| Ring { center, radius_m, stroke })
    });
    rings.collect()
}

/// Whether the circles of all minutes are drawn around facilities that are not singled out.
pub fn has_all_rings(content: &MapContent) -> bool {
    // No more are looked at than settle it.
    let offering = content.shown_facilities().take(MOST_RINGED_FACILITIES + 1).count();
    are_all_rings_drawn(content, offering)
}

/// The same where so many facilities are known to offer the function shown.
pub fn are_all_rings_drawn(content: &MapContent, offering: usize) -> bool {
    content.session.study().network().is_none() && offering <= MOST_RINGED_FACILITIES
}
