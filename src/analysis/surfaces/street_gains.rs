//! Gains along the streets: how many more residents a facility at the middle of every cell would
//! newly reach, or what else is wanted in its reach (`unmet`), each by a search of its own, exactly as
//! coverage counts a facility there.
//!
//! A city has a few hundred thousand cells, so this takes seconds and can be watched and stopped.
//! Cells near which nobody wants anything are not searched from; after an edit only those are that lie
//! near a building that came to want another number.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::geometry::{DiscSums, WorldPoint};
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Parameters, Study};

use super::super::place_gains::{Watch, go_on};
use super::super::unmet::Counted;
use super::super::{GainOf, GainsError, Unmet};
use super::{GainField, StreetCells};

/// Sides of the squares of which one cell each is searched from for [`StreetGains::scale`], in metres.
const SQUARE_M: f64 = 500.0;
/// How many squares these are at most.
const MOST_SQUARES: usize = 256;

/// Cells looked at between two looks at whether to go on: few, since the window paints meanwhile.
const CELLS_AT_ONCE: usize = 1 << 6;
/// Covers the rounding of distances.
const ROUNDING_M: f64 = 1.0;

/// What a facility at each cell would gain along the streets.
#[derive(Debug, Clone)]
pub struct StreetGains {
    limit_m: f64,
    parameters: Parameters,
    layers: Arc<LayerSet>,
    cells: Arc<StreetCells>,
    counted: Counted,
    gains: Vec<Persons>,
}

impl StreetGains {
    /// The gains of what is wanted.
    ///
    /// # Errors
    /// When `watch`, which is told the share that is done, says not to go on.
    pub fn of(
        study: &Study,
        unmet: &Unmet<'_>,
        cells: Arc<StreetCells>,
        watch: &mut Watch<'_>,
    ) -> Result<Self, GainsError> {
        let (function, group, _) = unmet.what();
        let gains = Self {
            limit_m: study.walk(group).limit_m(function),
            parameters: *study.parameters(),
            layers: study.shared_layers(),
            gains: vec![Persons::ZERO; cells.grid.len()],
            counted: Counted::nothing(unmet),
            cells,
        };
        gains.brought_to(study, unmet, watch)
    }

    /// About the largest gain along the streets, for classes that are settled before all cells have been
    /// searched from: the largest among the cells that gain most in circles, one of each square of the
    /// study. Elsewhere it may be a little larger, nowhere larger than in circles.
    pub fn scale(study: &Study, unmet: &Unmet<'_>, in_circles: &GainField) -> Persons {
        let (function, group, _) = unmet.what();
        let walk = study.walk(group);
        let limit_m = walk.limit_m(function);
        let mut best_of: HashMap<(i64, i64), (WorldPoint, Persons)> = HashMap::new();
        for (middle, gain) in in_circles.cells() {
            let square = |metres: f64| (metres / SQUARE_M).floor() as i64;
            let best = best_of.entry((square(middle.x), square(middle.y)));
            let best = best.or_insert((middle, gain));
            if gain > best.1 {
                *best = (middle, gain);
            }
        }
        let mut promising: Vec<(WorldPoint, Persons)> = best_of.into_values().collect();
        promising.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.x.total_cmp(&b.0.x)));
        promising.truncate(MOST_SQUARES);
        let gain = |(middle, _): &(WorldPoint, Persons)| {
            let mut gain = Persons::ZERO;
            walk.for_each_reached(*middle, limit_m, |building, _| {
                gain += unmet.at(building as usize);
            });
            gain
        };
        promising.par_iter().map(gain).max().unwrap_or_default()
    }

    /// Whether it is about the same walk, residents and gain, so that it can be brought up to date.
    pub fn is_of(&self, study: &Study, what: (FunctionIndex, usize, GainOf)) -> bool {
        let (function, group, _) = what;
        self.counted.what() == what
            && self.limit_m == study.walk(group).limit_m(function)
            && self.parameters == *study.parameters()
            && Arc::ptr_eq(&self.layers, &study.shared_layers())
    }

    /// Whether the gains are those of this moment.
    pub fn stand_for(&self, unmet: &Unmet<'_>) -> bool {
        self.counted.changes_to(unmet).is_some_and(|changes| changes.is_empty())
    }

    /// The gains of another moment: what changed is searched anew.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn brought_to(
        mut self,
        study: &Study,
        unmet: &Unmet<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<Self, GainsError> {
        let (_, group, _) = unmet.what();
        let walk = study.walk(group);
        let layers = self.layers.clone();
        let residents = layers.buildings.demand().residents(group);
        let homes = layers.buildings.demand_points();
        let changes = self.counted.changes_to(unmet).unwrap_or_default();
        let is_home = |building: &usize| residents[*building] > Persons::ZERO;
        let changed: Vec<usize> =
            changes.into_iter().map(|(building, _)| building).filter(is_home).collect();
        let points: Vec<WorldPoint> = changed.iter().map(|building| homes[*building]).collect();
        let weights: Vec<Persons> = changed.iter().map(|building| residents[*building]).collect();
        self.counted = Counted::of(unmet);
        let radius_m = self.limit_m + slack_m(&self.parameters);
        let changed = DiscSums::new(&points, &weights, radius_m);
        let middles: Vec<WorldPoint> = self.cells.grid.middles().collect();
        let joined = &self.cells.joined;
        let affected: Vec<usize> = (0..middles.len())
            .into_par_iter()
            .filter(|cell| {
                joined.is_joined(*cell) && changed.within(middles[*cell], radius_m) > Persons::ZERO
            })
            .collect();
        let gain = |cell: &usize| {
            let mut gain = Persons::ZERO;
            walk.for_each_reached(middles[*cell], self.limit_m, |building, _| {
                gain += unmet.at(building as usize);
            });
            gain
        };
        for (chunk, cells) in affected.chunks(CELLS_AT_ONCE).enumerate() {
            go_on(watch, chunk * CELLS_AT_ONCE, affected.len())?;
            let gains: Vec<Persons> = cells.par_iter().map(gain).collect();
            for (cell, gain) in cells.iter().zip(gains) {
                self.gains[*cell] = gain;
            }
        }
        Ok(self)
    }

    /// Side of a cell in metres.
    pub fn cell_m(&self) -> f64 {
        self.cells.grid.cell_m
    }

    /// The cells it is made of, for other fields of the study.
    pub fn cells(&self) -> &Arc<StreetCells> {
        &self.cells
    }

    /// The cells that are joined to the streets, with their middle, row by row from the south-west.
    pub fn gains(&self) -> impl Iterator<Item = (WorldPoint, Persons)> {
        let cells = self.cells.grid.middles().zip(self.gains.iter().copied()).enumerate();
        cells.filter(|(cell, _)| self.cells.joined.is_joined(*cell)).map(|(_, of_cell)| of_cell)
    }

    /// The gain at the middle of the cell around a place; `None` beside the study and where no street
    /// is near.
    pub fn at(&self, place: WorldPoint) -> Option<Persons> {
        let cell = self.cells.grid.cell_at(place)?;
        self.cells.joined.is_joined(cell).then(|| self.gains[cell])
    }

    /// The gain at a place between the middles of four cells, for a smooth surface; zero outside.
    pub fn smooth_at(&self, place: WorldPoint) -> f64 {
        self.cells.grid.smooth_at(place, |cell| self.gains[cell].as_f64())
    }
}

impl PartialEq for StreetGains {
    /// Whether both say the same; the cells of one study are the same wherever they are kept.
    fn eq(&self, other: &Self) -> bool {
        self.counted == other.counted && self.gains == other.gains
    }
}

/// By how much a walk may be shorter than the straight line: where the ways to the streets do not count.
fn slack_m(parameters: &Parameters) -> f64 {
    let rules = parameters.network;
    ROUNDING_M + if rules.counts_access { 0.0 } else { 2.0 * rules.farthest_access_m }
}
