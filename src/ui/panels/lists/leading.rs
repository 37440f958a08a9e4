//! From the list to the map and back: where a row leads, and which row stands for what is selected.

use crate::cartography::MapLayers;
use crate::pointing::Gathered;
use crate::tables::{Cell, Row, RowKey, Table};
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::{Selection, View};

/// What a row stands for, selected and brought into view.
pub(super) fn lead_to(workspace: &Workspace, view: &View, row: &Row) -> Vec<Action> {
    let layers = workspace.session.study().layers();
    let (selection, place) = match row.key {
        RowKey::Demand { unit, .. } | RowKey::Unit(unit) => {
            (Selection::Unit(unit), layers.units.shapes().extent(unit).map(|e| e.center()))
        }
        RowKey::Facility(id) => {
            (Selection::Facility(id), workspace.session.facility(id).map(|f| f.at))
        }
        RowKey::Candidate(id) => {
            let register = workspace.session.study().register();
            (Selection::Candidate(id), register.get(id).map(|candidate| candidate.at))
        }
        RowKey::Total(_) => return Vec::new(),
    };
    let mut actions: Vec<Action> = vec![ViewAction::Select(selection).into()];
    if let RowKey::Demand { function, .. } = row.key {
        actions.push(ViewAction::ChooseFunction(function).into());
    }
    if let RowKey::Candidate(_) = row.key {
        let layers = MapLayers { candidates: true, ..view.layers };
        actions.push(ViewAction::ShowLayers(layers).into());
    }
    actions.extend(place.map(|place| ViewAction::FlyTo(place).into()));
    actions
}

/// Whether a row stands for what is selected on the map.
pub(super) fn is_selected(view: &View, key: RowKey) -> bool {
    match (key, &view.selection) {
        (RowKey::Demand { unit, function }, Selection::Unit(selected)) => {
            unit == *selected && function == view.function
        }
        (RowKey::Unit(unit), Selection::Unit(selected)) => unit == *selected,
        (RowKey::Facility(id), Selection::Facility(selected)) => id == *selected,
        (RowKey::Candidate(id), Selection::Candidate(selected)) => id == *selected,
        _ => false,
    }
}

/// The units and facilities of the rows. Where rows have a place among the pilots, only those that do.
pub(super) fn things_of(table: &Table) -> Gathered {
    let place = table.column("place");
    let is_meant = |row: &&Row| place.is_none_or(|place| row.cells[place] != Cell::Empty);
    let mut things = Gathered::default();
    for row in table.rows.iter().filter(is_meant) {
        match row.key {
            RowKey::Demand { unit, .. } | RowKey::Unit(unit) => things.units.push(unit as u32),
            RowKey::Facility(id) => things.facilities.push(id),
            RowKey::Candidate(_) | RowKey::Total(_) => {}
        }
    }
    things.units.sort_unstable();
    things.units.dedup();
    things.facilities.sort_unstable();
    things.facilities.dedup();
    things
}
