//! Most residents within discs around so many places. The plan: the heaviest disc of what is left, one
//! after another (Nemhauser, Wolsey and Fisher 1978), then each site put anew where most is left. The
//! bound: a price for each resident who is covered, from nothing to the whole of them; no plan covers
//! more than what residents keep for themselves and the discs that pay most together (Galvão and ReVelle
//! 1996, *A Lagrangean heuristic for the maximal covering location problem*). Prices are bettered by
//! subgradients, and any prices prove something.

use std::sync::Arc;

use crate::geometry::{DiscSums, HeaviestDiscs, PlaceCells, PointGrid, WorldPoint};
use crate::layers::Persons;

use super::super::groundwork::EarlyPlan;
use super::{CELL_M, Ground};

pub(super) struct CoveringOutlook {
    radius_m: f64,
    /// Those whom nothing reaches that is open in every plan, their numbers among all, and how many it does
    /// reach.
    homes: Vec<WorldPoint>,
    numbers: Vec<u32>,
    residents: Vec<Persons>,
    covered_anyway: Persons,
    index: PointGrid,
    /// Sums of whatever is asked about at the moment.
    sums: DiscSums<Persons>,
    forced: Vec<usize>,
    sites: Vec<usize>,
    at: Vec<WorldPoint>,
    cells: Arc<PlaceCells>,
    count: usize,
    /// Positions among the sites of those that are open, and how many of them reach each home.
    open: Vec<usize>,
    reached_by: Vec<u32>,
    gained: Persons,
    /// The site that is put anew next, and how many in a row could not be bettered.
    next: usize,
    unbettered: usize,
    /// What the first plan is made with, until it is there.
    beginning: Option<Beginning>,
    prices: Prices,
    bound: Option<Persons>,
    /// Whether the next step is about the plan.
    is_plans_turn: bool,
}

/// The heaviest places by what is left of each home.
struct Beginning {
    heaviest: HeaviestDiscs<Persons>,
    left: Vec<Persons>,
}

/// What each home pays to be covered, as a share of its residents.
struct Prices {
    shares: Vec<f32>,
    /// How far prices move, beside what would close the gap at once.
    pace: f64,
    /// Steps since the bound was last bettered.
    stalled: usize,
}

/// So many steps without a better bound, and prices move half as far.
const PATIENCE: usize = 8;
/// Prices that move no farther than this do not better the bound any more.
const LEAST_PACE: f64 = 0.02;

impl CoveringOutlook {
    pub fn of(ground: Ground, radius_m: f64) -> Self {
        let is_open = ground.is_open_within(radius_m);
        let Ground { homes, residents, forced, sites, at, count, .. } = ground;
        let left = || is_open.iter().enumerate().filter(|(_, is_open)| !**is_open).map(|(h, _)| h);
        let all: Persons = residents.iter().copied().sum();
        let homes: Vec<WorldPoint> = left().map(|home| homes[home]).collect();
        let numbers = left().map(|home| home as u32).collect();
        let residents: Vec<Persons> = left().map(|home| residents[home]).collect();
        let covered_anyway = all - residents.iter().copied().sum::<Persons>();
        let shares = vec![1.0; homes.len()];
        Self {
            index: PointGrid::new(&homes, CELL_M),
            sums: DiscSums::new(&homes, &residents, radius_m),
            cells: Arc::new(PlaceCells::new(&at, CELL_M)),
            reached_by: vec![0; homes.len()],
            radius_m,
            homes,
            numbers,
            residents,
            covered_anyway,
            forced,
            sites,
            at,
            count,
            open: Vec::new(),
            gained: Persons::ZERO,
            next: 0,
            unbettered: 0,
            beginning: None,
            prices: Prices { shares, pace: 1.0, stalled: 0 },
            bound: None,
            is_plans_turn: true,
        }
    }

    /// Begins with a plan, and betters plan and bound by turns.
    pub fn step(&mut self) -> bool {
        if self.bound.is_none() {
            self.begin();
            return true;
        }
        if let Some(beginning) = self.beginning.take() {
            self.open_heaviest(beginning);
            return true;
        }
        let is_proven = self.bound.is_some_and(|bound| bound <= self.covered());
        let (plan_is_done, bound_is_done) =
            (self.unbettered >= self.open.len(), self.prices.pace < LEAST_PACE);
        if is_proven || (plan_is_done && bound_is_done) {
            return false;
        }
        match (self.is_plans_turn && !plan_is_done) || bound_is_done {
            true => self.better_plan(),
            false => self.better_bound(),
        }
        self.is_plans_turn = !self.is_plans_turn;
        true
    }

    pub fn plan(&self) -> Option<EarlyPlan> {
        if self.bound.is_none() || self.beginning.is_some() {
            return None;
        }
        let open = self.open.iter().map(|place| self.sites[*place]);
        let mut sites: Vec<usize> = self.forced.iter().copied().chain(open).collect();
        sites.sort_unstable();
        Some(EarlyPlan { sites, value: self.covered().as_f64() })
    }

    pub fn bound(&self) -> Option<f64> {
        self.bound.map(Persons::as_f64)
    }

    /// Those whom only the plan reaches: the number of each home among all, and its residents.
    pub fn newly_covered(&self) -> impl Iterator<Item = (usize, Persons)> {
        let homes = self.numbers.iter().zip(&self.residents).zip(&self.reached_by);
        let reached = homes.filter(|(_, reached_by)| **reached_by > 0);
        reached.map(|((number, residents), _)| (*number as usize, *residents))
    }

    /// The homes within reach of some of the places, for all of them.
    pub fn estimated_pairs(&self) -> f64 {
        const LOOKED_AT: usize = 400;
        let every = (self.at.len() / LOOKED_AT).max(1);
        let mut pairs = 0_usize;
        let looked_at = self.at.iter().step_by(every);
        looked_at
            .for_each(|place| self.index.for_each_within(*place, self.radius_m, |_| pairs += 1));
        (pairs * every) as f64
    }

    fn covered(&self) -> Persons {
        self.covered_anyway + self.gained
    }

    /// What the heaviest discs hold together, those in several of them more than once, is the first bound.
    fn begin(&mut self) {
        let mut heaviest = HeaviestDiscs::new(&self.cells, &self.sums, self.radius_m);
        let all: Persons = self.residents.iter().copied().sum();
        let most = heaviest.most(self.count, &self.sums).into_iter().map(|(_, gain)| gain);
        self.bound = Some(self.covered_anyway + most.sum::<Persons>().min(all));
        self.beginning = Some(Beginning { heaviest, left: self.residents.clone() });
    }

    /// Opens the place whose disc holds most of what is left; the first plan is there after the last one.
    fn open_heaviest(&mut self, mut beginning: Beginning) {
        let is_full = self.open.len() >= self.count;
        let Some((place, gain)) = beginning.heaviest.next(&self.sums).filter(|_| !is_full) else {
            return;
        };
        self.open.push(place);
        self.gained += gain;
        let (reached_by, left) = (&mut self.reached_by, &mut beginning.left);
        self.index.for_each_within(self.at[place], self.radius_m, |home| {
            reached_by[home as usize] += 1;
            left[home as usize] = Persons::ZERO;
        });
        self.sums.reweigh(left);
        beginning.heaviest.weights_shrank();
        self.beginning = Some(beginning);
    }

    /// Puts one site where most is left without it.
    fn better_plan(&mut self) {
        let Some(leaving) = self.open.get(self.next).copied() else { return };
        self.reach(leaving, |count| *count -= 1);
        let left: Vec<Persons> = self.reached_by.iter().zip(&self.residents).map(left).collect();
        let lost = self.within(leaving, &left);
        self.sums.reweigh(&left);
        let mut heaviest = HeaviestDiscs::new(&self.cells, &self.sums, self.radius_m);
        let best = heaviest.next(&self.sums).filter(|(_, gain)| *gain > lost);
        let (place, gain) = best.unwrap_or((leaving, lost));
        self.unbettered = if best.is_some() { 0 } else { self.unbettered + 1 };
        self.open[self.next] = place;
        self.gained += gain;
        self.gained -= lost;
        self.reach(place, |count| *count += 1);
        self.next = (self.next + 1) % self.open.len();
    }

    /// Proves something by the prices at hand, and moves them: up where nobody takes them, down where
    /// several do.
    fn better_bound(&mut self) {
        let shares = self.residents.iter().zip(&self.prices.shares);
        let paid: Vec<Persons> =
            shares.map(|(residents, share)| residents.scaled(f64::from(*share))).collect();
        let all: Persons = self.residents.iter().copied().sum();
        let kept = all - paid.iter().copied().sum::<Persons>();
        self.sums.reweigh(&paid);
        let mut heaviest = HeaviestDiscs::new(&self.cells, &self.sums, self.radius_m);
        let takers = heaviest.most(self.count, &self.sums);
        let taken: Persons = takers.iter().map(|(_, paid)| *paid).sum();
        let proven = self.covered_anyway + kept + taken;
        let is_better = self.bound.is_none_or(|bound| proven < bound);
        self.prices.stalled = if is_better { 0 } else { self.prices.stalled + 1 };
        if is_better {
            self.bound = Some(proven);
        }
        if self.prices.stalled >= PATIENCE {
            (self.prices.pace, self.prices.stalled) = (self.prices.pace / 2.0, 0);
        }
        let mut takers_of = vec![0_u32; self.homes.len()];
        for (place, _) in takers {
            self.index.for_each_within(self.at[place], self.radius_m, |home| {
                takers_of[home as usize] += 1;
            });
        }
        self.prices.follow(&takers_of, &self.residents, (proven - self.covered()).as_f64());
    }

    fn reach(&mut self, place: usize, change: impl Fn(&mut u32)) {
        let reached_by = &mut self.reached_by;
        self.index.for_each_within(self.at[place], self.radius_m, |home| {
            change(&mut reached_by[home as usize]);
        });
    }

    /// The sum of what homes have, within reach of a place.
    fn within(&self, place: usize, of_homes: &[Persons]) -> Persons {
        let mut sum = Persons::ZERO;
        let add = |home: u32| sum += of_homes[home as usize];
        self.index.for_each_within(self.at[place], self.radius_m, add);
        sum
    }
}

/// What is left to be covered of a home that so many open sites reach.
fn left((reached_by, residents): (&u32, &Persons)) -> Persons {
    if *reached_by == 0 { *residents } else { Persons::ZERO }
}

impl Prices {
    /// Moves prices by how many take each, as far as would close the gap if nothing else changed.
    fn follow(&mut self, takers_of: &[u32], residents: &[Persons], gap: f64) {
        let excess = |takers: u32| f64::from(takers) - 1.0;
        let is_free = |share: f32, excess: f64| {
            (excess > 0.0 && share > 0.0) || (excess < 0.0 && share < 1.0)
        };
        let homes = self.shares.iter().zip(takers_of).zip(residents);
        let moving = homes.filter(|((share, takers), _)| is_free(**share, excess(**takers)));
        let force: f64 = moving
            .map(|((_, takers), residents)| residents.as_f64() * excess(*takers).powi(2))
            .sum();
        if force <= 0.0 || gap <= 0.0 {
            self.pace = 0.0;
            return;
        }
        let far = self.pace * gap / force;
        for (share, takers) in self.shares.iter_mut().zip(takers_of) {
            *share = (f64::from(*share) - far * excess(*takers)).clamp(0.0, 1.0) as f32;
        }
    }
}
