//! The sites of each function that are nearest to each building, by the walk model of the study.
//! More than one, because the nearest may be closed when somebody wants to go.

use rayon::prelude::*;
use serde::Serialize;

use crate::standard::FunctionIndex;
use crate::study::{Facility, Study};

/// So many sites of each function are listed for a building at most.
pub const LISTED_SITES: usize = 3;
/// Farther sites are not listed, in metres walked.
pub const SITES_WITHIN_M: f64 = 3_000.0;
/// Positions of facilities are told from [`NO_SITE`].
pub(super) const MOST_FACILITIES: usize = NO_SITE as usize;
/// Stands where there is no further site.
const NO_SITE: u16 = u16::MAX;

/// The nearest sites of all buildings for all functions. Building by building, within it function by
/// function, within that nearest first, [`LISTED_SITES`] each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearestSites {
    listed: usize,
    within_m: f64,
    /// Positions of facilities as they are published; 65535 where there is no further site.
    sites: Vec<u16>,
    /// Metres walked, rounded up: no way is longer than it is said to be.
    metres: Vec<u16>,
}

/// The sites of one function near one building, nearest first.
type Listed = [(f64, u16); LISTED_SITES];

const NOTHING: Listed = [(f64::INFINITY, NO_SITE); LISTED_SITES];

impl NearestSites {
    /// The sites among facilities in the order they are published.
    pub(super) fn of(study: &Study, facilities: &[&Facility]) -> Self {
        let buildings = study.layers().buildings.len();
        let functions: Vec<FunctionIndex> = study.standard().indexes().collect();
        let of_function = |function: &FunctionIndex| {
            let mut near = vec![NOTHING; buildings];
            let offering = (0..).zip(facilities).filter(|(_, f)| f.offers(*function));
            for (position, facility) in offering {
                study.walk(0).for_each_reached(facility.at, SITES_WITHIN_M, |building, metres| {
                    list(&mut near[building as usize], (metres, position));
                });
            }
            near
        };
        let by_function: Vec<Vec<Listed>> = functions.par_iter().map(of_function).collect();
        let in_order = || {
            let of_building = |building: usize| by_function.iter().map(move |near| near[building]);
            (0..buildings).flat_map(of_building).flatten()
        };
        Self {
            listed: LISTED_SITES,
            within_m: SITES_WITHIN_M,
            sites: in_order().map(|(_, site)| site).collect(),
            metres: in_order()
                .map(|(metres, _)| metres.ceil().min(f64::from(NO_SITE)) as u16)
                .collect(),
        }
    }

    /// The sites of a function near a building: positions of facilities and metres, nearest first.
    pub fn near(
        &self,
        building: usize,
        function: FunctionIndex,
        functions: usize,
    ) -> impl Iterator<Item = (usize, u16)> + '_ {
        let first = (building * functions + function.as_usize()) * self.listed;
        let listed = first..first + self.listed;
        let pairs = self.sites[listed.clone()].iter().zip(&self.metres[listed]);
        pairs
            .filter(|(site, _)| **site != NO_SITE)
            .map(|(site, metres)| (usize::from(*site), *metres))
    }
}

/// Takes a site into a list if it is near enough; of equally near ones the first stays first.
fn list(listed: &mut Listed, site: (f64, u16)) {
    let Some(place) = listed.iter().position(|(metres, _)| site.0 < *metres) else { return };
    listed[place..].rotate_right(1);
    listed[place] = site;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_the_nearest_in_order_and_the_first_of_equals() {
        let mut listed = NOTHING;
        for site in [(500.0, 0), (200.0, 1), (900.0, 2), (200.0, 3), (950.0, 4)] {
            list(&mut listed, site);
        }
        assert_eq!(listed, [(200.0, 1), (200.0, 3), (500.0, 0)]);
    }
}
