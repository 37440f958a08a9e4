//! How siting is worded: walks, values with their units, gaps and states.

use crate::analysis::{Objective, PlanFigures, PlanOutcome, SiteChoice};
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::layers::Persons;
use crate::numbers::{self, Proves, counted, percent, proven, thousands};
use crate::siting::Status;
use crate::standard::FunctionIndex;
use crate::study::register::SitingRule;
use crate::study::{Study, Walk, WalkModel};
use crate::ui::style::color32;
use crate::ui::view::View;

use super::from_solver;

/// By which model one walks, and how far.
pub fn walk_text(
    study: &Study,
    function: FunctionIndex,
    group: usize,
    language: Language,
) -> String {
    let limit = thousands(study.walk(group).limit_m(function).round() as i64);
    match study.parameters().model {
        WalkModel::Circle => {
            language.pick(format!("步行圈 {limit} 米"), format!("circle of {limit} m"))
        }
        WalkModel::Network => {
            language.pick(format!("沿道路 {limit} 米"), format!("{limit} m along the streets"))
        }
    }
}

/// `+1,234 residents`
pub fn signed_persons(change: Persons, language: Language) -> String {
    let number = change.rounded();
    let sign = if number > 0 { "+" } else { "" };
    let number = thousands(number);
    language.pick(format!("{sign}{number} 人"), format!("{sign}{number} residents"))
}

pub fn change_color(view: &View, change: Persons) -> egui::Color32 {
    let palette = Palette::of(view.theme);
    color32(match change.rounded() {
        0 => palette.weak_text,
        number if number > 0 => palette.better,
        _ => palette.worse,
    })
}

pub fn choice_name(choice: SiteChoice, has_register: bool) -> Text {
    match choice {
        SiteChoice::AllBuildings => Text::new("所有建筑", "All buildings"),
        SiteChoice::Stock(_) if !has_register => {
            Text::new("可改造的建筑", "Buildings that may be converted")
        }
        SiteChoice::Stock(SitingRule::PassedOnly) => {
            Text::new("联审已通过的候选点", "Candidates that passed the review")
        }
        SiteChoice::Stock(SitingRule::WithUndecided) => {
            Text::new("候选点，含未申报和审查中", "Candidates, undecided ones too")
        }
        SiteChoice::Stock(SitingRule::WhatIf) => Text::new(
            "候选点，含待补件（假设）",
            "Candidates, those lacking documents too (what-if)",
        ),
    }
}

/// What a plan is worth, in the unit of its objective.
pub fn value_text(outcome: &PlanOutcome, value: f64, walk: Walk<'_>, language: Language) -> String {
    match outcome.question.objective {
        Objective::MostCovered | Objective::WithRoom(_) => {
            let covered = thousands(value.round() as i64);
            let rate = percent(from_solver(value).share_of(from_solver(outcome.residents)));
            match outcome.question.objective {
                Objective::WithRoom(_) => language.pick(
                    format!("容纳 {covered} 人（{rate}）"),
                    format!("room for {covered} residents ({rate})"),
                ),
                _ => language.pick(
                    format!("覆盖 {covered} 人（{rate}）"),
                    format!("{covered} residents covered ({rate})"),
                ),
            }
        }
        Objective::SecondSite { .. } | Objective::WorstUnit { .. } => {
            let value = thousands(value.round() as i64);
            language.pick(format!("目标值 {value}"), format!("objective {value}"))
        }
        Objective::FewestSites => sites_text(value.round() as usize, language),
        Objective::ShortestMean => {
            let metres = if outcome.residents > 0.0 { value / outcome.residents } else { 0.0 };
            let walk = walk_of(metres, walk, language);
            language.pick(format!("平均步行 {walk}"), format!("mean walk {walk}"))
        }
        Objective::ShortestFarthest => {
            let walk = walk_of(value, walk, language);
            language.pick(format!("最远步行 {walk}"), format!("farthest walk {walk}"))
        }
    }
}

pub fn sites_text(count: usize, language: Language) -> String {
    language.pick(format!("{count} 处"), counted(count, "site"))
}

/// Metres with the minutes they take.
fn walk_of(metres: f64, walk: Walk<'_>, language: Language) -> String {
    let minutes = walk.minutes_for(metres);
    let metres = thousands(metres.round() as i64);
    language
        .pick(format!("{metres} 米（{minutes:.1} 分钟）"), format!("{metres} m ({minutes:.1} min)"))
}

/// A bound in the unit of its objective, rounded to the side on which it holds.
pub fn bound_text(outcome: &PlanOutcome, bound: f64, walk: Walk<'_>, language: Language) -> String {
    let objective = outcome.question.objective;
    let at_most = proven(bound, Proves::AtMost, 0);
    match objective {
        Objective::MostCovered | Objective::WithRoom(_) => residents_text(at_most, language),
        Objective::SecondSite { .. } | Objective::WorstUnit { .. } => {
            value_text(outcome, at_most, walk, language)
        }
        Objective::FewestSites => sites_text(proven(bound, Proves::AtLeast, 0) as usize, language),
        Objective::ShortestMean => {
            let residents = outcome.residents.max(f64::MIN_POSITIVE);
            walk_bound(bound / residents, walk, language)
        }
        Objective::ShortestFarthest => walk_bound(bound, walk, language),
    }
}

/// `1,234 residents`
pub fn residents_text(residents: f64, language: Language) -> String {
    let residents = thousands(residents.round() as i64);
    language.pick(format!("{residents} 人"), format!("{residents} residents"))
}

/// Metres that no plan is below, with the minutes they take.
fn walk_bound(metres: f64, walk: Walk<'_>, language: Language) -> String {
    let minutes = proven(walk.minutes_for(metres), Proves::AtLeast, 1);
    let metres = thousands(proven(metres, Proves::AtLeast, 0) as i64);
    language
        .pick(format!("{metres} 米（{minutes:.1} 分钟）"), format!("{metres} m ({minutes:.1} min)"))
}

/// How long a search takes, alike wherever it is told.
pub fn seconds_text(seconds: f64, language: Language) -> String {
    language.pick(format!("{seconds:.1} 秒"), format!("{seconds:.1} s"))
}

/// The bound where there is one to tell, gap and time.
pub fn proof_text(
    bound: Option<String>,
    gap: Option<f64>,
    seconds: f64,
    language: Language,
) -> String {
    let gap = numbers::gap(gap);
    let time = seconds_text(seconds, language);
    match bound {
        None => language.pick(format!("差距 {gap} · {time}"), format!("gap {gap} · {time}")),
        Some(bound) => language.pick(
            format!("界 {bound} · 差距 {gap} · {time}"),
            format!("bound {bound} · gap {gap} · {time}"),
        ),
    }
}

pub fn status_text(status: Status) -> Text {
    match status {
        Status::Optimal => Text::new("已证明最优", "Proven best"),
        Status::Feasible => Text::new("可行，未证明最优", "A plan, not proven best"),
        Status::Infeasible => Text::new("无解", "Impossible"),
        Status::Unknown => Text::new("停止时尚无方案", "Ended before there was a plan"),
    }
}

/// What a plan comes to beside its value: who has a second site, or how the worst unit fares.
pub fn figures_text(outcome: &PlanOutcome, study: &Study, language: Language) -> Option<String> {
    let rate =
        |residents: f64| percent(from_solver(residents).share_of(from_solver(outcome.residents)));
    match outcome.figures {
        PlanFigures::Plain => None,
        PlanFigures::Backup { once, twice } => {
            let (once, twice) = (rate(once), rate(twice));
            Some(language.pick(
                format!("{once} 的居民至少有一处，{twice} 至少有两处"),
                format!("{once} of residents have one within reach, {twice} have two"),
            ))
        }
        PlanFigures::Evenness { covered, worst_unit, worst_rate } => {
            Some(evenness_text(rate(covered), worst_unit, worst_rate, study, language))
        }
    }
}

/// How many are covered, and how the worst unit fares.
pub fn evenness_text(
    covered: String,
    worst_unit: Option<u32>,
    worst_rate: f64,
    study: &Study,
    language: Language,
) -> String {
    let unit = worst_unit.map_or("–", |unit| study.layers().units.name(unit as usize));
    let worst = percent(Some(worst_rate));
    language.pick(
        format!("覆盖 {covered}，最差单元 {unit} {worst}"),
        format!("{covered} covered, worst unit {unit} {worst}"),
    )
}
