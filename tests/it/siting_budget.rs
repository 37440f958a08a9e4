//! Covering for money: as good as the best of all plans that the money pays.

use std::ops::ControlFlow;

use lifecircle::siting::{
    Budgeted, Limits, MaxCover, Model, Problem, Solution, Standing, Status, solve_budgeted,
};
use proptest::prelude::*;

use super::siting::{all_plans, is_near, problem, small_problem};

fn solved(problem: &Problem, model: &Budgeted) -> Solution {
    solve_budgeted(problem, model, Limits::default(), &mut |_| ControlFlow::Continue(()))
        .expect("the solver is there")
}

fn covered(problem: &Problem, limit_m: f64, plan: &[usize]) -> f64 {
    let cover = Model::MaxCover(MaxCover { count: plan.len(), limit_m });
    cover.value_of(problem, plan).expect("covering has a value")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_plan_that_the_money_pays_covers_more(
        problem in small_problem(),
        costs in prop::collection::vec(0..6_u32, 9),
        budget in 0..15_u32,
    ) {
        let costs: Vec<f64> = costs.into_iter().map(f64::from).collect();
        let forced: f64 = problem.sites_that_are(Standing::Forced).map(|site| costs[site]).sum();
        let model = Budgeted { limit_m: 30.0, budget: f64::from(budget), costs };
        let solution = solved(&problem, &model);
        // Forced sites are opened whatever they cost.
        let most = model.budget.max(forced);
        let cost = |plan: &[usize]| plan.iter().map(|site| model.costs[*site]).sum::<f64>();
        let paid = all_plans(&problem).into_iter().filter(|plan| cost(plan) <= most + 1e-9);
        let best = paid.map(|plan| covered(&problem, 30.0, &plan)).fold(0.0, f64::max);
        prop_assert_eq!(solution.status, Status::Optimal);
        let value = solution.value.expect("a plan");
        prop_assert!(is_near(value, best), "{} instead of {}", value, best);
        prop_assert!(is_near(covered(&problem, 30.0, &solution.sites), value));
        prop_assert!(cost(&solution.sites) <= most + 1e-6);
    }
}

#[test]
fn one_dear_site_may_be_worth_more_than_all_the_cheap_ones() {
    // A hundred people at a site that takes all the money; three at one that gains more for its own.
    let table = [vec![0.0, 90.0], vec![90.0, 0.0]];
    let problem = problem(&[100.0, 3.0], &table);
    let model = Budgeted { limit_m: 30.0, budget: 100.0, costs: vec![100.0, 1.0] };
    let solution = solved(&problem, &model);
    assert_eq!((solution.sites.as_slice(), solution.value), ([0].as_slice(), Some(100.0)));
    assert_eq!(solution.bound, Some(100.0));
}
