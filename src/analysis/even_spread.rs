//! How much a coverage rate owes to the way residents were spread over buildings: the rate it would
//! be if the residents of each unit lived in equal numbers in all its inhabited buildings.
//!
//! r' = Σ_u P_u · (n'_u ÷ n_u) ÷ Σ_u P_u, with P_u the residents of unit u, n_u its inhabited buildings
//! and n'_u those of them that are reached. The totals of units, which are what was counted, stay as
//! they are. Where the two rates are far apart, the figure is only as good as the spreading.

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::Study;

use super::Coverage;

/// The rate of a unit or of all buildings if residents were spread evenly; `None` where nobody lives.
/// `group` is a position in [`Demand::groups`](crate::layers::Demand::groups). Linear in the number of
/// buildings.
pub fn rate_if_spread_evenly(
    study: &Study,
    coverage: &Coverage,
    function: FunctionIndex,
    group: usize,
    unit: Option<usize>,
) -> Option<f64> {
    let layers = study.layers();
    let outside = layers.units.len();
    let residents = layers.buildings.demand().residents(group);
    let counts = coverage.reach_counts(function, group);
    // Inhabited buildings of each unit, and those of them that are reached.
    let mut homes = vec![(0_u32, 0_u32); outside + 1];
    for (building, persons) in residents.iter().enumerate() {
        if *persons > Persons::ZERO {
            let (all, reached) = &mut homes[layers.unit_or_outside(building)];
            *all += 1;
            *reached += u32::from(counts[building] > 0);
        }
    }
    let (mut population, mut covered) = (0.0, 0.0);
    let asked = unit.map_or(0..=outside, |unit| unit..=unit);
    for (place, (all, reached)) in asked.clone().zip(&homes[asked]) {
        if *all > 0 {
            let persons = coverage.unit(function, group, place).population.as_f64();
            population += persons;
            covered += persons * f64::from(*reached) / f64::from(*all);
        }
    }
    (population > 0.0).then(|| covered / population)
}
