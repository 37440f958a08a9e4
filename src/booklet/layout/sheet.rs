//! Setting a page: text that shrinks, wraps or is shortened so that it stays in its room.

use crate::cartography::{Align, Palette, Rgba, ScreenPoint, Stroke, Typeface, Weight};
use crate::charts::Chart;
use crate::language::Language;

use super::wrap::{shortened, shortened_within, wrapped};
use super::{Area, Block, Bookmark, Leaf, Mark, Role, Written};

/// What all pages are set with.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    pub typeface: &'a Typeface,
    pub palette: Palette,
    pub language: Language,
    /// Width and height of a page in its units.
    pub page: [f32; 2],
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    pub size: f32,
    pub weight: Weight,
    pub tone: Tone,
    /// What a text set like this is to those who hear the page.
    pub role: Role,
}

/// How strongly a text speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Weak,
    Warning,
    Better,
    Worse,
}

impl Type {
    pub const TITLE: Self = Self::medium(30.0).as_role(Role::Title);
    pub const HEADING: Self = Self::medium(17.0).as_role(Role::Heading);
    pub const SUBHEADING: Self = Self::medium(11.0).as_role(Role::Subheading);
    pub const FIGURE: Self = Self::medium(24.0);
    pub const BODY: Self = Self::regular(9.5);
    pub const SMALL: Self = Self::regular(8.0);
    pub const TINY: Self = Self::regular(6.8);

    const fn medium(size: f32) -> Self {
        Self { size, weight: Weight::Medium, tone: Tone::Plain, role: Role::Paragraph }
    }

    const fn regular(size: f32) -> Self {
        Self { size, weight: Weight::Regular, tone: Tone::Plain, role: Role::Paragraph }
    }

    pub const fn as_role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    pub const fn of_size(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub const fn weak(self) -> Self {
        Self { tone: Tone::Weak, ..self }
    }

    pub const fn warning(self) -> Self {
        Self { tone: Tone::Warning, ..self }
    }

    /// In the colour of a change for the better (1), for the worse (−1), or none.
    pub const fn of_change(self, direction: i8) -> Self {
        let tone = match direction {
            1 => Tone::Better,
            -1 => Tone::Worse,
            _ => Tone::Weak,
        };
        Self { tone, ..self }
    }

    /// From one line to the next.
    pub fn line_height(self) -> f32 {
        self.size * 1.45
    }

    /// How many lines a room has; one at least.
    pub fn most_lines(self, room: Area) -> usize {
        let last_baseline = room.height - self.size * 1.25;
        (last_baseline / self.line_height()).floor().max(0.0) as usize + 1
    }
}

/// Text that is too wide shrinks to this part of its size before it is shortened.
const LEAST_SHRINKING: f32 = 0.78;
/// What is set in several lines so that all of it is read may become smaller still: to this part of its
/// size, but not below that of the smallest print.
const LEAST_IN_LINES: f32 = 0.55;
/// From one size that is tried to the next.
const SIZE_STEP: f32 = 0.5;
/// Around what stands on a page.
const MARGIN: f32 = 36.0;
const HEADING_HEIGHT: f32 = 34.0;
/// For the line at the bottom.
const FOOT: f32 = 20.0;

impl Press<'_> {
    /// The whole page.
    pub fn whole(&self) -> Area {
        Area::new(0.0, 0.0, self.page[0], self.page[1])
    }

    /// What lies between the margins, without the line at the bottom.
    pub fn body(&self) -> Area {
        let body = self.whole().inset(MARGIN);
        Area { height: body.height - FOOT, ..body }
    }

    /// The line at the bottom.
    pub fn foot(&self) -> Area {
        let body = self.body();
        Area::new(body.left, body.bottom() + FOOT - 4.0, body.width, 14.0)
    }

    /// The body below the heading of a page.
    pub fn below_heading(&self) -> Area {
        self.body().below(HEADING_HEIGHT)
    }

    pub fn width(&self, text: &str, kind: Type) -> f32 {
        self.typeface.width(text, kind.size, kind.weight)
    }

    /// A text in lines of a width.
    pub fn lines(&self, text: &str, kind: Type, width: f32) -> Vec<String> {
        wrapped(self.typeface, text, kind.size, kind.weight, width)
    }

    fn color(&self, tone: Tone) -> Rgba {
        let Palette { text, weak_text, warning, better, worse, .. } = self.palette;
        match tone {
            Tone::Plain => text,
            Tone::Weak => weak_text,
            Tone::Warning => warning,
            Tone::Better => better,
            Tone::Worse => worse,
        }
    }
}

/// A page that is being set.
pub struct Sheet<'p> {
    pub press: &'p Press<'p>,
    pub leaf: Leaf,
    /// The number of the next text and the next table.
    next_block: u32,
    next_table: u32,
}

impl<'p> Sheet<'p> {
    /// A page without a heading.
    pub fn blank(press: &'p Press<'p>) -> Self {
        Self { press, leaf: Leaf::default(), next_block: 0, next_table: 0 }
    }

    /// A page that is set further.
    pub fn reopened(press: &'p Press<'p>, leaf: Leaf) -> Self {
        let last = leaf.written().map(|written| written.block.number).max();
        Self { next_block: last.map_or(0, |last| last + 1), leaf, ..Self::blank(press) }
    }

    /// A page with a heading, which is its bookmark too.
    pub fn headed(press: &'p Press<'p>, heading: &str, is_nested: bool) -> Self {
        let mut sheet = Self::continued(press, heading);
        sheet.leaf.bookmark = Some(Bookmark { title: heading.to_owned(), is_nested });
        sheet
    }

    /// A page with a heading that goes on from the one before.
    pub fn continued(press: &'p Press<'p>, heading: &str) -> Self {
        let mut sheet = Self::blank(press);
        let room = press.body().top_strip(HEADING_HEIGHT - 8.0);
        sheet.name(room, heading, Type::HEADING);
        let at = room.bottom();
        let ends = [ScreenPoint::new(room.left, at), ScreenPoint::new(room.right(), at)];
        sheet.rule(ends, Stroke::solid(0.8, press.palette.text));
        sheet
    }

    /// A line of text at the top of its room: as large as it fits, and shortened where that would be
    /// too small to read.
    pub fn line(&mut self, room: Area, text: &str, kind: Type, align: Align) {
        let natural = self.press.width(text, kind);
        let shrinking = (room.width / natural.max(0.1)).clamp(LEAST_SHRINKING, 1.0);
        let kind = Type { size: kind.size * shrinking, ..kind };
        let typeface = self.press.typeface;
        let text = shortened(typeface, text, kind.size, kind.weight, room.width);
        let block = self.block(kind.role);
        self.write((room, block), room.top + kind.size, &text, kind, align);
    }

    /// A name in one line; in several, in smaller letters where need be, if it is too long for that. Only
    /// one that is too long even so loses its middle.
    pub fn name(&mut self, room: Area, text: &str, kind: Type) {
        let one_line = LEAST_SHRINKING * self.press.width(text, kind);
        if one_line <= room.width {
            return self.line(room, text, kind, Align::Left);
        }
        let least = (LEAST_IN_LINES * kind.size).max(Type::TINY.size);
        let mut kind = kind;
        while kind.size > least
            && self.press.lines(text, kind, room.width).len() > kind.most_lines(room)
        {
            kind = kind.of_size((kind.size - SIZE_STEP).max(least));
        }
        self.whole_names(room, text, kind);
    }

    /// Names in lines from the top of their room on, which lose their middle where the room is too small.
    pub fn whole_names(&mut self, room: Area, text: &str, kind: Type) {
        let press = self.press;
        let fits = |text: &str| press.lines(text, kind, room.width).len() <= kind.most_lines(room);
        self.paragraph(room, &shortened_within(text, fits), kind);
    }

    /// Text in lines from the top of its room on; what has no room is left out, and that is shown.
    /// Returns the height taken.
    pub fn paragraph(&mut self, room: Area, text: &str, kind: Type) -> f32 {
        self.aligned_paragraph(room, text, kind, Align::Left)
    }

    /// The same, aligned.
    pub fn aligned_paragraph(&mut self, room: Area, text: &str, kind: Type, align: Align) -> f32 {
        if text.is_empty() {
            return 0.0;
        }
        let mut lines = self.press.lines(text, kind, room.width);
        let most = kind.most_lines(room);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.push('…');
                let typeface = self.press.typeface;
                *last = shortened(typeface, last, kind.size, kind.weight, room.width);
            }
        }
        let block = self.block(kind.role);
        for (number, line) in lines.iter().enumerate() {
            let baseline = room.top + kind.size + number as f32 * kind.line_height();
            self.write((room, block), baseline, line, kind, align);
        }
        lines.len() as f32 * kind.line_height()
    }

    pub fn fill(&mut self, area: Area, color: Rgba) {
        self.leaf.marks.push(Mark::Fill { area, color });
    }

    pub fn rule(&mut self, [from, to]: [ScreenPoint; 2], stroke: Stroke) {
        self.leaf.marks.push(Mark::Line { from, to, stroke });
    }

    /// Lines around an area.
    pub fn frame(&mut self, area: Area, stroke: Stroke) {
        let (left, top, right, bottom) = (area.left, area.top, area.right(), area.bottom());
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        let corners = corners.map(|(x, y)| ScreenPoint::new(x, y));
        for ends in corners.windows(2) {
            self.rule([ends[0], ends[1]], stroke);
        }
    }

    pub fn chart(&mut self, area: Area, chart: Chart) {
        let in_words = chart.in_words(self.press.language);
        self.leaf.marks.push(Mark::Chart { area, chart, in_words });
    }

    /// The number of a table that begins.
    pub fn begin_table(&mut self) -> u32 {
        self.next_table += 1;
        self.next_table - 1
    }

    /// The next text.
    fn block(&mut self, role: Role) -> Block {
        self.next_block += 1;
        Block { number: self.next_block - 1, role }
    }

    fn write(
        &mut self,
        (room, block): (Area, Block),
        baseline: f32,
        text: &str,
        kind: Type,
        align: Align,
    ) {
        if text.is_empty() {
            return;
        }
        let width = self.press.width(text, kind);
        let left = match align {
            Align::Left => room.left,
            Align::Middle => room.left + (room.width - width) / 2.0,
            Align::Right => room.right() - width,
        };
        self.leaf.marks.push(Mark::Text(Written {
            text: text.to_owned(),
            at: ScreenPoint::new(left, baseline),
            size: kind.size,
            weight: kind.weight,
            color: self.press.color(kind.tone),
            width,
            room,
            block,
        }));
    }
}
