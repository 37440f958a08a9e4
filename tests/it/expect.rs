//! `assess --expect`: an evaluation replayed on other data or by another program says what changed.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{json_of, lifecircle, path, small_study, stderr, study};

/// The small study, and what was assessed of it in a file beside it.
fn expectations() -> (TempDir, String) {
    let folder = small_study();
    // Apart from the layers, or it would be taken for one of them.
    fs::create_dir(path(&folder, "kept")).expect("made");
    let file = path(&folder, "kept/expected.json");
    let made = lifecircle(&[&arguments(&study(&folder))[..], &["--json", "--out", &file]].concat());
    assert!(made.status.success(), "{}", stderr(&made));
    (folder, file)
}

fn arguments(study: &str) -> Vec<&str> {
    vec!["assess", study, "--functions", "as-is", "--limit", "500"]
}

fn replay(folder: &TempDir, file: &str, more: &[&str]) -> std::process::Output {
    let study = study(folder);
    lifecircle(&[&arguments(&study)[..], &["--expect", file], more].concat())
}

/// Moves the clinic away from B1, to the place of B2.
fn move_the_clinic(folder: &TempDir) {
    let file = path(folder, "facilities.geojson");
    let text = fs::read_to_string(&file).expect("readable");
    fs::write(&file, text.replace("31.222", "31.23")).expect("written");
}

#[test]
fn the_same_data_give_the_figures_that_were_expected() {
    let (folder, file) = expectations();
    let again = replay(&folder, &file, &[]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert!(!stderr(&again).contains('→'), "{}", stderr(&again));
}

#[test]
fn a_changed_figure_fails_and_the_input_that_changed_is_named() {
    let (folder, file) = expectations();
    move_the_clinic(&folder);
    let changed = replay(&folder, &file, &["--json"]);
    assert_eq!(changed.status.code(), Some(1));
    let said = stderr(&changed);
    assert!(said.contains("units 10, clinic, all: covered 100 → 0 (−100, -100.00 %"), "{said}");
    assert!(said.contains("units 9, clinic, all: rate 0 → 1"), "{said}");
    assert!(
        said.contains("input changed: Existing facilities (fingerprints.existing_facilities) "),
        "{said}"
    );
    assert!(!said.contains("Scenario's facilities"), "what exists is what was assessed: {said}");
    assert!(!said.contains("fingerprints.buildings"), "{said}");
    assert!(
        said.lines().last().is_some_and(|line| line.contains("beyond the tolerance")),
        "{said}"
    );
    // The document is there all the same.
    let document: Value = serde_json::from_slice(&changed.stdout).expect("one document");
    assert_eq!(document["totals"][0]["covered"], json!(50.5));
}

#[test]
fn the_worst_comes_first_and_many_are_counted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, sample) = (path(&folder, "expected.json"), "sample-data");
    lifecircle(&["assess", sample, "--json", "--out", &file]);
    let changed = lifecircle(&["assess", sample, "--detour", "1.2", "--expect", &file, "--json"]);
    let said = stderr(&changed);
    let changes: Vec<&str> = said.lines().filter(|line| line.contains("allowed")).collect();
    assert_eq!(changes.len(), 20, "{said}");
    assert!(
        said.lines().any(|line| line.starts_with("… and ") && line.ends_with(" more")),
        "{said}"
    );
    let percent = |line: &&str| {
        let number = line.split_once(" %;")?.0.rsplit(", ").next()?;
        number.parse::<f64>().ok().map(f64::abs)
    };
    let rates = changes.iter().take_while(|l| l.starts_with("totals") && l.contains(": rate "));
    let percents: Vec<f64> = rates.filter_map(percent).collect();
    assert!(percents.len() > 2 && percents.is_sorted_by(|a, b| a >= b), "{said}");
    let digits = |line: &&str| {
        line.split([' ', '(']).any(|word| word.len() > 14 && word.parse::<f64>().is_ok())
    };
    assert!(!changes.iter().any(digits), "{said}");
    assert!(said.contains("input changed: walk.detour 1.0 → 1.2"), "{said}");
}

#[test]
fn tolerances_are_by_field_absolute_or_relative_given_or_in_the_file() {
    let (folder, file) = expectations();
    let buildings = path(&folder, "buildings.geojson");
    let text = fs::read_to_string(&buildings).expect("readable");
    fs::write(&buildings, text.replace("\"residents\":100", "\"residents\":110")).expect("written");
    let all = replay(&folder, &file, &["--tolerance", "1000+100%", "--tolerance", "covered=9"]);
    let said = stderr(&all);
    assert_eq!(all.status.code(), Some(1), "{said}");
    let changes: Vec<&str> = said.lines().filter(|line| line.contains("; allowed")).collect();
    assert!(!changes.is_empty(), "{said}");
    assert!(changes.iter().all(|line| line.contains(": covered ")), "{said}");
    let mut document: Value =
        serde_json::from_str(&fs::read_to_string(&file).expect("readable")).expect("JSON");
    document["tolerance"] = json!({ "all": "1000+100%", "covered": "9+10%" });
    fs::write(&file, document.to_string()).expect("written");
    let within = replay(&folder, &file, &[]);
    assert!(within.status.success(), "{}", stderr(&within));
    document["tolerance"] = json!({ "covered": "much" });
    fs::write(&file, document.to_string()).expect("written");
    let flawed = replay(&folder, &file, &[]);
    assert_eq!(flawed.status.code(), Some(1));
    assert!(stderr(&flawed).contains("field tolerance.covered"), "{}", stderr(&flawed));
}

#[test]
fn an_amount_without_a_field_says_nothing_of_rates_and_minutes() {
    let (folder, file) = expectations();
    move_the_clinic(&folder);
    let given = replay(&folder, &file, &["--tolerance", "1000"]);
    let said = stderr(&given);
    assert_eq!(given.status.code(), Some(1), "{said}");
    assert!(said.contains("totals clinic, all: rate 0.634921 → 0.320635"), "{said}");
    assert!(said.contains("walking_minutes: p50 1.7 → 11.7"), "{said}");
    assert!(!said.contains(": covered "), "persons are counted: {said}");
    let named = replay(&folder, &file, &["--tolerance", "1000", "--tolerance", "rate=1"]);
    assert!(!stderr(&named).contains(": rate "), "{}", stderr(&named));
    let mut document: Value =
        serde_json::from_str(&fs::read_to_string(&file).expect("readable")).expect("JSON");
    document["tolerance"] = json!({ "all": 1000 });
    fs::write(&file, document.to_string()).expect("written");
    let in_the_file = replay(&folder, &file, &[]);
    let said = stderr(&in_the_file);
    assert!(said.contains(": rate ") && !said.contains(": covered "), "{said}");
}

#[test]
fn expectations_are_not_written_over() {
    let (folder, file) = expectations();
    let before = fs::read(&file).expect("readable");
    let other_way = path(&folder, "kept/../kept/expected.json");
    for out in [&file, &other_way] {
        let refused = replay(&folder, &file, &["--json", "--out", out]);
        assert_eq!(refused.status.code(), Some(2), "{out}");
        assert!(stderr(&refused).contains("write over the expectations"), "{}", stderr(&refused));
    }
    assert_eq!(fs::read(&file).expect("readable"), before);
    let other = path(&folder, "kept/now.json");
    let beside = replay(&folder, &file, &["--json", "--out", &other]);
    assert!(beside.status.success(), "{}", stderr(&beside));
}

#[test]
fn what_is_no_assessment_is_told_with_file_and_field() {
    let (folder, file) = expectations();
    fs::write(&file, "{\"version\":1}").expect("written");
    let bad = replay(&folder, &file, &[]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(stderr(&bad).contains("expected.json: field totals: is missing"), "{}", stderr(&bad));
    let usage = lifecircle(&["assess", &study(&folder), "--tolerance", "5"]);
    assert_eq!(usage.status.code(), Some(2), "a tolerance of nothing");
}

#[test]
fn a_tolerance_of_what_is_no_figure_is_refused() {
    let (folder, file) = expectations();
    let refused = replay(&folder, &file, &["--tolerance", "coverd=5"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(said.contains("tolerance.coverd: there is no such figure; figures: "), "{said}");
    assert!(said.contains("covered"), "{said}");
    let nameless = replay(&folder, &file, &["--tolerance", "=5"]);
    assert_eq!(nameless.status.code(), Some(2));
    assert!(stderr(&nameless).contains("no field before the ="), "{}", stderr(&nameless));
}

#[test]
fn what_was_asked_for_is_among_the_inputs() {
    let (folder, file) = expectations();
    let other = replay(&folder, &file, &["--function", "clinic", "--by", "building"]);
    let said = stderr(&other);
    assert!(said.contains(" → clinic\n"), "{said}");
    assert!(said.contains("input changed: by unit → building"), "{said}");
    assert!(!said.contains("no input changed"), "{said}");
}

#[test]
fn a_scenario_is_the_same_in_either_language() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (quarter, file) = (path(&folder, "quarter.gpkg"), path(&folder, "expected.json"));
    lifecircle(&["new", &quarter, "sample-data"]);
    let text = json_of(&lifecircle(&["assess", &quarter, "--json"])).to_string();
    assert!(text.contains("\"scenario\":\"Base\""), "{text:.300}");
    fs::write(&file, text.replace("\"scenario\":\"Base\"", "\"scenario\":\"现状\""))
        .expect("written");
    let changed = lifecircle(&["assess", &quarter, "--detour", "1.2", "--expect", &file]);
    let said = stderr(&changed);
    assert!(said.contains("input changed: walk.detour"), "{said}");
    assert!(!said.contains("input changed: scenario"), "{said}");
}

#[test]
fn layers_without_scenarios_are_what_the_base_of_a_study_file_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (quarter, base) = (path(&folder, "quarter.gpkg"), path(&folder, "base.json"));
    lifecircle(&["new", &quarter, "sample-data"]);
    lifecircle(&["assess", &quarter, "--json", "--out", &base]);
    let layers = lifecircle(&["assess", "sample-data", "--detour", "1.2", "--expect", &base]);
    let said = stderr(&layers);
    assert!(said.contains("input changed: walk.detour"), "{said}");
    assert!(!said.contains("input changed: scenario"), "{said}");
    let plain = path(&folder, "plain.json");
    lifecircle(&["assess", "sample-data", "--json", "--out", &plain]);
    let scenario = ["assess", &quarter, "--scenario", "Scenario 1", "--detour", "1.2"];
    let changed = lifecircle(&[&scenario[..], &["--expect", &plain]].concat());
    let said = stderr(&changed);
    assert!(said.contains("input changed: scenario – → Scenario 1"), "{said}");
}

#[test]
fn a_scenario_on_top_of_what_was_moved_is_told_for_itself() {
    let (folder, _) = expectations();
    let quarter = path(&folder, "kept/quarter.gpkg");
    let as_is = ["--functions", "as-is"];
    lifecircle(&[&["new", &quarter, &study(&folder)], &as_is[..]].concat());
    let plan = ["--function", "clinic", "--count", "1", "--candidates", "all", "--keep-existing"];
    let planned = lifecircle(&[&["site", &quarter, "--save", "Ours"], &plan[..]].concat());
    assert!(planned.status.success(), "{}", stderr(&planned));
    let inputs_changed = |scenario: &str, expected: &str| {
        let assessed = ["assess", &quarter, "--scenario", scenario, "--expect", expected];
        let said = stderr(&lifecircle(&assessed));
        let inputs = said.lines().filter(|line| line.starts_with("input changed: "));
        inputs.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    let (base, ours) = (path(&folder, "kept/base.json"), path(&folder, "kept/ours.json"));
    for (scenario, file) in [("Base", &base), ("Ours", &ours)] {
        lifecircle(&["assess", &quarter, "--scenario", scenario, "--json", "--out", file]);
    }
    let said = inputs_changed("Ours", &base);
    assert!(said.contains("Scenario's facilities") && !said.contains("Existing"), "{said}");
    move_the_clinic(&folder);
    let facilities = path(&folder, "facilities.geojson");
    lifecircle(&[&["update", &quarter, "--facilities", &facilities], &as_is[..]].concat());
    let said = inputs_changed("Base", &base);
    assert!(said.contains("Existing facilities") && !said.contains("Scenario's"), "{said}");
    let said = inputs_changed("Ours", &ours);
    assert!(said.contains("Existing facilities") && said.contains("Scenario's"), "{said}");
}

#[test]
fn older_expectations_without_fingerprints_say_so() {
    let (folder, file) = expectations();
    let study = study(&folder);
    let mut document = json_of(&lifecircle(&[&arguments(&study)[..], &["--json"]].concat()));
    document.as_object_mut().expect("an object").remove("inputs");
    fs::write(&file, document.to_string()).expect("written");
    move_the_clinic(&folder);
    let changed = replay(&folder, &file, &[]);
    assert!(stderr(&changed).contains("no fingerprints"), "{}", stderr(&changed));
}
