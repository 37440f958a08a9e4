//! Small plots: bars along a scale, a bar divided into parts, and a Lorenz curve. They paint what
//! they are given, in colours of the theme, and answer the mouse.

use egui::{Align2, Color32, FontId, Pos2, Rect, Response, Role, Sense, Stroke, Ui, pos2, vec2};

use crate::ui::style;
use crate::ui::words;

/// Bars of equal width over a scale.
pub struct Histogram<'a> {
    /// What screen readers and tests read.
    pub name: &'a str,
    /// Height and colour of each bar; heights count from zero.
    pub bars: &'a [(f64, Color32)],
    /// Texts below the left edge of some bars.
    pub ticks: &'a [(usize, String)],
    /// Where a line stands across the plot, in bars.
    pub mark: f64,
    pub weak: Color32,
}

const PLOT_HEIGHT: f32 = 84.0;
const TICK_HEIGHT: f32 = 16.0;

impl Histogram<'_> {
    /// Paints the bars; `hover` says what one of them stands for.
    pub fn show(&self, ui: &mut Ui, hover: impl Fn(usize) -> String) {
        let size = vec2(ui.available_width(), PLOT_HEIGHT + TICK_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        words::name_widget(&response, Role::Image, self.name);
        let highest = self.bars.iter().map(|(height, _)| *height).fold(0.0, f64::max);
        let width = rect.width() / self.bars.len().max(1) as f32;
        let base = rect.bottom() - TICK_HEIGHT;
        let painter = ui.painter_at(rect);
        for (place, (height, color)) in self.bars.iter().enumerate() {
            let share = if highest > 0.0 { height / highest } else { 0.0 } as f32;
            let left = rect.left() + place as f32 * width;
            let top = base - share * (PLOT_HEIGHT - 2.0);
            let gap = if width > 4.0 { 1.0 } else { 0.0 };
            let bar = Rect::from_min_max(pos2(left, top), pos2(left + width - gap, base));
            painter.rect_filled(bar, 0.0, *color);
        }
        let ground = [pos2(rect.left(), base), pos2(rect.right(), base)];
        painter.line_segment(ground, Stroke::new(1.0, self.weak));
        let x = rect.left() + self.mark as f32 * width;
        let mark = [pos2(x, rect.top()), pos2(x, base)];
        painter.extend(egui::Shape::dashed_line(&mark, Stroke::new(1.0, self.weak), 3.0, 3.0));
        for (place, text) in self.ticks {
            let is_last = *place + 1 == self.bars.len();
            let x = if is_last { rect.right() } else { rect.left() + *place as f32 * width };
            let align = match place {
                _ if is_last => Align2::RIGHT_BOTTOM,
                0 => Align2::LEFT_BOTTOM,
                _ => Align2::CENTER_BOTTOM,
            };
            let at = pos2(x, rect.bottom());
            painter.text(at, align, text, FontId::proportional(style::CAPTION), self.weak);
        }
        if let Some(at) = response.hover_pos() {
            let place = ((at.x - rect.left()) / width) as usize;
            if place < self.bars.len() {
                response.on_hover_text_at_pointer(hover(place));
            }
        }
    }
}

/// One bar over the whole width, divided into shares.
pub fn divided_bar(ui: &mut Ui, name: &str, parts: &[(f64, Color32)]) -> Response {
    const HEIGHT: f32 = 14.0;
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    words::name_widget(&response, Role::Image, name);
    let mut left = rect.left();
    for (share, color) in parts {
        let right = left + rect.width() * *share as f32;
        let part = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        ui.painter().rect_filled(part, 0.0, *color);
        left = right;
    }
    response
}

/// The Lorenz curve over the line of equality.
pub struct Lorenz<'a> {
    pub name: &'a str,
    pub curve: &'a [(f64, f64)],
    pub color: Color32,
    pub weak: Color32,
}

impl Lorenz<'_> {
    /// Paints the curve; `hover` says what holds at a share of residents and of the value.
    pub fn show(&self, ui: &mut Ui, hover: impl Fn(f64, f64) -> String) {
        const SIDE: f32 = 150.0;
        let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
        words::name_widget(&response, Role::Image, self.name);
        let place = |(x, y): (f64, f64)| -> Pos2 {
            pos2(rect.left() + rect.width() * x as f32, rect.bottom() - rect.height() * y as f32)
        };
        let painter = ui.painter();
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)].map(place);
        painter.line(corners.to_vec(), Stroke::new(1.0, self.weak));
        let equal = [(0.0, 0.0), (1.0, 1.0)].map(place);
        painter.extend(egui::Shape::dashed_line(&equal, Stroke::new(1.0, self.weak), 3.0, 3.0));
        let curve: Vec<Pos2> = self.curve.iter().copied().map(place).collect();
        painter.line(curve, Stroke::new(2.0, self.color));
        if let Some(at) = response.hover_pos() {
            let residents = f64::from(((at.x - rect.left()) / rect.width()).clamp(0.0, 1.0));
            let next = self.curve.partition_point(|(x, _)| *x < residents);
            if let Some((x, y)) = self.curve.get(next) {
                painter.circle_filled(place((*x, *y)), 3.0, self.color);
                response.on_hover_text_at_pointer(hover(*x, *y));
            }
        }
    }
}
