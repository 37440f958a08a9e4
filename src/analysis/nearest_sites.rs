//! The nearest site of every function, seen from a building: how far it is, whether that is within
//! the limit, and along which way.

use crate::geometry::WorldPoint;
use crate::layers::BarrierKind;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, ScenarioId, Study};
use crate::walking::Route;

/// Farther sites are not looked for, in metres of a straight line or of a walk.
pub const SITE_HORIZON_M: f64 = 5_000.0;

/// The nearest site of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestSite {
    pub function: FunctionIndex,
    pub limit_m: f64,
    /// None where no site can be walked to within the horizon.
    pub site: Option<Site>,
}

/// A facility, and the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    pub facility: FacilityId,
    /// Metres as the walk model counts them.
    pub walked_m: f64,
    pub straight_m: f64,
    /// The way along the streets, in the network model.
    pub route: Option<Route>,
    /// What lies across the straight line, in the network model.
    pub barriers: Vec<BarrierKind>,
}

impl NearestSite {
    /// Whether the building is covered: the walk is at most the limit.
    pub fn is_within(&self) -> bool {
        self.site.as_ref().is_some_and(|site| site.walked_m <= self.limit_m)
    }
}

/// The nearest site of each function, seen from a building, in the order of the standard, as a group
/// walks. `group` is a position in [`Demand::groups`](crate::layers::Demand::groups).
///
/// In the network model distances are those from the facility, as coverage has them: what is told
/// here and what is counted there is the same to the last bit.
pub fn nearest_sites(
    study: &Study,
    scenario: ScenarioId,
    building: usize,
    group: usize,
) -> Vec<NearestSite> {
    let walk = study.walk(group);
    let home = study.layers().buildings.demand_points()[building];
    let near: Vec<&Facility> = study
        .facilities(scenario)
        .values()
        .filter(|facility| facility.at.distance_to(home) <= SITE_HORIZON_M)
        .collect();
    let places: Vec<WorldPoint> = near.iter().map(|facility| facility.at).collect();
    let walked_m: Vec<Option<f64>> = match walk.network() {
        Some(network) => network.distances_m(home, &places, SITE_HORIZON_M),
        None => places.iter().map(|place| Some(place.distance_to(home) * walk.detour())).collect(),
    };
    let nearest = |function: FunctionIndex| {
        let offering = near.iter().zip(&walked_m).filter(|(facility, _)| facility.offers(function));
        let reachable = offering.filter_map(|(facility, walked_m)| Some((*facility, (*walked_m)?)));
        let (facility, walked_m) = reachable.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let horizon_m = 2.0 * SITE_HORIZON_M;
        let route = walk.network().and_then(|n| n.route(facility.at, home, horizon_m));
        Some(Site {
            facility: facility.id,
            walked_m: route.as_ref().map_or(walked_m, |route| route.walked_m),
            straight_m: facility.at.distance_to(home),
            route,
            barriers: walk
                .network()
                .map_or_else(Vec::new, |network| network.barriers_between(facility.at, home)),
        })
    };
    let functions = study.standard().indexes();
    functions
        .map(|function| NearestSite {
            function,
            limit_m: walk.limit_m(function),
            site: nearest(function),
        })
        .collect()
}
