//! The way between two places, in legs.

use crate::geometry::{WorldPoint, between};

use super::WalkNetwork;
use super::access::Access;
use super::graph::Edge;

/// A walk from a building to a facility or the other way round.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// From place to place, access included.
    pub line: Vec<WorldPoint>,
    pub legs: Vec<Leg>,
    /// What the walk model counts: all legs, delays as the metres walked meanwhile.
    pub walked_m: f64,
}

/// A part of a walk.
#[derive(Debug, Clone, PartialEq)]
pub enum Leg {
    /// Between a place and the street, in metres.
    Access(f64),
    /// Along one street: its number in the layer, metres, and seconds of waiting or climbing.
    Street { street: u32, length_m: f64, delay_s: f64 },
}

/// A piece of an edge from one place along it to another, in metres of cost.
#[derive(Debug, Clone, Copy)]
struct Passed {
    edge: u32,
    from_m: f64,
    to_m: f64,
}

impl WalkNetwork {
    /// The shortest walk between two places; `None` where there is none of at most `limit_m`.
    pub fn route(&self, from: WorldPoint, to: WorldPoint, limit_m: f64) -> Option<Route> {
        let (start, end) = (self.access(from)?, self.access(to)?);
        let (walked_m, passed) = self.searches.with(&self.graph, |search| {
            search.run(&self.graph, &start, limit_m);
            let walked_m = self.walked_m(search, &start, &end);
            let distance_m = |junction: u32| search.distance_m(junction);
            (walked_m <= limit_m).then(|| (walked_m, self.edges_to(&distance_m, &start, &end)))
        })?;
        let mut line = vec![from];
        for passed in &passed {
            line.extend(self.line_of(*passed));
        }
        line.push(to);
        line.dedup();
        let mut legs = vec![Leg::Access(start.leg_m)];
        legs.extend(self.street_legs(&passed));
        legs.push(Leg::Access(end.leg_m));
        Some(Route { line, legs, walked_m })
    }

    /// The edges passed from start to end, read off the distances from the end backwards: a
    /// junction was reached over the arc whose sum is its distance.
    fn edges_to(
        &self,
        distance_m: &dyn Fn(u32) -> f64,
        start: &Access,
        end: &Access,
    ) -> Vec<Passed> {
        let last = self.graph.edge(end.edge);
        let by_from_m = distance_m(last.from) + end.along_m;
        let by_to_m = distance_m(last.to) + (last.cost_m - end.along_m);
        let direct_m = (end.along_m - start.along_m).abs() + start.leg_m;
        if start.edge == end.edge && direct_m <= by_from_m.min(by_to_m) {
            return vec![Passed { edge: end.edge, from_m: start.along_m, to_m: end.along_m }];
        }
        let (mut junction, entered_m) =
            if by_from_m <= by_to_m { (last.from, 0.0) } else { (last.to, last.cost_m) };
        let mut passed = vec![Passed { edge: end.edge, from_m: entered_m, to_m: end.along_m }];
        let first = self.graph.edge(start.edge);
        loop {
            let here_m = distance_m(junction);
            let starts_here = (junction == first.from && start.leg_m + start.along_m == here_m)
                .then_some(0.0)
                .or((junction == first.to
                    && start.leg_m + (first.cost_m - start.along_m) == here_m)
                    .then_some(first.cost_m));
            if let Some(to_m) = starts_here {
                passed.push(Passed { edge: start.edge, from_m: start.along_m, to_m });
                break;
            }
            let before = self.graph.arcs_from(junction).iter().find(|arc| {
                let before_m = distance_m(arc.to);
                before_m < here_m && before_m + arc.cost_m == here_m
            });
            let Some(arc) = before else { break };
            let edge = self.graph.edge(arc.edge);
            let (from_m, to_m) =
                if edge.from == arc.to { (0.0, edge.cost_m) } else { (edge.cost_m, 0.0) };
            passed.push(Passed { edge: arc.edge, from_m, to_m });
            junction = arc.to;
        }
        passed.reverse();
        passed
    }

    fn line_of(&self, passed: Passed) -> Vec<WorldPoint> {
        let Passed { edge, from_m, to_m } = passed;
        let edge = self.graph.edge(edge);
        let mut line = piece_of(edge, from_m.min(to_m), from_m.max(to_m));
        if from_m > to_m {
            line.reverse();
        }
        line
    }

    /// Edges of one street after each other are one leg.
    fn street_legs(&self, passed: &[Passed]) -> Vec<Leg> {
        let mut legs: Vec<Leg> = Vec::new();
        for Passed { edge, from_m, to_m } in passed {
            let edge = self.graph.edge(*edge);
            let share = if edge.cost_m > 0.0 { (to_m - from_m).abs() / edge.cost_m } else { 0.0 };
            let (more_m, more_s) = (edge.length_m * share, edge.delay_s * share);
            match legs.last_mut() {
                Some(Leg::Street { street, length_m, delay_s }) if *street == edge.street => {
                    *length_m += more_m;
                    *delay_s += more_s;
                }
                _ => legs.push(Leg::Street {
                    street: edge.street,
                    length_m: more_m,
                    delay_s: more_s,
                }),
            }
        }
        legs
    }
}

/// The vertices of an edge between two places along it, in metres of cost.
fn piece_of(edge: &Edge, low_m: f64, high_m: f64) -> Vec<WorldPoint> {
    let per_cost = if edge.cost_m > 0.0 { edge.length_m / edge.cost_m } else { 0.0 };
    let (low_m, high_m) = (low_m * per_cost, high_m * per_cost);
    between(&edge.line, low_m, high_m).into_iter().map(|(at, _)| at).collect()
}
