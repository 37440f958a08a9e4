//! A planner's work on one study: every edit goes through here, so that study, undo history and
//! results always belong together. Knows nothing of windows and files; `ui::dispatch` and tests
//! drive it, `files` writes down the commits it hands out.

mod commit;
mod following;
mod ready_walk;
mod scenarios;
mod what_if;

pub use commit::{Commit, FacilityChanges, HistoryChange};
pub use ready_walk::ReadyWalk;
pub use scenarios::CherryPickError;

use crate::analysis::{About, Coverage, GainOf, Unmet};
use crate::study::{
    Edit, EditError, Effect, Facilities, Facility, FacilityEdit, FacilityId, History, ScenarioEdit,
    ScenarioId, Step, StepLabel, Study, changes_between,
};

use following::Assessed;
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

/// The step under way while something is dragged.
#[derive(Debug, Clone)]
struct Gesture {
    step: Step,
    facilities: FacilityChanges,
}

impl Gesture {
    fn new(label: StepLabel) -> Self {
        Self { step: Step::new(label), facilities: FacilityChanges::default() }
    }

    /// Whether all it did is change facilities and bring them back, in a scenario begun for it or
    /// in those there are; `study` as it is after the gesture.
    fn came_to_nothing(&self, study: &Study) -> bool {
        use Edit as E;
        let begun = |edit: &Edit| match edit {
            E::AddScenario { scenario, .. } => Some((scenario.id, scenario.parent)),
            _ => None,
        };
        let edits = &self.step.edits;
        let begun_here: Vec<_> = edits.iter().filter_map(begun).collect();
        let like_its_parent =
            |(id, parent): &(_, _)| study.facilities(*id) == study.facilities(*parent);
        let elsewhere =
            |scenario: ScenarioId| begun_here.iter().all(|(begun, _)| *begun != scenario);
        self.step.changes_nothing()
            || (edits.iter().any(Edit::is_of_facilities)
                && edits.iter().all(|edit| edit.is_of_facilities() || begun(edit).is_some())
                && begun_here.iter().all(like_its_parent)
                && !self.facilities.iter().any(|(scenario, ..)| elsewhere(scenario)))
    }
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

    /// Whether something is being dragged.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
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

    /// Makes edits that are a step of their own, all of them or none. A gesture under way is
    /// finished first.
    pub fn perform(
        &mut self,
        label: StepLabel,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<(), EditError> {
        self.begin_gesture(label);
        let mut edits = edits.into_iter();
        let done =
            self.all_at_once(|session| edits.try_for_each(|edit| session.perform_in_gesture(edit)));
        self.end_gesture(done)
    }

    /// Changes a facility of the scenario shown, as a step of its own.
    ///
    /// # Errors
    /// When the edit does not fit, or the base is shown.
    pub fn change(&mut self, edit: FacilityEdit) -> Result<(), EditError> {
        let label = edit.label(self.facilities(), self.study.standard());
        self.begin_gesture(label);
        let done = self.change_in_gesture(edit);
        self.end_gesture(done)
    }

    /// Changes facilities of the scenario shown as one step, all of them or none. The base cannot
    /// be changed: from there, the step begins a scenario of its own.
    ///
    /// # Errors
    /// When an edit does not fit.
    pub fn change_together(
        &mut self,
        label: StepLabel,
        edits: impl IntoIterator<Item = FacilityEdit>,
    ) -> Result<(), EditError> {
        self.begin_gesture(label);
        let mut edits = edits.into_iter();
        let begun = self.branch_from_base_in_gesture();
        let done = begun.and_then(|_| {
            self.all_at_once(|session| edits.try_for_each(|edit| session.change_in_gesture(edit)))
        });
        self.end_gesture(done)
    }

    /// Starts a gesture: until it is finished, edits gather in one step.
    pub fn begin_gesture(&mut self, label: StepLabel) {
        self.finish_gesture();
        self.gesture = Some(Gesture::new(label));
    }

    /// Makes an edit within the gesture under way; without one, nothing happens.
    ///
    /// # Errors
    /// When the edit does not fit. Functions may join the standard, but only undo lets them go: the
    /// steps of the history name them by their place.
    pub fn perform_in_gesture(&mut self, edit: Edit) -> Result<(), EditError> {
        if let Edit::SetStandard(standard) = &edit
            && !standard.keeps_functions_of(self.study.standard())
        {
            return Err(EditError::FunctionsLost);
        }
        if self.gesture.is_some() {
            self.study.check_keeps_facilities(&edit)?;
        }
        let Some(mut gesture) = self.gesture.take() else { return Ok(()) };
        let applied = self.apply(edit.clone(), &mut gesture.facilities);
        if let Ok(inverse) = &applied {
            gesture.step.push(edit, inverse.clone());
        }
        self.gesture = Some(gesture);
        applied.map(drop)
    }

    /// Changes a facility of the scenario shown within the gesture under way. An edit that
    /// overwrites the gesture's last one takes its place.
    ///
    /// # Errors
    /// When the edit does not fit, or the base is shown; nothing has changed then.
    pub fn change_in_gesture(&mut self, edit: FacilityEdit) -> Result<(), EditError> {
        let scenario = self.shown.scenario;
        let Some(shown) = self.study.scenarios().get(scenario) else {
            return Err(EditError::BaseIsReadOnly);
        };
        let last = self.gesture.as_ref().and_then(|gesture| gesture.step.edits.last());
        if let Some(Edit::InsertEdit { entry, .. }) = last
            && edit.continues(&entry.edit)
        {
            let number = entry.number;
            return self.perform_in_gesture(Edit::ReplaceEdit { scenario, number, edit });
        }
        self.study.check_facility_edit(scenario, &edit)?;
        let entry = ScenarioEdit {
            number: self.study.scenarios().next_edit_number(),
            label: edit.label(self.facilities(), self.study.standard()),
            edit,
        };
        self.perform_in_gesture(Edit::InsertEdit { scenario, position: shown.edits.len(), entry })
    }

    /// Ends the gesture and records it, unless it left everything as it was.
    pub fn finish_gesture(&mut self) {
        let Some(gesture) = self.gesture.take() else { return };
        if gesture.came_to_nothing(&self.study) {
            // Taking back edits that were just applied cannot fail.
            let _ = self.take_back(gesture.step.inverses);
            return;
        }
        let Gesture { step, facilities } = gesture;
        let history = match &mut self.what_if {
            // What a meeting says is noted for good, whatever becomes of what is tried out.
            Some(what_if) if step.is_of_walkthrough() => &mut what_if.script,
            Some(_) => return self.history.record(step),
            None => &mut self.history,
        };
        let edits = step.edits.clone();
        history.record(step.clone());
        let history = HistoryChange::Recorded { position: history.done() - 1, step };
        self.commits.push(Commit { history, edits, facilities });
    }

    /// Ends the gesture: records what was done, or takes it back where something did not fit.
    fn end_gesture(&mut self, done: Result<(), EditError>) -> Result<(), EditError> {
        match done {
            Ok(()) => self.finish_gesture(),
            Err(_) => self.cancel_gesture()?,
        }
        done
    }

    /// Ends the gesture and takes back what it did.
    pub fn cancel_gesture(&mut self) -> Result<(), EditError> {
        let Some(gesture) = self.gesture.take() else { return Ok(()) };
        self.take_back(gesture.step.inverses)
    }

    /// Takes back the last step; `false` when there is none. Its scenario is shown.
    pub fn undo(&mut self) -> Result<bool, EditError> {
        self.finish_gesture();
        let Some(step) = self.history.next_undo().cloned() else { return Ok(false) };
        let edits: Vec<Edit> = step.inverses.iter().rev().cloned().collect();
        let facilities = self.apply_all(edits.clone())?;
        self.history.step_back();
        self.moved_in_history(&step, edits, facilities);
        Ok(true)
    }

    /// Does the last undone step again; `false` when there is none. Its scenario is shown.
    pub fn redo(&mut self) -> Result<bool, EditError> {
        self.finish_gesture();
        let Some(step) = self.history.next_redo().cloned() else { return Ok(false) };
        let facilities = self.apply_all(step.edits.clone())?;
        self.history.step_forward();
        self.moved_in_history(&step, step.edits.clone(), facilities);
        Ok(true)
    }

    /// Undoes or redoes until so many steps are done.
    pub fn go_to(&mut self, done: usize) -> Result<(), EditError> {
        let done = done.min(self.history.steps().len());
        while self.history.done() > done {
            self.undo()?;
        }
        while self.history.done() < done {
            self.redo()?;
        }
        Ok(())
    }

    fn moved_in_history(&mut self, step: &Step, edits: Vec<Edit>, facilities: FacilityChanges) {
        if !self.in_what_if() {
            let history = HistoryChange::Moved { done: self.history.done() };
            self.commits.push(Commit { history, edits, facilities });
        }
        if let Some(scenario) = step.scenario().filter(|id| self.study.scenarios().contains(*id)) {
            self.look_at(scenario);
        }
    }

    fn take_back(&mut self, inverses: Vec<Edit>) -> Result<(), EditError> {
        self.apply_all(inverses.into_iter().rev()).map(drop)
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
