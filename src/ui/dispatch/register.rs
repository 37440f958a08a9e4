//! Actions on the candidate register, and how it is looked at.

use crate::language::{Message, Text};
use crate::study::register::{
    CandidateError, Date, ReviewStep, StockFilter, SuitabilityWeights, Term as _, review_cautions,
};
use crate::study::{
    Candidate, CandidateId, Edit, EditError, Facility, FacilityEdit, FacilityOrigin, Project,
    RegisterEdit, StepLabel,
};
use crate::tables::List;
use crate::ui::action::RegisterAction;
use crate::ui::lists::ListView;
use crate::ui::register::Converting;
use crate::ui::view::{Selection, View};
use crate::ui::words;
use crate::ui::workspace::Workspace;

use super::{edits, relocating};

const REVIEW: Text = Text::new("联审", "review");

/// Carries out one action.
///
/// # Errors
/// When an edit does not fit.
pub fn carry_out(
    workspace: &mut Workspace,
    view: &mut View,
    action: RegisterAction,
) -> Result<(), EditError> {
    match action {
        RegisterAction::ShowList(is_listed) => {
            show_list(view, is_listed);
        }
        RegisterAction::Change { candidate, what } => change(workspace, *candidate, what)?,
        RegisterAction::Step { id, step } => take_step(workspace, id, step)?,
        RegisterAction::Remove(id) => {
            let edit = RegisterEdit::Remove(id);
            perform(workspace, edit.label(workspace.session.study().register()), edit)?;
        }
        RegisterAction::Convert(id) => match lacks_something(workspace, id) {
            true => view.register.converting = Some(Converting { candidate: id, from: None }),
            false => convert(workspace, view, id)?,
        },
        RegisterAction::ConvertAllTheSame(Converting { candidate, from }) => {
            view.register.converting = None;
            match from {
                Some(facility) => relocating::go(workspace, facility, candidate)?,
                None => convert(workspace, view, candidate)?,
            }
        }
        RegisterAction::LeaveAsItIs => view.register.converting = None,
        RegisterAction::ShowAdding(filter) => view.register.adding = filter,
        RegisterAction::AddBuildings(filter) => add_buildings(workspace, view, &filter)?,
        RegisterAction::BeginWeighing => {
            let label = Message::new("修改适宜性权重", "Change suitability weights");
            workspace.session.begin_gesture(label);
        }
        RegisterAction::Weigh(weights) => weigh(workspace, weights)?,
    }
    Ok(())
}

/// Opens the list of resources, with the candidates on the map, or closes it.
fn show_list(view: &mut View, is_listed: bool) {
    let listed = view.lists.on(List::Resources);
    let shown = is_listed.then_some(List::Resources);
    view.lists = ListView { shown, last: Some(List::Resources), ..listed };
    view.layers.candidates |= is_listed;
}

fn perform(
    workspace: &mut Workspace,
    label: StepLabel,
    edit: RegisterEdit,
) -> Result<(), EditError> {
    workspace.session.perform(label, [Edit::Register(edit)])
}

fn change(workspace: &mut Workspace, candidate: Candidate, what: Text) -> Result<(), EditError> {
    let name = &candidate.name;
    let label = Message::new(format!("{name}：{}", what.zh), format!("{name}: {}", what.en));
    perform(workspace, label, RegisterEdit::Set(Box::new(candidate)))
}

/// Whether the joint review or a consent lacks something for a conversion.
pub(super) fn lacks_something(workspace: &Workspace, id: CandidateId) -> bool {
    let candidate = workspace.session.study().register().get(id);
    candidate.is_some_and(|known| !review_cautions(known, Date::today()).is_empty())
}

/// A step of the review.
fn take_step(
    workspace: &mut Workspace,
    id: CandidateId,
    step: ReviewStep,
) -> Result<(), EditError> {
    let known = workspace.session.study().register().get(id);
    let mut candidate = known.ok_or(CandidateError::NoSuchCandidate(id))?.clone();
    let state = step.to.name();
    candidate.review.step(step).map_err(CandidateError::Review)?;
    let name = &candidate.name;
    let label = Message::new(
        format!("{name}：{}→{}", REVIEW.zh, state.zh),
        format!("{name}: {} → {}", REVIEW.en, state.en.to_lowercase()),
    );
    perform(workspace, label, RegisterEdit::Set(Box::new(candidate)))
}

/// A facility of the function looked at in a candidate, with the floor area that is free there.
fn convert(workspace: &mut Workspace, view: &mut View, id: CandidateId) -> Result<(), EditError> {
    let study = workspace.session.study();
    let candidate = study.register().get(id).ok_or(CandidateError::NoSuchCandidate(id))?;
    let origin = FacilityOrigin::Candidate(id);
    let free_m2 = study.free_area_m2(workspace.session.shown(), &origin);
    let function = &study.standard().function(view.function).short_name;
    let facility = Facility {
        id: study.scenarios().next_facility_id(),
        code: String::new(),
        name: words::facility_in(&candidate.name, function),
        at: candidate.at,
        functions: vec![view.function],
        // Where nothing is free, the whole area says so with both numbers.
        floor_area_m2: free_m2.filter(|free| *free > 0.0).or(candidate.floor_area_cap_m2()),
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin,
    };
    let id = facility.id;
    edits::change(workspace, FacilityEdit::Add(facility))?;
    view.selection = Selection::Facility(id);
    Ok(())
}

/// Puts all buildings that a filter admits into the register, as one step.
fn add_buildings(
    workspace: &mut Workspace,
    view: &mut View,
    filter: &StockFilter,
) -> Result<(), EditError> {
    let study = workspace.session.study();
    let (buildings, register) = (&study.layers().buildings, study.register());
    let positions = filter.buildings(buildings, register);
    let added = register.candidates_of(buildings, &positions, study.next_candidate_id());
    view.register.adding = None;
    show_list(view, true);
    if added.is_empty() {
        return Ok(());
    }
    let count = added.len();
    let label = Message::new(
        format!("将 {count} 栋建筑列入候选点登记"),
        format!("Add {} to the register", crate::numbers::counted(count, "building")),
    );
    let edits = added.into_iter().map(|one| Edit::Register(RegisterEdit::Add(Box::new(one))));
    workspace.session.perform(label, edits)
}

fn weigh(workspace: &mut Workspace, weights: SuitabilityWeights) -> Result<(), EditError> {
    let edit = RegisterEdit::Weigh(weights);
    let label = edit.label(workspace.session.study().register());
    if workspace.session.in_gesture() {
        workspace.session.perform_in_gesture(Edit::Register(edit))
    } else {
        perform(workspace, label, edit)
    }
}
