//! The maps of a booklet: what each has around it, how a stop fills its frame, two scenarios together.

use lifecircle::booklet::{Leaf, Mark, Paper};
use lifecircle::cartography::PlateFrame;
use lifecircle::files::ImportReport;
use lifecircle::files::study_file::{SavedStudy, StudyFile};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::study::walkthrough::{Beside, Framing, SetBeside, StopKind, StopMap, Walkthrough};
use lifecircle::study::{ScenarioId, Stop, StopId};

use super::{chapter, composed, has_map, map_stop, maps_of, request, session, words};
use crate::program::{lifecircle, stderr};

#[test]
fn every_map_has_its_scale_crs_dates_and_legend() {
    let booklet = composed(&mut session(), &request(Language::En, Paper::A4));
    let standard = session().study().standard().functions.len();
    let pages: Vec<&Leaf> = booklet
        .leaves
        .iter()
        .filter(|leaf| has_map(leaf) && leaf.bookmark.as_ref().is_some_and(|b| b.is_nested))
        .collect();
    // One per function, and those where the scenario reaches other residents: elder care and the
    // function that came with it.
    assert!(pages.len() > standard, "{} maps", pages.len());
    for page in pages {
        let words = words(page);
        for wanted in ["1:", "EPSG:", "2025-12", "2026-03-31", "Review number", "Internal"] {
            assert!(words.contains(wanted), "{wanted} in {words}");
        }
        let has_legend = |mark: &Mark| match mark {
            Mark::Map(map) => map.legend.width > 50.0 && map.legend.height > 100.0,
            _ => false,
        };
        assert!(page.marks.iter().any(has_legend), "room for a legend");
    }
}

/// As windows are wider than what one looks at in them.
#[test]
fn the_map_of_a_stop_fills_its_frame_however_wide_the_window_was() {
    let StopKind::Map(map) = map_stop().kind else { panic!("it is a map") };
    let around = |scale: f64| {
        let center = WorldPoint::new(2000.0, 2000.0);
        Framing { center, metres_per_pixel: scale, width_px: 1800.0, height_px: 700.0 }
    };
    for scale in [6.0, 15.0, 40.0] {
        let kind = StopKind::Map(Box::new(StopMap { framing: around(scale), ..*map.clone() }));
        let stop = Stop { callouts: Vec::new(), kind, ..map_stop() };
        let walkthrough = Walkthrough::new(vec![stop]).expect("it is sound");
        let mut session = Session::new(session().study().clone().with_walkthrough(walkthrough));
        for paper in [Paper::A4, Paper::A3] {
            let booklet = composed(&mut session, &request(Language::Zh, paper));
            let page = chapter(&booklet, "东南角")[0];
            let extent = session.study().layers().extent().expect("it has units");
            for map in maps_of(page) {
                let frame = PlateFrame { corner: map.map.corner(), size: map.map.size() };
                let (camera, scale_of_map) =
                    map.plate.camera(extent, frame, paper.points_per_unit());
                let metres = camera.metres_per_pixel;
                let across = extent.width() / metres / f64::from(camera.width);
                let down = extent.height() / metres / f64::from(camera.height);
                let fills = across.max(down);
                assert!((0.8..=1.0).contains(&fills), "{fills} at 1:{scale_of_map}, {paper:?}");
            }
        }
    }
}

#[test]
fn a_stop_of_two_scenarios_has_two_maps_of_the_same_ground() {
    let walkthrough = Walkthrough::new(vec![map_stop()]).expect("it is sound");
    let mut session = Session::new(session().study().clone().with_walkthrough(walkthrough));
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let page = chapter(&booklet, "东南角")[0];
    let maps = maps_of(page);
    assert_eq!(maps.len(), 2);
    let scenarios = (maps[0].scenario, maps[1].scenario);
    assert_eq!(scenarios, (ScenarioId::BASE, ScenarioId(1)), "as in the window");
    assert_eq!(maps[0].plate, maps[1].plate, "the same view of both");
    let [first, second] = [maps[0].map, maps[1].map];
    assert!(first.bottom() < second.top || first.right() < second.left, "neither upon the other");
    assert_eq!(maps[0].map.size(), maps[1].map.size());
    assert!(words(page).contains("方案甲") && words(page).contains("现状"));
}

fn pixels_of(path: &std::path::Path) -> Vec<u8> {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("it is there"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG file");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it fits into memory")];
    reader.next_frame(&mut pixels).expect("it is whole");
    pixels
}

#[test]
fn two_maps_beside_each_other_show_the_sites_of_either_scenario_just_beyond_the_edge() {
    let StopKind::Map(map) = map_stop().kind else { panic!("it is a map") };
    // Seen from near, with the new site at (3400, 500) some metres off the right edge.
    let framing = Framing {
        center: WorldPoint::new(2800.0, 700.0),
        metres_per_pixel: 1.0,
        width_px: 1150.0,
        height_px: 700.0,
    };
    let kind = StopKind::Map(Box::new(StopMap { framing, ..*map }));
    let stop = Stop { callouts: Vec::new(), kind, ..map_stop() };
    let walkthrough = Walkthrough::new(vec![stop]).expect("it is sound");
    let mut session = Session::new(session().study().clone().with_walkthrough(walkthrough));
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let extent = session.study().layers().extent().expect("it has units");
    for map in maps_of(chapter(&booklet, "东南角")[0]) {
        let frame = PlateFrame { corner: map.map.corner(), size: map.map.size() };
        let (camera, _) = map.plate.camera(extent, frame, Paper::A4.points_per_unit());
        assert!(camera.sees(WorldPoint::new(3400.0, 500.0), -8.0), "{camera:?}");
    }
}

#[test]
fn a_stop_is_drawn_as_a_picture_and_a_slide_is_refused() {
    let slide = Stop::new(StopId(1), StopKind::Opening, Message::same("开场"));
    let mut swipe = Stop { id: StopId(77), ..map_stop() };
    if let StopKind::Map(map) = &mut swipe.kind {
        map.beside = Some(Beside { scenario: ScenarioId::BASE, how: SetBeside::Swipe(0.5) });
    }
    let walkthrough = Walkthrough::new(vec![slide, map_stop(), swipe]).expect("it is sound");
    let session = Session::new(session().study().clone().with_walkthrough(walkthrough));
    let folder = tempfile::tempdir().expect("a folder");
    let (study, picture) = (folder.path().join("s.gpkg"), folder.path().join("stop.png"));
    let saved = SavedStudy::of(&session, &ImportReport::default());
    drop(StudyFile::create(&study, &saved, &()).expect("it can be written"));
    let arguments = |stop: &'static str| {
        let [study, picture] = [&study, &picture].map(|path| path.display().to_string());
        ["render", &study, "--stop", stop, "--size", "400x300", "--out", &picture]
            .map(str::to_owned)
    };
    let run = |stop: &'static str| {
        let arguments = arguments(stop);
        lifecircle(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let drawn = run("2");
    assert!(drawn.status.success(), "{}", stderr(&drawn));
    let side_by_side = pixels_of(&picture);
    let divided = run("3");
    assert!(divided.status.success(), "{}", stderr(&divided));
    assert_ne!(pixels_of(&picture), side_by_side, "both are drawn");
    // The same ground on both halves, apart by what the scenario adds, above the legend.
    let (width, rows) = (400, 300);
    let pixel = |x: usize, y: usize| &side_by_side[4 * (y * width + x)..][..4];
    let places = (60..rows / 2).flat_map(|y| (8..width / 2 - 8).map(move |x| (x, y)));
    let places: Vec<(usize, usize)> = places.collect();
    let alike = places.iter().filter(|(x, y)| pixel(*x, *y) == pixel(x + width / 2, *y)).count();
    let share = alike as f64 / places.len() as f64;
    assert!((0.5..1.0).contains(&share), "{share} of the ground is the same on both");
    // The title of the stop is on the picture unless another is asked for.
    let titled = pixels_of(&picture);
    for title in ["study", "none"] {
        let arguments = arguments("3");
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["--title", title]);
        let drawn = lifecircle(&arguments);
        assert!(drawn.status.success(), "{}", stderr(&drawn));
        assert_ne!(pixels_of(&picture), titled, "{title}");
    }
    let study = study.display().to_string();
    let without = lifecircle(&["render", &study, "--title", "stop", "--out", "x.png"]);
    assert_eq!(without.status.code(), Some(2), "{}", stderr(&without));
    let slide = run("1");
    assert!(slide.status.success(), "{}", stderr(&slide));
    let slide = pixels_of(&picture);
    let inked = slide.chunks_exact(4).filter(|pixel| *pixel != &slide[..4]).count();
    assert!(inked > 500, "{inked} pixels of letters on paper");
    let beyond = run("9");
    assert!(stderr(&beyond).contains("no stop 9; it has 3"), "{}", stderr(&beyond));
}
