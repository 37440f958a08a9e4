//! The gain field: how many more residents a new facility would reach, at the middle of every cell
//! of a grid over the study, in the circle model.
//!
//! A building that nobody reaches adds its residents to all cells whose middle lies within the
//! radius: in each row of cells a run, which is noted as a difference at its start and end. Sums
//! along the rows give the field. A building costs as much as the rows its circle touches, from
//! scratch as well as when it comes to be reached or is no longer. Integers, so both agree exactly.

use rayon::prelude::*;

use crate::geometry::{Extent, WorldPoint};
use crate::layers::{Buildings, GroupFactors, Persons};
use crate::standard::FunctionIndex;
use crate::study::Study;

use super::Coverage;

/// Side of a cell in metres, unless the study is so large that there would be too many.
const CELL_M: f64 = 50.0;
const MOST_CELLS: f64 = 4e6;
/// Rows of cells that one thread fills at once.
const BAND_ROWS: usize = 64;

/// Residents that a facility at each place would newly reach.
#[derive(Debug, Clone, PartialEq)]
pub struct GainField {
    function: FunctionIndex,
    group: usize,
    grid: Grid,
    radius_m: f64,
    /// How many times as many residents there are taken to be.
    growth: GroupFactors,
    /// Whether a facility reaches each building already.
    is_reached: Vec<bool>,
    /// What a row's sum changes by from cell to cell, one more than cells in each row.
    differences: Vec<Persons>,
    gains: Vec<Persons>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Grid {
    /// Lower left corner.
    origin: WorldPoint,
    cell_m: f64,
    columns: usize,
    rows: usize,
}

impl GainField {
    /// The field of a function and group where `coverage` stands; `None` without any place.
    pub fn of(
        study: &Study,
        coverage: &Coverage,
        function: FunctionIndex,
        group: usize,
    ) -> Option<Self> {
        let radius_m = study.walk(group).circle_radius_m(function);
        // As far as a place beside the study would reach somebody in it.
        let grid = Grid::over(study.layers().extent()?.grown(radius_m));
        let cells = grid.columns * grid.rows;
        let counts = coverage.reach_counts(function, group);
        let is_reached = counts.iter().map(|count| *count > 0).collect();
        let mut field = Self {
            function,
            group,
            grid,
            radius_m,
            growth: study.parameters().growth,
            is_reached,
            differences: vec![Persons::ZERO; cells + grid.rows],
            gains: vec![Persons::ZERO; cells],
        };
        field.fill(&study.layers().buildings);
        Some(field)
    }

    /// Brings the field up to date with the coverage, or says that it has to be made anew because
    /// the radius, the residents or the study are others.
    pub fn follow(&mut self, study: &Study, coverage: &Coverage) -> bool {
        let buildings = &study.layers().buildings;
        let counts = coverage.reach_counts(self.function, self.group);
        let is_same = self.radius_m == study.walk(self.group).circle_radius_m(self.function)
            && self.growth == study.parameters().growth
            && self.is_reached.len() == counts.len();
        if !is_same {
            return false;
        }
        let changed: Vec<usize> = self
            .is_reached
            .par_iter()
            .zip(counts)
            .enumerate()
            .with_min_len(1 << 14)
            .filter_map(|(building, (was, count))| (*was != (*count > 0)).then_some(building))
            .collect();
        let mut rows = 0..0;
        for building in changed {
            let is_reached = &mut self.is_reached[building];
            *is_reached = !*is_reached;
            let residents = buildings.demand().residents(self.group)[building];
            let lost = if *is_reached { Persons::ZERO - residents } else { residents };
            let touched = self.spread(buildings.demand_points()[building], lost);
            rows = if rows.is_empty() { touched } else { union(rows, touched) };
        }
        for row in rows {
            self.sum_row(row);
        }
        true
    }

    /// The function that the field is about.
    pub fn function(&self) -> FunctionIndex {
        self.function
    }

    /// Position of the group whose residents are counted.
    pub fn group(&self) -> usize {
        self.group
    }

    /// Side of a cell in metres.
    pub fn cell_m(&self) -> f64 {
        self.grid.cell_m
    }

    /// The gain at the middle of the cell around a place; `None` where nothing is reached for lying too
    /// far outside the study.
    pub fn at(&self, place: WorldPoint) -> Option<Persons> {
        let (column, row) = self.grid.cell_of(place)?;
        Some(self.gains[row * self.grid.columns + column])
    }

    /// The largest gain of all cells.
    pub fn largest(&self) -> Persons {
        self.gains.par_iter().copied().max().unwrap_or_default()
    }

    /// The cells with their middle, row by row from the south-west.
    pub fn cells(&self) -> impl Iterator<Item = (WorldPoint, Persons)> {
        let Grid { columns, .. } = self.grid;
        let cells = self.gains.iter().enumerate();
        cells.map(move |(cell, gain)| (self.grid.middle(cell % columns, cell / columns), *gain))
    }

    /// The gain at a place between the middles of four cells, for a smooth surface; zero outside.
    pub fn smooth_at(&self, place: WorldPoint) -> f64 {
        let Grid { origin, cell_m, columns, rows } = self.grid;
        let x = (place.x - origin.x) / cell_m - 0.5;
        let y = (place.y - origin.y) / cell_m - 0.5;
        let is_inside = x > -1.0 && y > -1.0 && x < columns as f64 && y < rows as f64;
        if !is_inside {
            return 0.0;
        }
        let (column, row) = (x.floor(), y.floor());
        let (right, up) = (x - column, y - row);
        let gain = |column: f64, row: f64| {
            let seen = column >= 0.0 && row >= 0.0 && column < columns as f64 && row < rows as f64;
            if seen { self.gains[row as usize * columns + column as usize].as_f64() } else { 0.0 }
        };
        let below = gain(column, row) * (1.0 - right) + gain(column + 1.0, row) * right;
        let above = gain(column, row + 1.0) * (1.0 - right) + gain(column + 1.0, row + 1.0) * right;
        below * (1.0 - up) + above * up
    }

    /// Fills the whole field, bands of rows at the same time.
    fn fill(&mut self, buildings: &Buildings) {
        let Self { grid, radius_m, is_reached, differences, gains, group, .. } = self;
        let (grid, radius_m) = (*grid, *radius_m);
        let residents = buildings.demand().residents(*group);
        let bands = differences
            .par_chunks_mut((grid.columns + 1) * BAND_ROWS)
            .zip(gains.par_chunks_mut(grid.columns * BAND_ROWS));
        bands.enumerate().for_each(|(band, (differences, gains))| {
            let first = band * BAND_ROWS;
            let rows = first..first + gains.len() / grid.columns;
            let (south, north) = grid.reach_of_rows(&rows, radius_m);
            for (at, building) in buildings.demand_index().between(south, north) {
                if is_reached[*building as usize] {
                    continue;
                }
                let within = grid.rows_within(*at, radius_m);
                for row in within.start.max(rows.start)..within.end.min(rows.end) {
                    let of_row = &mut differences[(row - first) * (grid.columns + 1)..];
                    grid.add_run(of_row, row, *at, radius_m, residents[*building as usize]);
                }
            }
            let rows = differences.chunks(grid.columns + 1).zip(gains.chunks_mut(grid.columns));
            rows.for_each(|(differences, gains)| sum_along(differences, gains));
        });
    }

    /// Adds residents to all cells within the radius of a place. Returns the rows touched.
    fn spread(&mut self, at: WorldPoint, residents: Persons) -> std::ops::Range<usize> {
        let grid = self.grid;
        let rows = grid.rows_within(at, self.radius_m);
        for row in rows.clone() {
            let of_row = &mut self.differences[row * (grid.columns + 1)..];
            grid.add_run(of_row, row, at, self.radius_m, residents);
        }
        rows
    }

    fn sum_row(&mut self, row: usize) {
        let columns = self.grid.columns;
        let differences = &self.differences[row * (columns + 1)..(row + 1) * (columns + 1)];
        sum_along(differences, &mut self.gains[row * columns..(row + 1) * columns]);
    }
}

fn union(a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> std::ops::Range<usize> {
    if b.is_empty() { a } else { a.start.min(b.start)..a.end.max(b.end) }
}

fn sum_along(differences: &[Persons], gains: &mut [Persons]) {
    let mut sum = Persons::ZERO;
    for (gain, difference) in gains.iter_mut().zip(differences) {
        sum += *difference;
        *gain = sum;
    }
}

impl Grid {
    fn over(extent: Extent) -> Self {
        let cells = extent.width() * extent.height() / (CELL_M * CELL_M);
        let cell_m = CELL_M * (cells / MOST_CELLS).sqrt().ceil().max(1.0);
        let count = |length_m: f64| (length_m / cell_m).ceil().max(1.0) as usize;
        let (columns, rows) = (count(extent.width()), count(extent.height()));
        Self { origin: extent.min, cell_m, columns, rows }
    }

    fn middle(&self, column: usize, row: usize) -> WorldPoint {
        WorldPoint {
            x: self.origin.x + (column as f64 + 0.5) * self.cell_m,
            y: self.origin.y + (row as f64 + 0.5) * self.cell_m,
        }
    }

    fn cell_of(&self, place: WorldPoint) -> Option<(usize, usize)> {
        let x = (place.x - self.origin.x) / self.cell_m;
        let y = (place.y - self.origin.y) / self.cell_m;
        let is_inside = x >= 0.0 && y >= 0.0 && x < self.columns as f64 && y < self.rows as f64;
        is_inside.then_some((x as usize, y as usize))
    }

    /// Rows whose middle line may lie within the radius of a place.
    fn rows_within(&self, at: WorldPoint, radius_m: f64) -> std::ops::Range<usize> {
        let row = |y: f64| ((y - self.origin.y) / self.cell_m).clamp(0.0, self.rows as f64);
        row(at.y - radius_m).floor() as usize..row(at.y + radius_m).ceil() as usize
    }

    /// How far south and north places lie that reach into some rows.
    fn reach_of_rows(&self, rows: &std::ops::Range<usize>, radius_m: f64) -> (f64, f64) {
        let y = |row: usize| self.origin.y + row as f64 * self.cell_m;
        (y(rows.start) - radius_m, y(rows.end) + radius_m)
    }

    /// Notes in a row's differences the run of cells whose middle lies within the radius of a place,
    /// by the very comparison that coverage makes.
    fn add_run(
        &self,
        differences: &mut [Persons],
        row: usize,
        at: WorldPoint,
        radius_m: f64,
        residents: Persons,
    ) {
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
        if first < end {
            differences[first as usize] += residents;
            differences[end as usize] -= residents;
        }
    }
}
