//! Layers of a GeoPackage that is no study: read as any other file of the planner's.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::language::Message;

use crate::files::Progress;
use crate::files::flaw::Flaw;
use crate::files::geopackage::{crs_of, decode, feature_tables, quoted};
use crate::files::study_file::{StudyFileError, connect};
use crate::files::table::Cell;

use super::{RawLayer, pass_row};

/// The names of the layers in a GeoPackage, in the order they were made.
pub(super) fn layers_of(path: &Path) -> Result<Vec<String>, StudyFileError> {
    Ok(feature_tables(&connect::for_reading(path)?)?)
}

/// Reads one layer.
pub(super) fn read(
    path: &Path,
    layer: &str,
    most_features: Option<usize>,
    progress: &dyn Progress,
) -> Result<RawLayer, Message> {
    let most = most_features.unwrap_or(usize::MAX);
    let read = || read_layer(&connect::for_reading(path)?, layer, most, progress);
    read().map_err(|error| error.message())
}

fn read_layer(
    connection: &Connection,
    layer: &str,
    most: usize,
    progress: &dyn Progress,
) -> Result<RawLayer, StudyFileError> {
    let sql = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    let (geometry, srs_id): (String, i32) =
        connection.query_row(sql, [layer], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let crs = crs_of(connection, srs_id)?;
    let mut raw = RawLayer { crs: crs.map(|crs| crs.code().to_owned()), ..RawLayer::default() };
    let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(layer)))?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let count = format!("SELECT count(*) FROM {}", quoted(layer));
    let count: usize = connection.query_row(&count, [], |row| row.get(0))?;
    let mut rows = statement.query([])?;
    while raw.table.len() < most
        && let Some(row) = rows.next()?
    {
        if pass_row(progress, raw.table.len(), count).is_err() {
            break;
        }
        let mut shape = Err(Flaw::NoGeometry);
        let mut values = Vec::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            let value = row.get_ref(column)?;
            if *name == geometry {
                shape = shape_of(value);
            } else {
                values.push((name, cell_of(value)));
            }
        }
        raw.table.push(shape, values);
    }
    Ok(raw)
}

fn shape_of(value: ValueRef) -> Result<geo::Geometry<f64>, Flaw> {
    let ValueRef::Blob(blob) = value else { return Err(Flaw::NoGeometry) };
    let geometry = decode(blob).map_err(|error| Flaw::BrokenGeometry(error.to_string()))?;
    geometry.ok_or(Flaw::NoGeometry)
}

fn cell_of(value: ValueRef) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Cell::Empty,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => Cell::from(&*String::from_utf8_lossy(text)),
    }
}
