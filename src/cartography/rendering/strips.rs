//! A picture written as PNG strip by strip, so that its size is not bounded by memory.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::ControlFlow;

use crate::cartography::PictureError;

use super::PaintRows;

/// So many pixels are drawn at once, 64 MiB of them.
const STRIP_PIXELS: u32 = 1 << 24;

/// Writes an opaque picture as PNG from strips of it, the uppermost first. `progress` hears how many rows
/// of how many are done, and may stop it.
pub(super) fn png_in_strips(
    [width, height]: [u32; 2],
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    paint: &PaintRows,
) -> Result<Vec<u8>, PictureError> {
    let failed = |error: &dyn Display| PictureError::Encoding(error.to_string());
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| failed(&error))?;
    let mut rows = writer.stream_writer().map_err(|error| failed(&error))?;
    let at_once = (STRIP_PIXELS / width.max(1)).max(1);
    for top in (0..height).step_by(at_once as usize) {
        if progress(top as usize, height as usize).is_break() {
            return Err(PictureError::Cancelled);
        }
        let strip = paint(top..(top + at_once).min(height))?;
        rows.write_all(&strip).map_err(|error| failed(&error))?;
    }
    rows.finish().map_err(|error| failed(&error))?;
    writer.finish().map_err(|error| failed(&error))?;
    Ok(png)
}
