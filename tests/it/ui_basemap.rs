//! The basemap in the window: none unless one is given, dropped files, and files that are refused.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image::ImageFormat;
use lifecircle::basemap::TileId;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::basemap_files::{picture, write_mbtiles};
use super::support::window::{drop_on_the_window, open_sample, press, wait_until};

/// What the row of the basemap says is chosen.
fn chosen(harness: &Harness<'static, App>) -> Option<String> {
    let row = harness.get_by_role_and_label(Role::ComboBox, "Basemap");
    row.accesskit_node().value()
}

#[test]
fn there_is_no_basemap_unless_one_is_given() {
    let harness = open_sample(Language::En);
    assert_eq!(chosen(&harness).as_deref(), Some("None"));
}

#[test]
fn a_file_dropped_on_the_window_becomes_the_basemap_until_none_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("city.mbtiles");
    let tile = (TileId::new(0, 0, 0), picture([90; 3], 256, ImageFormat::Png));
    write_mbtiles(&file, &[], &[tile]);
    let mut harness = open_sample(Language::En);
    drop_on_the_window(&mut harness, file);
    wait_until(&mut harness, |harness| chosen(harness).as_deref() == Some("city.mbtiles"));
    assert!(harness.query_by_label("Read and check").is_none(), "it is no layer");

    harness.get_by_role_and_label(Role::ComboBox, "Basemap").click();
    harness.run_steps(3);
    press(&mut harness, "None");
    assert_eq!(chosen(&harness).as_deref(), Some("None"));
}

#[test]
fn a_file_that_cannot_be_shown_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("vector.mbtiles");
    write_mbtiles(&file, &[("format", "pbf")], &[]);
    let mut harness = open_sample(Language::En);
    drop_on_the_window(&mut harness, file);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("vector.mbtiles: holds vector tiles").is_some()
    });
    assert_eq!(chosen(&harness).as_deref(), Some("None"));
}

#[test]
fn a_basemap_of_another_place_is_said_to_be_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("helsinki.mbtiles");
    let tile = (TileId::new(0, 0, 0), picture([90; 3], 256, ImageFormat::Png));
    write_mbtiles(&file, &[("bounds", "24.8,60.1,25.2,60.3")], &[tile]);
    let mut harness = open_sample(Language::En);
    drop_on_the_window(&mut harness, file);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("helsinki.mbtiles shows another place").is_some()
    });
}
