//! Norms of provision: how much of a service a number of residents or households asks for. Every
//! figure carries its standing and source, so that none is shown as more than it is.

use serde::Deserialize;

use super::Standing;

/// A figure of a standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    pub value: f64,
    pub standing: Standing,
    /// The document it comes from, as written in the standard's file.
    pub source: String,
}

/// What a standard asks of one function; a figure it does not have is `None`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Norms {
    /// Floor area in m² per 1,000 residents.
    pub area_m2_per_1000: Option<Norm>,
    /// Places, meals a day or whatever the function's capacity is counted in, per 1,000 residents.
    pub capacity_per_1000: Option<Norm>,
}

/// Floor area of all community services together, in m² per 100 households.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdNorm {
    pub required: Norm,
    pub encouraged: Norm,
    /// Takes the place of households where the data count residents only.
    pub persons_per_household: Norm,
}

/// The household norm in the shipped file.
#[derive(Deserialize)]
pub(super) struct HouseholdNormEntry {
    required: f64,
    encouraged: f64,
    persons_per_household: f64,
    /// Standing and source of all three.
    status: String,
}

impl From<HouseholdNormEntry> for HouseholdNorm {
    fn from(entry: HouseholdNormEntry) -> Self {
        let norm = |value| Norm {
            value,
            standing: Standing::from_status(&entry.status),
            source: entry.status.clone(),
        };
        Self {
            required: norm(entry.required),
            encouraged: norm(entry.encouraged),
            persons_per_household: norm(entry.persons_per_household),
        }
    }
}
