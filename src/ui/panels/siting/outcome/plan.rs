//! One plan of one function: value, bound, gap, and what stands in its way.

use egui::{RichText, Ui};

use crate::analysis::{Objective, PlanOutcome};
use crate::language::Language;
use crate::numbers::thousands;
use crate::siting::Status;
use crate::study::Walk;
use crate::ui::Workspace;
use crate::ui::view::View;

use super::super::{reasons, terms, weak_ui};
use super::status_ui;

pub(super) fn figures_ui(ui: &mut Ui, workspace: &Workspace, outcome: &PlanOutcome, view: &View) {
    let language = view.language;
    let study = workspace.session.study();
    let walk = study.walk(outcome.question.group);
    let solution = &outcome.solution;
    status_ui(ui, solution, outcome.unreachable_residents, language);
    if let Some(text) = reasons::extent_text(outcome.extent, outcome.places) {
        ui.label(RichText::new(text.of(language)).color(ui.visuals().warn_fg_color));
    }
    if let Some(value) = solution.value {
        ui.label(terms::value_text(outcome, value, walk, language));
        if let Some(figures) = terms::figures_text(outcome, study, language) {
            ui.label(figures);
        }
        weak_ui(ui, &proof_text(outcome, walk, language));
        if let Some(basis) = outcome.bound_basis.text() {
            weak_ui(ui, basis.of(language));
        }
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
    let bound = solution.bound.filter(|_| solution.status != Status::Optimal);
    let bound = bound.map(|bound| terms::bound_text(outcome, bound, walk, language));
    terms::proof_text(bound, solution.gap(), solution.seconds, language)
}

/// What the plan adds to the facilities that stay.
fn more_than_without(outcome: &PlanOutcome, language: Language) -> Option<String> {
    if outcome.question.objective != Objective::MostCovered {
        return None;
    }
    let gained = thousands((outcome.solution.value? - outcome.without?).round() as i64);
    let sites = terms::sites_text(outcome.plan.sites.len(), language);
    Some(match outcome.plan.sites.len() {
        1 => language.pick(
            format!("{sites}新增覆盖 {gained} 人"),
            format!("{sites} newly reaches {gained} residents"),
        ),
        _ => language.pick(
            format!("{sites}共新增覆盖 {gained} 人"),
            format!("{sites} newly reach {gained} residents"),
        ),
    })
}
