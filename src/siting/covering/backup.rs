//! Backup covering: a second site within the limit counts too, so that a full or closed one is not
//! the end of it. BACOP2 of Hogan and ReVelle (1986), *Concepts and applications of backup coverage*.

use super::exchange::{Tally, greedy_exchange};
use super::plan::{Covering, Scope, SiteProgramme, solve_covering, sum_of_largest};
use super::rows::{CoverRow, CoverRows};
use crate::siting::linear::SolverError;
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
        BackupCover { once: rows.covered(open, 1), twice: rows.covered(open, ENOUGH) }
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
    let Backup { count, limit_m, .. } = model;
    let prepared = || Backups { problem, model, rows: model.rows(problem) };
    solve_covering(problem, Scope { count, limit_m }, prepared, limits, listener)
}

struct Backups<'a> {
    problem: &'a Problem,
    model: Backup,
    rows: CoverRows,
}

impl Covering for Backups<'_> {
    fn worth(&self, open: &[usize]) -> f64 {
        self.model.worth(self.model.cover(&self.rows, open))
    }

    fn start(&self, watch: &mut Watch) -> Vec<usize> {
        let (rows, model) = (&self.rows, self.model);
        let forced: Vec<usize> = self.problem.sites_that_are(Standing::Forced).collect();
        let candidates: Vec<usize> = self.problem.sites_that_are(Standing::Candidate).collect();
        let mut tally = BackupTally { model, rows, counts: rows.counts(&[]), worth: 0.0 };
        greedy_exchange(&mut tally, &candidates, &forced, model.count, || watch.is_over())
    }

    /// z + u ≤ Σ y, u ≤ z for each row.
    fn write(&self, programme: &mut SiteProgramme) -> f64 {
        let model = &self.model;
        // Where the second site is worth more than the first, half of both would beat one whole.
        let is_concave = model.first_share >= 0.5;
        for row in self.rows.rows.iter().filter(|row| is_open(row)) {
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
        }
        let fixed = self.rows.rows.iter().filter(|row| !is_open(row));
        let worth = |count: u32| (0..count).map(|count| model.step(count)).sum::<f64>();
        fixed.map(|row| row.weight * worth(row.existing)).sum()
    }

    /// Once at most `covered`, twice at most what two sites reach, and both together at most what
    /// the sites that reach most do, each counted whole.
    fn most(&self, covered: f64) -> f64 {
        let rows = &self.rows.rows;
        let levels = |row: &CoverRow| row.existing as usize + row.sites.len().min(self.model.count);
        let twice = rows.iter().filter(|row| levels(row) >= ENOUGH as usize);
        let twice = twice.map(|row| row.weight).sum::<f64>().min(covered);
        let existing: f64 = rows.iter().map(|row| row.weight * f64::from(row.existing)).sum();
        let reached = |rows: &Vec<u32>| -> f64 {
            let open = rows.iter().map(|row| &self.rows.rows[*row as usize]);
            open.filter(|row| row.existing < ENOUGH).map(|row| row.weight).sum()
        };
        let both =
            existing + sum_of_largest(self.rows.columns.iter().map(reached), self.model.count);
        let (first, second) = match self.model.first_share >= 0.5 {
            true => (covered.min(both), twice.min((both - covered).max(0.0))),
            false => {
                let second = twice.min(both / 2.0);
                (covered.min(both - second), second)
            }
        };
        self.model.worth(BackupCover { once: first, twice: second })
    }
}

/// Whether a row's cover is up to the plan.
fn is_open(row: &CoverRow) -> bool {
    row.existing < ENOUGH && !row.sites.is_empty()
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
