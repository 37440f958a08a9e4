//! Isochrones by either walk model: polygons of which every place is within the limit.

use std::f64::consts::TAU;

use crate::geometry::{CellArea, WorldPoint};
use crate::standard::FunctionIndex;
use crate::study::Walk;

/// The largest and the smallest cells of isochrones along streets, in metres.
const CELL_M: std::ops::RangeInclusive<f64> = 0.25..=2.5;
/// How many cells a walk straight to the limit crosses: what is left out along the edge is as little of
/// a short walk's ground as of a long one's, and takes no longer to find.
const CELLS_TO_LIMIT: f64 = 400.0;
/// Corners of the polygon inside a circle: it holds all but 0.03 % of it.
const CORNERS: usize = 144;

/// A polygon: the outer ring, counter-clockwise, then its holes; the first corner is not repeated.
pub type Outlines = Vec<Vec<WorldPoint>>;

/// The ground around a facility within the limit of a function and within the minutes of the walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Isochrones {
    pub of_limit: Vec<Outlines>,
    /// By minutes, the shortest walk first; see [`Walk::rings`].
    pub of_minutes: [(u32, Vec<Outlines>); 3],
}

impl Isochrones {
    /// The ground around a place.
    pub fn around(walk: Walk, at: WorldPoint, function: FunctionIndex) -> Self {
        let of_minutes =
            walk.rings().map(|(minutes, metres)| (minutes, isochrone(walk, at, metres)));
        Self { of_limit: isochrone(walk, at, walk.limit_m(function)), of_minutes }
    }
}

/// The ground at most `limit_m` walked metres from a place, as a group walks. None
/// where the place is not joined to the streets.
pub fn isochrone(walk: Walk, from: WorldPoint, limit_m: f64) -> Vec<Outlines> {
    match walk.network() {
        None => vec![vec![polygon_in_circle(from, walk.straight_m(limit_m))]],
        Some(_) => {
            isochrone_cells(walk, from, limit_m).map_or_else(Vec::new, |cells| cells.polygons())
        }
    }
}

/// The same as cells, along the streets; none in the circle model.
pub fn isochrone_cells(walk: Walk, from: WorldPoint, limit_m: f64) -> Option<CellArea> {
    walk.network()?.isochrone(from, limit_m, isochrone_cell_m(limit_m))
}

/// Side of the cells of an isochrone, in metres: 2.5 m for 1,000 m and more, finer for shorter walks.
pub fn isochrone_cell_m(limit_m: f64) -> f64 {
    (limit_m / CELLS_TO_LIMIT).clamp(*CELL_M.start(), *CELL_M.end())
}

fn polygon_in_circle(middle: WorldPoint, radius_m: f64) -> Vec<WorldPoint> {
    let corner = |number: usize| {
        let angle = TAU * number as f64 / CORNERS as f64;
        WorldPoint::new(middle.x + radius_m * angle.cos(), middle.y + radius_m * angle.sin())
    };
    (0..CORNERS).map(corner).collect()
}
