//! Branch and bound: the proof. The most promising part of the plans is looked at first; each part
//! gets its own prices, is made smaller by what they decide, and is cut off or split in two: with
//! the most doubtful site, and without it.

use super::ascent::{Ascent, Ended, Pace, Surroundings};
use super::bound::first_prices;
use super::location::Location;
use super::part::Whole;
use super::start::{greedy, improve};
use super::waiting::{Node, Waiting};

/// What a search found: the best plan, and what no plan costs less than.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub plan: Option<Plan>,
    pub bound: f64,
}

/// Open sites and what they cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub value: f64,
    pub sites: Vec<u32>,
}

/// With so few links, getting a search ready takes a moment only.
pub(super) const SMALL_LINKS: usize = 2_000_000;

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Aim {
    /// Only plans that cost less than this are looked for.
    pub below: f64,
    /// A plan that costs at most this ends the search.
    pub enough: f64,
}

impl Aim {
    pub const BEST: Self = Self { below: f64::INFINITY, enough: f64::NEG_INFINITY };
}

/// Hears of better plans and bounds, and says when to stop.
pub(super) trait Audience {
    fn hear_plan(&mut self, value: f64);
    fn hear_bound(&mut self, bound: f64);
    fn is_over(&mut self) -> bool;
}

/// Finds the cheapest plan, or as good a one as the audience has time for; from a plan that is known,
/// if there is one.
pub(super) fn search(
    location: &Location,
    aim: Aim,
    start: Option<Vec<u32>>,
    audience: &mut dyn Audience,
) -> Found {
    let bound = f64::NEG_INFINITY;
    let mut search = Search { aim, audience, location, plan: None, bound };
    search.run(start);
    Found { plan: search.plan, bound: search.bound }
}

struct Search<'a> {
    aim: Aim,
    audience: &'a mut dyn Audience,
    location: &'a Location,
    plan: Option<Plan>,
    bound: f64,
}

/// A part of the plans being looked at.
struct Here<'s, 'a> {
    search: &'s mut Search<'a>,
    /// Numbers of the part's sites as those of the original problem.
    original: &'s dyn Fn(&[u32]) -> Vec<u32>,
    /// Whether it is all plans that are left, so that its bound is everyone's.
    is_all: bool,
}

impl Surroundings for Here<'_, '_> {
    fn best(&self) -> f64 {
        self.search.best()
    }

    fn offer(&mut self, value: f64, sites: &[u32]) {
        if value < self.search.best() {
            self.search.keep((self.original)(sites));
        }
    }

    fn hear_bound(&mut self, bound: f64) {
        if self.is_all {
            self.search.raise(bound);
        }
    }

    fn is_over(&mut self) -> bool {
        self.search.is_over()
    }
}

impl Search<'_> {
    fn run(&mut self, start: Option<Vec<u32>>) {
        start.iter().for_each(|sites| self.keep(sites.clone()));
        self.raise(self.location.least_cost());
        let mut whole = Whole::new(self.location.clone());
        whole.location.allow_below(self.best());
        // What takes a moment only is not worth asking for: there is a good plan in any case.
        let is_small = whole.location.links() <= SMALL_LINKS;
        let mut sites = start
            .unwrap_or_else(|| greedy(&whole.location, || !is_small && self.audience.is_over()));
        improve(&whole.location, &mut sites, || self.audience.is_over());
        let prices = first_prices(&whole.location, &sites);
        self.keep(sites);
        let Some((whole, halves)) = self.explore_all(whole, prices) else { return };
        let mut waiting = Waiting::new(whole.location.demand_points());
        waiting.extend(halves);
        while let Some(node) = waiting.next() {
            self.raise(node.bound.min(waiting.least_bound()));
            if node.bound <= self.location.next_better(self.best()) {
                waiting.extend(self.explore(&whole, node).into_iter().flatten());
            }
            if self.is_over() {
                return;
            }
        }
        self.raise(self.best());
    }

    /// Raises the bound of all plans, making the problem smaller as sites are decided. Gives what
    /// is left of the problem and its two halves; nothing when all is proven or time is up.
    fn explore_all(
        &mut self,
        mut whole: Whole,
        mut prices: Vec<f64>,
    ) -> Option<(Whole, [Node; 2])> {
        let mut pace = Pace::THOROUGH;
        loop {
            whole.location.allow_below(self.best());
            if !self.is_worth_pricing(&whole.location, |sites| whole.original(sites)) {
                self.raise(self.best());
                return None;
            }
            let original = |sites: &[u32]| whole.original(sites);
            let mut here = Here { search: self, original: &original, is_all: true };
            let mut ascent = Ascent::new(&whole.location, prices);
            match ascent.run(&mut pace, &mut here) {
                Ended::Exhausted => {
                    self.raise(self.best());
                    return None;
                }
                Ended::Interrupted => return None,
                Ended::Decided => {
                    let part = whole.part(&ascent.decisions);
                    prices = part.gathered(&ascent.prices);
                    whole = part.into_whole();
                }
                Ended::Stalled => {
                    let site = ascent.most_doubtful()?;
                    let Ascent { bound, decisions, prices, .. } = ascent;
                    let bound = self.location.possible_from(bound);
                    let halves = Node::split(site, bound, &decisions, &prices.into());
                    return Some((whole, halves));
                }
            }
        }
    }

    /// Raises the bound of a part until it is cut off or has to be split.
    fn explore(&mut self, whole: &Whole, node: Node) -> Option<[Node; 2]> {
        let Node { mut decisions, mut prices, bound, .. } = node;
        let mut pace = Pace::BRIEF;
        loop {
            let mut part = whole.part(&decisions);
            part.location.allow_below(self.best());
            if !self.is_worth_pricing(&part.location, |sites| part.original(sites)) {
                return None;
            }
            let original = |sites: &[u32]| part.original(sites);
            let mut here = Here { search: self, original: &original, is_all: false };
            let mut ascent = Ascent::new(&part.location, part.gathered(&prices));
            let ended = ascent.run(&mut pace, &mut here);
            if matches!(ended, Ended::Exhausted | Ended::Interrupted) {
                return None;
            }
            prices = part.spread(&ascent.prices, &prices, &whole.location).into();
            for (site, decision) in part.within.iter().zip(&ascent.decisions) {
                decisions[*site as usize] = *decision;
            }
            if ended == Ended::Stalled {
                let site = part.within[ascent.most_doubtful()? as usize];
                let bound = self.location.possible_from(ascent.bound).max(bound);
                return Some(Node::split(site, bound, &decisions, &prices));
            }
        }
    }

    /// Whether there is something left to decide; the only plan is kept otherwise.
    fn is_worth_pricing(
        &mut self,
        location: &Location,
        original: impl Fn(&[u32]) -> Vec<u32>,
    ) -> bool {
        let is_open = location.sites() > 0 && location.most > 0;
        if !is_open && location.value_of(&[]) < self.best() {
            self.keep(original(&[]));
        }
        is_open
    }

    /// The value to beat.
    fn best(&self) -> f64 {
        self.plan.as_ref().map_or(self.aim.below, |plan| plan.value.min(self.aim.below))
    }

    /// Keeps a plan if it is the best so far. A part that is decided to open more sites than may be
    /// opened has no plan at all.
    fn keep(&mut self, sites: Vec<u32>) {
        if sites.len() > self.location.most {
            return;
        }
        let value = self.location.value_of(&sites);
        if value < self.best() {
            self.plan = Some(Plan { value, sites });
            self.audience.hear_plan(value);
        }
    }

    fn raise(&mut self, bound: f64) {
        let bound = bound.min(self.best());
        if bound > self.bound {
            self.bound = bound;
            self.audience.hear_bound(bound);
        }
    }

    fn is_over(&mut self) -> bool {
        self.best() <= self.aim.enough || self.audience.is_over()
    }
}
