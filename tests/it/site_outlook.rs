//! What is said of many sites before ways are measured: a plan at once, and bounds that hold.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use lifecircle::analysis::{
    AskedFunction, BoundBasis, BundleAsk, BundlesQuestion, EarlyAim, Needed, Objective,
    PlanQuestion, ProposalUse, RunClock, SiteChoice, SiteQuestion, SitingOutcome, SitingQuestion,
    Stage, StudyProblem, homes, surveyed, units_of,
};
use lifecircle::session::Session;
use lifecircle::siting::{
    BundleRules, Equity, Limits, Model, PCentre, PMedian, SiteModel, Standing, Status,
};
use lifecircle::study::TargetGroups;
use lifecircle::study::register::SitingRule;

use super::support::sample_study;

fn question(session: &Session, objective: Objective, choice: SiteChoice) -> SitingQuestion {
    SitingQuestion::Plan(PlanQuestion {
        scenario: session.shown(),
        function: session.study().standard().index_of("child_play").expect("the function is there"),
        group: 0,
        objective,
        count: 4,
        choice,
        keeps_existing: true,
        proposals: ProposalUse::Stay,
        forced: BTreeSet::new(),
        forbidden: BTreeSet::new(),
        leaves_out_unreachable: false,
        purse: None,
    })
}

/// What is told while a question is solved, ended as soon as `is_enough`.
fn told(
    session: &Session,
    question: &SitingQuestion,
    is_enough: impl Fn(&Stage) -> bool,
) -> (Vec<Stage>, SitingOutcome) {
    let mut stages = Vec::new();
    let outcome = question.solve(session.study(), Limits::default(), &mut |stage| {
        stages.push(*stage);
        if is_enough(stage) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    (stages, outcome.expect("there are places"))
}

const STOCK: SiteChoice = SiteChoice::Stock(SitingRule::WithUndecided);

#[test]
fn a_plan_and_a_bound_are_there_before_a_way_is_measured() {
    let session = Session::new(sample_study());
    let all = question(&session, Objective::MostCovered, SiteChoice::AllBuildings);
    let has_plan = |stage: &Stage| stage.progress.value.is_some();
    let (stages, outcome) = told(&session, &all, has_plan);
    let first = stages.last().expect("it was told of");
    assert_eq!(first.measured, 0.0);
    let (value, bound) = (first.progress.value, first.progress.bound);
    assert!(value < bound && bound.is_some(), "{first:?}");
    let verdict = outcome.verdict();
    assert_eq!((verdict.status, verdict.value, verdict.bound), (Status::Feasible, value, bound));
    let SitingOutcome::Plan(outcome) = outcome else { panic!("one plan was asked for") };
    assert_eq!(outcome.bound_basis, BoundBasis::Surroundings);
    assert_eq!(outcome.plan.sites.len(), 4);
    // What is told without ways is what the ways come to, once those of the plan are measured.
    let served: f64 = outcome.plan.sites.iter().map(|site| site.serves).sum();
    let gained = value.unwrap_or_default() - outcome.without.unwrap_or_default();
    assert!(served >= gained - 1e-6 && gained > 0.0, "{served} {gained}");
}

#[test]
fn plans_made_before_ways_are_measured_are_worth_what_the_ways_come_to() {
    let session = Session::new(sample_study());
    let units = units_of(session.study(), &homes(session.study(), 0));
    let limit_m = 300.0;
    let all_ways = f64::INFINITY;
    for (model, farthest_m) in [
        (SiteModel::Plain(Model::PMedian(PMedian { count: 4 })), all_ways),
        (SiteModel::Plain(Model::PCentre(PCentre { count: 4 })), all_ways),
        (SiteModel::Equity(Equity { count: 4, limit_m, worst_share: 0.5, units }), limit_m),
    ] {
        for keeping in [None, Some(session.shown())] {
            let study = session.study();
            let function = study.standard().index_of("child_play").expect("it is there");
            let places = SiteChoice::AllBuildings.places(study, function);
            let asked = SiteQuestion { function, group: 0, farthest_m, places, keeping };
            let lay_down = |_: &mut [Standing]| {};
            let (leaves_out, is_plan_enough) = (false, true);
            let aim = EarlyAim { model: &model, lay_down: &lay_down, leaves_out, is_plan_enough };
            let clock = RunClock::start(Limits::default());
            // Ended as soon as there are a plan and a bound.
            let ending = &mut |stage: &Stage| match (stage.progress.value, stage.progress.bound) {
                (Some(_), Some(_)) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            };
            let known = surveyed(study, &asked, Needed::default(), Some(aim), &clock, ending);
            let (measured, groundwork) = known.expect("few pairs");
            let early = groundwork.early.expect("a plan");
            assert_eq!(early.sites.len(), 4, "{model:?}");
            let value = model.value_of(&measured.problem, &early.sites).expect("all are served");
            let off = (early.value - value).abs();
            assert!(off < 1e-6 * value, "{} is told, {value} walked", early.value);
            let bound = groundwork.bound.expect("a bound");
            let holds = if model.is_gain() { bound >= value } else { bound <= value };
            assert!(holds, "{bound} beside {value}");
        }
    }
}

#[test]
fn bounds_told_on_the_way_hold_for_the_best_plan_of_all_and_only_get_tighter() {
    let session = Session::new(sample_study());
    for (objective, choice) in [
        (Objective::MostCovered, STOCK),
        (Objective::MostCovered, SiteChoice::AllBuildings),
        (Objective::SecondSite { first_share: 0.6 }, STOCK),
        (Objective::WorstUnit { worst_share: 0.5 }, STOCK),
        (Objective::ShortestMean, STOCK),
        (Objective::ShortestFarthest, STOCK),
    ] {
        let needs_solver =
            matches!(objective, Objective::SecondSite { .. } | Objective::WorstUnit { .. });
        if needs_solver && !cfg!(feature = "highs") {
            continue;
        }
        let asked = question(&session, objective, choice);
        let (stages, outcome) = told(&session, &asked, |_| false);
        let verdict = outcome.verdict();
        assert_eq!(verdict.status, Status::Optimal, "{objective:?}");
        let best = verdict.value.expect("a plan");
        let bounds: Vec<f64> = stages.iter().filter_map(|stage| stage.progress.bound).collect();
        let slack = 1e-6 * (1.0 + best.abs());
        let is_gain = objective.is_gain();
        for bound in &bounds {
            let holds = if is_gain { *bound >= best - slack } else { *bound <= best + slack };
            assert!(holds, "{objective:?}: {bound} beside {best}");
        }
        let is_tighter = |a: &f64, b: &f64| if is_gain { *b <= a + slack } else { *b >= a - slack };
        assert!(bounds.is_sorted_by(is_tighter), "{objective:?}: {bounds:?}");
        let before = stages.iter().rfind(|stage| stage.measured < 1.0);
        let before = before.and_then(|stage| stage.progress.bound).expect("a bound by then");
        assert!(is_gain || before > 0.2 * best, "{objective:?}: {before} says little of {best}");
    }
}

#[test]
fn a_stopped_search_says_which_share_was_measured() {
    let session = Session::new(sample_study());
    let all = question(&session, Objective::MostCovered, SiteChoice::AllBuildings);
    let (_, outcome) = told(&session, &all, |stage| {
        std::thread::sleep(Duration::from_millis(1));
        stage.measured > 0.1
    });
    let SitingOutcome::Plan(outcome) = outcome else { panic!("one plan was asked for") };
    let lifecircle::analysis::Extent::Ended { places } = outcome.extent else {
        panic!("{:?}", outcome.extent)
    };
    assert!(places > 0 && places < outcome.places, "{places} of {}", outcome.places);
    assert!(outcome.solution.gap().is_some_and(|gap| gap < 1.0), "{:?}", outcome.solution);
}

#[test]
fn the_fewest_sites_have_a_bound_before_all_is_measured() {
    let session = Session::new(sample_study());
    let all = question(&session, Objective::FewestSites, SiteChoice::AllBuildings);
    let (stages, ended) = told(&session, &all, |_| true);
    let at_once = ended.verdict().bound.expect("a bound, however early it was ended");
    assert!(at_once > 1.0, "{stages:?}");
    let (stages, outcome) = told(&session, &all, |stage| stage.progress.value.is_some());
    let value = outcome.verdict().value.expect("everybody lives in a building that may be chosen");
    for stage in stages {
        assert!(stage.progress.bound.is_none_or(|bound| bound <= value), "{stage:?} {value}");
    }
    assert!(at_once <= value, "{at_once} {value}");
}

#[test]
fn facilities_that_stay_take_one_way_from_each_building_where_any_distance_counts() {
    let session = Session::new(sample_study());
    let study = session.study();
    let function = study.standard().index_of("child_play").expect("the function is there");
    let mut places = STOCK.places(study, function);
    places.truncate(3);
    let keeping = Some(session.shown());
    let asked = SiteQuestion { function, group: 0, farthest_m: f64::INFINITY, places, keeping };
    let all = StudyProblem::of(study, &asked).expect("few pairs").problem;
    let model = SiteModel::Plain(Model::PMedian(PMedian { count: 2 }));
    let lay_down = |_: &mut [Standing]| {};
    let aim =
        EarlyAim { model: &model, lay_down: &lay_down, leaves_out: false, is_plan_enough: true };
    let clock = RunClock::start(Limits::default());
    let going_on = &mut |_: &Stage| ControlFlow::Continue(());
    let merged = surveyed(study, &asked, Needed::default(), Some(aim), &clock, going_on);
    let merged = merged.expect("fewer pairs").0.problem;
    assert!(all.sites() > 4, "several facilities stay");
    assert_eq!(merged.distances.pairs(), 4 * merged.demand_points());
    for open in [&[][..], &[0], &[1, 2]] {
        for (merged_m, all_m) in merged.nearest_m(open).into_iter().zip(all.nearest_m(open)) {
            assert!((merged_m - all_m).abs() < 1e-9, "{merged_m} {all_m}");
        }
    }
}

#[test]
fn bundles_over_all_buildings_stopped_at_once_have_a_plan_and_a_bound() {
    let session = Session::new(sample_study());
    let standard = session.study().standard();
    let asked = standard.indexes().map(|function| AskedFunction {
        function,
        groups: TargetGroups::EVERYONE,
        hours: None,
    });
    let ask = BundleAsk {
        functions: asked.collect(),
        choice: SiteChoice::AllBuildings,
        keeping: Some(session.shown()),
        by_area: false,
        rules: BundleRules { most_sites: Some(3), ..BundleRules::default() },
    };
    let (scenario, forced, forbidden) = (session.shown(), BTreeSet::new(), BTreeSet::new());
    let question = BundlesQuestion { scenario, ask, forced, forbidden };
    let (_, outcome) = told(&session, &SitingQuestion::Bundles(question), |_| true);
    let SitingOutcome::Bundles(bundles) = outcome else { panic!("bundles were asked for") };
    assert!(!bundles.bundles.extent.is_whole());
    let (value, bound) = (bundles.solution.value, bundles.solution.bound);
    assert!(value.is_some() && value <= bound, "{value:?} {bound:?}");
    assert!((1..=3).contains(&bundles.plan.sites.len()), "{:?}", bundles.plan);
    let covered: f64 = bundles.covers.iter().map(|cover| cover.covered).sum();
    assert!((covered - value.unwrap_or_default()).abs() < 1e-6 * covered, "{covered} {value:?}");
}
