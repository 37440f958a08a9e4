//! The order of projects: as good as the best of all orders, and within every year's money.

use std::ops::ControlFlow;

use lifecircle::siting::{
    Limits, PhasedClosing, PhasedProject, Phasing, PhasingSolution, Problem, Progress, Standing,
    Status, solve_phasing,
};
use proptest::prelude::*;

use super::siting::{problem, scattered, small_problem};

fn phased(problem: &Problem, phasing: &Phasing) -> PhasingSolution {
    let mut going_on = |_: &Progress| ControlFlow::Continue(());
    solve_phasing(problem, phasing, Limits::default(), &mut going_on)
}

/// Residents within the limit of what is open, counted home by home.
fn covered(problem: &Problem, phasing: &Phasing, is_open: impl Fn(usize) -> bool) -> f64 {
    let is_near = |demand: usize| {
        let within = problem.distances.of(demand).filter(|(_, metres)| *metres <= phasing.limit_m);
        within.map(|(site, _)| site).any(|site| {
            let project = phasing.projects.iter().position(|project| project.site == site);
            problem.standing[site] == Standing::Existing || project.is_some_and(&is_open)
        })
    };
    let weights = problem.weights.iter().enumerate();
    weights.filter(|(demand, _)| is_near(*demand)).map(|(_, weight)| weight).sum()
}

/// What an order comes to; nothing where a year spends more than it has.
fn value_by_definition(
    problem: &Problem,
    phasing: &Phasing,
    years: &[Option<usize>],
) -> Option<f64> {
    let mut value = 0.0;
    for (year, budget) in phasing.budgets.iter().enumerate() {
        let opening = phasing.projects.iter().zip(years).filter(|(_, opens)| **opens == Some(year));
        let spent: f64 = opening.map(|(project, _)| project.cost).sum();
        if spent > budget + 1e-6 {
            return None;
        }
        value += covered(problem, phasing, |project| years[project].is_some_and(|y| y <= year));
    }
    Some(value)
}

/// Every order of so many projects over so many years.
fn all_orders(projects: usize, years: usize) -> Vec<Vec<Option<usize>>> {
    let choices = years + 1;
    (0..choices.pow(projects as u32))
        .map(|number| {
            let year = |project: usize| number / choices.pow(project as u32) % choices;
            (0..projects).map(|project| Some(year(project)).filter(|year| *year < years)).collect()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_order_is_as_good_as_the_best_of_all_orders(
        problem in small_problem(),
        costs in prop::collection::vec(0..6_u32, 9),
        budgets in prop::collection::vec(0..9_u32, 1..4),
    ) {
        let free = (0..problem.standing.len())
            .filter(|site| problem.standing[*site] != Standing::Existing);
        let projects: Vec<PhasedProject> = free
            .take(5)
            .map(|site| PhasedProject { site, cost: f64::from(costs[site]) })
            .collect();
        let budgets = budgets.into_iter().map(f64::from).collect();
        let phasing = Phasing { limit_m: 30.0, projects, budgets, ..Phasing::default() };
        let solution = phased(&problem, &phasing);
        let orders = all_orders(phasing.projects.len(), phasing.budgets.len());
        let values =
            orders.iter().filter_map(|years| value_by_definition(&problem, &phasing, years));
        let best = values.fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!(solution.status, Status::Optimal);
        prop_assert!((solution.value - best).abs() < 1e-6, "{} instead of {}", solution.value, best);
        let own = value_by_definition(&problem, &phasing, &solution.years);
        prop_assert!(own.is_some_and(|own| (own - best).abs() < 1e-6), "{:?}", solution.years);
        prop_assert!(solution.covered.is_sorted(), "nobody loses what was open");
    }
}

#[test]
fn dear_projects_wait_until_a_year_can_pay_for_them() {
    // Three villages of 100, 60 and 50; the largest takes two units of money.
    let table = [vec![0.0, 90.0, 90.0], vec![90.0, 0.0, 90.0], vec![90.0, 90.0, 0.0]];
    let problem = problem(&[100.0, 60.0, 50.0], &table);
    let projects = [2.0, 1.0, 1.0].iter().enumerate();
    let projects = projects.map(|(site, cost)| PhasedProject { site, cost: *cost }).collect();
    let phasing =
        Phasing { limit_m: 30.0, projects, budgets: vec![1.0, 2.0, 1.0], ..Phasing::default() };
    let solution = phased(&problem, &phasing);
    assert_eq!(solution.years, [Some(1), Some(0), Some(2)]);
    assert_eq!(solution.covered, [60.0, 160.0, 210.0]);
    assert_eq!((solution.value, solution.bound), (430.0, 430.0));
    // What no year can pay for is never built, and said to be so.
    let poor = Phasing { budgets: vec![1.0, 1.0, 1.0], ..phasing };
    assert_eq!(phased(&problem, &poor).years, [None, Some(0), Some(1)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_closes_waits_until_no_guarded_account_loses(
        problem in small_problem(),
        accounts in prop::collection::vec(0..3_u32, 25),
        budgets in prop::collection::vec(0..5_u32, 1..4),
        is_guarded in any::<bool>(),
    ) {
        let sites = 0..problem.standing.len();
        let free: Vec<usize> =
            sites.filter(|site| problem.standing[*site] != Standing::Existing).collect();
        let (closing, opening) = free.split_at(free.len() / 2);
        let phasing = Phasing {
            limit_m: 30.0,
            projects: opening.iter().map(|site| PhasedProject { site: *site, cost: 1.0 }).collect(),
            budgets: budgets.into_iter().map(f64::from).collect(),
            closings: closing.iter().map(|site| PhasedClosing { site: *site, after: None }).collect(),
            accounts: accounts[..problem.weights.len()].to_vec(),
            guarded: if is_guarded { vec![0, 2] } else { Vec::new() },
        };
        let solution = phased(&problem, &phasing);
        let years = phasing.budgets.len();
        for account in solution.accounts.iter().enumerate() {
            let (number, course) = account;
            prop_assert_eq!(course.len(), years + 1);
            let is_kept = phasing.guarded.contains(&(number as u32));
            prop_assert!(!is_kept || course.is_sorted_by(|a, b| *b >= a - 1e-6), "{:?}", course);
        }
        for (year, covered) in solution.covered.iter().enumerate() {
            let sum: f64 = solution.accounts.iter().map(|account| account[year + 1]).sum();
            prop_assert!((sum - covered).abs() < 1e-6);
        }
        prop_assert!(is_guarded || solution.closes.iter().all(|year| *year == Some(0)));
        prop_assert!(solution.bound >= solution.value - 1e-6);
        // What waits would take something from an account that is guarded, in each year in which it does.
        for (place, closes) in solution.closes.iter().enumerate() {
            for year in 0..closes.unwrap_or(years) {
                let is_open = |site: usize| {
                    let project = phasing.projects.iter().position(|p| p.site == site);
                    let closing = phasing.closings.iter().position(|c| c.site == site);
                    let opened = project.is_some_and(|p| solution.years[p].is_some_and(|y| y <= year));
                    let stays = closing.is_some_and(|c| {
                        c != place && solution.closes[c].is_none_or(|closed| closed > year)
                    });
                    problem.standing[site] == Standing::Existing || opened || stays
                };
                let loses = phasing.guarded.iter().any(|account| {
                    let weights = problem.weights.iter().enumerate();
                    let of_account =
                        weights.filter(|(demand, _)| phasing.accounts[*demand] == *account);
                    let covered: f64 = of_account
                        .filter(|(demand, _)| {
                            let mut within = problem.distances.of(*demand);
                            within.any(|(site, metres)| metres <= 30.0 && is_open(site))
                        })
                        .map(|(_, weight)| weight)
                        .sum();
                    let before = solution.accounts.get(*account as usize);
                    before.is_some_and(|course| covered < course[year] - 1e-9)
                });
                prop_assert!(loses, "closing {place} could have come in year {year}");
            }
        }
    }
}

#[test]
fn a_closing_waits_for_the_project_that_takes_its_place() {
    // One village with a site that closes; the project beside it opens when there is money.
    let problem = problem(&[100.0, 40.0], &[vec![0.0, 10.0], vec![90.0, 10.0]]);
    let phasing = Phasing {
        limit_m: 30.0,
        projects: vec![PhasedProject { site: 1, cost: 2.0 }],
        budgets: vec![1.0, 2.0],
        closings: vec![PhasedClosing { site: 0, after: None }],
        ..Phasing::default()
    };
    let at_once = phased(&problem, &phasing);
    assert_eq!(
        (at_once.closes.as_slice(), at_once.covered.as_slice()),
        ([Some(0)].as_slice(), [0.0, 140.0].as_slice())
    );
    let guarded = Phasing { guarded: vec![0], ..phasing.clone() };
    let guarded = phased(&problem, &guarded);
    assert_eq!(guarded.closes, [Some(1)]);
    assert_eq!(guarded.covered, [100.0, 140.0]);
    assert_eq!(guarded.accounts, [vec![100.0, 100.0, 140.0]]);
    assert_eq!(guarded.gains, [140.0], "it alone covers both then");
    let moved = Phasing { closings: vec![PhasedClosing { site: 0, after: Some(0) }], ..phasing };
    assert_eq!(phased(&problem, &moved).covered, [100.0, 140.0]);
}

#[test]
fn many_projects_have_an_order_within_their_money_and_a_bound_above_it() {
    let problem = scattered(500, 40);
    let cost = |site: usize| 1.0 + (site % 5) as f64;
    let projects = (0..40).map(|site| PhasedProject { site, cost: cost(site) }).collect();
    let phasing = Phasing {
        limit_m: 1_200.0,
        projects,
        budgets: vec![12.0, 20.0, 8.0, 15.0],
        ..Phasing::default()
    };
    let solution = phased(&problem, &phasing);
    let value = value_by_definition(&problem, &phasing, &solution.years).expect("within its money");
    assert!((value - solution.value).abs() < 1e-6);
    assert!(solution.bound >= solution.value);
    let gap = (solution.bound - solution.value) / solution.value;
    assert!(gap < 0.2, "gap {gap}");
    // The first thirteen alone are tried in all orders: the bound for more holds for them too.
    let few = Phasing { projects: phasing.projects[..13].to_vec(), ..phasing };
    let exact = phased(&problem, &few);
    assert_eq!(exact.status, Status::Optimal);
    assert!(exact.value <= solution.bound);
}
