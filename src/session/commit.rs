//! What happened to a study since it was last saved, step by step; a study file writes each as
//! one transaction.

use std::collections::BTreeMap;

use crate::study::{Edit, Facility, FacilityChange, FacilityId, ScenarioId, Step};

/// One step done, undone or done again.
#[derive(Debug, Clone, PartialEq)]
pub struct Commit {
    pub history: HistoryChange,
    /// The edits applied, in their order.
    pub edits: Vec<Edit>,
    /// What they changed in the facilities of each scenario, all in all.
    pub facilities: FacilityChanges,
}

/// What became of the undo history.
#[derive(Debug, Clone, PartialEq)]
pub enum HistoryChange {
    /// The step was recorded at this position; undone ones from there on are forgotten.
    Recorded { position: usize, step: Step },
    /// So many steps are done now.
    Moved { done: usize },
}

/// Net changes of facilities: what came and went again leaves no trace.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FacilityChanges(BTreeMap<(ScenarioId, FacilityId), FacilityChange>);

impl FacilityChanges {
    pub(super) fn add(&mut self, scenario: ScenarioId, change: &FacilityChange) {
        let Some(id) = change.id() else { return };
        let known = self.0.entry((scenario, id));
        let net = known.or_insert_with(|| FacilityChange { after: None, ..change.clone() });
        net.after.clone_from(&change.after);
        if net.before == net.after {
            self.0.remove(&(scenario, id));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes of one scenario.
    pub(super) fn of(&self, scenario: ScenarioId) -> Vec<&FacilityChange> {
        let own = self.0.iter().filter(|((of, _), _)| *of == scenario);
        own.map(|(_, change)| change).collect()
    }

    /// Each changed facility with what it is now; `None` where it is gone.
    pub fn iter(&self) -> impl Iterator<Item = (ScenarioId, FacilityId, Option<&Facility>)> {
        self.0.iter().map(|((scenario, id), change)| (*scenario, *id, change.after.as_ref()))
    }
}
