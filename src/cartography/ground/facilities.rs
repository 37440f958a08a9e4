//! What the ground shows of facilities: the reach of those singled out, the walk circles of the others,
//! and dots in the place of signs.

use crate::cartography::{MapContent, Rgba, Stroke};
use crate::geometry::WorldPoint;
use crate::study::Facility;

const QUIET_RADIUS_PX: f32 = 3.0;
pub(super) const CROWDED_RADIUS_PX: f32 = 4.5;
/// With more facilities of a function, only the limit is drawn around those not singled out.
const MOST_RINGED_FACILITIES: usize = 24;

/// A facility without a sign: it does not offer the function shown, or there are too many that do.
pub(super) struct Dot {
    pub at: WorldPoint,
    pub radius_px: f32,
    pub fill: Rgba,
    pub rim: Rgba,
}

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
    let limit_m = content.walk().circle_radius_m(content.function);
    let walk = content.walk();
    let rings = walk.rings();
    let minutes = if has_all_rings(content) { rings.as_slice() } else { &[] };
    // What is planned is singled out, and drawn above the ground.
    let existing = content.shown_facilities().filter(|facility| !facility.is_planned());
    let rings = existing.flat_map(|facility| {
        let color = content.palette.of_origin(facility);
        let dashed = Stroke::dashed(1.0, color.with_opacity(0.28), 4.0);
        let of_minutes = minutes.iter().map(move |(_, metres)| (walk.straight_m(*metres), dashed));
        let limit = (limit_m, Stroke::solid(1.0, color.with_opacity(0.45)));
        let center = facility.at;
        of_minutes.chain([limit]).map(move |(radius_m, stroke)| Ring { center, radius_m, stroke })
    });
    rings.collect()
}

/// Whether the circles of all minutes are drawn around facilities that are not singled out.
pub fn has_all_rings(content: &MapContent) -> bool {
    content.session.study().network().is_none()
        && content.shown_facilities().count() <= MOST_RINGED_FACILITIES
}

/// The facilities without a sign, those of the function shown on top.
pub(super) fn dots(content: &MapContent) -> Vec<Dot> {
    let palette = &content.palette;
    let quiet = |facility: &Facility| {
        let (fill, rim) = match facility.is_planned() {
            true => (palette.paper, palette.hypothetical),
            false => (palette.quiet, palette.paper),
        };
        Dot { at: facility.at, radius_px: QUIET_RADIUS_PX, fill, rim }
    };
    let crowded = |facility: &Facility| Dot {
        at: facility.at,
        radius_px: CROWDED_RADIUS_PX,
        fill: palette.of_origin(facility),
        rim: palette.paper,
    };
    let seen = |facility: &&Facility| content.camera.sees(facility.at, 2.0 * CROWDED_RADIUS_PX);
    let others = content.facilities().values().filter(|f| !f.offers(content.function));
    let quiet = others.filter(seen).map(quiet);
    if content.is_crowded() {
        quiet.chain(content.shown_facilities().filter(seen).map(crowded)).collect()
    } else {
        quiet.collect()
    }
}
