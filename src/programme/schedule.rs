//! Projects by the year they open, beside what each year may cost: the board on which they are moved
//! from year to year.

use std::collections::BTreeMap;

use crate::study::{Facilities, FacilityId, PROJECT_YEARS};

use super::ProjectRow;

/// The projects of one year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearPlan {
    /// None for projects that have no year yet.
    pub year: Option<i32>,
    /// In the order of their ids.
    pub projects: Vec<FacilityId>,
    /// Conversion of all whose cost is known, in yuan.
    pub conversion: f64,
    /// Projects whose conversion is not known: missing in the sum.
    pub unknown: usize,
    /// What the year may cost, in yuan.
    pub budget: Option<f64>,
}

impl YearPlan {
    fn empty(year: Option<i32>, budgets: &BTreeMap<i32, f64>) -> Self {
        let budget = year.and_then(|year| budgets.get(&year).copied());
        Self { year, projects: Vec::new(), conversion: 0.0, unknown: 0, budget }
    }

    /// By how much the projects cost more than the year may, in yuan.
    pub fn excess(&self) -> Option<f64> {
        self.budget.map(|budget| self.conversion - budget).filter(|excess| *excess > 0.0)
    }
}

/// All years of a plan without a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Projects without a year first, then year by year.
    pub years: Vec<YearPlan>,
}

impl Schedule {
    /// The years from the first that has a project or a budget, or this year, to the year after the
    /// last, so that there is room to put something off.
    pub fn of(
        projects: &[ProjectRow],
        facilities: &Facilities,
        budgets: &BTreeMap<i32, f64>,
        this_year: i32,
    ) -> Self {
        let year_of = |id: FacilityId| facilities.get(&id).and_then(|f| f.project.year);
        let dated = projects.iter().filter_map(|project| year_of(project.facility));
        let known = dated.chain(budgets.keys().copied()).chain([this_year]);
        let (first, last) =
            known.fold((this_year, this_year), |(a, b), year| (a.min(year), b.max(year)));
        let last = (last + 1).min(*PROJECT_YEARS.end());
        let every = std::iter::once(None).chain((first..=last).map(Some));
        let mut years: Vec<YearPlan> = every.map(|year| YearPlan::empty(year, budgets)).collect();
        for project in projects {
            let year = year_of(project.facility);
            let Some(plan) = years.iter_mut().find(|plan| plan.year == year) else { continue };
            plan.projects.push(project.facility);
            match project.money.conversion {
                Some(figure) => plan.conversion += figure.yuan,
                None => plan.unknown += 1,
            }
        }
        Self { years }
    }
}
