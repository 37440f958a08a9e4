//! A walk: how far the residents of a group come, at their pace and by the walk model of the study.

use crate::geometry::{WorldPoint, straight_to_nearest};
use crate::layers::LayerSet;
use crate::standard::{FunctionIndex, WALK_RINGS};
use crate::walking::WalkNetwork;

use super::{Study, WalkLimit, WalkModel};

/// How the residents of a group walk in a study.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    pub(super) study: &'a Study,
    pub(super) model: WalkModel,
    /// In metres a second.
    pub(super) pace_m_per_s: f64,
    /// In the network model; its waits are worth metres at this pace.
    pub(super) network: Option<&'a WalkNetwork>,
}

impl<'a> Walk<'a> {
    /// The same by one of the models: along the streets only where the study walks so itself, in
    /// circles always.
    pub fn by(self, model: WalkModel) -> Self {
        let network = self.network.filter(|_| model == WalkModel::Network);
        Self { model, network, ..self }
    }

    /// The layers that it leads through.
    pub fn layers(&self) -> &'a LayerSet {
        &self.study.layers
    }

    pub fn pace_m_per_s(&self) -> f64 {
        self.pace_m_per_s
    }

    /// The network walked on, in the network model.
    pub fn network(&self) -> Option<&'a WalkNetwork> {
        self.network
    }

    /// Walking distance divided by straight distance, in the circle model.
    pub fn detour(&self) -> f64 {
        self.study.parameters.detour
    }

    /// How far one walks to a function, in metres along the path. A limit in metres is the same for
    /// everybody, one in minutes is as far as the pace takes.
    pub fn limit_m(&self, function: FunctionIndex) -> f64 {
        match self.study.parameters.limit {
            WalkLimit::ByStandard => self.study.standard.function(function).walk_limit_m,
            WalkLimit::Metres(limit_m) => limit_m,
            WalkLimit::Minutes(minutes) => self.metres_in(minutes),
        }
    }

    /// How far one walks in a time.
    pub fn metres_in(&self, minutes: f64) -> f64 {
        minutes * 60.0 * self.pace_m_per_s
    }

    /// How long a walk takes, waiting included where the walk counts it.
    pub fn minutes_for(&self, metres: f64) -> f64 {
        metres / self.pace_m_per_s / 60.0
    }

    /// The minutes drawn around facilities, and the metres walked in them. In the circle model the
    /// graded circles of the norm, which are no times at one pace: 300 m are called 5 minutes, 500 m
    /// 10 and 1,000 m 15. Along the streets so many minutes at the pace of the group.
    pub fn rings(&self) -> [(u32, f64); 3] {
        match self.model {
            WalkModel::Circle => WALK_RINGS,
            WalkModel::Network => {
                WALK_RINGS.map(|(minutes, _)| (minutes, self.metres_in(f64::from(minutes))))
            }
        }
    }

    /// How far a walk of some metres can lead in a straight line.
    pub fn straight_m(&self, walked_m: f64) -> f64 {
        match self.model {
            WalkModel::Circle => walked_m / self.detour(),
            WalkModel::Network => walked_m,
        }
    }

    /// The radius of a function's walk circle: the limit shortened by the detour factor. In the
    /// network model the limit itself: beyond it nobody is reached, whatever the streets.
    pub fn circle_radius_m(&self, function: FunctionIndex) -> f64 {
        self.straight_m(self.limit_m(function))
    }

    /// Calls `visit` with every building at most `limit_m` walked metres from a place, and with
    /// the metres walked to it.
    ///
    /// The order is fixed but carries no meaning. Cost grows with the reach, not with the city.
    pub fn for_each_reached(
        &self,
        from: WorldPoint,
        limit_m: f64,
        mut visit: impl FnMut(u32, f64),
    ) {
        if let Some(network) = self.network {
            network.for_each_reached(from, limit_m, visit);
            return;
        }
        let detour = self.detour();
        let index = self.study.layers.buildings.demand_index();
        index.for_each_distance_within(from, limit_m / detour, |building, straight_m| {
            visit(building, straight_m * detour);
        });
    }

    /// The same with every building from which a place is within the walking limit of a function.
    pub fn for_each_within_reach(
        &self,
        from: WorldPoint,
        function: FunctionIndex,
        visit: impl FnMut(u32, f64),
    ) {
        self.for_each_reached(from, self.limit_m(function), visit);
    }

    /// The metres walked from each building to the nearest of some places; infinite where that is farther
    /// than `limit_m`, or there is none. The same as asking
    /// [`for_each_reached`](Self::for_each_reached) place by place, rounding aside, in less time.
    pub fn nearest_m(&self, places: &[WorldPoint], limit_m: f64) -> Vec<f64> {
        let homes = self.study.layers.buildings.demand_points();
        if let Some(network) = self.network {
            let mut nearest_m = vec![f64::INFINITY; homes.len()];
            let nearest = network.nearest_places(places.iter().copied(), limit_m);
            nearest.for_each_building(network, |building, metres| {
                nearest_m[building] = nearest_m[building].min(metres);
            });
            return nearest_m;
        }
        let (detour, mut nearest_m) = (self.detour(), straight_to_nearest(homes, places));
        for metres in &mut nearest_m {
            *metres = Some(*metres * detour).filter(|m| *m <= limit_m).unwrap_or(f64::INFINITY);
        }
        nearest_m
    }

    /// How many of the places reach each building within `limit_m` walked metres: the same as
    /// asking [`for_each_reached`](Self::for_each_reached) place by place, in less time.
    pub fn reach_counts(&self, places: impl Iterator<Item = WorldPoint>, limit_m: f64) -> Vec<u32> {
        match self.network {
            Some(network) => network.reach_counts(places, limit_m),
            None => {
                let radius_m = limit_m / self.detour();
                self.study.layers.buildings.demand_index().counts_within(places, radius_m)
            }
        }
    }
}
