//! Times of what is taken home: the booklet of twenty stops on the sample district, by whole pages, and
//! what a study without stops gives.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::ops::ControlFlow;

use divan::Bencher;
use lifecircle::booklet::{BookletRequest, Paper, make_booklet};
use lifecircle::files::{ImportOptions, LayerSource, Role, import};
use lifecircle::language::{Language, Message};
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, SetBeside, StopColors, StopKind, StopMap, Walkthrough,
};
use lifecircle::study::{
    Facility, FacilityEdit, FacilityOrigin, Project, ScenarioId, Stop, StopId, Study,
};

fn main() {
    divan::main();
}

fn study() -> Study {
    let source = |layer: lifecircle::sample::SampleLayer| {
        Some(LayerSource::of_text(Role::from_id(layer.role)?, layer.file_name, layer.text))
    };
    let sources: Vec<_> = lifecircle::sample::district().into_iter().filter_map(source).collect();
    import(&sources, &ImportOptions::default(), &()).expect("the sample is valid").study
}

/// The sample with one more facility in scenario 1.
fn session() -> Session {
    let mut session = Session::new(study());
    session.show(ScenarioId(1));
    let extent = session.study().layers().extent().expect("the sample has units");
    let added = Facility {
        id: session.study().scenarios().next_facility_id(),
        code: String::new(),
        name: "新设".to_owned(),
        at: extent.center(),
        functions: vec![FunctionIndex(1)],
        floor_area_m2: Some(300.0),
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: FacilityOrigin::Hypothetical,
    };
    session.change(FacilityEdit::Add(added)).expect("it fits");
    session
}

/// So many stops: one after another of each kind, near and far.
fn with_stops(session: &Session, count: u32) -> Session {
    let extent = session.study().layers().extent().expect("the sample has units");
    let functions = session.study().standard().functions.len() as u16;
    let stop = |number: u32| {
        let how = [
            None,
            Some(SetBeside::Difference),
            Some(SetBeside::SideBySide),
            Some(SetBeside::Swipe(0.5)),
            None,
        ][number as usize % 5];
        let surface = if number % 5 == 4 { "gain" } else { "none" };
        let map = StopMap {
            scenario: ScenarioId(1),
            beside: how.map(|how| Beside { scenario: ScenarioId::BASE, how }),
            framing: Framing {
                center: extent.center(),
                metres_per_pixel: extent.width() / 1000.0 * f64::from(1 + number % 3) / 3.0,
                width_px: 1000.0,
                height_px: 700.0,
            },
            layers: MapLayer::ALL.into_iter().collect(),
            colors: StopColors { surface: surface.to_owned(), ..StopColors::default() },
            function: FunctionIndex(number as u16 % functions),
            group: Group::All,
            highlighted: Vec::new(),
        };
        let callout =
            Callout {
                text: "此处".to_owned(), at: extent.center(), target: Some(extent.center())
            };
        let title = Message::new(format!("第 {number} 步"), format!("Stop {number}"));
        let kind = StopKind::Map(Box::new(map));
        Stop { callouts: vec![callout], ..Stop::new(StopId(number), kind, title) }
    };
    let walkthrough = Walkthrough::new((1..=count).map(stop).collect()).expect("it is sound");
    let mut session = Session::new(session.study().clone().with_walkthrough(walkthrough));
    session.show(ScenarioId(1));
    session
}

#[divan::bench(args = [0, 20], sample_count = 3, sample_size = 1)]
fn booklet(bencher: Bencher, stops: u32) {
    let session = with_stops(&session(), stops);
    let request = BookletRequest {
        paper: Paper::A4,
        language: Language::Zh,
        scenario: ScenarioId(1),
        compare: None,
        date: "2026-03-31".to_owned(),
        review_number: None,
        data_date: None,
        sources: Vec::new(),
    };
    bencher.with_inputs(|| session.clone()).bench_values(|mut session| {
        let mut go_on = |_, _| ControlFlow::Continue(());
        make_booklet(&mut session, &request, None, &mut go_on).expect("it can be made")
    });
}
