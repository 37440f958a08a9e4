//! The program run as a user runs it, and a small study to run it on.

use std::fs;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Runs the program in English.
pub fn lifecircle(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    command.args(args).args(["--language", "en"]);
    command.output().expect("the program starts")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a run that succeeded printed.
pub fn json_of(output: &Output) -> Value {
    assert!(output.status.success(), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).expect("one JSON document and nothing else")
}

/// A folder with two units side by side, three buildings and two facilities.
///
/// 0.01° of latitude are 1,109 m here. B1 lies 111 m from F1 in unit 10; B2 lies 887 m from F1 and
/// on the border of both units, where they share a vertex, so in unit 9; B3 lies outside both.
pub fn small_study() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unit = |id: u32, south: f64| {
        let north = south + 0.01;
        json!({ "type": "Feature", "properties": { "id": id }, "geometry": { "type": "Polygon",
            "coordinates": [[[121.46, south], [121.47, south], [121.48, south], [121.48, north],
                             [121.47, north], [121.46, north], [121.46, south]]] } })
    };
    let point = |lat: f64, properties: Value| {
        json!({ "type": "Feature", "properties": properties,
            "geometry": { "type": "Point", "coordinates": [121.47, lat] } })
    };
    let layers = [
        ("units", vec![unit(10, 31.22), unit(9, 31.23)]),
        (
            "buildings",
            vec![
                point(31.223, json!({ "id": "B1", "residents": 100, "age80p": 10 })),
                point(31.23, json!({ "id": "B2", "residents": 50.5, "age80p": 0 })),
                point(31.25, json!({ "id": "B3", "residents": 7, "age80p": 1 })),
            ],
        ),
        (
            "facilities",
            vec![
                point(31.222, json!({ "id": "F1", "name": "One", "function": "clinic" })),
                point(31.235, json!({ "id": "F2", "name": "Two", "function": "a, b" })),
            ],
        ),
    ];
    for (name, features) in layers {
        let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
        fs::write(folder.path().join(format!("{name}.geojson")), text).expect("written");
    }
    folder
}

/// A file of the folder, as an argument.
pub fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_string_lossy().into_owned()
}

/// The folder itself, as an argument.
pub fn study(folder: &TempDir) -> String {
    path(folder, "")
}
