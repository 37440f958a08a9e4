//! Placing a facility in the window.

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::language::Language;
use lifecircle::study::FacilityOrigin;

use super::support::window::{click_at, open_sample, press, session};

fn hypothetical(session: &lifecircle::session::Session) -> usize {
    let facilities = session.facilities().values();
    facilities.filter(|facility| facility.origin == FacilityOrigin::Hypothetical).count()
}

#[test]
fn a_click_with_the_place_tool_places_a_facility_of_the_chosen_function() {
    let mut harness = open_sample(Language::En);
    let at = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, at);
    assert_eq!(hypothetical(session(&harness)), 1);
    let marker = harness.get_by_label_contains(", hypothetical");
    assert!((marker.rect().center() - at).length() < 1.0, "the marker is where the click was");
    // The tool is put down again: another click selects.
    click_at(&mut harness, at + egui::vec2(200.0, 120.0));
    assert_eq!(hypothetical(session(&harness)), 1);
}

#[test]
fn the_numbers_show_the_change_against_the_base() {
    let mut harness = open_sample(Language::En);
    let before = session(&harness).scenario().clone();
    // Child play has the shortest limit and the thinnest coverage.
    harness.get_by_label_contains("Child play, Rate").click();
    harness.run_steps(3);
    press(&mut harness, "Place facility");
    let at = harness.get_by_label("Map").rect().center();
    click_at(&mut harness, at);
    let study = session(&harness).study();
    let function = study.standard().index_of("child_play").expect("the function is there");
    let now = session(&harness).scenario().total(function, 0);
    let gain = now.covered - before.total(function, 0).covered;
    assert!(gain.rounded() > 0, "the middle of the district gains residents");
    // The whole study's row stands above that of the unit.
    let row = harness.get_all_by_label_contains("Child play, Rate").next().expect("a row");
    let label = row.accesskit_node().label().unwrap_or_default();
    assert!(label.contains('▲'), "{label}");
}

#[test]
fn escape_puts_the_tool_down_without_placing() {
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Place facility");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    let at = harness.get_by_label("Map").rect().center();
    click_at(&mut harness, at);
    assert_eq!(hypothetical(session(&harness)), 0);
}

#[test]
fn a_facility_is_placed_and_moved_with_the_keyboard_alone() {
    let mut harness = open_sample(Language::En);
    harness.key_press(egui::Key::P);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    assert_eq!(hypothetical(session(&harness)), 1);
    let at = |harness: &_| {
        let facilities = session(harness).facilities().values();
        facilities.last().map(|facility| facility.at).expect("a facility is there")
    };
    let before = at(&harness);
    harness.get_by_label_contains(", hypothetical").focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowRight);
    harness.run_steps(3);
    let after = at(&harness);
    assert!(
        (after.x - before.x - 10.0).abs() < 1e-9 && after.y == before.y,
        "{before:?} {after:?}"
    );
    harness.key_press(egui::Key::Delete);
    harness.run_steps(3);
    assert_eq!(hypothetical(session(&harness)), 0);
}
