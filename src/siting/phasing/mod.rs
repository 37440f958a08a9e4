//! Phasing: in which year to open which project, so that residents are covered early, when each year
//! has its own money; and when what is to close may close, so that nobody who is watched loses.
//!
//! Σ_t V(S_t) is maximised over S_1 ⊆ S_2 ⊆ …, where V(S) is the weight within the limit of the
//! projects open by the end of a year and of what exists, and the projects that a year adds cost at
//! most its budget. What a year does not spend lapses.
//!
//! Projects only add. What closes takes away: each closing comes as early as the guarded accounts
//! allow, that is in the first year that ends with no less covered in any of them than the year before;
//! one that none allows does not come. `works` orders the projects, `course` lets the years pass.

mod course;
mod works;

use super::money::is_paid;
use super::problem::Problem;
use super::solution::{Status, relative_gap};
use super::watch::{Limits, Listener, Watch};
use course::Course;
use works::Works;

/// Projects, and what may be spent on them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phasing {
    /// Metres, inclusive; infinite where ways are measured within limits of their own.
    pub limit_m: f64,
    pub projects: Vec<PhasedProject>,
    /// What each year has to spend, in yuan.
    pub budgets: Vec<f64>,
    pub closings: Vec<PhasedClosing>,
    /// The account that each demand point is counted in; empty for one of all.
    pub accounts: Vec<u32>,
    /// Accounts of which no year may end with less covered than the one before.
    pub guarded: Vec<u32>,
}

/// A site that is to open, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhasedProject {
    pub site: usize,
    /// Yuan, spent in the year in which it opens.
    pub cost: f64,
}

/// A site that is open at the start and is to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhasedClosing {
    pub site: usize,
    /// The project that takes its place: it closes no earlier than that opens.
    pub after: Option<usize>,
}

/// The best order found, and how good it is proven to be.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingSolution {
    pub status: Status,
    /// The year of each project, by its place among the budgets; none for those that no year's
    /// money reaches.
    pub years: Vec<Option<usize>>,
    /// The year of each closing; none for those that may not come.
    pub closes: Vec<Option<usize>>,
    /// What each project alone covers at the end of the year in which it opens, or would at the end of
    /// all years.
    pub gains: Vec<f64>,
    /// The weight covered at the end of each year.
    pub covered: Vec<f64>,
    /// The weight covered in each account, at the start and at the end of each year.
    pub accounts: Vec<Vec<f64>>,
    /// The sum over all years: residents times years.
    pub value: f64,
    /// No order has more.
    pub bound: f64,
    pub seconds: f64,
}

/// Years of projects; none is never.
type Years = Vec<Option<usize>>;

/// Sums of many numbers differ by less than this share, whichever way they are added.
const ROUNDING: f64 = 1e-9;

/// Finds the best order, or as good a one as the limits and the listener leave time for.
pub fn solve_phasing(
    problem: &Problem,
    phasing: &Phasing,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> PhasingSolution {
    let mut watch = Watch::new(limits, listener);
    let course = Course::of(problem, phasing);
    let closed = Works::of(course.rows(), phasing, false).ordered(&mut watch);
    let (years, bound) = match course.closes_at_once() {
        true => (closed.years, closed.bound),
        false => {
            // No order covers more than with everything open that is to close.
            let open = Works::of(course.rows(), phasing, true).ordered(&mut watch);
            let worth = |years: &Years| course.run(years).value();
            let better = match worth(&closed.years) > worth(&open.years) {
                true => closed.years,
                false => open.years,
            };
            (works::exchanged(phasing, better, worth, &mut watch), open.bound)
        }
    };
    let run = course.run(&years);
    let value = run.value();
    let is_best = value >= bound - ROUNDING * (1.0 + bound.abs());
    let status = if is_best { Status::Optimal } else { Status::Feasible };
    let gains = (0..years.len()).map(|project| course.gain(&years, &run.closes, project));
    let gains = gains.collect();
    let (closes, covered, accounts) = (run.closes, run.covered, run.accounts);
    let seconds = watch.seconds();
    PhasingSolution { status, years, closes, gains, covered, accounts, value, bound, seconds }
}

impl PhasingSolution {
    /// How far the bound is from the value, as a share of the value; `None` where that is zero and the
    /// bound is not.
    pub fn gap(&self) -> Option<f64> {
        relative_gap(self.value, self.bound)
    }
}

impl Phasing {
    /// Whether each year pays for what it opens.
    fn is_paid(&self, years: &Years) -> bool {
        let mut spent = vec![0.0; self.budgets.len()];
        for (project, year) in self.projects.iter().zip(years) {
            if let Some(year) = year {
                spent[*year] += project.cost;
            }
        }
        spent.iter().zip(&self.budgets).all(|(spent, budget)| is_paid(*spent, *budget))
    }
}
