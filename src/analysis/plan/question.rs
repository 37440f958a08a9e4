//! What a planner asks for many sites at once, and why it may not be put to a solver.

use std::collections::{BTreeMap, BTreeSet};

use crate::siting::{SolverError, Standing};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, ScenarioId};

use super::super::{SiteChoice, TooManyPairs};

/// What makes a plan good.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Objective {
    /// The most residents within the limit.
    #[default]
    MostCovered,
    /// The fewest sites that have everyone within the limit.
    FewestSites,
    /// The shortest mean walk of a resident to the nearest site.
    ShortestMean,
    /// The shortest walk of whoever walks farthest.
    ShortestFarthest,
    /// A second site behind the first: the first in reach is worth this share of a resident, from
    /// 0 to 1, and the second the rest.
    SecondSite { first_share: f64 },
    /// The most residents for whom there is room.
    WithRoom(Room),
    /// Coverage, and the worst unit's rate with this share beside it, from 0 to 1.
    WorstUnit { worst_share: f64 },
}

/// For how many residents a site has room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Room {
    /// Usable area by the standard's area per resident.
    ByArea,
    /// So many at each site.
    Each(f64),
}

/// What becomes of the facilities that the scenario proposes already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProposalUse {
    /// They stay, and the plan's sites come on top.
    #[default]
    Stay,
    /// They are sites like the candidates, counted with them: a plan may do without.
    MayGo,
}

/// A site that something is laid down for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteKey {
    /// A place by its id.
    Place(String),
    Facility(FacilityId),
}

impl SiteKey {
    /// The id of a place; `None` of a facility.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Place(id) => Some(id),
            Self::Facility(_) => None,
        }
    }
}

/// What the planner asks.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanQuestion {
    pub scenario: ScenarioId,
    pub function: FunctionIndex,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    pub objective: Objective,
    /// How many sites; of no meaning where as few as possible are asked for.
    pub count: usize,
    pub choice: SiteChoice,
    /// Whether existing facilities stay; without them the plan stands alone.
    pub keeps_existing: bool,
    pub proposals: ProposalUse,
    pub forced: BTreeSet<SiteKey>,
    pub forbidden: BTreeSet<SiteKey>,
    /// Whether residents whom no site can reach are left out instead of making the plan impossible.
    pub leaves_out_unreachable: bool,
    /// What may be spent, where that is asked instead of so many sites, by covering.
    pub purse: Option<Purse>,
}

/// Money for the sites of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Purse {
    /// In yuan, for all of them together.
    pub yuan: f64,
    /// What each site costs, as far as it is known; the others cannot be chosen.
    pub costs: BTreeMap<SiteKey, f64>,
}

/// Why a question cannot be put to the solver, or was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("there is no place that may be chosen")]
    NoPlaces,
    /// Sites of these ids are forced, and are none that may be chosen: they have no room left, stand as
    /// proposals already, or the register or its joint review keeps the function out of them.
    #[error("{} forced but may not be chosen", .0.join(", "))]
    ForcedClosed(Vec<String>),
    #[error(transparent)]
    TooManyPairs(#[from] TooManyPairs),
    /// Room follows from area, and the standard names no area per resident for the function.
    #[error("the standard names no area per resident")]
    NoAreaNorm,
    /// Room follows from area, and so many sites have none that is known.
    #[error("the area of {0} sites is not known")]
    UnknownAreas(usize),
    /// No project of the scenario has a cost, or there is none.
    #[error("there is no project with a known cost")]
    NoProjects,
    /// Projects are to be phased, and no year has a budget.
    #[error("no year has a budget")]
    NoBudgets,
    /// Parameters of a future are out of bounds.
    #[error("a future has parameters that cannot be")]
    NoSuchFuture,
    /// It was ended while ways were measured.
    #[error("it was ended before all ways were measured")]
    Ended,
    #[error(transparent)]
    Solver(#[from] SolverError),
}

impl Objective {
    /// Whether so many sites are asked for, rather than as few as will do.
    pub fn has_count(self) -> bool {
        self != Self::FewestSites
    }

    /// Whether everyone is to be served, so that those out of every reach stand in the way.
    pub fn serves_all(self) -> bool {
        matches!(self, Self::FewestSites | Self::ShortestMean | Self::ShortestFarthest)
    }

    /// Whether more is better.
    pub fn is_gain(self) -> bool {
        !self.serves_all()
    }
}

impl PlanQuestion {
    pub(super) fn standing_of(&self, key: &SiteKey, otherwise: Standing) -> Standing {
        if self.forbidden.contains(key) {
            Standing::Forbidden
        } else if self.forced.contains(key) {
            Standing::Forced
        } else {
            otherwise
        }
    }

    /// Whether a site may be chosen as far as money goes: not where its cost is unknown.
    pub(super) fn standing_by_cost(&self, key: &SiteKey) -> Standing {
        match &self.purse {
            Some(purse) if !purse.costs.contains_key(key) => Standing::Forbidden,
            _ => Standing::Candidate,
        }
    }

    pub(super) fn standing_of_facility(&self, facility: &Facility) -> Standing {
        match (facility.is_planned(), self.proposals) {
            (true, ProposalUse::MayGo) => {
                let key = SiteKey::Facility(facility.id);
                self.standing_of(&key, self.standing_by_cost(&key))
            }
            (true, ProposalUse::Stay) => Standing::Existing,
            (false, _) if self.keeps_existing => Standing::Existing,
            (false, _) => Standing::Forbidden,
        }
    }
}
