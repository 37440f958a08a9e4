//! Why there is no plan, in the planner's words, and what to do about it.

use crate::analysis::{Extent, PlanError, bundle_obstacle_fact, forced_closed_fact};
use crate::language::{Message, Text};
use crate::numbers::{counted, thousands};
use crate::siting::{BundleObstacle, Obstacle, SolverError};

/// Why there is no plan, and what to do; `unreachable_residents` are out of every reach.
pub fn obstacle_text(obstacle: &Obstacle, unreachable_residents: f64) -> Message {
    match obstacle {
        Obstacle::OutOfReach(demand) => {
            let residents = thousands(unreachable_residents.round() as i64);
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
            format!(
                "It takes at least {} to reach everyone. Ask for more sites.",
                counted(*at_least, "site")
            ),
        ),
    }
}

/// A fact as a sentence.
fn sentence(fact: &Message) -> Message {
    let mut letters = fact.en.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    Message::new(format!("{}。", fact.zh), format!("{first}{}.", letters.as_str()))
}

/// That only some of the candidates were measured, where that is so.
pub fn extent_text(extent: Extent, of: usize) -> Option<Message> {
    extent.fact(of).as_ref().map(sentence)
}

/// Why a question could not be put to the solver, and what to do.
pub fn plan_error_text(error: &PlanError) -> Message {
    match error {
        PlanError::NoPlaces => Message::new(
            "没有可选的候选点：请在“候选点登记”中列入，或改选“所有建筑”。",
            "No place may be chosen: add candidates to the register, or choose all buildings.",
        ),
        PlanError::ForcedClosed(ids) => sentence(&forced_closed_fact(ids))
            .followed_by(Text::new("请取消必选。", " Take back what is laid down for them.")),
        PlanError::TooManyPairs(too_many) => sentence(&too_many.fact()).followed_by(Text::new(
            "请减少候选点或缩短步行距离。",
            " Admit fewer candidates or shorten the walking limit.",
        )),
        PlanError::NoAreaNorm => Message::new(
            "标准没有规定此功能的人均面积：请直接填写每处容纳人数。",
            "The standard names no area per resident for this function: give the room of each site.",
        ),
        PlanError::UnknownAreas(sites) => Message::new(
            format!("{sites} 处没有面积，无法推算容量：请补齐面积，或直接填写每处容纳人数。"),
            format!(
                "No area is known of {}: fill it in, or give the room of each site.",
                counted(*sites, "site")
            ),
        ),
        PlanError::NoProjects => Message::new(
            "此方案没有可估算费用的拟设设施。请先放置或采用方案，并填写造价或面积。",
            "No proposal of the scenario has a cost that is known. Place some or apply a plan, with a \
             cost or an area.",
        ),
        PlanError::NoBudgets => Message::new("没有任何年份的预算。", "No year has a budget."),
        PlanError::NoSuchFuture => Message::new(
            "情形的参数超出范围，请调整。",
            "A future has parameters that cannot be; set them otherwise.",
        ),
        PlanError::Ended => Message::new(
            "步行距离尚未量算完就已停止，没有方案。",
            "Stopped before all ways were measured: there is no plan yet.",
        ),
        PlanError::Solver(SolverError::Missing) => Message::new(
            "此模型需要 HiGHS 求解器，本程序编译时未包含。",
            "This model needs the solver HiGHS, which this program was built without.",
        ),
        PlanError::Solver(SolverError::Failed) => {
            Message::new("HiGHS 求解器中断。", "The solver HiGHS broke off.")
        }
    }
}

/// Why no bundles keep the rules, and what to do; `name_of` names a site.
pub fn bundle_obstacle_text(
    obstacle: &BundleObstacle,
    name_of: impl Fn(usize) -> String,
) -> Message {
    let advice = match obstacle {
        BundleObstacle::FewerComplexes { .. } => {
            Text::new("请减少综合体数或放宽候选点。", " Ask for fewer, or admit more candidates.")
        }
        BundleObstacle::RulesClash => Text::new(
            "请放宽处数、综合体数或必选的候选点。",
            " Allow more sites, fewer complexes or fewer forced.",
        ),
        BundleObstacle::NoRoom { .. } | BundleObstacle::Budget { .. } => Text::new("", ""),
    };
    sentence(&bundle_obstacle_fact(obstacle, name_of)).followed_by(advice)
}
