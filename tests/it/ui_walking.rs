//! Walking along the streets in the window: circle beside path, and what is told of a facility and a
//! building.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::analysis::{CircleAndPath, services_of};
use lifecircle::cartography::{BuildingSymbology, Surface};
use lifecircle::language::Language;
use lifecircle::numbers::persons;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::WalkModel;
use lifecircle::ui::App;

use super::support::window::{click_at, fold, open_sample, press, session, wait_until};

fn walk_along_streets(harness: &mut Harness<'static, App>) {
    harness.get_by_label("Circle and path").scroll_to_me();
    harness.run_steps(10);
    press(harness, "Walk along the streets");
    harness.run_steps(3);
}

#[test]
fn circle_and_path_stand_side_by_side_and_undo_leads_back() {
    let mut harness = open_sample(Language::En);
    let by_circle = session(&harness).scenario().clone();
    walk_along_streets(&mut harness);
    assert_eq!(session(&harness).study().parameters().model, WalkModel::Network);
    let told = harness.get_by(|node| {
        let is_bar = |label: String| label.starts_with("In the circle only");
        node.role() == Role::Image && node.label().is_some_and(is_bar)
    });
    let told = told.accesskit_node().label().expect("it has a name");
    let session_now = session(&harness);
    let standard = session_now.study().standard();
    let is_shown = |function: &FunctionIndex| {
        standard.function(*function).short_name.of(Language::En) == "Child play"
    };
    let function = standard.indexes().find(is_shown).expect("what the window opens with");
    let layers = session_now.study().layers();
    let path = session_now.scenario();
    let places = CircleAndPath::by_unit(layers, &by_circle, path, function, 0);
    let expected = CircleAndPath::together(&places).circle_only;
    assert!(told.contains(&persons(expected)), "{told}, expected {expected}");
    press(&mut harness, "Show on the map");
    let shown = |harness: &Harness<'static, App>| harness.state().symbology().buildings;
    assert_eq!(shown(&harness), BuildingSymbology::CircleAndPath);
    assert!(harness.query_by_label("Show on the map").is_none());
    press(&mut harness, "Show who is reached again");
    assert_eq!(shown(&harness), BuildingSymbology::Reached);
    press(&mut harness, "Show on the map");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    assert_eq!(session(&harness).scenario(), &by_circle);
    // In circles there is no path to compare with: the list says what the map shows.
    fold(&mut harness, "Symbology");
    let list = harness.get_by_role_and_label(Role::ComboBox, "Colour of buildings");
    assert_eq!(list.accesskit_node().value().as_deref(), Some("Reached or not"));
}

#[test]
fn a_facility_says_who_would_be_left_without_it() {
    let mut harness = open_sample(Language::En);
    walk_along_streets(&mut harness);
    let map = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, map);
    harness.run_steps(3);
    let placed = session(&harness).facilities().values().last().expect("it was placed").clone();
    let services = services_of(session(&harness).study(), session(&harness).scenario(), &placed, 0);
    let [service] = services.as_slice() else { panic!("one function: {services:?}") };
    let row = harness.get_by(|node| {
        let is_row = |label: String| label.contains("In reach") && label.contains("Only this");
        node.role() == Role::Button && node.label().is_some_and(is_row)
    });
    let row = row.accesskit_node().label().expect("it has a name");
    let [within, depending] = [service.within, service.depending].map(persons);
    assert!(row.ends_with(&format!("In reach {within}, Only this {depending}")), "{row}");
    assert!(harness.query_by_label_contains("m from the nearest street").is_some());
}

fn choose_surface(harness: &mut Harness<'static, App>, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, "Colour of surface").click();
    harness.run_steps(3);
    harness.query_all_by_label(choice).last().expect("it is offered").click();
    harness.run_steps(3);
}

/// Points at the middle of the map, until the card there says so.
fn wait_for_card(harness: &mut Harness<'static, App>, text: &str) {
    let at = harness.get_by_label("Map").rect().center();
    harness.hover_at(at);
    wait_until(harness, |harness| harness.query_by_label_contains(text).is_some());
}

#[test]
fn surfaces_are_of_the_streets_and_counting_one_can_be_cancelled() {
    let mut harness = open_sample(Language::En);
    walk_along_streets(&mut harness);
    fold(&mut harness, "Layers");
    harness.get_by_label("Symbology").click();
    harness.run_steps(30);
    choose_surface(&mut harness, "Walking minutes");
    wait_for_card(&mut harness, "min (along streets)");

    choose_surface(&mut harness, "Gain of one more");
    harness.get_by_label("Counting gains along the streets");
    press(&mut harness, "Cancel");
    assert_eq!(harness.state().symbology().surface, Surface::None);
    assert!(harness.query_by_label("Counting gains along the streets").is_none());

    choose_surface(&mut harness, "Gain of one more");
    let counting = "Counting gains along the streets";
    wait_until(&mut harness, |harness| harness.query_by_label(counting).is_none());
    wait_for_card(&mut harness, "residents here (along streets, cells of 50 m)");
}
