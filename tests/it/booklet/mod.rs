//! The booklet: what stands on its pages (`pages`), its maps (`figures`), and what a reader of PDF files
//! finds in it (`reading`).

mod figures;
mod pages;
mod reading;

use std::ops::ControlFlow;

use lifecircle::booklet::{Booklet, BookletRequest, Leaf, MapMark, Mark, Paper, make_booklet};
use lifecircle::cartography::Typeface;
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, SetBeside, StopColors, StopKind, StopMap,
};
use lifecircle::study::{
    Description, Edit, Facility, FacilityEdit, FacilityOrigin, ScenarioId, Stop, StopId,
};

use super::deeds::facility;
use super::support::{Home, study_of};

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

fn has_map(leaf: &Leaf) -> bool {
    leaf.marks.iter().any(|mark| matches!(mark, Mark::Map(_)))
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

fn maps_of(page: &Leaf) -> Vec<&MapMark> {
    let maps = page.marks.iter().filter_map(|mark| match mark {
        Mark::Map(map) => Some(&**map),
        _ => None,
    });
    maps.collect()
}
