//! A good plan of bundles without proof: complexes where they are wanted, then the function at a
//! site that adds most for its money, then exchanges.

use crate::siting::covering::exchange::{Tally, greedy_exchange};
use crate::siting::covering::rows::CoverRows;
use crate::siting::money::is_paid;
use crate::siting::watch::Watch;

use super::plan::{BundlePlan, BundledFunction};
use super::question::{BundleQuestion, Complexes};

/// A plan with least areas that keeps the rules, if one comes about; `demand` is that of each function.
pub(super) fn start(
    question: &BundleQuestion,
    demand: &[CoverRows],
    watch: &mut Watch,
) -> Option<BundlePlan> {
    let mut tally = PairTally::new(question, demand);
    let mut seed = Vec::new();
    seed_forced(&mut tally, &mut seed);
    seed_complexes(&mut tally, &mut seed, watch);
    tally.takes_new_sites = question.rules.complexes != Complexes::Every;
    // The seed is opened again by the exchange.
    seed.iter().rev().for_each(|pair| tally.close(*pair));
    let sites = question.sites.len();
    let pairs = (0..sites).flat_map(|site| (0..question.functions.len()).map(move |f| (site, f)));
    let candidates: Vec<usize> = pairs
        .filter(|(site, function)| question.may_hold(*site, *function))
        .map(|(site, function)| tally.pair(site, function))
        .filter(|pair| !seed.contains(pair))
        .collect();
    let candidates = likely_pairs(&tally, candidates);
    // However little time there is, some sites are opened; steps instead of seconds, so that the same
    // question begins with the same plan.
    let mut free_steps = FREE_STEPS;
    let is_over = || {
        free_steps = usize::saturating_sub(free_steps, 1);
        free_steps == 0 && watch.is_over()
    };
    let open = greedy_exchange(&mut tally, &candidates, &seed, usize::MAX, is_over);
    let plan = BundlePlan::of_pairs(open.into_iter().map(|pair| {
        let (site, function) = tally.site_and_function(pair);
        let area_m2 = question.functions[function].least_area_m2;
        (site, BundledFunction { function, area_m2 })
    }));
    question.broken_by(&plan).is_empty().then_some(plan)
}

/// So many steps take a fraction of a second.
const FREE_STEPS: usize = 1_000;

/// Among more functions at sites than these, most are not looked at.
const MOST_PAIRS: usize = 20_000;

/// The functions at sites that cover most for themselves, where there are too many to look at all.
fn likely_pairs(tally: &PairTally, mut pairs: Vec<usize>) -> Vec<usize> {
    if pairs.len() <= MOST_PAIRS {
        return pairs;
    }
    let gain = |pair: usize| -> f64 {
        let (site, function) = tally.site_and_function(pair);
        let rows = &tally.rows[function];
        let uncovered = rows.columns[site].iter().map(|row| &rows.rows[*row as usize]);
        let uncovered = uncovered.filter(|row| row.existing == 0).map(|row| row.weight);
        tally.question.functions[function].worth * uncovered.sum::<f64>()
    };
    // Neighbours cover the same: of each stretch of sites the best, so that all the land has some.
    let stretch = pairs.len().div_ceil(MOST_PAIRS);
    let functions = tally.question.functions.len();
    pairs.sort_unstable_by_key(|pair| (pair % functions, pair / functions));
    let best = |some: &[usize]| {
        let gains = some.iter().map(|pair| (*pair, gain(*pair)));
        gains.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(pair, _)| pair)
    };
    let mut likely: Vec<usize> = pairs.chunks(stretch).filter_map(best).collect();
    likely.sort_unstable();
    likely
}

/// Gives each forced site its smallest function.
fn seed_forced(tally: &mut PairTally, seed: &mut Vec<usize>) {
    let question = tally.question;
    for site in (0..question.sites.len()).filter(|site| question.sites[*site].is_forced) {
        let area = |f: &usize| question.functions[*f].least_area_m2;
        let held = (0..question.functions.len()).filter(|f| question.may_hold(site, *f));
        let smallest = held.min_by(|a, b| area(a).total_cmp(&area(b)).then(a.cmp(b)));
        if let Some(function) = smallest {
            let pair = tally.pair(site, function);
            tally.open(pair);
            seed.push(pair);
        }
    }
}

/// Opens the complexes that add most: as many as are asked for, or as pay where all sites have to
/// be complexes.
fn seed_complexes(tally: &mut PairTally, seed: &mut Vec<usize>, watch: &mut Watch) {
    let question = tally.question;
    let wanted = match question.rules.complexes {
        Complexes::AsItComes => 0,
        Complexes::AtLeast(least) => least,
        Complexes::Every => usize::MAX,
    };
    let mut sets: Vec<(usize, Vec<usize>)> = (0..question.sites.len())
        .filter_map(|site| Some((site, question.smallest_complex(site, &tally.together)?)))
        .collect();
    for _ in 0..wanted.min(sets.len()) {
        let before = tally.worth();
        let mut best: Option<(f64, usize)> = None;
        for (place, (site, functions)) in sets.iter().enumerate() {
            if best.is_some() && watch.is_over() {
                break;
            }
            let opened = tally.try_open(*site, functions);
            let gain = tally.worth() - before;
            let is_whole = opened.len() == tally.missing(*site, functions, &opened);
            opened.iter().rev().for_each(|pair| tally.close(*pair));
            if is_whole && best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, place));
            }
        }
        let Some((gain, place)) = best else { return };
        if gain <= 0.0 && question.rules.complexes == Complexes::Every {
            return;
        }
        let (site, functions) = sets.swap_remove(place);
        seed.extend(tally.try_open(site, &functions));
    }
}

/// Functions at sites, numbered together: what they cover, take up and cost.
struct PairTally<'a> {
    question: &'a BundleQuestion,
    together: Vec<Vec<usize>>,
    rows: &'a [CoverRows],
    counts: Vec<Vec<u32>>,
    /// Which functions each site holds.
    held: Vec<Vec<bool>>,
    cost: f64,
    opened: usize,
    worth: f64,
    /// Whether a site may be opened that holds nothing yet.
    takes_new_sites: bool,
}

impl<'a> PairTally<'a> {
    fn new(question: &'a BundleQuestion, rows: &'a [CoverRows]) -> Self {
        let functions = question.functions.len();
        Self {
            question,
            together: question.together(),
            counts: rows.iter().map(|rows| rows.counts(&[])).collect(),
            rows,
            held: vec![vec![false; functions]; question.sites.len()],
            cost: 0.0,
            opened: 0,
            worth: 0.0,
            takes_new_sites: true,
        }
    }

    fn pair(&self, site: usize, function: usize) -> usize {
        site * self.question.functions.len() + function
    }

    fn site_and_function(&self, pair: usize) -> (usize, usize) {
        let functions = self.question.functions.len();
        (pair / functions, pair % functions)
    }

    fn is_held(&self, site: usize) -> bool {
        self.held[site].contains(&true)
    }

    fn area_cost(&self, site: usize, function: usize) -> f64 {
        self.question.sites[site].cost_per_m2 * self.question.functions[function].least_area_m2
    }

    /// Opens those functions at a site that it does not hold yet, as far as they fit; gives them.
    fn try_open(&mut self, site: usize, functions: &[usize]) -> Vec<usize> {
        let mut opened = Vec::new();
        for function in functions {
            let pair = self.pair(site, *function);
            if !self.held[site][*function] && self.fits(pair) {
                self.open(pair);
                opened.push(pair);
            }
        }
        opened
    }

    /// How many of a site's functions there were to open, when `opened` have just been.
    fn missing(&self, site: usize, functions: &[usize], opened: &[usize]) -> usize {
        let was_held = |f: &&usize| self.held[site][**f] && !opened.contains(&self.pair(site, **f));
        functions.len() - functions.iter().filter(was_held).count()
    }
}

impl Tally for PairTally<'_> {
    fn open(&mut self, pair: usize) {
        let (site, function) = self.site_and_function(pair);
        if !self.is_held(site) {
            self.cost += self.question.sites[site].opening_cost;
            self.opened += 1;
        }
        self.cost += self.area_cost(site, function);
        self.held[site][function] = true;
        for row in &self.rows[function].columns[site] {
            let count = &mut self.counts[function][*row as usize];
            *count += 1;
            if *count == 1 {
                let weight = self.rows[function].rows[*row as usize].weight;
                self.worth += self.question.functions[function].worth * weight;
            }
        }
    }

    fn close(&mut self, pair: usize) {
        let (site, function) = self.site_and_function(pair);
        self.held[site][function] = false;
        self.cost -= self.area_cost(site, function);
        if !self.is_held(site) {
            self.cost -= self.question.sites[site].opening_cost;
            self.opened -= 1;
        }
        for row in &self.rows[function].columns[site] {
            let count = &mut self.counts[function][*row as usize];
            *count -= 1;
            if *count == 0 {
                let weight = self.rows[function].rows[*row as usize].weight;
                self.worth -= self.question.functions[function].worth * weight;
            }
        }
    }

    fn worth(&self) -> f64 {
        self.worth
    }

    fn fits(&self, pair: usize) -> bool {
        let (site, function) = self.site_and_function(pair);
        let question = self.question;
        // The others fit already.
        let together = self.together.iter().filter(|set| set.contains(&function));
        let has_room = question.fits(site, together, |f| self.held[site][f] || f == function);
        let is_new = !self.is_held(site);
        let may_open = !is_new
            || (self.takes_new_sites
                && question.rules.most_sites.is_none_or(|most| self.opened < most));
        let cost = self.cost + self.price(pair);
        let has_money = question.rules.budget.is_none_or(|budget| is_paid(cost, budget));
        has_room && may_open && has_money
    }

    fn price(&self, pair: usize) -> f64 {
        let (site, function) = self.site_and_function(pair);
        let opening = if self.is_held(site) { 0.0 } else { self.question.sites[site].opening_cost };
        self.area_cost(site, function) + opening
    }
}
