//! The narrow interface between the map and what it is painted on.

use super::{MarkerSign, Rgba, ScreenPoint};

/// Something signs and names can be painted on: the window, a picture file, later paper. What lies
/// below them is the ground, a [`GroundImage`](super::GroundImage).
///
/// All lengths are logical pixels. What is painted later lies on top.
pub trait Canvas {
    /// How many pixels there are in a logical one, where it is made of pixels.
    fn pixels_in_logical(&self) -> f32 {
        1.0
    }

    /// Strokes a line through the points; `closed` joins the last to the first.
    fn line(&mut self, points: &[ScreenPoint], closed: bool, stroke: Stroke);

    /// Fills a polygon without holes or crossings.
    fn polygon(&mut self, points: &[ScreenPoint], fill: Rgba);

    fn circle(&mut self, center: ScreenPoint, radius: f32, fill: Option<Rgba>, stroke: Stroke);

    /// A rectangle with corners rounded by `rounding`.
    fn rect(
        &mut self,
        min: ScreenPoint,
        max: ScreenPoint,
        rounding: f32,
        fill: Rgba,
        stroke: Stroke,
    );

    /// Writes one line of text; the point is its left, middle or right at half its height.
    fn text(&mut self, at: ScreenPoint, text: &str, style: TextStyle);

    /// Draws the sign of a facility with its middle at a place. Of its own, because there are many:
    /// a canvas may keep the picture of a sign.
    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign);

    /// Draws a dot with its middle at a place. Of its own for the same reason.
    fn dot(&mut self, at: ScreenPoint, dot: Dot) {
        dot.paint(self, at);
    }

    /// The width the text would take.
    fn text_width(&mut self, text: &str, size: f32) -> f32;
}

/// How a line is drawn. Zero width draws nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    pub width: f32,
    pub color: Rgba,
    /// Length of dashes, equal to the gaps between them; zero for a solid line.
    pub dash: f32,
}

impl Stroke {
    pub const NONE: Self = Self { width: 0.0, color: Rgba::hex(0), dash: 0.0 };

    pub const fn solid(width: f32, color: Rgba) -> Self {
        Self { width, color, dash: 0.0 }
    }

    pub const fn dashed(width: f32, color: Rgba, dash: f32) -> Self {
        Self { width, color, dash }
    }
}

/// A disc with a rim of one logical pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// To the middle of the rim, in logical pixels.
    pub radius: f32,
    pub fill: Rgba,
    pub rim: Rgba,
}

impl Dot {
    /// Paints it on a canvas that keeps no pictures.
    pub fn paint<C: Canvas + ?Sized>(self, canvas: &mut C, at: ScreenPoint) {
        // Two discs cost less than a disc and a line around it.
        canvas.circle(at, self.radius + 0.5, Some(self.rim), Stroke::NONE);
        canvas.circle(at, self.radius - 0.5, Some(self.fill), Stroke::NONE);
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Height of the font in logical pixels.
    pub size: f32,
    pub color: Rgba,
    pub align: Align,
    /// A rim around the letters that keeps them readable on the map.
    pub halo: Option<Rgba>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Middle,
    Right,
}

impl Align {
    /// The left edge of what is so wide and stands at `x`.
    pub fn left_of(self, x: f32, width: f32) -> f32 {
        match self {
            Self::Left => x,
            Self::Middle => x - width / 2.0,
            Self::Right => x - width,
        }
    }
}

/// From half the height of a line of text down to its baseline, in heights of the font: capitals and
/// Chinese characters alike are about 0.74 em tall above it.
pub const BASELINE_EM: f32 = 0.36;
/// What a line of text takes above and below half its height, in heights of the font.
pub(super) const HALF_LINE_EM: f32 = 0.62;

/// A line of text as far as it fits into a width, with an ellipsis where it does not.
pub fn shortened(canvas: &mut dyn Canvas, text: &str, size: f32, width: f32) -> String {
    if canvas.text_width(text, size) <= width {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let short = |count: usize| letters[..count].iter().collect::<String>() + "…";
    let fits = |text: &String| canvas.text_width(text, size) <= width;
    (1..letters.len()).rev().map(short).find(fits).unwrap_or_else(|| "…".to_owned())
}
