//! What the page draws below the facilities: buildings, streets, water and units, in decimetres from
//! the south-western corner of the study. No longitude and latitude: a page that residents open is no
//! source of coordinates.

use serde::Serialize;

use crate::geometry::{Extent, Polygons, WorldPoint};
use crate::layers::{BarrierKind, BarrierShape, LayerSet, StreetClass};

const DECIMETRES_PER_METRE: f64 = 10.0;

/// Lines or rings one after another.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Shapes {
    /// Where each begins, counted in vertices, and where the last ends.
    starts: Vec<usize>,
    /// East and north of each vertex in turn.
    at: Vec<i32>,
}

/// What lies below the facilities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Ground {
    /// East and north of the north-eastern corner.
    size: [i32; 2],
    water: Shapes,
    /// Rivers known as lines only.
    streams: Shapes,
    /// Streets of all but the narrowest kind, and footways.
    streets: Shapes,
    footways: Shapes,
    /// The outlines of all units.
    borders: Shapes,
    buildings: Shapes,
}

/// Where decimetres are counted from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Origin(WorldPoint);

impl Origin {
    /// The south-western corner of the study; the plane's own where it has no extent.
    pub(super) fn of(layers: &LayerSet) -> Self {
        let corner = layers.extent().map(|extent| extent.min);
        Self(corner.unwrap_or(WorldPoint::new(0.0, 0.0)))
    }

    /// East and north of a place, in decimetres.
    pub(super) fn decimetres(self, at: WorldPoint) -> [i32; 2] {
        let whole = |metres: f64| (metres * DECIMETRES_PER_METRE).round() as i32;
        [whole(at.x - self.0.x), whole(at.y - self.0.y)]
    }
}

impl Shapes {
    fn push(&mut self, origin: Origin, line: &[WorldPoint]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.at.extend(line.iter().flat_map(|at| origin.decimetres(*at)));
        self.starts.push(self.at.len() / 2);
    }

    fn of_rings(origin: Origin, polygons: &Polygons) -> Self {
        let mut shapes = Self::default();
        for feature in 0..polygons.len() {
            polygons.rings(feature).for_each(|ring| shapes.push(origin, ring));
        }
        shapes
    }
}

impl Ground {
    pub(super) fn of(layers: &LayerSet, origin: Origin) -> Self {
        let (mut water, mut streams) = (Shapes::default(), Shapes::default());
        for barrier in layers.barriers.iter().filter(|barrier| barrier.kind == BarrierKind::Water) {
            match &barrier.shape {
                BarrierShape::Area(area) => {
                    let rings = (0..area.len()).flat_map(|feature| area.rings(feature));
                    rings.for_each(|ring| water.push(origin, ring));
                }
                BarrierShape::Line(line) => streams.push(origin, line),
                BarrierShape::Point(_) => {}
            }
        }
        let (mut streets, mut footways) = (Shapes::default(), Shapes::default());
        for street in layers.streets.iter() {
            let is_footway = street.class == StreetClass::Footway;
            if is_footway { &mut footways } else { &mut streets }.push(origin, &street.line);
        }
        let corner = |extent: Extent| origin.decimetres(extent.max);
        Self {
            size: layers.extent().map(corner).unwrap_or_default(),
            water,
            streams,
            streets,
            footways,
            borders: Shapes::of_rings(origin, layers.units.shapes()),
            buildings: Shapes::of_rings(origin, layers.buildings.shapes()),
        }
    }
}
