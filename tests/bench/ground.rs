//! The ground of the map while it is panned and zoomed: milliseconds for an image of 1920 × 1080
//! pixels, at widths from a whole city down to a street.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench ground`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`, `streets.geojson`).
//! `LIFECIRCLE_BENCH_LAYERS=units,buildings,streets` paints only those that are named;
//! `LIFECIRCLE_BENCH_BASEMAP=FILE` lays a basemap below them.
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

use std::path::Path;
use std::time::Instant;

use lifecircle::basemap::Basemap;
use lifecircle::cartography::{
    Camera, Emphasis, GroundImage, GroundIndex, MapContent, MapKey, MapLayers, Palette,
    ScreenPoint, Subject, Symbology, ThemeChoice,
};
use lifecircle::files::{FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::language::Language;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;

const SIZE: (f32, f32) = (1920.0, 1080.0);
const FRAMES: usize = 60;
/// Widths of the view in metres; the first is the whole study.
const WIDTHS_M: [f64; 8] =
    [f64::INFINITY, 30_000.0, 15_000.0, 9_600.0, 5_000.0, 1_900.0, 500.0, 100.0];

/// What QGIS 3.22 of Debian 12 takes to draw the buildings of the same city alone at the same size,
/// on two cores as well, by its own `QgsMapRendererParallelJob`.
const QGIS_MILLIS: [(f64, f64); 3] =
    [(f64::INFINITY, 14_500.0), (9_600.0, 1_250.0), (1_900.0, 84.0)];

fn main() {
    let Some(city) = std::env::var_os("LIFECIRCLE_BENCH_CITY") else {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
        return;
    };
    let session = Session::new(read(Path::new(&city)));
    let basemap = std::env::var_os("LIFECIRCLE_BENCH_BASEMAP")
        .map(|file| Basemap::open(Path::new(&file)).expect("a basemap"));
    let begin = Instant::now();
    let index = GroundIndex::of(session.study().layers());
    println!("index of the layers: {:.0} ms", 1000.0 * begin.elapsed().as_secs_f64());
    println!("{:<18}{:>36}{:>36}", "", "zoomed: painted anew", "panned: followed");
    let columns = "    median      95 %     worst";
    println!("{:<18}{columns:>36}{columns:>36}{:>12}", "width", "QGIS 3.22");
    for width_m in WIDTHS_M {
        let name = if width_m.is_finite() { format!("{width_m:.0} m") } else { "whole".to_owned() };
        let [anew, followed] = [false, true].map(|pans| {
            let millis = frames(&session, &index, basemap.as_ref(), width_m, pans);
            let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
            format!("{:>8.1}ms{:>8.1}ms{:>8.1}ms", at(0.5), at(0.95), at(1.0))
        });
        let peer = QGIS_MILLIS.into_iter().find(|(width, _)| *width == width_m);
        let peer = peer.map_or_else(String::new, |(_, millis)| format!("{millis:.0}ms"));
        println!("{name:<18}{anew:>36}{followed:>36}{peer:>12}");
    }
}

/// The times of images in order, while the view is panned by whole pixels, or zoomed gently.
fn frames(
    session: &Session,
    index: &GroundIndex,
    basemap: Option<&Basemap>,
    width_m: f64,
    pans: bool,
) -> Vec<f64> {
    let extent = session.study().layers().extent().expect("a study with places");
    let mut camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), SIZE.0, SIZE.1);
    if width_m.is_finite() {
        camera.metres_per_pixel = width_m / f64::from(SIZE.0);
    }
    let start = camera;
    let key = MapKey::of(Symbology::default(), session, FunctionIndex(0), 0);
    let mut image = GroundImage::default();
    image.paint(&content(session, index, &key, camera), 1.0);
    let mut millis: Vec<f64> = (1..=FRAMES)
        .map(|frame| {
            let before = camera;
            if pans {
                // As far as a quick hand drags in a thirtieth of a second.
                camera.pan(31.0, 17.0);
            } else {
                let share = frame as f64 / FRAMES as f64;
                camera.metres_per_pixel = start.metres_per_pixel * (1.0 + 0.1 * share);
            }
            let content = MapContent { basemap, ..content(session, index, &key, camera) };
            let begin = Instant::now();
            if !(pans && image.follow(&before, &content, 1.0)) {
                image.paint(&content, 1.0);
            }
            1000.0 * begin.elapsed().as_secs_f64()
        })
        .collect();
    millis.sort_by(f64::total_cmp);
    millis
}

fn content<'a>(
    session: &'a Session,
    index: &'a GroundIndex,
    key: &'a MapKey,
    camera: Camera,
) -> MapContent<'a> {
    MapContent {
        session,
        scenario: session.shown(),
        index,
        palette: Palette::of(ThemeChoice::Light),
        language: Language::En,
        camera,
        basemap: None,
        function: FunctionIndex(0),
        group: 0,
        layers: shown_layers(),
        symbology: Symbology::default(),
        key,
        gain: None,
        emphasis: Emphasis::default(),
        subject: Subject::Coverage,
    }
}

fn shown_layers() -> MapLayers {
    let all = MapLayers::default();
    let Ok(only) = std::env::var("LIFECIRCLE_BENCH_LAYERS") else { return all };
    let is_on = |name: &str| only.split(',').any(|wanted| wanted == name);
    MapLayers {
        units: is_on("units"),
        buildings: is_on("buildings"),
        streets: is_on("streets"),
        ..all
    }
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
