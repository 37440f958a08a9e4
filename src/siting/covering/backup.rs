//! Backup covering: a second site within the limit counts too, so that a full or closed one is not
//! the end of it. BACOP2 of Hogan and ReVelle (1986), *Concepts and applications of backup coverage*.

use super::exchange::{Tally, greedy_exchange};
use super::plan::{Prospect, SiteProgramme, filled_up, hindered};
use super::rows::CoverRows;
use crate::siting::linear::{SolverError, Variable};
use crate::siting::problem::{Problem, Standing};
use crate::siting::solution::Solution;
use crate::siting::watch::{Limits, Listener, Watch};

/// The most of `first_share` × weight covered + (1 − `first_share`) × weight covered twice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backup {
    /// How many sites are opened.
    pub count: usize,
    /// Metres, inclusive.
    pub limit_m: f64,
    /// θ, from 0 to 1: how much of a resident's weight the first site in reach is worth.
    pub first_share: f64,
}

/// Weight within reach of one site or more, and of two or more, existing ones counted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BackupCover {
    pub once: f64,
    pub twice: f64,
}

/// So many sites in reach are all that matters.
const ENOUGH: u32 = 2;

impl Backup {
    /// What a plan covers once and twice.
    pub fn cover_of(&self, problem: &Problem, open: &[usize]) -> BackupCover {
        self.cover(&self.rows(problem), open)
    }

    /// What a plan is worth by this model.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> f64 {
        self.worth(self.cover_of(problem, open))
    }

    fn rows(&self, problem: &Problem) -> CoverRows {
        CoverRows::within(problem, self.limit_m, ENOUGH, |_| 0)
    }

    fn cover(&self, rows: &CoverRows, open: &[usize]) -> BackupCover {
        let counts = rows.counts(open);
        let covered = |least: u32| {
            let rows = rows.rows.iter().zip(&counts).filter(|(_, count)| **count >= least);
            rows.map(|(row, _)| row.weight).sum()
        };
        BackupCover { once: covered(1), twice: covered(2) }
    }

    fn worth(&self, cover: BackupCover) -> f64 {
        self.first_share * cover.once + (1.0 - self.first_share) * cover.twice
    }

    /// What one more site in reach of a row is worth, beside so many.
    fn step(&self, count: u32) -> f64 {
        match count {
            0 => self.first_share,
            1 => 1.0 - self.first_share,
            _ => 0.0,
        }
    }
}

/// Finds the best plan, or as good a one as the limits and the listener leave time for.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_backup(
    problem: &Problem,
    model: Backup,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Solution, SolverError> {
    let mut watch = Watch::new(limits, listener);
    if let Some(hindered) = hindered(problem, model.count, &watch) {
        return Ok(hindered);
    }
    let rows = model.rows(problem);
    let mut programme = SiteProgramme::opening(problem, model.count);
    let served = add_rows(&mut programme, &rows, &model);
    let forced: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
    let candidates: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
    let mut tally = BackupTally { model, rows: &rows, counts: rows.counts(&[]), worth: 0.0 };
    let is_over = || watch.is_over();
    let open = greedy_exchange(&mut tally, &candidates, &forced, model.count, is_over);
    let open = filled_up(problem, model.count, open);
    let counts = rows.counts(&open);
    let levels = served.iter().flat_map(|(row, first, second)| {
        let count = counts[*row];
        [(*first, f64::from(count.min(1))), (*second, f64::from(count.clamp(1, 2) - 1))]
    });
    let start = programme.linear.values(programme.on(&open).chain(levels));
    let value_of = |open: &[usize]| model.worth(model.cover(&rows, open));
    let constant = constant(&rows, &model);
    let prospect = Prospect { start, start_sites: open, constant, value_of: &value_of };
    programme.solve(prospect, &mut watch)
}

/// Whether a row's cover is up to the plan.
fn is_open(row: &super::rows::CoverRow) -> bool {
    row.existing < ENOUGH && !row.sites.is_empty()
}

/// What rows are worth that no plan changes.
fn constant(rows: &CoverRows, model: &Backup) -> f64 {
    let fixed = rows.rows.iter().filter(|row| !is_open(row));
    let worth = |count: u32| (0..count).map(|count| model.step(count)).sum::<f64>();
    fixed.map(|row| row.weight * worth(row.existing)).sum()
}

/// z + u ≤ Σ y, u ≤ z for each row; gives row, z and u.
fn add_rows(
    programme: &mut SiteProgramme,
    rows: &CoverRows,
    model: &Backup,
) -> Vec<(usize, Variable, Variable)> {
    // Where the second site is worth more than the first, half of both would beat one whole.
    let is_concave = model.first_share >= 0.5;
    let mut served = Vec::new();
    for (number, row) in rows.rows.iter().enumerate().filter(|(_, row)| is_open(row)) {
        let linear = &mut programme.linear;
        let first = linear.variable(model.step(0) * row.weight, 0.0, 1.0);
        let worth = model.step(1) * row.weight;
        let second = match is_concave {
            true => linear.variable(worth, 0.0, 1.0),
            false => linear.switch(worth),
        };
        linear.at_most([(second, 1.0), (first, -1.0)], 0.0);
        let sites: Vec<_> = programme.terms(&row.sites, -1.0).collect();
        let terms = [(first, 1.0), (second, 1.0)].into_iter().chain(sites);
        programme.linear.at_most(terms, f64::from(row.existing));
        served.push((number, first, second));
    }
    served
}

/// Counts of sites in reach and what they are worth.
struct BackupTally<'a> {
    model: Backup,
    rows: &'a CoverRows,
    counts: Vec<u32>,
    /// Beyond what exists.
    worth: f64,
}

impl Tally for BackupTally<'_> {
    fn open(&mut self, site: usize) {
        for row in &self.rows.columns[site] {
            let count = &mut self.counts[*row as usize];
            self.worth += self.rows.rows[*row as usize].weight * self.model.step(*count);
            *count += 1;
        }
    }

    fn close(&mut self, site: usize) {
        for row in &self.rows.columns[site] {
            let count = &mut self.counts[*row as usize];
            *count -= 1;
            self.worth -= self.rows.rows[*row as usize].weight * self.model.step(*count);
        }
    }

    fn worth(&self) -> f64 {
        self.worth
    }
}
