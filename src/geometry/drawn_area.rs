//! An area drawn by hand: which places lie in it, asked of many at once.

use super::polygons::turn;
use super::{Extent, WorldPoint};

/// What a closed line goes around, the line included. A line drawn by hand may cross itself: what
/// it goes around more than once in the same sense is inside too.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnArea {
    line: Vec<WorldPoint>,
    extent: Extent,
}

/// The edges of an area that reach into a strip from west to east.
pub(super) struct Band {
    edges: Vec<[WorldPoint; 2]>,
}

impl DrawnArea {
    /// What a line goes around; its last point is joined to the first. `None` for fewer than three
    /// points, which go around nothing.
    pub fn within(line: Vec<WorldPoint>) -> Option<Self> {
        let extent = Extent::of(line.iter().copied())?;
        (line.len() >= 3).then_some(Self { line, extent })
    }

    /// The rectangle between two opposite corners.
    pub fn rectangle(from: WorldPoint, to: WorldPoint) -> Self {
        let line = vec![from, WorldPoint::new(to.x, from.y), to, WorldPoint::new(from.x, to.y)];
        let min = WorldPoint::new(from.x.min(to.x), from.y.min(to.y));
        let max = WorldPoint::new(from.x.max(to.x), from.y.max(to.y));
        Self { line, extent: Extent { min, max } }
    }

    /// The line, without the repeated first point.
    pub fn line(&self) -> &[WorldPoint] {
        &self.line
    }

    /// The rectangle around the area.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Whether a place lies in the area.
    pub fn holds(&self, at: WorldPoint) -> bool {
        self.extent.touches(Extent { min: at, max: at }) && winds_around(self.edges(), at)
    }

    /// The edges of the area between two northings.
    pub(super) fn band(&self, south: f64, north: f64) -> Band {
        let reaches =
            |[from, to]: &[WorldPoint; 2]| from.y.min(to.y) <= north && south <= from.y.max(to.y);
        Band { edges: self.edges().filter(reaches).collect() }
    }

    fn edges(&self) -> impl Iterator<Item = [WorldPoint; 2]> {
        let ends = self.line.iter().cycle().skip(1);
        self.line.iter().zip(ends).map(|(from, to)| [*from, *to])
    }
}

impl Band {
    /// Whether an edge may pass between two eastings of the strip.
    pub fn passes(&self, west: f64, east: f64) -> bool {
        let lies_between =
            |[from, to]: &[WorldPoint; 2]| from.x.min(to.x) <= east && west <= from.x.max(to.x);
        self.edges.iter().any(lies_between)
    }

    /// Whether a place of the strip lies in the area.
    pub fn holds(&self, at: WorldPoint) -> bool {
        winds_around(self.edges.iter().copied(), at)
    }
}

/// Whether edges go around a place or through it.
fn winds_around(edges: impl Iterator<Item = [WorldPoint; 2]>, at: WorldPoint) -> bool {
    let mut winding = 0;
    for [from, to] in edges {
        match turn(from, to, at) {
            Some(turn) => winding += turn,
            None => return true,
        }
    }
    winding != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(line: &[(f64, f64)]) -> DrawnArea {
        let line = line.iter().map(|(x, y)| WorldPoint::new(*x, *y)).collect();
        DrawnArea::within(line).expect("three points and more")
    }

    #[test]
    fn both_loops_of_an_eight_are_inside() {
        let eight = area(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]);
        assert!(eight.holds(WorldPoint::new(1.0, 5.0)) && eight.holds(WorldPoint::new(9.0, 5.0)));
        assert!(!eight.holds(WorldPoint::new(5.0, 1.0)) && !eight.holds(WorldPoint::new(5.0, 9.0)));
    }

    #[test]
    fn a_rectangle_is_the_same_from_every_corner() {
        let corners = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0)];
        for (from, to) in [(0, 2), (2, 0), (1, 3), (3, 1)] {
            let corner = |of: usize| WorldPoint::new(corners[of].0, corners[of].1);
            let rectangle = DrawnArea::rectangle(corner(from), corner(to));
            assert!(rectangle.holds(WorldPoint::new(4.0, 1.0)), "the line belongs to it");
            assert!(!rectangle.holds(WorldPoint::new(4.1, 1.0)));
        }
    }

    #[test]
    fn two_points_go_around_nothing() {
        assert_eq!(DrawnArea::within(vec![WorldPoint::new(0.0, 0.0); 2]), None);
    }
}
