//! A canvas of pixels in memory, drawn on the processor: needs no display and no graphics driver. What
//! is painted on it for a picture file is the work of `rendering`.

use std::ops::Range;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, StrokeDash, Transform,
};

use crate::geometry::WorldPoint;

use super::content::MapContent;
use super::{
    BASELINE_EM, Camera, Canvas, Dot, FONT, GroundImage, MarkerSign, Rgba, ScreenPoint, Stroke,
    TextStyle,
};

/// Why no picture came about.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("a picture of {0} × {1} pixels cannot be made")]
    Size(u32, u32),
    #[error("the study has no units, buildings or functions to show")]
    Empty,
    #[error("the embedded font is broken: {0}")]
    Font(#[from] skrifa::raw::ReadError),
    #[error("PNG: {0}")]
    Encoding(String),
    #[error("cancelled")]
    Cancelled,
}

/// The picture of a facility's sign, for canvases that keep it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignPicture {
    /// Pixels along each side; the middle of the sign is that of the picture.
    pub side: usize,
    /// Red, green, blue and opacity of each pixel, the colours multiplied by the opacity.
    pub pixels: Vec<u8>,
}

impl SignPicture {
    /// Draws a sign with so many pixels in a logical one.
    ///
    /// # Errors
    /// When the embedded font is broken.
    pub fn of(sign: &MarkerSign, scale: f32) -> Result<Self, PictureError> {
        Self::around(MarkerSign::REACH, scale, |picture, middle| sign.paint(picture, middle))
    }

    /// Draws a dot likewise.
    ///
    /// # Errors
    /// When the embedded font is broken.
    pub fn of_dot(dot: Dot, scale: f32) -> Result<Self, PictureError> {
        Self::around(dot.radius + 1.0, scale, |picture, middle| picture.dot(middle, dot))
    }

    /// A picture that reaches so far around its middle, in logical pixels.
    fn around(
        reach: f32,
        scale: f32,
        paint: impl FnOnce(&mut Picture, ScreenPoint),
    ) -> Result<Self, PictureError> {
        // An even number, or the middle would lie within a pixel.
        let half = (reach * scale).ceil().max(1.0);
        let side = 2 * half as u32;
        let mut picture = Picture::new(side, side)?.with_scale(scale);
        paint(&mut picture, ScreenPoint::new(half / scale, half / scale));
        Ok(Self { side: side as usize, pixels: picture.pixmap.take() })
    }
}

/// The width of the frame in the place of a letter that the font lacks, in parts of its size.
const MISSING_EM: f32 = 0.7;

/// A canvas of pixels in memory: a whole picture, or some rows of one.
pub(super) struct Picture {
    pub(super) pixmap: Pixmap,
    font: FontRef<'static>,
    /// Pixels in a logical one.
    scale: f32,
    /// How many rows of the picture lie above.
    rows_above: u32,
}

impl Picture {
    pub(super) fn new(width: u32, height: u32) -> Result<Self, PictureError> {
        let pixmap = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
        Ok(Self { pixmap, font: FontRef::new(FONT)?, scale: 1.0, rows_above: 0 })
    }

    /// Some rows of a picture. Places are given as in the whole of it.
    pub(super) fn strip(width: u32, rows: Range<u32>) -> Result<Self, PictureError> {
        Ok(Self { rows_above: rows.start, ..Self::new(width, rows.end - rows.start)? })
    }

    /// Red, green, blue and opacity of each pixel, row by row.
    pub(super) fn into_pixels(self) -> Vec<u8> {
        self.pixmap.take()
    }

    /// The same with so many pixels in a logical one.
    pub(super) fn with_scale(self, scale: f32) -> Self {
        Self { scale, ..self }
    }

    pub(super) fn paint_ground(&mut self, content: &MapContent) {
        let camera = content.camera;
        let [above, own] = [self.rows_above, self.pixmap.height()]
            .map(|rows| f64::from(rows) / f64::from(self.scale));
        // How far the middle of the rows lies below that of the map.
        let map_middle = f64::from(camera.origin.y) + f64::from(camera.height) / 2.0;
        let down = above + own / 2.0 - map_middle;
        let middle = camera.center.y - down * camera.metres_per_pixel;
        let camera = Camera {
            center: WorldPoint::new(camera.center.x, middle),
            height: own as f32,
            ..camera
        };
        let mut ground = GroundImage::default();
        let of_picture = Some(content.camera);
        ground.paint(&MapContent { camera, of_picture, ..*content }, self.scale);
        self.pixmap.data_mut().copy_from_slice(ground.pixels.as_flattened());
    }

    /// Takes what lies left of a line from another picture of the same size; `across` in logical pixels.
    pub(super) fn take_left(&mut self, other: &Self, across: f32) {
        let taken = (across * self.scale).round().max(0.0) as usize;
        self.take_columns(other, 0, taken);
    }

    /// Takes columns from another picture with the same rows, or the uppermost of them, and puts them so
    /// many pixels from the left.
    pub(super) fn take_columns(&mut self, other: &Self, left: usize, columns: usize) {
        const BYTES: usize = 4;
        let [own_row, other_row] =
            [&self.pixmap, &other.pixmap].map(|pixmap| BYTES * pixmap.width() as usize);
        let left = (BYTES * left).min(own_row);
        let taken = (BYTES * columns).min(other_row).min(own_row - left);
        let rows = self.pixmap.data_mut().chunks_exact_mut(own_row);
        for (own, other) in rows.zip(other.pixmap.data().chunks_exact(other_row)) {
            own[left..left + taken].copy_from_slice(&other[..taken]);
        }
    }

    pub(super) fn fill_path(&mut self, path: &Path, rule: FillRule, color: Rgba) {
        let placed = self.placed();
        self.pixmap.fill_path(path, &paint_of(color), rule, placed, None);
    }

    /// From logical pixels of the whole picture to those of these rows.
    fn placed(&self) -> Transform {
        Transform::from_scale(self.scale, self.scale).post_translate(0.0, -(self.rows_above as f32))
    }

    pub(super) fn stroke_path(&mut self, path: &Path, stroke: Stroke) {
        if stroke.width <= 0.0 {
            return;
        }
        let dash = (stroke.dash > 0.0)
            .then(|| StrokeDash::new(vec![stroke.dash, stroke.dash], 0.0))
            .flatten();
        let line = tiny_skia::Stroke {
            width: stroke.width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            dash,
            ..Default::default()
        };
        let paint = paint_of(stroke.color);
        let placed = self.placed();
        self.pixmap.stroke_path(path, &paint, &line, placed, None);
    }

    /// The outlines of a text whose baseline starts at a point; `None` for blank text.
    fn outline(&self, start: ScreenPoint, text: &str, size: f32) -> Option<Path> {
        let glyphs = self.font.outline_glyphs();
        let mut pen = GlyphPen { path: PathBuilder::new(), origin: start };
        for character in text.chars() {
            let glyph = self.font.charmap().map(character);
            if glyph.is_none() {
                pen.frame(size);
            }
            if let Some(outline) = glyph.and_then(|glyph| glyphs.get(glyph)) {
                let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
                // A glyph that cannot be drawn leaves a gap of its width.
                let _ = outline.draw(settings, &mut pen);
            }
            pen.origin.x += self.advance(character, size);
        }
        pen.path.finish()
    }

    /// How far a letter takes the pen.
    fn advance(&self, character: char, size: f32) -> f32 {
        let metrics = self.font.glyph_metrics(Size::new(size), LocationRef::default());
        let glyph = self.font.charmap().map(character);
        glyph.map_or(MISSING_EM * size, |g| metrics.advance_width(g).unwrap_or_default())
    }
}

impl Canvas for Picture {
    fn pixels_in_logical(&self) -> f32 {
        self.scale
    }

    fn line(&mut self, points: &[ScreenPoint], closed: bool, stroke: Stroke) {
        let mut path = PathBuilder::new();
        add_line(&mut path, points.iter().copied(), closed);
        if let Some(path) = path.finish() {
            self.stroke_path(&path, stroke);
        }
    }

    fn polygon(&mut self, points: &[ScreenPoint], fill: Rgba) {
        let mut path = PathBuilder::new();
        add_line(&mut path, points.iter().copied(), true);
        if let Some(path) = path.finish() {
            self.fill_path(&path, FillRule::EvenOdd, fill);
        }
    }

    fn circle(&mut self, center: ScreenPoint, radius: f32, fill: Option<Rgba>, stroke: Stroke) {
        let Some(path) = PathBuilder::from_circle(center.x, center.y, radius) else { return };
        if let Some(fill) = fill {
            self.fill_path(&path, FillRule::Winding, fill);
        }
        self.stroke_path(&path, stroke);
    }

    fn rect(
        &mut self,
        min: ScreenPoint,
        max: ScreenPoint,
        rounding: f32,
        fill: Rgba,
        stroke: Stroke,
    ) {
        let path = rounded_rect(min, max, rounding);
        if let Some(path) = path {
            self.fill_path(&path, FillRule::Winding, fill);
            self.stroke_path(&path, stroke);
        }
    }

    fn text(&mut self, at: ScreenPoint, text: &str, style: TextStyle) {
        let width = self.text_width(text, style.size);
        let left = style.align.left_of(at.x, width);
        let baseline = at.y + style.size * BASELINE_EM;
        let Some(path) = self.outline(ScreenPoint::new(left, baseline), text, style.size) else {
            return;
        };
        if let Some(halo) = style.halo {
            self.stroke_path(&path, Stroke::solid(3.0, halo));
        }
        self.fill_path(&path, FillRule::Winding, style.color);
    }

    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign) {
        sign.paint(self, at);
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.advance(character, size)).sum()
    }
}

fn paint_of(color: Rgba) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.r, color.g, color.b, color.a);
    paint.anti_alias = true;
    paint
}

pub(super) fn add_line(
    path: &mut PathBuilder,
    points: impl Iterator<Item = ScreenPoint>,
    closed: bool,
) {
    for (position, point) in points.enumerate() {
        if position == 0 {
            path.move_to(point.x, point.y);
        } else {
            path.line_to(point.x, point.y);
        }
    }
    if closed {
        path.close();
    }
}

fn rounded_rect(min: ScreenPoint, max: ScreenPoint, rounding: f32) -> Option<Path> {
    if rounding <= 0.0 {
        return Rect::from_ltrb(min.x, min.y, max.x, max.y).map(PathBuilder::from_rect);
    }
    let r = rounding;
    let mut path = PathBuilder::new();
    path.move_to(min.x + r, min.y);
    path.line_to(max.x - r, min.y);
    path.quad_to(max.x, min.y, max.x, min.y + r);
    path.line_to(max.x, max.y - r);
    path.quad_to(max.x, max.y, max.x - r, max.y);
    path.line_to(min.x + r, max.y);
    path.quad_to(min.x, max.y, min.x, max.y - r);
    path.line_to(min.x, min.y + r);
    path.quad_to(min.x, min.y, min.x + r, min.y);
    path.close();
    path.finish()
}

/// Turns glyph outlines, y upwards, into paths on the canvas, y downwards.
struct GlyphPen {
    path: PathBuilder,
    origin: ScreenPoint,
}

impl GlyphPen {
    /// The frame in the place of a letter that the font lacks: a name must not look complete that is
    /// not.
    fn frame(&mut self, size: f32) {
        let [left, right] = [0.08, MISSING_EM - 0.08].map(|em| self.origin.x + em * size);
        let [top, bottom] = [0.74, 0.0].map(|em| self.origin.y - em * size);
        let line = 0.07 * size;
        let outside = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let (left, right, top, bottom) = (left + line, right - line, top + line, bottom - line);
        // Turned the other way, so that it stays open.
        let inside = [(left, top), (left, bottom), (right, bottom), (right, top)];
        for ring in [outside, inside] {
            let points = ring.into_iter().map(|(x, y)| ScreenPoint::new(x, y));
            add_line(&mut self.path, points, true);
        }
    }
}

impl OutlinePen for GlyphPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.origin.x + x, self.origin.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.origin.x + x, self.origin.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let Self { path, origin } = self;
        path.quad_to(origin.x + cx, origin.y - cy, origin.x + x, origin.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let Self { path, origin } = self;
        let (ax, ay) = (origin.x + ax, origin.y - ay);
        let (bx, by) = (origin.x + bx, origin.y - by);
        path.cubic_to(ax, ay, bx, by, origin.x + x, origin.y - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
