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
use crate::study::{Facilities, Facility, FacilityChange, FacilityId, Study, Walk};

/// Nobody is looked for farther away than this, unless a walking limit says so.
const LEAST_HORIZON_M: f64 = 2_000.0;
/// Covers the rounding of distances.
const ROUNDING_M: f64 = 1.0;
/// How many times the longest walking limit the horizon is.
const HORIZON_PER_LIMIT: f64 = 2.0;

/// The nearest facility of each function, for each building.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Whose walk it is.
    group: usize,
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

    fn take_if_nearer(&mut self, other: Self) {
        if (other.metres, other.facility.0) < (self.metres, self.facility.0) {
            *self = other;
        }
    }
}

/// Buildings that lost the facility nearest to them, and how far it was.
struct Orphans {
    function: FunctionIndex,
    buildings: Vec<(u32, f64)>,
    /// No facility farther away than this from the one that went is nearer to any of them than what
    /// they have by now.
    useful_m: f64,
    /// The longest walk of any of them by now.
    farthest_m: f64,
}

impl Nearest {
    /// The nearest facilities of some for all residents, from scratch.
    pub fn of(study: &Study, facilities: &Facilities) -> Self {
        Self::of_group(study, facilities, 0)
    }

    /// The same for a group that may have a pace of its own. `group` is a position in
    /// [`Demand::groups`](crate::layers::Demand::groups).
    pub fn of_group(study: &Study, facilities: &Facilities, group: usize) -> Self {
        Self::of_some(study, facilities, group, |_| true)
    }

    /// The same for one function alone; of all others nothing is known, and no change can be followed.
    pub fn of_function(
        study: &Study,
        facilities: &Facilities,
        function: FunctionIndex,
        group: usize,
    ) -> Self {
        Self::of_some(study, facilities, group, |other| other == function)
    }

    fn of_some(
        study: &Study,
        facilities: &Facilities,
        group: usize,
        is_asked: impl Fn(FunctionIndex) -> bool + Sync,
    ) -> Self {
        let walk = study.walk(group);
        let horizon_m = horizon_m(study, walk);
        let buildings = study.layers().buildings.len();
        let functions: Vec<FunctionIndex> = study.standard().indexes().collect();
        let sites_of = |function: FunctionIndex| {
            if !is_asked(function) {
                return Vec::new();
            }
            let mut sites = vec![Site::NONE; buildings];
            for facility in facilities.values().filter(|facility| facility.offers(function)) {
                walk.for_each_reached(facility.at, horizon_m, |building, metres| {
                    sites[building as usize].take_if_nearer(Site::new(facility.id, metres));
                });
            }
            sites
        };
        Self { group, horizon_m, sites: functions.into_par_iter().map(sites_of).collect() }
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
            self.enter(study, after, &after.functions, self.horizon_m);
        }
        if let (Some(before), Some(mut orphans)) = (before, orphans) {
            self.adopt(study, facilities, before, &mut orphans);
        }
    }

    /// Whose walk it is, as a position in [`Demand::groups`](crate::layers::Demand::groups).
    pub fn group(&self) -> usize {
        self.group
    }

    /// The farthest walk of a group that is looked at in a study, in metres.
    pub fn horizon_in(study: &Study, group: usize) -> f64 {
        horizon_m(study, study.walk(group))
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
        let site = self.sites[function.as_usize()].get(building)?;
        site.metres.is_finite().then(|| (site.facility, f64::from(site.metres)))
    }

    /// Takes a facility away from all buildings that have it nearest.
    fn leave(&mut self, study: &Study, facility: &Facility) -> Vec<Orphans> {
        let with = |function: &FunctionIndex| Orphans {
            function: *function,
            buildings: Vec::new(),
            useful_m: 0.0,
            farthest_m: 0.0,
        };
        let mut orphans: Vec<Orphans> = facility.functions.iter().map(with).collect();
        study.walk(self.group).for_each_reached(facility.at, self.horizon_m, |building, metres| {
            for Orphans { function, buildings, .. } in &mut orphans {
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
    /// Facilities are asked in the order of their straight distance from the one that went, each once
    /// for all its functions, and only as far as somebody could still gain from it.
    fn adopt(
        &mut self,
        study: &Study,
        facilities: &Facilities,
        gone: &Facility,
        orphans: &mut [Orphans],
    ) {
        let slack_m = slack_m(study);
        let straight_m = |at: WorldPoint| (at.x - gone.at.x).hypot(at.y - gone.at.y);
        let is_other = |facility: &&Facility| {
            facility.id != gone.id && orphans.iter().any(|of| facility.offers(of.function))
        };
        let others = facilities.values().filter(is_other);
        let mut others: Vec<(f64, &Facility)> = others.map(|f| (straight_m(f.at), f)).collect();
        others.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        orphans.iter_mut().for_each(|of| of.look_again(&self.sites, self.horizon_m));
        for (away_m, facility) in others {
            let is_useful = |of: &Orphans| away_m <= of.useful_m + slack_m;
            if !orphans.iter().any(is_useful) {
                break;
            }
            let served = |of: &&mut Orphans| is_useful(of) && facility.offers(of.function);
            let served: Vec<&mut Orphans> = orphans.iter_mut().filter(served).collect();
            let functions: Vec<FunctionIndex> = served.iter().map(|of| of.function).collect();
            let farthest_m = served.iter().map(|of| of.farthest_m).fold(0.0, f64::max);
            let limit_m = (farthest_m + ROUNDING_M).min(self.horizon_m);
            if !functions.is_empty() {
                self.enter(study, facility, &functions, limit_m);
            }
            served.into_iter().for_each(|of| of.look_again(&self.sites, self.horizon_m));
        }
    }

    /// Offers functions of a facility to all buildings within a walk of it.
    fn enter(
        &mut self,
        study: &Study,
        facility: &Facility,
        functions: &[FunctionIndex],
        limit_m: f64,
    ) {
        study.walk(self.group).for_each_reached(facility.at, limit_m, |building, metres| {
            let offered = Site::new(facility.id, metres);
            for function in functions {
                self.sites[function.as_usize()][building as usize].take_if_nearer(offered);
            }
        });
    }
}

impl Orphans {
    /// Finds how far away a facility may be that one of the buildings could gain from. A walk is no
    /// shorter than the straight line, but for the ways to the street where these do not count: so
    /// the distance to what went and that to the nearest known by now, together.
    fn look_again(&mut self, sites: &[Vec<Site>], horizon_m: f64) {
        let sites = &sites[self.function.as_usize()];
        (self.useful_m, self.farthest_m) = (0.0, 0.0);
        for (building, gone_m) in &self.buildings {
            let found_m = f64::from(sites[*building as usize].metres).min(horizon_m);
            self.useful_m = self.useful_m.max(found_m + gone_m);
            self.farthest_m = self.farthest_m.max(found_m);
        }
    }
}

/// Twice the longest walking limit, and at least two kilometres.
fn horizon_m(study: &Study, walk: Walk) -> f64 {
    let limits = study.standard().indexes().map(|function| walk.limit_m(function));
    limits.fold(LEAST_HORIZON_M / HORIZON_PER_LIMIT, f64::max) * HORIZON_PER_LIMIT
}

/// By how much two walks together may be shorter than their straight lines.
fn slack_m(study: &Study) -> f64 {
    let rules = study.parameters().network;
    let ends_cost_nothing = study.network().is_some() && !rules.counts_access;
    ROUNDING_M + if ends_cost_nothing { 4.0 * rules.farthest_access_m } else { 0.0 }
}
