//! Shortest walks from one place to all junctions within a limit: Dijkstra's algorithm, stopped at
//! the limit.
//!
//! Distances are sums of floats from the start on. Adding is monotone, so the result is the
//! smallest of all such sums, whatever order the junctions are looked at in: the same place gives
//! the same distances, alone or among other starts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Mutex, PoisonError};

use super::access::Access;
use super::graph::Graph;

/// Memory of searches, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct SearchPool(Mutex<Vec<Search>>);

impl Clone for SearchPool {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl SearchPool {
    /// Lends a search for the time of a call.
    pub fn with<T>(&self, graph: &Graph, use_it: impl FnOnce(&mut Search) -> T) -> T {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut search = kept.unwrap_or_else(|| Search::new(graph.junctions().len()));
        let result = use_it(&mut search);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(search);
        result
    }
}

/// Distances from a start to the junctions around it.
#[derive(Debug)]
pub(super) struct Search {
    /// Metres from the start; infinite where the search has not come.
    distances: Vec<f64>,
    /// The junctions it came to.
    reached: Vec<u32>,
    /// Distances as the bits of a float, which order as positive floats do.
    waiting: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Search {
    fn new(junctions: usize) -> Self {
        Self {
            distances: vec![f64::INFINITY; junctions],
            reached: Vec::new(),
            waiting: BinaryHeap::new(),
        }
    }

    /// Finds all junctions at most `limit_m` away from where a place is joined to the network.
    pub fn run(&mut self, graph: &Graph, start: &Access, limit_m: f64) {
        for junction in self.reached.drain(..) {
            self.distances[junction as usize] = f64::INFINITY;
        }
        self.waiting.clear();
        let edge = graph.edge(start.edge);
        self.come_to(edge.from, start.leg_m + start.along_m, limit_m);
        self.come_to(edge.to, start.leg_m + (edge.cost_m - start.along_m), limit_m);
        while let Some(Reverse((bits, junction))) = self.waiting.pop() {
            let distance_m = f64::from_bits(bits);
            if distance_m > self.distances[junction as usize] {
                continue;
            }
            for arc in graph.arcs_from(junction) {
                self.come_to(arc.to, distance_m + arc.cost_m, limit_m);
            }
        }
    }

    /// Metres to a junction; infinite beyond the limit.
    pub fn distance_m(&self, junction: u32) -> f64 {
        self.distances[junction as usize]
    }

    pub fn reached(&self) -> &[u32] {
        &self.reached
    }

    fn come_to(&mut self, junction: u32, distance_m: f64, limit_m: f64) {
        let known_m = &mut self.distances[junction as usize];
        if distance_m > limit_m || distance_m >= *known_m {
            return;
        }
        if known_m.is_infinite() {
            self.reached.push(junction);
        }
        *known_m = distance_m;
        self.waiting.push(Reverse((distance_m.to_bits(), junction)));
    }
}
