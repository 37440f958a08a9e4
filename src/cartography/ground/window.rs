//! Which pixels of the ground's image are painted: all of them, or the strips that came into view.
//! Divides them into bands, one for each thread at a time.

use rayon::prelude::*;

use crate::cartography::{Camera, MapContent, ScreenPoint};
use crate::geometry::WorldPoint;

use super::Pixel;
use super::band::Band;
use super::coverage::Coverage;
use super::paint::Plan;
use super::underlay::Underlay;

/// Rows that one thread paints at once. Few enough that the threads end together, many enough that
/// a feature seldom lies in several bands.
const BAND_ROWS: usize = 64;
/// Rows of a band where only some are painted at once, so that every thread has one. A multiple of the
/// basemap's steps.
pub(super) const SLICE_ROWS: usize = 32;

/// A rectangle of the image, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PixelWindow {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
}

impl PixelWindow {
    pub fn pixels(&self) -> usize {
        self.width * self.height
    }

    pub fn is_empty(&self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// The smallest window around both.
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self };
        }
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let right = (self.left + self.width).max(other.left + other.width);
        let bottom = (self.top + self.height).max(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// What nothing is left on when what the window shows has moved: up to two strips.
    pub fn strips_uncovered(self, right: isize, down: isize) -> Vec<Self> {
        let columns = right.unsigned_abs().min(self.width);
        let rows = down.unsigned_abs().min(self.height);
        let top = if down > 0 { self.top } else { self.top + self.height - rows };
        let across = Self { top, height: rows, ..self };
        let left = if right > 0 { self.left } else { self.left + self.width - columns };
        let below = if down > 0 { self.top + rows } else { self.top };
        let beside = Self { left, top: below, width: columns, height: self.height - rows };
        [across, beside].into_iter().filter(|strip| !strip.is_empty()).collect()
    }

    fn bands(self, rows: usize) -> impl IndexedParallelIterator<Item = Self> {
        (0..self.height.div_ceil(rows)).into_par_iter().map(move |number| {
            let first = number * rows;
            let height = rows.min(self.height - first);
            Self { top: self.top + first, height, ..self }
        })
    }

    /// The camera that sees just this window of what another one sees.
    fn camera(self, of_image: &Camera, scale: f32) -> Camera {
        let scale = f64::from(scale);
        let metres = |pixels: f64| pixels / scale * of_image.metres_per_pixel;
        let corner = of_image.visible();
        let (width, height) = (self.width as f64, self.height as f64);
        Camera {
            center: WorldPoint {
                x: corner.min.x + metres(self.left as f64 + width / 2.0),
                y: corner.max.y - metres(self.top as f64 + height / 2.0),
            },
            metres_per_pixel: of_image.metres_per_pixel,
            origin: ScreenPoint::new(0.0, 0.0),
            width: (width / scale) as f32,
            height: (height / scale) as f32,
        }
    }
}

/// Paints a window of an image that is `stride` pixels wide.
pub(super) fn paint(
    pixels: &mut [Pixel],
    stride: usize,
    window: PixelWindow,
    plan: &Plan,
    content: &MapContent,
    scale: f32,
) {
    let camera = window.camera(&content.camera, scale);
    let underlay = Underlay::of(content, &camera, scale, [window.width, window.height]);
    let paint_band = |coverage: &mut Coverage, pixels: &mut [Pixel], rows: PixelWindow| {
        let camera = rows.camera(&content.camera, scale);
        let mut band = Band::new(pixels, coverage, camera, content.palette.ground);
        if let Some(underlay) = &underlay {
            underlay.paint(rows.top - window.top, band.pixels());
        }
        plan.paint(&mut band, content);
    };
    let is_slice = window.height <= SLICE_ROWS * rayon::current_num_threads();
    let band_rows = if is_slice { SLICE_ROWS } else { BAND_ROWS };
    let new_coverage = || Coverage::new(window.width, band_rows);
    if window.width == stride {
        // The rows of a band lie together in the image.
        let rows = &mut pixels[window.top * stride..(window.top + window.height) * stride];
        let bands = rows.par_chunks_mut(stride * band_rows).zip(window.bands(band_rows));
        bands.for_each_init(new_coverage, |coverage, (pixels, rows)| {
            paint_band(coverage, pixels, rows);
        });
        return;
    }
    let bands = window.bands(band_rows).map_init(new_coverage, |coverage, rows| {
        let mut pixels = vec![[0; 4]; rows.width * rows.height];
        paint_band(coverage, &mut pixels, rows);
        (rows, pixels)
    });
    let painted: Vec<(PixelWindow, Vec<Pixel>)> = bands.collect();
    for (band, painted) in painted {
        for (row, painted) in painted.chunks(band.width).enumerate() {
            let first = (band.top + row) * stride + band.left;
            pixels[first..first + band.width].copy_from_slice(painted);
        }
    }
}

/// Moves everything in an image to the right and down; what comes into view keeps its old pixels.
pub(super) fn shift(pixels: &mut [Pixel], stride: usize, right: isize, down: isize) {
    let by = down * stride as isize + right;
    let moved = by.unsigned_abs().min(pixels.len());
    // What leaves a row at its end enters the next one, where it will be painted over.
    if by > 0 {
        pixels.copy_within(..pixels.len() - moved, moved);
    } else {
        pixels.copy_within(moved.., 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMERA: Camera = Camera {
        center: WorldPoint { x: 640_000.0, y: 3_457_000.0 },
        metres_per_pixel: 3.7,
        origin: ScreenPoint::new(240.0, 48.0),
        width: 1000.0,
        height: 700.0,
    };

    #[test]
    fn the_bands_lie_one_below_the_other() {
        let scale = 1.25;
        let whole = PixelWindow { left: 0, top: 0, width: 1250, height: 875 };
        let bands: Vec<PixelWindow> = whole.bands(BAND_ROWS).collect();
        assert_eq!(bands.iter().map(|band| band.height).sum::<usize>(), 875);
        let [upper, lower] = [bands[0], bands[1]].map(|band| band.camera(&CAMERA, scale).visible());
        let all = CAMERA.visible();
        assert!((upper.max.y - all.max.y).abs() < 1e-4);
        assert!((upper.min.y - lower.max.y).abs() < 1e-4);
        assert!((lower.min.x - all.min.x).abs() < 1e-4);
        let height = 64.0 / f64::from(scale) * CAMERA.metres_per_pixel;
        assert!((lower.max.y - lower.min.y - height).abs() < 1e-3);
    }

    #[test]
    fn what_is_moved_and_what_is_painted_make_up_the_image() {
        let whole = PixelWindow { left: 0, top: 0, width: 7, height: 5 };
        for (right, down) in [(0, 0), (2, 0), (-2, 0), (0, 3), (0, -3), (3, 2), (-6, 4), (1, -1)] {
            let before: Vec<Pixel> = (0..35).map(|number| [number, 0, 0, 255]).collect();
            let mut after = before.clone();
            shift(&mut after, 7, right, down);
            let strips = whole.strips_uncovered(right, down);
            for (row, column) in (0..5).flat_map(|row| (0..7).map(move |column| (row, column))) {
                let is_in = |strip: &PixelWindow| {
                    (strip.left..strip.left + strip.width).contains(&column)
                        && (strip.top..strip.top + strip.height).contains(&row)
                };
                let painted = strips.iter().filter(|strip| is_in(strip)).count();
                let from = (row as isize - down, column as isize - right);
                let was_seen = (0..5).contains(&from.0) && (0..7).contains(&from.1);
                assert_eq!(painted, usize::from(!was_seen), "{right} {down}: {row} {column}");
                if was_seen {
                    let kept = before[from.0 as usize * 7 + from.1 as usize];
                    assert_eq!(after[row * 7 + column], kept, "{right} {down}: {row} {column}");
                }
            }
        }
    }
}
