//! The figures of an assessment, as every form of output lists them.

use crate::analysis::{CircleAndPath, Coverage, Reached, footing_findings, rate_if_spread_evenly};
use crate::files::Problem;
use crate::language::Message;
use crate::layers::{Group, Persons};
use crate::numbers::counted;
use crate::session::Session;
use crate::standard::{Function, FunctionIndex};
use crate::study::{Facilities, Facility, Study};

use super::super::group_args::index_of_group;
use super::Failure;

/// A session seen through the functions and the group that were asked for.
pub(super) struct Results<'a> {
    session: &'a Session,
    functions: Vec<FunctionIndex>,
    pub group: Group,
    group_index: usize,
    /// Of each function listed, by unit and outside all units; where one walks along streets.
    beside_circle: Option<Vec<Vec<CircleAndPath>>>,
    warnings: Vec<Problem>,
    names_scenario: bool,
}

/// One function somewhere.
pub(super) struct FunctionReach<'a> {
    pub index: FunctionIndex,
    pub function: &'a Function,
    pub reached: Reached,
    /// The same beside what the circle counts, where one walks along streets.
    pub beside_circle: Option<CircleAndPath>,
}

/// A building and one function.
pub(super) struct BuildingReach<'a> {
    pub id: &'a str,
    pub unit: Option<&'a str>,
    pub function: &'a Function,
    pub population: Persons,
    /// How many facilities are within the limit.
    pub reached_by: u32,
}

/// A facility and one function it offers.
pub(super) struct FacilityReach<'a> {
    pub facility: &'a Facility,
    pub function: &'a Function,
    /// Residents within its walk circle.
    pub residents: Persons,
}

impl<'a> Results<'a> {
    /// Results for one function or all, and one group.
    ///
    /// # Errors
    /// When the buildings say nothing of the group.
    pub fn new(
        session: &'a Session,
        function: Option<FunctionIndex>,
        group: Group,
        mut warnings: Vec<Problem>,
    ) -> Result<Self, Failure> {
        let study = session.study();
        let demand = study.layers().buildings.demand();
        let group_index = index_of_group(group, demand)?;
        let functions: Vec<FunctionIndex> =
            function.map_or_else(|| study.standard().indexes().collect(), |f| vec![f]);
        let beside_circle = session.circle_coverage_of(session.shown()).map(|circle| {
            let of = |function: &FunctionIndex| {
                let (layers, path) = (study.layers(), session.scenario());
                CircleAndPath::by_unit(layers, circle, path, *function, group_index)
            };
            functions.iter().map(of).collect()
        });
        warnings.extend(residents_outside(study, group_index));
        let findings = study.network().map(|network| network.survey().findings());
        // The first only says how large the network is.
        let findings = findings.into_iter().flatten().skip(1);
        let of_facilities = footing_findings(study, session.facilities());
        warnings.extend(findings.chain(of_facilities).map(Problem::general));
        let names_scenario = false;
        Ok(Self { session, functions, group, group_index, beside_circle, warnings, names_scenario })
    }

    /// The same results, saying which scenario of a study file they are of.
    pub fn naming_the_scenario(self) -> Self {
        Self { names_scenario: true, ..self }
    }

    /// The scenario, where there are several.
    pub fn scenario_name(&self) -> Option<Message> {
        self.names_scenario.then(|| self.study().scenarios().name(self.session.shown()))
    }

    pub fn study(&self) -> &'a Study {
        self.session.study()
    }

    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The walking limit, if it is one for all functions listed.
    pub fn common_limit_m(&self) -> Option<f64> {
        let mut limits = self.functions.iter().map(|f| self.limit_m(*f));
        let first = limits.next()?;
        limits.all(|limit| limit == first).then_some(first)
    }

    pub fn limit_m(&self, function: FunctionIndex) -> f64 {
        self.study().walk(self.group_index).limit_m(function)
    }

    /// Each function over all buildings.
    pub fn totals(&self) -> impl Iterator<Item = FunctionReach<'a>> {
        let (coverage, group) = (self.coverage(), self.group_index);
        self.functions().enumerate().map(move |(place, (index, function))| {
            let beside_circle = self.beside_circle.as_ref().map(|of| &of[place]);
            let reached = coverage.total(index, group);
            let beside_circle = beside_circle.map(|units| CircleAndPath::together(units));
            FunctionReach { index, function, reached, beside_circle }
        })
    }

    /// The rate of a function if the residents of each unit lived in equal numbers in all its inhabited
    /// buildings, where it is not known in which they do.
    pub fn rate_if_spread_evenly(&self, function: FunctionIndex) -> Option<f64> {
        let study = self.study();
        let is_spread = study.data().buildings.residents_source().is_spread();
        is_spread
            .then(|| {
                rate_if_spread_evenly(study, self.coverage(), function, self.group_index, None)
            })
            .flatten()
    }

    /// Each unit in the order of the file, each function within.
    pub fn units(&self) -> impl Iterator<Item = (&'a str, FunctionReach<'a>)> {
        let (coverage, group) = (self.coverage(), self.group_index);
        let units = &self.study().layers().units;
        (0..units.len()).flat_map(move |unit| {
            self.functions().enumerate().map(move |(place, (index, function))| {
                let reached = coverage.unit(index, group, unit);
                let beside_circle = self.beside_circle.as_ref().map(|of| of[place][unit]);
                (units.id(unit), FunctionReach { index, function, reached, beside_circle })
            })
        })
    }

    /// Each building in the order of the file, each function within.
    pub fn buildings(&self) -> impl Iterator<Item = BuildingReach<'a>> {
        let layers = self.study().layers();
        let (units, buildings) = (&layers.units, &layers.buildings);
        let residents = buildings.demand().residents(self.group_index);
        residents.iter().enumerate().flat_map(move |(building, population)| {
            self.functions().map(move |(index, function)| BuildingReach {
                id: &buildings.record(building).id,
                unit: buildings.unit_of(building).map(|unit| units.id(unit)),
                function,
                population: *population,
                reached_by: self.reached_by(index, building),
            })
        })
    }

    /// Each facility in the order of the file, each function it offers within.
    pub fn facilities(&self) -> impl Iterator<Item = FacilityReach<'a>> {
        self.session.facilities().values().flat_map(move |facility| {
            let offered = self.functions().filter(|(index, _)| facility.offers(*index));
            offered.map(move |(index, function)| FacilityReach {
                facility,
                function,
                residents: self.residents_around(facility, index),
            })
        })
    }

    /// The functions listed.
    pub fn function_indexes(&self) -> &[FunctionIndex] {
        &self.functions
    }

    /// Position of the group in the study's demand.
    pub fn group_index(&self) -> usize {
        self.group_index
    }

    /// The facilities of the scenario.
    pub fn facilities_shown(&self) -> &'a Facilities {
        self.session.facilities()
    }

    pub fn coverage(&self) -> &'a Coverage {
        self.session.scenario()
    }

    fn functions(&self) -> impl Iterator<Item = (FunctionIndex, &'a Function)> {
        let standard = self.study().standard();
        self.functions.iter().map(|index| (*index, standard.function(*index)))
    }

    fn reached_by(&self, function: FunctionIndex, building: usize) -> u32 {
        self.coverage()
            .reach_counts(function, self.group_index)
            .get(building)
            .copied()
            .unwrap_or_default()
    }

    fn residents_around(&self, facility: &Facility, function: FunctionIndex) -> Persons {
        let residents = self.study().layers().buildings.demand().residents(self.group_index);
        let walk = self.study().walk(self.group_index);
        let mut sum = Persons::ZERO;
        walk.for_each_within_reach(facility.at, function, |building, _| {
            sum += residents.get(building as usize).copied().unwrap_or_default();
        });
        sum
    }
}

/// A warning when residents lie outside all units: the totals count them, no unit does.
fn residents_outside(study: &Study, group_index: usize) -> Option<Problem> {
    let buildings = &study.layers().buildings;
    let residents = buildings.demand().residents(group_index).iter().enumerate();
    let outside = residents.filter(|(b, r)| **r > Persons::ZERO && buildings.unit_of(*b).is_none());
    let (count, persons) =
        outside.fold((0, Persons::ZERO), |(count, sum), (_, r)| (count + 1, sum + *r));
    (count > 0).then(|| {
        Problem::general(Message::new(
            format!("{count} 栋建筑的 {persons} 名居民不在任何规划单元内，只计入合计"),
            format!(
                "{} with {persons} residents outside all units: only the totals count them",
                counted(count, "building")
            ),
        ))
    })
}
