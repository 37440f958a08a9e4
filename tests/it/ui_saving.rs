//! Saving in the window: a name for the study, the question before leaving, and what a sudden end
//! leaves behind.

use std::path::Path;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::cli::Opened;
use lifecircle::files::study_file;
use lifecircle::language::Language;
use lifecircle::study::ScenarioId;
use lifecircle::ui::{App, Start};

use super::support::window::{click_at, open, press, session, wait_until};

fn start(folder: &Path) -> Start {
    let data_folder = Some(folder.to_path_buf());
    Start { language: Some(Language::En), data_folder, ..Start::default() }
}

fn place(harness: &mut Harness<'static, App>) {
    let at = harness.get_by_label("Map").rect().center();
    press(harness, "Place facility");
    click_at(harness, at);
}

fn type_path(harness: &mut Harness<'static, App>, path: &Path) {
    let role = egui::accesskit::Role::TextInput;
    let field = harness.get_by_role_and_label(role, "Path of the study file");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(role, "Path of the study file");
    field.type_text(&path.display().to_string());
    harness.run_steps(3);
}

/// Types a path into the dialog and saves there.
fn save_as(harness: &mut Harness<'static, App>, path: &Path) {
    type_path(harness, path);
    press(harness, "Save");
    wait_until(harness, |harness| harness.query_by_label("Saved").is_some());
}

fn facilities_in(path: &Path) -> usize {
    facilities_if_readable(path).expect("the file can be read")
}

/// A file that is being written may be gone by the time it is opened.
fn facilities_if_readable(path: &Path) -> Option<usize> {
    let saved = study_file::read(path, &()).ok()?;
    Some(saved.into_session().0.study().facilities(ScenarioId(1)).len())
}

#[test]
fn a_study_with_a_name_is_written_with_every_edit() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut harness = open(start(folder.path()));
    place(&mut harness);
    harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::S);
    harness.run_steps(3);
    save_as(&mut harness, &path);
    let placed = session(&harness).facilities().len();
    assert_eq!(facilities_in(&path), placed);
    harness.key_press(egui::Key::Delete);
    harness.run_steps(3);
    assert_eq!(session(&harness).facilities().len(), placed - 1);
    wait_until(&mut harness, |_| facilities_in(&path) == placed - 1);
    drop(harness);

    let opened = Opened::GeoPackage(path);
    let mut again = open(Start { opened, ..start(folder.path()) });
    assert_eq!(session(&again).facilities().len(), placed - 1);
    press(&mut again, "Undo");
    assert_eq!(session(&again).facilities().len(), placed, "undo reaches back before the restart");
}

#[test]
fn edits_that_cannot_be_written_are_kept_in_a_recovery_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut harness = open(start(folder.path()));
    let modifiers = egui::Modifiers::COMMAND | egui::Modifiers::SHIFT;
    harness.key_press_modifiers(modifiers, egui::Key::S);
    harness.run_steps(3);
    save_as(&mut harness, &path);
    std::fs::rename(&path, folder.path().join("taken.gpkg")).expect("it can be taken away");
    place(&mut harness);
    let placed = session(&harness).facilities().len();
    wait_until(&mut harness, |harness| harness.query_by_label("Cannot be saved").is_some());
    let kept = |folder: &Path| {
        let files = std::fs::read_dir(folder.join("recovery")).into_iter().flatten().flatten();
        let mut paths = files.map(|file| file.path());
        paths.any(|path| facilities_if_readable(&path) == Some(placed))
    };
    wait_until(&mut harness, |_| kept(folder.path()));
    std::fs::rename(folder.path().join("taken.gpkg"), &path).expect("it can be put back");
    press(&mut harness, "Try again");
    wait_until(&mut harness, |harness| harness.query_by_label("Saved").is_some());
    wait_until(&mut harness, |_| !kept(folder.path()));
    assert_eq!(facilities_in(&path), placed);
}

#[test]
fn keys_belong_to_the_dialog_that_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    std::fs::write(&path, "something else").expect("a file");
    let mut harness = open(start(folder.path()));
    place(&mut harness);
    let placed = session(&harness).facilities().len();
    let modifiers = egui::Modifiers::COMMAND | egui::Modifiers::SHIFT;
    harness.key_press_modifiers(modifiers, egui::Key::S);
    harness.run_steps(3);
    type_path(&mut harness, &path);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    harness.get_by_label_contains("it will be replaced");
    harness.key_press(egui::Key::Delete);
    harness.run_steps(3);
    assert_eq!(session(&harness).facilities().len(), placed, "nothing was deleted behind it");
    harness.key_press(egui::Key::Enter);
    wait_until(&mut harness, |harness| harness.query_by_label("Saved").is_some());
    assert_eq!(facilities_in(&path), placed);
}

#[test]
fn leaving_unsaved_edits_asks_and_may_be_called_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = open(start(folder.path()));
    place(&mut harness);
    press(&mut harness, "File");
    press(&mut harness, "Sample study");
    harness.get_by_label("The study is not saved");
    press(&mut harness, "Cancel");
    assert_eq!(session(&harness).history().done(), 1, "nothing was lost");
    press(&mut harness, "File");
    press(&mut harness, "Sample study");
    press(&mut harness, "Discard edits");
    wait_until(&mut harness, |harness| session(harness).history().done() == 0);
}

#[test]
fn edits_without_a_name_are_offered_again_after_a_sudden_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = open(start(folder.path()));
    place(&mut harness);
    let placed = session(&harness).facilities().len();
    let recovery = folder.path().join("recovery");
    wait_until(&mut harness, |_| {
        let files = std::fs::read_dir(&recovery).into_iter().flatten().flatten();
        files.map(|file| file.path()).any(|path| {
            path.extension().is_some_and(|e| e == "gpkg")
                && study_file::read(&path, &()).is_ok()
                && facilities_in(&path) == placed
        })
    });
    // The window goes without a word, as in a crash: its files stay.
    drop(harness);
    let mut again = open(start(folder.path()));
    press(&mut again, "Restore");
    wait_until(&mut again, |harness| session(harness).history().done() == 1);
    assert_eq!(session(&again).facilities().len(), placed);
}

#[test]
fn a_crash_is_told_of_although_a_study_opens_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let crashes = folder.path().join("crashes");
    std::fs::create_dir(&crashes).expect("a folder of reports");
    std::fs::write(crashes.join("1.txt"), "a report").expect("a report");
    let mut harness = open(start(folder.path()));
    harness.run_steps(3);
    harness.get_by_label_contains("ended unexpectedly");
    // Once is enough.
    let mut harness = open(start(folder.path()));
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("ended unexpectedly").is_none());
}
