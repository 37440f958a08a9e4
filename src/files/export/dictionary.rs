//! The data dictionary: every column of every layer with its name, unit and source.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Statement};

use crate::files::geopackage::quoted;
use crate::tables::results::ResultColumn;

use super::layer::ResultLayer;
use super::{ExportError, write_whole};

/// The headings, in the order of [`entry`].
const HEADINGS: [&str; 8] =
    ["layer", "column", "name_zh", "name_en", "unit_zh", "unit_en", "source_zh", "source_en"];

/// The file that explains the columns of all layers.
pub const DICTIONARY: &str = "dictionary.csv";

/// Writes it.
pub(super) fn write(layers: &[ResultLayer], folder: &Path) -> Result<PathBuf, ExportError> {
    let path = folder.join(DICTIONARY);
    let failed = |error: &dyn std::fmt::Display| ExportError::io(&path, error);
    // The mark that makes Excel read it as UTF-8.
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(HEADINGS).map_err(|error| failed(&error))?;
    for (layer, column) in entries(layers) {
        table.write_record(entry(layer, column)).map_err(|error| failed(&error))?;
    }
    let bytes = table.into_inner().map_err(|error| failed(&error))?;
    write_whole(&path, &bytes)
}

/// All columns with the name of their layer.
pub(super) fn entries<'l>(
    layers: &'l [ResultLayer],
) -> impl Iterator<Item = (&'static str, &'l ResultColumn)> {
    layers
        .iter()
        .flat_map(|layer| layer.table.columns.iter().map(|column| (layer.table.id, column)))
}

/// What is said of a column.
pub(super) fn entry<'c>(layer: &'c str, column: &'c ResultColumn) -> [&'c str; 8] {
    let ResultColumn { id, name, unit, source, format: _ } = column;
    [layer, id, &name.zh, &name.en, unit.zh, unit.en, source.zh, source.en]
}

/// Makes the dictionary's table in a GeoPackage; registering it is the caller's.
pub(super) fn create_table(connection: &Connection) -> rusqlite::Result<()> {
    let columns = HEADINGS.map(|name| format!("{} TEXT", quoted(name))).join(", ");
    connection.execute_batch(&format!(
        "CREATE TABLE data_dictionary (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
    ))
}

/// Writes an entry of that table.
pub(super) fn insert_into(connection: &Connection) -> rusqlite::Result<Statement<'_>> {
    let names = HEADINGS.map(quoted).join(", ");
    let places = HEADINGS.map(|_| "?").join(", ");
    connection.prepare(&format!("INSERT INTO data_dictionary ({names}) VALUES ({places})"))
}
