//! Plan and bound of a search over its time: where they meet, the plan is proven best.

use egui::{Align2, FontId, Pos2, Role, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::language::Text;
use crate::numbers::thousands;
use crate::siting::Progress;
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::words;

use super::terms;

const HEIGHT: f32 = 72.0;
/// Height of the lines above and below the curve, which say what is across and what is up.
const AXIS: f32 = 19.0;
/// What lies behind the last step.
const AFTER_LAST: f32 = 10.0;
const NAME: Text = Text::new("方案与界随时间的变化", "Plan and bound over time");
const LINES: Text = Text::new("实线方案，虚线界", "solid: plan, dashed: bound");
const HINT: Text = Text::new(
    "实线：目前最好的方案；虚线：任何方案都超不过的界",
    "Solid: the best plan so far; dashed: the bound that no plan can beat",
);

/// Paints the curve of a search, whose values are numbers of something; nothing before there is
/// anything to see.
pub fn curve_ui(ui: &mut Ui, trace: &[Progress], value: Text, view: &View) {
    let numbers = trace.iter().flat_map(|point| [point.value, point.bound]).flatten();
    let (low, high) = numbers
        .filter(|number| number.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
    let Some(last) = trace.last().filter(|_| low <= high) else { return };
    let size = vec2(ui.available_width(), AXIS + HEIGHT + AXIS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    words::name_widget(&response, Role::Image, NAME.of(view.language));
    let palette = Palette::of(view.theme);
    let (weak, base) = (color32(palette.weak_text), rect.top() + AXIS + HEIGHT);
    let font = FontId::proportional(style::CAPTION);
    let ticks =
        [high, low].map(|number| ui.painter().layout_no_wrap(tick(number), font.clone(), weak));
    let left = rect.left() + ticks.iter().map(|tick| tick.size().x).fold(0.0, f32::max) + 4.0;
    // The last step stands before the edge, and goes on a little: it is seen whole.
    let right = rect.right() - AFTER_LAST;
    let longest = last.seconds.max(1e-3);
    let span = if high > low { high - low } else { 1.0 };
    let at = |seconds: f64, number: f64| -> Pos2 {
        let x = left + (right - left) * (seconds / longest) as f32;
        pos2(x, base - 4.0 - (HEIGHT - 8.0) * ((number - low) / span) as f32)
    };
    let steps = |number: fn(&Progress) -> Option<f64>| -> Vec<Pos2> {
        let known = trace.iter().filter_map(|point| Some((point.seconds, number(point)?)));
        let mut line: Vec<Pos2> = Vec::new();
        for (seconds, number) in known.filter(|(_, number)| number.is_finite()) {
            let next = at(seconds, number);
            // It holds until a better one is found.
            if let Some(before) = line.last() {
                line.push(pos2(next.x, before.y));
            }
            line.push(next);
        }
        if let Some(end) = line.last().copied() {
            line.push(pos2(rect.right(), end.y));
        }
        line
    };
    let painter = ui.painter_at(rect);
    let axis = Stroke::new(1.0, color32(palette.separator));
    painter.line_segment([pos2(left, base), pos2(rect.right(), base)], axis);
    painter.line_segment([pos2(left, base), pos2(left, rect.top() + AXIS)], axis);
    let bound = Stroke::new(1.5, weak);
    painter.extend(Shape::dashed_line(&steps(|point| point.bound), bound, 4.0, 3.0));
    let plan = Stroke::new(2.0, color32(palette.hypothetical));
    painter.add(Shape::line(steps(|point| point.value), plan));
    let language = view.language;
    let title = format!("↑ {} · {}", value.of(language), LINES.of(language));
    painter.text(rect.left_top(), Align2::LEFT_TOP, title, font.clone(), weak);
    // Where all is one number there is one tick.
    let places = [(at(0.0, high).y, true), (at(0.0, low).y, high > low)];
    for (tick, (y, is_shown)) in ticks.into_iter().zip(places) {
        if is_shown {
            let size = tick.size();
            painter.galley(pos2(left - 4.0 - size.x, y - size.y / 2.0), tick, weak);
        }
    }
    painter.text(pos2(left, rect.bottom()), Align2::LEFT_BOTTOM, "0", font.clone(), weak);
    let took = terms::seconds_text(last.seconds, language);
    let end = language.pick(format!("时间 → {took}"), format!("time → {took}"));
    painter.text(rect.right_bottom(), Align2::RIGHT_BOTTOM, end, font, weak);
    response.on_hover_text(HINT.of(language));
}

/// A number at the axis; shares with their decimals.
fn tick(number: f64) -> String {
    match number.abs() < 100.0 && number.fract() != 0.0 {
        true => format!("{number:.3}"),
        false => thousands(number.round() as i64),
    }
}
