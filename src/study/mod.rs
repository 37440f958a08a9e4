//! What the planner works on: the input layers, the facilities of the scenario, and the
//! parameters of the assessment. `Study::apply` is its one writer.

mod edit;
mod facility;
mod history;
mod parameters;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use edit::{Applied, Edit, EditError, Effect};
pub use facility::{Facility, FacilityId, FacilityOrigin};
pub use history::{History, Step, StepLabel};
pub use parameters::{Parameters, WalkLimit};

use crate::layers::LayerSet;
use crate::standard::{FunctionIndex, Standard};

/// Layers, facilities and parameters. Cheap to clone but for the facilities.
#[derive(Debug, Clone)]
pub struct Study {
    layers: Arc<LayerSet>,
    standard: Arc<Standard>,
    /// What exists, as the facility layer had it; the scenario's numbers are compared with it.
    base: Arc<BTreeMap<FacilityId, Facility>>,
    /// The facilities of the scenario being edited. Ordered by id, so that removing one and
    /// undoing that leaves the order as it was.
    facilities: BTreeMap<FacilityId, Facility>,
    parameters: Parameters,
    revision: u64,
}

impl Study {
    /// A study in which the scenario still equals the base.
    pub fn new(layers: LayerSet, standard: Standard, existing: Vec<Facility>) -> Self {
        let facilities: BTreeMap<_, _> = existing.into_iter().map(|f| (f.id, f)).collect();
        Self {
            layers: Arc::new(layers),
            standard: Arc::new(standard),
            base: Arc::new(facilities.clone()),
            facilities,
            parameters: Parameters::default(),
            revision: 0,
        }
    }

    pub fn layers(&self) -> &LayerSet {
        &self.layers
    }

    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The existing facilities as they were read.
    pub fn base(&self) -> &BTreeMap<FacilityId, Facility> {
        &self.base
    }

    /// The facilities of the scenario.
    pub fn facilities(&self) -> &BTreeMap<FacilityId, Facility> {
        &self.facilities
    }

    pub fn facility(&self, id: FacilityId) -> Option<&Facility> {
        self.facilities.get(&id)
    }

    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Grows with every edit, undo and redo; results and pictures compare it to know their age.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How far one walks to a function, in metres along the path.
    pub fn walk_limit_m(&self, function: FunctionIndex) -> f64 {
        match self.parameters.limit {
            WalkLimit::ByStandard => self.standard.function(function).walk_limit_m,
            WalkLimit::Metres(limit_m) => limit_m,
        }
    }

    /// The radius of a function's walk circle: the limit shortened by the detour factor.
    pub fn circle_radius_m(&self, function: FunctionIndex) -> f64 {
        self.walk_limit_m(function) / self.parameters.detour
    }

    /// An id no facility of the study has or had in the base.
    pub fn next_facility_id(&self) -> FacilityId {
        let last = self.facilities.keys().chain(self.base.keys()).max();
        FacilityId(last.map_or(1, |id| id.0 + 1))
    }

    /// Changes the study by one edit, wholly or not at all.
    ///
    /// # Errors
    /// When the edit does not fit the study; the study is unchanged then.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, EditError> {
        let applied = match edit {
            Edit::AddFacility(facility) => self.add(facility)?,
            Edit::RemoveFacility(id) => self.remove(id)?,
            Edit::MoveFacility { id, to } => self.change(id, |facility| facility.at = to)?,
            Edit::SetFunctions { id, functions } => {
                self.change(id, |facility| facility.functions = functions)?
            }
            Edit::SetParameters(parameters) => self.set_parameters(parameters)?,
        };
        self.revision += 1;
        Ok(applied)
    }

    fn add(&mut self, facility: Facility) -> Result<Applied, EditError> {
        let id = facility.id;
        if self.facilities.contains_key(&id) {
            return Err(EditError::IdTaken(id));
        }
        edit::check_facility(&facility, &self.standard)?;
        self.facilities.insert(id, facility.clone());
        Ok(Applied {
            inverse: Edit::RemoveFacility(id),
            effect: Effect::Facility { before: None, after: Some(facility) },
        })
    }

    fn remove(&mut self, id: FacilityId) -> Result<Applied, EditError> {
        let facility = self.facilities.remove(&id).ok_or(EditError::NoSuchFacility(id))?;
        Ok(Applied {
            inverse: Edit::AddFacility(facility.clone()),
            effect: Effect::Facility { before: Some(facility), after: None },
        })
    }

    fn change(
        &mut self,
        id: FacilityId,
        change: impl FnOnce(&mut Facility),
    ) -> Result<Applied, EditError> {
        let facility = self.facilities.get_mut(&id).ok_or(EditError::NoSuchFacility(id))?;
        let mut after = facility.clone();
        change(&mut after);
        edit::check_facility(&after, &self.standard)?;
        let before = std::mem::replace(facility, after.clone());
        let inverse = if before.functions == after.functions {
            Edit::MoveFacility { id, to: before.at }
        } else {
            Edit::SetFunctions { id, functions: before.functions.clone() }
        };
        let effect = Effect::Facility { before: Some(before), after: Some(after) };
        Ok(Applied { inverse, effect })
    }

    fn set_parameters(&mut self, parameters: Parameters) -> Result<Applied, EditError> {
        parameters.check()?;
        let before = std::mem::replace(&mut self.parameters, parameters);
        Ok(Applied { inverse: Edit::SetParameters(before), effect: Effect::Parameters })
    }
}
