//! Facilities and edits of them as they are written down.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::files::study_file::StudyFileError;
use crate::files::study_file::programme::{OperationRecord, ProgrammeRecord, ProjectRecord};
use crate::geometry::WorldPoint;
use crate::study::{CandidateId, Facility, FacilityEdit, FacilityId, FacilityOrigin};

use super::{Codec, Reading};

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub(super) enum FacilityEditRecord {
    Add { facility: FacilityRecord },
    Remove { facility: u32 },
    Move { facility: u32, to: WorldPoint },
    SetFunctions { facility: u32, functions: Vec<String> },
    Resize { facility: u32, floor_area_m2: Option<f64> },
    SetCapacity { facility: u32, capacity: Option<f64> },
    SetOperations { facility: u32, operations: Vec<OperationRecord> },
    SetProject { facility: u32, project: ProjectRecord },
    Rename { facility: u32, name: String },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FacilityRecord {
    id: u32,
    code: String,
    name: String,
    at: WorldPoint,
    functions: Vec<String>,
    floor_area_m2: Option<f64>,
    /// Since format 4.
    #[serde(default)]
    capacity: Option<f64>,
    origin: String,
    building: Option<String>,
    /// Since format 5.
    #[serde(flatten)]
    programme: ProgrammeRecord,
}

impl Codec<'_> {
    pub(super) fn facility_edit_record(&self, edit: &FacilityEdit) -> FacilityEditRecord {
        use FacilityEditRecord as R;
        match edit {
            FacilityEdit::Add(facility) => R::Add { facility: self.facility_record(facility) },
            FacilityEdit::Remove(id) => R::Remove { facility: id.0 },
            FacilityEdit::Move { id, to } => R::Move { facility: id.0, to: *to },
            FacilityEdit::SetFunctions { id, functions } => {
                R::SetFunctions { facility: id.0, functions: self.function_ids(functions) }
            }
            FacilityEdit::Resize { id, floor_area_m2 } => {
                R::Resize { facility: id.0, floor_area_m2: *floor_area_m2 }
            }
            FacilityEdit::SetCapacity { id, capacity } => {
                R::SetCapacity { facility: id.0, capacity: *capacity }
            }
            FacilityEdit::SetOperations { id, operations } => R::SetOperations {
                facility: id.0,
                operations: OperationRecord::list(*self, operations),
            },
            FacilityEdit::SetProject { id, project } => {
                R::SetProject { facility: id.0, project: ProjectRecord::of(project) }
            }
            FacilityEdit::Rename { id, name } => R::Rename { facility: id.0, name: name.clone() },
        }
    }

    pub(super) fn facility_edit(&self, record: FacilityEditRecord) -> Reading<FacilityEdit> {
        use FacilityEditRecord as R;
        Ok(match record {
            R::Add { facility } => FacilityEdit::Add(self.facility(facility)?),
            R::Remove { facility } => FacilityEdit::Remove(FacilityId(facility)),
            R::Move { facility, to } => FacilityEdit::Move { id: FacilityId(facility), to },
            R::SetFunctions { facility, functions } => FacilityEdit::SetFunctions {
                id: FacilityId(facility),
                functions: self.functions(&functions)?,
            },
            R::Resize { facility, floor_area_m2 } => {
                FacilityEdit::Resize { id: FacilityId(facility), floor_area_m2 }
            }
            R::SetCapacity { facility, capacity } => {
                FacilityEdit::SetCapacity { id: FacilityId(facility), capacity }
            }
            R::SetOperations { facility, operations } => FacilityEdit::SetOperations {
                id: FacilityId(facility),
                operations: OperationRecord::read_list(*self, operations)?,
            },
            R::SetProject { facility, project } => {
                FacilityEdit::SetProject { id: FacilityId(facility), project: project.read()? }
            }
            R::Rename { facility, name } => FacilityEdit::Rename { id: FacilityId(facility), name },
        })
    }

    fn facility_record(&self, facility: &Facility) -> FacilityRecord {
        let Facility {
            id,
            code,
            name,
            at,
            functions,
            floor_area_m2,
            capacity,
            operations,
            project,
            origin,
        } = facility;
        let (origin, building) = origin_columns(origin);
        FacilityRecord {
            id: id.0,
            code: code.clone(),
            name: name.clone(),
            at: *at,
            functions: self.function_ids(functions),
            floor_area_m2: *floor_area_m2,
            capacity: *capacity,
            origin: origin.to_owned(),
            building: building.map(Cow::into_owned),
            programme: ProgrammeRecord::of(*self, operations, project),
        }
    }

    fn facility(&self, record: FacilityRecord) -> Reading<Facility> {
        let FacilityRecord {
            id,
            code,
            name,
            at,
            functions,
            floor_area_m2,
            capacity,
            origin,
            building,
            programme,
        } = record;
        let (operations, project) = programme.read(*self)?;
        Ok(Facility {
            id: FacilityId(id),
            code,
            name,
            at,
            functions: self.functions(&functions)?,
            floor_area_m2,
            capacity,
            operations,
            project,
            origin: origin_of(&origin, building)?,
        })
    }
}

/// An origin as a word, and the building a facility was made from.
pub(in crate::files::study_file) fn origin_columns(
    origin: &FacilityOrigin,
) -> (&'static str, Option<Cow<'_, str>>) {
    match origin {
        FacilityOrigin::Existing => ("existing", None),
        FacilityOrigin::Hypothetical => ("hypothetical", None),
        FacilityOrigin::Converted { building } => ("converted", Some(building.into())),
        FacilityOrigin::Candidate(id) => ("candidate", Some(id.0.to_string().into())),
    }
}

pub(in crate::files::study_file) fn origin_of(
    word: &str,
    building: Option<String>,
) -> Reading<FacilityOrigin> {
    match (word, building) {
        ("existing", _) => Ok(FacilityOrigin::Existing),
        ("hypothetical", _) => Ok(FacilityOrigin::Hypothetical),
        ("converted", building) => {
            Ok(FacilityOrigin::Converted { building: building.unwrap_or_default() })
        }
        ("candidate", id) => {
            let id = id.and_then(|id| id.parse().ok());
            let id = id.ok_or_else(|| StudyFileError::damaged("no such candidate"))?;
            Ok(FacilityOrigin::Candidate(CandidateId(id)))
        }
        (other, _) => Err(StudyFileError::damaged(format!("unknown origin {other}"))),
    }
}
