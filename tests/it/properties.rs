//! What must hold after any sequence of edits.

use std::sync::Arc;

use lifecircle::analysis::Coverage;
use lifecircle::analysis::measures::Measures;
use lifecircle::geometry::WorldPoint;
use lifecircle::layers::Persons;
use lifecircle::session::Session;
use lifecircle::standard::{FunctionIndex, Standard};
use lifecircle::study::{
    Edit, FacilityEdit, FacilityId, Parameters, ScenarioId, Study, WalkLimit, WalkModel,
};
use proptest::prelude::*;

use super::deeds::{Deed, carry_out, contents, deed, drag, facility, homes, indexes, label, place};
use super::support::{Home, study_of};

/// What is seen is what would be computed anew.
fn check_results(session: &Session) -> Result<(), TestCaseError> {
    let study = session.study();
    prop_assert_eq!(session.scenario(), &Coverage::of(study, session.shown()));
    prop_assert_eq!(session.base(), &Coverage::of(study, ScenarioId::BASE));
    if let Some(compared) = session.compared() {
        prop_assert_eq!(session.coverage_of(compared), Some(&Coverage::of(study, compared)));
    }
    let growth = &study.parameters().growth;
    let grown = study.data().buildings.demand().grown(growth);
    prop_assert_eq!(study.layers().buildings.demand(), &grown);
    let along_streets = study.network().is_some();
    let by_circle = along_streets.then(|| Coverage::by_circle(study, session.shown()));
    prop_assert_eq!(session.circle_coverage_of(session.shown()), by_circle.as_ref());
    let again = Study::restore(
        (*study.shared_layers()).clone(),
        study.standard().clone(),
        study.base().clone(),
        study.scenarios().iter().cloned().collect(),
        *study.parameters(),
    );
    let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(again.scenarios(), study.scenarios());
    Ok(())
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
            check_results(&session)?;
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

    /// Few are followed one by one; of many, what remains is counted anew.
    #[test]
    fn facilities_deleted_together_leave_the_results_of_those_that_stay(
        homes in homes(),
        places in prop::collection::vec(place(), 40..400),
        kept in 0_usize..40,
        model in prop::sample::select(&WalkModel::ALL[..]),
        renamed in any::<bool>(),
    ) {
        let existing = (1..).zip(&places).map(|(id, at)| facility(id, *at, &[0, 2])).collect();
        let mut session = Session::new(study_of(&homes, existing));
        carry_out(&mut session, &Deed::Walk(model));
        if renamed {
            let name = "renamed before".to_owned();
            session.change_together(label(), [FacilityEdit::Rename { id: FacilityId(1), name }]).expect("it fits");
        }
        let (before, first) = (contents(session.study()), session.shown());
        let mut measures = Measures::of(session.study(), session.shown());
        let ids: Vec<FacilityId> = session.facilities().keys().copied().skip(kept).collect();
        session.change_together(label(), ids.into_iter().map(FacilityEdit::Remove)).expect("they fit");
        let after = contents(session.study());
        check_results(&session)?;
        measures.follow(session.study(), session.shown());
        prop_assert_eq!(&measures, &Measures::of(session.study(), session.shown()));
        session.compare_with(Some(first));
        check_results(&session)?;
        session.undo().expect("undo fits");
        prop_assert_eq!(contents(session.study()), before);
        check_results(&session)?;
        measures.follow(session.study(), session.shown());
        prop_assert_eq!(&measures, &Measures::of(session.study(), session.shown()));
        session.redo().expect("redo fits");
        prop_assert_eq!(contents(session.study()), after);
        check_results(&session)?;
    }

    #[test]
    fn one_more_facility_never_lowers_coverage(
        homes in homes(),
        at in place(),
        function in 0_u16..11,
        model in prop::sample::select(&WalkModel::ALL[..]),
    ) {
        let mut session = Session::new(study_of(&homes, vec![facility(1, (800.0, 900.0), &[0])]));
        carry_out(&mut session, &Deed::Walk(model));
        let index = FunctionIndex(function);
        let before = session.scenario().total(index, 0).covered;
        session.change(FacilityEdit::Add(facility(9, at, &[function]))).expect("it fits");
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
        FacilityEdit::Remove(FacilityId(99)),
        FacilityEdit::Add(facility(1, (5.0, 5.0), &[0])),
        FacilityEdit::Add(facility(2, (f64::NAN, 5.0), &[0])),
        FacilityEdit::Add(facility(2, (5.0, 5.0), &[])),
        FacilityEdit::Add(facility(2, (5.0, 5.0), &[99])),
        FacilityEdit::SetFunctions { id: FacilityId(1), functions: indexes(&[1, 1]) },
        FacilityEdit::Resize { id: FacilityId(1), floor_area_m2: Some(-1.0) },
    ];
    for edit in bad {
        assert!(session.change(edit.clone()).is_err(), "{edit:?}");
        assert_eq!(contents(session.study()), before);
        assert!(session.history().next_undo().is_none());
    }
    let bad = [
        Edit::SetParameters(Parameters { limit: WalkLimit::Metres(-5.0), ..Parameters::default() }),
        Edit::SetParameters(Parameters { detour: 0.5, ..Parameters::default() }),
        Edit::SetStandard(Arc::new(Standard::empty())),
        Edit::RemoveScenario(ScenarioId::BASE),
        Edit::ReorderScenario { id: ScenarioId(1), position: 7 },
    ];
    for edit in bad {
        assert!(session.perform(label(), [edit.clone()]).is_err(), "{edit:?}");
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
    let at = session.facility(FacilityId(1)).map(|facility| facility.at);
    assert_eq!(at, Some(WorldPoint::new(0.0, 0.0)));
}
