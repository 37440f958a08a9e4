//! The parameters of the assessment that the planner sets.

use super::EditError;

/// How far and how crookedly residents walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    pub limit: WalkLimit,
    /// Walking distance divided by straight distance; 1 takes the circle as it is.
    pub detour: f64,
}

/// Which walking limit holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WalkLimit {
    /// Each function's own limit.
    ByStandard,
    /// One limit for all functions.
    Metres(f64),
}

impl WalkLimit {
    /// The one limit for all functions, if there is one.
    pub fn metres(self) -> Option<f64> {
        match self {
            Self::ByStandard => None,
            Self::Metres(metres) => Some(metres),
        }
    }

    /// One limit for all functions, or each function's own.
    pub fn of_metres(metres: Option<f64>) -> Self {
        metres.map_or(Self::ByStandard, Self::Metres)
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self { limit: WalkLimit::ByStandard, detour: 1.0 }
    }
}

impl Parameters {
    /// A limit beyond this is no walk any more, and most likely a slip in the unit.
    pub const LONGEST_WALK_M: f64 = 20_000.0;
    pub const LARGEST_DETOUR: f64 = 5.0;

    pub(super) fn check(&self) -> Result<(), EditError> {
        if let WalkLimit::Metres(limit_m) = self.limit
            && !(limit_m > 0.0 && limit_m <= Self::LONGEST_WALK_M)
        {
            return Err(EditError::BadLimit(limit_m));
        }
        if !(1.0..=Self::LARGEST_DETOUR).contains(&self.detour) {
            return Err(EditError::BadDetour(self.detour));
        }
        Ok(())
    }
}
