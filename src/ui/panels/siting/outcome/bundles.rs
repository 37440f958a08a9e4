//! Bundles: which functions go into which site with how many m², what that costs, and how well each
//! function is covered.

use egui::{RichText, Ui};

use crate::analysis::BundlesOutcome;
use crate::language::{Language, Text};
use crate::numbers::{Proves, percent, proven, thousands, yuan};
use crate::siting::{BundledSite, Status};
use crate::standard::Standard;
use crate::ui::Workspace;
use crate::ui::view::View;

use super::super::{from_solver, reasons, terms, weak_ui};

const COMPLEX: Text = Text::new("综合体", "complex");
const COVERED: Text = Text::new("各功能覆盖：", "Covered, by function:");

pub(super) fn bundles_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    outcome: &BundlesOutcome,
    view: &View,
) {
    let language = view.language;
    let standard = workspace.session.study().standard();
    let BundlesOutcome { bundles, solution, .. } = outcome;
    ui.label(RichText::new(terms::status_text(solution.status).of(language)).strong());
    if let Some(obstacle) = &solution.obstacle {
        let name_of =
            |site: usize| bundles.places.get(site).map_or_else(String::new, |p| p.name.clone());
        ui.label(reasons::bundle_obstacle_text(obstacle, name_of).of(language));
    }
    if let Some(text) = reasons::extent_text(bundles.extent, bundles.places.len()) {
        ui.label(RichText::new(text.of(language)).color(ui.visuals().warn_fg_color));
    }
    let Some(value) = solution.value else { return };
    ui.label(value_text(value, language));
    let bound = solution.bound.filter(|_| solution.status != Status::Optimal);
    let bound = bound.map(|bound| value_text(proven(bound, Proves::AtMost, 0), language));
    weak_ui(ui, &terms::proof_text(bound, solution.gap(), solution.seconds, language));
    ui.label(cost_text(outcome, language));
    for bundled in &solution.plan.sites {
        let name = bundles.places.get(bundled.site).map_or("", |place| place.name.as_str());
        let is_complex = bundles.question.is_complex(bundled);
        let mark = if is_complex { format!(" · {}", COMPLEX.of(language)) } else { String::new() };
        ui.label(format!("{name}{mark}"));
        weak_ui(ui, &held_text(outcome, bundled, standard, language));
    }
    weak_ui(ui, COVERED.of(language));
    for cover in &outcome.covers {
        let name = standard.function(cover.function).short_name.of(language);
        let rate = percent(from_solver(cover.covered).share_of(from_solver(cover.residents)));
        weak_ui(ui, &format!("  {name} {rate}"));
    }
    cautions_ui(ui, outcome, language);
}

fn value_text(value: f64, language: Language) -> String {
    let reached = thousands(value.round() as i64);
    language.pick(
        format!("各功能覆盖合计 {reached} 人次"),
        format!("{reached} residents reached, over all functions"),
    )
}

fn cost_text(outcome: &BundlesOutcome, language: Language) -> String {
    let cost = yuan(outcome.cost(), language);
    match outcome.bundles.question.rules.budget {
        None => language.pick(format!("造价 {cost}"), format!("cost {cost}")),
        Some(budget) => {
            let budget = yuan(budget, language);
            language.pick(
                format!("造价 {cost}，预算 {budget}"),
                format!("cost {cost}, of a budget of {budget}"),
            )
        }
    }
}

fn held_text(
    outcome: &BundlesOutcome,
    bundled: &BundledSite,
    standard: &Standard,
    language: Language,
) -> String {
    let asked = &outcome.question.ask.functions;
    let held = bundled.functions.iter().map(|held| {
        let name = standard.function(asked[held.function].function).short_name.of(language);
        format!("{name} {:.0} m²", held.area_m2)
    });
    let held: Vec<String> = held.collect();
    let taken = outcome.bundles.question.physical_m2(bundled);
    let of = outcome.bundles.question.sites[bundled.site].area_m2;
    let floor = language
        .pick(format!("占用 {taken:.0} / {of:.0} m²"), format!("{taken:.0} of {of:.0} m² taken"));
    format!("{} · {floor}", held.join(language.pick("、", ", ")))
}

/// What rests on an assumption.
fn cautions_ui(ui: &mut Ui, outcome: &BundlesOutcome, language: Language) {
    let bundles = &outcome.bundles;
    if !bundles.by_rate.is_empty() {
        let places = bundles.by_rate.len();
        weak_ui(
            ui,
            &language.pick(
                format!("* {places} 处没有造价，按单价估算（假设）"),
                format!("* no cost is known of {places}: worked out by the rate (assumed)"),
            ),
        );
    }
    if bundles.without_area > 0 {
        let places = bundles.without_area;
        weak_ui(
            ui,
            &language.pick(
                format!("{places} 处没有可用面积，未计入"),
                format!("{places} without a usable area are left out"),
            ),
        );
    }
}
