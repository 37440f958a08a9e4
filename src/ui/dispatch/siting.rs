//! Actions on siting: how it is looked at, searches for plans, and making suggestions and plans real.

use crate::analysis::{SiteKey, SitingQuestion, Suggestion};
use crate::language::Message;
use crate::numbers::counted;
use crate::study::{
    Description, Edit, EditError, EditNumber, FacilityEdit, FacilityId, Scenario, ScenarioEdit,
};
use crate::ui::app::App;
use crate::ui::notice::Notice;
use crate::ui::siting::{PlanTarget, RunNumber, SitingAction, SitingTab};
use crate::ui::view::{Selection, View};
use crate::ui::workspace::Workspace;

/// Carries out one action; tells what the planner is to know of how it went.
///
/// # Errors
/// Why an edit does not fit, or nothing can be searched, in the planner's words.
pub fn carry_out(
    workspace: &mut Workspace,
    view: &mut View,
    ctx: &egui::Context,
    action: SitingAction,
) -> Result<Option<Message>, Message> {
    match action {
        SitingAction::Toggle => toggle(view),
        SitingAction::Show(siting) => view.siting = *siting,
        SitingAction::Preview(suggestion) => {
            view.siting.preview = suggestion.map(|suggestion| *suggestion);
        }
        SitingAction::Apply(suggestion) => {
            apply(workspace, view, &suggestion).map_err(|error| error.message())?;
        }
        SitingAction::Start(question) => {
            let siting = &mut view.siting;
            (siting.shown_run, siting.shown_plan, siting.preview_plan) = (None, None, None);
            let runs = &mut workspace.siting.runs;
            runs.start(ctx, &workspace.session, *question).map_err(|error| {
                Message::new(
                    format!("无法开始优化：{error}"),
                    format!("The search cannot be started: {error}"),
                )
            })?;
        }
        SitingAction::Stop => workspace.siting.runs.stop(),
        SitingAction::ShowRun(run) => {
            (view.siting.shown_run, view.siting.shown_plan) = (run, None);
        }
        SitingAction::ShowPlan(plan) => view.siting.shown_plan = Some(plan),
        SitingAction::PreviewPlan(plan) => view.siting.preview_plan = plan,
        SitingAction::ApplyRun { run, to } => {
            return apply_run(workspace, view, run, to).map_err(|error| error.message());
        }
        SitingAction::ForgetRun(run) => {
            workspace.siting.runs.forget(run);
            view.siting.shown_run = view.siting.shown_run.filter(|shown| *shown != run);
        }
        SitingAction::CountBuildings(counts) => workspace.siting.gains.count_buildings(counts),
    }
    Ok(None)
}

/// With the panel, the candidates come into sight: their numbers are what it is about.
fn toggle(view: &mut View) {
    view.siting.is_open = !view.siting.is_open;
    view.siting.preview = None;
    view.layers.candidates |= view.siting.is_open;
}

/// Makes a suggestion real and selects the facility that it leaves.
fn apply(
    workspace: &mut Workspace,
    view: &mut View,
    suggestion: &Suggestion,
) -> Result<(), EditError> {
    let session = &mut workspace.session;
    let (study, shown) = (session.study(), session.shown());
    let edits = suggestion.what.edits(study, shown, view.function, view.language);
    let label = suggestion.what.label(study, shown);
    let added = edits.iter().find_map(|edit| match edit {
        FacilityEdit::Add(facility) => Some(facility.id),
        _ => None,
    });
    session.change_together(label, edits)?;
    view.siting.preview = None;
    if let Some(id) = added {
        view.selection = Selection::Facility(id);
    }
    Ok(())
}

/// Makes the plan of a run real, in its scenario or in a new one on top of that. Tells of sites that
/// can no longer be made.
fn apply_run(
    workspace: &mut Workspace,
    view: &mut View,
    number: RunNumber,
    to: PlanTarget,
) -> Result<Option<Message>, EditError> {
    let Workspace { session, siting, .. } = workspace;
    let Some(run) = siting.runs.get(number) else { return Ok(None) };
    let Ok(outcome) = &run.result else { return Ok(None) };
    let scenario = run.question.scenario();
    let chosen = view.siting.shown_plan.filter(|_| view.siting.shown_run == Some(number));
    let edits = outcome.edits(chosen, session.study(), view.language);
    let label = match (&run.question, outcome.plan(chosen)) {
        (SitingQuestion::Phasing(_), _) => Message::new("采用分期", "Apply the phasing"),
        (_, plan) => {
            let sites = plan.map_or(0, |plan| plan.sites.len());
            Message::new(
                format!("采用优化方案（{sites} 处）"),
                format!("Apply the plan of {}", counted(sites, "site")),
            )
        }
    };
    let plan = outcome.plan(chosen);
    let gone = plan.map_or(0, |plan| plan.gone_sites(session.study(), scenario));
    let missing = (gone > 0).then(|| gone_text(gone));
    if edits.is_empty() {
        return Ok(missing);
    }
    match to {
        PlanTarget::Scenario => {
            if session.shown() != scenario {
                session.show(scenario);
            }
            session.change_together(label, edits)?;
        }
        PlanTarget::NewScenario => {
            let scenario = planned_scenario(workspace, number, scenario, edits);
            let (id, position) = (scenario.id, workspace.session.study().scenarios().len());
            workspace.session.perform(label, [Edit::AddScenario { position, scenario }])?;
            workspace.session.show(id);
        }
    }
    let siting = &mut view.siting;
    (siting.shown_run, siting.shown_plan, siting.preview_plan) = (None, None, None);
    siting.preview = None;
    Ok(missing)
}

fn gone_text(sites: usize) -> Message {
    Message::new(
        format!("方案求得之后，其中 {sites} 处已从研究中删除，未能采用；可重新优化。"),
        format!(
            "{} of the plan were removed from the study since it was found and are not applied; \
             search again for a plan without them.",
            counted(sites, "site")
        ),
    )
}

/// A scenario on top of another that holds the plan.
fn planned_scenario(
    workspace: &Workspace,
    number: RunNumber,
    parent: crate::study::ScenarioId,
    edits: Vec<FacilityEdit>,
) -> Scenario {
    let study = workspace.session.study();
    let (scenarios, standard) = (study.scenarios(), study.standard());
    let facilities = study.facilities(parent);
    let proposed = study.proposed_scenario(parent);
    let first = scenarios.next_edit_number().0;
    let edits = edits.into_iter().zip(first..).map(|(edit, number)| ScenarioEdit {
        number: EditNumber(number),
        label: edit.label(facilities, standard),
        edit,
    });
    let name =
        Message::new(format!("优化方案 {}", number.0), format!("Optimised plan {}", number.0));
    let description = Description { name, ..proposed.description.clone() };
    Scenario { description, edits: edits.collect(), ..proposed }
}

/// Takes the result of a search and shows its plan.
pub fn take_finished(app: &mut App) {
    let App { workspace: Some(workspace), view, notices, .. } = app else { return };
    let Some(number) = workspace.siting.runs.take_ended() else { return };
    (view.siting.shown_run, view.siting.shown_plan) = (Some(number), None);
    if let Some(run) = workspace.siting.runs.get(number)
        && let Err(crate::ui::siting::RunError::Broken(panic)) = &run.result
    {
        let text = Message::new(
            "优化时程序出错，研究未受影响。",
            "The program failed while searching. The study is untouched.",
        );
        notices.push(Notice { details: vec![panic.to_string()], ..Notice::plain(text) });
    }
}

/// What siting points at may be gone: facilities that were to be kept, or to leave.
pub fn forget_what_is_gone(workspace: &Workspace, view: &mut View) {
    let is_there = |id: &FacilityId| workspace.session.facility(*id).is_some();
    let siting = &mut view.siting;
    siting.kept.retain(is_there);
    let leaves = siting.preview.as_ref().and_then(|preview| preview.what.leaves());
    if leaves.is_some_and(|id| !is_there(&id)) || !siting.is_open {
        siting.preview = None;
    }
    let is_known = |key: &SiteKey| match key {
        SiteKey::Facility(id) => is_there(id),
        SiteKey::Place(_) => true,
    };
    siting.plan.forced.retain(is_known);
    siting.plan.forbidden.retain(is_known);
    if siting.tab != SitingTab::Advice {
        siting.preview = None;
    }
    if siting.tab == SitingTab::Advice || !siting.is_open {
        siting.preview_plan = None;
    }
}
