//! Tiles of one zoom, joined into one picture that is sampled between its pixels.

use std::ops::Range;

use super::Basemap;
use super::tile::{PackedPixel, Tile, TileId};

/// Larger pictures are not made, in pixels.
const MOST_PIXELS: usize = 1 << 25;
/// Positions on a mosaic count parts of a pixel, so many to one.
pub const PARTS: f64 = 65_536.0;
const PART_BITS: u32 = 16;

/// A piece of the world's picture at a zoom. What no tile covers is transparent.
pub struct Mosaic {
    /// Where the upper left pixel lies among those of the zoom.
    left: i64,
    top: i64,
    /// At least two each.
    width: usize,
    height: usize,
    pixels: Vec<PackedPixel>,
}

impl Basemap {
    /// Joins the tiles that hold these pixels of a zoom; the antimeridian is crossed. `None` where
    /// there is no tile at all.
    pub fn mosaic(&self, zoom: u8, columns: Range<i64>, rows: Range<i64>) -> Option<Mosaic> {
        let side = self.tile_side() as i64;
        let world = side << zoom;
        let rows = rows.start.max(0)..rows.end.min(world);
        let width = usize::try_from(columns.end.checked_sub(columns.start)?).ok()?;
        let height = usize::try_from(rows.end - rows.start).ok()?;
        let fits = width.checked_mul(height).is_some_and(|pixels| pixels <= MOST_PIXELS);
        if width < 2 || height < 2 || !fits {
            return None;
        }
        let mut mosaic = Mosaic {
            left: columns.start,
            top: rows.start,
            width,
            height,
            pixels: vec![0; width * height],
        };
        let mut is_blank = true;
        for row in rows.start / side..=(rows.end - 1) / side {
            for column in columns.start.div_euclid(side)..=(columns.end - 1).div_euclid(side) {
                let id = TileId::new(zoom, column.rem_euclid(1 << zoom) as u32, row as u32);
                if let Some((found, tile)) = self.tile(id) {
                    let patch = Patch { of: id, found, tile: &tile, side };
                    mosaic.lay(&patch, [column * side, row * side]);
                    is_blank = false;
                }
            }
        }
        (!is_blank).then_some(mosaic)
    }
}

/// The part of a tile that stands for a tile of its own or of a higher zoom.
struct Patch<'a> {
    of: TileId,
    found: TileId,
    tile: &'a Tile,
    /// Pixels on each side that it is to have.
    side: i64,
}

impl Patch<'_> {
    /// Which pixels of the tile stand at the patch's pixels, along one axis. `place` is where the
    /// patch is among all tiles of its zoom.
    fn source(&self, place: u32) -> impl Fn(i64) -> usize {
        let up = self.of.zoom - self.found.zoom;
        let first = i64::from(place & ((1 << up) - 1)) * self.side;
        let whole = self.side << up;
        let tile_side = self.tile.side() as i64;
        move |pixel| ((first + pixel) * tile_side / whole) as usize
    }

    /// Copies what stands at some columns of the patch from a row of the tile.
    fn copy_row(&self, source: &[PackedPixel], columns: Range<i64>, target: &mut [PackedPixel]) {
        let is_whole = self.found == self.of && self.tile.side() as i64 == self.side;
        if is_whole && let Some(run) = source.get(columns.start as usize..columns.end as usize) {
            target.copy_from_slice(run);
            return;
        }
        let source_column = self.source(self.of.column);
        for (column, pixel) in columns.zip(target) {
            *pixel = source.get(source_column(column)).copied().unwrap_or_default();
        }
    }
}

impl Mosaic {
    /// Copies a patch to where it lies among the pixels of the zoom, as far as it is on the picture.
    fn lay(&mut self, patch: &Patch, [left, top]: [i64; 2]) {
        let (right, bottom) = (self.left + self.width as i64, self.top + self.height as i64);
        let columns = (self.left - left).max(0)..patch.side.min(right - left);
        let rows = (self.top - top).max(0)..patch.side.min(bottom - top);
        let source_row = patch.source(patch.of.row);
        for row in rows {
            let first = (top + row - self.top) as usize * self.width
                + (left + columns.start - self.left) as usize;
            let target = &mut self.pixels[first..first + (columns.end - columns.start) as usize];
            patch.copy_row(patch.tile.row(source_row(row)), columns.clone(), target);
        }
    }

    /// The position of a place on the picture, in [`PARTS`] of a pixel; `x` and `y` are pixels of
    /// the zoom, whole numbers being the corners of pixels.
    pub fn position(&self, [x, y]: [f64; 2]) -> [i64; 2] {
        // Colours stand for the middle of their pixel.
        [x - self.left as f64 - 0.5, y - self.top as f64 - 0.5].map(|at| (at * PARTS) as i64)
    }

    /// Makes every colour another.
    pub fn recolor(&mut self, color: impl Fn(PackedPixel) -> PackedPixel) {
        self.pixels.iter_mut().for_each(|pixel| *pixel = color(*pixel));
    }

    /// The colour at a position, between those of the four pixels around it.
    #[inline]
    pub fn sample(&self, [x, y]: [i64; 2]) -> PackedPixel {
        let whole = |at: i64| (at >> PART_BITS).max(0) as usize;
        let share = |at: i64| (at >> (PART_BITS - 8)) as u64 & 0xff;
        let upper = whole(y).min(self.height - 2) * self.width + whole(x).min(self.width - 2);
        let (right, down) = (share(x), share(y));
        let lower_right = (right * down) >> 8;
        let shares = [256 + lower_right - right - down, right - lower_right, down - lower_right];
        let [upper_left, upper_right] = self.pair(upper).map(spread);
        let [lower_left, last] = self.pair(upper + self.width).map(spread);
        let sum = upper_left * shares[0] + upper_right * shares[1] + lower_left * shares[2];
        gathered(sum + last * lower_right)
    }

    #[inline]
    fn pair(&self, first: usize) -> [PackedPixel; 2] {
        match self.pixels.get(first..first + 2) {
            Some(&[left, right]) => [left, right],
            _ => [0; 2],
        }
    }
}

/// The four channels with room for a factor of 256 above each, to be multiplied at once.
#[inline]
fn spread(pixel: PackedPixel) -> u64 {
    let pixel = u64::from(pixel);
    (pixel | pixel << 24) & 0x00ff_00ff_00ff_00ff
}

/// The channels of a sum whose factors add up to 256.
#[inline]
fn gathered(sum: u64) -> PackedPixel {
    let channels = sum >> 8 & 0x00ff_00ff_00ff_00ff;
    (channels | channels >> 24) as PackedPixel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_told_apart_when_multiplied_at_once() {
        assert_eq!(gathered(spread(0x1234_5678) * 256), 0x1234_5678);
        assert_eq!(gathered(spread(0xff00_00ff) * 128 + spread(0xff00_ff00) * 128), 0xff00_7f7f);
    }

    #[test]
    fn colours_between_two_pixels_are_mixed() {
        let pixels = vec![0xff00_0000, 0xff00_00c8, 0xff00_0000, 0xff00_00c8];
        let mosaic = Mosaic { left: 10, top: 20, width: 2, height: 2, pixels };
        let red = |x| mosaic.sample(mosaic.position([x, 20.7])) & 0xff;
        assert_eq!([red(10.5), red(11.0), red(11.25)], [0, 100, 150]);
    }
}
