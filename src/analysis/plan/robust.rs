//! One plan for several futures: the same sites under other populations, walks and limits.

use crate::language::Message;
use crate::siting::{Future, RobustChoice, Solution, Standing, solve_robust};
use crate::study::{Parameters, Study};

use super::super::siting::{SiteQuestion, StudyProblem};
use super::outcome::SitePlan;
use super::problem::PlanProblem;
use super::question::{PlanError, PlanQuestion};
use super::run::{RunClock, Stage, StageListener, searching};

/// One way things may turn out.
#[derive(Debug, Clone, PartialEq)]
pub struct FutureAsk {
    pub name: Message,
    pub parameters: Parameters,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
}

/// The robust plan beside the best of each future.
#[derive(Debug, Clone, PartialEq)]
pub struct RobustOutcome {
    pub question: PlanQuestion,
    /// What the futures are called, the study as it is first.
    pub names: Vec<Message>,
    pub choice: Result<RobustChoice, Solution>,
    /// The best plan of each future, and then the robust one; empty where there is none.
    pub plans: Vec<SitePlan>,
}

/// The problem of a question in a future, with the same sites; `standing` says what holds for them.
///
/// # Errors
/// When parameters are out of bounds, or buildings and places make too many pairs.
pub fn future_problem(
    study: &Study,
    question: &SiteQuestion,
    standing: &[Standing],
    future: &FutureAsk,
    clock: &RunClock,
    listener: &mut StageListener<'_>,
) -> Result<Future, PlanError> {
    let study = study.under(future.parameters).map_err(|_| PlanError::NoSuchFuture)?;
    let limit_m = study.walk(future.group).limit_m(question.function);
    let asked = SiteQuestion { group: future.group, farthest_m: limit_m, ..question.clone() };
    let measured = StudyProblem::measured(&study, &asked, &mut |measuring| {
        let seconds = clock.seconds();
        let progress = crate::siting::Progress { seconds, ..Default::default() };
        listener(&Stage { measured: measuring.share, progress })
    })?;
    if !measured.extent.is_whole() {
        return Err(PlanError::Ended);
    }
    let mut problem = measured.problem;
    problem.standing = standing.to_vec();
    Ok(Future { problem, limit_m })
}

impl PlanProblem {
    /// One plan for this question's study and some futures of it.
    ///
    /// # Errors
    /// When a future cannot be, or it was ended before all was measured; when there is no HiGHS.
    pub fn robust(
        &self,
        study: &Study,
        futures: &[FutureAsk],
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<RobustOutcome, PlanError> {
        let PlanQuestion { function, group, scenario, count, .. } = self.question;
        let limit_m = self.model.limit_m();
        self.groundwork.check_is_whole()?;
        let question = SiteQuestion {
            function,
            group,
            farthest_m: limit_m,
            places: self.places.clone(),
            keeping: Some(scenario),
        };
        let mut all = vec![Future { problem: self.problem.clone(), limit_m }];
        let mut names = vec![Message::new("现状参数", "as it is")];
        for (number, future) in futures.iter().enumerate() {
            let mut told = |stage: &Stage| {
                let measured =
                    (number as f64 + 1.0 + stage.measured) / (futures.len() as f64 + 1.0);
                listener(&Stage { measured, ..*stage })
            };
            let standing = &self.problem.standing;
            all.push(future_problem(study, &question, standing, future, clock, &mut told)?);
            names.push(future.name.clone());
        }
        let mut hear = searching(clock, listener);
        let choice = solve_robust(&all, count, clock.left(), &mut hear)?;
        let plans = choice.as_ref().map(|choice| {
            let plans = choice.best.iter().chain([&choice.robust]);
            plans.map(|solution| self.plan_of(&solution.sites)).collect()
        });
        let plans = plans.unwrap_or_default();
        Ok(RobustOutcome { question: self.question.clone(), names, choice, plans })
    }
}
