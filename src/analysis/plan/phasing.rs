//! In which year to open which of a scenario's projects, within what each year has to spend.

use std::collections::BTreeMap;

use crate::siting::{PhasedProject, Phasing, PhasingSolution, Problem, Standing, solve_phasing};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityEdit, FacilityId, Project, ScenarioId, Study};

use super::super::siting::{SitePlace, SiteQuestion, StudyProblem};
use super::early::{RunClock, Stage, StageListener, searching};
use super::outcome::{PlanSite, SitePlan};
use super::question::PlanError;

/// What is to be phased.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingQuestion {
    pub scenario: ScenarioId,
    pub function: FunctionIndex,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    /// The projects of the scenario with what each costs, in yuan. Its other facilities of the
    /// function are there from the start.
    pub costs: BTreeMap<FacilityId, f64>,
    /// What each year has to spend, in yuan.
    pub budgets: BTreeMap<i32, f64>,
}

/// The years that came out.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingOutcome {
    pub question: PhasingQuestion,
    /// The projects, in the order of the solution, and as a plan.
    pub projects: Vec<FacilityId>,
    pub plan: SitePlan,
    pub solution: PhasingSolution,
    /// Residents that the question is about.
    pub residents: f64,
}

impl PhasingQuestion {
    /// Finds the order that covers most over the years.
    ///
    /// # Errors
    /// When there is no project, no budget, or it was ended before all was measured.
    pub fn solve(
        &self,
        study: &Study,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<PhasingOutcome, PlanError> {
        let facilities = study.facilities(self.scenario).values();
        let offering: Vec<&Facility> = facilities.filter(|f| f.offers(self.function)).collect();
        let (projects, standing): (Vec<&Facility>, Vec<&Facility>) =
            offering.into_iter().partition(|facility| self.costs.contains_key(&facility.id));
        if projects.is_empty() {
            return Err(PlanError::NoProjects);
        }
        if self.budgets.is_empty() {
            return Err(PlanError::NoBudgets);
        }
        let limit_m = study.walk(self.group).limit_m(self.function);
        let sites = projects.iter().chain(&standing);
        let question = SiteQuestion {
            function: self.function,
            group: self.group,
            farthest_m: limit_m,
            places: sites.map(|facility| place_of(facility)).collect(),
            keeping: None,
        };
        let mut problem = measured(study, &question, clock, listener)?;
        problem.standing[projects.len()..].fill(Standing::Existing);
        let costs = projects.iter().map(|facility| self.costs[&facility.id]);
        let phased = costs.enumerate().map(|(site, cost)| PhasedProject { site, cost });
        let phasing = Phasing {
            limit_m,
            projects: phased.collect(),
            budgets: self.budgets.values().copied().collect(),
        };
        let mut hear = searching(clock, listener);
        let solution = solve_phasing(&problem, &phasing, clock.left(), &mut hear);
        let open: Vec<usize> = (0..projects.len()).collect();
        let served = problem.served_by(&open, limit_m);
        let sites = projects.iter().zip(served);
        let sites = sites.map(|(facility, serves)| PlanSite::of_facility(facility, serves));
        Ok(PhasingOutcome {
            question: self.clone(),
            projects: projects.iter().map(|facility| facility.id).collect(),
            plan: SitePlan { sites: sites.collect(), closed: Vec::new() },
            solution,
            residents: problem.weight(),
        })
    }
}

fn measured(
    study: &Study,
    question: &SiteQuestion,
    clock: &RunClock,
    listener: &mut StageListener<'_>,
) -> Result<Problem, PlanError> {
    let measured = StudyProblem::measured(study, question, &mut |measuring| {
        let progress = crate::siting::Progress { seconds: clock.seconds(), ..Default::default() };
        listener(&Stage { measured: measuring.share, progress })
    })?;
    if measured.extent.is_whole() { Ok(measured.problem) } else { Err(PlanError::Ended) }
}

fn place_of(facility: &Facility) -> SitePlace {
    SitePlace {
        id: facility.id.0.to_string(),
        name: facility.name.clone(),
        at: facility.at,
        origin: facility.origin.clone(),
        usable_area_m2: facility.floor_area_m2,
    }
}

impl PhasingOutcome {
    /// The year in which a project opens, by its place; none where no year's money reaches it.
    pub fn year_of(&self, project: usize) -> Option<i32> {
        let position = self.solution.years.get(project).copied().flatten()?;
        self.question.budgets.keys().nth(position).copied()
    }

    /// The projects that open in a year, by their places.
    pub fn opened_in(&self, year: Option<i32>) -> impl Iterator<Item = usize> {
        (0..self.projects.len()).filter(move |project| self.year_of(*project) == year)
    }

    /// What is spent in a year, in yuan.
    pub fn spent_in(&self, year: i32) -> f64 {
        self.opened_in(Some(year)).map(|project| self.cost_of(project)).sum()
    }

    /// What a project costs, in yuan.
    pub fn cost_of(&self, project: usize) -> f64 {
        self.projects
            .get(project)
            .and_then(|id| self.question.costs.get(id))
            .copied()
            .unwrap_or(0.0)
    }

    /// The edits that give the projects their years; those that no year pays for lose theirs.
    pub fn edits(&self, study: &Study) -> Vec<FacilityEdit> {
        let facilities = study.facilities(self.question.scenario);
        let edits = self.projects.iter().enumerate().filter_map(|(project, id)| {
            let facility = facilities.get(id)?;
            let year = self.year_of(project);
            (facility.project.year != year).then(|| FacilityEdit::SetProject {
                id: *id,
                project: Project { year, ..facility.project.clone() },
            })
        });
        edits.collect()
    }
}
