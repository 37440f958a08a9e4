//! The list of demand (需求清单): what each planning unit lacks of each function, in people without
//! the service in reach, in floor area and in places.
//!
//! People: the residents of the function's target groups who are not covered. Floor area:
//! max(0, norm/1000 · residents − counted area of the facilities in the unit). Places likewise.
//! Norms count all residents, whatever the target groups, as their sources do; one that counts the
//! registered population is not applied, since the data count residents.
//!
//! What facilities have of which only the whole is known rests on an assumption and says so: floor
//! counts in equal parts ([`AreaUse`]), places count whole for each of their functions.

use crate::analysis::{Coverage, Reached};
use crate::layers::Persons;
use crate::standard::{Function, FunctionIndex, Norm, PopulationBasis};
use crate::study::AreaUse;
use crate::study::{Facilities, Facility, ScenarioId, Study, TargetGroups};

/// What is asked for, what is there, and what is missing: in m² or in places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    pub required: f64,
    pub existing: f64,
    /// Whether part of what is there is not broken down by function.
    pub is_assumed: bool,
}

impl Shortfall {
    pub fn gap(&self) -> f64 {
        (self.required - self.existing).max(0.0)
    }
}

/// One function in one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandRow {
    /// Position in the unit layer.
    pub unit: usize,
    pub function: FunctionIndex,
    /// Whom the function is for.
    pub groups: TargetGroups,
    pub reached: Reached,
    /// Floor area in m²; `None` where the standard asks for none.
    pub area_m2: Option<Shortfall>,
    /// Places; `None` where the standard asks for none.
    pub places: Option<Shortfall>,
    /// 1 for the unit where the function leaves most people out of reach; ties share a rank.
    pub rank: usize,
}

impl DemandRow {
    /// Residents of the groups who have none in reach.
    pub fn people_without(&self) -> Persons {
        self.reached.population - self.reached.covered
    }

    /// Whether anything is missing.
    pub fn lacks_something(&self) -> bool {
        let lacks = |shortfall: Option<Shortfall>| shortfall.is_some_and(|s| s.gap() > 0.0);
        self.people_without() > Persons::ZERO || lacks(self.area_m2) || lacks(self.places)
    }
}

/// All functions in all units of a scenario: units in the order of the file, functions in that of
/// the standard.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandList {
    pub rows: Vec<DemandRow>,
}

impl DemandList {
    /// The demand that a scenario leaves open.
    ///
    /// Cost: units × functions + facilities; coverage is there already.
    pub fn of(study: &Study, scenario: ScenarioId, coverage: &Coverage) -> Self {
        let supply = Supply::of(study, study.facilities(scenario));
        let functions: Vec<FunctionIndex> = study.standard().indexes().collect();
        let units = study.layers().units.len();
        let mut rows = Vec::with_capacity(units * functions.len());
        for unit in 0..units {
            for &function in &functions {
                rows.push(row(study, coverage, &supply, unit, function));
            }
        }
        let mut list = Self { rows };
        for function in functions {
            list.rank(function);
        }
        list
    }

    /// Rows of one function, in the order of the units.
    pub fn of_function(&self, function: FunctionIndex) -> impl Iterator<Item = &DemandRow> {
        self.rows.iter().filter(move |row| row.function == function)
    }

    fn rank(&mut self, function: FunctionIndex) {
        let mut rows: Vec<&mut DemandRow> =
            self.rows.iter_mut().filter(|row| row.function == function).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.people_without()));
        let (mut rank, mut last) = (0, None);
        for (position, row) in rows.into_iter().enumerate() {
            if last != Some(row.people_without()) {
                (rank, last) = (position + 1, Some(row.people_without()));
            }
            row.rank = rank;
        }
    }
}

fn row(
    study: &Study,
    coverage: &Coverage,
    supply: &Supply,
    unit: usize,
    function: FunctionIndex,
) -> DemandRow {
    let Function { norms, population_basis, .. } = study.standard().function(function);
    let residents = coverage.unit(function, 0, unit).population.as_f64();
    let groups = study.target_groups(function);
    let shortfall = |norm: Option<&Norm>, there: There| {
        let norm = norm.filter(|_| *population_basis == PopulationBasis::Resident)?;
        let required = norm.value / 1000.0 * residents;
        Some(Shortfall { required, existing: there.amount, is_assumed: there.is_assumed })
    };
    let (area, places) = supply.at(unit, function);
    DemandRow {
        unit,
        function,
        groups,
        reached: coverage.unit_of(function, groups, unit),
        area_m2: shortfall(norms.area_m2_per_1000.as_ref(), area),
        places: shortfall(norms.capacity_per_1000.as_ref(), places),
        rank: 0,
    }
}

/// Area and places of each function in each unit.
struct Supply {
    functions: usize,
    /// `[unit * functions + function]`
    there: Vec<(There, There)>,
}

/// What the facilities have of something, m² or places.
#[derive(Debug, Clone, Copy, Default)]
struct There {
    amount: f64,
    /// Whether part of it is not broken down by function.
    is_assumed: bool,
}

impl There {
    fn add(&mut self, amount: f64, is_assumed: bool) {
        self.amount += amount;
        self.is_assumed |= is_assumed;
    }
}

impl Supply {
    fn of(study: &Study, facilities: &Facilities) -> Self {
        let (functions, units) = (study.standard().functions.len(), study.layers().units.len());
        let mut supply = Self { functions, there: vec![Default::default(); units * functions] };
        for facility in facilities.values() {
            if let Some(unit) = study.layers().units.at(facility.at) {
                supply.add(unit, facility);
            }
        }
        supply
    }

    fn add(&mut self, unit: usize, facility: &Facility) {
        let area = AreaUse::of(facility);
        for &function in &facility.functions {
            let (areas, places) = &mut self.there[unit * self.functions + function.as_usize()];
            if let Some(counted) = area.counted_for(function) {
                areas.add(counted.m2, counted.is_assumed);
            }
            if let Some(capacity) = facility.capacity_for(function) {
                let own = facility.operation(function).and_then(|operation| operation.capacity);
                places.add(capacity, own.is_none() && facility.functions.len() > 1);
            }
        }
    }

    /// Area and places.
    fn at(&self, unit: usize, function: FunctionIndex) -> (There, There) {
        self.there[unit * self.functions + function.as_usize()]
    }
}
