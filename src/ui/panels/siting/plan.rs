//! Plans for many sites: which model with which of its fields, the search under way with its gap, and
//! what came out.

use egui::{RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::numbers;
use crate::siting::Progress;
use crate::ui::action::{Action, SitingAction};
use crate::ui::siting::{PlanForm, PlanModel, PlanShown, Running, SitingView};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::curve::curve_ui;
use super::fields::fields_ui;
use super::history::history_ui;
use super::next::choice_ui;
use super::outcome::outcome_ui;
use super::roles::roles_ui;
use super::{STOP, STOP_HINT, models, show, terms, weak_ui};

const MODEL: Text = Text::new("模型", "Model");
const START: Text = Text::new("求最优方案", "Find the best plan");
const START_HINT: Text = Text::new(
    "在后台求解；随时可停止，保留最好的方案和已证明的界",
    "Solved in the background; end it at any moment and keep the best plan with its proven bound",
);
const A_PLAN: Text = Text::new("已有方案", "a plan is there");
const ENDING: Text = Text::new("正在结束…", "Ending…");

/// Shows the part of the panel. Notes the plan pointed at.
pub fn plan_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<PlanShown>,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    ui.add_space(4.0);
    form_ui(ui, workspace, view, actions);
    if view.siting.plan.model.has_places() {
        roles_ui(ui, workspace, view, actions);
    }
    ui.add_space(6.0);
    let runs = &workspace.siting.runs;
    if let Some(running) = runs.running() {
        running_ui(ui, running, view, actions);
    } else {
        let start = ui.button(RichText::new(START.of(language)).strong());
        if start.on_hover_text(START_HINT.of(language)).clicked() {
            let question = view.siting.question(&workspace.session, view);
            actions.push(SitingAction::Start(Box::new(question)).into());
        }
    }
    let shown = view.siting.shown_run.and_then(|number| runs.get(number));
    if let Some(run) = shown.filter(|_| runs.running().is_none()) {
        outcome_ui(ui, workspace, view, run, pointed_at, actions);
    }
    history_ui(ui, workspace, view, pointed_at, actions);
    ui.add_space(8.0);
}

fn form_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let mut form = view.siting.plan.clone();
    model_ui(ui, &mut form, view.language);
    if form.model.has_places() {
        choice_ui(ui, workspace, view, actions);
    }
    fields_ui(ui, workspace, view, &mut form);
    if form != view.siting.plan {
        show(SitingView { plan: form, ..view.siting.clone() }, actions);
    }
}

fn model_ui(ui: &mut Ui, form: &mut PlanForm, language: Language) {
    let name = |model| models::model_name(model).of(language);
    let combo = egui::ComboBox::from_id_salt("model").width(ui.available_width() - 8.0);
    let combo = combo.height(420.0).selected_text(name(form.model)).truncate();
    let shown = combo.show_ui(ui, |ui| {
        for model in PlanModel::ALL {
            let label = ui.selectable_value(&mut form.model, model, name(model));
            label.on_hover_text(models::model_sentence(model).of(language));
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, MODEL.of(language));
    weak_ui(ui, models::model_sentence(form.model).of(language));
}

/// The search under way: how far ways are measured; value, bound and gap as they come together.
pub fn running_ui(ui: &mut Ui, running: &Running, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let progress = running.progress();
    let last = progress.trace.last();
    // The button first: what is told beside it changes its length all the time.
    ui.horizontal(|ui| {
        let is_stopping = running.is_stopping();
        let label = if is_stopping { ENDING } else { STOP };
        let stop = ui.add_enabled(!is_stopping, egui::Button::new(label.of(language)));
        if stop.on_hover_text(STOP_HINT.of(language)).clicked() {
            actions.push(SitingAction::Stop.into());
        }
        ui.spinner();
        let text = progress_text(progress.measured, last, language);
        ui.add(egui::Label::new(text).truncate());
    });
    // There in any case, so that nothing below it moves.
    ui.add(egui::ProgressBar::new(progress.measured as f32).desired_height(6.0));
    curve_ui(ui, &progress.trace, models::value_name(PlanModel::of(&running.question)), view);
}

/// How far measuring is, or how close plan and bound are.
fn progress_text(measured: f64, last: Option<&Progress>, language: Language) -> String {
    if measured < 1.0 {
        let share = format!("{:.0} %", 100.0 * measured);
        let text =
            language.pick(format!("量算步行距离 {share}"), format!("Measuring ways {share}"));
        return match (last.and_then(Progress::gap), last.and_then(|last| last.value)) {
            (Some(gap), _) => {
                let gap = numbers::gap(Some(gap));
                language.pick(format!("{text} · 差距 {gap}"), format!("{text} · gap {gap}"))
            }
            (None, Some(_)) => format!("{text} · {}", A_PLAN.of(language)),
            (None, None) => text,
        };
    }
    let Some(last) = last else { return String::new() };
    let gap = numbers::gap(Progress::gap(last));
    let took = terms::seconds_text(last.seconds, language);
    language.pick(format!("差距 {gap}，{took}"), format!("gap {gap}, {took}"))
}
