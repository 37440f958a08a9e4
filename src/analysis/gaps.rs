//! What the residents of a unit are missing: function by function, who of them is not reached, and
//! how far they would have to walk instead.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, Study};

use super::Coverage;
use super::measures::Nearest;

/// A function that some residents of a unit do not have within its walking limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    pub function: FunctionIndex,
    /// Residents of the unit.
    pub population: Persons,
    /// Those of them who are not reached.
    pub unreached: Persons,
    /// Those of the unreached whom the circle of the same limit counts: a detour or a barrier costs
    /// them the service. None in the circle model.
    pub circle_only: Persons,
    /// The facility that most of the unreached have nearest; `None` where none is within the horizon.
    pub nearest: Option<FacilityId>,
    /// The walk of the unreached to whichever facility is nearest, in metres: half of them walk no
    /// farther. `None` where that lies beyond the horizon.
    pub median_m: Option<f64>,
    /// A home whose residents walk so far: the way from there stands for the others.
    pub median_home: Option<usize>,
}

impl Gap {
    /// Whether nobody of the unit is reached.
    pub fn is_whole(&self) -> bool {
        self.unreached == self.population
    }
}

/// The gaps of a unit in the order of the standard; functions that the standard does not speak of are
/// left out, as nothing is asked of them. `circle` is what the circles alone count, where one walks
/// along streets; `nearest` and `group` belong together.
///
/// Linear in the number of buildings.
pub fn gaps_of_unit(
    study: &Study,
    coverage: &Coverage,
    circle: Option<&Coverage>,
    nearest: &Nearest,
    unit: usize,
    group: usize,
) -> Vec<Gap> {
    let (buildings, standard) = (&study.layers().buildings, study.standard());
    let residents = buildings.demand().residents(group);
    let is_home = |b: &usize| buildings.unit_of(*b) == Some(unit) && residents[*b] > Persons::ZERO;
    let homes: Vec<usize> = (0..buildings.len()).filter(is_home).collect();
    let asked = standard.indexes().filter(|f| !standard.leaves_out(standard.function(*f)));
    let gap = |function: FunctionIndex| {
        let counts = coverage.reach_counts(function, group);
        let unreached = homes.iter().filter(|home| counts[**home] == 0);
        let unreached: Vec<usize> = unreached.copied().collect();
        let sum =
            |homes: &mut dyn Iterator<Item = &usize>| homes.map(|home| residents[*home]).sum();
        let circle_counts = circle.map(|circle| circle.reach_counts(function, group));
        let is_in_circle = |home: &&usize| circle_counts.is_some_and(|counts| counts[**home] > 0);
        let walks = unreached.iter().map(|home| (nearest.site(function, *home), residents[*home]));
        let walks: Vec<_> = walks.collect();
        let median = median(&walks);
        Gap {
            function,
            population: sum(&mut homes.iter()),
            unreached: sum(&mut unreached.iter()),
            circle_only: sum(&mut unreached.iter().filter(is_in_circle)),
            nearest: nearest_of_most(&walks),
            median_m: median.map(|(metres, _)| metres),
            median_home: median.map(|(_, walk)| unreached[walk]),
        }
    };
    asked.map(gap).filter(|gap| gap.unreached > Persons::ZERO).collect()
}

/// The facility and the metres walked to it, and how many walk so.
type Walks = (Option<(FacilityId, f64)>, Persons);

fn nearest_of_most(walks: &[Walks]) -> Option<FacilityId> {
    let mut by_facility = BTreeMap::<FacilityId, Persons>::new();
    for (site, residents) in walks {
        if let Some((facility, _)) = site {
            *by_facility.entry(*facility).or_default() += *residents;
        }
    }
    let most = by_facility.into_iter().min_by_key(|(id, residents)| (Reverse(*residents), *id));
    most.map(|(facility, _)| facility)
}

/// The metres that half of them walk at most, and which of the walks that is.
fn median(walks: &[Walks]) -> Option<(f64, usize)> {
    let metres = |walk: &Walks| walk.0.map_or(f64::INFINITY, |(_, metres)| metres);
    let mut by_length: Vec<(f64, usize)> =
        walks.iter().enumerate().map(|(number, walk)| (metres(walk), number)).collect();
    by_length.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: Persons = walks.iter().map(|(_, residents)| *residents).sum();
    let mut so_far = Persons::ZERO;
    let is_half = |(_, number): &(f64, usize)| {
        so_far += walks[*number].1;
        so_far.times(2) >= all
    };
    by_length.into_iter().find(is_half).filter(|(metres, _)| metres.is_finite())
}
