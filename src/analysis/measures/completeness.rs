//! Completeness: how many of the chosen functions residents have within 5, 10 and 15 minutes.
//!
//! c_i(t) = |{f: d_if ≤ t · pace}| for building i, where d_if is the walk to the nearest facility of
//! function f; for a unit the mean Σ p_i c_i / Σ p_i, and the share of residents who have all. The
//! minutes are those of the graded circles (5, 10 and 15 minutes of GB 50180-2018, table 3.0.4),
//! taken as walking time at the study's pace, not as the table's metres.

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::Study;

use super::Nearest;
use crate::analysis::by_place::sums_by_place;

/// The walking minutes that completeness is told for.
pub const COMPLETENESS_MINUTES: [u32; 3] = [5, 10, 15];

const TIMES: usize = COMPLETENESS_MINUTES.len();

/// How complete the services around the residents of a group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Completeness {
    pub population: Persons,
    /// Residents who have all chosen functions within each of [`COMPLETENESS_MINUTES`].
    pub with_all: [Persons; TIMES],
    /// Functions within each of the times, summed over all residents.
    pub met: [Persons; TIMES],
}

impl Completeness {
    /// The completeness of each unit; the last entry stands for places outside all units. `group` is
    /// a position in [`Demand::groups`](crate::layers::Demand::groups).
    pub fn by_unit(
        study: &Study,
        nearest: &Nearest,
        functions: &[FunctionIndex],
        group: usize,
    ) -> Vec<Self> {
        let limits_m = limits_m(study, group);
        let residents = study.layers().buildings.demand().residents(group);
        let add = |of_place: &mut Self, building: usize| {
            if residents[building] > Persons::ZERO {
                let numbers = numbers_within(limits_m, nearest, functions, building);
                of_place.add(numbers, functions.len(), residents[building]);
            }
        };
        sums_by_place(study.layers(), add, Self::and)
    }

    /// That of several places together.
    pub fn together(places: &[Self]) -> Self {
        places.iter().fold(Self::default(), |sum, more| sum.and(*more))
    }

    /// Functions that a resident has within each of the times, on average; `None` where nobody lives.
    pub fn mean(&self) -> [Option<f64>; TIMES] {
        self.met.map(|met| met.share_of(self.population))
    }

    /// The share of residents who have all functions within each of the times.
    pub fn complete_share(&self) -> [Option<f64>; TIMES] {
        self.with_all.map(|residents| residents.share_of(self.population))
    }

    fn add(&mut self, numbers: [u32; TIMES], all: usize, residents: Persons) {
        self.population += residents;
        for (time, number) in numbers.into_iter().enumerate() {
            self.met[time] += residents.times(number);
            if number as usize == all {
                self.with_all[time] += residents;
            }
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.population += other.population;
        for time in 0..TIMES {
            self.met[time] += other.met[time];
            self.with_all[time] += other.with_all[time];
        }
        self
    }
}

/// How many of the functions the residents of a group have from a building within each of [`COMPLETENESS_MINUTES`].
pub fn functions_near(
    study: &Study,
    nearest: &Nearest,
    functions: &[FunctionIndex],
    (group, building): (usize, usize),
) -> [u32; TIMES] {
    numbers_within(limits_m(study, group), nearest, functions, building)
}

/// Metres walked in each of the times.
fn limits_m(study: &Study, group: usize) -> [f64; TIMES] {
    COMPLETENESS_MINUTES.map(|minutes| study.walk(group).metres_in(f64::from(minutes)))
}

fn numbers_within(
    limits_m: [f64; TIMES],
    nearest: &Nearest,
    functions: &[FunctionIndex],
    building: usize,
) -> [u32; TIMES] {
    let mut numbers = [0; TIMES];
    for metres in functions.iter().filter_map(|function| nearest.metres(*function, building)) {
        for (number, limit_m) in numbers.iter_mut().zip(limits_m) {
            *number += u32::from(metres <= limit_m);
        }
    }
    numbers
}
