//! Frames of the whole window while the map of a city is panned and zoomed: milliseconds to
//! build the interface and the map, to cut it into triangles and to draw it, on the graphics adapter
//! of the machine, which is named. Drawing includes fetching the picture back, which a screen would
//! not need.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench window`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`).
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

mod city;

use std::path::Path;
use std::time::{Duration, Instant};

use egui::{Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::ui::App;

use city::METRES_PER_PIXEL;

const FRAMES: u16 = 60;

fn main() {
    let Some(folder) = city::folder() else { return };
    let mut harness = open(&folder);
    println!("memory at the peak: {:.0} MB", peak_mb());
    let columns = "   build    draw  both: median    95 %   worst";
    println!("{:<20}{:>46}{:>48}", "metres per pixel", "panning", "zooming");
    println!("{:<20}{columns:>46}  {columns:>46}", "");
    for wanted in METRES_PER_PIXEL {
        zoom_to(&mut harness, wanted);
        let scale = harness.state().metres_per_pixel().unwrap_or_default();
        let [panned, zoomed] = [panning, zooming].map(|frames| summary(frames(&mut harness)));
        println!("{scale:<20.2}{panned:>46}  {zoomed:>46}");
    }
    println!("memory at the peak: {:.0} MB", peak_mb());
}

/// The milliseconds of a frame.
#[derive(Clone, Copy)]
struct Frame {
    build: f64,
    draw: f64,
}

/// The medians of building and drawing, and median, 95th percentile and worst of both together.
fn summary(frames: Vec<Frame>) -> String {
    let sorted = |millis: fn(&Frame) -> f64| {
        let mut sorted: Vec<f64> = frames.iter().map(millis).collect();
        sorted.sort_by(f64::total_cmp);
        move |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize]
    };
    let (build, draw) = (sorted(|frame| frame.build), sorted(|frame| frame.draw));
    let both = sorted(|frame| frame.build + frame.draw);
    let [median, most, worst] = [0.5, 0.95, 1.0].map(both);
    let (build, draw) = (build(0.5), draw(0.5));
    format!("{build:>6.1}ms{draw:>6.1}ms{median:>12.1}ms{most:>6.1}ms{worst:>6.1}ms")
}

fn open(folder: &Path) -> Harness<'static, App> {
    let start = city::start(folder);
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
            return rest(harness);
        }
        wheel(harness, middle, 60.0);
        harness.run_steps(3);
    }
    panic!("the map cannot be zoomed to {wanted} metres per pixel");
}

/// Frames while the map is dragged.
fn panning(harness: &mut Harness<'static, App>) -> Vec<Frame> {
    let from = middle(harness) + vec2(3.0, 5.0);
    harness.drag_at(from);
    harness.step();
    let frame = |number: u16| {
        let share = f32::from(number);
        harness.hover_at(from + vec2(6.0 * share, 3.0 * share));
        timed(harness)
    };
    let frames = (1..=FRAMES).map(frame).collect();
    harness.drop_at(from);
    rest(harness);
    frames
}

/// Frames while the wheel turns, half of them inwards and half outwards.
fn zooming(harness: &mut Harness<'static, App>) -> Vec<Frame> {
    let middle = middle(harness);
    let frame = |number: u16| {
        let turn = if number > FRAMES / 2 { -12.0 } else { 12.0 };
        wheel(harness, middle, turn);
        timed(harness)
    };
    let frames = (1..=FRAMES).map(frame).collect();
    rest(harness);
    frames
}

fn wheel(harness: &Harness<'static, App>, at: Pos2, turn: f32) {
    for event in city::wheel(at, turn) {
        harness.event(event);
    }
}

fn timed(harness: &mut Harness<'static, App>) -> Frame {
    let millis = |begin: Instant| 1000.0 * begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    harness.step();
    let build = millis(begin);
    let begin = Instant::now();
    harness.render().expect("a picture");
    Frame { build, draw: millis(begin) }
}

/// Until the map stands still and is painted.
fn rest(harness: &mut Harness<'static, App>) {
    harness.run_steps(40);
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = peak.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}
