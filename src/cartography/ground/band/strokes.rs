//! Lines, outlines and circles of a width, solid and dashed.

use crate::cartography::Stroke;
use crate::geometry::{Extent, Polygons, WorldPoint};

use super::super::coverage::Rule;
use super::{Band, circle, corners_of};

/// Wider strokes are rounded where they turn.
const ROUNDED_FROM_PX: f32 = 2.0;

impl Band<'_> {
    /// Strokes the outline of a feature.
    pub fn outline(&mut self, shapes: &Polygons, feature: usize, stroke: Stroke) {
        for ring in shapes.rings(feature) {
            self.stroke(ring, true, stroke);
        }
        self.blend(Rule::NonZero, stroke.color);
    }

    /// Strokes a line.
    pub fn line(&mut self, line: &[WorldPoint], stroke: Stroke) {
        self.stroke(line, false, stroke);
        self.blend(Rule::NonZero, stroke.color);
    }

    /// Strokes a circle around a place.
    pub fn circle(&mut self, center: WorldPoint, radius_m: f64, stroke: Stroke) {
        let window = self.visible_with_rim(stroke.width);
        let bounds = Extent {
            min: WorldPoint::new(center.x - radius_m, center.y - radius_m),
            max: WorldPoint::new(center.x + radius_m, center.y + radius_m),
        };
        if !bounds.touches(window) {
            return;
        }
        let corners = corners_of(radius_m * self.to_pixels.per_metre);
        let corner = |corner: u32| {
            let angle = std::f64::consts::TAU * f64::from(corner) / f64::from(corners);
            let (down, right) = angle.sin_cos();
            WorldPoint::new(center.x + radius_m * right, center.y + radius_m * down)
        };
        let line: Vec<WorldPoint> = (0..corners).map(corner).collect();
        self.stroke(&line, true, stroke);
        self.blend(Rule::NonZero, stroke.color);
    }

    fn stroke(&mut self, line: &[WorldPoint], closed: bool, stroke: Stroke) {
        let scale = self.scale();
        let (half, dash) = (stroke.width * scale / 2.0, stroke.dash * scale);
        let Some(first) = line.first() else { return };
        let mut from = self.to_pixels.at(*first);
        let mut along = 0.0;
        let closing = closed.then_some(first);
        for point in line[1..].iter().chain(closing) {
            let to = self.to_pixels.at(*point);
            if dash > 0.0 {
                along = self.dashed_segment(from, to, half, dash, along);
            } else {
                self.segment(from, to, half);
                if 2.0 * half >= ROUNDED_FROM_PX {
                    self.coverage.ring(circle(to, half));
                }
            }
            from = to;
        }
    }

    /// Adds the dashes of a segment; `along` is how far the line has come. Returns how far it is
    /// then.
    fn dashed_segment(
        &mut self,
        from: [f32; 2],
        to: [f32; 2],
        half: f32,
        dash: f32,
        along: f32,
    ) -> f32 {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        if !length.is_finite() || length > 64.0 * self.width as f32 {
            // Far beyond the image; its dashes would be endless.
            self.segment(from, to, half);
            return along;
        }
        let at = |distance: f32| {
            let share = if length > 0.0 { distance / length } else { 0.0 };
            [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
        };
        let mut start = -(along % (2.0 * dash));
        while start < length {
            let end = (start + dash).min(length);
            if end > 0.0 {
                self.segment(at(start.max(0.0)), at(end), half);
            }
            start += 2.0 * dash;
        }
        along + length
    }

    /// Adds a straight piece as a rectangle; all turn the same way.
    fn segment(&mut self, from: [f32; 2], to: [f32; 2], half: f32) {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = dx.hypot(dy);
        if length <= 0.0 {
            return;
        }
        let (nx, ny) = (-dy / length * half, dx / length * half);
        let corners = [
            [from[0] + nx, from[1] + ny],
            [from[0] - nx, from[1] - ny],
            [to[0] - nx, to[1] - ny],
            [to[0] + nx, to[1] + ny],
        ];
        self.coverage.ring(corners.into_iter());
    }
}
