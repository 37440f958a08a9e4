//! One plan for several futures: other populations, other ways of walking. For each future the best
//! plan is known; the robust one falls least short of all of them, in the future where it falls
//! shortest. Minimax regret after Savage (1951), relative to each future's best; Snyder (2006),
//! *Facility location under uncertainty*.

use std::time::Instant;

use super::exchange::{Tally, greedy_exchange};
use super::plan::{Covering, Known, SiteProgramme, best_plan, hindered};
use super::rows::CoverRows;
use crate::siting::linear::SolverError;
use crate::siting::problem::{MaxCover, Model, Problem, Standing};
use crate::siting::solution::{Progress, Solution};
use crate::siting::solve;
use crate::siting::watch::{Limits, Listener, Watch};

/// One way things may turn out; all futures have the same sites.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    pub problem: Problem,
    /// Metres, inclusive.
    pub limit_m: f64,
}

/// The robust plan beside the best of each future.
#[derive(Debug, Clone, PartialEq)]
pub struct RobustChoice {
    /// Value and bound are the least share of a future's best that the plan covers, from 0 to 1.
    pub robust: Solution,
    /// Maximal covering of each future, alone.
    pub best: Vec<Solution>,
    /// For the best plan of each future and then the robust one: the weight it covers in each future.
    pub covered: Vec<Vec<f64>>,
}

impl RobustChoice {
    /// How far a plan of the table falls short of a future's best, as a share of it, from 0 to 1;
    /// zero where there is nothing to cover.
    pub fn regret(&self, plan: usize, future: usize) -> f64 {
        let best = self.best[future].value.unwrap_or(0.0);
        match best > 0.0 {
            true => (1.0 - self.covered[plan][future] / best).max(0.0),
            false => 0.0,
        }
    }

    /// The most a plan of the table falls short in any future.
    pub fn largest_regret(&self, plan: usize) -> f64 {
        (0..self.best.len()).map(|future| self.regret(plan, future)).fold(0.0, f64::max)
    }
}

/// Finds the plan that falls least short in the worst of several futures; what cannot be sited in
/// the first is an answer of its own.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_robust(
    futures: &[Future],
    count: usize,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Result<RobustChoice, Solution>, SolverError> {
    let nothing = Problem::default();
    let problem = futures.first().map_or(&nothing, |future| &future.problem);
    if let Some(hindered) = hindered(problem, count, &Watch::new(limits, listener)) {
        return Ok(Err(hindered));
    }
    let mut clock = Clock { started: Instant::now(), limits, listener };
    let best: Vec<Solution> = futures
        .iter()
        .map(|Future { problem, limit_m }| {
            let model = Model::MaxCover(MaxCover { count, limit_m: *limit_m });
            // What one future alone comes to is not the value of what is asked.
            clock.run(false, |limits, listener| solve(problem, &model, limits, listener))
        })
        .collect();
    let robust = clock.run(true, |limits, listener| {
        let shares = Shares::of(problem, count, futures, &best);
        let plans = best.iter().map(|solution| solution.sites.clone()).collect();
        // No plan covers more than all of a future's best, as shares are counted.
        let known = Known { most: 1.0, plans };
        let robust = best_plan(problem, count, &shares, known, &mut Watch::new(limits, listener))?;
        let plans = best.iter().chain([&robust]);
        let covered = plans.map(|plan| shares.covered(&plan.sites)).collect();
        Ok((robust, covered))
    });
    let (mut robust, covered) = robust?;
    robust.seconds = clock.seconds();
    Ok(Ok(RobustChoice { robust, best, covered }))
}

/// One time for several searches in turn.
struct Clock<'a, 'l> {
    started: Instant,
    limits: Limits,
    listener: &'a mut Listener<'l>,
}

impl Clock<'_, '_> {
    fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Searches with the time that is left; `is_told` says whether values are told of.
    fn run<T>(&mut self, is_told: bool, search: impl FnOnce(Limits, &mut Listener<'_>) -> T) -> T {
        let before = self.started.elapsed();
        let time = self.limits.time.map(|time| time.saturating_sub(before));
        let limits = Limits { time, ..self.limits };
        search(limits, &mut |progress| {
            let seconds = before.as_secs_f64() + progress.seconds;
            (self.listener)(&match is_told {
                true => Progress { seconds, ..*progress },
                false => Progress { seconds, ..Progress::default() },
            })
        })
    }
}

/// The rows of each future, and what its best plan covers.
struct Shares<'a> {
    problem: &'a Problem,
    count: usize,
    rows: Vec<CoverRows>,
    best: Vec<f64>,
}

impl<'a> Shares<'a> {
    fn of(problem: &'a Problem, count: usize, futures: &[Future], best: &[Solution]) -> Self {
        let rows = futures
            .iter()
            .map(|future| CoverRows::within(&future.problem, future.limit_m, 1, |_| 0));
        let best = best.iter().map(|solution| solution.value.unwrap_or(0.0));
        Self { problem, count, rows: rows.collect(), best: best.collect() }
    }

    fn covered(&self, open: &[usize]) -> Vec<f64> {
        self.rows.iter().map(|rows| rows.covered(open, 1)).collect()
    }

    /// The least share of a future's best that is covered.
    fn least(&self, covered: &[f64]) -> f64 {
        let shares = covered.iter().zip(&self.best).filter(|(_, best)| **best > 0.0);
        shares.map(|(covered, best)| covered / best).fold(1.0, f64::min)
    }
}

impl Covering for Shares<'_> {
    fn worth(&self, open: &[usize]) -> f64 {
        self.least(&self.covered(open))
    }

    fn start(&self, watch: &mut Watch) -> Vec<usize> {
        let forced: Vec<usize> = self.problem.sites_that_are(Standing::Forced).collect();
        let candidates: Vec<usize> = self.problem.sites_that_are(Standing::Candidate).collect();
        let mut tally = ShareTally::new(self);
        greedy_exchange(&mut tally, &candidates, &forced, self.count, || watch.is_over())
    }

    /// z_is ≤ Σ y for each row of each future s, t ≤ Σ w_is z_is / V_s; the most of t.
    fn write(&self, programme: &mut SiteProgramme) -> f64 {
        let least = programme.linear.variable(1.0, 0.0, 1.0);
        let futures = self.rows.iter().zip(&self.best).filter(|(_, best)| **best > 0.0);
        for (rows, best) in futures {
            let mut existing = 0.0;
            let mut shares = vec![(least, 1.0)];
            for row in &rows.rows {
                if row.existing > 0 {
                    existing += row.weight;
                } else if !row.sites.is_empty() {
                    shares.push((programme.cover(row, 0.0), -row.weight / best));
                }
            }
            programme.linear.at_most(shares, existing / best);
        }
        0.0
    }

    fn most(&self, _covered: f64) -> f64 {
        1.0
    }
}

/// What is covered in each future.
struct ShareTally<'a> {
    shares: &'a Shares<'a>,
    counts: Vec<Vec<u32>>,
    covered: Vec<f64>,
}

impl<'a> ShareTally<'a> {
    fn new(shares: &'a Shares<'a>) -> Self {
        let counts = shares.rows.iter().map(|rows| rows.counts(&[])).collect();
        Self { shares, counts, covered: shares.covered(&[]) }
    }
}

impl Tally for ShareTally<'_> {
    fn open(&mut self, site: usize) {
        for (future, rows) in self.shares.rows.iter().enumerate() {
            for row in &rows.columns[site] {
                let count = &mut self.counts[future][*row as usize];
                *count += 1;
                if *count == 1 {
                    self.covered[future] += rows.rows[*row as usize].weight;
                }
            }
        }
    }

    fn close(&mut self, site: usize) {
        for (future, rows) in self.shares.rows.iter().enumerate() {
            for row in &rows.columns[site] {
                let count = &mut self.counts[future][*row as usize];
                *count -= 1;
                if *count == 0 {
                    self.covered[future] -= rows.rows[*row as usize].weight;
                }
            }
        }
    }

    /// The least share counts; all shares together break ties, so that greedy opening sees a way up.
    fn worth(&self) -> f64 {
        const TOGETHER: f64 = 1e-3;
        let shares = self.covered.iter().zip(&self.shares.best).filter(|(_, best)| **best > 0.0);
        let sum: f64 = shares.map(|(covered, best)| covered / best).sum();
        self.shares.least(&self.covered) + TOGETHER * sum
    }
}
