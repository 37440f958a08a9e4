//! The bar at the bottom: where the cursor is, scale, CRS, and what is running.

use egui::Ui;

use crate::language::Text;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::{map, opening};

const RESOLUTION: Text = Text::new("米/像素", "m per pixel");

/// Shows the bar.
pub fn status_bar_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 3));
    egui::Panel::bottom("status").frame(frame).exact_size(30.0).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let language = app.view.language;
            if let (Some(workspace), Some(camera)) = (&app.workspace, app.view.camera) {
                let study = workspace.session.study();
                let pointer = ui.input(|input| input.pointer.hover_pos());
                let on_map = pointer.filter(|p| map::is_on_canvas(&camera, *p));
                let place = on_map.map(|p| map::lonlat_text(study, map::world_at(&camera, p)));
                let place = place.unwrap_or_else(|| "–".to_owned());
                ui.add_sized([210.0, 20.0], egui::Label::new(egui::RichText::new(place).small()));
                ui.separator();
                let scale = format!("{:.2} {}", camera.metres_per_pixel, RESOLUTION.of(language));
                ui.small(scale);
                ui.separator();
                ui.small(study.layers().crs.code());
            }
            if let Some(stage) = app.opening.stage() {
                ui.separator();
                opening::progress_ui(ui, &stage, language, actions);
            }
        });
    });
}
