//! The booklet: what stands on its pages, that nothing leaves its room, and that a reader of PDF files
//! finds text, pages and bookmarks in it.

use std::ops::ControlFlow;
use std::process::Command;

use lifecircle::booklet::{
    Area, Booklet, BookletError, BookletRequest, Leaf, MapMark, Mark, Paper, Role, make_booklet,
};
use lifecircle::cartography::{PlateFrame, Typeface};
use lifecircle::files::ImportReport;
use lifecircle::files::study_file::{SavedStudy, StudyFile};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, Remark, RemarkKind, SetBeside, StopColors, StopMap,
};
use lifecircle::study::{
    Description, Edit, Facility, FacilityEdit, FacilityId, FacilityOrigin, ScenarioId, Stop,
    StopId, Study, Walkthrough, walkthrough::StopKind,
};
use lifecircle::tables::List;

use super::deeds::facility;
use super::program::{lifecircle, stderr};
use super::support::{Home, sample_study, study_of};

const LONG: &str = "徐汇区龙华街道滨江片区社区综合为老服务中心暨一刻钟便民生活圈嵌入式服务设施综合体（含日间照料、助餐点、托育园、健康驿站、家政服务站），二〇二六年改造提升工程一期";
const LONG_EN: &str = "The community complex of the northern riverside quarter with day care, a canteen, a nursery, a health station, a household service and whatever else may be added by 2030";

fn home(x: f64, residents: f64) -> Home {
    Home { at: (x, 500.0), residents, aged_80: residents / 10.0 }
}

/// Three homes and a facility that exists; scenario 1 adds one and carries a long name.
fn session_named(name: &Message) -> Session {
    let homes = [home(100.0, 1000.0), home(900.0, 500.0), home(3500.0, 200.0)];
    let existing = Facility {
        name: name.zh.clone(),
        origin: FacilityOrigin::Existing,
        ..facility(1, (100.0, 400.0), &[1])
    };
    let mut session = Session::new(study_of(&homes, vec![existing]));
    let id = ScenarioId(1);
    session.show(id);
    let planned = Facility { name: name.zh.clone(), ..facility(9, (3400.0, 500.0), &[1, 3]) };
    session.change(FacilityEdit::Add(planned)).expect("it fits");
    let description = Description { name: name.clone(), color: 0, note: String::new() };
    let rename = Edit::DescribeScenario { id, description };
    session.perform(Message::same("rename"), [rename]).expect("it fits");
    session
}

fn session() -> Session {
    session_named(&Message::new("方案甲", "Scenario A"))
}

fn request(language: Language, paper: Paper) -> BookletRequest {
    BookletRequest {
        paper,
        language,
        scenario: ScenarioId(1),
        compare: None,
        date: "2026-03-31".to_owned(),
        review_number: None,
        data_date: Some("2025-12".to_owned()),
        sources: Vec::new(),
    }
}

fn composed(session: &mut Session, request: &BookletRequest) -> Booklet {
    let typeface = Typeface::new().expect("the fonts are embedded");
    Booklet::compose(session, request, &typeface).expect("the study has something to show")
}

fn printed(session: &mut Session, request: &BookletRequest) -> Vec<u8> {
    let pdf = make_booklet(session, request, None, &mut |_, _| ControlFlow::Continue(()));
    pdf.expect("it can be printed")
}

/// The pages from the one with a bookmark to the next bookmark.
fn chapter<'b>(booklet: &'b Booklet, title: &str) -> Vec<&'b Leaf> {
    let is_it = |leaf: &&Leaf| leaf.bookmark.as_ref().is_some_and(|mark| mark.title == title);
    let first = booklet.leaves.iter().position(|leaf| is_it(&leaf)).expect("it has the chapter");
    let rest = booklet.leaves[first + 1..].iter().take_while(|leaf| leaf.bookmark.is_none());
    std::iter::once(&booklet.leaves[first]).chain(rest).collect()
}

fn words(leaf: &Leaf) -> String {
    leaf.written().map(|written| written.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_cover_says_what_it_is_and_that_it_is_not_for_the_public() {
    let booklet = composed(&mut session(), &request(Language::Zh, Paper::A4));
    let cover = words(&booklet.leaves[0]);
    for wanted in ["方案甲", "2026-03-31", "2025-12", "内部工作图 不得公开", "审图号 —"]
    {
        assert!(cover.contains(wanted), "{wanted} in {cover}");
    }
    let numbered = BookletRequest {
        review_number: Some("GS(2026)1".into()),
        ..request(Language::Zh, Paper::A4)
    };
    let booklet = composed(&mut session(), &numbered);
    let maps: Vec<_> = booklet.leaves.iter().filter(|leaf| has_map(leaf)).collect();
    assert!(words(&booklet.leaves[0]).contains("GS(2026)1"));
    assert!(maps.iter().skip(1).all(|map| words(map).contains("GS(2026)1")), "in title blocks");
}

fn has_map(leaf: &Leaf) -> bool {
    leaf.marks.iter().any(|mark| matches!(mark, Mark::Map(_)))
}

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

#[test]
fn contents_name_every_chapter_with_its_page() {
    let booklet = composed(&mut session(), &request(Language::Zh, Paper::A4));
    let contents = &booklet.leaves[1];
    let titles: Vec<_> = contents.written().map(|written| written.text.clone()).collect();
    for (number, leaf) in booklet.leaves.iter().enumerate() {
        let Some(bookmark) = &leaf.bookmark else { continue };
        let place = titles.iter().position(|title| *title == bookmark.title);
        let place = place.unwrap_or_else(|| panic!("{} is missing", bookmark.title));
        let later = &titles[place..];
        assert!(later.contains(&(number + 1).to_string()), "{}", bookmark.title);
    }
    let links: Vec<usize> = contents
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Link { leaf, .. } => Some(*leaf),
            _ => None,
        })
        .collect();
    let marked = booklet.leaves.iter().filter(|leaf| leaf.bookmark.is_some()).count();
    assert_eq!(links.len(), marked);
    assert!(links.iter().all(|leaf| *leaf < booklet.leaves.len()));
}

#[test]
fn nothing_leaves_its_room_however_long_the_names() {
    for language in [Language::Zh, Language::En] {
        for paper in [Paper::A4, Paper::A3] {
            let mut session = session_named(&Message::new(LONG, LONG_EN));
            let booklet = composed(&mut session, &request(language, paper));
            let [width, height] = paper.units();
            let page = Area::new(0.0, 0.0, width, height);
            for (number, leaf) in booklet.leaves.iter().enumerate() {
                for written in leaf.written() {
                    let (extent, room) = (written.extent(), written.room);
                    let place = format!("page {}: {written:?}", number + 1);
                    assert!(page.holds(&room), "the room leaves the page, {place}");
                    assert!(extent.left >= room.left - 0.1, "to the left, {place}");
                    assert!(extent.right() <= room.right() + 0.1, "to the right, {place}");
                    assert!(extent.bottom() <= room.bottom() + 3.0, "below, {place}");
                    assert!(page.holds(&extent), "off the page, {place}");
                }
            }
        }
    }
}

#[test]
fn texts_of_one_page_do_not_lie_upon_each_other() {
    for language in [Language::Zh, Language::En] {
        let mut session = session_named(&Message::new(LONG, LONG_EN));
        let booklet = composed(&mut session, &request(language, Paper::A4));
        for (number, leaf) in booklet.leaves.iter().enumerate() {
            let written: Vec<_> = leaf.written().collect();
            for (position, one) in written.iter().enumerate() {
                for other in &written[position + 1..] {
                    let (a, b) = (one.extent(), other.extent());
                    let across = a.right().min(b.right()) - a.left.max(b.left);
                    let down = a.bottom().min(b.bottom()) - a.top.max(b.top);
                    // Descenders may touch the tops of the next line.
                    let is_upon = across > 1.0 && down > 0.35 * one.size.min(other.size);
                    assert!(!is_upon, "page {}: {:?} / {:?}", number + 1, one.text, other.text);
                }
            }
        }
    }
}

#[test]
fn lists_on_paper_are_the_tables_of_the_program() {
    let mut session = session();
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let projects = List::Projects.table(&session, Language::Zh);
    assert_eq!(projects.rows.len(), 1);
    let pages = chapter(&booklet, "项目清单");
    let words: String = pages.iter().map(|page| words(page)).collect::<Vec<_>>().join(" ");
    for id in ["name", "unit", "functions", "gain", "state"] {
        let column = projects.column(id).expect("the table has it");
        let shown = projects.rows[0].cells[column].shown(projects.columns[column].format);
        assert!(!shown.is_empty() && words.contains(&shown), "{id}: {shown} in {words}");
    }
    let demand = List::Demand.table(&session, Language::Zh);
    // Each row names its function, and nothing else on these pages does.
    let functions = &session.study().standard().functions;
    let is_function = |text: &str| functions.iter().any(|one| one.short_name.zh == text);
    let pages = chapter(&booklet, "需求清单");
    let written = pages.iter().flat_map(|page| page.written());
    let rows = written.filter(|written| is_function(&written.text)).count();
    assert_eq!(rows, demand.rows.len().min(160));
}

#[test]
fn every_number_of_the_standard_stands_with_its_standing_and_source() {
    let mut session = session();
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let pages = chapter(&booklet, "标准与数值来源");
    let words: String = pages.iter().map(|page| words(page)).collect::<Vec<_>>().join(" ");
    let standings = session.study().standard().standings();
    for (standing, count) in standings.into_iter().filter(|(_, count)| *count > 0) {
        let name = standing.name().of(Language::Zh);
        assert!(words.matches(name).count() >= count, "{name} fewer than {count} times");
    }
}

#[test]
fn a_walkthrough_gives_the_pages_and_the_minutes() {
    let mut session = session();
    let opening = Stop {
        text: "三个问题".to_owned(),
        remarks: vec![Remark {
            kind: RemarkKind::Decision,
            at_ms: 1_774_940_400_000,
            by: "王工".to_owned(),
            text: "同意方案甲".to_owned(),
        }],
        ..Stop::new(StopId(1), StopKind::Opening, Message::new("今天要定的事", "To be decided"))
    };
    let walkthrough = Walkthrough::new(vec![opening]).expect("it is sound");
    let study: Study = session.study().clone().with_walkthrough(walkthrough);
    session = Session::new(study);
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let slide = chapter(&booklet, "今天要定的事");
    assert!(words(slide[0]).contains("三个问题"));
    let minutes = chapter(&booklet, "会议纪要");
    assert!(words(minutes[0]).contains("同意方案甲") && words(minutes[0]).contains("王工"));
    let maps = booklet
        .leaves
        .iter()
        .filter(|leaf| has_map(leaf) && leaf.bookmark.as_ref().is_some_and(|mark| mark.is_nested));
    // Only what the scenario gains and loses; the stops take the place of the standard maps.
    assert!(maps.count() <= 2);
}

/// A stop that shows scenario 1 beside what exists.
fn map_stop() -> Stop {
    let framing = Framing {
        center: WorldPoint::new(2000.0, 1000.0),
        metres_per_pixel: 4.0,
        width_px: 1000.0,
        height_px: 600.0,
    };
    let map = StopMap {
        scenario: ScenarioId(1),
        beside: Some(Beside { scenario: ScenarioId::BASE, how: SetBeside::SideBySide }),
        framing,
        layers: MapLayer::ALL.into_iter().collect(),
        colors: StopColors::default(),
        function: FunctionIndex(1),
        group: Group::All,
        highlighted: vec!["U03".to_owned()],
    };
    let kind = StopKind::Map(Box::new(map));
    let callout = Callout {
        text: "新设一处".to_owned(),
        at: WorldPoint::new(3000.0, 900.0),
        target: Some(WorldPoint::new(3400.0, 500.0)),
    };
    let title = Message::new("东南角", "The south-east");
    Stop { callouts: vec![callout], ..Stop::new(StopId(2), kind, title) }
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

fn maps_of(page: &Leaf) -> Vec<&MapMark> {
    let maps = page.marks.iter().filter_map(|mark| match mark {
        Mark::Map(map) => Some(&**map),
        _ => None,
    });
    maps.collect()
}

#[test]
fn no_word_of_a_list_is_broken() {
    let mut session = Session::new(sample_study());
    let request = BookletRequest { scenario: ScenarioId::BASE, ..request(Language::En, Paper::A4) };
    let booklet = composed(&mut session, &request);
    // What stands on the lists: cells and headings of the program's tables.
    let mut words = std::collections::HashSet::new();
    for list in [List::Demand, List::Resources] {
        let table = list.table(&session, Language::En);
        let headings =
            table.columns.iter().map(|column| column.heading.of(Language::En).to_owned());
        let shown = |row: &lifecircle::tables::Row| {
            let cells = row.cells.iter().zip(&table.columns);
            cells.map(|(cell, column)| cell.shown(column.format)).collect::<Vec<_>>()
        };
        let cells = table.rows.iter().flat_map(shown);
        for text in headings.chain(cells) {
            words.extend(pieces(&text));
        }
    }
    let mut looked_at = 0;
    for list in ["Demand", "Resources"] {
        for page in chapter(&booklet, list) {
            let cells = page.written().filter(|one| matches!(one.block.role, Role::Cell(_)));
            for written in cells.filter(|written| !written.text.ends_with('…')) {
                for piece in pieces(&written.text) {
                    assert!(words.contains(&piece), "{piece} of {:?}", written.text);
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 1000, "{looked_at}");
}

/// The parts of a text that are never torn apart: words, and single Chinese characters.
fn pieces(text: &str) -> Vec<String> {
    let is_wide = |c: char| c > '\u{2e80}';
    let spaced: String =
        text.chars().flat_map(|c| if is_wide(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let words = spaced.split_whitespace().flat_map(|word| word.split_inclusive(['-', '/']));
    words.map(str::to_owned).collect()
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
    // One below the other here: the stop is wider than high, and larger so.
    assert!(maps[0].map.bottom() < maps[1].map.top);
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

/// A study whose facilities name many functions, only some of which any facility offers.
fn session_of_functions(count: usize) -> Session {
    let study = session().study().clone();
    let mut standard = lifecircle::standard::Standard::clone(study.standard());
    for number in 0..count {
        let name = Message::same(format!("Function {number}"));
        let function = standard.functions[0].clone();
        let id = format!("function-{number}");
        let short_name = name.clone();
        standard.functions.push(lifecircle::standard::Function {
            id,
            name,
            short_name,
            ..function
        });
    }
    let mut session = Session::new(study);
    let edit = Edit::SetStandard(std::sync::Arc::new(standard));
    session.perform(Message::same("functions"), [edit]).expect("they join");
    session
}

#[test]
fn many_functions_are_told_in_charts_and_tables_that_can_be_read() {
    let mut session = session_of_functions(70);
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let text: Vec<String> = booklet.leaves.iter().map(words).collect();
    assert!(text.iter().all(|page| !page.contains("（续）（续）")));
    let pages = chapter(&booklet, "主要指标");
    assert!(pages.len() > 1, "the table goes on");
    assert!(words(pages[1]).contains("主要指标（续）"));
    let charts: Vec<&lifecircle::charts::Chart> = pages[0]
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Chart { chart, .. } => Some(chart),
            _ => None,
        })
        .collect();
    let lifecircle::charts::Chart::Coverage(bars) = charts[0] else { panic!("{:?}", charts[0]) };
    assert!(bars.bars.len() < 40 && bars.functions > 70, "{} bars", bars.bars.len());
    // Of the functions without any facility there is no walk to draw.
    for chart in &charts {
        if let lifecircle::charts::Chart::Minutes(minutes) = chart {
            assert!(minutes.by_minute.iter().any(|persons| *persons > 0.0), "{minutes:?}");
        }
    }
    assert_eq!(charts.len(), 3);
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
    assert_eq!(run("1").status.code(), Some(2), "a slide has no map");
    let beyond = run("9");
    assert!(stderr(&beyond).contains("no stop 9; it has 3"), "{}", stderr(&beyond));
}

#[test]
fn a_booklet_that_is_stopped_is_none() {
    let stop = &mut |done: usize, _| match done {
        2 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let made = make_booklet(&mut session(), &request(Language::En, Paper::A4), None, stop);
    assert!(matches!(made, Err(BookletError::Cancelled)));
    let nothing = study_of(&[], Vec::new());
    let empty = Session::new(Study::new(
        nothing.layers().clone(),
        lifecircle::standard::Standard::empty(),
        Vec::new(),
    ));
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let request = BookletRequest { scenario: ScenarioId::BASE, ..request(Language::En, Paper::A4) };
    let made = make_booklet(&mut empty.clone(), &request, None, go_on);
    assert!(matches!(made, Err(BookletError::Empty)));
}

#[test]
fn what_a_pdf_reader_finds_is_what_was_written() {
    for (language, wanted) in [
        (Language::Zh, ["内部工作图 不得公开", "主要指标", "方案甲", "比例尺", "数据指纹"]),
        (
            Language::En,
            ["Internal working map", "Key figures", "Scenario A", "Scale", "Fingerprints"],
        ),
    ] {
        let mut session = session();
        let request = request(language, Paper::A4);
        let pages = composed(&mut session, &request).leaves.len();
        let pdf = printed(&mut session, &request);
        assert!(pdf.starts_with(b"%PDF-"), "a PDF");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("booklet.pdf");
        std::fs::write(&file, &pdf).expect("it can be written");
        let Some(info) = poppler("pdfinfo", &[file.as_os_str()]) else { return };
        assert!(info.contains(&format!("Pages:           {pages}\n")), "{info}");
        assert!(info.contains("841.89 x 595.28 pts"), "{info}");
        assert!(info.contains("Lifecircle"), "{info}");
        let Some(text) =
            poppler("pdftotext", &["-layout".as_ref(), file.as_os_str(), "-".as_ref()])
        else {
            return;
        };
        let flat: String = text.split_whitespace().collect();
        for wanted in wanted {
            let wanted: String = wanted.split_whitespace().collect();
            assert!(flat.contains(&wanted), "{wanted} is not found");
        }
        let Some(fonts) = poppler("pdffonts", &[file.as_os_str()]) else { return };
        let embedded = fonts.lines().skip(2).filter(|line| line.contains("yes yes yes"));
        assert_eq!(embedded.count(), 2, "both weights embedded, as subsets, with Unicode: {fonts}");
    }
}

/// What a screen reader is told: the order and the meaning of all that is on the pages.
#[test]
fn the_pdf_says_what_is_a_heading_a_table_and_a_figure() {
    for (language, tag, heading, figure) in [
        (Language::Zh, "zh-CN", "主要指标", "覆盖率"),
        (Language::En, "en", "Key figures", "coverage rate"),
    ] {
        let mut session = session();
        let request = request(language, Paper::A4);
        let pdf = printed(&mut session, &request);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("booklet.pdf");
        std::fs::write(&file, &pdf).expect("it can be written");
        let Some(info) = poppler("pdfinfo", &[file.as_os_str()]) else { return };
        assert!(info.contains("Tagged:          yes"), "{info}");
        let title = composed(&mut session, &request).title;
        assert!(info.contains(&title), "{title} in {info}");
        let Some(tree) = poppler("pdfinfo", &["-struct-text".as_ref(), file.as_os_str()]) else {
            return;
        };
        for wanted in ["H1", "H2", "P (", "Table", "TH", "TD", "Figure", "Link", heading] {
            assert!(tree.contains(wanted), "no {wanted} in the tree");
        }
        let lang = format!("/Lang({tag})");
        assert!(pdf.windows(lang.len()).any(|bytes| bytes == lang.as_bytes()), "{lang}");
        // Every figure has a text in its place, which the tree of poppler leaves out.
        let figures = tree.lines().filter(|line| line.trim() == "Figure").count();
        let alternatives = pdf.windows(4).filter(|bytes| bytes == b"/Alt").count();
        assert!(figures >= 10 && alternatives == figures, "{alternatives} of {figures}");
        let maps: Vec<String> = composed(&mut session, &request)
            .leaves
            .iter()
            .flat_map(|leaf| maps_of(leaf).into_iter().map(|map| map.in_words.clone()))
            .collect();
        assert!(maps.iter().any(|map| map.contains(figure)), "{maps:?}");
    }
}

#[test]
fn lines_of_one_text_are_one_paragraph_and_each_cell_knows_its_place() {
    let mut session = session_named(&Message::new(LONG, LONG_EN));
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    for leaf in &booklet.leaves {
        let written: Vec<_> = leaf.written().collect();
        for pair in written.windows(2) {
            let (one, next) = (pair[0].block, pair[1].block);
            assert!(next.number >= one.number, "in order");
            assert!(next.number != one.number || next.role == one.role, "one text, one role");
        }
    }
    let projects = chapter(&booklet, "项目清单");
    let place = |text: &str| {
        let found = projects[0].written().find(|written| written.text == text);
        match found.expect("it is there").block.role {
            Role::Cell(cell) => cell,
            other => panic!("{other:?}"),
        }
    };
    let table = List::Projects.table(&session, Language::Zh);
    let name = table.column("name").expect("it has names");
    let heading = place(table.columns[name].heading.of(Language::Zh));
    assert!(heading.is_heading && heading.row == 0);
    let names = projects[0].written().filter(|written| {
        matches!(written.block.role, Role::Cell(cell) if cell.column == heading.column && cell.row == 1)
    });
    assert!(names.count() > 1, "the long name takes several lines of one cell");
}

/// The output of one of poppler's programs; `None`, with a message, where it is not installed.
fn poppler(program: &str, arguments: &[&std::ffi::OsStr]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("{program} is not installed (poppler-utils): reading back is skipped");
            None
        }
    }
}

#[test]
fn the_same_data_have_the_same_fingerprints() {
    let prints = |session: &Session| -> Vec<String> {
        let prints = lifecircle::fingerprint::Fingerprints::of(session);
        prints.iter().map(|part| part.print.clone()).collect()
    };
    let before = session();
    let mut after = session();
    assert_eq!(prints(&before), prints(&after));
    let to = WorldPoint::new(3300.0, 500.0);
    after.change(FacilityEdit::Move { id: FacilityId(9), to }).expect("it fits");
    let differing = prints(&before).iter().zip(prints(&after)).filter(|(a, b)| **a != *b).count();
    assert_eq!(differing, 1, "only the facilities of the scenario");
}
