//! `site --ranking`: every candidate with what it alone would gain, the best first.

use clap::ValueEnum;

use crate::analysis::GainOf;
use crate::language::Message;
use crate::siting::{Problem, Standing};

use super::{Failure, SiteArgs};

/// What gains count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RankingBy {
    /// Residents newly reached
    Residents,
    /// The same, each weighted by the share of the unit's residents who are without
    Need,
    /// Residents in reach who are unreached, or for whom the nearest facility has no room
    Room,
}

impl RankingBy {
    pub fn gain_of(self) -> GainOf {
        match self {
            Self::Residents => GainOf::Residents,
            Self::Need => GainOf::Need,
            Self::Room => GainOf::Room,
        }
    }
}

/// All candidates, the best first.
#[derive(Default)]
pub(super) struct Ranking {
    /// What the gains count.
    pub of: GainOf,
    pub candidates: Vec<Ranked>,
}

/// A candidate and what it alone would add.
pub(super) struct Ranked {
    pub id: String,
    pub gain: f64,
}

impl SiteArgs {
    /// Every candidate with what it alone would add, the best first, where that is asked for and
    /// there is a limit within which to count. `wanted` is what each demand point wants, where that
    /// is not its weight as long as nothing that exists covers it.
    pub(super) fn rank(
        &self,
        problem: &Problem,
        limit_m: Option<f64>,
        wanted: Option<&[f64]>,
        id: impl Fn(usize) -> String,
    ) -> Result<Ranking, Failure> {
        if !self.ranking {
            return Ok(Ranking::default());
        }
        let limit_m = limit_m.ok_or_else(|| {
            Failure::Usage(Message::new("--ranking 需要 --limit", "--ranking needs --limit"))
        })?;
        let gains = match wanted {
            Some(wanted) => problem.gains_of(wanted, limit_m),
            None => problem.gains(limit_m),
        };
        let mut candidates: Vec<Ranked> = problem
            .sites_that_are(Standing::Candidate)
            .map(|site| Ranked { id: id(site), gain: gains[site] })
            .collect();
        candidates.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        Ok(Ranking { of: self.ranking_by.gain_of(), candidates })
    }
}
