//! Looking at layers before they are taken over: findings, systems, columns, report.

use std::fs;
use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{drop_on_the_window, open_sample, press, session, wait_until};

/// Copies of the sample's units and buildings; in the copies, `change` has been applied to the
/// text of the buildings.
fn layers(folder: &Path, change: impl FnOnce(String) -> String) -> [PathBuf; 2] {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let paths = ["units.geojson", "buildings.geojson"].map(|name| folder.join(name));
    fs::copy(sample.join("units.geojson"), &paths[0]).expect("copied");
    let text = fs::read_to_string(sample.join("buildings.geojson")).expect("read");
    fs::write(&paths[1], change(text)).expect("written");
    paths
}

/// Drops layers on the window and waits until they are read.
fn review(harness: &mut Harness<'static, App>, paths: &[PathBuf]) {
    for path in paths {
        drop_on_the_window(harness, path.clone());
    }
    press(harness, "Read and check");
    wait_for(harness, "Open study");
}

fn wait_for(harness: &mut Harness<'static, App>, label: &str) {
    wait_until(harness, |harness| harness.query_by_label_contains(label).is_some());
}

fn choose(harness: &mut Harness<'static, App>, combo: &str, option: &str) {
    harness.get_by_role_and_label(Role::ComboBox, combo).click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, option).click();
    harness.run_steps(3);
}

fn residents(harness: &Harness<'static, App>) -> f64 {
    let layers = session(harness).study().layers();
    layers.buildings.demand().residents(0).iter().map(|persons| persons.as_f64()).sum()
}

#[test]
fn nothing_is_taken_over_before_the_planner_has_seen_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths =
        layers(folder.path(), |text| text.replacen("\"residents\":98", "\"residents\":\"?\"", 1));
    let mut harness = open_sample(Language::En);
    let before = residents(&harness);
    review(&mut harness, &paths);
    assert!((residents(&harness) - before).abs() < 1e-9, "the old study stays");
    let finding = "+ Not a number of persons (residents): 1, value not used";
    harness.get_by_label(finding).click();
    harness.run_steps(3);
    harness.get_by_label_contains("\"?\" is no number of persons").click();
    harness.run_steps(10);
    press(&mut harness, "Open study");
    assert_eq!(session(&harness).study().layers().units.len(), 40);
    assert!((before - residents(&harness) - 98.0).abs() < 1e-9);
}

#[test]
fn another_column_is_read_anew_and_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = layers(folder.path(), |text| text);
    let mut harness = open_sample(Language::En);
    review(&mut harness, &paths);
    choose(&mut harness, "Residents buildings.geojson", "households");
    wait_until(&mut harness, |harness| harness.query_by_label("Open study").is_some());
    press(&mut harness, "Open study");
    let households = residents(&harness);
    assert!(households > 0.0 && households < 150_000.0, "{households}");
    review(&mut harness, &paths);
    press(&mut harness, "Open study");
    assert!((residents(&harness) - households).abs() < 1e-9, "the file is read as before");
}

#[test]
fn a_system_can_be_chosen_among_those_that_were_weighed() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = layers(folder.path(), |text| text);
    let mut harness = open_sample(Language::En);
    review(&mut harness, &paths);
    harness.get_by_label_contains("GCJ-02 Chinese web maps").click();
    harness.run_steps(3);
    wait_for(&mut harness, "given by the user");
    press(&mut harness, "Back to the files");
    assert!(harness.query_by_label("Open study").is_none());
    assert!(harness.query_by_label("Read and check").is_some());
}

#[test]
fn the_report_can_be_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = layers(folder.path(), |text| {
        text.replacen("\"residents\":98", "\"residents\":\"1.2万\"", 1)
    });
    let mut harness = open_sample(Language::Zh);
    for path in &paths {
        drop_on_the_window(&mut harness, path.clone());
    }
    press(&mut harness, "读取并核对");
    wait_until(&mut harness, |harness| harness.query_by_label("打开研究").is_some());
    press(&mut harness, "保存报告…");
    let report = folder.path().join("report.txt");
    let field = harness.get_by_role_and_label(Role::TextInput, "报告文件的路径");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, "报告文件的路径");
    field.type_text(&report.display().to_string());
    harness.run_steps(3);
    press(&mut harness, "保存");
    let text = fs::read_to_string(&report).expect("saved");
    assert!(text.contains("“1.2万” 读作 12000") && text.contains("buildings.geojson"), "{text}");
}

#[test]
fn newer_facilities_replace_the_old_ones_and_the_study_asks_for_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/facilities.geojson");
    let text = fs::read_to_string(sample).expect("read");
    let mut layer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    layer["features"].as_array_mut().expect("features").remove(0);
    let path = folder.path().join("facilities.geojson");
    fs::write(&path, layer.to_string()).expect("written");

    let mut harness = open_sample(Language::En);
    assert_eq!(session(&harness).study().base().len(), 97);
    press(&mut harness, "File");
    press(&mut harness, "Update layers…");
    drop_on_the_window(&mut harness, path);
    press(&mut harness, "Read and check");
    wait_until(&mut harness, |harness| harness.query_by_label("Update study").is_some());
    assert!(harness.query_by_label("Facilities: 97 → 96; 0 new, 1 vanished, 0 changed").is_some());
    press(&mut harness, "Update study");
    assert_eq!(session(&harness).study().base().len(), 96);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Path of the study file").is_some());
    press(&mut harness, "Cancel");
    press(&mut harness, "File");
    press(&mut harness, "Sample study");
    assert!(harness.query_by_label("Discard edits").is_some(), "closing asks for a name");
}
