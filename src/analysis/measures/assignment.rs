//! Nearest assignment: everyone goes to the nearest facility, and some get more than they can serve.
//!
//! L_j = Σ_i p_i · 1[j is the nearest to i], of the residents within the horizon of [`Nearest`]. Its
//! occupancy is L_j · n / S_j with capacity S_j: where the standard asks for a capacity n per
//! resident by that; else by what there is on average, n = Σ S_j / Σ L_j, so that 1 is an even share.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::layers::{LayerSet, Persons};
use crate::standard::{Function, FunctionIndex};
use crate::study::{Facilities, FacilityId};

use super::{BUILDINGS_PER_TASK, Nearest, supply};

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
        let add = |mut sums: Sums, building: usize| {
            if residents[building] > Persons::ZERO {
                let site = nearest.site(index, building).map(|(facility, _)| facility);
                *sums.entry(site).or_default() += residents[building];
            }
            sums
        };
        let join = |mut one: Sums, other: Sums| {
            other.into_iter().for_each(|(site, more)| *one.entry(site).or_default() += more);
            one
        };
        let all = (0..residents.len()).into_par_iter().with_min_len(BUILDINGS_PER_TASK);
        let sums = all.fold(Sums::new, add).reduce(Sums::new, join);
        let of = |site| sums.get(&site).copied().unwrap_or_default();
        let offering = facilities.values().filter(|facility| facility.offers(index));
        let loads: Vec<Load> = offering
            .map(|facility| Load {
                facility: facility.id,
                residents: of(Some(facility.id)),
                capacity: supply(facility),
                occupancy: None,
            })
            .collect();
        Self::judged(loads, of(None), function)
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

type Sums = BTreeMap<Option<FacilityId>, Persons>;
