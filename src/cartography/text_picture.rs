//! The picture of a text with its rim, for canvases that keep it: a window would else write it five times
//! over in every frame. Where it is kept is left to the canvas.

use skrifa::{FontRef, MetadataProvider as _};

use super::canvas::HALF_LINE_EM;
use super::picture::Picture;
use super::{Align, Canvas as _, FONT, ScreenPoint, TextStyle};

/// Room for the rim around the letters, in logical pixels.
const MARGIN: f32 = 3.0;

/// A text as pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct TextPicture {
    /// In pixels.
    pub width: usize,
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, the colours multiplied by the opacity.
    pub pixels: Vec<u8>,
}

impl TextPicture {
    /// Writes a text with so many pixels in a logical one. `None` where the embedded font lacks a letter
    /// of it, or it is too long for a picture.
    pub fn of(text: &str, style: TextStyle, scale: f32) -> Option<Self> {
        let font = FontRef::new(FONT).ok()?;
        let charmap = font.charmap();
        if !text.chars().all(|letter| charmap.map(letter).is_some()) {
            return None;
        }
        // The width is asked of a canvas, and a canvas wants a size.
        let text_width = Picture::new(1, 1).ok()?.text_width(text, style.size);
        let [width, height] = [text_width + 2.0 * MARGIN, 2.0 * Self::half_height(style.size)]
            .map(|length| (length * scale).ceil().max(1.0));
        let mut picture = Picture::new(width as u32, height as u32).ok()?.with_scale(scale);
        let at = ScreenPoint::new(MARGIN, Self::half_height(style.size));
        picture.text(at, text, TextStyle { align: Align::Left, ..style });
        Some(Self { width: width as usize, height: height as usize, pixels: picture.into_pixels() })
    }

    /// Where the upper left corner of a picture so wide stands for a text at a place, all in logical
    /// pixels.
    pub fn corner(at: ScreenPoint, style: TextStyle, width: f32) -> ScreenPoint {
        let left = style.align.left_of(at.x, width - 2.0 * MARGIN);
        ScreenPoint::new(left - MARGIN, at.y - Self::half_height(style.size))
    }

    fn half_height(size: f32) -> f32 {
        HALF_LINE_EM * size + MARGIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::Rgba;

    const STYLE: TextStyle = TextStyle {
        size: 12.0,
        color: Rgba::hex(0),
        align: Align::Middle,
        halo: Some(Rgba::hex(0)),
    };

    #[test]
    fn letters_and_their_rim_lie_within_the_picture() {
        for (text, scale) in [("江宁路街道", 1.0), ("Jing'an gyq", 2.0)] {
            let picture = TextPicture::of(text, STYLE, scale).expect("the font has the letters");
            let opacity = |x: usize, y: usize| picture.pixels[4 * (y * picture.width + x) + 3];
            let (right, bottom) = (picture.width - 1, picture.height - 1);
            assert!((0..=right).all(|x| opacity(x, 0) == 0 && opacity(x, bottom) == 0), "{text}");
            assert!((0..=bottom).all(|y| opacity(0, y) == 0 && opacity(right, y) == 0), "{text}");
            assert!(picture.pixels.contains(&255), "{text} is written");
        }
    }

    #[test]
    fn a_text_with_an_unknown_letter_has_no_picture() {
        assert_eq!(TextPicture::of("\u{10ffff}", STYLE, 1.0), None);
    }

    #[test]
    fn the_middle_of_a_picture_is_where_the_text_is() {
        let corner = TextPicture::corner(ScreenPoint::new(100.0, 50.0), STYLE, 86.0);
        assert_eq!(corner.x, 57.0);
    }
}
