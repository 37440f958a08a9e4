//! The import doctor: every kind of fault is found with the features that have it, and it is said
//! what was done; one bad feature never costs the others.

use std::fs;
use std::path::{Path, PathBuf};

use lifecircle::files::{
    Checked, Field, ImportOptions, LayerSource, Role, ToCheck, Treatment, check, import,
};
use serde_json::{Value, json};

/// A square ring of 0.001° from its lower left corner, counterclockwise and closed.
fn square(x: f64, y: f64) -> Value {
    let side = 0.001;
    json!([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
}

fn polygon(rings: &[Value]) -> Value {
    json!({ "type": "Polygon", "coordinates": rings })
}

fn written(folder: &Path, name: &str, features: &[(Value, Value)]) -> PathBuf {
    let features: Vec<Value> = features
        .iter()
        .map(|(properties, geometry)| {
            json!({ "type": "Feature", "properties": properties, "geometry": geometry })
        })
        .collect();
    let path = folder.join(name);
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    fs::write(&path, text).expect("written");
    path
}

/// Two units beside each other, with a gap inside the first and an overlap between them.
fn units(folder: &Path) -> PathBuf {
    let ring = |x: f64, width: f64| {
        json!([[x, 31.2], [x + width, 31.2], [x + width, 31.25], [x, 31.25], [x, 31.2]])
    };
    let hole = json!([
        [121.41, 31.21],
        [121.41, 31.211],
        [121.411, 31.211],
        [121.411, 31.21],
        [121.41, 31.21]
    ]);
    let features = [
        (json!({ "id": "A" }), polygon(&[ring(121.4, 0.05), hole])),
        (json!({ "id": "B" }), polygon(&[ring(121.4499, 0.05)])),
    ];
    written(folder, "units.geojson", &features)
}

/// A house at each of the places, and what is wrong with it.
fn buildings(folder: &Path) -> PathBuf {
    let home = |id: &str| json!({ "id": id, "pop": 10 });
    let at = |number: u32| (121.42 + 0.002 * f64::from(number), 31.22);
    let ring = |number: u32| square(at(number).0, at(number).1);
    let mut bow_tie = ring(1);
    bow_tie.as_array_mut().expect("a ring").swap(1, 2);
    let mut open = ring(2);
    open.as_array_mut().expect("a ring").pop();
    let mut doubled = ring(3);
    let first = doubled[1].clone();
    doubled.as_array_mut().expect("a ring").insert(1, first);
    let mut turned = ring(4);
    turned.as_array_mut().expect("a ring").reverse();
    let far_hole = square(at(5).0, 31.23);
    let features = [
        (home("good"), polygon(&[ring(0)])),
        (home("bow-tie"), polygon(&[bow_tie])),
        (home("open"), polygon(&[open])),
        (home("doubled"), polygon(&[doubled])),
        (home("turned"), polygon(&[turned])),
        (home("hole"), polygon(&[ring(5), far_hole])),
        (home("nothing"), Value::Null),
        (home("empty"), json!({ "type": "Polygon", "coordinates": [] })),
        (home("good"), polygon(&[ring(6)])),
        (home("lost"), polygon(&[square(0.0, 0.0)])),
        (home("outside"), polygon(&[square(121.52, 31.22)])),
        (
            home("line"),
            json!({ "type": "LineString", "coordinates": [[121.4, 31.2], [121.41, 31.2]] }),
        ),
        (json!({ "id": "ten thousand", "pop": "1.2万" }), polygon(&[ring(7)])),
        (json!({ "id": "negative", "pop": -3 }), polygon(&[ring(8)])),
        (json!({ "id": "word", "pop": "many" }), polygon(&[ring(9)])),
        (
            json!({ "id": "point", "pop": 5 }),
            json!({ "type": "Point", "coordinates": [121.43, 31.24] }),
        ),
    ];
    written(folder, "buildings.geojson", &features)
}

fn checked(paths: &[PathBuf], options: &ImportOptions) -> Vec<Checked> {
    let what: Vec<_> = paths.iter().cloned().map(ToCheck::Path).collect();
    check(&what, options, 10, &()).expect("the files are there")
}

/// The ids of the features with a kind of fault, and what was done.
fn found(checked: &Checked, kind: &str) -> (Vec<String>, Treatment) {
    let finding = checked.examination.findings.iter().find(|finding| finding.kind.id == kind);
    let finding = finding.unwrap_or_else(|| panic!("no {kind}: {:#?}", checked.examination));
    let ids = finding.problems.iter().filter_map(|problem| problem.feature_id.clone());
    (ids.collect(), finding.kind.treatment)
}

#[test]
fn every_kind_of_fault_is_found_with_its_features_and_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [units(folder.path()), buildings(folder.path())];
    let options = ImportOptions { repair: true, ..ImportOptions::default() };
    let checked = checked(&paths, &options);
    let [units, buildings] = checked.as_slice() else { panic!("{checked:#?}") };
    let expected: [(&str, &[&str], Treatment); 12] = [
        ("no-geometry", &["nothing"], Treatment::LeftOut),
        ("wrong-geometry", &["line"], Treatment::LeftOut),
        ("self-crossing", &["bow-tie"], Treatment::Repaired),
        ("unclosed-ring", &["open"], Treatment::Repaired),
        ("repeated-vertices", &["doubled"], Treatment::Accepted),
        ("wrong-winding", &["turned", "hole"], Treatment::Accepted),
        ("hole-outside", &["hole"], Treatment::Repaired),
        ("duplicate-id", &["good"], Treatment::Accepted),
        ("far-away", &["lost"], Treatment::Accepted),
        ("outside-units", &["lost", "outside"], Treatment::Accepted),
        ("number-as-text", &["ten thousand"], Treatment::Repaired),
        ("not-persons", &["negative", "word"], Treatment::Ignored),
    ];
    for (kind, ids, treatment) in expected {
        let (mut found, done) = found(buildings, kind);
        if kind == "wrong-winding" {
            // Which way a bow-tie turns is a matter of chance.
            found.retain(|id| id != "bow-tie");
        }
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!((found.as_slice(), done), (ids, treatment), "{kind}");
    }
    let mixed = buildings.warnings.iter().any(|w| w.what.en.starts_with("mixes types"));
    assert!(mixed, "{:#?}", buildings.warnings);
    let layer = buildings.layer.as_ref().expect("it can be used");
    assert_eq!((layer.count, layer.left_out), (13, 3));
    assert_eq!(found(units, "units-overlap").0, ["B"]);
    assert_eq!(found(units, "gap-between-units").0, ["A"]);
}

#[test]
fn each_problem_says_where_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [units(folder.path()), buildings(folder.path())];
    let options = ImportOptions { repair: true, ..ImportOptions::default() };
    let checked = checked(&paths, &options);
    let problems = checked.iter().flat_map(|checked| &checked.examination.findings);
    for problem in problems.flat_map(|finding| &finding.problems) {
        let has_no_place = ["nothing", "empty"].map(Some).contains(&problem.feature_id.as_deref());
        assert_eq!(problem.at.is_none(), has_no_place || problem.feature.is_none(), "{problem:?}");
    }
}

#[test]
fn bad_values_cost_no_other_feature_where_the_report_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources = [
        LayerSource::of_file(Role::Units, &units(folder.path())),
        LayerSource::of_file(Role::Buildings, &buildings(folder.path())),
    ];
    let strict = import(&sources, &ImportOptions::default(), &());
    assert!(strict.is_err(), "for figures, a number of persons that is none is an error");
    let options = ImportOptions { repair: true, ..ImportOptions::default() };
    let imported = import(&sources, &options, &()).expect("repaired");
    let buildings = &imported.study.layers().buildings;
    let residents: f64 = buildings.demand().residents(0).iter().map(|p| p.as_f64()).sum();
    // Nine of ten residents each, a point of five, and 1.2万; two count as nobody.
    assert!((residents - (9.0 * 10.0 + 5.0 + 12_000.0)).abs() < 1e-9, "{residents}");
}

#[test]
fn a_bow_tie_keeps_its_demand_point_where_its_two_halves_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources = [
        LayerSource::of_file(Role::Units, &units(folder.path())),
        LayerSource::of_file(Role::Buildings, &buildings(folder.path())),
    ];
    let options = ImportOptions { repair: true, ..ImportOptions::default() };
    let imported = import(&sources, &options, &()).expect("repaired");
    let layers = imported.study.layers();
    let place = layers.lonlat_of(layers.buildings.demand_points()[1]).expect("on Earth");
    assert!((place.lon - 121.4225).abs() < 1e-6 && (place.lat - 31.2205).abs() < 1e-6, "{place:?}");
}

#[test]
fn columns_are_told_with_samples_and_how_well_they_fit() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [units(folder.path()), buildings(folder.path())];
    let checked = checked(&paths, &ImportOptions { repair: true, ..ImportOptions::default() });
    let examination = &checked[1].examination;
    let residents = examination.fields.iter().find(|fit| fit.field == Field::Residents);
    let residents = residents.expect("found by its name");
    assert_eq!((residents.column.as_str(), residents.is_named), ("pop", false));
    // Of sixteen values, one is negative and one a word.
    assert!(residents.share.is_some_and(|share| (share - 14.0 / 16.0).abs() < 1e-9));
    let column = examination.columns.iter().find(|column| column.name == "pop").expect("there");
    assert_eq!(column.values, ["10", "1.2万", "-3", "many"]);
    assert!(examination.unused().next().is_none());
}

#[test]
fn a_layer_that_lies_elsewhere_than_the_units_is_doubted() {
    let folder = tempfile::tempdir().expect("a folder");
    let features = [(json!({ "id": 1, "pop": 3 }), polygon(&[square(121.9, 31.22)]))];
    let elsewhere = written(folder.path(), "buildings.geojson", &features);
    let checked = checked(&[units(folder.path()), elsewhere], &ImportOptions::default());
    let told = checked[1].warnings.iter().any(|w| w.what.en.contains("about 43 km away"));
    assert!(told, "{:#?}", checked[1].warnings);
}
