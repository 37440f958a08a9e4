//! A change of sites as an idea: open one, move one, close one, put one in the place of another. What
//! it comes to in residents, and the edits that make it real.

use crate::geometry::WorldPoint;
use crate::language::{Language, Message};
use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::{
    Facility, FacilityEdit, FacilityId, FacilityOrigin, Project, ScenarioId, Study,
};

use super::SitePlace;

/// What could be done with the sites of a function.
#[derive(Debug, Clone, PartialEq)]
pub enum SiteChange {
    Open(SitePlace),
    /// For facilities that stand free: existing and hypothetical ones.
    Move {
        id: FacilityId,
        to: WorldPoint,
    },
    Close(FacilityId),
    Swap {
        close: FacilityId,
        open: SitePlace,
    },
}

/// An idea with the residents it gains, or loses where they are below zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub what: SiteChange,
    pub change: Persons,
}

impl SiteChange {
    /// The facility that would go or move.
    pub fn leaves(&self) -> Option<FacilityId> {
        match self {
            Self::Open(_) => None,
            Self::Move { id, .. } | Self::Close(id) | Self::Swap { close: id, .. } => Some(*id),
        }
    }

    /// Where a facility would stand.
    pub fn arrives(&self) -> Option<WorldPoint> {
        match self {
            Self::Open(place) | Self::Swap { open: place, .. } => Some(place.at),
            Self::Move { to, .. } => Some(*to),
            Self::Close(_) => None,
        }
    }

    /// The edits of a scenario that make it real; none for facilities that are not there.
    pub fn edits(
        &self,
        study: &Study,
        scenario: ScenarioId,
        function: FunctionIndex,
        language: Language,
    ) -> Vec<FacilityEdit> {
        let closing = |id: &FacilityId| {
            study.facilities(scenario).get(id).map(|facility| closing(facility, function))
        };
        let opening = |place: &SitePlace| {
            let id = study.scenarios().next_facility_id();
            FacilityEdit::Add(opening(study, scenario, function, place, id, language))
        };
        match self {
            Self::Open(place) => vec![opening(place)],
            Self::Move { id, to } => vec![FacilityEdit::Move { id: *id, to: *to }],
            Self::Close(id) => closing(id).into_iter().collect(),
            Self::Swap { close, open } => {
                closing(close).into_iter().chain([opening(open)]).collect()
            }
        }
    }

    /// What undo calls the step.
    pub fn label(&self, study: &Study, scenario: ScenarioId) -> Message {
        let name = |id: &FacilityId| {
            let facility = study.facilities(scenario).get(id);
            facility.map_or_else(String::new, |facility| facility.name.clone())
        };
        match self {
            Self::Open(place) => {
                Message::new(format!("新设于{}", place.name), format!("Open at {}", place.name))
            }
            Self::Move { id, .. } => {
                let name = name(id);
                Message::new(format!("改善 {name}"), format!("Improve {name}"))
            }
            Self::Close(id) => {
                let name = name(id);
                Message::new(format!("关闭 {name}"), format!("Close {name}"))
            }
            Self::Swap { close, open } => {
                let (old, new) = (name(close), &open.name);
                Message::new(format!("{old} 置换为{new}"), format!("Swap {old} for {new}"))
            }
        }
    }
}

/// A facility gives up a function, or goes if it had no other.
pub fn closing(facility: &Facility, function: FunctionIndex) -> FacilityEdit {
    let others = facility.functions.iter().copied().filter(|other| *other != function);
    let functions: Vec<FunctionIndex> = others.collect();
    match functions.is_empty() {
        true => FacilityEdit::Remove(facility.id),
        false => FacilityEdit::SetFunctions { id: facility.id, functions },
    }
}

/// A facility of the function at a place, with the floor area that is free there.
pub fn opening(
    study: &Study,
    scenario: ScenarioId,
    function: FunctionIndex,
    place: &SitePlace,
    id: FacilityId,
    language: Language,
) -> Facility {
    let function_name = study.standard().function(function).short_name.of(language);
    let name = &place.name;
    let free_m2 = match &place.origin {
        FacilityOrigin::Existing | FacilityOrigin::Hypothetical => None,
        origin => study.free_area_m2(scenario, origin),
    };
    Facility {
        id,
        code: String::new(),
        name: language.pick(
            format!("{name}{function_name}"),
            format!("{name} {}", function_name.to_lowercase()),
        ),
        at: place.at,
        functions: vec![function],
        // Where nothing is free, the whole area says so with both numbers.
        floor_area_m2: free_m2.filter(|free| *free > 0.0).or(place.usable_area_m2),
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: place.origin.clone(),
    }
}
