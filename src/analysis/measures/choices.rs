//! Choices: how many facilities of a function residents have within its walking limit.
//!
//! n_i = |{j: d_ij ≤ D}|, weighted by residents: the mean Σ p_i n_i / Σ p_i (cumulative
//! opportunities, Hansen 1959, with every facility counting one), residents by n = 0, 1, 2, 3 and
//! more, backup coverage (n ≥ 2, Hogan & ReVelle 1986), and those who depend on one facility alone.

use rayon::prelude::*;

use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, FacilityId, Study};

use crate::analysis::Coverage;
use crate::analysis::by_place::sums_by_place;

/// Numbers of facilities that residents are told apart by; the last stands for it and more.
pub const CHOICE_CLASSES: usize = 4;

/// How many facilities the residents of a group have to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choices {
    /// Residents with none, one, two, and three or more facilities within the limit.
    pub by_number: [Persons; CHOICE_CLASSES],
    /// Facilities within the limit, summed over all residents.
    met: Persons,
}

impl Choices {
    /// The choices in each unit; the last entry stands for places outside all units. `group` is a
    /// position in [`Demand::groups`](crate::layers::Demand::groups).
    pub fn by_unit(
        layers: &LayerSet,
        coverage: &Coverage,
        function: FunctionIndex,
        group: usize,
    ) -> Vec<Self> {
        let residents = layers.buildings.demand().residents(group);
        let counts = coverage.reach_counts(function, group);
        let add = |choices: &mut Self, building: usize| {
            choices.add(counts[building], residents[building]);
        };
        sums_by_place(layers, add, Self::and)
    }

    /// Those of several places together.
    pub fn together(places: &[Self]) -> Self {
        places.iter().fold(Self::default(), |sum, more| sum.and(*more))
    }

    pub fn population(&self) -> Persons {
        self.by_number.into_iter().sum()
    }

    /// Facilities within the limit, summed over all residents: Σ p n.
    pub fn met(&self) -> Persons {
        self.met
    }

    /// Facilities within the limit of a resident, on average; `None` where nobody lives.
    pub fn mean(&self) -> Option<f64> {
        self.met.share_of(self.population())
    }

    /// Residents with at least two facilities within the limit: if one closes, another is left.
    pub fn backed_up(&self) -> Persons {
        self.by_number.into_iter().skip(2).sum()
    }

    /// Residents with exactly one facility within the limit.
    pub fn depending_on_one(&self) -> Persons {
        self.by_number[1]
    }

    fn add(&mut self, facilities: u32, residents: Persons) {
        let class = (facilities as usize).min(CHOICE_CLASSES - 1);
        self.by_number[class] += residents;
        self.met += residents.times(facilities);
    }

    fn and(mut self, other: Self) -> Self {
        for (residents, more) in self.by_number.iter_mut().zip(other.by_number) {
            *residents += more;
        }
        self.met += other.met;
        self
    }
}

/// Residents of a group who would have no facility of the function left if this one closed.
///
/// Costs as much as the reach of the facility.
pub fn residents_depending_on(
    study: &Study,
    coverage: &Coverage,
    facility: &Facility,
    function: FunctionIndex,
    group: usize,
) -> Persons {
    let residents = study.layers().buildings.demand().residents(group);
    let counts = coverage.reach_counts(function, group);
    let mut depending = Persons::ZERO;
    study.walk(group).for_each_within_reach(facility.at, function, |building, _| {
        if counts[building as usize] == 1 {
            depending += residents[building as usize];
        }
    });
    depending
}

/// The same for every facility of the function, those that most depend on first.
pub fn facilities_depended_on(
    study: &Study,
    coverage: &Coverage,
    facilities: &Facilities,
    function: FunctionIndex,
    group: usize,
) -> Vec<(FacilityId, Persons)> {
    let offering: Vec<&Facility> = facilities.values().filter(|f| f.offers(function)).collect();
    let depending = |facility: &Facility| {
        let residents = residents_depending_on(study, coverage, facility, function, group);
        (facility.id, residents)
    };
    let mut all: Vec<_> = offering.into_par_iter().map(depending).collect();
    all.sort_by_key(|(id, residents)| (std::cmp::Reverse(*residents), *id));
    all
}
