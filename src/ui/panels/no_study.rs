//! What the window shows while no study is open: what is being read, or what to do next.

use egui::Ui;

use crate::language::Text;
use crate::ui::action::{Action, Command};
use crate::ui::opening::{Opening, progress_ui};
use crate::ui::style;
use crate::ui::view::View;

const NOTHING_OPEN: Text = Text::new(
    "尚未打开研究。打开规划单元和建筑图层，或先看看示例。",
    "No study is open. Open units and buildings, or look at the sample first.",
);

/// Shows progress, or the two ways to begin.
pub fn no_study_ui(ui: &mut Ui, opening: &Opening, view: &View, actions: &mut Vec<Action>) {
    let top = (ui.available_height() * 0.38).max(0.0);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        if let Some(stage) = opening.stage() {
            ui.set_max_width(360.0);
            progress_ui(ui, &stage, view.language, actions);
            return;
        }
        ui.label(egui::RichText::new(NOTHING_OPEN.of(view.language)).size(style::HEADING));
        ui.add_space(12.0);
        for command in [Command::OpenLayers, Command::OpenSample] {
            if ui.button(command.label().of(view.language)).clicked() {
                actions.push(command.action());
            }
        }
    });
}
