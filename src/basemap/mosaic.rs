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

    /// The colour at a position, between those of the four pixels around it.
    #[inline]
    pub fn sample(&self, [x, y]: [i64; 2]) -> PackedPixel {
        let whole = |at: i64| (at >> PART_BITS).max(0) as usize;
        let share = |at: i64| (at >> (PART_BITS - 8)) as u32 & 0xff;
        let upper = whole(y).min(self.height - 2) * self.width + whole(x).min(self.width - 2);
        let [upper_left, upper_right] = self.pair(upper);
        let [lower_left, lower_right] = self.pair(upper + self.width);
        let (upper, lower) =
            (mixed(upper_left, upper_right, share(x)), mixed(lower_left, lower_right, share(x)));
        mixed(upper, lower, share(y))
    }

    #[inline]
    fn pair(&self, first: usize) -> [PackedPixel; 2] {
        match self.pixels.get(first..first + 2) {
            Some(&[left, right]) => [left, right],
            _ => [0; 2],
        }
    }
}

/// Two colours mixed, `share` of 256 of the second; two channels at a time.
#[inline]
fn mixed(first: PackedPixel, second: PackedPixel, share: u32) -> PackedPixel {
    const HALF: u32 = 0x00ff_00ff;
    let rest = 256 - share;
    let even = ((first & HALF) * rest + (second & HALF) * share) >> 8;
    let odd = ((first >> 8) & HALF) * rest + ((second >> 8) & HALF) * share;
    even & HALF | odd & !HALF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_mix_channel_by_channel() {
        assert_eq!(mixed(0xff00_00ff, 0xff00_ff00, 128), 0xff00_7f7f);
        assert_eq!(mixed(0xffff_ffff, 0, 0), 0xffff_ffff);
    }
}
