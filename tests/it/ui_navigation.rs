//! Moving the map with wheel, touchpad and keys, and flights that give way.

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{MapView, fold, holding, open_sample, session, zoom_in};

fn middle(harness: &Harness<'static, App>) -> Pos2 {
    harness.get_by_label("Map").rect().center()
}

fn scale(harness: &Harness<'static, App>) -> f64 {
    harness.state().metres_per_pixel().expect("a map")
}

fn some_place(harness: &Harness<'static, App>) -> WorldPoint {
    session(harness).facilities().values().next().expect("a facility").at
}

/// Scrolls over the middle of the map, as the system reports it.
fn scroll(
    harness: &mut Harness<'static, App>,
    unit: MouseWheelUnit,
    delta: Vec2,
    source: MouseWheelSource,
    modifiers: Modifiers,
) {
    let at = middle(harness);
    harness.hover_at(at);
    harness.step();
    harness.event(Event::MouseWheel { unit, delta, phase: TouchPhase::Move, source, modifiers });
    harness.run_steps(4);
}

#[test]
fn two_fingers_with_shift_move_the_map_both_ways_and_leave_its_scale() {
    let mut harness = open_sample(Language::En);
    let (before, place) = (scale(&harness), some_place(&harness));
    let start = MapView::of(&harness).pos(place);
    holding(&mut harness, Modifiers::SHIFT, |harness| {
        let by = vec2(-30.0, 20.0);
        scroll(harness, MouseWheelUnit::Point, by, MouseWheelSource::Unknown, Modifiers::SHIFT);
    });
    let moved = MapView::of(&harness).pos(place) - start;
    assert!((moved - vec2(-30.0, 20.0)).length() < 0.5, "{moved:?}");
    assert_eq!(scale(&harness), before);
}

#[test]
fn a_wheel_with_shift_moves_the_map_sideways() {
    let mut harness = open_sample(Language::En);
    let (before, place) = (scale(&harness), some_place(&harness));
    let start = MapView::of(&harness).pos(place);
    holding(&mut harness, Modifiers::SHIFT, |harness| {
        let notch = vec2(0.0, 1.0);
        scroll(harness, MouseWheelUnit::Line, notch, MouseWheelSource::Unknown, Modifiers::SHIFT);
    });
    let moved = MapView::of(&harness).pos(place) - start;
    assert!((moved - vec2(40.0, 0.0)).length() < 0.5, "{moved:?}");
    assert_eq!(scale(&harness), before);
}

#[test]
fn where_the_system_tells_a_touchpad_from_a_wheel_two_fingers_move_the_map() {
    let mut harness = open_sample(Language::En);
    let (before, place) = (scale(&harness), some_place(&harness));
    let start = MapView::of(&harness).pos(place);
    let by = vec2(5.0, -6.0);
    scroll(&mut harness, MouseWheelUnit::Point, by, MouseWheelSource::Trackpad, Modifiers::NONE);
    let moved = MapView::of(&harness).pos(place) - start;
    assert!((moved - by).length() < 0.5, "{moved:?}");
    assert_eq!(scale(&harness), before);
    let notch = vec2(0.0, 1.0);
    scroll(&mut harness, MouseWheelUnit::Line, notch, MouseWheelSource::Wheel, Modifiers::NONE);
    assert!(scale(&harness) < before, "a wheel enlarges there too");
}

#[test]
fn pinching_enlarges_about_the_fingers() {
    let mut harness = open_sample(Language::En);
    let (before, at) = (scale(&harness), middle(&harness));
    let place = some_place(&harness);
    let start = MapView::of(&harness).pos(place) - at;
    harness.hover_at(at);
    harness.step();
    harness.event(Event::Zoom(1.25));
    harness.run_steps(3);
    assert!((scale(&harness) - before / 1.25).abs() < 1e-6 * before);
    let now = MapView::of(&harness).pos(place) - at;
    // Each view lies on its own grid of pixels, at most half of one off in both directions.
    assert!((now - start * 1.25).length() < 1.6, "{start:?} {now:?}");
}

#[test]
fn a_flight_arrives_unless_someone_takes_the_wheel() {
    let mut harness = open_sample(Language::En);
    // Close enough that the facility is far outside.
    zoom_in(&mut harness);
    // Room for the list of facilities.
    fold(&mut harness, "Layers");
    let facilities = session(&harness).facilities().values();
    let names = facilities.map(|facility| facility.name.clone());
    // In sight, so that it can be clicked.
    let is_listed = |name: &String| {
        let entry = format!("● {name}");
        let mut listed = harness.query_all_by_label(&entry);
        listed.next().is_some_and(|entry| entry.rect().bottom() < 900.0) && listed.next().is_none()
    };
    let goal_name = names.into_iter().find(is_listed).expect("facilities are listed");
    let fly = |harness: &mut Harness<'static, App>| {
        harness.get_by_label(&format!("● {goal_name}")).click();
        harness.run_steps(2);
    };
    fly(&mut harness);
    let notch = vec2(0.0, 0.5);
    scroll(&mut harness, MouseWheelUnit::Line, notch, MouseWheelSource::Unknown, Modifiers::NONE);
    harness.run_steps(30);
    let has_arrived = |harness: &Harness<'static, App>| {
        let name = format!("{goal_name}, ");
        let marker = harness.query_by_label_contains(&name);
        marker.is_some_and(|marker| (marker.rect().center() - middle(harness)).length() < 1.5)
    };
    assert!(!has_arrived(&harness), "the wheel stopped the flight");
    fly(&mut harness);
    harness.run_steps(60);
    assert!(has_arrived(&harness), "left alone, it arrives");
}
