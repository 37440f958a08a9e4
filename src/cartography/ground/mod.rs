//! The ground of the map: everything below signs and names, painted into an image by the processor,
//! on all threads at once. No graphics card is needed for it, and none is asked: a window over a
//! slow line, a server without a display and a picture file show the same pixels.
//!
//! What is shown of a layer is decided in `paint`; `underlay` lays a basemap below it; `band` knows how areas, lines and discs become
//! pixels, `coverage` how much of a pixel an outline covers. Signs and names are left to
//! [`paint_map`](super::paint_map).

mod band;
mod coverage;
mod index;
mod paint;
mod underlay;

use rayon::prelude::*;

use super::{Camera, MapContent, ScreenPoint};
use band::Band;
pub use band::Pixel;
use coverage::Coverage;
pub use index::GroundIndex;
use underlay::Underlay;

/// Rows that one thread paints at once. Few enough that the threads end together, many enough that
/// a feature seldom lies in several bands.
const BAND_ROWS: usize = 64;

/// An opaque image of the ground, row by row from the upper left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroundImage {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Pixel>,
}

impl GroundImage {
    /// Paints the ground over whatever the image held. A logical pixel of the content's camera takes
    /// `scale` pixels of the image in each direction.
    pub fn paint(&mut self, content: &MapContent, scale: f32) {
        let camera = content.camera;
        self.width = (camera.width * scale).round().max(1.0) as usize;
        self.height = (camera.height * scale).round().max(1.0) as usize;
        self.pixels.resize(self.width * self.height, [0; 4]);
        let width = self.width;
        let plan = paint::Plan::of(content, scale);
        let underlay = Underlay::of(content, scale, [width, self.height]);
        let bands = self.pixels.par_chunks_mut(width * BAND_ROWS).enumerate();
        bands.for_each_init(
            || Coverage::new(width, BAND_ROWS),
            |coverage, (number, pixels)| {
                let camera = rows_of(&camera, scale, number * BAND_ROWS, pixels.len() / width);
                let mut band = Band::new(pixels, coverage, camera, content.palette.ground);
                if let Some(underlay) = &underlay {
                    underlay.paint(number * BAND_ROWS, band.pixels());
                }
                plan.paint(&mut band, content);
            },
        );
    }
}

/// The camera that sees some rows of what another one sees.
fn rows_of(camera: &Camera, scale: f32, first: usize, rows: usize) -> Camera {
    let scale = f64::from(scale);
    let height = rows as f64 / scale;
    let top = camera.visible().max.y - first as f64 / scale * camera.metres_per_pixel;
    let mut of_rows = *camera;
    of_rows.origin = ScreenPoint::new(0.0, 0.0);
    of_rows.height = height as f32;
    of_rows.center.y = top - height / 2.0 * camera.metres_per_pixel;
    of_rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::WorldPoint;

    #[test]
    fn the_rows_lie_one_below_the_other() {
        let camera = Camera {
            center: WorldPoint::new(640_000.0, 3_457_000.0),
            metres_per_pixel: 3.7,
            origin: ScreenPoint::new(240.0, 48.0),
            width: 1000.0,
            height: 700.0,
        };
        let (scale, whole) = (1.25, camera.visible());
        let upper = rows_of(&camera, scale, 0, 64).visible();
        let lower = rows_of(&camera, scale, 64, 64).visible();
        assert!((upper.max.y - whole.max.y).abs() < 1e-4);
        assert!((upper.min.y - lower.max.y).abs() < 1e-4);
        assert!((lower.min.x - whole.min.x).abs() < 1e-9);
        let height = 64.0 / f64::from(scale) * camera.metres_per_pixel;
        assert!((lower.max.y - lower.min.y - height).abs() < 1e-3);
    }
}
