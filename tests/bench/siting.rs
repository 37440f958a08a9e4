//! Times of siting: plans with proof, the gain field, and the exact gains of buildings. Instances are tables
//! (`DEMANDxSITES.csv`: weights and distances) in the folder named by `LIFECIRCLE_BENCH_SITES`; the
//! README says beside which peers they were timed. The gain field is that of the sample, and of the
//! city in the folder named by `LIFECIRCLE_BENCH_CITY`.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use divan::Bencher;
use lifecircle::analysis::{GainField, GainOf, PlaceGains};
use lifecircle::files::{
    FieldMap, FunctionNaming, ImportOptions, LayerSource, Role, import, read_site_matrix,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::session::Session;
use lifecircle::siting::{
    Limits, MaxCover, Model, PMedian, Problem, Solution, Standing, Status, solve,
};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{FacilityEdit, Study};

/// Metres of the coverings.
const LIMIT_M: f64 = 800.0;
/// Sites of all plans.
const COUNT: usize = 10;

fn main() {
    divan::main();
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// The instances of these names that are there.
fn instances(names: &[&'static str]) -> Vec<&'static str> {
    let Some(folder) = folder("LIFECIRCLE_BENCH_SITES") else { return Vec::new() };
    let is_there = |name: &&str| folder.join(format!("{name}.csv")).exists();
    names.iter().copied().filter(is_there).collect()
}

fn problem(name: &str, farthest_m: f64) -> Problem {
    let folder = folder("LIFECIRCLE_BENCH_SITES").expect("the folder is named");
    let file = folder.join(format!("{name}.csv"));
    let matrix = read_site_matrix(&file, farthest_m).expect("a valid table");
    let standing = vec![Standing::Candidate; matrix.sites.len()];
    Problem { weights: matrix.weights, distances: matrix.distances, standing }
}

/// Solves to the proof, and says what came out.
fn prove(problem: &Problem, model: Model) -> Solution {
    let limits = Limits { time: Some(Duration::from_secs(60)), gap: 0.0 };
    solve(problem, &model, limits, &mut |_| ControlFlow::Continue(()))
}

fn bench_proof(bencher: Bencher, name: &str, model: Model) {
    let problem = problem(name, model.limit_m());
    let solution = prove(&problem, model);
    let (value, gap) = (solution.value.unwrap_or(f64::NAN), solution.gap().unwrap_or(1.0));
    println!("{name} {}: {value:.1}, gap {:.4} %", model.id(), 100.0 * gap);
    assert_eq!(solution.status, Status::Optimal, "time was up");
    bencher.bench_local(|| prove(divan::black_box(&problem), model));
}

/// Most residents within 800 m of ten sites, proven.
#[divan::bench(args = instances(&["5000x500", "20000x2000"]), sample_count = 5)]
fn max_cover(bencher: Bencher, name: &str) {
    bench_proof(bencher, name, Model::MaxCover(MaxCover { count: COUNT, limit_m: LIMIT_M }));
}

/// Least walking in all to ten sites, proven.
#[divan::bench(args = instances(&["1000x200", "5000x500"]), sample_count = 5)]
fn p_median(bencher: Bencher, name: &str) {
    bench_proof(bencher, name, Model::PMedian(PMedian { count: COUNT }));
}

/// Most residents with a second site behind the first, proven by HiGHS.
#[cfg(feature = "highs")]
#[divan::bench(args = instances(&["5000x500"]), sample_count = 3)]
fn backup(bencher: Bencher, name: &str) {
    use lifecircle::siting::{Backup, solve_backup};
    let problem = problem(name, LIMIT_M);
    let model = Backup { count: COUNT, limit_m: LIMIT_M, first_share: 0.7 };
    bencher.bench_local(|| {
        let mut going_on = |_: &_| ControlFlow::Continue(());
        let solution = solve_backup(&problem, model, Limits::default(), &mut going_on);
        assert_eq!(solution.expect("HiGHS is there").status, Status::Optimal);
    });
}

/// Most residents where each site has room for 2,500, proven by HiGHS.
#[cfg(feature = "highs")]
#[divan::bench(args = instances(&["1000x200", "5000x500"]), sample_count = 3)]
fn capacitated(bencher: Bencher, name: &str) {
    use lifecircle::siting::{Capacitated, solve_capacitated};
    let problem = problem(name, LIMIT_M);
    let capacities = vec![2_500.0; problem.sites()];
    let model = Capacitated { count: COUNT, limit_m: LIMIT_M, capacities };
    bencher.bench_local(|| {
        let mut going_on = |_: &_| ControlFlow::Continue(());
        let solution = solve_capacitated(&problem, &model, Limits::default(), &mut going_on);
        assert_eq!(solution.expect("HiGHS is there").status, Status::Optimal);
    });
}

/// The cities of the gain field: the sample, and one from disk where it is named.
fn cities() -> Vec<&'static str> {
    let mut cities = vec!["sample"];
    cities.extend(folder("LIFECIRCLE_BENCH_CITY").map(|_| "city"));
    cities
}

fn session(city: &str) -> Session {
    Session::new(if city == "sample" { sample() } else { city_from_disk() })
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
    let folder = folder("LIFECIRCLE_BENCH_CITY").expect("the folder is named");
    let source = |role, file: &str| LayerSource::of_file(role, &folder.join(file));
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

fn field(session: &Session) -> GainField {
    let function = session.study().standard().indexes().next().expect("a function");
    let unmet = session.unmet((function, 0), GainOf::Residents);
    GainField::of(session.study(), &unmet).expect("a study has places")
}

/// All cells of 50 m, from nothing.
#[divan::bench(args = cities())]
fn gain_field_from_scratch(bencher: Bencher, city: &str) {
    let session = session(city);
    bencher.bench_local(|| field(divan::black_box(&session)));
}

/// The exact gains of all buildings.
fn gains_of_buildings(session: &Session) -> PlaceGains {
    let study = session.study();
    let function = study.standard().indexes().next().expect("a function");
    let homes = study.layers().buildings.demand_points();
    let unmet = session.unmet((function, 0), GainOf::Residents);
    let gains = PlaceGains::of(study, &unmet, homes, &mut |_| true);
    gains.expect("nobody ends it")
}

/// All buildings, from nothing.
#[divan::bench(args = cities(), sample_count = 5)]
fn gains_of_buildings_from_scratch(bencher: Bencher, city: &str) {
    let session = session(city);
    bencher.bench_local(|| gains_of_buildings(divan::black_box(&session)));
}

/// Moves a facility of the function on by 25 m whenever it is called, within one gesture.
fn moving(session: &RefCell<Session>, function: FunctionIndex) -> impl FnMut() {
    let moved = session.borrow().facilities().values().find(|f| f.offers(function)).cloned();
    let moved = moved.expect("a facility of the function");
    session.borrow_mut().begin_gesture(Message::same("drag"));
    let mut step = 0_usize;
    move || {
        step += 1;
        let to = WorldPoint::new(moved.at.x + 25.0 * (step % 40) as f64, moved.at.y);
        let edit = FacilityEdit::Move { id: moved.id, to };
        session.borrow_mut().change_in_gesture(edit).expect("it fits");
    }
}

/// The gains of all buildings after a facility of the function moved by 25 m; the move itself is not
/// timed.
#[divan::bench(args = cities())]
fn gains_of_buildings_after_a_move(bencher: Bencher, city: &str) {
    let session = RefCell::new(session(city));
    let gains = RefCell::new(gains_of_buildings(&session.borrow()));
    let (function, ..) = gains.borrow().what();
    let mut move_on = moving(&session, function);
    bencher.with_inputs(&mut move_on).bench_local_values(|()| {
        let session = session.borrow();
        let unmet = session.unmet((function, 0), GainOf::Residents);
        assert!(gains.borrow_mut().follow(session.study(), &unmet));
    });
}

/// The same brought up to date after a facility of the function moved by 25 m; the move itself is
/// not timed.
#[divan::bench(args = cities())]
fn gain_field_after_a_move(bencher: Bencher, city: &str) {
    let session = RefCell::new(session(city));
    let field = RefCell::new(field(&session.borrow()));
    let (function, ..) = field.borrow().what();
    let mut move_on = moving(&session, function);
    bencher.with_inputs(&mut move_on).bench_local_values(|()| {
        let session = session.borrow();
        let unmet = session.unmet((function, 0), GainOf::Residents);
        assert!(field.borrow_mut().follow(session.study(), &unmet));
    });
}
