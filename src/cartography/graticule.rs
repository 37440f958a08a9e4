//! Lines of longitude and latitude, with their degrees at the upper and right edge of the map.

use crate::geometry::{LonLat, WorldPoint};

use super::content::MapContent;
use super::{Align, Canvas, ScreenPoint, Stroke, TextStyle};

/// Lines are at least this far apart.
const LEAST_SPACING_PX: f64 = 140.0;
/// Steps between lines in seconds of arc, each a part of the next round one.
const STEPS_SECONDS: [f64; 15] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0,
    18_000.0,
];
const SECONDS: f64 = 3600.0;
/// Pieces that a line is drawn in: it is a curve in the plane, though hardly ever seen to be one.
const PIECES: usize = 8;
/// Room for the north arrow, in whose way the degrees would be.
const CORNER_PX: f32 = 64.0;

/// Paints the lines and their degrees.
pub(super) fn paint_graticule(canvas: &mut dyn Canvas, content: &MapContent) {
    let Some(frame) = Frame::of(content) else { return };
    let color = content.palette.weak_text;
    let stroke = Stroke::solid(0.8, color.with_opacity(0.45));
    let style = TextStyle {
        size: 11.0,
        color,
        align: Align::Middle,
        halo: Some(content.palette.paper.with_opacity(0.85)),
    };
    let camera = &content.camera;
    let right = camera.origin.x + camera.width;
    for lon in frame.steps(frame.west, frame.east) {
        let place = |share: f64| LonLat { lon, lat: frame.north - share * frame.height() };
        let Some(line) = frame.line(content, place) else { continue };
        canvas.line(&line, false, stroke);
        let at = ScreenPoint::new(line[0].x, camera.origin.y + 9.0);
        if at.x < right - CORNER_PX && at.x > camera.origin.x + CORNER_PX {
            canvas.text(at, &degrees(lon, "E", "W"), style);
        }
    }
    for lat in frame.steps(frame.south, frame.north) {
        let place = |share: f64| LonLat { lon: frame.west + share * frame.width(), lat };
        let Some(line) = frame.line(content, place) else { continue };
        canvas.line(&line, false, stroke);
        let at = ScreenPoint::new(right - 6.0, line[PIECES].y - 8.0);
        let is_clear = at.y > camera.origin.y + CORNER_PX
            && at.y < camera.origin.y + camera.height - CORNER_PX;
        if is_clear {
            let style = TextStyle { align: Align::Right, ..style };
            canvas.text(at, &degrees(lat, "N", "S"), style);
        }
    }
}

/// The degrees that the map reaches over, and how far apart its lines are.
struct Frame {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    step: f64,
}

impl Frame {
    fn of(content: &MapContent) -> Option<Self> {
        let camera = &content.camera;
        let layers = content.session.study().layers();
        let visible = camera.visible();
        let (min, max) = (visible.min, visible.max);
        let corners = [min, max, WorldPoint::new(min.x, max.y), WorldPoint::new(max.x, min.y)];
        let mut places = Vec::new();
        for corner in corners {
            places.push(layers.lonlat_of(corner)?);
        }
        let least = |of: fn(&LonLat) -> f64| places.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&LonLat) -> f64| places.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = (least(|place| place.lon), most(|place| place.lon));
        let (south, north) = (least(|place| place.lat), most(|place| place.lat));
        let wanted = (north - south) * SECONDS * LEAST_SPACING_PX / f64::from(camera.height);
        let step = STEPS_SECONDS.into_iter().find(|step| *step >= wanted)? / SECONDS;
        Some(Self { west, east, south, north, step })
    }

    fn width(&self) -> f64 {
        self.east - self.west
    }

    fn height(&self) -> f64 {
        self.north - self.south
    }

    /// The round degrees between two ends.
    fn steps(&self, from: f64, to: f64) -> impl Iterator<Item = f64> + use<> {
        let step = self.step;
        let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
        (first..=last).map(move |number| number as f64 * step)
    }

    /// A line on the canvas through the places along it.
    fn line(
        &self,
        content: &MapContent,
        place: impl Fn(f64) -> LonLat,
    ) -> Option<Vec<ScreenPoint>> {
        let layers = content.session.study().layers();
        let point = |piece: usize| {
            let at = layers.place_of(place(piece as f64 / PIECES as f64))?;
            Some(content.camera.screen_from_world(at))
        };
        (0..=PIECES).map(point).collect()
    }
}

/// Degrees, minutes and seconds, as far as they are not zero.
fn degrees(value: f64, positive: &str, negative: &str) -> String {
    let seconds = (value.abs() * SECONDS).round() as i64;
    let (whole, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let side = if value < 0.0 { negative } else { positive };
    match (minutes, seconds) {
        (0, 0) => format!("{whole}°{side}"),
        (_, 0) => format!("{whole}°{minutes:02}′{side}"),
        _ => format!("{whole}°{minutes:02}′{seconds:02}″{side}"),
    }
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_are_written_as_far_as_needed() {
        assert_eq!(degrees(121.5, "E", "W"), "121°30′E");
        assert_eq!(degrees(-31.0, "N", "S"), "31°S");
        assert_eq!(degrees(31.0 + 2.0 / 60.0 + 5.0 / 3600.0, "N", "S"), "31°02′05″N");
    }
}
