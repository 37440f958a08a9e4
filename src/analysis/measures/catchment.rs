//! Capacity by floating catchments: how much of the facilities' capacity falls to each resident.
//!
//! With p_i residents of building i, S_j the capacity of facility j, d_ij the walk in metres, D the
//! walking limit and f the weight of a distance, all zero beyond D:
//!
//! | method | score A_i | weight f | source |
//! |---|---|---|---|
//! | 2SFCA | Σ_j S_j f(d_ij) / Σ_k p_k f(d_kj) | 1 | Luo & Wang 2003, doi 10.1068/b29120 |
//! | E2SFCA | the same | 1, 0.68, 0.22 in the thirds of D | Luo & Qi 2009 |
//! | Gaussian 2SFCA | the same | (e^{−½(d/D)²} − e^{−½}) / (1 − e^{−½}) | Dai 2010 |
//! | M2SFCA | Σ_j S_j f(d_ij)² / Σ_k p_k f(d_kj) | as Gaussian | Delamater 2013 |
//!
//! The unit of a score is capacity per resident. In the first three, Σ_i p_i A_i equals the capacity
//! of all facilities that anyone reaches; in M2SFCA it is less where people live far from them.
//!
//! A score is a sum of one contribution per facility, and a contribution depends on nothing but that
//! facility and the residents around it. Contributions are kept as fixed-point integers, so that
//! adding and taking away while a facility is dragged gives exactly the result from scratch.

use crate::language::Text;
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, FacilityChange, Study};

/// What weighs the distance, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CatchmentMethod {
    TwoStep,
    Enhanced,
    Gaussian,
    Modified,
}

/// Weights of E2SFCA in the near, middle and far third of the limit, after Luo & Qi 2009, whose
/// zones are 0–10, 10–20 and 20–30 minutes.
const ZONE_WEIGHTS: [f64; 3] = [1.0, 0.68, 0.22];

impl CatchmentMethod {
    pub const ALL: [Self; 4] = [Self::TwoStep, Self::Enhanced, Self::Gaussian, Self::Modified];

    /// The name in files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::TwoStep => "2sfca",
            Self::Enhanced => "e2sfca",
            Self::Gaussian => "gaussian_2sfca",
            Self::Modified => "m2sfca",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::TwoStep => Text::new("两步移动搜索法（2SFCA）", "2SFCA"),
            Self::Enhanced => Text::new("增强型 E2SFCA", "E2SFCA"),
            Self::Gaussian => Text::new("高斯型 2SFCA", "Gaussian 2SFCA"),
            Self::Modified => Text::new("修正型 M2SFCA", "M2SFCA"),
        }
    }

    /// The weight of a distance within the limit, between 0 and 1; both in metres.
    pub fn weight(self, metres: f64, limit_m: f64) -> f64 {
        match self {
            Self::TwoStep => 1.0,
            Self::Enhanced => {
                let zones = (1..).zip(ZONE_WEIGHTS);
                let mut reaching =
                    zones.filter(|(zone, _)| metres * 3.0 <= limit_m * f64::from(*zone));
                // Within the limit, only rounding can miss the last zone.
                reaching.next().map_or(ZONE_WEIGHTS[2], |(_, weight)| weight)
            }
            Self::Gaussian | Self::Modified => {
                let at_the_limit = (-0.5_f64).exp();
                let share = metres / limit_m;
                (((-0.5 * share * share).exp() - at_the_limit) / (1.0 - at_the_limit)).max(0.0)
            }
        }
    }

    /// What of a facility's capacity a resident gets, from the weight of the distance and the
    /// weighted residents around it.
    fn share(self, weight: f64, demand: f64) -> f64 {
        match self {
            Self::Modified => weight * weight / demand,
            _ => weight / demand,
        }
    }
}

/// What a facility without a known capacity counts as: one facility.
pub const UNKNOWN_CAPACITY: f64 = 1.0;

/// The capacity that a facility counts with for a function.
pub fn supply(facility: &Facility, function: FunctionIndex) -> f64 {
    facility.capacity_for(function).unwrap_or(UNKNOWN_CAPACITY)
}

/// The scores of all buildings for one function, group and method.
#[derive(Debug, Clone, PartialEq)]
pub struct CatchmentScores {
    pub function: FunctionIndex,
    /// Position of the group in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    pub method: CatchmentMethod,
    scores: Vec<Score>,
}

/// Capacity per resident, exact to 2⁻⁶⁰: wide enough for a hundred thousand places that fall to one
/// resident, fine enough for one place among a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Score(i128);

impl Score {
    const ONE: f64 = (1_u64 << 60) as f64;

    fn from_f64(score: f64) -> Self {
        Self((score * Self::ONE).round() as i128)
    }

    fn as_f64(self) -> f64 {
        self.0 as f64 / Self::ONE
    }
}

impl CatchmentScores {
    /// The scores with some facilities, from scratch.
    pub fn of(
        study: &Study,
        facilities: &Facilities,
        function: FunctionIndex,
        group: usize,
        method: CatchmentMethod,
    ) -> Self {
        let scores = vec![Score::default(); study.layers().buildings.len()];
        let mut all = Self { function, group, method, scores };
        facilities.values().for_each(|facility| all.add(study, facility));
        all
    }

    /// Brings the scores up to date after a facility came, went or changed.
    ///
    /// Costs as much as the reach of the facility, before and after.
    pub fn update(&mut self, study: &Study, change: &FacilityChange) {
        if let Some(before) = &change.before {
            self.remove(study, before);
        }
        if let Some(after) = &change.after {
            self.add(study, after);
        }
    }

    /// Capacity per resident in a building.
    pub fn score(&self, building: usize) -> f64 {
        self.scores[building].as_f64()
    }

    /// The scores of units and of all buildings together.
    pub fn means(&self, layers: &LayerSet) -> MeanScores {
        let residents = layers.buildings.demand().residents(self.group);
        let mut sums = vec![0.0; layers.units.len() + 1];
        for (building, persons) in residents.iter().enumerate() {
            if *persons > Persons::ZERO {
                sums[layers.unit_or_outside(building)] += persons.as_f64() * self.score(building);
            }
        }
        MeanScores::of(layers, self.group, &sums)
    }

    fn add(&mut self, study: &Study, facility: &Facility) {
        self.for_each_contribution(study, facility, |score, more| score.0 += more.0);
    }

    fn remove(&mut self, study: &Study, facility: &Facility) {
        self.for_each_contribution(study, facility, |score, less| score.0 -= less.0);
    }

    /// Calls `apply` with the score of each building around a facility, and with what the facility
    /// contributes to it.
    fn for_each_contribution(
        &mut self,
        study: &Study,
        facility: &Facility,
        apply: impl Fn(&mut Score, Score),
    ) {
        if facility.offers(self.function) {
            let catchment = Catchment::of(study, facility, self.function, self.group);
            catchment.for_each_contribution(self.method, |building, contribution| {
                apply(&mut self.scores[building as usize], Score::from_f64(contribution));
            });
        }
    }
}

/// Capacity per resident of places: Σ p_i A_i / Σ p_i over the buildings of each.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanScores {
    /// Of each unit; `None` where nobody lives.
    pub units: Vec<Option<f64>>,
    /// Of all buildings, those outside all units included.
    pub all: Option<f64>,
}

impl MeanScores {
    /// The means by several methods at once, without keeping a score per building: four methods cost
    /// little more than one.
    pub fn by_methods<const N: usize>(
        study: &Study,
        facilities: &Facilities,
        function: FunctionIndex,
        group: usize,
        methods: [CatchmentMethod; N],
    ) -> [Self; N] {
        let layers = study.layers();
        let residents = layers.buildings.demand().residents(group);
        let mut sums = methods.map(|_| vec![0.0; layers.units.len() + 1]);
        for facility in facilities.values().filter(|facility| facility.offers(function)) {
            let catchment = Catchment::of(study, facility, function, group);
            for (method, sums) in methods.iter().zip(&mut sums) {
                catchment.for_each_contribution(*method, |building, contribution| {
                    let building = building as usize;
                    sums[layers.unit_or_outside(building)] +=
                        residents[building].as_f64() * contribution;
                });
            }
        }
        sums.map(|sums| Self::of(layers, group, &sums))
    }

    /// From Σ p_i A_i of each unit and of what lies outside.
    fn of(layers: &LayerSet, group: usize, sums: &[f64]) -> Self {
        let residents = layers.buildings.demand().residents(group);
        let mut persons = vec![Persons::ZERO; sums.len()];
        for (building, of_building) in residents.iter().enumerate() {
            persons[layers.unit_or_outside(building)] += *of_building;
        }
        let mean =
            |sum: f64, persons: Persons| (persons > Persons::ZERO).then(|| sum / persons.as_f64());
        let units = sums.iter().zip(&persons).take(layers.units.len());
        Self {
            units: units.map(|(sum, persons)| mean(*sum, *persons)).collect(),
            all: mean(sums.iter().sum(), persons.iter().copied().sum()),
        }
    }
}

/// The residents around a facility, within the walking limit of a function.
struct Catchment {
    supply: f64,
    limit_m: f64,
    /// Buildings, the metres walked there, and their residents; always in the same order, so that
    /// the same facility always contributes the same.
    around: Vec<(u32, f64, f64)>,
}

impl Catchment {
    fn of(study: &Study, facility: &Facility, function: FunctionIndex, group: usize) -> Self {
        let walk = study.walk(group);
        let limit_m = walk.limit_m(function);
        let residents = study.layers().buildings.demand().residents(group);
        let mut around = Vec::new();
        walk.for_each_reached(facility.at, limit_m, |building, metres| {
            around.push((building, metres, residents[building as usize].as_f64()));
        });
        Self { supply: supply(facility, function), limit_m, around }
    }

    /// Calls `visit` with each building and what the facility contributes to its score. A facility
    /// that has nobody around it serves nobody.
    fn for_each_contribution(&self, method: CatchmentMethod, mut visit: impl FnMut(u32, f64)) {
        let weight = |metres: f64| method.weight(metres, self.limit_m);
        let weights: Vec<f64> = self.around.iter().map(|(_, metres, _)| weight(*metres)).collect();
        let residents = self.around.iter().map(|(.., residents)| residents);
        let demand: f64 = residents.zip(&weights).map(|(residents, w)| residents * w).sum();
        if demand > 0.0 {
            for ((building, ..), weight) in self.around.iter().zip(weights) {
                visit(*building, self.supply * method.share(weight, demand));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_of_the_papers() {
        let enhanced = |metres| CatchmentMethod::Enhanced.weight(metres, 900.0);
        assert_eq!(
            [0.0, 300.0, 301.0, 600.0, 601.0, 900.0].map(enhanced),
            [1.0, 1.0, 0.68, 0.68, 0.22, 0.22]
        );
        let gaussian = |metres| CatchmentMethod::Gaussian.weight(metres, 900.0);
        assert_eq!((gaussian(0.0), gaussian(900.0)), (1.0, 0.0));
        assert!((gaussian(450.0) - 0.7013).abs() < 1e-4, "{}", gaussian(450.0));
        assert_eq!(CatchmentMethod::TwoStep.weight(900.0, 900.0), 1.0);
    }
}
