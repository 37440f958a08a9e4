//! Scale bar, north arrow, and whom the basemap is owed to.

use super::content::MapContent;
use super::{Align, Camera, Canvas, ScreenPoint, Stroke, TextStyle, shortened};

const MARGIN: f32 = 16.0;
/// In logical pixels.
const LONGEST_BAR: f64 = 150.0;
/// Below the scale bar.
const CREDIT_HEIGHT: f32 = 12.0;
/// How much of the map's width the credit may take: the legend stands at the left.
const MOST_OF_CREDIT: f32 = 0.6;

/// Where scale bar and north arrow stand on a map, each by its upper left and lower right corner.
pub(super) fn places(camera: &Camera) -> [[ScreenPoint; 2]; 2] {
    let corner = camera.origin.offset(camera.width, camera.height);
    let bar = [corner.offset(-MARGIN - LONGEST_BAR as f32, -MARGIN - 22.0), corner];
    let top = camera.origin.offset(camera.width, 0.0);
    let arrow = [top.offset(-MARGIN - 24.0, 0.0), top.offset(0.0, MARGIN + 42.0)];
    [bar, arrow]
}

/// A bar of a round length between 60 and 150 pixels, at the lower right.
pub(super) fn paint_scale_bar(canvas: &mut dyn Canvas, content: &MapContent) {
    let camera = &content.camera;
    let length_m = round_length(camera.metres_per_pixel * LONGEST_BAR);
    let length = camera.pixels_from_metres(length_m);
    let right = camera.origin.x + camera.width - MARGIN;
    let base = camera.origin.y + camera.height - MARGIN;
    let (start, end) = (ScreenPoint::new(right - length, base), ScreenPoint::new(right, base));
    let ticks = [start.offset(0.0, -5.0), start, end, end.offset(0.0, -5.0)];
    canvas.line(&ticks, false, Stroke::solid(4.0, content.palette.paper.with_opacity(0.8)));
    canvas.line(&ticks, false, Stroke::solid(1.5, content.palette.text));
    let label = if length_m >= 1000.0 {
        content
            .language
            .pick(format!("{} 千米", length_m / 1000.0), format!("{} km", length_m / 1000.0))
    } else {
        content.language.pick(format!("{length_m} 米"), format!("{length_m} m"))
    };
    let style = TextStyle {
        size: 12.0,
        color: content.palette.text,
        align: Align::Right,
        halo: Some(content.palette.paper.with_opacity(0.85)),
    };
    canvas.text(end.offset(0.0, -14.0), &label, style);
}

/// The largest of 1, 2, 5 times a power of ten that is at most `longest_m`.
fn round_length(longest_m: f64) -> f64 {
    let power = 10_f64.powf(longest_m.max(1e-3).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|n| n * power).find(|m| *m <= longest_m).unwrap_or(power)
}

/// An arrow to the north at the upper right; the map is always north-up.
pub(super) fn paint_north_arrow(canvas: &mut dyn Canvas, content: &MapContent) {
    let camera = &content.camera;
    let top = ScreenPoint::new(
        camera.origin.x + camera.width - MARGIN - 12.0,
        camera.origin.y + MARGIN + 16.0,
    );
    let palette = &content.palette;
    let left = [top, top.offset(-8.0, 24.0), top.offset(0.0, 18.0)];
    let right = [top, top.offset(8.0, 24.0), top.offset(0.0, 18.0)];
    let whole = [top, top.offset(8.0, 24.0), top.offset(0.0, 18.0), top.offset(-8.0, 24.0)];
    canvas.line(&whole, true, Stroke::solid(4.0, palette.paper.with_opacity(0.8)));
    canvas.polygon(&left, palette.text);
    canvas.polygon(&right, palette.paper);
    canvas.line(&right, true, Stroke::solid(1.0, palette.text));
    let style = TextStyle {
        size: 12.0,
        color: palette.text,
        align: Align::Middle,
        halo: Some(palette.paper.with_opacity(0.85)),
    };
    canvas.text(top.offset(0.0, -9.0), content.language.pick("北", "N"), style);
}

/// Whom the basemap is owed to, small at the lower right corner: the licences of most demand it.
pub(super) fn paint_credit(canvas: &mut dyn Canvas, content: &MapContent) {
    let Some(basemap) = content.basemap else { return };
    let camera = &content.camera;
    let at = ScreenPoint::new(
        camera.origin.x + camera.width - 6.0,
        camera.origin.y + camera.height - CREDIT_HEIGHT / 2.0,
    );
    let style = TextStyle {
        size: 10.0,
        color: content.palette.weak_text,
        align: Align::Right,
        halo: Some(content.palette.paper.with_opacity(0.85)),
    };
    let credit = shortened(canvas, basemap.credit(), style.size, MOST_OF_CREDIT * camera.width);
    canvas.text(at, &credit, style);
}

#[cfg(test)]
mod tests {
    use super::round_length;

    #[test]
    fn scale_bars_have_round_lengths() {
        assert_eq!(round_length(430.0), 200.0);
        assert_eq!(round_length(999.0), 500.0);
        assert_eq!(round_length(1000.0), 1000.0);
        assert_eq!(round_length(64.0), 50.0);
    }
}
