//! Functions for several groups: all of their residents count, each once, each by their own walk.

use lifecircle::analysis::Coverage;
use lifecircle::language::{Language, Message};
use lifecircle::layers::{Demand, Group};
use lifecircle::programme::{
    DemandList, Phases, money_of, project_rows, resource_rows, services_by_district,
};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::register::SuitabilityWeights;
use lifecircle::study::{
    Candidate, CandidateId, CandidateRegister, Edit, Facility, FacilityEdit, FacilityOrigin,
    GroupPaces, Parameters, Project, ScenarioId, Study, WalkLimit,
};
use lifecircle::tables::{Cell, List};

use super::deeds::facility;
use super::support::{persons, study_of_demand};

const ALL: f64 = 1000.0;
const TODDLERS: f64 = 30.0;
const KINDERGARTEN: f64 = 40.0;
const SCHOOL: f64 = 130.0;
const AGED_60: f64 = 250.0;
const AGED_80: f64 = 50.0;
const CHILDREN: f64 = TODDLERS + KINDERGARTEN + SCHOOL;

/// Two homes alike in the first unit, 600 m apart. A facility beside the first offers child play
/// (0–2, 3–5 and 6–17; 300 m), community meals (60+ and all; 500 m) and elder care (60+ and 80+).
fn study() -> Study {
    let both = |n: f64| vec![persons(n); 2];
    let demand = Demand::new(
        both(ALL),
        vec![
            (Group::Age0To2, both(TODDLERS)),
            (Group::Age3To5, both(KINDERGARTEN)),
            (Group::Age6To17, both(SCHOOL)),
            (Group::Age60Plus, both(AGED_60)),
            (Group::Age80Plus, both(AGED_80)),
        ],
    );
    let blank = study_of_demand(&[(100.0, 500.0), (700.0, 500.0)], demand.clone(), Vec::new());
    let offered = ["child_play", "community_meals", "elder_care"].map(|id| function(&blank, id));
    let functions: Vec<u16> = offered.iter().map(|f| f.as_usize() as u16).collect();
    let existing =
        Facility { origin: FacilityOrigin::Existing, ..facility(1, (100.0, 400.0), &functions) };
    study_of_demand(&[(100.0, 500.0), (700.0, 500.0)], demand, vec![existing])
}

fn function(study: &Study, id: &str) -> FunctionIndex {
    study.standard().index_of(id).expect("a function of the standard")
}

/// Persons and covered persons of a function in the first unit, by the list of demand.
fn asked(session: &Session, id: &str) -> (f64, f64) {
    let demand = DemandList::of(session.study(), session.shown(), session.scenario());
    let function = function(session.study(), id);
    let row = demand.of_function(function).next().expect("every unit has a row");
    (row.reached.population.as_f64(), row.reached.covered.as_f64())
}

#[test]
fn demand_counts_all_groups_of_a_function_and_each_resident_once() {
    let session = Session::new(study());
    assert_eq!(asked(&session, "child_play"), (2.0 * CHILDREN, CHILDREN));
    assert_eq!(asked(&session, "community_meals"), (2.0 * ALL, ALL));
    assert_eq!(asked(&session, "elder_care"), (2.0 * AGED_60, AGED_60), "80+ are among the 60+");
}

#[test]
fn the_list_says_which_groups_count() {
    let session = Session::new(study());
    for (language, name) in
        [(Language::En, "Age 0–2, 3–5, 6–17"), (Language::Zh, "0–2 岁、3–5 岁、6–17 岁")]
    {
        for list in [List::Demand, List::Equality] {
            let table = list.table(&session, language);
            let group = table.column("group").expect("a column");
            let play = function(session.study(), "child_play").as_usize();
            assert_eq!(table.rows[play].cells[group], Cell::text(name));
        }
    }
}

#[test]
fn gain_cost_per_person_phases_and_districts_count_all_groups() {
    let mut session = Session::new(study());
    let play = function(session.study(), "child_play");
    let beside_the_second = Facility {
        floor_area_m2: Some(100.0),
        project: Project { year: Some(2027), ..Project::default() },
        ..facility(2, (700.0, 450.0), &[play.as_usize() as u16])
    };
    session.change(FacilityEdit::Add(beside_the_second.clone())).expect("it fits");
    let (study, shown) = (session.study(), session.shown());
    let rows = project_rows(study, shown, session.scenario());
    assert_eq!(rows[0].gain.as_f64(), CHILDREN);
    let projects = List::Projects.table(&session, Language::En);
    let cost = projects.column("cost_per_person").expect("a column");
    let conversion = money_of(study, &beside_the_second).conversion.expect("rate and area");
    assert_eq!(projects.rows[0].cells[cost].value(), Some(conversion.yuan / CHILDREN));
    let phases = Phases::of(study, shown, session.base()).phases;
    let covered = |phase: usize| phases[phase].reached[play.as_usize()].covered.as_f64();
    assert_eq!((covered(0), covered(1)), (CHILDREN, 2.0 * CHILDREN));
    let demand = DemandList::of(study, shown, session.scenario());
    let services = services_by_district(&study.layers().units, &demand);
    let service = services.iter().find(|service| service.function == play).expect("there is one");
    assert_eq!(service.reached.covered.as_f64(), 2.0 * CHILDREN);
}

#[test]
fn a_candidate_would_reach_all_groups() {
    let at = lifecircle::geometry::WorldPoint::new(700.0, 450.0);
    let shop = Candidate::new(CandidateId(1), "C1".to_owned(), "shop".to_owned(), at);
    let register = CandidateRegister::new([shop], SuitabilityWeights::default());
    let session = Session::new(study().with_register(register));
    let of = |id: &str| {
        let function = function(session.study(), id);
        let rows = resource_rows(session.study(), session.shown(), session.scenario(), function);
        (rows[0].in_reach.as_f64(), rows[0].gain.as_f64())
    };
    assert_eq!(of("child_play"), (CHILDREN, CHILDREN));
    assert_eq!(of("community_meals"), (ALL, ALL), "the first home is 602 m away");
}

#[test]
fn groups_that_walk_at_paces_of_their_own_are_reached_by_their_own_walk() {
    let mut session = Session::new(study());
    // Four minutes take the youngest 72 m, others more than 200 m; both homes are farther than 72 m.
    let parameters = Parameters {
        limit: WalkLimit::Minutes(4.0),
        paces: GroupPaces::default().with(Group::Age0To2, Some(0.3)),
        ..*session.study().parameters()
    };
    session
        .perform(Message::same("paces"), [Edit::SetParameters(parameters)])
        .expect("paces may be set");
    let (population, covered) = asked(&session, "child_play");
    let by_own_walk = Coverage::of(session.study(), ScenarioId::BASE);
    let play = function(session.study(), "child_play");
    let of = |group: Group| {
        let demand = session.study().layers().buildings.demand();
        let position = demand.index_of(group).expect("a group of the data");
        by_own_walk.unit(play, position, 0).covered.as_f64()
    };
    assert_eq!(population, 2.0 * CHILDREN);
    assert_eq!(of(Group::Age0To2), 0.0, "too far for them");
    assert_eq!(of(Group::Age6To17), SCHOOL, "not for the others");
    assert_eq!(covered, of(Group::Age3To5) + of(Group::Age6To17));
}
