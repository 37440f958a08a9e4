//! A figure that says how it comes about, with its actual inputs: on hover, and below it once it is
//! clicked, where it follows the figure until it is clicked again.

use egui::{Align2, CursorIcon, Response, Role, Sense, TextStyle, Ui, vec2};

use crate::ui::words;

const HEIGHT: f32 = 20.0;

/// A line of a name and a figure.
pub(super) fn explained_line_ui(
    ui: &mut Ui,
    name: &str,
    figure: &str,
    explanation: impl Fn() -> String,
) {
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // Named after the line: what others above it open does not make it another one.
    let id = ui.make_persistent_id(("explained line", name));
    let line = ui.interact(rect, id, Sense::click());
    words::name_widget(&line, Role::Button, &format!("{name} {figure}"));
    let visuals = ui.visuals();
    let (weak, strong) = (visuals.weak_text_color(), visuals.text_color());
    if line.hovered() || line.has_focus() {
        ui.painter().rect_filled(rect, 4.0, visuals.faint_bg_color);
    }
    let font = TextStyle::Body.resolve(ui.style());
    let painter = ui.painter_at(rect);
    painter.text(rect.left_center(), Align2::LEFT_CENTER, name, font.clone(), weak);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, figure, font, strong);
    explain_ui(ui, line, explanation);
}

/// Tells how a figure comes about that can be clicked.
pub(super) fn explain_ui(ui: &mut Ui, figure: Response, explanation: impl Fn() -> String) {
    let id = figure.id.with("is explained");
    let mut is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    if figure.clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    let figure = figure.on_hover_cursor(CursorIcon::PointingHand);
    if is_open {
        ui.label(egui::RichText::new(explanation()).small().weak());
    } else {
        figure.on_hover_ui(|ui| {
            ui.label(explanation());
        });
    }
}
