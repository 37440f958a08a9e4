//! Actions that become edits of facilities and parameters.

use std::sync::Arc;

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::study::{
    Edit, EditError, Facility, FacilityEdit, FacilityId, FacilityOrigin, Parameters,
    ProgrammeRules, Project, StepLabel,
};
use crate::ui::action::EditAction;
use crate::ui::view::{Selection, View};
use crate::ui::walk_change::WalkChange;
use crate::ui::words;
use crate::ui::workspace::{Drag, Workspace};

use super::relocating;

/// Carries out one editing action.
pub fn carry_out(
    workspace: &mut Workspace,
    view: &mut View,
    ctx: &egui::Context,
    action: EditAction,
) -> Result<(), EditError> {
    if workspace.is_nudging && !matches!(action, EditAction::Nudge { .. }) {
        workspace.is_nudging = false;
        if !matches!(action, EditAction::CancelDrag) {
            workspace.session.finish_gesture();
        }
    }
    match action {
        EditAction::PlaceFacility { at } => place(workspace, view, at),
        EditAction::BeginDrag(id) => begin_drag(workspace, view, id),
        EditAction::DragTo { id, to } => drag(workspace, view, id, to),
        EditAction::EndDrag if workspace.drag.is_some_and(|drag| drag.relocating.is_some()) => {
            relocating::end(workspace, view)
        }
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
        // The key that was held has been let go: see above.
        EditAction::EndNudge => Ok(()),
        EditAction::Delete(id) => {
            change(workspace, FacilityEdit::Remove(id))?;
            view.selection = Selection::Nothing;
            Ok(())
        }
        EditAction::DeleteAll(ids) => delete_all(workspace, &ids),
        EditAction::Rename { id, name } => change(workspace, FacilityEdit::Rename { id, name }),
        EditAction::SetFunctions { id, functions } => {
            change(workspace, FacilityEdit::SetFunctions { id, functions })
        }
        EditAction::Resize { id, floor_area_m2 } => {
            change(workspace, FacilityEdit::Resize { id, floor_area_m2 })
        }
        EditAction::SetCapacity { id, capacity } => {
            change(workspace, FacilityEdit::SetCapacity { id, capacity })
        }
        EditAction::SetOperations { id, operations } => {
            change(workspace, FacilityEdit::SetOperations { id, operations })
        }
        EditAction::SetProject { id, project } => {
            change(workspace, FacilityEdit::SetProject { id, project })
        }
        EditAction::SetYear { id, year } => set_year(workspace, id, year),
        EditAction::ConvertBuilding(building) => convert(workspace, view, building),
        EditAction::BeginAdjusting => {
            workspace.session.begin_gesture(Message::new("调整步行参数", "Adjust walking"));
            Ok(())
        }
        EditAction::SetParameters(parameters) => set_parameters(workspace, ctx, parameters),
        EditAction::KeepWalk => {
            workspace.walk_change = None;
            Ok(())
        }
        EditAction::SetProgrammeRules(rules) => set_programme_rules(workspace, *rules),
        EditAction::Undo => workspace.session.undo().map(drop),
        EditAction::Redo => workspace.session.redo().map(drop),
        EditAction::GoToStep(done) => workspace.session.go_to(done),
    }
}

/// Changes a facility as one step.
pub(super) fn change(workspace: &mut Workspace, edit: FacilityEdit) -> Result<(), EditError> {
    let session = &workspace.session;
    let label = edit.label(session.facilities(), session.study().standard());
    workspace.session.change_together(label, [edit])
}

/// Moves a project to another year, with a step that says which.
fn set_year(workspace: &mut Workspace, id: FacilityId, year: Option<i32>) -> Result<(), EditError> {
    let facility = workspace.session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    if facility.project.year == year {
        return Ok(());
    }
    let name = &facility.name;
    let label = match year {
        Some(year) => {
            Message::new(format!("{name}：{year} 年建成"), format!("{name}: opens in {year}"))
        }
        None => Message::new(format!("{name}：年份未定"), format!("{name}: no year")),
    };
    let project = Project { year, ..facility.project.clone() };
    workspace.session.change_together(label, [FacilityEdit::SetProject { id, project }])
}

/// Deletes facilities as one step.
fn delete_all(workspace: &mut Workspace, ids: &[FacilityId]) -> Result<(), EditError> {
    let Message { zh, en } = words::facilities(ids.len());
    let label = Message::new(format!("删除 {zh}"), format!("Delete {en}"));
    workspace.session.change_together(label, ids.iter().map(|id| FacilityEdit::Remove(*id)))
}

fn place(workspace: &mut Workspace, view: &mut View, at: WorldPoint) -> Result<(), EditError> {
    let study = workspace.session.study();
    let id = study.scenarios().next_facility_id();
    let planned = workspace.session.facilities().values().filter(|f| f.is_planned()).count();
    let number = planned + 1;
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
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: FacilityOrigin::Hypothetical,
    };
    change(workspace, FacilityEdit::Add(facility))?;
    view.selection = Selection::Facility(id);
    Ok(())
}

/// A building put to the chosen function, at its demand point and with the floor area that is free.
fn convert(workspace: &mut Workspace, view: &mut View, building: usize) -> Result<(), EditError> {
    let study = workspace.session.study();
    let id = study.scenarios().next_facility_id();
    let buildings = &study.layers().buildings;
    let Some(at) = buildings.demand_points().get(building).copied() else {
        return Err(EditError::NoPlace);
    };
    let record = buildings.record(building);
    let origin = FacilityOrigin::Converted { building: record.id.clone() };
    let free_m2 = study.free_area_m2(workspace.session.shown(), &origin);
    let building_name = if record.name.is_empty() { &record.id } else { &record.name };
    let function = &study.standard().function(view.function).short_name;
    let facility = Facility {
        id,
        code: String::new(),
        name: words::facility_in(building_name, function),
        at,
        functions: vec![view.function],
        // Where nothing is free, the whole area says so with both numbers.
        floor_area_m2: free_m2.filter(|free| *free > 0.0).or(record.floor_area_m2),
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin,
    };
    change(workspace, FacilityEdit::Add(facility))?;
    view.selection = Selection::Facility(id);
    Ok(())
}

fn begin_drag(workspace: &mut Workspace, view: &mut View, id: FacilityId) -> Result<(), EditError> {
    view.selection = Selection::Facility(id);
    let facility = workspace.session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    if facility.is_in_premises() {
        return relocating::begin(workspace, id);
    }
    let start = begin_move(workspace, id)?;
    workspace.drag = Some(Drag { id, start, relocating: None });
    Ok(())
}

/// Begins the step in which a facility moves; where it stands now.
fn begin_move(workspace: &mut Workspace, id: FacilityId) -> Result<WorldPoint, EditError> {
    let session = &mut workspace.session;
    let facility = session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let (edit, start) = (FacilityEdit::Move { id, to: facility.at }, facility.at);
    edit.check(session.facilities(), session.study().standard()).map_err(|error| match error {
        EditError::InBuilding(_) => {
            EditError::InBuilding(relocating::name_of_premises(session.study(), facility))
        }
        error => error,
    })?;
    session.begin_gesture(edit.label(session.facilities(), session.study().standard()));
    session.branch_from_base_in_gesture()?;
    Ok(start)
}

fn drag(
    workspace: &mut Workspace,
    view: &View,
    id: FacilityId,
    to: WorldPoint,
) -> Result<(), EditError> {
    match workspace.drag {
        None => Ok(()),
        Some(Drag { relocating: Some(_), .. }) => relocating::follow(workspace, view, to),
        Some(_) => workspace.session.change_in_gesture(FacilityEdit::Move { id, to }),
    }
}

fn nudge(
    workspace: &mut Workspace,
    id: FacilityId,
    east_m: f64,
    north_m: f64,
) -> Result<(), EditError> {
    if !workspace.is_nudging {
        begin_move(workspace, id)?;
        workspace.is_nudging = true;
    }
    let facility = workspace.session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let to = WorldPoint::new(facility.at.x + east_m, facility.at.y + north_m);
    workspace.session.change_in_gesture(FacilityEdit::Move { id, to })
}

/// At once in a district; in a city what it leads to along the streets is computed first, and the step
/// is made when that is ready.
fn set_parameters(
    workspace: &mut Workspace,
    ctx: &egui::Context,
    parameters: Parameters,
) -> Result<(), EditError> {
    workspace.walk_change = None;
    let before = workspace.session.study().parameters();
    if *before == parameters {
        return Ok(());
    }
    if WalkChange::takes_long(&workspace.session, &parameters) {
        workspace.walk_change = WalkChange::start(ctx, &workspace.session, parameters).ok();
        if workspace.walk_change.is_some() {
            return Ok(());
        }
    }
    walk_by(workspace, parameters)
}

/// Makes the step that was waiting, once what it leads to is computed.
pub(super) fn take_walk_change(workspace: &mut Workspace) -> Result<(), EditError> {
    let Some(change) = &workspace.walk_change else { return Ok(()) };
    // What is dragged is let go first.
    if workspace.drag.is_some() {
        return Ok(());
    }
    let Some(ready) = change.take_ready() else { return Ok(()) };
    workspace.walk_change = None;
    let Some(ready) = ready else { return Ok(()) };
    let parameters = *ready.parameters();
    workspace.session.make_ready(ready);
    walk_by(workspace, parameters)
}

fn walk_by(workspace: &mut Workspace, parameters: Parameters) -> Result<(), EditError> {
    let before = workspace.session.study().parameters();
    let label = parameters.changes_since(before);
    perform(workspace, label, Edit::SetParameters(parameters))
}

fn set_programme_rules(workspace: &mut Workspace, rules: ProgrammeRules) -> Result<(), EditError> {
    let before = workspace.session.study().programme_rules();
    if *before == rules {
        return Ok(());
    }
    let label = rules.changes_since(before);
    perform(workspace, label, Edit::SetProgrammeRules(Arc::new(rules)))
}

/// A step of its own, or part of the gesture while a number is being dragged.
fn perform(workspace: &mut Workspace, label: StepLabel, edit: Edit) -> Result<(), EditError> {
    if workspace.session.in_gesture() {
        workspace.session.perform_in_gesture(edit)
    } else {
        workspace.session.perform(label, [edit])
    }
}
