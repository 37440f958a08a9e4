//! The best order of projects where nothing else changes: exact over all orders for few projects; for
//! many a greedy order with exchanges, and a bound by what the money of all years so far can gain at
//! most.

use super::course::Row;
use super::{Phasing, ROUNDING, Years};
use crate::siting::money::{is_paid, most_for};
use crate::siting::watch::Watch;

/// Up to so many projects all orders are tried: three to this power, for each year.
const MOST_TRIED: usize = 13;

/// Demand by the projects that cover it.
pub(super) struct Works<'a> {
    phasing: &'a Phasing,
    /// Weight and projects of each row; without those that are covered anyway or by nobody.
    rows: Vec<(f64, Vec<usize>)>,
    columns: Vec<Vec<usize>>,
    existing: f64,
}

/// An order, and what none exceeds.
pub(super) struct Ordered {
    pub years: Years,
    pub bound: f64,
}

impl<'a> Works<'a> {
    /// With the sites that close open all the time, or never.
    pub fn of(rows: &[Row], phasing: &'a Phasing, keeps_closings: bool) -> Self {
        let is_anyway = |row: &&Row| row.is_kept || (keeps_closings && !row.closings.is_empty());
        let existing = rows.iter().filter(is_anyway).map(|row| row.weight).sum();
        let open = rows.iter().filter(|row| !is_anyway(row) && !row.projects.is_empty());
        let rows: Vec<(f64, Vec<usize>)> =
            open.map(|row| (row.weight, row.projects.clone())).collect();
        let mut columns = vec![Vec::new(); phasing.projects.len()];
        for (row, (_, projects)) in rows.iter().enumerate() {
            projects.iter().for_each(|project| columns[*project].push(row));
        }
        Self { phasing, rows, columns, existing }
    }

    /// The best order, or as good a one as there is time for.
    pub fn ordered(&self, watch: &mut Watch) -> Ordered {
        if self.phasing.projects.len() <= MOST_TRIED {
            let years = self.best_of_all();
            let bound = self.value(&years);
            return Ordered { years, bound };
        }
        let years = exchanged(self.phasing, self.greedy(), |years| self.value(years), watch);
        let bound = self.bound(&years);
        Ordered { years, bound }
    }

    fn years(&self) -> usize {
        self.phasing.budgets.len()
    }

    fn cost(&self, project: usize) -> f64 {
        self.phasing.projects[project].cost
    }

    /// The weight covered at the end of each year.
    fn covered(&self, years: &Years) -> Vec<f64> {
        let mut covered = vec![self.existing; self.years()];
        for (weight, projects) in &self.rows {
            let first = projects.iter().filter_map(|project| years[*project]).min();
            for year in first.into_iter().flat_map(|first| first..self.years()) {
                covered[year] += weight;
            }
        }
        covered
    }

    fn value(&self, years: &Years) -> f64 {
        self.covered(years).iter().sum()
    }

    /// The best of all orders: for each year and each set of projects open at its end, the best
    /// that led to it.
    fn best_of_all(&self) -> Years {
        let projects = self.phasing.projects.len();
        let sets = 1_usize << projects;
        let covered = self.covered_by_sets();
        let costs: Vec<f64> =
            (0..sets).map(|set| members(set).map(|project| self.cost(project)).sum()).collect();
        let mut best: Vec<Option<f64>> = vec![None; sets];
        best[0] = Some(0.0);
        let mut came_from: Vec<Vec<usize>> = Vec::new();
        for budget in &self.phasing.budgets {
            let mut next: Vec<Option<f64>> = vec![None; sets];
            let mut from = vec![0; sets];
            for set in 0..sets {
                // All subsets of the set, the largest first.
                let mut before = set;
                loop {
                    if let Some(value) = best[before]
                        && is_paid(costs[set ^ before], *budget)
                        && next[set].is_none_or(|best| value + covered[set] > best)
                    {
                        next[set] = Some(value + covered[set]);
                        from[set] = before;
                    }
                    if before == 0 {
                        break;
                    }
                    before = (before - 1) & set;
                }
            }
            best = next;
            came_from.push(from);
        }
        // Of equals the one that opens least.
        let mut set = (0..sets)
            .filter(|set| best[*set].is_some())
            .max_by(|a, b| {
                let count = |set: usize| std::cmp::Reverse(set.count_ones());
                let by_value = best[*a].partial_cmp(&best[*b]);
                by_value.unwrap_or(std::cmp::Ordering::Equal).then(count(*a).cmp(&count(*b)))
            })
            .unwrap_or(0);
        let mut years = vec![None; projects];
        for (year, from) in came_from.iter().enumerate().rev() {
            members(set ^ from[set]).for_each(|project| years[project] = Some(year));
            set = from[set];
        }
        years
    }

    /// The weight that each set of projects covers beside what exists: all but what only others
    /// cover, summed over subsets.
    fn covered_by_sets(&self) -> Vec<f64> {
        let projects = self.phasing.projects.len();
        let sets = 1_usize << projects;
        let mut within = vec![0.0; sets];
        let mut all = self.existing;
        for (weight, of) in &self.rows {
            let set: usize = of.iter().map(|project| 1 << project).sum();
            within[set] += weight;
            all += weight;
        }
        for project in 0..projects {
            for set in (0..sets).filter(|set| set >> project & 1 == 1) {
                within[set] += within[set ^ (1 << project)];
            }
        }
        (0..sets).map(|set| all - within[sets - 1 - set]).collect()
    }

    /// Year by year the project that gains most for its money, as long as there is money.
    fn greedy(&self) -> Years {
        let mut years: Years = vec![None; self.phasing.projects.len()];
        let mut is_covered = vec![false; self.rows.len()];
        for (year, budget) in self.phasing.budgets.iter().enumerate() {
            let mut spent = 0.0;
            loop {
                let affordable = (0..years.len()).filter(|project| {
                    years[*project].is_none() && is_paid(spent + self.cost(*project), *budget)
                });
                let worth = |project: usize| {
                    self.gain(project, &is_covered) / self.cost(project).max(f64::MIN_POSITIVE)
                };
                let worths = affordable.map(|project| (worth(project), project));
                let best = worths.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                let Some((_, project)) = best.filter(|(worth, _)| *worth > 0.0) else { break };
                years[project] = Some(year);
                spent += self.cost(project);
                self.columns[project].iter().for_each(|row| is_covered[*row] = true);
            }
        }
        years
    }

    fn gain(&self, project: usize, is_covered: &[bool]) -> f64 {
        let rows = self.columns[project].iter().filter(|row| !is_covered[**row]);
        rows.map(|row| self.rows[*row].0).sum()
    }

    /// What no order exceeds: by the end of each year, the money so far buys at most the gains that
    /// are cheapest, beside nothing or beside what a plan has by then. Gains only shrink as more is
    /// open (Nemhauser, Wolsey and Fisher 1978).
    fn bound(&self, years: &Years) -> f64 {
        let all: f64 = self.existing + self.rows.iter().map(|(weight, _)| weight).sum::<f64>();
        let mut money = 0.0;
        let bounds = self.phasing.budgets.iter().enumerate().map(|(year, budget)| {
            money += budget;
            let opened = |project: &usize| years[*project].is_some_and(|opens| opens <= year);
            let open: Vec<usize> = (0..years.len()).filter(opened).collect();
            self.most_beside(&[], money).min(self.most_beside(&open, money)).min(all)
        });
        bounds.sum()
    }

    /// What some projects cover, and the most that money adds to it by gains beside them.
    fn most_beside(&self, open: &[usize], money: f64) -> f64 {
        let mut is_covered = vec![false; self.rows.len()];
        open.iter().flat_map(|project| &self.columns[*project]).for_each(|row| {
            is_covered[*row] = true;
        });
        let covered = self.rows.iter().zip(&is_covered).filter(|(_, is)| **is);
        let covered = self.existing + covered.map(|((weight, _), _)| weight).sum::<f64>();
        let gains = (0..self.columns.len())
            .map(|project| (self.gain(project, &is_covered), self.cost(project)));
        most_for(money, gains, covered)
    }
}

/// Moves projects to other years and swaps years of two, as long as that makes an order worth more.
pub(super) fn exchanged(
    phasing: &Phasing,
    mut years: Years,
    worth: impl Fn(&Years) -> f64,
    watch: &mut Watch,
) -> Years {
    let mut value = worth(&years);
    watch.set_value(value);
    let (projects, all_years) = (years.len(), phasing.budgets.len());
    let mut is_better = true;
    while is_better {
        is_better = false;
        let moves = (0..projects).flat_map(|project| {
            let to = (0..all_years).map(Some).chain([None]);
            to.map(move |year| Change::Move { project, year })
        });
        let swaps = (0..projects)
            .flat_map(|one| (one + 1..projects).map(move |other| Change::Swap { one, other }));
        for change in moves.chain(swaps) {
            if watch.is_over() {
                return years;
            }
            let changed = change.applied(&years);
            if changed == years || !phasing.is_paid(&changed) {
                continue;
            }
            let changed_worth = worth(&changed);
            if changed_worth > value + ROUNDING * (1.0 + value) {
                (years, value, is_better) = (changed, changed_worth, true);
                watch.set_value(value);
            }
        }
    }
    years
}

/// A change of an order.
#[derive(Debug, Clone, Copy)]
enum Change {
    Move { project: usize, year: Option<usize> },
    Swap { one: usize, other: usize },
}

impl Change {
    fn applied(self, years: &Years) -> Years {
        let mut years = years.clone();
        match self {
            Self::Move { project, year } => years[project] = year,
            Self::Swap { one, other } => years.swap(one, other),
        }
        years
    }
}

/// The projects in a set, ascending.
fn members(set: usize) -> impl Iterator<Item = usize> {
    (0..usize::BITS as usize).filter(move |project| set >> project & 1 == 1)
}
