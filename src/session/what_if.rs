//! What somebody asks for in the middle of the script: tried out on a scratch scenario on top of the
//! one shown, beside the history of the study and outside of its file. Afterwards the script goes on
//! exactly where it was left, or what was tried becomes one step that keeps it as a new scenario.

use std::borrow::Cow;

use crate::language::Message;
use crate::study::{Edit, EditError, History, Scenario, ScenarioId, Study};

use super::{FacilityChanges, Session};

/// A what-if under way. While there is one, the session's history holds its steps only.
#[derive(Debug, Clone)]
pub(super) struct WhatIf {
    /// The scratch scenario as it was begun, without edits.
    scratch: Scenario,
    /// Where it was put in the list of scenarios.
    position: usize,
    /// What the script showed.
    shown: ScenarioId,
    compared: Option<ScenarioId>,
    /// The history of the script, which waits.
    pub(super) script: History,
}

impl Session {
    /// Whether something is being tried out.
    pub fn in_what_if(&self) -> bool {
        self.what_if.is_some()
    }

    /// How many steps of the what-if are in effect; none where there is none.
    pub fn what_if_steps(&self) -> usize {
        if self.in_what_if() { self.history.done() } else { 0 }
    }

    /// The scenario that the script shows, whatever is tried out on top of it.
    pub fn shown_by_script(&self) -> ScenarioId {
        self.what_if.as_ref().map_or(self.shown(), |what_if| what_if.shown)
    }

    /// What the study's own history has come to, whatever is tried out beside it: how many steps are in
    /// effect, and when the last of them was begun. Another state of the study has another one.
    pub fn script_state(&self) -> (usize, Option<i64>) {
        let script = self.what_if.as_ref().map_or(&self.history, |what_if| &what_if.script);
        let last = script.done().checked_sub(1).and_then(|last| script.steps().get(last));
        (script.done(), last.map(|step| step.at_ms))
    }

    /// Begins to try something out on top of the scenario shown; within a what-if nothing happens.
    ///
    /// # Errors
    /// When no scenario can be begun; the session is unchanged then.
    pub fn begin_what_if(&mut self) -> Result<(), EditError> {
        self.finish_gesture();
        if self.in_what_if() {
            return Ok(());
        }
        let scratch = scratch_scenario(&self.study, self.shown());
        let position = self.study.scenarios().len();
        let id = scratch.id;
        let begin = Edit::AddScenario { position, scenario: scratch.clone() };
        self.apply(begin, &mut FacilityChanges::default())?;
        self.what_if = Some(WhatIf {
            scratch,
            position,
            shown: self.shown(),
            compared: self.compared(),
            script: std::mem::take(&mut self.history),
        });
        self.look_at(id);
        Ok(())
    }

    /// Takes back all that was tried out: study, history and what is shown are as they were before,
    /// but for what was noted in the walkthrough meanwhile. Returns whether there was a what-if.
    ///
    /// # Errors
    /// Never in practice: what is taken back was applied before.
    pub fn return_to_script(&mut self) -> Result<bool, EditError> {
        self.cancel_gesture()?;
        let Some(what_if) = self.what_if.take() else { return Ok(false) };
        let tried = std::mem::replace(&mut self.history, what_if.script);
        let done = tried.steps().iter().take(tried.done()).rev();
        let inverses = done.flat_map(|step| step.inverses.iter().rev().cloned());
        let end = Edit::RemoveScenario(what_if.scratch.id);
        self.apply_all(inverses.chain([end]))?;
        self.look_at(what_if.shown);
        self.compare_with(what_if.compared);
        Ok(true)
    }

    /// Keeps what was tried out as a new scenario: one step of the history. `None` where nothing was
    /// tried, or all of it brought back by hand.
    ///
    /// # Errors
    /// Never in practice: the same edits were applied before.
    pub fn keep_what_if(&mut self) -> Result<Option<ScenarioId>, EditError> {
        self.finish_gesture();
        let steps = self.history.steps().iter().take(self.history.done());
        let tried: Vec<Edit> = steps.flat_map(|step| step.edits.iter().cloned()).collect();
        let Some(WhatIf { scratch, position, .. }) = &self.what_if else { return Ok(None) };
        let (id, begin) =
            (scratch.id, Edit::AddScenario { position: *position, scenario: scratch.clone() });
        let Message { zh, en } = &scratch.description.name;
        let label = Message::new(format!("保留{zh}"), format!("Keep {en}"));
        self.return_to_script()?;
        if tried.is_empty() {
            return Ok(None);
        }
        self.perform(label, [begin].into_iter().chain(tried))?;
        if !self.study.scenarios().contains(id) {
            return Ok(None);
        }
        self.show(id);
        Ok(Some(id))
    }

    /// The session without what is being tried out.
    pub fn script(&self) -> Cow<'_, Self> {
        if !self.in_what_if() {
            return Cow::Borrowed(self);
        }
        let mut script = self.clone();
        // What cannot be taken back stays: better saved than lost.
        let _ = script.return_to_script();
        Cow::Owned(script)
    }
}

/// An empty scenario for a what-if, numbered among the others of its kind.
fn scratch_scenario(study: &Study, on: ScenarioId) -> Scenario {
    let name =
        |number: usize| Message::new(format!("会上推演 {number}"), format!("What-if {number}"));
    let is_taken = |number: &usize| {
        study.scenarios().iter().any(|scenario| scenario.description.name == name(*number))
    };
    let free = (1..).find(|number| !is_taken(number)).unwrap_or_default();
    let mut scenario = study.proposed_scenario(on);
    scenario.description.name = name(free);
    scenario
}
