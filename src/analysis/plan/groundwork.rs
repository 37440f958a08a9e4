//! What is known when ways have been measured, and the search that goes on from it.

use crate::language::Text;
use crate::siting::{
    Limits, Listener, Model, Problem, Progress, SiteModel, Solution, SolverError, Status,
};

use super::super::extent::{Extent, Judgement};
use super::super::siting::TooManyPairs;
use super::question::PlanError;

/// What a bound follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundBasis {
    /// A search over all ways there are.
    Search,
    /// Who lives around each place, in a straight line.
    Surroundings,
    /// What holds of any plan: all are covered, or nobody walks.
    Anyway,
}

impl BoundBasis {
    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Surroundings => "surroundings",
            Self::Anyway => "anyway",
        }
    }

    /// It in a few words; nothing to be said of a search.
    pub fn text(self) -> Option<Text> {
        match self {
            Self::Search => None,
            Self::Surroundings => Some(Text::new(
                "界由各点周围的居民数推得",
                "the bound follows from who lives around each place",
            )),
            Self::Anyway => Some(Text::new(
                "界只是最宽的：全部覆盖，或步行为零",
                "the bound is only what holds anyway: all covered, or nobody walking",
            )),
        }
    }
}

/// A plan made before all was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlyPlan {
    pub sites: Vec<usize>,
    pub value: f64,
}

/// What measuring leaves to the search, beside the problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Groundwork {
    /// How much is measured.
    pub extent: Extent,
    /// The best plan met on the way.
    pub early: Option<EarlyPlan>,
    /// What no plan beats, of all places, measured or not; none where nothing of the kind is known.
    pub bound: Option<f64>,
}

impl Groundwork {
    /// That all ways are measured, for answers that are about all of them.
    ///
    /// # Errors
    /// When measuring was ended, or there are too many pairs.
    pub fn check_is_whole(&self) -> Result<(), PlanError> {
        match self.extent {
            Extent::Whole => Ok(()),
            Extent::Ended { .. } => Err(PlanError::Ended),
            Extent::Full { .. } | Extent::Weighed => Err(TooManyPairs.into()),
        }
    }

    /// Finds the best plan, or as good a one as limits and listener leave time for; never a worse one
    /// than was met on the way.
    ///
    /// # Errors
    /// When the model needs HiGHS and the program is built without it, or HiGHS fails.
    pub fn solve(
        &self,
        model: &SiteModel,
        problem: &Problem,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<Solution, SolverError> {
        let solution = match &self.early {
            // No other ways are there to be searched: the plan made by then is the answer.
            Some(EarlyPlan { sites, value })
                if matches!(self.extent, Extent::Ended { .. } | Extent::Weighed) =>
            {
                Solution {
                    status: Status::Feasible,
                    sites: sites.clone(),
                    value: Some(*value),
                    bound: None,
                    seconds: 0.0,
                    obstacle: None,
                }
            }
            early => {
                let start = early.as_ref().map(|early| early.sites.as_slice());
                let known = early.as_ref().map(|early| early.value);
                model.solve_from(problem, start, limits, &mut |progress| {
                    let found = progress.value.into_iter().chain(known);
                    let value = found.reduce(|a, b| if model.is_better(b, a) { b } else { a });
                    let bound = self.proven(model, problem, progress.bound);
                    listener(&Progress { value, bound, ..*progress })
                })?
            }
        };
        Ok(self.judged(model, problem, solution))
    }

    /// What the bound of a solution follows from.
    pub fn basis(&self, solution: &Solution) -> BoundBasis {
        let is_searched = solution.status == Status::Optimal || solution.bound != self.bound;
        match self.bound {
            _ if self.extent.is_whole() && is_searched => BoundBasis::Search,
            Some(_) => BoundBasis::Surroundings,
            None => BoundBasis::Anyway,
        }
    }

    /// What no plan beats, when a search over the places measured has proven so much of these.
    fn proven(
        &self,
        model: &SiteModel,
        problem: &Problem,
        of_measured: Option<f64>,
    ) -> Option<f64> {
        let searched = match self.extent.is_whole() {
            true => of_measured,
            false => Some(model.bound_unseen(problem)),
        };
        model.tighter(searched, self.bound)
    }

    /// Where ways are missing, searches say nothing of the places that were not measured; and a plan
    /// made on the way may be better than what a search came to that was ended.
    fn judged(&self, model: &SiteModel, problem: &Problem, mut solution: Solution) -> Solution {
        if let Some(EarlyPlan { sites, value }) = &self.early {
            let is_more = solution.value.is_none_or(|known| model.is_better(*value, known));
            if is_more && !matches!(solution.status, Status::Infeasible | Status::Optimal) {
                (solution.sites, solution.value) = (sites.clone(), Some(*value));
                solution.status = Status::Feasible;
            }
        }
        if !self.extent.is_whole() {
            solution.obstacle = None;
        }
        let Solution { status, value, bound, .. } = solution;
        let proven = |bound: Option<f64>| self.proven(model, problem, bound);
        let judged = self.extent.judge(Judgement { status, value, bound }, proven);
        (solution.status, solution.bound) = (judged.status, judged.bound);
        if let SiteModel::Plain(Model::SetCover(model)) = model
            && solution.value.is_none()
            && let Some(obstacle) = model.takes_more(solution.bound)
        {
            solution.status = Status::Infeasible;
            solution.obstacle = Some(obstacle);
        }
        solution
    }
}
