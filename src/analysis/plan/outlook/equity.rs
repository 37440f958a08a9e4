//! Most covered with an eye on the worst unit. The plan is that of most covered, valued by both. The bound: no
//! plan covers more than that of most covered, and none reaches homes of more units than its sites have
//! within reach, so that the worst unit fares no better than the one after these, of those that fare worst
//! without a plan.

use rayon::prelude::*;

use crate::geometry::{Extent, PointGrid, WorldPoint};
use crate::siting::Equity;

use super::super::groundwork::EarlyPlan;
use super::covering::CoveringOutlook;
use super::{CELL_M, Ground};

pub(super) struct EquityOutlook {
    covering: CoveringOutlook,
    model: Equity,
    /// Of each unit: its residents, and those whom something reaches that is open in every plan.
    residents: Vec<f64>,
    reached: Vec<f64>,
    all: f64,
    /// No plan has a worst unit with a larger share of its residents covered.
    most_of_worst: f64,
    /// As it was after the last step: valuing it looks at every home that it covers.
    plan: Option<EarlyPlan>,
}

impl EquityOutlook {
    pub fn of(ground: Ground, radius_m: f64, model: Equity) -> Self {
        let units = model.units.iter().flatten().map(|unit| *unit as usize + 1).max().unwrap_or(0);
        let (mut residents, mut reached) = (vec![0.0; units], vec![0.0; units]);
        let mut extents: Vec<Option<Extent>> = vec![None; units];
        let is_open = ground.is_open_within(radius_m);
        for (home, persons) in ground.residents.iter().enumerate() {
            let Some(unit) = model.units.get(home).copied().flatten() else { continue };
            let (unit, at) = (unit as usize, ground.homes[home]);
            residents[unit] += persons.as_f64();
            if is_open[home] {
                reached[unit] += persons.as_f64();
            }
            let here = Extent { min: at, max: at };
            extents[unit] = Some(extents[unit].map_or(here, |known| known.union(here)));
        }
        let all = ground.residents.iter().map(|persons| persons.as_f64()).sum();
        let bettered = ground.count * most_units_around(&ground.at, &extents, radius_m);
        let mut rates: Vec<f64> = residents
            .iter()
            .zip(&reached)
            .filter(|(residents, _)| **residents > 0.0)
            .map(|(residents, reached)| reached / residents)
            .collect();
        rates.sort_by(f64::total_cmp);
        let most_of_worst = rates.get(bettered).copied().unwrap_or(1.0);
        let covering = CoveringOutlook::of(ground, radius_m);
        Self { covering, model, residents, reached, all, most_of_worst, plan: None }
    }

    pub fn step(&mut self) -> bool {
        let goes_on = self.covering.step();
        self.plan = self.valued();
        goes_on
    }

    pub fn plan(&self) -> Option<EarlyPlan> {
        self.plan.clone()
    }

    /// The plan of most covered, with what it is worth by both.
    fn valued(&self) -> Option<EarlyPlan> {
        let EarlyPlan { sites, value: covered } = self.covering.plan()?;
        let mut reached = self.reached.clone();
        for (home, persons) in self.covering.newly_covered() {
            if let Some(unit) = self.model.units.get(home).copied().flatten() {
                reached[unit as usize] += persons.as_f64();
            }
        }
        let (_, worst_rate) = Equity::worst_unit(&reached, &self.residents);
        Some(EarlyPlan { sites, value: self.model.worth(covered, self.all, worst_rate) })
    }

    pub fn bound(&self) -> Option<f64> {
        Some(self.model.worth(self.covering.bound()?, self.all, self.most_of_worst))
    }

    pub fn estimated_pairs(&self) -> f64 {
        self.covering.estimated_pairs()
    }
}

/// The units whose homes may be within a radius of one place, at most: those whose homes' rectangle comes so
/// near to the cell that the place is in.
fn most_units_around(places: &[WorldPoint], units: &[Option<Extent>], radius_m: f64) -> usize {
    let units: Vec<Extent> = units.iter().copied().flatten().collect();
    let middles: Vec<WorldPoint> = units.iter().map(|unit| unit.center()).collect();
    let half = units.iter().map(|unit| unit.width().hypot(unit.height()) / 2.0).fold(0.0, f64::max);
    let index = PointGrid::new(&middles, radius_m.max(CELL_M));
    let most = PointGrid::new(places, CELL_M)
        .cells()
        .filter_map(|cell| {
            let cell = Extent::of(cell.iter().map(|(at, _)| *at))?;
            let (middle, spread_m) = (cell.center(), cell.width().hypot(cell.height()) / 2.0);
            let mut count = 0;
            index.for_each_within(middle, radius_m + spread_m + half, |unit| {
                let near_m = distance_to_extent(middle, units[unit as usize]);
                count += usize::from(near_m <= radius_m + spread_m);
            });
            Some(count)
        })
        .max();
    most.unwrap_or(0)
}

fn distance_to_extent(from: WorldPoint, Extent { min, max }: Extent) -> f64 {
    let outside = |at: f64, min: f64, max: f64| (min - at).max(at - max).max(0.0);
    outside(from.x, min.x, max.x).hypot(outside(from.y, min.y, max.y))
}
