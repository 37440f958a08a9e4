//! What the planner looks for in a candidate, and how much each counts.

use crate::language::Text;

use super::{CandidateError, Term};

/// What a candidate is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// Usable area against the area wanted.
    Area,
    /// How far the joint review has come.
    Review,
    /// Own entrance, barrier-free access, and a lift where it is not on the ground floor.
    Access,
    Idle,
    /// Public stock can be moved across sectors (clause 2 of the notice).
    Owner,
    /// Residents within the walking limit of the function looked at.
    Residents,
    Rent,
}

impl Term for Criterion {
    const ALL: &'static [Self] = &[
        Self::Area,
        Self::Review,
        Self::Access,
        Self::Idle,
        Self::Owner,
        Self::Residents,
        Self::Rent,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Review => "review",
            Self::Access => "access",
            Self::Idle => "idle",
            Self::Owner => "owner",
            Self::Residents => "residents",
            Self::Rent => "rent",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Area => Text::new("面积适配", "Area fit"),
            Self::Review => Text::new("联审进展", "Review"),
            Self::Access => Text::new("出入条件", "Access"),
            Self::Idle => Text::new("闲置", "Idle"),
            Self::Owner => Text::new("权属", "Owner"),
            Self::Residents => Text::new("可达居民", "Residents in reach"),
            Self::Rent => Text::new("租金", "Rent"),
        }
    }
}

/// How much each criterion counts, in the order of [`Criterion::ALL`], and the area wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SuitabilityWeights {
    of_criteria: [f64; 7],
    /// m²; a candidate with as much or more has all points for its area.
    wanted_area_m2: f64,
}

/// The heaviest weight there is.
pub const LARGEST_WEIGHT: f64 = 100.0;

/// An assumption to begin with: people and area count double. The area is that of a complex
/// (导则(试行) of 2024: at least 600 m²).
impl Default for SuitabilityWeights {
    fn default() -> Self {
        Self { of_criteria: [2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0], wanted_area_m2: 600.0 }
    }
}

impl SuitabilityWeights {
    pub fn wanted_area_m2(&self) -> f64 {
        self.wanted_area_m2
    }

    pub fn of(&self, criterion: Criterion) -> f64 {
        self.of_criteria[position(criterion)]
    }

    /// The same with another weight for one criterion.
    pub fn with(mut self, criterion: Criterion, weight: f64) -> Self {
        self.of_criteria[position(criterion)] = weight;
        self
    }

    /// The same with another area wanted, in m².
    pub fn wanting(self, wanted_area_m2: f64) -> Self {
        Self { wanted_area_m2, ..self }
    }

    /// The sum of all weights.
    pub fn total(&self) -> f64 {
        self.of_criteria.iter().sum()
    }

    pub(in crate::study) fn check(&self) -> Result<(), CandidateError> {
        let is_weight = |weight: &f64| (0.0..=LARGEST_WEIGHT).contains(weight);
        let is_area = self.wanted_area_m2 > 0.0 && self.wanted_area_m2.is_finite();
        let is_sound = self.of_criteria.iter().all(is_weight) && self.total() > 0.0 && is_area;
        if is_sound { Ok(()) } else { Err(CandidateError::BadWeights) }
    }
}

fn position(criterion: Criterion) -> usize {
    Criterion::ALL.iter().position(|other| *other == criterion).unwrap_or_default()
}
