//! What the colours of units tell, counted once more resident by resident.

use lifecircle::cartography::{Camera, GroundIndex, MapKey, ScreenPoint, Symbology, UnitIndicator};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;

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
