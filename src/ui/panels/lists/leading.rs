//! From the list to the map: where a row leads.

use crate::cartography::MapLayers;
use crate::tables::{Row, RowKey};
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
