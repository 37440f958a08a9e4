//! What comes out: the best plan found, what it is worth, how much better any plan can be at most,
//! or why there is none.

/// The best plan found, and how good it is proven to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    pub status: Status,
    /// The sites opened, forced ones included and existing ones not, ascending.
    pub sites: Vec<usize>,
    /// What the plan is worth by the model; `None` without a plan.
    pub value: Option<f64>,
    /// No plan is worth more (where more is better) or less (where less is); `None` where nothing
    /// is known.
    pub bound: Option<f64>,
    pub seconds: f64,
    /// Why there is no plan, where that is proven.
    pub obstacle: Option<Obstacle>,
}

/// How far the search came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No plan is better, to nine digits.
    Optimal,
    /// A plan; better ones may be left.
    Feasible,
    /// There is no plan, proven.
    Infeasible,
    /// It was ended before there was a plan.
    Unknown,
}

/// Why no plan can do what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// These demand points are out of reach of every site that may be open.
    OutOfReach(Vec<usize>),
    /// Fewer sites may be opened than are to be.
    FewerSites { available: usize },
    /// More sites are forced than are to be opened.
    MoreForced { forced: usize },
    /// It takes at least so many sites to reach everyone.
    TakesMore { at_least: usize },
}

/// How a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// Of the best plan so far.
    pub value: Option<f64>,
    /// What is proven of all plans so far.
    pub bound: Option<f64>,
    pub seconds: f64,
}

impl Status {
    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Unknown => "unknown",
        }
    }
}

impl Solution {
    /// How far the bound is from the value, as a share of the value; `None` without both.
    pub fn gap(&self) -> Option<f64> {
        relative_gap(self.value?, self.bound?)
    }
}

impl Progress {
    /// The same while it runs.
    pub fn gap(&self) -> Option<f64> {
        relative_gap(self.value?, self.bound?)
    }
}

/// Difference over value; `None` where the value is zero and the bound is not.
pub(super) fn relative_gap(value: f64, bound: f64) -> Option<f64> {
    let difference = (value - bound).abs();
    match (difference == 0.0, value == 0.0) {
        (true, _) => Some(0.0),
        (false, true) => None,
        (false, false) => Some(difference / value.abs()),
    }
}
