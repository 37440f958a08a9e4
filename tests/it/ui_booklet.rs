//! Booklet and workbook asked for in the window, made in the background.

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{open_sample, press, wait_until};

/// Types a path into the dialog in the place of what it proposes.
fn save_to(harness: &mut Harness<'static, App>, field: &str, path: &Path) {
    harness.get_by_role_and_label(Role::TextInput, field).click();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    let text = path.display().to_string();
    harness.get_by_role_and_label(Role::TextInput, field).type_text(&text);
    harness.run_steps(2);
    press(harness, "Save");
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
