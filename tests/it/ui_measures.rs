//! Measures of access in the Results panel.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{click_at, open_sample, press, session};

fn open_section(harness: &mut Harness<'static, App>, title: &str) {
    // It may lie below the fold.
    harness.get_by_label(title).click_accesskit();
    // It slides open.
    harness.run_steps(30);
}

fn choose(harness: &mut Harness<'static, App>, combo: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, combo).scroll_to_me();
    harness.run_steps(30);
    harness.get_by_role_and_label(Role::ComboBox, combo).click();
    harness.run_steps(3);
    let choices = harness.query_all_by_label(choice);
    choices.last().expect("the choice is offered").click();
    harness.run_steps(3);
}

/// The name of the plot that begins so.
fn plot(harness: &Harness<'static, App>, begin: &str) -> String {
    let node = harness.get_by(|node| {
        node.role() == Role::Image && node.label().is_some_and(|label| label.starts_with(begin))
    });
    node.accesskit_node().label().expect("it has a name")
}

#[test]
fn walking_times_follow_a_facility_while_it_is_dragged() {
    let mut harness = open_sample(Language::En);
    let walks = plot(&harness, "Walking times");
    assert!(walks.contains("median within"), "{walks}");
    open_section(&mut harness, "Choices and backup");
    let from = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, from);
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    let mut seen = Vec::new();
    for step in 1..7_u8 {
        harness.hover_at(from + egui::vec2(45.0, 0.0) * f32::from(step));
        harness.run_steps(2);
        assert!(session(&harness).in_gesture(), "the mouse is still down");
        seen.push(plot(&harness, "none "));
    }
    seen.dedup();
    assert!(seen.len() > 3, "{seen:?}");
    harness.drop_at(from);
    harness.run_steps(3);
}

#[test]
fn equity_is_shown_of_what_the_planner_chooses() {
    let mut harness = open_sample(Language::En);
    open_section(&mut harness, "Equity (Lorenz curve)");
    let of_capacity = plot(&harness, "Lorenz curve, Gini");
    choose(&mut harness, "What is shared", "Coverage rate");
    let of_rate = plot(&harness, "Lorenz curve, Gini");
    assert_ne!(of_capacity, of_rate);
    choose(&mut harness, "What is shared", "Capacity per resident");
    assert_eq!(plot(&harness, "Lorenz curve, Gini"), of_capacity);
    open_section(&mut harness, "Capacity and load");
    choose(&mut harness, "Method of capacity", "2SFCA");
    assert_ne!(plot(&harness, "Lorenz curve, Gini"), of_capacity);
}

#[test]
fn norms_of_area_say_how_well_they_are_founded() {
    let mut harness = open_sample(Language::Zh);
    open_section(&mut harness, "面积配置");
    harness.get_by_label("标准 30 ㎡，见于摘要，未核原文");
    open_section(&mut harness, "功能完备度");
    harness.get_by_label_contains("10.3 / 11 项");
}
