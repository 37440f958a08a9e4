//! Edits as data. Each applied edit gives its exact inverse, for undo, and its effect, for
//! bringing results up to date without computing them anew.

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::standard::{FunctionIndex, Standard};

use super::{Facility, FacilityId, Parameters};

/// A change of the study.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Carries its id, so that a redo gives the same one.
    AddFacility(Facility),
    RemoveFacility(FacilityId),
    MoveFacility {
        id: FacilityId,
        to: WorldPoint,
    },
    SetFunctions {
        id: FacilityId,
        functions: Vec<FunctionIndex>,
    },
    SetParameters(Parameters),
}

impl Edit {
    /// Whether the edit overwrites all that `before` set, so that both in turn are this one alone.
    pub fn continues(&self, before: &Self) -> bool {
        match (before, self) {
            (Self::MoveFacility { id: before, .. }, Self::MoveFacility { id, .. }) => before == id,
            (Self::SetParameters(_), Self::SetParameters(_)) => true,
            _ => false,
        }
    }
}

/// What applying an edit did.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Applied next, it restores the study exactly.
    pub inverse: Edit,
    pub effect: Effect,
}

/// What of the results an edit touches.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one lives for the moment of an edit")]
pub enum Effect {
    /// One facility came, went or changed.
    Facility { before: Option<Facility>, after: Option<Facility> },
    /// Every walk circle may have changed.
    Parameters,
}

/// Why an edit does not fit the study.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    #[error("no facility has the number {}", .0.0)]
    NoSuchFacility(FacilityId),
    #[error("a facility has the number {} already", .0.0)]
    IdTaken(FacilityId),
    #[error("a facility offers at least one function of the standard")]
    BadFunctions,
    #[error("a facility needs a place on the map")]
    NoPlace,
    #[error("a walking limit of {0} m is not between 0 and 20,000 m")]
    BadLimit(f64),
    #[error("a detour factor of {0} is not between 1 and 5")]
    BadDetour(f64),
}

impl EditError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NoSuchFacility(id) => format!("没有编号为 {} 的设施", id.0),
            Self::IdTaken(id) => format!("编号 {} 已被其他设施使用", id.0),
            Self::BadFunctions => "设施至少应承担标准中的一项功能".to_owned(),
            Self::NoPlace => "设施需要地图上的位置".to_owned(),
            Self::BadLimit(limit_m) => format!("步行距离 {limit_m} 米不在 0–20,000 米之间"),
            Self::BadDetour(detour) => format!("绕行系数 {detour} 不在 1–5 之间"),
        };
        Message::new(zh, self.to_string())
    }
}

/// Checks what holds for every facility of a study.
pub(super) fn check_facility(facility: &Facility, standard: &Standard) -> Result<(), EditError> {
    let known = |function: &FunctionIndex| function.as_usize() < standard.functions.len();
    let repeated = |(position, function): (usize, &FunctionIndex)| {
        facility.functions[..position].contains(function)
    };
    if facility.functions.is_empty()
        || !facility.functions.iter().all(known)
        || facility.functions.iter().enumerate().any(repeated)
    {
        return Err(EditError::BadFunctions);
    }
    if !(facility.at.x.is_finite() && facility.at.y.is_finite()) {
        return Err(EditError::NoPlace);
    }
    Ok(())
}
