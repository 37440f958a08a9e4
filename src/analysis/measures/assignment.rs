//! Nearest assignment: everyone goes to the nearest facility, and some get more than they can serve.
//!
//! L_j = Σ_i p_i · 1[j is the nearest to i], of the residents within the horizon of [`Nearest`]. Its
//! occupancy is L_j · n / S_j with capacity S_j: where the standard asks for a capacity n per
//! resident by that; else by what there is on average, n = Σ S_j / Σ L_j, so that 1 is an even share.

use rayon::prelude::*;

use crate::layers::{LayerSet, Persons};
use crate::standard::{Function, FunctionIndex};
use crate::study::{Facilities, Facility, FacilityId};

use super::{Nearest, supply};
use crate::analysis::by_place::BUILDINGS_PER_TASK;

/// Who goes where, and what is left over.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Every facility of the function, the fullest first.
    pub loads: Vec<Load>,
    /// Residents with no facility within the horizon.
    pub unassigned: Persons,
    /// Capacity needed per resident, by which loads are judged; `None` where there is no capacity.
    pub need_per_resident: Option<f64>,
}

/// The residents who have a facility nearest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    pub facility: FacilityId,
    pub residents: Persons,
    /// What the facility counts with; see [`supply`].
    pub capacity: f64,
    /// Needed share of the capacity, above 1 overloaded; `None` without capacity.
    pub occupancy: Option<f64>,
}

impl Load {
    pub fn is_overloaded(&self) -> bool {
        self.occupancy.is_some_and(|occupancy| occupancy > 1.0) || self.is_without_capacity()
    }

    fn is_without_capacity(&self) -> bool {
        self.capacity == 0.0 && self.residents > Persons::ZERO
    }
}

impl Assignment {
    /// Sends all residents of a group to the nearest facility of a function.
    pub fn of(
        layers: &LayerSet,
        nearest: &Nearest,
        facilities: &Facilities,
        (index, function): (FunctionIndex, &Function),
        group: usize,
    ) -> Self {
        let residents = layers.buildings.demand().residents(group);
        let offering: Vec<&Facility> = facilities.values().filter(|f| f.offers(index)).collect();
        // The one after the last stands for no facility.
        let nobody = || vec![Persons::ZERO; offering.len() + 1];
        // Facilities come in the order of their numbers.
        let place_of = |id| offering.binary_search_by_key(&id, |facility| facility.id).ok();
        let add = |mut sums: Vec<Persons>, building: usize| {
            if residents[building] > Persons::ZERO {
                let site = nearest.site(index, building).and_then(|(id, _)| place_of(id));
                sums[site.unwrap_or(offering.len())] += residents[building];
            }
            sums
        };
        let join = |mut one: Vec<Persons>, other: Vec<Persons>| {
            one.iter_mut().zip(other).for_each(|(sum, more)| *sum += more);
            one
        };
        let all = (0..residents.len()).into_par_iter().with_min_len(BUILDINGS_PER_TASK);
        let mut sums = all.fold(nobody, add).reduce(nobody, join);
        let unassigned = sums.pop().unwrap_or_default();
        let load = |(facility, residents): (&&Facility, Persons)| Load {
            facility: facility.id,
            residents,
            capacity: supply(facility, index),
            occupancy: None,
        };
        Self::judged(offering.iter().zip(sums).map(load).collect(), unassigned, function)
    }

    fn judged(mut loads: Vec<Load>, unassigned: Persons, function: &Function) -> Self {
        let by_standard = function.norms.capacity_per_1000.as_ref().map(|norm| norm.value / 1000.0);
        let capacity: f64 = loads.iter().map(|load| load.capacity).sum();
        let residents: Persons = loads.iter().map(|load| load.residents).sum();
        let even = (residents > Persons::ZERO).then(|| capacity / residents.as_f64());
        let need_per_resident = by_standard.or(even).filter(|need| *need > 0.0);
        for load in &mut loads {
            let occupancy = need_per_resident.map(|n| load.residents.as_f64() * n / load.capacity);
            load.occupancy = occupancy.filter(|occupancy| occupancy.is_finite());
        }
        let fullness = |load: &Load| {
            let full =
                if load.is_without_capacity() { Some(f64::INFINITY) } else { load.occupancy };
            full.unwrap_or(0.0)
        };
        loads.sort_by(|a, b| fullness(b).total_cmp(&fullness(a)).then(a.facility.cmp(&b.facility)));
        Self { loads, unassigned, need_per_resident }
    }

    /// How many facilities have more to serve than they can.
    pub fn overloaded(&self) -> usize {
        self.loads.iter().filter(|load| load.is_overloaded()).count()
    }
}
