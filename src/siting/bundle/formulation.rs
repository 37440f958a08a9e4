//! Bundles as a linear programme.
//!
//! With y_j a site open, x_jf a function at it, c_jf its area, κ_j a complex, z_if a row covered and
//! h_ijf the weight that a site serves: z_if ≤ Σ_{j∈N_if} x_jf; x_jf ≤ y_j; for each set of functions
//! open together Σ_f c_jf ≤ A_j y_j; a_f x_jf ≤ c_jf ≤ A_j x_jf; κ_j ≤ y_j, Σ_f x_jf ≥ 3 κ_j,
//! Σ_{f∈K} x_jf ≥ 2 κ_j; Σ_j (F_j y_j + Σ_f r_j c_jf) ≤ budget; with capacity m_f Σ_i h_ijf ≤ c_jf.
//! Where a function needs no more than its least area, c_jf is a_f x_jf.

use std::ops::Range;

use crate::siting::covering::rows::{CoverRow, CoverRows};
use crate::siting::formulation::IsOver;
use crate::siting::linear::{LinearProgramme, Variable};

use super::plan::{BundlePlan, BundledFunction};
use super::question::{BundleQuestion, Complexes};

#[derive(Debug)]
pub(super) struct Formulation {
    pub linear: LinearProgramme,
    /// What existing coverage is worth.
    pub constant: f64,
    /// y of each site.
    opened: Vec<Variable>,
    /// κ of each site that may be a complex.
    complexes: Vec<Option<Variable>>,
    held: Vec<Held>,
    /// Where those of each site are among them.
    held_by: Vec<Range<usize>>,
}

/// A function that a site may have.
#[derive(Debug, Clone, Copy)]
struct Held {
    site: usize,
    function: usize,
    is_held: Variable,
    area: Area,
}

/// The area of a function at a site.
#[derive(Debug, Clone, Copy)]
enum Area {
    /// So much if it is there.
    Least(f64),
    Chosen(Variable),
}

/// With more terms, HiGHS is busy for minutes before it asks whether to go on.
const MOST_TERMS: usize = 2_000_000;

impl Formulation {
    /// The most worth within all rules.
    ///
    /// None where that is more than can be solved, or there is no time left to write it down.
    pub fn of(
        question: &BundleQuestion,
        demand: &[CoverRows],
        is_over: &mut IsOver<'_>,
    ) -> Option<Self> {
        let of_row = |row: &CoverRow| if row.existing == 0 { 1 + row.sites.len() } else { 0 };
        let links: usize = demand.iter().flat_map(|of| &of.rows).map(of_row).sum();
        let held = question.sites.len() * question.functions.len();
        if links + held > MOST_TERMS || is_over() {
            return None;
        }
        let mut formulation = Self::constrained(question);
        formulation.add_budget(question);
        for (function, rows) in demand.iter().enumerate() {
            if is_over() {
                return None;
            }
            formulation.add_demand(question, function, rows);
        }
        Some(formulation)
    }

    /// The least cost, negative, within all rules but the budget.
    pub fn of_least_cost(question: &BundleQuestion) -> Self {
        let mut formulation = Self::constrained(question);
        formulation.add_cost(question);
        formulation
    }

    /// The rules but for the budget.
    fn constrained(question: &BundleQuestion) -> Self {
        let mut formulation = Self {
            linear: LinearProgramme::default(),
            constant: 0.0,
            opened: Vec::new(),
            complexes: vec![None; question.sites.len()],
            held: Vec::new(),
            held_by: Vec::new(),
        };
        formulation.add_sites(question);
        formulation.add_rooms(question);
        formulation.add_complexes(question);
        formulation
    }

    /// Sites, and the functions that each may have.
    fn add_sites(&mut self, question: &BundleQuestion) {
        for (site, about) in question.sites.iter().enumerate() {
            let is_open = self.linear.switch(0.0);
            self.opened.push(is_open);
            let first = self.held.len();
            for function in (0..question.functions.len()).filter(|f| question.may_hold(site, *f)) {
                let is_held = self.linear.switch(0.0);
                self.linear.at_most([(is_held, 1.0), (is_open, -1.0)], 0.0);
                let area = self.add_area(question, site, function, is_held);
                self.held.push(Held { site, function, is_held, area });
            }
            self.held_by.push(first..self.held.len());
            if about.is_forced {
                self.linear.turn_on(is_open);
            }
            // Whatever is open has a function.
            let held = self.held[first..].iter().map(|held| (held.is_held, -1.0));
            self.linear.at_most([(is_open, 1.0)].into_iter().chain(held), 0.0);
        }
        if let Some(most) = question.rules.most_sites {
            self.linear.at_most(self.opened.iter().map(|open| (*open, 1.0)), most as f64);
        }
    }

    fn add_area(
        &mut self,
        question: &BundleQuestion,
        site: usize,
        function: usize,
        is_held: Variable,
    ) -> Area {
        let about = &question.functions[function];
        let least = about.least_area_m2;
        let Some(m2_per_weight) = about.m2_per_weight else { return Area::Least(least) };
        // More than all who ask take up is of no use.
        let useful = (about.problem.weight() * m2_per_weight).max(least);
        let most = question.sites[site].area_m2.min(useful);
        let area = self.linear.variable(0.0, 0.0, most);
        self.linear.at_least([(area, 1.0), (is_held, -least)], 0.0);
        self.linear.at_most([(area, 1.0), (is_held, -most)], 0.0);
        Area::Chosen(area)
    }

    /// Functions that are open together have room together.
    fn add_rooms(&mut self, question: &BundleQuestion) {
        let together = question.together();
        for (site, about) in question.sites.iter().enumerate() {
            if about.area_m2.is_infinite() {
                continue;
            }
            for set in &together {
                let held = self.held_by(site).iter().filter(|held| set.contains(&held.function));
                let areas: Vec<_> = held.map(Held::area_term).collect();
                let room = (self.opened[site], -about.area_m2);
                self.linear.at_most(areas.into_iter().chain([room]), 0.0);
            }
        }
    }

    fn held_by(&self, site: usize) -> &[Held] {
        &self.held[self.held_by[site].clone()]
    }

    fn add_complexes(&mut self, question: &BundleQuestion) {
        let conditions = question.rules.complex;
        if question.rules.complexes == Complexes::AsItComes {
            return;
        }
        for (site, about) in question.sites.iter().enumerate() {
            let is_open = self.opened[site];
            if about.area_m2 < conditions.least_area_m2 {
                if question.rules.complexes == Complexes::Every {
                    self.linear.at_most([(is_open, 1.0)], 0.0);
                }
                continue;
            }
            let is_complex = self.linear.switch(0.0);
            self.complexes[site] = Some(is_complex);
            self.linear.at_most([(is_complex, 1.0), (is_open, -1.0)], 0.0);
            let all = self.held_by(site).iter();
            let is_priority = |held: &&Held| question.functions[held.function].is_priority;
            let counts = [
                (all.clone().copied().collect::<Vec<_>>(), conditions.least_functions),
                (all.filter(is_priority).copied().collect(), conditions.least_priority_functions),
            ];
            for (held, least) in counts {
                let held = held.iter().map(|held| (held.is_held, 1.0));
                self.linear.at_least(held.chain([(is_complex, -(least as f64))]), 0.0);
            }
            if question.rules.complexes == Complexes::Every {
                self.linear.at_most([(is_open, 1.0), (is_complex, -1.0)], 0.0);
            }
        }
        if let Complexes::AtLeast(least) = question.rules.complexes {
            let complexes = self.complexes.iter().flatten().map(|complex| (*complex, 1.0));
            self.linear.at_least(complexes, least as f64);
        }
    }

    fn costs(&self, question: &BundleQuestion) -> Vec<(Variable, f64)> {
        let opened = self.opened.iter().zip(&question.sites);
        let opened = opened.map(|(open, site)| (*open, site.opening_cost));
        let held = self.held.iter().map(|held| {
            let (variable, area) = held.area_term();
            (variable, area * question.sites[held.site].cost_per_m2)
        });
        opened.chain(held).filter(|(_, cost)| *cost != 0.0).collect()
    }

    fn add_budget(&mut self, question: &BundleQuestion) {
        if let Some(budget) = question.rules.budget {
            // In ten thousands, so that rounding is one of yuan and not of solvers.
            const UNIT: f64 = 1e-4;
            let costs = self.costs(question);
            self.linear.at_most(costs.into_iter().map(|(v, c)| (v, c * UNIT)), budget * UNIT);
        }
    }

    /// A last variable that is the cost, worth minus itself.
    fn add_cost(&mut self, question: &BundleQuestion) {
        let cost = self.linear.variable(-1.0, 0.0, f64::INFINITY);
        let costs = self.costs(question).into_iter().map(|(variable, by)| (variable, -by));
        self.linear.at_least(costs.chain([(cost, 1.0)]), 0.0);
    }

    fn add_demand(&mut self, question: &BundleQuestion, function: usize, rows: &CoverRows) {
        let worth = question.functions[function].worth;
        let mut held: Vec<Option<Held>> = vec![None; question.sites.len()];
        for of in self.held.iter().filter(|held| held.function == function) {
            held[of.site] = Some(*of);
        }
        self.constant += worth * rows.covered(&[], 1);
        match question.functions[function].m2_per_weight {
            Some(m2_per_weight) => self.add_capacity(rows, &held, worth, m2_per_weight),
            None => self.add_cover(rows, &held, worth),
        }
    }

    fn add_cover(&mut self, rows: &CoverRows, held: &[Option<Held>], worth: f64) {
        for about in rows.rows.iter().filter(|row| row.existing == 0) {
            let near = about.sites.iter().filter_map(|site| held[*site as usize]);
            let near: Vec<Variable> = near.map(|held| held.is_held).collect();
            if !near.is_empty() {
                self.linear.any_of(near, worth * about.weight);
            }
        }
    }

    fn add_capacity(
        &mut self,
        rows: &CoverRows,
        held: &[Option<Held>],
        worth: f64,
        m2_per_weight: f64,
    ) {
        let mut by_site: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); held.len()];
        for about in rows.rows.iter().filter(|row| row.existing == 0) {
            let mut all = Vec::new();
            for held in about.sites.iter().filter_map(|site| held[*site as usize]) {
                let sent = self.linear.variable(worth, 0.0, about.weight);
                self.linear.at_most([(sent, 1.0), (held.is_held, -about.weight)], 0.0);
                by_site[held.site].push((sent, m2_per_weight));
                all.push((sent, 1.0));
            }
            if all.len() > 1 {
                self.linear.at_most(all, about.weight);
            }
        }
        for (site, sent) in by_site.into_iter().enumerate().filter(|(_, sent)| !sent.is_empty()) {
            if let Some(Held { area: Area::Chosen(area), .. }) = held[site] {
                self.linear.at_most(sent.into_iter().chain([(area, -1.0)]), 0.0);
            }
        }
    }

    /// The plan that values of all variables stand for.
    pub fn plan(&self, question: &BundleQuestion, values: &[f64]) -> BundlePlan {
        let held = self.held.iter().filter(|held| held.is_held.is_on(values));
        BundlePlan::of_pairs(held.map(|held| {
            let least = question.functions[held.function].least_area_m2;
            let area_m2 = match held.area {
                Area::Least(area) => area,
                Area::Chosen(area) => area.of(values).max(least),
            };
            (held.site, BundledFunction { function: held.function, area_m2 })
        }))
    }
}

impl Held {
    /// The area as a term of a sum.
    fn area_term(&self) -> (Variable, f64) {
        match self.area {
            Area::Least(area) => (self.is_held, area),
            Area::Chosen(area) => (area, 1.0),
        }
    }
}
