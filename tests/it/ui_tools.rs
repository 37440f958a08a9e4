//! The tools of the map in the window: selecting by drawing, measuring, snapping.

use egui::{Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{
    MapView, click_at, drag_along, holding, open_sample, press, session, zoom_in_at,
};

fn map(harness: &Harness<'static, App>) -> egui::Rect {
    harness.get_by_label("Map").rect()
}

/// Corners of the map, or of a part of it, without its very edge.
fn corners(part: egui::Rect) -> [Pos2; 2] {
    [part.right_bottom() - vec2(2.0, 2.0), part.left_top() + vec2(2.0, 2.0)]
}

/// What stands where a text contains a part; `None` where there is no such text.
fn text(harness: &Harness<'static, App>, part: &str) -> Option<String> {
    let node = harness.query_by_label_contains(part)?;
    let node = node.accesskit_node();
    // A label's text is its value.
    node.label().or_else(|| node.value())
}

/// `40 units, 8,424 buildings, 100 facilities` of the whole sample.
fn everything(harness: &Harness<'static, App>) -> String {
    let layers = session(harness).study().layers();
    let number = |count: usize| lifecircle::numbers::thousands(count as i64);
    format!(
        "{} units, {} buildings, {} facilities",
        number(layers.units.len()),
        number(layers.buildings.len()),
        number(session(harness).facilities().len())
    )
}

#[test]
fn a_rectangle_over_the_whole_map_selects_everything_with_its_figures() {
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Rectangle");
    let path = corners(map(&harness));
    drag_along(&mut harness, &path);
    harness.get_by_label(&everything(&harness));
    let total = session(&harness).scenario().total(lifecircle::standard::FunctionIndex(0), 0);
    let population = lifecircle::numbers::persons(total.population);
    let group = "All residents";
    let shown = text(&harness, &format!("Residents · {group}"));
    assert_eq!(shown, Some(format!("Residents · {group} {population}")));
    harness.get_by_label_contains("Floor area of the buildings");
}

#[test]
fn selected_facilities_are_deleted_together_and_come_back_by_one_undo() {
    let mut harness = open_sample(Language::En);
    let before = session(&harness).facilities().clone();
    harness.key_press(egui::Key::R);
    harness.run_steps(2);
    let path = corners(map(&harness));
    drag_along(&mut harness, &path);
    press(&mut harness, &format!("Delete {} facilities", before.len()));
    assert!(session(&harness).facilities().is_empty());
    assert_eq!(text(&harness, "Delete 1"), None, "they are not selected any more");
    harness.get_by_label_contains("Floor area of the buildings");
    press(&mut harness, "Undo");
    assert_eq!(session(&harness).facilities(), &before);
    assert!(session(&harness).history().next_undo().is_none());
}

#[test]
fn shift_adds_to_a_selection_and_control_takes_away() {
    let mut harness = open_sample(Language::En);
    press(&mut harness, "Rectangle");
    let (left, right) = map(&harness).split_left_right_at_fraction(0.5);
    drag_along(&mut harness, &[left.right_bottom(), left.left_top() + vec2(1.0, 1.0)]);
    let half = text(&harness, "units, ");
    assert_ne!(half, Some(everything(&harness)));
    holding(&mut harness, Modifiers::SHIFT, |harness| {
        drag_along(harness, &[right.right_bottom() - vec2(1.0, 0.0), right.left_top()]);
    });
    harness.get_by_label(&everything(&harness));
    holding(&mut harness, Modifiers::COMMAND, |harness| {
        drag_along(harness, &[right.right_bottom() - vec2(1.0, 0.0), right.left_top()]);
    });
    assert_eq!(text(&harness, "units, "), half);
    holding(&mut harness, Modifiers::ALT, |harness| {
        drag_along(harness, &[left.right_bottom(), left.left_top() + vec2(1.0, 1.0)]);
    });
    assert_eq!(text(&harness, "units, "), None, "nothing is left");
}

#[test]
fn a_lasso_selects_what_it_goes_around_and_escape_takes_it_back() {
    let mut harness = open_sample(Language::En);
    let facilities = session(&harness).facilities().values();
    let name = facilities.last().map(|facility| facility.name.clone()).expect("a facility");
    let at = harness.get_by_label_contains(&format!("{name}, ")).rect().center();
    harness.key_press(egui::Key::L);
    harness.run_steps(2);
    let around = [(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0), (-9.0, -3.0)];
    let around = around.map(|(x, y)| at + vec2(x, y));
    // Escape while it is drawn.
    harness.hover_at(around[0]);
    harness.drag_at(around[0]);
    harness.run_steps(2);
    for corner in around {
        harness.hover_at(corner);
        harness.step();
    }
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    harness.drop_at(around[4]);
    harness.run_steps(3);
    assert_eq!(text(&harness, "Clear selection"), None);
    // The tool is still at hand.
    drag_along(&mut harness, &around);
    let selected = text(&harness, "Delete ").expect("something is selected");
    assert!(selected.contains(" facilit"), "{selected}");
}

#[test]
fn hidden_layers_are_not_selected() {
    let mut harness = open_sample(Language::En);
    let buildings = session(&harness).study().layers().buildings.len();
    let switch = format!("Buildings {}", lifecircle::numbers::thousands(buildings as i64));
    harness.get_by_label(&switch).click();
    harness.run_steps(2);
    press(&mut harness, "Rectangle");
    let path = corners(map(&harness));
    drag_along(&mut harness, &path);
    assert!(text(&harness, "40 units").is_some_and(|label| !label.contains("building")));
}

/// Metres shown for so many pixels.
fn metres(harness: &Harness<'static, App>, pixels: f64) -> String {
    let metres = pixels * harness.state().metres_per_pixel().expect("a map");
    format!("{} m", lifecircle::numbers::thousands(metres.round() as i64))
}

fn measure(harness: &mut Harness<'static, App>, key: egui::Key, offsets: &[(f32, f32)]) -> Pos2 {
    // Without snapping, pixels tell the metres.
    harness.key_press(egui::Key::S);
    harness.key_press(key);
    harness.run_steps(2);
    let middle = map(harness).center();
    for (x, y) in offsets {
        click_at(harness, middle + vec2(*x, *y));
    }
    middle
}

#[test]
fn a_distance_is_the_sum_of_its_legs_and_leaves_no_step() {
    let mut harness = open_sample(Language::En);
    let legs = [(-200.0, 0.0), (0.0, 0.0), (0.0, 150.0)];
    measure(&mut harness, egui::Key::M, &legs);
    harness.get_by_label(&metres(&harness, 350.0));
    harness.get_by_label_contains("min on foot (straight line × detour 1.00)");
    harness.key_press(egui::Key::Backspace);
    harness.run_steps(2);
    harness.get_by_label(&metres(&harness, 200.0));
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    // It stays when the tool is put down, until Escape.
    harness.key_press(egui::Key::V);
    harness.run_steps(2);
    harness.get_by_label(&metres(&harness, 200.0));
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(text(&harness, "min on foot"), None);
    assert!(session(&harness).history().next_undo().is_none());
}

#[test]
fn an_area_is_that_of_its_outline() {
    let mut harness = open_sample(Language::En);
    let square = [(-100.0, -100.0), (100.0, -100.0), (100.0, 100.0), (-100.0, 100.0)];
    measure(&mut harness, egui::Key::A, &square);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    let side = 200.0 * harness.state().metres_per_pixel().expect("a map");
    let m2 = lifecircle::numbers::thousands((side * side).round() as i64);
    let hectares = side * side / 10_000.0;
    harness.get_by_label(&format!("{m2} m² ({hectares:.2} ha)"));
    harness.get_by_label(&format!("perimeter {}", metres(&harness, 800.0)));
}

#[test]
fn a_double_click_ends_a_measurement_and_the_next_click_begins_another() {
    let mut harness = open_sample(Language::En);
    let middle = measure(&mut harness, egui::Key::M, &[(-200.0, 0.0)]);
    let end = middle + vec2(100.0, 0.0);
    harness.hover_at(end);
    harness.step();
    // A quarter of a second passes from frame to frame: two clicks in two frames are a double one.
    for _ in 0..2 {
        for pressed in [true, false] {
            harness.input_mut().events.push(egui::Event::PointerButton {
                pos: end,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
        }
        harness.step();
    }
    harness.run_steps(2);
    let first = metres(&harness, 300.0);
    harness.get_by_label(&first);
    click_at(&mut harness, middle + vec2(0.0, 200.0));
    assert_eq!(text(&harness, &first), None);
    click_at(&mut harness, middle + vec2(0.0, 50.0));
    harness.get_by_label(&metres(&harness, 150.0));
}

#[test]
fn escape_clears_a_measurement_first_and_leaves_the_tool_then() {
    let mut harness = open_sample(Language::En);
    measure(&mut harness, egui::Key::M, &[(-200.0, 0.0), (0.0, 0.0)]);
    let hint = "Click from point to point";
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    harness.get_by_label_contains(hint);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(text(&harness, hint), None);
}

/// A building away from the edges of the map and from all facilities, and where it is seen.
/// Until buildings are large, beside the facility that is shown nearest to the middle of the map.
fn zoom_in_near_a_facility(harness: &mut Harness<'static, App>) {
    let middle = map(harness).center();
    // Some share their name; any of them will do.
    let signs = session(harness).facilities().values().filter_map(|facility| {
        let name = format!("{}, ", facility.name);
        let sign = harness.query_all_by_label_contains(&name).next();
        sign.map(|sign| sign.rect().center())
    });
    let nearest = signs.min_by(|a, b| a.distance(middle).total_cmp(&b.distance(middle)));
    let beside = nearest.expect("a facility is in sight") + vec2(16.0, 0.0);
    zoom_in_at(harness, beside);
}

fn free_building(harness: &Harness<'static, App>) -> (WorldPoint, Pos2) {
    let session = session(harness);
    let layers = session.study().layers();
    let area = map(harness).shrink(120.0);
    let others = |at: WorldPoint| {
        let demand = layers.buildings.demand_points().iter();
        let buildings = demand.filter(|other| other.distance_to(at) < 40.0).count();
        let facilities = session.facilities().values().filter(|f| f.at.distance_to(at) < 60.0);
        (buildings, facilities.count())
    };
    let points = layers.buildings.demand_points().iter();
    let view = MapView::of(harness);
    let found = points.map(|at| (*at, view.pos(*at)));
    let mut found = found.filter(|(at, pos)| area.contains(*pos) && others(*at) == (1, 0)).take(1);
    found.next().expect("a building on its own")
}

fn newest(harness: &Harness<'static, App>) -> WorldPoint {
    let facilities = session(harness).facilities().values();
    facilities.last().map(|facility| facility.at).expect("a facility is there")
}

#[test]
fn a_facility_snaps_to_the_building_it_is_put_on_unless_control_is_held() {
    let mut harness = open_sample(Language::En);
    zoom_in_near_a_facility(&mut harness);
    let (building, at) = free_building(&harness);
    let beside = at + vec2(4.0, 3.0);
    press(&mut harness, "Place facility");
    click_at(&mut harness, beside);
    assert_eq!(newest(&harness), building);
    press(&mut harness, "Undo");
    press(&mut harness, "Place facility");
    holding(&mut harness, Modifiers::COMMAND, |harness| click_at(harness, beside));
    let distance = newest(&harness).distance_to(building);
    let expected = 5.0 * harness.state().metres_per_pixel().expect("a map");
    assert!((distance - expected).abs() < 0.05 * expected, "{distance} m, not {expected} m");
    press(&mut harness, "Undo");
    harness.key_press(egui::Key::S);
    press(&mut harness, "Place facility");
    click_at(&mut harness, beside);
    assert_ne!(newest(&harness), building, "snapping is switched off");
}

#[test]
fn a_dragged_facility_snaps_and_lets_go_again() {
    let mut harness = open_sample(Language::En);
    zoom_in_near_a_facility(&mut harness);
    let (building, at) = free_building(&harness);
    let start = at + vec2(90.0, 60.0);
    press(&mut harness, "Place facility");
    holding(&mut harness, Modifiers::COMMAND, |harness| click_at(harness, start));
    harness.hover_at(start);
    harness.step();
    harness.drag_at(start);
    harness.step();
    harness.hover_at(at + vec2(5.0, 0.0));
    harness.run_steps(2);
    assert_eq!(newest(&harness), building);
    harness.hover_at(at + vec2(45.0, 30.0));
    harness.run_steps(2);
    assert_ne!(newest(&harness), building);
    harness.hover_at(at + vec2(0.0, -4.0));
    harness.run_steps(2);
    harness.drop_at(at + vec2(0.0, -4.0));
    harness.run_steps(3);
    assert_eq!(newest(&harness), building);
}

#[test]
fn measuring_starts_and_ends_at_corners() {
    let mut harness = open_sample(Language::En);
    zoom_in_near_a_facility(&mut harness);
    let (middle, _) = free_building(&harness);
    let buildings = &session(&harness).study().layers().buildings;
    let number = buildings.at(middle).expect("it has an outline");
    let corners = buildings.shapes().vertices(number).to_vec();
    let (from, to) = (corners[0], corners[1]);
    let view = MapView::of(&harness);
    let outward = |corner: WorldPoint| {
        let pos = view.pos(corner);
        pos + (pos - view.pos(middle)).normalized() * 3.0
    };
    let (first, second) = (outward(from), outward(to));
    press(&mut harness, "Measure distance");
    click_at(&mut harness, first);
    click_at(&mut harness, second);
    harness.get_by_label(&format!("{:.1} m", from.distance_to(to)));
}
