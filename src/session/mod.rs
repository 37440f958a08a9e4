//! A planner's work on one study: every edit goes through here, so that study, undo history and
//! results always belong together. Knows nothing of windows and files; `ui::dispatch` and tests
//! drive it, `files` writes down the commits it hands out.

mod commit;
mod following;
mod gesture;
mod ready_walk;
mod scenarios;
mod stepping;
mod what_if;

pub use commit::{Commit, FacilityChanges, HistoryChange};
pub use ready_walk::ReadyWalk;
pub use scenarios::CherryPickError;

use crate::analysis::{About, Coverage, GainOf, Unmet};
use crate::study::{
    Edit, EditError, Effect, Facilities, Facility, FacilityId, History, ScenarioId, Study,
    changes_between,
};

use following::Assessed;
use gesture::Gesture;
use what_if::WhatIf;

/// The study being edited, its history, and the coverage of the scenarios looked at.
#[derive(Debug, Clone)]
pub struct Session {
    study: Study,
    history: History,
    /// The scenario that is seen and edited.
    shown: Assessed,
    /// What exists, under the parameters of the moment.
    base: Assessed,
    /// Another scenario set beside the one shown.
    compared: Option<Assessed>,
    gesture: Option<Gesture>,
    /// What is being tried out beside the script of a meeting.
    what_if: Option<WhatIf>,
    /// What the next change of the walk leads to, where that was computed before.
    ready: Option<Box<ReadyWalk>>,
    /// While many edits are made at once: what the results are behind by.
    behind: Option<FacilityChanges>,
    commits: Vec<Commit>,
}

impl Session {
    /// Work on a study that begins now; its first scenario is shown.
    pub fn new(study: Study) -> Self {
        Self::restore(study, History::default(), None)
    }

    /// Work that goes on: with the history of earlier days, on the scenario last shown.
    pub fn restore(study: Study, history: History, shown: Option<ScenarioId>) -> Self {
        let first = study.scenarios().iter().next().map(|scenario| scenario.id);
        let shown = shown.filter(|id| study.scenarios().contains(*id)).or(first);
        let base = Assessed::new(&study, ScenarioId::BASE);
        // From the base it is only as far as the scenario's edits.
        let mut shown_first = base.clone();
        shown_first.turn_to(&study, shown.unwrap_or(ScenarioId::BASE));
        Self {
            study,
            history,
            shown: shown_first,
            base,
            compared: None,
            gesture: None,
            what_if: None,
            ready: None,
            behind: None,
            commits: Vec::new(),
        }
    }

    pub fn study(&self) -> &Study {
        &self.study
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// The scenario that is seen and edited.
    pub fn shown(&self) -> ScenarioId {
        self.shown.scenario
    }

    /// The scenario set beside the one shown.
    pub fn compared(&self) -> Option<ScenarioId> {
        self.compared.as_ref().map(|compared| compared.scenario)
    }

    /// The facilities of the scenario shown.
    pub fn facilities(&self) -> &Facilities {
        self.study.facilities(self.shown.scenario)
    }

    /// A facility of the scenario shown.
    pub fn facility(&self, id: FacilityId) -> Option<&Facility> {
        self.facilities().get(&id)
    }

    /// Coverage of the scenario shown as it stands, gesture included.
    pub fn scenario(&self) -> &Coverage {
        &self.shown.coverage
    }

    /// What residents still want in the scenario shown.
    pub fn unmet(&self, about: About, what: GainOf) -> Unmet<'_> {
        let (function, group) = about;
        let counts = self.scenario().reach_counts(function, group);
        Unmet::of(&self.study, self.shown(), counts, about, what)
    }

    /// Coverage of what exists, under the parameters of the moment.
    pub fn base(&self) -> &Coverage {
        &self.base.coverage
    }

    /// What changes are seen from: the scenario compared with, or else the base.
    pub fn reference(&self) -> &Coverage {
        &self.compared.as_ref().unwrap_or(&self.base).coverage
    }

    /// Coverage of a scenario, if it is the base, shown or compared.
    pub fn coverage_of(&self, scenario: ScenarioId) -> Option<&Coverage> {
        self.assessed(scenario).map(|assessed| &assessed.coverage)
    }

    /// What the circles alone count of such a scenario, where the study walks along streets.
    pub fn circle_coverage_of(&self, scenario: ScenarioId) -> Option<&Coverage> {
        self.assessed(scenario)?.by_circle.as_ref()
    }

    fn assessed(&self, scenario: ScenarioId) -> Option<&Assessed> {
        let assessed = [Some(&self.shown), self.compared.as_ref(), Some(&self.base)];
        assessed.into_iter().flatten().find(|assessed| assessed.scenario == scenario)
    }

    /// Shows another scenario, no matter whether it exists any more: then the base is shown.
    /// A gesture under way is finished first.
    ///
    /// Costs as much as the facilities in which the two differ, not as much as the city.
    pub fn show(&mut self, scenario: ScenarioId) {
        self.finish_gesture();
        self.look_at(scenario);
    }

    /// Sets another scenario beside the one shown, or none.
    pub fn compare_with(&mut self, scenario: Option<ScenarioId>) {
        self.compared = match (scenario, self.compared.take()) {
            (None, _) => None,
            (Some(scenario), Some(mut compared)) => {
                compared.turn_to(&self.study, scenario);
                Some(compared)
            }
            (Some(scenario), None) => {
                let mut compared = self.shown.clone();
                compared.turn_to(&self.study, scenario);
                Some(compared)
            }
        };
    }

    /// Takes what happened since this was last asked, to be saved.
    pub fn take_commits(&mut self) -> Vec<Commit> {
        std::mem::take(&mut self.commits)
    }

    fn apply_all(
        &mut self,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<FacilityChanges, EditError> {
        let mut facilities = FacilityChanges::default();
        let mut edits = edits.into_iter();
        self.all_at_once(|session| {
            edits.try_for_each(|edit| session.apply(edit, &mut facilities).map(drop))
        })?;
        Ok(facilities)
    }

    /// The only place where the study changes; results follow at once, or at the end of
    /// [`Self::all_at_once`].
    fn apply(&mut self, edit: Edit, net: &mut FacilityChanges) -> Result<Edit, EditError> {
        if !edit.is_of_facilities() {
            self.catch_up();
        }
        // A scenario leaves the study: its facilities go with it, from the results too.
        let leaving = match &edit {
            Edit::RemoveScenario(id) => Some((*id, self.study.facilities(*id).clone())),
            _ => None,
        };
        let arriving = match &edit {
            Edit::AddScenario { scenario, .. } => Some(scenario.id),
            _ => None,
        };
        let applied = self.study.apply(edit)?;
        if let Some((id, facilities)) = leaving {
            for change in changes_between(&facilities, &Facilities::new()) {
                net.add(id, &change);
            }
            self.look_away_from(id, &facilities);
        }
        if let Some(id) = arriving {
            for change in changes_between(&Facilities::new(), self.study.facilities(id)) {
                net.add(id, &change);
            }
        }
        match &applied.effect {
            Effect::Facilities(changes) => {
                self.follow(changes);
                changes.iter().for_each(|(id, change)| net.add(*id, change));
            }
            Effect::Scenarios | Effect::Rules | Effect::Walkthrough => {}
            Effect::Walking => {
                // From the base the others are only as far as their edits.
                let ready = self.ready.take().and_then(|ready| ready.base_of(&self.study));
                let anew = || Assessed::new(&self.study, ScenarioId::BASE);
                self.base = ready.unwrap_or_else(anew);
                for assessed in [Some(&mut self.shown), self.compared.as_mut()] {
                    let Some(assessed) = assessed else { continue };
                    let scenario = std::mem::replace(assessed, self.base.clone()).scenario;
                    assessed.turn_to(&self.study, scenario);
                }
            }
        }
        Ok(applied.inverse)
    }

    fn look_at(&mut self, scenario: ScenarioId) {
        let exists = self.study.scenarios().contains(scenario);
        self.shown.turn_to(&self.study, if exists { scenario } else { ScenarioId::BASE });
    }

    /// Turns to the base where a scenario is looked at that has just been removed.
    fn look_away_from(&mut self, removed: ScenarioId, facilities: &Facilities) {
        if self.shown.scenario == removed {
            self.shown.turn_from(&self.study, facilities, ScenarioId::BASE);
        }
        if self.compared() == Some(removed) {
            self.compared = None;
        }
    }
}
