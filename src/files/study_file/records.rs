//! Edits as they are written down: JSON with names instead of positions, so that a file can be
//! read without the program and outlives changes of its types.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::standard::{Function, FunctionIndex, Pictogram, Standard, Standing};
use crate::study::{
    Description, Edit, EditNumber, Facility, FacilityEdit, FacilityId, FacilityOrigin, Scenario,
    ScenarioEdit, ScenarioId,
};

use super::StudyFileError;
use super::norms::{HouseholdNormRecord, NormsRecord};
use super::parameters::{self, NamedNumbers};

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
    SetStandard { standard: StandardRecord },
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
}

#[derive(Debug, Serialize, Deserialize)]
struct StandardRecord {
    id: String,
    functions: Vec<FunctionRecord>,
    /// Since format 4.
    #[serde(default)]
    per_100_households: Option<HouseholdNormRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FunctionRecord {
    id: String,
    in_standard: bool,
    name: Message,
    short_name: Message,
    walk_limit_m: f64,
    walk_minutes: Option<u32>,
    walk_standing: String,
    walk_source: String,
    /// Since format 4.
    #[serde(default)]
    norms: NormsRecord,
    letter: char,
}

/// Writes and reads edits by the names that a standard gives its functions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Codec<'a> {
    pub standard: &'a Standard,
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
        let find = |id: &String| {
            let index = self.standard.index_of(id);
            index.ok_or_else(|| StudyFileError::damaged(format!("unknown function {id}")))
        };
        ids.iter().map(find).collect()
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
                EditRecord::SetStandard { standard: standard_record(standard) }
            }
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
                Edit::SetStandard(Arc::new(self::standard(standard)?))
            }
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
            R::Rename { facility, name } => FacilityEdit::Rename { id: FacilityId(facility), name },
        })
    }

    fn facility_record(&self, facility: &Facility) -> FacilityRecord {
        let Facility { id, code, name, at, functions, floor_area_m2, capacity, origin } = facility;
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
            building: building.map(str::to_owned),
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
        } = record;
        Ok(Facility {
            id: FacilityId(id),
            code,
            name,
            at,
            functions: self.functions(&functions)?,
            floor_area_m2,
            capacity,
            origin: origin_of(&origin, building)?,
        })
    }
}

/// An origin as a word, and the building a facility was made from.
pub(super) fn origin_columns(origin: &FacilityOrigin) -> (&'static str, Option<&str>) {
    match origin {
        FacilityOrigin::Existing => ("existing", None),
        FacilityOrigin::Hypothetical => ("hypothetical", None),
        FacilityOrigin::Converted { building } => ("converted", Some(building)),
    }
}

pub(super) fn origin_of(word: &str, building: Option<String>) -> Reading<FacilityOrigin> {
    match (word, building) {
        ("existing", _) => Ok(FacilityOrigin::Existing),
        ("hypothetical", _) => Ok(FacilityOrigin::Hypothetical),
        ("converted", building) => {
            Ok(FacilityOrigin::Converted { building: building.unwrap_or_default() })
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

fn standard_record(standard: &Standard) -> StandardRecord {
    let record = |function: &Function| {
        let Function {
            id,
            in_standard,
            name,
            short_name,
            walk_limit_m,
            walk_minutes,
            walk_standing,
            walk_source,
            norms,
            letter,
            pictogram: _, // follows from the id
        } = function.clone();
        let walk_standing = walk_standing.id().to_owned();
        FunctionRecord {
            id,
            in_standard,
            name,
            short_name,
            walk_limit_m,
            walk_minutes,
            walk_standing,
            walk_source,
            norms: NormsRecord::of(&norms),
            letter,
        }
    };
    StandardRecord {
        id: standard.id.clone(),
        functions: standard.functions.iter().map(record).collect(),
        per_100_households: standard.per_100_households.as_ref().map(HouseholdNormRecord::of),
    }
}

fn standard(record: StandardRecord) -> Reading<Standard> {
    let function = |record: FunctionRecord| {
        let standing = Standing::from_id(&record.walk_standing);
        let walk_standing = standing.ok_or_else(|| {
            StudyFileError::damaged(format!("unknown standing {}", record.walk_standing))
        })?;
        Ok(Function {
            pictogram: Pictogram::of_function(&record.id),
            id: record.id,
            in_standard: record.in_standard,
            name: record.name,
            short_name: record.short_name,
            walk_limit_m: record.walk_limit_m,
            walk_minutes: record.walk_minutes,
            walk_standing,
            walk_source: record.walk_source,
            norms: record.norms.read()?,
            letter: record.letter,
        })
    };
    let functions = record.functions.into_iter().map(function).collect::<Reading<_>>()?;
    let per_100_households =
        record.per_100_households.map(HouseholdNormRecord::read).transpose()?;
    Ok(Standard { id: record.id, functions, per_100_households })
}
