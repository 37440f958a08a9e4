//! The board of years and the yearly evaluation in the window.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::analysis::Coverage;
use lifecircle::files::study_file::{SavedStudy, StudyFile};
use lifecircle::language::Language;
use lifecircle::numbers::percent;
use lifecircle::session::Session;
use lifecircle::study::{Facility, ScenarioId, Study};
use lifecircle::ui::App;

use super::support::sample_study;
use super::support::window::{click_at, drag_along, open_sample, press, session, wait_until};

/// The window with one planned facility, and its name.
fn with_a_project() -> (Harness<'static, App>, String) {
    let mut harness = open_sample(Language::En);
    let middle = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, middle);
    let name = newest(&harness).name.clone();
    (harness, name)
}

fn newest<'a>(harness: &'a Harness<'static, App>) -> &'a Facility {
    session(harness).facilities().values().last().expect("a facility is there")
}

#[test]
fn a_project_is_dragged_to_a_year_and_undone_in_one_step() {
    let (mut harness, name) = with_a_project();
    harness.key_press(egui::Key::Y);
    harness.run_steps(5);
    let this_year = lifecircle::study::register::Date::today().year();
    let card = harness.get_by_role_and_label(Role::Button, &name).rect().center();
    let column = (this_year + 1).to_string();
    let column = harness.get_by_role_and_label(Role::Group, &column).rect().center();
    drag_along(&mut harness, &[card, card.lerp(column, 0.3), card.lerp(column, 0.7), column]);
    harness.run_steps(5);
    assert_eq!(newest(&harness).project.year, Some(this_year + 1));
    let label = session(&harness).history().next_undo().map(|step| step.label.en.clone());
    assert_eq!(label, Some(format!("{name}: opens in {}", this_year + 1)));
    harness.get_by_role_and_label(Role::Button, &name).focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowLeft);
    harness.run_steps(3);
    assert_eq!(newest(&harness).project.year, Some(this_year), "a year earlier by the keyboard");
    press(&mut harness, "Undo");
    press(&mut harness, "Undo");
    assert_eq!(newest(&harness).project.year, None);
}

/// A study file of the sample with changed facilities.
fn saved(folder: &tempfile::TempDir, name: &str, change: impl Fn(&Study) -> Study) -> PathBuf {
    let session = Session::new(change(&sample_study()));
    let path = folder.path().join(name);
    let study = SavedStudy::of(&session, &Default::default());
    StudyFile::create(&path, &study, &()).expect("it can be made");
    path
}

/// The sample as it was when half of its facilities were not there yet.
fn earlier(study: &Study) -> Study {
    let half = study.base().values().filter(|facility| facility.id.0 % 2 == 0).cloned();
    Study::new(study.data().clone(), study.standard().clone(), half.collect())
}

#[test]
fn years_are_read_compared_and_shown_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = saved(&folder, "quarter 2024.gpkg", earlier);
    let before = earlier(&sample_study());
    let mut harness = open_sample(Language::En);
    harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::E);
    harness.run_steps(5);
    let field = "Path of another year's study (.gpkg)";
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(&path.display().to_string());
    harness.run_steps(2);
    press(&mut harness, "Add");
    let names = harness.query_all_by_role_and_label(Role::TextInput, "Name of the year");
    let widths: Vec<f32> = names.map(|name| name.rect().width()).collect();
    assert_eq!(widths.len(), 2);
    assert!(widths.iter().all(|width| *width >= 120.0), "names are not cut: {widths:?}");
    press(&mut harness, "Evaluate");
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("Coverage rate 2024").is_some()
    });
    let after = session(&harness).study();
    let function = after.standard().indexes().next().expect("there is one");
    let groups = after.target_groups(function);
    let reached = |study: &Study| Coverage::of(study, ScenarioId::BASE).total_of(function, groups);
    let (old, new) = (reached(&before), reached(after));
    assert_ne!(old, new, "half of the facilities make a difference");
    for (name, reached) in [("2024", old), ("This study", new)] {
        let told = format!("Coverage rate {name}, {}", percent(reached.rate()));
        assert!(harness.query_all_by_label(&told).next().is_some(), "{told}");
    }
    // Residents and standard are the same: all of the change comes from facilities.
    let change = (new.covered - old.covered).as_f64().round() as i64;
    let change = lifecircle::numbers::thousands(change);
    assert!(harness.query_by_label(&format!("Facilities +{change} persons")).is_some());
    assert!(harness.query_by_label("Residents 0 persons").is_some());
    let order = "Split in this order: first residents, then facilities, then the standard";
    assert!(harness.query_all_by_label_contains(order).next().is_some());
    press(&mut harness, "Unit by unit");
    assert!(harness.query_by_label("of it facilities").is_some());
}

#[test]
fn a_year_that_cannot_be_read_is_told() {
    let mut harness = open_sample(Language::En);
    harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::E);
    harness.run_steps(5);
    let field = "Path of another year's study (.gpkg)";
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text("nowhere 2023.gpkg");
    harness.run_steps(2);
    press(&mut harness, "Add");
    press(&mut harness, "Evaluate");
    wait_until(&mut harness, |harness| harness.query_by_label("Evaluate").is_some());
    assert!(harness.query_all_by_label_contains("nowhere 2023.gpkg").count() > 1);
}
