//! What is told of a unit, a building and a facility beyond the totals: gaps, losses, and what stands
//! in the way. Hand-made districts, and sums that must agree with coverage.

use lifecircle::analysis::measures::Nearest;
use lifecircle::analysis::{
    Coverage, gaps_of_unit, losses_by_unit, nearest_sites, rate_if_spread_evenly, services_of,
};
use lifecircle::layers::{BarrierKind, Persons};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, FacilityId, Parameters, ScenarioId, Study, WalkLimit, WalkModel};
use proptest::prelude::*;

use super::deeds::{facility, homes};
use super::support::{Home, study_of};

const FUNCTION: FunctionIndex = FunctionIndex(3);

fn persons(number: f64) -> Persons {
    Persons::from_f64(number).expect("a number of persons")
}

fn home(at: (f64, f64), residents: f64) -> Home {
    Home { at, residents, aged_80: 0.0 }
}

fn along_streets(study: &Study) -> Study {
    let mut study = study.clone();
    let walking = Parameters { model: WalkModel::Network, ..*study.parameters() };
    study.apply(Edit::SetParameters(walking)).expect("there are streets");
    study
}

/// By hand: 50, 30 and 20 residents live 2,400, 1,600 and 1,800 m from the only facility, within the
/// horizon of 2,000 m or beyond it: half of the hundred walk at most 1,800 m.
#[test]
fn a_unit_says_who_is_missing_what_and_how_far_it_is_instead() {
    let homes = [home((100.0, 10.0), 50.0), home((900.0, 10.0), 30.0), home((700.0, 10.0), 20.0)];
    let study = study_of(&homes, vec![facility(7, (2500.0, 10.0), &[FUNCTION.0])]);
    assert!(study.walk_limit_m(FUNCTION) < 1600.0);
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    let nearest = Nearest::of(&study, study.base());
    assert_eq!(nearest.horizon_m(), 2000.0);
    let gaps = gaps_of_unit(&study, &coverage, None, &nearest, 0, 0);
    assert_eq!(gaps.len(), study.standard().functions.len(), "nothing is near");
    let gap = gaps.iter().find(|gap| gap.function == FUNCTION).expect("it is missing");
    assert!(gap.is_whole());
    assert_eq!((gap.population, gap.unreached), (persons(100.0), persons(100.0)));
    assert_eq!((gap.nearest, gap.median_m), (Some(FacilityId(7)), Some(1800.0)));
    let home = gap.median_home.expect("a home stands for them");
    let way = &nearest_sites(&study, ScenarioId::BASE, home, 0)[usize::from(gap.function.0)];
    assert_eq!(way.site.as_ref().map(|site| site.walked_m), gap.median_m);
    let other = gaps.iter().find(|gap| gap.function != FUNCTION).expect("nobody offers it");
    assert_eq!((other.nearest, other.median_m), (None, None));
}

#[test]
fn the_river_is_named_where_the_straight_line_leads_across() {
    // The river of the test district runs north to south near x = 2,100 m.
    let homes = [home((1800.0, 1000.0), 10.0)];
    let sites = vec![facility(1, (2500.0, 1000.0), &[0]), facility(2, (1500.0, 1000.0), &[1])];
    let study = along_streets(&study_of(&homes, sites));
    let sites = nearest_sites(&study, ScenarioId::BASE, 0, 0);
    let barriers = |function: usize| sites[function].site.as_ref().map(|s| s.barriers.clone());
    assert_eq!(barriers(1), Some(Vec::new()));
    // Where a bridge leads there at all, the river is what the detour is for.
    if let Some(across) = barriers(0) {
        assert_eq!(across, [BarrierKind::Water]);
    }
    let network = study.network().expect("it walks along streets");
    let at = study.layers().buildings.demand_points()[0];
    let beyond = study.base()[&FacilityId(1)].at;
    assert_eq!(network.barriers_between(at, beyond), [BarrierKind::Water]);
}

/// By hand: 90 of 100 residents live in the one of two buildings that is reached.
#[test]
fn residents_spread_evenly_would_be_reached_by_half() {
    let homes = [home((100.0, 10.0), 90.0), home((990.0, 10.0), 10.0)];
    let mut study = study_of(&homes, vec![facility(1, (100.0, 20.0), &[FUNCTION.0])]);
    let near = Parameters { limit: WalkLimit::Metres(500.0), ..Parameters::default() };
    study.apply(Edit::SetParameters(near)).expect("sound parameters");
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    assert_eq!(coverage.total(FUNCTION, 0).rate(), Some(0.9));
    let evenly = |unit| rate_if_spread_evenly(&study, &coverage, FUNCTION, 0, unit);
    assert_eq!(evenly(None), Some(0.5));
    assert_eq!(evenly(Some(0)), Some(0.5));
    assert_eq!(evenly(Some(5)), None, "nobody lives there");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn gaps_and_losses_agree_with_coverage(
        homes in homes(),
        sites in prop::collection::vec((0.0..4000.0_f64, 0.0..4000.0_f64), 1..6),
        model in prop::sample::select(&WalkModel::ALL[..]),
    ) {
        let facilities = sites.iter().enumerate();
        let facilities = facilities.map(|(id, at)| facility(id as u32 + 1, *at, &[3])).collect();
        let mut study = study_of(&homes, facilities);
        if model == WalkModel::Network {
            study = along_streets(&study);
        }
        let session = Session::new(study);
        let (study, coverage) = (session.study(), session.scenario());
        let circle = session.circle_coverage_of(session.shown());
        let nearest = Nearest::of(study, study.base());
        for unit in 0..study.layers().units.len() {
            let gaps = gaps_of_unit(study, coverage, circle, &nearest, unit, 0);
            let gap = gaps.iter().find(|gap| gap.function == FUNCTION);
            let reached = coverage.unit(FUNCTION, 0, unit);
            let unreached = gap.map_or(Persons::ZERO, |gap| gap.unreached);
            prop_assert_eq!(unreached, reached.population - reached.covered);
            if let Some(gap) = gap {
                prop_assert!(gap.circle_only <= gap.unreached);
                prop_assert!(gap.median_m.is_none_or(|m| m > study.walk_limit_m(FUNCTION)));
            }
        }
        // What losses say comes true when the facility goes.
        for facility in study.base().values() {
            let losses = losses_by_unit(study, coverage, facility, FUNCTION, 0);
            let all: Persons = losses.iter().map(|(_, residents)| *residents).sum();
            let service = services_of(study, coverage, facility, 0)[0];
            prop_assert_eq!(all, service.depending);
            let mut without = session.clone();
            let gone = lifecircle::study::FacilityEdit::Remove(facility.id);
            without.change(gone).expect("a scenario is shown");
            let after = without.scenario().total(FUNCTION, 0).covered;
            prop_assert_eq!(coverage.total(FUNCTION, 0).covered - after, all);
        }
    }
}
