//! A plan of bundles, what it comes to, and whether it keeps the rules.

use crate::siting::covering::flow::{Flow, Wanted};
use crate::siting::covering::rows::CoverRows;
use crate::siting::money::is_paid;
use crate::siting::search::SMALL_LINKS;
use crate::siting::watch::Watch;

use super::question::{BundleFunction, BundleQuestion, Complexes};

/// Sites with their functions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BundlePlan {
    /// Ascending by site; each with one function at least.
    pub sites: Vec<BundledSite>,
}

/// A site of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct BundledSite {
    pub site: usize,
    /// Ascending by function.
    pub functions: Vec<BundledFunction>,
}

/// A function at a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BundledFunction {
    pub function: usize,
    /// Floor area in m² that it has whenever it is open, and that counts toward its target.
    pub area_m2: f64,
}

/// A rule that a plan does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenRule {
    /// A function is where it may not be, or below its least area.
    Function {
        site: usize,
        function: usize,
    },
    /// Functions take more floor at some time than there is.
    Area {
        site: usize,
    },
    Budget,
    TooManySites,
    TooFewComplexes,
    MissesForced {
        site: usize,
    },
}

/// Areas beyond a limit by less than this share are rounding, and so is what a plan loses by so little.
const ROUNDING: f64 = 1e-6;

impl BundledSite {
    /// What counts toward the targets of its functions, in m².
    pub fn counted_m2(&self) -> f64 {
        self.functions.iter().map(|held| held.area_m2).sum()
    }

    fn area_of(&self, function: usize) -> Option<f64> {
        self.functions.iter().find(|held| held.function == function).map(|held| held.area_m2)
    }
}

impl BundleQuestion {
    /// Floor in m² that a site's functions take at the busiest time.
    pub fn physical_m2(&self, bundled: &BundledSite) -> f64 {
        let taken = |set: &Vec<usize>| {
            bundled
                .functions
                .iter()
                .filter(|held| set.contains(&held.function))
                .map(|h| h.area_m2)
                .sum()
        };
        self.together().iter().map(taken).fold(0.0, f64::max)
    }

    /// Yuan for a site of a plan.
    pub fn cost_of(&self, bundled: &BundledSite) -> f64 {
        let site = self.sites[bundled.site];
        site.opening_cost + site.cost_per_m2 * bundled.counted_m2()
    }

    /// Whether a site of a plan is a complex.
    pub fn is_complex(&self, bundled: &BundledSite) -> bool {
        self.makes_complex(bundled.site, bundled.functions.iter().map(|held| held.function))
    }

    /// The weight that a plan covers of each function, existing coverage included.
    pub fn covered_by(&self, plan: &BundlePlan) -> Vec<f64> {
        (0..self.functions.len()).map(|function| self.covered_of(plan, function)).collect()
    }

    /// What a plan is worth.
    pub fn value_of(&self, plan: &BundlePlan) -> f64 {
        let covered = self.covered_by(plan);
        self.functions.iter().zip(covered).map(|(function, covered)| function.worth * covered).sum()
    }

    fn covered_of(&self, plan: &BundlePlan, function: usize) -> f64 {
        let BundleFunction { problem, limit_m, m2_per_weight, .. } = &self.functions[function];
        if m2_per_weight.is_some() {
            let rows = CoverRows::within(problem, *limit_m, 1, |_| 0);
            return self.covered_by_rows(plan, function, &rows);
        }
        // One plan alone is not worth merging demand for.
        let metres = problem.nearest_m(&plan.sites_with(function));
        let near = problem.weights.iter().zip(metres).filter(|(_, metres)| metres <= limit_m);
        near.map(|(weight, _)| weight).sum()
    }

    /// The weight that a plan covers of a function's demand as far as it is in rows.
    fn covered_by_rows(&self, plan: &BundlePlan, function: usize, rows: &CoverRows) -> f64 {
        let BundleFunction { m2_per_weight, .. } = self.functions[function];
        match m2_per_weight {
            Some(_) => rows.covered(&[], 1) + self.flow(plan, function, rows).served(),
            None => rows.covered(&plan.sites_with(function), 1),
        }
    }

    /// The demand of each function, as far as there is time to look at it.
    pub(super) fn rows(&self, watch: &mut Watch) -> Vec<CoverRows> {
        let pairs: usize = self.functions.iter().map(|f| f.problem.distances.pairs()).sum();
        // What takes a moment only is not worth asking for.
        let is_over = &mut || pairs > SMALL_LINKS && watch.is_over();
        let functions = self.functions.iter();
        let rows = functions.map(|BundleFunction { problem, limit_m, .. }| {
            CoverRows::until(problem, *limit_m, 1, |_| 0, is_over)
        });
        rows.collect()
    }

    /// Who is served where by a function whose area has room for so many.
    pub(super) fn flow(&self, plan: &BundlePlan, function: usize, rows: &CoverRows) -> Flow {
        let m2_per_weight = self.functions[function].m2_per_weight.unwrap_or(0.0);
        let mut rooms = vec![0.0; self.functions[function].problem.sites()];
        for bundled in &plan.sites {
            if let Some(area_m2) = bundled.area_of(function) {
                rooms[bundled.site] =
                    if m2_per_weight > 0.0 { area_m2 / m2_per_weight } else { f64::INFINITY };
            }
        }
        let wanted = rows.rows.iter().map(|row| {
            let is_served = row.existing > 0;
            let open = row.sites.iter().copied().filter(|site| rooms[*site as usize] > 0.0);
            Wanted { weight: if is_served { 0.0 } else { row.weight }, sites: open.collect() }
        });
        Flow::largest(&wanted.collect::<Vec<_>>(), &rooms)
    }

    /// The same plan without floor that serves nobody, and without functions and sites that are
    /// neither of use nor wanted by a rule, as far as there is time to look for them.
    pub(super) fn trimmed(
        &self,
        mut plan: BundlePlan,
        demand: &[CoverRows],
        watch: &mut Watch,
    ) -> BundlePlan {
        for (function, rows) in demand.iter().enumerate() {
            let BundleFunction { m2_per_weight, least_area_m2, .. } = self.functions[function];
            let Some(m2_per_weight) = m2_per_weight else { continue };
            let served = self.flow(&plan, function, rows).by_site;
            for bundled in &mut plan.sites {
                let at = served[bundled.site] * m2_per_weight;
                let held = bundled.functions.iter_mut().filter(|held| held.function == function);
                held.for_each(|held| held.area_m2 = at.max(least_area_m2));
            }
        }
        let mut covered: Vec<f64> = (0..self.functions.len())
            .map(|function| self.covered_by_rows(&plan, function, &demand[function]))
            .collect();
        let pairs: Vec<(usize, usize)> = plan
            .sites
            .iter()
            .flat_map(|bundled| bundled.functions.iter().map(|held| (bundled.site, held.function)))
            .collect();
        for (site, function) in pairs {
            if watch.is_over() {
                break;
            }
            let without = plan.without(site, function);
            let left = self.covered_by_rows(&without, function, &demand[function]);
            let lost = self.functions[function].worth * (covered[function] - left);
            if lost <= ROUNDING && self.broken_by(&without).is_empty() {
                (plan, covered[function]) = (without, left);
            }
        }
        plan
    }

    /// The rules that a plan does not keep.
    pub fn broken_by(&self, plan: &BundlePlan) -> Vec<BrokenRule> {
        let mut broken = Vec::new();
        for bundled in &plan.sites {
            let site = bundled.site;
            for held in &bundled.functions {
                let least = self.functions[held.function].least_area_m2;
                let is_large = held.area_m2 >= least * (1.0 - ROUNDING);
                if !self.may_hold(site, held.function) || !is_large {
                    broken.push(BrokenRule::Function { site, function: held.function });
                }
            }
            if self.physical_m2(bundled) > self.sites[site].area_m2 * (1.0 + ROUNDING) {
                broken.push(BrokenRule::Area { site });
            }
        }
        let cost: f64 = plan.sites.iter().map(|bundled| self.cost_of(bundled)).sum();
        if self.rules.budget.is_some_and(|budget| !is_paid(cost, budget)) {
            broken.push(BrokenRule::Budget);
        }
        if self.rules.most_sites.is_some_and(|most| plan.sites.len() > most) {
            broken.push(BrokenRule::TooManySites);
        }
        let complexes = plan.sites.iter().filter(|bundled| self.is_complex(bundled)).count();
        let least = match self.rules.complexes {
            Complexes::AsItComes => 0,
            Complexes::AtLeast(least) => least,
            Complexes::Every => plan.sites.len(),
        };
        if complexes < least {
            broken.push(BrokenRule::TooFewComplexes);
        }
        let has = |site: usize| plan.sites.iter().any(|bundled| bundled.site == site);
        let forced = (0..self.sites.len()).filter(|site| self.sites[*site].is_forced);
        let missed = forced.filter(|site| !has(*site));
        broken.extend(missed.map(|site| BrokenRule::MissesForced { site }));
        broken
    }
}

impl BundlePlan {
    /// From pairs of site and function with their areas.
    pub fn of_pairs(pairs: impl IntoIterator<Item = (usize, BundledFunction)>) -> Self {
        let mut plan = Self::default();
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(site, held)| (*site, held.function));
        for (site, held) in pairs {
            match plan.sites.last_mut().filter(|last| last.site == site) {
                Some(last) => last.functions.push(held),
                None => plan.sites.push(BundledSite { site, functions: vec![held] }),
            }
        }
        plan
    }

    /// The sites that hold a function.
    fn sites_with(&self, function: usize) -> Vec<usize> {
        let held = self.sites.iter().filter(|bundled| bundled.area_of(function).is_some());
        held.map(|bundled| bundled.site).collect()
    }

    fn without(&self, site: usize, function: usize) -> Self {
        let pairs = self
            .sites
            .iter()
            .flat_map(|bundled| bundled.functions.iter().map(|held| (bundled.site, *held)));
        Self::of_pairs(pairs.filter(|(at, held)| (*at, held.function) != (site, function)))
    }
}
