//! Surfaces along the streets: exact at the middle of every cell, and the same however the study came
//! to be.

use std::sync::Arc;

use lifecircle::analysis::{
    GainField, GainOf, GainsError, MinutesField, StreetCells, StreetGains, Walked,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::layers::Persons;
use lifecircle::session::{ReadyWalk, Session};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Facility, FacilityEdit, FacilityId, Parameters, WalkModel};
use lifecircle::walking::{NetworkRules, Snap};
use proptest::prelude::*;

use super::deeds::{carry_out, deed, facility, homes};
use super::support::{Home, sample_study, study_of};

const FUNCTION: FunctionIndex = FunctionIndex(0);

fn existing() -> Vec<Facility> {
    vec![facility(1, (800.0, 900.0), &[0]), facility(2, (2500.0, 2600.0), &[0, 1])]
}

/// A session that walks along the streets by some rules.
fn session_along_streets(homes: &[Home], rules: NetworkRules) -> Session {
    let mut session = Session::new(study_of(homes, existing()));
    let parameters = Parameters { network: rules, ..along_streets(&session) };
    walk(&mut session, parameters);
    session
}

fn along_streets(session: &Session) -> Parameters {
    Parameters { model: WalkModel::Network, ..*session.study().parameters() }
}

fn walk(session: &mut Session, parameters: Parameters) {
    let edit = [Edit::SetParameters(parameters)];
    session.perform(Message::same("walk"), edit).expect("the parameters are sound");
}

fn rules() -> impl Strategy<Value = NetworkRules> {
    (any::<bool>(), any::<bool>()).prop_map(|(at_nodes, counts_access)| NetworkRules {
        snap: if at_nodes { Snap::Node } else { Snap::Edge },
        counts_access,
        ..NetworkRules::default()
    })
}

fn minutes(session: &Session) -> Option<MinutesField> {
    let cells = Arc::new(StreetCells::of(session.study(), 0)?);
    MinutesField::of(session.study(), session.facilities(), (FUNCTION, 0), cells)
}

fn gains(session: &Session) -> Option<StreetGains> {
    let cells = Arc::new(StreetCells::of(session.study(), 0)?);
    let unmet = session.unmet((FUNCTION, 0), GainOf::Residents);
    let counted = StreetGains::of(session.study(), &unmet, cells, &mut |_| true);
    Some(counted.expect("nobody ends it"))
}

/// The walk from places to the nearest facility, each by a search of its own.
fn walk_by_searching(session: &Session, place: WorldPoint, horizon_m: f64) -> Walked {
    let network = session.study().network().expect("it walks along streets");
    if network.access(place).is_none() {
        return Walked::NotJoined;
    }
    let offering = session.facilities().values().filter(|facility| facility.offers(FUNCTION));
    let walks = offering.filter_map(|f| network.distances_m(f.at, &[place], horizon_m)[0]);
    walks.reduce(f64::min).map_or(Walked::Beyond, Walked::Metres)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn minutes_that_follow_the_edits_equal_those_from_scratch_and_single_searches(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..16),
        rules in rules(),
    ) {
        let mut session = session_along_streets(&homes, rules);
        let mut followed = minutes(&session);
        for deed in &deeds {
            carry_out(&mut session, deed);
            let anew = minutes(&session);
            let (study, facilities) = (session.study(), session.facilities());
            if !followed.as_mut().is_some_and(|field| field.follow(study, facilities)) {
                followed.clone_from(&anew);
            }
            prop_assert_eq!(&followed, &anew, "after {:?}", deed);
        }
        if let Some(field) = &followed {
            let rings = session.study().walk(0).rings();
            for (middle, walked) in field.walks().step_by(37) {
                let alone = walk_by_searching(&session, middle, rings[2].1);
                prop_assert_eq!(walked, alone, "at {:?}", middle);
            }
        }
    }

    #[test]
    fn gains_along_streets_are_what_coverage_would_count_and_follow_the_edits(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..4),
        rules in rules(),
    ) {
        let mut session = session_along_streets(&homes, rules);
        let before = gains(&session).expect("it walks along streets");
        for deed in &deeds {
            carry_out(&mut session, deed);
        }
        let Some(anew) = gains(&session) else { return Ok(()) };
        let (study, counts) = (session.study(), session.scenario().reach_counts(FUNCTION, 0));
        let what = GainOf::Residents;
        if before.is_of(study, (FUNCTION, 0, what)) {
            let unmet = session.unmet((FUNCTION, 0), what);
            let brought = before.brought_to(study, &unmet, &mut |_| true).expect("nobody ends it");
            prop_assert!(brought.stand_for(&unmet));
            prop_assert_eq!(&brought, &anew);
        }
        let residents = study.layers().buildings.demand().residents(0);
        for (middle, gain) in anew.gains().step_by(101) {
            let mut expected = Persons::ZERO;
            study.walk(0).for_each_within_reach(middle, FUNCTION, |building, _| {
                if counts[building as usize] == 0 {
                    expected += residents[building as usize];
                }
            });
            prop_assert_eq!(gain, expected, "at {:?}", middle);
        }
    }
}

fn a_home() -> [Home; 1] {
    [Home { at: (1000.0, 1240.0), residents: 100.0, aged_80: 0.0 }]
}

#[test]
fn over_the_river_it_is_farther_and_no_value_is_mixed_across_it() {
    // On its western bank; the only bridge is 1,500 m to the north.
    let mut session = session_along_streets(&a_home(), NetworkRules::default());
    let bank = WorldPoint::new(2000.0, 500.0);
    let id = FacilityId(9);
    let near = Facility { id, ..facility(9, (bank.x, bank.y), &[0]) };
    session.change(FacilityEdit::Add(near)).expect("it fits");
    let field = minutes(&session).expect("it walks along streets");
    let west = field.at(WorldPoint::new(2010.0, 510.0)).expect("within the study");
    assert!(matches!(west, Walked::Metres(metres) if metres < 100.0), "{west:?}");
    let east = field.at(WorldPoint::new(2240.0, 510.0)).expect("within the study");
    assert_eq!(east, Walked::Beyond, "the bridge is too far for a quarter of an hour");
    for step in 0..60 {
        let at = WorldPoint::new(2000.0 + 5.0 * f64::from(step), 512.0);
        let mixed = field.smooth_at(at).expect("within the study");
        let is_near = matches!(mixed, Walked::Metres(metres) if metres < 400.0);
        let is_beyond = matches!(mixed, Walked::Beyond | Walked::NotJoined);
        assert!(is_near || is_beyond, "{mixed:?} at {at:?}");
    }
}

#[test]
fn counting_gains_tells_how_far_it_is_and_can_be_ended() {
    let unreached = [Home { at: (3600.0, 600.0), residents: 100.0, aged_80: 0.0 }];
    let session = session_along_streets(&unreached, NetworkRules::default());
    let (study, unmet) = (session.study(), session.unmet((FUNCTION, 0), GainOf::Residents));
    let cells = Arc::new(StreetCells::of(study, 0).expect("it walks along streets"));
    let mut told = Vec::new();
    let ended = StreetGains::of(study, &unmet, cells.clone(), &mut |share| {
        told.push(share);
        told.len() < 3
    });
    assert_eq!(ended.err(), Some(GainsError::Cancelled));
    assert_eq!((told.len(), told[0]), (3, 0.0));
    assert!(told.is_sorted() && told[2] > told[0] && told[2] < 1.0, "{told:?}");
}

#[test]
fn a_walk_made_ready_beside_the_session_gives_what_the_session_would_compute() {
    let homes: Vec<Home> = (0..40)
        .map(|n| Home {
            at: (100.0 * f64::from(n), 90.0 * f64::from(n)),
            residents: 10.0,
            aged_80: 1.0,
        })
        .collect();
    let mut waited = Session::new(study_of(&homes, existing()));
    let mut at_once = waited.clone();
    let mut told = Vec::new();
    let parameters = along_streets(&waited);
    let ready = ReadyWalk::of(waited.study(), parameters, &mut |share| {
        told.push(share);
        true
    });
    // What is edited meanwhile is not lost.
    for session in [&mut waited, &mut at_once] {
        let added = facility(9, (3000.0, 700.0), &[0]);
        session.change(FacilityEdit::Add(added)).expect("it fits");
    }
    waited.make_ready(ready.expect("nobody ends it"));
    walk(&mut waited, parameters);
    walk(&mut at_once, parameters);
    assert_eq!(waited.base(), at_once.base());
    assert_eq!(waited.scenario(), at_once.scenario());
    assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
    // Nothing of it is left for another change.
    let slower = Parameters { pace_m_per_s: 0.5, ..parameters };
    walk(&mut waited, slower);
    walk(&mut at_once, slower);
    assert_eq!(waited.base(), at_once.base());
    let ended = ReadyWalk::of(waited.study(), parameters, &mut |_| false);
    assert!(ended.is_none());
}

#[test]
fn classes_of_gains_along_the_streets_are_settled_by_walks_along_the_streets() {
    let mut session = Session::new(sample_study());
    let parameters = along_streets(&session);
    walk(&mut session, parameters);
    let study = session.study();
    let unmet = session.unmet((FUNCTION, 0), GainOf::Residents);
    let in_circles = GainField::of(study, &unmet).expect("there are places");
    let scale = StreetGains::scale(study, &unmet, &in_circles);
    let field = gains(&session).expect("there are streets");
    let largest = field.gains().map(|(_, gain)| gain).max().expect("there are cells");
    assert!(scale <= largest && largest < in_circles.largest());
    assert!(scale.as_f64() > 0.8 * largest.as_f64(), "{scale} of {largest}");
}
