//! What the window shows while no study is open: what is being read, or what to do next.

use egui::Ui;

use crate::language::Text;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::command::Command;
use crate::ui::opening::progress_ui;
use crate::ui::style;

use super::top_bar::recent_ui;

const NOTHING_OPEN: Text = Text::new(
    "尚未打开研究。打开研究文件或图层，或先看看示例。",
    "No study is open. Open a study or layers, or look at the sample first.",
);
const RECENT: Text = Text::new("最近的研究", "Recent studies");

/// Shows progress, or the ways to begin.
pub fn no_study_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let language = app.view.language;
    let top = (ui.available_height() * 0.38).max(0.0);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        if let Some(stage) = app.opening.stage() {
            ui.set_max_width(360.0);
            progress_ui(ui, &stage, language, actions);
            return;
        }
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
