//! Tables on the command line: aligned text, CSV and JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::language::Language;
use crate::tables::{Cell, Row, Table};

use super::aligned::write_rows_with;

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableStyle {
    Text,
    Csv,
    Json,
}

impl TableStyle {
    /// As the flags `--json` and `--csv` have it, which exclude each other.
    pub fn asked(json: bool, csv: bool) -> Self {
        match (json, csv) {
            (true, _) => Self::Json,
            (false, true) => Self::Csv,
            (false, false) => Self::Text,
        }
    }
}

/// Writes one table.
pub(super) fn write_table(
    out: &mut dyn Write,
    table: &Table,
    style: TableStyle,
    language: Language,
) -> io::Result<()> {
    match style {
        TableStyle::Text => write_text(out, table, language),
        TableStyle::Csv => write_csv(out, table),
        TableStyle::Json => {
            let document = json!({ "version": 1, "rows": rows_json(table) });
            serde_json::to_writer(&mut *out, &document)?;
            writeln!(out)
        }
    }
}

/// The rows by the ids of their columns.
pub(super) fn rows_json(table: &Table) -> Vec<Value> {
    let row = |row: &Row| -> Value {
        let cells = table.columns.iter().zip(&row.cells);
        Value::Object(cells.map(|(column, cell)| (column.id.to_owned(), value(cell))).collect())
    };
    table.rows.iter().map(row).collect()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(number) => json!(number),
        Cell::Assumed(number) => json!({ "value": number, "assumed": true }),
    }
}

/// Ids of columns as headings, numbers in full.
fn write_csv(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.id))?;
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) | Cell::Assumed(number) => number.to_string(),
        }))?;
    }
    writer.flush()
}

fn write_text(out: &mut dyn Write, table: &Table, language: Language) -> io::Result<()> {
    let headings = table.columns.iter().map(|column| column.heading.of(language).to_owned());
    let mut lines: Vec<Vec<String>> = vec![headings.collect()];
    lines.extend(table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&table.columns);
        cells.map(|(cell, column)| cell.shown(column.format)).collect()
    }));
    write_rows_with(out, &lines, |column| !table.columns[column].format.is_number())
}
