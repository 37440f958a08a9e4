//! Pointing at the map of a city: microseconds to find what is under the mouse, to snap to what is
//! near it, and milliseconds to gather what lies within a drawn area.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench pointing`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`, `streets.geojson`).
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

use std::f64::consts::TAU;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use lifecircle::cartography::GroundIndex;
use lifecircle::files::{FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::{DrawnArea, Extent, WorldPoint};
use lifecircle::pointing::{BuildingParts, Gathered, Kinds, Surroundings, Wanted, thing_at};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;

const PLACES: usize = 10_000;
const AREAS: usize = 40;
/// Twelve pixels where a building can just be told from its neighbours.
const REACH_M: f64 = 30.0;

fn main() {
    let Some(city) = std::env::var_os("LIFECIRCLE_BENCH_CITY") else {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
        return;
    };
    let session = Session::new(read(Path::new(&city)));
    let layers = session.study().layers();
    let ground = GroundIndex::of(layers);
    let extent = layers.extent().expect("a study with places");
    println!("{} buildings, {} streets", layers.buildings.len(), layers.streets.len());
    println!("{:<44}{:>12}{:>12}{:>12}", "", "median", "95 %", "worst");

    let surroundings = |buildings| Surroundings {
        layers,
        candidates: None,
        facilities: Some(session.facilities()),
        buildings: Some(buildings),
        streets: Some(&ground.streets),
    };
    let places: Vec<WorldPoint> = (0..PLACES).map(|number| place(extent, number)).collect();
    let each = |name: &str, look: &dyn Fn(WorldPoint)| {
        print_row(name, &mut places.iter().map(|at| micros(|| look(*at))).collect::<Vec<_>>());
    };
    each("hover, pick: the unit", &|at| {
        black_box(thing_at(layers, at, false));
    });
    each("hover, pick: the building", &|at| {
        black_box(thing_at(layers, at, true));
    });
    each("snap: building, facility, street", &|at| {
        black_box(surroundings(BuildingParts::Middle).snapped(at, REACH_M));
    });
    each("snap: corner, wall, facility, street", &|at| {
        black_box(surroundings(BuildingParts::Outline).snapped(at, REACH_M));
    });

    for share in [0.02, 0.2, 1.5] {
        let radius_m = share * extent.width() / 2.0;
        let areas: Vec<DrawnArea> =
            (0..AREAS).map(|number| lasso(place(extent, number), radius_m)).collect();
        let kinds = Kinds { units: true, buildings: true, facilities: Wanted::All };
        let gather = |area| Gathered::within(layers, session.facilities(), area, kinds);
        let most = areas.iter().map(|area| gather(area).buildings.len()).max().unwrap_or_default();
        let mut times: Vec<f64> =
            areas.iter().map(|area| micros(|| drop(black_box(gather(area))))).collect();
        print_row(&format!("lasso of 400 points, up to {most} buildings"), &mut times);
        let gathered: Vec<Gathered> = areas.iter().map(gather).collect();
        let count = |gathered: &Gathered| {
            black_box(gathered.reached(layers, session.scenario(), FunctionIndex(0), 0));
        };
        let mut times: Vec<f64> = gathered.iter().map(|g| micros(|| count(g))).collect();
        print_row("  … its residents and who of them is reached", &mut times);
        let sum = |gathered: &Gathered| {
            black_box(gathered.floor_area(layers));
        };
        let mut times: Vec<f64> = gathered.iter().map(|g| micros(|| sum(g))).collect();
        print_row("  … its floor area", &mut times);
    }
}

/// Places spread over the city without a pattern: the golden ratio and its like for the plane.
fn place(extent: Extent, number: usize) -> WorldPoint {
    let share = |step: f64| (0.5 + step * number as f64).fract();
    WorldPoint::new(
        extent.min.x + share(0.754_877_666_246_69) * extent.width(),
        extent.min.y + share(0.569_840_290_998_05) * extent.height(),
    )
}

/// A wavy line around a place, as a hand draws it.
fn lasso(middle: WorldPoint, radius_m: f64) -> DrawnArea {
    let corner = |number: i32| {
        let angle = f64::from(number) / 400.0 * TAU;
        let radius_m = radius_m * (1.0 + 0.15 * (9.0 * angle).sin());
        WorldPoint::new(middle.x + radius_m * angle.cos(), middle.y + radius_m * angle.sin())
    };
    DrawnArea::within((0..400).map(corner).collect()).expect("four hundred corners")
}

fn micros(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    1e6 * begin.elapsed().as_secs_f64()
}

fn print_row(name: &str, micros: &mut [f64]) {
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let micros = micros[((micros.len() - 1) as f64 * share) as usize];
        if micros < 1000.0 { format!("{micros:.1} µs") } else { format!("{:.2} ms", micros / 1e3) }
    };
    println!("{name:<44}{:>12}{:>12}{:>12}", at(0.5), at(0.95), at(1.0));
}

fn read(city: &Path) -> lifecircle::study::Study {
    let files = [
        (Role::Units, "grids"),
        (Role::Buildings, "buildings"),
        (Role::Facilities, "facilities"),
        (Role::Streets, "streets"),
    ];
    let sources =
        files.map(|(role, name)| LayerSource::of_file(role, &city.join(format!("{name}.geojson"))));
    let options = ImportOptions { functions: FunctionNaming::AsIs, ..ImportOptions::default() };
    let imported = import(&sources, &options, &()).unwrap_or_else(|error| panic!("{error}"));
    imported.study
}
