//! Edits as a planner makes them: a gesture gathers them in one step while something is dragged, and
//! records the step at its end or takes it back. A single edit is a gesture too.

use crate::study::{
    Edit, EditError, FacilityEdit, ScenarioEdit, ScenarioId, Step, StepLabel, Study,
};

use super::{Commit, FacilityChanges, HistoryChange, Session};

/// The step under way while something is dragged.
#[derive(Debug, Clone)]
pub(super) struct Gesture {
    pub(super) step: Step,
    pub(super) facilities: FacilityChanges,
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
    /// Whether something is being dragged.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
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

    fn take_back(&mut self, inverses: Vec<Edit>) -> Result<(), EditError> {
        self.apply_all(inverses.into_iter().rev()).map(drop)
    }
}
