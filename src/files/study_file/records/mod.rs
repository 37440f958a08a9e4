//! Edits as they are written down: JSON with names instead of positions, so that a file can be
//! read without the program and outlives changes of its types. Here are the edits of scenarios and
//! of the study; those of facilities stand in `facility`.

mod facility;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::language::Message;
use crate::standard::{FunctionIndex, Standard};
use crate::study::{
    Description, Edit, EditNumber, FacilityEdit, ProgrammeRules, Scenario, ScenarioEdit, ScenarioId,
};

use super::StudyFileError;
use super::candidates::RegisterRecord;
use super::parameters::{self, NamedNumbers};
use super::walkthrough::WalkthroughRecord;
use facility::FacilityEditRecord;

pub(super) use facility::{origin_columns, origin_of};

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
}

fn description_record(description: &Description) -> DescriptionRecord {
    let Description { name, color, note } = description.clone();
    DescriptionRecord { name, color, note }
}

fn description(record: DescriptionRecord) -> Description {
    let DescriptionRecord { name, color, note } = record;
    Description { name, color, note }
}
