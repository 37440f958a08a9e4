//! `lifecircle site`: tables and studies, contracts, reasons, and plans kept as scenarios.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{json_of, lifecircle, path, small_study, stderr, stdout, study};

/// Four homes in a row, 100 m apart, and a site at the first, second and last of them.
pub const TABLE: &str = "weight,A,B,C\n5,0,100,300\n4,100,0,200\n3,200,100,100\n2,300,200,0\n";

pub fn table(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = path(&folder, "table.csv");
    fs::write(&file, text).expect("written");
    (folder, file)
}

/// The answer without the seconds, which differ from run to run.
pub fn site(args: &[&str]) -> Value {
    let mut document = json_of(&lifecircle(&[&["site", "--json"], args].concat()));
    let seconds = document.as_object_mut().and_then(|document| document.remove("seconds"));
    assert!(seconds.is_some_and(|seconds| seconds.is_number()));
    document
}

#[test]
fn a_table_is_answered_by_the_contract() {
    let (_folder, file) = table(TABLE);
    let asked = ["--matrix", &file, "--count", "1", "--objective"];
    let answer = site(&[&asked[..], &["max-cover", "--limit", "100"]].concat());
    let expected = json!({
        "version": 1, "objective": "max-cover", "count": 1, "status": "optimal", "value": 12,
        "bound": 12, "gap": 0.0, "sites": ["B"], "served": [12], "demand": 14, "candidates": 3,
        "warnings": [],
    });
    assert_eq!(answer, expected);
    let answer = site(&[&asked[..], &["p-median"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(1200), &json!(["B"])));
    let answer = site(&[&asked[..], &["p-center"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(200), &json!(["B"])));
    let all = ["--matrix", &file, "--objective", "set-cover", "--limit", "100"];
    let answer = site(&all);
    assert_eq!((&answer["value"], &answer["count"]), (&json!(2), &Value::Null));
    assert_eq!(answer["gap"], json!(0.0));
}

#[test]
fn candidates_can_be_wanted_and_unwanted() {
    let (_folder, file) = table(TABLE);
    let asked = ["--matrix", &file, "--count", "1", "--limit", "100"];
    let answer = site(&[&asked[..], &["--with", "C"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(5), &json!(["C"])));
    let answer = site(&[&asked[..], &["--without", "B"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(9), &json!(["A"])));
    let output = lifecircle(&[&["site"], &asked[..], &["--with", "Z"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("\"Z\""), "{}", stderr(&output));
}

#[test]
fn a_question_that_contradicts_itself_is_refused() {
    let (_folder, file) = table(TABLE);
    let asked = ["site", "--matrix", &file, "--limit", "100"];
    for (flags, reason) in [
        (["--count", "1", "--with", "B", "--without", "B"].as_slice(), "\"B\""),
        (&["--count", "0"], "at least 1"),
    ] {
        let output = lifecircle(&[&asked[..], flags].concat());
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(reason), "{flags:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn a_file_without_candidates_is_not_replaced_by_the_buildings() {
    let folder = small_study();
    let (study, file) = (study(&folder), path(&folder, "none.geojson"));
    fs::write(&file, r#"{"type": "FeatureCollection", "features": []}"#).expect("written");
    let asked = ["site", &study, "--function", "community_meals", "--count", "1"];
    let output = lifecircle(&[&asked[..], &["--candidates", &file]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn a_function_is_called_by_what_planners_say() {
    let folder = small_study();
    let study = study(&folder);
    let of = |name: &str| {
        let asked = ["site", &study, "--candidates", "all", "--count", "1", "--json"];
        json_of(&lifecircle(&[&asked[..], &["--function", name]].concat()))["function"].clone()
    };
    for name in ["community_meals", "社区助餐", "助餐"] {
        assert_eq!(of(name), json!("community_meals"), "{name}");
    }
    let output = lifecircle(&["site", &study, "--count", "1", "--function", "儿童"]);
    assert_eq!(output.status.code(), Some(2), "two functions are about children");
}

#[test]
fn a_table_that_is_wrong_says_where() {
    let faults = [
        ("weight,A,B\n1,0,5\n2,x,5\n", "table.csv: row 3, column A: \"x\""),
        ("weight,A,B\n1,0,5\n2,-3,5\n", "table.csv: row 3, column A: \"-3\""),
        ("weight,A,B\n1,0,5\n\n-2,0,5\n", "table.csv: row 4, column weight: \"-2\""),
        ("weight,A,B\n1,0\n", "table.csv: row 2: has 2 columns where the header has 3"),
        ("weight,A,A\n1,0,5\n", "table.csv: row 1, column A: the id stands twice"),
        ("pop,A,B\n1,0,5\n", "table.csv: row 1, column pop: the header begins with weight"),
        ("weight,A,B\n", "table.csv: has no demand points"),
        ("weight;A;B\n1;0;5\n", "table.csv: row 1: columns are separated by a semicolon (;)"),
        ("weight\tA\tB\n1\t0\t5\n", "table.csv: row 1: columns are separated by a tab (Tab)"),
    ];
    for (text, expected) in faults {
        let (_folder, file) = table(text);
        let output = lifecircle(&["site", "--matrix", &file, "--count", "1", "--limit", "9"]);
        assert_eq!(output.status.code(), Some(1), "{expected}");
        assert!(stderr(&output).starts_with(expected), "{} for {expected}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    let (_folder, file) = table("weight,A\nmany,0\n");
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    let args = ["site", "--matrix", &file, "--count", "1", "--limit", "9", "--language", "zh"];
    let chinese = stderr(&program.args(args).output().expect("the program starts"));
    assert!(chinese.starts_with("table.csv：第 2 行，weight 列：“many”"), "{chinese}");
    let output = lifecircle(&["site", "--matrix", "nowhere.csv", "--count", "1", "--limit", "9"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("nowhere.csv: cannot be read"), "{}", stderr(&output));
}

#[test]
fn numbers_out_of_range_are_told_of_by_name() {
    let (_folder, file) = table(TABLE);
    let wrong = [
        ("--count", "-1", "at least 1"),
        ("--capacity", "-1", "above zero"),
        ("--capacity", "0", "above zero"),
        ("--gap", "-1", "a share from 0 to 1"),
        ("--time-limit", "-1", "a number of seconds"),
        ("--budget", "-1", "an amount or `same`"),
    ];
    for (flag, value, expected) in wrong {
        let output = lifecircle(&["site", "--matrix", &file, "--limit", "100", flag, value]);
        assert_eq!(output.status.code(), Some(2), "{flag} {value}");
        let told = stderr(&output);
        assert!(told.contains(expected) && told.contains(flag), "{told}");
    }
}

#[test]
fn a_flag_that_changes_nothing_of_what_is_asked_is_wrong_usage() {
    let (_folder, file) = table(TABLE);
    let idle = [
        (vec!["--budget", "1000"], "bundle"),
        (vec!["--complexes", "all"], "bundle"),
        (vec!["--by-area"], "bundle"),
        (vec!["--capacity", "5"], "capacitated"),
        (vec!["--worst-share", "0.5"], "equity"),
        (vec!["--first-share", "0.7"], "backup"),
        (vec!["--budgets", "1,2"], "--phasing"),
    ];
    for (args, belongs_to) in idle {
        let asked = ["site", "--matrix", &file, "--count", "1", "--limit", "100"];
        let output = lifecircle(&[&asked, &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = stderr(&output);
        assert!(told.contains(args[0]) && told.contains(belongs_to), "{told}");
    }
    let asked = ["site", "--matrix", &file, "--count", "1", "--limit", "100", "--objective"];
    let output = lifecircle(&[&asked[..], &["p-center"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--limit goes with"), "{}", stderr(&output));
    // A ranking is of those within the limit.
    let output = lifecircle(&[&asked[..], &["p-center", "--ranking"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_question_that_lacks_something_is_wrong_usage() {
    let (_folder, file) = table(TABLE);
    let lacking = [
        (vec!["--count", "1"], "--limit"),
        (vec!["--objective", "p-median"], "--count"),
        (vec!["--objective", "p-median", "--count", "0"], "--count"),
        (vec!["--count", "1", "--limit", "100", "--gap", "2"], "share"),
    ];
    for (args, expected) in lacking {
        let output = lifecircle(&[&["site", "--matrix", &file], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    let output = lifecircle(&["site", "--count", "1"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_cannot_be_done_is_an_answer() {
    let (_folder, file) = table("weight,A,B\n1,0,inf\n2,,0\n7,,900\n");
    let asked = ["--matrix", &file, "--objective", "set-cover", "--limit", "500"];
    let answer = site(&asked);
    assert_eq!((&answer["status"], &answer["value"]), (&json!("infeasible"), &Value::Null));
    // Demand points are counted from one.
    assert_eq!(answer["out_of_reach"], json!(["3"]));
    assert!(answer["reason"].as_str().is_some_and(|reason| reason.contains("1 demand point: 3")));
    let answer = site(&[&asked[..], &["--leave-out-unreachable"]].concat());
    assert_eq!((&answer["status"], &answer["value"]), (&json!("optimal"), &json!(2)));
    assert_eq!(answer["warnings"].as_array().map(Vec::len), Some(1));
    let answer = site(&["--matrix", &file, "--objective", "p-median", "--count", "5"]);
    assert_eq!(answer["reason"], json!("only 2 candidates may be opened"));
}

#[test]
fn the_text_names_value_bound_and_sites() {
    let (folder, file) = table(TABLE);
    let out = path(&folder, "plan.txt");
    let args = ["site", "--matrix", &file, "--count", "1", "--limit", "100", "--out", &out];
    let output = lifecircle(&args);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    let text = fs::read_to_string(&out).expect("it was written");
    assert!(
        text.starts_with(
            "1 site covers 12 of 14 within 100 m (85.7 %)\noptimal, bound 12, gap 0.00 %"
        ),
        "{text}"
    );
    assert!(text.contains("  B  "), "{text}");
}

/// The small study with two candidates: one near B1, one near B2.
pub fn study_with_candidates() -> TempDir {
    let folder = small_study();
    let candidate = |id: &str, lat: f64| {
        json!({ "type": "Feature", "properties": { "id": id, "name": id },
            "geometry": { "type": "Point", "coordinates": [121.47, lat] } })
    };
    let features = vec![candidate("K1", 31.224), candidate("K2", 31.231)];
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    fs::write(path(&folder, "candidates.geojson"), text).expect("written");
    folder
}

#[test]
fn a_study_is_sited_among_its_candidates_or_all_buildings() {
    let folder = study_with_candidates();
    let folder = study(&folder);
    let asked = [
        folder.as_str(),
        "--functions",
        "as-is",
        "--function",
        "clinic",
        "--count",
        "1",
        "--limit",
        "500",
    ];
    let answer = site(&asked);
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(100), &json!(["K1"])));
    assert_eq!(answer["candidates"], json!(2));
    assert_eq!(answer["walk"], json!({ "model": "circle", "limit_m": 500.0, "detour": 1.0 }));
    assert_eq!(answer["function"], json!("clinic"));
    // F1 reaches B1 already: what is left to gain is B2.
    let answer = site(&[&asked[..], &["--keep-existing"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(150.5), &json!(["K2"])));
    assert_eq!(answer["candidates"], json!(2), "what exists is no candidate");
    let ranked = site(&[&asked[..], &["--keep-existing", "--ranking"]].concat());
    let expected = json!([{ "id": "K2", "gain": 50.5 }, { "id": "K1", "gain": 0 }]);
    assert_eq!(ranked["ranking"], expected);
    let answer = site(&[&asked[..], &["--group", "age80p"]].concat());
    assert_eq!((&answer["value"], &answer["demand"]), (&json!(10), &json!(11)));
    let needy =
        site(&[&asked[..], &["--keep-existing", "--ranking", "--ranking-by", "need"]].concat());
    assert_eq!(needy["ranking_by"], json!("need"));
    let gain = needy["ranking"][0]["gain"].as_f64();
    assert!(gain.is_some_and(|gain| gain > 0.0 && gain <= 50.5), "{needy}");
    // Candidates and every building that holds none of them.
    let answer = site(&[&asked[..], &["--candidates", "all"]].concat());
    assert_eq!((&answer["value"], &answer["candidates"]), (&json!(100), &json!(5)));
    let answer = site(&[&asked[..], &["--candidates", "all", "--without", "K1"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(100), &json!(["B1"])));
    let answer = site(&[&asked[..], &["--objective", "set-cover"]].concat());
    assert_eq!(answer["out_of_reach"], json!(["B3"]));
    let nothing = lifecircle(&["site", &folder, "--count", "1"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("--function"), "{}", stderr(&nothing));
}

#[test]
fn a_front_says_all_that_it_needs() {
    let alone = lifecircle(&["site", "--pareto"]);
    assert_eq!(alone.status.code(), Some(2));
    for needed in ["STUDY", "--objective equity", "--count P", "--function F"] {
        assert!(stderr(&alone).contains(needed), "{needed}: {}", stderr(&alone));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_search_and_prints_the_plan_with_its_bound() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let mut command = Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    command.arg("site").arg(sample).args(["--function", "health", "--count", "3", "--json"]);
    command.args(["--candidates", "all", "--objective", "p-median", "--language", "en"]);
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let running = running.expect("the program starts");
    std::thread::sleep(Duration::from_secs(3));
    let id = running.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("there is kill").success());
    let output = running.wait_with_output().expect("it ends");
    let answer = json_of(&output);
    assert_eq!(answer["sites"].as_array().map(Vec::len), Some(3), "{answer}");
    assert!(answer["value"].is_number() && answer["bound"].is_number(), "{answer}");
    assert_eq!(answer["status"], json!("feasible"));
    assert!(stderr(&output).contains("Ctrl-C once more"), "{}", stderr(&output));
}

#[test]
fn sites_that_leave_somebody_out_do_not_claim_to_reach_all() {
    let (folder, file) = table("weight,A,B\n1,0,900\n2,900,900\n");
    let out = path(&folder, "plan.txt");
    let asked = ["site", "--matrix", &file, "--objective", "set-cover", "--limit", "500"];
    let output = lifecircle(&[&asked[..], &["--leave-out-unreachable", "--out", &out]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let text = fs::read_to_string(&out).expect("it was written");
    let claim = "1 site reaches all demand that any candidate can reach within 500 m\n";
    assert!(text.starts_with(claim), "{text}");
    assert!(stderr(&output).contains("1 demand point of weight 2"), "{}", stderr(&output));
}

#[test]
fn without_any_time_there_is_a_plan_with_a_bound_by_every_model() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let sample = sample.to_string_lossy();
    let all = ["--candidates", "all", "--time-limit", "0"];
    let asked = [&[&*sample, "--function", "health", "--count", "3"][..], &all].concat();
    for model in ["max-cover", "p-median", "p-center", "backup", "equity"] {
        let answer = site(&[&asked[..], &["--objective", model]].concat());
        assert_eq!(answer["status"], json!("feasible"), "{model}: {answer}");
        assert_eq!(answer["sites"].as_array().map(Vec::len), Some(3), "{model}");
        let (value, bound) = (answer["value"].as_f64(), answer["bound"].as_f64());
        let is_gain = !model.starts_with("p-");
        assert!(value.zip(bound).is_some_and(|(value, bound)| (bound >= value) == is_gain));
        // Measuring ended as well: the places left out are told of.
        assert!(answer["warnings"].to_string().contains("candidates were measured"), "{answer}");
    }
}

/// What `assess` counts of a function in a scenario.
fn covered(file: &str, scenario: &str, function: &str, more: &[&str]) -> Value {
    let args = ["assess", file, "--scenario", scenario, "--function", function, "--json"];
    json_of(&lifecircle(&[&args[..], more].concat()))["totals"][0]["covered"].clone()
}

#[test]
fn a_plan_of_the_sample_is_kept_as_a_scenario_that_assess_counts_alike() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = path(&folder, "quarter.gpkg");
    let made = lifecircle(&["new", &file, &sample.to_string_lossy()]);
    assert!(made.status.success(), "{}", stderr(&made));
    let walks = [("circle", "Alone"), ("network", "Along the streets")];
    for (walk, name) in walks {
        let walk = ["--walk", walk];
        let asked = [file.as_str(), "--function", "health", "--count", "3", "--save", name];
        let alone = site(&[&asked[..], &walk].concat());
        assert_eq!(alone["status"], json!("optimal"));
        assert_eq!(alone["sites"].as_array().map(Vec::len), Some(3));
        assert_eq!(covered(&file, name, "health", &walk), alone["value"]);
    }
    let asked = [file.as_str(), "--function", "health", "--count", "2", "--keep-existing"];
    let beside = site(&[&asked[..], &["--save", "Beside"]].concat());
    assert_eq!(covered(&file, "Beside", "health", &[]), beside["value"]);
    assert!(beside["value"].as_f64() > covered(&file, "0", "health", &[]).as_f64());
    let again = lifecircle(&[&["site"], &asked[..], &["--save", "Beside"]].concat());
    assert_eq!(again.status.code(), Some(2));
    let sample = sample.to_string_lossy();
    let layers =
        lifecircle(&["site", &sample, "--function", "health", "--count", "1", "--save", "X"]);
    assert_eq!(layers.status.code(), Some(2));
    // All ways on foot between homes and candidates, whatever their length.
    let median =
        site(&[file.as_str(), "--function", "health", "--count", "4", "--objective", "p-median"]);
    assert_eq!(median["status"], json!("optimal"));
}
