//! From premises of the register to a facility: whose floor counts for what, and what the register
//! knows of the premises goes with the facility.

use lifecircle::analysis::measures::Provision;
use lifecircle::geometry::WorldPoint;
use lifecircle::programme::{Advice, DemandList, Urgency, advice_on};
use lifecircle::session::Session;
use lifecircle::standard::{FunctionIndex, Standing};
use lifecircle::study::register::{
    Date, Opinion, Party, Premises, Review, ReviewState, ReviewStep, Term as _, Verdict,
    review_cautions,
};
use lifecircle::study::{
    Candidate, CandidateId, CandidateRegister, Facility, FacilityOrigin, Operation, ScenarioId,
};
use lifecircle::tables::{Cell, List};

use super::deeds::facility;
use super::support::{Home, study_of};

const ELDER: FunctionIndex = FunctionIndex(1);
const CHILDCARE: FunctionIndex = FunctionIndex(2);

fn day() -> Date {
    Date::new(2026, 3, 2).expect("a day")
}

fn session_with(facility: Facility) -> Session {
    let home = Home { at: (100.0, 500.0), residents: 1000.0, aged_80: 100.0 };
    Session::new(study_of(&[home], vec![facility]))
}

/// 300 m² with elder care and childcare, both without an area of their own.
fn not_broken_down() -> Facility {
    Facility {
        floor_area_m2: Some(300.0),
        origin: FacilityOrigin::Existing,
        ..facility(1, (100.0, 400.0), &[1, 2])
    }
}

#[test]
fn floor_that_is_not_broken_down_counts_once_over_all_sectors_and_is_marked() {
    let session = session_with(not_broken_down());
    let demand = DemandList::of(session.study(), ScenarioId::BASE, session.base());
    let area = |function| {
        let row = demand.of_function(function).next().expect("every unit has a row");
        row.area_m2.expect("the standard has a norm")
    };
    assert_eq!((area(ELDER).existing, area(CHILDCARE).existing), (150.0, 150.0));
    assert!(area(ELDER).is_assumed);
    let table = List::Demand.table(&session, lifecircle::language::Language::En);
    let counted = table.column("counted_m2").expect("a column");
    assert_eq!(table.rows[ELDER.as_usize()].cells[counted], Cell::Assumed(150.0));
    let study = session.study();
    let provision = |function| Provision::of_function(study.layers(), study.base(), function, None);
    assert_eq!(provision(ELDER).floor_area_m2 + provision(CHILDCARE).floor_area_m2, 300.0);
    assert_eq!(provision(ELDER).in_equal_parts, 1);
}

#[test]
fn areas_of_its_own_take_the_place_of_equal_parts() {
    let operation =
        |function, area_m2| Operation { area_m2: Some(area_m2), ..Operation::unknown(function) };
    let broken_down = Facility {
        operations: vec![operation(ELDER, 180.0), operation(CHILDCARE, 120.0)],
        ..not_broken_down()
    };
    let session = session_with(broken_down);
    let study = session.study();
    let provision = Provision::of_function(study.layers(), study.base(), ELDER, None);
    assert_eq!((provision.floor_area_m2, provision.in_equal_parts), (180.0, 0));
    let demand = DemandList::of(study, ScenarioId::BASE, session.base());
    let row = demand.of_function(CHILDCARE).next().expect("a row");
    let area = row.area_m2.expect("a norm");
    assert_eq!((area.existing, area.is_assumed), (120.0, false));
}

/// Rooms one storey down with steps, as the register knows them.
fn basement() -> Candidate {
    let at = WorldPoint::new(100.0, 400.0);
    let mut candidate = Candidate::new(CandidateId(7), "C7".to_owned(), "地下仓库".to_owned(), at);
    candidate.premises = Premises {
        floors: "B1".parse().ok(),
        usable_area_m2: Some(400.0),
        has_lift: Some(false),
        is_barrier_free: Some(false),
        has_own_entrance: Some(true),
        ..Premises::default()
    };
    candidate
}

fn agreed(review: &mut Review) {
    for party in Party::ALL {
        review.set_opinion(*party, Some(Opinion::new(Verdict::Agrees)));
    }
}

/// The advice on childcare in a candidate.
fn advice_in(candidate: Candidate) -> Vec<Advice> {
    let home = Home { at: (100.0, 500.0), residents: 1000.0, aged_80: 100.0 };
    let study = study_of(&[home], Vec::new());
    let register = CandidateRegister::new([candidate], Default::default());
    let study = study.with_register(register);
    let converted = Facility {
        floor_area_m2: Some(300.0),
        origin: FacilityOrigin::Candidate(CandidateId(7)),
        ..facility(1, (100.0, 400.0), &[2])
    };
    advice_on(&study, &converted, day())
}

fn doubts(advice: &[Advice]) -> Vec<&str> {
    let doubts = advice.iter().filter(|advice| advice.urgency == Urgency::Doubt);
    doubts.map(|advice| advice.what.en.as_str()).collect()
}

#[test]
fn children_in_a_basement_of_the_register_are_doubted_after_conversion_with_the_source() {
    let advice = advice_in(basement());
    let doubted = doubts(&advice);
    assert!(doubted.iter().any(|what| what.contains("Not in a basement")), "{doubted:?}");
    assert!(doubted.iter().any(|what| what.contains("storey B1, no lift")), "{doubted:?}");
    let basement = advice.iter().find(|one| one.what.en.contains("basement")).expect("it is there");
    let (standing, source) = basement.rule.as_ref().expect("a rule");
    assert_eq!(*standing, Standing::Memory);
    assert!(source.en.contains("GB 55037"), "{}", source.en);
    let about_entrance = advice.iter().any(|one| one.what.en.contains("entrance"));
    assert!(!about_entrance, "the register answers it: it has one");
}

#[test]
fn what_the_register_does_not_know_is_still_to_be_checked() {
    let mut candidate = basement();
    candidate.premises = Premises { usable_area_m2: Some(400.0), ..Premises::default() };
    let advice = advice_in(candidate);
    let reminders: Vec<&Advice> =
        advice.iter().filter(|advice| advice.urgency == Urgency::Reminder).collect();
    assert!(reminders.iter().any(|one| one.what.en.contains("basement")));
    assert!(!doubts(&advice).iter().any(|what| what.contains("basement")));
}

#[test]
fn a_facility_in_refused_premises_says_so_with_the_reason() {
    let mut candidate = basement();
    candidate.review = Review::known_as(ReviewState::InReview);
    let refused = ReviewStep::new(ReviewState::Refused, day(), "消防支队", "只有一个出口");
    candidate.review.step(refused).expect("a legal step");
    let advice = advice_in(candidate);
    let doubted = doubts(&advice);
    assert!(doubted[0].contains("refused") && doubted[0].contains("只有一个出口"), "{doubted:?}");
    let (standing, source) = advice[0].rule.as_ref().expect("a source");
    assert_eq!(*standing, Standing::Seen);
    assert!(source.en.contains("沪府办发〔2024〕25号"), "{}", source.en);
}

#[test]
fn premises_that_passed_with_every_opinion_and_consent_lack_nothing() {
    let mut candidate = basement();
    candidate.review = Review::known_as(ReviewState::InReview);
    let of = |candidate: &Candidate| review_cautions(candidate, day()).len();
    assert_eq!(of(&candidate), 3, "not passed, no opinions, no consents");
    agreed(&mut candidate.review);
    assert_eq!(of(&candidate), 1, "not passed");
    candidate
        .review
        .step(ReviewStep::new(ReviewState::Passed, day(), "联审会", ""))
        .expect("it passes");
    assert_eq!(of(&candidate), 0);
    candidate.review.valid_until = Date::new(2026, 3, 1);
    assert_eq!(of(&candidate), 1, "the period is over");
}
