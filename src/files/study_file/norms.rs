//! Norms of a standard as they are written down: JSON, in the standard's table and in the edit log.

use serde::{Deserialize, Serialize};

use super::StudyFileError;
use crate::standard::{HouseholdNorm, Norm, Norms, Standing};

type Outcome<T> = Result<T, StudyFileError>;

#[derive(Debug, Serialize, Deserialize)]
struct NormRecord {
    value: f64,
    standing: String,
    source: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct NormsRecord {
    area_m2_per_1000: Option<NormRecord>,
    capacity_per_1000: Option<NormRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct HouseholdNormRecord {
    required: NormRecord,
    encouraged: NormRecord,
    persons_per_household: NormRecord,
}

impl NormRecord {
    fn of(norm: &Norm) -> Self {
        let Norm { value, standing, source } = norm;
        Self { value: *value, standing: standing.id().to_owned(), source: source.clone() }
    }

    fn read(self) -> Outcome<Norm> {
        let Self { value, standing, source } = self;
        let known = Standing::from_id(&standing);
        let unknown = || StudyFileError::damaged(format!("unknown standing {standing}"));
        Ok(Norm { value, standing: known.ok_or_else(unknown)?, source })
    }
}

impl NormsRecord {
    pub fn of(norms: &Norms) -> Self {
        let Norms { area_m2_per_1000, capacity_per_1000 } = norms;
        Self {
            area_m2_per_1000: area_m2_per_1000.as_ref().map(NormRecord::of),
            capacity_per_1000: capacity_per_1000.as_ref().map(NormRecord::of),
        }
    }

    pub fn read(self) -> Outcome<Norms> {
        Ok(Norms {
            area_m2_per_1000: self.area_m2_per_1000.map(NormRecord::read).transpose()?,
            capacity_per_1000: self.capacity_per_1000.map(NormRecord::read).transpose()?,
        })
    }
}

impl HouseholdNormRecord {
    pub fn of(norm: &HouseholdNorm) -> Self {
        let HouseholdNorm { required, encouraged, persons_per_household } = norm;
        Self {
            required: NormRecord::of(required),
            encouraged: NormRecord::of(encouraged),
            persons_per_household: NormRecord::of(persons_per_household),
        }
    }

    pub fn read(self) -> Outcome<HouseholdNorm> {
        Ok(HouseholdNorm {
            required: self.required.read()?,
            encouraged: self.encouraged.read()?,
            persons_per_household: self.persons_per_household.read()?,
        })
    }
}

pub(super) fn norms_to_json(norms: &Norms) -> Outcome<String> {
    to_json(&NormsRecord::of(norms))
}

/// Norms of a function; none where nothing is written.
pub(super) fn norms_from_json(json: Option<&str>) -> Outcome<Norms> {
    let Some(json) = json else { return Ok(Norms::default()) };
    let record: NormsRecord = serde_json::from_str(json).map_err(|e| StudyFileError::record(&e))?;
    record.read()
}

pub(super) fn household_norm_to_json(norm: Option<&HouseholdNorm>) -> Outcome<String> {
    to_json(&norm.map(HouseholdNormRecord::of))
}

/// The norm of households; none where nothing is written.
pub(super) fn household_norm_from_json(json: Option<&str>) -> Outcome<Option<HouseholdNorm>> {
    let Some(json) = json else { return Ok(None) };
    let record: Option<HouseholdNormRecord> =
        serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))?;
    record.map(HouseholdNormRecord::read).transpose()
}

fn to_json(record: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(record).map_err(|error| StudyFileError::record(&error))
}
