//! Rows of text with aligned columns, also where Chinese and Latin text mix.

use std::io::{self, Write};

/// Writes rows with the first column flush left and the others flush right.
pub(super) fn write_rows(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    write_rows_with(out, rows, |column| column == 0)
}

/// Writes rows; `is_left` names the columns that are flush left, the others are flush right.
pub(super) fn write_rows_with(
    out: &mut dyn Write,
    rows: &[Vec<String>],
    is_left: impl Fn(usize) -> bool,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide_as = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(wide_as).collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(widths.iter().copied())
            .enumerate()
            .map(|(column, (cell, wide))| pad(cell, wide, is_left(column)))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// A cell filled up with spaces, on the right or on the left.
fn pad(cell: &str, wide: usize, to_the_right: bool) -> String {
    let space = " ".repeat(wide.saturating_sub(width(cell)));
    if to_the_right { format!("{cell}{space}") } else { format!("{space}{cell}") }
}

/// Columns of a terminal that a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Ideographs, their punctuation, and full-width forms.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
        || c >= '\u{20000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(width("养老 A"), 6);
    }
}
