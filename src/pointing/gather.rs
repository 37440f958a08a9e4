//! Many things at once: those within an area drawn by hand, and what they come to.

use geo::Centroid as _;

use crate::analysis::{Coverage, Reached};
use crate::geometry::{DrawnArea, WorldPoint};
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, FacilityId};

/// Things of a study, each kind in ascending order.
///
/// Every thing counts by one point, so that areas drawn side by side share nothing: a facility by
/// its place, a building by its demand point, a unit by its centroid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    pub units: Vec<u32>,
    pub buildings: Vec<u32>,
    pub facilities: Vec<FacilityId>,
}

/// Which kinds of things are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    pub units: bool,
    pub buildings: bool,
    pub facilities: Wanted,
}

/// Which facilities are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    None,
    /// Those that offer a function.
    Offering(FunctionIndex),
    All,
}

impl Wanted {
    fn includes(self, facility: &Facility) -> bool {
        match self {
            Self::None => false,
            Self::Offering(function) => facility.offers(function),
            Self::All => true,
        }
    }
}

/// How newly gathered things go together with those gathered before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merging {
    Replace,
    Add,
    TakeAway,
}

/// The floor area of some buildings.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FloorArea {
    pub m2: f64,
    /// Buildings whose floor area is not known.
    pub unknown: usize,
}

impl Gathered {
    /// The things within an area, its line included.
    pub fn within(
        layers: &LayerSet,
        facilities: &Facilities,
        area: &DrawnArea,
        kinds: Kinds,
    ) -> Self {
        let facilities = facilities.values();
        let facilities = facilities.filter(|f| kinds.facilities.includes(f) && area.holds(f.at));
        Self {
            units: if kinds.units { units_within(layers, area) } else { Vec::new() },
            buildings: if kinds.buildings { buildings_within(layers, area) } else { Vec::new() },
            facilities: facilities.map(|facility| facility.id).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.buildings.is_empty() && self.facilities.is_empty()
    }

    /// These things and others put together.
    pub fn merged(self, other: Self, how: Merging) -> Self {
        Self {
            units: merged(self.units, other.units, how),
            buildings: merged(self.buildings, other.buildings, how),
            facilities: merged(self.facilities, other.facilities, how),
        }
    }

    /// The residents of the buildings, and how many of them a function reaches. `group` is a
    /// position in [`Demand::groups`](crate::layers::Demand::groups). Linear in the buildings.
    pub fn reached(
        &self,
        layers: &LayerSet,
        coverage: &Coverage,
        function: FunctionIndex,
        group: usize,
    ) -> Reached {
        let residents = layers.buildings.demand().residents(group);
        let counts = coverage.reach_counts(function, group);
        let mut reached = Reached { population: Persons::ZERO, covered: Persons::ZERO };
        for building in &self.buildings {
            let building = *building as usize;
            reached.population += residents[building];
            if counts[building] > 0 {
                reached.covered += residents[building];
            }
        }
        reached
    }

    /// The floor area of the buildings. Linear in their number.
    pub fn floor_area(&self, layers: &LayerSet) -> FloorArea {
        let mut floor_area = FloorArea::default();
        for building in &self.buildings {
            match layers.buildings.record(*building as usize).floor_area_m2 {
                Some(m2) => floor_area.m2 += m2,
                None => floor_area.unknown += 1,
            }
        }
        floor_area
    }
}

fn units_within(layers: &LayerSet, area: &DrawnArea) -> Vec<u32> {
    let shapes = layers.units.shapes();
    let is_inside = |unit: &usize| {
        let middle = shapes.multi_polygon(*unit).centroid();
        middle.is_some_and(|middle| area.holds(WorldPoint::new(middle.x(), middle.y())))
    };
    let near = layers.units.within(area.extent());
    near.into_iter().filter(is_inside).map(|unit| unit as u32).collect()
}

/// Marks are set in the order of the grid and read in the order of the layer: much quicker than
/// sorting what was found.
fn buildings_within(layers: &LayerSet, area: &DrawnArea) -> Vec<u32> {
    let mut is_inside = vec![false; layers.buildings.len()];
    layers.buildings.demand_index().for_each_in(area, |building| {
        is_inside[building as usize] = true;
    });
    let numbered = (0_u32..).zip(is_inside);
    numbered.filter_map(|(building, is_inside)| is_inside.then_some(building)).collect()
}

/// Two ascending lists put together in one pass.
fn merged<T: Ord + Copy>(before: Vec<T>, new: Vec<T>, how: Merging) -> Vec<T> {
    match how {
        Merging::Replace => new,
        Merging::Add => {
            let mut all = before;
            all.extend(new);
            // Two ascending runs, which a stable sort merges in linear time.
            all.sort();
            all.dedup();
            all
        }
        Merging::TakeAway => {
            let mut taken = new.into_iter().peekable();
            let mut all = before;
            all.retain(|one| {
                while taken.next_if(|next| next < one).is_some() {}
                taken.peek() != Some(one)
            });
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_merged_as_sets_are(
            before in prop::collection::btree_set(0_u32..40, 0..30),
            new in prop::collection::btree_set(0_u32..40, 0..30),
        ) {
            let list = |set: &BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let all = |how| merged(list(&before), list(&new), how);
            prop_assert_eq!(all(Merging::Replace), list(&new));
            prop_assert_eq!(all(Merging::Add), list(&(&before | &new)));
            prop_assert_eq!(all(Merging::TakeAway), list(&(&before - &new)));
        }
    }
}
