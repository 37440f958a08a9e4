//! The table of results: every function with rate, change against what exists, covered and residents.

use egui::{Align2, FontId, Rect, Response, Role, Sense, Ui, pos2, vec2};

use crate::analysis::Reached;
use crate::cartography::Palette;
use crate::layers::Persons;
use crate::numbers::{self, Change};
use crate::standard::{Function, FunctionIndex};
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::{Scope, change_color, limit_text, numbers_of};

const ROW_HEIGHT: f32 = 24.0;
/// Of a figure in a row.
const DIGIT_WIDTH: f32 = 7.2;

/// Right edges of the columns rate, change, covered and residents, from the row's right edge; set
/// wider apart where there is room, or where the numbers of a whole city need it.
fn column_edges(row_width: f32, residents: Persons) -> [f32; 4] {
    let (numbers, change) = if row_width > 360.0 { (66.0, 54.0) } else { (58.0, 50.0) };
    let digits = numbers::persons(residents).chars().count() as f32;
    let numbers = f32::max(numbers, digits * DIGIT_WIDTH + 8.0);
    let covered = 2.0 + numbers;
    [covered + numbers.min(66.0) + change, covered + numbers.min(66.0), covered, 2.0]
}

/// The titles of the columns.
pub(super) fn heading_ui(ui: &mut Ui, view: &View, residents: Persons) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let titles = [words::RATE, words::CHANGE, words::COVERED, words::POPULATION];
    let color = color32(Palette::of(view.theme).weak_text);
    let font = FontId::proportional(style::CAPTION);
    let at = pos2(rect.left() + 4.0, rect.center().y);
    let name = words::FUNCTION.of(view.language);
    ui.painter().text(at, Align2::LEFT_CENTER, name, font.clone(), color);
    for (title, right) in titles.into_iter().zip(column_edges(rect.width(), residents)) {
        let at = pos2(rect.right() - right, rect.center().y);
        let title = title.of(view.language);
        ui.painter().text(at, Align2::RIGHT_CENTER, title, font.clone(), color);
    }
}

/// One function; clicked, it is to be looked at.
pub(super) fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    scope: Scope,
    index: FunctionIndex,
) -> Response {
    let session = &workspace.session;
    let function = session.study().standard().function(index);
    let now = numbers_of(session.scenario(), scope, index, view.group);
    let base = numbers_of(session.reference(), scope, index, view.group);
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, row) = ui.allocate_exact_size(size, Sense::click());
    let change = Change::between(base, now);
    if ui.is_rect_visible(rect) {
        let is_left_out = session.study().standard().leaves_out(function);
        paint_row(ui, rect, &row, view, index, (function, is_left_out), now, base, change);
    }
    words::name_widget_by(&row, Role::Button, || row_name(view, function, now, change));
    words::explain_by(row, || limit_text(workspace, view, index))
}

/// What screen readers say of a row; also what tests read.
fn row_name(view: &View, function: &Function, now: Reached, change: Option<Change>) -> String {
    let language = view.language;
    let change = change.map_or_else(String::new, Change::points_text);
    format!(
        "{}, {} {}, {} {}, {} {}, {} {change}",
        function.short_name.of(language),
        words::RATE.of(language),
        numbers::percent(now.rate()),
        words::COVERED.of(language),
        numbers::persons(now.covered),
        words::POPULATION.of(language),
        numbers::persons(now.population),
        words::CHANGE.of(language),
    )
}

#[expect(clippy::too_many_arguments, reason = "one row's facts, painted in one place")]
fn paint_row(
    ui: &Ui,
    rect: Rect,
    row: &Response,
    view: &View,
    index: FunctionIndex,
    (function, is_left_out): (&Function, bool),
    now: Reached,
    reference: Reached,
    change: Option<Change>,
) {
    let palette = Palette::of(view.theme);
    let residents = now.population;
    let painter = ui.painter_at(rect);
    if index == view.function {
        painter.rect_filled(rect, 4.0, color32(palette.selection.with_opacity(0.14)));
    } else if row.hovered() || row.has_focus() {
        painter.rect_filled(rect, 4.0, color32(palette.separator.with_opacity(0.5)));
    }
    let font = FontId::proportional(13.0);
    let text = color32(palette.text);
    let middle = rect.center().y;
    let name = function.short_name.of(view.language);
    let letter_at = pos2(rect.left() + 11.0, middle);
    painter.text(
        letter_at,
        Align2::CENTER_CENTER,
        function.letter,
        font.clone(),
        color32(palette.weak_text),
    );
    let name_width = rect.width() - column_edges(rect.width(), residents)[0] - 48.0 - 22.0;
    let name_color = if is_left_out { color32(palette.weak_text) } else { text };
    let galley = truncated(&painter, name, font.clone(), name_color, name_width);
    painter.galley(pos2(rect.left() + 22.0, middle - galley.size().y / 2.0), galley, name_color);
    let bar_right = rect.right() - column_edges(rect.width(), residents)[0];
    paint_bar(&painter, rect, bar_right, &palette, now.rate(), reference.rate());

    let (change_text, change_color) = match change {
        Some(change) => (change.points_text(), change_color(view, change)),
        None => ("–".to_owned(), text),
    };
    let cells = [
        (numbers::percent(now.rate()), text),
        (change_text, change_color),
        (numbers::persons(now.covered), text),
        (numbers::persons(now.population), color32(palette.weak_text)),
    ];
    for ((cell, color), right) in cells.into_iter().zip(column_edges(rect.width(), residents)) {
        let at = pos2(rect.right() - right, middle);
        painter.text(at, Align2::RIGHT_CENTER, cell, font.clone(), color);
    }
}

/// One line of text, ended by an ellipsis where it is too long.
fn truncated(
    painter: &egui::Painter,
    text: &str,
    font: FontId,
    color: egui::Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    painter.layout_job(job)
}

/// A bar under the rate that ends at `right`, one scale for all rows: its width is 100 %. Where the reference
/// differs, a tick shows its rate.
fn paint_bar(
    painter: &egui::Painter,
    rect: Rect,
    right: f32,
    palette: &Palette,
    rate: Option<f64>,
    reference: Option<f64>,
) {
    let full = Rect::from_min_max(
        pos2(right - 46.0, rect.bottom() - 4.0),
        pos2(right, rect.bottom() - 1.5),
    );
    painter.rect_filled(full, 1.0, color32(palette.separator));
    if let Some(rate) = rate {
        let mut filled = full;
        filled.set_right(full.left() + full.width() * rate.clamp(0.0, 1.0) as f32);
        painter.rect_filled(filled, 1.0, color32(palette.covered));
    }
    if let Some(reference) = reference.filter(|_| reference != rate) {
        let x = full.left() + full.width() * reference.clamp(0.0, 1.0) as f32;
        let tick = [pos2(x, full.top() - 2.0), pos2(x, full.bottom() + 1.0)];
        painter.line_segment(tick, egui::Stroke::new(1.5, color32(palette.text)));
    }
}
