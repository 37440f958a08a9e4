//! Exact gains at places: what counting gives, in both walk models, however the study came to be; and
//! what the single advice says is what happens when it is followed.

use lifecircle::analysis::measures::{Assignment, Load, Measures};
use lifecircle::analysis::{
    Closure, Coverage, GainOf, Newcomer, PlaceGains, Reaching, SiteChange, SitePlace, best_swap,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::layers::Persons;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Facility, FacilityOrigin, Parameters, Study, WalkModel};
use proptest::prelude::*;

use super::deeds::{carry_out, deed, facility, homes};
use super::support::{Home, study_of};

const FUNCTION: FunctionIndex = FunctionIndex(0);

/// Every home, and places where nobody lives.
fn places(study: &Study) -> Vec<WorldPoint> {
    let beside = [(0.0, 0.0), (1234.5, 987.0), (2500.0, 2500.0), (9000.0, 9000.0)];
    let beside = beside.map(|(x, y)| WorldPoint::new(x, y));
    study.layers().buildings.demand_points().iter().copied().chain(beside).collect()
}

fn gains(session: &Session, what: GainOf) -> PlaceGains {
    let (study, unmet) = (session.study(), session.unmet((FUNCTION, 0), what));
    let counted = PlaceGains::of(study, &unmet, &places(study), &mut |_| true);
    counted.expect("nobody ends it")
}

/// What is wanted within the limit of each place, by the study's own search.
fn by_counting(session: &Session, what: GainOf) -> Vec<Persons> {
    let (study, unmet) = (session.study(), session.unmet((FUNCTION, 0), what));
    let gain = |place: &WorldPoint| {
        let mut gain = Persons::ZERO;
        study.walk(0).for_each_within_reach(*place, FUNCTION, |building, _| {
            gain += unmet.at(building as usize);
        });
        gain
    };
    places(study).iter().map(gain).collect()
}

fn walk(session: &mut Session, model: WalkModel) {
    let parameters = Parameters { model, ..*session.study().parameters() };
    let edit = Edit::SetParameters(parameters);
    session.perform(Message::same("walk"), [edit]).expect("the model can be chosen");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn gains_followed_are_those_from_scratch_and_what_counting_gives(
        homes in homes(),
        along_streets in any::<bool>(),
        what in prop::sample::select(GainOf::ALL.to_vec()),
        deeds in prop::collection::vec(deed(), 1..12),
    ) {
        let mut session = Session::new(study_of(&homes, Vec::new()));
        if along_streets {
            walk(&mut session, WalkModel::Network);
        }
        let mut followed = gains(&session, what);
        prop_assert_eq!(followed.all(), by_counting(&session, what));
        for deed in &deeds {
            carry_out(&mut session, deed);
            if !followed.follow(session.study(), &session.unmet((FUNCTION, 0), what)) {
                followed = gains(&session, what);
            }
            let anew = gains(&session, what);
            prop_assert_eq!(followed.all(), anew.all(), "after {:?}", deed);
        }
        prop_assert_eq!(followed.all(), by_counting(&session, what));
    }

    #[test]
    fn the_best_swap_is_the_best_of_all_swaps_and_does_what_it_says(
        homes in homes(),
        along_streets in any::<bool>(),
        standing in prop::collection::vec((-500.0..4500.0_f64, -500.0..4500.0_f64), 1..5),
    ) {
        let standing = (1..).zip(standing).map(|(id, at)| facility(id, at, &[0]));
        let mut session = Session::new(study_of(&homes, standing.collect()));
        if along_streets {
            walk(&mut session, WalkModel::Network);
        }
        let study = session.study();
        let facilities: Vec<&Facility> = session.facilities().values().collect();
        let places = places(study);
        let swap = best_swap(reaching(&session), &facilities, &places, &|| true);
        let mut best = Persons::ZERO;
        for facility in &facilities {
            for place in &places {
                let change = changed_by(&session, &swapped(facility, *place));
                best = best.max(change);
            }
        }
        prop_assert_eq!(swap.map_or(Persons::ZERO, |swap| swap.change), best);
        if let Some(swap) = swap {
            let leaving = session.facility(swap.facility).expect("it is there");
            let change = changed_by(&session, &swapped(leaving, places[swap.place]));
            prop_assert_eq!(swap.change, change);
        }
    }

    #[test]
    fn opening_and_closing_do_what_is_foretold(homes in homes(), at in (0.0..4000.0_f64, 0.0..4000.0_f64)) {
        let standing = vec![facility(1, (1000.0, 1000.0), &[0]), facility(2, (1500.0, 1200.0), &[0])];
        let session = Session::new(study_of(&homes, standing));
        let place = site(WorldPoint::new(at.0, at.1));
        let newcomer = Newcomer::at(reaching(&session), place.at);
        prop_assert_eq!(changed_by(&session, &SiteChange::Open(place)), newcomer.gain);
        prop_assert!(newcomer.gain <= newcomer.in_reach);
        for facility in session.facilities().values() {
            let closure = Closure::of(reaching(&session), facility);
            let change = changed_by(&session, &SiteChange::Close(facility.id));
            prop_assert_eq!(Persons::ZERO - closure.lost, change);
            let by_unit: Persons = closure.by_unit.iter().map(|(_, count)| *count).sum();
            prop_assert_eq!(by_unit, closure.lost);
        }
    }
}

fn reaching(session: &Session) -> Reaching<'_> {
    Reaching {
        study: session.study(),
        function: FUNCTION,
        group: 0,
        reach_counts: session.scenario().reach_counts(FUNCTION, 0),
    }
}

fn site(at: WorldPoint) -> SitePlace {
    SitePlace {
        id: "S".to_owned(),
        name: "site".to_owned(),
        at,
        origin: FacilityOrigin::Hypothetical,
        usable_area_m2: None,
    }
}

fn swapped(facility: &Facility, place: WorldPoint) -> SiteChange {
    SiteChange::Swap { close: facility.id, open: site(place) }
}

/// Residents gained once a change is real, from scratch.
fn changed_by(session: &Session, change: &SiteChange) -> Persons {
    let mut session = session.clone();
    let before = session.scenario().total(FUNCTION, 0).covered;
    let edits = change.edits(session.study(), session.shown(), FUNCTION, Language::En);
    session.change_together(Message::same("change"), edits).expect("it fits");
    let after = Coverage::of(session.study(), session.shown());
    after.total(FUNCTION, 0).covered - before
}

#[test]
fn counting_ends_when_it_is_told_to() {
    let homes = [Home { at: (100.0, 100.0), residents: 5.0, aged_80: 1.0 }];
    let session = Session::new(study_of(&homes, Vec::new()));
    let (study, unmet) = (session.study(), session.unmet((FUNCTION, 0), GainOf::Residents));
    let counted = PlaceGains::of(study, &unmet, &places(study), &mut |_| false);
    assert!(counted.is_err());
}

/// Two homes 100 m apart and one 3 km away, with a limit of 1,000 m at most: worked by hand.
#[test]
fn a_gain_is_who_is_near_and_has_nothing() {
    let home = |x: f64, residents: f64| Home { at: (x, 500.0), residents, aged_80: 0.0 };
    let homes = [home(500.0, 7.0), home(600.0, 20.0), home(3500.0, 100.0)];
    let mut session = Session::new(study_of(&homes, Vec::new()));
    let whole =
        |gains: &PlaceGains| gains.all()[..3].iter().map(|g| g.rounded()).collect::<Vec<_>>();
    assert_eq!(whole(&gains(&session, GainOf::Residents)), [27, 27, 100]);
    let open = SiteChange::Open(site(WorldPoint::new(3500.0, 500.0)));
    let edits = open.edits(session.study(), session.shown(), FUNCTION, Language::En);
    session.change_together(Message::same("open"), edits).expect("it fits");
    assert_eq!(whole(&gains(&session, GainOf::Residents)), [27, 27, 0]);
}

/// One home is reached and one is not in a unit; nobody is in another. Worked by hand.
#[test]
fn need_weighs_residents_by_how_much_their_unit_lacks() {
    let home = |at: (f64, f64), residents: f64| Home { at, residents, aged_80: 0.0 };
    let homes =
        [home((3990.0, 10.0), 30.0), home((3010.0, 990.0), 70.0), home((500.0, 500.0), 100.0)];
    let session = Session::new(study_of(&homes, vec![facility(1, (3990.0, 10.0), &[0])]));
    let unmet = session.unmet((FUNCTION, 0), GainOf::Need);
    let wanted = [0, 1, 2].map(|building| unmet.at(building).as_f64());
    assert_eq!(wanted, [0.0, 70.0 * 0.7, 100.0]);
    let gains = gains(&session, GainOf::Need);
    assert_eq!(gains.all()[..3].iter().map(|g| g.as_f64()).collect::<Vec<_>>(), wanted);
    assert_eq!(gains.what(), (FUNCTION, 0, GainOf::Need));
}

#[test]
fn room_is_wanted_by_whom_nobody_reaches_and_by_whom_the_nearest_cannot_serve() {
    let home = |at: (f64, f64), residents: f64| Home { at, residents, aged_80: 0.0 };
    let homes =
        [home((500.0, 500.0), 300.0), home((2500.0, 500.0), 10.0), home((500.0, 3500.0), 7.0)];
    let with_room = |id, at| Facility { capacity: Some(10.0), ..facility(id, at, &[0]) };
    let existing = vec![with_room(1, (500.0, 500.0)), with_room(2, (2500.0, 500.0))];
    let session = Session::new(study_of(&homes, existing));
    let (study, shown) = (session.study(), session.shown());
    let measures = Measures::of(study, shown);
    let about = (FUNCTION, study.standard().function(FUNCTION));
    let assignment =
        Assignment::of(study.layers(), measures.nearest(), session.facilities(), about, 0);
    let beyond = |load: &Load| {
        let served = load.residents.as_f64() / load.occupancy.expect("there is capacity").max(1.0);
        load.residents.as_f64() - served
    };
    let crowded: f64 = assignment.loads.iter().map(beyond).sum();
    assert!(crowded > 1.0, "{assignment:?}");
    let unmet = session.unmet((FUNCTION, 0), GainOf::Room);
    let wanted = [0, 1, 2].map(|building| unmet.at(building).as_f64());
    assert!((wanted[0] + wanted[1] - crowded).abs() < 1e-3, "{wanted:?} {crowded}");
    assert_eq!(wanted[2], 7.0, "nobody reaches it");
}
