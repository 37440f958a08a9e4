//! What indicators come to: the values of all units, and of a building.
//!
//! Nothing is reckoned here that analysis or programme reckon already; what is summed up here are
//! residents by the number of facilities that reach them.

use rayon::prelude::*;

use crate::analysis::measures::{
    COMPLETENESS_MINUTES, CatchmentMethod, Completeness, Inequality, MeanScores, Nearest,
    Provision, WalkingTimes, mean_minutes_by_unit,
};
use crate::analysis::{CircleAndPath, Coverage, Reached};
use crate::layers::{LayerSet, Persons};
use crate::programme::{DemandList, DemandRow, PilotStanding, Shortfall, choose_pilots};
use crate::standard::FunctionIndex;
use crate::study::{Facilities, ScenarioId, Study};

use super::{BuildingIndicator, UnitIndicator};

/// Whose numbers are shown.
#[derive(Debug, Clone, Copy)]
pub struct Subjects<'a> {
    pub study: &'a Study,
    pub scenario: ScenarioId,
    pub facilities: &'a Facilities,
    pub coverage: &'a Coverage,
    /// What the circles alone count, where one walks along streets.
    pub by_circle: Option<&'a Coverage>,
    pub function: FunctionIndex,
    /// Position of the group in the study's demand.
    pub group: usize,
    /// The nearest facilities, where somebody keeps them; else they are looked for.
    pub nearest: Option<&'a Nearest>,
    /// The values of an indicator that takes long, where they were counted beforehand; units beyond
    /// the list have none yet.
    pub counted: Option<&'a [Option<f64>]>,
}

impl<'a> Subjects<'a> {
    fn layers(self) -> &'a LayerSet {
        self.study.layers()
    }

    fn units(self) -> std::ops::Range<usize> {
        0..self.layers().units.len()
    }
}

const SQUARE_METRES_PER_HECTARE: f64 = 10_000.0;
/// Capacity is told for so many residents.
const RESIDENTS_OF_CAPACITY: f64 = 1000.0;
const NINE_TENTHS: f64 = 0.9;

impl UnitIndicator {
    /// The values of all units; `None` where a unit has none.
    pub fn values(self, of: Subjects) -> Vec<Option<f64>> {
        if let Some(counted) = of.counted.filter(|_| self.takes_long()) {
            return of.units().map(|unit| counted.get(unit).copied().flatten()).collect();
        }
        let reached = |unit| of.coverage.unit(of.function, of.group, unit);
        let of_reached = |value: &dyn Fn(Reached) -> Option<f64>| {
            of.units().map(|unit| value(reached(unit))).collect()
        };
        match self {
            Self::Rate => of_reached(&Reached::rate),
            Self::Covered => of_reached(&|reached| Some(reached.covered.as_f64())),
            Self::Unreached => {
                of_reached(&|reached| Some((reached.population - reached.covered).as_f64()))
            }
            Self::Residents => of_reached(&|reached| Some(reached.population.as_f64())),
            Self::GroupShare => group_shares(of),
            Self::Density => densities(of),
            Self::Choices => sums_by_reach(of, f64::from, share_of_residents),
            Self::Backup => {
                sums_by_reach(of, |count| if count >= 2 { 1.0 } else { 0.0 }, share_of_residents)
            }
            Self::OnlyOne => {
                sums_by_reach(of, |count| if count == 1 { 1.0 } else { 0.0 }, |sum, _| Some(sum))
            }
            Self::MeanMinutes => with_nearest(of, |nearest| {
                mean_minutes_by_unit(of.study, nearest, of.function, of.group)
            }),
            Self::NineTenthsMinutes => with_nearest(of, |nearest| {
                let times = WalkingTimes::by_unit(of.study, nearest, of.function, of.group);
                of.units().map(|unit| times[unit].percentile(NINE_TENTHS)).collect()
            }),
            Self::Functions => mean_functions(of),
            Self::QuarterHourFunctions => match of.nearest {
                Some(nearest) => quarter_hour_functions(of, nearest),
                None => {
                    let nearest = Nearest::of_group(of.study, of.facilities, of.group);
                    quarter_hour_functions(of, &nearest)
                }
            },
            Self::FloorArea => {
                let places = Provision::by_unit(of.layers(), of.facilities, of.function);
                places.iter().map(Provision::m2_per_1000).collect()
            }
            Self::AreaGap => gaps(of, |row| row.area_m2),
            Self::PlacesGap => gaps(of, |row| row.places),
            Self::Capacity => {
                let method = [CatchmentMethod::TwoStep];
                let [scores] =
                    MeanScores::by_methods(of.study, of.facilities, of.function, of.group, method);
                let per_resident = scores.units.into_iter();
                per_resident.map(|score| Some(RESIDENTS_OF_CAPACITY * score?)).collect()
            }
            Self::Inequality => {
                let counts = of.coverage.reach_counts(of.function, of.group);
                let choices = |building: usize| f64::from(counts[building]);
                Inequality::gini_within_units(of.layers(), of.group, choices)
            }
            Self::Priority => priorities(of),
            Self::Candidates => candidates(of),
            Self::CircleOnly => circle_only(of),
        }
    }
}

/// Asks the nearest facilities of the function that somebody keeps, or looks for them.
fn with_nearest(of: Subjects, ask: impl FnOnce(&Nearest) -> Vec<Option<f64>>) -> Vec<Option<f64>> {
    match of.nearest {
        Some(nearest) => ask(nearest),
        None => ask(&Nearest::of_function(of.study, of.facilities, of.function, of.group)),
    }
}

/// Residents of the group among all; `None` where nobody lives.
fn group_shares(of: Subjects) -> Vec<Option<f64>> {
    let residents =
        |group: usize, unit: usize| of.coverage.unit(of.function, group, unit).population.as_f64();
    of.units()
        .map(|unit| share_of_residents(residents(of.group, unit), residents(0, unit)))
        .collect()
}

/// Residents per hectare; `None` where a unit has no area.
fn densities(of: Subjects) -> Vec<Option<f64>> {
    let units = &of.layers().units;
    let density = |unit: usize| {
        let hectares = units.shapes().area_m2(unit) / SQUARE_METRES_PER_HECTARE;
        let residents = of.coverage.unit(of.function, of.group, unit).population;
        Some(residents.as_f64() / hectares).filter(|density| density.is_finite())
    };
    of.units().map(density).collect()
}

/// Functions within a quarter of an hour, as the Results panel has them.
fn quarter_hour_functions(of: Subjects, nearest: &Nearest) -> Vec<Option<f64>> {
    let functions: Vec<FunctionIndex> = of.study.standard().indexes().collect();
    let places = Completeness::by_unit(of.study, nearest, &functions, of.group);
    let last = COMPLETENESS_MINUTES.len() - 1;
    of.units().map(|unit| places[unit].mean()[last]).collect()
}

/// Functions of the standard that residents have within their limits, on average: the sum of all
/// rates. `None` where nobody lives.
fn mean_functions(of: Subjects) -> Vec<Option<f64>> {
    let standard = of.study.standard();
    let functions: Vec<FunctionIndex> =
        standard.indexes().filter(|index| standard.function(*index).in_standard).collect();
    let mean = |unit: usize| {
        let rates = functions.iter().map(|f| of.coverage.unit(*f, of.group, unit).rate());
        rates.sum::<Option<f64>>()
    };
    of.units().map(mean).collect()
}

/// What the list of demand says is missing of the function; `None` where the standard asks for none.
fn gaps(of: Subjects, shortfall: fn(&DemandRow) -> Option<Shortfall>) -> Vec<Option<f64>> {
    let demand = DemandList::of(of.study, of.scenario, of.coverage);
    let rows = demand.of_function(of.function);
    rows.map(|row| Some(shortfall(row)?.gap())).collect()
}

/// Scores by the study's rule for pilots; `None` where a unit misses a threshold of it.
fn priorities(of: Subjects) -> Vec<Option<f64>> {
    let demand = DemandList::of(of.study, of.scenario, of.coverage);
    let rule = &of.study.programme_rules().pilots;
    let mut scores = vec![None; of.layers().units.len()];
    for pilot in choose_pilots(of.study, of.coverage, &demand, rule) {
        let is_left_out = matches!(pilot.standing, PilotStanding::Excluded { .. });
        scores[pilot.unit] = (!is_left_out).then_some(pilot.score);
    }
    scores
}

/// Candidates of the register in each unit.
fn candidates(of: Subjects) -> Vec<Option<f64>> {
    let mut counts = vec![0.0; of.layers().units.len()];
    for candidate in of.study.register().iter() {
        if let Some(unit) = of.layers().units.at(candidate.at) {
            counts[unit] += 1.0;
        }
    }
    counts.into_iter().map(Some).collect()
}

/// Residents that only the circle counts; `None` where one does not walk along streets.
fn circle_only(of: Subjects) -> Vec<Option<f64>> {
    let units = of.layers().units.len();
    let Some(circle) = of.by_circle else { return vec![None; units] };
    let places =
        CircleAndPath::by_unit(of.layers(), circle, of.coverage, of.function, of.group).into_iter();
    places.take(units).map(|place| Some(place.circle_only.as_f64())).collect()
}

/// What residents count for by the number of facilities that reach them, summed up in each unit, and
/// told with the unit's residents.
fn sums_by_reach(
    of: Subjects,
    weight: impl Fn(u32) -> f64 + Sync,
    told: impl Fn(f64, f64) -> Option<f64>,
) -> Vec<Option<f64>> {
    let units = of.layers().units.len();
    let buildings = &of.layers().buildings;
    let residents = buildings.demand().residents(of.group);
    let counts = of.coverage.reach_counts(of.function, of.group);
    let none = || vec![[0.0_f64; 2]; units];
    let add = |mut sums: Vec<[f64; 2]>, building: usize| {
        if let Some(unit) = buildings.unit_of(building) {
            let residents = residents[building].as_f64();
            sums[unit][0] += residents * weight(counts[building]);
            sums[unit][1] += residents;
        }
        sums
    };
    let join = |mut one: Vec<[f64; 2]>, other: Vec<[f64; 2]>| {
        for (sums, more) in one.iter_mut().zip(other) {
            *sums = [sums[0] + more[0], sums[1] + more[1]];
        }
        one
    };
    let all = (0..buildings.len()).into_par_iter().with_min_len(1 << 16);
    let sums = all.fold(none, add).reduce(none, join);
    sums.into_iter().map(|[sum, residents]| told(sum, residents)).collect()
}

/// A sum over residents for each of them; `None` where nobody lives.
fn share_of_residents(sum: f64, residents: f64) -> Option<f64> {
    (residents > 0.0).then(|| sum / residents)
}

impl BuildingIndicator {
    /// The value of a building; `None` where nobody lives.
    pub fn value(self, of: Subjects, building: usize) -> Option<f64> {
        let residents = of.layers().buildings.demand().residents(of.group)[building];
        let value = match self {
            Self::Choices => f64::from(of.coverage.reach_counts(of.function, of.group)[building]),
            Self::Residents => residents.as_f64(),
        };
        (residents > Persons::ZERO).then_some(value)
    }
}
