//! The place that was meant where one was pointed at nearly: a candidate, a facility, a building or
//! a street close by.

use crate::geometry::{BoxIndex, Extent, WorldPoint, nearest_on_segment};
use crate::layers::LayerSet;
use crate::study::{CandidateId, Facilities, FacilityId};

use super::CandidateIndex;

/// What a place may snap to. What is `None` is left out.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub layers: &'a LayerSet,
    pub candidates: Option<&'a CandidateIndex>,
    pub facilities: Option<&'a Facilities>,
    pub buildings: Option<BuildingParts>,
    /// Over the boxes of the streets.
    pub streets: Option<&'a BoxIndex>,
}

/// Which parts of a building attract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildingParts {
    /// The demand point: where a facility in the building stands.
    Middle,
    /// Corners and walls: what one measures from.
    Outline,
}

/// A place and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapped {
    pub at: WorldPoint,
    pub target: SnapTarget,
    /// From the place that was pointed at.
    pub distance_m: f64,
}

/// What a place has snapped to, by its id or its number in its layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapTarget {
    Candidate(CandidateId),
    Facility(FacilityId),
    BuildingMiddle(usize),
    BuildingCorner(usize),
    BuildingWall(usize),
    Street(usize),
}

impl Surroundings<'_> {
    /// What lies within `reach_m` of a place, inclusive: the nearest point, or else the nearest
    /// place on a line. Points come first, because a line passes nearly every one of them; of two
    /// at the same place, the candidate and then the facility.
    pub fn snapped(&self, at: WorldPoint, reach_m: f64) -> Option<Snapped> {
        let mut nearest = Nearest { to: at, reach_m, found: None };
        self.offer_candidates(&mut nearest);
        self.offer_facilities(&mut nearest);
        self.offer_building_points(&mut nearest);
        if nearest.found.is_none() {
            self.offer_walls(&mut nearest);
            self.offer_streets(&mut nearest);
        }
        nearest.found
    }

    fn offer_candidates(&self, nearest: &mut Nearest) {
        let Some(index) = self.candidates else { return };
        index.for_each_within(nearest.to, nearest.reach_m, |candidate, at| {
            nearest.offer(at, SnapTarget::Candidate(candidate));
        });
    }

    fn offer_facilities(&self, nearest: &mut Nearest) {
        for facility in self.facilities.into_iter().flat_map(Facilities::values) {
            nearest.offer(facility.at, SnapTarget::Facility(facility.id));
        }
    }

    fn offer_building_points(&self, nearest: &mut Nearest) {
        let buildings = &self.layers.buildings;
        match self.buildings {
            None => {}
            Some(BuildingParts::Middle) => {
                buildings.demand_index().for_each_within(nearest.to, nearest.reach_m, |building| {
                    let building = building as usize;
                    let middle = buildings.demand_points()[building];
                    nearest.offer(middle, SnapTarget::BuildingMiddle(building));
                });
            }
            Some(BuildingParts::Outline) => {
                for building in buildings.within(nearest.window()) {
                    for corner in buildings.shapes().vertices(building) {
                        nearest.offer(*corner, SnapTarget::BuildingCorner(building));
                    }
                }
            }
        }
    }

    fn offer_walls(&self, nearest: &mut Nearest) {
        if self.buildings != Some(BuildingParts::Outline) {
            return;
        }
        let buildings = &self.layers.buildings;
        for building in buildings.within(nearest.window()) {
            for ring in buildings.shapes().rings(building) {
                let ends = ring.iter().cycle().skip(1);
                for (from, to) in ring.iter().zip(ends) {
                    let place = nearest_on_segment(*from, *to, nearest.to);
                    nearest.offer(place, SnapTarget::BuildingWall(building));
                }
            }
        }
    }

    fn offer_streets(&self, nearest: &mut Nearest) {
        let near = self.streets.into_iter().flat_map(|index| index.within(nearest.window()));
        for street in near.collect::<Vec<_>>() {
            for leg in self.layers.streets[street].line.windows(2) {
                let place = nearest_on_segment(leg[0], leg[1], nearest.to);
                nearest.offer(place, SnapTarget::Street(street));
            }
        }
    }
}

/// The nearest of the places offered so far.
struct Nearest {
    to: WorldPoint,
    reach_m: f64,
    found: Option<Snapped>,
}

impl Nearest {
    fn offer(&mut self, at: WorldPoint, target: SnapTarget) {
        let distance_m = at.distance_to(self.to);
        let is_nearer = self.found.is_none_or(|found| distance_m < found.distance_m);
        if distance_m <= self.reach_m && is_nearer {
            self.found = Some(Snapped { at, target, distance_m });
        }
    }

    fn window(&self) -> Extent {
        let WorldPoint { x, y } = self.to;
        Extent {
            min: WorldPoint::new(x - self.reach_m, y - self.reach_m),
            max: WorldPoint::new(x + self.reach_m, y + self.reach_m),
        }
    }
}
