//! A suggestion as a row: what and how much, and below it why; each goes on in another line where the
//! panel is narrow. Pointed at, it is shown on the map; clicked, it is done.

use egui::{FontId, Response, Role, Sense, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::words;

const PADDING: f32 = 6.0;
const ABOVE: f32 = 4.0;
const BETWEEN: f32 = 2.0;

/// What a row says.
pub struct Row<'a> {
    pub title: &'a str,
    /// At the right, with its colour.
    pub figure: (&'a str, egui::Color32),
    pub detail: &'a str,
    /// What a click does.
    pub hint: &'a str,
    /// Whether it is the one chosen.
    pub is_chosen: bool,
}

impl Row<'_> {
    pub fn show(&self, ui: &mut Ui, view: &View) -> Response {
        let palette = Palette::of(view.theme);
        let (figure, color) = self.figure;
        let (text, weak) = (color32(palette.text), color32(palette.weak_text));
        let (body, caption) =
            (FontId::proportional(style::BODY), FontId::proportional(style::CAPTION));
        let inner = ui.available_width() - 2.0 * PADDING;
        let painter = ui.painter();
        let figure_galley = painter.layout_no_wrap(figure.to_owned(), body.clone(), color);
        let left = (inner - figure_galley.size().x - PADDING).max(inner / 3.0);
        let title = painter.layout(self.title.to_owned(), body, text, left);
        let detail = painter.layout(self.detail.to_owned(), caption, weak, inner);
        let first = title.size().y.max(figure_galley.size().y);
        let height = ABOVE + first + BETWEEN + detail.size().y + ABOVE;
        let size = vec2(ui.available_width(), height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let named = format!("{}, {figure}, {}", self.title, self.detail);
        words::name_widget(&response, Role::Button, &named);
        let painter = ui.painter_at(rect);
        if self.is_chosen {
            painter.rect_filled(rect, 4.0, ui.visuals().selection.bg_fill);
        } else if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, 4.0, color32(palette.separator.with_opacity(0.5)));
        }
        if response.has_focus() {
            let ring = ui.visuals().selection.stroke;
            painter.rect_stroke(rect, 4.0, ring, egui::StrokeKind::Inside);
        }
        let top = rect.top() + ABOVE;
        let right = rect.right() - PADDING - figure_galley.size().x;
        painter.galley(pos2(right, top), figure_galley, color);
        painter.galley(pos2(rect.left() + PADDING, top), title, text);
        painter.galley(pos2(rect.left() + PADDING, top + first + BETWEEN), detail, weak);
        response.on_hover_text(format!("{}\n{}\n{}", self.title, self.detail, self.hint))
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::cartography::ThemeChoice;
    use crate::language::Language;

    /// How high a row is in a panel of a width.
    fn height(width: f32) -> f32 {
        let view = View::new(Language::En, ThemeChoice::Light);
        let detail =
            "walk 4.2 min · 1,204 ahead · passed with conditions · 3,310 in Riverside North";
        let row = Row {
            title: "1  Former grain store by the canal",
            figure: ("+4,514 residents", egui::Color32::BLACK),
            detail,
            hint: "",
            is_chosen: false,
        };
        let mut harness = Harness::builder().with_size(vec2(width, 300.0)).build_ui(|ui| {
            row.show(ui, &view);
        });
        harness.run();
        harness.get_by_role(Role::Button).rect().height()
    }

    #[test]
    fn a_narrow_row_goes_on_below_instead_of_being_cut() {
        assert!(
            height(220.0) >= height(700.0) + style::CAPTION,
            "{} {}",
            height(220.0),
            height(700.0)
        );
    }
}
