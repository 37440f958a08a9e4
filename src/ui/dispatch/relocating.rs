//! Dragging what stands in premises: a conversion stays where it is until it is held over another
//! candidate or building, and is converted there instead while it is held over it, so that the numbers
//! follow. Let go elsewhere, it stays, and the planner is told why. Let go over a candidate of which the
//! joint review lacks something, it waits for the same answer as any other conversion.

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::pointing::Premises;
use crate::session::Session;
use crate::study::{
    CandidateId, EditError, Facility, FacilityEdit, FacilityId, FacilityOrigin, StepLabel, Study,
};
use crate::ui::register::Converting;
use crate::ui::view::View;
use crate::ui::words;
use crate::ui::workspace::{Drag, Relocating, Workspace};

use super::register;

/// How near a candidate counts as pointed at, in logical pixels.
const REACH_PX: f64 = 14.0;
/// From farther away, in metres per logical pixel, no building can be hit with the mouse.
const BUILDINGS_BELOW: f64 = 4.0;

/// Begins the drag of a conversion; nothing has changed yet.
///
/// # Errors
/// When there is no such facility.
pub(super) fn begin(workspace: &mut Workspace, id: FacilityId) -> Result<(), EditError> {
    let facility = workspace.session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let (start, label) = (facility.at, label_of(facility, &facility.name));
    workspace.session.begin_gesture(label);
    let relocating = Some(Relocating { pointed: start, goes: false });
    workspace.drag = Some(Drag { id, start, relocating });
    Ok(())
}

/// Follows the drag to a place.
///
/// # Errors
/// Never in practice: what is taken back was applied before.
pub(super) fn follow(
    workspace: &mut Workspace,
    view: &View,
    to: WorldPoint,
) -> Result<(), EditError> {
    let Some(drag @ Drag { id, relocating: Some(Relocating { goes, .. }), .. }) = workspace.drag
    else {
        return Ok(());
    };
    let target = premises_at(workspace, view, to);
    let standing = workspace.session.facility(id).map(|facility| &facility.origin);
    let is_same = match &target {
        Some(premises) => standing == Some(&premises.origin),
        None => !goes,
    };
    let goes = match is_same {
        true => goes,
        false => {
            workspace.session.cancel_gesture()?;
            convert(&mut workspace.session, id, target.as_ref()).unwrap_or(false)
        }
    };
    workspace.drag = Some(Drag { relocating: Some(Relocating { pointed: to, goes }), ..drag });
    Ok(())
}

/// Ends the drag: it is converted elsewhere now, or stays. Where the candidate lacks something, it goes back
/// to where it was until the question is answered.
///
/// # Errors
/// Why it stays.
pub(super) fn end(workspace: &mut Workspace, view: &mut View) -> Result<(), EditError> {
    let Some(Drag { id, relocating: Some(relocating), .. }) = workspace.drag.take() else {
        return Ok(());
    };
    if relocating.goes {
        let goes_to = workspace.session.facility(id).map(|facility| &facility.origin);
        if let Some(FacilityOrigin::Candidate(candidate)) = goes_to.cloned()
            && register::lacks_something(workspace, candidate)
        {
            workspace.session.cancel_gesture()?;
            view.register.converting = Some(Converting { candidate, from: Some(id) });
            return Ok(());
        }
        workspace.session.finish_gesture();
        return Ok(());
    }
    workspace.session.cancel_gesture()?;
    let target = premises_at(workspace, view, relocating.pointed);
    let session = &mut workspace.session;
    let facility = session.facility(id).ok_or(EditError::NoSuchFacility(id))?;
    let own = name_of_premises(session.study(), facility);
    match &target {
        Some(premises) if premises.origin == facility.origin => Ok(()),
        // It was refused there: why, the edit itself says.
        Some(_) => {
            let refused = convert(session, id, target.as_ref());
            session.cancel_gesture()?;
            refused.map(drop)
        }
        None => Err(EditError::InBuilding(own)),
    }
}

/// Converts into a candidate what stands in other premises, as a step of its own.
///
/// # Errors
/// Why it stays where it is.
pub(super) fn go(
    workspace: &mut Workspace,
    id: FacilityId,
    candidate: CandidateId,
) -> Result<(), EditError> {
    let session = &mut workspace.session;
    let target = Premises::of(session.study(), &FacilityOrigin::Candidate(candidate));
    let went = convert(session, id, target.as_ref());
    match went {
        Ok(_) => session.finish_gesture(),
        Err(_) => session.cancel_gesture()?,
    }
    went.map(drop)
}

/// What planners call the place of a conversion.
pub(super) fn name_of_premises(study: &Study, facility: &Facility) -> String {
    Premises::of(study, &facility.origin).map_or_else(|| facility.name.clone(), |own| own.name)
}

fn premises_at(workspace: &Workspace, view: &View, place: WorldPoint) -> Option<Premises> {
    let camera = view.camera?;
    let candidates = view.layers.candidates.then_some(&workspace.candidates);
    let buildings = view.layers.buildings && camera.metres_per_pixel < BUILDINGS_BELOW;
    let reach_m = REACH_PX * camera.metres_per_pixel;
    Premises::at(workspace.session.study(), candidates, buildings, place, reach_m)
}

/// Begins the step anew and puts the facility into premises, unless it is there already. Whether it goes
/// there; where it does not, the step begun is empty.
fn convert(
    session: &mut Session,
    id: FacilityId,
    target: Option<&Premises>,
) -> Result<bool, EditError> {
    let facility = session.facility(id).ok_or(EditError::NoSuchFacility(id))?.clone();
    let target = target.filter(|premises| premises.origin != facility.origin);
    let name = target.map_or(facility.name.as_str(), |premises| premises.name.as_str());
    let label = label_of(&facility, name);
    session.begin_gesture(label.clone());
    let Some(premises) = target else { return Ok(false) };
    let own = name_of_premises(session.study(), &facility);
    let moved = session.change_in_gesture(FacilityEdit::Remove(id)).and_then(|()| {
        let moved = relocated(session, &facility, &own, premises);
        session.change_in_gesture(FacilityEdit::Add(moved))
    });
    if let Err(error) = moved {
        session.cancel_gesture()?;
        session.begin_gesture(label);
        return Err(error);
    }
    Ok(true)
}

/// The facility as it would stand in premises, once it has left its own: as large as it was where there is
/// room for that, and called after them where it was called after its own.
fn relocated(session: &Session, facility: &Facility, own: &str, premises: &Premises) -> Facility {
    let study = session.study();
    let free_m2 = study.free_area_m2(session.shown(), &premises.origin);
    let fitting = free_m2.filter(|free| *free > 0.0);
    let floor_area_m2 = match (facility.floor_area_m2, fitting) {
        (Some(area), Some(free)) => Some(area.min(free)),
        // Where nothing is free, the area says so with both numbers.
        (area, free) => area.or(free),
    };
    let named_after = |premises: &str| {
        let functions = facility.functions.iter().filter_map(|f| study.standard().get(*f));
        functions.map(|function| words::facility_in(premises, &function.short_name)).next()
    };
    let is_named_after_own = named_after(own).as_ref() == Some(&facility.name);
    let name = named_after(&premises.name).filter(|_| is_named_after_own);
    Facility {
        name: name.unwrap_or_else(|| facility.name.clone()),
        at: premises.at,
        floor_area_m2,
        origin: premises.origin.clone(),
        ..facility.clone()
    }
}

fn label_of(facility: &Facility, premises: &str) -> StepLabel {
    let name = &facility.name;
    Message::new(format!("{name}：改到 {premises}"), format!("Convert {premises} instead: {name}"))
}
