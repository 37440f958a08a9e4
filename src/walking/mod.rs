//! The walk network: how far it is on foot along the streets.
//!
//! Streets are joined where they meet, cut where a barrier lies across them, and every building is
//! joined to the street nearest to it. What a walking limit is, and which facility is asked about,
//! is left to `study` and `analysis`; straight lines are the circle model and need none of this.

mod access;
mod graph;
mod isochrone;
mod junctions;
mod nearest_places;
mod obstacles;
mod reach;
mod route;
mod rules;
mod search;
mod survey;

pub use access::Access;
pub use graph::{Edge, Graph};
pub use nearest_places::{ChangedEdges, JoinedPlaces, NearestPlaces};
pub use reach::ReachedStreet;
pub use route::{Leg, Route};
pub use rules::{NetworkRules, Snap};
pub use survey::{Footing, Stranded, Survey};

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::{BarrierKind, Buildings, LayerSet};

use access::{AccessFinder, Neighbour};
use graph::Parts;
use junctions::Junctions;
use obstacles::Obstacles;
use reach::{Doors, Joined};
use search::SearchPool;

/// The streets of a study as a graph, with its buildings joined to them.
#[derive(Debug, Clone)]
pub struct WalkNetwork {
    rules: NetworkRules,
    pace_m_per_s: f64,
    graph: Graph,
    parts: Parts,
    obstacles: Obstacles,
    finder: AccessFinder,
    doors: Doors,
    survey: Survey,
    searches: SearchPool,
}

impl WalkNetwork {
    /// Makes the network from streets, barriers and buildings.
    ///
    /// `pace_m_per_s` says how many metres of walking a second of waiting is worth.
    pub fn new(layers: &LayerSet, rules: NetworkRules, pace_m_per_s: f64) -> Self {
        let obstacles = Obstacles::of(&layers.barriers, &layers.streets);
        let junctions = Junctions::of(&layers.streets, &obstacles, &rules);
        let cuts = junctions.cuts;
        let graph = Graph::new(junctions, pace_m_per_s);
        let finder = AccessFinder::new(&graph, &layers.streets, rules);
        let doors = || Doors::new(&graph, joined(&layers.buildings, &finder, &obstacles));
        let (parts, doors) = rayon::join(|| graph.parts(), doors);
        let survey = Survey::of(&graph, &parts, layers, &doors, cuts);
        let searches = SearchPool::default();
        Self { rules, pace_m_per_s, graph, parts, obstacles, finder, doors, survey, searches }
    }

    /// Whether it is what these rules make.
    pub fn follows(&self, rules: &NetworkRules, pace_m_per_s: f64) -> bool {
        self.rules == *rules && self.pace_m_per_s == pace_m_per_s
    }

    pub fn rules(&self) -> &NetworkRules {
        &self.rules
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What became of the streets, and who cannot get onto them.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Where a place is joined to the network; `None` where no street is near, or none without a
    /// barrier before it.
    pub fn access(&self, place: WorldPoint) -> Option<Access> {
        self.finder.access(place, &self.obstacles)
    }

    /// What lies across the straight line between two places, so that a walk may have to go around
    /// it.
    pub fn barriers_between(&self, from: WorldPoint, to: WorldPoint) -> Vec<BarrierKind> {
        self.obstacles.between(from, to)
    }

    /// How a place stands to the network.
    pub fn footing(&self, place: WorldPoint) -> Footing {
        self.footing_of(self.access(place).as_ref())
    }

    /// The same of a place that is joined so.
    pub fn footing_of(&self, access: Option<&Access>) -> Footing {
        Footing::of(access, &self.graph, &self.parts)
    }
}

/// Where each building is joined to the streets, in any order. They are looked up cell by cell:
/// neighbours find the same streets.
fn joined(buildings: &Buildings, finder: &AccessFinder, obstacles: &Obstacles) -> Vec<Vec<Joined>> {
    let of_cell = |mut found: Vec<_>, places: &[(WorldPoint, u32)]| {
        let mut before = Neighbour::default();
        let join = |(place, building): &(WorldPoint, u32)| {
            Joined::new(*building, finder.access_beside(*place, obstacles, &mut before))
        };
        found.extend(places.iter().map(join));
        found
    };
    buildings.demand_index().cells().fold(Vec::new, of_cell).collect()
}
