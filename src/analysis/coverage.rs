//! Coverage: the share of a group's residents within a walk of at least one facility.
//!
//! Kept as the number of facilities that reach each building, per function. Placing, moving or
//! removing a facility then touches only the buildings of its two walk circles, whatever the size
//! of the city; totals follow by integer addition, so they equal those computed from scratch.

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityChange, ScenarioId, Study};

/// Who is reached by which function, by the walk model of the study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    functions: Vec<FunctionCoverage>,
    /// `population[group][unit]`; the last unit stands for places outside all units.
    population: Vec<Vec<Persons>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FunctionCoverage {
    /// How many facilities reach each building.
    reach_counts: Vec<u32>,
    /// `covered[group][unit]`, laid out as `Coverage::population`.
    covered: Vec<Vec<Persons>>,
}

/// Residents of a group somewhere, and how many of them are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    pub population: Persons,
    pub covered: Persons,
}

impl Reached {
    /// Covered share between 0 and 1; `None` where nobody lives.
    pub fn rate(self) -> Option<f64> {
        self.covered.share_of(self.population)
    }
}

impl Coverage {
    /// The coverage of a scenario of the study, from scratch.
    pub fn of(study: &Study, scenario: ScenarioId) -> Self {
        let layers = study.layers();
        let population = population_by_unit(layers);
        let of_function = |function: FunctionIndex| {
            let facilities = study.facilities(scenario).values();
            let offering = facilities.filter(|facility| facility.offers(function));
            let places = offering.map(|facility| facility.at);
            let reach_counts = study.reach_counts(places, study.walk_limit_m(function));
            let covered = covered_by_unit(layers, &reach_counts);
            FunctionCoverage { reach_counts, covered }
        };
        let functions: Vec<_> = study.standard().indexes().collect();
        let functions = functions.into_par_iter().map(of_function).collect();
        Self { functions, population }
    }

    /// Brings the coverage of a scenario up to date after one of its facilities came, went or
    /// changed.
    ///
    /// Costs as much as the discs it leaves and enters, whatever the size of the city.
    pub fn update(&mut self, study: &Study, change: &FacilityChange) {
        // Entering first: buildings in both discs then never look uncovered in between, which
        // spares their units two changes.
        if let Some(facility) = &change.after {
            self.add(study, facility);
        }
        if let Some(facility) = &change.before {
            self.remove(study, facility);
        }
    }

    /// How many facilities of the function reach each building.
    pub fn reach_counts(&self, function: FunctionIndex) -> &[u32] {
        &self.functions[function.as_usize()].reach_counts
    }

    /// A group's residents in a unit, and how many are covered. `group` is a position in
    /// [`Demand::groups`](crate::layers::Demand::groups).
    pub fn unit(&self, function: FunctionIndex, group: usize, unit: usize) -> Reached {
        Reached {
            population: self.population[group][unit],
            covered: self.functions[function.as_usize()].covered[group][unit],
        }
    }

    /// The same for all buildings, those outside all units included.
    pub fn total(&self, function: FunctionIndex, group: usize) -> Reached {
        let covered = &self.functions[function.as_usize()].covered[group];
        Reached {
            population: self.population[group].iter().copied().sum(),
            covered: covered.iter().copied().sum(),
        }
    }

    /// The same for the buildings outside all units.
    pub fn outside_units(&self, function: FunctionIndex, group: usize) -> Reached {
        self.unit(function, group, self.population[group].len() - 1)
    }

    fn add(&mut self, study: &Study, facility: &Facility) {
        for &function in &facility.functions {
            self.functions[function.as_usize()].enter(study, facility.at, function);
        }
    }

    fn remove(&mut self, study: &Study, facility: &Facility) {
        for &function in &facility.functions {
            self.functions[function.as_usize()].leave(study, facility.at, function);
        }
    }
}

impl FunctionCoverage {
    /// A facility of the function came to a place.
    fn enter(&mut self, study: &Study, at: WorldPoint, function: FunctionIndex) {
        let Self { reach_counts, covered } = self;
        let layers = study.layers();
        study.for_each_reached(at, study.walk_limit_m(function), |building, _| {
            let count = &mut reach_counts[building as usize];
            *count += 1;
            if *count == 1 {
                for_each_group(layers, building as usize, |group, unit, residents| {
                    covered[group][unit] += residents;
                });
            }
        });
    }

    /// A facility of the function went from a place.
    fn leave(&mut self, study: &Study, at: WorldPoint, function: FunctionIndex) {
        let Self { reach_counts, covered } = self;
        let layers = study.layers();
        study.for_each_reached(at, study.walk_limit_m(function), |building, _| {
            let count = &mut reach_counts[building as usize];
            *count -= 1;
            if *count == 0 {
                for_each_group(layers, building as usize, |group, unit, residents| {
                    covered[group][unit] -= residents;
                });
            }
        });
    }
}

/// Calls `visit(group, unit, residents)` for every group of a building.
fn for_each_group(
    layers: &LayerSet,
    building: usize,
    mut visit: impl FnMut(usize, usize, Persons),
) {
    let demand = layers.buildings.demand();
    let unit = layers.buildings.unit_of(building).unwrap_or(layers.units.len());
    for group in 0..demand.groups().len() {
        visit(group, unit, demand.residents(group)[building]);
    }
}

/// Residents of buildings that are reached at all, by group and unit.
fn covered_by_unit(layers: &LayerSet, reach_counts: &[u32]) -> Vec<Vec<Persons>> {
    let (buildings, demand) = (&layers.buildings, layers.buildings.demand());
    let outside = layers.units.len();
    let of_group = |group: usize| {
        let mut covered = vec![Persons::ZERO; outside + 1];
        let residents = demand.residents(group).iter().zip(buildings.units());
        for (count, (residents, unit)) in reach_counts.iter().zip(residents) {
            if *count > 0 {
                covered[unit.map_or(outside, |unit| unit as usize)] += *residents;
            }
        }
        covered
    };
    (0..demand.groups().len()).map(of_group).collect()
}

fn population_by_unit(layers: &LayerSet) -> Vec<Vec<Persons>> {
    let groups = layers.buildings.demand().groups().len();
    let mut population = vec![vec![Persons::ZERO; layers.units.len() + 1]; groups];
    for building in 0..layers.buildings.len() {
        for_each_group(layers, building, |group, unit, residents| {
            population[group][unit] += residents;
        });
    }
    population
}
