//! The one form in which every model is solved: open sites so that serving all demand is cheapest.
//!
//! Each demand point is served by the cheapest open site, or goes without at its *cap*. Covering is
//! the case of costs 0 and the weight as cap; sites that are open anyway lower caps. A site that a
//! branch opens is folded into the caps too, and one that it closes vanishes, so a subproblem is a
//! smaller problem of the same form.

use std::collections::HashMap;

/// Demand points, candidate sites, and what it costs to serve the former from the latter.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Location {
    /// What each demand point costs when no open site serves it cheaper.
    pub caps: Vec<f64>,
    /// The sites that serve each demand point below its cap, cheapest first.
    pub rows: Links,
    /// The demand points that each site serves below their caps.
    pub columns: Links,
    /// What opening each site costs.
    pub opening: Vec<f64>,
    /// At most so many sites are opened.
    pub most: usize,
    /// What is paid whatever is opened.
    pub fixed_cost: f64,
    /// Whether open sites serve at no cost, as in covering.
    pub serves_free: bool,
    /// Whether caps are weights: the demand point stands for as many of weight one.
    pub weighs_by_cap: bool,
    /// All values are whole multiples of this; zero where that is not known.
    pub step: f64,
}

/// Costs between numbered things, in compressed rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Links {
    pub starts: Vec<usize>,
    pub to: Vec<u32>,
    pub costs: Vec<f64>,
}

const NO_SITE: u32 = u32::MAX;

/// What is decided about the sites of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Undecided,
    Open,
    Closed,
}

/// A smaller problem, and where its parts come from.
#[derive(Debug)]
pub(super) struct Restricted {
    pub location: Location,
    /// The number of each site in the larger problem.
    pub sites: Vec<u32>,
    /// The demand point of the smaller problem that each of the larger one went into.
    pub row_of: Vec<Option<u32>>,
}

impl Links {
    pub fn new() -> Self {
        Self { starts: vec![0], to: Vec::new(), costs: Vec::new() }
    }

    /// Ends the row that was being added to.
    pub fn end_row(&mut self) {
        self.starts.push(self.to.len());
    }

    pub fn push(&mut self, to: u32, cost: f64) {
        self.to.push(to);
        self.costs.push(cost);
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Targets and costs of a row.
    pub fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.to[range.clone()], &self.costs[range])
    }

    pub fn iter(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let (to, costs) = self.row(row);
        to.iter().zip(costs).map(|(to, cost)| (*to as usize, *cost))
    }

    /// The same seen from the other side, which has `count` things.
    pub fn transposed(&self, count: usize) -> Self {
        let row_of =
            move |row: usize| self.iter(row).map(move |(to, cost)| (to as u32, row as u32, cost));
        Self::gathered(count, || (0..self.len()).flat_map(row_of))
    }

    /// Links of `count` rows, in any order, each with its row; they are gone through twice.
    pub fn gathered<I>(count: usize, links: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (u32, u32, f64)>,
    {
        let mut starts = vec![0; count + 1];
        links().for_each(|(row, ..)| starts[row as usize + 1] += 1);
        for row in 1..starts.len() {
            starts[row] += starts[row - 1];
        }
        let (mut to, mut costs) = (vec![0; starts[count]], vec![0.0; starts[count]]);
        let mut next = starts.clone();
        links().for_each(|(row, linked, cost)| {
            let at = &mut next[row as usize];
            (to[*at], costs[*at]) = (linked, cost);
            *at += 1;
        });
        Self { starts, to, costs }
    }
}

impl Location {
    /// Demand points as they were collected, served by so many sites that cost nothing to open.
    pub fn new(merger: RowMerger, sites: usize) -> Self {
        let RowMerger { caps, rows, without_links, .. } = merger;
        Self {
            columns: rows.transposed(sites),
            caps,
            rows,
            opening: vec![0.0; sites],
            most: sites,
            fixed_cost: without_links,
            ..Self::default()
        }
    }

    pub fn sites(&self) -> usize {
        self.opening.len()
    }

    pub fn demand_points(&self) -> usize {
        self.caps.len()
    }

    /// How many pairs of demand point and site there are.
    pub fn links(&self) -> usize {
        self.rows.to.len()
    }

    /// What no plan costs less than, seen at once: everyone served by the cheapest site of all.
    pub fn least_cost(&self) -> f64 {
        let cheapest =
            |row: usize| self.rows.iter(row).map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
        let served = (0..self.demand_points()).map(|row| cheapest(row).min(self.caps[row]));
        self.fixed_cost + served.sum::<f64>()
    }

    /// How much of a step a demand point's price takes: where serving costs nothing, caps are weights,
    /// and the point stands for as many of weight one.
    pub fn scale(&self, row: usize) -> f64 {
        if self.weighs_by_cap { self.caps[row] } else { 1.0 }
    }

    /// What serving all demand costs with these sites open.
    pub fn value_of(&self, open: &[u32]) -> f64 {
        let mut paid = self.caps.clone();
        for site in open {
            for (row, cost) in self.columns.iter(*site as usize) {
                paid[row] = paid[row].min(cost);
            }
        }
        let opening: f64 = open.iter().map(|site| self.opening[*site as usize]).sum();
        self.fixed_cost + opening + paid.iter().sum::<f64>()
    }

    /// All that plans may pay for serving, caps included.
    pub fn all_costs(&self) -> impl Iterator<Item = f64> {
        let links = (0..self.demand_points()).flat_map(|row| self.rows.iter(row));
        links.map(|(_, cost)| cost).chain(self.caps.iter().copied()).chain([self.fixed_cost])
    }

    /// The same without some demand points.
    pub fn without_rows(self, is_dropped: &[bool]) -> Self {
        let mut merger = RowMerger::default();
        for row in (0..self.demand_points()).filter(|row| !is_dropped[*row]) {
            let links: Vec<_> =
                self.rows.iter(row).map(|(site, cost)| (site as u32, cost)).collect();
            merger.add(&links, self.caps[row]);
        }
        let RowMerger { caps, rows, .. } = merger;
        Self { columns: rows.transposed(self.sites()), caps, rows, ..self }
    }

    /// The value that a plan better than one of `value` has at most.
    pub fn next_better(&self, value: f64) -> f64 {
        let rounding = 1e-9 * (1.0 + value.abs());
        match self.step > 0.0 {
            true => value - self.step + rounding.min(self.step / 4.0),
            false => value - rounding,
        }
    }

    /// The least value that a plan can have of which a bound is known.
    pub fn possible_from(&self, bound: f64) -> f64 {
        match self.step > 0.0 {
            true => (bound / self.step - 1e-6).ceil() * self.step,
            false => bound,
        }
    }

    /// Allows only as many sites as a plan better than one of `value` can pay for.
    pub fn allow_below(&mut self, value: f64) {
        let cheapest = self.opening.iter().copied().fold(f64::INFINITY, f64::min);
        let left = self.next_better(value) - self.fixed_cost;
        if cheapest > 0.0 && left.is_finite() {
            self.most = self.most.min((left / cheapest + 1e-6).max(0.0) as usize);
        }
    }

    /// The problem that is left once sites are opened or closed: caps lowered by those opened,
    /// links of those closed dropped, demand points with the same links merged.
    pub fn restricted(&self, decisions: &[Decision]) -> Restricted {
        let opened = decisions.iter().filter(|d| **d == Decision::Open).count();
        let mut fixed_cost = self.fixed_cost;
        let mut caps = self.caps.clone();
        let mut sites = Vec::new();
        let mut number = vec![NO_SITE; self.sites()];
        for (site, decision) in decisions.iter().enumerate() {
            match decision {
                Decision::Open => {
                    fixed_cost += self.opening[site];
                    for (row, cost) in self.columns.iter(site) {
                        caps[row] = caps[row].min(cost);
                    }
                }
                Decision::Undecided => {
                    number[site] = sites.len() as u32;
                    sites.push(site as u32);
                }
                Decision::Closed => {}
            }
        }
        let mut merger = RowMerger::default();
        let mut links = Vec::new();
        let row_of = (0..caps.len())
            .map(|row| {
                let cheaper = self.rows.iter(row).take_while(|(_, cost)| *cost < caps[row]);
                let left = cheaper.map(|(site, cost)| (number[site], cost));
                links.clear();
                links.extend(left.filter(|(site, _)| *site != NO_SITE));
                merger.add(&links, caps[row])
            })
            .collect();
        let mut location = Self {
            opening: sites.iter().map(|site| self.opening[*site as usize]).collect(),
            most: self.most.saturating_sub(opened),
            serves_free: self.serves_free,
            weighs_by_cap: self.weighs_by_cap,
            step: self.step,
            ..Self::new(merger, sites.len())
        };
        location.fixed_cost += fixed_cost;
        Restricted { location, sites, row_of }
    }
}

/// Collects demand points; those that the same sites serve for nothing become one.
#[derive(Debug)]
pub(super) struct RowMerger {
    caps: Vec<f64>,
    rows: Links,
    /// What demand points cost that no site serves.
    without_links: f64,
    /// Rows whose sites have the same hash.
    by_hash: HashMap<u64, Vec<u32>>,
}

impl Default for RowMerger {
    fn default() -> Self {
        Self { caps: Vec::new(), rows: Links::new(), without_links: 0.0, by_hash: HashMap::new() }
    }
}

impl RowMerger {
    /// Adds a demand point with its links, cheapest first and equals always in the same order; the
    /// row it went into, if it has any.
    pub fn add(&mut self, links: &[(u32, f64)], cap: f64) -> Option<u32> {
        if links.is_empty() {
            self.without_links += cap;
            return None;
        }
        if links.iter().any(|(_, cost)| *cost != 0.0) {
            return Some(self.push(links, cap));
        }
        let hash = hash(links);
        let alike = self.by_hash.get(&hash).map_or(&[][..], Vec::as_slice);
        let is_same = |row: &&u32| self.rows.iter(**row as usize).eq(as_pairs(links));
        if let Some(row) = alike.iter().find(is_same).copied() {
            self.caps[row as usize] += cap;
            return Some(row);
        }
        let row = self.push(links, cap);
        self.by_hash.entry(hash).or_default().push(row);
        Some(row)
    }

    fn push(&mut self, links: &[(u32, f64)], cap: f64) -> u32 {
        for (site, cost) in links {
            self.rows.push(*site, *cost);
        }
        self.rows.end_row();
        self.caps.push(cap);
        self.caps.len() as u32 - 1
    }
}

fn as_pairs(links: &[(u32, f64)]) -> impl Iterator<Item = (usize, f64)> {
    links.iter().map(|(site, cost)| (*site as usize, *cost))
}

/// Of the sites alone, by the method of Fowler, Noll and Vo; the same on every machine.
fn hash(links: &[(u32, f64)]) -> u64 {
    let step = |hash: u64, (site, _): &(u32, f64)| {
        (hash ^ u64::from(*site)).wrapping_mul(0x0100_0000_01b3)
    };
    links.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
