//! Sums over the buildings of each place: the units, and what lies outside all of them. What is added up is
//! left to those who ask.

use rayon::prelude::*;

use crate::layers::LayerSet;

/// Fewer buildings than this are not worth another thread.
pub(super) const BUILDINGS_PER_TASK: usize = 1 << 15;

/// One sum for each unit; the last stands for places outside all units. `add` takes a building into the
/// sum of its place, and `and` joins two parts of one sum.
pub(super) fn sums_by_place<T: Copy + Default + Send>(
    layers: &LayerSet,
    add: impl Fn(&mut T, usize) + Send + Sync,
    and: impl Fn(T, T) -> T + Send + Sync,
) -> Vec<T> {
    let none = || vec![T::default(); layers.units.len() + 1];
    let add = |mut sums: Vec<T>, building: usize| {
        add(&mut sums[layers.unit_or_outside(building)], building);
        sums
    };
    let join = |mut one: Vec<T>, other: Vec<T>| {
        one.iter_mut().zip(other).for_each(|(sum, more)| *sum = and(*sum, more));
        one
    };
    let all = (0..layers.buildings.len()).into_par_iter().with_min_len(BUILDINGS_PER_TASK);
    all.fold(none, add).reduce(none, join)
}
