//! Phasing: in which year to open which project, so that residents are covered early, when each year
//! has its own money. Exact over all orders for few projects; for many a greedy order with exchanges,
//! and a bound by what the money of all years so far can gain at most.
//!
//! Σ_t V(S_t) is maximised over S_1 ⊆ S_2 ⊆ …, where V(S) is the weight within the limit of the
//! projects open by the end of a year and of what exists, and the projects that a year adds cost at
//! most its budget. What a year does not spend lapses.

use super::covering::rows::CoverRows;
use super::problem::{Problem, Standing};
use super::solution::Status;
use super::watch::{Limits, Listener, Watch};

/// Projects, and what may be spent on them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phasing {
    /// Metres, inclusive.
    pub limit_m: f64,
    pub projects: Vec<PhasedProject>,
    /// What each year has to spend, in yuan.
    pub budgets: Vec<f64>,
}

/// A site that is to open, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhasedProject {
    pub site: usize,
    /// Yuan, spent in the year in which it opens.
    pub cost: f64,
}

/// The best order found, and how good it is proven to be.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingSolution {
    pub status: Status,
    /// The year of each project, by its place among the budgets; none for those that no year's
    /// money reaches.
    pub years: Vec<Option<usize>>,
    /// The weight covered at the end of each year.
    pub covered: Vec<f64>,
    /// The sum of these: residents times years.
    pub value: f64,
    /// No order has more.
    pub bound: f64,
    pub seconds: f64,
}

/// Up to so many projects all orders are tried: three to this power, for each year.
const MOST_TRIED: usize = 13;
/// What exceeds a budget by less than this share of it is rounding.
const ROUNDING: f64 = 1e-9;

/// Finds the best order, or as good a one as the limits and the listener leave time for.
pub fn solve_phasing(
    problem: &Problem,
    phasing: &Phasing,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> PhasingSolution {
    let mut watch = Watch::new(limits, listener);
    let works = Works::of(problem, phasing);
    let (years, bound) = if phasing.projects.len() <= MOST_TRIED {
        let years = works.best_of_all();
        let value = works.value(&years);
        (years, value)
    } else {
        let years = works.exchanged(works.greedy(), &mut watch);
        let bound = works.bound(&years);
        (years, bound)
    };
    let covered = works.covered(&years);
    let value = covered.iter().sum();
    let is_best = value >= bound - ROUNDING * (1.0 + bound.abs());
    let status = if is_best { Status::Optimal } else { Status::Feasible };
    PhasingSolution { status, years, covered, value, bound, seconds: watch.seconds() }
}

/// Years of projects; none is never.
type Years = Vec<Option<usize>>;

/// Demand by the projects that cover it.
struct Works<'a> {
    phasing: &'a Phasing,
    /// Weight and projects of each row; without those that exist cover or nobody does.
    rows: Vec<(f64, Vec<usize>)>,
    columns: Vec<Vec<usize>>,
    existing: f64,
}

impl<'a> Works<'a> {
    fn of(problem: &Problem, phasing: &'a Phasing) -> Self {
        let standing = problem.standing.iter().map(|standing| match standing {
            Standing::Existing => Standing::Existing,
            _ => Standing::Forbidden,
        });
        let mut of_projects = Problem { standing: standing.collect(), ..problem.clone() };
        let mut project_of = vec![None; problem.sites()];
        for (project, PhasedProject { site, .. }) in phasing.projects.iter().enumerate() {
            of_projects.standing[*site] = Standing::Candidate;
            project_of[*site] = Some(project);
        }
        let merged = CoverRows::within(&of_projects, phasing.limit_m, 1, |_| 0);
        let existing = merged.rows.iter().filter(|row| row.existing > 0);
        let existing = existing.map(|row| row.weight).sum();
        let open = merged.rows.iter().filter(|row| row.existing == 0 && !row.sites.is_empty());
        let rows: Vec<(f64, Vec<usize>)> = open
            .map(|row| {
                let projects = row.sites.iter().filter_map(|site| project_of[*site as usize]);
                (row.weight, projects.collect())
            })
            .collect();
        let mut columns = vec![Vec::new(); phasing.projects.len()];
        for (row, (_, projects)) in rows.iter().enumerate() {
            projects.iter().for_each(|project| columns[*project].push(row));
        }
        Self { phasing, rows, columns, existing }
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

    /// Whether each year pays for what it opens.
    fn is_paid(&self, years: &Years) -> bool {
        let mut spent = vec![0.0; self.years()];
        for (project, year) in years.iter().enumerate() {
            if let Some(year) = year {
                spent[*year] += self.cost(project);
            }
        }
        spent.iter().zip(&self.phasing.budgets).all(|(spent, budget)| is_within(*spent, *budget))
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
                        && is_within(costs[set ^ before], *budget)
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
                    years[*project].is_none() && is_within(spent + self.cost(*project), *budget)
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

    /// Moves projects to other years and swaps years of two, as long as that helps.
    fn exchanged(&self, mut years: Years, watch: &mut Watch) -> Years {
        let mut value = self.value(&years);
        watch.set_value(value);
        let projects = years.len();
        let mut is_better = true;
        while is_better {
            is_better = false;
            let moves = (0..projects).flat_map(|project| {
                let to = (0..self.years()).map(Some).chain([None]);
                to.map(move |year| Change::Move { project, year })
            });
            let swaps = (0..projects)
                .flat_map(|one| (one + 1..projects).map(move |other| Change::Swap { one, other }));
            for change in moves.chain(swaps) {
                if watch.is_over() {
                    return years;
                }
                let changed = change.applied(&years);
                if changed == years || !self.is_paid(&changed) {
                    continue;
                }
                let worth = self.value(&changed);
                if worth > value + ROUNDING * (1.0 + value) {
                    (years, value, is_better) = (changed, worth, true);
                    watch.set_value(value);
                }
            }
        }
        years
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
        let mut most = self.existing + covered.map(|((weight, _), _)| weight).sum::<f64>();
        let mut gains: Vec<(f64, f64)> = (0..self.columns.len())
            .map(|project| (self.gain(project, &is_covered), self.cost(project)))
            .filter(|(gain, _)| *gain > 0.0)
            .collect();
        gains.sort_by(|a, b| (b.0 * a.1).total_cmp(&(a.0 * b.1)));
        let mut left = money;
        for (gain, cost) in gains {
            let share = if cost > left { left / cost } else { 1.0 };
            most += gain * share;
            left -= cost * share;
        }
        most
    }
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

fn is_within(sum: f64, budget: f64) -> bool {
    sum <= budget * (1.0 + ROUNDING) + ROUNDING
}

/// The projects in a set, ascending.
fn members(set: usize) -> impl Iterator<Item = usize> {
    (0..usize::BITS as usize).filter(move |project| set >> project & 1 == 1)
}
