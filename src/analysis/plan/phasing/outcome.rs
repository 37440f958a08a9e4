//! The years that came out: what opens and closes when, why, and how each pilot community fares.

use crate::language::Text;
use crate::siting::PhasingSolution;
use crate::study::{Facility, FacilityEdit, FacilityId, Project, Study};

use super::super::outcome::SitePlan;
use super::PhasingQuestion;

/// The years that came out.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingOutcome {
    pub question: PhasingQuestion,
    /// The projects, in the order of the solution, and as a plan.
    pub projects: Vec<FacilityId>,
    pub plan: SitePlan,
    /// What closes, in the order of the solution, as it is before.
    pub departures: Vec<Facility>,
    /// Proposals taken to be there from the start because nothing is known of their cost.
    pub without_cost: Vec<FacilityId>,
    pub solution: PhasingSolution,
    /// Residents of each function and unit, and after the units of those outside all of them.
    pub(super) residents: Vec<f64>,
    pub(super) units: usize,
}

/// How a pilot community fares with a function.
#[derive(Debug, Clone, PartialEq)]
pub struct PilotCourse {
    pub unit: usize,
    /// Position among the functions of the question.
    pub function: usize,
    pub residents: f64,
    /// At the start, and at the end of each year.
    pub covered: Vec<f64>,
}

/// Why a project opens when it does, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyThen {
    /// It gains most there for the money of the years.
    Gains,
    /// It covers nobody whom others do not.
    AddsNobody,
    /// It costs more than any year has.
    NoYearPays,
    /// The money covers more elsewhere.
    OthersGainMore,
}

impl PilotCourse {
    /// The least change from one year to the next, as a share of residents: below zero where it loses.
    pub fn least_change(&self) -> f64 {
        let changes = self.covered.windows(2).map(|two| two[1] - two[0]);
        let least = changes.fold(f64::INFINITY, f64::min);
        if least.is_finite() && self.residents > 0.0 { least / self.residents } else { 0.0 }
    }

    /// Whether it has less at the end of some year than the year before.
    pub fn regresses(&self) -> bool {
        const ROUNDING: f64 = 1e-9;
        self.least_change() < -ROUNDING
    }
}

impl WhyThen {
    pub fn id(self) -> &'static str {
        match self {
            Self::Gains => "gains-most",
            Self::AddsNobody => "adds-nobody",
            Self::NoYearPays => "no-year-pays",
            Self::OthersGainMore => "others-gain-more",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Self::Gains => Text::new(
                "在各年预算内，当年建最划算",
                "within the budgets it gains most in that year",
            ),
            Self::AddsNobody => {
                Text::new("不增加覆盖", "it covers nobody whom others do not cover")
            }
            Self::NoYearPays => {
                Text::new("造价超过任何一年的预算", "it costs more than any year has")
            }
            Self::OthersGainMore => {
                Text::new("资金用于其他项目覆盖更多", "the money covers more elsewhere")
            }
        }
    }
}

impl PhasingOutcome {
    /// The year in which a project opens, by its place; none where no year's money reaches it.
    pub fn year_of(&self, project: usize) -> Option<i32> {
        self.year_at(self.solution.years.get(project).copied().flatten()?)
    }

    /// The year in which something closes, by its place; none where it may not.
    pub fn closing_year_of(&self, departure: usize) -> Option<i32> {
        self.year_at(self.solution.closes.get(departure).copied().flatten()?)
    }

    fn year_at(&self, position: usize) -> Option<i32> {
        self.question.budgets.keys().nth(position).copied()
    }

    /// The projects that open in a year, by their places.
    pub fn opened_in(&self, year: Option<i32>) -> impl Iterator<Item = usize> {
        (0..self.projects.len()).filter(move |project| self.year_of(*project) == year)
    }

    /// What closes in a year, or may not in any.
    pub fn closed_in(&self, year: Option<i32>) -> impl Iterator<Item = &Facility> {
        let departures = self.departures.iter().enumerate();
        departures
            .filter(move |(number, _)| self.closing_year_of(*number) == year)
            .map(|(_, facility)| facility)
    }

    /// What is spent in a year, in yuan.
    pub fn spent_in(&self, year: i32) -> f64 {
        self.opened_in(Some(year)).filter_map(|project| self.cost_of(project)).sum()
    }

    /// What a project costs, in yuan; none where an existing facility only moves, which is not counted.
    pub fn cost_of(&self, project: usize) -> Option<f64> {
        self.question.costs.get(self.projects.get(project)?).copied()
    }

    /// Why a project opens when it does.
    pub fn why(&self, project: usize) -> WhyThen {
        let most = self.question.budgets.values().copied().fold(0.0, f64::max);
        let gain = self.solution.gains.get(project).copied().unwrap_or_default();
        match self.year_of(project) {
            Some(_) => WhyThen::Gains,
            None if gain <= 0.0 => WhyThen::AddsNobody,
            None if self.cost_of(project).is_some_and(|cost| cost > most) => WhyThen::NoYearPays,
            None => WhyThen::OthersGainMore,
        }
    }

    /// Residents asked about, those asked about for two functions twice.
    pub fn all_residents(&self) -> f64 {
        self.residents.iter().sum()
    }

    /// Residents of a function and those covered at the start and at the end of each year.
    pub fn course_of(&self, function: usize) -> (f64, Vec<f64>) {
        let accounts = function * (self.units + 1)..(function + 1) * (self.units + 1);
        let residents = self.residents.get(accounts.clone()).unwrap_or_default().iter().sum();
        let mut covered = vec![0.0; self.question.budgets.len() + 1];
        let of_function = self.solution.accounts.iter().skip(accounts.start).take(accounts.len());
        for account in of_function {
            covered.iter_mut().zip(account).for_each(|(sum, covered)| *sum += covered);
        }
        (residents, covered)
    }

    /// How each pilot community fares with each function that its residents ask for.
    pub fn pilots(&self) -> Vec<PilotCourse> {
        let of_unit = |unit: &usize| {
            let unit = *unit;
            (0..self.question.functions.len()).filter_map(move |function| {
                let account = function * (self.units + 1) + unit;
                let residents = self.residents.get(account).copied().filter(|all| *all > 0.0)?;
                let nothing = || vec![0.0; self.question.budgets.len() + 1];
                let covered = self.solution.accounts.get(account).cloned();
                let covered = covered.unwrap_or_else(nothing);
                Some(PilotCourse { unit, function, residents, covered })
            })
        };
        self.question.pilots.iter().flat_map(of_unit).collect()
    }

    /// The edits that give the projects their years; those that no year pays for lose theirs.
    pub fn edits(&self, study: &Study) -> Vec<FacilityEdit> {
        let facilities = study.facilities(self.question.scenario);
        // What only moves stands nowhere as a project.
        let projects = self.projects.iter().enumerate();
        let projects = projects.filter(|(_, id)| self.question.costs.contains_key(id));
        let edits = projects.filter_map(|(project, id)| {
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
