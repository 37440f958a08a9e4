//! What a search came to: the plan's value beside its bound, its sites, what stands in its way, and
//! how it becomes part of a scenario.

use egui::{RichText, Role, Ui};

use crate::analysis::{Objective, PlanOutcome};
use crate::language::{Language, Text};
use crate::numbers::thousands;
use crate::siting::Status;
use crate::study::Walk;
use crate::ui::action::{Action, SitingAction, ViewAction};
use crate::ui::siting::{PlanTarget, Run, RunError};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::curve::curve_ui;
use super::{section_ui, terms, weak_ui};

const PLAN: Text = Text::new("方案", "The plan");
const PLAN_HINT: Text = Text::new(
    "界：任何方案都超不过的值；差距为零即已证明最优",
    "Bound: what no plan can beat; at a gap of zero the plan is proven best",
);
const OUTDATED: Text = Text::new(
    "此后研究已修改，数值按当时计算",
    "The study has changed since; values are those of then",
);
const INTO: Text = Text::new("采用到此方案", "Apply to the scenario");
const INTO_NEW: Text = Text::new("采用为新方案", "Apply as a new scenario");
const APPLY_HINT: Text = Text::new("作为一步修改，可撤销", "As one step, which undo takes back");
/// More sites are read on the map.
const MOST_LISTED: usize = 60;

/// Shows the outcome of a run.
pub fn outcome_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    run: &Run,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    section_ui(ui, PLAN.of(language), PLAN_HINT.of(language));
    let outcome = match &run.result {
        Ok(outcome) => outcome,
        Err(RunError::Plan(error)) => {
            ui.label(terms::plan_error_text(*error).of(language));
            return;
        }
        Err(RunError::Broken(panic)) => {
            ui.label(panic.to_string());
            return;
        }
    };
    figures_ui(ui, workspace, outcome, view);
    curve_ui(ui, &run.trace, view);
    if run.is_outdated(&workspace.session) {
        let text = RichText::new(OUTDATED.of(language)).small();
        ui.label(text.color(ui.visuals().warn_fg_color));
    }
    if outcome.solution.value.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (to, name) in [(PlanTarget::Scenario, INTO), (PlanTarget::NewScenario, INTO_NEW)] {
            let button = ui.button(name.of(language)).on_hover_text(APPLY_HINT.of(language));
            if button.clicked() {
                actions.push(SitingAction::ApplyRun { run: run.number, to }.into());
            }
        }
    });
    sites_ui(ui, workspace, outcome, language, actions);
}

fn figures_ui(ui: &mut Ui, workspace: &Workspace, outcome: &PlanOutcome, view: &View) {
    let language = view.language;
    let walk = workspace.session.study().walk(outcome.question.group);
    let solution = &outcome.solution;
    let status = RichText::new(terms::status_text(solution.status).of(language)).strong();
    ui.label(status);
    if let Some(obstacle) = terms::obstacle_text(outcome) {
        ui.label(obstacle.of(language));
    }
    if let Some(value) = solution.value {
        ui.label(terms::value_text(outcome, value, walk, language));
        weak_ui(ui, &proof_text(outcome, walk, language));
    }
    if let Some(more) = more_than_without(outcome, language) {
        weak_ui(ui, &more);
    }
    if outcome.left_out > 0.0 {
        let residents = thousands(outcome.left_out.round() as i64);
        weak_ui(
            ui,
            &language.pick(
                format!("未计任何点都到不了的 {residents} 人"),
                format!("{residents} residents beyond every site are left out"),
            ),
        );
    }
}

/// Bound, gap and time.
fn proof_text(outcome: &PlanOutcome, walk: Walk<'_>, language: Language) -> String {
    let solution = &outcome.solution;
    let (gap, seconds) = (terms::gap_text(solution.gap()), solution.seconds);
    let time = language.pick(format!("{seconds:.2} 秒"), format!("{seconds:.2} s"));
    match solution.bound.filter(|_| solution.status != Status::Optimal) {
        None => language.pick(format!("差距 {gap} · {time}"), format!("gap {gap} · {time}")),
        Some(bound) => {
            let bound = terms::value_text(outcome, bound, walk, language);
            language.pick(
                format!("界 {bound} · 差距 {gap} · {time}"),
                format!("bound {bound} · gap {gap} · {time}"),
            )
        }
    }
}

/// What the plan adds to the facilities that stay.
fn more_than_without(outcome: &PlanOutcome, language: Language) -> Option<String> {
    if outcome.question.objective != Objective::MostCovered {
        return None;
    }
    let gained = thousands((outcome.solution.value? - outcome.without?).round() as i64);
    let sites = terms::sites_text(outcome.sites.len(), language);
    Some(language.pick(
        format!("{sites}共新增覆盖 {gained} 人"),
        format!("{sites} newly reach {gained} residents"),
    ))
}

/// The sites, each leading to its place on the map.
fn sites_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    outcome: &PlanOutcome,
    language: Language,
    actions: &mut Vec<Action>,
) {
    for (number, site) in (1..).zip(&outcome.sites).take(MOST_LISTED) {
        let serves = thousands(site.serves.round() as i64);
        let serves = language.pick(format!("服务 {serves} 人"), format!("serves {serves}"));
        let text = format!("{number}  {}  {serves}", site.name);
        let link = ui.add(egui::Button::selectable(false, &text).truncate());
        words::name_widget(&link, Role::Button, &text);
        if link.clicked() {
            actions.push(ViewAction::FlyTo(site.at).into());
        }
    }
    if outcome.sites.len() > MOST_LISTED {
        let more = outcome.sites.len() - MOST_LISTED;
        weak_ui(ui, &language.pick(format!("另有 {more} 处"), format!("and {more} more")));
    }
    for id in outcome.closed.iter().take(MOST_LISTED) {
        if let Some(facility) = workspace.session.facility(*id) {
            let name = &facility.name;
            weak_ui(ui, &language.pick(format!("关闭 {name}"), format!("closes {name}")));
        }
    }
}
