//! The searches of the study so far: what was asked and what came out, to be looked at again.

use egui::{Role, Ui};

use crate::analysis::{SitingQuestion, Verdict};
use crate::language::{Language, Text};
use crate::numbers;
use crate::ui::action::{Action, SitingAction};
use crate::ui::siting::{PlanModel, PlanShown, Run};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::{models, section_ui, terms};

const RUNS: Text = Text::new("优化记录", "Searches so far");
const RUNS_HINT: Text = Text::new(
    "点击在地图上显示或收起其方案",
    "Click to show its plan on the map, or to put it away",
);
const FORGET: Text = Text::new("删除记录", "Forget");

/// Lists the searches, the last one first.
pub fn history_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<PlanShown>,
    actions: &mut Vec<Action>,
) {
    let (runs, language) = (workspace.siting.runs.ended(), view.language);
    if runs.is_empty() {
        return;
    }
    section_ui(ui, RUNS.of(language), RUNS_HINT.of(language));
    for run in runs {
        ui.horizontal_top(|ui| {
            let is_shown = view.siting.shown_run == Some(run.number);
            let text = summary(workspace, run, language);
            let width = ui.available_width() - 48.0;
            // In as many lines as it takes: searches differ in what stands at the end.
            let button = egui::Button::selectable(is_shown, &text).wrap();
            let button = button.min_size(egui::vec2(width, ui.spacing().interact_size.y));
            let row = ui.vertical(|ui| {
                ui.set_max_width(width);
                ui.add(button)
            });
            let row = row.inner;
            words::name_widget(&row, Role::Button, &text);
            if row.hovered() || row.has_focus() {
                *pointed_at = Some(PlanShown { run: run.number, plan: None });
            }
            if row.on_hover_text(format!("{text}\n{}", RUNS_HINT.of(language))).clicked() {
                let shown = (!is_shown).then_some(run.number);
                actions.push(SitingAction::ShowRun(shown).into());
            }
            let forget = ui.small_button("×").on_hover_text(FORGET.of(language));
            let named = format!("{} {}", FORGET.of(language), run.number.0);
            words::name_widget(&forget, Role::Button, &named);
            if forget.clicked() {
                actions.push(SitingAction::ForgetRun(run.number).into());
            }
        });
    }
}

/// What was asked, and how it came out.
fn summary(workspace: &Workspace, run: &Run, language: Language) -> String {
    let study = workspace.session.study();
    let question = &run.question;
    let function = question.function().and_then(|function| study.standard().get(function));
    let function = function.map_or("", |function| function.short_name.of(language));
    let model = models::model_name(PlanModel::of(question)).of(language);
    let count = match question {
        SitingQuestion::Plan(asked) if !asked.objective.has_count() => None,
        SitingQuestion::Plan(asked)
        | SitingQuestion::Front(asked)
        | SitingQuestion::Robust(asked, _) => Some(asked.count),
        SitingQuestion::Bundles(asked) => asked.ask.rules.most_sites,
        SitingQuestion::Phasing(_) => None,
    };
    let count = count.map_or_else(String::new, |count| terms::sites_text(count, language));
    let result = match &run.result {
        Ok(outcome) => match outcome.verdict() {
            Verdict { gap: Some(gap), value: Some(_), .. } => {
                let gap = numbers::gap(Some(gap));
                language.pick(format!("差距 {gap}"), format!("gap {gap}"))
            }
            Verdict { status, .. } => terms::status_text(status).of(language).to_owned(),
        },
        Err(_) => language.pick("未能求解", "not solved").to_owned(),
    };
    let parts = [function, model, &count, &result];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}  {}", run.number.0, parts.join(" · "))
}
