//! The front between coverage and the worst unit, as a chart: each point is a plan.

use egui::{Align2, FontId, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::analysis::FrontOutcome;
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers::{counted, percent, percent_at_most};
use crate::siting::FrontPoint;
use crate::study::Study;
use crate::ui::style::{self, color32};
use crate::ui::{Workspace, words};

use super::super::{from_solver, reasons, terms, weak_ui};
use super::{Choice, status_ui};

const HEIGHT: f32 = 160.0;
const MARGIN: f32 = 18.0;
const POINT: f32 = 4.5;
/// What a point takes for the mouse.
const REACH: f32 = 16.0;
const ACROSS: Text = Text::new("覆盖率 →", "covered →");
const UP: Text = Text::new("最差单元 ↑", "worst unit ↑");
const CLICK: Text = Text::new("点选预览此方案", "Click to look at this plan");
const NOTHING: Text = Text::new("停止时尚无方案", "Ended before there was a plan");

pub(super) fn front_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    outcome: &FrontOutcome,
    choice: &mut Choice<'_>,
) {
    let (language, study) = (choice.view.language, workspace.session.study());
    if let Some(hindered) = &outcome.hindered {
        return status_ui(ui, hindered, 0.0, language);
    }
    if let Some(text) = reasons::extent_text(outcome.extent, outcome.places) {
        ui.label(RichText::new(text.of(language)).color(ui.visuals().warn_fg_color));
    }
    if outcome.points.is_empty() {
        ui.label(NOTHING.of(language));
        return;
    }
    ui.label(RichText::new(count_text(outcome, language)).strong());
    chart_ui(ui, outcome, study, choice);
    let shown = choice.view.siting.shown_plan.unwrap_or(0);
    let Some((point, _)) = outcome.points.get(shown) else { return };
    let number = shown + 1;
    let about = about(outcome, point, study, language);
    ui.label(language.pick(format!("方案 {number}：{about}"), format!("Plan {number}: {about}")));
    if !point.is_proven {
        let bound = percent_at_most(point.bound / outcome.residents.max(f64::MIN_POSITIVE));
        let text = language.pick(
            format!("未证明：同样照顾最差单元的方案最多覆盖 {bound}"),
            format!(
                "not proven: no plan that does as well by the worst unit covers more than {bound}"
            ),
        );
        weak_ui(ui, &text);
    }
}

fn count_text(outcome: &FrontOutcome, language: Language) -> String {
    let count = outcome.points.len();
    match outcome.is_complete {
        true => language.pick(
            format!("共 {count} 个不可兼得的方案，均已证明"),
            format!("{} to choose from, each proven, and no others", counted(count, "plan")),
        ),
        false => language.pick(
            format!("已得 {count} 个方案，可能还有其他"),
            format!("{} so far; there may be others", counted(count, "plan")),
        ),
    }
}

fn rate(outcome: &FrontOutcome, residents: f64) -> String {
    percent(from_solver(residents).share_of(from_solver(outcome.residents)))
}

/// What a point says.
fn about(outcome: &FrontOutcome, point: &FrontPoint, study: &Study, language: Language) -> String {
    let cover = point.cover;
    let covered = rate(outcome, cover.covered);
    terms::evenness_text(covered, cover.worst_unit, cover.worst_rate, study, language)
}

fn chart_ui(ui: &mut Ui, outcome: &FrontOutcome, study: &Study, choice: &mut Choice<'_>) {
    let language = choice.view.language;
    let palette = Palette::of(choice.view.theme);
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let area = rect.shrink(MARGIN);
    let places = places(outcome, area);
    let (weak, line) = (color32(palette.weak_text), color32(palette.separator));
    let painter = ui.painter_at(rect);
    painter.line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, line));
    painter.line_segment([area.left_bottom(), area.left_top()], Stroke::new(1.0, line));
    let font = FontId::proportional(style::CAPTION);
    let (least, most) = range(outcome.points.iter().map(|(point, _)| point.cover.covered));
    let (worst, best) = range(outcome.points.iter().map(|(point, _)| point.cover.worst_rate));
    let across = format!("{} {}", ACROSS.of(language), rate(outcome, most));
    let up = format!("{} {}", UP.of(language), percent(Some(best)));
    let below = pos2(area.right(), rect.bottom());
    painter.text(below, Align2::RIGHT_BOTTOM, across, font.clone(), weak);
    painter.text(rect.left_top(), Align2::LEFT_TOP, up, font.clone(), weak);
    let start = pos2(area.left(), rect.bottom());
    painter.text(start, Align2::LEFT_BOTTOM, rate(outcome, least), font.clone(), weak);
    let lowest = pos2(area.left() + 4.0, area.bottom() - 2.0);
    painter.text(lowest, Align2::LEFT_BOTTOM, percent(Some(worst)), font, weak);
    // Between two plans there is none: steps, not slopes.
    let steps = places.windows(2).flat_map(|pair| [pair[0], pos2(pair[0].x, pair[1].y), pair[1]]);
    painter.add(Shape::line(steps.collect(), Stroke::new(1.0, weak)));
    for (number, (at, (point, _))) in places.iter().zip(&outcome.points).enumerate() {
        let spot = Rect::from_center_size(*at, vec2(REACH, REACH));
        let response = ui.interact(spot, ui.scope_id().with(("front", number)), Sense::click());
        let text = about(outcome, point, study, language);
        let named = language
            .pick(format!("方案 {}：{text}", number + 1), format!("Plan {}: {text}", number + 1));
        words::name_widget(&response, Role::Button, &named);
        let (is_chosen, is_lit) =
            (choice.is_chosen(number, 0), response.hovered() || response.has_focus());
        let radius = if is_lit { POINT + 2.0 } else { POINT };
        let color = color32(palette.hypothetical);
        if is_chosen || is_lit {
            painter.circle_filled(*at, radius, color);
        } else {
            painter.circle(*at, radius, color32(palette.paper), Stroke::new(1.5, color));
        }
        choice.take(number, &response);
        response.on_hover_text(format!("{named}\n{}", CLICK.of(language)));
    }
}

/// Where the points stand in the chart.
fn places(outcome: &FrontOutcome, area: Rect) -> Vec<Pos2> {
    let covers = || outcome.points.iter().map(|(point, _)| point.cover);
    let (across, up) =
        (range(covers().map(|cover| cover.covered)), range(covers().map(|cover| cover.worst_rate)));
    let share = |number: f64, (low, high): (f64, f64)| {
        if high > low { ((number - low) / (high - low)) as f32 } else { 0.5 }
    };
    let place = |cover: crate::siting::EquityCover| {
        let (x, y) = (share(cover.covered, across), share(cover.worst_rate, up));
        // Half a point from the edges.
        let inner = area.shrink(2.0 * POINT);
        pos2(inner.left() + inner.width() * x, inner.bottom() - inner.height() * y)
    };
    covers().map(place).collect()
}

fn range(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    numbers.fold(start, |(low, high), number| (low.min(number), high.max(number)))
}
