//! Raising the Lagrangian bound of one problem by steps along deflected subgradients, and deciding
//! on sites meanwhile: one without which, or with which, no plan can be better than the best known
//! is opened or closed for good.
//!
//! Step lengths after Polyak (1969), with the best known value as target; deflection after
//! Camerini, Fratta and Maffioli (1975), *On improving relaxation methods by modified gradient
//! techniques*.

use std::collections::HashSet;

use super::bound::{Pick, Relaxation};
use super::location::{Decision, Location};
use super::start::improve;

/// Share of the direction before that goes on in the next.
const DEFLECTION: f64 = 0.9;
/// Directions smaller than this are dropped: each costs the links of its demand point.
const LEAST_DIRECTION: f64 = 1e-3;
/// Steps without a better bound before they are shortened, and by which factor.
const PATIENCE: usize = 30;
const SHORTENING: f64 = 0.7;
/// What counts as better, as a share of what is left to the best known value.
const NOTABLE: f64 = 1e-4;
/// Steps between two computations from scratch.
const REFRESH: usize = 64;
/// How fast a site's share of the picks follows the last ones.
const SHARE_RATE: f64 = 0.05;

/// How long and fine the steps are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Share of the way to the best known value, in the measure of Polyak.
    pub length: f64,
    /// Shorter steps are not worth while.
    pub last: f64,
}

impl Pace {
    /// For a bound as good as it gets.
    pub const THOROUGH: Self = Self { length: 1.0, last: 1e-4 };
    /// For a problem whose prices are nearly right.
    pub const BRIEF: Self = Self { length: 0.3, last: 0.03 };
}

/// Why an ascent ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// No plan of this problem is better than the best known.
    Exhausted,
    /// So many sites are decided that the problem is worth making smaller.
    Decided,
    /// The bound rises no more.
    Stalled,
    /// It was told to stop.
    Interrupted,
}

/// What an ascent reports to and asks.
pub(super) trait Surroundings {
    /// The value of the best plan known.
    fn best(&self) -> f64;
    /// Hears of a plan of this problem.
    fn offer(&mut self, value: f64, sites: &[u32]);
    /// Hears of a better bound of this problem.
    fn hear_bound(&mut self, bound: f64);
    fn is_over(&mut self) -> bool;
}

/// One problem whose bound is raised.
#[derive(Debug)]
pub(super) struct Ascent<'a> {
    location: &'a Location,
    relaxation: Relaxation<'a>,
    /// The best bound so far, and the prices that gave it.
    pub bound: f64,
    pub prices: Vec<f64>,
    /// What is decided about the sites.
    pub decisions: Vec<Decision>,
    decided: usize,
    /// How much of the last picks each site was in.
    shares: Vec<f64>,
    pick: Pick,
    order: Vec<u32>,
    /// How often a demand point goes unserved by the pick: 1, 0, or less if it is served by several.
    unserved: Vec<i32>,
    direction: Vec<f64>,
    /// Picks that were improved on already.
    seen: HashSet<Vec<u32>>,
}

impl<'a> Ascent<'a> {
    pub fn new(location: &'a Location, prices: Vec<f64>) -> Self {
        let rows = location.demand_points();
        Self {
            location,
            relaxation: Relaxation::new(location, prices.clone()),
            bound: f64::NEG_INFINITY,
            prices,
            decisions: vec![Decision::Undecided; location.sites()],
            decided: 0,
            shares: vec![0.0; location.sites()],
            pick: Pick::default(),
            order: Vec::new(),
            unserved: vec![0; rows],
            direction: vec![0.0; rows],
            seen: HashSet::new(),
        }
    }

    /// Raises the bound until it proves something, or rises no more.
    pub fn run(&mut self, pace: &mut Pace, around: &mut impl Surroundings) -> Ended {
        let mut since_better = 0;
        for step in 1_usize.. {
            if around.is_over() {
                return Ended::Interrupted;
            }
            if step.is_multiple_of(REFRESH) {
                self.relaxation.refresh();
            }
            self.relaxation.pick(&mut self.pick, &mut self.order);
            let is_better = self.note_bound(around.best());
            around.hear_bound(self.bound);
            since_better = if is_better { 0 } else { since_better + 1 };
            if self.bound > self.location.next_better(around.best()) || self.decide(around.best()) {
                return Ended::Exhausted;
            }
            self.follow_shares();
            if !self.find_unserved() {
                // Every demand point is served once, at its price: the pick is the best plan.
                self.bound = self.bound.max(self.pick.bound);
                around.offer(self.location.value_of(&self.pick.sites), &self.pick.sites);
                return Ended::Exhausted;
            }
            if since_better > PATIENCE {
                since_better = 0;
                pace.length *= SHORTENING;
                self.improve_pick(around);
                if self.is_worth_shrinking() {
                    return Ended::Decided;
                }
                if pace.length < pace.last {
                    return Ended::Stalled;
                }
                self.return_to_best();
            } else {
                self.step(pace.length * (around.best() - self.pick.bound).max(0.0));
            }
        }
        Ended::Stalled
    }

    /// The site to branch on: the one that the picks agree on least.
    pub fn most_doubtful(&self) -> Option<u32> {
        let doubt = |site: u32| {
            let share = self.shares[site as usize];
            share.min(1.0 - share)
        };
        let worth = |site: u32| self.relaxation.reduced()[site as usize];
        let sites = 0..self.location.sites() as u32;
        let undecided = sites.filter(|s| self.decisions[*s as usize] == Decision::Undecided);
        undecided.min_by(|a, b| {
            let doubts = doubt(*b).total_cmp(&doubt(*a));
            doubts.then(worth(*a).total_cmp(&worth(*b))).then(a.cmp(b))
        })
    }

    /// Keeps the bound if it is the best so far; whether it is notably better.
    fn note_bound(&mut self, best: f64) -> bool {
        let bound = self.pick.bound;
        let is_notable = bound > self.bound + NOTABLE * (best - self.bound).max(0.0);
        if bound > self.bound {
            self.bound = bound;
            self.prices.copy_from_slice(self.relaxation.prices());
        }
        is_notable
    }

    /// Decides on sites by their reduced costs; whether that leaves no better plan.
    fn decide(&mut self, best: f64) -> bool {
        let cutoff = self.location.next_better(best);
        let Pick { bound, last, next, sites } = &self.pick;
        let mut is_picked = vec![false; self.decisions.len()];
        for site in sites {
            is_picked[*site as usize] = true;
        }
        for (site, decision) in self.decisions.iter_mut().enumerate() {
            let reduced = self.relaxation.reduced()[site];
            let (otherwise, so) = if is_picked[site] {
                (bound - reduced + next, Decision::Open)
            } else {
                (bound + reduced - last, Decision::Closed)
            };
            if otherwise <= cutoff || *decision == so {
                continue;
            }
            if *decision != Decision::Undecided {
                return true;
            }
            *decision = so;
            self.decided += 1;
        }
        false
    }

    fn is_worth_shrinking(&self) -> bool {
        self.decided * 10 >= self.decisions.len().max(10)
    }

    fn follow_shares(&mut self) {
        for share in &mut self.shares {
            *share *= 1.0 - SHARE_RATE;
        }
        for site in &self.pick.sites {
            self.shares[*site as usize] += SHARE_RATE;
        }
    }

    /// Counts for each demand point how the pick serves it; whether it could be served otherwise at
    /// better prices.
    fn find_unserved(&mut self) -> bool {
        let prices = self.relaxation.prices();
        self.unserved.fill(1);
        for site in &self.pick.sites {
            for (row, cost) in self.location.columns.iter(*site as usize) {
                self.unserved[row] -= i32::from(cost < prices[row]);
            }
        }
        let mut is_any = false;
        for (row, unserved) in self.unserved.iter_mut().enumerate() {
            if *unserved > 0 && prices[row] >= self.location.caps[row] {
                *unserved = 0;
            }
            is_any |= *unserved != 0;
        }
        is_any
    }

    /// Raises the prices of what is not served and lowers those of what is served several times.
    /// Demand points weigh by their caps where serving costs nothing: as many points as persons.
    fn step(&mut self, length: f64) {
        let prices = self.relaxation.prices();
        let caps = &self.location.caps;
        let mut norm = 0.0;
        for (row, direction) in self.direction.iter_mut().enumerate() {
            *direction = f64::from(self.unserved[row]) + DEFLECTION * *direction;
            let is_at_end = (*direction > 0.0 && prices[row] >= caps[row])
                || (*direction < 0.0 && prices[row] <= 0.0);
            if is_at_end || direction.abs() < LEAST_DIRECTION {
                *direction = 0.0;
            }
            norm += self.location.scale(row) * *direction * *direction;
        }
        if norm <= 0.0 {
            self.direction.fill(0.0);
            return;
        }
        let length = length / norm;
        for (row, direction) in self.direction.iter().enumerate() {
            if *direction != 0.0 {
                let price = self.relaxation.prices()[row];
                let price = price + length * self.location.scale(row) * direction;
                self.relaxation.set_price(row, price.clamp(0.0, caps[row]));
            }
        }
    }

    fn return_to_best(&mut self) {
        for (row, price) in self.prices.iter().enumerate() {
            self.relaxation.set_price(row, *price);
        }
        self.direction.fill(0.0);
    }

    /// Offers the plan that exchanges make of the pick.
    fn improve_pick(&mut self, around: &mut impl Surroundings) {
        let mut sites = self.pick.sites.clone();
        sites.sort_unstable();
        if self.seen.insert(sites.clone()) {
            let value = improve(self.location, &mut sites, || around.is_over());
            around.offer(value, &sites);
        }
    }
}
