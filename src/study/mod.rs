//! What the planner works on: the input layers, the scenarios with their edits, the standard and
//! the parameters of the assessment. `Study::apply` is its one writer.

mod candidates;
mod edit;
mod facility;
mod history;
mod networks;
mod paces;
mod parameters;
mod programme_rules;
pub mod register;
mod rules;
mod scenario;
mod scenarios;
mod target_groups;
mod walk;
pub mod walkthrough;

use std::sync::Arc;

pub use edit::{Applied, Edit, EditError, Effect};
pub use facility::{
    AreaUse, CountedArea, Facilities, Facility, FacilityChange, FacilityEdit, FacilityId,
    FacilityOrigin, FundingSource, HoursError, LARGEST_CAPACITY, LARGEST_FLOOR_AREA_M2,
    LARGEST_STAFF, LARGEST_SUM_YUAN, OperatingMode, Operation, PROJECT_YEARS, Project,
    ProjectState, ProjectSums, SLOTS_PER_DAY, SLOTS_PER_WEEK, Turn, WeekHours, changes_between,
    edits_between,
};
pub use history::{History, Step, StepLabel};
pub use paces::GroupPaces;
pub use parameters::{Parameters, WalkLimit, WalkModel};
pub use programme_rules::{CostRates, PilotCriterion, PilotIndicator, PilotRule, ProgrammeRules};
pub use register::{Candidate, CandidateError, CandidateId, CandidateRegister, RegisterEdit};
pub use rules::FreeAreas;
pub use scenario::{
    Conflict, Description, EditNumber, SCENARIO_COLORS, Scenario, ScenarioEdit, ScenarioId,
};
pub use scenarios::Scenarios;
pub use target_groups::TargetGroups;
pub use walk::Walk;
pub use walkthrough::{Stop, StopId, Walkthrough, WalkthroughEdit, WalkthroughError};

use rules::Rules;
use walkthrough::StopMap;

use crate::layers::LayerSet;
use crate::standard::{FunctionIndex, Standard, Standing};
use crate::walking::WalkNetwork;

/// Layers, scenarios, standard and parameters.
#[derive(Debug, Clone)]
pub struct Study {
    /// As they were read.
    data: Arc<LayerSet>,
    /// As they are assessed: with as many residents as the parameters have it.
    layers: Arc<LayerSet>,
    standard: Arc<Standard>,
    scenarios: Scenarios,
    parameters: Parameters,
    programme_rules: Arc<ProgrammeRules>,
    /// Premises that may become facilities, the same in all scenarios.
    register: Arc<CandidateRegister>,
    /// How the study is told in the review meeting.
    walkthrough: Walkthrough,
    /// The walk networks as they were last needed, one for each pace; they follow from layers and
    /// parameters.
    networks: Vec<Arc<WalkNetwork>>,
    revision: u64,
    /// The part of it that changed only how the study is told.
    told: u64,
}

impl Study {
    /// A study with what exists and one scenario that still equals it.
    pub fn new(layers: LayerSet, standard: Standard, existing: Vec<Facility>) -> Self {
        let base = existing.into_iter().map(|facility| (facility.id, facility)).collect();
        let mut scenarios = Scenarios::of_base(base);
        let first = scenarios.proposed(ScenarioId::BASE);
        let (register, buildings) = (CandidateRegister::default(), &layers.buildings);
        // Cannot fail: the list is empty but for the base.
        let _ =
            scenarios.add(0, first, Rules { standard: &standard, register: &register, buildings });
        Self::assembled(Arc::new(layers), standard, scenarios, Parameters::default())
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
        let layers = Arc::new(layers);
        let register = CandidateRegister::default();
        let rules =
            Rules { standard: &standard, register: &register, buildings: &layers.buildings };
        let scenarios = Scenarios::restore(existing, scenarios, rules)?;
        let mut study = Self::assembled(layers, standard, scenarios, parameters);
        study.grow();
        study.keep_networks();
        Ok(study)
    }

    /// A study of its parts, the layers as they were read; the register, the programme's rules and the
    /// walkthrough are empty.
    fn assembled(
        layers: Arc<LayerSet>,
        standard: Standard,
        scenarios: Scenarios,
        parameters: Parameters,
    ) -> Self {
        Self {
            data: layers.clone(),
            layers,
            standard: Arc::new(standard),
            scenarios,
            parameters,
            programme_rules: Arc::default(),
            register: Arc::default(),
            walkthrough: Walkthrough::default(),
            networks: Vec::new(),
            revision: 0,
            told: 0,
        }
    }

    /// The layers as they are assessed: the residents are those of the data, times the growth
    /// factors of the parameters.
    pub fn layers(&self) -> &LayerSet {
        &self.layers
    }

    /// The study with the rules of the programme that were saved with it.
    ///
    /// # Errors
    /// When a figure of them is out of bounds.
    pub fn with_programme_rules(mut self, rules: Arc<ProgrammeRules>) -> Result<Self, EditError> {
        rules.check()?;
        self.programme_rules = rules;
        Ok(self)
    }

    /// The study with the walkthrough that was saved with it.
    pub fn with_walkthrough(mut self, walkthrough: Walkthrough) -> Self {
        self.walkthrough = walkthrough;
        self
    }

    /// How the study is told in the review meeting.
    pub fn walkthrough(&self) -> &Walkthrough {
        &self.walkthrough
    }

    /// The layers as they were read.
    pub fn data(&self) -> &LayerSet {
        &self.data
    }

    /// The layers, to be kept beyond the study.
    pub fn shared_layers(&self) -> Arc<LayerSet> {
        self.layers.clone()
    }

    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The standard, to be kept for later.
    pub fn shared_standard(&self) -> Arc<Standard> {
        self.standard.clone()
    }

    /// The scenarios in their order, the base apart.
    pub fn scenarios(&self) -> &Scenarios {
        &self.scenarios
    }

    /// An empty scenario on top of another, with the next free number and colour, and an id that no
    /// scenario has and no stop shows.
    pub fn proposed_scenario(&self, parent: ScenarioId) -> Scenario {
        let proposed = self.scenarios.proposed(parent);
        let maps = self.walkthrough.stops().iter().filter_map(Stop::map);
        let shown = maps.flat_map(StopMap::scenarios).map(|id| ScenarioId(id.0 + 1));
        Scenario { id: shown.chain([proposed.id]).max().unwrap_or(proposed.id), ..proposed }
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

    /// What the planner lays down for the programme: prices, budgets, the choice of pilots.
    pub fn programme_rules(&self) -> &ProgrammeRules {
        &self.programme_rules
    }

    /// The same, to be kept beyond the study.
    pub fn shared_programme_rules(&self) -> Arc<ProgrammeRules> {
        self.programme_rules.clone()
    }

    /// Grows with every edit, undo and redo; results and pictures compare it to know their age.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The same without the edits of the walkthrough, which change no result.
    pub fn results_revision(&self) -> u64 {
        self.revision - self.told
    }

    /// How far all residents walk to a function, in metres along the path.
    pub fn walk_limit_m(&self, function: FunctionIndex) -> f64 {
        self.walk(0).limit_m(function)
    }

    /// How well that limit is founded; `None` where the planner set one for all functions.
    pub fn limit_standing(&self, function: FunctionIndex) -> Option<Standing> {
        match self.parameters.limit {
            WalkLimit::ByStandard => Some(self.standard.function(function).walk_standing),
            WalkLimit::Metres(_) | WalkLimit::Minutes(_) => None,
        }
    }

    /// Whether what exists comes to the same in another study: by the same data, standard and
    /// parameters. Scenarios do not matter, as none edits what exists.
    pub fn assesses_alike(&self, other: &Self) -> bool {
        self.parameters == other.parameters
            && Arc::ptr_eq(&self.standard, &other.standard)
            && Arc::ptr_eq(&self.data, &other.data)
    }

    /// Changes the study by one edit, wholly or not at all.
    ///
    /// # Errors
    /// When the edit does not fit the study; the study is unchanged then.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, EditError> {
        let Self { scenarios, standard, register, layers, .. } = self;
        let rules = Rules { standard, register, buildings: &layers.buildings };
        let applied = match edit {
            Edit::AddScenario { position, scenario } => scenarios.add(position, scenario, rules)?,
            Edit::RemoveScenario(id) => scenarios.remove(id)?,
            Edit::DescribeScenario { id, description } => scenarios.describe(id, description)?,
            Edit::ReorderScenario { id, position } => scenarios.reorder(id, position)?,
            Edit::InsertEdit { scenario, position, entry } => {
                scenarios.insert_edit(scenario, position, entry, rules)?
            }
            Edit::RemoveEdit { scenario, number } => {
                scenarios.remove_edit(scenario, number, rules)?
            }
            Edit::ReplaceEdit { scenario, number, edit } => {
                scenarios.replace_edit(scenario, number, edit, rules)?
            }
            Edit::SetParameters(parameters) => self.set_parameters(parameters)?,
            Edit::SetStandard(standard) => self.set_standard(standard)?,
            Edit::SetProgrammeRules(rules) => self.set_programme_rules(rules)?,
            Edit::Register(edit) => self.edit_register(edit)?,
            Edit::Walkthrough(edit) => {
                let inverse = Edit::Walkthrough(self.walkthrough.apply(edit)?);
                Applied { inverse, effect: Effect::Walkthrough }
            }
        };
        self.revision += 1;
        self.told += u64::from(applied.effect == Effect::Walkthrough);
        Ok(applied)
    }

    /// A copy of the study under other parameters: how things might be, while the study is as it was.
    ///
    /// # Errors
    /// When a parameter is out of bounds.
    pub fn under(&self, parameters: Parameters) -> Result<Self, EditError> {
        let mut copy = self.clone();
        copy.set_parameters(parameters)?;
        Ok(copy)
    }

    fn set_parameters(&mut self, parameters: Parameters) -> Result<Applied, EditError> {
        parameters.check()?;
        let before = std::mem::replace(&mut self.parameters, parameters);
        if before.growth != parameters.growth {
            self.grow();
        }
        self.keep_networks();
        Ok(Applied { inverse: Edit::SetParameters(before), effect: Effect::Walking })
    }

    /// Takes as many residents as the parameters have it.
    fn grow(&mut self) {
        let growth = &self.parameters.growth;
        self.layers = match growth.change_nothing() {
            true => self.data.clone(),
            false => Arc::new(self.data.with_growth(growth)),
        };
    }

    fn set_standard(&mut self, standard: Arc<Standard>) -> Result<Applied, EditError> {
        let grows = standard.keeps_functions_of(&self.standard);
        let shrinks = self.standard.keeps_functions_of(&standard) && self.uses_only(&standard);
        if !grows && !shrinks {
            return Err(EditError::FunctionsLost);
        }
        if let Some(id) = standard.function_named_twice() {
            return Err(EditError::FunctionTwice(id.to_owned()));
        }
        for function in &standard.functions {
            Parameters { limit: WalkLimit::Metres(function.walk_limit_m), ..self.parameters }
                .check()?;
        }
        let before = std::mem::replace(&mut self.standard, standard);
        Ok(Applied { inverse: Edit::SetStandard(before), effect: Effect::Walking })
    }

    fn set_programme_rules(&mut self, rules: Arc<ProgrammeRules>) -> Result<Applied, EditError> {
        rules.check()?;
        let before = std::mem::replace(&mut self.programme_rules, rules);
        Ok(Applied { inverse: Edit::SetProgrammeRules(before), effect: Effect::Rules })
    }

    /// Whether no facility offers, and no stop shows, a function that a standard with fewer of them
    /// lacks: then added functions can be taken back.
    fn uses_only(&self, standard: &Standard) -> bool {
        let lost: Vec<_> = self.standard.indexes().skip(standard.functions.len()).collect();
        let mut maps = self.walkthrough.stops().iter().filter_map(Stop::map);
        if maps.any(|map| lost.contains(&map.function)) {
            return false;
        }
        let scenarios = self.scenarios.iter().map(|scenario| scenario.id);
        let mut facilities = scenarios
            .chain([ScenarioId::BASE])
            .flat_map(|scenario| self.facilities(scenario).values());
        facilities.all(|facility| !lost.iter().any(|function| facility.offers(*function)))
    }
}
