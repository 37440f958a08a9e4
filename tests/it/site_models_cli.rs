//! `lifecircle site` beyond the plain models: backups, rooms, units, bundles, futures, a planner's
//! own plan, and years.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{json_of, lifecircle, path, stderr, stdout, study};
use super::site_cli::{TABLE, site, study_with_candidates, table};

#[test]
fn a_table_is_sited_with_a_second_site_behind_the_first() {
    let (_folder, file) = table(TABLE);
    let asked = ["--matrix", &file, "--count", "2", "--objective", "backup", "--limit", "100"];
    // A and B: 12 have one, 9 two. B and C: 14 and 3.
    let answer = site(&[&asked[..], &["--first-share", "0.5"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(10.5), &json!(["A", "B"])));
    assert_eq!((&answer["covered"], &answer["covered_twice"]), (&json!(12), &json!(9)));
    assert_eq!((&answer["objective"], &answer["status"]), (&json!("backup"), &json!("optimal")));
    let answer = site(&[&asked[..], &["--first-share", "0.9"]].concat());
    assert_eq!(answer["sites"], json!(["B", "C"]));
}

#[test]
fn a_table_is_sited_with_room_for_so_many() {
    let (_folder, file) = table(TABLE);
    let asked = ["--matrix", &file, "--objective", "capacitated", "--limit", "100"];
    let answer = site(&[&asked[..], &["--count", "2", "--capacity", "6"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(12), &json!(["A", "B"])));
    assert_eq!((&answer["served"], &answer["capacities"]), (&json!([6, 6]), &json!([6, 6])));
    let output = lifecircle(&[&["site"], &asked[..], &["--count", "2"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--capacity"), "{}", stderr(&output));
    let with_rooms = TABLE.replacen('\n', "\ncapacity,1,20,\n", 1);
    let (_folder, file) = table(&with_rooms);
    let asked = ["--matrix", &file, "--objective", "capacitated", "--limit", "100"];
    let answer = site(&[&asked[..], &["--count", "1"]].concat());
    assert_eq!((&answer["value"], &answer["sites"]), (&json!(12), &json!(["B"])));
    let (_folder, file) = table(&TABLE.replacen('\n', "\ncapacity,1,many,2\n", 1));
    let args = ["site", "--matrix", &file, "--count", "1", "--limit", "9"];
    let output = lifecircle(&args);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).starts_with("table.csv: row 2, column B: \"many\""),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_table_has_no_units_to_be_even_between() {
    let (_folder, file) = table(TABLE);
    let asked = ["site", "--matrix", &file, "--count", "1", "--limit", "100"];
    for more in [&["--objective", "equity"][..], &["--objective", "equity", "--pareto"]] {
        let output = lifecircle(&[&asked[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(stderr(&output).contains("study or layers"), "{}", stderr(&output));
    }
}

/// Questions about the small study: clinics within 500 m.
fn of_small_study(folder: &TempDir) -> Vec<String> {
    let folder = study(folder);
    [&folder, "--functions", "as-is", "--function", "clinic", "--count", "1", "--limit", "500"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn the_worst_unit_and_other_futures_are_reported() {
    let folder = study_with_candidates();
    let asked = of_small_study(&folder);
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let even = site(&[&asked[..], &["--objective", "equity", "--worst-share", "0"]].concat());
    assert_eq!((&even["value"], &even["sites"]), (&json!(100), &json!(["K1"])));
    assert!(even["worst_rate"].as_f64().is_some_and(|rate| (0.0..=1.0).contains(&rate)));
    let front = [&["site"], &asked[..], &["--objective", "equity", "--pareto", "--json"]].concat();
    let front = json_of(&lifecircle(&front));
    assert_eq!((&front["objective"], &front["complete"]), (&json!("pareto"), &json!(true)));
    assert_eq!(front["points"][0]["covered"], json!(100));
    let robust =
        [&["site"], &asked[..], &["--robust", "growth=2", "--robust", "limit=50", "--json"]]
            .concat();
    let robust = json_of(&lifecircle(&robust));
    assert_eq!((&robust["status"], &robust["value"]), (&json!("optimal"), &json!(1.0)));
    assert_eq!(robust["regrets"].as_array().map(Vec::len), Some(4), "three futures and robust");
    assert_eq!(robust["regrets"][3]["covered"][1], json!(200));
    let wrong = lifecircle(&[&["site"], &asked[..], &["--robust", "rain=2"]].concat());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("rain=2"), "{}", stderr(&wrong));
}

/// The sample as a study file.
fn sample() -> (TempDir, String) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = path(&folder, "quarter.gpkg");
    let made = lifecircle(&["new", &file, &sample.to_string_lossy()]);
    assert!(made.status.success(), "{}", stderr(&made));
    (folder, file)
}

fn asked(file: &str, more: &[&str]) -> Value {
    json_of(&lifecircle(&[&["site", file, "--json"], more].concat()))
}

#[test]
fn a_plan_stands_beside_the_best_one_and_is_phased() {
    let (_folder, file) = sample();
    let asked_for =
        ["--function", "child_play", "--count", "3", "--keep-existing", "--save", "Three"];
    let best = asked(&file, &asked_for);
    let beside = asked(&file, &["--function", "child_play", "--beside", "Three"]);
    assert_eq!((&beside["value"], &beside["own_value"]), (&best["value"], &best["value"]));
    assert_eq!((&beside["share"], &beside["count"]), (&json!(1.0), &json!(3)));
    assert_eq!(beside["own_sites"].as_array().map(Vec::len), Some(3));
    // Another plan with as many sites falls short, and is told by how much.
    let without: Vec<&str> = best["sites"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .flat_map(|id| ["--without", id])
        .collect();
    let worse = ["--function", "child_play", "--count", "3", "--keep-existing", "--save", "Other"];
    let worse = asked(&file, &[&worse[..], &without].concat());
    let beside = asked(&file, &["--function", "child_play", "--beside", "Other"]);
    let share = beside["share"].as_f64().expect("a share");
    // Of what the best one newly reaches: the facilities that stay are no merit of either.
    let figure = |name: &str| beside[name].as_f64().expect("a figure");
    let (own, all, base) = (figure("own_value"), figure("value"), figure("base_value"));
    assert_eq!((&worse["value"], &best["value"]), (&beside["own_value"], &beside["value"]));
    assert!(base > 0.0);
    assert!((share - (own - base) / (all - base)).abs() < 1e-9 && share < own / all, "{share}");
    let is_in_optimum = |site: &Value| site["in_optimum"] == json!(true);
    assert!(!beside["own_sites"].as_array().into_iter().flatten().any(is_in_optimum));

    let years = ["--function", "child_play", "--phasing", "Three", "--budgets", "1e9,1e9"];
    let phased = asked(&file, &years);
    assert_eq!(phased["years"][0]["opened"].as_array().map(Vec::len), Some(3));
    assert_eq!(phased["years"][1]["covered"], best["value"]);
    // Projects only add: no pilot loses, and each says when, why and for how much.
    assert_eq!(phased["pilots_regress"], json!(false));
    assert!(phased["pilots_least_change"].as_f64() >= Some(0.0), "{}", phased["pilots"]);
    let projects = phased["projects"].as_array().expect("projects");
    assert_eq!(projects.len(), 3);
    for project in projects {
        assert_eq!((&project["year"], &project["reason"]), (&json!("1"), &json!("gains-most")));
        assert!(project["cost_yuan"].as_f64() > Some(0.0), "{project}");
    }
    let poor = ["--function", "child_play", "--phasing", "Three", "--budgets", "0,0"];
    let poor = asked(&file, &poor);
    assert_eq!(poor["not_opened"].as_array().map(Vec::len), Some(3));
    assert_eq!(poor["projects"][0]["reason"], json!("no-year-pays"));
    let two = ["--function", "child_play,health", "--phasing", "Three", "--budgets", "1e9"];
    let two = asked(&file, &two);
    assert_eq!(two["functions"].as_array().map(Vec::len), Some(2));
    // For as much money there may be a better plan, and never a worse one.
    let money = ["--function", "child_play", "--beside", "Other", "--budget", "same"];
    let money = asked(&file, &money);
    assert_eq!(money["budget_yuan"], money["own_cost_yuan"]);
    assert!(money["cost_yuan"].as_f64() <= money["budget_yuan"].as_f64().map(|sum| sum + 0.01));
    assert!(money["value"].as_f64() >= money["own_value"].as_f64());
    assert_eq!((&money["own_value"], &money["status"]), (&beside["own_value"], &json!("optimal")));
    let nothing = lifecircle(&["site", &file, "--function", "child_play", "--beside", "base"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert_eq!(beside["keep_existing"], json!(true), "the base stays beside both plans");
    // What does not go together, or says nothing, is refused.
    let refused = [
        (vec!["--phasing", "Three", "--objective", "p-median"], "--objective"),
        (vec!["--phasing", "Three", "--count", "7"], "--count"),
        (vec!["--count", "2", "--robust", "growth=0"], "growth=0"),
    ];
    for (args, named) in refused {
        let output =
            lifecircle(&[&["site", &file, "--function", "child_play"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(named), "{}", stderr(&output));
    }
    let too_many = asked(&file, &["--function", "child_play", "--count", "500"]);
    assert_eq!((&too_many["bound"], &too_many["bound_by"]), (&Value::Null, &Value::Null));
    assert!(!too_many["warnings"].to_string().contains("bound"), "{}", too_many["warnings"]);
}

#[test]
fn functions_are_bundled_into_the_candidates_of_the_sample() {
    let (folder, file) = sample();
    let bundle = ["--objective", "bundle", "--function", "elder_care,childcare,community_meals"];
    let free = asked(&file, &[&bundle[..], &["--count", "4"]].concat());
    assert_eq!(free["status"], json!("optimal"), "{free}");
    let budget = free["cost_yuan"].as_f64().expect("a cost") / 2.0;
    let budget = budget.to_string();
    let short = asked(&file, &[&bundle[..], &["--count", "4", "--budget", &budget]].concat());
    assert!(short["cost_yuan"].as_f64() <= budget.parse().ok());
    assert!(short["value"].as_f64() < free["value"].as_f64());
    for site in free["bundles"].as_array().into_iter().flatten() {
        assert!(site["physical_m2"].as_f64() <= site["area_m2"].as_f64(), "{site}");
    }
    let covered: f64 = free["functions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|function| function["covered"].as_f64())
        .sum();
    assert_eq!(free["value"].as_f64(), Some(covered));
    let every = asked(&file, &[&bundle[..], &["--count", "4", "--complexes", "all"]].concat());
    for site in every["bundles"].as_array().into_iter().flatten() {
        assert_eq!(site["complex"], json!(true), "{site}");
    }
    let none = asked(&file, &[&bundle[..], &["--complexes", "1", "--budget", "1"]].concat());
    assert_eq!((&none["status"], &none["value"]), (&json!("infeasible"), &Value::Null));
    assert!(none["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    // Functions that take turns share rooms: never less is reached than without hours.
    let hours =
        ["--hours", "elder_care=Mo-Fr 09:00-16:00", "--hours", "childcare=Mo-Fr 16:00-20:00"];
    let shared = asked(&file, &[&bundle[..], &["--count", "4"], &hours].concat());
    assert!(shared["value"].as_f64() >= free["value"].as_f64());
    let out = path(&folder, "bundle.txt");
    let args = [&["site", &file, "--out", &out], &bundle[..], &["--count", "2"]].concat();
    let output = lifecircle(&args);
    assert!(output.status.success() && stdout(&output).is_empty(), "{}", stderr(&output));
    let text = fs::read_to_string(&out).expect("it was written");
    assert!(text.starts_with("2 sites, "), "{text}");
}
