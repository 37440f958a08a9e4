//! Facilities: places that offer one or more functions.

use crate::geometry::WorldPoint;
use crate::standard::FunctionIndex;

/// The identity of a facility within a study; kept through undo and redo.
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
    pub floor_area_m2: Option<f64>,
    pub origin: FacilityOrigin,
}

impl Facility {
    pub fn offers(&self, function: FunctionIndex) -> bool {
        self.functions.contains(&function)
    }
}

/// Whether a facility is there or only proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacilityOrigin {
    Existing,
    Hypothetical,
}
