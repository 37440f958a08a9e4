//! What the value of a plan says by its model, and what else is told of it.

use serde_json::{Map, Value, json};

use crate::language::Message;
use crate::numbers::counted;
use crate::siting::{Model, Problem, SiteModel};

use super::answer::{number, percent, whole};

/// What is told of a plan beyond its value; `unit` names a unit.
pub(super) fn about(
    model: &SiteModel,
    problem: &Problem,
    open: &[usize],
    unit: &dyn Fn(u32) -> String,
) -> Map<String, Value> {
    let fields = match model {
        SiteModel::Plain(_) | SiteModel::Budgeted(_) => Vec::new(),
        SiteModel::Backup(model) => {
            let cover = model.cover_of(problem, open);
            vec![
                ("first_share", json!(model.first_share)),
                ("covered", whole(cover.once)),
                ("covered_twice", whole(cover.twice)),
            ]
        }
        SiteModel::Capacitated(model) => {
            let room = |site: &usize| model.capacities[*site];
            let room = |site| Some(room(site)).filter(|room| room.is_finite()).map(whole);
            vec![("capacities", open.iter().map(room).collect())]
        }
        SiteModel::Equity(model) => {
            let cover = model.cover_of(problem, open);
            vec![
                ("worst_share", json!(model.worst_share)),
                ("covered", whole(cover.covered)),
                ("worst_unit", json!(cover.worst_unit.map(unit))),
                ("worst_rate", json!(cover.worst_rate)),
            ]
        }
    };
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What the value of a plan says; `leaves_out` is whether demand beyond every candidate was left out.
pub(super) fn value_text(
    model: &SiteModel,
    problem: &Problem,
    open: &[usize],
    value: f64,
    leaves_out: bool,
) -> Message {
    let (count, shown) = (open.len(), number(value));
    let sites = counted(count, "site");
    let (covers, reaches, has) = match count {
        1 => ("covers", "reaches", "has"),
        _ => ("cover", "reach", "have"),
    };
    let all = problem.weight();
    let (of, limit_m) = (number(all), model.limit_m());
    match model {
        SiteModel::Plain(Model::MaxCover(_)) | SiteModel::Budgeted(_) => {
            let percent = percent(value, all);
            Message::new(
                format!("{count} 处设施在 {limit_m} 米内覆盖 {shown} / {of}（{percent}）"),
                format!("{sites} {covers} {shown} of {of} within {limit_m} m ({percent})"),
            )
        }
        SiteModel::Plain(Model::SetCover(_)) => match leaves_out {
            false => Message::new(
                format!("{shown} 处设施可在 {limit_m} 米内覆盖全部需求"),
                format!("{sites} {reaches} all demand within {limit_m} m"),
            ),
            true => Message::new(
                format!("{shown} 处设施可在 {limit_m} 米内覆盖候选点能到达的全部需求"),
                format!(
                    "{sites} {reaches} all demand that any candidate can reach within {limit_m} m"
                ),
            ),
        },
        SiteModel::Plain(Model::PMedian(_)) => {
            let mean = value / all;
            Message::new(
                format!("{count} 处设施，加权距离合计 {shown}，平均 {mean:.0} 米"),
                format!("{sites}, weighted distance {shown}, {mean:.0} m on average"),
            )
        }
        SiteModel::Plain(Model::PCentre(_)) => Message::new(
            format!("{count} 处设施，最远 {value:.1} 米"),
            format!("{sites}, {value:.1} m for the farthest"),
        ),
        SiteModel::Backup(model) => {
            let cover = model.cover_of(problem, open);
            let (once, twice) = (percent(cover.once, all), percent(cover.twice, all));
            Message::new(
                format!(
                    "{count} 处设施：{once} 的需求 {limit_m} 米内至少有一处，{twice} 至少有两处（目标值 {shown}）"
                ),
                format!(
                    "{sites}: {once} of demand have one within {limit_m} m, {twice} have \
                     two (objective {shown})"
                ),
            )
        }
        SiteModel::Capacitated(_) => {
            let percent = percent(value, all);
            Message::new(
                format!("{count} 处设施在 {limit_m} 米内容纳 {shown} / {of}（{percent}）"),
                format!("{sites} {has} room for {shown} of {of} within {limit_m} m ({percent})"),
            )
        }
        SiteModel::Equity(equity) => {
            let cover = equity.cover_of(problem, open);
            let (covered, worst) = (percent(cover.covered, all), percent(cover.worst_rate, 1.0));
            Message::new(
                format!("{count} 处设施覆盖 {covered}，覆盖最差的单元 {worst}（目标值 {shown}）"),
                format!("{sites} {covers} {covered}, the worst unit {worst} (objective {shown})"),
            )
        }
    }
}
