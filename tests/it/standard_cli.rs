//! Standards on the command line.

use std::fs;

use super::program::{json_of, lifecircle, path, small_study, stderr, stdout, study};

/// A study file of the small study, with Shanghai's standard.
fn study_file() -> (tempfile::TempDir, String) {
    let folder = small_study();
    let file = path(&folder, "plan.gpkg");
    let made = lifecircle(&["new", &file, &study(&folder)]);
    assert!(made.status.success(), "{}", stderr(&made));
    (folder, file)
}

#[test]
fn a_standard_without_functions_is_no_standard() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = path(&folder, "x.json");
    fs::write(&file, r#"{"id":"x"}"#).expect("written");
    let checked = lifecircle(&["standard", "check", &file]);
    assert_eq!(checked.status.code(), Some(1));
    let told = "x.json: functions: the standard has no functions";
    assert!(stderr(&checked).contains(told), "{}", stderr(&checked));
}

#[test]
fn pilots_that_no_rule_can_mean_are_refused() {
    let (_folder, file) = study_file();
    let refused = |args: &[&str]| {
        let output = lifecircle(&[&["pilots", file.as_str()], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        stderr(&output)
    };
    assert!(refused(&["--count", "0"]).contains("at least one pilot"));
    let turned = refused(&["--least-per-district", "3", "--most-per-district", "2"]);
    assert!(turned.contains("at least 3 in each district is more than at most 2"), "{turned}");
}

#[test]
fn an_exported_standard_is_changed_checked_compared_and_imported() {
    let (folder, file) = study_file();
    let exported = path(&folder, "ours.toml");
    let done = lifecircle(&["standard", "export", &file, "--out", &exported]);
    assert!(done.status.success(), "{}", stderr(&done));
    let again = lifecircle(&["standard", "export", &file, "--out", &exported]);
    assert_eq!(again.status.code(), Some(2), "a file that is there is not replaced unasked");

    let text = fs::read_to_string(&exported).expect("written");
    let health = text.find("id = \"health\"").expect("it has health");
    let (before, after) = text.split_at(health);
    let changed =
        before.to_owned() + &after.replacen("walk_limit_m = 1000.0", "walk_limit_m = 100.0", 1);
    fs::write(&exported, changed).expect("written");
    let checked = lifecircle(&["standard", "check", &exported]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    // The source that still stands beside the number is not that of the number.
    let told = "! ours.toml: function health: walk_limit_m: differs from the shipped standard";
    assert!(stdout(&checked).contains(told), "{}", stdout(&checked));
    let diff = lifecircle(&["standard", "diff", &exported]);
    let expected = "Health: Walking limit: 1000 m (from memory, to be checked) → 100 m (set in this \
                    study)\n";
    assert_eq!(stdout(&diff), expected);

    // B1 is 111 m from the clinic.
    let covered = |args: &[&str]| {
        let document = json_of(&lifecircle(args));
        let totals = document["totals"].as_array().expect("a list").clone();
        let health = totals.iter().find(|row| row["function"] == "health");
        health.expect("health is assessed")["covered"].clone()
    };
    assert_eq!(covered(&["assess", &file, "--json"]), 150.5);
    assert_eq!(covered(&["assess", &file, "--json", "--standard", &exported]), 0);
    assert_eq!(covered(&["assess", &file, "--json"]), 150.5, "assessing changes no file");
    let imported = lifecircle(&["standard", "import", &file, &exported]);
    assert!(imported.status.success(), "{}", stderr(&imported));
    assert_eq!(covered(&["assess", &file, "--json"]), 0);
}

#[test]
fn a_broken_standard_is_told_line_by_line() {
    let (folder, file) = study_file();
    let broken = path(&folder, "broken.toml");
    let exported = stdout(&lifecircle(&["standard", "export", "gb50180-graded-2018"]));
    fs::write(&broken, exported.replacen("walk_limit_m = 300.0", "walk_limit_m = 0", 1))
        .expect("written");
    let expected = "broken.toml: function party_service: walk_limit_m: 0 is not above 0 and at \
                    most 20000\n";
    for args in [
        &["standard", "check", &broken][..],
        &["assess", &file, "--standard", &broken],
        &["standard", "import", &file, &broken],
    ] {
        let failed = lifecircle(args);
        assert_eq!(
            (failed.status.code(), stderr(&failed).as_str()),
            (Some(1), expected),
            "{args:?}"
        );
    }
    let unknown = lifecircle(&["assess", &file, "--standard", "gb50180"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("gb50180-graded-2018"), "{}", stderr(&unknown));
}

#[test]
fn standards_stand_side_by_side_on_one_scenario() {
    let (_folder, file) = study_file();
    let compare = |more: &[&str]| {
        let mut args = vec!["standard", "compare", &file, "study", "gb50180-graded-2018"];
        args.extend(more);
        lifecircle(&args)
    };
    let document = json_of(&compare(&["--json"]));
    assert_eq!(document["standards"][1], "gb50180-graded-2018");
    let rows = document["functions"].as_array().expect("a list");
    let row = |id: &str| rows.iter().find(|row| row["function"] == id).expect("it is listed");
    // B2 is 887 m from the clinic: within Shanghai's 1,000 m, not within the 300 m of GB 50180.
    assert_eq!(row("health")["under"][0]["covered"], 150.5);
    assert_eq!(row("health")["under"][1]["covered"], 100);
    assert_eq!(row("employment")["under"][1], serde_json::Value::Null);
    let text = stdout(&compare(&[]));
    assert!(text.contains("1000 m*  95.6 %") && text.contains("300 m*  63.5 %"), "{text}");
}

#[test]
fn layers_are_assessed_by_the_standard_that_is_named() {
    let folder = small_study();
    let layers = study(&folder);
    let document =
        json_of(&lifecircle(&["assess", &layers, "--json", "--standard", "gb50180-graded-2018"]));
    let totals = document["totals"].as_array().expect("a list");
    let functions: Vec<_> = totals.iter().map(|row| row["function"].clone()).collect();
    assert_eq!(functions[0], "party_service");
    assert!(functions.contains(&"health_centre".into()), "{functions:?}");
    assert!(!functions.contains(&"employment".into()), "{functions:?}");
    let listed = stdout(&lifecircle(&["standard", "list"]));
    assert_eq!(listed.lines().count(), 4, "{listed}");
}
