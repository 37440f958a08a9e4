//! Letters on paper: which font has a character, how wide it is, and its outline. Both weights are
//! embedded in the program; PDF files take those glyphs along that they use.

use std::fmt::Write as _;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};

use crate::cartography::{FONT, ScreenPoint};

/// The embedded font for headings: fewer Chinese characters than [`FONT`], which stands in.
const HEADING_FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Medium-subset.ttf");

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    #[default]
    Regular,
    /// For headings and figures.
    Medium,
}

/// The fonts of paper.
pub struct Typeface {
    regular: Face,
    medium: Face,
}

/// The fonts that come with the program cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the embedded font is broken")]
pub struct BrokenFont;

struct Face {
    embedded: Font,
    metrics: FontRef<'static>,
}

impl Face {
    fn new(data: &'static [u8]) -> Result<Self, BrokenFont> {
        let embedded = Font::new(data.into(), 0).ok_or(BrokenFont)?;
        Ok(Self { embedded, metrics: FontRef::new(data).map_err(|_| BrokenFont)? })
    }

    fn glyph(&self, character: char) -> Option<skrifa::GlyphId> {
        self.metrics.charmap().map(character)
    }

    /// In parts of the font's size.
    fn advance(&self, glyph: skrifa::GlyphId) -> f32 {
        let metrics = self.metrics.glyph_metrics(Size::new(1.0), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or_default()
    }
}

/// Letters in a row that stand in one font.
pub(super) struct Run<'t> {
    pub text: &'t str,
    pub font: Font,
    pub glyphs: Vec<KrillaGlyph>,
    /// In parts of the font's size.
    pub width: f32,
}

impl Typeface {
    /// # Errors
    /// When an embedded font is broken.
    pub fn new() -> Result<Self, BrokenFont> {
        Ok(Self { regular: Face::new(FONT)?, medium: Face::new(HEADING_FONT)? })
    }

    /// The width of a line of text.
    pub fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        size * text.chars().map(|character| self.advance(character, weight)).sum::<f32>()
    }

    /// The width of a character in parts of the font's size.
    pub fn advance(&self, character: char, weight: Weight) -> f32 {
        let (face, glyph) = self.face_of(character, weight);
        face.advance(glyph)
    }

    /// The face that has a character, and its glyph there: the frame that stands for what is missing
    /// where none has.
    fn face_of(&self, character: char, weight: Weight) -> (&Face, skrifa::GlyphId) {
        let wanted = match weight {
            Weight::Regular => &self.regular,
            Weight::Medium => &self.medium,
        };
        [wanted, &self.regular]
            .into_iter()
            .find_map(|face| Some((face, face.glyph(character)?)))
            .unwrap_or((&self.regular, skrifa::GlyphId::NOTDEF))
    }

    /// A line of text as runs of one font each.
    pub(super) fn runs<'t>(&self, text: &'t str, weight: Weight) -> Vec<Run<'t>> {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let face = |(_, character): &(usize, char)| self.face_of(*character, weight).0;
        let same = |one: &(usize, char), next: &(usize, char)| std::ptr::eq(face(one), face(next));
        let run = |letters: &[(usize, char)]| {
            let (first, last) = (letters.first()?, letters.last()?);
            let text = &text[first.0..last.0 + last.1.len_utf8()];
            let glyphs: Vec<KrillaGlyph> = letters
                .iter()
                .map(|(at, character)| {
                    let (face, glyph) = self.face_of(*character, weight);
                    let start = at - first.0;
                    let range = start..start + character.len_utf8();
                    let id = GlyphId::new(glyph.to_u32());
                    KrillaGlyph::new(id, face.advance(glyph), 0.0, 0.0, 0.0, range, None)
                })
                .collect();
            let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
            Some(Run { text, font: face(first).embedded.clone(), glyphs, width })
        };
        letters.chunk_by(same).filter_map(run).collect()
    }

    /// The outlines of a line of text whose baseline starts at a point, as the path data of SVG.
    pub fn svg_path(&self, text: &str, start: ScreenPoint, size: f32) -> String {
        let mut pen = SvgPen(String::new());
        self.draw_outlines(text, start, size, &mut pen);
        pen.0
    }

    /// Draws the outlines of a line of text whose baseline starts at a point.
    pub(super) fn draw_outlines(
        &self,
        text: &str,
        start: ScreenPoint,
        size: f32,
        pen: &mut impl Pen,
    ) {
        let mut origin = start;
        for character in text.chars() {
            let (face, glyph) = self.face_of(character, Weight::Regular);
            if let Some(outline) = face.metrics.outline_glyphs().get(glyph) {
                let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
                // A glyph that cannot be drawn leaves a gap of its width.
                let _ = outline.draw(settings, &mut Placed { pen: &mut *pen, origin });
            }
            origin.x += size * face.advance(glyph);
        }
    }
}

/// Writes outlines as the path data of SVG.
struct SvgPen(String);

impl SvgPen {
    fn add(&mut self, command: char, points: &[ScreenPoint]) {
        self.0.push(command);
        for ScreenPoint { x, y } in points {
            // A text in memory takes whatever is written.
            let _ = write!(self.0, "{x:.2} {y:.2} ");
        }
    }
}

impl Pen for SvgPen {
    fn move_to(&mut self, to: ScreenPoint) {
        self.add('M', &[to]);
    }

    fn line_to(&mut self, to: ScreenPoint) {
        self.add('L', &[to]);
    }

    fn quad_to(&mut self, control: ScreenPoint, to: ScreenPoint) {
        self.add('Q', &[control, to]);
    }

    fn cubic_to(&mut self, from_control: ScreenPoint, to_control: ScreenPoint, to: ScreenPoint) {
        self.add('C', &[from_control, to_control, to]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// What outlines are drawn with, y downwards.
pub(super) trait Pen {
    fn move_to(&mut self, to: ScreenPoint);
    fn line_to(&mut self, to: ScreenPoint);
    fn quad_to(&mut self, control: ScreenPoint, to: ScreenPoint);
    fn cubic_to(&mut self, from_control: ScreenPoint, to_control: ScreenPoint, to: ScreenPoint);
    fn close(&mut self);
}

/// Turns glyph outlines, y upwards, into places on paper.
struct Placed<'p, P> {
    pen: &'p mut P,
    origin: ScreenPoint,
}

impl<P> Placed<'_, P> {
    fn at(&self, x: f32, y: f32) -> ScreenPoint {
        self.origin.offset(x, -y)
    }
}

impl<P: Pen> OutlinePen for Placed<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.pen.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.pen.quad_to(self.at(cx, cy), self.at(x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.pen.cubic_to(self.at(ax, ay), self.at(bx, by), self.at(x, y));
    }

    fn close(&mut self) {
        self.pen.close();
    }
}
