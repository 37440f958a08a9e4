//! Times of what a planner waits for: a step of a drag, the assessment from scratch, the drawing
//! of a frame's map without a graphics card. On the sample district, and on the layers of the
//! folder named by `LIFECIRCLE_BENCH_CITY` (units as `grids.geojson`, residents in `pop`,
//! functions in `category`).
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::path::Path;

use divan::{Bencher, counter::ItemsCount};
use lifecircle::analysis::Coverage;
use lifecircle::cartography::{
    MapLayers, PictureRequest, PictureView, Symbology, ThemeChoice, render_png,
};
use lifecircle::files::{FieldMap, FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::study::{Facility, FacilityEdit, ScenarioId, Study};

fn main() {
    divan::main();
}

/// The cities timed: the sample, and one from disk where it is named.
fn cities() -> Vec<&'static str> {
    let mut cities = vec!["sample"];
    if std::env::var_os("LIFECIRCLE_BENCH_CITY").is_some() {
        cities.push("city");
    }
    cities
}

fn study(city: &str) -> Study {
    if city == "sample" { sample() } else { city_from_disk() }
}

fn sample() -> Study {
    let sources: Vec<_> = lifecircle::sample::district()
        .into_iter()
        .filter_map(|layer| {
            Some(LayerSource::of_text(Role::from_id(layer.role)?, layer.file_name, layer.text))
        })
        .collect();
    import(&sources, &ImportOptions::default(), &()).expect("the sample is valid").study
}

fn city_from_disk() -> Study {
    let folder = std::env::var("LIFECIRCLE_BENCH_CITY").expect("the folder is named");
    let source = |role, file: &str| LayerSource::of_file(role, &Path::new(&folder).join(file));
    let sources = [
        source(Role::Units, "grids.geojson"),
        source(Role::Buildings, "buildings.geojson"),
        source(Role::Facilities, "facilities.geojson"),
    ];
    let mappings = ["buildings.residents=pop", "facilities.function=category"];
    let fields = mappings.map(|text| FieldMap::parse(text).expect("a valid mapping"));
    let fields = fields.into_iter().collect();
    let options =
        ImportOptions { fields, functions: FunctionNaming::AsIs, ..ImportOptions::default() };
    import(&sources, &options, &()).expect("the city is valid").study
}

/// One frame of a drag by 25 m: the edit, the coverage of all buildings, and all unit totals.
#[divan::bench(args = cities())]
fn drag_step(bencher: Bencher, city: &str) {
    let mut session = Session::new(study(city));
    let facilities: Vec<_> = session.facilities().values().cloned().collect();
    session.begin_gesture(Message::same("drag"));
    let mut step = 0_usize;
    bencher.bench_local(|| {
        let facility = &facilities[(step / 40) % facilities.len()];
        let offset = 25.0 * (step % 40) as f64;
        step += 1;
        let to = WorldPoint::new(facility.at.x + offset, facility.at.y);
        session.change_in_gesture(FacilityEdit::Move { id: facility.id, to })
    });
}

/// Switching between two scenarios that differ in 200 moved, placed or removed facilities.
#[divan::bench(args = cities())]
fn switch_scenario(bencher: Bencher, city: &str) {
    let mut session = Session::new(study(city));
    let first = session.shown();
    let second = session.branch(ScenarioId::BASE).expect("a scenario");
    let facilities: Vec<_> = session.facilities().values().take(200).cloned().collect();
    for (number, facility) in facilities.into_iter().enumerate() {
        let to = WorldPoint::new(facility.at.x + 300.0, facility.at.y);
        let copy_id = session.study().scenarios().next_facility_id();
        let edit = match number % 3 {
            0 => FacilityEdit::Move { id: facility.id, to },
            1 => FacilityEdit::Remove(facility.id),
            _ => FacilityEdit::Add(Facility { id: copy_id, at: to, ..facility }),
        };
        session.change(edit).expect("it fits");
    }
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        session.show(if turn % 2 == 0 { first } else { second });
    });
}

/// Two facilities in three deleted as one step, and brought back by undo: all that the study and its
/// coverage do.
#[divan::bench(args = cities(), sample_count = 5)]
fn delete_together_and_undo(bencher: Bencher, city: &str) {
    let mut session = Session::new(study(city));
    session.branch(ScenarioId::BASE).expect("a scenario");
    let all = session.facilities().keys().copied().enumerate();
    let ids: Vec<_> = all.filter(|(number, _)| number % 3 != 0).map(|(_, id)| id).collect();
    bencher.counter(ItemsCount::new(ids.len())).bench_local(|| {
        let edits = ids.iter().map(|id| FacilityEdit::Remove(*id));
        session.change_together(Message::same("delete"), edits).expect("they fit");
        session.undo().expect("it was done")
    });
}

/// Counts and totals of all functions from nothing.
#[divan::bench(args = cities())]
fn assess_from_scratch(bencher: Bencher, city: &str) {
    let study = study(city);
    let buildings = study.layers().buildings.len();
    bencher
        .counter(ItemsCount::new(buildings))
        .bench_local(|| Coverage::of(divan::black_box(&study), ScenarioId::BASE));
}

/// The map as a picture of 1600 × 1000 pixels, cut, drawn and packed on one core.
#[divan::bench(sample_count = 5)]
fn picture_of_the_sample(bencher: Bencher) {
    let session = Session::new(sample());
    let request = PictureRequest {
        width: 1600,
        height: 1000,
        theme: ThemeChoice::Light,
        function: None,
        language: Language::Zh,
        group: 0,
        layers: MapLayers::default(),
        symbology: Symbology::default(),
        view: PictureView::Study,
    };
    bencher.bench_local(|| render_png(&session, &request, None));
}
