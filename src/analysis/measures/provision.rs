//! Provision: floor area of services per 1,000 residents and per 100 households.
//!
//! Of one function a = 1000 · Σ_j a_j / Σ_i p_i in m², over the facilities that offer it, with the
//! area that counts for it (`AreaUse`): its own rooms, shared ones too, as 沪府办发〔2024〕25号 lets
//! shared area count in every sector's target; an equal part where only the whole facility is known,
//! which is an assumption. Of all functions together the floor area of each facility counts once, per
//! 100 households. Compared with the figures of the standard, which say themselves how well they are
//! founded.

use crate::layers::{LayerSet, Persons};
use crate::standard::{FunctionIndex, HouseholdNorm};
use crate::study::AreaUse;
use crate::study::{Facilities, Facility};

/// Floor area of the facilities in a place, and whom it is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Provision {
    pub floor_area_m2: f64,
    pub facilities: usize,
    /// Facilities that nothing is known of: their area is missing in the sum.
    pub without_area: usize,
    /// Facilities whose area is not broken down by function: an equal part of it counts.
    pub in_equal_parts: usize,
    pub residents: Persons,
}

impl Provision {
    /// The floor area for one function, in one unit or everywhere; all residents count, whatever
    /// group is looked at, since the standards count them so.
    pub fn of_function(
        layers: &LayerSet,
        facilities: &Facilities,
        function: FunctionIndex,
        unit: Option<usize>,
    ) -> Self {
        let offering = |facility: &Facility| facility.offers(function);
        let counted = |facility: &Facility| {
            let counted = AreaUse::of(facility).counted_for(function)?;
            Some((counted.m2, counted.is_assumed))
        };
        Self::of(layers, facilities, unit, offering, counted)
    }

    /// The same in each unit, in the order of the units: one look at all facilities and buildings.
    pub fn by_unit(
        layers: &LayerSet,
        facilities: &Facilities,
        function: FunctionIndex,
    ) -> Vec<Self> {
        let nothing = Self {
            floor_area_m2: 0.0,
            facilities: 0,
            without_area: 0,
            in_equal_parts: 0,
            residents: Persons::ZERO,
        };
        let mut units = vec![nothing; layers.units.len()];
        for facility in facilities.values().filter(|facility| facility.offers(function)) {
            let Some(unit) = layers.units.at(facility.at) else { continue };
            let counted = AreaUse::of(facility).counted_for(function);
            units[unit].floor_area_m2 += counted.map_or(0.0, |counted| counted.m2);
            units[unit].facilities += 1;
            units[unit].without_area += usize::from(counted.is_none());
            units[unit].in_equal_parts += usize::from(counted.is_some_and(|c| c.is_assumed));
        }
        for (building, residents) in layers.buildings.demand().residents(0).iter().enumerate() {
            if let Some(unit) = layers.buildings.unit_of(building) {
                units[unit].residents += *residents;
            }
        }
        units
    }

    /// The floor area of all facilities, each counted once.
    pub fn of_all(layers: &LayerSet, facilities: &Facilities, unit: Option<usize>) -> Self {
        let whole = |facility: &Facility| {
            let m2 = facility.floor_area_m2.or_else(|| AreaUse::of(facility).physical_m2)?;
            Some((m2, false))
        };
        Self::of(layers, facilities, unit, |_| true, whole)
    }

    /// `area_m2` tells of an area whether it is an equal part of one not broken down.
    fn of(
        layers: &LayerSet,
        facilities: &Facilities,
        unit: Option<usize>,
        counts: impl Fn(&Facility) -> bool,
        area_m2: impl Fn(&Facility) -> Option<(f64, bool)>,
    ) -> Self {
        let is_there =
            |facility: &&Facility| unit.is_none() || layers.units.at(facility.at) == unit;
        let counted: Vec<&Facility> =
            facilities.values().filter(|f| counts(f)).filter(is_there).collect();
        let areas = counted.iter().filter_map(|facility| area_m2(facility));
        let residents = layers.buildings.demand().residents(0).iter().enumerate();
        let residents =
            residents.filter(|(b, _)| unit.is_none() || layers.buildings.unit_of(*b) == unit);
        Self {
            floor_area_m2: areas.clone().fold(0.0, |sum, (area, _)| sum + area),
            facilities: counted.len(),
            in_equal_parts: areas.clone().filter(|(_, is_part)| *is_part).count(),
            without_area: counted.len() - areas.count(),
            residents: residents.map(|(_, persons)| *persons).sum(),
        }
    }

    /// Whether no area is known of any facility there: then nothing can be said.
    pub fn is_unknown(&self) -> bool {
        self.facilities > 0 && self.without_area == self.facilities
    }

    /// m² per 1,000 residents; `None` where nobody lives or no area is known.
    pub fn m2_per_1000(&self) -> Option<f64> {
        (self.residents > Persons::ZERO && !self.is_unknown())
            .then(|| 1000.0 * self.floor_area_m2 / self.residents.as_f64())
    }

    /// m² per 100 households; `None` where there are none or no area is known.
    pub fn m2_per_100_households(&self, households: &Households) -> Option<f64> {
        (households.number > 0.0 && !self.is_unknown())
            .then(|| 100.0 * self.floor_area_m2 / households.number)
    }
}

/// Households in a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Households {
    pub number: f64,
    /// Whether they are counted in the data; else they follow from the residents and the standard's
    /// number of persons per household.
    pub are_counted: bool,
}

impl Households {
    /// The households of one unit or everywhere; `None` where neither data nor standard tell.
    pub fn of(
        layers: &LayerSet,
        unit: Option<usize>,
        norm: Option<&HouseholdNorm>,
    ) -> Option<Self> {
        let buildings = &layers.buildings;
        let there =
            (0..buildings.len()).filter(|b| unit.is_none() || buildings.unit_of(*b) == unit);
        let counted = there.clone().filter_map(|building| buildings.record(building).households);
        let number: f64 = counted.sum();
        if number > 0.0 {
            return Some(Self { number, are_counted: true });
        }
        let persons: Persons = there.map(|b| buildings.demand().residents(0)[b]).sum();
        let per_household = norm?.persons_per_household.value;
        Some(Self { number: persons.as_f64() / per_household, are_counted: false })
    }
}
