//! Surfaces: how far it is to the nearest facility, and how much one more would gain, in place of the
//! colours of units.

use crate::analysis::{MinutesField, Walked};
use crate::cartography::{MapContent, SurfaceField};
use crate::geometry::{Extent, WorldPoint};

use super::brush::Brush;

/// From this share of the lowest class on, a gain has the class's full colour.
const FULL_GAIN: f64 = 0.25;

/// How many minutes it is to the nearest facility.
pub(super) fn paint_minutes(band: &mut impl Brush, content: &MapContent) {
    match (content.field.field, content.walk().network()) {
        (Some(SurfaceField::Walks(field)), Some(_)) => paint_walks(band, content, field),
        (_, Some(_)) => {}
        (_, None) => paint_circles(band, content),
    }
}

/// The walk circles of all facilities, the widest first.
fn paint_circles(band: &mut impl Brush, content: &MapContent) {
    let units = &content.session.study().layers().units;
    for unit in units.within(band.visible()) {
        band.fill(units.shapes(), unit, content.palette.beyond_rings);
    }
    let walk = content.walk();
    for ((_, metres), color) in walk.rings().into_iter().zip(content.palette.minutes()).rev() {
        let radius_m = walk.straight_m(metres);
        let window = band.visible_with_rim((radius_m / content.camera.metres_per_pixel) as f32);
        let places = content.shown_facilities().map(|facility| facility.at);
        let near = places.filter(|at| (Extent { min: *at, max: *at }).touches(window));
        band.discs(near, radius_m, color);
    }
}

/// The minutes along the streets; what is not joined to them stays blank.
fn paint_walks(band: &mut impl Brush, content: &MapContent, field: &MinutesField) {
    let rings = content.walk().rings();
    let colors = content.palette.minutes();
    let beyond = content.palette.beyond_rings;
    band.surface(|place| match field.smooth_at(place)? {
        Walked::NotJoined => None,
        Walked::Beyond => Some(beyond),
        Walked::Metres(metres) => {
            let ring = rings.iter().position(|(_, ring_m)| metres <= *ring_m);
            Some(ring.map_or(beyond, |ring| colors[ring]))
        }
    });
}

/// How many more residents a facility would reach.
pub(super) fn paint_gain(band: &mut impl Brush, content: &MapContent) {
    let (Some(field), Some(breaks)) = (content.field.field, &content.key.gain) else { return };
    let gain_at = |place: WorldPoint| match field {
        SurfaceField::CircleGains(field) => field.smooth_at(place),
        SurfaceField::StreetGains(field) => field.smooth_at(place),
        SurfaceField::Walks(_) => 0.0,
    };
    let colors = content.palette.gain_ramp.classes(breaks.classes());
    // It fades out where next to nothing is gained: a person would be worth a border.
    let full = FULL_GAIN * breaks.bounds()[1];
    let color_at = |place: WorldPoint| {
        let gain = gain_at(place);
        let color = || colors[breaks.class_of(gain)].with_opacity((gain / full) as f32);
        (gain > 0.0).then(color)
    };
    band.surface(color_at);
}
