//! The command line, run as the real program: exit codes, reasons, and the exact JSON.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::program::{json_of, lifecircle, path, small_study, stderr, stdout, study};

/// Real data beside the project, if they are there.
fn real_data(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
    }
    folder.is_dir().then_some(folder)
}

#[test]
fn assess_prints_the_exact_document() {
    let folder = small_study();
    let output = lifecircle(&[
        "assess",
        &study(&folder),
        "--functions",
        "as-is",
        "--limit",
        "500",
        "--json",
    ]);
    let row = |function: &str, population: Value, covered: Value, rate: Value| {
        json!({ "function": function, "group": "all", "population": population,
            "covered": covered, "rate": rate })
    };
    let with = |mut row: Value, name: &str, value: Value| {
        row[name] = value;
        row
    };
    let clinic = row("clinic", json!(157.5), json!(100), json!(100.0 / 157.5));
    let other = row("a, b", json!(157.5), json!(0), json!(0.0));
    let unit = |id: &str, row: Value| with(row, "id", json!(id));
    let expected = json!({
        "version": 1,
        "crs": "EPSG:4549",
        "walk": { "model": "circle", "limit_m": 500.0, "detour": 1.0 },
        "population": { "source": "given", "method": "given by the building layer" },
        "totals": [with(clinic, "limit_m", json!(500.0)), with(other, "limit_m", json!(500.0))],
        "units": [
            unit("10", row("clinic", json!(100), json!(100), json!(1.0))),
            unit("10", row("a, b", json!(100), json!(0), json!(0.0))),
            unit("9", row("clinic", json!(50.5), json!(0), json!(0.0))),
            unit("9", row("a, b", json!(50.5), json!(0), json!(0.0))),
        ],
        "warnings": ["1 building with 7 residents outside all units: only the totals count them"],
    });
    let mut document = json_of(&output);
    let mut take = |name| document.as_object_mut().and_then(|document| document.shift_remove(name));
    let (measures, inputs) = (take("measures"), take("inputs"));
    assert_eq!(document, expected);
    assert_eq!(stderr(&output), "");
    let prints = &inputs.expect("what it was computed from")["fingerprints"];
    assert!(prints["buildings"].as_str().is_some_and(|print| print.len() == 64), "{prints}");
    let measures = measures.expect("measures come after the units");
    let clinic = &measures["functions"][0];
    assert_eq!(clinic["choices"]["by_number"], json!([57.5, 100, 0, 0]));
    assert_eq!(clinic["walking_minutes"]["beyond"], json!(7));
    // One clinic, counted as 1 because nothing is known of it, for the 100 residents around it.
    assert_eq!(clinic["capacity"][0]["mean"], json!(1.0 / 157.5));
    assert!(measures["warnings"][0].as_str().is_some_and(|w| w.contains("no capacity")));
}

#[test]
fn units_without_residents_have_no_rate() {
    let folder = small_study();
    let buildings = json!({ "type": "Feature", "properties": { "residents": 3 },
        "geometry": { "type": "Point", "coordinates": [121.47, 31.223] } });
    fs::write(path(&folder, "buildings.geojson"), buildings.to_string()).expect("written");
    let document = json_of(&lifecircle(&["assess", &study(&folder), "--json"]));
    let units = document["units"].as_array().expect("a list");
    let functions = document["totals"].as_array().map(Vec::len);
    assert_eq!(Some(units.len()), functions.map(|functions| 2 * functions));
    let empty: Vec<_> = units.iter().filter(|unit| unit["id"] == "9").collect();
    assert!(empty.iter().all(|unit| unit["population"] == 0 && unit["rate"].is_null()));
    assert!(document["walk"]["limit_m"].is_null(), "each function has its own limit");
    let limits = document["totals"].as_array().into_iter().flatten().map(|total| &total["limit_m"]);
    assert!(limits.into_iter().all(Value::is_number));
}

#[test]
fn the_detour_shortens_the_circle_and_the_group_is_chosen() {
    let folder = small_study();
    let assess = |more: &[&str]| {
        let study = study(&folder);
        let mut args = vec!["assess", &study, "--function", "health", "--json"];
        args.extend(more);
        let document = json_of(&lifecircle(&args));
        let totals = document["totals"].as_array().cloned().unwrap_or_default();
        assert_eq!(totals.len(), 1);
        totals[0]["covered"].clone()
    };
    assert_eq!(assess(&["--limit", "900"]), json!(150.5), "B2 is 887 m away");
    assert_eq!(assess(&["--limit", "900", "--detour", "1.2"]), json!(100));
    assert_eq!(assess(&["--limit", "900", "--group", "age80p"]), json!(10));
    assert_eq!(assess(&["--limit", "900", "--group", "80 岁及以上"]), json!(10));
}

#[test]
fn buildings_and_facilities_are_listed_on_request() {
    let folder = small_study();
    let by = |what: &str| {
        let args = ["assess", &study(&folder), "--function", "健康服务", "--by", what, "--json"];
        json_of(&lifecircle(&args))
    };
    assert_eq!(
        by("building")["buildings"],
        json!([
            { "id": "B1", "unit": "10", "function": "health", "group": "all", "population": 100,
              "covered": true, "reached_by": 1 },
            { "id": "B2", "unit": "9", "function": "health", "group": "all", "population": 50.5,
              "covered": true, "reached_by": 1 },
            { "id": "B3", "unit": null, "function": "health", "group": "all", "population": 7,
              "covered": false, "reached_by": 0 },
        ])
    );
    let facilities = &by("facility")["facilities"];
    assert_eq!(
        *facilities,
        json!([{ "id": "F1", "name": "One", "function": "health", "group": "all", "residents": 150.5 }])
    );
}

#[test]
fn csv_is_utf8_for_excel_with_totals_last() {
    let folder = small_study();
    let out = path(&folder, "result.csv");
    let args = ["assess", &study(&folder), "--function", "health", "--csv", "--out", &out];
    let output = lifecircle(&args);
    assert!(output.status.success() && output.stdout.is_empty(), "{}", stderr(&output));
    let text = fs::read_to_string(&out).expect("the file is there");
    assert_eq!(
        text,
        "\u{feff}unit,function,group,limit_m,population,covered,rate\n\
         10,health,all,1000,100,100,1\n\
         9,health,all,1000,50.5,50.5,1\n\
         total,health,all,1000,157.5,150.5,0.9555555555555556\n"
    );
    let names = fs::read_dir(folder.path()).expect("readable").flatten();
    let unfinished =
        names.filter(|entry| entry.file_name().to_string_lossy().contains("unfinished"));
    assert_eq!(unfinished.count(), 0);
}

#[test]
fn the_table_is_aligned_and_notes_go_to_stderr() {
    let folder = small_study();
    let output = lifecircle(&["assess", &study(&folder), "--function", "health"]);
    let table = stdout(&output);
    let tables: Vec<Vec<&str>> =
        table.split("\n\n").skip(1).map(|rows| rows.lines().collect()).collect();
    assert_eq!(tables[0].len(), 2, "{table}");
    let measures = &tables[1];
    assert_eq!(measures[0].chars().count(), measures[1].chars().count(), "{table}");
    assert!(table.contains("within 15 min: "), "{table}");
    let rows = &tables[0];
    assert_eq!(rows[0].chars().count(), rows[1].chars().count(), "{table}");
    assert!(rows[1].contains("1000 m") && rows[1].contains("95.6 %"), "{table}");
    assert!(stderr(&output).contains("outside all units"));
    assert!(stderr(&output).contains("no capacity"));
}

#[test]
fn bad_input_exits_with_1_and_one_line_per_problem() {
    let folder = small_study();
    let text = fs::read_to_string(path(&folder, "buildings.geojson")).expect("written before");
    let bad = text.replace("100", "-100").replace("50.5", "\"half\"");
    fs::write(path(&folder, "buildings.geojson"), bad).expect("written");
    let output = lifecircle(&["assess", &study(&folder), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    assert_eq!(
        stderr(&output).lines().collect::<Vec<_>>(),
        [
            "buildings.geojson: feature 0 (id B1), field residents: -100 is negative or too large",
            "buildings.geojson: feature 1 (id B2), field residents: \"half\" is not a number",
        ]
    );
}

#[test]
fn malformed_and_missing_files_exit_with_1() {
    let folder = small_study();
    let (units, buildings) = (path(&folder, "units.geojson"), path(&folder, "nowhere.geojson"));
    let output = lifecircle(&["assess", "--units", &units, "--buildings", &buildings]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "nowhere.geojson: no such file\n");

    fs::write(path(&folder, "buildings.geojson"), "{\"type\": \"Feat").expect("written");
    let output = lifecircle(&["assess", &study(&folder)]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert_eq!(told.lines().count(), 1);
    assert!(told.contains("buildings.geojson") && told.contains("line 1, column 15"), "{told}");
}

#[test]
fn wrong_usage_exits_with_2() {
    let folder = small_study();
    let study = study(&folder);
    let wrong: [&[&str]; 12] = [
        &["assess"],
        &["assess", &study, "--limit", "0"],
        &["assess", &study, "--limit", "-5"],
        &["assess", &study, "--limit", "far"],
        &["assess", &study, "--limit", "NaN"],
        &["assess", &study, "--detour", "0.9"],
        &["assess", &study, "--walk", "network"],
        &["assess", &study, "--json", "--csv"],
        &["assess", &study, "--group", "giants"],
        &["assess", &study, "--function", "swimming"],
        &["assess", &study, "--map", "buildings=pop"],
        &["assess", &study, "--crs", "EPSG:999999"],
    ];
    for args in wrong {
        let output = lifecircle(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn layers_have_no_scenarios() {
    let folder = small_study();
    let output = lifecircle(&["assess", &study(&folder), "--scenario", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("study file"), "{}", stderr(&output));
}

#[test]
fn a_group_the_data_do_not_know_exits_with_1() {
    let folder = small_study();
    let output = lifecircle(&["assess", &study(&folder), "--group", "age0_2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("groups: all, age80p"), "{}", stderr(&output));
}

#[test]
fn help_exits_with_0() {
    for args in [&["--help"] as &[&str], &["assess", "--help"], &["--version"]] {
        assert_eq!(lifecircle(args).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn check_tells_how_each_file_was_understood() {
    let folder = small_study();
    let document = json_of(&lifecircle(&["check", &study(&folder), "--json"]));
    let files = document["files"].as_array().expect("a list");
    let roles: Vec<_> = files.iter().filter_map(|file| file["role"].as_str()).collect();
    assert_eq!(roles, ["buildings", "facilities", "units"]);
    let layer = &files[0]["layer"];
    assert_eq!(layer["geometry_type"], "Point");
    assert_eq!((&layer["count"], &layer["left_out"]), (&json!(3), &json!(0)));
    assert_eq!((&layer["crs"], &layer["crs_found"]), (&json!("EPSG:4326"), &json!("default")));
    assert_eq!(layer["extent"], json!([121.47, 31.223, 121.47, 31.25]));
    assert_eq!(
        layer["fields"],
        json!({ "id": "id", "residents": "residents", "age80p": "age80p" })
    );
    assert!(stdout(&lifecircle(&["check", &study(&folder)])).contains("residents ← residents"));
}

#[test]
fn check_lists_every_problem_and_changes_no_file() {
    let folder = small_study();
    let file = path(&folder, "buildings.geojson");
    let feature = r#"{"type":"Feature","geometry":null,"properties":{"pop":1}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, [feature; 9].join(","));
    fs::write(&file, &text).expect("written");
    let output = lifecircle(&["check", &file, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON all the same");
    let checked = &document["files"][0];
    assert_eq!(checked["usable"], json!(false));
    let told = checked["warnings"].as_array().map(Vec::len);
    assert_eq!(told, Some(10), "one for each feature, one for the missing ids");
    assert_eq!(stderr(&output), "buildings.geojson: has no usable feature\n");
    assert_eq!(fs::read_to_string(&file).ok(), Some(text));
}

#[test]
fn a_file_of_unknown_role_is_said_to_be_one() {
    let folder = small_study();
    let file = path(&folder, "thing.geojson");
    fs::rename(path(&folder, "units.geojson"), &file).expect("renamed");
    let output = lifecircle(&["check", &file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot tell what this layer is"), "{}", stderr(&output));
    assert_eq!(lifecircle(&["check", "--units", &file]).status.code(), Some(0));
}

#[test]
fn a_picture_is_drawn_without_a_display() {
    let folder = small_study();
    let out = path(&folder, "map.png");
    let args = ["render", &study(&folder), "--size", "320x200", "--theme", "print", "--out", &out];
    let output = lifecircle(&args);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(fs::read(&out).is_ok_and(|png| png.starts_with(b"\x89PNG")));
    let output = lifecircle(&["render", &study(&folder), "--size", "0x200", "--out", &out]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_sample_data_can_be_assessed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = path(&folder, "district");
    let output = lifecircle(&["sample-data", "--out", &out]);
    assert!(output.status.success(), "{}", stderr(&output));
    let document = json_of(&lifecircle(&["assess", &out, "--json"]));
    assert!(document["units"].as_array().is_some_and(|units| !units.is_empty()));
}

#[test]
fn a_city_of_a_size_has_so_many_buildings_all_within_units() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = path(&folder, "city");
    let output = lifecircle(&["sample-data", "--city", "2000", "--out", &out]);
    assert!(output.status.success(), "{}", stderr(&output));
    let checked = json_of(&lifecircle(&["check", &out, "--json"]));
    for file in checked["files"].as_array().expect("the files") {
        assert_eq!(file["problems"].as_array().map_or(0, Vec::len), 0, "{file}");
    }
    let args = ["assess", &out, "--functions", "as-is", "--by", "building", "--json"];
    let document = json_of(&lifecircle(&args));
    let buildings = document["buildings"].as_array().expect("the buildings");
    let functions = document["totals"].as_array().map_or(1, Vec::len);
    assert_eq!(buildings.len(), 2000 * functions);
    assert!(buildings.iter().all(|building| building["unit"].is_string()), "none is outside");
    let covered = document["totals"][0]["covered"].as_u64().expect("a number");
    let residents = document["totals"][0]["population"].as_u64().expect("a number");
    assert!(covered > 0 && covered < residents, "{covered} of {residents}");
}

#[test]
fn helsinki_reads_without_a_flag() {
    let Some(folder) = real_data("helsinki") else { return };
    let document = json_of(&lifecircle(&["assess", &folder.to_string_lossy(), "--json"]));
    assert_eq!(document["crs"], "EPSG:32635");
    assert_eq!(document["totals"][0]["population"], 48_654);
    // Agrees with shapely, pyproj and scipy.
    assert_eq!(document["totals"][0]["covered"], 42_079);
}

#[test]
fn shanghai_reads_without_a_flag_and_says_what_it_assumed() {
    let Some(folder) = real_data("shanghai-core") else { return };
    let document = json_of(&lifecircle(&["assess", &folder.to_string_lossy(), "--json"]));
    assert_eq!(document["crs"], "EPSG:4549");
    let warnings: Vec<_> =
        document["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(warnings.iter().any(|line| line.contains("assumption")));
    assert!(warnings.iter().any(|line| line.starts_with("landuse.geojson: cannot tell")));
    assert!(warnings.iter().any(|line| line.starts_with("263 buildings")));
}
