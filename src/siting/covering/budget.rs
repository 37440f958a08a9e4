//! Maximal covering for money: the most weight within the limit of sites that cost no more together
//! than there is. Khuller, Moss and Naor (1999), *The budgeted maximum coverage problem*.

use crate::siting::linear::SolverError;
use crate::siting::money::{is_paid, most_for};
use crate::siting::problem::{Problem, Standing};
use crate::siting::solution::Solution;
use crate::siting::watch::{Limits, Listener, Watch};

use super::plan::{Covering, SiteProgramme, searched};
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
    let purse = Purse {
        model,
        rows: CoverRows::within(problem, model.limit_m, 1, |_| 0),
        forced: problem.sites_that_are(Standing::Forced).collect(),
        free: problem.sites_that_are(Standing::Candidate).collect(),
    };
    let start = purse.start(&mut watch);
    let started_at = purse.worth(&start);
    watch.set_value(started_at);
    let most = purse.most(f64::INFINITY);
    watch.set_bound(most);
    let programme = SiteProgramme::within_budget(problem, &model.costs, model.budget);
    searched(&purse, programme, (started_at, start), most, &mut watch)
}

struct Purse<'a> {
    model: &'a Budgeted,
    rows: CoverRows,
    forced: Vec<usize>,
    free: Vec<usize>,
}

impl Covering for Purse<'_> {
    fn worth(&self, open: &[usize]) -> f64 {
        self.rows.covered(open, 1)
    }

    /// The site that gains most for its money, as long as there is money; or the one that alone gains
    /// more than all of these.
    fn start(&self, _watch: &mut Watch) -> Vec<usize> {
        let Self { forced, free, .. } = self;
        let mut open = forced.clone();
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
            if self.worth(&single) > self.worth(&open) {
                open = single;
            }
        }
        open.sort_unstable();
        open
    }

    /// z ≤ Σ y for each row.
    fn write(&self, programme: &mut SiteProgramme) -> f64 {
        let rows = self.rows.rows.iter();
        for row in rows.filter(|row| row.existing == 0 && !row.sites.is_empty()) {
            programme.cover(row, row.weight);
        }
        self.rows.covered(&[], 1)
    }

    /// What the money buys at most, and no more than all that any site covers.
    fn most(&self, covered: f64) -> f64 {
        let Self { forced, free, model, .. } = self;
        let is_covered = self.is_covered_by(forced);
        let gains = free.iter().map(|site| (self.gain(*site, &is_covered), model.costs[*site]));
        let left = (model.budget - self.cost(forced)).max(0.0);
        let most = most_for(left, gains, self.worth(forced));
        let all = self.rows.rows.iter().filter(|row| row.existing > 0 || !row.sites.is_empty());
        most.min(all.map(|row| row.weight).sum()).min(covered)
    }
}

impl Purse<'_> {
    fn cost(&self, sites: &[usize]) -> f64 {
        sites.iter().map(|site| self.model.costs[*site]).sum()
    }

    /// What a site adds to some rows that are covered already.
    fn gain(&self, site: usize, is_covered: &[bool]) -> f64 {
        let rows = self.rows.columns[site].iter().map(|row| *row as usize);
        rows.filter(|row| !is_covered[*row]).map(|row| self.rows.rows[row].weight).sum()
    }

    fn is_covered_by(&self, sites: &[usize]) -> Vec<bool> {
        self.rows.counts(sites).into_iter().map(|count| count > 0).collect()
    }
}
