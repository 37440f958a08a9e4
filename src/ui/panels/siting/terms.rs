//! How siting is worded: objectives, values with their units, gaps, and what stands in a plan's way.

use crate::analysis::{Objective, PlanError, PlanOutcome, SiteChoice};
use crate::cartography::Palette;
use crate::language::{Language, Message, Text};
use crate::layers::Persons;
use crate::numbers::{counted, percent, thousands};
use crate::siting::{Obstacle, Status};
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

pub fn objective_name(objective: Objective) -> Text {
    match objective {
        Objective::MostCovered => Text::new("覆盖居民最多", "Most residents covered"),
        Objective::FewestSites => Text::new("全部覆盖，处数最少", "Fewest sites to cover everyone"),
        Objective::ShortestMean => Text::new("平均步行最短", "Shortest mean walk"),
        Objective::ShortestFarthest => Text::new("最远者步行最短", "Shortest farthest walk"),
    }
}

pub fn objective_hint(objective: Objective) -> Text {
    match objective {
        Objective::MostCovered => Text::new(
            "最大覆盖模型：步行距离以内的居民最多",
            "Maximal covering: the most residents within the walking limit",
        ),
        Objective::FewestSites => Text::new(
            "集合覆盖模型：用最少的处数让所有居民都在步行距离以内",
            "Set covering: the fewest sites that have everyone within the walking limit",
        ),
        Objective::ShortestMean => Text::new(
            "p-中位模型：居民到最近设施的平均步行距离最短，不设上限",
            "p-median: the shortest mean walk to the nearest facility, however far",
        ),
        Objective::ShortestFarthest => Text::new(
            "p-中心模型：步行最远的居民走得最短，不设上限",
            "p-centre: whoever walks farthest walks as little as possible",
        ),
    }
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
        Objective::MostCovered => {
            let covered = thousands(value.round() as i64);
            let rate = percent(from_solver(value).share_of(from_solver(outcome.residents)));
            language.pick(
                format!("覆盖 {covered} 人（{rate}）"),
                format!("{covered} residents covered ({rate})"),
            )
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

/// How far a plan may be from the best: a dash where nothing is known.
pub fn gap_text(gap: Option<f64>) -> String {
    gap.map_or_else(|| "–".to_owned(), |gap| format!("{:.2} %", 100.0 * gap))
}

pub fn status_text(status: Status) -> Text {
    match status {
        Status::Optimal => Text::new("已证明最优", "Proven best"),
        Status::Feasible => Text::new("可行，未证明最优", "A plan, not proven best"),
        Status::Infeasible => Text::new("无解", "Impossible"),
        Status::Unknown => Text::new("停止时尚无方案", "Ended before there was a plan"),
    }
}

/// Why there is no plan, and what to do.
pub fn obstacle_text(outcome: &PlanOutcome) -> Option<Message> {
    Some(match outcome.solution.obstacle.as_ref()? {
        Obstacle::OutOfReach(demand) => {
            let residents = thousands(outcome.unreachable_residents.round() as i64);
            let buildings = demand.len();
            Message::new(
                format!(
                    "{buildings} 栋建筑的 {residents} 名居民，任何候选点都到不了（地图上已标出）。可加入候选点，或不计这些居民。"
                ),
                format!(
                    "{residents} residents of {} are beyond every candidate (marked on the map). Add \
                     candidates, or leave these residents out.",
                    counted(buildings, "building")
                ),
            )
        }
        Obstacle::FewerSites { available } => Message::new(
            format!("只有 {available} 处可选，少于所要的处数。请减少处数或放宽候选点。"),
            format!(
                "Only {available} may be chosen, fewer than asked for. Ask for fewer sites, or admit \
                 more candidates."
            ),
        ),
        Obstacle::MoreForced { forced } => Message::new(
            format!("必选的有 {forced} 处，多于所要的处数。请增加处数或减少必选。"),
            format!(
                "{forced} are forced, more than asked for. Ask for more sites, or force fewer."
            ),
        ),
        Obstacle::TakesMore { at_least } => Message::new(
            format!("至少需要 {at_least} 处才能让所有居民到达。请增加处数。"),
            format!("It takes at least {at_least} sites to reach everyone. Ask for more sites."),
        ),
        #[allow(unreachable_patterns, reason = "further obstacles are told apart as they come")]
        _ => Message::new("没有可行的方案", "There is no such plan"),
    })
}

/// Why a question could not be put to the solver, and what to do.
pub fn plan_error_text(error: PlanError) -> Message {
    match error {
        PlanError::NoPlaces => Message::new(
            "没有可选的候选点：请在“候选点登记”中列入，或改选“所有建筑”。",
            "No place may be chosen: add candidates to the register, or choose all buildings.",
        ),
        PlanError::TooManyPairs(_) => {
            let most = thousands(crate::analysis::MOST_PAIRS as i64);
            Message::new(
                format!("建筑与候选点的组合超过 {most} 对；请减少候选点或缩短步行距离。"),
                format!(
                    "Buildings and candidates make more than {most} pairs; admit fewer candidates or \
                     shorten the walking limit."
                ),
            )
        }
    }
}
