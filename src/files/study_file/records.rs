//! Edits as they are written down: JSON with names instead of positions, so that a file can be
//! read without the program and outlives changes of its types.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::standard::{FunctionIndex, Standard};
use crate::study::{
    CandidateId, Description, Edit, EditNumber, Facility, FacilityEdit, FacilityId, FacilityOrigin,
    ProgrammeRules, Scenario, ScenarioEdit, ScenarioId,
};

use super::StudyFileError;
use super::candidates::RegisterRecord;
use super::parameters::{self, NamedNumbers};
use super::programme::{OperationRecord, ProgrammeRecord, ProjectRecord};
use super::walkthrough::WalkthroughRecord;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
enum EditRecord {
    AddScenario { position: usize, scenario: ScenarioRecord },
    RemoveScenario { scenario: u32 },
    DescribeScenario { scenario: u32, description: DescriptionRecord },
    ReorderScenario { scenario: u32, position: usize },
    InsertEdit { scenario: u32, position: usize, entry: EntryRecord },
    RemoveEdit { scenario: u32, number: u32 },
    ReplaceEdit { scenario: u32, number: u32, with: FacilityEditRecord },
    SetParameters(NamedNumbers),
    SetStandard { standard: Box<Standard> },
    SetProgrammeRules { rules: Box<ProgrammeRules> },
    Register(RegisterRecord),
    Walkthrough(WalkthroughRecord),
}

#[derive(Debug, Serialize, Deserialize)]
struct ScenarioRecord {
    id: u32,
    parent: u32,
    description: DescriptionRecord,
    edits: Vec<EntryRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DescriptionRecord {
    name: Message,
    color: u8,
    note: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct EntryRecord {
    number: u32,
    label: Message,
    edit: FacilityEditRecord,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
enum FacilityEditRecord {
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
struct FacilityRecord {
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

/// Writes and reads edits by the names that a standard gives its functions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Codec<'a> {
    pub standard: &'a Standard,
}

/// The standards that edits, as they are written in the log, put in the place of the study's.
pub(super) fn standards_in(json: &str) -> Reading<Vec<Standard>> {
    // Few edits do so, and the others are read anyway.
    if !json.contains("set_standard") {
        return Ok(Vec::new());
    }
    let records: Vec<EditRecord> =
        serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))?;
    let set = records.into_iter().filter_map(|record| match record {
        EditRecord::SetStandard { standard } => Some(standard.completed()),
        _ => None,
    });
    Ok(set.collect())
}

/// What cannot be read in a record.
type Reading<T> = Result<T, StudyFileError>;

impl Codec<'_> {
    /// Edits as a JSON list.
    pub fn edits_to_json(&self, edits: &[Edit]) -> Reading<String> {
        let records: Vec<_> = edits.iter().map(|edit| self.edit_record(edit)).collect();
        serde_json::to_string(&records).map_err(|error| StudyFileError::record(&error))
    }

    pub fn edits_from_json(&self, json: &str) -> Reading<Vec<Edit>> {
        let records: Vec<EditRecord> =
            serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))?;
        records.into_iter().map(|record| self.edit(record)).collect()
    }

    pub fn facility_edit_to_json(&self, edit: &FacilityEdit) -> Reading<String> {
        let record = self.facility_edit_record(edit);
        serde_json::to_string(&record).map_err(|error| StudyFileError::record(&error))
    }

    pub fn facility_edit_from_json(&self, json: &str) -> Reading<FacilityEdit> {
        let record = serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))?;
        self.facility_edit(record)
    }

    /// Names of functions, in the order given.
    pub fn function_ids(&self, functions: &[FunctionIndex]) -> Vec<String> {
        functions.iter().filter_map(|f| self.standard.get(*f)).map(|f| f.id.clone()).collect()
    }

    /// Functions by name.
    pub fn functions(&self, ids: &[String]) -> Reading<Vec<FunctionIndex>> {
        ids.iter().map(|id| self.function(id)).collect()
    }

    /// A function by name.
    pub fn function(&self, id: &str) -> Reading<FunctionIndex> {
        let index = self.standard.index_of(id);
        index.ok_or_else(|| StudyFileError::damaged(format!("unknown function {id}")))
    }

    fn edit_record(&self, edit: &Edit) -> EditRecord {
        match edit {
            Edit::AddScenario { position, scenario } => EditRecord::AddScenario {
                position: *position,
                scenario: self.scenario_record(scenario),
            },
            Edit::RemoveScenario(id) => EditRecord::RemoveScenario { scenario: id.0 },
            Edit::DescribeScenario { id, description } => EditRecord::DescribeScenario {
                scenario: id.0,
                description: description_record(description),
            },
            Edit::ReorderScenario { id, position } => {
                EditRecord::ReorderScenario { scenario: id.0, position: *position }
            }
            Edit::InsertEdit { scenario, position, entry } => EditRecord::InsertEdit {
                scenario: scenario.0,
                position: *position,
                entry: self.entry_record(entry),
            },
            Edit::RemoveEdit { scenario, number } => {
                EditRecord::RemoveEdit { scenario: scenario.0, number: number.0 }
            }
            Edit::ReplaceEdit { scenario, number, edit } => EditRecord::ReplaceEdit {
                scenario: scenario.0,
                number: number.0,
                with: self.facility_edit_record(edit),
            },
            Edit::SetParameters(set) => EditRecord::SetParameters(parameters::to_numbers(set)),
            Edit::SetStandard(standard) => {
                EditRecord::SetStandard { standard: Box::new(standard.as_ref().clone()) }
            }
            Edit::SetProgrammeRules(rules) => {
                EditRecord::SetProgrammeRules { rules: Box::new(rules.as_ref().clone()) }
            }
            Edit::Register(edit) => EditRecord::Register(RegisterRecord::of(edit, *self)),
            Edit::Walkthrough(edit) => EditRecord::Walkthrough(WalkthroughRecord::of(edit, *self)),
        }
    }

    fn edit(&self, record: EditRecord) -> Reading<Edit> {
        Ok(match record {
            EditRecord::AddScenario { position, scenario } => {
                Edit::AddScenario { position, scenario: self.scenario(scenario)? }
            }
            EditRecord::RemoveScenario { scenario } => Edit::RemoveScenario(ScenarioId(scenario)),
            EditRecord::DescribeScenario { scenario, description } => Edit::DescribeScenario {
                id: ScenarioId(scenario),
                description: self::description(description),
            },
            EditRecord::ReorderScenario { scenario, position } => {
                Edit::ReorderScenario { id: ScenarioId(scenario), position }
            }
            EditRecord::InsertEdit { scenario, position, entry } => Edit::InsertEdit {
                scenario: ScenarioId(scenario),
                position,
                entry: self.entry(entry)?,
            },
            EditRecord::RemoveEdit { scenario, number } => {
                Edit::RemoveEdit { scenario: ScenarioId(scenario), number: EditNumber(number) }
            }
            EditRecord::ReplaceEdit { scenario, number, with } => Edit::ReplaceEdit {
                scenario: ScenarioId(scenario),
                number: EditNumber(number),
                edit: self.facility_edit(with)?,
            },
            EditRecord::SetParameters(set) => Edit::SetParameters(parameters::from_numbers(&set)?),
            EditRecord::SetStandard { standard } => {
                Edit::SetStandard(Arc::new(standard.completed()))
            }
            EditRecord::SetProgrammeRules { rules } => Edit::SetProgrammeRules(Arc::new(*rules)),
            EditRecord::Register(record) => Edit::Register(record.read(*self)?),
            EditRecord::Walkthrough(record) => Edit::Walkthrough(record.read(*self)?),
        })
    }

    fn scenario_record(&self, scenario: &Scenario) -> ScenarioRecord {
        let Scenario { id, parent, description, edits } = scenario;
        ScenarioRecord {
            id: id.0,
            parent: parent.0,
            description: description_record(description),
            edits: edits.iter().map(|entry| self.entry_record(entry)).collect(),
        }
    }

    fn scenario(&self, record: ScenarioRecord) -> Reading<Scenario> {
        let ScenarioRecord { id, parent, description, edits } = record;
        Ok(Scenario {
            id: ScenarioId(id),
            parent: ScenarioId(parent),
            description: self::description(description),
            edits: edits.into_iter().map(|entry| self.entry(entry)).collect::<Reading<_>>()?,
        })
    }

    fn entry_record(&self, entry: &ScenarioEdit) -> EntryRecord {
        let ScenarioEdit { number, label, edit } = entry;
        EntryRecord {
            number: number.0,
            label: label.clone(),
            edit: self.facility_edit_record(edit),
        }
    }

    fn entry(&self, record: EntryRecord) -> Reading<ScenarioEdit> {
        let EntryRecord { number, label, edit } = record;
        Ok(ScenarioEdit { number: EditNumber(number), label, edit: self.facility_edit(edit)? })
    }

    fn facility_edit_record(&self, edit: &FacilityEdit) -> FacilityEditRecord {
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

    fn facility_edit(&self, record: FacilityEditRecord) -> Reading<FacilityEdit> {
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
pub(super) fn origin_columns(origin: &FacilityOrigin) -> (&'static str, Option<Cow<'_, str>>) {
    match origin {
        FacilityOrigin::Existing => ("existing", None),
        FacilityOrigin::Hypothetical => ("hypothetical", None),
        FacilityOrigin::Converted { building } => ("converted", Some(building.into())),
        FacilityOrigin::Candidate(id) => ("candidate", Some(id.0.to_string().into())),
    }
}

pub(super) fn origin_of(word: &str, building: Option<String>) -> Reading<FacilityOrigin> {
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

fn description_record(description: &Description) -> DescriptionRecord {
    let Description { name, color, note } = description.clone();
    DescriptionRecord { name, color, note }
}

fn description(record: DescriptionRecord) -> Description {
    let DescriptionRecord { name, color, note } = record;
    Description { name, color, note }
}
