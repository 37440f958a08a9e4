//! Frames of the real window on a display while the map of a city is panned and zoomed: milliseconds
//! from the start of one frame to the start of the next, with everything that happens between them,
//! showing included. The graphics adapter is named. (`window` has the parts of a frame, without a
//! display.)
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench screen`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`), on a display or under
//! `xvfb-run -s "-screen 0 1920x1080x24"`.
#![allow(clippy::expect_used, reason = "a bench stops where its data are missing")]

mod city;

use std::time::{Duration, Instant};

use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, vec2};
use lifecircle::cli::Renderer;
use lifecircle::language::Language;
use lifecircle::ui::{App, prepare_graphics, window_options};

use city::{METRES_PER_PIXEL, wheel};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FRAMES: u16 = 90;
/// Frames in which nothing is done, so that all that was begun has ended.
const REST: u16 = 60;
/// The city is open by then, or a question stands in the window that nobody answers.
const PATIENCE: Duration = Duration::from_secs(120);
const SIZE: [f32; 2] = [1920.0, 1080.0];

fn main() {
    let Some(folder) = city::folder() else { return };
    if ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none()) {
        println!("skipped: there is no display");
        return;
    }
    let mut options = window_options(Language::En, Renderer::Auto);
    options.viewport = options.viewport.with_inner_size(SIZE);
    options.persist_window = false;
    let start = city::start(&folder);
    let made = eframe::run_native(
        "lifecircle-bench",
        options,
        Box::new(|cc| {
            if let Some(state) = &cc.wgpu_render_state {
                let adapter = state.adapter.get_info();
                println!("{}, {:?}, {}", adapter.name, adapter.backend, adapter.driver_info);
            }
            prepare_graphics(cc);
            Ok(Box::new(Watched::new(App::new(cc, start))))
        }),
    );
    made.expect("a window");
}

/// What is done with the mouse in the frames to come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Deed {
    /// The city is being read.
    Waiting,
    /// Nothing, for so many frames more.
    Resting(u16),
    /// The wheel turns until the view is so near.
    Approaching,
    Panning(u16),
    Zooming(u16),
    /// All is measured.
    Leaving,
}

/// The window, with somebody at the mouse and a clock.
struct Watched {
    app: App,
    begin: Instant,
    deed: Deed,
    /// What follows when the deed has ended.
    next: Deed,
    /// The view looked at, of [`METRES_PER_PIXEL`].
    view: usize,
    frame_began: Instant,
    panned: Vec<f64>,
    zoomed: Vec<f64>,
}

impl Watched {
    fn new(app: App) -> Self {
        let now = Instant::now();
        Self {
            app,
            begin: now,
            deed: Deed::Waiting,
            next: Deed::Approaching,
            view: 0,
            frame_began: now,
            panned: Vec::new(),
            zoomed: Vec::new(),
        }
    }

    /// The mouse in this frame, and what it does in the next.
    fn events(&mut self, middle: Pos2) -> Vec<Event> {
        let from = middle + vec2(3.0, 5.0);
        let button = |pressed| Event::PointerButton {
            pos: from,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        match self.deed {
            Deed::Waiting => {
                if self.app.workspace().is_some() {
                    println!("open after {:.1} s", self.begin.elapsed().as_secs_f64());
                    println!("{:<18}{:>32}{:>32}", "", "panning", "zooming");
                    let columns = "median    95 %   worst";
                    println!("{:<18}{columns:>32}{columns:>32}", "metres per pixel");
                    self.rest_before(Deed::Approaching);
                }
                assert!(self.begin.elapsed() < PATIENCE, "the city cannot be opened");
                Vec::new()
            }
            Deed::Resting(0) => {
                self.deed = self.next;
                Vec::new()
            }
            Deed::Resting(left) => {
                self.deed = Deed::Resting(left - 1);
                Vec::new()
            }
            Deed::Approaching => {
                let now = self.app.metres_per_pixel().unwrap_or(f64::INFINITY);
                if now <= METRES_PER_PIXEL[self.view] {
                    self.rest_before(Deed::Panning(0));
                    return Vec::new();
                }
                wheel(middle, 60.0).into()
            }
            Deed::Panning(frame) => {
                if frame == FRAMES {
                    self.rest_before(Deed::Zooming(0));
                    return vec![button(false)];
                }
                self.deed = Deed::Panning(frame + 1);
                let share = f32::from(frame);
                let to = from + vec2(4.0 * share, 2.0 * share);
                let pressed = (frame == 0).then(|| button(true));
                [Event::PointerMoved(to)].into_iter().chain(pressed).collect()
            }
            Deed::Zooming(frame) => {
                if frame == FRAMES {
                    self.tell();
                    self.view += 1;
                    match self.view < METRES_PER_PIXEL.len() {
                        true => self.rest_before(Deed::Approaching),
                        false => self.deed = Deed::Leaving,
                    }
                    return Vec::new();
                }
                self.deed = Deed::Zooming(frame + 1);
                wheel(middle, if frame > FRAMES / 2 { -12.0 } else { 12.0 }).into()
            }
            // Nobody is there to say whether the study is to be saved.
            Deed::Leaving => std::process::exit(0),
        }
    }

    fn rest_before(&mut self, next: Deed) {
        self.deed = Deed::Resting(REST);
        self.next = next;
    }

    fn tell(&mut self) {
        let scale = self.app.metres_per_pixel().unwrap_or_default();
        let [panned, zoomed] = [&mut self.panned, &mut self.zoomed].map(summary);
        println!("{scale:<18.2}{panned:>32}{zoomed:>32}");
    }
}

/// Median, 95th percentile and worst of milliseconds, which are forgotten.
fn summary(millis: &mut Vec<f64>) -> String {
    let mut sorted = std::mem::take(millis);
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    format!("{:.1} ms{:>7.1}{:>8.1}", at(0.5), at(0.95), at(1.0))
}

impl eframe::App for Watched {
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut RawInput) {
        let now = Instant::now();
        let millis = 1000.0 * now.duration_since(self.frame_began).as_secs_f64();
        self.frame_began = now;
        match self.deed {
            // The frame that has just ended was the first one, or one of those after it.
            Deed::Panning(frame) if frame > 1 => self.panned.push(millis),
            Deed::Zooming(frame) if frame > 1 => self.zoomed.push(millis),
            _ => {}
        }
        let middle = ctx.content_rect().center();
        input.events.extend(self.events(middle));
    }

    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.app.logic(ctx, frame);
        ctx.request_repaint();
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }
}
