//! What the planner works on: the input layers, the scenarios with their edits, the standard and
//! the parameters of the assessment. `Study::apply` is its one writer.

mod edit;
mod facility;
mod facility_edit;
mod history;
mod parameters;
mod scenario;
mod scenarios;

use std::sync::Arc;

pub use edit::{Applied, Edit, EditError, Effect};
pub use facility::{
    Facilities, Facility, FacilityChange, FacilityId, FacilityOrigin, changes_between,
};
pub use facility_edit::{FacilityEdit, LARGEST_CAPACITY, LARGEST_FLOOR_AREA_M2, edits_between};
pub use history::{History, Step, StepLabel};
pub use parameters::{Parameters, WalkLimit, WalkModel};
pub use scenario::{
    Conflict, Description, EditNumber, SCENARIO_COLORS, Scenario, ScenarioEdit, ScenarioId,
};
pub use scenarios::Scenarios;

use crate::geometry::WorldPoint;
use crate::layers::LayerSet;
use crate::standard::{FunctionIndex, Standard};
use crate::walking::WalkNetwork;

/// Layers, scenarios, standard and parameters.
#[derive(Debug, Clone)]
pub struct Study {
    layers: Arc<LayerSet>,
    standard: Arc<Standard>,
    scenarios: Scenarios,
    parameters: Parameters,
    /// The walk network as it was last needed; it follows from layers and parameters.
    network: Option<Arc<WalkNetwork>>,
    revision: u64,
}

impl Study {
    /// A study with what exists and one scenario that still equals it.
    pub fn new(layers: LayerSet, standard: Standard, existing: Vec<Facility>) -> Self {
        let base = existing.into_iter().map(|facility| (facility.id, facility)).collect();
        let mut scenarios = Scenarios::of_base(base);
        let first = scenarios.proposed(ScenarioId::BASE);
        // Cannot fail: the list is empty but for the base.
        let _ = scenarios.add(0, first, &standard);
        Self {
            layers: Arc::new(layers),
            standard: Arc::new(standard),
            scenarios,
            parameters: Parameters::default(),
            network: None,
            revision: 0,
        }
    }

    /// A study as it was saved: what exists, and the scenarios in their order.
    ///
    /// # Errors
    /// When scenarios do not fit together or the parameters are out of range.
    pub fn restore(
        layers: LayerSet,
        standard: Standard,
        existing: Facilities,
        scenarios: Vec<Scenario>,
        parameters: Parameters,
    ) -> Result<Self, EditError> {
        parameters.check()?;
        let mut study = Self {
            layers: Arc::new(layers),
            scenarios: Scenarios::restore(existing, scenarios, &standard)?,
            standard: Arc::new(standard),
            parameters,
            network: None,
            revision: 0,
        };
        study.keep_network();
        Ok(study)
    }

    pub fn layers(&self) -> &LayerSet {
        &self.layers
    }

    /// The layers, to be kept beyond the study.
    pub fn shared_layers(&self) -> Arc<LayerSet> {
        self.layers.clone()
    }

    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The scenarios in their order, the base apart.
    pub fn scenarios(&self) -> &Scenarios {
        &self.scenarios
    }

    /// The existing facilities as they were read.
    pub fn base(&self) -> &Facilities {
        self.scenarios.base()
    }

    /// The facilities of a scenario; those of the base where there is no such scenario.
    pub fn facilities(&self, scenario: ScenarioId) -> &Facilities {
        self.scenarios.facilities(scenario)
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
            WalkLimit::Minutes(minutes) => self.parameters.metres_in(minutes),
        }
    }

    /// The walk network, in the network model.
    pub fn network(&self) -> Option<&WalkNetwork> {
        let is_used = self.parameters.model == WalkModel::Network;
        self.network.as_deref().filter(|_| is_used)
    }

    /// Makes the network where there are streets, so that turning to the network model need not
    /// wait.
    pub fn prepare_network(&mut self) {
        if self.network.is_none() && !self.layers.streets.is_empty() {
            let Parameters { network, pace_m_per_s, .. } = self.parameters;
            self.network = Some(Arc::new(WalkNetwork::new(&self.layers, network, pace_m_per_s)));
        }
    }

    /// The radius of a function's walk circle: the limit shortened by the detour factor. In the
    /// network model the limit itself: beyond it nobody is reached, whatever the streets.
    pub fn circle_radius_m(&self, function: FunctionIndex) -> f64 {
        self.straight_m(self.walk_limit_m(function))
    }

    /// How far a walk of some metres can lead in a straight line.
    pub fn straight_m(&self, walked_m: f64) -> f64 {
        match self.parameters.model {
            WalkModel::Circle => walked_m / self.parameters.detour,
            WalkModel::Network => walked_m,
        }
    }

    /// Calls `visit` with every building at most `limit_m` walked metres from a place, and with
    /// the metres walked to it, by the walk model of the study.
    ///
    /// The order is fixed but carries no meaning. Cost grows with the reach, not with the city.
    pub fn for_each_reached(
        &self,
        from: WorldPoint,
        limit_m: f64,
        mut visit: impl FnMut(u32, f64),
    ) {
        if let Some(network) = self.network() {
            network.for_each_reached(from, limit_m, visit);
            return;
        }
        let detour = self.parameters.detour;
        let index = self.layers.buildings.demand_index();
        index.for_each_distance_within(from, limit_m / detour, |building, straight_m| {
            visit(building, straight_m * detour);
        });
    }

    /// How many of the places reach each building within `limit_m` walked metres: the same as
    /// asking [`for_each_reached`](Self::for_each_reached) place by place, in less time.
    pub fn reach_counts(&self, places: impl Iterator<Item = WorldPoint>, limit_m: f64) -> Vec<u32> {
        match self.network() {
            Some(network) => network.reach_counts(places, limit_m),
            None => {
                let radius_m = limit_m / self.parameters.detour;
                self.layers.buildings.demand_index().counts_within(places, radius_m)
            }
        }
    }

    /// Changes the study by one edit, wholly or not at all.
    ///
    /// # Errors
    /// When the edit does not fit the study; the study is unchanged then.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, EditError> {
        let (scenarios, standard) = (&mut self.scenarios, &*self.standard);
        let applied = match edit {
            Edit::AddScenario { position, scenario } => {
                scenarios.add(position, scenario, standard)?
            }
            Edit::RemoveScenario(id) => scenarios.remove(id)?,
            Edit::DescribeScenario { id, description } => scenarios.describe(id, description)?,
            Edit::ReorderScenario { id, position } => scenarios.reorder(id, position)?,
            Edit::InsertEdit { scenario, position, entry } => {
                scenarios.insert_edit(scenario, position, entry, standard)?
            }
            Edit::RemoveEdit { scenario, number } => {
                scenarios.remove_edit(scenario, number, standard)?
            }
            Edit::ReplaceEdit { scenario, number, edit } => {
                scenarios.replace_edit(scenario, number, edit, standard)?
            }
            Edit::SetParameters(parameters) => self.set_parameters(parameters)?,
            Edit::SetStandard(standard) => self.set_standard(standard)?,
        };
        self.revision += 1;
        Ok(applied)
    }

    fn set_parameters(&mut self, parameters: Parameters) -> Result<Applied, EditError> {
        parameters.check()?;
        let before = std::mem::replace(&mut self.parameters, parameters);
        self.keep_network();
        Ok(Applied { inverse: Edit::SetParameters(before), effect: Effect::Walking })
    }

    /// Makes the network where the parameters ask for one that is not there.
    fn keep_network(&mut self) {
        let Parameters { model, network: rules, pace_m_per_s, .. } = self.parameters;
        let is_made = |network: &WalkNetwork| network.follows(&rules, pace_m_per_s);
        if model == WalkModel::Network && !self.network.as_deref().is_some_and(is_made) {
            self.network = Some(Arc::new(WalkNetwork::new(&self.layers, rules, pace_m_per_s)));
        }
    }

    fn set_standard(&mut self, standard: Arc<Standard>) -> Result<Applied, EditError> {
        if !standard.keeps_functions_of(&self.standard) {
            return Err(EditError::FunctionsLost);
        }
        for function in &standard.functions {
            Parameters { limit: WalkLimit::Metres(function.walk_limit_m), ..self.parameters }
                .check()?;
        }
        let before = std::mem::replace(&mut self.standard, standard);
        Ok(Applied { inverse: Edit::SetStandard(before), effect: Effect::Walking })
    }
}
