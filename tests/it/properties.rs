//! What must hold after any sequence of edits.

use lifecircle::analysis::Coverage;
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::layers::Persons;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Facility, FacilityId, FacilityOrigin, Parameters, Study, WalkLimit};
use proptest::prelude::*;

use super::support::{Home, study_of};

/// What a planner might do next; numbers choose among what is there.
#[derive(Debug, Clone)]
enum Deed {
    Place { at: (f64, f64), functions: Vec<u16> },
    Move { which: usize, to: (f64, f64) },
    Drag { which: usize, through: Vec<(f64, f64)>, cancelled: bool },
    Delete { which: usize },
    Retype { which: usize, functions: Vec<u16> },
    Limit(Option<f64>),
    Detour(f64),
    Undo,
    Redo,
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    (-500.0..4500.0_f64, -500.0..4500.0_f64)
}

fn functions() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::btree_set(0_u16..11, 1..4).prop_map(|set| set.into_iter().collect())
}

fn deed() -> impl Strategy<Value = Deed> {
    let path = prop::collection::vec(place(), 1..5);
    prop_oneof![
        4 => (place(), functions()).prop_map(|(at, functions)| Deed::Place { at, functions }),
        3 => (any::<usize>(), place()).prop_map(|(which, to)| Deed::Move { which, to }),
        3 => (any::<usize>(), path, any::<bool>())
            .prop_map(|(which, through, cancelled)| Deed::Drag { which, through, cancelled }),
        2 => any::<usize>().prop_map(|which| Deed::Delete { which }),
        1 => (any::<usize>(), functions())
            .prop_map(|(which, functions)| Deed::Retype { which, functions }),
        1 => prop::option::of(100.0..2000.0_f64).prop_map(Deed::Limit),
        1 => (1.0..2.0_f64).prop_map(Deed::Detour),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

fn homes() -> impl Strategy<Value = Vec<Home>> {
    let home = (place(), 0.0..500.0_f64, 0.0..1.0_f64).prop_map(|(at, residents, share)| Home {
        at,
        residents,
        aged_80: residents * share,
    });
    prop::collection::vec(home, 1..60)
}

fn indexes(functions: &[u16]) -> Vec<FunctionIndex> {
    functions.iter().map(|function| FunctionIndex(*function)).collect()
}

fn facility(id: u32, at: (f64, f64), functions: &[u16]) -> Facility {
    Facility {
        id: FacilityId(id),
        code: String::new(),
        name: format!("F{id}"),
        at: WorldPoint::new(at.0, at.1),
        functions: indexes(functions),
        floor_area_m2: None,
        origin: FacilityOrigin::Hypothetical,
    }
}

fn chosen(study: &Study, which: usize) -> Option<FacilityId> {
    let ids: Vec<_> = study.facilities().keys().copied().collect();
    (!ids.is_empty()).then(|| ids[which % ids.len()])
}

fn label() -> Message {
    Message::same("step")
}

fn carry_out(session: &mut Session, deed: &Deed) {
    let done = match deed {
        Deed::Place { at, functions } => {
            let id = session.study().next_facility_id().0;
            session.perform(label(), Edit::AddFacility(facility(id, *at, functions)))
        }
        Deed::Move { which, to } => match chosen(session.study(), *which) {
            Some(id) => {
                session.perform(label(), Edit::MoveFacility { id, to: WorldPoint::new(to.0, to.1) })
            }
            None => Ok(()),
        },
        Deed::Drag { which, through, cancelled } => {
            drag(session, *which, through, *cancelled);
            Ok(())
        }
        Deed::Delete { which } => match chosen(session.study(), *which) {
            Some(id) => session.perform(label(), Edit::RemoveFacility(id)),
            None => Ok(()),
        },
        Deed::Retype { which, functions } => match chosen(session.study(), *which) {
            Some(id) => {
                let functions = indexes(functions);
                session.perform(label(), Edit::SetFunctions { id, functions })
            }
            None => Ok(()),
        },
        Deed::Limit(limit) => {
            let limit = limit.map_or(WalkLimit::ByStandard, WalkLimit::Metres);
            let parameters = Parameters { limit, ..*session.study().parameters() };
            session.perform(label(), Edit::SetParameters(parameters))
        }
        Deed::Detour(detour) => {
            let parameters = Parameters { detour: *detour, ..*session.study().parameters() };
            session.perform(label(), Edit::SetParameters(parameters))
        }
        Deed::Undo => session.undo().map(drop),
        Deed::Redo => session.redo().map(drop),
    };
    done.expect("every deed fits the study");
}

fn drag(session: &mut Session, which: usize, through: &[(f64, f64)], cancelled: bool) {
    let Some(id) = chosen(session.study(), which) else { return };
    session.begin_gesture(label());
    for (x, y) in through {
        let edit = Edit::MoveFacility { id, to: WorldPoint::new(*x, *y) };
        session.perform_in_gesture(edit).expect("the facility is there");
    }
    if cancelled {
        session.cancel_gesture().expect("a gesture can be taken back");
    } else {
        session.finish_gesture();
    }
}

/// Everything of a study that edits can change.
fn contents(study: &Study) -> (Vec<Facility>, Parameters) {
    (study.facilities().values().cloned().collect(), *study.parameters())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn incremental_results_equal_those_from_scratch(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..25),
    ) {
        let existing = vec![facility(1, (800.0, 900.0), &[0, 1]), facility(2, (2500.0, 2500.0), &[1])];
        let mut session = Session::new(study_of(&homes, existing));
        for deed in &deeds {
            carry_out(&mut session, deed);
            prop_assert_eq!(session.scenario(), &Coverage::of_scenario(session.study()));
            prop_assert_eq!(session.base(), &Coverage::of_base(session.study()));
        }
    }

    #[test]
    fn undoing_everything_restores_the_study_and_redoing_repeats_it(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..25),
    ) {
        let mut session = Session::new(study_of(&homes, vec![facility(1, (800.0, 900.0), &[0])]));
        let before = contents(session.study());
        for deed in &deeds {
            carry_out(&mut session, deed);
        }
        let after = contents(session.study());
        let mut steps = 0;
        while session.undo().expect("undo fits") {
            steps += 1;
        }
        prop_assert_eq!(contents(session.study()), before);
        for _ in 0..steps {
            prop_assert!(session.redo().expect("redo fits"));
        }
        prop_assert_eq!(contents(session.study()), after);
    }

    #[test]
    fn one_more_facility_never_lowers_coverage(homes in homes(), at in place(), function in 0_u16..11) {
        let mut session = Session::new(study_of(&homes, vec![facility(1, (800.0, 900.0), &[0])]));
        let index = FunctionIndex(function);
        let before = session.scenario().total(index, 0).covered;
        session.perform(label(), Edit::AddFacility(facility(9, at, &[function]))).expect("it fits");
        prop_assert!(session.scenario().total(index, 0).covered >= before);
    }

    #[test]
    fn totals_are_the_sums_over_units_and_what_lies_outside(homes in homes(), at in place()) {
        let session = Session::new(study_of(&homes, vec![facility(1, at, &[6])]));
        let coverage = session.scenario();
        let (index, units) = (FunctionIndex(6), session.study().layers().units.len());
        let inside: Persons = (0..units).map(|unit| coverage.unit(index, 0, unit).covered).sum();
        let all = inside + coverage.outside_units(index, 0).covered;
        prop_assert_eq!(all, coverage.total(index, 0).covered);
        let straight = |home: &Home| (home.at.0 - at.0).hypot(home.at.1 - at.1) <= 1000.0;
        let expected: Persons = homes
            .iter()
            .filter(|home| straight(home))
            .filter_map(|home| Persons::from_f64(home.residents))
            .sum();
        prop_assert_eq!(all, expected);
    }
}

#[test]
fn a_failed_edit_changes_nothing() {
    let mut session = Session::new(study_of(
        &[Home { at: (10.0, 10.0), residents: 3.0, aged_80: 0.0 }],
        vec![facility(1, (0.0, 0.0), &[0])],
    ));
    let before = contents(session.study());
    let bad = [
        Edit::RemoveFacility(FacilityId(99)),
        Edit::AddFacility(facility(1, (5.0, 5.0), &[0])),
        Edit::AddFacility(facility(2, (f64::NAN, 5.0), &[0])),
        Edit::AddFacility(facility(2, (5.0, 5.0), &[])),
        Edit::AddFacility(facility(2, (5.0, 5.0), &[99])),
        Edit::SetFunctions { id: FacilityId(1), functions: indexes(&[1, 1]) },
        Edit::SetParameters(Parameters { limit: WalkLimit::Metres(-5.0), detour: 1.0 }),
        Edit::SetParameters(Parameters { limit: WalkLimit::ByStandard, detour: 0.5 }),
    ];
    for edit in bad {
        assert!(session.perform(label(), edit.clone()).is_err(), "{edit:?}");
        assert_eq!(contents(session.study()), before);
        assert!(session.history().next_undo().is_none());
    }
}

#[test]
fn a_drag_is_one_step() {
    let mut session = Session::new(study_of(
        &[Home { at: (10.0, 10.0), residents: 3.0, aged_80: 0.0 }],
        vec![facility(1, (0.0, 0.0), &[0])],
    ));
    drag(&mut session, 0, &[(10.0, 0.0), (20.0, 0.0), (30.0, 5.0)], false);
    assert!(session.undo().expect("undo fits"));
    assert!(session.history().next_undo().is_none());
    let at = session.study().facility(FacilityId(1)).map(|facility| facility.at);
    assert_eq!(at, Some(WorldPoint::new(0.0, 0.0)));
}
