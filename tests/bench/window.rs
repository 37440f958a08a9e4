//! Frames of the whole window while the map of a city is panned, zoomed and edited: milliseconds to
//! build the interface and the map, to cut it into triangles and to draw it, on the graphics adapter
//! of the machine, which is named. Drawing includes fetching the picture back, which a screen would
//! not need.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench window`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`).
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

use std::path::Path;
use std::time::{Duration, Instant};

use egui::{Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::cli::Opened;
use lifecircle::files::{FunctionNaming, ImportOptions, LayerSource, Role};
use lifecircle::language::Language;
use lifecircle::ui::{App, Start};

const FRAMES: u16 = 60;
/// Ground resolutions of the view; the first is where the whole study fits.
const METRES_PER_PIXEL: [f64; 5] = [f64::INFINITY, 16.0, 5.0, 1.0, 0.25];

fn main() {
    let Some(city) = std::env::var_os("LIFECIRCLE_BENCH_CITY") else {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
        return;
    };
    let mut harness = open(Path::new(&city));
    println!("memory at the peak: {:.0} MB", peak_mb());
    println!("{:<22}{:>12}{:>12}{:>12}{:>12}", "panning", "build", "95 %", "worst", "draw");
    for wanted in METRES_PER_PIXEL {
        zoom_to(&mut harness, wanted);
        let (millis, drawing) = panning(&mut harness);
        let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
        let scale = harness.state().metres_per_pixel().unwrap_or_default();
        let name = format!("{scale:.2} m per pixel");
        let [median, most, worst] = [0.5, 0.95, 1.0].map(at);
        println!("{name:<22}{median:>10.1}ms{most:>10.1}ms{worst:>10.1}ms{drawing:>10.1}ms");
    }
    println!("memory at the peak: {:.0} MB", peak_mb());
}

fn open(city: &Path) -> Harness<'static, App> {
    let files =
        [(Role::Units, "grids"), (Role::Buildings, "buildings"), (Role::Facilities, "facilities")];
    let sources =
        files.map(|(role, name)| LayerSource::of_file(role, &city.join(format!("{name}.geojson"))));
    let options = ImportOptions { functions: FunctionNaming::AsIs, ..ImportOptions::default() };
    let start = Start {
        opened: Opened::Layers(sources.to_vec()),
        options,
        language: Some(Language::En),
        data_folder: None,
    };
    let begin = Instant::now();
    let mut harness = Harness::builder()
        .with_size(vec2(1920.0, 1080.0))
        .wgpu()
        .build_eframe(|cc| App::new(cc, start));
    while harness.state().workspace().is_none() {
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
        assert!(begin.elapsed() < Duration::from_secs(120), "the city cannot be opened");
    }
    harness.run_steps(3);
    println!("open after {:.1} s", begin.elapsed().as_secs_f64());
    harness
}

fn middle(harness: &Harness<'static, App>) -> Pos2 {
    harness.get_by_label("Map").rect().center()
}

fn zoom_to(harness: &mut Harness<'static, App>, wanted: f64) {
    let middle = middle(harness);
    for _ in 0..200 {
        let now = harness.state().metres_per_pixel().expect("a map");
        if now <= wanted {
            return;
        }
        harness.hover_at(middle);
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, 60.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(3);
    }
    panic!("the map cannot be zoomed to {wanted} metres per pixel");
}

/// The times to build frames while the map is dragged, in order, and the median time to draw one.
fn panning(harness: &mut Harness<'static, App>) -> (Vec<f64>, f64) {
    let from = middle(harness) + vec2(3.0, 5.0);
    harness.drag_at(from);
    harness.step();
    let (mut millis, mut drawing) = (Vec::new(), Vec::new());
    for frame in 1..=FRAMES {
        let share = f32::from(frame);
        harness.hover_at(from + vec2(6.0 * share, 3.0 * share));
        let begin = Instant::now();
        harness.step();
        millis.push(1000.0 * begin.elapsed().as_secs_f64());
        let begin = Instant::now();
        harness.render().expect("a picture");
        drawing.push(1000.0 * begin.elapsed().as_secs_f64());
    }
    harness.drop_at(from);
    harness.run_steps(2);
    millis.sort_by(f64::total_cmp);
    drawing.sort_by(f64::total_cmp);
    let drawing = drawing[drawing.len() / 2];
    (millis, drawing)
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = peak.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}
