//! Undo and redo. Holds applied edits with their inverses; applying them is `Session`'s work.

use crate::language::Message;

use super::Edit;

/// What the planner did, in her words; shown beside undo and redo.
pub type StepLabel = Message;

/// One thing the planner did: what undo takes back at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub label: StepLabel,
    /// Applied in this order.
    pub edits: Vec<Edit>,
    /// Inverse of each edit, in the order of `edits`.
    pub inverses: Vec<Edit>,
}

impl Step {
    /// An empty step, to which a gesture adds its edits.
    pub fn new(label: StepLabel) -> Self {
        Self { label, edits: Vec::new(), inverses: Vec::new() }
    }

    /// Adds an applied edit.
    ///
    /// An edit that continues the one before, moving the same facility on or setting the parameters
    /// again, takes its place and keeps the first inverse: a drag of a thousand frames stays one
    /// small step.
    pub fn push(&mut self, edit: Edit, inverse: Edit) {
        match self.edits.last_mut() {
            Some(last) if edit.continues(last) => *last = edit,
            _ => {
                self.edits.push(edit);
                self.inverses.push(inverse);
            }
        }
    }

    /// Whether the step leaves the study as it was.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() || self.edits == self.inverses
    }
}

/// Steps done and undone. Doing something new forgets the undone ones.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    pub fn record(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
    }

    /// The step that undo would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that redo would do again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Moves the last step done to the undone ones and returns it.
    pub(crate) fn take_undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// Moves the last step undone to the done ones and returns it.
    pub(crate) fn take_redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}
