//! What the window shows while no study is open: what is being read, or what to do next.

use egui::Ui;

use crate::language::{Language, Text};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::command::Command;
use crate::ui::opening::{Stage, progress_ui};
use crate::ui::style;

use super::top_bar::recent_ui;

const NOTHING_OPEN: Text = Text::new(
    "尚未打开研究。打开研究文件或图层，或先看看示例。",
    "No study is open. Open a study or layers, or look at the sample first.",
);
const RECENT: Text = Text::new("最近的研究", "Recent studies");

/// Of the row that says how far reading has come.
const TOP: f32 = 24.0;
const WIDTH: f32 = 420.0;

/// Shows progress, or the ways to begin.
pub fn no_study_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let language = app.view.language;
    if let Some(stage) = app.opening.stage() {
        if let Some(sketch) = &stage.sketch {
            app.opening.sketch.ui(ui, ui.max_rect(), sketch, app.view.theme);
        }
        reading_ui(ui, &stage, language, actions);
        return;
    }
    let top = (ui.available_height() * 0.38).max(0.0);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        ui.label(egui::RichText::new(NOTHING_OPEN.of(language)).size(style::HEADING));
        ui.add_space(12.0);
        for command in [Command::OpenLayers, Command::OpenSample] {
            if ui.button(command.label().of(language)).clicked() {
                actions.push(command.action());
            }
        }
        if app.recent.iter().any(|path| path.is_file()) {
            ui.add_space(12.0);
            ui.label(egui::RichText::new(RECENT.of(language)).weak());
            recent_ui(ui, app, actions);
        }
    });
}

/// How far reading has come, above the picture of what has been read.
fn reading_ui(ui: &mut Ui, stage: &Stage, language: Language, actions: &mut Vec<Action>) {
    ui.add_space(TOP);
    ui.vertical_centered(|ui| {
        ui.set_max_width(WIDTH);
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(ui.available_width());
            progress_ui(ui, stage, language, actions);
        });
    });
}
