//! In which system each of several layers is: told from each other where that is beyond doubt, asked
//! about where it is not, and never touched where the layers merely cover each other in part.

use lifecircle::files::{Content, ImportOptions, LayerReport, LayerSource, Role, import};
use lifecircle::geometry::{Crs, Projector};
use serde_json::Value;

use super::support::sample_sources;

/// A layer of the sample: the features whose first vertex is kept, written in a system that the file
/// does not name.
fn layer(role: Role, keep: impl Fn([f64; 2]) -> bool, system: &Crs) -> LayerSource {
    let (sources, _) = sample_sources();
    let mut source = sources.into_iter().find(|source| source.role == role).expect("there");
    let Content::Text(text) = &source.content else { panic!("in memory") };
    let mut document: Value = serde_json::from_str(text).expect("JSON");
    let features = document["features"].as_array_mut().expect("a list");
    let projector = Projector::new(&Crs::wgs84(), system).expect("known");
    features.retain(|feature| first_vertex(&feature["geometry"]["coordinates"]).is_some_and(&keep));
    for feature in features {
        convert(&mut feature["geometry"]["coordinates"], &projector);
    }
    source.content = Content::Text(document.to_string().into());
    source
}

fn first_vertex(coordinates: &Value) -> Option<[f64; 2]> {
    let list = coordinates.as_array()?;
    match list.as_slice() {
        [Value::Number(x), Value::Number(y), ..] => Some([x.as_f64()?, y.as_f64()?]),
        [first, ..] => first_vertex(first),
        [] => None,
    }
}

fn convert(coordinates: &mut Value, projector: &Projector) {
    if let Ok([x, y]) = serde_json::from_value::<[f64; 2]>(coordinates.clone()) {
        let [x, y] = projector.convert([x, y]).expect("in Shanghai");
        *coordinates = serde_json::json!([x, y]);
    } else if let Some(list) = coordinates.as_array_mut() {
        list.iter_mut().for_each(|part| convert(part, projector));
    }
}

fn reports(layers: &[LayerSource]) -> Vec<LayerReport> {
    let options = ImportOptions { repair: true, thorough: true, ..ImportOptions::default() };
    let imported = import(layers, &options, &()).unwrap_or_else(|error| panic!("{error}"));
    imported.report.layers
}

fn codes(layers: &[LayerSource]) -> Vec<String> {
    reports(layers).iter().map(|report| report.crs.code().to_owned()).collect()
}

fn everywhere(_: [f64; 2]) -> bool {
    true
}

#[test]
fn layers_that_cover_each_other_in_part_stay_where_they_are() {
    let (sources, _) = sample_sources();
    let Content::Text(text) = &sources[0].content else { panic!("in memory") };
    let units: Value = serde_json::from_str(text).expect("JSON");
    let corners: Vec<[f64; 2]> = units["features"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|unit| first_vertex(&unit["geometry"]["coordinates"]))
        .collect();
    let across = |axis: usize, share: f64| {
        let mut values: Vec<f64> = corners.iter().map(|corner| corner[axis]).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * share) as usize]
    };
    let wgs = Crs::wgs84();
    for (low, high) in [(0.0, 0.4), (0.3, 0.7), (0.5, 1.0)] {
        for axis in [0, 1] {
            let range = across(axis, low)..=across(axis, high);
            let other = across(1 - axis, low)..=across(1 - axis, high);
            let layers = [
                layer(Role::Units, |at| range.contains(&at[axis]), &wgs),
                layer(Role::Buildings, |at| other.contains(&at[1 - axis]), &wgs),
                layer(Role::Facilities, everywhere, &wgs),
            ];
            assert_eq!(codes(&layers), ["EPSG:4326"; 3], "{low} to {high} of axis {axis}");
        }
    }
}

#[test]
fn whichever_layers_come_from_a_web_map_are_moved() {
    let (wgs, gcj, bd) = (Crs::wgs84(), Crs::gcj02(), Crs::bd09());
    let cases = [
        ([&wgs, &gcj, &wgs], ["EPSG:4326", "GCJ-02", "EPSG:4326"]),
        ([&gcj, &wgs, &wgs], ["GCJ-02", "EPSG:4326", "EPSG:4326"]),
        ([&wgs, &gcj, &bd], ["EPSG:4326", "GCJ-02", "BD-09"]),
        ([&gcj, &gcj, &wgs], ["GCJ-02", "GCJ-02", "EPSG:4326"]),
    ];
    for (systems, expected) in cases {
        let layers = [
            layer(Role::Units, everywhere, systems[0]),
            layer(Role::Buildings, everywhere, systems[1]),
            layer(Role::Facilities, everywhere, systems[2]),
        ];
        assert_eq!(codes(&layers), expected);
    }
}

#[test]
fn metres_without_a_system_are_told_by_layers_in_degrees() {
    let utm = Crs::epsg(32651);
    let layers =
        [layer(Role::Units, everywhere, &utm), layer(Role::Buildings, everywhere, &Crs::wgs84())];
    assert_eq!(codes(&layers), ["EPSG:32651", "EPSG:4326"]);
    let alone =
        reports(&[layer(Role::Units, everywhere, &utm), layer(Role::Buildings, everywhere, &utm)]);
    assert!(alone[0].is_crs_doubtful, "UTM and Gauss–Krüger are alike: {:?}", alone[0]);
}
