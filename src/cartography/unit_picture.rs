//! A small map of planning units alone, coloured by a rate: for the maps of several years side by
//! side. Classes are fixed fifths, so that pictures can be compared whatever is in them.

use tiny_skia::{FillRule, PathBuilder};

use crate::layers::Units;

use super::picture::{Picture, add_line};
use super::{Camera, Palette, PictureError, Rgba, Stroke};

/// How many classes of equal width the rates from 0 to 1 fall into.
pub const RATE_CLASSES: usize = 5;

/// The colour of a rate's class; that of places where nobody lives where there is none.
pub fn rate_color(palette: &Palette, rate: Option<f64>) -> Rgba {
    let Some(rate) = rate else { return palette.uninhabited };
    let class = ((rate * RATE_CLASSES as f64) as usize).min(RATE_CLASSES - 1);
    palette.rate_ramp.classes(RATE_CLASSES)[class]
}

/// The pixels of such a map.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPicture {
    pub width: usize,
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, the colours multiplied by the opacity; clear where
    /// there is no unit.
    pub pixels: Vec<u8>,
}

impl UnitPicture {
    /// Draws the units as a camera sees them, with `scale` pixels in a logical one. `rates` has one
    /// entry per unit.
    ///
    /// # Errors
    /// When the picture has no size, or the embedded font is broken.
    pub fn of(
        units: &Units,
        rates: &[Option<f64>],
        palette: &Palette,
        camera: &Camera,
        scale: f32,
    ) -> Result<Self, PictureError> {
        let [width, height] = [camera.width, camera.height].map(|side| (side * scale) as u32);
        let mut picture = Picture::new(width, height)?.with_scale(scale);
        let border = Stroke::solid(0.8, palette.unit_border);
        for (unit, rate) in rates.iter().enumerate().take(units.len()) {
            let mut path = PathBuilder::new();
            for ring in units.shapes().rings(unit) {
                let points = ring.iter().map(|point| camera.screen_from_world(*point));
                add_line(&mut path, points, true);
            }
            let Some(path) = path.finish() else { continue };
            picture.fill_path(&path, FillRule::EvenOdd, rate_color(palette, *rate));
            picture.stroke_path(&path, border);
        }
        let [width, height] = [width, height].map(|side| side as usize);
        Ok(Self { width, height, pixels: picture.pixmap.take() })
    }
}
