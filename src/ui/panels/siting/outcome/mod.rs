//! What a search came to: how good its plan is proven to be, the plan or the choice of plans, what
//! stands in its way, and how it becomes part of a scenario.

mod bundles;
mod front;
mod phasing;
mod plan;
mod robust;

use egui::{RichText, Role, Ui};

use crate::analysis::{SitePlan, SitingOutcome};
use crate::language::{Language, Text};
use crate::numbers::thousands;
use crate::siting::Solution;
use crate::ui::action::{Action, SitingAction, ViewAction};
use crate::ui::siting::{PlanModel, PlanShown, PlanTarget, Run, RunError};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::curve::curve_ui;
use super::{models, reasons, section_ui, terms, weak_ui};

const PLAN: Text = Text::new("结果", "Result");
const PLAN_HINT: Text = Text::new(
    "界：任何方案都超不过的值；差距为零即已证明最优",
    "Bound: what no plan can beat; at a gap of zero the plan is proven best",
);
pub(super) const OUTDATED: Text = Text::new(
    "此后研究已修改，数值按当时计算",
    "The study has changed since; values are those of then",
);
const INTO: Text = Text::new("采用到此方案", "Apply to the scenario");
const INTO_NEW: Text = Text::new("采用为新方案", "Apply as a new scenario");
const APPLY_HINT: Text = Text::new("作为一步修改，可撤销", "As one step, which undo takes back");
/// More sites are read on the map.
const MOST_LISTED: usize = 60;

/// Shows the outcome of a run. Notes the plan pointed at.
pub fn outcome_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    run: &Run,
    pointed_at: &mut Option<PlanShown>,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let model = models::model_name(PlanModel::of(&run.question)).of(language);
    let title = format!("{} {} · {model}", PLAN.of(language), run.number.0);
    section_ui(ui, &title, PLAN_HINT.of(language));
    let outcome = match &run.result {
        Ok(outcome) => outcome,
        Err(RunError::Plan(error)) => {
            ui.label(reasons::plan_error_text(error).of(language));
            return;
        }
        Err(RunError::Broken(panic)) => {
            ui.label(panic.to_string());
            return;
        }
    };
    if outcome.plan(view.siting.shown_plan).is_some() {
        apply_ui(ui, run, language, actions);
    }
    let mut choice = Choice { run, view, pointed_at, actions };
    match outcome {
        SitingOutcome::Plan(outcome) => plan::figures_ui(ui, workspace, outcome, view),
        SitingOutcome::Front(outcome) => front::front_ui(ui, workspace, outcome, &mut choice),
        SitingOutcome::Robust(outcome) => robust::robust_ui(ui, outcome, &mut choice),
        SitingOutcome::Bundles(outcome) => bundles::bundles_ui(ui, workspace, outcome, view),
        SitingOutcome::Phasing(outcome) => {
            phasing::phasing_ui(ui, workspace.session.study(), outcome, view);
        }
    }
    if !matches!(outcome, SitingOutcome::Front(_)) {
        curve_ui(ui, &run.trace, models::value_name(PlanModel::of(&run.question)), view);
    }
    if run.is_outdated(&workspace.session) {
        let text = RichText::new(OUTDATED.of(language)).small();
        ui.label(text.color(ui.visuals().warn_fg_color));
    }
    if let Some(plan) = outcome.plan(view.siting.shown_plan) {
        sites_ui(ui, workspace, plan, language, actions);
    }
}

/// How a search ended, and what stands in the way of a plan; `unreachable_residents` are out of every
/// reach.
fn status_ui(ui: &mut Ui, solution: &Solution, unreachable_residents: f64, language: Language) {
    ui.label(RichText::new(terms::status_text(solution.status).of(language)).strong());
    if let Some(obstacle) = &solution.obstacle {
        ui.label(reasons::obstacle_text(obstacle, unreachable_residents).of(language));
    }
}

/// Above all that is told of a plan, however long that is.
fn apply_ui(ui: &mut Ui, run: &Run, language: Language, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        for (to, name) in [(PlanTarget::Scenario, INTO), (PlanTarget::NewScenario, INTO_NEW)] {
            let button = ui.button(name.of(language)).on_hover_text(APPLY_HINT.of(language));
            if button.clicked() {
                actions.push(SitingAction::ApplyRun { run: run.number, to }.into());
            }
        }
    });
}

/// The choice among the plans of a run.
struct Choice<'a> {
    run: &'a Run,
    view: &'a View,
    pointed_at: &'a mut Option<PlanShown>,
    actions: &'a mut Vec<Action>,
}

impl Choice<'_> {
    /// Whether a plan is the one shown; `meant` is the one that is, where none was chosen.
    fn is_chosen(&self, plan: usize, meant: usize) -> bool {
        self.view.siting.shown_plan.unwrap_or(meant) == plan
    }

    /// A plan pointed at is shown on the map; clicked, it stays.
    fn take(&mut self, plan: usize, response: &egui::Response) {
        if response.hovered() || response.has_focus() {
            *self.pointed_at = Some(PlanShown { run: self.run.number, plan: Some(plan) });
        }
        if response.clicked() {
            self.actions.push(SitingAction::ShowPlan(plan).into());
        }
    }
}

/// The sites, each leading to its place on the map.
fn sites_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    plan: &SitePlan,
    language: Language,
    actions: &mut Vec<Action>,
) {
    for (number, site) in (1..).zip(&plan.sites).take(MOST_LISTED) {
        let serves = match site.serves > 0.0 {
            true => {
                let serves = thousands(site.serves.round() as i64);
                language.pick(format!("  服务 {serves} 人"), format!("  serves {serves}"))
            }
            false => String::new(),
        };
        let text = format!("{number}  {}{serves}", site.name);
        let link = ui.add(egui::Button::selectable(false, &text).truncate());
        words::name_widget(&link, Role::Button, &text);
        if link.clicked() {
            actions.push(ViewAction::FlyTo(site.at).into());
        }
    }
    if plan.sites.len() > MOST_LISTED {
        let more = plan.sites.len() - MOST_LISTED;
        weak_ui(ui, &language.pick(format!("另有 {more} 处"), format!("and {more} more")));
    }
    for id in plan.closed.iter().take(MOST_LISTED) {
        if let Some(facility) = workspace.session.facility(*id) {
            let name = &facility.name;
            weak_ui(ui, &language.pick(format!("关闭 {name}"), format!("closes {name}")));
        }
    }
}
