//! What is asked by the flags: a model with its numbers, within which limits, about whose demand.

use std::time::Duration;

use crate::analysis::RunClock;
use crate::language::Message;
use crate::numbers::counted;
use crate::siting::{
    Backup, Capacitated, Equity, Limits, MaxCover, Model, PCentre, PMedian, Problem, SetCover,
    SiteModel,
};

use super::args::{Objective, SiteArgs};
use super::{Failure, answer, needs};

/// What a model may need that a problem does not say.
#[derive(Default)]
pub(super) struct Supply {
    /// The weight that each site has room for, existing ones included.
    pub capacities: Option<Vec<f64>>,
    /// The unit of each demand point.
    pub units: Option<Vec<Option<u32>>>,
    /// How many sites the problem has.
    pub sites: usize,
}

impl SiteArgs {
    pub(super) fn count(&self) -> Result<usize, Failure> {
        self.count.filter(|count| *count > 0).ok_or_else(|| needs("--count"))
    }

    /// Metres beyond which the objective takes no way into account.
    pub(super) fn farthest_m(&self, limit_m: Option<f64>) -> Result<f64, Failure> {
        match self.objective {
            Objective::PMedian | Objective::PCenter => Ok(f64::INFINITY),
            _ => limit_m.ok_or_else(|| needs("--limit")),
        }
    }

    /// The model asked for; covering counts as far as `limit_m`.
    pub(super) fn asked(&self, limit_m: Option<f64>, supply: Supply) -> Result<SiteModel, Failure> {
        self.asked_for(self.count, limit_m, supply)
    }

    /// The same for a number of sites that follows from something else.
    pub(super) fn asked_for(
        &self,
        count: Option<usize>,
        limit_m: Option<f64>,
        supply: Supply,
    ) -> Result<SiteModel, Failure> {
        let some = || count.filter(|count| *count > 0).ok_or_else(|| needs("--count"));
        let limit_m = || limit_m.ok_or_else(|| needs("--limit"));
        Ok(match self.objective {
            Objective::MaxCover => {
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Plain(Model::MaxCover(MaxCover { count, limit_m }))
            }
            Objective::SetCover => {
                let (limit_m, most) = (limit_m()?, count);
                SiteModel::Plain(Model::SetCover(SetCover { limit_m, most }))
            }
            Objective::PMedian => SiteModel::Plain(Model::PMedian(PMedian { count: some()? })),
            Objective::PCenter => SiteModel::Plain(Model::PCentre(PCentre { count: some()? })),
            Objective::Backup => {
                let first_share = self.models.first_share();
                SiteModel::Backup(Backup { count: some()?, limit_m: limit_m()?, first_share })
            }
            Objective::Capacitated => {
                let each = self.models.capacity.map(|room| vec![room; supply.sites]);
                let capacities = each.or(supply.capacities).ok_or_else(|| needs("--capacity"))?;
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Capacitated(Capacitated { count, limit_m, capacities })
            }
            Objective::Equity => {
                let units = supply.units.ok_or_else(|| {
                    Failure::Usage(Message::new(
                        "此目标按单元计算，需要研究或图层",
                        "this objective counts by units and needs a study or layers",
                    ))
                })?;
                let worst_share = self.models.worst_share();
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Equity(Equity { count, limit_m, worst_share, units })
            }
            // Bundles have a report of their own.
            Objective::Bundle => return Err(needs("--function")),
        })
    }

    /// What is left of the limits.
    pub(super) fn limits(&self) -> Limits {
        let time = self.time_limit.map(Duration::from_secs_f64);
        let time = time.map(|time| time.saturating_sub(self.started.elapsed()));
        Limits { time, gap: self.gap.unwrap_or_default() }
    }

    /// What is left of the limits, for measuring and searching.
    pub(super) fn clock(&self) -> RunClock {
        RunClock::start(self.limits())
    }

    /// Leaves out demand beyond every reach, where that is asked for; how much there was of it.
    pub(super) fn leave_out(&self, problem: &mut Problem, limit_m: f64) -> Option<Message> {
        if !self.leave_out_unreachable {
            return None;
        }
        let unreachable = problem.out_of_reach(limit_m);
        let mut weight = 0.0;
        for demand in &unreachable {
            weight += std::mem::take(&mut problem.weights[*demand]);
        }
        let (count, weight) = (unreachable.len(), answer::number(weight));
        (count > 0).then(|| {
            Message::new(
                format!("{count} 个需求点（权重 {weight}）任何候选点都到不了，未计入"),
                format!(
                    "left out as beyond every candidate: {} of weight {weight}",
                    counted(count, "demand point")
                ),
            )
        })
    }
}
