//! Going back and forth in the history: undo, redo, and to any step of it.

use crate::study::{Edit, EditError, Step};

use super::{Commit, FacilityChanges, HistoryChange, Session};

impl Session {
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
}
