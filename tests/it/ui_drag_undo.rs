//! Dragging a facility in the window, and taking it back.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::analysis::Coverage;
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{click_at, open_sample, press, session};

/// The window with one hypothetical facility in the middle of the map, and where that is.
fn with_a_facility() -> (Harness<'static, App>, egui::Pos2) {
    let mut harness = open_sample(Language::En);
    let at = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, at);
    (harness, at)
}

fn place_of_the_newest(harness: &Harness<'static, App>) -> WorldPoint {
    let facilities = session(harness).facilities().values();
    facilities.last().map(|facility| facility.at).expect("a facility is there")
}

fn begin_drag(harness: &mut Harness<'static, App>, from: egui::Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
}

#[test]
fn numbers_follow_in_every_frame_of_a_drag() {
    let (mut harness, from) = with_a_facility();
    begin_drag(&mut harness, from);
    let mut places = Vec::new();
    for step in 1..=8 {
        harness.hover_at(from + egui::vec2(20.0 * step as f32, 6.0 * step as f32));
        harness.step();
        harness.step();
        let session = session(&harness);
        assert_eq!(
            session.scenario(),
            &Coverage::of(session.study(), session.shown()),
            "step {step}"
        );
        places.push(place_of_the_newest(&harness));
    }
    places.dedup();
    assert_eq!(places.len(), 8, "the facility moved in every frame");
    let end = from + egui::vec2(160.0, 48.0);
    harness.drop_at(end);
    harness.run_steps(3);
    let marker = harness.get_by_label_contains(", hypothetical").rect().center();
    assert!((marker - end).length() < 1.0, "{marker:?} is not at {end:?}");
}

#[test]
fn undo_restores_a_dragged_facility_in_one_step_and_redo_repeats_it() {
    let (mut harness, from) = with_a_facility();
    let before = place_of_the_newest(&harness);
    begin_drag(&mut harness, from);
    for step in 1..=5 {
        harness.hover_at(from + egui::vec2(30.0 * step as f32, 0.0));
        harness.step();
    }
    harness.drop_at(from + egui::vec2(150.0, 0.0));
    harness.run_steps(3);
    let after = place_of_the_newest(&harness);
    assert_ne!(before, after);
    press(&mut harness, "Undo");
    assert_eq!(place_of_the_newest(&harness), before);
    press(&mut harness, "Redo");
    assert_eq!(place_of_the_newest(&harness), after);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    let session = session(&harness);
    assert_eq!(session.facilities(), session.study().base());
    assert_eq!(session.scenario(), session.base());
}

#[test]
fn escape_during_a_drag_puts_the_facility_back() {
    let (mut harness, from) = with_a_facility();
    let before = place_of_the_newest(&harness);
    begin_drag(&mut harness, from);
    harness.hover_at(from + egui::vec2(90.0, 40.0));
    harness.run_steps(2);
    assert_ne!(place_of_the_newest(&harness), before);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    harness.hover_at(from + egui::vec2(120.0, 60.0));
    harness.run_steps(2);
    harness.drop_at(from + egui::vec2(120.0, 60.0));
    harness.run_steps(3);
    assert_eq!(place_of_the_newest(&harness), before);
    let undo = session(&harness).history().next_undo().map(|step| step.label.en.clone());
    assert!(undo.is_some_and(|label| label.starts_with("Place")), "the drag left no step");
}

#[test]
fn dragging_the_map_moves_the_view_and_not_the_study() {
    let mut harness = open_sample(Language::En);
    let middle = harness.get_by_label("Map").rect().center();
    let far_from_markers = middle + egui::vec2(0.0, 330.0);
    begin_drag(&mut harness, far_from_markers);
    harness.hover_at(far_from_markers + egui::vec2(60.0, -80.0));
    harness.run_steps(2);
    harness.drop_at(far_from_markers + egui::vec2(60.0, -80.0));
    harness.run_steps(3);
    assert!(session(&harness).history().next_undo().is_none());
}

#[test]
fn dragging_a_parameter_is_one_step() {
    let mut harness = open_sample(Language::En);
    let field = harness.get_by_role_and_label(egui::accesskit::Role::SpinButton, "Detour");
    let from = field.rect().center();
    begin_drag(&mut harness, from);
    for step in 1..=5 {
        harness.hover_at(from + egui::vec2(12.0 * step as f32, 0.0));
        harness.step();
    }
    harness.drop_at(from + egui::vec2(60.0, 0.0));
    harness.run_steps(3);
    assert!(session(&harness).study().parameters().detour > 1.0);
    press(&mut harness, "Undo");
    assert_eq!(session(&harness).study().parameters().detour, 1.0);
    assert!(session(&harness).history().next_undo().is_none());
}

#[test]
fn an_arrow_key_held_down_is_one_step_and_goes_on_after_a_drag() {
    let (mut harness, from) = with_a_facility();
    begin_drag(&mut harness, from);
    harness.hover_at(from + egui::vec2(60.0, 0.0));
    harness.step();
    harness.drop_at(from + egui::vec2(60.0, 0.0));
    harness.run_steps(3);
    let before = place_of_the_newest(&harness);
    for _ in 0..3 {
        harness.key_down(egui::Key::ArrowRight);
        harness.step();
    }
    harness.key_up(egui::Key::ArrowRight);
    harness.run_steps(3);
    let after = place_of_the_newest(&harness);
    assert!((after.x - before.x - 30.0).abs() < 1e-6, "{before:?} {after:?}");
    press(&mut harness, "Undo");
    assert_eq!(place_of_the_newest(&harness), before);
}
