//! The wall of a meeting: what the room sees of a stop on screens of the usual sizes, and what becomes of
//! a wish that cannot be granted.

use egui::accesskit::Role;
use egui::{Key, Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::cli::Opened;
use lifecircle::files::ImportReport;
use lifecircle::files::study_file::{SavedStudy, StudyFile};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, SetBeside, StopColors, StopKind, StopMap, Walkthrough,
};
use lifecircle::study::{
    Facility, FacilityEdit, FacilityId, FacilityOrigin, Project, ScenarioId, Stop, StopId,
};
use lifecircle::ui::{App, Start};
use tempfile::TempDir;

use super::support::sample_study;
use super::support::window::{drag_along, session, wait_until};

type Window = Harness<'static, App>;

/// The sample with a stop that shows everything there is, of a building converted to elder care, and how
/// it stands beside what exists.
fn study(beside: Option<SetBeside>) -> Session {
    let mut session = Session::new(sample_study());
    session.show(ScenarioId(1));
    let buildings = &session.study().layers().buildings;
    let host = (0..buildings.len())
        .find(|building| buildings.record(*building).floor_area_m2.is_some_and(|area| area > 500.0))
        .expect("a large building");
    let (building, at) = (buildings.record(host).id.clone(), buildings.demand_points()[host]);
    let converted = Facility {
        id: session.study().scenarios().next_facility_id(),
        code: String::new(),
        name: "Converted".to_owned(),
        at,
        functions: vec![FunctionIndex(1)],
        floor_area_m2: Some(300.0),
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: FacilityOrigin::Converted { building },
    };
    session.change(FacilityEdit::Add(converted)).expect("it fits");
    let map = StopMap {
        scenario: ScenarioId(1),
        beside: beside.map(|how| Beside { scenario: ScenarioId::BASE, how }),
        framing: Framing { center: at, metres_per_pixel: 1.5, width_px: 1000.0, height_px: 700.0 },
        layers: MapLayer::ALL.into_iter().collect(),
        colors: StopColors::default(),
        function: FunctionIndex(1),
        group: Group::All,
        highlighted: Vec::new(),
    };
    let text = "One more elder care centre in a building that stands empty today, so that the \
                east bank need not wait for the new quarter to be built";
    let callout = Callout {
        text: "Here".to_owned(),
        at: WorldPoint::new(at.x + 100.0, at.y + 60.0),
        target: Some(at),
    };
    let title = Message::same("The empty building on the corner becomes an elder care centre");
    let stop = Stop {
        text: text.to_owned(),
        callouts: vec![callout],
        ..Stop::new(StopId(1), StopKind::Map(Box::new(map)), title)
    };
    let walkthrough = Walkthrough::new(vec![stop]).expect("it is sound");
    let mut session = Session::new(session.study().clone().with_walkthrough(walkthrough));
    session.show(ScenarioId(1));
    session
}

/// The study presented in a window of a size. The folder holds its file.
fn presented(size: egui::Vec2, language: Language) -> (Window, TempDir) {
    presented_beside(size, language, None)
}

/// The same with the stop beside what exists.
fn presented_beside(
    size: egui::Vec2,
    language: Language,
    beside: Option<SetBeside>,
) -> (Window, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("review.gpkg");
    let saved = SavedStudy::of(&study(beside), &ImportReport::default());
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    let start =
        Start { opened: Opened::GeoPackage(path), language: Some(language), ..Start::default() };
    let mut harness = Harness::builder().with_size(size).build_eframe(|cc| App::new(cc, start));
    wait_until(&mut harness, |harness| harness.state().workspace().is_some());
    harness.key_press(Key::F5);
    harness.run_steps(30);
    assert!(harness.state().is_presenting());
    (harness, folder)
}

fn rect_of(harness: &Window, role: Role, label: &str) -> Rect {
    harness.get_by_role_and_label(role, label).rect()
}

#[test]
fn on_small_and_large_screens_the_legend_stands_on_the_map_and_is_not_cut() {
    for size in [vec2(1280.0, 720.0), vec2(1366.0, 768.0), vec2(1920.0, 1080.0)] {
        for (language, map, legend) in
            [(Language::En, "Map", "Fold the legend"), (Language::Zh, "地图", "收起图例")]
        {
            let (harness, _folder) = presented(size, language);
            let map = rect_of(&harness, Role::Canvas, map);
            let title = rect_of(&harness, Role::Button, legend);
            assert!(title.top() >= map.top() + 8.0, "{title:?} on {map:?} at {size}");
            assert!(map.contains_rect(title), "{title:?} on {map:?} at {size}");
            // `look.md`: the map never shrinks below 60 % of the window.
            let window = harness.ctx.content_rect();
            assert!(map.area() >= 0.6 * window.area(), "{map:?} in {window:?} at {size}");
        }
    }
}

#[test]
fn a_stop_is_not_hidden_below_the_legend() {
    for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0)] {
        let (harness, _folder) = presented(size, Language::En);
        let legend = rect_of(&harness, Role::Button, "Fold the legend");
        let marker = harness.get_by_label_contains("Converted, ").rect();
        let map = rect_of(&harness, Role::Canvas, "Map");
        assert!(map.contains_rect(marker), "{marker:?} on {map:?}");
        assert!(marker.left() > legend.right(), "{marker:?} beside {legend:?} at {size}");
    }
}

#[test]
fn two_maps_side_by_side_have_their_legend_below_them() {
    let size = vec2(1280.0, 720.0);
    let (harness, _folder) = presented_beside(size, Language::En, Some(SetBeside::SideBySide));
    let legend = rect_of(&harness, Role::Button, "Fold the legend");
    let window = harness.ctx.content_rect();
    for map in ["Map", "Map of the compared scenario"] {
        let map = rect_of(&harness, Role::Canvas, map);
        assert!(legend.top() > map.bottom(), "{legend:?} below {map:?}");
        // Below a title of two lines, above the legend of every layer there is.
        assert!(map.height() > 0.45 * window.height(), "{map:?} in {window:?}");
    }
    assert!(window.contains_rect(legend), "{legend:?} in {window:?}");
}

/// The share of a map that the legend covers.
fn covered_by_legend(harness: &Window) -> f32 {
    let map = rect_of(harness, Role::Canvas, "Map");
    let legend = rect_of(harness, Role::Image, "Legend");
    assert!(map.contains_rect(legend), "{legend:?} on {map:?}");
    legend.intersect(map).area() / map.area()
}

#[test]
fn the_legend_of_the_gains_and_of_a_difference_leaves_most_of_a_low_wall_free() {
    let size = vec2(1280.0, 720.0);
    let (mut harness, _folder) = presented(size, Language::En);
    assert!(covered_by_legend(&harness) < 0.25, "{}", covered_by_legend(&harness));
    harness.key_press(Key::G);
    harness.run_steps(30);
    assert!(covered_by_legend(&harness) < 0.25, "gains: {}", covered_by_legend(&harness));
    let (harness, _folder) = presented_beside(size, Language::En, Some(SetBeside::Difference));
    assert!(covered_by_legend(&harness) < 0.25, "difference: {}", covered_by_legend(&harness));
}

#[test]
fn a_legend_that_grows_does_not_move_the_map() {
    for beside in [None, Some(SetBeside::SideBySide)] {
        let (mut harness, _folder) = presented_beside(vec2(1280.0, 720.0), Language::En, beside);
        let seen = |harness: &Window| {
            let marker = harness.get_by_label_contains("Converted, ").rect();
            (rect_of(harness, Role::Canvas, "Map"), marker, harness.state().metres_per_pixel())
        };
        let before = seen(&harness);
        for key in [Key::G, Key::CloseBracket, Key::OpenBracket, Key::G] {
            harness.key_press(key);
            harness.run_steps(30);
        }
        assert_eq!(seen(&harness), before, "{beside:?}");
        harness.key_press(Key::G);
        harness.run_steps(30);
        assert_eq!(seen(&harness), before, "with the gains, {beside:?}");
    }
}

/// The premises nearest to a conversion that could take it, as far as they are seen.
fn other_premises(session: &Session, from: WorldPoint) -> (String, WorldPoint) {
    let buildings = &session.study().layers().buildings;
    let large = (0..buildings.len()).filter(|building| {
        buildings.record(*building).floor_area_m2.is_some_and(|area| area > 500.0)
    });
    let places = large.map(|building| (building, buildings.demand_points()[building]));
    let apart = places.filter(|(_, at)| (60.0..400.0).contains(&at.distance_to(from)));
    let (building, at) = apart
        .min_by(|(_, a), (_, b)| a.distance_to(from).total_cmp(&b.distance_to(from)))
        .expect("the sample has large buildings");
    (buildings.record(building).id.clone(), at)
}

#[test]
fn a_conversion_dragged_onto_another_building_is_converted_there_instead() {
    let (mut harness, _folder) = presented(vec2(1280.0, 720.0), Language::En);
    let before = session(&harness).clone();
    let id = *before.facilities().keys().last().expect("it is there");
    let from = before.facility(id).expect("it is there").at;
    let (building, to) = other_premises(&before, from);
    let scale = harness.state().metres_per_pixel().expect("a map");
    let at = harness.get_by_label_contains("Converted, ").rect().center();
    let by = vec2(((to.x - from.x) / scale) as f32, ((from.y - to.y) / scale) as f32);
    drag_along(&mut harness, &[at, at + by * 0.4, at + by]);
    let after = session(&harness);
    assert!(after.in_what_if());
    let moved = after.facility(id).expect("it is the same one");
    let stands_in = match &moved.origin {
        FacilityOrigin::Converted { building } => building.clone(),
        FacilityOrigin::Candidate(id) => {
            let candidate = after.study().register().get(*id).expect("it is listed");
            candidate.building.clone().expect("it is a building")
        }
        other => panic!("{other:?}"),
    };
    assert_eq!((stands_in, moved.at), (building, to));
    assert_eq!(after.scenario(), &lifecircle::analysis::Coverage::of(after.study(), after.shown()));
    harness.key_press(Key::Backspace);
    harness.run_steps(10);
    let back = session(&harness);
    assert_eq!((back.facilities(), back.history()), (before.facilities(), before.history()));
}

#[test]
fn a_converted_facility_that_is_dragged_says_that_it_stays_in_its_building() {
    let (mut harness, _folder) = presented(vec2(1280.0, 720.0), Language::En);
    let before = session(&harness).clone();
    let at = harness.get_by_label_contains("Converted, ").rect().center();
    drag_along(&mut harness, &[at, at + vec2(40.0, 20.0), at + vec2(120.0, 40.0)]);
    harness.get_by_label_contains("stays in the building");
    let after = session(&harness);
    assert!(!after.in_what_if(), "nothing is tried out");
    assert!(harness.query_by_label("What if").is_none());
    assert_eq!(after.facilities(), before.facilities());
    assert_eq!(after.history(), before.history());
    let id: FacilityId = *after.facilities().keys().last().expect("it is there");
    assert_eq!(after.facility(id).map(|facility| facility.at), before.facility(id).map(|f| f.at));
}

#[test]
fn what_the_planner_was_told_before_is_not_shown_to_the_room() {
    let (mut harness, _folder) = presented(vec2(1280.0, 720.0), Language::En);
    let at = harness.get_by_label_contains("Converted, ").rect().center();
    drag_along(&mut harness, &[at, at + vec2(40.0, 20.0), at + vec2(120.0, 40.0)]);
    let is_told =
        |harness: &Window| harness.query_by_label_contains("stays in the building").is_some();
    assert!(is_told(&harness), "it happened in the room");
    for (key, presents, told) in
        [(Key::Escape, false, true), (Key::F5, true, false), (Key::Escape, false, true)]
    {
        harness.key_press(key);
        harness.run_steps(5);
        assert_eq!(harness.state().is_presenting(), presents);
        assert_eq!(is_told(&harness), told, "after {key:?}");
    }
}
