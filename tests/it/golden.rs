//! The program's numbers against an independent computation (`tests/golden/coverage.py`:
//! geopandas, pyproj, scipy; `tests/golden/measures.py`: pysal), unit by unit and function by
//! function.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use lifecircle::analysis::Coverage;
use lifecircle::analysis::measures::{
    Assignment, CatchmentMethod, CatchmentScores, Choices, Inequality, Nearest, Place, WalkingTimes,
};
use lifecircle::files::{ImportOptions, import, locate};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{ScenarioId, Study};
use serde_json::Value;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sample() -> Study {
    let sources = locate(&project("sample-data")).expect("the sample's folder").sources;
    import(&sources, &ImportOptions::default(), &()).expect("the sample").study
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

    let study = sample();
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

/// Relative difference that floating point on both sides may come to.
const TOLERANCE: f64 = 1e-6;

fn assert_close(ours: f64, theirs: f64, what: &str) {
    let allowed = TOLERANCE * theirs.abs().max(1e-3);
    assert!((ours - theirs).abs() <= allowed, "{what}: {ours}, pysal has {theirs}");
}

/// The mean value of each unit by one of the golden file's names.
fn unit_values(study: &Study, function: FunctionIndex, name: &str) -> Vec<f64> {
    let method = CatchmentMethod::ALL.into_iter().find(|method| method.id() == name);
    let values: Vec<Option<f64>> = match method {
        Some(method) => {
            let scores = CatchmentScores::of(study, study.base(), function, 0, method);
            scores.means(study.layers()).units
        }
        None => {
            let coverage = Coverage::of(study, ScenarioId::BASE);
            let choices = Choices::by_unit(study.layers(), &coverage, function, 0);
            choices.iter().take(study.layers().units.len()).map(Choices::mean).collect()
        }
    };
    values.into_iter().map(Option::unwrap_or_default).collect()
}

#[test]
fn measures_of_the_sample_equal_those_of_pysal() {
    let golden =
        std::fs::read_to_string(project("tests/golden/sample_measures.json")).expect("golden file");
    let golden: Value = serde_json::from_str(&golden).expect("golden JSON");
    let study = sample();
    let (units, coverage) = (&study.layers().units, Coverage::of(&study, ScenarioId::BASE));
    let nearest = Nearest::of(&study, study.base());
    let rows = golden["units"].as_array().expect("rows");
    let mut compared = 0;
    for total in golden["totals"].as_array().expect("totals") {
        let id = total["function"].as_str().expect("a function");
        let function = study.standard().index_of(id).expect("a function of the standard");
        let of_function: Vec<&Value> = rows.iter().filter(|row| row["function"] == id).collect();
        assert_eq!(of_function.len(), units.len());
        for name in ["2sfca", "e2sfca", "gaussian_2sfca", "m2sfca", "choices"] {
            for (unit, ours) in unit_values(&study, function, name).into_iter().enumerate() {
                assert_eq!(of_function[unit]["unit"], units.id(unit));
                let theirs = of_function[unit][name].as_f64().unwrap_or_default();
                assert_close(ours, theirs, &format!("{id}, {name}, {}", units.id(unit)));
                compared += 1;
            }
        }
        for name in ["2sfca", "choices"] {
            let places = unit_values(&study, function, name).into_iter().enumerate();
            let places = places.map(|(unit, value)| Place {
                value,
                residents: coverage.unit(function, 0, unit).population.as_f64(),
                // As in the script: the sample has no districts, its banks stand for them.
                district: Some(usize::from(unit >= 24)),
            });
            let ours = Inequality::of(places).expect("somebody has something");
            let split = ours.theil_split.expect("there are two banks");
            let theirs = |key: &str| total["inequality"][name][key].as_f64().expect("a number");
            assert_close(ours.gini, theirs("gini"), "Gini");
            assert_close(ours.theil, theirs("theil"), "Theil");
            assert_close(split.between, theirs("between"), "Theil between");
            assert_close(split.within, theirs("within"), "Theil within");
        }
        let times = WalkingTimes::of(&study, &nearest, function, 0, None);
        for (percent, theirs) in total["percentiles"].as_object().expect("percentiles") {
            let share = percent.parse::<f64>().expect("a number") / 100.0;
            assert_eq!(times.percentile(share), theirs.as_f64(), "{id}, {percent} %");
        }
        let of = (function, study.standard().function(function));
        let assignment = Assignment::of(study.layers(), &nearest, study.base(), of, 0);
        for load in &assignment.loads {
            let code = &study.base()[&load.facility].code;
            assert_eq!(
                Some(load.residents.as_f64()),
                total["loads"][code].as_f64(),
                "{id}, {code}"
            );
        }
    }
    assert_eq!(compared, 4 * 5 * 40);
}
