//! A page of a PDF file as a canvas: shapes stay shapes, and text stays text that can be selected
//! and searched.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Identifier};

use super::typeface::{Pen, Typeface, Weight};
use crate::cartography::{
    BASELINE_EM, Canvas, GroundImage, MarkerSign, Rgba, ScreenPoint, Stroke, TextStyle,
};

/// How wide the rim around letters is, in logical pixels.
const HALO_PX: f32 = 3.0;
/// Where the control points of a quarter of a circle lie, in parts of its radius.
const QUARTER: f32 = 0.552_284_8;

/// A page that is painted on. Lengths are the logical pixels of the frame it is in, at first points
/// of the page.
pub struct PaperCanvas<'s> {
    surface: Surface<'s>,
    typeface: &'s Typeface,
    /// Whether letters are drawn as shapes: those of signs belong to no text.
    are_letters_shapes: bool,
}

impl<'s> PaperCanvas<'s> {
    pub fn new(surface: Surface<'s>, typeface: &'s Typeface) -> Self {
        Self { surface, typeface, are_letters_shapes: false }
    }

    /// Paints within a frame of a width and height in its own logical pixels, of which each takes
    /// `scale` of those around it; what is painted outside is not seen.
    pub fn framed(
        &mut self,
        corner: ScreenPoint,
        scale: f32,
        [width, height]: [f32; 2],
        paint: impl FnOnce(&mut Self),
    ) {
        let place = Transform::from_row(scale, 0.0, 0.0, scale, corner.x, corner.y);
        let Some(window) = rectangle(ScreenPoint::new(0.0, 0.0), ScreenPoint::new(width, height))
        else {
            return;
        };
        self.surface.push_transform(&place);
        self.surface.push_clip_path(&window, &FillRule::NonZero);
        paint(self);
        self.surface.pop();
        self.surface.pop();
    }

    /// Paints something that is one thing to those who do not see the page. Returns what the tree of the
    /// document knows it by. What is painted must not tag parts of itself.
    pub fn tagged(&mut self, tag: ContentTag, paint: impl FnOnce(&mut Self)) -> Identifier {
        let known_by = self.surface.start_tagged(tag);
        paint(self);
        self.surface.end_tagged();
        known_by
    }

    /// Writes a line of text whose baseline starts at a point.
    pub fn write(
        &mut self,
        start: ScreenPoint,
        text: &str,
        size: f32,
        weight: Weight,
        color: Rgba,
    ) {
        self.surface.set_fill(Some(fill_of(color, FillRule::NonZero)));
        self.surface.set_stroke(None);
        let mut left = start.x;
        for run in self.typeface.runs(text, weight) {
            let at = Point::from_xy(rounded(left), rounded(start.y));
            self.surface.draw_glyphs(at, &run.glyphs, run.font, run.text, size, false);
            left += run.width * size;
        }
    }

    /// Fills an area with holes.
    pub fn area(&mut self, rings: &[Vec<ScreenPoint>], fill: Rgba) {
        let mut path = PathBuilder::new();
        for ring in rings {
            add_line(&mut path, ring, true);
        }
        self.fill_path(path.finish(), fill, FillRule::EvenOdd);
    }

    /// Strokes many lines at once.
    pub(in crate::cartography) fn lines(&mut self, lines: &[[ScreenPoint; 2]], stroke: Stroke) {
        let mut path = PathBuilder::new();
        for line in lines {
            add_line(&mut path, line, false);
        }
        self.stroke_path(path.finish(), stroke);
    }

    /// Fills all that lies within a radius of any of the points.
    pub(in crate::cartography) fn discs(
        &mut self,
        centers: &[ScreenPoint],
        radius: f32,
        fill: Rgba,
    ) {
        let mut path = PathBuilder::new();
        for center in centers {
            add_circle(&mut path, *center, radius);
        }
        self.fill_path(path.finish(), fill, FillRule::NonZero);
    }

    /// Lays an image over the frame from its corner on.
    pub(in crate::cartography) fn image(&mut self, ground: GroundImage, [width, height]: [f32; 2]) {
        let Some(size) = Size::from_wh(width, height) else { return };
        let (columns, rows) = (ground.width as u32, ground.height as u32);
        let pixels = ground.pixels.into_flattened();
        self.surface.draw_image(Image::from_rgba8(pixels, columns, rows), size);
    }

    fn fill_path(&mut self, path: Option<Path>, color: Rgba, rule: FillRule) {
        let Some(path) = path.filter(|_| color.a > 0) else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill_of(color, rule)));
        self.surface.draw_path(&path);
    }

    fn stroke_path(&mut self, path: Option<Path>, stroke: Stroke) {
        let Some(path) = path.filter(|_| stroke.width > 0.0 && stroke.color.a > 0) else { return };
        let dash = (stroke.dash > 0.0)
            .then(|| StrokeDash { array: vec![stroke.dash, stroke.dash], offset: 0.0 });
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(krilla::paint::Stroke {
            paint: color_of(stroke.color).into(),
            width: stroke.width,
            line_cap: if dash.is_some() { LineCap::Butt } else { LineCap::Round },
            line_join: LineJoin::Round,
            opacity: opacity_of(stroke.color),
            dash,
            ..Default::default()
        }));
        self.surface.draw_path(&path);
    }

    /// The outlines of a text whose baseline starts at a point.
    fn outlines(&self, start: ScreenPoint, text: &str, size: f32) -> Option<Path> {
        let mut pen = PathPen(PathBuilder::new());
        self.typeface.draw_outlines(text, start, size, &mut pen);
        pen.0.finish()
    }
}

impl Canvas for PaperCanvas<'_> {
    fn line(&mut self, points: &[ScreenPoint], closed: bool, stroke: Stroke) {
        let mut path = PathBuilder::new();
        add_line(&mut path, points, closed);
        self.stroke_path(path.finish(), stroke);
    }

    fn polygon(&mut self, points: &[ScreenPoint], fill: Rgba) {
        let mut path = PathBuilder::new();
        add_line(&mut path, points, true);
        self.fill_path(path.finish(), fill, FillRule::EvenOdd);
    }

    fn circle(&mut self, center: ScreenPoint, radius: f32, fill: Option<Rgba>, stroke: Stroke) {
        let path = || {
            let mut path = PathBuilder::new();
            add_circle(&mut path, center, radius);
            path.finish()
        };
        if let Some(fill) = fill {
            self.fill_path(path(), fill, FillRule::NonZero);
        }
        self.stroke_path(path(), stroke);
    }

    fn rect(
        &mut self,
        min: ScreenPoint,
        max: ScreenPoint,
        rounding: f32,
        fill: Rgba,
        stroke: Stroke,
    ) {
        let path = || match rounding > 0.0 {
            true => rounded_rectangle(min, max, rounding),
            false => rectangle(min, max),
        };
        self.fill_path(path(), fill, FillRule::NonZero);
        self.stroke_path(path(), stroke);
    }

    fn text(&mut self, at: ScreenPoint, text: &str, style: TextStyle) {
        let width = self.text_width(text, style.size);
        let left = style.align.left_of(at.x, width);
        let start = ScreenPoint::new(left, at.y + style.size * BASELINE_EM);
        if let Some(halo) = style.halo {
            let outlines = self.outlines(start, text, style.size);
            self.stroke_path(outlines, Stroke::solid(HALO_PX, halo));
        }
        if self.are_letters_shapes {
            let outlines = self.outlines(start, text, style.size);
            self.fill_path(outlines, style.color, FillRule::NonZero);
        } else {
            self.write(start, text, style.size, Weight::Regular, style.color);
        }
    }

    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign) {
        self.are_letters_shapes = true;
        sign.paint(self, at);
        self.are_letters_shapes = false;
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        self.typeface.width(text, size, Weight::Regular)
    }
}

fn fill_of(color: Rgba, rule: FillRule) -> Fill {
    Fill { paint: color_of(color).into(), opacity: opacity_of(color), rule }
}

fn color_of(color: Rgba) -> rgb::Color {
    rgb::Color::new(color.r, color.g, color.b)
}

fn opacity_of(color: Rgba) -> NormalizedF32 {
    NormalizedF32::new(f32::from(color.a) / 255.0).unwrap_or(NormalizedF32::ONE)
}

/// To a hundredth of a logical pixel, finer than any printer; fewer digits make smaller files.
fn rounded(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn add_line(path: &mut PathBuilder, points: &[ScreenPoint], closed: bool) {
    for (position, point) in points.iter().enumerate() {
        let (x, y) = (rounded(point.x), rounded(point.y));
        if position == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    if closed && !points.is_empty() {
        path.close();
    }
}

/// Turns always the same way, so that circles that overlap are one area.
fn add_circle(path: &mut PathBuilder, center: ScreenPoint, radius: f32) {
    let quarter = radius * QUARTER;
    let at = |dx: f32, dy: f32| (rounded(center.x + dx), rounded(center.y + dy));
    let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    let (x, y) = at(radius, 0.0);
    path.move_to(x, y);
    for ends in corners.windows(2) {
        let [(from_x, from_y), (to_x, to_y)] = [ends[0], ends[1]];
        let first = at(radius * from_x + quarter * to_x, radius * from_y + quarter * to_y);
        let second = at(radius * to_x + quarter * from_x, radius * to_y + quarter * from_y);
        let end = at(radius * to_x, radius * to_y);
        path.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
    }
    path.close();
}

fn rectangle(min: ScreenPoint, max: ScreenPoint) -> Option<Path> {
    let [left, top, right, bottom] = [min.x, min.y, max.x, max.y].map(rounded);
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_ltrb(left, top, right, bottom)?);
    path.finish()
}

fn rounded_rectangle(min: ScreenPoint, max: ScreenPoint, rounding: f32) -> Option<Path> {
    let r = rounding.min((max.x - min.x) / 2.0).min((max.y - min.y) / 2.0);
    let [left, top, right, bottom] = [min.x, min.y, max.x, max.y].map(rounded);
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.quad_to(right, top, right, top + r);
    path.line_to(right, bottom - r);
    path.quad_to(right, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.quad_to(left, bottom, left, bottom - r);
    path.line_to(left, top + r);
    path.quad_to(left, top, left + r, top);
    path.close();
    path.finish()
}

struct PathPen(PathBuilder);

impl Pen for PathPen {
    fn move_to(&mut self, to: ScreenPoint) {
        self.0.move_to(rounded(to.x), rounded(to.y));
    }

    fn line_to(&mut self, to: ScreenPoint) {
        self.0.line_to(rounded(to.x), rounded(to.y));
    }

    fn quad_to(&mut self, control: ScreenPoint, to: ScreenPoint) {
        self.0.quad_to(rounded(control.x), rounded(control.y), rounded(to.x), rounded(to.y));
    }

    fn cubic_to(&mut self, from_control: ScreenPoint, to_control: ScreenPoint, to: ScreenPoint) {
        let (a, b) = (from_control, to_control);
        let [ax, ay, bx, by] = [a.x, a.y, b.x, b.y].map(rounded);
        self.0.cubic_to(ax, ay, bx, by, rounded(to.x), rounded(to.y));
    }

    fn close(&mut self) {
        self.0.close();
    }
}
