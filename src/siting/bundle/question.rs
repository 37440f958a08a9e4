//! What is asked: functions with their demand, sites with their floor and cost, and the rules.

use crate::siting::covering::plan::{Scope, plain_cover};
use crate::siting::money::is_paid;
use crate::siting::problem::{Problem, Standing};
use crate::siting::watch::Watch;

use super::BundleObstacle;
use super::slots::open_together;

/// Functions to be put into sites under rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BundleQuestion {
    pub functions: Vec<BundleFunction>,
    /// The first sites of every function's problem, in their order.
    pub sites: Vec<BundleSite>,
    pub rules: BundleRules,
}

/// One function: who asks for it, and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleFunction {
    /// Who asks for it. Sites that may not take it are forbidden; those beyond the sites of the
    /// question exist and have it.
    pub problem: Problem,
    /// Metres, inclusive.
    pub limit_m: f64,
    /// What a unit of weight covered is worth beside those of other functions.
    pub worth: f64,
    /// The least floor area it has at a site, in m².
    pub least_area_m2: f64,
    /// Floor area in m² that a unit of weight takes; none where the least area serves everybody in
    /// reach. Existing sites are taken to have room.
    pub m2_per_weight: Option<f64>,
    /// Whether it is one of those that make a complex.
    pub is_priority: bool,
    /// The slots of the week in which it is open, ascending; none means all of them, so that it
    /// shares no room.
    pub slots: Option<Vec<u32>>,
}

/// A site and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BundleSite {
    /// Floor area in m² that functions may take at any one time; nothing is built or extended.
    pub area_m2: f64,
    /// Yuan, once, if it is opened.
    pub opening_cost: f64,
    /// Yuan for each m² of a function's area.
    pub cost_per_m2: f64,
    /// Every plan has it.
    pub is_forced: bool,
}

/// What plans must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BundleRules {
    pub most_sites: Option<usize>,
    /// Yuan for all sites together.
    pub budget: Option<f64>,
    /// What makes a site a complex.
    pub complex: ComplexConditions,
    pub complexes: Complexes,
}

/// What a site needs to be a complex (综合体).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ComplexConditions {
    /// Floor area of the site in m².
    pub least_area_m2: f64,
    pub least_functions: usize,
    pub least_priority_functions: usize,
}

/// How many sites are to be complexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Complexes {
    #[default]
    AsItComes,
    AtLeast(usize),
    /// All that are opened.
    Every,
}

impl BundleQuestion {
    /// Whether a function may go to a site and fits into it alone.
    pub fn may_hold(&self, site: usize, function: usize) -> bool {
        let BundleFunction { problem, least_area_m2, .. } = &self.functions[function];
        problem.standing[site] != Standing::Forbidden
            && problem.standing[site] != Standing::Existing
            && *least_area_m2 <= self.sites[site].area_m2
    }

    /// The sets of functions that are open together; see [`open_together`].
    pub(super) fn together(&self) -> Vec<Vec<usize>> {
        let slots: Vec<_> = self.functions.iter().map(|f| f.slots.clone()).collect();
        open_together(&slots)
    }

    /// The smallest set of functions that makes a site a complex, if it can be one; see
    /// [`together`](Self::together).
    pub(super) fn smallest_complex(
        &self,
        site: usize,
        together: &[Vec<usize>],
    ) -> Option<Vec<usize>> {
        if !self.could_be_complex(site) {
            return None;
        }
        let conditions = self.rules.complex;
        let mut held: Vec<usize> =
            (0..self.functions.len()).filter(|f| self.may_hold(site, *f)).collect();
        held.sort_by(|a, b| {
            let area = |f: usize| self.functions[f].least_area_m2;
            area(*a).total_cmp(&area(*b)).then(a.cmp(b))
        });
        let is_priority = |f: &&usize| self.functions[**f].is_priority;
        let mut complex: Vec<usize> = held
            .iter()
            .filter(is_priority)
            .take(conditions.least_priority_functions)
            .copied()
            .collect();
        let missing = conditions.least_functions.saturating_sub(complex.len());
        let others: Vec<usize> =
            held.into_iter().filter(|f| !complex.contains(f)).take(missing).collect();
        complex.extend(others);
        self.fits(site, together, |f| complex.contains(&f)).then_some(complex)
    }

    /// Whether functions fit into a site with their least areas, of each of some sets that are open
    /// together those that `is_held` names.
    pub(super) fn fits<'s>(
        &self,
        site: usize,
        together: impl IntoIterator<Item = &'s Vec<usize>>,
        is_held: impl Fn(usize) -> bool,
    ) -> bool {
        together.into_iter().all(|set| {
            let held = set.iter().filter(|f| is_held(**f));
            let taken: f64 = held.map(|f| self.functions[*f].least_area_m2).sum();
            taken <= self.sites[site].area_m2
        })
    }

    /// What all demand is worth: more than any plan.
    pub(super) fn all(&self) -> f64 {
        self.functions.iter().map(|function| function.worth * function.problem.weight()).sum()
    }

    /// What no plan is worth more than: each function for itself, at as many sites as there may be; all
    /// of it where there is no time left.
    pub(super) fn most(&self, watch: &mut Watch) -> f64 {
        let count = self.most_sites();
        let functions =
            self.functions.iter().map(|BundleFunction { problem, limit_m, worth, .. }| {
                if watch.is_over() {
                    return worth * problem.weight();
                }
                let scope = Scope { count, limit_m: *limit_m };
                worth * plain_cover(problem, scope, watch).most
            });
        functions.sum()
    }

    /// So many sites may be opened, and can be paid for with the least that each may hold.
    fn most_sites(&self) -> usize {
        let least_area_m2 = |site: usize| {
            let held = (0..self.functions.len()).filter(|function| self.may_hold(site, *function));
            held.map(|f| self.functions[f].least_area_m2).reduce(f64::min)
        };
        let cost = |(site, about): (usize, &BundleSite)| {
            Some(about.opening_cost + about.cost_per_m2 * least_area_m2(site)?)
        };
        let mut costs: Vec<f64> = self.sites.iter().enumerate().filter_map(cost).collect();
        costs.sort_unstable_by(f64::total_cmp);
        let paid = self.rules.budget.map_or(costs.len(), |budget| {
            let mut spent = 0.0;
            let is_affordable = |cost: &&f64| {
                spent += **cost;
                is_paid(spent, budget)
            };
            costs.iter().take_while(is_affordable).count()
        });
        self.rules.most_sites.map_or(paid, |most| most.min(paid))
    }

    /// Why no plan keeps the rules, where that is seen without searching.
    pub(super) fn obstacle(&self) -> Option<BundleObstacle> {
        let is_useless = |site: &usize| !(0..self.functions.len()).any(|f| self.may_hold(*site, f));
        let forced = (0..self.sites.len()).filter(|site| self.sites[*site].is_forced);
        if let Some(site) = forced.clone().find(is_useless) {
            return Some(BundleObstacle::NoRoom { site });
        }
        let Complexes::AtLeast(least) = self.rules.complexes else { return None };
        // The smallest areas may clash where larger ones take turns, so only what can never be a
        // complex is left out.
        let could_be = |site: &usize| self.could_be_complex(*site);
        let possible = (0..self.sites.len()).filter(could_be).count();
        (possible < least).then_some(BundleObstacle::FewerComplexes { possible })
    }

    /// Whether a site is large enough and may take enough functions, one by one.
    fn could_be_complex(&self, site: usize) -> bool {
        let held = (0..self.functions.len()).filter(|f| self.may_hold(site, *f));
        self.makes_complex(site, held)
    }

    /// Whether some functions make a site a complex.
    pub(super) fn makes_complex(
        &self,
        site: usize,
        functions: impl Iterator<Item = usize>,
    ) -> bool {
        let (mut all, mut priority) = (0, 0);
        for function in functions {
            all += 1;
            priority += usize::from(self.functions[function].is_priority);
        }
        self.rules.complex.are_met(self.sites[site].area_m2, all, priority)
    }
}

impl ComplexConditions {
    /// Whether a site of such an area with so many functions, some of them priority ones, is a complex.
    fn are_met(&self, area_m2: f64, functions: usize, priority_functions: usize) -> bool {
        area_m2 >= self.least_area_m2
            && functions >= self.least_functions
            && priority_functions >= self.least_priority_functions
    }
}
