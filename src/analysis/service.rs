//! What a facility does for residents: how many reach it by each function, how many of them would be
//! left without if it closed, and how many only the circle counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::language::{Message, counted_as};
use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, Study, WalkModel};
use crate::walking::Footing;

use super::Coverage;

/// What one function of a facility does for the residents of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    pub function: FunctionIndex,
    /// Residents within the walking limit.
    pub within: Persons,
    /// Those of them who have no other facility of the function within the limit: without service
    /// if this one closed.
    pub depending: Persons,
    /// Residents within the circle of the limit for whom the way on foot is too far; none in the
    /// circle model.
    pub circle_only: Persons,
}

/// The services of a facility, in the order of its functions. `coverage` is that of the scenario
/// which the facility is in; `group` is a position in
/// [`Demand::groups`](crate::layers::Demand::groups).
///
/// Costs as much as the facility's reach, not as much as the city.
pub fn services_of(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    group: usize,
) -> Vec<Service> {
    let functions = facility.functions.iter();
    functions.map(|function| service_of(study, coverage, facility, *function, group)).collect()
}

fn service_of(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    function: FunctionIndex,
    group: usize,
) -> Service {
    let residents = study.layers().buildings.demand().residents(group);
    let counts = coverage.reach_counts(function, group);
    let walk = study.walk(group);
    let (mut within, mut depending) = (Persons::ZERO, Persons::ZERO);
    let along_streets = walk.network().is_some();
    let mut reached = HashSet::new();
    walk.for_each_within_reach(facility.at, function, |building, _| {
        if along_streets {
            reached.insert(building);
        }
        within += residents[building as usize];
        if counts[building as usize] == 1 {
            depending += residents[building as usize];
        }
    });
    let mut circle_only = Persons::ZERO;
    if !along_streets {
        return Service { function, within, depending, circle_only };
    }
    let circle = walk.by(WalkModel::Circle);
    circle.for_each_within_reach(facility.at, function, |building, _| {
        if !reached.contains(&building) {
            circle_only += residents[building as usize];
        }
    });
    Service { function, within, depending, circle_only }
}

/// Who would be without a function if the facility closed, by unit, the most concerned first; `None`
/// stands for places outside all units.
///
/// Costs as much as the facility's reach.
pub fn losses_by_unit(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    function: FunctionIndex,
    group: usize,
) -> Vec<(Option<usize>, Persons)> {
    let buildings = &study.layers().buildings;
    let residents = buildings.demand().residents(group);
    let counts = coverage.reach_counts(function, group);
    let mut by_unit = BTreeMap::<Option<usize>, Persons>::new();
    study.walk(group).for_each_within_reach(facility.at, function, |building, _| {
        let building = building as usize;
        if counts[building] == 1 && residents[building] > Persons::ZERO {
            *by_unit.entry(buildings.unit_of(building)).or_default() += residents[building];
        }
    });
    let mut losses: Vec<_> = by_unit.into_iter().collect();
    losses.sort_by_key(|(unit, residents)| (Reverse(*residents), *unit));
    losses
}

/// The facilities that nobody can walk to, or only from an island of the network; none in the circle
/// model.
pub fn without_footing<'a>(
    study: &Study,
    facilities: &'a Facilities,
) -> Vec<(&'a Facility, Footing)> {
    let Some(network) = study.network() else { return Vec::new() };
    let footings = facilities.values().map(|facility| (facility, network.footing(facility.at)));
    footings.filter(|(_, footing)| *footing != Footing::Firm).collect()
}

/// What is the matter with such facilities, in sentences.
pub fn footing_findings(study: &Study, facilities: &Facilities) -> Vec<Message> {
    const MOST_NAMED: usize = 5;
    let found = without_footing(study, facilities);
    let named = |wanted: Footing| {
        let of_kind = found.iter().filter(|(_, footing)| *footing == wanted);
        let names: Vec<&str> = of_kind.map(|(facility, _)| facility.name.as_str()).collect();
        let mark = if names.len() > MOST_NAMED { "…" } else { "" };
        let list = |comma: &str| names[..names.len().min(MOST_NAMED)].join(comma) + mark;
        (!names.is_empty()).then(|| (names.len(), list("、"), list(", ")))
    };
    let facilities = |count| counted_as(count, "facility", "facilities");
    let nowhere = named(Footing::None).map(|(count, zh, en)| {
        Message::new(
            format!("{count} 处设施附近没有道路或被阻隔，无人可步行到达：{zh}"),
            format!(
                "{}, with no street near or none without a barrier before it: nobody can walk there: \
                 {en}",
                facilities(count)
            ),
        )
    });
    let on_island = named(Footing::OnIsland).map(|(count, zh, en)| {
        Message::new(
            format!("{count} 处设施接在与主路网不相通的道路上：{zh}"),
            format!("{} on streets without a way to the largest part: {en}", facilities(count)),
        )
    });
    nowhere.into_iter().chain(on_island).collect()
}
