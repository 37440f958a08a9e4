//! Plans as a planner asks for them, on the sample district: what a plan says is what the scenario
//! comes to once it is applied, and the planner's own proposals are measured against it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::Duration;

use lifecircle::analysis::{
    AskedFunction, BundleAsk, BundlesQuestion, Coverage, Extent, FutureAsk, Needed, Objective,
    PhasingQuestion, PlanOutcome, PlanProblem, PlanQuestion, ProposalUse, SiteChoice, SiteKey,
    SiteQuestion, SitingOutcome, SitingQuestion, Stage, StudyProblem,
};
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::siting::{BundleRules, Limits, Standing, Status};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::register::SitingRule;
use lifecircle::study::{
    Facility, FacilityEdit, FacilityId, FacilityOrigin, Parameters, Project, ScenarioId,
    TargetGroups, WalkLimit,
};

use super::support::sample_study;

/// Child play: the shortest limit and the thinnest coverage.
fn function(session: &Session) -> FunctionIndex {
    session.study().standard().index_of("child_play").expect("the function is there")
}

fn question(session: &Session, count: usize) -> PlanQuestion {
    PlanQuestion {
        scenario: session.shown(),
        function: function(session),
        group: 0,
        objective: Objective::MostCovered,
        count,
        choice: SiteChoice::Stock(SitingRule::WithUndecided),
        keeps_existing: true,
        proposals: ProposalUse::Stay,
        forced: BTreeSet::new(),
        forbidden: BTreeSet::new(),
        leaves_out_unreachable: false,
        purse: None,
    }
}

fn solved(session: &Session, question: PlanQuestion) -> PlanOutcome {
    let problem = PlanProblem::of(session.study(), question).expect("there are candidates");
    let outcome = problem.solve(Limits::default(), &mut |_| ControlFlow::Continue(()));
    outcome.expect("it needs no other solver, or that is there")
}

fn answered(session: &Session, question: &SitingQuestion) -> SitingOutcome {
    let going_on = &mut |_: &Stage| ControlFlow::Continue(());
    question.solve(session.study(), Limits::default(), going_on).expect("it can be asked")
}

fn covered(session: &Session) -> f64 {
    let coverage = Coverage::of(session.study(), session.shown());
    coverage.total(function(session), 0).covered.as_f64()
}

fn apply(session: &mut Session, outcome: &PlanOutcome) {
    let edits = outcome.edits(session.study(), Language::En);
    session.change_together(Message::same("plan"), edits).expect("it fits");
}

/// Puts a facility of the planner's own onto a home.
fn propose(session: &mut Session, home: usize) -> FacilityId {
    let study = session.study();
    let id = study.scenarios().next_facility_id();
    let facility = Facility {
        id,
        code: String::new(),
        name: format!("own {home}"),
        at: study.layers().buildings.demand_points()[home],
        functions: vec![function(session)],
        floor_area_m2: None,
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: FacilityOrigin::Hypothetical,
    };
    session.change(FacilityEdit::Add(facility)).expect("it fits");
    id
}

#[test]
fn a_plan_comes_to_what_it_says_and_one_undo_takes_it_back() {
    let mut session = Session::new(sample_study());
    let before = session.facilities().clone();
    let outcome = solved(&session, question(&session, 3));
    assert_eq!(outcome.solution.status, Status::Optimal);
    assert_eq!(outcome.without, Some(covered(&session)));
    apply(&mut session, &outcome);
    assert_eq!(session.facilities().len(), before.len() + 3);
    assert!((covered(&session) - outcome.solution.value.expect("a plan")).abs() < 1e-3);
    session.undo().expect("it was a step");
    assert_eq!(session.facilities(), &before);
}

#[test]
fn a_plan_without_existing_facilities_closes_them() {
    let mut session = Session::new(sample_study());
    let asked = PlanQuestion { keeps_existing: false, ..question(&session, 4) };
    let outcome = solved(&session, asked);
    apply(&mut session, &outcome);
    let function = function(&session);
    let offering = session.facilities().values().filter(|f| f.offers(function));
    assert_eq!(offering.count(), 4);
    assert!((covered(&session) - outcome.solution.value.expect("a plan")).abs() < 1e-3);
}

#[test]
fn own_proposals_are_a_share_of_the_best_and_some_may_be_kept() {
    let mut session = Session::new(sample_study());
    let own = [propose(&mut session, 10), propose(&mut session, 4000)];
    let asked = PlanQuestion { proposals: ProposalUse::MayGo, ..question(&session, 2) };
    let outcome = solved(&session, asked.clone());
    assert_eq!(outcome.proposal_ids(), own);
    assert_eq!(outcome.own, Some(covered(&session)));
    let (least, most) = outcome.own_share().expect("covering is asked");
    assert!(least == most && (0.0..=1.0).contains(&most), "{least} {most}");
    // What must stay is in the plan, and what is left over for the other is no more than before.
    let forced = BTreeSet::from([SiteKey::Facility(own[0])]);
    let kept = solved(&session, PlanQuestion { forced, ..asked });
    assert!(kept.keeps(&SiteKey::Facility(own[0])) && kept.plan.sites.len() == 2);
    assert!(kept.solution.value <= outcome.solution.value);
    assert!(kept.solution.value >= outcome.own);
    apply(&mut session, &kept);
    assert!(session.facility(own[0]).is_some());
    assert!((covered(&session) - kept.solution.value.expect("a plan")).abs() < 1e-3);
}

/// Which buildings are to be sites, beside what exists.
fn among_all_buildings(session: &Session) -> SiteQuestion {
    let (study, function) = (session.study(), function(session));
    SiteQuestion {
        function,
        group: 0,
        farthest_m: study.walk(0).limit_m(function),
        places: SiteChoice::AllBuildings.places(study, function),
        keeping: Some(session.shown()),
    }
}

#[test]
fn measuring_that_is_ended_leaves_the_other_places_closed() {
    let session = Session::new(sample_study());
    let study = session.study();
    let asked = among_all_buildings(&session);
    let whole = StudyProblem::of(study, &asked).expect("few pairs");
    let mut shares = Vec::new();
    let part = StudyProblem::measured(study, &asked, &mut |measuring| {
        shares.push(measuring.share);
        if measuring.share > 0.3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let part = part.expect("few pairs");
    assert_eq!(whole.extent, Extent::Whole);
    assert!(matches!(part.extent, Extent::Ended { .. }));
    assert!(shares.is_sorted() && shares.last().is_some_and(|share| *share < 0.5), "{shares:?}");
    let (part, whole) = (part.problem, whole.problem);
    for site in 0..whole.sites() {
        match part.standing[site] {
            Standing::Forbidden => assert_eq!(whole.standing[site], Standing::Candidate),
            standing => assert_eq!(standing, whole.standing[site]),
        }
    }
    let is_measured = |site: usize| part.standing[site] != Standing::Forbidden;
    for demand in 0..whole.demand_points() {
        let expected: Vec<_> =
            whole.distances.of(demand).filter(|(site, _)| is_measured(*site)).collect();
        assert_eq!(part.distances.of(demand).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn of_more_pairs_than_can_be_kept_the_places_that_are_needed_come_first() {
    let session = Session::new(sample_study());
    let study = session.study();
    let asked = among_all_buildings(&session);
    let whole = StudyProblem::of(study, &asked).expect("few pairs");
    let all = asked.places.len();
    let pairs = (0..whole.problem.demand_points())
        .map(|demand| whole.problem.distances.of(demand).count())
        .sum::<usize>();
    let kept = |most_pairs, count| {
        let needed = Needed { count, places: &[all - 1] };
        StudyProblem::as_far_as_kept(study, &asked, needed, most_pairs, &mut |_| {
            ControlFlow::Continue(())
        })
    };
    let part = kept(pairs / 2, 3).expect("room for what is needed");
    let Extent::Full { places } = part.extent else { panic!("{:?}", part.extent) };
    assert!((all / 4..all).contains(&places), "{places} of {all}");
    assert_eq!(part.problem.sites_that_are(Standing::Candidate).count(), places);
    assert_eq!(part.problem.standing[all - 1], Standing::Candidate);
    assert_eq!(kept(pairs, 3).expect("room for all").extent, Extent::Whole);
    assert!(kept(pairs / 2, all).is_err(), "a plan of all places cannot be made of some");
}

#[test]
fn a_plan_is_there_before_all_is_measured_and_stopping_keeps_it() {
    let mut session = Session::new(sample_study());
    let choice = SiteChoice::AllBuildings;
    let asked = SitingQuestion::Plan(PlanQuestion { choice, ..question(&session, 3) });
    let mut told = Vec::new();
    let outcome = asked.solve(session.study(), Limits::default(), &mut |stage| {
        if told.is_empty() {
            // As long as measuring a city would take.
            std::thread::sleep(Duration::from_millis(450));
        }
        told.push(*stage);
        match stage.progress.value {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    });
    let outcome = outcome.expect("there are places");
    let last = told.last().expect("it was told of");
    assert!(last.measured < 0.5, "{last:?}");
    let verdict = outcome.verdict();
    assert_eq!((verdict.status, verdict.value), (Status::Feasible, last.progress.value));
    assert!(verdict.gap.is_some_and(|gap| gap > 0.0), "what was not measured may do better");
    let edits = outcome.edits(None, session.study(), Language::En);
    session.change_together(Message::same("early"), edits).expect("it fits");
    assert!((covered(&session) - verdict.value.expect("a plan")).abs() < 1e-3);
}

#[test]
fn a_median_over_all_buildings_begins_with_the_candidates_and_only_gets_better() {
    let session = Session::new(sample_study());
    for objective in [Objective::ShortestMean, Objective::ShortestFarthest] {
        let asked = PlanQuestion { objective, keeps_existing: false, ..question(&session, 3) };
        let among_candidates = solved(&session, asked.clone()).solution.value.expect("a plan");
        let all = PlanQuestion { choice: SiteChoice::AllBuildings, ..asked };
        let mut told = Vec::new();
        let outcome =
            SitingQuestion::Plan(all).solve(session.study(), Limits::default(), &mut |stage| {
                told.push(*stage);
                // The candidates are sixty of thousands.
                if stage.measured > 0.1 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
        let verdict = outcome.expect("there are places").verdict();
        let values: Vec<f64> = told.iter().filter_map(|stage| stage.progress.value).collect();
        assert!(values.is_sorted_by(|a, b| a >= b), "{objective:?}: {values:?}");
        let first = told.iter().find(|stage| stage.progress.value.is_some());
        assert!(first.is_some_and(|stage| stage.measured < 0.05), "{objective:?}: {first:?}");
        assert_eq!((verdict.status, verdict.value), (Status::Feasible, values.last().copied()));
        let value = verdict.value.expect("a plan");
        assert!(value <= among_candidates * 1.02, "{objective:?}: {value}, {among_candidates}");
        let seconds = told.last().map(|stage| stage.progress.seconds);
        assert!(verdict.seconds >= seconds, "one time for measuring and searching");
    }
}

#[test]
fn a_front_holds_the_plans_it_speaks_of() {
    let mut session = Session::new(sample_study());
    let objective = Objective::WorstUnit { worst_share: 0.5 };
    let asked = SitingQuestion::Front(PlanQuestion { objective, ..question(&session, 2) });
    let outcome = answered(&session, &asked);
    let SitingOutcome::Front(front) = &outcome else { panic!("a front was asked for") };
    assert!(front.is_complete && !front.points.is_empty());
    let covers: Vec<_> = front.points.iter().map(|(point, _)| point.cover).collect();
    assert!(
        covers
            .windows(2)
            .all(|two| two[0].covered > two[1].covered && two[0].worst_rate < two[1].worst_rate)
    );
    for (number, cover) in covers.iter().enumerate() {
        let edits = outcome.edits(Some(number), session.study(), Language::En);
        session.change_together(Message::same("point"), edits).expect("it fits");
        assert!((covered(&session) - cover.covered).abs() < 1e-3);
        session.undo().expect("it was a step");
    }
}

#[test]
fn a_robust_plan_is_no_worse_in_its_worst_future_than_the_best_of_any_one() {
    let session = Session::new(sample_study());
    let before = *session.study().parameters();
    let shorter = Parameters { limit: WalkLimit::Metres(150.0), ..before };
    let futures = vec![FutureAsk { name: Message::same("short"), parameters: shorter, group: 0 }];
    let outcome = answered(&session, &SitingQuestion::Robust(question(&session, 3), futures));
    let SitingOutcome::Robust(robust) = &outcome else { panic!("a robust plan was asked for") };
    let choice = robust.choice.as_ref().expect("it can be sited");
    assert_eq!((robust.plans.len(), robust.names.len()), (3, 2));
    let regret = choice.largest_regret(2);
    assert!((0..2).all(|plan| choice.largest_regret(plan) >= regret - 1e-9));
    assert_eq!(outcome.plan(None), robust.plans.last());
    assert_eq!(*session.study().parameters(), before, "the study is as it was");
}

#[test]
fn bundles_become_facilities_with_their_functions_and_floor() {
    let mut session = Session::new(sample_study());
    let before = session.facilities().clone();
    let index = |id: &str| session.study().standard().index_of(id).expect("it is there");
    let asked = ["elder_care", "childcare", "community_meals"].map(|id| AskedFunction {
        function: index(id),
        groups: TargetGroups::EVERYONE,
        hours: None,
    });
    let ask = BundleAsk {
        functions: asked.to_vec(),
        choice: SiteChoice::Stock(SitingRule::WithUndecided),
        keeping: Some(session.shown()),
        by_area: false,
        rules: BundleRules { most_sites: Some(2), ..BundleRules::default() },
    };
    let (scenario, forced, forbidden) = (session.shown(), BTreeSet::new(), BTreeSet::new());
    let question = BundlesQuestion { scenario, ask, forced, forbidden };
    let outcome = answered(&session, &SitingQuestion::Bundles(question));
    let SitingOutcome::Bundles(bundles) = &outcome else { panic!("bundles were asked for") };
    assert_eq!(bundles.solution.status, Status::Optimal);
    let edits = outcome.edits(None, session.study(), Language::En);
    session.change_together(Message::same("bundles"), edits).expect("it fits");
    assert_eq!(session.facilities().len(), before.len() + bundles.plan.sites.len());
    let coverage = Coverage::of(session.study(), session.shown());
    for cover in &bundles.covers {
        let covered = coverage.total(cover.function, 0).covered.as_f64();
        assert!((covered - cover.covered).abs() < 1e-3, "{covered} {cover:?}");
    }
    session.undo().expect("it was a step");
    assert_eq!(session.facilities(), &before);
}

#[test]
fn phasing_gives_the_proposals_their_years() {
    let mut session = Session::new(sample_study());
    let plan = solved(&session, question(&session, 3));
    apply(&mut session, &plan);
    let function = function(&session);
    let proposed = session.facilities().values().filter(|f| f.is_planned() && f.offers(function));
    let costs: BTreeMap<FacilityId, f64> = proposed.map(|facility| (facility.id, 1.0)).collect();
    // One a year, and no money for the third.
    let budgets = BTreeMap::from([(2027, 1.0), (2028, 1.0)]);
    let scenario = session.shown();
    let (functions, pilots) = (vec![function], Vec::new());
    let asked = PhasingQuestion {
        scenario,
        functions,
        group: 0,
        costs,
        budgets,
        pilots,
        never_regress: false,
    };
    let outcome = answered(&session, &SitingQuestion::Phasing(asked));
    let SitingOutcome::Phasing(phasing) = &outcome else { panic!("years were asked for") };
    let edits = outcome.edits(None, session.study(), Language::En);
    assert_eq!(edits.len(), 2);
    session.change_together(Message::same("years"), edits).expect("it fits");
    let years = session.facilities().values().filter_map(|facility| facility.project.year);
    let mut years: Vec<i32> = years.collect();
    years.sort_unstable();
    assert_eq!(years, [2027, 2028]);
    let covered = &phasing.solution.covered;
    assert!(covered[0] < covered[1] && covered[1] <= plan.solution.value.expect("a plan"));
}

#[test]
fn a_forbidden_candidate_is_not_opened_and_a_forced_one_is() {
    let session = Session::new(sample_study());
    let free = solved(&session, question(&session, 2));
    let first = free.plan.sites[0].key.clone();
    let forbidden = BTreeSet::from([first.clone()]);
    let without = solved(&session, PlanQuestion { forbidden, ..question(&session, 2) });
    assert!(without.plan.sites.iter().all(|site| site.key != first));
    let forced = BTreeSet::from([first.clone()]);
    let with = solved(&session, PlanQuestion { forced, ..question(&session, 1) });
    assert_eq!(with.plan.sites.iter().map(|site| &site.key).collect::<Vec<_>>(), [&first]);
}

#[test]
fn residents_beyond_every_candidate_are_named_and_may_be_left_out() {
    let session = Session::new(sample_study());
    let asked = PlanQuestion { objective: Objective::FewestSites, ..question(&session, 1) };
    let outcome = solved(&session, asked.clone());
    assert_eq!(outcome.solution.status, Status::Infeasible);
    assert!(!outcome.unreachable.is_empty() && outcome.unreachable_residents > 0.0);
    let (study, function) = (session.study(), function(&session));
    let sites = study.register().iter().map(|candidate| candidate.at);
    let standing = study.facilities(ScenarioId::BASE).values().filter(|f| f.offers(function));
    let sites: Vec<_> = sites.chain(standing.map(|facility| facility.at)).collect();
    let home = study.layers().buildings.demand_points()[outcome.unreachable[0] as usize];
    let reached = sites
        .iter()
        .filter(|site| site.distance_to(home) <= study.walk(0).circle_radius_m(function));
    let open_to_it = reached.count();
    let admitted = study.register().iter().filter(|c| {
        c.at.distance_to(home) <= study.walk(0).circle_radius_m(function)
            && c.review.state().siting_use().is_allowed_by(SitingRule::WithUndecided)
            && c.allows(function)
    });
    assert_eq!(admitted.count(), 0, "of {open_to_it} sites near, none may be chosen");
    let outcome = solved(&session, PlanQuestion { leaves_out_unreachable: true, ..asked });
    assert!(outcome.solution.value.is_some() && outcome.left_out > 0.0);
}
