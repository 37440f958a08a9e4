//! The measurement on the map: its line with the length of each leg, and what it comes to.

use crate::cartography::{Align, Canvas, MapContent, ScreenPoint, Stroke};
use crate::geometry::WorldPoint;
use crate::language::{Language, Text};
use crate::numbers::thousands;
use crate::standard::WALKING_PACE_M_PER_MIN;
use crate::ui::measurement::{Figure, Measure, Measurement};
use crate::ui::view::View;

use super::super::canvas::EguiCanvas;
use super::plates;

const CROSSED: Text =
    Text::new("边界自相交，面积无意义", "The outline crosses itself; it has no area");
/// The length of a leg is written where it is so much longer than its text.
const LEG_MARGIN_PX: f32 = 12.0;
const VERTEX_PX: f32 = 3.5;
const TOTAL_TEXT: f32 = 14.0;
const LEG_TEXT: f32 = 12.0;

/// Paints the measurement, with the place under the mouse as its next point.
pub fn paint_measurement(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    next: Option<WorldPoint>,
) {
    let Some(measurement) = &view.measurement else { return };
    let next = next.filter(|_| view.tool.measure() == Some(measurement.measure));
    let line = measurement.line(next);
    let mut drawn = line.clone();
    if measurement.measure == Measure::Area && line.len() > 2 {
        drawn.push(line[0]);
    }
    let at: Vec<ScreenPoint> =
        drawn.iter().map(|place| content.camera.screen_from_world(*place)).collect();
    let paper = content.palette.paper;
    canvas.line(&at, false, Stroke::solid(4.5, paper.with_opacity(0.8)));
    canvas.line(&at, false, Stroke::solid(2.0, content.palette.selection));
    for vertex in &at {
        let rim = Stroke::solid(1.5, content.palette.selection);
        canvas.circle(*vertex, VERTEX_PX, Some(paper), rim);
    }
    if line.len() > 2 {
        paint_legs(canvas, content, &drawn, &at);
    }
    if let Some(figure) = Figure::of(measurement.measure, &line) {
        paint_total(canvas, content, measurement.measure, figure, &at[..line.len()]);
    }
}

/// The length of each leg that is long enough on the screen, that which closes an outline among
/// them; a single leg is the total.
fn paint_legs(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    line: &[WorldPoint],
    at: &[ScreenPoint],
) {
    for (leg, ends) in line.windows(2).zip(at.windows(2)) {
        let text = length_text(leg[0].distance_to(leg[1]), content.language);
        let (dx, dy) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        if dx.hypot(dy) > canvas.text_width(&text, LEG_TEXT) + LEG_MARGIN_PX {
            let middle = ends[0].offset(dx / 2.0, dy / 2.0);
            plates::paint_plate(canvas, content, (middle, Align::Middle), &[(&text, LEG_TEXT)]);
        }
    }
}

/// A distance is written at its end, an area in its middle.
fn paint_total(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    measure: Measure,
    figure: Figure,
    at: &[ScreenPoint],
) {
    let (first_line, second_line) = lines_of(figure, detour_of(content), content.language);
    let place = match (measure, at.last()) {
        (Measure::Distance, Some(last)) => (last.offset(16.0, 22.0), Align::Left),
        _ => (middle_of(at), Align::Middle),
    };
    let lines = [(first_line.as_str(), TOTAL_TEXT), (second_line.as_str(), LEG_TEXT)];
    plates::paint_plate(canvas, content, place, &lines);
}

fn middle_of(at: &[ScreenPoint]) -> ScreenPoint {
    let count = at.len().max(1) as f32;
    let (x, y) = at.iter().fold((0.0, 0.0), |(x, y), point| (x + point.x, y + point.y));
    ScreenPoint::new(x / count, y / count)
}

fn detour_of(content: &MapContent) -> f64 {
    content.session.study().parameters().detour
}

/// What a measurement comes to, in two lines; `None` until there is anything to tell.
pub fn summary(
    measurement: &Measurement,
    detour: f64,
    language: Language,
) -> Option<(String, String)> {
    let figure = Figure::of(measurement.measure, &measurement.line(None))?;
    Some(lines_of(figure, detour, language))
}

/// The figure, and what belongs to it.
fn lines_of(figure: Figure, detour: f64, language: Language) -> (String, String) {
    match figure {
        Figure::Length { metres } => {
            (length_text(metres, language), walk_text(metres, detour, language))
        }
        Figure::Area { m2, perimeter_m } => {
            let perimeter = length_text(perimeter_m, language);
            let around =
                language.pick(format!("周长 {perimeter}"), format!("perimeter {perimeter}"));
            (area_text(m2, language), around)
        }
        Figure::Crossed => (CROSSED.of(language).to_owned(), String::new()),
    }
}

/// How long one walks, about, and what that rests on.
fn walk_text(metres: f64, detour: f64, language: Language) -> String {
    let minutes = metres * detour / WALKING_PACE_M_PER_MIN;
    let (zh, en) = match minutes {
        short if short < 1.0 => ("步行不到 1 分钟".to_owned(), "less than 1 min".to_owned()),
        _ => (format!("步行约 {minutes:.0} 分钟"), format!("about {minutes:.0} min")),
    };
    language.pick(
        format!("{zh}（直线 × 绕行 {detour:.2}）"),
        format!("{en} on foot (straight line × detour {detour:.2})"),
    )
}

/// `43.2 m`, `1,234 m`, `12.35 km`: as exact as a click on the map can be.
fn length_text(metres: f64, language: Language) -> String {
    if metres < 100.0 {
        language.pick(format!("{metres:.1} 米"), format!("{metres:.1} m"))
    } else if metres < 10_000.0 {
        let number = thousands(metres.round() as i64);
        language.pick(format!("{number} 米"), format!("{number} m"))
    } else {
        let km = metres / 1000.0;
        language.pick(format!("{km:.2} 千米"), format!("{km:.2} km"))
    }
}

/// `1,234 m²`, from a tenth of a hectare on in hectares too.
fn area_text(m2: f64, language: Language) -> String {
    let number = thousands(m2.round() as i64);
    let hectares = m2 / 10_000.0;
    let plain = language.pick(format!("{number} 平方米"), format!("{number} m²"));
    if hectares < 0.1 {
        return plain;
    }
    language.pick(format!("{plain}（{hectares:.2} 公顷）"), format!("{plain} ({hectares:.2} ha)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_areas_are_as_exact_as_they_can_be() {
        assert_eq!(length_text(43.21, Language::En), "43.2 m");
        assert_eq!(length_text(1234.4, Language::Zh), "1,234 米");
        assert_eq!(length_text(12_345.0, Language::En), "12.35 km");
        assert_eq!(area_text(640.0, Language::En), "640 m²");
        assert_eq!(area_text(12_345.0, Language::Zh), "12,345 平方米（1.23 公顷）");
    }

    #[test]
    fn a_kilometre_is_a_quarter_of_an_hour_and_longer_with_a_detour() {
        let minutes = |detour| walk_text(1000.0, detour, Language::En);
        assert_eq!(minutes(1.0), "about 15 min on foot (straight line × detour 1.00)");
        assert!(walk_text(13.0, 1.0, Language::Zh).starts_with("步行不到 1 分钟"));
        assert_eq!(minutes(1.3), "about 20 min on foot (straight line × detour 1.30)");
    }
}
