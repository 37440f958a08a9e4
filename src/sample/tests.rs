//! What must hold for the sample district, read back from its text.

use super::district;
use serde_json::Value;

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

/// The features of the layer with this role; empty if there is none.
fn features(role: &str) -> Vec<Value> {
    let layer = district().into_iter().find(|layer| layer.role == role);
    let text = layer.map(|layer| layer.text).unwrap_or_default();
    let mut collection: Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(collection["synthetic"], true);
    match collection["features"].take() {
        Value::Array(features) => features,
        _ => Vec::new(),
    }
}

fn number(feature: &Value, name: &str) -> u64 {
    feature["properties"][name].as_u64().unwrap_or_default()
}

fn word<'a>(feature: &'a Value, name: &str) -> &'a str {
    feature["properties"][name].as_str().unwrap_or_default()
}

fn sum(features: &[Value], name: &str) -> u64 {
    features.iter().map(|feature| number(feature, name)).sum()
}

/// Longitudes and latitudes of the outer ring of a polygon.
fn ring(feature: &Value) -> Vec<[f64; 2]> {
    let positions = feature["geometry"]["coordinates"][0].as_array();
    let pair = |p: &Value| [0, 1].map(|axis| p[axis].as_f64().unwrap_or_default());
    positions.into_iter().flatten().map(pair).collect()
}

fn area(ring: &[[f64; 2]]) -> f64 {
    let origin = ring[0];
    let [from, to] = [0, 1]
        .map(|skip| ring.iter().skip(skip).map(move |p| [p[0] - origin[0], p[1] - origin[1]]));
    from.zip(to).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum::<f64>() / 2.0
}

#[test]
fn every_call_gives_the_same_text() {
    let texts = || district().into_iter().map(|layer| layer.text).collect::<Vec<_>>();
    assert_eq!(texts(), texts());
}

#[test]
fn files_are_small() {
    let size: usize = district().iter().map(|layer| layer.text.len()).sum();
    assert!(size < 12_000_000, "{size} bytes");
}

#[test]
fn units_sum_up_their_buildings() {
    let (units, buildings) = (features("units"), features("buildings"));
    assert_eq!(units.len(), 40);
    assert!((7_500..=9_000).contains(&buildings.len()), "{} buildings", buildings.len());
    for name in AGES.iter().chain(&["residents"]) {
        assert_eq!(sum(&units, name), sum(&buildings, name), "{name}");
    }
    assert!((270_000..=300_000).contains(&sum(&units, "residents")));
    for feature in units.iter().chain(&buildings) {
        let people: u64 = AGES.iter().map(|age| number(feature, age)).sum();
        assert_eq!(people, number(feature, "residents"));
    }
}

#[test]
fn three_subdistricts_share_the_units_along_main_road_and_river() {
    let units = features("units");
    let mut borders: Vec<(&str, f64, f64, usize)> = Vec::new();
    for unit in &units {
        let ring = ring(unit);
        let middle = ring.iter().map(|place| place[0]).sum::<f64>() / ring.len() as f64;
        let name = word(unit, "district");
        assert!(name.ends_with("街道"), "{}", word(unit, "id"));
        match borders.iter_mut().find(|known| known.0 == name) {
            Some((_, west, east, count)) => {
                (*west, *east, *count) = (west.min(middle), east.max(middle), *count + 1);
            }
            None => borders.push((name, middle, middle, 1)),
        }
    }
    let counts: Vec<usize> = borders.iter().map(|(.., count)| *count).collect();
    assert_eq!(counts, [12, 12, 16]);
    assert!(borders.windows(2).all(|pair| pair[0].2 < pair[1].1), "from west to east: {borders:?}");
}

#[test]
fn rings_are_closed_and_run_counter_clockwise() {
    for role in ["units", "buildings"] {
        for feature in features(role) {
            let ring = ring(&feature);
            assert_eq!(ring.first(), ring.last());
            assert!(area(&ring) > 0.0, "{}", word(&feature, "id"));
        }
    }
}

/// An edge inside the district belongs to two units, which run along it in opposite directions, so
/// each edge occurs once in each direction at most; and the areas sum to that of the outline.
#[test]
fn units_share_their_borders() {
    let rings: Vec<_> = features("units").iter().map(ring).collect();
    let bits = |p: &[f64; 2]| p.map(f64::to_bits);
    let mut edges: Vec<_> =
        rings.iter().flat_map(|ring| ring.windows(2)).map(|e| (bits(&e[0]), bits(&e[1]))).collect();
    edges.sort_unstable();
    let count = edges.len();
    edges.dedup();
    assert_eq!(edges.len(), count);
    let is_inner = |&&(a, b): &&_| edges.binary_search(&(b, a)).is_ok();
    let outer: Vec<_> = edges.iter().filter(|edge| !is_inner(edge)).collect();
    for (start, _) in &outer {
        let arrivals = outer.iter().filter(|(_, end)| end == start).count();
        assert_eq!(arrivals, 1, "the outline of the district is one ring");
    }
}

#[test]
fn facilities_have_known_functions() {
    let facilities = features("facilities");
    let functions =
        |f: &Value| word(f, "function").split(';').map(str::to_owned).collect::<Vec<_>>();
    let all: Vec<String> = facilities.iter().flat_map(functions).collect();
    assert!(all.iter().all(|function| FUNCTIONS.contains(&function.as_str())));
    assert!(FUNCTIONS.iter().all(|known| all.iter().any(|function| function == known)));
}

#[test]
fn candidates_fit_into_their_buildings() {
    let (buildings, candidates) = (features("buildings"), features("candidates"));
    assert_eq!(candidates.len(), 60);
    for candidate in &candidates {
        let id = word(candidate, "building");
        let host = buildings.iter().find(|building| word(building, "id") == id);
        let room = host.map_or(0, |host| number(host, "floor_area_m2"));
        assert!((1..=room).contains(&number(candidate, "usable_area_m2")));
        assert!(number(candidate, "total_area_m2") >= number(candidate, "usable_area_m2"));
    }
}

#[test]
fn opinions_of_candidates_do_not_contradict_the_review() {
    let parties = ["development_opinion", "planning_opinion", "fire_opinion", "owner_consent"];
    for candidate in features("candidates") {
        let opinions = parties.map(|party| word(&candidate, party).to_owned());
        let objects = opinions.iter().any(|opinion| opinion == "不同意");
        match word(&candidate, "review_state") {
            "passed" => assert!(opinions.iter().all(|opinion| opinion == "同意")),
            "conditional" => assert!(!objects),
            "not_filed" | "need_documents" => assert!(opinions.iter().all(String::is_empty)),
            _ => {}
        }
    }
}
