//! Scenarios: named lists of edits on top of another scenario; the first, the base, is what exists.

use super::rules::Rules;
use super::{EditError, Facilities, FacilityEdit};
use crate::language::Message;

/// The identity of a scenario within a study; kept through undo and redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(pub u32);

impl ScenarioId {
    /// What exists. Read-only, and the root of every other scenario.
    pub const BASE: Self = Self(0);

    pub fn is_base(self) -> bool {
        self == Self::BASE
    }
}

/// A named list of edits on top of another scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub id: ScenarioId,
    /// The scenario its edits build on; the base, or another one.
    pub parent: ScenarioId,
    pub description: Description,
    /// In the order they apply.
    pub edits: Vec<ScenarioEdit>,
}

/// What the planner says of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Given by the planner, or numbered in both languages.
    pub name: Message,
    /// Position in the theme's list of scenario colours.
    pub color: u8,
    pub note: String,
}

/// How many colours scenarios may have.
pub const SCENARIO_COLORS: u8 = 8;

/// One edit of a scenario's list.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioEdit {
    pub number: EditNumber,
    /// What it did when it was made, in the planner's words.
    pub label: Message,
    pub edit: FacilityEdit,
}

/// The identity of an edit among all scenarios of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditNumber(pub u32);

/// An edit that no longer fits, because a scenario below it changed: it is kept, but left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub number: EditNumber,
    pub reason: EditError,
}

/// The facilities of a scenario: those of its parent with its edits applied, and the edits that
/// did not fit.
pub(super) fn derive(
    parent: &Facilities,
    edits: &[ScenarioEdit],
    rules: Rules,
) -> (Facilities, Vec<Conflict>) {
    let mut facilities = parent.clone();
    let mut conflicts = Vec::new();
    for ScenarioEdit { number, edit, .. } in edits {
        if let Err(reason) = rules.apply(edit, &mut facilities) {
            conflicts.push(Conflict { number: *number, reason });
        }
    }
    (facilities, conflicts)
}
