//! Actions that become edits of the study.

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::study::{
    Edit, EditError, Facility, FacilityId, FacilityOrigin, Parameters, StepLabel, WalkLimit,
};
use crate::ui::action::EditAction;
use crate::ui::view::{Selection, View};
use crate::ui::workspace::{Drag, Workspace};

/// Carries out one editing action.
pub fn carry_out(
    workspace: &mut Workspace,
    view: &mut View,
    action: EditAction,
) -> Result<(), EditError> {
    match action {
        EditAction::PlaceFacility { at } => place(workspace, view, at),
        EditAction::BeginDrag(id) => begin_drag(workspace, view, id),
        EditAction::DragBy { id, east_m, north_m } => drag(workspace, id, east_m, north_m),
        EditAction::EndDrag => {
            workspace.drag = None;
            workspace.session.finish_gesture();
            Ok(())
        }
        EditAction::CancelDrag => {
            workspace.drag = None;
            workspace.session.cancel_gesture()
        }
        EditAction::Nudge { id, east_m, north_m } => nudge(workspace, id, east_m, north_m),
        EditAction::Delete(id) => delete(workspace, view, id),
        EditAction::BeginAdjusting => {
            workspace.session.begin_gesture(Message::new("调整步行参数", "Adjust walking"));
            Ok(())
        }
        EditAction::SetLimit(limit) => set_limit(workspace, limit),
        EditAction::SetDetour(detour) => set_detour(workspace, detour),
        EditAction::Undo => workspace.session.undo().map(drop),
        EditAction::Redo => workspace.session.redo().map(drop),
    }?;
    forget_what_is_gone(workspace, view);
    Ok(())
}

fn place(workspace: &mut Workspace, view: &mut View, at: WorldPoint) -> Result<(), EditError> {
    let study = workspace.session.study();
    let id = study.next_facility_id();
    let hypothetical =
        study.facilities().values().filter(|f| f.origin == FacilityOrigin::Hypothetical).count();
    let number = hypothetical + 1;
    let function = study.standard().function(view.function).short_name.clone();
    let facility = Facility {
        id,
        code: String::new(),
        name: view.language.pick(
            format!("拟设{} {number}", function.zh),
            format!("Proposed {} {number}", function.en.to_lowercase()),
        ),
        at,
        functions: vec![view.function],
        floor_area_m2: None,
        origin: FacilityOrigin::Hypothetical,
    };
    let label = named("放置", "Place", &facility.name);
    workspace.session.perform(label, Edit::AddFacility(facility))?;
    view.selection = Selection::Facility(id);
    Ok(())
}

fn begin_drag(workspace: &mut Workspace, view: &mut View, id: FacilityId) -> Result<(), EditError> {
    let facility = workspace.session.study().facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let (at, label) = (facility.at, named("移动", "Move", &facility.name));
    workspace.drag = Some(Drag { id, start: at });
    workspace.session.begin_gesture(label);
    view.selection = Selection::Facility(id);
    Ok(())
}

/// Offsets count from the start of the drag, so that rounding never adds up.
fn drag(
    workspace: &mut Workspace,
    id: FacilityId,
    east_m: f64,
    north_m: f64,
) -> Result<(), EditError> {
    let Some(Drag { start, .. }) = workspace.drag else { return Ok(()) };
    let to = WorldPoint::new(start.x + east_m, start.y + north_m);
    workspace.session.perform_in_gesture(Edit::MoveFacility { id, to })
}

fn nudge(
    workspace: &mut Workspace,
    id: FacilityId,
    east_m: f64,
    north_m: f64,
) -> Result<(), EditError> {
    let facility = workspace.session.study().facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let to = WorldPoint::new(facility.at.x + east_m, facility.at.y + north_m);
    let label = named("移动", "Move", &facility.name);
    workspace.session.perform(label, Edit::MoveFacility { id, to })
}

fn delete(workspace: &mut Workspace, view: &mut View, id: FacilityId) -> Result<(), EditError> {
    let facility = workspace.session.study().facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let label = named("删除", "Delete", &facility.name);
    workspace.session.perform(label, Edit::RemoveFacility(id))?;
    view.selection = Selection::Nothing;
    Ok(())
}

fn set_limit(workspace: &mut Workspace, limit: WalkLimit) -> Result<(), EditError> {
    let before = *workspace.session.study().parameters();
    if before.limit == limit {
        return Ok(());
    }
    let label = match limit {
        WalkLimit::ByStandard => Message::new("步行距离按标准", "Walking limit by standard"),
        WalkLimit::Metres(limit_m) => Message::new(
            format!("步行距离 {limit_m:.0} 米"),
            format!("Walking limit {limit_m:.0} m"),
        ),
    };
    set_parameters(workspace, label, Parameters { limit, ..before })
}

fn set_detour(workspace: &mut Workspace, detour: f64) -> Result<(), EditError> {
    let before = *workspace.session.study().parameters();
    if before.detour == detour {
        return Ok(());
    }
    let label = Message::new(format!("绕行系数 {detour:.2}"), format!("Detour factor {detour:.2}"));
    set_parameters(workspace, label, Parameters { detour, ..before })
}

/// A step of its own, or part of the gesture while a number is being dragged.
fn set_parameters(
    workspace: &mut Workspace,
    label: StepLabel,
    parameters: Parameters,
) -> Result<(), EditError> {
    let edit = Edit::SetParameters(parameters);
    if workspace.session.in_gesture() {
        workspace.session.perform_in_gesture(edit)
    } else {
        workspace.session.perform(label, edit)
    }
}

fn named(zh: &str, en: &str, name: &str) -> StepLabel {
    Message::new(format!("{zh} {name}"), format!("{en} {name}"))
}

/// A facility that undo took away cannot stay selected.
fn forget_what_is_gone(workspace: &Workspace, view: &mut View) {
    let study = workspace.session.study();
    for selection in [&mut view.selection, &mut view.hovered] {
        if selection.facility().is_some_and(|id| study.facility(id).is_none()) {
            *selection = Selection::Nothing;
        }
    }
}
