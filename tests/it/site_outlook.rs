//! What is said of many sites before ways are measured: a plan at once, and bounds that hold.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use lifecircle::analysis::{
    BoundBasis, Objective, PlanQuestion, ProposalUse, SiteChoice, SitingOutcome, SitingQuestion,
    Stage,
};
use lifecircle::session::Session;
use lifecircle::siting::{Limits, Status};
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
