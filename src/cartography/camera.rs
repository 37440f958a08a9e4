//! The camera: which part of the world is seen, and how large.

use crate::geometry::{Extent, WorldPoint};

/// A position on the canvas in logical pixels, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScreenPoint {
    pub x: f32,
    pub y: f32,
}

impl ScreenPoint {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub fn offset(self, dx: f32, dy: f32) -> Self {
        Self { x: self.x + dx, y: self.y + dy }
    }
}

/// How far something reaches onto a canvas from its edges, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Edges {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

/// A north-up view of the plane. All arithmetic is in f64; only results are f32.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// The world point in the middle of the canvas.
    pub center: WorldPoint,
    /// Ground resolution: metres per logical pixel.
    pub metres_per_pixel: f64,
    /// Top left corner and size of the canvas in logical pixels.
    pub origin: ScreenPoint,
    pub width: f32,
    pub height: f32,
}

impl Camera {
    /// A house fills the canvas.
    const NEAREST: f64 = 0.05;
    /// A country fills the canvas.
    const FARTHEST: f64 = 2000.0;

    /// A camera that shows the whole extent with a margin.
    pub fn fitting(extent: Extent, origin: ScreenPoint, width: f32, height: f32) -> Self {
        const MARGIN: f64 = 1.06;
        let mut camera = Self::filled_by(extent, origin, width, height);
        let wanted = camera.metres_per_pixel * MARGIN;
        camera.metres_per_pixel = wanted.clamp(Self::NEAREST, Self::FARTHEST);
        camera
    }

    /// A camera that shows just the extent, and what else the shape of the canvas leaves room for.
    pub fn filled_by(extent: Extent, origin: ScreenPoint, width: f32, height: f32) -> Self {
        let across = extent.width() / f64::from(width.max(1.0));
        let down = extent.height() / f64::from(height.max(1.0));
        let metres_per_pixel = across.max(down).clamp(Self::NEAREST, Self::FARTHEST);
        Self { center: extent.center(), metres_per_pixel, origin, width, height }
    }

    /// The same as `fitting`, where what stands along the edges of the canvas must not cover the extent.
    pub fn fitting_between(
        extent: Extent,
        covered: Edges,
        origin: ScreenPoint,
        width: f32,
        height: f32,
    ) -> Self {
        let Edges { left, top, right, bottom } = covered;
        let free = Self::fitting(extent, origin, width - left - right, height - top - bottom);
        let mut camera = free.on_canvas(origin, width, height);
        camera.pan((left - right) / 2.0, (top - bottom) / 2.0);
        camera
    }

    /// The same view on a canvas of another place or size.
    pub fn on_canvas(self, origin: ScreenPoint, width: f32, height: f32) -> Self {
        Self { origin, width, height, ..self }
    }

    pub fn screen_from_world(&self, point: WorldPoint) -> ScreenPoint {
        let middle = self.middle();
        let dx = (point.x - self.center.x) / self.metres_per_pixel;
        let dy = (self.center.y - point.y) / self.metres_per_pixel;
        ScreenPoint::new((middle.0 + dx) as f32, (middle.1 + dy) as f32)
    }

    pub fn world_from_screen(&self, point: ScreenPoint) -> WorldPoint {
        let middle = self.middle();
        WorldPoint {
            x: self.center.x + (f64::from(point.x) - middle.0) * self.metres_per_pixel,
            y: self.center.y - (f64::from(point.y) - middle.1) * self.metres_per_pixel,
        }
    }

    /// A length on the ground in logical pixels.
    pub fn pixels_from_metres(&self, metres: f64) -> f32 {
        (metres / self.metres_per_pixel) as f32
    }

    /// Moves the view so that the world follows a drag by `(dx, dy)` pixels.
    pub fn pan(&mut self, dx: f32, dy: f32) {
        self.center.x -= f64::from(dx) * self.metres_per_pixel;
        self.center.y += f64::from(dy) * self.metres_per_pixel;
    }

    /// The same view, at most half a pixel off, with its pixels on the grid that all views of this
    /// resolution share: what moves then moves by whole pixels. `scale` is the number of physical
    /// pixels in a logical one.
    pub fn on_pixel_grid(self, scale: f32) -> Self {
        let pixel = self.metres_per_pixel / f64::from(scale);
        let snapped = |metres: f64| (metres / pixel).round() * pixel;
        let center = WorldPoint::new(snapped(self.center.x), snapped(self.center.y));
        Self { center, ..self }
    }

    /// Enlarges by `factor`, keeping the world point under the cursor where it is.
    pub fn zoom_about(&mut self, cursor: ScreenPoint, factor: f64) {
        let held = self.world_from_screen(cursor);
        let wanted = self.metres_per_pixel / factor.max(1e-6);
        self.metres_per_pixel = wanted.clamp(Self::NEAREST, Self::FARTHEST);
        let moved = self.world_from_screen(cursor);
        self.center.x += held.x - moved.x;
        self.center.y += held.y - moved.y;
    }

    /// The part of the world on the canvas.
    pub fn visible(&self) -> Extent {
        let top_left = self.world_from_screen(self.origin);
        let bottom_right = self.world_from_screen(self.origin.offset(self.width, self.height));
        Extent {
            min: WorldPoint::new(top_left.x, bottom_right.y),
            max: WorldPoint::new(bottom_right.x, top_left.y),
        }
    }

    /// How much of what another camera sees this one sees too, as a share of the area.
    pub fn share_of(&self, other: &Self) -> f64 {
        let (own, seen) = (self.visible(), other.visible());
        let across = own.max.x.min(seen.max.x) - own.min.x.max(seen.min.x);
        let down = own.max.y.min(seen.max.y) - own.min.y.max(seen.min.y);
        across.max(0.0) * down.max(0.0) / (seen.width() * seen.height())
    }

    /// Whether a point of the world is on the canvas, or within a margin of logical pixels around it.
    pub fn sees(&self, point: WorldPoint, margin: f32) -> bool {
        self.holds(self.screen_from_world(point), margin)
    }

    /// The same of a point of the screen.
    pub(super) fn holds(&self, ScreenPoint { x, y }: ScreenPoint, margin: f32) -> bool {
        let columns = self.origin.x - margin..=self.origin.x + self.width + margin;
        let rows = self.origin.y - margin..=self.origin.y + self.height + margin;
        columns.contains(&x) && rows.contains(&y)
    }

    fn middle(&self) -> (f64, f64) {
        let half = |length: f32| f64::from(length) / 2.0;
        (f64::from(self.origin.x) + half(self.width), f64::from(self.origin.y) + half(self.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn camera() -> Camera {
        Camera {
            center: WorldPoint::new(640_000.0, 3_457_000.0),
            metres_per_pixel: 2.5,
            origin: ScreenPoint::new(240.0, 48.0),
            width: 1000.0,
            height: 700.0,
        }
    }

    #[test]
    fn what_stands_along_the_edges_does_not_cover_the_extent() {
        let (min, max) = (WorldPoint::new(0.0, 0.0), WorldPoint::new(900.0, 300.0));
        let covered = Edges { left: 200.0, top: 10.0, right: 0.0, bottom: 90.0 };
        let origin = ScreenPoint::new(7.0, 5.0);
        let extent = Extent { min, max };
        let camera = Camera::fitting_between(extent, covered, origin, 600.0, 400.0);
        let (upper_left, lower_right) = (
            camera.screen_from_world(WorldPoint::new(min.x, max.y)),
            camera.screen_from_world(WorldPoint::new(max.x, min.y)),
        );
        assert!(upper_left.x > 207.0 && upper_left.x < 225.0, "{upper_left:?}");
        assert!(lower_right.x < 607.0 && lower_right.x > 590.0, "{lower_right:?}");
        assert!((upper_left.y + lower_right.y - 2.0 * 165.0).abs() < 1e-3, "in the middle");
    }

    #[test]
    fn of_a_view_twice_as_wide_a_quarter_is_seen() {
        let near = camera();
        let far = Camera { metres_per_pixel: 2.0 * near.metres_per_pixel, ..near };
        assert!((near.share_of(&far) - 0.25).abs() < 1e-9);
        assert!((far.share_of(&near) - 1.0).abs() < 1e-9);
        let mut beside = near;
        beside.pan(500.0, 0.0);
        assert!((near.share_of(&beside) - 0.5).abs() < 1e-9);
        beside.pan(600.0, 0.0);
        assert_eq!(near.share_of(&beside), 0.0);
    }

    proptest! {
        #[test]
        fn there_and_back_is_less_than_a_hundredth_of_a_pixel(
            x in 240.0..1240.0_f32, y in 48.0..748.0_f32,
        ) {
            let there = camera().world_from_screen(ScreenPoint::new(x, y));
            let back = camera().screen_from_world(there);
            prop_assert!((back.x - x).abs() < 0.01 && (back.y - y).abs() < 0.01);
        }

        #[test]
        fn zooming_keeps_what_is_under_the_cursor(
            x in 240.0..1240.0_f32, y in 48.0..748.0_f32, factor in 0.1..10.0_f64,
        ) {
            let cursor = ScreenPoint::new(x, y);
            let mut zoomed = camera();
            zoomed.zoom_about(cursor, factor);
            let distance =
                camera().world_from_screen(cursor).distance_to(zoomed.world_from_screen(cursor));
            prop_assert!(distance < 1e-6);
        }
    }
}
