//! The register within the study: what changes in it, and what that means for the facilities of the
//! scenarios.

use std::sync::Arc;

use super::edit::{Applied, Effect};
use super::register::{CandidateError, Displacement, RegisterEdit, StockKind};
use super::rules::{FreeAreas, Rules};
use super::{
    CandidateId, CandidateRegister, Edit, EditError, Facility, FacilityEdit, FacilityOrigin,
    ScenarioId, Study,
};

impl Study {
    /// The same study with a register; facilities of the scenarios that find no room in it are left
    /// out, as any edit that does not fit.
    pub fn with_register(mut self, register: CandidateRegister) -> Self {
        self.register = Arc::new(register);
        let Self { scenarios, standard, register, layers, .. } = &mut self;
        scenarios.derive_all(Rules { standard, register, buildings: &layers.buildings });
        self
    }

    /// The premises that may become facilities, the same in all scenarios.
    pub fn register(&self) -> &CandidateRegister {
        &self.register
    }

    /// The register, to be kept beyond the study: as long as it is the same one, nothing in it has
    /// changed.
    pub fn shared_register(&self) -> Arc<CandidateRegister> {
        self.register.clone()
    }

    /// An id that no candidate has and no edit of a scenario names.
    pub fn next_candidate_id(&self) -> CandidateId {
        let listed = self.register.iter().map(|candidate| candidate.id);
        let last = listed.chain(self.candidates_named()).max();
        CandidateId(last.map_or(1, |id| id.0 + 1))
    }

    /// The kind of stock that premises of an origin are: as the register says, or by the use of the
    /// building.
    pub fn stock_of(&self, origin: &FacilityOrigin) -> StockKind {
        let known = match origin {
            FacilityOrigin::Existing | FacilityOrigin::Hypothetical => None,
            FacilityOrigin::Candidate(id) => self.register.get(*id).map(|known| known.stock),
            FacilityOrigin::Converted { building } => {
                let buildings = &self.layers.buildings;
                let building = buildings.position_of(building);
                building.map(|building| StockKind::of_use(buildings.record(building).kind))
            }
        };
        known.unwrap_or(StockKind::Other)
    }

    /// Whether an edit of a facility fits a scenario: its facilities, the standard, and the room in
    /// the premises.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check_facility_edit(
        &self,
        scenario: ScenarioId,
        edit: &FacilityEdit,
    ) -> Result<(), EditError> {
        self.rules().check(edit, self.facilities(scenario))
    }

    /// The floor area, in m², that one more facility of an origin can have in a scenario; `None`
    /// where nothing limits it.
    pub fn free_area_m2(&self, scenario: ScenarioId, origin: &FacilityOrigin) -> Option<f64> {
        self.free_areas(scenario).left_m2(origin)
    }

    /// The same for many questions about one scenario.
    pub fn free_areas(&self, scenario: ScenarioId) -> FreeAreas<'_> {
        FreeAreas::of(self.rules(), self.facilities(scenario))
    }

    /// Whether an edit of the register leaves every facility in place that stands in some scenario.
    /// Undo does not ask: it restores what was.
    ///
    /// # Errors
    /// The first facility, of which scenario, that would lose its place, and why.
    pub fn check_keeps_facilities(&self, edit: &Edit) -> Result<(), EditError> {
        let Edit::Register(edit) = edit else { return Ok(()) };
        let name = match edit {
            RegisterEdit::Set(candidate) => self.register.get(candidate.id),
            RegisterEdit::Remove(id) => self.register.get(*id),
            RegisterEdit::Add(_) | RegisterEdit::Weigh(_) => None,
        };
        let Some(name) = name.map(|candidate| candidate.name.clone()) else { return Ok(()) };
        if self.keeps_room(edit) {
            return Ok(());
        }
        let mut register = (*self.register).clone();
        register.apply(edit.clone(), &self.standard)?;
        let mut scenarios = self.scenarios.clone();
        scenarios.derive_all(Rules { register: &register, ..self.rules() });
        for scenario in self.scenarios.iter() {
            let known = self.scenarios.conflicts(scenario.id);
            let mut new = scenarios.conflicts(scenario.id).iter();
            let new = new.find(|conflict| known.iter().all(|k| k.number != conflict.number));
            let Some(conflict) = new else { continue };
            let entry = scenario.edits.iter().find(|entry| entry.number == conflict.number);
            let label = entry.map(|entry| entry.label.clone());
            let displacement = Displacement {
                candidate: name,
                scenario: scenario.description.name.clone(),
                label: label.unwrap_or_else(|| scenario.description.name.clone()),
                reason: conflict.reason.clone(),
            };
            return Err(CandidateError::Displaces(Box::new(displacement)).into());
        }
        Ok(())
    }

    /// Changes the register; facilities that waited for room come, and those without any go, as
    /// edits that do not fit.
    pub(super) fn edit_register(&mut self, edit: RegisterEdit) -> Result<Applied, EditError> {
        let keeps_room = self.keeps_room(&edit);
        let register = Arc::make_mut(&mut self.register);
        let inverse = Edit::Register(register.apply(edit, &self.standard)?);
        let rules = Rules {
            standard: &self.standard,
            register: &self.register,
            buildings: &self.layers.buildings,
        };
        let changes = if keeps_room { Vec::new() } else { self.scenarios.derive_all(rules) };
        Ok(Applied { inverse, effect: Effect::Facilities(changes) })
    }

    /// Whether an edit of the register leaves all facilities, and those that find no room, as they
    /// are: most do, and need not cost a look at every scenario.
    fn keeps_room(&self, edit: &RegisterEdit) -> bool {
        let mut scenarios = self.scenarios.iter();
        match edit {
            RegisterEdit::Add(_) => scenarios.all(|s| self.scenarios.conflicts(s.id).is_empty()),
            RegisterEdit::Remove(id) => !self.candidates_named().any(|named| named == *id),
            RegisterEdit::Set(candidate) => {
                let known = self.register.get(candidate.id);
                known.is_none_or(|known| known.holds_as_much_as(candidate))
            }
            RegisterEdit::Weigh(_) => true,
        }
    }

    /// The candidates that edits of scenarios put facilities in.
    fn candidates_named(&self) -> impl Iterator<Item = CandidateId> {
        let edits = self.scenarios.iter().flat_map(|scenario| &scenario.edits);
        edits.filter_map(|entry| match &entry.edit {
            FacilityEdit::Add(Facility { origin: FacilityOrigin::Candidate(id), .. }) => Some(*id),
            _ => None,
        })
    }

    pub(super) fn rules(&self) -> Rules<'_> {
        Rules {
            standard: &self.standard,
            register: &self.register,
            buildings: &self.layers.buildings,
        }
    }
}
