//! The lists under the map and the window on a facility's rooms and project.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::study::{ProjectState, WeekHours};

use egui_kittest::Harness;
use lifecircle::ui::App;

use super::support::window::{click_at, open_sample, press, session};

#[test]
fn a_facility_placed_appears_in_the_list_of_projects_with_its_gain() {
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Lists");
    harness.run_steps(3);
    press(&mut harness, "Projects");
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("No projects in this scenario yet").is_some());
    let map = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, map);
    harness.run_steps(3);
    let placed = session(&harness).facilities().values().last().expect("it was placed").clone();
    assert!(harness.query_all_by_label(&placed.name).count() >= 1);
    assert!(harness.query_by_label_contains("No projects").is_none());
    assert!(harness.query_by_label("1 row").is_some());
    press(&mut harness, "Pilots");
    harness.run_steps(3);
    assert!(harness.query_by_label("Rule…").is_some());
}

#[test]
fn rooms_that_take_turns_are_counted_for_both_functions() {
    let mut harness = open_sample(Language::En);
    let map = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, map);
    harness.run_steps(3);
    press(&mut harness, "Functions");
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::CheckBox, "Elder care").click();
    harness.run_steps(3);
    press(&mut harness, "Rooms, hours, project…");
    harness.run_steps(5);
    type_into(&mut harness, "Child play Area (m²)", "120");
    type_into(&mut harness, "Child play Hours", "Mo-Fr 16:00-19:00");
    type_into(&mut harness, "Elder care Area (m²)", "120");
    type_into(&mut harness, "Elder care Hours", "Mo-Fr 09:00-16:00");
    type_into(&mut harness, "Year it opens", "2027");
    let facility = session(&harness).facilities().values().last().expect("it is there").clone();
    assert_eq!(facility.operations.len(), 2);
    let hours = WeekHours::parse("Mo-Fr 16:00-19:00").expect("hours");
    assert_eq!(facility.operations[0].hours, Some(hours));
    assert_eq!(
        (facility.project.year, facility.project.state),
        (Some(2027), ProjectState::Proposed)
    );
    assert!(harness.query_by_label("Physical 120 m²").is_some());
    assert!(harness.query_by_label("Counted 240 m²").is_some());
    assert!(harness.query_by_label("Sharing ratio 2.00").is_some());
    type_into(&mut harness, "Elder care Hours", "sometimes");
    let unchanged = session(&harness).facilities().values().last().expect("it is there").clone();
    assert_eq!(unchanged.operations, facility.operations);
    let field = harness.get_by_role_and_label(Role::TextInput, "Elder care Hours");
    assert_eq!(field.value().as_deref(), Some("sometimes"), "what was typed is not wiped");
    assert!(harness.query_by_label_contains("is no day").is_some(), "and what is wrong is said");
    type_into(&mut harness, "Elder care Hours", "Mo-Fr 09:00-15:00");
    assert!(harness.query_by_label_contains("is no day").is_none());
}

/// Types into a field in the place of what stands there, and leaves it.
fn type_into(harness: &mut Harness<'static, App>, label: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, label).click();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
}
