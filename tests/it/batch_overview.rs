//! The overview of a batch: one study of all places, and what was planned on it.

use std::fs;

use serde_json::Value;

use super::batch::{batch, districts};
use super::program::{json_of, lifecircle, path, stderr, stdout};

#[test]
fn residents_that_an_overview_counts_twice_are_told() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let more = "[[job]]\nname = \"ash again\"\nstudy = \"places/ash\"\n";
    fs::write(&spec, format!("{text}{more}")).expect("written");
    let done = batch(&spec, &path(&folder, "out/all"), &[]);
    let said = "note: ash again and ash are of the same buildings";
    assert!(stderr(&done).contains(said), "{}", stderr(&done));
}

#[test]
fn the_overview_opens_as_a_study_of_all_places() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &[]);
    let overview = format!("{out}/overview.gpkg");
    // Standard and walk of the jobs are its own.
    let together = json_of(&lifecircle(&["assess", &overview, "--json"]));
    let total = |document: &Value, function: &str| {
        let totals = document["totals"].as_array().expect("a list").clone();
        totals.into_iter().find(|row| row["function"] == function).expect("it is listed")
    };
    assert_eq!(together["units"].as_array().map(Vec::len), Some(10 * 2), "two functions each");
    let clinic = total(&together, "clinic");
    let parts = ["ash", "birch", "cedar", "elm", "梧桐"].map(|name| {
        let text = fs::read_to_string(format!("{out}/jobs/{name}/assess.json")).expect("there");
        total(&serde_json::from_str(&text).expect("JSON"), "clinic")
    });
    let sum = |field: &str| parts.iter().filter_map(|part| part[field].as_f64()).sum::<f64>();
    assert_eq!(clinic["population"].as_f64(), Some(sum("population")));
    assert_eq!(clinic["covered"].as_f64(), Some(sum("covered")));
    let connection = rusqlite::Connection::open(&overview).expect("it opens");
    let rate = "SELECT clinic_rate FROM results WHERE id = 'elm/10' AND data_year = '2026'";
    let rate: f64 = connection.query_row(rate, [], |row| row.get(0)).expect("it is there");
    assert_eq!(rate, 1.0);
}

#[test]
fn of_one_place_in_several_years_the_overview_shows_the_last() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let job =
        "\n[[job]]\nname = \"ash-2025\"\nstudy = \"places/ash\"\ndistrict = \"ash\"\nyear = 2025\n";
    fs::write(&spec, text + job).expect("written");
    let out = path(&folder, "out/all");
    let done = batch(&spec, &out, &[]);
    assert!(done.status.success(), "{}", stderr(&done));
    let connection = rusqlite::Connection::open(format!("{out}/overview.gpkg")).expect("it opens");
    let count = |layer: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {layer} WHERE id LIKE 'ash%'");
        connection.query_row(&sql, [], |row| row.get(0)).expect("it is there")
    };
    assert_eq!((count("units"), count("results")), (2, 4));
}

#[test]
fn of_two_jobs_of_one_place_and_year_the_one_not_shown_is_told_and_kept_among_the_results() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let job =
        "\n[[job]]\nname = \"ash-plan\"\nstudy = \"places/ash\"\ndistrict = \"ash\"\nyear = 2026\n";
    fs::write(&spec, text + job).expect("written");
    let out = path(&folder, "out/all");
    let done = batch(&spec, &out, &[]);
    let said = stderr(&done);
    assert!(said.contains("note: ash and ash-plan are of one place and year"), "{said}");
    let overview = format!("{out}/overview.gpkg");
    let connection = rusqlite::Connection::open(&overview).expect("it opens");
    let sql = "SELECT count(DISTINCT job) FROM results WHERE job LIKE 'ash%'";
    let jobs: i64 = connection.query_row(sql, [], |row| row.get(0)).expect("it is there");
    assert_eq!(jobs, 2);
}

#[test]
fn what_was_planned_on_an_overview_is_kept_when_it_is_made_anew() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &[]);
    let overview = format!("{out}/overview.gpkg");
    let planned = lifecircle(&[
        "site",
        &overview,
        "--function",
        "clinic",
        "--count",
        "1",
        "--candidates",
        "all",
        "--save",
        "Ours",
    ]);
    assert!(planned.status.success(), "{}", stderr(&planned));
    let ours = |file: &str| lifecircle(&["assess", file, "--scenario", "Ours", "--json"]);
    let unchanged = batch(&spec, &out, &[]);
    let said = stderr(&unchanged);
    assert!(said.contains("nothing in the overview has changed"), "{said}");
    assert!(ours(&overview).status.success(), "it is still there");

    let text = fs::read_to_string(&spec).expect("readable");
    let plan = "site = { function = \"clinic\", count = 1, candidates = \"all\" }\n";
    fs::write(&spec, format!("{text}{plan}")).expect("written");
    let planned = batch(&spec, &out, &[]);
    assert!(stdout(&planned).contains("1 plan ("), "{}", stdout(&planned));
    assert!(ours(&overview).status.success(), "a plan changes nothing of the places");

    let buildings = folder.path().join("places/ash/buildings.geojson");
    let text = fs::read_to_string(&buildings).expect("readable");
    let more = text.replacen("\"residents\":", "\"residents\":1", 1);
    assert_ne!(more, text, "somebody has moved in");
    fs::write(&buildings, more).expect("written");
    let changed = batch(&spec, &out, &[]);
    let said = stderr(&changed);
    let kept = format!("{out}/overview.before-update.gpkg");
    assert!(said.contains(&format!("kept as {kept}")), "{said}");
    assert!(ours(&kept).status.success(), "what was planned is beside the new one");
    assert!(!ours(&overview).status.success(), "the new one has none of it");
}

#[test]
fn an_overview_tells_where_its_places_differ() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let job = "\n[[job]]\nname = \"far\"\nstudy = \"far\"\nassess = { detour = 1.3 }\n";
    fs::write(&spec, text + job).expect("written");
    let (elm, far) = (folder.path().join("places/elm"), folder.path().join("far"));
    fs::create_dir_all(&far).expect("made");
    for layer in ["units", "buildings", "facilities"] {
        let file = format!("{layer}.geojson");
        let text = fs::read_to_string(elm.join(&file)).expect("readable");
        fs::write(far.join(file), text.replace("121.7", "104.7")).expect("written");
    }
    let out = path(&folder, "out/all");
    let done = batch(&spec, &out, &[]);
    let said = stderr(&done);
    assert!(said.contains("note: the places are walked differently"), "{said}");
    assert!(said.contains("lengths of the overview are off by up to about 0."), "{said}");
}
