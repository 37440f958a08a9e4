//! Scenarios in the window: branching, comparing, moving edits between them, and the history.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::analysis::Coverage;
use lifecircle::language::Language;
use lifecircle::study::ScenarioId;
use lifecircle::ui::App;

use super::support::window::{click_at, fold, open_sample, press, session};

/// The sample with a facility placed in scenario 1, in the middle of the map.
fn with_a_facility() -> Harness<'static, App> {
    let mut harness = open_sample(Language::En);
    place(&mut harness, egui::vec2(0.0, 0.0));
    harness
}

fn place(harness: &mut Harness<'static, App>, from_the_middle: egui::Vec2) {
    let at = harness.get_by_label("Map").rect().center() + from_the_middle;
    press(harness, "Place facility");
    click_at(harness, at);
}

/// Opens the menu of a row and clicks an entry.
fn choose(harness: &mut Harness<'static, App>, menu: &str, entry: &str) {
    press(harness, menu);
    press(harness, entry);
}

/// Opens a section that is folded.
fn edits_of(harness: &Harness<'static, App>, id: u32) -> usize {
    let scenarios = session(harness).study().scenarios();
    scenarios.get(ScenarioId(id)).map_or(0, |scenario| scenario.edits.len())
}

/// The two coverages the window shows are those of their scenarios from scratch.
fn assert_exact(harness: &Harness<'static, App>) {
    let session = session(harness);
    let fresh = |id| Coverage::of(session.study(), id);
    assert_eq!(session.scenario(), &fresh(session.shown()));
    let reference = session.compared().unwrap_or(ScenarioId::BASE);
    assert_eq!(session.reference(), &fresh(reference));
}

#[test]
fn a_branch_starts_with_what_it_builds_on_and_goes_its_own_way() {
    let mut harness = with_a_facility();
    press(&mut harness, "New scenario");
    assert_eq!(session(&harness).shown(), ScenarioId(2), "the branch is shown");
    let in_first = session(&harness).study().facilities(ScenarioId(1)).len();
    assert_eq!(session(&harness).facilities().len(), in_first);
    place(&mut harness, egui::vec2(120.0, 60.0));
    assert_eq!(session(&harness).facilities().len(), in_first + 1);
    assert_eq!(session(&harness).study().facilities(ScenarioId(1)).len(), in_first);
    assert_exact(&harness);
    press(&mut harness, "Base");
    assert_eq!(session(&harness).facilities(), session(&harness).study().base());
    assert_exact(&harness);
}

#[test]
fn two_scenarios_are_compared_on_the_map_and_in_numbers() {
    let mut harness = with_a_facility();
    choose(&mut harness, "Scenario actions Base", "Compare with the one shown");
    assert_eq!(session(&harness).compared(), Some(ScenarioId::BASE));
    harness.get_by_label_contains("residents gained");
    harness.get_by_label("1 differing edit");
    for mode in ["Swipe", "Side by side", "Difference"] {
        press(&mut harness, mode);
        assert_exact(&harness);
    }
    let shown = session(&harness).scenario().clone();
    press(&mut harness, "Swap");
    assert_eq!(session(&harness).reference(), &shown);
    press(&mut harness, "End comparison");
    assert_eq!(session(&harness).compared(), None);
}

#[test]
fn an_edit_is_moved_to_another_branch_and_back_by_undo() {
    let mut harness = with_a_facility();
    choose(&mut harness, "Scenario actions Base", "Branch from here");
    assert_eq!((edits_of(&harness, 1), edits_of(&harness, 2)), (1, 0));
    press(&mut harness, "Scenario 1");
    fold(&mut harness, "1 edit");
    let edit = session(&harness).study().scenarios().get(ScenarioId(1)).map(|s| s.edits[0].clone());
    let label = edit.expect("it was placed").label.en;
    choose(&mut harness, &format!("Edit actions {label}"), "Move to Scenario 2");
    assert_eq!((edits_of(&harness, 1), edits_of(&harness, 2)), (0, 1));
    assert_exact(&harness);
    press(&mut harness, "Undo");
    assert_eq!((edits_of(&harness, 1), edits_of(&harness, 2)), (1, 0));
    assert_exact(&harness);
}

#[test]
fn a_deleted_scenario_comes_back_by_undo() {
    let mut harness = with_a_facility();
    choose(&mut harness, "Scenario actions Scenario 1", "Delete scenario");
    assert_eq!(session(&harness).study().scenarios().len(), 0);
    assert_eq!(session(&harness).shown(), ScenarioId::BASE);
    press(&mut harness, "Undo");
    assert_eq!(edits_of(&harness, 1), 1);
    assert_exact(&harness);
}

#[test]
fn a_click_in_the_history_goes_to_that_step() {
    let mut harness = with_a_facility();
    place(&mut harness, egui::vec2(120.0, 60.0));
    press(&mut harness, "New scenario");
    assert_eq!(session(&harness).history().done(), 3);
    fold(&mut harness, "Layers");
    fold(&mut harness, "History (3)");
    press(&mut harness, "As it was opened first");
    assert_eq!(session(&harness).history().done(), 0);
    assert_eq!(edits_of(&harness, 1), 0);
    assert_exact(&harness);
    let last = session(&harness).history().steps().last().expect("three").label.en.clone();
    press(&mut harness, &last);
    assert_eq!(session(&harness).history().done(), 3);
    assert_eq!(edits_of(&harness, 1), 2);
    assert_exact(&harness);
}
