//! Processor time of a frame of the window on the sample study: building the interface and the
//! map, and cutting it into triangles, apart. What the graphics card does is not in it.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

use std::time::Duration;

use divan::Bencher;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::{App, Start};

fn main() {
    divan::main();
}

fn window() -> Harness<'static, App> {
    let start = Start { language: Some(Language::Zh), ..Start::default() };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .build_eframe(|cc| App::new(cc, start));
    while harness.state().workspace().is_none() {
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    harness.run_steps(3);
    harness
}

/// The mouse moves over the map: hover, the whole interface, all shapes.
#[divan::bench(sample_count = 60)]
fn build_a_frame(bencher: Bencher) {
    let mut harness = window();
    let middle = harness.get_by_label("地图").rect().center();
    let mut step = 0_u32;
    bencher.bench_local(|| {
        step += 1;
        harness.hover_at(middle + egui::vec2((step % 200) as f32, (step % 120) as f32));
        harness.step();
    });
}

/// Shapes to triangles, as egui does before every paint.
#[divan::bench(sample_count = 60)]
fn tessellate_a_frame(bencher: Bencher) {
    let harness = window();
    let output = harness.output();
    bencher
        .with_inputs(|| output.shapes.clone())
        .bench_local_values(|shapes| harness.ctx.tessellate(shapes, output.pixels_per_point));
}
