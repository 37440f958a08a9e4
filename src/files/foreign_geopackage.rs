//! Layers of a GeoPackage that is no study: read as any other file of the planner's.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use crate::language::Message;

use super::document::Document;
use super::flaw::Flaw;
use super::geopackage::{crs_of, decode, feature_tables, quoted};
use super::study_file::{StudyFileError, connect};

/// The names of the layers in a GeoPackage, in the order they were made.
pub(super) fn layers_of(path: &Path) -> Result<Vec<String>, StudyFileError> {
    Ok(feature_tables(&connect::for_reading(path)?)?)
}

/// Reads one layer.
pub(super) fn read(path: &Path, layer: &str) -> Result<Document, Message> {
    let read =
        || -> Result<Document, StudyFileError> { read_layer(&connect::for_reading(path)?, layer) };
    read().map_err(|error| error.message())
}

fn read_layer(connection: &Connection, layer: &str) -> Result<Document, StudyFileError> {
    let sql = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    let (geometry, srs_id): (String, i32) =
        connection.query_row(sql, [layer], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let crs = crs_of(connection, srs_id)?;
    let mut document = Document {
        // In the form in which GeoJSON files of old declare their system.
        crs: crs.map(|crs| json!({ "type": "name", "properties": { "name": crs.code() } })),
        ..Document::default()
    };
    let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(layer)))?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut shape = Err(Flaw::NoGeometry);
        let mut properties = Vec::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            let value = row.get_ref(column)?;
            if *name == geometry {
                shape = shape_of(value);
            } else {
                properties.push((name.clone(), json_of(value)));
            }
        }
        document.table.push(None, shape, properties);
    }
    Ok(document)
}

fn shape_of(value: ValueRef) -> Result<geo::Geometry<f64>, Flaw> {
    let ValueRef::Blob(blob) = value else { return Err(Flaw::NoGeometry) };
    let geometry = decode(blob).map_err(|error| Flaw::BrokenGeometry(error.to_string()))?;
    geometry.ok_or(Flaw::NoGeometry)
}

fn json_of(value: ValueRef) -> Value {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
    }
}
