//! Booklet and workbook asked for in the window, made in the background.

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{open_sample, press, wait_until};

/// Types a path into the dialog in the place of what it proposes, and saves.
fn save_to(harness: &mut Harness<'static, App>, field: &str, path: &Path) {
    type_path(harness, field, path);
    press(harness, "Save");
}

fn type_path(harness: &mut Harness<'static, App>, field: &str, path: &Path) {
    harness.get_by_role_and_label(Role::TextInput, field).click();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    let text = path.display().to_string();
    harness.get_by_role_and_label(Role::TextInput, field).type_text(&text);
    harness.run_steps(2);
}

#[test]
fn a_booklet_is_made_in_the_background_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("review.pdf");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "File");
    press(&mut harness, "Booklet, A4…");
    harness.run_steps(3);
    save_to(&mut harness, "Path of the booklet", &path);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("The booklet is saved").is_some()
    });
    let pdf = std::fs::read(&path).expect("it is there");
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 100_000, "{} bytes", pdf.len());
}

#[test]
fn what_is_typed_for_the_public_page_stands_on_it_and_is_kept_for_the_booklet() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "File");
    press(&mut harness, "Publish…");
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::TextInput, "Map review number").click();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Map review number").type_text("GS(2026)0815");
    harness.run_steps(2);
    save_to(&mut harness, "Path of the folder", &path);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("The public page is saved").is_some()
    });
    let files = std::fs::read_dir(&path).expect("a folder").flatten();
    let mut texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    assert!(texts.any(|text| text.contains("GS(2026)0815")));
    press(&mut harness, "File");
    press(&mut harness, "Booklet, A4…");
    harness.run_steps(3);
    let field = harness.get_by_role_and_label(Role::TextInput, "Map review number");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("GS(2026)0815"));
    assert!(harness.query_by_role_and_label(Role::TextInput, "State of the data").is_some());
}

#[test]
fn a_picture_of_what_is_seen_is_made_at_the_size_and_in_the_colours_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("map.png");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "File");
    press(&mut harness, "Picture…");
    harness.run_steps(3);
    press(&mut harness, "Projector");
    press(&mut harness, "Print");
    save_to(&mut harness, "Path of the picture", &path);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("The picture is saved").is_some()
    });
    let file = std::io::BufReader::new(std::fs::File::open(&path).expect("it is there"));
    let reader = png::Decoder::new(file).read_info().expect("a PNG file");
    assert_eq!((reader.info().width, reader.info().height), (1920, 1080));
}

#[test]
fn the_results_are_exported_as_layers_into_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("results");
    let mut harness = open_sample(Language::En);
    for (round, verb) in [(1, "Save"), (2, "Replace")] {
        press(&mut harness, "File");
        press(&mut harness, "Export data…");
        harness.run_steps(3);
        press(&mut harness, "GeoJSON");
        type_path(&mut harness, "Path of the folder", &path);
        let warned = harness.query_by_label_contains("has exported data already").is_some();
        assert_eq!(warned, round == 2);
        press(&mut harness, verb);
        wait_until(&mut harness, |harness| {
            harness.query_by_label_contains("The data are exported").is_some()
        });
        press(&mut harness, "Dismiss");
    }
    for file in ["units.geojson", "dictionary.csv", "charts/coverage.svg"] {
        assert!(path.join(file).is_file(), "{file}");
    }
}

#[test]
fn a_workbook_is_made_in_the_background_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lists.xlsx");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Lists");
    press(&mut harness, "Export workbook…");
    harness.run_steps(3);
    save_to(&mut harness, "Path of the workbook", &path);
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("The workbook is saved").is_some()
    });
    assert!(std::fs::read(&path).expect("it is there").starts_with(b"PK"), "a workbook");
}

#[test]
fn the_public_page_is_published_into_a_folder_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page");
    let mut harness = open_sample(Language::En);
    for (round, warning) in [(1, false), (2, true)] {
        press(&mut harness, "File");
        press(&mut harness, "Publish…");
        harness.run_steps(3);
        type_path(&mut harness, "Path of the folder", &path);
        let warned = harness.query_by_label_contains("has a published page already").is_some();
        assert_eq!(warned, warning, "round {round}");
        press(&mut harness, if warning { "Replace" } else { "Save" });
        wait_until(&mut harness, |harness| {
            harness.query_by_label_contains("The public page is saved").is_some()
        });
        for button in ["Open", "Open its folder"] {
            harness.get_by_role_and_label(Role::Button, button);
        }
        press(&mut harness, "Dismiss");
    }
    let page = std::fs::read_to_string(path.join("index.html")).expect("it is there");
    assert!(page.contains("<title>"));
    // The reader's browser chooses the language.
    let data = std::fs::read_to_string(path.join("data.js")).expect("it is there");
    assert!(data.contains("\"language\":null"), "{}", &data[..200]);
}

#[test]
fn a_page_that_cannot_be_written_says_so_and_the_study_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a file");
    std::fs::write(&file, "mine").expect("written");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "File");
    press(&mut harness, "Publish…");
    harness.run_steps(3);
    save_to(&mut harness, "Path of the folder", &file.join("page"));
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("cannot be written").is_some()
    });
    assert_eq!(std::fs::read_to_string(&file).expect("still there"), "mine");
}

#[test]
fn a_booklet_can_be_stopped_and_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("review.pdf");
    let mut harness = open_sample(Language::En);
    press(&mut harness, "File");
    press(&mut harness, "Booklet, A3…");
    harness.run_steps(3);
    save_to(&mut harness, "Path of the booklet", &path);
    wait_until(&mut harness, |harness| harness.query_by_label("Making the booklet").is_some());
    press(&mut harness, "Cancel");
    harness.run_steps(3);
    assert!(harness.query_by_label("Making the booklet").is_none());
    assert!(!path.exists());
}
