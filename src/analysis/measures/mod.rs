//! Measures of access beyond coverage: how far, how many to choose from, how complete, how much
//! room and capacity, and how fairly shared. Each states its formula, units and source; all stand on
//! the one question of who is reached, [`Walk::for_each_reached`](crate::study::Walk::for_each_reached), whatever the walk model.
//!
//! `Measures` keeps what an edit changes only around it; the rest is summed up from that and from
//! [`Coverage`](super::Coverage) when it is asked for. What is shown of all this is the business of
//! the window and the command line.

mod assignment;
mod catchment;
mod choices;
mod completeness;
mod distribution;
mod inequality;
mod nearest;
mod provision;

use std::sync::Arc;

pub use assignment::{Assignment, Load};
pub use catchment::{CatchmentMethod, CatchmentScores, MeanScores, UNKNOWN_CAPACITY, supply};
pub use choices::{CHOICE_CLASSES, Choices, facilities_depended_on, residents_depending_on};
pub use completeness::{COMPLETENESS_MINUTES, Completeness, functions_near};
pub use distribution::{WalkingTimes, mean_minutes_by_unit};
pub use inequality::{Inequality, Place, TheilSplit};
pub use nearest::Nearest;
pub use provision::{Households, Provision};

use crate::layers::LayerSet;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, FacilityChange, Parameters, ScenarioId, Study, changes_between};

/// With more facilities changed at once, distances from scratch are quicker.
const MOST_FOLLOWED: usize = 32;

/// What is kept of a scenario from edit to edit.
///
/// It follows the study of its own accord: it knows for which facilities and which walking it stands,
/// and takes in whatever has changed since. So undo, another scenario and a gesture under way are all
/// the same to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    facilities: Facilities,
    walking: Walking,
    nearest: Nearest,
    scores: Option<CatchmentScores>,
}

/// What every distance depends on.
#[derive(Debug, Clone)]
struct Walking {
    /// Whose walk it is.
    group: usize,
    layers: Arc<LayerSet>,
    parameters: Parameters,
    limits_m: Vec<f64>,
}

impl Walking {
    fn of(study: &Study, group: usize) -> Self {
        let walk = study.walk(group);
        Self {
            group,
            layers: study.shared_layers(),
            parameters: *study.parameters(),
            limits_m: study.standard().indexes().map(|function| walk.limit_m(function)).collect(),
        }
    }
}

impl PartialEq for Walking {
    fn eq(&self, other: &Self) -> bool {
        self.group == other.group
            && Arc::ptr_eq(&self.layers, &other.layers)
            && self.parameters == other.parameters
            && self.limits_m == other.limits_m
    }
}

impl Measures {
    /// The measures of a scenario by the walk of all residents, from scratch.
    pub fn of(study: &Study, scenario: ScenarioId) -> Self {
        Self::of_group(study, scenario, 0)
    }

    /// The measures of a scenario by the walk of a group, from scratch. `group` is a position in
    /// [`Demand::groups`](crate::layers::Demand::groups).
    pub fn of_group(study: &Study, scenario: ScenarioId, group: usize) -> Self {
        let group = walker_of(study, group);
        let facilities = study.facilities(scenario).clone();
        let nearest = Nearest::of_group(study, &facilities, group);
        Self { facilities, walking: Walking::of(study, group), nearest, scores: None }
    }

    /// Brings the measures up to what a scenario of the study is by now.
    ///
    /// Costs as much as the reach of the facilities that changed; from scratch where they are
    /// [far behind](Self::are_near).
    pub fn follow(&mut self, study: &Study, scenario: ScenarioId) {
        let Some(changes) = self.few_changes(study, scenario) else {
            let asked = self.scores.take();
            *self = Self::of_group(study, scenario, self.walking.group);
            if let Some(CatchmentScores { function, group, method, .. }) = asked
                && study.standard().get(function).is_some()
            {
                self.scores(study, function, group, method);
            }
            return;
        };
        for change in changes {
            if let Some(id) = change.id() {
                match &change.after {
                    Some(facility) => self.facilities.insert(id, facility.clone()),
                    None => self.facilities.remove(&id),
                };
            }
            self.nearest.update(study, &self.facilities, &change);
            if let Some(scores) = &mut self.scores {
                scores.update(study, &change);
            }
        }
    }

    /// Whether following a scenario is quick: people walk as they did, and few facilities changed. For
    /// each one that closed, all around it are asked who is the nearest now.
    pub fn are_near(&self, study: &Study, scenario: ScenarioId) -> bool {
        self.few_changes(study, scenario).is_some()
    }

    fn few_changes(&self, study: &Study, scenario: ScenarioId) -> Option<Vec<FacilityChange>> {
        if self.walking != Walking::of(study, self.walking.group) {
            return None;
        }
        let changes = changes_between(&self.facilities, study.facilities(scenario));
        (changes.len() <= MOST_FOLLOWED).then_some(changes)
    }

    /// Whether the distances are those that a group walks.
    pub fn are_of(&self, study: &Study, group: usize) -> bool {
        self.walking.group == walker_of(study, group)
    }

    /// The facilities that the measures stand for.
    pub fn facilities(&self) -> &Facilities {
        &self.facilities
    }

    pub fn nearest(&self) -> &Nearest {
        &self.nearest
    }

    /// The scores of a function, group and method; kept up to date from now on, until others are
    /// asked for.
    pub fn scores(
        &mut self,
        study: &Study,
        function: FunctionIndex,
        group: usize,
        method: CatchmentMethod,
    ) -> &CatchmentScores {
        let is_asked = |scores: &CatchmentScores| {
            (scores.function, scores.group, scores.method) == (function, group, method)
        };
        let kept = self.scores.take().filter(is_asked);
        let made = || CatchmentScores::of(study, &self.facilities, function, group, method);
        let scores = kept.unwrap_or_else(made);
        self.scores.insert(scores)
    }
}

/// The first of the groups that walk as a group does.
fn walker_of(study: &Study, group: usize) -> usize {
    let alike = study.groups_by_walk().into_iter().find(|groups| groups.contains(&group));
    alike.map_or(0, |groups| groups[0])
}
