//! Tiles: their numbers in the pyramid of Web Mercator, and the pictures they hold.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::error::Fault;

/// Zooms beyond this are finer than a centimetre and exist in no data.
pub(super) const HIGHEST_ZOOM: u8 = 24;
/// The sides that tiles may have, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=2048;
/// What decoding a tile may take beside its pixels, in bytes.
const MOST_DECODING_BYTES: u64 = 64 << 20;

/// The place of a tile: row 0 is the northernmost, as on the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    pub zoom: u8,
    pub column: u32,
    pub row: u32,
}

impl TileId {
    pub const fn new(zoom: u8, column: u32, row: u32) -> Self {
        Self { zoom, column, row }
    }

    /// The tile and those that hold it, from the smallest to the whole world.
    pub fn and_ancestors(self) -> impl Iterator<Item = Self> {
        let of_zoom = move |zoom| {
            let up = u32::from(self.zoom - zoom);
            Self { zoom, column: self.column >> up, row: self.row >> up }
        };
        (0..=self.zoom).rev().map(of_zoom)
    }
}

/// A pixel, premultiplied: red in the lowest byte, opacity in the highest.
pub type PackedPixel = u32;

/// A decoded tile, a square of pixels from the upper left.
pub struct Tile {
    side: usize,
    pixels: Vec<PackedPixel>,
}

impl Tile {
    /// Decodes a picture file. The size is looked at before anything is unpacked.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        // A fault in a decoder costs one tile, not the window.
        let decoded = catch_unwind(AssertUnwindSafe(|| decoded(bytes)));
        decoded.unwrap_or_else(|_| Err(Fault::Picture("?".to_owned())))
    }

    /// A tile of one colour.
    #[cfg(test)]
    pub(super) fn plain(side: usize, pixel: PackedPixel) -> Self {
        Self { side, pixels: vec![pixel; side * side] }
    }

    /// Pixels along each side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// What it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.pixels.len() * size_of::<PackedPixel>()
    }

    /// A row of pixels; empty beyond the last.
    pub(super) fn row(&self, row: usize) -> &[PackedPixel] {
        self.pixels.get(row * self.side..(row + 1) * self.side).unwrap_or_default()
    }
}

fn decoded(bytes: &[u8]) -> Result<Tile, Fault> {
    let format = picture_format(bytes)?;
    let unreadable = |error: image::ImageError| Fault::Picture(error.to_string());
    let mut limits = Limits::default();
    limits.max_image_width = Some(*SIDES.end());
    limits.max_image_height = Some(*SIDES.end());
    limits.max_alloc = Some(MOST_DECODING_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if width != height || !SIDES.contains(&width) {
        return Err(Fault::Picture(format!("{width} × {height}")));
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?.into_rgba8();
    let pixels = picture.pixels().map(|pixel| premultiplied(pixel.0)).collect();
    Ok(Tile { side: width as usize, pixels })
}

fn premultiplied([r, g, b, a]: [u8; 4]) -> PackedPixel {
    let by_opacity = |channel: u8| ((u32::from(channel) * u32::from(a) + 127) / 255) as u8;
    u32::from_le_bytes([by_opacity(r), by_opacity(g), by_opacity(b), a])
}

/// What kind of picture it is, by its first bytes.
fn picture_format(bytes: &[u8]) -> Result<ImageFormat, Fault> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => Ok(format),
        Ok(format) => Err(Fault::Picture(format!("{format:?}"))),
        // Vector tiles are packed with gzip or zlib, or begin with their first layer.
        Err(_) if matches!(bytes, [0x1f, 0x8b, ..] | [0x78, ..] | [0x1a, ..]) => Err(Fault::Vector),
        Err(error) => Err(Fault::Picture(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ancestors_lead_to_the_whole_world() {
        let all: Vec<_> = TileId::new(2, 3, 1).and_ancestors().collect();
        assert_eq!(all, [TileId::new(2, 3, 1), TileId::new(1, 1, 0), TileId::new(0, 0, 0)]);
    }

    #[test]
    fn transparent_pixels_have_no_colour() {
        assert_eq!(premultiplied([255, 255, 255, 0]), 0);
        assert_eq!(premultiplied([1, 2, 3, 255]), 0xFF03_0201);
    }
}
