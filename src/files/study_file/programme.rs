//! What a facility offers function by function, and its project, as they are written down: JSON, in
//! the table of facilities and in the edit log.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::StudyFileError;
use super::records::Codec;
use crate::study::{
    FundingSource, OperatingMode, Operation, Project, ProjectState, ProjectSums, WeekHours,
};

type Outcome<T> = Result<T, StudyFileError>;

/// Operations and project; empty where nothing is known.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ProgrammeRecord {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    operations: Vec<OperationRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<ProjectRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OperationRecord {
    function: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area_m2: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    staff: Option<f64>,
    /// As OpenStreetMap's `opening_hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ProjectRecord {
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    owner: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    provider: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<String>,
    /// In yuan; those of a year in yuan a year.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sums: BTreeMap<String, f64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    funding: BTreeMap<String, f64>,
}

impl ProgrammeRecord {
    pub fn of(codec: Codec, operations: &[Operation], project: &Project) -> Self {
        Self {
            operations: OperationRecord::list(codec, operations),
            project: (!project.is_empty()).then(|| ProjectRecord::of(project)),
        }
    }

    pub fn read(self, codec: Codec) -> Outcome<(Vec<Operation>, Project)> {
        let project = self.project.map(ProjectRecord::read).transpose()?.unwrap_or_default();
        Ok((OperationRecord::read_list(codec, self.operations)?, project))
    }
}

impl OperationRecord {
    pub fn list(codec: Codec, operations: &[Operation]) -> Vec<Self> {
        operations.iter().flat_map(|operation| Self::of(codec, operation)).collect()
    }

    fn of(codec: Codec, operation: &Operation) -> Option<Self> {
        let Operation { function, area_m2, capacity, staff, hours } = *operation;
        let function = codec.standard.get(function)?.id.clone();
        Some(Self { function, area_m2, capacity, staff, hours: hours.map(|h| h.to_string()) })
    }

    pub fn read_list(codec: Codec, records: Vec<Self>) -> Outcome<Vec<Operation>> {
        records.into_iter().map(|record| record.read(codec)).collect()
    }

    fn read(self, codec: Codec) -> Outcome<Operation> {
        let Self { function, area_m2, capacity, staff, hours } = self;
        let function = codec.function(&function)?;
        let hours = hours.map(|text| WeekHours::parse(&text)).transpose();
        let hours = hours.map_err(|error| StudyFileError::damaged(error.to_string()))?;
        Ok(Operation { function, area_m2, capacity, staff, hours })
    }
}

impl ProjectRecord {
    pub fn of(project: &Project) -> Self {
        let Project { state, year, owner, provider, mode, sums, funding } = project;
        let funding = funding.iter().map(|(source, yuan)| (source.id().to_owned(), *yuan));
        Self {
            state: state.id().to_owned(),
            year: *year,
            owner: owner.clone(),
            provider: provider.clone(),
            mode: mode.map(|mode| mode.id().to_owned()),
            sums: numbers_of(*sums),
            funding: funding.collect(),
        }
    }

    pub fn read(self) -> Outcome<Project> {
        let Self { state, year, owner, provider, mode, sums, funding } = self;
        let unknown =
            |what: &str, id: &str| StudyFileError::damaged(format!("unknown {what} {id}"));
        let mode = mode.map(|id| OperatingMode::from_id(&id).ok_or_else(|| unknown("mode", &id)));
        let funding = funding.into_iter().map(|(id, yuan)| {
            let source = FundingSource::from_id(&id);
            Ok((source.ok_or_else(|| unknown("source of funds", &id))?, yuan))
        });
        Ok(Project {
            state: ProjectState::from_id(&state).ok_or_else(|| unknown("state", &state))?,
            year,
            owner,
            provider,
            mode: mode.transpose()?,
            sums: sums_of(&sums)?,
            funding: funding.collect::<Outcome<_>>()?,
        })
    }
}

fn numbers_of(sums: ProjectSums) -> BTreeMap<String, f64> {
    let ProjectSums { conversion, running, rent, relief, subsidy, income } = sums;
    let named = [
        ("conversion", conversion),
        ("running", running),
        ("rent", rent),
        ("rent_relief", relief),
        ("subsidy", subsidy),
        ("income", income),
    ];
    let known = named.into_iter().filter_map(|(name, sum)| Some((name.to_owned(), sum?)));
    known.collect()
}

fn sums_of(numbers: &BTreeMap<String, f64>) -> Outcome<ProjectSums> {
    let mut sums = ProjectSums::default();
    for (name, sum) in numbers {
        let place = match name.as_str() {
            "conversion" => &mut sums.conversion,
            "running" => &mut sums.running,
            "rent" => &mut sums.rent,
            "rent_relief" => &mut sums.relief,
            "subsidy" => &mut sums.subsidy,
            "income" => &mut sums.income,
            other => return Err(StudyFileError::damaged(format!("unknown sum {other}"))),
        };
        *place = Some(*sum);
    }
    Ok(sums)
}

/// Operations and project for the table of facilities; nothing where nothing is known.
pub(super) fn programme_to_json(
    codec: Codec,
    operations: &[Operation],
    project: &Project,
) -> Outcome<Option<String>> {
    if operations.is_empty() && project.is_empty() {
        return Ok(None);
    }
    let record = ProgrammeRecord::of(codec, operations, project);
    serde_json::to_string(&record).map(Some).map_err(|error| StudyFileError::record(&error))
}

pub(super) fn programme_from_json(
    codec: Codec,
    json: Option<&str>,
) -> Outcome<(Vec<Operation>, Project)> {
    let Some(json) = json else { return Ok((Vec::new(), Project::default())) };
    let record: ProgrammeRecord =
        serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))?;
    record.read(codec)
}
