//! The programme walked through in the window as a planner does it: premises of the register through the
//! joint review, converted to a facility of several functions with shared rooms, until it is a
//! complex, stands in the three lists, and leaves as a workbook.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::language::Language;
use lifecircle::study::register::{Party, ReviewState, Term as _};
use lifecircle::study::{Candidate, Facility, FacilityOrigin};
use lifecircle::ui::App;

use super::support::window::{fold, open_sample, press, session, wait_until};

type Window = Harness<'static, App>;

/// Types into a field in the place of what stands there, and leaves it.
fn type_into(harness: &mut Window, label: &str, text: &str) {
    let field = |harness: &Window| {
        harness.get_all_by_role_and_label(Role::TextInput, label).last().map(|node| node.rect())
    };
    assert!(field(harness).is_some(), "{label}");
    let nodes = harness.get_all_by_role_and_label(Role::TextInput, label);
    nodes.last().expect("a field").focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(1);
    let nodes = harness.get_all_by_role_and_label(Role::TextInput, label);
    nodes.last().expect("a field").type_text(text);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
}

/// Brings a button of the panel into view and presses it.
fn scroll_and_press(harness: &mut Window, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).scroll_to_me();
    harness.run_steps(10);
    press(harness, label);
}

fn choose(harness: &mut Window, combo: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, combo).scroll_to_me();
    harness.run_steps(10);
    harness.get_by_role_and_label(Role::ComboBox, combo).click();
    harness.run_steps(4);
    let choices = harness.query_all_by_label(choice);
    choices.last().expect("the choice is offered").click();
    harness.run_steps(4);
}

/// The first candidate in a state that has room for a complex.
fn candidate_in(harness: &Window, state: ReviewState, least_m2: f64) -> Candidate {
    let mut known = session(harness).study().register().iter();
    let is_meant = |known: &&Candidate| {
        known.review.state() == state
            && known.premises.usable_area_m2.is_some_and(|area| area >= least_m2)
    };
    known.find(is_meant).expect("the sample has one").clone()
}

/// Opens the list of resources and selects a candidate by its row.
fn select_candidate(harness: &mut Window, candidate: &Candidate) {
    press(harness, "Lists");
    press(harness, "Resources");
    harness.run_steps(3);
    type_into(harness, "Filter", &candidate.code);
    let row = harness.query_all_by_label(&candidate.name).last();
    row.expect("its row is listed").click();
    harness.run_steps(6);
}

fn state_of(harness: &Window, candidate: &Candidate) -> ReviewState {
    let known = session(harness).study().register().get(candidate.id);
    known.expect("it is listed").review.state()
}

fn facility_in<'a>(harness: &'a Window, candidate: &Candidate) -> Option<&'a Facility> {
    let origin = FacilityOrigin::Candidate(candidate.id);
    session(harness).facilities().values().find(|facility| facility.origin == origin)
}

#[test]
fn premises_pass_the_review_department_by_department_and_become_a_complex_in_all_lists() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = open_sample(Language::En);
    let candidate = candidate_in(&harness, ReviewState::NotFiled, 700.0);
    select_candidate(&mut harness, &candidate);

    // Filed, then one department after the other.
    type_into(&mut harness, "By whom", "王工");
    press(&mut harness, "File for review");
    assert_eq!(state_of(&harness, &candidate), ReviewState::InReview);
    assert!(harness.query_by_label_contains("No opinion is recorded of").is_none());
    let missing = "no opinion is recorded of: Development and reform, Planning and resources, \
                   Housing and construction, Fire";
    assert!(harness.query_by_label(missing).is_some(), "who has not spoken is said");
    press(&mut harness, "Pass");
    assert_eq!(state_of(&harness, &candidate), ReviewState::InReview, "it cannot pass yet");
    fold(&mut harness, "Opinions and consents (0/6)");
    for party in Party::ALL {
        choose(&mut harness, party.name().en, "Agrees");
    }
    scroll_and_press(&mut harness, "Pass");
    assert_eq!(state_of(&harness, &candidate), ReviewState::Passed);
    let review = &session(&harness).study().register().get(candidate.id).expect("it").review;
    let last = review.history().last().expect("a step");
    assert_eq!((last.who.as_str(), last.without.len()), ("王工", 0));

    // Converted without a question, with a second and a third function.
    harness.get_by_label_contains("Convert to").scroll_to_me();
    harness.run_steps(10);
    harness.get_by_label_contains("Convert to").click();
    harness.run_steps(6);
    assert!(harness.query_by_label("Before converting").is_none(), "nothing is missing");
    let converted = facility_in(&harness, &candidate).expect("it is converted").clone();
    assert_eq!(converted.name, chinese_name(&harness, &candidate));
    for function in ["Elder care", "After-school care"] {
        press(&mut harness, "Functions");
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::CheckBox, function).click();
        harness.run_steps(3);
        harness.key_press(egui::Key::Escape);
        harness.run_steps(3);
    }
    let converted = facility_in(&harness, &candidate).expect("Escape closed the menu only");
    assert_eq!(converted.functions.len(), 3);
    let whole_m2 = converted.floor_area_m2.expect("the free area");

    // Without areas the floor counts once; with rooms in turn it counts for both.
    press(&mut harness, "Rooms, hours, project…");
    harness.run_steps(5);
    let square = |m2: f64| lifecircle::numbers::thousands(m2.round() as i64);
    assert!(harness.query_by_label(&format!("Counted {} m²*", square(whole_m2))).is_some());
    assert!(harness.query_by_label_contains("not broken down").is_some());
    let first =
        session(&harness).study().standard().function(converted_first(&harness, &candidate));
    let first = first.short_name.en.clone();
    type_into(&mut harness, &format!("{first} Area (m²)"), "300");
    for (function, hours) in
        [("Elder care", "Mo-Fr 09:00-16:00"), ("After-school care", "Mo-Fr 16:00-19:00")]
    {
        // Hours first: without them both halls at once would be more than the premises have.
        type_into(&mut harness, &format!("{function} Hours"), hours);
        type_into(&mut harness, &format!("{function} Area (m²)"), "320");
    }
    let operations = facility_in(&harness, &candidate).expect("it is there").operations.clone();
    assert!(
        harness.query_by_label("Physical 620 m²").is_some(),
        "300 and one hall of 320: {operations:?}"
    );
    assert!(harness.query_by_label("Counted 940 m²").is_some(), "300 and the hall twice");
    assert!(harness.query_all_by_label("Complex").next().is_some(), "three functions, two first");
    type_into(&mut harness, "Year it opens", "2027");
    type_into(&mut harness, "District budget", "90000000");
    assert!(harness.query_by_label_contains("Funded beyond the cost by").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Physical 620 m²").is_none(), "Escape closes the window");
    assert!(facility_is_selected(&harness), "and nothing else");

    // The three lists.
    let name = facility_in(&harness, &candidate).expect("it is there").name.clone();
    press(&mut harness, "Projects");
    harness.run_steps(4);
    assert!(harness.query_all_by_label(&name).count() > 1, "in the list, not only in the panel");
    press(&mut harness, "Resources");
    harness.run_steps(4);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Filter").is_some());
    let shown = harness.query_all_by_label_contains("C0").count();
    assert!(shown > 5, "the text looked for did not stay: {shown} rows");
    press(&mut harness, "Demand");
    harness.run_steps(4);
    let demand = counted_in_demand(&harness, "elder_care", &candidate);
    assert!(demand >= 320.0, "the shared hall counts for elder care: {demand}");

    // Out as a workbook.
    let path = folder.path().join("lists.xlsx");
    press(&mut harness, "Export workbook…");
    harness.run_steps(3);
    type_into_path(&mut harness, &path.display().to_string());
    wait_until(&mut harness, |harness| {
        harness.query_by_label_contains("The workbook is saved").is_some()
    });
    assert!(std::fs::read(&path).expect("it is there").starts_with(b"PK"), "a workbook");
    // What is done need not be dismissed.
    for _ in 0..60 {
        harness.step();
    }
    assert!(harness.query_by_label_contains("The workbook is saved").is_none());
}

fn converted_first(harness: &Window, candidate: &Candidate) -> lifecircle::standard::FunctionIndex {
    facility_in(harness, candidate).expect("it is there").functions[0]
}

/// A Chinese name of premises takes the Chinese name of the function, whatever is spoken.
fn chinese_name(harness: &Window, candidate: &Candidate) -> String {
    let function = converted_first(harness, candidate);
    let function = &session(harness).study().standard().function(function).short_name;
    format!("{}{}", candidate.name, function.zh)
}

fn facility_is_selected(harness: &Window) -> bool {
    harness.query_by_role_and_label(Role::TextInput, "Facility name").is_some()
        || harness.query_by_label("Rooms, hours, project…").is_some()
}

fn type_into_path(harness: &mut Window, path: &str) {
    let field = "Path of the workbook";
    harness.get_by_role_and_label(Role::TextInput, field).click();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(path);
    harness.run_steps(2);
    press(harness, "Save");
}

/// What counts for a function in the unit of a candidate, by the list of demand.
fn counted_in_demand(harness: &Window, function: &str, candidate: &Candidate) -> f64 {
    let session = session(harness);
    let study = session.study();
    let function = study.standard().index_of(function).expect("a function");
    let unit = study.layers().units.at(candidate.at).expect("it is in a unit");
    let demand = lifecircle::programme::DemandList::of(study, session.shown(), session.scenario());
    let row = demand.of_function(function).find(|row| row.unit == unit).expect("a row");
    row.area_m2.expect("a norm").existing
}

#[test]
fn premises_without_free_floor_are_not_converted_again() {
    let mut harness = open_sample(Language::En);
    let candidate = candidate_in(&harness, ReviewState::Refused, 0.0);
    select_candidate(&mut harness, &candidate);
    let is_disabled = |harness: &Window| {
        harness.get_by_label_contains("Convert to").accesskit_node().is_disabled()
    };
    assert!(!is_disabled(&harness), "all of it is free");
    harness.get_by_label_contains("Convert to").click();
    harness.run_steps(5);
    press(&mut harness, "Convert all the same");
    harness.run_steps(5);
    assert!(facility_in(&harness, &candidate).is_some());
    let row = harness.query_all_by_label(&candidate.name).last();
    row.expect("its row is listed").click();
    harness.run_steps(6);
    assert!(harness.query_by_label_contains(" 0 m² still free").is_some());
    assert!(is_disabled(&harness));
}

#[test]
fn what_was_refused_is_converted_only_after_a_warning_that_stays_with_the_facility() {
    let mut harness = open_sample(Language::En);
    let candidate = candidate_in(&harness, ReviewState::Refused, 0.0);
    select_candidate(&mut harness, &candidate);
    harness.get_by_label_contains("Convert to").click();
    harness.run_steps(5);
    assert!(facility_in(&harness, &candidate).is_none(), "it asks first");
    assert!(harness.query_by_label("Before converting").is_some());
    assert!(harness.query_by_label_contains("has not passed it (refused").is_some());
    let sources = harness.query_all_by_label_contains("Source: Notice 沪府办发〔2024〕25号");
    assert!(sources.count() > 0, "with its source");
    press(&mut harness, "Cancel");
    assert!(facility_in(&harness, &candidate).is_none());
    harness.get_by_label_contains("Convert to").click();
    harness.run_steps(5);
    press(&mut harness, "Convert all the same");
    harness.run_steps(5);
    assert!(facility_in(&harness, &candidate).is_some());
    press(&mut harness, "Rooms, hours, project…");
    harness.run_steps(5);
    assert!(harness.query_by_label_contains("has not passed it (refused").is_some());
}

#[test]
fn without_an_opinion_it_passes_only_by_a_named_person_with_a_reason() {
    let mut harness = open_sample(Language::En);
    let candidate = candidate_in(&harness, ReviewState::NotFiled, 0.0);
    select_candidate(&mut harness, &candidate);
    press(&mut harness, "File for review");
    harness.get_by_role_and_label(Role::CheckBox, "Pass without these opinions").click();
    harness.run_steps(3);
    press(&mut harness, "Pass");
    assert_eq!(state_of(&harness, &candidate), ReviewState::InReview, "nobody says so");
    type_into(&mut harness, "By whom", "李处");
    type_into(&mut harness, "Reason", "急用，意见后补");
    press(&mut harness, "Pass");
    assert_eq!(state_of(&harness, &candidate), ReviewState::Passed);
    let review = &session(&harness).study().register().get(candidate.id).expect("it").review;
    let last = review.history().last().expect("a step").clone();
    assert_eq!((last.who.as_str(), last.without.len()), ("李处", 4));
    assert!(review.opinions().is_empty());
    fold(&mut harness, "History of the review (2)");
    assert!(harness.query_by_label_contains("without: Development and reform").is_some());
}
