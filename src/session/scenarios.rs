//! What a planner does with whole scenarios: begin one, branch, duplicate, delete, and take edits
//! from one to another.

use crate::language::Message;
use crate::study::{
    Description, Edit, EditError, EditNumber, FacilityEdit, Scenario, ScenarioEdit, ScenarioId,
};

use super::Session;

/// Why an edit cannot be taken to another scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct CherryPickError(pub Message);

impl Session {
    /// Starts an empty scenario on top of another and shows it.
    pub fn branch(&mut self, parent: ScenarioId) -> Result<ScenarioId, EditError> {
        let scenario = self.study.proposed_scenario(parent);
        self.add_scenario(scenario, &Message::new("新建方案", "New scenario"))
    }

    /// Starts a scenario within the gesture under way when the base is shown, which cannot be
    /// edited itself. Returns whether it did.
    pub fn branch_from_base_in_gesture(&mut self) -> Result<bool, EditError> {
        if !self.shown().is_base() {
            return Ok(false);
        }
        let scenario = self.study.proposed_scenario(ScenarioId::BASE);
        let (id, position) = (scenario.id, self.study.scenarios().len());
        self.perform_in_gesture(Edit::AddScenario { position, scenario })?;
        self.look_at(id);
        Ok(true)
    }

    /// Copies a scenario, edits included, and shows the copy.
    pub fn duplicate(&mut self, id: ScenarioId) -> Result<ScenarioId, EditError> {
        let scenarios = self.study.scenarios();
        let Some(original) = scenarios.get(id) else { return self.branch(id) };
        let Message { zh, en } = &original.description.name;
        let proposed = self.study.proposed_scenario(original.parent);
        let first = scenarios.next_edit_number().0;
        let edits = original
            .edits
            .iter()
            .zip(first..)
            .map(|(entry, number)| ScenarioEdit { number: EditNumber(number), ..entry.clone() });
        let copy = Scenario {
            description: Description {
                name: Message::new(format!("{zh} 副本"), format!("{en} copy")),
                note: original.description.note.clone(),
                ..proposed.description
            },
            edits: edits.collect(),
            ..proposed
        };
        self.add_scenario(copy, &Message::new("复制方案", "Duplicate scenario"))
    }

    /// Deletes a scenario and all that build on it, as one step.
    pub fn delete_scenario(&mut self, id: ScenarioId) -> Result<(), EditError> {
        let name = self.study.scenarios().name(id);
        let doomed = self.study.scenarios().subtree(id);
        let label = match doomed.len() {
            0 | 1 => Message::new(format!("删除 {}", name.zh), format!("Delete {}", name.en)),
            count => Message::new(
                format!("删除 {}及其上的 {} 个方案", name.zh, count - 1),
                format!("Delete {} and {} on top of it", name.en, count - 1),
            ),
        };
        let parent = self.study.scenarios().get(id).map(|scenario| scenario.parent);
        let shown_goes = doomed.contains(&self.shown());
        // Children first: a scenario that others build on cannot be removed.
        self.perform(label, doomed.into_iter().rev().map(Edit::RemoveScenario))?;
        if let Some(parent) = parent.filter(|_| shown_goes) {
            self.show(parent);
        }
        Ok(())
    }

    /// Copies an edit to the end of another scenario, or moves it there.
    ///
    /// # Errors
    /// When it does not fit there, with the reason in terms of the two scenarios.
    pub fn cherry_pick(
        &mut self,
        number: EditNumber,
        to: ScenarioId,
        moving: bool,
    ) -> Result<(), CherryPickError> {
        let plain = |error: EditError| CherryPickError(error.message());
        let scenarios = self.study.scenarios();
        let source = scenarios.iter().find(|s| s.edits.iter().any(|e| e.number == number));
        let Some(source) = source else { return Err(plain(EditError::NoSuchEdit(number))) };
        let Some(target) = scenarios.get(to) else { return Err(plain(EditError::BaseIsReadOnly)) };
        let Some(entry) = source.edits.iter().find(|entry| entry.number == number).cloned() else {
            return Err(plain(EditError::NoSuchEdit(number)));
        };
        if let Err(reason) = self.study.check_facility_edit(to, &entry.edit) {
            return Err(CherryPickError(self.explain(source, target, &entry, &reason)));
        }
        let from = source.id;
        let copy = ScenarioEdit { number: scenarios.next_edit_number(), ..entry.clone() };
        let insert = Edit::InsertEdit { scenario: to, position: target.edits.len(), entry: copy };
        let (name, Message { zh, en }) = (&target.description.name, &entry.label);
        let (label, edits) = if moving {
            let label = Message::new(
                format!("将“{zh}”移到 {}", name.zh),
                format!("Take “{en}” to {}", name.en),
            );
            (label, vec![Edit::RemoveEdit { scenario: from, number }, insert])
        } else {
            let label = Message::new(
                format!("将“{zh}”复制到 {}", name.zh),
                format!("Copy “{en}” to {}", name.en),
            );
            (label, vec![insert])
        };
        self.perform(label, edits).map_err(plain)
    }

    fn add_scenario(
        &mut self,
        scenario: Scenario,
        verb: &Message,
    ) -> Result<ScenarioId, EditError> {
        let (id, position) = (scenario.id, self.study.scenarios().len());
        let name = &scenario.description.name;
        let label =
            Message::new(format!("{} {}", verb.zh, name.zh), format!("{} {}", verb.en, name.en));
        self.perform(label, [Edit::AddScenario { position, scenario }])?;
        self.show(id);
        Ok(id)
    }

    /// Why an edit does not fit another scenario, and which edit has to go there first.
    fn explain(
        &self,
        source: &Scenario,
        target: &Scenario,
        entry: &ScenarioEdit,
        reason: &EditError,
    ) -> Message {
        let (what, place) = (&entry.label, &target.description.name);
        let why = match reason {
            EditError::NoSuchFacility(id) => {
                let adds =
                    |e: &&ScenarioEdit| matches!(&e.edit, FacilityEdit::Add(f) if f.id == *id);
                let needed = source.edits.iter().find(adds);
                let goes =
                    |e: &&ScenarioEdit| matches!(&e.edit, FacilityEdit::Remove(r) if r == id);
                let removed = target.edits.iter().find(goes);
                match (needed, removed) {
                    (_, Some(removed)) => Message::new(
                        format!("该设施已被其中的“{}”移除", removed.label.zh),
                        format!("“{}” has removed the facility there", removed.label.en),
                    ),
                    (Some(needed), None) => Message::new(
                        format!("该设施由“{}”放置，请先转移那一步", needed.label.zh),
                        format!(
                            "the facility comes from “{}”; take that edit first",
                            needed.label.en
                        ),
                    ),
                    (None, None) => Message::new("那里没有该设施", "the facility is not there"),
                }
            }
            EditError::IdTaken(_) => {
                Message::new("该设施已在其中", "the facility is there already")
            }
            other => other.message(),
        };
        Message::new(
            format!("“{}”不能放入 {}：{}", what.zh, place.zh, why.zh),
            format!("“{}” does not fit {}: {}", what.en, place.en, why.en),
        )
    }
}
