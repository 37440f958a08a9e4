//! The totals as a table for the eye.

use std::io::{self, Write};

use crate::language::Language;
use crate::numbers;

use super::results::Results;

/// Writes the table, columns aligned also where Chinese and Latin text mix.
pub(super) fn write(out: &mut dyn Write, results: &Results, language: Language) -> io::Result<()> {
    let study = results.study();
    let name = study.layers().name.of(language);
    let (crs, group) = (study.layers().crs.code(), results.group.name().of(language));
    let scenario = results.scenario_name();
    let scenario = scenario.map_or_else(String::new, |s| format!(" · {}", s.of(language)));
    writeln!(out, "{name}{scenario} · {group} · {crs}")?;
    writeln!(out)?;
    let rows = table_rows(results, language);
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
    });
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, wide))| pad(cell, wide, column == 0))
            .collect();
        writeln!(out, "{}", cells.join("  "))?;
    }
    Ok(())
}

const COLUMNS: usize = 5;

fn table_rows(results: &Results, language: Language) -> Vec<[String; COLUMNS]> {
    let header = language.pick(
        ["功能", "步行距离", "居民", "已覆盖", "覆盖率"],
        ["Function", "Limit", "Residents", "Covered", "Rate"],
    );
    let totals = results.totals().map(|(index, function, reached)| {
        [
            function.short_name.of(language).to_owned(),
            format!("{} m", results.limit_m(index)),
            numbers::persons(reached.population),
            numbers::persons(reached.covered),
            numbers::percent(reached.rate()),
        ]
    });
    std::iter::once(header.map(str::to_owned)).chain(totals).collect()
}

/// A cell filled up with spaces, on the right or on the left.
pub(super) fn pad(cell: &str, wide: usize, to_the_right: bool) -> String {
    let space = " ".repeat(wide.saturating_sub(width(cell)));
    if to_the_right { format!("{cell}{space}") } else { format!("{space}{cell}") }
}

/// Columns of a terminal that a text takes: Chinese characters take two.
pub(super) fn width(text: &str) -> usize {
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
