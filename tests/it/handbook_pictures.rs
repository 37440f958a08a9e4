//! The pictures of handbook and README that show the window: the real one, driven by its labels. Run by
//! `script/handbook-pictures`, which makes them small.

use std::path::PathBuf;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;
use lifecircle::ui::{App, Start};

use super::support::window::{drop_on_the_window, press, wait_until};

type Window = Harness<'static, App>;

/// As large as a picture is readable beside the handbook's text, and on a page by itself.
const IN_THE_HANDBOOK: [f32; 2] = [1280.0, 800.0];
const IN_THE_README: [f32; 2] = [1440.0, 900.0];

/// The sample in a window.
fn window(language: Language, size: [f32; 2]) -> Window {
    let start = Start { language: Some(language), ..Start::default() };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(egui::Theme::Light)
        .wgpu()
        .build_eframe(|cc| App::new(cc, start));
    wait_until(&mut harness, |harness| harness.state().workspace().is_some());
    harness.run_steps(40);
    harness
}

fn keep(harness: &mut Window, name: &str, language: Language) {
    // Maps and textures are painted over a few frames.
    for _ in 0..40 {
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let folder =
        std::env::var_os("LIFECIRCLE_PICTURES").expect("script/handbook-pictures says where");
    let file = PathBuf::from(folder).join(format!("{name}-{}.png", language.pick("zh", "en")));
    harness.render().expect("a picture").save(&file).expect("it can be written");
}

/// Turns to a function, and brings the whole study beside its legend.
fn look_at(harness: &mut Window, row: &str) {
    harness.get_by_label_contains(row).click();
    harness.run_steps(4);
    harness.key_press(egui::Key::F);
    harness.run_steps(4);
}

fn has(harness: &Window, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
#[ignore = "writes files; script/handbook-pictures runs it"]
fn the_window_as_the_handbook_shows_it() {
    for language in [Language::Zh, Language::En] {
        let mut harness = window(language, IN_THE_HANDBOOK);
        look_at(&mut harness, language.pick("健康服务, 覆盖率", "Health, Rate"));
        keep(&mut harness, "window", language);

        harness.key_press(egui::Key::G);
        let first = language.pick("1  ", "1  ");
        wait_until(&mut harness, |harness| has(harness, first));
        // Signs of candidates have joined the legend.
        harness.key_press(egui::Key::F);
        harness.run_steps(4);
        keep(&mut harness, "siting", language);
        harness.key_press(egui::Key::G);
        harness.run_steps(4);

        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::E);
        harness.run_steps(6);
        keep(&mut harness, "standard", language);
        harness.key_press(egui::Key::Escape);
        harness.run_steps(4);

        let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        drop_on_the_window(&mut harness, sample);
        press(&mut harness, language.pick("读取并核对", "Read and check"));
        let found = language.pick("发现的问题", "What was found");
        wait_until(&mut harness, |harness| has(harness, found));
        keep(&mut harness, "review", language);
    }
}

#[test]
#[ignore = "writes files; script/handbook-pictures runs it"]
fn the_window_as_the_readme_shows_it() {
    let mut harness = window(Language::En, IN_THE_README);
    look_at(&mut harness, "Child play, Rate");
    keep(&mut harness, "readme", Language::En);
}
