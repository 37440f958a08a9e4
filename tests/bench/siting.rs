//! Times of siting: plans with proof, first as a table beside HiGHS (`sites`), then one by one; the
//! gain field, and the exact gains of buildings. `cargo bench --bench siting` prints all of it. The
//! instances are made, or tables in the folder named by `LIFECIRCLE_BENCH_SITES`; the gain field is
//! that of the sample, and of the city in the folder named by `LIFECIRCLE_BENCH_CITY`.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

mod sites;

use std::cell::RefCell;
#[cfg(feature = "highs")]
use std::ops::ControlFlow;
use std::path::PathBuf;

use divan::Bencher;
use lifecircle::analysis::{GainField, GainOf, PlaceGains};
use lifecircle::files::{FieldMap, FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::session::Session;
use lifecircle::siting::Model;
#[cfg(feature = "highs")]
use lifecircle::siting::{Limits, Status};
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{FacilityEdit, Study};

#[cfg(feature = "highs")]
use sites::{COUNT, LIMIT_M};
use sites::{Instance, MAX_COVER, P_MEDIAN, instances, prove};

fn main() {
    // Listing and filtering is about the benches alone.
    if std::env::args().len() <= 2 {
        sites::print_table();
    }
    divan::main();
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

fn bench_proof(bencher: Bencher, name: &'static str, model: Model) {
    let instance = Instance::of(name, model.limit_m());
    bencher.bench_local(|| prove(divan::black_box(&instance), model));
}

/// Most residents within 800 m of ten sites, proven.
#[divan::bench(args = instances(&["5000x500", "20000x2000"]), sample_count = 5)]
fn max_cover(bencher: Bencher, name: &'static str) {
    bench_proof(bencher, name, MAX_COVER);
}

/// Least walking in all to ten sites, proven.
#[divan::bench(args = instances(&["1000x200", "5000x500"]), sample_count = 5)]
fn p_median(bencher: Bencher, name: &'static str) {
    bench_proof(bencher, name, P_MEDIAN);
}

/// Most residents with a second site behind the first, proven by HiGHS.
#[cfg(feature = "highs")]
#[divan::bench(args = instances(&["5000x500"]), sample_count = 3)]
fn backup(bencher: Bencher, name: &'static str) {
    use lifecircle::siting::{Backup, solve_backup};
    let problem = Instance::of(name, LIMIT_M).problem;
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
fn capacitated(bencher: Bencher, name: &'static str) {
    use lifecircle::siting::{Capacitated, solve_capacitated};
    let problem = Instance::of(name, LIMIT_M).problem;
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
