//! The walkthrough in the window: stops made from views, put in order, presented; what the room tries
//! out on the way, and what it says.

use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::analysis::Coverage;
use lifecircle::files::study_file::{self, StudyFile};
use lifecircle::language::Language;
use lifecircle::study::walkthrough::{RemarkKind, StopKind};
use lifecircle::study::{FacilityId, ScenarioId, Stop, StopId};
use lifecircle::ui::App;

use super::support::window::{
    click_at, drag_along, fold, open_sample, press, session, wait_until, zoom_in,
};

type Window = Harness<'static, App>;

fn key(harness: &mut Window, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

/// Lets flights arrive.
fn arrive(harness: &mut Window) {
    harness.run_steps(30);
}

fn stops(harness: &Window) -> &[Stop] {
    session(harness).study().walkthrough().stops()
}

fn order(harness: &Window) -> Vec<u32> {
    stops(harness).iter().map(|stop| stop.id.0).collect()
}

/// The sample with a facility in scenario 1, and two stops: that scenario whole, and the base from near.
fn with_two_stops() -> Window {
    let mut harness = open_sample(Language::En);
    let middle = harness.get_by_label("Map").rect().center();
    press(&mut harness, "Place facility");
    click_at(&mut harness, middle);
    for section in ["Layers", "Scenarios", "Walkthrough (0)"] {
        fold(&mut harness, section);
    }
    key(&mut harness, Key::B);
    fold(&mut harness, "Scenarios");
    press(&mut harness, "Base");
    fold(&mut harness, "Scenarios");
    zoom_in(&mut harness);
    key(&mut harness, Key::B);
    assert_eq!(order(&harness), [1, 2]);
    harness
}

/// The same, presented from the first stop on.
fn presented() -> Window {
    let mut harness = with_two_stops();
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    key(&mut harness, Key::F5);
    arrive(&mut harness);
    assert!(harness.state().is_presenting());
    harness.get_by_label("1 / 2");
    harness
}

fn newest(harness: &Window) -> FacilityId {
    *session(harness).facilities().keys().last().expect("a facility is there")
}

/// Drags the hypothetical facility by some pixels.
fn drag_marker(harness: &mut Window, by: egui::Vec2) {
    let at = harness.get_by_label_contains(", hypothetical").rect().center();
    drag_along(harness, &[at, at + by * 0.5, at + by]);
}

fn assert_exact(harness: &Window) {
    let session = session(harness);
    assert_eq!(session.scenario(), &Coverage::of(session.study(), session.shown()));
}

#[test]
fn one_key_keeps_what_is_seen_as_a_stop() {
    let mut harness = with_two_stops();
    let maps: Vec<_> = stops(&harness).iter().filter_map(Stop::map).cloned().collect();
    assert_eq!(maps.iter().map(|map| map.scenario.0).collect::<Vec<_>>(), [1, 0]);
    let near = maps[1].framing.metres_per_pixel;
    assert!(near < maps[0].framing.metres_per_pixel);
    assert_eq!(harness.state().metres_per_pixel(), Some(near));
    // Looking at the first again shows all it was made of.
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    assert_eq!(session(&harness).shown(), ScenarioId(1));
    let seen = harness.state().metres_per_pixel().expect("a map");
    assert!((seen - maps[0].framing.metres_per_pixel).abs() < 1e-9, "{seen}");
}

#[test]
fn the_mouse_interrupts_a_flight() {
    let mut harness = with_two_stops();
    harness.get_by_label_contains("1  Scenario 1").click();
    harness.run_steps(2);
    let middle = harness.get_by_label("Map").rect().center();
    drag_along(&mut harness, &[middle + vec2(0.0, 300.0), middle + vec2(90.0, 300.0)]);
    let stopped = harness.state().metres_per_pixel();
    arrive(&mut harness);
    assert_eq!(harness.state().metres_per_pixel(), stopped);
}

#[test]
fn stops_are_reordered_copied_and_deleted_and_undo_takes_it_back() {
    let mut harness = with_two_stops();
    press(&mut harness, "Stop actions 1");
    press(&mut harness, "Move down");
    assert_eq!(order(&harness), [2, 1]);
    // By dragging the lower one over the upper one.
    let rows = [1, 2].map(|row| {
        let title = if row == 1 { "1  Base" } else { "2  Scenario 1" };
        harness.get_by_label_contains(title).rect().center()
    });
    drag_along(&mut harness, &[rows[1], rows[0] + vec2(0.0, 4.0), rows[0] - vec2(0.0, 9.0)]);
    assert_eq!(order(&harness), [1, 2]);
    // By keys, on the row that has the keyboard.
    harness.get_by_label_contains("1  Scenario 1").focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(order(&harness), [2, 1]);
    press(&mut harness, "Stop actions 2");
    press(&mut harness, "Duplicate");
    assert_eq!(order(&harness), [2, 1, 3]);
    press(&mut harness, "Stop actions 1");
    press(&mut harness, "Delete stop");
    assert_eq!(order(&harness), [1, 3]);
    for expected in [&[2, 1, 3][..], &[2, 1], &[1, 2], &[2, 1], &[1, 2], &[1], &[]] {
        press(&mut harness, "Undo");
        assert_eq!(order(&harness), expected);
    }
}

#[test]
fn slides_and_words_are_edited_and_come_back_from_the_file() {
    let mut harness = with_two_stops();
    press(&mut harness, "Add slide");
    press(&mut harness, "Opening");
    assert_eq!(order(&harness), [3, 1, 2], "it opens the walkthrough");
    let title = harness.get_by_role_and_label(Role::TextInput, "Title");
    title.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, "Title").type_text("生活圈评审");
    harness.run_steps(2);
    key(&mut harness, Key::Enter);
    let opening = &stops(&harness)[0];
    assert_eq!((opening.title.zh.as_str(), &opening.kind), ("生活圈评审", &StopKind::Opening));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let saved = harness.state().workspace().expect("a study").snapshot();
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    let again = study_file::open(&path, &()).expect("it can be opened").saved;
    assert_eq!(again.study.walkthrough(), session(&harness).study().walkthrough());
}

#[test]
fn keys_work_on_the_stop_that_was_clicked_and_go_with_it() {
    let mut harness = with_two_stops();
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::D);
    harness.run_steps(3);
    assert_eq!(order(&harness), [1, 3, 2]);
    // The copy is looked at, and has the keyboard; it keeps it wherever it is moved.
    for expected in [[3, 1, 2], [1, 3, 2], [1, 2, 3]] {
        let key = if expected[0] == 3 { Key::ArrowUp } else { Key::ArrowDown };
        harness.key_press_modifiers(Modifiers::ALT, key);
        harness.run_steps(3);
        assert_eq!(order(&harness), expected);
    }
    // Once the map is clicked, Delete means what is selected there.
    let middle = harness.get_by_label("Map").rect().center();
    click_at(&mut harness, middle + vec2(200.0, 150.0));
    key(&mut harness, Key::Delete);
    assert_eq!(order(&harness), [1, 2, 3]);
}

#[test]
fn the_words_of_a_new_call_out_are_typed_at_once() {
    let mut harness = open_sample(Language::En);
    let middle = harness.get_by_label("Map").rect().center();
    key(&mut harness, Key::C);
    drag_along(&mut harness, &[middle, middle + vec2(120.0, 60.0)]);
    arrive(&mut harness);
    let field = harness.get_by_role_and_label(Role::TextInput, "Call-out 1");
    assert!(field.is_focused());
    field.type_text("no canteen");
    // A key that keeps a stop elsewhere.
    key(&mut harness, Key::B);
    press(&mut harness, "Close this stop");
    assert_eq!(order(&harness), [1]);
    assert_eq!(stops(&harness)[0].callouts[0].text, "no canteen");
}

#[test]
fn call_outs_are_written_pointed_and_moved_on_the_map() {
    let mut harness = with_two_stops();
    let middle = harness.get_by_label("Map").rect().center();
    key(&mut harness, Key::C);
    click_at(&mut harness, middle + vec2(200.0, 150.0));
    press(&mut harness, "Call-out");
    drag_along(&mut harness, &[middle + vec2(150.0, -150.0), middle + vec2(60.0, -40.0)]);
    let callouts = stops(&harness)[1].callouts.clone();
    assert_eq!(callouts.len(), 2);
    assert_eq!(callouts.iter().map(|c| c.target.is_some()).collect::<Vec<_>>(), [false, true]);
    let done = session(&harness).history().done();
    let first = harness.get_by_label("Call-out 1 Say what is here").rect().center();
    drag_along(&mut harness, &[first, first + vec2(10.0, 0.0), first + vec2(40.0, 30.0)]);
    let moved = &stops(&harness)[1].callouts[0];
    let scale = harness.state().metres_per_pixel().expect("a map");
    assert!((moved.at.x - callouts[0].at.x - 40.0 * scale).abs() < 0.01, "{moved:?}");
    assert_eq!(session(&harness).history().done(), done + 1, "one step");
    press(&mut harness, "Undo");
    assert_eq!(stops(&harness)[1].callouts, callouts);
}

#[test]
fn keys_do_not_fold_the_legend_on_the_wall() {
    let mut harness = presented();
    for _ in 0..6 {
        key(&mut harness, Key::Tab);
        key(&mut harness, Key::Enter);
        assert!(harness.query_by_label("Fold the legend").is_some());
    }
}

#[test]
fn a_remote_goes_through_the_stops_and_escape_puts_the_window_back() {
    let mut harness = with_two_stops();
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    harness.get_by_label_contains("2  Base").click();
    arrive(&mut harness);
    press(&mut harness, "Close this stop");
    let before = (session(&harness).shown(), harness.state().metres_per_pixel());
    key(&mut harness, Key::F5);
    for (pressed, place) in [
        (Key::PageDown, "2 / 2"),
        (Key::PageDown, "2 / 2"),
        (Key::ArrowLeft, "1 / 2"),
        (Key::PageUp, "1 / 2"),
        (Key::End, "2 / 2"),
        (Key::Home, "1 / 2"),
        (Key::ArrowRight, "2 / 2"),
    ] {
        key(&mut harness, pressed);
        harness.get_by_label(place);
        let shown = ScenarioId(u32::from(place == "1 / 2"));
        assert_eq!(session(&harness).shown(), shown, "after {pressed:?}");
    }
    assert!(harness.query_by_role_and_label(Role::Button, "Undo").is_none(), "no panels");
    key(&mut harness, Key::Escape);
    assert!(!harness.state().is_presenting());
    arrive(&mut harness);
    assert_eq!((session(&harness).shown(), harness.state().metres_per_pixel()), before);
}

#[test]
fn the_room_moves_a_facility_and_backspace_returns_to_the_script_exactly() {
    let mut harness = presented();
    let before = session(&harness).clone();
    let view = harness.state().metres_per_pixel();
    drag_marker(&mut harness, vec2(140.0, 60.0));
    assert!(session(&harness).in_what_if());
    assert_ne!(session(&harness).scenario(), before.scenario(), "the numbers follow");
    assert_exact(&harness);
    harness.get_by_label("What if");
    assert_eq!(session(&harness).study().facilities(ScenarioId(1)), before.facilities());
    // Another function and the gain field, too, are left behind.
    key(&mut harness, Key::CloseBracket);
    key(&mut harness, Key::G);
    key(&mut harness, Key::Backspace);
    arrive(&mut harness);
    let after = session(&harness);
    assert!(!after.in_what_if());
    assert_eq!(after.shown(), before.shown());
    assert_eq!(after.scenario(), before.scenario());
    assert_eq!(after.study().scenarios(), before.study().scenarios());
    assert_eq!(after.history(), before.history());
    assert_eq!(harness.state().metres_per_pixel(), view);
    assert_eq!(harness.state().symbology(), lifecircle::cartography::Symbology::default());
}

#[test]
fn enter_keeps_what_the_room_tried_out_as_a_scenario() {
    let mut harness = presented();
    let (steps, moved) = (session(&harness).history().done(), newest(&harness));
    drag_marker(&mut harness, vec2(140.0, 60.0));
    drag_marker(&mut harness, vec2(30.0, -80.0));
    let (tried, at) = {
        let session = session(&harness);
        (session.scenario().clone(), session.facility(moved).expect("it is there").at)
    };
    key(&mut harness, Key::Enter);
    {
        let session = session(&harness);
        assert!(!session.in_what_if());
        assert_eq!(session.study().scenarios().name(session.shown()).en, "What-if 1");
        assert_eq!(session.scenario(), &tried);
        assert_eq!(session.facility(moved).expect("it is there").at, at);
        assert_eq!(session.history().done(), steps + 1, "one step");
    }
    // The script goes on as it was written.
    key(&mut harness, Key::ArrowRight);
    assert_eq!(session(&harness).shown(), ScenarioId::BASE);
    key(&mut harness, Key::ArrowLeft);
    assert_eq!(session(&harness).shown(), ScenarioId(1));
    key(&mut harness, Key::Escape);
    assert_eq!(
        session(&harness).study().scenarios().name(session(&harness).shown()).en,
        "What-if 1"
    );
    press(&mut harness, "Undo");
    assert_eq!(session(&harness).study().scenarios().len(), 1);
}

#[test]
fn moving_on_asks_once_before_it_gives_up_what_was_tried_out() {
    let mut harness = presented();
    let before = session(&harness).study().scenarios().clone();
    drag_marker(&mut harness, vec2(140.0, 60.0));
    key(&mut harness, Key::PageDown);
    harness.get_by_label("1 / 2");
    harness.get_by_label_contains("press once more");
    key(&mut harness, Key::PageDown);
    harness.get_by_label("2 / 2");
    assert!(!session(&harness).in_what_if());
    assert_eq!(session(&harness).study().scenarios(), &before);
}

#[test]
fn what_the_meeting_says_is_noted_with_the_time_even_during_a_what_if() {
    let mut harness = presented();
    drag_marker(&mut harness, vec2(140.0, 60.0));
    key(&mut harness, Key::N);
    harness.get_by_label("Decision").click();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Who").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Who").type_text("王工");
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "What was said").focus();
    harness.run_steps(2);
    let what = harness.get_by_role_and_label(Role::TextInput, "What was said");
    what.type_text("B 馆先建，n 步");
    harness.run_steps(2);
    key(&mut harness, Key::Enter);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Who").is_none(), "the line is gone");
    key(&mut harness, Key::Backspace);
    let stop = session(&harness).study().walkthrough().get(StopId(1)).expect("it is there");
    let [remark] = stop.remarks.as_slice() else { panic!("{:?}", stop.remarks) };
    assert_eq!((remark.kind, remark.by.as_str()), (RemarkKind::Decision, "王工"));
    assert_eq!(remark.text, "B 馆先建，n 步");
    assert!(remark.at_ms > 1_700_000_000_000);
    assert!(!session(&harness).in_what_if());
}

#[test]
fn controls_presenter_window_and_pen_come_when_they_are_called() {
    let mut harness = presented();
    assert!(harness.query_by_role_and_label(Role::Button, "End the show").is_none());
    key(&mut harness, Key::M);
    press(&mut harness, "Next stop");
    harness.get_by_label("2 / 2");
    key(&mut harness, Key::W);
    harness.get_by_label("This is the last stop");
    harness.get_by_label("No notes for this stop");
    key(&mut harness, Key::W);
    assert!(harness.query_by_label("This is the last stop").is_none());
    // The pen keeps the mouse from the map.
    key(&mut harness, Key::D);
    let before = session(&harness).history().clone();
    let sheet = harness.get_by_role_and_label(Role::Canvas, "Drawing sheet").rect().center();
    drag_along(&mut harness, &[sheet, sheet + vec2(50.0, 10.0), sheet + vec2(90.0, 40.0)]);
    assert_eq!(session(&harness).history(), &before);
    key(&mut harness, Key::Escape);
    assert!(harness.state().is_presenting(), "Escape puts the pen down first");
    press(&mut harness, "End the show");
    assert!(!harness.state().is_presenting());
}

/// Whether the list marks the row that begins so.
fn is_marked(harness: &Window, row: &str) -> bool {
    let toggled = harness.get_by_label_contains(row).accesskit_node().toggled();
    toggled == Some(egui::accesskit::Toggled::True)
}

#[test]
fn the_list_marks_a_stop_only_while_the_map_shows_it() {
    let mut harness = with_two_stops();
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    assert!(is_marked(&harness, "1  Scenario 1"));
    // Another place, while its words are still being edited below the list.
    zoom_in(&mut harness);
    assert!(!is_marked(&harness, "1  Scenario 1"));
    harness.get_by_label_contains("Editing stop 1");
    // The show ends where it began: with the map that is no stop's.
    key(&mut harness, Key::F5);
    arrive(&mut harness);
    key(&mut harness, Key::Escape);
    arrive(&mut harness);
    assert!(!is_marked(&harness, "1  Scenario 1"));
    press(&mut harness, "Show this stop");
    arrive(&mut harness);
    assert!(is_marked(&harness, "1  Scenario 1"));
    assert!(harness.query_by_label_contains("Editing stop").is_none());
    // A what-if that was kept is what the map shows afterwards.
    key(&mut harness, Key::F5);
    arrive(&mut harness);
    drag_marker(&mut harness, vec2(140.0, 60.0));
    key(&mut harness, Key::Enter);
    key(&mut harness, Key::Escape);
    arrive(&mut harness);
    assert_eq!(
        session(&harness).study().scenarios().name(session(&harness).shown()).en,
        "What-if 1"
    );
    assert!(!is_marked(&harness, "1  Scenario 1"));
}

#[test]
fn what_is_typed_into_a_call_out_is_seen_at_once_and_kept_whatever_comes_next() {
    let mut harness = with_two_stops();
    let middle = harness.get_by_label("Map").rect().center();
    key(&mut harness, Key::C);
    click_at(&mut harness, middle + vec2(200.0, 150.0));
    arrive(&mut harness);
    let steps = session(&harness).history().done();
    let says = |harness: &Window| stops(harness)[1].callouts[0].text.clone();
    let type_more = |harness: &mut Window, text: &str| {
        harness.get_by_role_and_label(Role::TextInput, "Call-out 1").type_text(text);
        harness.run_steps(2);
    };
    type_more(&mut harness, "no ");
    assert_eq!(says(&harness), "no ", "before the field is left");
    harness.get_by_label("Call-out 1 no");
    type_more(&mut harness, "canteen");
    key(&mut harness, Key::Escape);
    assert_eq!(says(&harness), "no canteen", "Escape only leaves the field");
    assert_eq!(session(&harness).history().done(), steps + 1, "one step");
    // Another stop is looked at in the middle of a word.
    harness.get_by_role_and_label(Role::TextInput, "Call-out 1").focus();
    harness.run_steps(2);
    type_more(&mut harness, " here");
    harness.get_by_label_contains("1  Scenario 1").click();
    arrive(&mut harness);
    assert!(says(&harness).contains("here"), "{}", says(&harness));
    assert_eq!(session(&harness).history().done(), steps + 2);
    press(&mut harness, "Undo");
    press(&mut harness, "Undo");
    assert_eq!(says(&harness), "Say what is here");
}

#[test]
fn a_note_says_whether_and_where_it_is_kept() {
    let mut harness = presented();
    key(&mut harness, Key::N);
    key(&mut harness, Key::Escape);
    harness.get_by_label_contains("nothing is noted");
    key(&mut harness, Key::N);
    harness.get_by_role_and_label(Role::TextInput, "What was said").type_text("later");
    harness.run_steps(2);
    key(&mut harness, Key::Escape);
    harness.get_by_label_contains("Not in the minutes yet");
    assert!(stops(&harness)[0].remarks.is_empty());
    // It is taken up as it was left.
    key(&mut harness, Key::N);
    harness.get_by_role_and_label(Role::TextInput, "What was said").focus();
    harness.run_steps(2);
    key(&mut harness, Key::Enter);
    // At the lower edge, where it covers neither the words nor the map's middle.
    let told = harness.get_by_label_contains("in the minutes of stop 1").rect();
    assert!(told.top() > 0.9 * harness.ctx.content_rect().bottom(), "{told:?}");
    assert_eq!(stops(&harness)[0].remarks[0].text, "later");
    assert!(harness.query_by_role_and_label(Role::TextInput, "What was said").is_none());
}

#[test]
fn the_presenter_sees_a_picture_of_the_next_stop() {
    let mut harness = presented();
    key(&mut harness, Key::W);
    let is_there = |harness: &Window| {
        harness.query_by_role_and_label(Role::Image, "Picture of the next stop").is_some()
    };
    wait_until(&mut harness, is_there);
    key(&mut harness, Key::ArrowRight);
    harness.get_by_label("This is the last stop");
    assert!(!is_there(&harness));
}
