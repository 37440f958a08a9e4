//! Junctions and edges in compressed rows: what the searches run on.

use rayon::prelude::*;

use crate::geometry::{WorldPoint, by_group, length_m};

use super::junctions::{Junctions, Stretch};

/// A stretch of street between two junctions, walkable both ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Number of the street in its layer.
    pub street: u32,
    pub from: u32,
    pub to: u32,
    pub length_m: f64,
    /// Waiting and climbing on the whole edge, in seconds.
    pub delay_s: f64,
    /// Length, and what is walked elsewhere during the delay, in metres.
    pub cost_m: f64,
    pub line: Vec<WorldPoint>,
}

/// The way over an edge from one of its junctions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Arc {
    pub to: u32,
    pub edge: u32,
    pub cost_m: f64,
}

/// The walk network as a graph.
#[derive(Debug, Clone)]
pub struct Graph {
    junctions: Vec<WorldPoint>,
    edges: Vec<Edge>,
    /// `starts[junction]..starts[junction + 1]` are the arcs that leave it.
    starts: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Graph {
    pub(super) fn new(joined: Junctions, pace_m_per_s: f64) -> Self {
        let edge = |stretch: Stretch| {
            let Stretch { street, from, to, line, delay_s } = stretch;
            let length_m = length_m(&line);
            let cost_m = length_m + delay_s * pace_m_per_s;
            Edge { street, from, to, length_m, delay_s, cost_m, line }
        };
        let edges: Vec<Edge> = joined.stretches.into_par_iter().map(edge).collect();
        let junctions = joined.places;
        let ways = || edges.iter().enumerate().flat_map(ways_of);
        let (starts, arcs) = by_group(junctions.len(), ways);
        Self { junctions, edges, starts, arcs }
    }

    pub fn junctions(&self) -> &[WorldPoint] {
        &self.junctions
    }

    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    pub fn edge(&self, edge: u32) -> &Edge {
        &self.edges[edge as usize]
    }

    pub(super) fn arcs_from(&self, junction: u32) -> &[Arc] {
        let junction = junction as usize;
        &self.arcs[self.starts[junction] as usize..self.starts[junction + 1] as usize]
    }

    /// The parts of the network without a way between them.
    pub(super) fn parts(&self) -> Parts {
        const UNSEEN: u32 = u32::MAX;
        let mut part_of = vec![UNSEEN; self.junctions.len()];
        let mut lengths = Vec::new();
        let mut waiting = Vec::new();
        for start in 0..self.junctions.len() as u32 {
            if part_of[start as usize] != UNSEEN {
                continue;
            }
            let part = lengths.len() as u32;
            let mut twice_m = 0.0;
            part_of[start as usize] = part;
            waiting.push(start);
            while let Some(junction) = waiting.pop() {
                for arc in self.arcs_from(junction) {
                    let edge = self.edge(arc.edge);
                    // A loop is seen once, every other edge from both ends.
                    twice_m += edge.length_m * if edge.from == edge.to { 2.0 } else { 1.0 };
                    if part_of[arc.to as usize] == UNSEEN {
                        part_of[arc.to as usize] = part;
                        waiting.push(arc.to);
                    }
                }
            }
            lengths.push(twice_m / 2.0);
        }
        let mut order: Vec<usize> = (0..lengths.len()).collect();
        order.sort_by(|a, b| lengths[*b].total_cmp(&lengths[*a]));
        let mut rank = vec![0_u32; order.len()];
        for (place, part) in order.iter().enumerate() {
            rank[*part] = place as u32;
        }
        part_of.iter_mut().for_each(|part| *part = rank[*part as usize]);
        let lengths_m = order.into_iter().map(|part| lengths[part]).collect();
        Parts { of_junction: part_of, lengths_m }
    }
}

/// Parts of a network without a way between them, numbered from the largest by length.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub of_junction: Vec<u32>,
    pub lengths_m: Vec<f64>,
}

/// The arcs of an edge with the junctions they leave; a loop has one.
fn ways_of((number, edge): (usize, &Edge)) -> impl Iterator<Item = (u32, Arc)> {
    let arc = |to: u32| Arc { to, edge: number as u32, cost_m: edge.cost_m };
    let back = (edge.from != edge.to).then(|| (edge.to, arc(edge.from)));
    std::iter::once((edge.from, arc(edge.to))).chain(back)
}
