//! Facilities: places that offer one or more functions, each with its rooms and hours, and the
//! project that makes them.

mod areas;
mod edit;
mod hours;
mod operation;
mod project;

use std::collections::BTreeMap;

use crate::geometry::WorldPoint;
use crate::standard::FunctionIndex;

pub use areas::{AreaUse, CountedArea, Turn};
pub use edit::{FacilityEdit, edits_between};
pub use hours::{HoursError, SLOTS_PER_DAY, SLOTS_PER_WEEK, WeekHours};
pub use operation::{LARGEST_CAPACITY, LARGEST_FLOOR_AREA_M2, LARGEST_STAFF, Operation};
pub use project::{
    FundingSource, LARGEST_SUM_YUAN, OperatingMode, PROJECT_YEARS, Project, ProjectState,
    ProjectSums,
};

use super::CandidateId;

/// The identity of a facility within a study, the same in every scenario; kept through undo and
/// redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacilityId(pub u32);

/// A place that offers functions.
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    pub id: FacilityId,
    /// The id in the planner's own data; empty for a hypothetical one.
    pub code: String,
    pub name: String,
    pub at: WorldPoint,
    /// At least one, without repetition.
    pub functions: Vec<FunctionIndex>,
    /// All its floor area in m², whatever it is used for.
    pub floor_area_m2: Option<f64>,
    /// How many it can serve, counted as its function counts: places, beds, seats, meals a day. One
    /// number for all its functions; `None` where it is not known.
    pub capacity: Option<f64>,
    /// What is known of its functions one by one: at most one of each it offers, in their order.
    pub operations: Vec<Operation>,
    pub project: Project,
    pub origin: FacilityOrigin,
}

/// The facilities of a scenario. Ordered by id, so that removing one and undoing that leaves the
/// order as it was.
pub type Facilities = BTreeMap<FacilityId, Facility>;

impl Facility {
    pub fn offers(&self, function: FunctionIndex) -> bool {
        self.functions.contains(&function)
    }

    /// What is known of one function.
    pub fn operation(&self, function: FunctionIndex) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.function == function)
    }

    /// Places for a function: its own where they are known, else those of the whole facility.
    pub fn capacity_for(&self, function: FunctionIndex) -> Option<f64> {
        self.operation(function).and_then(|operation| operation.capacity).or(self.capacity)
    }

    /// Whether it stands only in a plan so far.
    pub fn is_planned(&self) -> bool {
        self.origin != FacilityOrigin::Existing
    }

    /// Whether it was converted from premises, and stands where they do.
    pub fn is_in_premises(&self) -> bool {
        matches!(self.origin, FacilityOrigin::Converted { .. } | FacilityOrigin::Candidate(_))
    }
}

/// Whether a facility is there, or where it would come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FacilityOrigin {
    Existing,
    Hypothetical,
    /// A building put to another use; carries its id in the building layer.
    Converted {
        building: String,
    },
    /// A candidate of the register put to use.
    Candidate(CandidateId),
}

/// What became of one facility: it came (`before` is none), went (`after` is none) or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FacilityChange {
    pub before: Option<Facility>,
    pub after: Option<Facility>,
}

impl FacilityChange {
    /// The facility concerned; `None` for a change of nothing into nothing.
    pub fn id(&self) -> Option<FacilityId> {
        self.after.as_ref().or(self.before.as_ref()).map(|facility| facility.id)
    }
}

/// The changes that turn `from` into `to`, ordered by id.
///
/// Both maps are walked once; the cost is linear in the number of facilities.
pub fn changes_between(from: &Facilities, to: &Facilities) -> Vec<FacilityChange> {
    let gone = from.iter().filter(|(id, _)| !to.contains_key(id));
    let gone = gone.map(|(_, f)| FacilityChange { before: Some(f.clone()), after: None });
    let other = to.iter().filter_map(|(id, after)| {
        let before = from.get(id);
        (before != Some(after))
            .then(|| FacilityChange { before: before.cloned(), after: Some(after.clone()) })
    });
    let mut changes: Vec<_> = gone.chain(other).collect();
    changes.sort_by_key(FacilityChange::id);
    changes
}
