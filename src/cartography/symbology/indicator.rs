//! Indicators that colours can tell: what is shown of a unit, and of a building.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::analysis::measures::Provision;
use crate::analysis::{CircleAndPath, Coverage, Reached};
use crate::language::Text;
use crate::layers::{LayerSet, Persons};
use crate::numbers;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Study};

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
    /// Share of the residents whom at least two facilities reach.
    Backup,
    /// Residents whom exactly one facility reaches.
    OnlyOne,
    /// How many functions of the standard a resident has within their limits, on average.
    Functions,
    /// Floor area of the function in the unit, m² per 1,000 residents.
    FloorArea,
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
    pub study: &'a Study,
    pub facilities: &'a Facilities,
    pub coverage: &'a Coverage,
    /// What the circles alone count, where one walks along streets.
    pub by_circle: Option<&'a Coverage>,
    pub function: FunctionIndex,
    /// Position of the group in the study's demand.
    pub group: usize,
}

impl<'a> Subjects<'a> {
    fn layers(self) -> &'a LayerSet {
        self.study.layers()
    }
}

const SQUARE_METRES_PER_HECTARE: f64 = 10_000.0;

impl UnitIndicator {
    pub const ALL: [Self; 10] = [
        Self::Rate,
        Self::Unreached,
        Self::Choices,
        Self::Backup,
        Self::OnlyOne,
        Self::Functions,
        Self::FloorArea,
        Self::Residents,
        Self::Density,
        Self::CircleOnly,
    ];

    pub fn name(self) -> Text {
        match self {
            Self::Rate => Text::new("覆盖率", "Coverage rate"),
            Self::Unreached => Text::new("未覆盖居民", "Residents not reached"),
            Self::Residents => Text::new("居民", "Residents"),
            Self::Density => Text::new("居民密度", "Residents per hectare"),
            Self::Choices => Text::new("人均可达设施数", "Facilities within reach"),
            Self::Backup => Text::new("备份覆盖率", "Backup coverage"),
            Self::OnlyOne => Text::new("仅一处可达居民", "Only one within reach"),
            Self::Functions => Text::new("人均可达功能数", "Functions within reach"),
            Self::FloorArea => Text::new("千人建筑面积", "Floor area per 1,000"),
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
            Self::Backup => Text::new(
                "规划单元至少两处可达居民（%）",
                "Unit: residents with two or more within reach (%)",
            ),
            Self::OnlyOne => Text::new(
                "规划单元仅一处可达居民（人）",
                "Unit: residents with only one within reach",
            ),
            Self::Functions => Text::new(
                "规划单元人均可达功能（项）",
                "Unit: functions within reach of a resident",
            ),
            Self::FloorArea => Text::new(
                "规划单元该功能面积（㎡/千人）",
                "Unit: floor area of the function (m² per 1,000)",
            ),
            Self::CircleOnly => Text::new(
                "规划单元仅直线圈内居民（人）",
                "Unit: residents in the circle, too far on foot",
            ),
        }
    }

    /// The values of all units; `None` where a unit has none.
    pub fn values(self, of: Subjects) -> Vec<Option<f64>> {
        let reached = |unit| of.coverage.unit(of.function, of.group, unit);
        let of_reached = |value: &dyn Fn(Reached) -> Option<f64>| {
            (0..of.layers().units.len()).map(|unit| value(reached(unit))).collect()
        };
        match self {
            Self::Rate => of_reached(&Reached::rate),
            Self::Unreached => {
                of_reached(&|reached| Some((reached.population - reached.covered).as_f64()))
            }
            Self::Residents => of_reached(&|reached| Some(reached.population.as_f64())),
            Self::Density => densities(of),
            Self::Choices => sums_by_reach(of, f64::from, share_of_residents),
            Self::Backup => {
                sums_by_reach(of, |count| if count >= 2 { 1.0 } else { 0.0 }, share_of_residents)
            }
            Self::OnlyOne => {
                sums_by_reach(of, |count| if count == 1 { 1.0 } else { 0.0 }, |sum, _| Some(sum))
            }
            Self::Functions => mean_functions(of),
            Self::FloorArea => {
                let places = Provision::by_unit(of.layers(), of.facilities, of.function);
                places.iter().map(Provision::m2_per_1000).collect()
            }
            Self::CircleOnly => circle_only(of),
        }
    }

    /// Whether units without residents have no value.
    pub fn is_per_resident(self) -> bool {
        match self {
            Self::Rate | Self::Choices | Self::Backup | Self::Functions | Self::FloorArea => true,
            Self::Unreached | Self::OnlyOne | Self::Residents | Self::Density => false,
            Self::CircleOnly => false,
        }
    }

    /// A value in words, without its unit of measure.
    pub fn written(self, value: f64) -> String {
        match self {
            Self::Rate | Self::Backup => numbers::percent(Some(value)),
            Self::Choices | Self::Functions => format!("{value:.1}"),
            _ => numbers::thousands(value.round() as i64),
        }
    }

    /// Whether it is a share, from 0 to 1.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Rate | Self::Backup)
    }
}

/// Residents per hectare; `None` where a unit has no area.
fn densities(of: Subjects) -> Vec<Option<f64>> {
    let units = &of.layers().units;
    let density = |unit: usize| {
        let hectares = units.shapes().area_m2(unit) / SQUARE_METRES_PER_HECTARE;
        let residents = of.coverage.unit(of.function, of.group, unit).population;
        Some(residents.as_f64() / hectares).filter(|density| density.is_finite())
    };
    (0..units.len()).map(density).collect()
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
    (0..of.layers().units.len()).map(mean).collect()
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
    pub const ALL: [Self; 2] = [Self::Choices, Self::Residents];

    pub fn name(self) -> Text {
        match self {
            Self::Choices => Text::new("可达设施数", "Facilities within reach"),
            Self::Residents => Text::new("居民", "Residents"),
        }
    }

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
