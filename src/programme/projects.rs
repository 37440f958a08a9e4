//! The list of projects (项目清单): the facilities a scenario brings, each with what it takes and
//! what it gives.

use crate::analysis::Coverage;
use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::AreaUse;
use crate::study::{Facility, FacilityId, ScenarioId, Study};

use super::money::{Money, money_of};

/// One facility of the scenario that is not there yet.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRow {
    pub facility: FacilityId,
    /// The unit it stands in.
    pub unit: Option<usize>,
    pub area: AreaUse,
    /// Residents whom it alone brings a function, over all its functions: what would be lost
    /// without it. A resident gained for two functions counts twice.
    pub gain: Persons,
    /// The same function by function, in the order of its functions.
    pub gains: Vec<(FunctionIndex, Persons)>,
    pub money: Money,
}

/// The projects of a scenario, by facility. `group_of` names the group a function is for, as a
/// position in the groups of the data.
///
/// Cost grows with the reach of the projects.
pub fn project_rows(
    study: &Study,
    scenario: ScenarioId,
    coverage: &Coverage,
    group_of: impl Fn(FunctionIndex) -> usize,
) -> Vec<ProjectRow> {
    let planned = study.facilities(scenario).values().filter(|facility| facility.is_planned());
    let row = |facility: &Facility| {
        let gains: Vec<_> = facility
            .functions
            .iter()
            .map(|f| (*f, only_by(study, coverage, facility, *f, group_of(*f))))
            .collect();
        ProjectRow {
            facility: facility.id,
            unit: study.layers().units.at(facility.at),
            area: AreaUse::of(facility),
            gain: gains.iter().map(|(_, persons)| *persons).sum(),
            gains,
            money: money_of(study, facility),
        }
    };
    planned.map(row).collect()
}

/// Residents whom no other facility of the function reaches.
fn only_by(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    function: FunctionIndex,
    group: usize,
) -> Persons {
    let residents = study.layers().buildings.demand().residents(group);
    let counts = coverage.reach_counts(function, group);
    let mut only = Persons::ZERO;
    study.walk(group).for_each_within_reach(facility.at, function, |building, _| {
        if counts[building as usize] == 1 {
            only += residents[building as usize];
        }
    });
    only
}
