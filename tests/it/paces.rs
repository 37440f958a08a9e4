//! Groups that walk at a pace of their own: how far they come, and that a group counts as if everybody
//! walked so.

use lifecircle::analysis::Coverage;
use lifecircle::analysis::measures::{Completeness, Measures, Nearest, WalkingTimes};
use lifecircle::layers::{Group, Persons};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, GroupPaces, Parameters, ScenarioId, Study, WalkLimit, WalkModel};
use proptest::prelude::*;

use super::deeds::{facility, homes};
use super::support::{Home, study_of};

const FUNCTION: FunctionIndex = FunctionIndex(3);
/// Positions of the groups that `study_of` knows.
const ALL: usize = 0;
const AGED: usize = 1;

fn set(study: &Study, parameters: Parameters) -> Study {
    let mut study = study.clone();
    study.apply(Edit::SetParameters(parameters)).expect("sound parameters");
    study
}

fn aged_at(pace: f64) -> GroupPaces {
    GroupPaces::default().with(Group::Age80Plus, Some(pace))
}

fn persons(number: f64) -> Persons {
    Persons::from_f64(number).expect("a number of persons")
}

/// A facility at the origin; homes 800, 820 and 990 m away, with 10, 20 and 40 residents, half of
/// them aged.
fn three_homes() -> Study {
    let home = |x: f64, residents: f64| Home { at: (x, 0.0), residents, aged_80: residents / 2.0 };
    let homes = [home(800.0, 10.0), home(820.0, 20.0), home(990.0, 40.0)];
    study_of(&homes, vec![facility(1, (0.0, 0.0), &[FUNCTION.0])])
}

#[test]
fn in_fifteen_minutes_the_aged_come_810_m_and_the_others_1000() {
    let limit = WalkLimit::Minutes(15.0);
    let by_age = Parameters { limit, paces: aged_at(0.9), ..Parameters::default() };
    let study = set(&three_homes(), by_age);
    assert!((study.walk(AGED).limit_m(FUNCTION) - 810.0).abs() < 1e-9);
    assert!((study.walk(ALL).limit_m(FUNCTION) - 1000.0).abs() < 1e-9);
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    assert_eq!(coverage.total(FUNCTION, ALL).covered, persons(70.0));
    assert_eq!(coverage.total(FUNCTION, AGED).covered, persons(5.0));
    assert_eq!(coverage.reach_counts(FUNCTION, ALL), [1, 1, 1]);
    assert_eq!(coverage.reach_counts(FUNCTION, AGED), [1, 0, 0]);
}

#[test]
fn a_limit_in_metres_is_the_same_for_all_and_only_the_minutes_differ() {
    let limit = WalkLimit::Metres(1000.0);
    let by_age = Parameters { limit, paces: aged_at(0.5), ..Parameters::default() };
    let study = set(&three_homes(), by_age);
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    assert_eq!(coverage.total(FUNCTION, AGED).covered, persons(35.0));
    let times = |group: usize| {
        let nearest = Nearest::of_group(&study, study.base(), group);
        WalkingTimes::of(&study, &nearest, FUNCTION, group, None).percentile(1.0)
    };
    // 990 m at 1.11 m/s and at 0.5 m/s, rounded up to a tenth of a minute.
    assert_eq!(times(ALL), Some(14.9));
    assert_eq!(times(AGED), Some(33.0));
}

#[test]
fn all_residents_together_have_no_pace_of_their_own() {
    let paces = GroupPaces::default().with(Group::All, Some(0.5));
    assert!(paces.are_none());
    let assumed = GroupPaces::assumed();
    assert_eq!(assumed.of(Group::Age18To59), Some(1.2));
    assert_eq!(assumed.of(Group::Age60Plus), Some(0.9));
    assert_eq!(assumed.of(Group::All), None);
    let mut study = three_homes();
    let running = Parameters { paces: aged_at(9.0), ..Parameters::default() };
    assert!(study.apply(Edit::SetParameters(running)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The oracle is the same study in which everybody walks at the group's pace.
    #[test]
    fn a_group_counts_as_if_everybody_walked_at_its_pace(
        homes in homes(),
        sites in prop::collection::vec((0.0..4000.0_f64, 0.0..4000.0_f64), 1..5),
        pace in 0.4..2.0_f64,
        minutes in 3.0..25.0_f64,
        model in prop::sample::select(&WalkModel::ALL[..]),
    ) {
        let facilities = sites.iter().enumerate();
        let facilities = facilities.map(|(id, at)| facility(id as u32 + 1, *at, &[3])).collect();
        let study = study_of(&homes, facilities);
        let usual =
            Parameters { model, limit: WalkLimit::Minutes(minutes), ..Parameters::default() };
        let by_age = set(&study, Parameters { paces: aged_at(pace), ..usual });
        let all_so = set(&study, Parameters { pace_m_per_s: pace, ..usual });
        let all_usual = set(&study, usual);
        let of = |study: &Study| Coverage::of(study, ScenarioId::BASE);
        let (mixed, slow, normal) = (of(&by_age), of(&all_so), of(&all_usual));
        for unit in 0..study.layers().units.len() {
            prop_assert_eq!(mixed.unit(FUNCTION, AGED, unit), slow.unit(FUNCTION, AGED, unit));
            prop_assert_eq!(mixed.unit(FUNCTION, ALL, unit), normal.unit(FUNCTION, ALL, unit));
        }
        prop_assert_eq!(mixed.reach_counts(FUNCTION, AGED), slow.reach_counts(FUNCTION, AGED));
        let nearest = Nearest::of_group(&by_age, by_age.base(), AGED);
        let alone = Nearest::of(&all_so, all_so.base());
        for building in 0..homes.len() {
            prop_assert_eq!(
                nearest.metres(FUNCTION, building),
                alone.metres(FUNCTION, building)
            );
        }
        let functions = [FUNCTION];
        let complete = Completeness::by_unit(&by_age, &nearest, &functions, AGED);
        prop_assert_eq!(complete, Completeness::by_unit(&all_so, &alone, &functions, AGED));
    }

    #[test]
    fn measures_of_a_group_follow_the_edits_too(
        homes in homes(),
        deeds in prop::collection::vec(super::deeds::deed(), 1..15),
        pace in 0.4..2.0_f64,
    ) {
        let limit = WalkLimit::Minutes(12.0);
        let by_age = Parameters { limit, paces: aged_at(pace), ..Parameters::default() };
        let study = set(&study_of(&homes, vec![facility(1, (800.0, 900.0), &[0, 1])]), by_age);
        let mut session = Session::new(study);
        let mut kept = Measures::of_group(session.study(), session.shown(), AGED);
        for deed in &deeds {
            super::deeds::carry_out(&mut session, deed);
            let (study, shown) = (session.study(), session.shown());
            kept.follow(study, shown);
            let anew = Measures::of_group(study, shown, AGED);
            if kept.are_of(study, AGED) {
                prop_assert_eq!(kept.nearest().metres(FunctionIndex(1), 0),
                    anew.nearest().metres(FunctionIndex(1), 0));
                prop_assert_eq!(&kept, &anew);
            }
        }
    }
}
