//! All scenarios of a study with the facilities each comes to, kept up to date edit by edit.

use crate::language::Message;

use super::edit::{Applied, Edit, Effect};
use super::facility::changes_between;
use super::rules::Rules;
use super::scenario::derive;
use super::{
    Conflict, Description, EditError, EditNumber, Facilities, FacilityChange, FacilityEdit,
    FacilityId, SCENARIO_COLORS, Scenario, ScenarioEdit, ScenarioId,
};

/// The scenario tree. The base is its root; the others are kept in the order the planner gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenarios {
    base: Facilities,
    branches: Vec<Branch>,
}

/// A scenario and what it comes to.
#[derive(Debug, Clone, PartialEq)]
struct Branch {
    scenario: Scenario,
    facilities: Facilities,
    conflicts: Vec<Conflict>,
}

impl Scenarios {
    pub(super) fn of_base(base: Facilities) -> Self {
        Self { base, branches: Vec::new() }
    }

    /// Scenarios in their order; a child may stand before its parent.
    pub(super) fn restore(
        base: Facilities,
        scenarios: Vec<Scenario>,
        rules: Rules,
    ) -> Result<Self, EditError> {
        let mut all = Self::of_base(base);
        for scenario in scenarios {
            if scenario.id.is_base() || all.get(scenario.id).is_some() {
                return Err(EditError::ScenarioTaken(scenario.id));
            }
            let (facilities, conflicts) = (Facilities::new(), Vec::new());
            all.branches.push(Branch { scenario, facilities, conflicts });
        }
        let roots = all.children(ScenarioId::BASE);
        let mut reached = 0;
        for root in roots {
            reached += all.subtree(root).len();
            all.derive_again(root, rules);
        }
        // Whatever hangs on nothing, or on itself, is reached from no child of the base.
        match all.branches.iter().find(|_| reached != all.branches.len()) {
            Some(branch) => Err(EditError::NoSuchScenario(branch.scenario.parent)),
            None => Ok(all),
        }
    }

    /// The facilities that exist.
    pub fn base(&self) -> &Facilities {
        &self.base
    }

    /// All scenarios but the base, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Scenario> {
        self.branches.iter().map(|branch| &branch.scenario)
    }

    /// How many scenarios there are, the base apart.
    pub fn len(&self) -> usize {
        self.branches.len()
    }

    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// A scenario other than the base.
    pub fn get(&self, id: ScenarioId) -> Option<&Scenario> {
        self.branch(id).map(|branch| &branch.scenario)
    }

    pub fn contains(&self, id: ScenarioId) -> bool {
        id.is_base() || self.get(id).is_some()
    }

    /// What the base is called.
    pub fn base_name() -> Message {
        Message::new("现状", "Base")
    }

    /// What a scenario is called; the base has a name of its own.
    pub fn name(&self, id: ScenarioId) -> Message {
        self.get(id).map_or_else(Self::base_name, |scenario| scenario.description.name.clone())
    }

    /// The facilities of a scenario; those of the base where there is no such scenario.
    pub fn facilities(&self, id: ScenarioId) -> &Facilities {
        self.branch(id).map_or(&self.base, |branch| &branch.facilities)
    }

    /// The edits of a scenario that are left out because they no longer fit.
    pub fn conflicts(&self, id: ScenarioId) -> &[Conflict] {
        self.branch(id).map_or(&[], |branch| &branch.conflicts)
    }

    /// The scenarios that build directly on one, in their order.
    pub fn children(&self, id: ScenarioId) -> Vec<ScenarioId> {
        self.iter().filter(|scenario| scenario.parent == id).map(|scenario| scenario.id).collect()
    }

    /// A scenario and all that build on it, parents before children.
    pub fn subtree(&self, id: ScenarioId) -> Vec<ScenarioId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            found.extend(self.children(parent));
            next += 1;
        }
        found
    }

    /// An empty scenario on top of another, with the next free id, number and colour.
    pub(super) fn proposed(&self, parent: ScenarioId) -> Scenario {
        let id = self.next_id();
        let taken = |number: u32| {
            let name = numbered_name(number);
            self.iter().any(|scenario| scenario.description.name == name)
        };
        let number = (1..).find(|number| !taken(*number)).unwrap_or(id.0);
        let used = |color: &u8| self.iter().any(|scenario| scenario.description.color == *color);
        let color = (0..SCENARIO_COLORS).find(|color| !used(color));
        let color = color.unwrap_or((id.0 % u32::from(SCENARIO_COLORS)) as u8);
        let description = Description { name: numbered_name(number), color, note: String::new() };
        Scenario { id, parent, description, edits: Vec::new() }
    }

    /// An id no scenario has.
    fn next_id(&self) -> ScenarioId {
        ScenarioId(self.iter().map(|scenario| scenario.id.0).max().unwrap_or(0) + 1)
    }

    /// A number no edit of any scenario has.
    pub fn next_edit_number(&self) -> EditNumber {
        let numbers = self.iter().flat_map(|scenario| &scenario.edits).map(|entry| entry.number.0);
        EditNumber(numbers.max().unwrap_or(0) + 1)
    }

    /// An id that no facility has in any scenario, so that edits can be taken to another one.
    pub fn next_facility_id(&self) -> FacilityId {
        let edits = self.iter().flat_map(|scenario| &scenario.edits);
        let in_scenarios = edits.map(|entry| entry.edit.id());
        let last = self.base.keys().copied().chain(in_scenarios).max();
        FacilityId(last.map_or(1, |id| id.0 + 1))
    }

    fn branch(&self, id: ScenarioId) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.scenario.id == id)
    }

    fn position(&self, id: ScenarioId) -> Result<usize, EditError> {
        if id.is_base() {
            return Err(EditError::BaseIsReadOnly);
        }
        let position = self.branches.iter().position(|branch| branch.scenario.id == id);
        position.ok_or(EditError::NoSuchScenario(id))
    }

    pub(super) fn add(
        &mut self,
        position: usize,
        scenario: Scenario,
        rules: Rules,
    ) -> Result<Applied, EditError> {
        let id = scenario.id;
        if self.contains(id) {
            return Err(EditError::ScenarioTaken(id));
        }
        if !self.contains(scenario.parent) {
            return Err(EditError::NoSuchScenario(scenario.parent));
        }
        if position > self.branches.len() {
            return Err(EditError::BadPosition(position));
        }
        check_name(&scenario.description)?;
        let parent = self.facilities(scenario.parent);
        let (facilities, conflicts) = derive(parent, &scenario.edits, rules);
        self.branches.insert(position, Branch { scenario, facilities, conflicts });
        Ok(Applied { inverse: Edit::RemoveScenario(id), effect: Effect::Scenarios })
    }

    pub(super) fn remove(&mut self, id: ScenarioId) -> Result<Applied, EditError> {
        let position = self.position(id)?;
        if !self.children(id).is_empty() {
            return Err(EditError::ScenarioHasChildren);
        }
        let Branch { scenario, .. } = self.branches.remove(position);
        let inverse = Edit::AddScenario { position, scenario };
        Ok(Applied { inverse, effect: Effect::Scenarios })
    }

    pub(super) fn describe(
        &mut self,
        id: ScenarioId,
        description: Description,
    ) -> Result<Applied, EditError> {
        check_name(&description)?;
        let position = self.position(id)?;
        let scenario = &mut self.branches[position].scenario;
        let before = std::mem::replace(&mut scenario.description, description);
        let inverse = Edit::DescribeScenario { id, description: before };
        Ok(Applied { inverse, effect: Effect::Scenarios })
    }

    pub(super) fn reorder(
        &mut self,
        id: ScenarioId,
        position: usize,
    ) -> Result<Applied, EditError> {
        let before = self.position(id)?;
        if position >= self.branches.len() {
            return Err(EditError::BadPosition(position));
        }
        let branch = self.branches.remove(before);
        self.branches.insert(position, branch);
        let inverse = Edit::ReorderScenario { id, position: before };
        Ok(Applied { inverse, effect: Effect::Scenarios })
    }

    pub(super) fn insert_edit(
        &mut self,
        id: ScenarioId,
        position: usize,
        entry: ScenarioEdit,
        rules: Rules,
    ) -> Result<Applied, EditError> {
        let branch = self.position(id)?;
        let number = entry.number;
        if self.iter().flat_map(|s| &s.edits).any(|known| known.number == number) {
            return Err(EditError::EditTaken(number));
        }
        let Branch { scenario, facilities, conflicts } = &mut self.branches[branch];
        let end = scenario.edits.len();
        if position > end {
            return Err(EditError::BadPosition(position));
        }
        let change = (position == end).then(|| rules.apply(&entry.edit, facilities));
        scenario.edits.insert(position, entry);
        let changes = match change {
            Some(Ok(change)) => self.changes_with_descendants(id, change, rules),
            Some(Err(reason)) => {
                conflicts.push(Conflict { number, reason });
                Vec::new()
            }
            None => self.derive_again(id, rules),
        };
        let inverse = Edit::RemoveEdit { scenario: id, number };
        Ok(Applied { inverse, effect: Effect::Facilities(changes) })
    }

    pub(super) fn remove_edit(
        &mut self,
        id: ScenarioId,
        number: EditNumber,
        rules: Rules,
    ) -> Result<Applied, EditError> {
        let branch = self.position(id)?;
        let edits = &self.branches[branch].scenario.edits;
        let position = edits.iter().position(|entry| entry.number == number);
        let position = position.ok_or(EditError::NoSuchEdit(number))?;
        let is_last = position + 1 == edits.len();
        let change = is_last.then(|| self.without_last_edit(branch, rules)).flatten();
        let Branch { scenario, facilities, .. } = &mut self.branches[branch];
        let entry = scenario.edits.remove(position);
        let concerned = entry.edit.id();
        let inverse = Edit::InsertEdit { scenario: id, position, entry };
        let changes = match change {
            Some(change) => {
                match &change.after {
                    Some(facility) => facilities.insert(concerned, facility.clone()),
                    None => facilities.remove(&concerned),
                };
                self.changes_with_descendants(id, change, rules)
            }
            None => self.derive_again(id, rules),
        };
        Ok(Applied { inverse, effect: Effect::Facilities(changes) })
    }

    /// What a branch's facilities change by when its last edit goes: no more than the facility that the
    /// edit is about, so that taking back thousands of edits one by one need not derive all facilities
    /// thousands of times. `None` where the edit is left out.
    fn without_last_edit(&self, branch: usize, rules: Rules) -> Option<FacilityChange> {
        let Branch { scenario, facilities, conflicts } = &self.branches[branch];
        let (last, earlier) = scenario.edits.split_last()?;
        let fits = |entry: &ScenarioEdit| conflicts.iter().all(|c| c.number != entry.number);
        if !fits(last) {
            return None;
        }
        let id = last.edit.id();
        let of_parent = self.facilities(scenario.parent).get(&id);
        let mut alone: Facilities =
            of_parent.map(|known| (id, known.clone())).into_iter().collect();
        for entry in earlier.iter().filter(|entry| entry.edit.id() == id && fits(entry)) {
            // There was room for it among the others, and what came later has not changed that.
            entry.edit.apply(&mut alone, rules.standard).ok()?;
        }
        Some(FacilityChange { before: facilities.get(&id).cloned(), after: alone.remove(&id) })
    }

    pub(super) fn replace_edit(
        &mut self,
        id: ScenarioId,
        number: EditNumber,
        edit: FacilityEdit,
        rules: Rules,
    ) -> Result<Applied, EditError> {
        let branch = self.position(id)?;
        let Branch { scenario, facilities, conflicts } = &mut self.branches[branch];
        let last = scenario.edits.len();
        let position = scenario.edits.iter().position(|entry| entry.number == number);
        let position = position.ok_or(EditError::NoSuchEdit(number))?;
        let entry = &mut scenario.edits[position];
        // A drag replaces its own edit in every frame; that must not cost a walk over the city.
        let fits = position + 1 == last && conflicts.iter().all(|c| c.number != number);
        let change = match fits && edit.continues(&entry.edit) {
            true => Some(rules.apply(&edit, facilities)?),
            false => None,
        };
        let before = std::mem::replace(&mut entry.edit, edit);
        let changes = match change {
            Some(change) => self.changes_with_descendants(id, change, rules),
            None => self.derive_again(id, rules),
        };
        let inverse = Edit::ReplaceEdit { scenario: id, number, edit: before };
        Ok(Applied { inverse, effect: Effect::Facilities(changes) })
    }

    /// A change made in a scenario, and what it leads to in those that build on it.
    fn changes_with_descendants(
        &mut self,
        id: ScenarioId,
        change: FacilityChange,
        rules: Rules,
    ) -> Vec<(ScenarioId, FacilityChange)> {
        let mut changes = vec![(id, change)];
        for child in self.children(id) {
            changes.extend(self.derive_again(child, rules));
        }
        changes
    }

    /// Applies the edits of all scenarios once more, and returns what came out differently.
    pub(super) fn derive_all(&mut self, rules: Rules) -> Vec<(ScenarioId, FacilityChange)> {
        let roots = self.children(ScenarioId::BASE);
        roots.into_iter().flat_map(|root| self.derive_again(root, rules)).collect()
    }

    /// Applies the edits of a scenario and of those that build on it once more, and returns what
    /// came out differently.
    fn derive_again(&mut self, id: ScenarioId, rules: Rules) -> Vec<(ScenarioId, FacilityChange)> {
        let mut changes = Vec::new();
        for id in self.subtree(id) {
            let Ok(position) = self.position(id) else { continue };
            let Scenario { parent, edits, .. } = &self.branches[position].scenario;
            let (facilities, conflicts) = derive(self.facilities(*parent), edits, rules);
            let branch = &mut self.branches[position];
            let before = std::mem::replace(&mut branch.facilities, facilities);
            branch.conflicts = conflicts;
            let changed = changes_between(&before, &branch.facilities);
            changes.extend(changed.into_iter().map(|change| (id, change)));
        }
        changes
    }
}

fn numbered_name(number: u32) -> Message {
    Message::new(format!("方案 {number}"), format!("Scenario {number}"))
}

fn check_name(description: &Description) -> Result<(), EditError> {
    let Message { zh, en } = &description.name;
    if zh.trim().is_empty() || en.trim().is_empty() {
        return Err(EditError::NoScenarioName);
    }
    Ok(())
}
