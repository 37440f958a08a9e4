//! Any of the models over one function's sites: the plain four, and those that HiGHS proves.

use super::covering::backup::{Backup, solve_backup};
use super::covering::budget::{Budgeted, solve_budgeted};
use super::covering::capacity::{Capacitated, solve_capacitated};
use super::covering::equity::{Equity, solve_equity};
use super::linear::SolverError;
use super::problem::{MaxCover, Model, Problem};
use super::solution::Solution;
use super::solve_from;
use super::watch::{Limits, Listener};

/// Which plan is best.
#[derive(Debug, Clone, PartialEq)]
pub enum SiteModel {
    Plain(Model),
    Backup(Backup),
    Capacitated(Capacitated),
    Equity(Equity),
    Budgeted(Budgeted),
}

impl SiteModel {
    /// Its name in flags and JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Plain(model) => model.id(),
            Self::Backup(_) => "backup",
            Self::Capacitated(_) => "capacitated",
            Self::Equity(_) => "equity",
            Self::Budgeted(_) => "max-cover",
        }
    }

    /// How many sites are asked for, if that is given.
    pub fn count(&self) -> Option<usize> {
        match self {
            Self::Plain(model) => model.count(),
            Self::Backup(Backup { count, .. })
            | Self::Capacitated(Capacitated { count, .. })
            | Self::Equity(Equity { count, .. }) => Some(*count),
            Self::Budgeted(_) => None,
        }
    }

    /// Metres within which a demand point is served at all; infinite where any distance will do.
    pub fn limit_m(&self) -> f64 {
        match self {
            Self::Plain(model) => model.limit_m(),
            Self::Backup(Backup { limit_m, .. })
            | Self::Capacitated(Capacitated { limit_m, .. })
            | Self::Equity(Equity { limit_m, .. })
            | Self::Budgeted(Budgeted { limit_m, .. }) => *limit_m,
        }
    }

    /// Whether more is better.
    pub fn is_gain(&self) -> bool {
        match self {
            Self::Plain(model) => model.is_gain(),
            _ => true,
        }
    }

    /// Finds the best plan, or as good a one as the limits and the listener leave time for.
    ///
    /// # Errors
    /// When the model needs HiGHS and the program is built without it, or HiGHS fails.
    pub fn solve(
        &self,
        problem: &Problem,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<Solution, SolverError> {
        self.solve_from(problem, None, limits, listener)
    }

    /// The same from a plan that is known already; the models that HiGHS proves make their own.
    ///
    /// # Errors
    /// As [`Self::solve`].
    pub fn solve_from(
        &self,
        problem: &Problem,
        start: Option<&[usize]>,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<Solution, SolverError> {
        match self {
            Self::Plain(model) => Ok(solve_from(problem, model, start, limits, listener)),
            Self::Backup(model) => solve_backup(problem, *model, limits, listener),
            Self::Capacitated(model) => solve_capacitated(problem, model, limits, listener),
            Self::Equity(model) => solve_equity(problem, model, limits, listener),
            Self::Budgeted(model) => solve_budgeted(problem, model, limits, listener),
        }
    }

    /// What a plan comes to; nothing where it leaves out whom it has to serve.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> Option<f64> {
        match self {
            Self::Plain(model) => model.value_of(problem, open),
            Self::Backup(model) => Some(model.value_of(problem, open)),
            Self::Capacitated(model) => Some(model.value_of(problem, open)),
            Self::Equity(model) => Some(model.value_of(problem, open)),
            Self::Budgeted(Budgeted { limit_m, .. }) => {
                let cover = MaxCover { count: open.len(), limit_m: *limit_m };
                Model::MaxCover(cover).value_of(problem, open)
            }
        }
    }

    /// The weight that each site of a plan serves: with room for so many as the model assigns it,
    /// else of those who have it as their nearest.
    pub fn served_by(&self, problem: &Problem, open: &[usize]) -> Vec<f64> {
        match self {
            Self::Capacitated(model) => model.served_by(problem, open),
            _ => problem.served_by(open, self.limit_m()),
        }
    }

    /// What no plan is worth more than when none covers more than so much of all weight, by a model of
    /// covering.
    pub fn most_where_covered(&self, all: f64, covered: f64) -> f64 {
        match self {
            Self::Equity(model) => model.worth(covered, all, 1.0),
            // A second site, or no room, makes no more of whom a plan covers.
            _ => covered,
        }
    }

    /// Whether a value is better than another.
    pub fn is_better(&self, value: f64, other: f64) -> bool {
        if self.is_gain() { value > other } else { value < other }
    }

    /// The bound that says more, of two that hold.
    pub fn tighter(&self, one: Option<f64>, other: Option<f64>) -> Option<f64> {
        let both = one.into_iter().chain(other);
        both.reduce(|a, b| if self.is_better(b, a) { a } else { b })
    }

    /// What holds of all plans before anything is known of the sites: all weight is covered, or
    /// nobody walks at all.
    pub fn bound_unseen(&self, problem: &Problem) -> f64 {
        if self.is_gain() { problem.weight() } else { 0.0 }
    }
}
