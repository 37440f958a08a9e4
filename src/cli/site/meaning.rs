//! What the value of a plan says by its model, and what else is told of it.

use serde_json::{Map, Value, json};

use crate::language::Message;
use crate::numbers::counted;
use crate::siting::{Backup, Equity, Model, Problem, SiteModel};

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
    let plan = Plan { problem, open, value, limit_m: model.limit_m() };
    match model {
        SiteModel::Plain(Model::MaxCover(_)) | SiteModel::Budgeted(_) => plan.covers(),
        SiteModel::Plain(Model::SetCover(_)) => plan.reaches_all(leaves_out),
        SiteModel::Plain(Model::PMedian(_)) => plan.mean_distance(),
        SiteModel::Plain(Model::PCentre(_)) => plan.farthest(),
        SiteModel::Backup(model) => plan.covers_twice(model),
        SiteModel::Capacitated(_) => plan.has_room(),
        SiteModel::Equity(model) => plan.covers_evenly(model),
    }
}

/// A plan and its value.
struct Plan<'a> {
    problem: &'a Problem,
    open: &'a [usize],
    value: f64,
    limit_m: f64,
}

impl Plan<'_> {
    fn count(&self) -> usize {
        self.open.len()
    }

    fn sites(&self) -> String {
        counted(self.count(), "site")
    }

    /// The verb of its sites, of one and of several.
    fn verb(&self, one: &'static str, several: &'static str) -> &'static str {
        if self.count() == 1 { one } else { several }
    }

    fn covers(&self) -> Message {
        let (count, sites, limit_m) = (self.count(), self.sites(), self.limit_m);
        let all = self.problem.weight();
        let (shown, of, percent) = (number(self.value), number(all), percent(self.value, all));
        let covers = self.verb("covers", "cover");
        Message::new(
            format!("{count} 处设施在 {limit_m} 米内覆盖 {shown} / {of}（{percent}）"),
            format!("{sites} {covers} {shown} of {of} within {limit_m} m ({percent})"),
        )
    }

    fn reaches_all(&self, leaves_out: bool) -> Message {
        let (shown, sites, limit_m) = (number(self.value), self.sites(), self.limit_m);
        let reaches = self.verb("reaches", "reach");
        match leaves_out {
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
        }
    }

    fn mean_distance(&self) -> Message {
        let (count, sites, shown) = (self.count(), self.sites(), number(self.value));
        let mean = self.value / self.problem.weight();
        Message::new(
            format!("{count} 处设施，加权距离合计 {shown}，平均 {mean:.0} 米"),
            format!("{sites}, weighted distance {shown}, {mean:.0} m on average"),
        )
    }

    fn farthest(&self) -> Message {
        let (count, sites, value) = (self.count(), self.sites(), self.value);
        Message::new(
            format!("{count} 处设施，最远 {value:.1} 米"),
            format!("{sites}, {value:.1} m for the farthest"),
        )
    }

    fn covers_twice(&self, model: &Backup) -> Message {
        let (count, sites, limit_m) = (self.count(), self.sites(), self.limit_m);
        let (shown, all) = (number(self.value), self.problem.weight());
        let cover = model.cover_of(self.problem, self.open);
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

    fn has_room(&self) -> Message {
        let (count, sites, limit_m) = (self.count(), self.sites(), self.limit_m);
        let all = self.problem.weight();
        let (shown, of, percent) = (number(self.value), number(all), percent(self.value, all));
        let has = self.verb("has", "have");
        Message::new(
            format!("{count} 处设施在 {limit_m} 米内容纳 {shown} / {of}（{percent}）"),
            format!("{sites} {has} room for {shown} of {of} within {limit_m} m ({percent})"),
        )
    }

    fn covers_evenly(&self, model: &Equity) -> Message {
        let (count, sites, shown) = (self.count(), self.sites(), number(self.value));
        let cover = model.cover_of(self.problem, self.open);
        let all = self.problem.weight();
        let (covered, worst) = (percent(cover.covered, all), percent(cover.worst_rate, 1.0));
        let covers = self.verb("covers", "cover");
        Message::new(
            format!("{count} 处设施覆盖 {covered}，覆盖最差的单元 {worst}（目标值 {shown}）"),
            format!("{sites} {covers} {covered}, the worst unit {worst} (objective {shown})"),
        )
    }
}
