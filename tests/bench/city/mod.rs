//! The city that frames of the window are timed on, and what the mouse does to its map.

use std::path::{Path, PathBuf};

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, vec2};
use lifecircle::cli::Opened;
use lifecircle::files::{FunctionNaming, ImportOptions, LayerSource, Role};
use lifecircle::geometry::Crs;
use lifecircle::language::Language;
use lifecircle::ui::Start;

/// Ground resolutions of the view; the first is where the whole study fits.
pub const METRES_PER_PIXEL: [f64; 5] = [f64::INFINITY, 16.0, 5.0, 1.0, 0.25];

/// The folder of the generated city that the environment names; says so where it names none.
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("LIFECIRCLE_BENCH_CITY").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
    }
    folder
}

/// The window opened on the city in a folder.
pub fn start(city: &Path) -> Start {
    let files =
        [(Role::Units, "grids"), (Role::Buildings, "buildings"), (Role::Facilities, "facilities")];
    let sources =
        files.map(|(role, name)| LayerSource::of_file(role, &city.join(format!("{name}.geojson"))));
    let options = ImportOptions {
        functions: FunctionNaming::AsIs,
        // Nobody is there who could answer for it.
        source_crs: vec![(None, Crs::epsg(4326))],
        ..ImportOptions::default()
    };
    Start {
        opened: Opened::Layers(sources.to_vec()),
        options,
        language: Some(Language::En),
        data_folder: None,
    }
}

/// The wheel turned at a place of the window.
pub fn wheel(at: Pos2, turn: f32) -> [Event; 2] {
    let turned = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, turn),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: MouseWheelSource::Unknown,
    };
    [Event::PointerMoved(at), turned]
}
