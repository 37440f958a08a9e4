//! Some rows of the ground's image, painted by one thread: what is given in the world's metres is
//! blended over what is there. Areas and discs stand here, lines in `strokes`, and what is too small
//! to have a shape in `specks`.

mod specks;
mod strokes;

use crate::cartography::{Camera, Rgba};
use crate::geometry::{Extent, Polygons, WorldPoint};

use super::coverage::{Coverage, Rule};

/// Between the lines of a hatching, in logical pixels.
const HATCH_SPACING_PX: f32 = 5.0;

/// What lies below does not shine through any more.
const OPAQUE: f32 = 511.0 / 512.0;

/// A pixel: red, green, blue and opacity, which is full: the ground hides what is below.
pub type Pixel = [u8; 4];

/// Rows of an image. Lengths are logical pixels, as everywhere in the cartography.
pub(super) struct Band<'p> {
    pixels: &'p mut [Pixel],
    width: usize,
    coverage: &'p mut Coverage,
    /// The camera that sees just these rows.
    camera: Camera,
    to_pixels: ToPixels,
    /// The area of specks on each pixel and the light of their colours, before it is blended; with
    /// a rim of one pixel.
    specks: Vec<[f32; 4]>,
}

/// From metres to physical pixels of a band, y downwards.
#[derive(Debug, Clone, Copy)]
struct ToPixels {
    left: f64,
    top: f64,
    per_metre: f64,
}

impl ToPixels {
    fn at(&self, point: WorldPoint) -> [f32; 2] {
        let x = (point.x - self.left) * self.per_metre;
        let y = (self.top - point.y) * self.per_metre;
        [x as f32, y as f32]
    }

    /// The upper left pixel as counted from the origin of the world, to the right and down: a
    /// pattern counted from there stays with the world while the map is panned.
    fn corner(&self) -> [i64; 2] {
        let right = (self.left * self.per_metre).round() as i64;
        let down = (-self.top * self.per_metre).round() as i64;
        [right, down]
    }
}

impl<'p> Band<'p> {
    /// Rows of physical pixels, seen by a camera of just that height.
    pub fn new(
        pixels: &'p mut [Pixel],
        coverage: &'p mut Coverage,
        camera: Camera,
        ground: Rgba,
    ) -> Self {
        pixels.fill([ground.r, ground.g, ground.b, 255]);
        let width = coverage.width();
        coverage.limit_to(pixels.len() / width.max(1));
        let visible = camera.visible();
        let per_metre = width as f64 / visible.width();
        let to_pixels = ToPixels { left: visible.min.x, top: visible.max.y, per_metre };
        Self { pixels, width, coverage, camera, to_pixels, specks: Vec::new() }
    }

    /// The pixels, row by row.
    pub fn pixels(&mut self) -> &mut [Pixel] {
        self.pixels
    }

    /// The part of the world on the band.
    pub fn visible(&self) -> Extent {
        self.camera.visible()
    }

    /// The same with a rim, for what is drawn wider than it is.
    pub fn visible_with_rim(&self, rim_px: f32) -> Extent {
        let rim = f64::from(rim_px) * self.camera.metres_per_pixel;
        let Extent { min, max } = self.visible();
        Extent {
            min: WorldPoint::new(min.x - rim, min.y - rim),
            max: WorldPoint::new(max.x + rim, max.y + rim),
        }
    }

    /// Physical pixels that a metre takes.
    pub fn pixels_per_metre(&self) -> f64 {
        self.to_pixels.per_metre
    }

    /// Fills a feature of a polygon layer.
    pub fn fill(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        let to_pixels = self.to_pixels;
        for ring in shapes.rings(feature) {
            self.coverage.ring(ring.iter().map(|point| to_pixels.at(*point)));
        }
        self.blend(Rule::EvenOdd, color);
    }

    /// Hatches a feature of a polygon layer.
    pub fn hatch(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        let to_pixels = self.to_pixels;
        for ring in shapes.rings(feature) {
            self.coverage.ring(ring.iter().map(|point| to_pixels.at(*point)));
        }
        let spacing = (HATCH_SPACING_PX * self.scale()).round().max(2.0) as i64;
        let corner = to_pixels.corner();
        let Self { pixels, width, coverage, .. } = self;
        let rgb = [color.r, color.g, color.b];
        coverage.sweep(Rule::EvenOdd, |row, columns, share| {
            for column in columns {
                let diagonal = corner[0] + column as i64 + corner[1] + row as i64;
                if diagonal.rem_euclid(spacing) == 0 {
                    blend_over(&mut pixels[row * *width + column], rgb, share);
                }
            }
        });
    }

    /// Fills all that lies within a radius of any of the places.
    pub fn discs(&mut self, centers: impl Iterator<Item = WorldPoint>, radius_m: f64, color: Rgba) {
        let radius = (radius_m * self.to_pixels.per_metre) as f32;
        for center in centers {
            self.coverage.ring(circle(self.to_pixels.at(center), radius));
        }
        self.blend(Rule::NonZero, color);
    }

    /// Gives every pixel the colour of the place in its middle, where that has one.
    pub fn surface(&mut self, color_at: impl Fn(WorldPoint) -> Option<Rgba>) {
        let ToPixels { left, top, per_metre } = self.to_pixels;
        for (row, pixels) in self.pixels.chunks_mut(self.width.max(1)).enumerate() {
            let y = top - (row as f64 + 0.5) / per_metre;
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let x = left + (column as f64 + 0.5) / per_metre;
                match color_at(WorldPoint::new(x, y)) {
                    Some(Rgba { r, g, b, a: 255 }) => *pixel = [r, g, b, 255],
                    Some(Rgba { r, g, b, a }) => {
                        blend_over(pixel, [r, g, b], f32::from(a) / 255.0);
                    }
                    None => {}
                }
            }
        }
    }

    /// Physical pixels in a logical one.
    fn scale(&self) -> f32 {
        (self.to_pixels.per_metre * self.camera.metres_per_pixel) as f32
    }

    fn blend(&mut self, rule: Rule, color: Rgba) {
        let Self { pixels, width, coverage, .. } = self;
        let opacity = f32::from(color.a) / 255.0;
        let rgb = [color.r, color.g, color.b];
        coverage.sweep(rule, |row, columns, share| {
            let first = row * *width;
            let pixels = &mut pixels[first + columns.start..first + columns.end];
            let opacity = share * opacity;
            if opacity > OPAQUE {
                pixels.fill([rgb[0], rgb[1], rgb[2], 255]);
            } else {
                pixels.iter_mut().for_each(|pixel| blend_over(pixel, rgb, opacity));
            }
        });
    }
}

/// Enough corners that a circle of a radius in pixels looks round.
fn corners_of(radius: f64) -> u32 {
    ((radius.max(0.0) * 4.0).sqrt() as u32 * 4).clamp(8, 512)
}

/// The corners of a circle, turning as the rectangles of segments do.
fn circle(center: [f32; 2], radius: f32) -> impl Iterator<Item = [f32; 2]> + Clone {
    let corners = corners_of(f64::from(radius));
    // Each corner is the one before turned by the same angle: thousands of circles need no sine each.
    let (sin, cos) = (std::f64::consts::TAU / f64::from(corners)).sin_cos();
    let turned = move |[x, y]: &[f64; 2]| Some([x * cos - y * sin, x * sin + y * cos]);
    let around = std::iter::successors(Some([f64::from(radius), 0.0]), turned);
    around.take(corners as usize).map(move |[x, y]| [center[0] + x as f32, center[1] + y as f32])
}

fn blend_over(pixel: &mut Pixel, color: [u8; 3], opacity: f32) {
    let weight = (opacity * 256.0 + 0.5) as i32;
    for (channel, color) in pixel.iter_mut().zip(color) {
        let below = i32::from(*channel);
        *channel = (below + (((i32::from(color) - below) * weight) >> 8)) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, Rect};

    use crate::cartography::{ScreenPoint, Stroke};

    const RED: Rgba = Rgba { r: 255, g: 0, b: 0, a: 255 };

    fn camera() -> Camera {
        Camera {
            center: WorldPoint::new(1000.0, 500.0),
            metres_per_pixel: 2.0,
            origin: ScreenPoint::new(0.0, 0.0),
            width: 20.0,
            height: 10.0,
        }
    }

    /// How many pixels are red, in parts.
    fn red(pixels: &[Pixel]) -> f32 {
        pixels.iter().map(|[_, g, _, _]| 1.0 - f32::from(*g) / 255.0).sum()
    }

    fn painted(paint: impl Fn(&mut Band)) -> Vec<Pixel> {
        // Two physical pixels for each logical one.
        let mut pixels = vec![[0; 4]; 40 * 20];
        let mut coverage = Coverage::new(40, 20);
        let mut band =
            Band::new(&mut pixels, &mut coverage, camera(), Rgba { g: 255, b: 255, ..RED });
        paint(&mut band);
        pixels
    }

    #[test]
    fn an_area_covers_as_much_as_it_measures() {
        let mut shapes = Polygons::default();
        let rect = Rect::new((990.0, 495.0), (1002.0, 505.0));
        shapes.push(&MultiPolygon(vec![rect.to_polygon()]));
        let pixels = painted(|band| band.fill(&shapes, 0, RED));
        // 12 m × 10 m at two metres a logical pixel, four physical ones each.
        assert!((red(&pixels) - 120.0).abs() < 0.5, "{}", red(&pixels));
    }

    #[test]
    fn a_line_is_as_wide_as_its_stroke_however_it_turns() {
        let line = [(992.0, 500.0), (1000.0, 500.0), (1000.0, 506.0)];
        let line = line.map(|(x, y)| WorldPoint::new(x, y));
        let pixels = painted(|band| band.line(&line, Stroke::solid(0.9, RED)));
        // 14 m are 14 physical pixels, 1.8 wide.
        assert!((red(&pixels) - 14.0 * 1.8).abs() < 2.0, "{}", red(&pixels));
    }

    #[test]
    fn dashes_are_half_of_the_line() {
        let line = [WorldPoint::new(984.0, 500.0), WorldPoint::new(1016.0, 500.0)];
        let solid = red(&painted(|band| band.line(&line, Stroke::solid(1.0, RED))));
        let dashed = red(&painted(|band| band.line(&line, Stroke::dashed(1.0, RED, 2.0))));
        assert!((dashed / solid - 0.5).abs() < 0.1, "{dashed} {solid}");
    }

    #[test]
    fn a_speck_gives_the_light_of_its_area_wherever_it_falls() {
        for shift in [0.0, 0.3, 0.77] {
            let pixels = painted(|band| {
                band.speck(WorldPoint::new(1000.0 + shift, 500.0 - shift), 0.5, RED);
                band.blend_specks(1.0);
            });
            assert!((red(&pixels) - 0.5).abs() < 0.05, "{}", red(&pixels));
        }
    }

    #[test]
    fn the_middle_of_the_band_is_that_of_the_camera() {
        let mut pixels = vec![[0; 4]; 40 * 20];
        let mut coverage = Coverage::new(40, 20);
        let band = Band::new(&mut pixels, &mut coverage, camera(), RED);
        let at = band.visible().center();
        assert!((at.x - 1000.0).abs() < 1e-9 && (at.y - 500.0).abs() < 1e-9);
        assert!((band.pixels_per_metre() - 1.0).abs() < 1e-12);
    }
}
