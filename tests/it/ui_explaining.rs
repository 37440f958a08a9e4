//! Any number in the window says how it comes about, and ages walk at a pace of their own.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::layers::Group;
use lifecircle::numbers::{percent, persons};
use lifecircle::study::{GroupPaces, WalkLimit};

use super::support::window::{click_at, open_sample, press, session};

#[test]
fn a_rate_that_is_clicked_says_what_it_is_made_of() {
    let mut harness = open_sample(Language::En);
    assert!(harness.query_by_label_contains("rate = residents covered").is_none());
    let reached = session(&harness).scenario().total(shown_function(&harness), 0);
    let rate = percent(reached.rate());
    let figure = harness.get_all_by_label(&rate).next().expect("the figure of the whole study");
    figure.click();
    harness.run_steps(3);
    let (covered, population) = (persons(reached.covered), persons(reached.population));
    harness.get_by_label_contains(&format!("residents = {covered} ÷ {population} = {rate}"));
}

#[test]
fn a_figure_of_the_measures_opens_its_inputs_and_closes_them() {
    let mut harness = open_sample(Language::En);
    harness.get_by_label("Choices and backup").click_accesskit();
    harness.run_steps(30);
    assert!(harness.query_by_label_contains("Σ p n ÷ Σ p").is_none());
    let line = harness.get_by(|node| {
        let is_line = |label: String| label.starts_with("Facilities per resident");
        node.role() == Role::Button && node.label().is_some_and(is_line)
    });
    line.click_accesskit();
    harness.run_steps(3);
    harness.get_by_label_contains("Σ p n ÷ Σ p = ");
    let line = harness.get_by(|node| {
        let is_line = |label: String| label.starts_with("Facilities per resident");
        node.role() == Role::Button && node.label().is_some_and(is_line)
    });
    line.click_accesskit();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Σ p n ÷ Σ p = ").is_none());
}

#[test]
fn a_unit_that_is_clicked_says_what_is_missing() {
    let mut harness = open_sample(Language::En);
    let map = harness.get_by_label("Map").rect().center();
    click_at(&mut harness, map);
    harness.run_steps(30);
    harness.get_by_label("What is missing");
    // The nearest site of each function that is missing, not only of the one shown.
    let named = harness.query_all_by_label("Nearest:").count();
    assert!(named > 1, "only {named} named");
}

#[test]
fn ages_walk_at_their_own_pace_and_undo_leads_back() {
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Pace…");
    harness.get_by_label("Each age at a pace of its own").click();
    harness.run_steps(3);
    assert_eq!(session(&harness).study().parameters().paces, GroupPaces::assumed());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    let groups = session(&harness).study().layers().buildings.demand().groups();
    let aged = groups.iter().position(|group| *group == Group::Age60Plus).expect("it is known");
    let pace = session(&harness).study().walk(aged).pace_m_per_s();
    assert!((pace - 0.9).abs() < 1e-12);
    assert_eq!(session(&harness).study().parameters().limit, WalkLimit::ByStandard);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    assert!(session(&harness).study().parameters().paces.are_none());
}

fn shown_function(
    harness: &egui_kittest::Harness<'static, lifecircle::ui::App>,
) -> lifecircle::standard::FunctionIndex {
    let standard = session(harness).study().standard();
    let is_shown = |function: &lifecircle::standard::FunctionIndex| {
        standard.function(*function).short_name.of(Language::En) == "Child play"
    };
    standard.indexes().find(is_shown).expect("what the window opens with")
}
