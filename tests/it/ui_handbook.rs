//! The handbook in the window: the page about what is looked at, contents, search, links and the way
//! back.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{open_sample, press};

fn press_f1(harness: &mut Harness<'static, App>) {
    harness.key_press(egui::Key::F1);
    harness.run_steps(6);
}

/// Whether words stand in the window.
fn says(harness: &Harness<'static, App>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn f1_opens_the_page_about_what_is_looked_at_and_escape_closes_it() {
    let mut harness = open_sample(Language::En);
    press_f1(&mut harness);
    assert!(says(&harness, "Parts of the window"));
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(!says(&harness, "Parts of the window"));
    press(&mut harness, "Siting");
    press_f1(&mut harness);
    assert!(says(&harness, "Every gain in it is exact"), "the page about siting");
    press_f1(&mut harness);
    assert!(!says(&harness, "Every gain in it is exact"), "the same key closes it");
}

#[test]
fn the_menu_opens_it_in_the_language_of_the_window() {
    let mut harness = open_sample(Language::Zh);
    press(&mut harness, "帮助");
    press(&mut harness, "手册");
    harness.run_steps(4);
    assert!(says(&harness, "窗口的组成"));
}

#[test]
fn chapters_are_turned_to_and_back() {
    let mut harness = open_sample(Language::En);
    press_f1(&mut harness);
    press(&mut harness, "Walking");
    harness.run_steps(4);
    assert!(says(&harness, "How the network is made"));
    press(&mut harness, "Back");
    harness.run_steps(4);
    assert!(says(&harness, "Parts of the window"));
    press(&mut harness, "Forward");
    harness.run_steps(4);
    assert!(says(&harness, "How the network is made"));
}

#[test]
fn words_are_looked_up_and_lead_to_their_section() {
    let mut harness = open_sample(Language::En);
    press_f1(&mut harness);
    harness.get_by_role_and_label(Role::TextInput, "Search the handbook").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Search the handbook").type_text("gini");
    harness.run_steps(4);
    harness.get_by_label("Equity: Lorenz, Gini, Theil, Palma").click();
    harness.run_steps(8);
    let heading = harness.query_all_by_label("Equity: Lorenz, Gini, Theil, Palma").last();
    let window = harness.ctx.content_rect();
    let heading = heading.expect("the section is shown").rect();
    assert!(window.contains_rect(heading), "the section is brought into sight: {heading:?}");
}

#[test]
fn keys_scroll_the_page_and_enter_opens_the_first_hit() {
    let mut harness = open_sample(Language::En);
    press_f1(&mut harness);
    let top = |harness: &Harness<'static, App>| {
        let heading = harness.query_all_by_label("Parts of the window").last();
        heading.expect("the page has it").rect().top()
    };
    let at_first = top(&harness);
    let after = |harness: &mut Harness<'static, App>, key| {
        harness.key_press(key);
        harness.run_steps(4);
        top(harness)
    };
    let line = after(&mut harness, egui::Key::ArrowDown);
    let page = after(&mut harness, egui::Key::PageDown);
    let end = after(&mut harness, egui::Key::End);
    assert!(at_first > line && line > page && page > end, "{at_first} {line} {page} {end}");
    assert!(after(&mut harness, egui::Key::PageUp) > end);
    let home = after(&mut harness, egui::Key::Home);
    assert!(home >= at_first, "{home} {at_first}");
    harness.get_by_role_and_label(Role::TextInput, "Search the handbook").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Search the handbook").type_text("gini");
    harness.run_steps(4);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(8);
    assert!(!says(&harness, "Parts of the window"), "another page is shown");
    press_f1(&mut harness);
    press_f1(&mut harness);
    assert!(says(&harness, "Parts of the window"), "contents and page, no search");
    let field = harness.get_by_role_and_label(Role::TextInput, "Search the handbook");
    assert_eq!(field.accesskit_node().value().unwrap_or_default(), "");
}
