//! What is selected: nothing, one thing of the study, or many that were drawn around.

use std::sync::{Arc, Weak};

use crate::geometry::DrawnArea;
use crate::pointing::{FloorArea, Gathered, Kinds, Merging, Thing};
use crate::session::Session;
use crate::study::{CandidateId, FacilityId};

/// What is selected or under the mouse.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Selection {
    #[default]
    Nothing,
    Facility(FacilityId),
    Unit(usize),
    Building(usize),
    Candidate(CandidateId),
    /// Shared, because a city has a million buildings.
    Many(Arc<ManySelected>),
}

/// Things selected by drawing around them.
#[derive(Debug, Clone, PartialEq)]
pub struct ManySelected {
    pub things: Gathered,
    /// Summed once: it stays the same whatever is edited.
    pub floor_area: FloorArea,
    /// The areas they were gathered by, in the order they were drawn.
    pub areas: Vec<(DrawnArea, Merging)>,
}

/// Many things selected, as part of what is asked about them: only ever the same as themselves, and not
/// held any longer than they are selected.
#[derive(Debug, Clone)]
pub struct TheseMany(Weak<ManySelected>);

impl TheseMany {
    pub fn of(many: &Arc<ManySelected>) -> Self {
        Self(Arc::downgrade(many))
    }
}

impl PartialEq for TheseMany {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

impl Selection {
    pub fn facility(&self) -> Option<FacilityId> {
        match self {
            Self::Facility(id) => Some(*id),
            _ => None,
        }
    }

    pub fn unit(&self) -> Option<usize> {
        match self {
            Self::Unit(unit) => Some(*unit),
            _ => None,
        }
    }

    pub fn building(&self) -> Option<usize> {
        match self {
            Self::Building(building) => Some(*building),
            _ => None,
        }
    }

    pub fn candidate(&self) -> Option<CandidateId> {
        match self {
            Self::Candidate(id) => Some(*id),
            _ => None,
        }
    }

    pub fn many(&self) -> Option<&Arc<ManySelected>> {
        match self {
            Self::Many(many) => Some(many),
            _ => None,
        }
    }

    /// What is selected once an area has been drawn.
    pub fn after_drawing(
        &self,
        session: &Session,
        area: DrawnArea,
        kinds: Kinds,
        how: Merging,
    ) -> Self {
        let layers = session.study().layers();
        let found = Gathered::within(layers, session.facilities(), &area, kinds);
        let things = self.gathered().merged(found, how);
        if things.is_empty() {
            return Self::Nothing;
        }
        let mut areas = match (self, how) {
            (Self::Many(many), Merging::Add | Merging::TakeAway) => many.areas.clone(),
            _ => Vec::new(),
        };
        areas.push((area, how));
        let floor_area = things.floor_area(layers);
        Self::Many(Arc::new(ManySelected { things, floor_area, areas }))
    }

    /// Things that belong together without having been drawn around, such as the rows of a list.
    pub fn of_things(session: &Session, things: Gathered) -> Self {
        if things.is_empty() {
            return Self::Nothing;
        }
        let floor_area = things.floor_area(session.study().layers());
        Self::Many(Arc::new(ManySelected { things, floor_area, areas: Vec::new() }))
    }

    /// What stays selected of it in the scenario shown: facilities and candidates come and go.
    pub fn still_there(self, session: &Session) -> Self {
        let is_gone = |id: &FacilityId| session.facility(*id).is_none();
        match self {
            Self::Facility(id) if is_gone(&id) => Self::Nothing,
            Self::Candidate(id) if session.study().register().get(id).is_none() => Self::Nothing,
            Self::Many(mut many) if many.things.facilities.iter().any(is_gone) => {
                let things = &mut Arc::make_mut(&mut many).things;
                things.facilities.retain(|id| !is_gone(id));
                if things.is_empty() { Self::Nothing } else { Self::Many(many) }
            }
            other => other,
        }
    }

    fn gathered(&self) -> Gathered {
        let nothing = Gathered::default();
        match self {
            // Candidates are not drawn around.
            Self::Nothing | Self::Candidate(_) => nothing,
            Self::Facility(id) => Gathered { facilities: vec![*id], ..nothing },
            Self::Unit(unit) => Gathered { units: vec![*unit as u32], ..nothing },
            Self::Building(building) => Gathered { buildings: vec![*building as u32], ..nothing },
            Self::Many(many) => many.things.clone(),
        }
    }
}

impl From<Option<Thing>> for Selection {
    fn from(thing: Option<Thing>) -> Self {
        match thing {
            Some(Thing::Unit(unit)) => Self::Unit(unit),
            Some(Thing::Building(building)) => Self::Building(building),
            None => Self::Nothing,
        }
    }
}
