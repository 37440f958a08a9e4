//! How much capacity falls to residents, and which facilities get more than they can serve.

use egui::{Role, Ui};

use crate::analysis::measures::{Assignment, CatchmentMethod, Load, supply};
use crate::language::{Language, Text, counted_as};
use crate::layers::Persons;
use crate::numbers::persons;
use crate::standard::Norm;
use crate::ui::action::{Action, ViewAction};
use crate::ui::panels::results::assumption_ui;
use crate::ui::view::Selection;
use crate::ui::words;

use super::Subject;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "两步移动搜索：R_j = S_j ÷ Σ_k p_k f(d_kj)，A_i = Σ_j R_j f(d_ij)，d ≤ 步行距离 D。\n\
     2SFCA f = 1（Luo & Wang 2003）；E2SFCA D 的三等分带权 1、0.68、0.22（Luo & Qi 2009）；\n\
     高斯型 f = (exp(−½(d/D)²) − exp(−½)) ÷ (1 − exp(−½))（Dai 2010）；M2SFCA A_i = Σ_j S_j f² ÷ Σ_k p_k f（Delamater 2013）。\n\
     S_j 为设施服务能力，未知者按 1 计。\n\
     负荷：居民全部前往最近设施，负荷率 = 居民 × 人均所需能力 ÷ 服务能力；标准没有该指标时取全部设施的平均。",
    "Floating catchments: R_j = S_j ÷ Σ_k p_k f(d_kj), A_i = Σ_j R_j f(d_ij), d ≤ walking limit D.\n\
     2SFCA f = 1 (Luo & Wang 2003); E2SFCA 1, 0.68, 0.22 in thirds of D (Luo & Qi 2009);\n\
     Gaussian f = (exp(−½(d/D)²) − exp(−½)) ÷ (1 − exp(−½)) (Dai 2010); M2SFCA A_i = Σ_j S_j f² ÷ Σ_k p_k f \
     (Delamater 2013).\n\
     S_j is the facility's capacity, 1 where it is not known.\n\
     Load: everyone goes to the nearest; occupancy = residents × capacity needed per resident ÷ \
     capacity, needed by the standard, else by what there is on average.",
);
const METHOD: Text = Text::new("计算方法", "Method of capacity");
const PER_1000: Text = Text::new("每千人可得服务能力", "Capacity per 1,000 residents");
const OVERLOADED: Text = Text::new("超负荷设施", "Overloaded facilities");
const ABOVE_AVERAGE: Text = Text::new("负荷高于平均的设施", "Facilities above the average load");
const NEED: Text = Text::new("所需能力", "Capacity needed");
/// More facilities than these are read in a table, not in a panel.
const MOST_SHOWN: usize = 5;

pub(super) fn capacity_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    method_ui(ui, subject, actions);
    score_ui(ui, subject);
    if let Some(assignment) = subject.figures.assignment() {
        load_ui(ui, subject, &assignment, actions);
    }
    unknown_ui(ui, subject);
}

fn method_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let (language, mut method) = (subject.view.language, subject.view.catchment_method);
    let combo = egui::ComboBox::from_id_salt("catchment method")
        .selected_text(method.name().of(language))
        .width(190.0);
    let shown = combo.show_ui(ui, |ui| {
        for other in CatchmentMethod::ALL {
            ui.selectable_value(&mut method, other, other.name().of(language));
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, METHOD.of(language));
    if method != subject.view.catchment_method {
        actions.push(ViewAction::ChooseCatchmentMethod(method).into());
    }
}

fn score_ui(ui: &mut Ui, subject: &Subject) {
    let Some(scores) = subject.figures.scores() else { return };
    let score = subject.unit.map_or(scores.all, |unit| scores.units.get(unit).copied().flatten());
    let text = score.map_or("–".to_owned(), |score| format!("{:.2}", score * 1000.0));
    explained_line_ui(ui, PER_1000.of(subject.view.language), &text, || score_text(subject, &text));
}

/// The inputs of a score: what is shared, among whom, and how far.
fn score_text(subject: &Subject, score: &str) -> String {
    let (view, session) = (subject.view, &subject.workspace.session);
    let offering = session.facilities().values().filter(|f| f.offers(view.function));
    let (facilities, capacity) = offering.fold((0, 0.0), |(count, sum), facility| {
        (count + 1, sum + supply(facility, view.function))
    });
    let coverage = session.scenario();
    let residents = match subject.unit {
        Some(unit) => coverage.unit(view.function, view.group, unit).population,
        None => coverage.total(view.function, view.group).population,
    };
    let (residents, walk) = (persons(residents), session.study().walk(view.group));
    let (limit_m, method) = (walk.limit_m(view.function), view.catchment_method.name());
    view.language.pick(
        format!(
            "1,000 × Σ p A ÷ Σ p = {score}；{}，D = {limit_m:.0} 米；全部 {facilities} 处设施的能力 Σ S = {capacity:.0}，\
             Σ p = {residents} 名居民",
            method.zh
        ),
        format!(
            "1,000 × Σ p A ÷ Σ p = {score}; {}, D = {limit_m:.0} m; capacity of all {facilities} \
             facilities Σ S = {capacity:.0}, Σ p = {residents} residents",
            method.en
        ),
    )
}

fn load_ui(ui: &mut Ui, subject: &Subject, assignment: &Assignment, actions: &mut Vec<Action>) {
    let language = subject.view.language;
    let count = format!("{} / {}", assignment.overloaded(), assignment.loads.len());
    let norm = needed_by_standard(subject);
    let name = if norm.is_some() { OVERLOADED } else { ABOVE_AVERAGE };
    explained_line_ui(ui, &subject.of_the_whole(name.of(language)), &count, || {
        let assigned: Persons = assignment.loads.iter().map(|load| load.residents).sum();
        let capacity: f64 = assignment.loads.iter().map(|load| load.capacity).sum();
        let (assigned, need) = (persons(assigned), assignment.need_per_resident.unwrap_or(0.0));
        language.pick(
            format!("{assigned} 名居民各去最近的设施；人均需 {need:.4}，能力合计 {capacity:.0}；负荷率 = 居民 × 人均需 ÷ 能力 > 1"),
            format!(
                "{assigned} residents, each to the nearest; {need:.4} needed per resident, capacity {capacity:.0} in \
                 all; occupancy = residents × need ÷ capacity > 1"
            ),
        )
    });
    need_ui(ui, language, assignment, norm);
    for load in assignment.loads.iter().take(MOST_SHOWN) {
        let Some(facility) = subject.workspace.session.facility(load.facility) else { continue };
        ui.horizontal(|ui| {
            if ui.link(&facility.name).clicked() {
                actions.push(ViewAction::Select(Selection::Facility(load.facility)).into());
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(load_text(load, language));
            });
        });
    }
    if assignment.unassigned > Persons::ZERO {
        let beyond = persons(assignment.unassigned);
        let text = language
            .pick(format!("另有 {beyond} 人附近没有设施"), format!("{beyond} more have none near"));
        ui.label(egui::RichText::new(text).small().weak());
    }
}

/// The standard's figure of capacity for the function, if it has one.
fn needed_by_standard<'a>(subject: &'a Subject) -> Option<&'a Norm> {
    let standard = subject.workspace.session.study().standard();
    standard.function(subject.view.function).norms.capacity_per_1000.as_ref()
}

/// What a load is judged by: the standard's figure, or an even share.
fn need_ui(ui: &mut Ui, language: Language, assignment: &Assignment, norm: Option<&Norm>) {
    let Some(need) = assignment.need_per_resident else { return };
    let (basis, marked, source) = match norm {
        Some(norm) => {
            (norm.standing.name().of(language), norm.standing.needs_mark(), norm.source.as_str())
        }
        None => (language.pick("按现有平均", "an even share"), false, ""),
    };
    let per_1000 = need * 1000.0;
    let text = language.pick(
        format!("{}：每千人 {per_1000:.2}，{basis}", NEED.zh),
        format!("{}: {per_1000:.2} per 1,000, {basis}", NEED.en),
    );
    assumption_ui(ui, &text, marked, source);
}

fn load_text(load: &Load, language: Language) -> String {
    let residents = persons(load.residents);
    let residents = language.pick(format!("{residents} 人"), format!("{residents} residents"));
    match load.occupancy {
        Some(occupancy) => format!("{residents}  {:.0} %", occupancy * 100.0),
        None => residents,
    }
}

/// That facilities count as one each where nothing is known of their capacity.
fn unknown_ui(ui: &mut Ui, subject: &Subject) {
    let (view, session) = (subject.view, &subject.workspace.session);
    let offering = session.facilities().values().filter(|f| f.offers(view.function));
    let (mut all, mut unknown) = (0, 0);
    for facility in offering {
        all += 1;
        unknown += usize::from(facility.capacity.is_none());
    }
    if unknown > 0 {
        let text = view.language.pick(
            format!("{all} 处设施中 {unknown} 处没有服务能力，各按 1 计"),
            format!(
                "{unknown} of {} without a capacity: each counts as 1",
                counted_as(all, "facility", "facilities")
            ),
        );
        let warning = ui.visuals().warn_fg_color;
        ui.label(egui::RichText::new(text).small().color(warning));
    }
}
