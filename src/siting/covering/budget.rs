//! Maximal covering for money: the most weight within the limit of sites that cost no more together
//! than there is. Khuller, Moss and Naor (1999), *The budgeted maximum coverage problem*.

use crate::siting::linear::{LinearProgramme, Outcome, SolverError};
use crate::siting::money::{is_paid, most_for, payable};
use crate::siting::problem::{Problem, Standing};
use crate::siting::solution::Solution;
use crate::siting::watch::{Limits, Listener, Watch};

use super::plan::{Telling, judged, settled};
use super::rows::CoverRows;

/// What may be spent, and what each site costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Budgeted {
    /// Metres, inclusive.
    pub limit_m: f64,
    /// In the same money as the costs.
    pub budget: f64,
    /// What opening each site of the problem costs; existing ones cost nothing.
    pub costs: Vec<f64>,
}

/// Finds the best plan, or as good a one as the limits and the listener leave time for. Forced sites
/// are opened whatever they cost, and leave so much less for the others.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_budgeted(
    problem: &Problem,
    model: &Budgeted,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Solution, SolverError> {
    let mut watch = Watch::new(limits, listener);
    let purse = Purse { model, rows: CoverRows::within(problem, model.limit_m, 1, |_| 0) };
    let forced: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
    let free: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
    let start = purse.greedy(&forced, &free);
    let started_at = purse.covered(&start);
    watch.set_value(started_at);
    let most = purse.most(&forced, &free);
    watch.set_bound(most);
    let mut linear = LinearProgramme::default();
    let switches: Vec<_> =
        forced.iter().chain(&free).map(|site| (*site, linear.switch(0.0))).collect();
    switches[..forced.len()].iter().for_each(|(_, switch)| linear.turn_on(*switch));
    linear.at_most(
        switches.iter().map(|(site, switch)| (*switch, model.costs[*site])),
        payable(model.budget.max(purse.cost(&forced))),
    );
    let mut switch_of = vec![None; problem.sites()];
    switches.iter().for_each(|(site, switch)| switch_of[*site] = Some(*switch));
    let mut constant = 0.0;
    for row in &purse.rows.rows {
        if row.existing > 0 {
            constant += row.weight;
        } else if !row.sites.is_empty() {
            let is_covered = linear.variable(row.weight, 0.0, 1.0);
            let open = row.sites.iter().filter_map(|site| Some((switch_of[*site as usize]?, -1.0)));
            linear.at_most([(is_covered, 1.0)].into_iter().chain(open), 0.0);
        }
    }
    let is_proven = judged(started_at, Some(most)).1 == Some(started_at);
    let outcome = match is_proven || watch.is_over() {
        true => Outcome::default(),
        false => {
            let stop = watch.stop();
            let watch = &mut watch;
            linear.maximise(stop, &mut Telling { watch, constant, best: started_at, most })?
        }
    };
    let found = outcome.values.map(|values| {
        let open = switches.iter().filter(|(_, switch)| switch.is_on(&values));
        let mut sites: Vec<usize> = open.map(|(site, _)| *site).collect();
        sites.sort_unstable();
        (purse.covered(&sites), sites)
    });
    let bound = outcome.bound.map_or(most, |bound| most.min(bound + constant));
    Ok(settled(found, (started_at, start), bound, &watch))
}

struct Purse<'a> {
    model: &'a Budgeted,
    rows: CoverRows,
}

impl Purse<'_> {
    fn cost(&self, sites: &[usize]) -> f64 {
        sites.iter().map(|site| self.model.costs[*site]).sum()
    }

    fn covered(&self, sites: &[usize]) -> f64 {
        let counts = self.rows.counts(sites);
        let covered = self.rows.rows.iter().zip(counts).filter(|(_, count)| *count > 0);
        covered.map(|(row, _)| row.weight).sum()
    }

    /// What a site adds to some rows that are covered already.
    fn gain(&self, site: usize, is_covered: &[bool]) -> f64 {
        let rows = self.rows.columns[site].iter().map(|row| *row as usize);
        rows.filter(|row| !is_covered[*row]).map(|row| self.rows.rows[row].weight).sum()
    }

    fn is_covered_by(&self, sites: &[usize]) -> Vec<bool> {
        self.rows.counts(sites).into_iter().map(|count| count > 0).collect()
    }

    /// The site that gains most for its money, as long as there is money; or the one that alone gains
    /// more than all of these.
    fn greedy(&self, forced: &[usize], free: &[usize]) -> Vec<usize> {
        let mut open = forced.to_vec();
        let mut left = self.model.budget - self.cost(forced);
        let at_first = self.is_covered_by(forced);
        let mut is_covered = at_first.clone();
        let may = |site: &&usize, left: f64| is_paid(self.model.costs[**site], left);
        loop {
            let worth = |site: usize| {
                self.gain(site, &is_covered) / self.model.costs[site].max(f64::MIN_POSITIVE)
            };
            let affordable = free.iter().filter(|site| may(site, left) && !open.contains(site));
            let worths = affordable.map(|site| (worth(*site), *site));
            let best = worths.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, site)) = best.filter(|(worth, _)| *worth > 0.0) else { break };
            open.push(site);
            left -= self.model.costs[site];
            self.rows.columns[site].iter().for_each(|row| is_covered[*row as usize] = true);
        }
        let affordable =
            free.iter().filter(|site| may(site, self.model.budget - self.cost(forced)));
        let alone = affordable.map(|site| (self.gain(*site, &at_first), *site));
        let alone = alone.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, site)) = alone {
            let single: Vec<usize> = forced.iter().copied().chain([site]).collect();
            if self.covered(&single) > self.covered(&open) {
                open = single;
            }
        }
        open.sort_unstable();
        open
    }

    /// What the money buys at most when gains are bought in parts, the cheapest first, and do not
    /// overlap.
    fn most(&self, forced: &[usize], free: &[usize]) -> f64 {
        let is_covered = self.is_covered_by(forced);
        let gains =
            free.iter().map(|site| (self.gain(*site, &is_covered), self.model.costs[*site]));
        let left = (self.model.budget - self.cost(forced)).max(0.0);
        let most = most_for(left, gains, self.covered(forced));
        let all = self.rows.rows.iter().filter(|row| row.existing > 0 || !row.sites.is_empty());
        most.min(all.map(|row| row.weight).sum())
    }
}
