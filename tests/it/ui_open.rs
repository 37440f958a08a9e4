//! Opening layers in the window: dropped files, and files that cannot be opened.

use std::path::Path;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{drop_on_the_window, open_sample, press, session, wait_until};

#[test]
fn a_folder_dropped_on_the_window_is_listed_and_opened() {
    let mut harness = open_sample(Language::En);
    drop_on_the_window(&mut harness, Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data"));
    let listed = harness.query_all_by_label("units.geojson").count();
    assert!(listed > 0, "the layers are listed");
    press(&mut harness, "Read and check");
    wait_until(&mut harness, |harness| harness.query_by_label("Open study").is_some());
    press(&mut harness, "Open study");
    let named = |harness: &Harness<'static, App>| {
        session(harness).study().layers().name.en.starts_with("sample-data")
    };
    wait_until(&mut harness, named);
    assert_eq!(session(&harness).study().layers().units.len(), 40);
}

#[test]
fn a_broken_file_is_named_and_leaves_the_open_study_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/units.geojson");
    std::fs::copy(sample, folder.path().join("units.geojson")).expect("a copy");
    let broken = r#"{"type":"FeatureCollection","features":["#;
    std::fs::write(folder.path().join("buildings.geojson"), broken).expect("a file");
    let mut harness = open_sample(Language::En);
    let before = session(&harness).scenario().clone();
    drop_on_the_window(&mut harness, folder.path().join("units.geojson"));
    drop_on_the_window(&mut harness, folder.path().join("buildings.geojson"));
    press(&mut harness, "Read and check");
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("buildings.geojson: not valid GeoJSON").is_some()
    });
    assert_eq!(session(&harness).scenario(), &before);
}
