//! Floor area per 1,000 residents and per 100 households, beside the figures of the standard with
//! how well these are founded.

use egui::Ui;

use crate::analysis::measures::Provision;
use crate::language::{Language, Text, counted_as};
use crate::numbers::{persons, thousands};
use crate::standard::{HouseholdNorm, Norm};
use crate::ui::action::Action;
use crate::ui::figures::Room;
use crate::ui::panels::results::assumption_ui;

use super::Subject;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "千人指标 = 1,000 × Σ 设施建筑面积 ÷ Σ 居民（㎡）；各功能计入自身面积，错时共用的面积分别计入（沪府办发〔2024〕25号：\
     共享面积可分别计入各行业）；未按功能填写的面积只计一次，平均分摊（假设）。\n\
     百户指标 = 100 × 全部设施建筑面积（每处只计一次）÷ 户数；没有户数时按标准的户均人口推算。",
    "Per 1,000 residents: 1,000 × Σ floor area ÷ Σ residents, m²; each function counts its own rooms, \
     shared ones too (沪府办发〔2024〕25号 lets shared area count in each sector); floor that is not broken \
     down by function counts once, in equal parts (assumption).\n\
     Per 100 households: 100 × floor area of all facilities, each once ÷ households; where these are \
     not counted, by the standard's persons per household.",
);
const PER_1000: Text = Text::new("每千人（本功能）", "Per 1,000 residents (function)");
const PER_100_HOUSEHOLDS: Text =
    Text::new("每百户（全部功能）", "Per 100 households (all functions)");
const STANDARD: Text = Text::new("标准", "Standard");
const ENCOURAGED: Text = Text::new("标准鼓励", "Encouraged by the standard");
const NO_NORM: Text =
    Text::new("标准没有此功能的面积指标", "The standard has no figure of area for this function");
const NOT_BROKEN_DOWN: Text = Text::new(
    "全部建筑面积只计一次，由没有自身面积的功能平均分摊；在“功能配置与项目”中填写各功能面积和时段后按实计入",
    "Their floor counts once, in equal parts for the functions without an area of their own; areas and \
     hours entered under Rooms and project take their place",
);
const DERIVED_HOUSEHOLDS: Text = Text::new("户数为推算值", "Households derived from residents");

pub(super) fn room_ui(ui: &mut Ui, subject: &Subject, _: &mut Vec<Action>) {
    let Some(room) = subject.figures.room() else { return };
    let language = subject.view.language;
    let standard = subject.workspace.session.study().standard();
    let norms = &standard.function(subject.view.function).norms;
    let per_1000 = square_metres(room.of_function.m2_per_1000(), language);
    explained_line_ui(ui, PER_1000.of(language), &per_1000, || {
        let Provision { floor_area_m2, residents, .. } = room.of_function;
        let (area, residents) = (square_metres(Some(floor_area_m2), language), persons(residents));
        format!("1,000 × Σ a ÷ Σ p = 1,000 × {area} ÷ {residents} = {per_1000}")
    });
    match &norms.area_m2_per_1000 {
        Some(norm) => norm_ui(ui, language, STANDARD, norm),
        None => drop(ui.label(egui::RichText::new(NO_NORM.of(language)).small().weak())),
    }
    unknown_ui(ui, language, &room.of_function);
    households_ui(ui, language, &room, standard.per_100_households.as_ref());
}

fn households_ui(ui: &mut Ui, language: Language, room: &Room, norm: Option<&HouseholdNorm>) {
    let Some(households) = &room.households else { return };
    let figure = room.together.m2_per_100_households(households);
    let per_100 = square_metres(figure, language);
    explained_line_ui(ui, PER_100_HOUSEHOLDS.of(language), &per_100, || {
        let area = square_metres(Some(room.together.floor_area_m2), language);
        let households = thousands(households.number.round() as i64);
        format!("100 × Σ a ÷ Σ h = 100 × {area} ÷ {households} = {per_100}")
    });
    if let Some(norm) = norm {
        norm_ui(ui, language, STANDARD, &norm.required);
        norm_ui(ui, language, ENCOURAGED, &norm.encouraged);
        if !households.are_counted {
            let Norm { value, standing, source } = &norm.persons_per_household;
            let detail = language.pick(
                format!("每户 {value} 人（{}）{source}", standing.name().zh),
                format!("{value} persons per household ({}) {source}", standing.name().en),
            );
            assumption_ui(ui, DERIVED_HOUSEHOLDS.of(language), true, &detail);
        }
    }
}

/// A figure of the standard, marked unless it was read at its source.
fn norm_ui(ui: &mut Ui, language: Language, whose: Text, norm: &Norm) {
    let Norm { value, standing, source } = norm;
    let (whose, standing_name) = (whose.of(language), standing.name().of(language));
    let text = language.pick(
        format!("{whose} {value:.0} ㎡，{standing_name}"),
        format!("{whose} {value:.0} m², {standing_name}"),
    );
    assumption_ui(ui, &text, standing.needs_mark(), source);
}

fn unknown_ui(ui: &mut Ui, language: Language, provision: &Provision) {
    let Provision { without_area, in_equal_parts, facilities, .. } = *provision;
    if in_equal_parts > 0 {
        let text = language.pick(
            format!("{facilities} 处设施中 {in_equal_parts} 处面积未按功能细分，平均分摊"),
            format!("{in_equal_parts} of {facilities} facilities are not broken down: equal parts"),
        );
        assumption_ui(ui, &text, true, NOT_BROKEN_DOWN.of(language));
    }
    if without_area > 0 {
        let text = language.pick(
            format!("{facilities} 处设施中 {without_area} 处没有面积，未计入"),
            format!(
                "{without_area} of {} without an area: not counted",
                counted_as(facilities, "facility", "facilities")
            ),
        );
        ui.label(egui::RichText::new(text).small().weak());
    }
}

fn square_metres(area: Option<f64>, language: Language) -> String {
    let unit = language.pick("㎡", "m²");
    area.map_or("–".to_owned(), |area| format!("{area:.1} {unit}"))
}
