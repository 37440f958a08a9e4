//! The columns of a layer of an overview: those of all parts, since studies by different standards have
//! different functions.

use std::collections::HashMap;

use rusqlite::types::Value as SqlValue;
use serde_json::Value;

use crate::files::geopackage::{encode_area, encode_point, quoted};

use super::super::ExportError;
use super::part::{PartRow, PartShape};

/// Columns in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    is_text: HashMap<String, bool>,
}

impl Columns {
    /// Takes the columns of a row in.
    pub fn take(&mut self, row: &PartRow) -> Result<(), ExportError> {
        for (name, value) in &row.cells {
            match self.is_text.get_mut(name) {
                Some(is_text) => *is_text |= value.is_string(),
                None => {
                    self.names.push(name.clone());
                    self.is_text.insert(name.clone(), value.is_string());
                }
            }
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// As SQL declares them. A layer without features has none but the part's name.
    pub fn declared(&mut self) -> String {
        if self.names.is_empty() {
            self.names.push("job".to_owned());
            self.is_text.insert("job".to_owned(), true);
        }
        let kind = |name: &String| if self.is_text[name] { "TEXT" } else { "DOUBLE" };
        let columns = self.names.iter().map(|name| format!("{} {}", quoted(name), kind(name)));
        columns.collect::<Vec<_>>().join(", ")
    }

    /// The shape and the cells of a row, in the order of the columns.
    pub fn values(&self, row: &PartRow, srs_id: i32) -> Vec<SqlValue> {
        let shape = match &row.shape {
            PartShape::Point(at) => encode_point(srs_id, *at),
            PartShape::Areas(parts) => {
                let rings = parts.iter().map(|rings| rings.iter().map(Vec::as_slice).collect());
                encode_area(srs_id, rings)
            }
        };
        let cells = self.names.iter().map(|name| match row.cells.get(name) {
            None | Some(Value::Null) => SqlValue::Null,
            Some(Value::String(text)) => SqlValue::Text(text.clone()),
            Some(Value::Number(number)) => number.as_f64().map_or(SqlValue::Null, SqlValue::Real),
            Some(other) => SqlValue::Text(other.to_string()),
        });
        std::iter::once(SqlValue::Blob(shape)).chain(cells).collect()
    }
}
