//! What holds for the sample district whatever its plan.

use serde_json::Value;

use super::district;

const AGES: [&str; 6] = ["age0_2", "age3_5", "age6_17", "age18_59", "age60_79", "age80p"];
const FUNCTIONS: [&str; 11] = [
    "party_service",
    "elder_care",
    "childcare",
    "after_school",
    "community_meals",
    "home_services",
    "health",
    "fitness",
    "culture",
    "child_play",
    "employment",
];

/// The properties of every feature of a layer.
fn properties(role: &str) -> Vec<Value> {
    let layer = district().into_iter().find(|layer| layer.role == role).expect("the layer");
    let mut collection: Value = serde_json::from_str(&layer.text).expect("JSON");
    let Value::Array(features) = collection["features"].take() else { panic!("no features") };
    features.into_iter().map(|mut feature| feature["properties"].take()).collect()
}

fn sum(features: &[Value], field: &str) -> i64 {
    features.iter().map(|feature| feature[field].as_i64().expect("a whole number")).sum()
}

#[test]
fn the_district_is_the_same_at_every_call_and_under_15_megabytes() {
    let (first, second) = (district(), district());
    let texts = |layers: &[super::SampleLayer]| {
        layers.iter().map(|layer| layer.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&first), texts(&second));
    assert!(first.iter().map(|layer| layer.text.len()).sum::<usize>() < 15_000_000);
}

#[test]
fn units_and_buildings_count_the_same_residents() {
    let (units, buildings) = (properties("units"), properties("buildings"));
    assert_eq!(units.len(), 40);
    assert!((6_000..=10_000).contains(&buildings.len()), "{}", buildings.len());
    for field in AGES.into_iter().chain(["residents"]) {
        assert_eq!(sum(&units, field), sum(&buildings, field), "{field}");
    }
    for building in &buildings {
        let by_age: i64 = AGES.iter().filter_map(|age| building[age].as_i64()).sum();
        assert_eq!(Some(by_age), building["residents"].as_i64(), "{building}");
    }
}

#[test]
fn every_function_has_a_facility_and_every_facility_known_functions() {
    let facilities = properties("facilities");
    let offered: Vec<&str> = facilities
        .iter()
        .filter_map(|f| f["function"].as_str())
        .flat_map(|f| f.split(';'))
        .collect();
    assert!((70..=90).contains(&facilities.len()));
    assert!(offered.iter().all(|function| FUNCTIONS.contains(function)));
    assert!(FUNCTIONS.iter().all(|function| offered.contains(function)));
}

#[test]
fn every_layer_says_that_it_is_synthetic() {
    for layer in district() {
        let collection: Value = serde_json::from_str(&layer.text).expect("JSON");
        assert_eq!(collection["synthetic"], Value::Bool(true), "{}", layer.file_name);
    }
}
