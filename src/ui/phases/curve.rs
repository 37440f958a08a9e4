//! The curve over the years: the coverage each year ends with, above what has been spent by then and
//! what may have been.

use egui::{Align2, Color32, FontId, Rect, Role, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers::{percent, thousands, yuan};
use crate::programme::{Phase, YearPlan};
use crate::ui::view::View;
use crate::ui::{Workspace, style, words};

use super::{COLUMN, GAP, Plan, YUAN_PER_WAN, year_name};

const NAME: Text = Text::new("分年覆盖率与投资", "Coverage and spending over the years");
const MEAN: Text = Text::new("各功能平均覆盖率", "Mean over all functions");
const SPENT: Text = Text::new("累计投资", "Spent by then");
const BUDGET: Text = Text::new("累计预算", "Budget by then");
const IN_WAN: Text = Text::new("万元", "10,000 yuan");
/// The chart from top to bottom: the names of the lines, room for a figure above the highest point,
/// rates, sums, and the years.
const LEGEND: f32 = 20.0;
const FIGURE: f32 = 16.0;
const RATES_HEIGHT: f32 = 92.0;
const BETWEEN: f32 = 18.0;
const SUMS_HEIGHT: f32 = 52.0;
const YEARS: f32 = 18.0;
/// The width of the figures at the left.
const AXIS: f32 = 44.0;

/// What stands above one column.
struct Point {
    name: String,
    rate: Option<f64>,
    mean: Option<f64>,
    /// By the end of the year, in yuan.
    spent: f64,
    budget: f64,
}

/// Shows the curve, its points in the middle of the columns of the board.
pub(super) fn curve_ui(ui: &mut Ui, workspace: &Workspace, plan: &Plan, view: &View) {
    let language = view.language;
    let points = points(plan, view);
    let width = points.len() as f32 * (COLUMN + GAP) - GAP;
    let height = LEGEND + FIGURE + RATES_HEIGHT + BETWEEN + SUMS_HEIGHT + YEARS;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    words::name_widget(&response, Role::Image, NAME.of(language));
    let palette = Palette::of(view.theme);
    let [line, mean, weak] =
        [palette.covered, palette.weak_text, palette.separator].map(style::color32);
    let below_legend = rect.min + vec2(0.0, LEGEND + FIGURE);
    let rates = Rect::from_min_size(below_legend, vec2(width, RATES_HEIGHT));
    let below_rates = pos2(rect.left(), rates.bottom() + BETWEEN);
    let sums = Rect::from_min_size(below_rates, vec2(width, SUMS_HEIGHT));
    let percent_of = |share: f32| (share, format!("{:.0} %", share * 100.0));
    axis(ui, rates, [0.0, 0.5, 1.0].map(percent_of), [weak, mean]);
    let most = points.iter().map(|point| point.spent.max(point.budget)).fold(0.0, f64::max);
    if most > 0.0 {
        let in_wan = |share: f32| {
            (share, thousands((most * f64::from(share) / YUAN_PER_WAN).round() as i64))
        };
        axis(ui, sums, [0.0, 1.0].map(in_wan), [weak, mean]);
    }
    rate_line(ui, rates, &points, |point| point.mean, Stroke::new(1.5, mean), 4.0);
    rate_line(ui, rates, &points, |point| point.rate, Stroke::new(2.5, line), 0.0);
    let over = style::color32(palette.worse);
    sums_bars(ui, sums, &points, most, [line, over, mean]);
    years(ui, sums, &points);
    legend(ui, rect, workspace, view, [line, mean]);
    if let Some(at) = response.hover_pos()
        && let Some(point) = points.get(((at.x - rect.left()) / (COLUMN + GAP)) as usize)
    {
        response.on_hover_text_at_pointer(explanation(point, workspace, view));
    }
}

fn points(plan: &Plan, view: &View) -> Vec<Point> {
    let (mut spent, mut budget) = (0.0, 0.0);
    let point = |year: &YearPlan| {
        let phase: Option<&Phase> = match year.year {
            Some(number) => plan.phases.at_end_of(number),
            None => plan.phases.phases.first(),
        };
        // What has no year yet is spent in none.
        if year.year.is_some() {
            spent += year.conversion;
            budget += year.budget.unwrap_or(0.0);
        }
        let rate = phase.and_then(|phase| phase.reached.get(view.function.as_usize())?.rate());
        let mean = phase.and_then(Phase::mean_rate);
        let name = match year.year {
            Some(_) => year_name(year, view.language),
            None => view.language.pick("现状", "What exists").to_owned(),
        };
        Point { name, rate, mean, spent, budget }
    };
    plan.schedule.years.iter().map(point).collect()
}

/// Lines at shares of the height, with what they stand for at the left.
fn axis<const N: usize>(
    ui: &Ui,
    rect: Rect,
    marks: [(f32, String); N],
    [line, text]: [Color32; 2],
) {
    for (share, label) in marks {
        let y = rect.bottom() - share * rect.height();
        let ends = [pos2(rect.left() + AXIS, y), pos2(rect.right(), y)];
        ui.painter().line_segment(ends, Stroke::new(1.0, line));
        let at = pos2(rect.left() + AXIS - 6.0, y);
        let font = FontId::proportional(style::CAPTION);
        ui.painter().text(at, Align2::RIGHT_CENTER, label, font, text);
    }
}

/// The years below the bars.
fn years(ui: &Ui, rect: Rect, points: &[Point]) {
    for (position, point) in points.iter().enumerate() {
        let at = pos2(middle(rect, position), rect.bottom() + 3.0);
        let font = FontId::proportional(style::CAPTION);
        let color = ui.visuals().weak_text_color();
        ui.painter().text(at, Align2::CENTER_TOP, &point.name, font, color);
    }
}

fn middle(rect: Rect, position: usize) -> f32 {
    rect.left() + position as f32 * (COLUMN + GAP) + COLUMN / 2.0
}

/// A line through the rates; dashed where `dash` is more than nothing.
fn rate_line(
    ui: &Ui,
    rect: Rect,
    points: &[Point],
    rate: impl Fn(&Point) -> Option<f64>,
    stroke: Stroke,
    dash: f32,
) {
    let place = |(position, point): (usize, &Point)| {
        let y = rect.bottom() - rate(point)? as f32 * rect.height();
        Some(pos2(middle(rect, position), y))
    };
    let places: Vec<_> = points.iter().enumerate().filter_map(place).collect();
    if dash > 0.0 {
        ui.painter().extend(Shape::dashed_line(&places, stroke, dash, dash));
        return;
    }
    ui.painter().line(places.clone(), stroke);
    for (at, point) in places.iter().zip(points) {
        ui.painter().circle_filled(*at, 3.5, stroke.color);
        let label = percent(rate(point));
        let font = FontId::proportional(style::CAPTION);
        let color = ui.visuals().text_color();
        let galley = ui.painter().layout_no_wrap(label, font, color);
        let above = *at - vec2(0.0, 6.0);
        let room = Align2::CENTER_BOTTOM.anchor_size(above, galley.size());
        // The other line may run there.
        ui.painter().rect_filled(room.expand(1.0), 2.0, ui.visuals().window_fill);
        ui.painter().galley(room.min, galley, color);
    }
}

/// Bars of what has been spent, and a line across each of what may have been. Beyond the budget bars
/// have another colour, and the readout says so in words.
fn sums_bars(
    ui: &Ui,
    rect: Rect,
    points: &[Point],
    most: f64,
    [within, over, budget]: [Color32; 3],
) {
    if most <= 0.0 {
        return;
    }
    let height = |yuan: f64| (yuan / most) as f32 * rect.height();
    for (position, point) in points.iter().enumerate() {
        let x = middle(rect, position);
        let top = rect.bottom() - height(point.spent);
        let bar = Rect::from_min_max(pos2(x - 22.0, top), pos2(x + 22.0, rect.bottom()));
        let is_over = point.budget > 0.0 && point.spent > point.budget;
        let color = if is_over { over } else { within.gamma_multiply(0.45) };
        ui.painter().rect_filled(bar, 2.0, color);
        if point.budget > 0.0 {
            let y = rect.bottom() - height(point.budget);
            let ends = [pos2(x - 32.0, y), pos2(x + 32.0, y)];
            ui.painter().line_segment(ends, Stroke::new(2.0, budget));
        }
    }
}

/// Names lines and bars, above everything they could cover.
fn legend(ui: &Ui, rect: Rect, workspace: &Workspace, view: &View, [line, mean]: [Color32; 2]) {
    let language = view.language;
    let function = workspace.session.study().standard().function(view.function);
    let rate = language.pick("覆盖率", " coverage");
    let unit = IN_WAN.of(language);
    let bar = line.gamma_multiply(0.45);
    let names = [
        (format!("{}{rate}", function.short_name.of(language)), line, 2.5, false),
        (MEAN.of(language).to_owned(), mean, 1.5, true),
        (format!("{} ({unit})", SPENT.of(language)), bar, 8.0, false),
        (format!("{} ({unit})", BUDGET.of(language)), mean, 2.0, false),
    ];
    let mut left = rect.left() + AXIS;
    for (name, color, thickness, is_dashed) in names {
        let y = rect.top() + LEGEND / 2.0;
        let sample = [pos2(left, y), pos2(left + 18.0, y)];
        let dash = if is_dashed { 4.0 } else { 18.0 };
        let sample = Shape::dashed_line(&sample, Stroke::new(thickness, color), dash, 4.0);
        ui.painter().extend(sample);
        let font = FontId::proportional(style::CAPTION);
        let at = pos2(left + 24.0, y);
        let text = ui.visuals().weak_text_color();
        left = ui.painter().text(at, Align2::LEFT_CENTER, name, font, text).right() + 16.0;
    }
}

fn explanation(point: &Point, workspace: &Workspace, view: &View) -> String {
    let language = view.language;
    let function = workspace.session.study().standard().function(view.function);
    let mut lines = vec![
        point.name.clone(),
        format!("{} {}", function.short_name.of(language), percent(point.rate)),
        format!("{} {}", MEAN.of(language), percent(point.mean)),
        format!("{} {}", SPENT.of(language), yuan(point.spent, language)),
    ];
    if point.budget > 0.0 {
        lines.push(format!("{} {}", BUDGET.of(language), yuan(point.budget, language)));
        lines.push(excess_text(point.spent - point.budget, language));
    }
    lines.join("\n")
}

/// Whether the sum keeps to the budget, and by how much.
fn excess_text(excess: f64, language: Language) -> String {
    let sum = yuan(excess.abs(), language);
    match excess > 0.0 {
        true => language.pick(format!("超出预算 {sum}"), format!("over the budget by {sum}")),
        false => language.pick(format!("预算结余 {sum}"), format!("{sum} of the budget are left")),
    }
}
