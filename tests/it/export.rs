//! Results as layers: read back by the program's own readers, they give the figures of `assess`; and
//! the workbook, read by another program.

use std::fs;
use std::io::Cursor;

use calamine::Reader as _;
use serde_json::Value;
use tempfile::TempDir;

use lifecircle::analysis::measures::{Nearest, Provision, WalkingTimes};
use lifecircle::files::workbook::{Appendix, read_projects, write_study_workbook};
use lifecircle::language::Language;
use lifecircle::session::Session;
use lifecircle::tables::results::unit_results;
use lifecircle::tables::{Cell, List, lists_of};

use super::program::{lifecircle, path, small_study, stderr, stdout, study};
use super::support::sample_study;

fn json(arguments: &[&str]) -> Value {
    let output = lifecircle(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("one document")
}

/// The figures of an assessment that do not depend on where the layers came from.
fn figures(document: &Value) -> Vec<String> {
    let rows = |key: &str| document[key].as_array().expect("a list").clone();
    let row = |row: &Value| {
        format!("{} {} {} {}", row["id"], row["function"], row["population"], row["covered"])
    };
    rows("totals").iter().chain(&rows("units")).map(row).collect()
}

fn exported(format: &str) -> (TempDir, String) {
    let folder = small_study();
    let out = path(&folder, "results");
    let arguments = ["export", &study(&folder), "--functions", "as-is", "--out", &out];
    let done = lifecircle(&[&arguments[..], &["--format", format]].concat());
    assert!(done.status.success(), "{}", stderr(&done));
    (folder, out)
}

#[test]
fn exported_layers_read_back_give_the_figures_of_assess() {
    for (format, files) in [
        ("geojson", ["units.geojson", "buildings.geojson", "facilities.geojson"]),
        ("csv", ["units.csv", "buildings.csv", "facilities.csv"]),
    ] {
        let (folder, out) = exported(format);
        let original = json(&["assess", &study(&folder), "--functions", "as-is", "--json"]);
        let files = files.map(|file| format!("{out}/{file}"));
        let again = json(&[
            "assess",
            "--units",
            &files[0],
            "--buildings",
            &files[1],
            "--facilities",
            &files[2],
            "--functions",
            "as-is",
            "--json",
        ]);
        assert_eq!(figures(&original), figures(&again), "{format}");
    }
}

#[test]
fn columns_of_units_hold_the_figures_of_assess() {
    let (folder, out) = exported("geojson");
    let assessed = json(&["assess", &study(&folder), "--functions", "as-is", "--json"]);
    let text = fs::read_to_string(format!("{out}/units.geojson")).expect("it is there");
    let units: Value = serde_json::from_str(&text).expect("GeoJSON");
    for row in assessed["units"].as_array().expect("a list") {
        let features = units["features"].as_array().expect("a list");
        let of_unit = |feature: &&Value| feature["properties"]["id"] == row["id"];
        let unit = &features.iter().find(of_unit).expect("every unit is there")["properties"];
        // Columns have names that every program takes.
        let function = row["function"].as_str().expect("a name");
        let function = function.replace(|c: char| !c.is_alphanumeric(), "_");
        let covered = unit[format!("{function}_covered")].as_f64();
        assert_eq!(covered, row["covered"].as_f64(), "{function} in {}", row["id"]);
        let rate = unit[format!("{function}_rate")].as_f64();
        assert_eq!(rate, row["rate"].as_f64(), "{function} in {}", row["id"]);
    }
}

#[test]
fn a_geopackage_has_layers_dictionary_and_styles() {
    let (_folder, out) = exported("gpkg");
    let connection =
        rusqlite::Connection::open(format!("{out}/results.gpkg")).expect("it is a database");
    let names = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).expect("the table is there");
        let rows = statement.query_map([], |row| row.get(0)).expect("it can be asked");
        rows.map(|row| row.expect("a name")).collect()
    };
    let layers = names("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'");
    assert_eq!(layers, ["units", "buildings", "facilities"]);
    let styled = names("SELECT f_table_name FROM layer_styles ORDER BY id");
    assert_eq!(styled, layers);
    for layer in layers {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{layer}')"));
        let described =
            names(&format!("SELECT \"column\" FROM data_dictionary WHERE layer = '{layer}'"));
        assert_eq!(columns[2..], described[..], "all but fid and geom");
    }
    let dictionary = fs::read_to_string(format!("{out}/dictionary.csv")).expect("it is there");
    assert!(dictionary.contains("units,residents_all"), "{dictionary}");
    let charts = fs::read_dir(format!("{out}/charts")).expect("charts are drawn").count();
    assert!(charts >= 3, "{charts} charts");
}

#[test]
fn unit_indicators_are_those_of_the_measures() {
    let session = Session::new(sample_study());
    let study = session.study();
    let nearest = Nearest::of(study, session.facilities());
    let table = unit_results(&session, &nearest);
    for function in study.standard().indexes() {
        let id = &study.standard().function(function).id;
        for unit in [0, 7, 39] {
            let cell = |suffix: &str| {
                let column = table.column(&format!("{id}_{suffix}")).expect("the column is there");
                table.rows[unit][column].clone()
            };
            let times = WalkingTimes::of(study, &nearest, function, 0, Some(unit));
            assert_eq!(cell("min_p50"), Cell::number(times.percentile(0.5)), "{id}");
            assert_eq!(cell("min_p90"), Cell::number(times.percentile(0.9)), "{id}");
            let (layers, facilities) = (study.layers(), session.facilities());
            let provision = Provision::of_function(layers, facilities, function, Some(unit));
            assert_eq!(cell("m2_per_1000"), Cell::number(provision.m2_per_1000()), "{id}");
        }
    }
}

#[test]
fn the_workbook_holds_lists_indicators_comparison_and_parameters() {
    let mut session = Session::new(sample_study());
    let first = session.study().scenarios().iter().next().expect("a scenario").id;
    session.show(first);
    let language = Language::Zh;
    let appendix = Appendix::of(&session, language);
    let lists = lists_of(&session, language);
    let bytes = write_study_workbook("题", &[], &lists, &appendix, language).expect("it fits");
    let mut workbook =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes.clone())).expect("a workbook");
    let names = workbook.sheet_names();
    for wanted in ["需求清单", "资源清单", "项目清单", "规划单元指标", "方案比选", "参数"]
    {
        assert!(names.iter().any(|name| name == wanted), "{wanted} in {names:?}");
    }
    let units = workbook.worksheet_range("规划单元指标").expect("the sheet is there");
    // Two rows of headings.
    assert_eq!(units.height(), session.study().layers().units.len() + 2);
    let column = appendix.units.column("health_covered").expect("it is a column");
    let sum: f64 =
        units.rows().skip(2).filter_map(|row| calamine::DataType::as_f64(&row[column])).sum();
    let health = session.study().standard().index_of("health").expect("a function");
    let outside = session.scenario().outside_units(health, 0).covered.as_f64();
    assert_eq!(sum + outside, session.scenario().total(health, 0).covered.as_f64());
    let projects = List::Projects.table(&session, language);
    let back = read_projects("x", &bytes, session.study(), first, &projects).expect("it is read");
    assert!(back.edits.is_empty() && back.problems.is_empty(), "nothing was changed");
}
