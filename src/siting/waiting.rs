//! The parts of the plans that are still to be looked at.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::location::Decision;

/// Beyond so many prices kept for waiting parts, each part is finished before another is begun.
const MOST_PRICES: usize = 1 << 27;

/// A part of the plans: what is decided about the sites, and the prices to start from.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// None of its plans costs less.
    pub bound: f64,
    pub decisions: Vec<Decision>,
    pub prices: Arc<[f64]>,
    /// In the order of coming, so that which of two equals goes first is always the same.
    number: u64,
}

impl Node {
    /// The plans with a site, and those without.
    pub fn split(site: u32, bound: f64, decisions: &[Decision], prices: &Arc<[f64]>) -> [Self; 2] {
        [Decision::Closed, Decision::Open].map(|decision| {
            let mut decisions = decisions.to_vec();
            decisions[site as usize] = decision;
            Self { bound, decisions, prices: prices.clone(), number: 0 }
        })
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Greater is looked at first: the least bound, then the newest, which goes deep among equals and
/// soon finds plans.
impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}

/// Waiting parts, the most promising first.
#[derive(Debug)]
pub(super) struct Waiting {
    by_bound: BinaryHeap<Node>,
    /// Taken before all others, newest first: what the memory leaves no room for in `by_bound`.
    urgent: Vec<Node>,
    most: usize,
    count: u64,
}

impl Waiting {
    /// For parts with so many prices each.
    pub fn new(prices: usize) -> Self {
        let most = MOST_PRICES / prices.max(1);
        Self { by_bound: BinaryHeap::new(), urgent: Vec::new(), most, count: 0 }
    }

    pub fn extend(&mut self, nodes: impl IntoIterator<Item = Node>) {
        for node in nodes {
            self.count += 1;
            let node = Node { number: self.count, ..node };
            if self.by_bound.len() < self.most {
                self.by_bound.push(node);
            } else {
                self.urgent.push(node);
            }
        }
    }

    pub fn next(&mut self) -> Option<Node> {
        self.urgent.pop().or_else(|| self.by_bound.pop())
    }

    /// No plan of the parts that wait costs less; infinite where none waits.
    pub fn least_bound(&self) -> f64 {
        let bounds = self.by_bound.peek().into_iter().chain(&self.urgent);
        bounds.map(|node| node.bound).fold(f64::INFINITY, f64::min)
    }
}
