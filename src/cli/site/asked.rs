//! The model that an objective stands for, plain or not, and what its value says.

use serde_json::{Map, Value, json};

use crate::language::Message;
use crate::siting::{
    Backup, Capacitated, Equity, Limits, Listener, Model, Problem, Solution, SolverError, solve,
    solve_backup, solve_capacitated, solve_equity,
};

use super::answer::{number, percent, whole};

/// A model over one function's sites.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    Plain(Model),
    Backup(Backup),
    Capacitated(Capacitated),
    Equity(Equity),
}

impl Asked {
    /// Its name in flags and JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Plain(model) => model.id(),
            Self::Backup(_) => "backup",
            Self::Capacitated(_) => "capacitated",
            Self::Equity(_) => "equity",
        }
    }

    pub fn count(&self) -> Option<usize> {
        match self {
            Self::Plain(model) => model.count(),
            Self::Backup(Backup { count, .. })
            | Self::Capacitated(Capacitated { count, .. })
            | Self::Equity(Equity { count, .. }) => Some(*count),
        }
    }

    /// Metres within which a demand point is served at all; infinite where any distance will do.
    pub fn limit_m(&self) -> f64 {
        match self {
            Self::Plain(model) => model.limit_m(),
            Self::Backup(Backup { limit_m, .. })
            | Self::Capacitated(Capacitated { limit_m, .. })
            | Self::Equity(Equity { limit_m, .. }) => *limit_m,
        }
    }

    pub fn solve(
        &self,
        problem: &Problem,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<Solution, SolverError> {
        match self {
            Self::Plain(model) => Ok(solve(problem, model, limits, listener)),
            Self::Backup(model) => solve_backup(problem, *model, limits, listener),
            Self::Capacitated(model) => solve_capacitated(problem, model, limits, listener),
            Self::Equity(model) => solve_equity(problem, model, limits, listener),
        }
    }

    /// What a plan comes to; nothing where it leaves out whom it has to serve.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> Option<f64> {
        match self {
            Self::Plain(model) => model.value_of(problem, open),
            Self::Backup(model) => Some(model.value_of(problem, open)),
            Self::Capacitated(model) => Some(model.value_of(problem, open)),
            Self::Equity(model) => Some(model.value_of(problem, open)),
        }
    }

    /// Whether more is better.
    pub fn is_gain(&self) -> bool {
        match self {
            Self::Plain(model) => matches!(model, Model::MaxCover(_)),
            Self::Backup(_) | Self::Capacitated(_) | Self::Equity(_) => true,
        }
    }

    /// The weight that each site of a plan serves: with room for so many as the model assigns it,
    /// else of those who have it as their nearest.
    pub fn served_by(&self, problem: &Problem, open: &[usize]) -> Vec<f64> {
        match self {
            Self::Capacitated(model) => model.served_by(problem, open),
            _ => problem.served_by(open, self.limit_m()),
        }
    }

    /// What is told of a plan beyond its value; `unit` names a unit.
    pub fn about(
        &self,
        problem: &Problem,
        open: &[usize],
        unit: &dyn Fn(u32) -> String,
    ) -> Map<String, Value> {
        let fields = match self {
            Self::Plain(_) => Vec::new(),
            Self::Backup(model) => {
                let cover = model.cover_of(problem, open);
                vec![
                    ("first_share", json!(model.first_share)),
                    ("covered", whole(cover.once)),
                    ("covered_twice", whole(cover.twice)),
                ]
            }
            Self::Capacitated(model) => {
                let room = |site: &usize| model.capacities[*site];
                let room = |site| Some(room(site)).filter(|room| room.is_finite()).map(whole);
                vec![("capacities", open.iter().map(room).collect())]
            }
            Self::Equity(model) => {
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

    /// What the value of a plan says.
    pub fn value_text(&self, problem: &Problem, open: &[usize], value: f64) -> Message {
        let (count, shown) = (open.len(), number(value));
        let all = problem.weight();
        let (of, limit_m) = (number(all), self.limit_m());
        match self {
            Self::Plain(Model::MaxCover(_)) => {
                let percent = percent(value, all);
                Message::new(
                    format!("{count} 处设施在 {limit_m} 米内覆盖 {shown} / {of}（{percent}）"),
                    format!("{count} sites cover {shown} of {of} within {limit_m} m ({percent})"),
                )
            }
            Self::Plain(Model::SetCover(_)) => Message::new(
                format!("{shown} 处设施可在 {limit_m} 米内覆盖全部需求"),
                format!("{shown} sites reach all demand within {limit_m} m"),
            ),
            Self::Plain(Model::PMedian(_)) => {
                let mean = value / all;
                Message::new(
                    format!("{count} 处设施，加权距离合计 {shown}，平均 {mean:.0} 米"),
                    format!("{count} sites, weighted distance {shown}, {mean:.0} m on average"),
                )
            }
            Self::Plain(Model::PCentre(_)) => Message::new(
                format!("{count} 处设施，最远 {value:.1} 米"),
                format!("{count} sites, {value:.1} m for the farthest"),
            ),
            Self::Backup(model) => {
                let cover = model.cover_of(problem, open);
                let (once, twice) = (percent(cover.once, all), percent(cover.twice, all));
                Message::new(
                    format!(
                        "{count} 处设施：{once} 的需求 {limit_m} 米内至少有一处，{twice} 至少有两处（目标值 {shown}）"
                    ),
                    format!(
                        "{count} sites: {once} of demand have one within {limit_m} m, {twice} have \
                         two (objective {shown})"
                    ),
                )
            }
            Self::Capacitated(_) => {
                let percent = percent(value, all);
                Message::new(
                    format!("{count} 处设施在 {limit_m} 米内容纳 {shown} / {of}（{percent}）"),
                    format!(
                        "{count} sites have room for {shown} of {of} within {limit_m} m ({percent})"
                    ),
                )
            }
            Self::Equity(model) => {
                let cover = model.cover_of(problem, open);
                let (covered, worst) =
                    (percent(cover.covered, all), percent(cover.worst_rate, 1.0));
                Message::new(
                    format!(
                        "{count} 处设施覆盖 {covered}，覆盖最差的单元 {worst}（目标值 {shown}）"
                    ),
                    format!(
                        "{count} sites cover {covered}, the worst unit {worst} (objective {shown})"
                    ),
                )
            }
        }
    }
}
