//! Covering with an eye on the worst unit: most residents reached, and the unit that fares worst
//! lifted with them. After the fairness objectives of Marsh and Schilling (1994), *Equity measurement
//! in facility location analysis*: the mean and the least of the units' rates, weighed by the planner.

use super::exchange::{Tally, greedy_exchange};
use super::plan::{Covering, Scope, SiteProgramme, filled_up, solve_covering};
use super::rows::CoverRows;
use crate::siting::linear::SolverError;
use crate::siting::problem::{Problem, Standing};
use crate::siting::solution::Solution;
use crate::siting::watch::{Limits, Listener, Watch};

/// The most of (1 − `worst_share`) × weight covered + `worst_share` × all weight × rate of the worst
/// unit. With a share of 0 that is maximal covering, with 1 only the worst unit counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Equity {
    /// How many sites are opened.
    pub count: usize,
    /// Metres, inclusive.
    pub limit_m: f64,
    /// From 0 to 1.
    pub worst_share: f64,
    /// The unit of each demand point, where it belongs to one.
    pub units: Vec<Option<u32>>,
}

/// What a plan covers, in all and in the unit that fares worst.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquityCover {
    /// Weight covered.
    pub covered: f64,
    /// The unit with the least share of its weight covered; of equals the first. None where no unit
    /// has any weight.
    pub worst_unit: Option<u32>,
    /// That share, from 0 to 1; 1 where there is no such unit.
    pub worst_rate: f64,
}

/// Demand that belongs to no unit.
const NO_UNIT: u32 = u32::MAX;

/// The rows of a covering by units.
#[derive(Debug)]
pub(super) struct UnitRows {
    pub rows: CoverRows,
    /// The weight of each unit.
    pub weights: Vec<f64>,
}

impl UnitRows {
    pub fn of(problem: &Problem, model: &Equity) -> Self {
        let unit = |demand: usize| model.units.get(demand).copied().flatten().unwrap_or(NO_UNIT);
        let rows = CoverRows::within(problem, model.limit_m, 1, unit);
        let units = rows.rows.iter().filter(|row| row.part != NO_UNIT);
        let count = units.clone().map(|row| row.part as usize + 1).max().unwrap_or(0);
        let mut weights = vec![0.0; count];
        units.for_each(|row| weights[row.part as usize] += row.weight);
        Self { rows, weights }
    }

    pub fn cover(&self, open: &[usize]) -> EquityCover {
        let counts = self.rows.counts(open);
        let mut by_unit = vec![0.0; self.weights.len()];
        let mut covered = 0.0;
        for (row, _) in self.rows.rows.iter().zip(&counts).filter(|(_, count)| **count > 0) {
            covered += row.weight;
            if row.part != NO_UNIT {
                by_unit[row.part as usize] += row.weight;
            }
        }
        let (worst_unit, worst_rate) = Equity::worst_unit(&by_unit, &self.weights);
        EquityCover { covered, worst_unit, worst_rate }
    }
}

impl UnitRows {
    /// z_i ≤ Σ y, m ≤ Σ_{i∈u} w_i z_i / W_u for each unit; the most of aim × both. Gives what the
    /// programme leaves out.
    pub fn write(&self, sites: &mut SiteProgramme, aim: Aim) -> f64 {
        let mut covered = Vec::new();
        let mut constant = 0.0;
        let mut by_unit = vec![(0.0, Vec::new()); self.weights.len()];
        for row in &self.rows.rows {
            let unit = by_unit.get_mut(row.part as usize);
            if row.existing > 0 {
                constant += aim.covered * row.weight;
                unit.into_iter().for_each(|(fixed, _)| *fixed += row.weight);
            } else if !row.sites.is_empty() {
                let is_covered = sites.cover(row, aim.covered * row.weight);
                covered.push((is_covered, row.weight));
                unit.into_iter().for_each(|(_, terms)| terms.push((is_covered, row.weight)));
            }
        }
        if aim.least_covered > 0.0 {
            sites.linear.at_least(covered, aim.least_covered - self.rows.covered(&[], 1));
        }
        let has_units = self.weights.iter().any(|weight| *weight > 0.0);
        if !has_units {
            return constant + aim.worst;
        }
        let worst = sites.linear.variable(aim.worst, aim.least_rate, 1.0);
        let units = by_unit.into_iter().zip(&self.weights).filter(|(_, weight)| **weight > 0.0);
        for ((fixed, terms), weight) in units {
            let rates = terms.into_iter().map(|(z, by)| (z, -by / weight));
            sites.linear.at_most(rates.chain([(worst, 1.0)]), fixed / weight);
        }
        constant
    }
}

impl Equity {
    /// The unit with the least share of its weight covered, and that share; see [`EquityCover`].
    pub fn worst_unit(covered: &[f64], weights: &[f64]) -> (Option<u32>, f64) {
        let mut worst = (None, 1.0);
        for (unit, (covered, weight)) in covered.iter().zip(weights).enumerate() {
            // All of a unit is all of it, whatever adding up in another order rounds.
            let rate = (covered / weight).min(1.0);
            if *weight > 0.0 && (worst.0.is_none() || rate < worst.1) {
                worst = (Some(unit as u32), rate);
            }
        }
        worst
    }

    /// What it is worth by this model to cover so much of all weight, and such a share of the worst unit.
    pub fn worth(&self, covered: f64, all: f64, worst_rate: f64) -> f64 {
        self.aim(all).worth(EquityCover { covered, worst_unit: None, worst_rate })
    }

    /// What a plan covers by this model.
    pub fn cover_of(&self, problem: &Problem, open: &[usize]) -> EquityCover {
        UnitRows::of(problem, self).cover(open)
    }

    /// What a plan is worth by this model.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> f64 {
        self.aim(problem.weight()).worth(self.cover_of(problem, open))
    }

    /// Where there is so much weight in all.
    fn aim(&self, all: f64) -> Aim {
        let (covered, worst) = (1.0 - self.worst_share, self.worst_share * all);
        Aim { covered, worst, least_rate: 0.0, least_covered: 0.0 }
    }
}

/// What is maximised, and what must be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Aim {
    /// A unit of weight covered is worth so much.
    pub covered: f64,
    /// The whole of the worst unit is worth so much.
    pub worst: f64,
    /// No unit may fare worse.
    pub least_rate: f64,
    /// No less weight may be covered.
    pub least_covered: f64,
}

impl Aim {
    pub fn worth(&self, cover: EquityCover) -> f64 {
        self.covered * cover.covered + self.worst * cover.worst_rate
    }
}

/// Finds the best plan, or as good a one as the limits and the listener leave time for.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_equity(
    problem: &Problem,
    model: &Equity,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Solution, SolverError> {
    let Equity { count, limit_m, .. } = *model;
    let prepared = || Evenness {
        problem,
        units: UnitRows::of(problem, model),
        count,
        aim: model.aim(problem.weight()),
    };
    solve_covering(problem, Scope { count, limit_m }, prepared, limits, listener)
}

struct Evenness<'a> {
    problem: &'a Problem,
    units: UnitRows,
    count: usize,
    aim: Aim,
}

impl Covering for Evenness<'_> {
    fn worth(&self, open: &[usize]) -> f64 {
        self.aim.worth(self.units.cover(open))
    }

    fn start(&self, watch: &mut Watch) -> Vec<usize> {
        start(self.problem, &self.units, self.count, self.aim, watch)
    }

    fn write(&self, programme: &mut SiteProgramme) -> f64 {
        self.units.write(programme, self.aim)
    }

    /// The worst unit fares no better than if all sites were open.
    fn most(&self, covered: f64) -> f64 {
        let all: Vec<usize> =
            (0..self.problem.sites()).filter(|site| self.problem.may_open(*site)).collect();
        self.aim.worth(EquityCover { covered, ..self.units.cover(&all) })
    }
}

/// A good plan: greedy by coverage and by the aim, exchanged, whichever is better.
pub(super) fn start(
    problem: &Problem,
    units: &UnitRows,
    count: usize,
    aim: Aim,
    watch: &mut Watch,
) -> Vec<usize> {
    let forced: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
    let candidates: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
    // The worst unit alone is a poor guide: no single opening may change it.
    let aims = [aim, Aim { covered: 1.0, worst: 0.0, ..aim }];
    let plans = aims.map(|guide| {
        let mut tally = UnitTally::new(units, guide);
        let open = greedy_exchange(&mut tally, &candidates, &forced, count, || watch.is_over());
        filled_up(problem, count, open)
    });
    let worth = |open: &[usize]| aim.worth(units.cover(open));
    let [first, second] = plans;
    if worth(&first) >= worth(&second) { first } else { second }
}

/// Weight covered by units.
struct UnitTally<'a> {
    units: &'a UnitRows,
    aim: Aim,
    counts: Vec<u32>,
    covered: f64,
    by_unit: Vec<f64>,
}

impl<'a> UnitTally<'a> {
    fn new(units: &'a UnitRows, aim: Aim) -> Self {
        let counts = units.rows.counts(&[]);
        let by_unit = vec![0.0; units.weights.len()];
        let mut tally = Self { units, aim, counts, covered: 0.0, by_unit };
        for row in 0..units.rows.rows.len() {
            if tally.counts[row] > 0 {
                tally.add(row, 1.0);
            }
        }
        tally
    }

    fn add(&mut self, row: usize, times: f64) {
        let row = &self.units.rows.rows[row];
        self.covered += times * row.weight;
        if let Some(unit) = self.by_unit.get_mut(row.part as usize) {
            *unit += times * row.weight;
        }
    }
}

impl Tally for UnitTally<'_> {
    fn open(&mut self, site: usize) {
        let units = self.units;
        for row in &units.rows.columns[site] {
            self.counts[*row as usize] += 1;
            if self.counts[*row as usize] == 1 {
                self.add(*row as usize, 1.0);
            }
        }
    }

    fn close(&mut self, site: usize) {
        let units = self.units;
        for row in &units.rows.columns[site] {
            self.counts[*row as usize] -= 1;
            if self.counts[*row as usize] == 0 {
                self.add(*row as usize, -1.0);
            }
        }
    }

    fn worth(&self) -> f64 {
        let (worst_unit, worst_rate) = Equity::worst_unit(&self.by_unit, &self.units.weights);
        self.aim.worth(EquityCover { covered: self.covered, worst_unit, worst_rate })
    }
}
