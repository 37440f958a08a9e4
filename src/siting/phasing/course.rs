//! How the years pass when projects open in an order: when what is to close may close, and what each
//! account has at the end of each year.

use crate::siting::covering::rows::CoverRows;
use crate::siting::problem::{Problem, Standing};

use super::{PhasedClosing, PhasedProject, Phasing, Years};

/// Demand of one account that the same sites cover.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub weight: f64,
    account: u32,
    /// Whether something covers it that is there all the time.
    pub is_kept: bool,
    /// The projects and the closings that cover it.
    pub projects: Vec<usize>,
    pub closings: Vec<usize>,
}

/// All that happens but the order.
pub(super) struct Course<'a> {
    phasing: &'a Phasing,
    rows: Vec<Row>,
    accounts: usize,
}

/// What an order comes to.
pub(super) struct Run {
    pub closes: Vec<Option<usize>>,
    pub covered: Vec<f64>,
    pub accounts: Vec<Vec<f64>>,
}

impl Run {
    /// The weight covered, summed over the years.
    pub fn value(&self) -> f64 {
        self.covered.iter().sum()
    }
}

impl<'a> Course<'a> {
    pub fn of(problem: &Problem, phasing: &'a Phasing) -> Self {
        let standing = problem.standing.iter().map(|standing| match standing {
            Standing::Existing => Standing::Existing,
            _ => Standing::Forbidden,
        });
        let mut changing = Problem { standing: standing.collect(), ..problem.clone() };
        let mut project_of = vec![None; problem.sites()];
        let mut closing_of = vec![None; problem.sites()];
        for (project, PhasedProject { site, .. }) in phasing.projects.iter().enumerate() {
            (changing.standing[*site], project_of[*site]) = (Standing::Candidate, Some(project));
        }
        for (closing, PhasedClosing { site, .. }) in phasing.closings.iter().enumerate() {
            (changing.standing[*site], closing_of[*site]) = (Standing::Candidate, Some(closing));
        }
        let account = |demand: usize| phasing.accounts.get(demand).copied().unwrap_or_default();
        let merged = CoverRows::within(&changing, phasing.limit_m, 1, account);
        let rows = merged.rows.into_iter().map(|row| {
            let sites = || row.sites.iter().map(|site| *site as usize);
            Row {
                weight: row.weight,
                account: row.part,
                is_kept: row.existing > 0,
                projects: sites().filter_map(|site| project_of[site]).collect(),
                closings: sites().filter_map(|site| closing_of[site]).collect(),
            }
        });
        let accounts = phasing.accounts.iter().max().map_or(1, |last| *last as usize + 1);
        Self { phasing, rows: rows.collect(), accounts }
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether all that closes does so in the first year, whatever the order.
    pub fn closes_at_once(&self) -> bool {
        let Phasing { closings, guarded, .. } = self.phasing;
        closings.iter().all(|closing| guarded.is_empty() && closing.after.is_none())
    }

    /// Lets the years pass.
    pub fn run(&self, years: &Years) -> Run {
        let closings = &self.phasing.closings;
        let mut is_closed = vec![false; closings.len()];
        let mut closes = vec![None; closings.len()];
        let mut accounts = vec![vec![0.0; self.phasing.budgets.len() + 1]; self.accounts];
        let mut covered = Vec::new();
        let mut before = self.by_account(&is_closed, |_| false);
        let keep = |moment: usize, of: &[f64], accounts: &mut Vec<Vec<f64>>| {
            accounts.iter_mut().zip(of).for_each(|(account, covered)| account[moment] = *covered);
        };
        keep(0, &before, &mut accounts);
        for year in 0..self.phasing.budgets.len() {
            let is_open = |project: usize| years[project].is_some_and(|opens| opens <= year);
            let mut now = self.by_account(&is_closed, is_open);
            for (closing, PhasedClosing { after, .. }) in closings.iter().enumerate() {
                if is_closed[closing] || after.is_some_and(|project| !is_open(project)) {
                    continue;
                }
                is_closed[closing] = true;
                let without = self.by_account(&is_closed, is_open);
                if self.loses(&before, &without) {
                    is_closed[closing] = false;
                } else {
                    (closes[closing], now) = (Some(year), without);
                }
            }
            covered.push(now.iter().sum());
            keep(year + 1, &now, &mut accounts);
            before = now;
        }
        Run { closes, covered, accounts }
    }

    /// The weight that a project alone covers at the end of the year in which it opens, or would at the
    /// end of all years if it opened.
    pub fn gain(&self, years: &Years, closes: &[Option<usize>], project: usize) -> f64 {
        let last = self.phasing.budgets.len().saturating_sub(1);
        let year = years[project].unwrap_or(last);
        let is_there = |other: usize| other != project && years[other].is_some_and(|y| y <= year);
        let is_still_open = |closing: &usize| closes[*closing].is_none_or(|closes| closes > year);
        let alone = self.rows.iter().filter(|row| {
            row.projects.contains(&project)
                && !row.is_kept
                && !row.projects.iter().any(|other| is_there(*other))
                && !row.closings.iter().any(is_still_open)
        });
        alone.map(|row| row.weight).sum()
    }

    /// Whether a guarded account has less than before.
    fn loses(&self, before: &[f64], now: &[f64]) -> bool {
        let loses = |account: &u32| {
            let at = *account as usize;
            let (before, now) = (before.get(at).copied(), now.get(at).copied());
            let before = before.unwrap_or_default();
            now.unwrap_or_default() < before - super::ROUNDING * (1.0 + before)
        };
        self.phasing.guarded.iter().any(loses)
    }

    fn by_account(&self, is_closed: &[bool], is_open: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut covered = vec![0.0; self.accounts];
        for row in &self.rows {
            let is_covered = row.is_kept
                || row.closings.iter().any(|closing| !is_closed[*closing])
                || row.projects.iter().any(|project| is_open(*project));
            if is_covered {
                covered[row.account as usize] += row.weight;
            }
        }
        covered
    }
}
