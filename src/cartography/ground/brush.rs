//! What the ground is painted with, given in the world's metres: rows of pixels ([`Band`]), or
//! shapes on paper (`VectorBrush`). What is painted, and in which order, is decided in `paint`.

use crate::cartography::{Rgba, Stroke};
use crate::geometry::{Extent, Polygons, WorldPoint};

use super::band::Band;

/// Paints over what is there. Widths are logical pixels, as everywhere in the cartography.
pub(super) trait Brush {
    /// The part of the world that is painted.
    fn visible(&self) -> Extent;

    /// The same with a rim, for what is drawn wider than it is.
    fn visible_with_rim(&self, rim_px: f32) -> Extent;

    /// Physical pixels that a metre takes; on paper, dots of a printer.
    fn pixels_per_metre(&self) -> f64;

    /// Fills a feature of a polygon layer.
    fn fill(&mut self, shapes: &Polygons, feature: usize, color: Rgba);

    /// Hatches a feature of a polygon layer.
    fn hatch(&mut self, shapes: &Polygons, feature: usize, color: Rgba);

    /// Strokes the outline of a feature.
    fn outline(&mut self, shapes: &Polygons, feature: usize, stroke: Stroke);

    /// Strokes a line.
    fn line(&mut self, line: &[WorldPoint], stroke: Stroke);

    /// Strokes a circle around a place.
    fn circle(&mut self, center: WorldPoint, radius_m: f64, stroke: Stroke);

    /// Fills all that lies within a radius of any of the places.
    fn discs(&mut self, centers: impl Iterator<Item = WorldPoint>, radius_m: f64, color: Rgba);

    /// Gives every place the colour it has, where it has one.
    fn surface(&mut self, color_at: impl Fn(WorldPoint) -> Option<Rgba>);

    /// Adds a feature too small to have a shape. It may be seen before [`Self::blend_specks`] or
    /// only after.
    fn speck(&mut self, at: WorldPoint, area_m2: f64, color: Rgba);

    /// Shows the specks, with an opacity from 0 to 1.
    fn blend_specks(&mut self, opacity: f32);

    /// Fills a disc around a place.
    fn disc(&mut self, center: WorldPoint, radius_m: f64, color: Rgba) {
        self.discs([center].into_iter(), radius_m, color);
    }
}

impl Brush for Band<'_> {
    fn visible(&self) -> Extent {
        Band::visible(self)
    }

    fn visible_with_rim(&self, rim_px: f32) -> Extent {
        Band::visible_with_rim(self, rim_px)
    }

    fn pixels_per_metre(&self) -> f64 {
        Band::pixels_per_metre(self)
    }

    fn fill(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        Band::fill(self, shapes, feature, color);
    }

    fn hatch(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        Band::hatch(self, shapes, feature, color);
    }

    fn outline(&mut self, shapes: &Polygons, feature: usize, stroke: Stroke) {
        Band::outline(self, shapes, feature, stroke);
    }

    fn line(&mut self, line: &[WorldPoint], stroke: Stroke) {
        Band::line(self, line, stroke);
    }

    fn circle(&mut self, center: WorldPoint, radius_m: f64, stroke: Stroke) {
        Band::circle(self, center, radius_m, stroke);
    }

    fn discs(&mut self, centers: impl Iterator<Item = WorldPoint>, radius_m: f64, color: Rgba) {
        Band::discs(self, centers, radius_m, color);
    }

    fn surface(&mut self, color_at: impl Fn(WorldPoint) -> Option<Rgba>) {
        Band::surface(self, color_at);
    }

    fn speck(&mut self, at: WorldPoint, area_m2: f64, color: Rgba) {
        Band::speck(self, at, area_m2, color);
    }

    fn blend_specks(&mut self, opacity: f32) {
        Band::blend_specks(self, opacity);
    }
}
