//! Two scenarios set side by side: what reaches whom in one and not in the other.

use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{FacilityEdit, ScenarioId, Study, edits_between};

use super::Coverage;

/// What becomes of a building's reach from one scenario to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachChange {
    /// Within reach in the second scenario only.
    Gained,
    /// Within reach in the first scenario only.
    Lost,
    Both,
    Neither,
}

impl ReachChange {
    /// From the numbers of facilities in reach before and after.
    pub fn between(before: u32, after: u32) -> Self {
        match (before > 0, after > 0) {
            (false, true) => Self::Gained,
            (true, false) => Self::Lost,
            (true, true) => Self::Both,
            (false, false) => Self::Neither,
        }
    }
}

/// Residents who come within reach, and those who drop out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exchange {
    pub gained: Persons,
    pub lost: Persons,
}

impl Exchange {
    /// Between two coverages of the same layers; linear in the number of buildings. `group` is a
    /// position in [`Demand::groups`](crate::layers::Demand::groups).
    pub fn between(
        layers: &LayerSet,
        from: &Coverage,
        to: &Coverage,
        function: FunctionIndex,
        group: usize,
    ) -> Self {
        let residents = layers.buildings.demand().residents(group);
        let counts =
            from.reach_counts(function, group).iter().zip(to.reach_counts(function, group));
        let mut exchange = Self::default();
        for ((before, after), residents) in counts.zip(residents) {
            match ReachChange::between(*before, *after) {
                ReachChange::Gained => exchange.gained += *residents,
                ReachChange::Lost => exchange.lost += *residents,
                ReachChange::Both | ReachChange::Neither => {}
            }
        }
        exchange
    }
}

/// The edits that turn one scenario into another: the shortest account of how they differ, not
/// the way each came about.
pub fn differing_edits(study: &Study, from: ScenarioId, to: ScenarioId) -> Vec<FacilityEdit> {
    edits_between(study.facilities(from), study.facilities(to))
}
