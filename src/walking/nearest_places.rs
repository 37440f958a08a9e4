//! How far it is to the nearest of many places, from everywhere on the network at once: one search
//! that starts from all of them, bounded by a horizon, and followed as places come and go.
//!
//! When a place goes, the junctions that were nearest to it are asked anew, from those around them
//! that were not. Distances are sums from a place on, as in a single search, and each is the smallest
//! of all such sums: so what is followed equals what is made from scratch, to the last bit.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rayon::prelude::*;

use crate::geometry::WorldPoint;

use super::WalkNetwork;
use super::access::Access;
use super::graph::Graph;
use super::reach::{Doors, Joined};

/// Places that are looked up together: neighbours find the same streets.
const PLACES_AT_ONCE: usize = 256;

/// Places joined to the network, to be asked about again and again.
#[derive(Debug, Clone)]
pub struct JoinedPlaces {
    doors: Doors,
    is_joined: Vec<bool>,
}

impl JoinedPlaces {
    pub fn len(&self) -> usize {
        self.is_joined.len()
    }

    pub fn is_empty(&self) -> bool {
        self.is_joined.is_empty()
    }

    /// Whether a place is near enough to a street that nothing stands before.
    pub fn is_joined(&self, place: usize) -> bool {
        self.is_joined[place]
    }
}

/// Metres walked to the nearest of some places, from every junction within a horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestPlaces {
    horizon_m: f64,
    /// The places by the edge that they are joined to, those of an edge in order.
    starts: BTreeMap<u32, Vec<Access>>,
    /// Infinite beyond the horizon.
    distances_m: Vec<f64>,
}

/// Edges along which distances may have changed.
#[derive(Debug, Clone, Default)]
pub struct ChangedEdges(BTreeSet<u32>);

impl WalkNetwork {
    /// Joins places to the network by its rules.
    pub fn join(&self, places: &[WorldPoint]) -> JoinedPlaces {
        let join =
            |(number, place): (usize, &WorldPoint)| Joined::new(number as u32, self.access(*place));
        let numbered = places.par_iter().enumerate().with_min_len(PLACES_AT_ONCE);
        let doors = Doors::new(&self.graph, vec![numbered.map(join).collect()]);
        let mut is_joined = vec![true; places.len()];
        doors.without().iter().for_each(|place| is_joined[*place as usize] = false);
        JoinedPlaces { doors, is_joined }
    }

    /// Searches from all places at once, at most `horizon_m` metres far.
    pub fn nearest_places(
        &self,
        places: impl Iterator<Item = WorldPoint>,
        horizon_m: f64,
    ) -> NearestPlaces {
        let distances_m = vec![f64::INFINITY; self.graph.junctions().len()];
        let mut nearest = NearestPlaces { horizon_m, starts: BTreeMap::new(), distances_m };
        let mut waiting = Waiting::default();
        for start in places.filter_map(|place| self.access(place)) {
            nearest.begin_at(&self.graph, start, &mut waiting);
        }
        nearest.settle(&self.graph, waiting, &mut ChangedEdges::default());
        nearest
    }
}

impl NearestPlaces {
    /// A place has come. A place that is not joined to the network changes nothing.
    pub fn enter(&mut self, network: &WalkNetwork, at: WorldPoint, changed: &mut ChangedEdges) {
        let Some(start) = network.access(at) else { return };
        changed.0.insert(start.edge);
        let mut waiting = Waiting::default();
        self.begin_at(&network.graph, start, &mut waiting);
        self.settle(&network.graph, waiting, changed);
    }

    /// A place has gone, one of several at the same spot.
    pub fn leave(&mut self, network: &WalkNetwork, at: WorldPoint, changed: &mut ChangedEdges) {
        let Some(gone) = network.access(at) else { return };
        let Some(of_edge) = self.starts.get_mut(&gone.edge) else { return };
        let Some(position) = of_edge.iter().position(|start| *start == gone) else { return };
        of_edge.remove(position);
        if of_edge.is_empty() {
            self.starts.remove(&gone.edge);
        }
        changed.0.insert(gone.edge);
        let graph = &network.graph;
        let orphans: Vec<u32> = network.searches.with(graph, |search| {
            search.run(graph, &gone, self.horizon_m);
            let was_nearest = |junction: &u32| {
                self.distances_m[*junction as usize] == search.distance_m(*junction)
            };
            search.reached().iter().copied().filter(was_nearest).collect()
        });
        for junction in &orphans {
            self.distances_m[*junction as usize] = f64::INFINITY;
        }
        let mut waiting = Waiting::default();
        for junction in orphans {
            self.ask_around(graph, junction, &mut waiting);
            changed.add_around(graph, junction);
        }
        self.settle(graph, waiting, changed);
    }

    /// Calls `visit` with each of the joined places, and the metres walked from there to the nearest
    /// place; infinite beyond the horizon.
    pub fn for_each(
        &self,
        network: &WalkNetwork,
        places: &JoinedPlaces,
        mut visit: impl FnMut(usize, f64),
    ) {
        (0..network.graph.edges().len() as u32)
            .for_each(|edge| self.visit_edge(network, &places.doors, edge, &mut visit));
    }

    /// The same with each building that is joined to the network.
    pub fn for_each_building(&self, network: &WalkNetwork, mut visit: impl FnMut(usize, f64)) {
        (0..network.graph.edges().len() as u32)
            .for_each(|edge| self.visit_edge(network, &network.doors, edge, &mut visit));
    }

    /// The same with those along edges where something may have changed.
    pub fn for_each_changed(
        &self,
        network: &WalkNetwork,
        places: &JoinedPlaces,
        changed: &ChangedEdges,
        mut visit: impl FnMut(usize, f64),
    ) {
        changed
            .0
            .iter()
            .for_each(|edge| self.visit_edge(network, &places.doors, *edge, &mut visit));
    }

    fn visit_edge(
        &self,
        network: &WalkNetwork,
        doors: &Doors,
        number: u32,
        visit: &mut impl FnMut(usize, f64),
    ) {
        let edge = network.graph.edge(number);
        let (from_m, to_m) =
            (self.distances_m[edge.from as usize], self.distances_m[edge.to as usize]);
        let starts = self.starts.get(&number).map_or(&[][..], Vec::as_slice);
        for (_, door) in doors.of_edge(number) {
            let past_ends_m = (from_m + door.along_m).min(to_m + (edge.cost_m - door.along_m));
            let along_m = |start: &Access| (door.along_m - start.along_m).abs() + start.leg_m;
            let on_the_way_m = starts.iter().map(along_m).fold(past_ends_m, f64::min);
            let walked_m = on_the_way_m + door.leg_m;
            let is_near = walked_m <= self.horizon_m;
            visit(door.building as usize, if is_near { walked_m } else { f64::INFINITY });
        }
    }

    fn begin_at(&mut self, graph: &Graph, start: Access, waiting: &mut Waiting) {
        let of_edge = self.starts.entry(start.edge).or_default();
        let along = |access: &Access| (access.along_m, access.leg_m);
        let after = |known: &Access| along(known) > along(&start);
        let position = of_edge.iter().position(after).unwrap_or(of_edge.len());
        of_edge.insert(position, start);
        for (junction, distance_m) in to_ends_m(graph, &start) {
            self.come_to(junction, distance_m, waiting);
        }
    }

    /// Offers a junction what its neighbours and the places beside it have.
    fn ask_around(&mut self, graph: &Graph, junction: u32, waiting: &mut Waiting) {
        for arc in graph.arcs_from(junction) {
            self.come_to(junction, self.distances_m[arc.to as usize] + arc.cost_m, waiting);
            let starts = self.starts.get(&arc.edge).map_or(&[][..], Vec::as_slice);
            let offers = starts.iter().flat_map(|start| to_ends_m(graph, start));
            let nearest_m = offers.filter(|(end, _)| *end == junction).map(|(_, metres)| metres);
            if let Some(metres) = nearest_m.reduce(f64::min) {
                self.come_to(junction, metres, waiting);
            }
        }
    }

    fn settle(&mut self, graph: &Graph, mut waiting: Waiting, changed: &mut ChangedEdges) {
        while let Some(Reverse((bits, junction))) = waiting.0.pop() {
            let distance_m = f64::from_bits(bits);
            if distance_m > self.distances_m[junction as usize] {
                continue;
            }
            changed.add_around(graph, junction);
            for arc in graph.arcs_from(junction) {
                self.come_to(arc.to, distance_m + arc.cost_m, &mut waiting);
            }
        }
    }

    fn come_to(&mut self, junction: u32, distance_m: f64, waiting: &mut Waiting) {
        let known_m = &mut self.distances_m[junction as usize];
        if distance_m > self.horizon_m || distance_m >= *known_m {
            return;
        }
        *known_m = distance_m;
        waiting.0.push(Reverse((distance_m.to_bits(), junction)));
    }
}

/// Junctions to go on from, the nearest first; the bits of positive floats order as the floats do.
#[derive(Debug, Default)]
struct Waiting(BinaryHeap<Reverse<(u64, u32)>>);

impl ChangedEdges {
    fn add_around(&mut self, graph: &Graph, junction: u32) {
        self.0.extend(graph.arcs_from(junction).iter().map(|arc| arc.edge));
    }
}

/// The ends of the edge that a place is joined to, and the metres walked there.
fn to_ends_m(graph: &Graph, start: &Access) -> [(u32, f64); 2] {
    let edge = graph.edge(start.edge);
    [
        (edge.from, start.leg_m + start.along_m),
        (edge.to, start.leg_m + (edge.cost_m - start.along_m)),
    ]
}
