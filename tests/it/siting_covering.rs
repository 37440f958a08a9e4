//! Coverings with backups, capacities, units and futures: as good as the best of all plans, and what
//! cannot be done is said to be so.

use std::ops::ControlFlow;
use std::time::Duration;

use lifecircle::siting::{
    Backup, Capacitated, Equity, Future, Limits, MaxCover, Model, Obstacle, PMedian, Problem,
    Progress, SiteModel, Solution, SolverError, Standing, Status, pareto_front, solve,
    solve_backup, solve_capacitated, solve_equity, solve_robust,
};
use proptest::prelude::*;

use super::siting::{all_plans, is_near, problem, scattered, small_problem};

const LIMIT_M: f64 = 30.0;

fn going_on(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The plans of so many sites.
fn plans_of(problem: &Problem, count: usize) -> Vec<Vec<usize>> {
    all_plans(problem).into_iter().filter(|plan| plan.len() == count).collect()
}

/// Checks a solution against the best of all plans.
fn check(
    problem: &Problem,
    count: usize,
    solution: Result<Solution, SolverError>,
    value_of: impl Fn(&[usize]) -> f64,
) -> Result<(), TestCaseError> {
    let solution = solution.expect("HiGHS is there");
    let plans = plans_of(problem, count);
    let Some(best) = plans.iter().map(|plan| value_of(plan)).reduce(f64::max) else {
        prop_assert_eq!(solution.status, Status::Infeasible, "{:?}", solution);
        prop_assert!(solution.obstacle.is_some());
        return Ok(());
    };
    prop_assert_eq!(solution.status, Status::Optimal, "{:?}", solution);
    let value = solution.value.unwrap_or(f64::NAN);
    prop_assert!((value - best).abs() <= 1e-5 * (1.0 + best), "{} instead of {}", value, best);
    prop_assert!(is_near(value, value_of(&solution.sites)));
    prop_assert!(plans.contains(&solution.sites), "{:?}", solution.sites);
    Ok(())
}

/// Counted home by home, as the definition says.
fn backup_by_definition(problem: &Problem, model: Backup, open: &[usize]) -> f64 {
    let near = |demand: usize| {
        let within = problem.distances.of(demand).filter(|(_, metres)| *metres <= model.limit_m);
        let counts =
            |site: usize| problem.standing[site] == Standing::Existing || open.contains(&site);
        within.filter(|(site, _)| counts(*site)).count()
    };
    let worth = |demand: usize| match near(demand) {
        0 => 0.0,
        1 => model.first_share,
        _ => 1.0,
    };
    problem.weights.iter().enumerate().map(|(demand, weight)| weight * worth(demand)).sum()
}

/// The least cut: any set of open sites is full, and serves at most its room, or serves whoever it
/// alone reaches (max-flow min-cut over all subsets).
fn capacity_by_cuts(problem: &Problem, model: &Capacitated, open: &[usize]) -> f64 {
    let all: Vec<usize> = (0..problem.standing.len())
        .filter(|site| problem.standing[*site] == Standing::Existing || open.contains(site))
        .collect();
    let cuts = (0..1_usize << all.len()).map(|full| {
        let is_full = |site: &usize| {
            all.iter().position(|one| one == site).is_some_and(|place| full >> place & 1 == 1)
        };
        let rooms: f64 =
            all.iter().filter(|site| is_full(site)).map(|s| model.capacities[*s]).sum();
        let has_other = |demand: usize| {
            let near = problem.distances.of(demand).filter(|(_, metres)| *metres <= model.limit_m);
            near.map(|(site, _)| site).any(|site| all.contains(&site) && !is_full(&site))
        };
        let weights = problem.weights.iter().enumerate();
        rooms + weights.filter(|(demand, _)| has_other(*demand)).map(|(_, w)| w).sum::<f64>()
    });
    cuts.fold(f64::INFINITY, f64::min)
}

fn equity(problem: &Problem, count: usize, worst_share: f64) -> Equity {
    // Every third home is in no unit, the others in units by turns.
    let unit = |demand: usize| (demand % 3 != 2).then_some((demand % 4) as u32);
    let units = (0..problem.weights.len()).map(unit).collect();
    Equity { count, limit_m: LIMIT_M, worst_share, units }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn backups_are_as_good_as_the_best_of_all_plans(
        problem in small_problem(), count in 1..5_usize, share in 0..11_u32,
    ) {
        let first_share = f64::from(share) / 10.0;
        let model = Backup { count, limit_m: LIMIT_M, first_share };
        let solution = solve_backup(&problem, model, Limits::default(), &mut going_on);
        check(&problem, count, solution, |open| backup_by_definition(&problem, model, open))?;
    }

    #[test]
    fn rooms_are_filled_as_well_as_the_best_of_all_plans_fills_them(
        problem in small_problem(), count in 1..5_usize, room in 1..30_u32,
    ) {
        let capacities =
            (0..problem.standing.len()).map(|site| f64::from(room * (site as u32 % 3 + 1)));
        let model = Capacitated { count, limit_m: LIMIT_M, capacities: capacities.collect() };
        let solution = solve_capacitated(&problem, &model, Limits::default(), &mut going_on);
        check(&problem, count, solution, |open| capacity_by_cuts(&problem, &model, open))?;
    }

    #[test]
    fn the_worst_unit_is_lifted_as_well_as_the_best_of_all_plans_lifts_it(
        problem in small_problem(), count in 1..5_usize, share in 0..5_u32,
    ) {
        let model = equity(&problem, count, f64::from(share) / 4.0);
        let solution = solve_equity(&problem, &model, Limits::default(), &mut going_on);
        check(&problem, count, solution, |open| model.value_of(&problem, open))?;
    }

    #[test]
    fn the_front_is_all_plans_that_none_betters(problem in small_problem(), count in 1..4_usize) {
        let model = equity(&problem, count, 0.5);
        let front = pareto_front(&problem, &model, 100, Limits::default(), &mut going_on);
        let front = match front.expect("HiGHS is there") {
            Ok(front) => front,
            Err(hindered) => {
                prop_assert_eq!(hindered.status, Status::Infeasible);
                prop_assert!(plans_of(&problem, count).is_empty());
                return Ok(());
            }
        };
        prop_assert!(front.is_complete, "{:?}", front);
        let covers: Vec<_> = plans_of(&problem, count)
            .iter()
            .map(|plan| model.cover_of(&problem, plan))
            .map(|cover| (cover.covered, cover.worst_rate))
            .collect();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
        let betters = |a: &(f64, f64), b: &(f64, f64)| {
            a.0 > b.0 + 1e-6 && a.1 > b.1 - 1e-6 || a.0 > b.0 - 1e-6 && a.1 > b.1 + 1e-6
        };
        let mut expected: Vec<(f64, f64)> = Vec::new();
        for cover in covers.iter().filter(|one| !covers.iter().any(|other| betters(other, one))) {
            if !expected.iter().any(|known| near(known.0, cover.0) && near(known.1, cover.1)) {
                expected.push(*cover);
            }
        }
        expected.sort_by(|a, b| b.0.total_cmp(&a.0));
        let found: Vec<_> =
            front.points.iter().map(|point| (point.cover.covered, point.cover.worst_rate)).collect();
        prop_assert_eq!(found.len(), expected.len(), "{:?} instead of {:?}", found, expected);
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!(near(found.0, expected.0) && near(found.1, expected.1));
        }
        for point in &front.points {
            prop_assert_eq!(model.cover_of(&problem, &point.sites), point.cover);
            prop_assert_eq!(point.bound, point.cover.covered);
        }
    }

    #[test]
    fn the_robust_plan_has_the_least_largest_regret(
        problem in small_problem(), count in 1..4_usize, factors in prop::collection::vec(0..5_u32, 3),
    ) {
        // Other residents in the second future, a shorter walk in the third.
        let weights = problem.weights.iter().enumerate();
        let others = weights.map(|(demand, weight)| weight * f64::from(factors[demand % 3]));
        let second = Problem { weights: others.collect(), ..problem.clone() };
        let futures = [
            Future { problem: problem.clone(), limit_m: LIMIT_M },
            Future { problem: second, limit_m: LIMIT_M },
            Future { problem: problem.clone(), limit_m: LIMIT_M / 2.0 },
        ];
        let choice = solve_robust(&futures, count, Limits::default(), &mut going_on);
        let choice = match choice.expect("HiGHS is there") {
            Ok(choice) => choice,
            Err(hindered) => {
                prop_assert_eq!(hindered.status, Status::Infeasible);
                return Ok(());
            }
        };
        let value = |future: &Future, plan: &[usize]| {
            let model = Model::MaxCover(MaxCover { count, limit_m: future.limit_m });
            model.value_of(&future.problem, plan).unwrap_or(f64::NAN)
        };
        let plans = plans_of(&problem, count);
        let best: Vec<f64> = futures
            .iter()
            .map(|future| plans.iter().map(|plan| value(future, plan)).fold(0.0, f64::max))
            .collect();
        let share = |plan: &[usize]| {
            let shares = futures.iter().zip(&best).filter(|(_, best)| **best > 0.0);
            shares.map(|(future, best)| value(future, plan) / best).fold(1.0, f64::min)
        };
        let most = plans.iter().map(|plan| share(plan)).fold(0.0, f64::max);
        prop_assert_eq!(choice.robust.status, Status::Optimal, "{:?}", choice);
        prop_assert!((choice.robust.value.unwrap_or(f64::NAN) - most).abs() <= 1e-5);
        prop_assert!((choice.largest_regret(futures.len()) - (1.0 - most)).abs() <= 1e-5);
        for (plan, solution) in choice.best.iter().chain([&choice.robust]).enumerate() {
            for (future, about) in futures.iter().enumerate() {
                prop_assert!(is_near(choice.covered[plan][future], value(about, &solution.sites)));
            }
        }
    }
}

#[test]
fn a_second_site_stands_behind_the_first_where_that_is_worth_more() {
    // A village of ten with two sites, and one of four with one.
    let table = [vec![0.0, 5.0, 90.0], vec![90.0, 90.0, 0.0]];
    let problem = problem(&[10.0, 4.0], &table);
    let model = |first_share| Backup { count: 2, limit_m: LIMIT_M, first_share };
    let sites = |first_share| {
        let solution = solve_backup(&problem, model(first_share), Limits::default(), &mut going_on);
        let solution = solution.expect("HiGHS is there");
        (solution.sites, solution.value)
    };
    // 0.8 × 14 against 0.8 × 10 + 0.2 × 10.
    assert_eq!(sites(0.8).0, [0, 2]);
    // 0.5 × 14 against 0.5 × 10 + 0.5 × 10.
    assert_eq!(sites(0.5), (vec![0, 1], Some(10.0)));
    let cover = model(0.5).cover_of(&problem, &[0, 1]);
    assert_eq!((cover.once, cover.twice), (10.0, 10.0));
}

#[test]
fn small_rooms_send_the_second_site_to_the_same_village() {
    // Ten live by the first two sites, six by the third; a room holds five.
    let table = [vec![0.0, 5.0, 90.0], vec![90.0, 90.0, 0.0]];
    let problem = problem(&[10.0, 6.0], &table);
    let solved = |capacities: Vec<f64>| {
        let model = Capacitated { count: 2, limit_m: LIMIT_M, capacities };
        let solution = solve_capacitated(&problem, &model, Limits::default(), &mut going_on);
        let solution = solution.expect("HiGHS is there");
        let served = model.served_by(&problem, &solution.sites);
        (solution.sites, solution.value, served)
    };
    assert_eq!(solved(vec![5.0, 5.0, 2.0]), (vec![0, 1], Some(10.0), vec![5.0, 5.0]));
    assert_eq!(solved(vec![f64::INFINITY; 3]).1, Some(16.0));
}

#[test]
fn an_even_plan_gives_up_some_residents_for_the_worst_unit() {
    // Unit 0: a village of ten and one of nine. Unit 1: a village of five.
    let table = [vec![0.0, 90.0, 90.0], vec![90.0, 0.0, 90.0], vec![90.0, 90.0, 0.0]];
    let problem = problem(&[10.0, 9.0, 5.0], &table);
    let model = |worst_share| Equity {
        count: 2,
        limit_m: LIMIT_M,
        worst_share,
        units: vec![Some(0), Some(0), Some(1)],
    };
    let solved = |share| {
        let solution = solve_equity(&problem, &model(share), Limits::default(), &mut going_on);
        solution.expect("HiGHS is there").sites
    };
    assert_eq!(solved(0.0), [0, 1]);
    assert_eq!(solved(0.5), [0, 2]);
    let front = pareto_front(&problem, &model(0.5), 10, Limits::default(), &mut going_on);
    let front = front.expect("HiGHS is there").expect("it can be sited");
    let points: Vec<_> = front.points.iter().map(|point| point.sites.clone()).collect();
    assert_eq!(points, [[0, 1], [0, 2]]);
    assert_eq!(front.points[0].cover.worst_unit, Some(1));
    assert!(is_near(front.points[1].cover.worst_rate, 10.0 / 19.0));
    // More points than are asked for are not looked for.
    let first = pareto_front(&problem, &model(0.5), 1, Limits::default(), &mut going_on);
    let first = first.expect("HiGHS is there").expect("it can be sited");
    assert_eq!((first.points.len(), first.is_complete), (1, false));
}

#[test]
fn a_cancelled_search_keeps_its_start_and_a_bound_that_holds() {
    let problem = scattered(400, 80);
    let units = (0..400).map(|demand| Some(demand as u32 % 20)).collect();
    let model = Equity { count: 8, limit_m: 1_500.0, worst_share: 0.7, units };
    let best = solve_equity(&problem, &model, Limits::default(), &mut going_on);
    let best = best.expect("HiGHS is there").value.expect("a plan");
    for patience in 0..6 {
        let mut heard = 0;
        let mut stop_later = |_: &Progress| {
            heard += 1;
            if heard > patience { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let solution = solve_equity(&problem, &model, Limits::default(), &mut stop_later);
        let solution = solution.expect("HiGHS is there");
        let value = solution.value.expect("the start gives a plan");
        assert!(is_near(value, model.value_of(&problem, &solution.sites)));
        assert!(value <= best + 1e-6, "{value} would be better than {best}");
        assert!(solution.bound.is_some_and(|bound| bound >= best - 1e-6), "{solution:?}");
    }
}

#[test]
fn a_search_without_time_has_a_plan_and_a_bound_by_every_model() {
    let problem = scattered(400, 80);
    let (count, limit_m) = (8, 1_500.0);
    let no_time = Limits { time: Some(Duration::ZERO), gap: 0.0 };
    let units = (0..400).map(|demand| Some(demand as u32 % 20)).collect();
    let models = [
        SiteModel::Plain(Model::MaxCover(MaxCover { count, limit_m })),
        SiteModel::Plain(Model::PMedian(PMedian { count })),
        SiteModel::Backup(Backup { count, limit_m, first_share: 0.6 }),
        SiteModel::Backup(Backup { count, limit_m, first_share: 0.3 }),
        SiteModel::Capacitated(Capacitated { count, limit_m, capacities: vec![900.0; 80] }),
        SiteModel::Equity(Equity { count, limit_m, worst_share: 0.5, units }),
    ];
    for model in models {
        let at_once = model.solve(&problem, no_time, &mut going_on).expect("HiGHS is there");
        let best = model.solve(&problem, Limits::default(), &mut going_on);
        let best = best.expect("HiGHS is there").value.expect("a plan");
        assert_eq!(at_once.sites.len(), count, "{model:?}");
        let (value, bound) = at_once.value.zip(at_once.bound).expect("both are known");
        let (low, high) = if model.is_gain() { (value, bound) } else { (bound, value) };
        assert!(low <= best + 1e-6 && best <= high + 1e-6, "{low} {best} {high} {model:?}");
    }
}

#[test]
fn without_a_second_future_the_robust_plan_is_the_best_one() {
    let problem = scattered(200, 40);
    let futures = [Future { problem: problem.clone(), limit_m: 1_500.0 }];
    let choice = solve_robust(&futures, 5, Limits::default(), &mut going_on);
    let choice = choice.expect("HiGHS is there").expect("it can be sited");
    let model = Model::MaxCover(MaxCover { count: 5, limit_m: 1_500.0 });
    let alone = solve(&problem, &model, Limits::default(), &mut going_on);
    assert_eq!(choice.best[0].value, alone.value);
    assert_eq!(choice.robust.value, Some(1.0));
}

#[test]
fn too_many_sites_are_refused_by_every_model() {
    let problem = problem(&[1.0], &[vec![0.0, 1.0]]);
    let fewer = Some(Obstacle::FewerSites { available: 2 });
    let backup = Backup { count: 3, limit_m: LIMIT_M, first_share: 0.5 };
    let backup = solve_backup(&problem, backup, Limits::default(), &mut going_on);
    assert_eq!(backup.expect("an answer").obstacle, fewer);
    let capacitated = Capacitated { count: 3, limit_m: LIMIT_M, capacities: vec![1.0; 2] };
    let capacitated = solve_capacitated(&problem, &capacitated, Limits::default(), &mut going_on);
    assert_eq!(capacitated.expect("an answer").obstacle, fewer);
    let equity = Equity { count: 3, limit_m: LIMIT_M, worst_share: 0.5, units: vec![None] };
    let front = pareto_front(&problem, &equity, 9, Limits::default(), &mut going_on);
    assert_eq!(front.expect("an answer").expect_err("it cannot be sited").obstacle, fewer);
    let equity = solve_equity(&problem, &equity, Limits::default(), &mut going_on);
    assert_eq!(equity.expect("an answer").obstacle, fewer);
}
