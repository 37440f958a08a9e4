//! In which year to open which of a scenario's projects, within what each year has to spend, for one
//! function or several; and, where that is asked, without any pilot community ever losing.

mod outcome;
mod sites;

use std::collections::BTreeMap;

use crate::siting::{PhasedProject, Phasing, Problem, solve_phasing};
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId, Study};

use super::super::siting::{SiteQuestion, StudyProblem, units_of};
use super::outcome::{PlanSite, SitePlan};
use super::question::PlanError;
use super::run::{RunClock, Stage, StageListener, searching};
use sites::PhasedSites;

pub use outcome::{PhasingOutcome, PilotCourse, WhyThen};

/// What is to be phased.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingQuestion {
    pub scenario: ScenarioId,
    /// A resident covered for two of them counts twice.
    pub functions: Vec<FunctionIndex>,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    /// The projects of the scenario with what each costs, in yuan. Its other facilities are there from
    /// the start, but for existing ones that it moves: they move when that is best.
    pub costs: BTreeMap<FacilityId, f64>,
    /// What each year has to spend, in yuan.
    pub budgets: BTreeMap<i32, f64>,
    /// The pilot communities, by their positions among the units.
    pub pilots: Vec<usize>,
    /// Whether no pilot may have less of a function at the end of a year than the year before: what
    /// the scenario closes waits until it may.
    pub never_regress: bool,
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
        let sites = PhasedSites::of(study, self);
        if sites.projects().all(|(_, facility)| !self.costs.contains_key(&facility.id)) {
            return Err(PlanError::NoProjects);
        }
        if self.budgets.is_empty() {
            return Err(PlanError::NoBudgets);
        }
        let (mut problem, accounts) = self.measured(study, &sites, clock, listener)?;
        sites.lay_down(&mut problem.standing);
        let units = study.layers().units.len();
        let account = |function: usize, unit: usize| (function * (units + 1) + unit) as u32;
        let pilots = self.pilots.iter().filter(|_| self.never_regress);
        let guarded = pilots.flat_map(|unit| {
            (0..self.functions.len()).map(move |function| account(function, *unit))
        });
        let cost = |id: &FacilityId| self.costs.get(id).copied().unwrap_or_default();
        let phased = sites.projects();
        let phased =
            phased.map(|(site, facility)| PhasedProject { site, cost: cost(&facility.id) });
        let phasing = Phasing {
            // Ways are measured within the limit of each function.
            limit_m: f64::INFINITY,
            projects: phased.collect(),
            budgets: self.budgets.values().copied().collect(),
            closings: sites.closings(),
            accounts,
            guarded: guarded.collect(),
        };
        let mut hear = searching(clock, listener);
        let solution = solve_phasing(&problem, &phasing, clock.left(), &mut hear);
        let mut residents = vec![0.0; self.functions.len() * (units + 1)];
        for (weight, account) in problem.weights.iter().zip(&phasing.accounts) {
            residents[*account as usize] += weight;
        }
        let open: Vec<usize> = sites.projects().map(|(site, _)| site).collect();
        let served = problem.served_by(&open, f64::INFINITY);
        let plan = sites.projects().zip(served);
        let plan = plan.map(|((_, facility), serves)| PlanSite::of_facility(facility, serves));
        Ok(PhasingOutcome {
            question: self.clone(),
            projects: sites.projects().map(|(_, facility)| facility.id).collect(),
            plan: SitePlan { sites: plan.collect(), closed: Vec::new() },
            departures: sites.departures(),
            without_cost: sites.without_cost(self),
            solution,
            residents,
            units,
        })
    }

    /// The residents of each function with the sites that reach them, and the account of each: one for
    /// every unit and function, and one for those outside all units.
    fn measured(
        &self,
        study: &Study,
        sites: &PhasedSites,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<(Problem, Vec<u32>), PlanError> {
        let units = study.layers().units.len();
        let mut problem = Problem::default();
        let mut accounts = Vec::new();
        for (number, function) in self.functions.iter().enumerate() {
            let (numbers, places) = sites.offering(*function);
            let farthest_m = study.walk(self.group).limit_m(*function);
            let (function, group) = (*function, self.group);
            let question = SiteQuestion { function, group, farthest_m, places, keeping: None };
            let parts = self.functions.len() as f64;
            let measured = StudyProblem::measured(study, &question, &mut |measuring| {
                let seconds = clock.seconds();
                let progress = crate::siting::Progress { seconds, ..Default::default() };
                listener(&Stage { measured: (number as f64 + measuring.share) / parts, progress })
            })?;
            if !measured.extent.is_whole() {
                return Err(PlanError::Ended);
            }
            let of_function = measured.problem;
            for demand in 0..of_function.demand_points() {
                let reached = of_function.distances.of(demand);
                problem.distances.push(reached.map(|(site, metres)| (numbers[site], metres)));
            }
            problem.weights.extend(of_function.weights);
            let account_of =
                |unit: Option<u32>| (number * (units + 1)) as u32 + unit.unwrap_or(units as u32);
            accounts.extend(units_of(study, &measured.buildings).into_iter().map(account_of));
        }
        problem.standing = vec![crate::siting::Standing::Existing; sites.len()];
        Ok((problem, accounts))
    }
}
