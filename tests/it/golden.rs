//! The program's numbers against an independent computation (`tests/golden/coverage.py`:
//! geopandas, pyproj, scipy), unit by unit and function by function.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use lifecircle::analysis::Coverage;
use lifecircle::files::{ImportOptions, import, locate};
use lifecircle::study::ScenarioId;
use serde_json::Value;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_sample_equals_the_independent_computation_in_every_unit_and_function() {
    let golden = std::fs::read_to_string(project("tests/golden/sample.json")).expect("golden file");
    let golden: Value = serde_json::from_str(&golden).expect("golden JSON");
    let rows = golden["units"].as_array().expect("rows");
    let expected: HashMap<(&str, &str), (f64, f64)> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().expect("a text");
            let number = |key: &str| row[key].as_f64().expect("a number");
            ((text("unit"), text("function")), (number("population"), number("covered")))
        })
        .collect();

    let sources = locate(&project("sample-data")).expect("the sample's folder").sources;
    let study = import(&sources, &ImportOptions::default(), &()).expect("the sample").study;
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    let units = &study.layers().units;
    let mut compared = 0;
    for index in study.standard().indexes() {
        let function = study.standard().function(index).id.as_str();
        for unit in 0..units.len() {
            let reached = coverage.unit(index, 0, unit);
            let ours = (reached.population.as_f64(), reached.covered.as_f64());
            assert_eq!(Some(&ours), expected.get(&(units.id(unit), function)), "{function}");
            compared += 1;
        }
    }
    assert_eq!(compared, expected.len());
    assert_eq!(compared, 40 * 11);
}

#[test]
fn the_sample_files_are_what_the_generator_writes() {
    for layer in lifecircle::sample::district() {
        let path = project("sample-data").join(layer.file_name);
        let on_disk = std::fs::read_to_string(&path).expect("a sample file");
        assert!(on_disk == layer.text, "{} is not what `sample-data` writes", path.display());
    }
}
