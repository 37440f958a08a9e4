//! What one reaches on foot from a place: the buildings, and the streets on the way.

use rayon::prelude::*;

use crate::geometry::{WorldPoint, between, by_group};

use super::WalkNetwork;
use super::access::Access;
use super::graph::{Arc, Edge, Graph};
use super::search::Search;

/// Edges looked at by one thread.
const EDGES_AT_ONCE: usize = 1 << 12;

/// The buildings along each edge.
#[derive(Debug, Clone)]
pub(super) struct Doors {
    /// `starts[edge]..starts[edge + 1]` are the doors of an edge.
    starts: Vec<u32>,
    doors: Vec<Door>,
    /// The longest way from a door of each edge to its building, in metres.
    longest_legs_m: Vec<f64>,
    /// The buildings that have no door.
    without: Vec<u32>,
    /// How many buildings there are, with and without a door.
    buildings: usize,
}

/// Where a building is joined to its edge.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Door {
    pub building: u32,
    pub along_m: f64,
    pub leg_m: f64,
}

/// A place, and the edge that it is joined to, if to any.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    edge: Option<u32>,
    door: Door,
}

impl Joined {
    pub fn new(building: u32, access: Option<Access>) -> Self {
        let (along_m, leg_m) = access.map_or((0.0, 0.0), |access| (access.along_m, access.leg_m));
        let door = Door { building, along_m, leg_m };
        Self { edge: access.map(|access| access.edge), door }
    }
}

impl Doors {
    /// Of places in any order, each with its number; all numbers from 0 on are there.
    pub fn new(graph: &Graph, places: Vec<Vec<Joined>>) -> Self {
        let all = || places.iter().flatten();
        let joined = || all().filter_map(|place| Some((place.edge?, place.door)));
        let (starts, doors): (_, Vec<Door>) = by_group(graph.edges().len(), joined);
        let without = all().filter(|place| place.edge.is_none());
        let mut without: Vec<u32> = without.map(|place| place.door.building).collect();
        let of_edge = |edge: usize| starts[edge] as usize..starts[edge + 1] as usize;
        let longest =
            |edge: usize| doors[of_edge(edge)].iter().map(|door| door.leg_m).fold(0.0, f64::max);
        let edges = (0..graph.edges().len()).into_par_iter().with_min_len(EDGES_AT_ONCE);
        let longest_legs_m = edges.map(longest).collect();
        without.sort_unstable();
        let buildings = doors.len() + without.len();
        Self { starts, doors, longest_legs_m, without, buildings }
    }

    /// The places that are not joined to any edge, in their order.
    pub fn without(&self) -> &[u32] {
        &self.without
    }

    /// Whether every door of an edge is within the limit, with a micrometre to spare for rounding:
    /// no place on it is farther than half way around by both ends.
    fn are_all_within(&self, edge: u32, ends_m: (f64, f64), cost_m: f64, limit_m: f64) -> bool {
        let farthest_m = (ends_m.0 + ends_m.1 + cost_m) / 2.0;
        farthest_m + self.longest_legs_m[edge as usize] + 1e-6 <= limit_m
    }

    /// The doors along an edge, with their numbers.
    pub fn of_edge(&self, edge: u32) -> impl Iterator<Item = (usize, &Door)> {
        let edge = edge as usize;
        let (first, end) = (self.starts[edge] as usize, self.starts[edge + 1] as usize);
        (first..end).zip(&self.doors[first..end])
    }
}

/// A piece of street within reach.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachedStreet {
    /// Its vertices, each with the metres walked to it.
    pub line: Vec<(WorldPoint, f64)>,
}

impl WalkNetwork {
    /// Calls `visit` with every building at most `limit_m` metres away on foot, and the metres.
    ///
    /// Each building is visited once; the order is fixed but carries no meaning. Cost grows with
    /// the reach, not with the city.
    pub fn for_each_reached(
        &self,
        from: WorldPoint,
        limit_m: f64,
        mut visit: impl FnMut(u32, f64),
    ) {
        self.for_each_reached_door(from, limit_m, |door, walked_m| {
            visit(self.doors.doors[door].building, walked_m);
        });
    }

    /// From how many of the places each building is at most `limit_m` metres away on foot: the same
    /// as asking about one place after the other, in less time. An edge that is reached as a whole
    /// is counted once for all its doors; the others door by door, in the order of the streets.
    pub fn reach_counts(&self, places: impl Iterator<Item = WorldPoint>, limit_m: f64) -> Vec<u32> {
        let mut of_edges = vec![0_u32; self.graph.edges().len()];
        let mut of_doors = vec![0_u32; self.doors.doors.len()];
        for start in places.filter_map(|place| self.access(place)) {
            self.searches.with(&self.graph, |search| {
                search.run(&self.graph, &start, limit_m);
                let mut count = |door: usize, _| of_doors[door] += 1;
                self.visit_start_doors(search, &start, limit_m, &mut count);
                self.for_each_reached_edge(search, start.edge, |arc, ends_m| {
                    if self.doors.are_all_within(arc.edge, ends_m, arc.cost_m, limit_m) {
                        of_edges[arc.edge as usize] += 1;
                    } else {
                        self.visit_doors(search, arc.edge, limit_m, &mut count);
                    }
                });
            });
        }
        let mut by_building = vec![0_u32; self.doors.buildings];
        for (edge, of_edge) in of_edges.into_iter().enumerate() {
            for (number, door) in self.doors.of_edge(edge as u32) {
                by_building[door.building as usize] = of_edge + of_doors[number];
            }
        }
        by_building
    }

    fn for_each_reached_door(
        &self,
        from: WorldPoint,
        limit_m: f64,
        mut visit: impl FnMut(usize, f64),
    ) {
        let Some(start) = self.access(from) else { return };
        self.searches.with(&self.graph, |search| {
            search.run(&self.graph, &start, limit_m);
            self.visit_start_doors(search, &start, limit_m, &mut visit);
            self.for_each_reached_edge(search, start.edge, |arc, _| {
                self.visit_doors(search, arc.edge, limit_m, &mut visit);
            });
        });
    }

    /// The doors within the limit on the edge that a search started from.
    fn visit_start_doors(
        &self,
        search: &Search,
        start: &Access,
        limit_m: f64,
        visit: &mut impl FnMut(usize, f64),
    ) {
        for (number, door) in self.doors.of_edge(start.edge) {
            let along_m = (door.along_m - start.along_m).abs() + start.leg_m;
            let around_m = past_ends_m(search, self.graph.edge(start.edge), door.along_m);
            let walked_m = along_m.min(around_m) + door.leg_m;
            if walked_m <= limit_m {
                visit(number, walked_m);
            }
        }
    }

    /// The doors within the limit on another edge.
    fn visit_doors(
        &self,
        search: &Search,
        edge: u32,
        limit_m: f64,
        visit: &mut impl FnMut(usize, f64),
    ) {
        for (number, door) in self.doors.of_edge(edge) {
            let walked_m = past_ends_m(search, self.graph.edge(edge), door.along_m) + door.leg_m;
            if walked_m <= limit_m {
                visit(number, walked_m);
            }
        }
    }

    /// Metres walked from one place to others; `None` where there is no way of at most `limit_m`.
    pub fn distances_m(
        &self,
        from: WorldPoint,
        to: &[WorldPoint],
        limit_m: f64,
    ) -> Vec<Option<f64>> {
        let Some(start) = self.access(from) else { return vec![None; to.len()] };
        self.searches.with(&self.graph, |search| {
            search.run(&self.graph, &start, limit_m);
            let distance_m = |place: &WorldPoint| {
                let walked_m = self.walked_m(search, &start, &self.access(*place)?);
                (walked_m <= limit_m).then_some(walked_m)
            };
            to.iter().map(distance_m).collect()
        })
    }

    /// Metres from the start of a search to another place of the network, infinite beyond it.
    pub(super) fn walked_m(&self, search: &Search, start: &Access, end: &Access) -> f64 {
        let around_m = past_ends_m(search, self.graph.edge(end.edge), end.along_m);
        let on_the_way_m = if start.edge == end.edge {
            ((end.along_m - start.along_m).abs() + start.leg_m).min(around_m)
        } else {
            around_m
        };
        on_the_way_m + end.leg_m
    }

    /// The streets within `limit_m` of a place, with the metres walked along them. Where two ways
    /// meet in the middle of a street, it is in two pieces.
    pub fn reached_streets(&self, from: WorldPoint, limit_m: f64) -> Vec<ReachedStreet> {
        let Some(start) = self.access(from) else { return Vec::new() };
        self.searches.with(&self.graph, |search| {
            search.run(&self.graph, &start, limit_m);
            let mut streets = Vec::new();
            let own = self.graph.edge(start.edge);
            let both_ways = [(start.along_m, -1.0), (start.along_m, 1.0)];
            for (along_m, direction) in both_ways {
                // As far as it is shorter this way than around the block.
                let end = if direction < 0.0 { own.from } else { own.to };
                let to_end_m = if direction < 0.0 { along_m } else { own.cost_m - along_m };
                let around_m = search.distance_m(end);
                let far_m = meeting_m(start.leg_m, around_m, to_end_m).min(limit_m - start.leg_m);
                streets.extend(reached_piece(own, along_m, direction, far_m, start.leg_m));
                if around_m < start.leg_m + to_end_m {
                    let back_m = (to_end_m - far_m).min(limit_m - around_m);
                    let end_along_m = if direction < 0.0 { 0.0 } else { own.cost_m };
                    streets.extend(reached_piece(own, end_along_m, -direction, back_m, around_m));
                }
            }
            self.for_each_reached_edge(search, start.edge, |arc, _| {
                let edge = self.graph.edge(arc.edge);
                let (near_m, far_m) = (search.distance_m(edge.from), search.distance_m(edge.to));
                let meeting = meeting_m(near_m, far_m, edge.cost_m).min(limit_m - near_m);
                streets.extend(reached_piece(edge, 0.0, 1.0, meeting, near_m));
                let back_m = meeting_m(far_m, near_m, edge.cost_m).min(limit_m - far_m);
                streets.extend(reached_piece(edge, edge.cost_m, -1.0, back_m, far_m));
            });
            streets
        })
    }

    /// Calls `visit` once with every edge that has a reached end, but the one named: the way over it
    /// from that end, and the metres walked to both ends. The edges themselves, which lie all over the
    /// memory, are not looked at.
    fn for_each_reached_edge(
        &self,
        search: &Search,
        but: u32,
        mut visit: impl FnMut(&Arc, (f64, f64)),
    ) {
        for &junction in search.reached() {
            let near_m = search.distance_m(junction);
            for arc in self.graph.arcs_from(junction) {
                let far_m = search.distance_m(arc.to);
                // An edge with two reached ends is seen from both; one of them does it.
                let comes_again = arc.to < junction && far_m.is_finite();
                if arc.edge != but && !comes_again {
                    visit(arc, (near_m, far_m));
                }
            }
        }
    }
}

/// Metres to a place on an edge by way of its nearer end.
fn past_ends_m(search: &Search, edge: &Edge, along_m: f64) -> f64 {
    let from_m = search.distance_m(edge.from) + along_m;
    let to_m = search.distance_m(edge.to) + (edge.cost_m - along_m);
    from_m.min(to_m)
}

/// How far one comes on an edge of `length_m` from the end with distance `near_m`, before the way
/// from the other end is shorter.
fn meeting_m(near_m: f64, far_m: f64, length_m: f64) -> f64 {
    if near_m.is_infinite() {
        return 0.0;
    }
    if far_m.is_infinite() {
        length_m
    } else {
        ((far_m + length_m - near_m) / 2.0).clamp(0.0, length_m)
    }
}

/// The vertices on an edge from `along_m` on, `far_m` metres forth (`direction` 1) or back (-1).
/// Metres count delays in, spread evenly over the edge.
fn reached_piece(
    edge: &Edge,
    along_m: f64,
    direction: f64,
    far_m: f64,
    walked_m: f64,
) -> Option<ReachedStreet> {
    if far_m.is_nan() || far_m <= 0.0 || edge.length_m <= 0.0 {
        return None;
    }
    let cost_per_m = edge.cost_m / edge.length_m;
    let stop_m = along_m + direction * far_m;
    let (low_m, high_m) = (along_m.min(stop_m) / cost_per_m, along_m.max(stop_m) / cost_per_m);
    let walked_m = |from_start_m: f64| walked_m + (from_start_m * cost_per_m - along_m).abs();
    let part = between(&edge.line, low_m, high_m).into_iter();
    let line: Vec<_> = part.map(|(at, from_start_m)| (at, walked_m(from_start_m))).collect();
    (line.len() > 1).then_some(ReachedStreet { line })
}
