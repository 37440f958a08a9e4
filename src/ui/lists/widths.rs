//! How wide the columns of a list are at first: about as wide as what stands in them.

use crate::language::Language;
use crate::tables::Table;

/// Rows whose texts are looked at to find how wide a column is.
const SAMPLED_ROWS: usize = 200;

/// The width of each column, in points.
pub(super) fn column_widths(table: &Table, language: Language) -> Vec<f32> {
    (0..table.columns.len()).map(|column| column_width(table, column, language)).collect()
}

fn column_width(table: &Table, column: usize, language: Language) -> f32 {
    let wide =
        |text: &str| text.chars().map(|c| if c.is_ascii() { 7.2 } else { 13.5 }).sum::<f32>();
    let format = table.columns[column].format;
    let rows = table.rows.iter().take(SAMPLED_ROWS);
    let cells = rows.map(|row| wide(&row.cells[column].shown(format)));
    let heading = wide(table.columns[column].heading.of(language)).min(120.0);
    cells.fold(heading, f32::max).clamp(44.0, 220.0) + 14.0
}
