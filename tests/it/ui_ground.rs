//! The ground of the map in the window: what is painted in the same frame, what may come later, and
//! what goes to the graphics device for it.

use std::fmt::Write as _;
use std::path::Path;

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::cli::Opened;
use lifecircle::files::{LayerSource, Role};
use lifecircle::language::Language;
use lifecircle::ui::{App, GroundState, Start};

use super::support::window::{click_at, open_sample, press, session, wait_until, zoom_in};

fn ground(harness: &Harness<'static, App>) -> GroundState {
    let workspace = harness.state().workspace().expect("a study is open");
    workspace.grounds.state().expect("a map is shown")
}

fn wheel(harness: &mut Harness<'static, App>, lines: f32) {
    let at = harness.get_by_label("Map").rect().center();
    harness.hover_at(at);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, lines),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
}

#[test]
fn zooming_shows_the_image_at_hand_and_ends_with_the_right_one() {
    let mut harness = open_sample(Language::En);
    wait_until(&mut harness, |harness| ground(harness).is_as_asked_for);
    for lines in [3.0, -1.5, 0.5] {
        let before = harness.state().metres_per_pixel();
        wheel(&mut harness, lines);
        harness.step();
        harness.step();
        assert_ne!(harness.state().metres_per_pixel(), before);
        wait_until(&mut harness, |harness| ground(harness).is_as_asked_for);
    }
}

#[test]
fn a_facility_is_dragged_with_the_map_right_in_every_frame() {
    let mut harness = open_sample(Language::En);
    zoom_in(&mut harness);
    wait_until(&mut harness, |harness| ground(harness).is_as_asked_for);
    press(&mut harness, "Place facility");
    let at = harness.get_by_label("Map").rect().center();
    click_at(&mut harness, at);
    harness.drag_at(at);
    harness.step();
    for step in 1..12_u8 {
        harness.hover_at(at + vec2(5.0, 3.0) * f32::from(step));
        harness.step();
        // What was dragged in this frame is an edit of the next one.
        harness.step();
        let state = ground(&harness);
        assert!(state.is_as_asked_for, "at step {step}");
    }
    harness.drop_at(at + vec2(60.0, 36.0));
    harness.run_steps(3);
    assert!(session(&harness).facilities().values().any(|facility| facility.is_planned()));
}

/// A town of square buildings in rows, `side` of them in each, with one unit and one facility.
fn write_town(folder: &Path, side: u32) {
    let degrees = 0.0002;
    let square = |x: f64, y: f64, size: f64| {
        let (right, up) = (x + size, y + size);
        format!(
            r#"{{"type":"Polygon","coordinates":[[[{x},{y}],[{right},{y}],[{right},{up}],[{x},{up}],[{x},{y}]]]}}"#
        )
    };
    let collection =
        |features: &str| format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    let (west, south) = (121.4, 31.2);
    let mut buildings = String::new();
    for number in 0..side * side {
        let (column, row) = (f64::from(number % side), f64::from(number / side));
        let shape = square(west + column * degrees, south + row * degrees, 0.6 * degrees);
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(
            buildings,
            r#"{comma}{{"type":"Feature","properties":{{"id":"B{number}","residents":12}},"geometry":{shape}}}"#
        );
    }
    let town = square(west, south, f64::from(side) * degrees);
    let unit = format!(r#"{{"type":"Feature","properties":{{"id":"U"}},"geometry":{town}}}"#);
    let middle = f64::from(side) * degrees / 2.0;
    let facility = format!(
        r#"{{"type":"Feature","properties":{{"id":"F","name":"F","function":"health"}},"geometry":{{"type":"Point","coordinates":[{},{}]}}}}"#,
        west + middle,
        south + middle
    );
    for (name, features) in [("units", unit), ("buildings", buildings), ("facilities", facility)] {
        let file = folder.join(format!("{name}.geojson"));
        std::fs::write(file, collection(&features)).expect("written");
    }
}

fn open_town(side: u32) -> Harness<'static, App> {
    let folder = tempfile::tempdir().expect("a folder");
    write_town(folder.path(), side);
    let files =
        [(Role::Units, "units"), (Role::Buildings, "buildings"), (Role::Facilities, "facilities")];
    let sources = files.map(|(role, name)| {
        LayerSource::of_file(role, &folder.path().join(format!("{name}.geojson")))
    });
    let opened = Opened::Layers(sources.to_vec());
    let start = Start { opened, language: Some(Language::En), ..Start::default() };
    let mut harness =
        Harness::builder().with_size(vec2(1600.0, 1000.0)).build_eframe(|cc| App::new(cc, start));
    let is_open = |harness: &Harness<'static, App>| harness.state().workspace().is_some();
    wait_until(&mut harness, |harness| {
        is_open(harness) || harness.query_by_label("Open study").is_some()
    });
    if !is_open(&harness) {
        press(&mut harness, "Open study");
        wait_until(&mut harness, is_open);
    }
    harness
}

/// Shows the theme that makes every building another colour, and what that took.
fn recoloured(harness: &mut Harness<'static, App>) -> GroundState {
    wait_until(harness, |harness| ground(harness).is_as_asked_for);
    harness.get_by_label("Dark").click();
    // The click is an action at the end of this frame; the next one shows what it did.
    harness.step();
    harness.step();
    ground(harness)
}

#[test]
fn all_buildings_of_a_large_layer_change_colour_in_one_frame_for_the_bytes_of_one_image() {
    let [town, city] = [30, 220].map(|side| recoloured(&mut open_town(side)));
    for state in [town, city] {
        assert!(state.is_as_asked_for, "nothing is left for later frames");
        assert!(state.bytes_changed <= state.image_bytes);
        // The map of a window of 1600 × 1000, four bytes a pixel.
        assert!(state.bytes_changed < 4 * 1600 * 1000, "{state:?}");
    }
    // Fifty times as many buildings need no more: what is uploaded are pixels.
    assert_eq!(city.bytes_changed, town.bytes_changed);
}

#[test]
fn what_an_edit_changes_is_all_that_is_uploaded() {
    let mut harness = open_sample(Language::En);
    wait_until(&mut harness, |harness| ground(harness).is_as_asked_for);
    press(&mut harness, "Place facility");
    let map = harness.get_by_label("Map").rect();
    click_at(&mut harness, map.center());
    let state = ground(&harness);
    assert!(state.is_as_asked_for);
    assert!(state.bytes_changed > 0 && state.bytes_changed < state.image_bytes, "{state:?}");
}
