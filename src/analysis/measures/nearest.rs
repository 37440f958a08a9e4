//! Nearest: how far the residents of each building walk to the nearest facility of each function,
//! d_i = min_j d_ij in metres by the walk model of the study, and which facility that is.
//!
//! Beyond a horizon nothing is looked for: whoever walks farther has no facility near, whatever the
//! exact distance. Kept up to date edit by edit. When a facility goes, only the buildings that had
//! it nearest are looked after anew, from the facilities around. Between equally near facilities
//! the one with the smaller number counts, so the order of edits leaves no trace.

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, FacilityChange, FacilityId, Study};

/// Nobody is looked for farther away than this, unless a walking limit says so.
const LEAST_HORIZON_M: f64 = 2_000.0;
/// How many times the longest walking limit the horizon is.
const HORIZON_PER_LIMIT: f64 = 2.0;

/// The nearest facility of each function, for each building.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    horizon_m: f64,
    /// `sites[function][building]`
    sites: Vec<Vec<Site>>,
}

/// A facility and how far it is. Single precision, rounded up: then a distance is within a limit of
/// whole metres exactly if the unrounded one is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Site {
    metres: f32,
    facility: FacilityId,
}

impl Site {
    const NONE: Self = Self { metres: f32::INFINITY, facility: FacilityId(u32::MAX) };

    fn new(facility: FacilityId, metres: f64) -> Self {
        let rounded = metres as f32;
        let metres = if f64::from(rounded) < metres { rounded.next_up() } else { rounded };
        Self { metres, facility }
    }

    fn is_nearer_than(self, other: Self) -> bool {
        (self.metres, self.facility.0) < (other.metres, other.facility.0)
    }
}

/// Buildings that lost the facility nearest to them, and how far it was.
struct Orphans {
    function: FunctionIndex,
    buildings: Vec<(u32, f64)>,
}

impl Nearest {
    /// The nearest facilities of some, from scratch.
    pub fn of(study: &Study, facilities: &Facilities) -> Self {
        let horizon_m = horizon_m(study);
        let buildings = study.layers().buildings.len();
        let functions: Vec<FunctionIndex> = study.standard().indexes().collect();
        let sites_of = |function: FunctionIndex| {
            let mut sites = vec![Site::NONE; buildings];
            for facility in facilities.values().filter(|facility| facility.offers(function)) {
                enter(study, &mut sites, facility.id, facility.at, horizon_m);
            }
            sites
        };
        Self { horizon_m, sites: functions.into_par_iter().map(sites_of).collect() }
    }

    /// Brings it up to date after a change that led to these facilities.
    ///
    /// Costs as much as the reach of the horizon around the facility and, where it went away,
    /// around those that take its place.
    pub fn update(&mut self, study: &Study, facilities: &Facilities, change: &FacilityChange) {
        let FacilityChange { before, after } = change;
        let stays = |(before, after): (&Facility, &Facility)| {
            before.at == after.at && before.functions == after.functions
        };
        if before.as_ref().zip(after.as_ref()).is_some_and(stays) {
            return;
        }
        let orphans = before.as_ref().map(|before| self.leave(study, before));
        // Where it went a short way, it is still the nearest to most of them.
        if let Some(after) = after {
            for function in &after.functions {
                let sites = &mut self.sites[function.as_usize()];
                enter(study, sites, after.id, after.at, self.horizon_m);
            }
        }
        if let (Some(before), Some(orphans)) = (before, orphans) {
            orphans.iter().for_each(|orphans| self.adopt(study, facilities, before, orphans));
        }
    }

    /// The farthest walk that is looked at, in metres.
    pub fn horizon_m(&self) -> f64 {
        self.horizon_m
    }

    /// Metres walked from a building to the nearest facility; `None` beyond the horizon.
    pub fn metres(&self, function: FunctionIndex, building: usize) -> Option<f64> {
        self.site(function, building).map(|(_, metres)| metres)
    }

    /// The facility nearest to a building, and the metres walked there.
    pub fn site(&self, function: FunctionIndex, building: usize) -> Option<(FacilityId, f64)> {
        let site = self.sites[function.as_usize()][building];
        site.metres.is_finite().then(|| (site.facility, f64::from(site.metres)))
    }

    /// Takes a facility away from all buildings that have it nearest.
    fn leave(&mut self, study: &Study, facility: &Facility) -> Vec<Orphans> {
        let with =
            |function: &FunctionIndex| Orphans { function: *function, buildings: Vec::new() };
        let mut orphans: Vec<Orphans> = facility.functions.iter().map(with).collect();
        study.for_each_reached(facility.at, self.horizon_m, |building, metres| {
            for Orphans { function, buildings } in &mut orphans {
                let site = &mut self.sites[function.as_usize()][building as usize];
                if site.facility == facility.id {
                    *site = Site::NONE;
                    buildings.push((building, metres));
                }
            }
        });
        orphans
    }

    /// Finds the nearest facility anew for buildings that lost theirs.
    ///
    /// Facilities are asked in the order of their straight distance from the one that went. No path
    /// is shorter than the straight line, so none beyond the farthest that a building could still
    /// gain from needs to be asked: its distance to what went plus what it has by now.
    fn adopt(&mut self, study: &Study, facilities: &Facilities, gone: &Facility, of: &Orphans) {
        /// Covers the rounding of distances.
        const SLACK_M: f64 = 1.0;
        let straight_m = |at: WorldPoint| (at.x - gone.at.x).hypot(at.y - gone.at.y);
        let others = facilities.values().filter(|f| f.offers(of.function) && f.id != gone.id);
        let mut others: Vec<(f64, &Facility)> = others.map(|f| (straight_m(f.at), f)).collect();
        others.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        for (away_m, facility) in others {
            let sites = &self.sites[of.function.as_usize()];
            let found_m =
                |building: u32| f64::from(sites[building as usize].metres).min(self.horizon_m);
            let bounds = of.buildings.iter().map(|(building, gone_m)| {
                let found_m = found_m(*building);
                (found_m + gone_m, found_m)
            });
            let (useful_m, farthest_m) =
                bounds.fold((0.0, 0.0), |(a, b), (c, d)| (f64::max(a, c), f64::max(b, d)));
            if away_m > useful_m + SLACK_M {
                break;
            }
            let limit_m = (farthest_m + SLACK_M).min(self.horizon_m);
            let sites = &mut self.sites[of.function.as_usize()];
            enter(study, sites, facility.id, facility.at, limit_m);
        }
    }
}

/// Twice the longest walking limit, and at least two kilometres.
fn horizon_m(study: &Study) -> f64 {
    let limits = study.standard().indexes().map(|function| study.walk_limit_m(function));
    limits.fold(LEAST_HORIZON_M / HORIZON_PER_LIMIT, f64::max) * HORIZON_PER_LIMIT
}

/// Offers a facility to all buildings within a walk of it.
fn enter(study: &Study, sites: &mut [Site], id: FacilityId, at: WorldPoint, limit_m: f64) {
    study.for_each_reached(at, limit_m, |building, metres| {
        let (site, offered) = (&mut sites[building as usize], Site::new(id, metres));
        if offered.is_nearer_than(*site) {
            *site = offered;
        }
    });
}
