//! What the colours of units tell, counted once more resident by resident.

use lifecircle::analysis::Coverage;
use lifecircle::cartography::{
    Camera, ClassMethod, Classing, GroundIndex, MapKey, ScreenPoint, Subjects, Symbology,
    UnitIndicator, UnitSymbology,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::programme::{DemandList, PilotStanding, choose_pilots};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{AreaUse, ScenarioId};

use super::support::{map_content, sample_study};

/// Sums over the residents of each unit: of a weight by how many facilities reach them, and of all.
fn sums(session: &Session, function: FunctionIndex, weight: fn(u32) -> f64) -> Vec<[f64; 2]> {
    let layers = session.study().layers();
    let counts = session.scenario().reach_counts(function, 0);
    let mut sums = vec![[0.0; 2]; layers.units.len()];
    for (building, residents) in layers.buildings.demand().residents(0).iter().enumerate() {
        if let Some(unit) = layers.buildings.unit_of(building) {
            sums[unit][0] += residents.as_f64() * weight(counts[building]);
            sums[unit][1] += residents.as_f64();
        }
    }
    sums
}

fn assert_close(values: &[Option<f64>], wanted: impl Iterator<Item = Option<f64>>) {
    let wanted: Vec<_> = wanted.collect();
    assert_eq!(values.len(), wanted.len());
    for (value, wanted) in values.iter().zip(&wanted) {
        let (value, wanted) = (value.unwrap_or(-1.0), wanted.unwrap_or(-1.0));
        assert!((value - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{value} {wanted}");
    }
    assert!(wanted.iter().any(|value| *value != wanted[0]), "units differ");
}

/// What an indicator comes to in the units of the sample's base.
fn values_of(
    session: &Session,
    indicator: UnitIndicator,
    function: FunctionIndex,
    group: usize,
) -> Vec<Option<f64>> {
    let study = session.study();
    let coverage: &Coverage = session.base();
    indicator.values(Subjects {
        study,
        scenario: ScenarioId::BASE,
        facilities: study.facilities(ScenarioId::BASE),
        coverage,
        by_circle: None,
        function,
        group,
        nearest: None,
        counted: None,
    })
}

fn function_of(session: &Session, id: &str) -> FunctionIndex {
    let standard = session.study().standard();
    let mut all = standard.indexes();
    all.find(|index| standard.function(*index).id == id).expect("a function of the standard")
}

/// Residents with the minutes they walk to the nearest of all facilities of a function, unit by unit.
fn walks(session: &Session, function: FunctionIndex) -> Vec<Vec<(f64, f64)>> {
    let study = session.study();
    let (layers, parameters) = (study.layers(), study.parameters());
    let sites: Vec<WorldPoint> =
        session.facilities().values().filter(|f| f.offers(function)).map(|f| f.at).collect();
    let mut walks = vec![Vec::new(); layers.units.len()];
    for (building, at) in layers.buildings.demand_points().iter().enumerate() {
        let residents = layers.buildings.demand().residents(0)[building].as_f64();
        if let Some(unit) = layers.buildings.unit_of(building).filter(|_| residents > 0.0) {
            let straight_m = sites.iter().map(|site| (site.x - at.x).hypot(site.y - at.y));
            let metres = straight_m.fold(f64::INFINITY, f64::min) * parameters.detour;
            walks[unit].push((metres, residents));
        }
    }
    walks
}

#[test]
fn minutes_of_units_are_those_that_their_residents_walk() {
    let session = Session::new(sample_study());
    let function = function_of(&session, "childcare");
    let walk = session.study().walk(0);
    let horizon_m = 2000.0_f64.max(
        2.0 * session.study().standard().indexes().map(|f| walk.limit_m(f)).fold(0.0, f64::max),
    );
    let mean = values_of(&session, UnitIndicator::MeanMinutes, function, 0);
    let nine_tenths = values_of(&session, UnitIndicator::NineTenthsMinutes, function, 0);
    let (mut known, mut different) = (0, std::collections::BTreeSet::new());
    for (unit, mut of_unit) in walks(&session, function).into_iter().enumerate() {
        let all: f64 = of_unit.iter().map(|(_, residents)| residents).sum();
        if all == 0.0 || of_unit.iter().any(|(metres, _)| *metres > horizon_m) {
            assert_eq!(mean[unit], None, "unit {unit}");
            continue;
        }
        let minutes = |metres: f64| walk.minutes_for(metres);
        let wanted = of_unit.iter().map(|(m, p)| minutes(*m) * p).sum::<f64>() / all;
        let value = mean[unit].expect("somebody lives there");
        assert!((value - wanted).abs() < 1e-3, "unit {unit}: {value} {wanted}");
        // The walk of whoever completes nine tenths, to a tenth of a minute.
        of_unit.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut sum = 0.0;
        let last = of_unit.iter().find(|(_, residents)| {
            sum += residents;
            sum >= 0.9 * all - 1e-6
        });
        let wanted = minutes(last.expect("they are all there").0);
        let value = nine_tenths[unit].expect("nobody is beyond the horizon");
        assert!(value >= wanted - 1e-3 && value < wanted + 0.11, "unit {unit}: {value} {wanted}");
        known += 1;
        different.insert((value * 10.0) as i64);
    }
    assert!(known > 20 && different.len() > 5, "{known} {different:?}");
}

#[test]
fn what_units_lack_is_the_norm_without_what_stands_there() {
    let session = Session::new(sample_study());
    let function = function_of(&session, "childcare");
    let norms = &session.study().standard().function(function).norms;
    let layers = session.study().layers();
    let residents: Vec<f64> =
        sums(&session, function, |_| 1.0).into_iter().map(|[_, residents]| residents).collect();
    let mut there = vec![[0.0; 2]; layers.units.len()];
    for facility in session.facilities().values().filter(|f| f.offers(function)) {
        let Some(unit) = layers.units.at(facility.at) else { continue };
        there[unit][0] += AreaUse::of(facility).counted_for(function).map_or(0.0, |area| area.m2);
        there[unit][1] += facility.capacity_for(function).unwrap_or(0.0);
    }
    let of_norms = [
        (UnitIndicator::AreaGap, &norms.area_m2_per_1000, 0),
        (UnitIndicator::PlacesGap, &norms.capacity_per_1000, 1),
    ];
    for (indicator, norm, what) in of_norms {
        let values = values_of(&session, indicator, function, 0);
        let norm = norm.as_ref().expect("the standard has a norm of it");
        let gap = |unit: usize| norm.value / 1000.0 * residents[unit] - there[unit][what];
        assert_close(&values, (0..residents.len()).map(|unit| Some(gap(unit).max(0.0))));
    }
    // Where the standard asks for no capacity, nothing is said of it.
    let elder_care = function_of(&session, "elder_care");
    let values = values_of(&session, UnitIndicator::PlacesGap, elder_care, 0);
    assert!(values.iter().all(Option::is_none), "{values:?}");
}

#[test]
fn shares_candidates_and_inequality_are_counted_one_by_one() {
    let session = Session::new(sample_study());
    let function = function_of(&session, "health");
    let layers = session.study().layers();
    let (buildings, units) = (&layers.buildings, layers.units.len());
    let demand = buildings.demand();
    let group = demand.groups().len() - 1;
    assert!(group > 0, "the sample has groups");
    let in_unit = |unit: usize| {
        (0..buildings.len()).filter(move |building| buildings.unit_of(*building) == Some(unit))
    };
    let persons = |unit: usize, group: usize| -> f64 {
        in_unit(unit).map(|building| demand.residents(group)[building].as_f64()).sum()
    };
    let shares = values_of(&session, UnitIndicator::GroupShare, function, group);
    let wanted = (0..units).map(|unit| {
        let all = persons(unit, 0);
        (all > 0.0).then(|| persons(unit, group) / all)
    });
    assert_close(&shares, wanted);

    let candidates = values_of(&session, UnitIndicator::Candidates, function, 0);
    let register = session.study().register();
    let wanted = (0..units).map(|unit| {
        let there = register.iter().filter(|one| layers.units.at(one.at) == Some(unit));
        Some(there.count() as f64)
    });
    assert_close(&candidates, wanted);

    // Gini as the mean difference of two residents, in parts of twice the mean.
    let counts = session.base().reach_counts(function, 0);
    let values = values_of(&session, UnitIndicator::Inequality, function, 0);
    for (unit, value) in values.iter().enumerate() {
        let homes: Vec<(f64, f64)> = in_unit(unit)
            .map(|b| (f64::from(counts[b]), demand.residents(0)[b].as_f64()))
            .filter(|(_, residents)| *residents > 0.0)
            .collect();
        let all: f64 = homes.iter().map(|(_, p)| p).sum();
        let sum: f64 = homes.iter().map(|(count, p)| count * p).sum();
        if sum == 0.0 {
            assert_eq!(*value, None, "unit {unit}");
            continue;
        }
        let pairs =
            homes.iter().flat_map(|(a, p)| homes.iter().map(move |(b, q)| (a - b).abs() * p * q));
        let wanted = pairs.sum::<f64>() / (2.0 * all * sum);
        assert!((value.unwrap_or(-1.0) - wanted).abs() < 1e-6, "unit {unit}: {value:?} {wanted}");
    }
}

#[test]
fn priority_is_the_score_of_the_list_of_pilots() {
    let session = Session::new(sample_study());
    let study = session.study();
    let demand = DemandList::of(study, ScenarioId::BASE, session.base());
    let pilots = choose_pilots(study, session.base(), &demand, &study.programme_rules().pilots);
    let values = values_of(&session, UnitIndicator::Priority, FunctionIndex(0), 0);
    let chosen: Vec<_> = pilots
        .iter()
        .filter(|pilot| matches!(pilot.standing, PilotStanding::Chosen { .. }))
        .collect();
    assert!(!chosen.is_empty() && values.len() == pilots.len());
    for pilot in chosen {
        assert_eq!(values[pilot.unit], Some(pilot.score), "unit {}", pilot.unit);
    }
}

#[test]
fn every_indicator_has_classes_on_the_sample_and_keeps_within_them() {
    let session = Session::new(sample_study());
    // It has norms of area and of capacity.
    let function = function_of(&session, "childcare");
    for indicator in UnitIndicator::ALL {
        let values = values_of(&session, indicator, function, 0);
        assert_eq!(values.len(), session.study().layers().units.len(), "{indicator:?}");
        let is_known = values.iter().any(Option::is_some);
        assert_eq!(is_known, indicator != UnitIndicator::CircleOnly, "{indicator:?}");
        for method in ClassMethod::ALL {
            let units = UnitSymbology::Graduated(indicator, Classing { method, classes: 4 });
            let symbology = Symbology { units, ..Symbology::default() };
            let key = MapKey::of(symbology, &session, function, 0);
            // In the circle model nothing is only in the circle: rates are shown instead.
            assert!(key.has_values, "{indicator:?} {method:?}");
        }
    }
}

#[test]
fn values_counted_beforehand_are_shown_as_they_are() {
    let session = Session::new(sample_study());
    let function = function_of(&session, "childcare");
    let indicator = UnitIndicator::MeanMinutes;
    let classing = Classing { method: ClassMethod::Quantile, classes: 5 };
    let units = UnitSymbology::Graduated(indicator, classing);
    let symbology = Symbology { units, ..Symbology::default() };
    let counted = values_of(&session, indicator, function, 0);
    let direct = MapKey::of(symbology, &session, function, 0);
    let beforehand = MapKey::of_counted(symbology, &session, (function, 0), Some(&counted));
    assert_eq!(direct, beforehand);
    // While they are counted, no unit has one.
    let none_yet = MapKey::of_counted(symbology, &session, (function, 0), Some(&[]));
    assert!(!none_yet.has_values);
}

#[test]
fn indicators_of_units_are_what_their_residents_come_to() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("it has buildings");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 800.0, 600.0);
    let content = map_content(&session, &index, &key, camera);
    let function = content.function;
    let share = |[sum, residents]: [f64; 2]| (residents > 0.0).then(|| sum / residents);

    let backup = sums(&session, function, |count| f64::from(u8::from(count >= 2)));
    assert_close(&content.unit_values(UnitIndicator::Backup), backup.into_iter().map(share));
    let only_one = sums(&session, function, |count| f64::from(u8::from(count == 1)));
    let residents = only_one.into_iter().map(|[sum, _]| Some(sum));
    assert_close(&content.unit_values(UnitIndicator::OnlyOne), residents);

    let of_each: Vec<_> = session
        .study()
        .standard()
        .indexes()
        .map(|function| sums(&session, function, |count| f64::from(u8::from(count >= 1))))
        .collect();
    let functions = (0..session.study().layers().units.len())
        .map(|unit| of_each.iter().map(|sums| share(sums[unit])).sum());
    assert_close(&content.unit_values(UnitIndicator::Functions), functions);
}

#[test]
fn floor_area_counts_where_the_facility_stands() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("it has buildings");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 800.0, 600.0);
    let content = map_content(&session, &index, &key, camera);
    let layers = session.study().layers();
    let values = content.unit_values(UnitIndicator::FloorArea);
    let offering = session.facilities().values().filter(|f| f.offers(content.function));
    let places: Vec<_> = offering.filter_map(|f| layers.units.at(f.at)).collect();
    assert!(!places.is_empty(), "the sample has some");
    for (unit, value) in values.iter().enumerate().filter(|(unit, _)| !places.contains(unit)) {
        let residents = sums(&session, content.function, |_| 1.0)[unit][1];
        assert_eq!(*value, (residents > 0.0).then_some(0.0), "unit {unit}");
    }
}
