//! Bundles: which sites to open, which functions to put in each, and how many m² of floor each gets,
//! when rooms are shared in turn, complexes are wanted and money is short (proposed model of
//! `facts.md` 4, after Suzuki and Hodgson 2003, *Multi-service facility location models*, and the
//! rules of 沪府办发〔2024〕25号).
//!
//! A function takes its area in all half hours it is open and none in the others, so areas by slot
//! come down to one area for each function at a site, and rooms to one condition for each set of
//! functions that are open together.

mod formulation;
mod plan;
mod question;
mod slots;
mod start;

pub use plan::{BrokenRule, BundlePlan, BundledFunction, BundledSite};
pub use question::{
    BundleFunction, BundleQuestion, BundleRules, BundleSite, ComplexConditions, Complexes,
};

use crate::siting::covering::plan::{Telling, judged};
use crate::siting::linear::{Outcome, SolverError, Stop};
use crate::siting::search::Audience as _;
use crate::siting::solution::{Status, relative_gap};
use crate::siting::watch::{Limits, Listener, Unheard, Watch};
use formulation::Formulation;
use start::start;

/// The best bundles found, and how good they are proven to be.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleSolution {
    pub status: Status,
    pub plan: BundlePlan,
    /// Worth of everyone covered, existing coverage included; `None` without a plan.
    pub value: Option<f64>,
    /// No plan is worth more.
    pub bound: Option<f64>,
    pub seconds: f64,
    /// Why there is no plan, where that is proven.
    pub obstacle: Option<BundleObstacle>,
}

/// Why no plan keeps the rules.
#[derive(Debug, Clone, PartialEq)]
pub enum BundleObstacle {
    /// Only so many sites could be complexes, whatever that costs.
    FewerComplexes { possible: usize },
    /// A site that every plan is to have can take no function.
    NoRoom { site: usize },
    /// It takes at least so much money, in yuan.
    Budget { at_least: f64 },
    /// Each rule could be kept, but not all of them together.
    RulesClash,
}

impl BundleSolution {
    /// How far the bound is from the value, as a share of the value; `None` without both.
    pub fn gap(&self) -> Option<f64> {
        relative_gap(self.value?, self.bound?)
    }
}

/// Finds the best bundles, or as good ones as the limits and the listener leave time for.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_bundle(
    question: &BundleQuestion,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<BundleSolution, SolverError> {
    let mut watch = Watch::new(limits, listener);
    if let Some(obstacle) = question.obstacle() {
        return Ok(without_plan(Some(obstacle), None, &watch));
    }
    watch.set_bound(question.all());
    let demand = question.rows(&mut watch);
    let first = start(question, &demand, &mut watch);
    let first = first.map(|plan| question.trimmed(plan, &demand, &mut watch));
    let first_value = first.as_ref().map(|plan| question.value_of(plan));
    first_value.into_iter().for_each(|value| watch.set_value(value));
    let most = question.most(&mut watch);
    watch.set_bound(most);
    let best = first_value.unwrap_or(f64::NEG_INFINITY);
    let formulation = Formulation::of(question, &demand, &mut || watch.is_over());
    let constant = formulation.as_ref().map_or(0.0, |formulation| formulation.constant);
    let stop = watch.stop();
    let mut telling = Telling { watch: &mut watch, constant, best, most };
    let outcome = match &formulation {
        Some(formulation) if !telling.is_over() => {
            formulation.linear.maximise(stop, &mut telling)?
        }
        // The plan to start from and its bound are the answer.
        _ => Outcome::default(),
    };
    if outcome.is_infeasible {
        let obstacle = explained(question, &mut watch)?;
        return Ok(without_plan(Some(obstacle), None, &watch));
    }
    let found = formulation.zip(outcome.values).map(|(formulation, values)| {
        question.trimmed(formulation.plan(question, &values), &demand, &mut watch)
    });
    // Of equal plans the own one, which is the last.
    let found = found.into_iter().chain(first).map(|plan| (question.value_of(&plan), plan));
    let bound = outcome.bound.map_or(most, |bound| most.min(bound + constant));
    let Some((value, plan)) = found.max_by(|a, b| a.0.total_cmp(&b.0)) else {
        return Ok(without_plan(None, Some(bound), &watch));
    };
    let (status, bound) = judged(value, Some(bound));
    let (value, seconds) = (Some(value), watch.seconds());
    Ok(BundleSolution { status, plan, value, bound, seconds, obstacle: None })
}

/// Why a question without a plan has none: the money it takes, if money is what it lacks.
fn explained(question: &BundleQuestion, watch: &mut Watch) -> Result<BundleObstacle, SolverError> {
    let Some(budget) = question.rules.budget else { return Ok(BundleObstacle::RulesClash) };
    let cheapest = Formulation::of_least_cost(question);
    let stop = Stop { gap: 0.0, ..watch.stop() };
    let outcome = cheapest.linear.maximise(stop, &mut Unheard(watch))?;
    if outcome.is_infeasible {
        return Ok(BundleObstacle::RulesClash);
    }
    // Where time is up first, what is known is that the budget does not do.
    let at_least = outcome.bound.map_or(budget, |saved| budget.max(-saved));
    Ok(BundleObstacle::Budget { at_least })
}

fn without_plan(
    obstacle: Option<BundleObstacle>,
    bound: Option<f64>,
    watch: &Watch,
) -> BundleSolution {
    let status = if obstacle.is_some() { Status::Infeasible } else { Status::Unknown };
    let bound = bound.filter(|_| status == Status::Unknown);
    let plan = BundlePlan::default();
    BundleSolution { status, plan, value: None, bound, seconds: watch.seconds(), obstacle }
}
