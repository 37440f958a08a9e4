//! A suggestion as a row of two lines: what and how much, and below it why. Pointed at, it is shown on
//! the map; clicked, it is done.

use egui::{Align2, FontId, Response, Role, Sense, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::words;

const HEIGHT: f32 = 42.0;
const PADDING: f32 = 6.0;

/// What a row says.
pub struct Row<'a> {
    pub title: &'a str,
    /// At the right, with its colour.
    pub figure: (&'a str, egui::Color32),
    pub detail: &'a str,
    /// What a click does.
    pub hint: &'a str,
}

impl Row<'_> {
    pub fn show(&self, ui: &mut Ui, view: &View) -> Response {
        let palette = Palette::of(view.theme);
        let (figure, color) = self.figure;
        let size = vec2(ui.available_width(), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let named = format!("{}, {figure}, {}", self.title, self.detail);
        words::name_widget(&response, Role::Button, &named);
        let painter = ui.painter_at(rect);
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, 4.0, color32(palette.separator.with_opacity(0.5)));
        }
        if response.has_focus() {
            let ring = ui.visuals().selection.stroke;
            painter.rect_stroke(rect, 4.0, ring, egui::StrokeKind::Inside);
        }
        let (body, caption) =
            (FontId::proportional(style::BODY), FontId::proportional(style::CAPTION));
        let (first, second) = (rect.top() + 13.0, rect.top() + 31.0);
        let right = pos2(rect.right() - PADDING, first);
        let taken = painter.text(right, Align2::RIGHT_CENTER, figure, body.clone(), color);
        let mut left = rect;
        left.set_right(taken.left() - PADDING);
        let at = pos2(rect.left() + PADDING, first);
        let text = color32(palette.text);
        painter.with_clip_rect(left).text(at, Align2::LEFT_CENTER, self.title, body, text);
        let at = pos2(rect.left() + PADDING, second);
        let weak = color32(palette.weak_text);
        painter.text(at, Align2::LEFT_CENTER, self.detail, caption, weak);
        response.on_hover_text(format!("{}\n{}\n{}", self.title, self.detail, self.hint))
    }
}
