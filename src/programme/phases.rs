//! A scenario over the years: who is covered when the projects open one after the other, and what
//! has been spent by then.

use std::collections::BTreeSet;

use crate::analysis::{Coverage, Reached};
use crate::study::{Facilities, Facility, FacilityChange, ScenarioId, Study, changes_between};

use super::money::money_of;

/// The end of one year; the first phase has no year and is what exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    pub year: Option<i32>,
    /// Facilities that opened in it.
    pub opened: usize,
    /// Conversion paid in it, in yuan, as far as it is known.
    pub spent: f64,
    /// By function of the standard, for the groups it is for.
    pub reached: Vec<Reached>,
}

impl Phase {
    /// Mean coverage rate over the functions that somebody asks for, 0–1.
    pub fn mean_rate(&self) -> Option<f64> {
        let rates: Vec<f64> = self.reached.iter().filter_map(|reached| reached.rate()).collect();
        (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
    }
}

/// The phases of a scenario in their order. Projects without a year open in no phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Phases {
    pub phases: Vec<Phase>,
    /// Projects that have no year yet.
    pub without_year: usize,
}

impl Phases {
    /// The years of a scenario. What it closes, moves or changes of what exists is done before the
    /// first year's projects open. `base` is the coverage of what exists.
    ///
    /// Cost: a copy of a coverage, then the reach of what changes.
    pub fn of(study: &Study, scenario: ScenarioId, base: &Coverage) -> Self {
        let reached = |coverage: &Coverage| {
            let of = |function| coverage.total_of(function, study.target_groups(function));
            study.standard().indexes().map(of).collect()
        };
        let mut coverage = base.clone();
        let existing = Phase { year: None, opened: 0, spent: 0.0, reached: reached(&coverage) };
        let facilities = study.facilities(scenario);
        let changes = changes_between(study.base(), facilities);
        let (opening, kept): (Vec<_>, Vec<_>) = changes.into_iter().partition(opens);
        let years: BTreeSet<i32> = opening.iter().filter_map(year_of).collect();
        let mut phases = vec![existing];
        for (position, year) in years.iter().enumerate() {
            if position == 0 {
                kept.iter().for_each(|change| coverage.update(study, change));
            }
            let now: Vec<&FacilityChange> =
                opening.iter().filter(|change| year_of(change) == Some(*year)).collect();
            now.iter().for_each(|change| coverage.update(study, change));
            let cost = |facility: &Facility| money_of(study, facility).conversion;
            let costs = now.iter().filter_map(|change| cost(change.after.as_ref()?));
            phases.push(Phase {
                year: Some(*year),
                opened: now.len(),
                spent: costs.map(|figure| figure.yuan).sum(),
                reached: reached(&coverage),
            });
        }
        let without_year = facilities_without_year(facilities);
        Self { phases, without_year }
    }
}

/// Whether a facility comes into being.
fn opens(change: &FacilityChange) -> bool {
    change.before.is_none()
}

fn year_of(change: &FacilityChange) -> Option<i32> {
    change.after.as_ref()?.project.year
}

impl Phases {
    /// How things stand at the end of a year: the last phase that is not later.
    pub fn at_end_of(&self, year: i32) -> Option<&Phase> {
        self.phases.iter().rev().find(|phase| phase.year.is_none_or(|opened| opened <= year))
    }
}

fn facilities_without_year(facilities: &Facilities) -> usize {
    let without = |facility: &&Facility| facility.is_planned() && facility.project.year.is_none();
    facilities.values().filter(without).count()
}
