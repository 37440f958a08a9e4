//! The grid of a surface: square cells, row by row from the south-west.

use std::ops::Range;

use crate::geometry::{Extent, WorldPoint};

/// Square cells over a part of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CellGrid {
    /// Lower left corner.
    pub origin: WorldPoint,
    pub cell_m: f64,
    pub columns: usize,
    pub rows: usize,
}

impl CellGrid {
    /// Cells of `cell_m` metres, or of a whole number of times as much where there would be more than
    /// `most`.
    pub fn over(extent: Extent, cell_m: f64, most: f64) -> Self {
        let cells = extent.area_m2() / (cell_m * cell_m);
        let cell_m = cell_m * (cells / most).sqrt().ceil().max(1.0);
        let count = |length_m: f64| (length_m / cell_m).ceil().max(1.0) as usize;
        let (columns, rows) = (count(extent.width()), count(extent.height()));
        Self { origin: extent.min, cell_m, columns, rows }
    }

    pub fn len(&self) -> usize {
        self.columns * self.rows
    }

    pub fn middle(&self, column: usize, row: usize) -> WorldPoint {
        WorldPoint {
            x: self.origin.x + (column as f64 + 0.5) * self.cell_m,
            y: self.origin.y + (row as f64 + 0.5) * self.cell_m,
        }
    }

    /// The middles of all cells in their order.
    pub fn middles(&self) -> impl Iterator<Item = WorldPoint> {
        let grid = *self;
        (0..self.len()).map(move |cell| grid.middle(cell % grid.columns, cell / grid.columns))
    }

    /// The number of the cell around a place; `None` beside the grid.
    pub fn cell_at(&self, place: WorldPoint) -> Option<usize> {
        let x = (place.x - self.origin.x) / self.cell_m;
        let y = (place.y - self.origin.y) / self.cell_m;
        let is_inside = x >= 0.0 && y >= 0.0 && x < self.columns as f64 && y < self.rows as f64;
        is_inside.then_some(y as usize * self.columns + x as usize)
    }

    /// The value at a place between the middles of four cells, each corner the value of its cell. What
    /// lies beside the grid is zero, and so is what lies beside that.
    pub fn smooth_at(&self, place: WorldPoint, value: impl Fn(usize) -> f64) -> f64 {
        let Some(Corners { cells, right, up }) = self.corners(place) else { return 0.0 };
        let value = |cell: Option<usize>| cell.map_or(0.0, &value);
        mix(cells.map(value), right, up)
    }

    /// The four cells whose middles are around a place; `None` beside all of them.
    pub fn corners(&self, place: WorldPoint) -> Option<Corners> {
        let x = (place.x - self.origin.x) / self.cell_m - 0.5;
        let y = (place.y - self.origin.y) / self.cell_m - 0.5;
        let (columns, rows) = (self.columns as f64, self.rows as f64);
        if !(x > -1.0 && y > -1.0 && x < columns && y < rows) {
            return None;
        }
        let (column, row) = (x.floor(), y.floor());
        let cell = |column: f64, row: f64| {
            let is_inside = column >= 0.0 && row >= 0.0 && column < columns && row < rows;
            is_inside.then(|| row as usize * self.columns + column as usize)
        };
        let east = column + 1.0;
        let north = row + 1.0;
        let cells = [cell(column, row), cell(east, row), cell(column, north), cell(east, north)];
        Some(Corners { cells, right: x - column, up: y - row })
    }

    /// Rows whose middle line may lie within the radius of a place.
    pub fn rows_within(&self, at: WorldPoint, radius_m: f64) -> Range<usize> {
        let row = |y: f64| ((y - self.origin.y) / self.cell_m).clamp(0.0, self.rows as f64);
        row(at.y - radius_m).floor() as usize..row(at.y + radius_m).ceil() as usize
    }

    /// How far south and north places lie that reach into some rows.
    pub fn reach_of_rows(&self, rows: &Range<usize>, radius_m: f64) -> (f64, f64) {
        let y = |row: usize| self.origin.y + row as f64 * self.cell_m;
        (y(rows.start) - radius_m, y(rows.end) + radius_m)
    }

    /// The run of cells of a row whose middle lies within the radius of a place, by the very
    /// comparison that coverage makes.
    pub fn run_within(&self, row: usize, at: WorldPoint, radius_m: f64) -> Range<usize> {
        let up = self.middle(0, row).y - at.y;
        let is_within = |column: isize| {
            let right = self.origin.x + (column as f64 + 0.5) * self.cell_m - at.x;
            right * right + up * up <= radius_m * radius_m
        };
        let half = (radius_m * radius_m - up * up).max(0.0).sqrt();
        let place = (at.x - self.origin.x) / self.cell_m - 0.5;
        let (mut first, mut last) = (
            (place - half / self.cell_m).ceil() as isize,
            (place + half / self.cell_m).floor() as isize,
        );
        // The root may be off by its last bit.
        first -= isize::from(is_within(first - 1));
        first += isize::from(!is_within(first));
        last += isize::from(is_within(last + 1));
        last -= isize::from(!is_within(last));
        let columns = self.columns as isize;
        let (first, end) = (first.clamp(0, columns), (last + 1).clamp(0, columns));
        first as usize..end.max(first) as usize
    }
}

/// The cells around a place: south-west, south-east, north-west, north-east, and where the place lies
/// between their middles, each way from 0 to 1.
pub(super) struct Corners {
    pub cells: [Option<usize>; 4],
    pub right: f64,
    pub up: f64,
}

/// The value between four, by how far the place lies to the right and up.
pub(super) fn mix(values: [f64; 4], right: f64, up: f64) -> f64 {
    let [south_west, south_east, north_west, north_east] = values;
    let below = south_west * (1.0 - right) + south_east * right;
    let above = north_west * (1.0 - right) + north_east * right;
    below * (1.0 - up) + above * up
}
