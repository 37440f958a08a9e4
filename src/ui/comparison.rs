//! What two scenarios differ in, kept from frame to frame until the study changes or something else is
//! compared. How it is shown is a matter of `panels::compare`.

use std::sync::Arc;

use crate::analysis::{Exchange, Reached, differing_edits};
use crate::numbers::Change;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{FacilityEdit, ScenarioId};

use super::kept::{Kept, Moment};
use super::view::View;

/// The differences last asked for.
#[derive(Default)]
pub struct ComparisonStore {
    edits: Kept<Pair, Vec<FacilityEdit>>,
    exchange: Kept<Subject, Exchange>,
    units: Kept<Subject, Vec<ChangedUnit>>,
}

/// The scenario shown at a moment, and the one that it is compared with.
type Pair = (Moment, ScenarioId);

/// Two scenarios, seen by a function and a group.
type Subject = (Pair, FunctionIndex, usize);

/// A unit with another rate in the scenario shown.
#[derive(Debug, Clone, Copy)]
pub struct ChangedUnit {
    pub unit: usize,
    pub before: Reached,
    pub after: Reached,
    pub change: Change,
}

impl ComparisonStore {
    /// The edits that lead from another scenario to the one shown.
    pub fn edits(&self, session: &Session, from: ScenarioId) -> Arc<Vec<FacilityEdit>> {
        let find = || differing_edits(session.study(), from, session.shown());
        self.edits.answer((Moment::of(session), from), find)
    }

    /// Residents whom the function looked at comes to reach in the scenario shown, seen from the one that
    /// is compared with it, and those who drop out; none where no scenario is.
    pub fn exchange(&self, session: &Session, view: &View) -> Option<Arc<Exchange>> {
        let from = session.compared()?;
        let (before, after) = (session.coverage_of(from)?, session.scenario());
        let layers = session.study().layers();
        let find = || Exchange::between(layers, before, after, view.function, view.group);
        Some(self.exchange.answer(subject(session, from, view), find))
    }

    /// The units whose rate changes for the function looked at, the largest change first; none where no
    /// scenario is compared.
    pub fn units(&self, session: &Session, view: &View) -> Option<Arc<Vec<ChangedUnit>>> {
        let from = session.compared()?;
        let find = || changed_units(session, view.function, view.group);
        Some(self.units.answer(subject(session, from, view), find))
    }
}

fn subject(session: &Session, from: ScenarioId, view: &View) -> Subject {
    ((Moment::of(session), from), view.function, view.group)
}

fn changed_units(session: &Session, function: FunctionIndex, group: usize) -> Vec<ChangedUnit> {
    let (from, to) = (session.reference(), session.scenario());
    let changed = |unit| {
        let before = from.unit(function, group, unit);
        let after = to.unit(function, group, unit);
        let change = Change::between(before, after)?;
        (before != after).then_some(ChangedUnit { unit, before, after, change })
    };
    let units = 0..session.study().layers().units.len();
    let mut changed: Vec<_> = units.filter_map(changed).collect();
    changed.sort_by(|a, b| b.change.points.abs().total_cmp(&a.change.points.abs()));
    changed
}
