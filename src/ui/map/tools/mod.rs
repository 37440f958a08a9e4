//! The tools of the map: what clicks, drags and keys mean with each. They read, and collect actions.

pub mod callouts;
pub mod candidate_markers;
pub mod drawing;
mod grabbable;
mod icons;
pub mod markers;
pub mod measuring;
pub mod placing;
mod plates;
pub mod relocating;
pub mod siting_marks;
pub mod snapping;
pub mod toolbar;

use egui::{Key, Response};

use crate::cartography::Camera;
use crate::ui::Workspace;
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::view::{Selection, Tool, View};

use super::{hover, world_at};
use snapping::Snapping;

/// Clicks beside the markers: place, measure, or select what lies there.
pub fn canvas_clicks(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
    snapping: &Snapping,
    actions: &mut Vec<Action>,
) {
    if view.tool != Tool::Select && canvas.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    let Some(pointer) = canvas.interact_pointer_pos().filter(|_| canvas.clicked()) else { return };
    canvas.request_focus();
    let at = world_at(&snapping.camera, pointer);
    match view.tool {
        Tool::Place => {
            actions.push(EditAction::PlaceFacility { at: snapping.place(at).at }.into());
            if !ui.input(|input| input.modifiers.shift) {
                actions.push(ViewAction::ChooseTool(Tool::Select).into());
            }
        }
        Tool::Distance | Tool::Area => {
            let is_end = canvas.double_clicked();
            let action = match is_end {
                true => ViewAction::EndMeasuring,
                false => ViewAction::AddVertex(snapping.place(at).at),
            };
            actions.push(action.into());
        }
        Tool::Callout => callouts::write_at(at, actions),
        Tool::Select | Tool::Rectangle | Tool::Lasso => {
            let found = found_at(workspace, view, &snapping.camera, at);
            actions.push(ViewAction::Select(found).into());
        }
    }
}

/// What a click selects: with a drawing tool, markers leave their clicks to the map.
fn found_at(
    workspace: &Workspace,
    view: &View,
    camera: &Camera,
    at: crate::geometry::WorldPoint,
) -> Selection {
    match &view.hovered {
        Selection::Facility(id) => Selection::Facility(*id),
        Selection::Candidate(id) => Selection::Candidate(*id),
        _ => hover::at(workspace, camera, at),
    }
}

/// Escape leaves what is under way, Delete removes what is selected, Enter places a facility in the
/// middle of the map or ends measuring, Backspace takes back the last measured point.
pub fn keys(ui: &egui::Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    if view.in_dialog || ui.text_edit_focused() {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Escape) && !view.escape_is_taken {
        actions.extend(escape(workspace, view));
    }
    if view.keys_are_taken {
        return;
    }
    let is_measuring = view.measurement.as_ref().is_some_and(|measurement| !measurement.is_done());
    if is_measuring && pressed(Key::Backspace) {
        actions.push(ViewAction::RemoveVertex.into());
    } else if pressed(Key::Delete) || pressed(Key::Backspace) {
        actions.extend(delete(view));
    }
    if pressed(Key::Enter) {
        if is_measuring {
            actions.push(ViewAction::EndMeasuring.into());
        } else if let (Tool::Place, Some(camera)) = (view.tool, view.camera) {
            actions.push(EditAction::PlaceFacility { at: camera.center }.into());
            actions.push(ViewAction::ChooseTool(Tool::Select).into());
        }
    }
}

/// One press leaves one thing, what is nearest at hand first.
fn escape(workspace: &Workspace, view: &View) -> Option<Action> {
    if workspace.session.in_gesture() {
        Some(EditAction::CancelDrag.into())
    } else if !view.sketch.is_empty() {
        // egui ends the drag on Escape, and with it what is drawn.
        None
    } else if view.measurement.is_some() {
        Some(ViewAction::ClearMeasurement.into())
    } else if view.tool != Tool::Select {
        Some(ViewAction::ChooseTool(Tool::Select).into())
    } else {
        Some(ViewAction::Select(Selection::Nothing).into())
    }
}

/// Deletes the facilities that are selected.
fn delete(view: &View) -> Option<Action> {
    match &view.selection {
        Selection::Facility(id) => Some(EditAction::Delete(*id).into()),
        Selection::Many(many) if !many.things.facilities.is_empty() => {
            Some(EditAction::DeleteAll(many.things.facilities.clone()).into())
        }
        _ => None,
    }
}
