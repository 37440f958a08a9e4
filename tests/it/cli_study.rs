//! The command line on study files: made once, asked per scenario, compared and checked.

use std::fs;
use std::process::Command;

use lifecircle::files::study_file::{self, StudyFile};
use lifecircle::study::{FacilityEdit, ScenarioId};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{json_of, lifecircle, path, small_study, stderr, stdout, study};

/// The small study as a file whose scenario 1 moves F1 by 700 m to the north: it loses B1 and, at
/// 500 m, reaches B2.
fn study_file() -> (TempDir, String) {
    let folder = small_study();
    let file = path(&folder, "plan.gpkg");
    let made = lifecircle(&["new", &file, &study(&folder), "--functions", "as-is"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let opened = study_file::open(file.as_ref(), &()).expect("it opens");
    let mut writable: StudyFile = opened.file.expect("nobody else has it");
    let mut session = opened.saved.into_session().0;
    let first = session.study().scenarios().iter().next().expect("a scenario").id;
    assert_eq!(first, ScenarioId(1));
    session.show(first);
    let clinic = session.facilities().values().find(|f| f.code == "F1").expect("it was read");
    let (id, at) = (clinic.id, clinic.at);
    let to = lifecircle::geometry::WorldPoint::new(at.x, at.y + 700.0);
    session.change(FacilityEdit::Move { id, to }).expect("it fits");
    for commit in session.take_commits() {
        writable.write(&commit).expect("it can be written");
    }
    (folder, file)
}

fn total<'a>(document: &'a Value, function: &str) -> &'a Value {
    let totals = document["totals"].as_array().expect("a list");
    totals.iter().find(|row| row["function"] == function).expect("the function is listed")
}

#[test]
fn new_tells_what_it_made_and_never_replaces_unasked() {
    let folder = small_study();
    let file = path(&folder, "plan.gpkg");
    let new = |more: &[&str]| {
        let folder = study(&folder);
        let mut args = vec!["new", &file, &folder, "--functions", "as-is"];
        args.extend(more);
        lifecircle(&args)
    };
    let made = new(&[]);
    assert!(made.status.success(), "{}", stderr(&made));
    assert!(stdout(&made).contains("Buildings 3  buildings.geojson"), "{}", stdout(&made));
    let before = fs::read(&file).expect("it is there");
    let again = new(&[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("--force"), "{}", stderr(&again));
    assert_eq!(fs::read(&file).expect("still there"), before);
    assert!(new(&["--force"]).status.success());
}

#[test]
fn a_study_file_gives_the_figures_of_its_layers() {
    let folder = small_study();
    let file = path(&folder, "plan.gpkg");
    lifecircle(&["new", &file, &study(&folder), "--functions", "as-is"]);
    let flags = ["--limit", "500", "--json"];
    let of_file = json_of(&lifecircle(&[&["assess", &file], &flags[..]].concat()));
    let folder = study(&folder);
    let of_layers = ["assess", &folder, "--functions", "as-is"];
    let of_layers = json_of(&lifecircle(&[&of_layers[..], &flags[..]].concat()));
    assert_eq!(of_file["totals"], of_layers["totals"]);
    assert_eq!(of_file["units"], of_layers["units"]);
    assert_eq!(of_file["scenario"], "Base");
}

#[test]
fn scenarios_are_asked_for_by_name_or_number() {
    let (_folder, file) = study_file();
    let covered = |scenario: &[&str]| {
        let document = json_of(&lifecircle(
            &[&["assess", &file, "--limit", "500", "--json"], scenario].concat(),
        ));
        total(&document, "clinic")["covered"].clone()
    };
    assert_eq!(covered(&[]), json!(100), "the base is the default");
    assert_eq!(covered(&["--scenario", "Base"]), json!(100));
    assert_eq!(covered(&["--scenario", "1"]), json!(50.5));
    assert_eq!(covered(&["--scenario", "scenario 1"]), json!(50.5));
    assert_eq!(covered(&["--scenario", "方案 1"]), json!(50.5));
    let unknown = lifecircle(&["assess", &file, "--scenario", "Plan B"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("0 Base, 1 Scenario 1"), "{}", stderr(&unknown));
}

#[test]
fn compare_lists_edits_and_the_residents_exchanged() {
    let (_folder, file) = study_file();
    let compare = |more: &[&str]| lifecircle(&[&["compare", &file, "base", "1"], more].concat());
    let document = json_of(&compare(&["--json"]));
    assert_eq!(document["version"], 1);
    assert_eq!(document["from"], json!({ "number": 0, "name": "Base" }));
    assert_eq!(document["to"], json!({ "number": 1, "name": "Scenario 1" }));
    let [edit] = document["edits"].as_array().expect("a list").as_slice() else {
        panic!("one edit differs: {}", document["edits"])
    };
    assert_eq!((&edit["edit"], &edit["code"]), (&json!("move"), &json!("F1")));
    assert!((edit["distance_m"].as_f64().expect("a number") - 700.0).abs() < 1e-6);
    // At the walking limit of 1 km that data without a standard get, F1 reached B1 and B2 and
    // still does; nobody is exchanged. That the two differ is for the edits to say.
    let clinic = total(&document, "clinic");
    assert_eq!((&clinic["gained"], &clinic["lost"]), (&json!(0), &json!(0)));
    let text = stdout(&compare(&[]));
    assert!(text.contains("1 differing edit"), "{text}");
    assert!(text.contains("clinic: 95.6 % → 95.6 %"), "{text}");
}

#[test]
fn check_tells_a_sound_study_from_a_damaged_one() {
    let (_folder, file) = study_file();
    let sound = json_of(&lifecircle(&["check", &file, "--json"]));
    assert_eq!(sound["files"][0]["role"], "study");
    assert_eq!(sound["files"][0]["usable"], true);
    let mut bytes = fs::read(&file).expect("it is there");
    let (middle, end) = (bytes.len() / 2, bytes.len());
    bytes[middle..end].fill(0x5a);
    fs::write(&file, &bytes).expect("it can be damaged");
    let damaged = lifecircle(&["check", &file]);
    assert_eq!(damaged.status.code(), Some(1), "{}", stdout(&damaged));
    assert!(stderr(&damaged).contains("plan.gpkg"), "{}", stderr(&damaged));
    assert_eq!(fs::read(&file).expect("still there"), bytes, "nothing was changed");
}

#[test]
fn a_study_without_the_file_or_from_another_program_is_explained() {
    let (folder, file) = study_file();
    let missing = lifecircle(&["assess", &path(&folder, "nowhere.gpkg")]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("nowhere.gpkg"), "{}", stderr(&missing));
    let not_one = path(&folder, "text.gpkg");
    fs::write(&not_one, "not a database").expect("written");
    let refused = lifecircle(&["compare", &not_one, "0", "1"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(stderr(&refused).lines().count(), 1, "{}", stderr(&refused));
    let with_layers = lifecircle(&["assess", &file, "--units", &path(&folder, "units.geojson")]);
    assert_eq!(with_layers.status.code(), Some(2));
}

#[test]
fn a_picture_is_drawn_of_the_scenario_asked_for() {
    let (folder, file) = study_file();
    let draw = |scenario: &str| {
        let picture = path(&folder, &format!("{scenario}.png"));
        let flags = ["--size", "320x240", "--limit", "500", "--out", &picture];
        let drawn = lifecircle(&[&["render", &file, "--scenario", scenario], &flags[..]].concat());
        assert!(drawn.status.success(), "{}", stderr(&drawn));
        fs::read(picture).expect("it was written")
    };
    assert_ne!(draw("0"), draw("1"));
    assert_eq!(draw("1"), draw("1"));
}

/// GDAL reads every layer of a study without a complaint. Skipped where GDAL is not installed.
#[test]
fn another_reader_finds_every_layer_sound() {
    let (_folder, file) = study_file();
    let Ok(read) = Command::new("ogrinfo").args(["-ro", "-al", &file]).output() else {
        eprintln!("skipped: ogrinfo is not installed");
        return;
    };
    assert!(read.status.success(), "{}", stderr(&read));
    assert_eq!(stderr(&read), "", "no warning");
    let text = stdout(&read);
    let counts = [("units", 2), ("buildings", 3), ("lifecircle_facilities", 4)];
    for (layer, count) in counts {
        let (_, description) =
            text.split_once(&format!("Layer name: {layer}\n")).expect("the layer is listed");
        let found = description.lines().find_map(|line| line.strip_prefix("Feature Count: "));
        assert_eq!(found, Some(count.to_string().as_str()), "{layer}");
        assert!(description.contains("CGCS2000"), "{layer} has a reference system");
    }
    let moved = "lifecircle_facilities WHERE scenario = 1 AND code = 'F1'";
    let sql = format!("SELECT facility FROM {moved}");
    let asked = Command::new("ogrinfo").args(["-ro", "-q", "-sql", &sql, &file]).output();
    let asked = asked.expect("it ran before");
    assert!(stdout(&asked).contains("facility (Integer64) = 1"), "{}", stdout(&asked));
}

#[test]
fn a_workbook_of_lists_that_nobody_edited_is_read_back_without_a_change() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, workbook) = (path(&folder, "plan.gpkg"), path(&folder, "lists.xlsx"));
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");
    let done = |args: &[&str]| {
        let output = lifecircle(args);
        assert!(output.status.success(), "{}", stderr(&output));
        format!("{}{}", stdout(&output), stderr(&output))
    };
    done(&["new", &file, sample]);
    done(&["site", &file, "--function", "child_play", "--count", "2", "--save", "Two"]);
    done(&["lists", &file, "--scenario", "Two", "--out", &workbook]);
    let told = done(&["lists", &file, "--scenario", "Two", "--read", &workbook]);
    assert!(told.contains("nothing differs") && !told.contains("row "), "{told}");
}
