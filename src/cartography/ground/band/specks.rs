//! Features too small to have a shape: their areas are summed up on the pixels around them, and then
//! blended all at once.

use crate::cartography::Rgba;
use crate::geometry::WorldPoint;

use super::{Band, blend_over};

impl Band<'_> {
    /// Adds a feature too small to have a shape: its area falls on the four pixels around its
    /// middle. Nothing is seen of it before [`Self::blend_specks`].
    pub fn speck(&mut self, at: WorldPoint, area_m2: f64, color: Rgba) {
        let rows = self.pixels.len() / self.width.max(1);
        if self.specks.is_empty() {
            self.specks = vec![[0.0; 4]; (self.width + 2) * (rows + 2)];
        }
        // One pixel more on each side, so that those on the rim need no care.
        let [x, y] = self.to_pixels.at(at).map(|value| value + 0.5);
        let is_seen = x >= 0.0 && y >= 0.0 && x < (self.width + 1) as f32 && y < (rows + 1) as f32;
        if !is_seen {
            return;
        }
        let area = (area_m2 * self.to_pixels.per_metre * self.to_pixels.per_metre) as f32;
        let (column, row) = (x as usize, y as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let first = row * (self.width + 2) + column;
        let (upper, lower) = (area * (1.0 - down), area * down);
        let light = [1.0, f32::from(color.r), f32::from(color.g), f32::from(color.b)];
        let corners = [
            (first, upper * (1.0 - right)),
            (first + 1, upper * right),
            (first + self.width + 2, lower * (1.0 - right)),
            (first + self.width + 3, lower * right),
        ];
        for (pixel, area) in corners {
            for (sum, light) in self.specks[pixel].iter_mut().zip(light) {
                *sum += area * light;
            }
        }
    }

    /// Blends the specks over the ground, each pixel as far as they cover it, in their colours and
    /// with an opacity from 0 to 1.
    pub fn blend_specks(&mut self, opacity: f32) {
        let rows = self.specks.chunks(self.width + 2).skip(1);
        for (pixels, specks) in self.pixels.chunks_mut(self.width).zip(rows) {
            for (pixel, [area, red, green, blue]) in pixels.iter_mut().zip(&specks[1..]) {
                if *area > 0.0 {
                    let color = [red, green, blue].map(|sum| (sum / area) as u8);
                    blend_over(pixel, color, opacity * area.min(1.0));
                }
            }
        }
        self.specks.clear();
    }
}
