//! Times of the measures of access: from scratch, following a drag by 25 m, and summing up what the
//! Results panel shows. On the sample district, and on the layers of the folder named by
//! `LIFECIRCLE_BENCH_CITY`, as in the bench of coverage.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::path::Path;

use divan::Bencher;
use lifecircle::analysis::Coverage;
use lifecircle::analysis::measures::{
    Assignment, CatchmentMethod, CatchmentScores, Choices, Completeness, Measures, Nearest,
    WalkingTimes,
};
use lifecircle::files::{FieldMap, FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, FacilityEdit, Parameters, ScenarioId, Study, WalkModel};

fn main() {
    divan::main();
}

const FUNCTION: FunctionIndex = FunctionIndex(1);

/// The cities timed: the sample, and one from disk where it is named.
fn cities() -> Vec<&'static str> {
    let mut cities = vec!["sample"];
    if std::env::var_os("LIFECIRCLE_BENCH_CITY").is_some() {
        cities.push("city");
    }
    cities
}

fn study(city: &str) -> Study {
    if city == "sample" {
        let source = |layer: lifecircle::sample::SampleLayer| {
            Some(LayerSource::of_text(Role::from_id(layer.role)?, layer.file_name, layer.text))
        };
        let sources: Vec<_> =
            lifecircle::sample::district().into_iter().filter_map(source).collect();
        return import(&sources, &ImportOptions::default(), &())
            .expect("the sample is valid")
            .study;
    }
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

/// The same study, where residents walk along the streets.
fn along_streets(mut study: Study) -> Study {
    let walking = Parameters { model: WalkModel::Network, ..*study.parameters() };
    study.apply(Edit::SetParameters(walking)).expect("it fits");
    study
}

/// The walk along the streets of the sample to the nearest facility of every function.
#[divan::bench]
fn nearest_along_streets(bencher: Bencher) {
    let study = along_streets(study("sample"));
    bencher.bench_local(|| Nearest::of(divan::black_box(&study), study.base()));
}

/// One frame of a drag, as `follow_a_drag`, along the streets of the sample.
#[divan::bench]
fn follow_a_drag_along_streets(bencher: Bencher) {
    follow_a_drag_in(bencher, along_streets(study("sample")));
}

/// The walk to the nearest facility of every function, for all buildings.
#[divan::bench(args = cities())]
fn nearest_from_scratch(bencher: Bencher, city: &str) {
    let study = study(city);
    bencher.bench_local(|| Nearest::of(divan::black_box(&study), study.base()));
}

/// The scores of one function.
#[divan::bench(args = cities())]
fn scores_from_scratch(bencher: Bencher, city: &str) {
    let study = study(city);
    let method = CatchmentMethod::Gaussian;
    bencher.bench_local(|| CatchmentScores::of(&study, study.base(), FUNCTION, 0, method));
}

/// One frame of a drag by 25 m as far as measures follow it: nearest facilities of all functions,
/// and scores of one. The edit itself, with its coverage, is not in the time.
#[divan::bench(args = cities())]
fn follow_a_drag(bencher: Bencher, city: &str) {
    follow_a_drag_in(bencher, study(city));
}

fn follow_a_drag_in(bencher: Bencher, study: Study) {
    let mut session = Session::new(study);
    let mut measures = Measures::of(session.study(), session.shown());
    measures.scores(session.study(), FUNCTION, 0, CatchmentMethod::Gaussian);
    let facilities: Vec<_> = session.facilities().values().cloned().collect();
    session.begin_gesture(Message::same("drag"));
    let mut steps = Vec::new();
    for step in 0..400_usize {
        let facility = &facilities[(step / 40) % facilities.len()];
        let to = WorldPoint::new(facility.at.x + 25.0 * (step % 40) as f64, facility.at.y);
        session.change_in_gesture(FacilityEdit::Move { id: facility.id, to }).expect("it fits");
        steps.push(session.study().clone());
    }
    let shown = session.shown();
    let mut step = 0;
    bencher.bench_local(|| {
        step += 1;
        measures.follow(&steps[step % steps.len()], shown);
    });
}

#[divan::bench(args = cities())]
fn sum_up_walking_times(bencher: Bencher, city: &str) {
    let study = study(city);
    let nearest = Nearest::of(&study, study.base());
    bencher.bench_local(|| WalkingTimes::of(&study, &nearest, FUNCTION, 0, None));
}

#[divan::bench(args = cities())]
fn sum_up_choices(bencher: Bencher, city: &str) {
    let study = study(city);
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    bencher.bench_local(|| Choices::by_unit(study.layers(), &coverage, FUNCTION, 0));
}

#[divan::bench(args = cities())]
fn sum_up_completeness(bencher: Bencher, city: &str) {
    let study = study(city);
    let nearest = Nearest::of(&study, study.base());
    let functions: Vec<_> = study.standard().indexes().collect();
    bencher.bench_local(|| Completeness::by_unit(&study, &nearest, &functions, 0));
}

#[divan::bench(args = cities())]
fn sum_up_assignment(bencher: Bencher, city: &str) {
    let study = study(city);
    let nearest = Nearest::of(&study, study.base());
    let function = (FUNCTION, study.standard().function(FUNCTION));
    bencher.bench_local(|| Assignment::of(study.layers(), &nearest, study.base(), function, 0));
}

#[divan::bench(args = cities())]
fn sum_up_scores(bencher: Bencher, city: &str) {
    let study = study(city);
    let method = CatchmentMethod::Gaussian;
    let scores = CatchmentScores::of(&study, study.base(), FUNCTION, 0, method);
    bencher.bench_local(|| scores.means(study.layers()));
}
