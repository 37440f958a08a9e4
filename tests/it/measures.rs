//! What must hold of measures after any sequence of edits, and when a facility is added.

use lifecircle::analysis::Coverage;
use lifecircle::analysis::measures::{
    Assignment, CatchmentMethod, CatchmentScores, Choices, Completeness, MeanScores, Measures,
    Nearest, WalkingTimes, facilities_depended_on,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::layers::{Passage, Persons, Street, StreetClass};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{
    Edit, Facility, FacilityEdit, FacilityId, Parameters, ScenarioId, Study, WalkModel,
};
use lifecircle::walking::NetworkRules;
use proptest::prelude::*;

use super::deeds::{carry_out, deed, facility, homes};
use super::support::{Home, study_of};

const CHILD_CARE: FunctionIndex = FunctionIndex(2);

fn existing() -> Vec<Facility> {
    let with_capacity = |mut facility: Facility, capacity| {
        facility.capacity = Some(capacity);
        facility
    };
    vec![
        with_capacity(facility(1, (800.0, 900.0), &[0, 1, 2]), 30.0),
        with_capacity(facility(2, (2500.0, 2500.0), &[1, 2]), 12.5),
        facility(3, (900.0, 3000.0), &[2]),
    ]
}

/// The same study with streets every 400 m, that residents walk along.
fn along_streets(study: &Study, counts_access: bool) -> Study {
    let mut layers = (*study.shared_layers()).clone();
    for step in 0..=12_u8 {
        let (from, to, at) = (-500.0, 4300.0, f64::from(step) * 400.0 - 500.0);
        for line in [[(from, at), (to, at)], [(at, from), (at, to)]] {
            std::sync::Arc::make_mut(&mut layers.streets).push(Street {
                name: String::new(),
                class: StreetClass::Lane,
                passage: Passage::default(),
                line: line.map(|(x, y)| WorldPoint::new(x, y)).to_vec(),
            });
        }
    }
    let existing = study.base().values().cloned().collect();
    let mut study = Study::new(layers, study.standard().clone(), existing);
    let rules = NetworkRules { counts_access, joins_crossings: true, ..study.parameters().network };
    let walking = Parameters { model: WalkModel::Network, network: rules, ..*study.parameters() };
    study.apply(Edit::SetParameters(walking)).expect("it fits");
    study
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    (-500.0..4500.0_f64, -500.0..4500.0_f64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn measures_that_follow_the_edits_equal_those_from_scratch(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..25),
        method in 0_usize..4,
        counts_access in prop::option::of(any::<bool>()),
    ) {
        let method = CatchmentMethod::ALL[method];
        let in_circles = study_of(&homes, existing());
        let study = match counts_access {
            Some(counts_access) => along_streets(&in_circles, counts_access),
            None => in_circles,
        };
        let mut session = Session::new(study);
        let mut kept = Measures::of(session.study(), session.shown());
        kept.scores(session.study(), CHILD_CARE, 0, method);
        for deed in &deeds {
            carry_out(&mut session, deed);
            let (study, shown) = (session.study(), session.shown());
            kept.follow(study, shown);
            let mut anew = Measures::of(study, shown);
            anew.scores(study, CHILD_CARE, 0, method);
            prop_assert_eq!(&kept, &anew);
        }
    }

    #[test]
    fn the_nearest_facility_is_the_nearest(homes in homes(), at in prop::collection::vec(place(), 1..8)) {
        let facilities: Vec<_> =
            (1..).zip(&at).map(|(id, at)| facility(id, *at, &[2])).collect();
        let study = study_of(&homes, facilities);
        let nearest = Nearest::of(&study, study.base());
        for (building, home) in homes.iter().enumerate() {
            let straight = at.iter().map(|(x, y)| (home.at.0 - x).hypot(home.at.1 - y));
            let least = straight.fold(f64::INFINITY, f64::min);
            match nearest.metres(CHILD_CARE, building) {
                Some(metres) => prop_assert!((metres - least).abs() < 0.001),
                None => prop_assert!(least > nearest.horizon_m()),
            }
        }
    }

    #[test]
    fn one_more_facility_never_lengthens_a_walk_or_takes_a_choice(
        homes in homes(), at in place(), function in 0_u16..11,
    ) {
        let mut session = Session::new(study_of(&homes, existing()));
        let (layers, index) = (session.study().shared_layers(), FunctionIndex(function));
        let functions: Vec<_> = session.study().standard().indexes().collect();
        let before = Measures::of(session.study(), session.shown());
        let choices = Choices::together(&Choices::by_unit(&layers, session.scenario(), index, 0));
        session.change(FacilityEdit::Add(facility(9, at, &[function]))).expect("it fits");
        let after = Measures::of(session.study(), session.shown());
        for building in 0..homes.len() {
            let metres = |of: &Measures| of.nearest().metres(index, building).unwrap_or(f64::INFINITY);
            prop_assert!(metres(&after) <= metres(&before));
        }
        let more = Choices::together(&Choices::by_unit(&layers, session.scenario(), index, 0));
        prop_assert!(more.mean() >= choices.mean());
        prop_assert!(more.backed_up() >= choices.backed_up());
        prop_assert!(more.by_number[0] <= choices.by_number[0]);
        let complete = |of: &Measures| {
            let units = Completeness::by_unit(session.study(), of.nearest(), &functions, 0);
            Completeness::together(&units)
        };
        let (least, most) = (complete(&before), complete(&after));
        for time in 0..3 {
            prop_assert!(most.mean()[time] >= least.mean()[time]);
            prop_assert!(most.with_all[time] >= least.with_all[time]);
        }
    }

    #[test]
    fn all_capacity_that_anyone_reaches_falls_to_somebody(homes in homes()) {
        let study = study_of(&homes, existing());
        let residents = study.layers().buildings.demand().residents(0);
        let limit_m = study.walk_limit_m(CHILD_CARE);
        for method in [CatchmentMethod::TwoStep, CatchmentMethod::Enhanced] {
            let scores = CatchmentScores::of(&study, study.base(), CHILD_CARE, 0, method);
            let shared: f64 =
                (0..homes.len()).map(|b| residents[b].as_f64() * scores.score(b)).sum();
            let is_reached = |facility: &&Facility| {
                let mut persons = Persons::ZERO;
                study.walk(0).for_each_reached(facility.at, limit_m, |b, _| persons += residents[b as usize]);
                persons > Persons::ZERO
            };
            let reached = study.base().values().filter(is_reached);
            let capacity: f64 = reached.map(|facility| facility.capacity.unwrap_or(1.0)).sum();
            prop_assert!((shared - capacity).abs() < 1e-6 * capacity.max(1.0), "{shared} {capacity}");
        }
    }

    #[test]
    fn means_by_several_methods_at_once_are_those_of_the_scores(homes in homes()) {
        let study = study_of(&homes, existing());
        let (base, methods) = (study.base(), CatchmentMethod::ALL);
        let at_once = MeanScores::by_methods(&study, base, CHILD_CARE, 0, methods);
        for (method, at_once) in methods.into_iter().zip(at_once) {
            let scores = CatchmentScores::of(&study, base, CHILD_CARE, 0, method);
            let one_by_one = scores.means(study.layers());
            let values = |means: &MeanScores| {
                let all = means.units.iter().chain([&means.all]);
                all.map(|mean| mean.unwrap_or(-1.0)).collect::<Vec<f64>>()
            };
            for (a, b) in values(&at_once).into_iter().zip(values(&one_by_one)) {
                prop_assert!((a - b).abs() <= 1e-9 * b.abs());
            }
        }
    }

    #[test]
    fn everybody_is_assigned_or_beyond_the_horizon(homes in homes()) {
        let study = study_of(&homes, existing());
        let (layers, nearest) = (study.layers(), Nearest::of(&study, study.base()));
        let function = study.standard().function(CHILD_CARE);
        let assigned =
            Assignment::of(layers, &nearest, study.base(), (CHILD_CARE, function), 0);
        let times = WalkingTimes::of(&study, &nearest, CHILD_CARE, 0, None);
        let loads: Persons = assigned.loads.iter().map(|load| load.residents).sum();
        prop_assert_eq!(assigned.unassigned, times.beyond());
        prop_assert_eq!(loads + assigned.unassigned, times.population());
        prop_assert_eq!(assigned.loads.len(), 3);
    }
}

/// Two facilities 600 m apart, one resident in reach of both and two of the first alone.
fn small_study() -> Study {
    let home = |x: f64, residents: f64| Home { at: (x, 100.0), residents, aged_80: 0.0 };
    let homes = [home(100.0, 2.0), home(400.0, 1.0), home(3000.0, 5.0)];
    study_of(&homes, vec![facility(1, (100.0, 100.0), &[2]), facility(2, (700.0, 100.0), &[2])])
}

#[test]
fn who_would_lose_service_if_a_facility_closed() {
    let study = small_study();
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    let depending = facilities_depended_on(&study, &coverage, study.base(), CHILD_CARE, 0);
    let depending: Vec<_> =
        depending.iter().map(|(id, persons)| (id.0, persons.as_f64())).collect();
    assert_eq!(depending, [(1, 2.0), (2, 0.0)]);
    let choices = Choices::by_unit(study.layers(), &coverage, CHILD_CARE, 0);
    let all = Choices::together(&choices);
    assert_eq!(all.by_number.map(|persons| persons.as_f64()), [5.0, 2.0, 1.0, 0.0]);
    assert_eq!(all.mean(), Some(4.0 / 8.0));
    assert_eq!(all.backed_up().as_f64(), 1.0);
}

#[test]
fn a_facility_that_has_more_to_serve_than_places_is_overloaded() {
    let mut study = small_study();
    let layers = study.shared_layers();
    let full = |study: &Study| {
        let nearest = Nearest::of(study, study.base());
        let function = study.standard().function(CHILD_CARE);
        Assignment::of(&layers, &nearest, study.base(), (CHILD_CARE, function), 0)
    };
    // 4.5 places per 1,000 residents are asked for: one facility counting 1 is enough for all.
    assert_eq!(full(&study).overloaded(), 0);
    let mut tiny = facility(1, (100.0, 100.0), &[2]);
    tiny.capacity = Some(0.01);
    study = study_of(&[Home { at: (100.0, 100.0), residents: 9.0, aged_80: 0.0 }], vec![tiny]);
    let nearest = Nearest::of(&study, study.base());
    let function = study.standard().function(CHILD_CARE);
    let full = Assignment::of(study.layers(), &nearest, study.base(), (CHILD_CARE, function), 0);
    assert_eq!(full.overloaded(), 1);
    let occupancy = full.loads[0].occupancy.expect("it has capacity");
    assert!((occupancy - 9.0 * 0.0045 / 0.01).abs() < 1e-9);
}

#[test]
fn a_building_whose_facility_went_has_the_next_one_nearest() {
    let study = small_study();
    let mut session = Session::new(study);
    let mut measures = Measures::of(session.study(), session.shown());
    let nearest = |measures: &Measures| measures.nearest().site(CHILD_CARE, 0);
    assert_eq!(nearest(&measures), Some((FacilityId(1), 0.0)));
    session.change(FacilityEdit::Remove(FacilityId(1))).expect("it fits");
    measures.follow(session.study(), session.shown());
    assert_eq!(nearest(&measures), Some((FacilityId(2), 600.0)));
    session.undo().expect("undo fits");
    let away = FacilityEdit::Move { id: FacilityId(1), to: WorldPoint::new(100.0, 1300.0) };
    session.change(away).expect("it fits");
    measures.follow(session.study(), session.shown());
    assert_eq!(nearest(&measures), Some((FacilityId(2), 600.0)));
}
