//! What the window looks like where a processor draws it.

use egui::vec2;
use egui_kittest::Harness;
use lifecircle::language::Language;
use lifecircle::ui::{App, Start, prepare_graphics};

use super::support::window::wait_until;

/// The first view of the sample, drawn by egui alone or as the program has it drawn.
fn picture(is_prepared: bool) -> image::RgbaImage {
    let start = Start { language: Some(Language::En), ..Start::default() };
    let mut harness = Harness::builder().with_size(vec2(1280.0, 800.0)).wgpu().build_eframe(|cc| {
        assert!(cc.wgpu_render_state.is_some(), "there is something to draw with");
        if is_prepared {
            prepare_graphics(cc);
        }
        App::new(cc, start)
    });
    wait_until(&mut harness, |harness| harness.state().workspace().is_some());
    wait_until(&mut harness, |harness| {
        let workspace = harness.state().workspace();
        let ground = workspace.and_then(|workspace| workspace.grounds.state());
        ground.is_some_and(|ground| ground.is_as_asked_for)
    });
    harness.run_steps(30);
    harness.render().expect("a picture")
}

#[test]
fn a_window_drawn_by_a_processor_looks_like_any_other() {
    let (by_egui, plainly) = (picture(false), picture(true));
    assert_eq!(by_egui.dimensions(), plainly.dimensions());
    let colors: std::collections::HashSet<_> = plainly.pixels().map(|pixel| pixel.0).collect();
    assert!(colors.len() > 100, "the window is drawn at all");
    let differ = |a: &image::Rgba<u8>, b: &image::Rgba<u8>| {
        a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 8)
    };
    let others = by_egui.pixels().zip(plainly.pixels()).filter(|(a, b)| differ(a, b)).count();
    assert!(others * 10_000 < by_egui.pixels().len(), "{others} pixels are others");
}
