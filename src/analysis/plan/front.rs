//! Coverage against the worst unit: all plans of which none can be bettered in one without losing in
//! the other, each ready to be looked at and applied.

use crate::siting::{FrontPoint, Limits, Listener, SiteModel, Solution, pareto_front};

use super::super::extent::Extent;
use super::outcome::SitePlan;
use super::problem::PlanProblem;
use super::question::{PlanError, PlanQuestion};

/// More plans than these are no choice any more.
pub const MOST_FRONT_POINTS: usize = 50;

/// The plans of a front, from the most coverage to the best worst unit.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontOutcome {
    pub question: PlanQuestion,
    /// Each with its plan.
    pub points: Vec<(FrontPoint, SitePlan)>,
    /// Whether these are all there are, each proven.
    pub is_complete: bool,
    /// Why there are none.
    pub hindered: Option<Solution>,
    /// Residents that the problem is about.
    pub residents: f64,
    /// How many of so many places are measured.
    pub extent: Extent,
    pub places: usize,
}

impl PlanProblem {
    /// The front of the question's sites; made for a question of the worst unit.
    ///
    /// # Errors
    /// When the program is built without HiGHS, or HiGHS fails.
    pub fn front(
        &self,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<FrontOutcome, PlanError> {
        let mut outcome = FrontOutcome {
            question: self.question.clone(),
            points: Vec::new(),
            is_complete: false,
            hindered: None,
            residents: self.problem.weight(),
            extent: self.groundwork.extent,
            places: self.places.len(),
        };
        let SiteModel::Equity(model) = &self.model else { return Ok(outcome) };
        match pareto_front(&self.problem, model, MOST_FRONT_POINTS, limits, listener)? {
            Ok(front) => {
                let planned = |mut point: FrontPoint| {
                    if !self.groundwork.extent.is_whole() {
                        // Places that are not measured may do better.
                        (point.bound, point.is_proven) = (outcome.residents, false);
                    }
                    let plan = self.plan_of(&point.sites);
                    (point, plan)
                };
                outcome.points = front.points.into_iter().map(planned).collect();
                outcome.is_complete = front.is_complete && self.groundwork.extent.is_whole();
            }
            Err(hindered) => outcome.hindered = Some(hindered),
        }
        Ok(outcome)
    }
}
