//! Undo and redo. Holds applied edits with their inverses; applying them is `Session`'s work.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::language::Message;
use crate::standard::Standard;

use super::{Edit, ScenarioId};

/// What the planner did, in her words; shown beside undo and redo.
pub type StepLabel = Message;

/// One thing the planner did: what undo takes back at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub label: StepLabel,
    /// When it was begun, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Applied in this order.
    pub edits: Vec<Edit>,
    /// Inverse of each edit, in the order of `edits`.
    pub inverses: Vec<Edit>,
}

impl Step {
    /// An empty step, to which a gesture adds its edits.
    pub fn new(label: StepLabel) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        Self { label, at_ms, edits: Vec::new(), inverses: Vec::new() }
    }

    /// Adds an applied edit.
    ///
    /// An edit that overwrites the one before is merged with it and keeps the first inverse: a
    /// drag of a thousand frames stays one small step.
    pub fn push(&mut self, edit: Edit, inverse: Edit) {
        match self.edits.last().and_then(|last| edit.merged_after(last)) {
            Some(merged) => {
                self.edits.pop();
                self.edits.push(merged);
            }
            None => {
                self.edits.push(edit);
                self.inverses.push(inverse);
            }
        }
    }

    /// Whether the edits are their own inverses, so that nothing changed.
    pub fn changes_nothing(&self) -> bool {
        self.edits == self.inverses
    }

    /// Whether it changes nothing but the walkthrough.
    pub fn is_of_walkthrough(&self) -> bool {
        self.edits.iter().all(|edit| matches!(edit, Edit::Walkthrough(_)))
    }

    /// The last scenario the step touches; the one to look at when it is taken back.
    pub fn scenario(&self) -> Option<ScenarioId> {
        self.edits.iter().rev().find_map(Edit::scenario)
    }
}

/// Steps in the order they were done; those from `done` on are undone. Doing something new
/// forgets the undone ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    steps: Vec<Step>,
    done: usize,
}

impl History {
    /// A history as it was saved. `done` beyond the steps counts as all of them.
    pub fn restore(steps: Vec<Step>, done: usize) -> Self {
        Self { done: done.min(steps.len()), steps }
    }

    /// All steps, the undone ones included.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many of the steps are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The standard with most functions among one and those that steps set: it names all functions
    /// of every step.
    pub fn longest_standard<'a>(&'a self, current: &'a Standard) -> &'a Standard {
        let edits = self.steps.iter().flat_map(|step| step.edits.iter().chain(&step.inverses));
        let set = edits.filter_map(|edit| edit.standard().map(AsRef::as_ref));
        let all = set.chain([current]);
        all.max_by_key(|standard| standard.functions.len()).unwrap_or(current)
    }

    /// The step that undo would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.steps.get(self.done.checked_sub(1)?)
    }

    /// The step that redo would do again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.steps.get(self.done)
    }

    pub(crate) fn record(&mut self, step: Step) {
        self.steps.truncate(self.done);
        self.steps.push(step);
        self.done = self.steps.len();
    }

    /// Counts the last step done as undone.
    pub(crate) fn step_back(&mut self) {
        self.done = self.done.saturating_sub(1);
    }

    /// Counts the next undone step as done.
    pub(crate) fn step_forward(&mut self) {
        self.done = (self.done + 1).min(self.steps.len());
    }
}
