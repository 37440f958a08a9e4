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

/// The projects of a scenario, by facility.
///
/// Cost grows with the reach of the projects.
pub fn project_rows(study: &Study, scenario: ScenarioId, coverage: &Coverage) -> Vec<ProjectRow> {
    let planned = study.facilities(scenario).values().filter(|facility| facility.is_planned());
    let row = |facility: &Facility| {
        let gains: Vec<_> = facility
            .functions
            .iter()
            .map(|f| (*f, only_by(study, coverage, facility, *f)))
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

/// Residents of those the function is for whom no other facility of it reaches.
fn only_by(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    function: FunctionIndex,
) -> Persons {
    let demand = study.layers().buildings.demand();
    let mut only = Persons::ZERO;
    for groups in study.targets_by_walk(study.target_groups(function)) {
        let counts = coverage.reach_counts(function, groups[0]);
        study.walk(groups[0]).for_each_within_reach(facility.at, function, |building, _| {
            let building = building as usize;
            if counts[building] == 1 {
                only += groups.iter().map(|group| demand.residents(*group)[building]).sum();
            }
        });
    }
    only
}
