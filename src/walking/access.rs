//! Where places are joined to the streets: buildings, facilities, and wherever somebody asks.

use std::ops::ControlFlow;

use rayon::prelude::*;

use crate::geometry::{Extent, NearestPlace, Segment, SegmentGrid, WorldPoint, nearest_on_segment};

use crate::layers::{Street, Structure};

use super::graph::{Edge, Graph};
use super::obstacles::Obstacles;
use super::rules::{NetworkRules, Snap};

/// Where a place is joined to the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Access {
    pub edge: u32,
    /// From the start of the edge, delays included, in metres.
    pub along_m: f64,
    /// Between the place and the street, in metres; 0 where the rules do not count it.
    pub leg_m: f64,
    /// The place on the street.
    pub at: WorldPoint,
}

/// Finds the place of the network nearest to any other.
#[derive(Debug, Clone)]
pub(super) struct AccessFinder {
    rules: NetworkRules,
    /// The legs of all edges; or the junctions, as segments of no length.
    grid: SegmentGrid,
    spots: Vec<Spot>,
}

/// What the place looked up before was joined to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Neighbour(Option<(Segment, u32)>);

/// Where on the network a segment of the grid begins.
#[derive(Debug, Clone, Copy)]
struct Spot {
    edge: u32,
    start: WorldPoint,
    /// Metres from the start of the edge, and how many metres of cost one of them is.
    start_m: f64,
    cost_per_m: f64,
}

impl AccessFinder {
    pub fn new(graph: &Graph, streets: &[Street], rules: NetworkRules) -> Self {
        let (segments, spots) = match rules.snap {
            Snap::Edge => legs_of(graph, streets),
            Snap::Node => junctions_of(graph),
        };
        Self { rules, grid: SegmentGrid::by_density(segments), spots }
    }

    /// The nearest place of the network that nothing stands before.
    pub fn access(&self, place: WorldPoint, obstacles: &Obstacles) -> Option<Access> {
        self.access_beside(place, obstacles, &mut Neighbour::default())
    }

    /// The same for one place after another, in less time where they are neighbours.
    pub fn access_beside(
        &self,
        place: WorldPoint,
        obstacles: &Obstacles,
        before: &mut Neighbour,
    ) -> Option<Access> {
        let is_open = |near: &NearestPlace| !obstacles.block(place, near.at);
        let farthest_m = self.rules.farthest_access_m;
        let near = self.grid.nearest_beside(place, farthest_m, &mut before.0, is_open)?;
        let Spot { edge, start, start_m, cost_per_m } = self.spots[near.segment as usize];
        let from_start_m = near.at.distance_to(start);
        Some(Access {
            edge,
            along_m: (start_m + from_start_m) * cost_per_m,
            leg_m: if self.rules.counts_access { near.distance_m } else { 0.0 },
            at: near.at,
        })
    }

    /// Calls `visit` with every place where something within `radius_m` may be joined to the
    /// network, each seen from the middle, and with the cost of a metre there; until it says so.
    pub fn visit_within(
        &self,
        middle: WorldPoint,
        radius_m: f64,
        mut visit: impl FnMut(Access, f64) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let window = Extent::around(middle, radius_m);
        self.grid.visit_touching(window, |number, segment| {
            let at = nearest_on_segment(segment.from, segment.to, middle);
            let leg_m = at.distance_to(middle);
            if leg_m > radius_m {
                return ControlFlow::Continue(());
            }
            let Spot { edge, start, start_m, cost_per_m } = self.spots[number as usize];
            let along_m = (start_m + at.distance_to(start)) * cost_per_m;
            visit(Access { edge, along_m, leg_m, at }, cost_per_m)
        })
    }
}

/// The legs of all edges on the ground, and where bridges and tunnels come to it: nobody steps onto a
/// bridge or into a tunnel from beside it.
fn legs_of(graph: &Graph, streets: &[Street]) -> (Vec<Segment>, Vec<Spot>) {
    let is_on_ground = |edge: &Edge| {
        let street = streets.get(edge.street as usize);
        street.is_none_or(|street| street.passage.structure == Structure::Ground)
    };
    let comes_to_ground = |junction: u32| {
        let arcs = graph.arcs_from(junction);
        arcs.len() == 1 || arcs.iter().any(|arc| is_on_ground(graph.edge(arc.edge)))
    };
    let legs = graph.edges().par_iter().enumerate().flat_map_iter(|(number, edge)| {
        let cost_per_m = if edge.length_m > 0.0 { edge.cost_m / edge.length_m } else { 1.0 };
        let spot = |start: WorldPoint, start_m: f64| Spot {
            edge: number as u32,
            start,
            start_m,
            cost_per_m,
        };
        if is_on_ground(edge) {
            let mut start_m = 0.0;
            let legs = edge.line.windows(2).map(|leg| {
                let segment = Segment { from: leg[0], to: leg[1] };
                let spot = spot(leg[0], start_m);
                start_m += segment.from.distance_to(segment.to);
                (segment, spot)
            });
            return legs.collect::<Vec<_>>();
        }
        let ends =
            [(edge.from, edge.line.first(), 0.0), (edge.to, edge.line.last(), edge.length_m)];
        let ends = ends.into_iter().filter(|(junction, ..)| comes_to_ground(*junction));
        let ends = ends.filter_map(|(_, at, start_m)| Some((*at?, start_m)));
        ends.map(|(at, start_m)| (Segment { from: at, to: at }, spot(at, start_m))).collect()
    });
    legs.unzip()
}

/// Each junction as a place at the start or the end of one of its edges.
fn junctions_of(graph: &Graph) -> (Vec<Segment>, Vec<Spot>) {
    let places = graph.junctions().iter().enumerate().filter_map(|(junction, at)| {
        let arc = graph.arcs_from(junction as u32).first()?;
        let edge = graph.edge(arc.edge);
        let start_m = if edge.from == junction as u32 { 0.0 } else { edge.cost_m };
        let spot = Spot { edge: arc.edge, start: *at, start_m, cost_per_m: 1.0 };
        Some((Segment { from: *at, to: *at }, spot))
    });
    places.unzip()
}
