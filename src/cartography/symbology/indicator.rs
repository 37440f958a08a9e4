//! Indicators that colours can tell: what is shown of a unit, and of a building.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::analysis::{CircleAndPath, Coverage};
use crate::language::Text;
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;

/// What is shown of a unit, of the function and group looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitIndicator {
    /// Covered share of the residents.
    Rate,
    /// Residents that no facility reaches.
    Unreached,
    Residents,
    /// Residents per hectare of the unit.
    Density,
    /// How many facilities a resident reaches on average.
    Choices,
    /// Residents that the circle counts and the way on foot does not; only along streets.
    CircleOnly,
}

/// What is shown of a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BuildingIndicator {
    /// How many facilities reach it; only where somebody lives.
    Choices,
    Residents,
}

/// Whose numbers are shown.
#[derive(Debug, Clone, Copy)]
pub struct Subjects<'a> {
    pub layers: &'a LayerSet,
    pub coverage: &'a Coverage,
    /// What the circles alone count, where one walks along streets.
    pub by_circle: Option<&'a Coverage>,
    pub function: FunctionIndex,
    /// Position of the group in the study's demand.
    pub group: usize,
}

const SQUARE_METRES_PER_HECTARE: f64 = 10_000.0;

impl UnitIndicator {
    pub const ALL: [Self; 6] = [
        Self::Rate,
        Self::Unreached,
        Self::Residents,
        Self::Density,
        Self::Choices,
        Self::CircleOnly,
    ];

    pub fn name(self) -> Text {
        match self {
            Self::Rate => Text::new("覆盖率", "Coverage rate"),
            Self::Unreached => Text::new("未覆盖居民", "Residents not reached"),
            Self::Residents => Text::new("居民", "Residents"),
            Self::Density => Text::new("居民密度", "Residents per hectare"),
            Self::Choices => Text::new("人均可达设施数", "Facilities within reach"),
            Self::CircleOnly => Text::new("仅直线圈内", "Within the circle only"),
        }
    }

    /// What the legend says above its classes.
    pub fn legend_title(self) -> Text {
        match self {
            Self::Rate => Text::new("规划单元覆盖率（%）", "Coverage rate of the unit (%)"),
            Self::Unreached => Text::new("规划单元未覆盖居民（人）", "Unit: residents not reached"),
            Self::Residents => Text::new("规划单元居民（人）", "Unit: residents"),
            Self::Density => {
                Text::new("规划单元居民密度（人/公顷）", "Unit: residents per hectare")
            }
            Self::Choices => {
                Text::new("规划单元人均可达设施（处）", "Unit: facilities within reach")
            }
            Self::CircleOnly => Text::new(
                "规划单元仅直线圈内居民（人）",
                "Unit: residents in the circle, too far on foot",
            ),
        }
    }

    /// The values of all units; `None` where a unit has none.
    pub fn values(self, of: Subjects) -> Vec<Option<f64>> {
        let units = 0..of.layers.units.len();
        match self {
            Self::Choices => mean_choices(of),
            Self::CircleOnly => circle_only(of),
            _ => units.map(|unit| self.value(of, unit)).collect(),
        }
    }

    fn value(self, of: Subjects, unit: usize) -> Option<f64> {
        let reached = of.coverage.unit(of.function, of.group, unit);
        let hectares = || of.layers.units.shapes().area_m2(unit) / SQUARE_METRES_PER_HECTARE;
        match self {
            Self::Rate => reached.rate(),
            Self::Unreached => Some((reached.population - reached.covered).as_f64()),
            Self::Residents => Some(reached.population.as_f64()),
            Self::Density => {
                Some(reached.population.as_f64() / hectares()).filter(|d| d.is_finite())
            }
            Self::Choices => mean_choices(of).get(unit).copied().flatten(),
            Self::CircleOnly => circle_only(of).get(unit).copied().flatten(),
        }
    }
}

/// Residents that only the circle counts; `None` where one does not walk along streets.
fn circle_only(of: Subjects) -> Vec<Option<f64>> {
    let units = of.layers.units.len();
    let Some(circle) = of.by_circle else { return vec![None; units] };
    let places =
        CircleAndPath::by_unit(of.layers, circle, of.coverage, of.function, of.group).into_iter();
    places.take(units).map(|place| Some(place.circle_only.as_f64())).collect()
}

/// Facilities within reach of a unit's residents, on average; `None` where nobody lives.
fn mean_choices(of: Subjects) -> Vec<Option<f64>> {
    let units = of.layers.units.len();
    let buildings = &of.layers.buildings;
    let residents = buildings.demand().residents(of.group);
    let counts = of.coverage.reach_counts(of.function, of.group);
    let none = || vec![[0.0_f64; 2]; units];
    let add = |mut sums: Vec<[f64; 2]>, building: usize| {
        if let Some(unit) = buildings.unit_of(building) {
            let residents = residents[building].as_f64();
            sums[unit][0] += residents * f64::from(counts[building]);
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
    sums.into_iter().map(|[sum, residents]| (residents > 0.0).then(|| sum / residents)).collect()
}

impl BuildingIndicator {
    pub const ALL: [Self; 2] = [Self::Choices, Self::Residents];

    pub fn name(self) -> Text {
        match self {
            Self::Choices => Text::new("可达设施数", "Facilities within reach"),
            Self::Residents => Text::new("居民", "Residents"),
        }
    }

    /// The value of a building; `None` where nobody lives.
    pub fn value(self, of: Subjects, building: usize) -> Option<f64> {
        let residents = of.layers.buildings.demand().residents(of.group)[building];
        let value = match self {
            Self::Choices => f64::from(of.coverage.reach_counts(of.function, of.group)[building]),
            Self::Residents => residents.as_f64(),
        };
        (residents > Persons::ZERO).then_some(value)
    }
}
