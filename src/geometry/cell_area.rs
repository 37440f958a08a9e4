//! An area made of square cells: which of them belong to it, and its outlines.

use std::collections::HashMap;

use super::{Extent, WorldPoint};

/// Cells of a square grid that belong to an area.
#[derive(Debug, Clone, PartialEq)]
pub struct CellArea {
    /// The south-west corner of the first cell.
    origin: WorldPoint,
    cell_m: f64,
    columns: usize,
    rows: usize,
    /// Row by row from the south-west.
    cells: Vec<bool>,
}

/// Directions of an edge.
const EAST: usize = 0;
const NORTH: usize = 1;
const WEST: usize = 2;

/// Cells side by side in a row that belong to the area, as the rectangle they fill.
type Run = Extent;

impl CellArea {
    /// No cell yet, of those that start at a corner.
    pub fn empty(origin: WorldPoint, cell_m: f64, columns: usize, rows: usize) -> Self {
        Self { origin, cell_m, columns, rows, cells: vec![false; columns * rows] }
    }

    /// Adds the cells of a square block.
    pub fn add(&mut self, column: usize, row: usize, side: usize) {
        for row in row..(row + side).min(self.rows) {
            let start = row * self.columns;
            let end = (column + side).min(self.columns);
            if column < end {
                self.cells[start + column..start + end].fill(true);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        !self.cells.contains(&true)
    }

    pub fn area_m2(&self) -> f64 {
        self.cells.iter().filter(|is_in| **is_in).count() as f64 * self.cell_m * self.cell_m
    }

    /// Whether a place lies in one of the cells.
    pub fn holds(&self, place: WorldPoint) -> bool {
        let cell = |from: f64| (from / self.cell_m).floor() as i64;
        self.is_in(cell(place.x - self.origin.x), cell(place.y - self.origin.y))
    }

    /// The area in rectangles, one for each row of neighbours.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        for row in 0..self.rows {
            let cells = &self.cells[row * self.columns..(row + 1) * self.columns];
            let mut column = 0;
            for run in cells.chunk_by(|one, next| one == next) {
                let end = column + run.len();
                if run[0] {
                    runs.push(Extent {
                        min: self.corner(column, row),
                        max: self.corner(end, row + 1),
                    });
                }
                column = end;
            }
        }
        runs
    }

    /// The outlines: each polygon as its outer ring, counter-clockwise, and its holes, clockwise.
    /// Rings close by themselves: the first corner is not repeated. No ring touches itself; cells
    /// that touch in a corner only are not joined there.
    pub fn polygons(&self) -> Vec<Vec<Vec<WorldPoint>>> {
        let (outer, holes): (Vec<_>, Vec<_>) =
            self.rings().into_iter().partition(|ring| doubled_area(ring) > 0);
        let mut polygons: Vec<Vec<Vec<(usize, usize)>>> =
            outer.into_iter().map(|ring| vec![ring]).collect();
        for hole in holes {
            // The smallest ring around it is its own.
            let around = polygons.iter_mut().filter(|polygon| surrounds(&polygon[0], &hole));
            if let Some(own) = around.min_by_key(|polygon| doubled_area(&polygon[0])) {
                own.push(hole);
            }
        }
        let at = |ring: Vec<(usize, usize)>| -> Vec<WorldPoint> {
            ring.into_iter().map(|(column, row)| self.corner(column, row)).collect()
        };
        let places = |polygon: Vec<Vec<_>>| polygon.into_iter().map(at).collect();
        polygons.into_iter().map(places).collect()
    }

    fn corner(&self, column: usize, row: usize) -> WorldPoint {
        let Self { origin, cell_m, .. } = self;
        WorldPoint::new(origin.x + column as f64 * cell_m, origin.y + row as f64 * cell_m)
    }

    fn is_in(&self, column: i64, row: i64) -> bool {
        let within = |at: i64, count: usize| (0..count as i64).contains(&at);
        within(column, self.columns)
            && within(row, self.rows)
            && self.cells[row as usize * self.columns + column as usize]
    }

    /// All rings by the corners where they turn, with the area to the left.
    fn rings(&self) -> Vec<Vec<(usize, usize)>> {
        let width = self.columns + 1;
        // For each corner, in which directions an edge leaves it: east, north, west and south.
        let mut leaving = vec![[false; 4]; width * (self.rows + 1)];
        for row in 0..=self.rows {
            for column in 0..=self.columns {
                let (x, y) = (column as i64, row as i64);
                let [south_west, south_east] = [self.is_in(x - 1, y - 1), self.is_in(x, y - 1)];
                let [north_west, north_east] = [self.is_in(x - 1, y), self.is_in(x, y)];
                leaving[row * width + column] = [
                    north_east && !south_east,
                    north_west && !north_east,
                    south_west && !north_west,
                    south_east && !south_west,
                ];
            }
        }
        let mut rings = Vec::new();
        for start in 0..leaving.len() {
            while let Some(direction) = leaving[start].iter().position(|leaves| *leaves) {
                rings.extend(simple_rings(ring_from(&mut leaving, width, start, direction)));
            }
        }
        rings
    }
}

/// Follows the edges from a corner until they lead back, and takes them away. The corner is the
/// first of its ring from the south-west on, so the ring turns there.
fn ring_from(
    leaving: &mut [[bool; 4]],
    width: usize,
    start: usize,
    first: usize,
) -> Vec<(usize, usize)> {
    let (mut corner, mut direction) = (start, first);
    let mut ring = vec![(start % width, start / width)];
    loop {
        let from = (corner, direction);
        corner = match direction {
            EAST => corner + 1,
            NORTH => corner + width,
            WEST => corner - 1,
            _ => corner - width,
        };
        // The turn to the left first: cells that touch in a corner only stay apart.
        let turns = [(direction + 1) % 4, direction, (direction + 3) % 4];
        let next = turns.into_iter().find(|turn| leaving[corner][*turn]);
        leaving[from.0][from.1] = from == (start, first);
        match next {
            Some(next) if (corner, next) != (start, first) => {
                if next != direction {
                    ring.push((corner % width, corner / width));
                }
                direction = next;
            }
            _ => break,
        }
    }
    leaving[start][first] = false;
    ring
}

/// A ring cut in two wherever it comes to the same corner again.
fn simple_rings(ring: Vec<(usize, usize)>) -> Vec<Vec<(usize, usize)>> {
    let mut rings = Vec::new();
    let mut walked: Vec<(usize, usize)> = Vec::with_capacity(ring.len());
    let mut place_of = HashMap::new();
    for corner in ring {
        if let Some(place) = place_of.get(&corner) {
            let loop_back = walked.split_off(*place);
            for corner in &loop_back {
                place_of.remove(corner);
            }
            rings.push(loop_back);
        }
        place_of.insert(corner, walked.len());
        walked.push(corner);
    }
    rings.push(walked);
    rings
}

/// Twice the area of a ring in cells; less than nothing for a hole.
fn doubled_area(ring: &[(usize, usize)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |((x, y), (to_x, to_y)): (&(usize, usize), &(usize, usize))| {
        *x as i64 * *to_y as i64 - *to_x as i64 * *y as i64
    };
    ring.iter().zip(next).map(cross).sum()
}

/// Whether a ring goes around another that it does not cross: around the middle of the cell inside
/// the other's south-west corner. A ring cut from a longer one may start at any of its corners.
fn surrounds(outer: &[(usize, usize)], hole: &[(usize, usize)]) -> bool {
    let southernmost = hole.iter().min_by_key(|(column, row)| (*row, *column));
    let Some((column, row)) = southernmost else { return false };
    let (x, y) = (*column as f64 + 0.5, *row as f64 + 0.5);
    let next = outer.iter().cycle().skip(1);
    let crossings = outer.iter().zip(next).filter(|((from_x, from_y), (to_x, to_y))| {
        let (low, high) = ((*from_y).min(*to_y) as f64, (*from_y).max(*to_y) as f64);
        from_x == to_x && (*from_x as f64) > x && low < y && y < high
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, LineString, MultiPolygon, Point, Polygon, Validation};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn outlines_and_runs_hold_what_the_cells_hold(
            cells in prop::collection::vec((0..9_usize, 0..7_usize, 1..4_usize), 0..14),
        ) {
            let mut area = CellArea::empty(WorldPoint::new(100.0, 50.0), 10.0, 9, 7);
            for (column, row, side) in cells {
                area.add(column, row, side);
            }
            let ring = |ring: &Vec<WorldPoint>| {
                LineString::from_iter(ring.iter().map(|at| (at.x, at.y)))
            };
            let polygon = |rings: Vec<Vec<WorldPoint>>| {
                Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect())
            };
            let polygons: MultiPolygon = area.polygons().into_iter().map(polygon).collect();
            prop_assert!(polygons.iter().all(Validation::is_valid));
            prop_assert!((polygons.signed_area() - area.area_m2()).abs() < 1e-6);
            let of_runs: f64 = area.runs().iter().map(|run| run.area_m2()).sum();
            prop_assert!((of_runs - area.area_m2()).abs() < 1e-6);
            for (column, row) in (0..9).flat_map(|column| (0..7).map(move |row| (column, row))) {
                let at = WorldPoint::new(105.0 + 10.0 * f64::from(column), 55.0 + 10.0 * f64::from(row));
                prop_assert_eq!(polygons.contains(&Point::new(at.x, at.y)), area.holds(at));
                let is_in_run = |run: &Run| {
                    run.min.x < at.x && at.x < run.max.x && run.min.y < at.y && at.y < run.max.y
                };
                prop_assert_eq!(area.runs().iter().any(is_in_run), area.holds(at));
            }
        }
    }

    /// Cells around a gap: two gaps that touch in a corner are two holes of one polygon.
    #[test]
    fn gaps_that_touch_in_a_corner_are_holes_of_their_own() {
        let mut area = CellArea::empty(WorldPoint::new(0.0, 0.0), 1.0, 9, 7);
        for (column, row, side) in [(4, 2, 3), (6, 2, 2), (8, 3, 2), (6, 5, 2)] {
            area.add(column, row, side);
        }
        let polygons = area.polygons();
        let doubled: f64 = polygons.iter().flatten().map(|ring| doubled_area_m2(ring)).sum();
        assert_eq!(doubled, 2.0 * area.area_m2());
    }

    fn doubled_area_m2(ring: &[WorldPoint]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(from, to)| from.x * to.y - to.x * from.y).sum()
    }
}
