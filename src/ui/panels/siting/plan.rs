//! Plans for many sites: what is asked, the search under way with its gap, and what came out.

use egui::{RichText, Role, Ui};

use crate::analysis::{Objective, ProposalUse};
use crate::language::{Language, Text};
use crate::siting::Progress;
use crate::ui::action::{Action, SitingAction};
use crate::ui::siting::{MOST_SITES, PlanForm, Running, SitingView, proposals};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::curve::curve_ui;
use super::history::history_ui;
use super::next::choice_ui;
use super::outcome::outcome_ui;
use super::roles::roles_ui;
use super::{STOP, STOP_HINT, show, terms, weak_ui};

const ASK: Text = Text::new("目标", "Objective");
const COUNT_NEW: Text = Text::new("新增处数", "New sites");
const COUNT_ALL: Text = Text::new("处数（含拟设）", "Sites, proposals among them");
const KEEP: Text = Text::new("保留现状设施", "Keep existing facilities");
const KEEP_HINT: Text = Text::new(
    "不保留时，方案单独满足需求；采用方案时现状设施停办此功能",
    "Without them the plan serves alone; applying it then closes existing facilities for this function",
);
const OWN_STAY: Text = Text::new("拟设保留，另加", "Proposals stay, sites on top");
const OWN_MAY_GO: Text = Text::new("拟设可调整", "Proposals may be replaced");
const LEAVE_OUT: Text =
    Text::new("不计任何点都到不了的居民", "Leave out residents beyond every site");
const START: Text = Text::new("求最优方案", "Find the best plan");
const START_HINT: Text = Text::new(
    "在后台求解；随时可停止，保留最好的方案和已证明的界",
    "Solved in the background; end it at any moment and keep the best plan with its proven bound",
);
const MEASURING: Text = Text::new("正在量算步行距离…", "Measuring ways on foot…");
const ENDING: Text = Text::new("正在结束…", "Ending…");

/// Shows the part of the panel.
pub fn plan_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    ui.add_space(4.0);
    form_ui(ui, workspace, view, actions);
    roles_ui(ui, workspace, view, actions);
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
        outcome_ui(ui, workspace, view, run, actions);
    }
    history_ui(ui, workspace, view, actions);
    ui.add_space(8.0);
}

fn form_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let mut form = view.siting.plan.clone();
    objective_ui(ui, &mut form, language);
    choice_ui(ui, workspace, view, actions);
    if form.objective.has_count() {
        ui.horizontal(|ui| {
            let name = match form.proposals {
                ProposalUse::Stay => COUNT_NEW,
                ProposalUse::MayGo => COUNT_ALL,
            };
            let number = egui::DragValue::new(&mut form.count).range(1..=MOST_SITES).speed(0.1);
            let field = ui.add(number);
            words::name_widget(&field, Role::SpinButton, name.of(language));
            ui.label(name.of(language));
        });
    }
    let keep = ui.checkbox(&mut form.keeps_existing, KEEP.of(language));
    keep.on_hover_text(KEEP_HINT.of(language));
    if !proposals(&workspace.session, view).is_empty() {
        ui.horizontal_wrapped(|ui| {
            for (own, name) in [(ProposalUse::Stay, OWN_STAY), (ProposalUse::MayGo, OWN_MAY_GO)] {
                ui.radio_value(&mut form.proposals, own, name.of(language));
            }
        });
    }
    if form.objective != Objective::MostCovered {
        ui.checkbox(&mut form.leaves_out_unreachable, LEAVE_OUT.of(language));
    }
    if form != view.siting.plan {
        show(SitingView { plan: form, ..view.siting.clone() }, actions);
    }
}

fn objective_ui(ui: &mut Ui, form: &mut PlanForm, language: Language) {
    let name = |objective| terms::objective_name(objective).of(language);
    let combo = egui::ComboBox::from_id_salt("objective").width(ui.available_width() - 8.0);
    let shown = combo.selected_text(name(form.objective)).show_ui(ui, |ui| {
        for objective in Objective::ALL {
            let label = ui.selectable_value(&mut form.objective, objective, name(objective));
            label.on_hover_text(terms::objective_hint(objective).of(language));
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, ASK.of(language));
    shown.response.on_hover_text(terms::objective_hint(form.objective).of(language));
}

/// The search under way: value, bound and gap as they come together.
pub fn running_ui(ui: &mut Ui, running: &Running, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let progress = running.progress();
    ui.horizontal(|ui| {
        ui.spinner();
        match progress.trace.last() {
            None => weak_ui(ui, MEASURING.of(language)),
            Some(last) => {
                let gap = terms::gap_text(Progress::gap(last));
                let text = language.pick(
                    format!("差距 {gap}，{:.1} 秒", last.seconds),
                    format!("gap {gap}, {:.1} s", last.seconds),
                );
                ui.label(text);
            }
        }
        let is_stopping = running.is_stopping();
        let label = if is_stopping { ENDING } else { STOP };
        let stop = ui.add_enabled(!is_stopping, egui::Button::new(label.of(language)));
        if stop.on_hover_text(STOP_HINT.of(language)).clicked() {
            actions.push(SitingAction::Stop.into());
        }
    });
    curve_ui(ui, &progress.trace, view);
}
