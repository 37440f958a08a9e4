//! Tables that flow over as many pages as they need: the heading row stands on each of them, and long
//! texts wrap. How wide the columns are, and how large the letters, is the work of `columns`.

use crate::cartography::{Align, ScreenPoint, Stroke, Weight};
use crate::language::Language;

use super::columns::{Columns, PADDING};
use super::{Area, Cell, Leaf, Press, Role, Sheet, Type};

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

/// Above and below a cell's text.
const LEADING: f32 = 2.6;
/// Lines that a cell may take.
const MOST_LINES: usize = 4;

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
        let columns = Columns::of(self, sheet.press, room.width);
        let table = sheet.begin_table();
        let heading = self.set_heading(sheet, room, &columns, table);
        let mut top = room.top + heading;
        let mut next = from;
        while let Some(row) = self.rows.get(next) {
            let height = self.height(sheet.press, row, &columns);
            if top + height > room.bottom() && next > from {
                break;
            }
            let line = Area { top, height, ..room };
            let number = (next - from) as u32 + 1;
            self.set_row(sheet, row, line, &columns, (table, number));
            top += height;
            next += 1;
        }
        // Above the shade of the first row.
        let (at, right) = (room.top + heading, room.left + columns.widths.iter().sum::<f32>());
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
            let heading = continuing(heading, press.language);
            leaves.push(std::mem::replace(&mut sheet, Sheet::continued(press, &heading)).leaf);
            (next, _) = self.set(&mut sheet, press.below_heading(), next);
        }
        leaves.push(sheet.leaf);
        leaves
    }

    fn set_heading(&self, sheet: &mut Sheet, room: Area, columns: &Columns, table: u32) -> f32 {
        let head = columns.head;
        let press = sheet.press;
        let lines = |(column, width): (&GridColumn, &f32)| {
            let width = (width - 2.0 * PADDING).max(1.0);
            press.lines(&broken_heading(column, press, head, width), head, width).len()
        };
        let most = self.columns.iter().zip(&columns.widths).map(lines).max();
        let most = most.unwrap_or(1).min(MOST_LINES);
        let height = most as f32 * head.line_height() + 2.0 * LEADING;
        let mut left = room.left;
        for (number, (column, width)) in self.columns.iter().zip(&columns.widths).enumerate() {
            let cell = cell_room(left, room.top, *width, height);
            let align = if column.is_number { Align::Right } else { Align::Left };
            let place = Cell { table, row: 0, column: number as u32, is_heading: true };
            let kind = head.as_role(Role::Cell(place));
            let heading = broken_heading(column, press, head, cell.width);
            sheet.aligned_paragraph(cell, &heading, kind, align);
            left += width;
        }
        height
    }

    fn height(&self, press: &Press, row: &GridRow, columns: &Columns) -> f32 {
        let lines = columns.widths.iter().enumerate().map(|(column, width)| {
            if self.columns[column].is_number {
                return 1;
            }
            let width = (width - 2.0 * PADDING).max(1.0);
            press.lines(&row.cells[column], columns.cell, width).len().min(MOST_LINES)
        });
        lines.max().unwrap_or(1) as f32 * columns.cell.line_height() + 2.0 * LEADING
    }

    /// Every second row is shaded.
    fn set_row(
        &self,
        sheet: &mut Sheet,
        row: &GridRow,
        line: Area,
        columns: &Columns,
        (table, number): (u32, u32),
    ) {
        let palette = sheet.press.palette;
        let all = Area { width: columns.widths.iter().sum(), ..line };
        if number % 2 == 1 && !row.is_total {
            sheet.fill(all, palette.panel);
        }
        let kind = match row.is_total {
            true => Type { weight: Weight::Medium, ..columns.cell },
            false => columns.cell,
        };
        let mut left = line.left;
        let cells = row.cells.iter().zip(&self.columns).zip(&columns.widths);
        for (position, ((cell, column), width)) in cells.enumerate() {
            let room = cell_room(left, line.top, *width, line.height);
            let place = Cell { table, row: number, column: position as u32, is_heading: false };
            let kind = kind.as_role(Role::Cell(place));
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

/// The heading of a page that goes on from the one before.
pub fn continuing(heading: &str, language: Language) -> String {
    language.pick(format!("{heading}（续）"), format!("{heading} (continued)"))
}

/// A heading that is too wide, with its unit in Chinese brackets on a line of its own.
fn broken_heading(column: &GridColumn, press: &Press, head: Type, width: f32) -> String {
    match press.width(&column.heading, head) > width {
        true => column.heading.replacen('（', "\n（", 1),
        false => column.heading.clone(),
    }
}

fn cell_room(left: f32, top: f32, width: f32, height: f32) -> Area {
    let height = height - LEADING;
    Area::new(left + PADDING, top + LEADING, (width - 2.0 * PADDING).max(0.0), height)
}
