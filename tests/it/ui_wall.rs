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
use lifecircle::study::register::{Date, review_cautions};
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, SetBeside, StopColors, StopKind, StopMap, Walkthrough,
};
use lifecircle::study::{
    Candidate, Facility, FacilityEdit, FacilityId, FacilityOrigin, Project, ScenarioId, Stop,
    StopId,
};
use lifecircle::ui::{App, Start};
use tempfile::TempDir;

use super::support::sample_study;
use super::support::window::{drag_along, press, session, wait_until};

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
fn on_small_and_large_screens_the_legend_is_not_cut_and_leaves_the_map_most_of_the_wall() {
    // A projector of the old shape has the legend on its map, wide screens have it beside theirs.
    for (size, is_beside) in [
        (vec2(1024.0, 768.0), false),
        (vec2(1280.0, 720.0), true),
        (vec2(1366.0, 768.0), true),
        (vec2(1920.0, 1080.0), true),
        (vec2(2560.0, 1440.0), true),
    ] {
        for (language, map, legend) in
            [(Language::En, "Map", "Fold the legend"), (Language::Zh, "地图", "收起图例")]
        {
            let (harness, _folder) = presented(size, language);
            let map = rect_of(&harness, Role::Canvas, map);
            let title = rect_of(&harness, Role::Button, legend);
            let window = harness.ctx.content_rect();
            assert!(window.contains_rect(title), "{title:?} in {window:?} at {size}");
            assert_eq!(title.right() <= map.left(), is_beside, "{title:?}, {map:?} at {size}");
            if !is_beside {
                assert!(map.contains_rect(title), "{title:?} on {map:?} at {size}");
            }
            // `look.md`: the map never shrinks below 60 % of the window.
            assert!(map.area() >= 0.6 * window.area(), "{map:?} in {window:?} at {size}");
        }
    }
}

#[test]
fn around_the_map_of_a_wide_wall_nothing_lies_upon_another() {
    for language in [Language::En, Language::Zh] {
        let (harness, _folder) = presented(vec2(1920.0, 1080.0), language);
        let map = rect_of(&harness, Role::Canvas, language.pick("地图", "Map"));
        let legend = rect_of(&harness, Role::Image, language.pick("图例", "Legend"));
        let window = harness.ctx.content_rect();
        assert!(window.contains_rect(legend) && legend.right() <= map.left() + 1.0, "{legend:?}");
        for words in ["One more elder care centre", "becomes an elder care centre"] {
            let words = harness.get_by_label_contains(words).rect();
            assert!(words.bottom() <= map.top(), "{words:?} above {map:?}");
            assert!(words.left() >= map.left(), "{words:?} above {map:?}");
        }
        for figure in [" %", language.pick("较现状", "against the base")] {
            let figures = harness.query_all_by_label_contains(figure).map(|node| node.rect());
            let figures: Vec<Rect> = figures.filter(|rect| rect.right() <= map.left()).collect();
            assert!(!figures.is_empty(), "{figure}");
            for figure in figures {
                assert!(figure.bottom() <= legend.top() + 1.0, "{figure:?} above {legend:?}");
            }
        }
    }
}

#[test]
fn a_stop_is_not_hidden_below_the_legend() {
    for size in [vec2(1024.0, 768.0), vec2(1280.0, 720.0), vec2(1920.0, 1080.0)] {
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
    let window = harness.ctx.content_rect();
    assert!(window.contains_rect(legend), "{legend:?} in {window:?}");
    let covered = legend.intersect(map);
    if covered.is_positive() { covered.area() / map.area() } else { 0.0 }
}

#[test]
fn the_legend_of_the_gains_and_of_a_difference_leaves_most_of_the_wall_free() {
    for (size, most) in [(vec2(1024.0, 768.0), 0.3), (vec2(1280.0, 720.0), 0.2)] {
        let (mut harness, _folder) = presented(size, Language::En);
        assert!(covered_by_legend(&harness) < most, "{}", covered_by_legend(&harness));
        harness.key_press(Key::G);
        harness.run_steps(30);
        assert!(covered_by_legend(&harness) < most, "gains: {}", covered_by_legend(&harness));
        let (harness, _folder) = presented_beside(size, Language::En, Some(SetBeside::Difference));
        assert!(covered_by_legend(&harness) < most, "difference: {}", covered_by_legend(&harness));
    }
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
    let map = rect_of(&harness, Role::Canvas, "Map");
    let legend = rect_of(&harness, Role::Image, "Legend");
    for ends in ["Back to the script", "Keep as a scenario"] {
        let button = rect_of(&harness, Role::Button, ends);
        assert!(button.right() <= map.left(), "{ends} beside the map");
        assert!(button.bottom() <= legend.top(), "{ends} above the legend");
    }
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
fn what_is_tried_out_beside_another_scenario_lies_on_neither_map_and_moves_none() {
    let size = vec2(1280.0, 720.0);
    let (mut harness, _folder) = presented_beside(size, Language::En, Some(SetBeside::SideBySide));
    let maps = |harness: &Window| {
        ["Map", "Map of the compared scenario"].map(|map| rect_of(harness, Role::Canvas, map))
    };
    let (before, session_before) = (maps(&harness), session(&harness).clone());
    let id = *session_before.facilities().keys().last().expect("it is there");
    let from = session_before.facility(id).expect("it is there").at;
    let (_, to) = other_premises(&session_before, from);
    let scale = harness.state().metres_per_pixel().expect("a map");
    let at = harness.get_by_label_contains("Converted, ").rect().center();
    let by = vec2(((to.x - from.x) / scale) as f32, ((from.y - to.y) / scale) as f32);
    drag_along(&mut harness, &[at, at + by * 0.4, at + by]);
    assert!(session(&harness).in_what_if());
    assert_eq!(maps(&harness), before);
    for ends in ["Back to the script", "Keep as a scenario"] {
        let button = rect_of(&harness, Role::Button, ends);
        let window = harness.ctx.content_rect();
        assert!(window.contains_rect(button), "{button:?} in {window:?}");
        assert!(
            before.iter().all(|map| button.bottom() <= map.top()),
            "{button:?} above {before:?}"
        );
    }
}

/// From the conversion's marker to the land outside of the study, in pixels: nothing to snap to is there.
const TO_EMPTY_LAND: egui::Vec2 = vec2(-40.0, 110.0);

#[test]
fn a_converted_facility_that_is_dragged_says_that_it_stays_in_its_building() {
    let (mut harness, _folder) = presented(vec2(1280.0, 720.0), Language::En);
    let before = session(&harness).clone();
    let at = harness.get_by_label_contains("Converted, ").rect().center();
    drag_along(&mut harness, &[at, at + TO_EMPTY_LAND * 0.5, at + TO_EMPTY_LAND]);
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
    drag_along(&mut harness, &[at, at + TO_EMPTY_LAND * 0.5, at + TO_EMPTY_LAND]);
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

/// A candidate near a place, in sight, of which the joint review lacks something.
fn unready_candidate(session: &Session, from: WorldPoint) -> Candidate {
    let today = Date::today();
    let all = session.study().register().iter();
    let unready = all.filter(|candidate| !review_cautions(candidate, today).is_empty());
    let roomy = unready.filter(|candidate| candidate.floor_area_cap_m2().is_some());
    let near = roomy.filter(|candidate| candidate.at.distance_to(from) > 40.0);
    let nearest = near.min_by(|a, b| a.at.distance_to(from).total_cmp(&b.at.distance_to(from)));
    nearest.expect("the sample has such candidates").clone()
}

#[test]
fn a_conversion_dragged_onto_premises_with_an_incomplete_review_asks_first() {
    let (mut harness, _folder) = presented(vec2(1280.0, 720.0), Language::En);
    let before = session(&harness).clone();
    let id = *before.facilities().keys().last().expect("it is there");
    let from = before.facility(id).expect("it is there").clone();
    let candidate = unready_candidate(&before, from.at);
    let drag = |harness: &mut Window| {
        let scale = harness.state().metres_per_pixel().expect("a map");
        let at = harness.get_by_label_contains("Converted, ").rect().center();
        let to = candidate.at;
        let by = vec2(((to.x - from.at.x) / scale) as f32, ((from.at.y - to.y) / scale) as f32);
        drag_along(harness, &[at, at + by * 0.4, at + by]);
        harness.run_steps(3);
    };
    drag(&mut harness);
    harness.get_by_label("Before converting");
    let stands = |harness: &Window| session(harness).facility(id).expect("it stays").origin.clone();
    assert_eq!(stands(&harness), from.origin, "nothing has changed yet");
    // The presenter's keys answer nothing while it asks.
    harness.key_press(Key::ArrowRight);
    harness.run_steps(3);
    press(&mut harness, "Cancel");
    assert!(harness.query_by_label("Before converting").is_none());
    assert!(!session(&harness).in_what_if(), "nothing is tried out");
    assert_eq!(session(&harness).history(), before.history());
    drag(&mut harness);
    press(&mut harness, "Convert all the same");
    assert_eq!(stands(&harness), FacilityOrigin::Candidate(candidate.id));
    assert!(session(&harness).in_what_if());
    harness.key_press(Key::Backspace);
    harness.run_steps(10);
    let back = session(&harness);
    assert_eq!((back.facilities(), back.history()), (before.facilities(), before.history()));
}
