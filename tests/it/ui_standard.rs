//! The window of the standard: numbers changed with a trace, functions and services added, standards
//! exchanged and compared.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::analysis::by_standard;
use lifecircle::files::read_standard;
use lifecircle::language::Language;
use lifecircle::numbers::percent;
use lifecircle::standard::{Figure, Function, Shipped, Standard, Standing};
use lifecircle::ui::App;

use super::support::window::{open_sample, press, session, wait_until};

fn open_standard(language: Language) -> Harness<'static, App> {
    let mut harness = open_sample(language);
    press(&mut harness, language.pick("标准…", "Standard…"));
    harness.run_steps(5);
    // Whatever account the tests run under, and whether or not it has a name.
    type_into(&mut harness, language.pick("修改人", "Changed by"), "Li");
    harness
}

fn standard<'a>(harness: &'a Harness<'static, App>) -> &'a Standard {
    session(harness).study().standard()
}

fn function<'a>(harness: &'a Harness<'static, App>, id: &str) -> &'a Function {
    standard(harness).function_by_id(id).expect("the function is there")
}

/// Puts a text in the place of what a field holds.
fn type_into(harness: &mut Harness<'static, App>, field: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    harness.run_steps(3);
}

fn enter(harness: &mut Harness<'static, App>, field: &str, text: &str) {
    type_into(harness, field, text);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
}

fn choose_standard(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_role_and_label(Role::ComboBox, "Standard of the study").click();
    harness.run_steps(3);
    press(harness, name);
    harness.run_steps(3);
}

#[test]
fn a_number_is_changed_with_name_and_reason_and_restored() {
    let mut harness = open_standard(Language::En);
    let shipped = standard(&harness).clone();
    press(&mut harness, "E  Elder care");
    type_into(&mut harness, "Reason for the change", "walked with residents");
    enter(&mut harness, "Elder care Walking limit", "650");
    let elder_care = function(&harness, "elder_care");
    assert_eq!((elder_care.walk_limit_m, elder_care.walk_standing), (650.0, Standing::SetInStudy));
    let change = standard(&harness).changes.last().expect("it is in the log").clone();
    assert_eq!(
        (change.author.by.as_str(), change.author.note.as_str()),
        ("Li", "walked with residents")
    );
    assert!(harness.query_all_by_label_contains("walked with residents").next().is_some());
    press(&mut harness, "Changes");
    assert!(harness.query_by_label("Elder care: Walking limit  500 → 650").is_some());
    press(&mut harness, "Functions and services");
    press(&mut harness, "Restore Elder care Walking limit");
    assert_eq!(standard(&harness).functions, shipped.functions);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    assert_eq!(standard(&harness), &shipped, "both steps can be undone");
}

#[test]
fn what_makes_no_sense_is_told_and_changes_nothing() {
    let mut harness = open_standard(Language::En);
    let shipped = standard(&harness).clone();
    press(&mut harness, "E  Elder care");
    enter(&mut harness, "Elder care Smallest floor area", "-20");
    let told =
        "function elder_care: norms.min_floor_area_m2: -20 is not above 0 and at most 1000000";
    assert!(harness.query_by_label(told).is_some());
    assert_eq!(standard(&harness), &shipped);
    press(&mut harness, "Complexes and households");
    enter(&mut harness, "Complex: smallest area", "900");
    let told = "complex_rule.min_floor_area_m2: the smallest area is more than the preferred one";
    assert!(harness.query_by_label(told).is_some());
    enter(&mut harness, "Complex: preferred area", "1000");
    enter(&mut harness, "Complex: smallest area", "900");
    assert!(harness.query_by_label(told).is_none(), "what was set right is told no more");
    let rule = standard(&harness).complex_rule.clone().expect("Shanghai has one");
    assert_eq!((rule.min_floor_area_m2.value, rule.preferred_floor_area_m2.value), (900.0, 1000.0));
}

#[test]
fn nobody_changes_a_number_without_a_name() {
    let mut harness = open_standard(Language::En);
    let shipped = standard(&harness).clone();
    type_into(&mut harness, "Changed by", " ");
    press(&mut harness, "E  Elder care");
    enter(&mut harness, "Elder care Walking limit", "650");
    assert_eq!(standard(&harness), &shipped);
    assert!(harness.query_by_label_contains("say first by whom").is_some());
    type_into(&mut harness, "Changed by", "Li");
    enter(&mut harness, "Elder care Walking limit", "650");
    assert_eq!(function(&harness, "elder_care").walk_limit_m, 650.0);
    assert_eq!(standard(&harness).changes.last().map(|c| c.author.by.as_str()), Some("Li"));
}

#[test]
fn what_could_not_be_done_is_not_told_on_another_page() {
    let mut harness = open_standard(Language::En);
    type_into(&mut harness, "Changed by", " ");
    press(&mut harness, "E  Elder care");
    enter(&mut harness, "Elder care Walking limit", "650");
    assert!(harness.query_by_label_contains("say first by whom").is_some());
    press(&mut harness, "Complexes and households");
    assert!(harness.query_by_label_contains("say first by whom").is_none());
}

#[test]
fn letters_typed_beside_the_fields_do_nothing_to_the_map() {
    let mut harness = open_standard(Language::En);
    let lists_are_open = |harness: &Harness<'static, App>| {
        harness.query_by_role_and_label(Role::Button, "Resources").is_some()
    };
    // Enter leaves the field; who types on types into nothing.
    enter(&mut harness, "Changed by", "Li");
    harness.key_press(egui::Key::T);
    harness.run_steps(3);
    assert!(!lists_are_open(&harness), "the lists stay closed");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(5);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Changed by").is_none());
    harness.key_press(egui::Key::T);
    harness.run_steps(5);
    assert!(lists_are_open(&harness), "the key is the map's again");
}

#[test]
fn the_catalogue_grows_by_functions_and_services() {
    let mut harness = open_standard(Language::Zh);
    let scroll_to = |harness: &mut Harness<'static, App>, role: Role, label: &str| {
        harness.get_by_role_and_label(role, label).scroll_to_me();
        harness.run_steps(10);
    };
    harness.get_by_label("添加功能").scroll_to_me();
    harness.run_steps(10);
    harness.get_by_label("添加功能").click();
    harness.run_steps(10);
    scroll_to(&mut harness, Role::Button, "添加功能");
    type_into(&mut harness, "功能名称（中文）", "社区夜校");
    type_into(&mut harness, "功能名称（英文）", "Night school");
    type_into(&mut harness, "步行距离（米）", "800");
    press(&mut harness, "添加功能");
    let school = function(&harness, "night_school");
    assert_eq!((school.walk_limit_m, school.walk_standing), (800.0, Standing::SetInStudy));
    let letter = school.letter;
    let entry = format!("{letter}  社区夜校");
    scroll_to(&mut harness, Role::Button, &entry);
    press(&mut harness, &entry);
    type_into(&mut harness, "服务名称（中文）", "书法课");
    press(&mut harness, "添加服务");
    let school = function(&harness, "night_school");
    let [service] = school.services.as_slice() else { panic!("one service: {school:?}") };
    assert_eq!((service.name.zh.as_str(), service.standing), ("书法课", Standing::SetInStudy));
    press(&mut harness, "移除服务 书法课");
    assert!(function(&harness, "night_school").services.is_empty());
    for _ in 0..3 {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
        harness.run_steps(3);
    }
    assert_eq!(standard(&harness), &Standard::shanghai().expect("the shipped standard"));
}

#[test]
fn another_standard_is_chosen_and_says_what_it_does_not_speak_of() {
    let mut harness = open_standard(Language::En);
    choose_standard(&mut harness, "GB 50180-2018 graded circles (5, 10, 15 minutes)");
    assert_eq!(standard(&harness).id, "gb50180-graded-2018");
    assert!(harness.query_by_label("J  Employment, not in the standard").is_some());
    assert!(harness.query_by_label("S  Fresh market").is_some());
    choose_standard(&mut harness, "Shanghai community embedded facilities (trial defaults)");
    let shanghai = Standard::shanghai().expect("the shipped standard");
    assert_eq!(standard(&harness).functions[..11], shanghai.functions[..]);
    assert!(function(&harness, "employment").in_standard);
}

#[test]
fn a_standard_is_exported_and_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ours.json");
    let mut harness = open_standard(Language::En);
    press(&mut harness, "E  Elder care");
    enter(&mut harness, "Elder care Floor area per 1,000", "60");
    press(&mut harness, "Export…");
    type_into(&mut harness, "Path of the exported standard", &path.display().to_string());
    press(&mut harness, "Save");
    let (exported, _) = read_standard(&path).expect("it was written");
    assert_eq!(&exported, standard(&harness));
    choose_standard(&mut harness, "Shanghai community embedded facilities (trial defaults)");
    let area = |harness: &Harness<'static, App>| {
        function(harness, "elder_care").figure(Figure::AreaPer1000).map(|norm| norm.value)
    };
    assert_eq!(area(&harness), Some(50.0));
    enter(&mut harness, "Path of a standard (.toml, .json)", &path.display().to_string());
    assert_eq!(area(&harness), Some(60.0));
    std::fs::write(&path, "{}").expect("written");
    enter(&mut harness, "Path of a standard (.toml, .json)", &path.display().to_string());
    assert!(harness.query_by_label("ours.json: id: it is missing").is_some());
    assert_eq!(area(&harness), Some(60.0), "a broken file changes nothing");
}

#[test]
fn standards_are_compared_on_the_scenario_shown() {
    let mut harness = open_standard(Language::En);
    press(&mut harness, "Compare standards");
    let graded = Shipped::GradedCircles.standard().expect("the shipped standard");
    let rows = {
        let session = session(&harness);
        by_standard(session.study(), session.shown(), 0, std::slice::from_ref(&graded))
    };
    let rows = rows.expect("it fits");
    let health = rows.iter().find(|row| row.id == "health").expect("both have it");
    let under = health.under[0].as_ref().expect("GB 50180 has it");
    let told = format!("Health, {}: 300 m, {}", graded.name.en, percent(under.reached.rate()));
    wait_until(&mut harness, |harness| harness.query_by_label(&told).is_some());
}
