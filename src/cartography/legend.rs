//! The legend: always where the map is, in the window and in every picture.

use crate::language::{Language, Text};
use crate::study::FacilityOrigin;

use super::content::{MapContent, Subject};
use super::markers::draw_marker_sign;
use super::theme::STRONG_CHANGE_POINTS;
use super::{Align, Canvas, Rgba, ScreenPoint, Stroke, TextStyle};

const MARGIN: f32 = 16.0;
const PADDING: f32 = 12.0;
const ROW: f32 = 20.0;
const SWATCH: f32 = 14.0;
const CLASS_WIDTH: f32 = 34.0;
const SMALLEST_WIDTH: f32 = CLASS_WIDTH * 5.0;

const COVERED: Text = Text::new("已覆盖的住宅建筑", "Homes within reach");
const UNCOVERED: Text = Text::new("未覆盖的住宅建筑", "Homes not reached");
const UNINHABITED: Text = Text::new("无居民的建筑", "Buildings without residents");
const EXISTING: Text = Text::new("现状设施", "Existing facility");
const HYPOTHETICAL: Text = Text::new("拟设设施", "Hypothetical facility");
const GAINED: Text = Text::new("新增覆盖的住宅", "Homes gained");
const LOST: Text = Text::new("失去覆盖的住宅", "Homes lost");
const BOTH: Text = Text::new("两方案均覆盖", "Reached in both");
const NEITHER: Text = Text::new("两方案均未覆盖", "Reached in neither");
const POINTS: Text =
    Text::new("规划单元覆盖率变化（百分点）", "Change of the unit's rate (points)");
const RATE: Text = Text::new("规划单元覆盖率（%）", "Coverage rate of the unit (%)");
/// Markers are taller than swatches.
const SIGN_ROW: f32 = 30.0;

/// Paints the legend at the lower left.
pub(super) fn paint_legend(canvas: &mut dyn Canvas, content: &MapContent) {
    let lines = titles(content);
    let language = content.language;
    let homes = home_rows(content);
    let rows: Vec<&str> = homes
        .iter()
        .map(|(name, _)| *name)
        .chain([EXISTING, HYPOTHETICAL])
        .map(|text| text.of(language))
        .collect();
    let mut width = SMALLEST_WIDTH;
    width = width.max(canvas.text_width(&lines[0], 14.0));
    width = width.max(canvas.text_width(&lines[1], 12.0));
    for row in &rows {
        width = width.max(canvas.text_width(row, 12.0) + SWATCH + 14.0);
    }
    let height = ROW * (2 + homes.len()) as f32 + SIGN_ROW * 2.0 + 60.0 + 2.0 * PADDING;
    let camera = &content.camera;
    let bottom = camera.origin.y + camera.height - MARGIN;
    let min = ScreenPoint::new(camera.origin.x + MARGIN, bottom - height);
    let max = ScreenPoint::new(min.x + width + 2.0 * PADDING, bottom);
    let palette = &content.palette;
    let rim = Stroke::solid(1.0, palette.separator);
    canvas.rect(min, max, 6.0, palette.paper.with_opacity(0.94), rim);

    let mut at = ScreenPoint::new(min.x + PADDING, min.y + PADDING + ROW / 2.0);
    canvas.text(at, &lines[0], text(14.0, palette.text));
    at.y += ROW;
    canvas.text(at, &lines[1], text(12.0, palette.weak_text));
    at.y += ROW + 4.0;
    // The lightest swatches would be lost on paper.
    let swatch_rim = Stroke::solid(0.5, palette.unit_border);
    for (row, (_, color)) in rows.iter().zip(&homes) {
        let corner = at.offset(0.0, -SWATCH / 2.0);
        canvas.rect(corner, corner.offset(SWATCH, SWATCH), 2.0, *color, swatch_rim);
        canvas.text(at.offset(SWATCH + 14.0, 0.0), row, text(12.0, palette.text));
        at.y += ROW;
    }
    paint_signs(canvas, content, at, &rows[homes.len()..]);
    at.y += SIGN_ROW * 2.0;
    paint_ramp(canvas, content, at);
}

/// What the colours of homes tell.
fn home_rows(content: &MapContent) -> Vec<(Text, Rgba)> {
    let palette = &content.palette;
    match content.subject {
        Subject::Coverage => vec![
            (COVERED, palette.covered),
            (UNCOVERED, palette.uncovered),
            (UNINHABITED, palette.uninhabited),
        ],
        Subject::Difference { .. } => vec![
            (GAINED, palette.gained),
            (LOST, palette.lost),
            (BOTH, palette.reached_in_both),
            (NEITHER, palette.reached_in_neither),
        ],
    }
}

/// What is shown and how it was computed: function, limit and walk model.
fn titles(content: &MapContent) -> [String; 2] {
    let study = content.session.study();
    let function = study.standard().function(content.function);
    let limit_m = study.walk_limit_m(content.function);
    let detour = study.parameters().detour;
    let group = study.layers().buildings.demand().groups()[content.group].name();
    let group = group.of(content.language);
    let title = match content.language {
        Language::Zh => format!("{} · {group}", function.short_name.zh),
        Language::En => format!("{}, {}", function.short_name.en, group.to_lowercase()),
    };
    let crooked = (detour - 1.0).abs() > 1e-9;
    let how = match (content.language, crooked) {
        (Language::Zh, false) => format!("服务半径 {limit_m:.0} 米（直线）"),
        (Language::Zh, true) => format!("步行 {limit_m:.0} 米（直线 × 绕行 {detour:.2}）"),
        (Language::En, false) => format!("Radius {limit_m:.0} m (straight line)"),
        (Language::En, true) => format!("Walk {limit_m:.0} m (straight × detour {detour:.2})"),
    };
    [title, how]
}

fn paint_signs(canvas: &mut dyn Canvas, content: &MapContent, at: ScreenPoint, rows: &[&str]) {
    let function = content.session.study().standard().function(content.function);
    let origins = [FacilityOrigin::Existing, FacilityOrigin::Hypothetical];
    for (row, (name, origin)) in rows.iter().zip(origins).enumerate() {
        let at = at.offset(0.0, row as f32 * SIGN_ROW + 5.0);
        draw_marker_sign(canvas, &content.palette, at.offset(9.0, 0.0), &origin, function);
        canvas.text(at.offset(SWATCH + 14.0, 0.0), name, text(12.0, content.palette.text));
    }
}

/// The classes of the units' colours with the values between them.
fn paint_ramp(canvas: &mut dyn Canvas, content: &MapContent, mut at: ScreenPoint) {
    let palette = &content.palette;
    let strong = format!("{STRONG_CHANGE_POINTS:.0}");
    let (title, ramp, marks) = match content.subject {
        Subject::Coverage => {
            (RATE, palette.rate_ramp, ["0", "20", "40", "60", "80", "100"].map(str::to_owned))
        }
        Subject::Difference { .. } => {
            let marks = [
                "".into(),
                format!("−{strong}"),
                "<0".into(),
                ">0".into(),
                format!("+{strong}"),
                "".into(),
            ];
            (POINTS, palette.change_ramp, marks)
        }
    };
    at.y += 8.0;
    canvas.text(at, title.of(content.language), text(12.0, palette.text));
    at.y += ROW / 2.0;
    for (class, color) in ramp.into_iter().enumerate() {
        let corner = at.offset(class as f32 * CLASS_WIDTH, 0.0);
        let rim = Stroke::solid(0.5, palette.unit_border);
        canvas.rect(corner, corner.offset(CLASS_WIDTH, 10.0), 0.0, color, rim);
    }
    for (position, mark) in marks.iter().enumerate() {
        let align = match position {
            0 => Align::Left,
            5 => Align::Right,
            _ => Align::Middle,
        };
        let style = TextStyle { align, ..text(11.0, palette.weak_text) };
        canvas.text(at.offset(position as f32 * CLASS_WIDTH, 18.0), mark, style);
    }
}

fn text(size: f32, color: Rgba) -> TextStyle {
    TextStyle { size, color, align: Align::Left, halo: None }
}
