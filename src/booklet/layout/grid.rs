//! Tables that flow over as many pages as they need: the heading row stands on each of them, columns
//! are as wide as what is in them as far as there is room, and long texts wrap.

use crate::cartography::{Align, ScreenPoint, Stroke, Weight};

use super::sheet::Tone;
use super::{Area, Leaf, Press, Sheet, Type};

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    pub columns: Vec<GridColumn>,
    pub rows: Vec<GridRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GridColumn {
    pub heading: String,
    /// Whether it stands to the right and is never wrapped.
    pub is_number: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GridRow {
    /// As many as there are columns.
    pub cells: Vec<String>,
    pub is_total: bool,
}

const TYPE: Type = Type { size: 7.6, weight: Weight::Regular, tone: Tone::Plain };
const HEAD: Type = Type { size: 7.4, weight: Weight::Medium, tone: Tone::Plain };
/// Left and right of a cell's text.
const PADDING: f32 = 4.0;
/// Above and below it.
const LEADING: f32 = 2.6;
/// The widest a text column wants to be.
const WIDEST: f32 = 190.0;
/// The narrowest a text column becomes, and lines that a cell may take.
const NARROWEST: f32 = 34.0;
const MOST_LINES: usize = 4;
/// A table with room to spare is stretched by this factor at most.
const MOST_STRETCHING: f32 = 1.8;

impl Grid {
    pub fn text_column(heading: impl Into<String>) -> GridColumn {
        GridColumn { heading: heading.into(), is_number: false }
    }

    pub fn number_column(heading: impl Into<String>) -> GridColumn {
        GridColumn { heading: heading.into(), is_number: true }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<String>) {
        self.rows.push(GridRow { cells, is_total: false });
    }

    /// Sets as many rows as fit into a room, from one on. Returns the number of the first that had no
    /// room, and where the table ends.
    pub fn set(&self, sheet: &mut Sheet, room: Area, from: usize) -> (usize, f32) {
        let widths = self.widths(sheet.press, room.width);
        let heading = self.set_heading(sheet, room, &widths);
        let mut top = room.top + heading;
        let mut next = from;
        while let Some(row) = self.rows.get(next) {
            let height = self.height(sheet.press, row, &widths);
            if top + height > room.bottom() && next > from {
                break;
            }
            let line = Area { top, height, ..room };
            self.set_row(sheet, row, line, &widths, (next - from).is_multiple_of(2));
            top += height;
            next += 1;
        }
        // Above the shade of the first row.
        let (at, right) = (room.top + heading, room.left + widths.iter().sum::<f32>());
        let stroke = Stroke::solid(0.7, sheet.press.palette.text);
        sheet.rule([ScreenPoint::new(room.left, at), ScreenPoint::new(right, at)], stroke);
        (next, top)
    }

    /// Sets all rows on the page begun and on as many more as are needed, which carry the heading on.
    pub fn flow(&self, mut sheet: Sheet, room: Area, heading: &str) -> Vec<Leaf> {
        let press = sheet.press;
        let mut leaves = Vec::new();
        let (mut next, _) = self.set(&mut sheet, room, 0);
        while next < self.rows.len() {
            let heading =
                press.language.pick(format!("{heading}（续）"), format!("{heading} (continued)"));
            leaves.push(std::mem::replace(&mut sheet, Sheet::continued(press, &heading)).leaf);
            (next, _) = self.set(&mut sheet, press.below_heading(), next);
        }
        leaves.push(sheet.leaf);
        leaves
    }

    /// The widths of the columns, together at most that of the room.
    fn widths(&self, press: &Press, room: f32) -> Vec<f32> {
        let wanted: Vec<f32> = (0..self.columns.len()).map(|c| self.wanted(press, c)).collect();
        let sum: f32 = wanted.iter().sum();
        if sum <= room {
            let stretching = (room / sum.max(1.0)).min(MOST_STRETCHING);
            return wanted.into_iter().map(|width| width * stretching).collect();
        }
        // Numbers keep their width as long as texts can still be read.
        let is_number = |column: usize| self.columns[column].is_number;
        let of_kind = |numbers: bool| -> f32 {
            let widths = wanted.iter().enumerate().filter(|(c, _)| is_number(*c) == numbers);
            widths.map(|(_, width)| width).sum()
        };
        let (numbers, texts) = (of_kind(true), of_kind(false));
        let least =
            NARROWEST * self.columns.iter().filter(|column| !column.is_number).count() as f32;
        let for_texts = (room - numbers).max(least.min(room * 0.6)).min(texts);
        let (of_text, of_number) =
            (for_texts / texts.max(1.0), (room - for_texts) / numbers.max(1.0));
        let share = |column: usize| if is_number(column) { of_number.min(1.0) } else { of_text };
        wanted.iter().enumerate().map(|(column, width)| width * share(column)).collect()
    }

    /// How wide a column would like to be.
    fn wanted(&self, press: &Press, column: usize) -> f32 {
        let GridColumn { heading, is_number } = &self.columns[column];
        let cells = self.rows.iter().map(|row| press.width(&row.cells[column], TYPE));
        let widest = cells.fold(0.0, f32::max).min(WIDEST);
        // A heading wraps, but none of its words should be broken.
        let whole = press.width(heading, HEAD);
        let words = heading.split(' ').map(|word| press.width(word, HEAD));
        let word = match heading.is_ascii() {
            true => words.fold(0.0, f32::max),
            false => whole / 2.0,
        };
        let least = if *is_number { 22.0 } else { 26.0 };
        widest.max(word).max(least) + 2.0 * PADDING
    }

    fn set_heading(&self, sheet: &mut Sheet, room: Area, widths: &[f32]) -> f32 {
        let lines = |(column, width): (&GridColumn, &f32)| {
            sheet.press.lines(&column.heading, HEAD, (width - 2.0 * PADDING).max(1.0)).len()
        };
        let most = self.columns.iter().zip(widths).map(lines).max().unwrap_or(1).min(MOST_LINES);
        let height = most as f32 * HEAD.line_height() + 2.0 * LEADING;
        let mut left = room.left;
        for (column, width) in self.columns.iter().zip(widths) {
            let cell = cell_room(left, room.top, *width, height);
            let align = if column.is_number { Align::Right } else { Align::Left };
            sheet.aligned_paragraph(cell, &column.heading, HEAD, align);
            left += width;
        }
        height
    }

    fn lines_of(&self, press: &Press, row: &GridRow, column: usize, width: f32) -> usize {
        if self.columns[column].is_number {
            return 1;
        }
        let width = (width - 2.0 * PADDING).max(1.0);
        press.lines(&row.cells[column], TYPE, width).len().min(MOST_LINES)
    }

    fn height(&self, press: &Press, row: &GridRow, widths: &[f32]) -> f32 {
        let lines = widths
            .iter()
            .enumerate()
            .map(|(column, width)| self.lines_of(press, row, column, *width));
        lines.max().unwrap_or(1) as f32 * TYPE.line_height() + 2.0 * LEADING
    }

    fn set_row(
        &self,
        sheet: &mut Sheet,
        row: &GridRow,
        line: Area,
        widths: &[f32],
        is_shaded: bool,
    ) {
        let palette = sheet.press.palette;
        let all = Area { width: widths.iter().sum(), ..line };
        if is_shaded && !row.is_total {
            sheet.fill(all, palette.panel);
        }
        let kind = match row.is_total {
            true => Type { weight: Weight::Medium, ..TYPE },
            false => TYPE,
        };
        let mut left = line.left;
        for ((cell, column), width) in row.cells.iter().zip(&self.columns).zip(widths) {
            let room = cell_room(left, line.top, *width, line.height);
            if column.is_number {
                sheet.line(room, cell, kind, Align::Right);
            } else {
                sheet.paragraph(room, cell, kind);
            }
            left += width;
        }
        let (at, stroke) = (line.bottom(), Stroke::solid(0.3, palette.separator));
        sheet.rule([ScreenPoint::new(line.left, at), ScreenPoint::new(left, at)], stroke);
    }
}

fn cell_room(left: f32, top: f32, width: f32, height: f32) -> Area {
    let height = height - LEADING;
    Area::new(left + PADDING, top + LEADING, (width - 2.0 * PADDING).max(0.0), height)
}
