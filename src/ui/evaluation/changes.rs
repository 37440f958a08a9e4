//! What the whole looks like over the years, and what of the last step comes from residents, from
//! facilities and from the standard.

use egui::{Align2, Color32, FontId, Rect, RichText, Role, Sense, Stroke, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers::{percent, thousands};
use crate::programme::{Evaluation, ORDER_OF_PARTS, Parts, Scope};
use crate::ui::view::View;
use crate::ui::{style, words};

const OVER_YEARS: Text = Text::new("全域覆盖率", "Coverage of all units");
const FIRST: Text = Text::new(
    "首个年份：没有可比的前一年",
    "The first year: there is none before it to compare with",
);
const INCOMPARABLE: Text = Text::new(
    "前一年没有此功能，无法分解",
    "The year before has no such function: the change cannot be taken apart",
);
const CHART_HEIGHT: f32 = 92.0;
const BAR_HEIGHT: f32 = 16.0;
const NAME_WIDTH: f32 = 110.0;

/// Shows both.
pub(super) fn changes_ui(
    ui: &mut Ui,
    evaluation: &Evaluation,
    (year, function): (usize, &str),
    view: &View,
) {
    let language = view.language;
    ui.label(RichText::new(OVER_YEARS.of(language)).strong());
    over_years_ui(ui, evaluation, (year, function), view);
    ui.add_space(6.0);
    let Some(before) = year.checked_sub(1).and_then(|before| evaluation.years.get(before)) else {
        ui.label(RichText::new(FIRST.of(language)).weak());
        return;
    };
    let name = evaluation.years.get(year).map_or("", |year| &year.name);
    let title = language.pick(
        format!("{} → {name}：已覆盖人数的变化", before.name),
        format!("{} → {name}: change in persons covered", before.name),
    );
    ui.label(RichText::new(title).strong()).on_hover_text(ORDER_OF_PARTS.of(language));
    let whole = evaluation.development(year, &Scope::Whole, function);
    match whole.and_then(|whole| whole.parts) {
        Some(parts) => parts_ui(ui, parts, view),
        None => drop(ui.label(RichText::new(INCOMPARABLE.of(language)).weak())),
    }
    ui.label(RichText::new(ORDER_OF_PARTS.of(language)).small().weak());
}

/// The rate of the whole, year by year, the one looked at marked.
fn over_years_ui(
    ui: &mut Ui,
    evaluation: &Evaluation,
    (year, function): (usize, &str),
    view: &View,
) {
    let palette = Palette::of(view.theme);
    let size = vec2(ui.available_width().min(420.0), CHART_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    words::name_widget(&response, Role::Image, OVER_YEARS.of(view.language));
    let plot = Rect::from_min_max(rect.min + vec2(0.0, 16.0), rect.max - vec2(0.0, 16.0));
    let weak = style::color32(palette.weak_text);
    let ground = [plot.left_bottom(), plot.right_bottom()];
    let line = style::color32(palette.separator);
    ui.painter().line_segment(ground, Stroke::new(1.0, line));
    let column = plot.width() / evaluation.years.len().max(1) as f32;
    let mut places = Vec::new();
    for (position, known) in evaluation.years.iter().enumerate() {
        let x = plot.left() + (position as f32 + 0.5) * column;
        let font = || FontId::proportional(style::CAPTION);
        let below = pos2(x, rect.bottom());
        ui.painter().text(below, Align2::CENTER_BOTTOM, &known.name, font(), weak);
        let reached = known.indicators.reached(&Scope::Whole, function);
        let Some(rate) = reached.and_then(|reached| reached.rate()) else { continue };
        let at = pos2(x, plot.bottom() - rate as f32 * plot.height());
        places.push(at);
        let radius = if position == year { 5.0 } else { 3.0 };
        ui.painter().circle_filled(at, radius, style::color32(palette.covered));
        let label = percent(Some(rate));
        let above = at - vec2(0.0, 6.0);
        let color = style::color32(palette.text);
        ui.painter().text(above, Align2::CENTER_BOTTOM, label, font(), color);
    }
    ui.painter().line(places, Stroke::new(2.0, style::color32(palette.covered)));
}

/// A bar for each part, to the right where more are covered, to the left where fewer are.
fn parts_ui(ui: &mut Ui, parts: Parts, view: &View) {
    let language = view.language;
    let palette = Palette::of(view.theme);
    let [better, worse] = [palette.better, palette.worse].map(style::color32);
    let rows = [
        (Text::new("人口变化", "Residents"), parts.residents),
        (Text::new("设施变化", "Facilities"), parts.facilities),
        (Text::new("标准变化", "Standard"), parts.standard),
        (Text::new("合计", "Together"), parts.sum()),
    ];
    let most = rows.iter().map(|(_, persons)| persons.abs()).fold(1.0, f64::max);
    for (name, persons) in rows {
        let color = if persons < 0.0 { worse } else { better };
        bar_ui(ui, name.of(language), (persons, most), color, language);
    }
}

fn bar_ui(
    ui: &mut Ui,
    name: &str,
    (persons, most): (f64, f64),
    color: Color32,
    language: Language,
) {
    let number = thousands(persons.round() as i64);
    let sign = if persons >= 0.5 { "+" } else { "" };
    let number = language.pick(format!("{sign}{number} 人"), format!("{sign}{number} persons"));
    let size = vec2(ui.available_width().min(420.0), BAR_HEIGHT + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    words::name_widget(&response, Role::Label, &format!("{name} {number}"));
    let text = ui.visuals().text_color();
    let font = || FontId::proportional(style::CAPTION);
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, font(), text);
    let right = rect.right() - 110.0;
    let middle = (rect.left() + NAME_WIDTH + right) / 2.0;
    let half = ((right - rect.left() - NAME_WIDTH) / 2.0).max(10.0);
    let end = middle + (persons / most) as f32 * half;
    let bar = Rect::from_x_y_ranges(
        middle.min(end)..=middle.max(end),
        rect.center().y - BAR_HEIGHT / 2.0 + 2.0..=rect.center().y + BAR_HEIGHT / 2.0 - 2.0,
    );
    ui.painter().rect_filled(bar, 2.0, color);
    let axis = [pos2(middle, rect.top()), pos2(middle, rect.bottom())];
    let line = ui.visuals().weak_text_color();
    ui.painter().line_segment(axis, Stroke::new(1.0, line));
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, number, font(), text);
}
