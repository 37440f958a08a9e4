//! The first view of a study: all of it, beside toolbar and legend, on large and on small screens.

use egui::{Key, Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::{App, Start};

use super::support::window::{session, wait_until};

fn open(width: f32, height: f32) -> Harness<'static, App> {
    let start = Start { language: Some(Language::En), ..Start::default() };
    let mut harness =
        Harness::builder().with_size(vec2(width, height)).build_eframe(|cc| App::new(cc, start));
    wait_until(&mut harness, |harness| harness.state().workspace().is_some());
    harness
}

/// Where the markers of the facilities are that are in sight.
fn markers(harness: &Harness<'static, App>) -> Vec<Rect> {
    let facilities = session(harness).facilities().values();
    let names = facilities.map(|facility| format!("{}, ", facility.name));
    let rects = names.flat_map(|name| {
        let named = harness.query_all_by_label_contains(&name);
        named.map(|marker| marker.rect()).collect::<Vec<_>>()
    });
    rects.collect()
}

#[test]
fn toolbar_and_legend_cover_no_facility_on_a_large_screen() {
    let harness = open(1600.0, 1000.0);
    let tools = harness.get_by_label("Tools").rect();
    let legend = harness.get_by_label("Fold the legend").rect();
    let covered = Rect::from_min_max(legend.min, egui::pos2(legend.right(), 1000.0));
    let markers = markers(&harness);
    assert!(markers.len() > 5, "they are in sight");
    for marker in markers {
        assert!(!tools.intersects(marker), "{marker:?} below {tools:?}");
        assert!(!covered.intersects(marker), "{marker:?} below {covered:?}");
    }
}

#[test]
fn on_a_small_screen_the_legend_folds_and_unfolds() {
    let mut harness = open(1280.0, 720.0);
    harness.run_steps(3);
    let map = harness.get_by_label("Map").rect();
    let title = harness.get_by_label("Unfold the legend");
    assert!(title.rect().height() < 0.2 * map.height());
    title.click();
    harness.run_steps(3);
    let unfolded = harness.get_by_label("Fold the legend").rect();
    assert!(unfolded.top() >= map.top(), "all of it is on the map: {unfolded:?} {map:?}");
}

#[test]
fn after_a_show_the_legend_is_as_the_planner_left_it() {
    let mut harness = open(1280.0, 720.0);
    harness.run_steps(3);
    harness.get_by_label("Unfold the legend").click();
    harness.run_steps(3);
    for key in [Key::B, Key::F5] {
        harness.key_press(key);
        harness.run_steps(30);
    }
    assert!(harness.state().is_presenting());
    harness.key_press(Key::Escape);
    harness.run_steps(30);
    assert!(!harness.state().is_presenting());
    assert!(harness.query_by_label("Fold the legend").is_some());
}

#[test]
fn the_legend_folds_by_itself_where_the_window_becomes_too_small_for_it() {
    let mut harness = open(1600.0, 1000.0);
    assert!(harness.query_by_label("Fold the legend").is_some());
    harness.set_size(vec2(1280.0, 720.0));
    harness.run_steps(3);
    let tools = harness.get_by_label("Tools").rect();
    assert!(!harness.get_by_label("Unfold the legend").rect().intersects(tools));
    harness.set_size(vec2(1600.0, 1000.0));
    harness.run_steps(3);
    harness.get_by_label("Fold the legend").click();
    harness.run_steps(3);
    harness.set_size(vec2(1700.0, 1000.0));
    harness.run_steps(3);
    assert!(harness.query_by_label("Unfold the legend").is_some(), "it stays as it was left");
}

#[test]
fn on_a_low_map_the_toolbar_takes_two_columns_and_the_legend_stands_clear_of_it() {
    let mut harness = open(1280.0, 720.0);
    harness.key_press(egui::Key::T);
    harness.run_steps(4);
    let tools = harness.get_by_label("Tools").rect();
    let map = harness.get_by_label("Map").rect();
    let title = harness.get_by_label("Unfold the legend").rect();
    assert!(map.contains_rect(tools), "the lists leave no room for one column: {tools:?} {map:?}");
    assert!(!title.intersects(tools), "{title:?} {tools:?}");
    assert!(map.contains_rect(title), "{title:?} {map:?}");
}
