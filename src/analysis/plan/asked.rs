//! Any of the questions about many sites, asked and answered in one way: what a window and a command
//! line run, show and make real.

use crate::language::Language;
use crate::siting::{Limits, Status};
use crate::standard::FunctionIndex;
use crate::study::{FacilityEdit, ScenarioId, Study};

use super::bundle::{BundlesOutcome, BundlesQuestion};
use super::front::FrontOutcome;
use super::outcome::{PlanOutcome, SitePlan};
use super::phasing::{PhasingOutcome, PhasingQuestion};
use super::problem::PlanProblem;
use super::question::{PlanError, PlanQuestion};
use super::robust::{FutureAsk, RobustOutcome};
use super::run::{RunClock, Stage, StageListener, searching};

/// A question about many sites.
#[derive(Debug, Clone, PartialEq)]
pub enum SitingQuestion {
    /// The best plan of one function.
    Plan(PlanQuestion),
    /// All plans between coverage and the worst unit.
    Front(PlanQuestion),
    /// One plan for several futures.
    Robust(PlanQuestion, Vec<FutureAsk>),
    /// Several functions in one go.
    Bundles(BundlesQuestion),
    /// The years of projects.
    Phasing(PhasingQuestion),
}

/// What came out of one.
#[derive(Debug, Clone, PartialEq)]
pub enum SitingOutcome {
    Plan(PlanOutcome),
    Front(FrontOutcome),
    Robust(RobustOutcome),
    Bundles(BundlesOutcome),
    Phasing(PhasingOutcome),
}

/// How an answer stands, whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    pub status: Status,
    pub value: Option<f64>,
    pub bound: Option<f64>,
    pub gap: Option<f64>,
    pub seconds: Option<f64>,
}

impl SitingQuestion {
    pub fn scenario(&self) -> ScenarioId {
        match self {
            Self::Plan(question) | Self::Front(question) | Self::Robust(question, _) => {
                question.scenario
            }
            Self::Bundles(question) => question.scenario,
            Self::Phasing(question) => question.scenario,
        }
    }

    /// The function asked about; none where there are several.
    pub fn function(&self) -> Option<FunctionIndex> {
        match self {
            Self::Plan(question) | Self::Front(question) | Self::Robust(question, _) => {
                Some(question.function)
            }
            Self::Bundles(_) => None,
            Self::Phasing(question) => match question.functions.as_slice() {
                [function] => Some(*function),
                _ => None,
            },
        }
    }

    /// Measures and searches, within one time.
    ///
    /// # Errors
    /// Why the question cannot be put to a solver, or was ended before there was anything to search.
    pub fn solve(
        &self,
        study: &Study,
        limits: Limits,
        listener: &mut StageListener<'_>,
    ) -> Result<SitingOutcome, PlanError> {
        let clock = RunClock::start(limits);
        // What compares plans needs all ways.
        let is_plan_enough = matches!(self, Self::Plan(_));
        let measured = |question: &PlanQuestion, listener: &mut StageListener<'_>| {
            PlanProblem::measured(study, question.clone(), is_plan_enough, &clock, listener)
        };
        let mut outcome = match self {
            Self::Plan(question) => {
                let problem = measured(question, listener)?;
                let mut hear = searching(&clock, listener);
                SitingOutcome::Plan(problem.solve(clock.left(), &mut hear)?)
            }
            Self::Front(question) => {
                let problem = measured(question, listener)?;
                let mut hear = searching(&clock, listener);
                SitingOutcome::Front(problem.front(clock.left(), &mut hear)?)
            }
            Self::Robust(question, futures) => {
                // The first of the problems to be measured.
                let parts = futures.len() as f64 + 1.0;
                let problem = measured(question, &mut |stage| {
                    listener(&Stage { measured: stage.measured / parts, ..*stage })
                })?;
                SitingOutcome::Robust(problem.robust(study, futures, &clock, listener)?)
            }
            Self::Bundles(question) => {
                SitingOutcome::Bundles(question.solve(study, &clock, listener)?)
            }
            Self::Phasing(question) => {
                SitingOutcome::Phasing(question.solve(study, &clock, listener)?)
            }
        };
        outcome.took(clock.seconds());
        Ok(outcome)
    }
}

impl SitingOutcome {
    /// Says how long all of it took: one time for measuring and searching, as it was told meanwhile.
    fn took(&mut self, seconds: f64) {
        match self {
            Self::Plan(outcome) => outcome.solution.seconds = seconds,
            Self::Front(_) => {}
            Self::Robust(RobustOutcome { choice: Ok(choice), .. }) => {
                choice.robust.seconds = seconds;
            }
            Self::Robust(RobustOutcome { choice: Err(hindered), .. }) => {
                hindered.seconds = seconds;
            }
            Self::Bundles(outcome) => outcome.solution.seconds = seconds,
            Self::Phasing(outcome) => outcome.solution.seconds = seconds,
        }
    }

    /// The plans that can be looked at and made real, and which of them is meant where none is named.
    pub fn plans(&self) -> (Vec<&SitePlan>, usize) {
        match self {
            Self::Plan(PlanOutcome { plan, solution, .. }) => {
                (solution.value.map(|_| plan).into_iter().collect(), 0)
            }
            Self::Front(outcome) => (outcome.points.iter().map(|(_, plan)| plan).collect(), 0),
            Self::Robust(outcome) => {
                (outcome.plans.iter().collect(), outcome.plans.len().saturating_sub(1))
            }
            Self::Bundles(BundlesOutcome { plan, solution, .. }) => {
                (solution.value.map(|_| plan).into_iter().collect(), 0)
            }
            Self::Phasing(outcome) => (vec![&outcome.plan], 0),
        }
    }

    /// One of the plans; the one that is meant where that number is not among them.
    pub fn plan(&self, number: Option<usize>) -> Option<&SitePlan> {
        let (plans, meant) = self.plans();
        let named = number.filter(|number| *number < plans.len());
        plans.get(named.unwrap_or(meant)).copied()
    }

    /// The edits that make a plan real.
    pub fn edits(
        &self,
        number: Option<usize>,
        study: &Study,
        language: Language,
    ) -> Vec<FacilityEdit> {
        let of_plan = |question: &PlanQuestion| {
            let PlanQuestion { scenario, function, .. } = *question;
            let plan = self.plan(number);
            plan.map_or_else(Vec::new, |plan| plan.edits(study, scenario, function, language))
        };
        match self {
            Self::Plan(outcome) => of_plan(&outcome.question),
            Self::Front(outcome) => of_plan(&outcome.question),
            Self::Robust(outcome) => of_plan(&outcome.question),
            Self::Bundles(outcome) => outcome.edits(study, language),
            Self::Phasing(outcome) => outcome.edits(study),
        }
    }

    /// How the answer stands.
    pub fn verdict(&self) -> Verdict {
        let of = |status, value: Option<f64>, bound: Option<f64>, gap, seconds| Verdict {
            status,
            value,
            bound,
            gap,
            seconds: Some(seconds),
        };
        match self {
            Self::Plan(PlanOutcome { solution: s, .. }) => {
                of(s.status, s.value, s.bound, s.gap(), s.seconds)
            }
            Self::Bundles(BundlesOutcome { solution: s, .. }) => {
                of(s.status, s.value, s.bound, s.gap(), s.seconds)
            }
            Self::Robust(RobustOutcome { choice, .. }) => {
                let s = choice.as_ref().map_or_else(|hindered| hindered, |choice| &choice.robust);
                of(s.status, s.value, s.bound, s.gap(), s.seconds)
            }
            Self::Phasing(PhasingOutcome { solution: s, .. }) => {
                of(s.status, Some(s.value), Some(s.bound), s.gap(), s.seconds)
            }
            Self::Front(outcome) => Verdict {
                status: match &outcome.hindered {
                    Some(hindered) => hindered.status,
                    None if outcome.is_complete => Status::Optimal,
                    None if outcome.points.is_empty() => Status::Unknown,
                    None => Status::Feasible,
                },
                value: None,
                bound: None,
                gap: None,
                seconds: None,
            },
        }
    }
}
