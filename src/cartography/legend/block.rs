//! The parts of a legend: how wide and high they are, and how they are drawn. What they say is left
//! to the module above.

use crate::cartography::candidates::{paint_speck, paint_state};
use crate::cartography::symbology::Breaks;
use crate::cartography::{
    Align, Canvas, Dot, Fill, MapContent, MarkerSign, Rgba, ScreenPoint, Stroke, TextStyle,
};
use crate::study::register::ReviewState;

use super::bounds::{NumberText, bound_texts, class_names};
use super::density::Density;

const ROW: f32 = 20.0;
/// Below the title.
const HOW_ROW: f32 = 17.0;
/// Signs are taller than swatches.
const SIGN_ROW: f32 = 30.0;
const SWATCH: f32 = 14.0;
/// From the middle of the largest sign of several sizes to its left, and to what stands right of it.
const SIZED_MIDDLE: f32 = 17.0;
const SIZED_TEXT_LEFT: f32 = 2.0 * SIZED_MIDDLE + 8.0;
/// Between signs of different sizes.
const BETWEEN_SIZED: f32 = 5.0;
/// Signs up to this radius fit into a row of text.
const SMALL_SIGN: f32 = 8.0;
const TEXT_LEFT: f32 = SWATCH + 14.0;
/// From one of several signs in a row to the next.
const BETWEEN_SIGNS: f32 = 17.0;
/// Between the numbers below a ramp.
const BETWEEN_MARKS: f32 = 5.0;
const RAMP_HEIGHT: f32 = 10.0;
const RAMP_WIDTH: f32 = 170.0;
const CELL: f32 = 26.0;
/// Size of the letters of a note.
const NOTE: f32 = 11.0;
/// Letters of the longest bound, times classes, that find room below a ramp.
const MOST_MARKS: usize = 20;

/// A part of the legend.
pub(super) enum Block {
    /// What the map shows, and how it was computed.
    Title {
        title: String,
        how: Vec<String>,
    },
    Rows {
        title: Option<String>,
        rows: Vec<(String, Swatch)>,
    },
    /// What is to be known of the rows above.
    Note(String),
    /// Classes side by side, with the bounds between them: one more than colours.
    Ramp {
        title: String,
        fills: Vec<Fill>,
        marks: Vec<String>,
    },
    /// Two indicators at once: `colors[row][column]`, rows from below, with the bounds of both.
    Matrix {
        title: String,
        colors: Vec<[Rgba; 3]>,
        across: String,
        columns: Vec<String>,
        up: String,
        rows: Vec<String>,
    },
}

/// What stands before a row.
pub(super) enum Swatch {
    Color(Rgba),
    Hatched(Rgba, Rgba),
    /// A line as it runs over the ground.
    Line {
        ground: Rgba,
        stroke: Stroke,
    },
    Dot(Dot),
    /// Of the size it has on the map.
    Candidate(ReviewState),
    /// What a candidate is among too many.
    Speck,
    /// Side by side.
    Candidates(Vec<ReviewState>),
    Sign(MarkerSign),
    /// One of several of different sizes, with their middles below each other.
    Sized(MarkerSign),
    /// A heading within the rows.
    Nothing,
}

impl From<Rgba> for Swatch {
    fn from(color: Rgba) -> Self {
        Self::Color(color)
    }
}

impl Swatch {
    /// The same among several signs of different sizes; dots are small enough as they are.
    pub fn sized(self) -> Self {
        match self {
            Self::Sign(sign) => Self::Sized(sign),
            other => other,
        }
    }

    fn row_height(&self) -> f32 {
        match self {
            Self::Sign(sign) if sign.radius() > SMALL_SIGN => SIGN_ROW,
            Self::Sized(sign) => ROW.max(2.0 * sign.radius() + BETWEEN_SIZED),
            _ => ROW,
        }
    }

    /// How far right of it its name begins.
    fn text_left(&self) -> f32 {
        match self {
            Self::Candidates(states) => {
                TEXT_LEFT + BETWEEN_SIGNS * states.len().saturating_sub(1) as f32
            }
            Self::Sized(_) => SIZED_TEXT_LEFT,
            Self::Nothing => 0.0,
            _ => TEXT_LEFT,
        }
    }

    /// Draws it with its middle at a height.
    fn paint(&self, canvas: &mut dyn Canvas, content: &MapContent, at: ScreenPoint) {
        match self {
            Self::Color(color) => paint_swatch(canvas, content, at, *color),
            Self::Hatched(color, hatch) => {
                paint_swatch(canvas, content, at, *color);
                paint_hatching(canvas, at.offset(0.0, -SWATCH / 2.0), [SWATCH; 2], *hatch);
            }
            Self::Line { ground, stroke } => {
                paint_swatch(canvas, content, at, *ground);
                canvas.line(&[at.offset(0.5, 0.0), at.offset(SWATCH - 0.5, 0.0)], false, *stroke);
            }
            Self::Dot(dot) => canvas.dot(at.offset(SWATCH / 2.0, 0.0), *dot),
            Self::Candidate(state) => {
                paint_state(canvas, &content.palette, at.offset(SWATCH / 2.0, 0.0), *state);
            }
            Self::Speck => paint_speck(canvas, &content.palette, at.offset(SWATCH / 2.0, 0.0)),
            Self::Candidates(states) => {
                for (number, state) in states.iter().enumerate() {
                    let middle = at.offset(SWATCH / 2.0 + BETWEEN_SIGNS * number as f32, 0.0);
                    paint_state(canvas, &content.palette, middle, *state);
                }
            }
            Self::Sign(sign) => {
                let right = if sign.radius() > SMALL_SIGN { 9.0 } else { SWATCH / 2.0 };
                canvas.sign(at.offset(right, 0.0), sign);
            }
            Self::Sized(sign) => canvas.sign(at.offset(SIZED_MIDDLE, 0.0), sign),
            Self::Nothing => {}
        }
    }
}

/// Kept free at the right of the title, for the window's sign.
const TITLE_RIGHT: f32 = 20.0;

impl Block {
    /// Classes with their bounds: side by side where the numbers are short enough, else in rows. Set
    /// closely, they are always side by side.
    pub fn classes(
        title: &str,
        colors: Vec<Rgba>,
        breaks: &Breaks,
        number: NumberText,
        density: Density,
    ) -> Self {
        let title = title.to_owned();
        let marks = bound_texts(breaks, number);
        let longest = marks.iter().map(String::len).max().unwrap_or_default();
        let has_single = breaks.bounds().windows(2).any(|pair| pair[0] >= pair[1]);
        let are_short = longest * colors.len() <= MOST_MARKS || density.is_close();
        if are_short && !has_single {
            let fills = colors.into_iter().map(Fill::from).collect();
            return Self::Ramp { title, fills, marks };
        }
        let rows = class_names(breaks, number).into_iter();
        let rows = rows.zip(colors.into_iter().map(Swatch::from)).collect();
        Self::Rows { title: Some(title), rows }
    }

    /// Classes of which the last holds what lies beyond its bound, too.
    pub fn open_ended(mut self, breaks: &Breaks, number: NumberText) -> Self {
        match &mut self {
            Self::Ramp { marks, .. } => {
                if let Some(last) = marks.last_mut() {
                    last.push('+');
                }
            }
            Self::Rows { rows, .. } => {
                let from = bound_texts(breaks, number).into_iter().rev().nth(1);
                if let (Some((name, _)), Some(from)) = (rows.last_mut(), from) {
                    *name = format!("≥ {from}");
                }
            }
            _ => {}
        }
        self
    }

    pub fn width(&self, canvas: &mut dyn Canvas) -> f32 {
        match self {
            Self::Title { title, how } => {
                let title = canvas.text_width(title, 14.0) + TITLE_RIGHT;
                let how = how.iter().map(|line| canvas.text_width(line, 12.0));
                how.fold(title, f32::max)
            }
            Self::Rows { title, rows } => {
                let title = title.as_ref().map_or(0.0, |title| canvas.text_width(title, 12.0));
                let rows = rows
                    .iter()
                    .map(|(name, swatch)| canvas.text_width(name, 12.0) + swatch.text_left());
                rows.fold(title, f32::max)
            }
            Self::Note(note) => canvas.text_width(note, NOTE),
            Self::Ramp { title, fills, marks } => {
                let ramp = ramp_width(canvas, fills, marks);
                let beyond = last_mark_beyond(canvas, fills, marks);
                canvas.text_width(title, 12.0).max(ramp + beyond)
            }
            Self::Matrix { title, rows, .. } => {
                let matrix = widest(canvas, rows) + 8.0 + 3.0 * CELL;
                canvas.text_width(title, 12.0).max(matrix)
            }
        }
    }

    pub fn height(&self) -> f32 {
        match self {
            Self::Title { how, .. } => ROW + HOW_ROW * how.len() as f32,
            Self::Rows { title, rows } => {
                let rows = rows.iter().map(|(_, swatch)| swatch.row_height()).sum::<f32>();
                rows + if title.is_some() { ROW } else { 0.0 }
            }
            Self::Note(_) => ROW * 0.7,
            Self::Ramp { .. } => ROW + RAMP_HEIGHT + 16.0,
            Self::Matrix { colors, .. } => 2.4 * ROW + colors.len() as f32 * CELL + ROW * 1.5,
        }
    }

    /// Draws it with its upper left corner at a place.
    pub fn paint(&self, canvas: &mut dyn Canvas, content: &MapContent, at: ScreenPoint) {
        let palette = &content.palette;
        let plain = text(12.0, palette.text);
        let at = at.offset(0.0, ROW / 2.0);
        match self {
            Self::Title { title, how } => {
                canvas.text(at, title, text(14.0, palette.text));
                let mut below = at.offset(0.0, ROW);
                for line in how {
                    canvas.text(below, line, text(12.0, palette.weak_text));
                    below.y += HOW_ROW;
                }
            }
            Self::Rows { title, rows } => {
                let mut at = at;
                if let Some(title) = title {
                    canvas.text(at, title, plain);
                    at.y += ROW;
                }
                for (name, swatch) in rows {
                    let more = (swatch.row_height() - ROW) / 2.0;
                    swatch.paint(canvas, content, at.offset(0.0, more));
                    canvas.text(at.offset(swatch.text_left(), more), name, plain);
                    at.y += swatch.row_height();
                }
            }
            Self::Note(note) => {
                let style = text(NOTE, palette.weak_text);
                canvas.text(at.offset(0.0, -ROW * 0.2), note, style);
            }
            Self::Ramp { title, fills, marks } => {
                canvas.text(at, title, plain);
                paint_ramp(canvas, content, at.offset(0.0, ROW / 2.0), fills, marks);
            }
            Self::Matrix { title, colors, across, columns, up, rows } => {
                canvas.text(at, title, plain);
                let weak = text(11.0, palette.weak_text);
                canvas.text(at.offset(0.0, ROW), up, weak);
                let left = widest(canvas, rows) + 8.0;
                let corner = at.offset(left, ROW * 1.9);
                paint_cells(canvas, content, corner, colors);
                for (bound, mark) in rows.iter().enumerate() {
                    let down = (rows.len() - 1 - bound) as f32 * CELL;
                    let right = TextStyle { align: Align::Right, ..weak };
                    canvas.text(corner.offset(-6.0, down), mark, right);
                }
                let below = corner.offset(0.0, colors.len() as f32 * CELL + 9.0);
                for (bound, mark) in columns.iter().enumerate() {
                    let middle = TextStyle { align: Align::Middle, ..weak };
                    canvas.text(below.offset(bound as f32 * CELL, 0.0), mark, middle);
                }
                canvas.text(below.offset(0.0, 15.0), across, weak);
            }
        }
    }
}

/// As wide as the numbers below it need.
fn ramp_width(canvas: &mut dyn Canvas, fills: &[Fill], marks: &[String]) -> f32 {
    let longest = widest(canvas, marks);
    RAMP_WIDTH.max((longest + BETWEEN_MARKS) * fills.len() as f32)
}

/// How far the last number reaches beyond a ramp, so that it keeps off the one before.
fn last_mark_beyond(canvas: &mut dyn Canvas, fills: &[Fill], marks: &[String]) -> f32 {
    let [.., before, last] = marks else { return 0.0 };
    let class = ramp_width(canvas, fills, marks) / fills.len().max(1) as f32;
    let [before, last] = [before, last].map(|mark| canvas.text_width(mark, 11.0));
    (before / 2.0 + BETWEEN_MARKS + last - class).max(0.0)
}

fn paint_ramp(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    at: ScreenPoint,
    fills: &[Fill],
    marks: &[String],
) {
    let width = ramp_width(canvas, fills, marks) / fills.len().max(1) as f32;
    let rim = Stroke::solid(0.5, content.palette.unit_border);
    for (class, fill) in fills.iter().enumerate() {
        let corner = at.offset(class as f32 * width, 0.0);
        canvas.rect(corner, corner.offset(width, RAMP_HEIGHT), 0.0, fill.color, rim);
        if let Some(hatch) = fill.hatch {
            paint_hatching(canvas, corner, [width, RAMP_HEIGHT], hatch);
        }
    }
    let beyond = last_mark_beyond(canvas, fills, marks);
    for (position, mark) in marks.iter().enumerate() {
        let aside = if position == fills.len() { beyond } else { 0.0 };
        let align = match position {
            0 => Align::Left,
            _ if position == fills.len() => Align::Right,
            _ => Align::Middle,
        };
        let style = TextStyle { align, ..text(11.0, content.palette.weak_text) };
        let right = position as f32 * width + aside;
        canvas.text(at.offset(right, RAMP_HEIGHT + 8.0), mark, style);
    }
}

/// Diagonal lines over a class, as they lie over the ground.
fn paint_hatching(
    canvas: &mut dyn Canvas,
    corner: ScreenPoint,
    [width, height]: [f32; 2],
    color: Rgba,
) {
    const SPACING: f32 = 5.0;
    let stroke = Stroke::solid(1.0, color);
    let mut along = SPACING;
    while along < width + height {
        let from = corner.offset(along.min(width), (along - width).max(0.0));
        let to = corner.offset((along - height).max(0.0), along.min(height));
        canvas.line(&[from, to], false, stroke);
        along += SPACING;
    }
}

fn paint_cells(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    corner: ScreenPoint,
    colors: &[[Rgba; 3]],
) {
    let rim = Stroke::solid(0.5, content.palette.unit_border);
    for (row, colors) in colors.iter().rev().enumerate() {
        for (column, color) in colors.iter().enumerate() {
            let cell = corner.offset(column as f32 * CELL, row as f32 * CELL);
            canvas.rect(cell, cell.offset(CELL, CELL), 0.0, *color, rim);
        }
    }
}

/// The lightest swatches would be lost on paper without a rim.
fn paint_swatch(canvas: &mut dyn Canvas, content: &MapContent, at: ScreenPoint, color: Rgba) {
    let rim = Stroke::solid(0.5, content.palette.unit_border);
    let corner = at.offset(0.0, -SWATCH / 2.0);
    canvas.rect(corner, corner.offset(SWATCH, SWATCH), 2.0, color, rim);
}

fn widest(canvas: &mut dyn Canvas, texts: &[String]) -> f32 {
    texts.iter().map(|text| canvas.text_width(text, 11.0)).fold(0.0, f32::max)
}

fn text(size: f32, color: Rgba) -> TextStyle {
    TextStyle { size, color, align: Align::Left, halo: None }
}
