//! Plans as a planner asks for them, on the sample district: what a plan says is what the scenario
//! comes to once it is applied, and the planner's own proposals are measured against it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use lifecircle::analysis::{
    Coverage, Objective, PlanOutcome, PlanProblem, PlanQuestion, ProposalUse, SiteChoice, SiteKey,
};
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::siting::{Limits, Status};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::register::SitingRule;
use lifecircle::study::{Facility, FacilityEdit, FacilityId, FacilityOrigin, Project, ScenarioId};

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
    }
}

fn solved(session: &Session, question: PlanQuestion) -> PlanOutcome {
    let problem = PlanProblem::of(session.study(), question).expect("there are candidates");
    problem.solve(Limits::default(), &mut |_| ControlFlow::Continue(()))
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
    assert_eq!(outcome.proposals, own);
    assert_eq!(outcome.own, Some(covered(&session)));
    let (least, most) = outcome.own_share().expect("covering is asked");
    assert!(least == most && (0.0..=1.0).contains(&most), "{least} {most}");
    // What must stay is in the plan, and what is left over for the other is no more than before.
    let forced = BTreeSet::from([SiteKey::Facility(own[0])]);
    let kept = solved(&session, PlanQuestion { forced, ..asked });
    assert!(kept.keeps(own[0]) && kept.sites.len() == 2);
    assert!(kept.solution.value <= outcome.solution.value);
    assert!(kept.solution.value >= outcome.own);
    apply(&mut session, &kept);
    assert!(session.facility(own[0]).is_some());
    assert!((covered(&session) - kept.solution.value.expect("a plan")).abs() < 1e-3);
}

#[test]
fn a_forbidden_candidate_is_not_opened_and_a_forced_one_is() {
    let session = Session::new(sample_study());
    let free = solved(&session, question(&session, 2));
    let first = free.sites[0].key.clone();
    let forbidden = BTreeSet::from([first.clone()]);
    let without = solved(&session, PlanQuestion { forbidden, ..question(&session, 2) });
    assert!(without.sites.iter().all(|site| site.key != first));
    let forced = BTreeSet::from([first.clone()]);
    let with = solved(&session, PlanQuestion { forced, ..question(&session, 1) });
    assert_eq!(with.sites.iter().map(|site| &site.key).collect::<Vec<_>>(), [&first]);
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
    let reached =
        sites.iter().filter(|site| site.distance_to(home) <= study.circle_radius_m(function));
    let open_to_it = reached.count();
    let admitted = study.register().iter().filter(|c| {
        c.at.distance_to(home) <= study.circle_radius_m(function)
            && c.review.state().siting_use().is_allowed_by(SitingRule::WithUndecided)
            && c.allows(function)
    });
    assert_eq!(admitted.count(), 0, "of {open_to_it} sites near, none may be chosen");
    let outcome = solved(&session, PlanQuestion { leaves_out_unreachable: true, ..asked });
    assert!(outcome.solution.value.is_some() && outcome.left_out > 0.0);
}
