//! The years of projects: what opens and closes when, what that costs beside the budget, who is covered
//! then, and whether a pilot community loses on the way.

use egui::{RichText, Ui};

use crate::analysis::PhasingOutcome;
use crate::language::{Language, Text};
use crate::numbers::{Proves, percent, proven, thousands, yuan};
use crate::siting::Status;
use crate::study::Study;
use crate::ui::view::View;

use super::super::{from_solver, terms, weak_ui};

const NEVER: Text = Text::new("未安排", "Not opened");
const CLOSES: Text = Text::new("停办", "Closing");
const STAYS: Text = Text::new(
    "暂不停办（试点会失去覆盖，或替代项目未建）",
    "Not closed (a pilot would lose, or what replaces it does not open)",
);
const WITHOUT_COST: Text = Text::new(
    "没有造价也没有面积、按一开始就有计的拟设设施",
    "Proposals with neither cost nor area, taken to be there from the start",
);
const LAPSES: Text = Text::new("当年未用完的预算不结转", "What a year does not spend lapses");

pub(super) fn phasing_ui(ui: &mut Ui, study: &Study, outcome: &PhasingOutcome, view: &View) {
    let language = view.language;
    let solution = &outcome.solution;
    ui.label(RichText::new(terms::status_text(solution.status).of(language)).strong());
    ui.label(value_text(solution.value, language));
    let most = proven(solution.bound, Proves::AtMost, 0);
    let bound = (solution.status != Status::Optimal).then(|| value_text(most, language));
    let gap = (solution.value > 0.0).then(|| (solution.bound - solution.value) / solution.value);
    weak_ui(ui, &terms::proof_text(bound, gap, solution.seconds, language));
    for ((year, budget), covered) in outcome.question.budgets.iter().zip(&solution.covered) {
        let rate = from_solver(*covered).share_of(from_solver(outcome.all_residents()));
        let rate = percent(rate);
        let (spent, budget) = (yuan(outcome.spent_in(*year), language), yuan(*budget, language));
        ui.label(language.pick(
            format!("{year} 年末覆盖 {rate}，支出 {spent}，预算 {budget}"),
            format!("{year}: {rate} covered, {spent} of {budget} spent"),
        ));
        for project in outcome.opened_in(Some(*year)) {
            weak_ui(ui, &format!("  {}", project_text(outcome, project, language)));
        }
        closings_ui(ui, CLOSES, outcome, Some(*year), language);
    }
    for project in outcome.opened_in(None) {
        let text = project_text(outcome, project, language);
        let why = outcome.why(project).text().of(language);
        weak_ui(ui, &format!("{} {text} · {why}", NEVER.of(language)));
    }
    closings_ui(ui, STAYS, outcome, None, language);
    pilots_ui(ui, study, outcome, language);
    if !outcome.without_cost.is_empty() {
        let count = outcome.without_cost.len();
        weak_ui(ui, &format!("{} ({count})", WITHOUT_COST.of(language)));
    }
    weak_ui(ui, LAPSES.of(language));
}

fn value_text(value: f64, language: Language) -> String {
    let covered = thousands(value.round() as i64);
    language
        .pick(format!("历年覆盖合计 {covered} 人·年"), format!("{covered} resident-years covered"))
}

/// A project with its cost and whom it alone covers.
fn project_text(outcome: &PhasingOutcome, project: usize, language: Language) -> String {
    let name = outcome.plan.sites.get(project).map_or("", |site| site.name.as_str());
    let gain = outcome.solution.gains.get(project).copied().unwrap_or_default();
    let gain = terms::residents_text(gain, language);
    match outcome.cost_of(project) {
        Some(cost) => format!("{name} · {} · +{gain}", yuan(cost, language)),
        None => format!("{name} · +{gain}"),
    }
}

/// What closes in a year, or may not in any.
fn closings_ui(
    ui: &mut Ui,
    what: Text,
    outcome: &PhasingOutcome,
    year: Option<i32>,
    language: Language,
) {
    let names: Vec<&str> = outcome.closed_in(year).map(|facility| facility.name.as_str()).collect();
    if !names.is_empty() {
        let names = names.join(language.pick("、", ", "));
        weak_ui(ui, &format!("  {} {names}", what.of(language)));
    }
}

/// Whether a pilot has less of something than the year before: checked on what came out, whatever was
/// asked for.
fn pilots_ui(ui: &mut Ui, study: &Study, outcome: &PhasingOutcome, language: Language) {
    let courses = outcome.pilots();
    let Some(worst) = courses.iter().min_by(|a, b| a.least_change().total_cmp(&b.least_change()))
    else {
        return;
    };
    let count = outcome.question.pilots.len();
    let falling = courses.iter().filter(|course| course.regresses()).count();
    if falling == 0 {
        weak_ui(
            ui,
            &language.pick(
                format!("{count} 个试点单元的覆盖逐年不降"),
                format!("No coverage of the {count} pilot units falls from year to year"),
            ),
        );
        return;
    }
    let (name, points) = (study.layers().units.name(worst.unit), -100.0 * worst.least_change());
    let text = language.pick(
        format!("{falling} 项试点覆盖有年份下降，最多 {points:.1} 个百分点（{name}）"),
        format!("{falling} coverages of pilot units fall in some year, by {points:.1} points at most ({name})"),
    );
    ui.label(RichText::new(text).color(ui.visuals().warn_fg_color));
}
