//! A stop of words: opening, section, closing.

use egui::{Align, Layout, RichText, Ui};

use crate::study::Stop;
use crate::study::walkthrough::StopKind;
use crate::ui::Workspace;
use crate::ui::style;
use crate::ui::view::View;

/// Lines longer than this are hard to follow on a wall.
const WIDEST: f32 = 760.0;

/// Shows the slide in the middle of the room that is left.
pub fn slide_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let room = ui.available_size();
    let title_size = match stop.kind {
        StopKind::Opening => style::FIGURE * 1.4,
        StopKind::Section | StopKind::Map(_) => style::FIGURE * 1.2,
        StopKind::Closing => style::FIGURE,
    };
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.set_max_width(WIDEST.min(room.x - 64.0).max(200.0));
        ui.add_space(room.y * 0.26);
        ui.label(RichText::new(stop.title.of(view.language)).size(title_size).strong());
        ui.add_space(16.0);
        if !stop.text.is_empty() {
            ui.label(RichText::new(&stop.text).size(style::HEADING));
        }
        if stop.kind == StopKind::Opening {
            ui.add_space(24.0);
            let name = &workspace.session.study().layers().name;
            ui.label(RichText::new(name.of(view.language)).weak());
        }
    });
}
