//! Times of the walk network: making it, coverage of all functions over it, and a step of a drag.
//! On the sample district, and on the layers of the folder named by `LIFECIRCLE_BENCH_CITY`
//! (units as `grids.geojson`, residents in `pop`, functions in `category`). With `node`, places are
//! joined to the nearest junction and the way to it does not count, as simple tools do it.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::path::Path;
use std::sync::{Arc, OnceLock};

use divan::Bencher;
use lifecircle::analysis::{
    Coverage, GainOf, Isochrones, MinutesField, StreetCells, StreetGains, Unmet,
};
use lifecircle::files::{FieldMap, FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, FacilityEdit, Parameters, ScenarioId, Study, WalkLimit, WalkModel};
use lifecircle::walking::{NetworkRules, Snap, WalkNetwork};

fn main() {
    divan::main();
}

const LIMIT_M: f64 = 1000.0;

fn cities() -> Vec<String> {
    let mut cities = vec!["sample edge".to_owned()];
    if std::env::var_os("LIFECIRCLE_BENCH_CITY").is_some() {
        cities.extend(["city circle", "city edge", "city node"].map(str::to_owned));
    }
    cities
}

/// Cities and walking limits in metres, each limit with twice the reach of the one before.
fn discs() -> Vec<Disc> {
    let models = cities().into_iter().filter(|city| !city.ends_with("node"));
    let limits = [250.0, 500.0, 1000.0, 2000.0];
    models.flat_map(|city| limits.map(|limit_m| Disc { city: city.clone(), limit_m })).collect()
}

/// A city, and how far residents walk there.
struct Disc {
    city: String,
    limit_m: f64,
}

impl std::fmt::Display for Disc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:4} m", self.city, self.limit_m)
    }
}

fn sample() -> Study {
    let layers = lifecircle::sample::district().into_iter();
    let sources: Vec<_> = layers
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
        source(Role::Streets, "streets.geojson"),
    ];
    let mappings = ["buildings.residents=pop", "facilities.function=category"];
    let fields = mappings.map(|text| FieldMap::parse(text).expect("a valid mapping"));
    let fields = fields.into_iter().collect();
    let options =
        ImportOptions { fields, functions: FunctionNaming::AsIs, ..ImportOptions::default() };
    import(&sources, &options, &()).expect("the city is valid").study
}

fn parameters(city: &str) -> Parameters {
    let mut parameters = Parameters { limit: WalkLimit::Metres(LIMIT_M), ..Parameters::default() };
    if !city.ends_with("circle") {
        parameters.model = WalkModel::Network;
    }
    if city.ends_with("node") {
        let farthest_access_m = NetworkRules::FARTHEST_ACCESS_M;
        parameters.network = NetworkRules {
            snap: Snap::Node,
            counts_access: false,
            farthest_access_m,
            ..NetworkRules::default()
        };
    }
    parameters
}

/// A study read once, assessed as the name of the city says.
fn study(city: &str) -> Study {
    static SAMPLE: OnceLock<Study> = OnceLock::new();
    static CITY: OnceLock<Study> = OnceLock::new();
    let mut study = match city.starts_with("sample") {
        true => SAMPLE.get_or_init(sample).clone(),
        false => CITY.get_or_init(city_from_disk).clone(),
    };
    study.apply(Edit::SetParameters(parameters(city))).expect("sound parameters");
    study
}

/// Joining streets, and every building to them.
#[divan::bench(args = cities(), sample_count = 10)]
fn make_network(bencher: Bencher, city: &str) {
    let study = study(city);
    let Parameters { network, pace_m_per_s, .. } = *study.parameters();
    bencher.bench_local(|| WalkNetwork::new(study.layers(), network, pace_m_per_s));
}

/// Counts and totals of all functions from nothing, over a network that is made.
#[divan::bench(args = cities(), sample_count = 20)]
fn coverage_from_scratch(bencher: Bencher, city: &str) {
    let study = study(city);
    bencher.bench_local(|| Coverage::of(divan::black_box(&study), ScenarioId::BASE));
}

/// Cities that one walks along the streets of.
fn street_cities() -> Vec<String> {
    cities().into_iter().filter(|city| !city.ends_with("circle")).collect()
}

const FUNCTION: FunctionIndex = FunctionIndex(0);

/// The cells of surfaces, joined to the streets.
#[divan::bench(args = street_cities(), sample_count = 10)]
fn surface_cells(bencher: Bencher, city: &str) {
    let study = study(city);
    bencher.bench_local(|| StreetCells::of(divan::black_box(&study), 0));
}

/// The walk to the nearest facility from all cells.
#[divan::bench(args = street_cities(), sample_count = 10)]
fn surface_of_minutes(bencher: Bencher, city: &str) {
    let study = study(city);
    let cells = Arc::new(StreetCells::of(&study, 0).expect("streets"));
    bencher.bench_local(|| MinutesField::of(&study, study.base(), (FUNCTION, 0), cells.clone()));
}

/// The same followed while a facility is dragged by 25 m.
#[divan::bench(args = street_cities(), sample_count = 400, sample_size = 1)]
fn surface_of_minutes_followed(bencher: Bencher, city: &str) {
    let study = study(city);
    let cells = Arc::new(StreetCells::of(&study, 0).expect("streets"));
    let mut facilities = study.base().clone();
    let id = *facilities.iter().find(|(_, f)| f.offers(FUNCTION)).expect("one offers it").0;
    let mut field = MinutesField::of(&study, &facilities, (FUNCTION, 0), cells).expect("streets");
    let mut step = 0;
    bencher.bench_local(|| {
        step += 1;
        let facility = facilities.get_mut(&id).expect("it is there");
        facility.at.x += if step % 80 < 40 { 25.0 } else { -25.0 };
        assert!(field.follow(&study, &facilities));
    });
}

/// What one more facility would gain at every cell, each by a search.
#[divan::bench(args = street_cities(), sample_count = 1, sample_size = 1)]
fn surface_of_gains(bencher: Bencher, city: &str) {
    let study = study(city);
    let cells = Arc::new(StreetCells::of(&study, 0).expect("streets"));
    let coverage = Coverage::of(&study, ScenarioId::BASE);
    let counts = coverage.reach_counts(FUNCTION, 0);
    let unmet = Unmet::of(&study, ScenarioId::BASE, counts, (FUNCTION, 0), GainOf::Residents);
    bencher.bench_local(|| StreetGains::of(&study, &unmet, cells.clone(), &mut |_| true));
}

/// The ground within the limit and within 5, 10 and 15 minutes of a facility.
#[divan::bench(args = street_cities(), sample_count = 20)]
fn isochrones(bencher: Bencher, city: &str) {
    let study = study(city);
    let facility = study.base().values().next().expect("there are facilities");
    bencher.bench_local(|| Isochrones::around(study.walk(0), facility.at, FUNCTION));
}

/// One frame of a drag by 25 m: the edit, the coverage of all buildings, and all unit totals.
#[divan::bench(args = cities(), sample_count = 2000, sample_size = 1)]
fn drag_step(bencher: Bencher, city: &str) {
    drag(bencher, study(city));
}

/// The same with other walking limits, on the largest city there is: it takes as long as the discs
/// that are left and entered are large. Set beside a smaller city of the same density, it shows that
/// the city does not matter.
#[divan::bench(args = discs(), sample_count = 500, sample_size = 1)]
fn drag_step_by_disc(bencher: Bencher, disc: &Disc) {
    let mut study = study(&disc.city);
    let limit = WalkLimit::Metres(disc.limit_m);
    let wider = Parameters { limit, ..*study.parameters() };
    study.apply(Edit::SetParameters(wider)).expect("sound parameters");
    drag(bencher, study);
}

fn drag(bencher: Bencher, study: Study) {
    let mut session = Session::new(study);
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
