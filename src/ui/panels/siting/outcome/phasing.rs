//! The years of projects: what opens when, what that costs beside the budget, and who is covered then.

use egui::{RichText, Ui};

use crate::analysis::PhasingOutcome;
use crate::language::{Language, Text};
use crate::numbers::{Proves, percent, proven, thousands};
use crate::siting::Status;
use crate::ui::view::View;

use super::super::{from_solver, terms, weak_ui};

const NEVER: Text = Text::new(
    "未安排（历年预算不足，或不增加覆盖）：",
    "Not opened (no year can pay, or nobody would gain): ",
);
const LAPSES: Text = Text::new("当年未用完的预算不结转", "What a year does not spend lapses");
const WAN: f64 = 10_000.0;

pub(super) fn phasing_ui(ui: &mut Ui, outcome: &PhasingOutcome, view: &View) {
    let language = view.language;
    let solution = &outcome.solution;
    ui.label(RichText::new(terms::status_text(solution.status).of(language)).strong());
    ui.label(value_text(solution.value, language));
    let most = proven(solution.bound, Proves::AtMost, 0);
    let bound = (solution.status != Status::Optimal).then(|| value_text(most, language));
    let gap = (solution.value > 0.0).then(|| (solution.bound - solution.value) / solution.value);
    weak_ui(ui, &terms::proof_text(bound, gap, solution.seconds, language));
    for ((year, budget), covered) in outcome.question.budgets.iter().zip(&solution.covered) {
        let rate = percent(from_solver(*covered).share_of(from_solver(outcome.residents)));
        let (spent, budget) = (outcome.spent_in(*year) / WAN, budget / WAN);
        ui.label(language.pick(
            format!("{year} 年末覆盖 {rate}，支出 {spent:.1} / {budget:.1} 万元"),
            format!("{year}: {rate} covered, {spent:.1} of {budget:.1} × 10,000 yuan spent"),
        ));
        let opened = names(outcome, Some(*year), language);
        if !opened.is_empty() {
            weak_ui(ui, &format!("  {opened}"));
        }
    }
    let never = names(outcome, None, language);
    if !never.is_empty() {
        weak_ui(ui, &format!("{}{never}", NEVER.of(language)));
    }
    weak_ui(ui, LAPSES.of(language));
}

fn value_text(value: f64, language: Language) -> String {
    let covered = thousands(value.round() as i64);
    language
        .pick(format!("历年覆盖合计 {covered} 人·年"), format!("{covered} resident-years covered"))
}

/// The projects that open in a year.
fn names(outcome: &PhasingOutcome, year: Option<i32>, language: Language) -> String {
    let opened = outcome.opened_in(year).filter_map(|project| outcome.plan.sites.get(project));
    let names: Vec<&str> = opened.map(|site| site.name.as_str()).collect();
    names.join(language.pick("、", ", "))
}
