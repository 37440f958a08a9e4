//! Coverage: the share of a group's residents within a walk of at least one facility.
//!
//! Kept as the number of facilities that reach each building, per function. Placing, moving or
//! removing a facility then touches only the buildings of its two walk circles, whatever the size
//! of the city; totals follow by integer addition, so they equal those computed from scratch. Groups
//! that walk at paces of their own, where the pace decides how far they come, have counts of their own.

use std::iter::Sum;
use std::ops::AddAssign;

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityChange, ScenarioId, Study, TargetGroups, Walk, WalkModel};

/// Who is reached by which function, by a walk model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    model: WalkModel,
    /// Groups that reach the same places from the same home.
    groups_by_walk: Vec<Vec<usize>>,
    functions: Vec<FunctionCoverage>,
    /// `population[group][unit]`; the last unit stands for places outside all units.
    population: Vec<Vec<Persons>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FunctionCoverage {
    /// How many facilities reach each building: `reach_counts[walk][building]`, walks in the order of
    /// `Coverage::groups_by_walk`.
    reach_counts: Vec<Vec<u32>>,
    /// `covered[group][unit]`, laid out as `Coverage::population`.
    covered: Vec<Vec<Persons>>,
}

/// Residents of a group somewhere, and how many of them are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    pub population: Persons,
    pub covered: Persons,
}

impl AddAssign for Reached {
    fn add_assign(&mut self, more: Self) {
        self.population += more.population;
        self.covered += more.covered;
    }
}

impl Sum for Reached {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        let nobody = Self { population: Persons::ZERO, covered: Persons::ZERO };
        parts.fold(nobody, |mut sum, part| {
            sum += part;
            sum
        })
    }
}

impl Reached {
    /// Covered share between 0 and 1; `None` where nobody lives.
    pub fn rate(self) -> Option<f64> {
        self.covered.share_of(self.population)
    }
}

impl Coverage {
    /// The coverage of a scenario by the walk model of the study, from scratch.
    pub fn of(study: &Study, scenario: ScenarioId) -> Self {
        Self::by(study.parameters().model, study, scenario)
    }

    /// What the circles alone count, whatever the walk model of the study.
    pub fn by_circle(study: &Study, scenario: ScenarioId) -> Self {
        Self::by(WalkModel::Circle, study, scenario)
    }

    fn by(model: WalkModel, study: &Study, scenario: ScenarioId) -> Self {
        let layers = study.layers();
        let groups_by_walk = study.groups_by_walk();
        let of_function = |function: FunctionIndex| {
            let facilities = study.facilities(scenario).values();
            let offering = facilities.filter(|facility| facility.offers(function));
            let places = offering.map(|facility| facility.at);
            let mut covered = vec![Vec::new(); layers.buildings.demand().groups().len()];
            let mut reach_counts = Vec::with_capacity(groups_by_walk.len());
            for groups in &groups_by_walk {
                let walk = study.walk(groups[0]).by(model);
                let counts = walk.reach_counts(places.clone(), walk.limit_m(function));
                for group in groups {
                    covered[*group] = covered_by_unit(layers, &counts, *group);
                }
                reach_counts.push(counts);
            }
            FunctionCoverage { reach_counts, covered }
        };
        let functions: Vec<_> = study.standard().indexes().collect();
        let functions = || functions.into_par_iter().map(of_function).collect();
        let (functions, population) = rayon::join(functions, || population_by_unit(layers));
        Self { model, groups_by_walk, functions, population }
    }

    /// Brings the coverage of a scenario up to date after one of its facilities came, went or
    /// changed.
    ///
    /// Costs as much as the discs it leaves and enters, whatever the size of the city.
    pub fn update(&mut self, study: &Study, change: &FacilityChange) {
        // Entering first: buildings in both discs then never look uncovered in between, which
        // spares their units two changes.
        if let Some(facility) = &change.after {
            self.take_in(study, facility, Change::Arriving);
        }
        if let Some(facility) = &change.before {
            self.take_in(study, facility, Change::Leaving);
        }
    }

    /// How many facilities of the function the residents of a group reach from each building.
    pub fn reach_counts(&self, function: FunctionIndex, group: usize) -> &[u32] {
        let walk = self.groups_by_walk.iter().position(|groups| groups.contains(&group));
        &self.functions[function.as_usize()].reach_counts[walk.unwrap_or(0)]
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

    /// The same for several groups together, each resident counted once and by the walk of their own
    /// group.
    pub fn unit_of(&self, function: FunctionIndex, groups: TargetGroups, unit: usize) -> Reached {
        groups.iter().map(|group| self.unit(function, group, unit)).sum()
    }

    /// The same for several groups in all buildings.
    pub fn total_of(&self, function: FunctionIndex, groups: TargetGroups) -> Reached {
        groups.iter().map(|group| self.total(function, group)).sum()
    }

    /// The same for the buildings outside all units.
    pub fn outside_units(&self, function: FunctionIndex, group: usize) -> Reached {
        self.unit(function, group, self.population[group].len() - 1)
    }

    fn take_in(&mut self, study: &Study, facility: &Facility, change: Change) {
        let Self { model, groups_by_walk, functions, .. } = self;
        for &function in &facility.functions {
            let of_function = &mut functions[function.as_usize()];
            for (walk, groups) in groups_by_walk.iter().enumerate() {
                let how = study.walk(groups[0]).by(*model);
                of_function.take_in(how, (walk, groups), (facility.at, function), change);
            }
        }
    }
}

/// What a facility does.
#[derive(Debug, Clone, Copy)]
enum Change {
    Arriving,
    Leaving,
}

impl FunctionCoverage {
    /// A facility of the function came to a place or went from it, for the groups that walk one way.
    fn take_in(
        &mut self,
        how: Walk,
        (walk, groups): (usize, &[usize]),
        (at, function): (WorldPoint, FunctionIndex),
        change: Change,
    ) {
        let Self { reach_counts, covered } = self;
        let reach_counts = &mut reach_counts[walk];
        how.for_each_within_reach(at, function, |building, _| {
            let count = &mut reach_counts[building as usize];
            let before = *count;
            *count = match change {
                Change::Arriving => before + 1,
                Change::Leaving => before - 1,
            };
            // Only the first facility to come and the last to go change who is covered.
            if before.min(*count) == 0 {
                let building = building as usize;
                for_each_group(how.layers(), groups, building, |group, unit, residents| {
                    let covered = &mut covered[group][unit];
                    match change {
                        Change::Arriving => *covered += residents,
                        Change::Leaving => *covered -= residents,
                    }
                });
            }
        });
    }
}

/// Calls `visit(group, unit, residents)` for some groups of a building.
fn for_each_group(
    layers: &LayerSet,
    groups: &[usize],
    building: usize,
    mut visit: impl FnMut(usize, usize, Persons),
) {
    let demand = layers.buildings.demand();
    let unit = layers.unit_or_outside(building);
    for group in groups {
        visit(*group, unit, demand.residents(*group)[building]);
    }
}

/// A group's residents of buildings that are reached at all, by unit.
fn covered_by_unit(layers: &LayerSet, reach_counts: &[u32], group: usize) -> Vec<Persons> {
    let (buildings, outside) = (&layers.buildings, layers.units.len());
    let mut covered = vec![Persons::ZERO; outside + 1];
    let residents = buildings.demand().residents(group).iter().zip(buildings.units());
    for (count, (residents, unit)) in reach_counts.iter().zip(residents) {
        if *count > 0 {
            covered[unit.map_or(outside, |unit| unit as usize)] += *residents;
        }
    }
    covered
}

fn population_by_unit(layers: &LayerSet) -> Vec<Vec<Persons>> {
    let groups: Vec<usize> = (0..layers.buildings.demand().groups().len()).collect();
    let mut population = vec![vec![Persons::ZERO; layers.units.len() + 1]; groups.len()];
    for building in 0..layers.buildings.len() {
        for_each_group(layers, &groups, building, |group, unit, residents| {
            population[group][unit] += residents;
        });
    }
    population
}
