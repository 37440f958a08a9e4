//! A planner's work on one study: every edit goes through here, so that study, undo history and
//! results always belong together. Knows nothing of windows; `ui::dispatch` and tests drive it.

use crate::analysis::Coverage;
use crate::study::{Edit, EditError, Effect, History, Step, StepLabel, Study};

/// The study being edited, its history, and its coverage beside that of the base.
#[derive(Debug, Clone)]
pub struct Session {
    study: Study,
    history: History,
    scenario: Coverage,
    base: Coverage,
    /// The step under way while something is dragged.
    gesture: Option<Step>,
}

impl Session {
    pub fn new(study: Study) -> Self {
        let base = Coverage::of_base(&study);
        let scenario = Coverage::of_scenario(&study);
        Self { study, history: History::default(), scenario, base, gesture: None }
    }

    pub fn study(&self) -> &Study {
        &self.study
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Coverage of the scenario as it stands, gesture included.
    pub fn scenario(&self) -> &Coverage {
        &self.scenario
    }

    /// Coverage of what exists, under the parameters of the moment.
    pub fn base(&self) -> &Coverage {
        &self.base
    }

    /// Whether something is being dragged.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// Makes an edit that is a step of its own. A gesture under way is finished first.
    pub fn perform(&mut self, label: StepLabel, edit: Edit) -> Result<(), EditError> {
        self.finish_gesture();
        let mut step = Step::new(label);
        let inverse = self.apply(edit.clone())?;
        step.push(edit, inverse);
        self.history.record(step);
        Ok(())
    }

    /// Starts a gesture: until it is finished, edits gather in one step.
    pub fn begin_gesture(&mut self, label: StepLabel) {
        self.finish_gesture();
        self.gesture = Some(Step::new(label));
    }

    /// Makes an edit within the gesture under way; without one, nothing happens.
    pub fn perform_in_gesture(&mut self, edit: Edit) -> Result<(), EditError> {
        let Some(mut gesture) = self.gesture.take() else { return Ok(()) };
        let applied = self.apply(edit.clone());
        if let Ok(inverse) = &applied {
            gesture.push(edit, inverse.clone());
        }
        self.gesture = Some(gesture);
        applied.map(drop)
    }

    /// Ends the gesture and records it, unless it left everything as it was.
    pub fn finish_gesture(&mut self) {
        if let Some(step) = self.gesture.take()
            && !step.is_empty()
        {
            self.history.record(step);
        }
    }

    /// Ends the gesture and takes back what it did.
    pub fn cancel_gesture(&mut self) -> Result<(), EditError> {
        let Some(step) = self.gesture.take() else { return Ok(()) };
        self.apply_all(step.inverses.into_iter().rev())
    }

    /// Takes back the last step; `false` when there is none.
    pub fn undo(&mut self) -> Result<bool, EditError> {
        self.finish_gesture();
        let Some(step) = self.history.take_undo() else { return Ok(false) };
        self.apply_all(step.inverses.into_iter().rev())?;
        Ok(true)
    }

    /// Does the last undone step again; `false` when there is none.
    pub fn redo(&mut self) -> Result<bool, EditError> {
        self.finish_gesture();
        let Some(step) = self.history.take_redo() else { return Ok(false) };
        self.apply_all(step.edits)?;
        Ok(true)
    }

    fn apply_all(&mut self, edits: impl IntoIterator<Item = Edit>) -> Result<(), EditError> {
        edits.into_iter().try_for_each(|edit| self.apply(edit).map(drop))
    }

    /// The only place where the study changes; results follow at once.
    fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        let applied = self.study.apply(edit)?;
        self.scenario.update(&self.study, &applied.effect);
        if applied.effect == Effect::Parameters {
            self.base = Coverage::of_base(&self.study);
        }
        Ok(applied.inverse)
    }
}
