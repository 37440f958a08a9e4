//! The gain field: how many more residents a new facility would reach, or what else is wanted in its
//! reach (`unmet`), at the middle of every cell of a grid over the study, in the circle model.
//!
//! A building adds what it wants to all cells whose middle lies within the
//! radius: in each row of cells a run, which is noted as a difference at its start and end. Sums
//! along the rows give the field. A building costs as much as the rows its circle touches, from
//! scratch as well as when it comes to want another number. Integers, so both agree exactly.

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::{Buildings, GroupFactors, Persons};
use crate::standard::FunctionIndex;
use crate::study::Study;

use super::super::unmet::Counted;
use super::super::{GainOf, Unmet};
use super::cells::CellGrid;

/// Side of a cell in metres, unless the study is so large that there would be too many.
const CELL_M: f64 = 50.0;
/// Its largest for a quick look.
const GLANCE_CELL_M: f64 = 200.0;
const MOST_CELLS: f64 = 4e6;
/// With more buildings changed than this, making the field anew is quicker.
const MOST_FOLLOWED: usize = 20_000;
/// Rows of cells that one thread fills at once.
const BAND_ROWS: usize = 64;

/// What a facility at each place would gain.
#[derive(Debug, Clone, PartialEq)]
pub struct GainField {
    grid: CellGrid,
    radius_m: f64,
    /// How many times as many residents there are taken to be.
    growth: GroupFactors,
    counted: Counted,
    /// What a row's sum changes by from cell to cell, one more than cells in each row.
    differences: Vec<Persons>,
    gains: Vec<Persons>,
}

impl GainField {
    /// The field of what is wanted; `None` without any place.
    pub fn of(study: &Study, unmet: &Unmet<'_>) -> Option<Self> {
        Self::in_cells(study, unmet, CELL_M)
    }

    /// The same in cells large enough for a quick look: about how large gains are, and where.
    pub fn at_a_glance(study: &Study, unmet: &Unmet<'_>) -> Option<Self> {
        let (function, group, _) = unmet.what();
        let radius_m = study.walk(group).circle_radius_m(function);
        Self::in_cells(study, unmet, (radius_m / 4.0).clamp(CELL_M, GLANCE_CELL_M))
    }

    fn in_cells(study: &Study, unmet: &Unmet<'_>, cell_m: f64) -> Option<Self> {
        let (function, group, _) = unmet.what();
        let radius_m = study.walk(group).circle_radius_m(function);
        // As far as a place beside the study would reach somebody in it.
        let grid = CellGrid::over(study.layers().extent()?.grown(radius_m), cell_m, MOST_CELLS);
        let cells = grid.len();
        let mut field = Self {
            grid,
            radius_m,
            growth: study.parameters().growth,
            counted: Counted::of(unmet),
            differences: vec![Persons::ZERO; cells + grid.rows],
            gains: vec![Persons::ZERO; cells],
        };
        field.fill(&study.layers().buildings, unmet);
        Some(field)
    }

    /// Brings the field up to date with what is wanted now, or says that it has to be made anew
    /// because the radius, the residents, the study or much of what is wanted are others.
    pub fn follow(&mut self, study: &Study, unmet: &Unmet<'_>) -> bool {
        let buildings = &study.layers().buildings;
        let (function, group, _) = self.counted.what();
        let is_same = self.radius_m == study.walk(group).circle_radius_m(function)
            && self.growth == study.parameters().growth;
        let changes = self.counted.changes_to(unmet).filter(|_| is_same);
        let Some(changes) = changes.filter(|changes| changes.len() <= MOST_FOLLOWED) else {
            return false;
        };
        self.counted.take_in(&changes);
        let mut rows = 0..0;
        for (building, more) in changes {
            let touched = self.spread(buildings.demand_points()[building], more);
            rows = if rows.is_empty() { touched } else { union(rows, touched) };
        }
        for row in rows {
            self.sum_row(row);
        }
        true
    }

    /// What the field counts, and the function and the position of the group it is about.
    pub fn what(&self) -> (FunctionIndex, usize, GainOf) {
        self.counted.what()
    }

    /// Side of a cell in metres.
    pub fn cell_m(&self) -> f64 {
        self.grid.cell_m
    }

    /// The gain at the middle of the cell around a place; `None` where nothing is reached for lying too
    /// far outside the study.
    pub fn at(&self, place: WorldPoint) -> Option<Persons> {
        self.grid.cell_at(place).map(|cell| self.gains[cell])
    }

    /// The largest gain of all cells.
    pub fn largest(&self) -> Persons {
        self.gains.par_iter().copied().max().unwrap_or_default()
    }

    /// The cells with their middle, row by row from the south-west.
    pub fn cells(&self) -> impl Iterator<Item = (WorldPoint, Persons)> {
        self.grid.middles().zip(self.gains.iter().copied())
    }

    /// The gain at a place between the middles of four cells, for a smooth surface; zero outside.
    pub fn smooth_at(&self, place: WorldPoint) -> f64 {
        self.grid.smooth_at(place, |cell| self.gains[cell].as_f64())
    }

    /// Fills the whole field, bands of rows at the same time.
    fn fill(&mut self, buildings: &Buildings, unmet: &Unmet<'_>) {
        let Self { grid, radius_m, differences, gains, .. } = self;
        let (grid, radius_m) = (*grid, *radius_m);
        let bands = differences
            .par_chunks_mut((grid.columns + 1) * BAND_ROWS)
            .zip(gains.par_chunks_mut(grid.columns * BAND_ROWS));
        bands.enumerate().for_each(|(band, (differences, gains))| {
            let first = band * BAND_ROWS;
            let rows = first..first + gains.len() / grid.columns;
            let (south, north) = grid.reach_of_rows(&rows, radius_m);
            for (at, building) in buildings.demand_index().between(south, north) {
                let wanted = unmet.at(*building as usize);
                if wanted == Persons::ZERO {
                    continue;
                }
                let within = grid.rows_within(*at, radius_m);
                for row in within.start.max(rows.start)..within.end.min(rows.end) {
                    let of_row = &mut differences[(row - first) * (grid.columns + 1)..];
                    let run = grid.run_within(row, *at, radius_m);
                    add_run(of_row, run, wanted);
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
            add_run(of_row, grid.run_within(row, at, self.radius_m), residents);
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

/// Notes residents in a row's differences at a run of cells.
fn add_run(differences: &mut [Persons], run: std::ops::Range<usize>, residents: Persons) {
    if !run.is_empty() {
        differences[run.start] += residents;
        differences[run.end] -= residents;
    }
}

fn sum_along(differences: &[Persons], gains: &mut [Persons]) {
    let mut sum = Persons::ZERO;
    for (gain, difference) in gains.iter_mut().zip(differences) {
        sum += *difference;
        *gain = sum;
    }
}
