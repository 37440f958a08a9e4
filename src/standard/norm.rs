//! Norms of provision: how much of a service a number of residents or households asks for. Every
//! figure carries its standing and source, so that none is shown as more than it is.

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::language::Text;

/// A figure of a standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    pub value: f64,
    pub standing: Standing,
    /// The document it comes from, as written in the standard's file.
    pub source: String,
}

impl Norm {
    /// A figure the planner gives in the study.
    pub fn set_in_study(value: f64) -> Self {
        Self { value, standing: Standing::SetInStudy, source: String::new() }
    }
}

/// What a standard asks of one function; a figure it does not have is `None`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Norms {
    /// Floor area in m² per 1,000 residents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_m2_per_1000: Option<Norm>,
    /// Places, meals a day or whatever the function's capacity is counted in, per 1,000 residents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_1000: Option<Norm>,
    /// Smallest floor area of one facility of the function, in m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_floor_area_m2: Option<Norm>,
    /// Floor area that one unit of capacity takes, in m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub m2_per_capacity_unit: Option<Norm>,
}

impl Norms {
    pub fn are_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The residents a norm counts by. A norm of one kind must not be applied to counts of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopulationBasis {
    /// Everybody who lives there (常住人口).
    #[default]
    Resident,
    /// Who is registered there (户籍人口).
    Registered,
}

impl PopulationBasis {
    pub fn name(self) -> Text {
        match self {
            Self::Resident => Text::new("常住人口", "residents"),
            Self::Registered => Text::new("户籍人口", "registered population"),
        }
    }
}

/// Floor area of all community services together, in m² per 100 households.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HouseholdNorm {
    pub required: Norm,
    pub encouraged: Norm,
    /// Takes the place of households where the data count residents only.
    pub persons_per_household: Norm,
}
