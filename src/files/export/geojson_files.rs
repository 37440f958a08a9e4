//! One GeoJSON file per layer (RFC 7946): longitude and latitude in WGS 84, numbers as numbers.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::geometry::{Crs, Projector};
use crate::tables::Cell;

use super::layer::{DegreesShape, ResultLayer};
use super::{ExportError, write_whole};

/// Writes the layers; returns their paths.
pub(super) fn write(
    layers: &[ResultLayer],
    crs: &Crs,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExportError> {
    let projector = Projector::new(crs, &Crs::wgs84())?;
    let write = |layer: &ResultLayer| {
        let path = folder.join(format!("{}.geojson", layer.table.id));
        let text = document(layer, &projector)?;
        write_whole(&path, text.as_bytes())
    };
    layers.iter().map(write).collect()
}

/// A collection with a feature per line.
fn document(layer: &ResultLayer, projector: &Projector) -> Result<String, ExportError> {
    let rows = layer.table.rows.iter().enumerate();
    let features: Result<Vec<String>, ExportError> = rows
        .map(|(number, cells)| {
            let geometry = match layer.shapes.in_degrees(number, projector)? {
                DegreesShape::Point(place) => json!({ "type": "Point", "coordinates": place }),
                DegreesShape::Areas(parts) => {
                    json!({ "type": "MultiPolygon", "coordinates": parts })
                }
            };
            let properties = properties(layer, cells);
            let feature =
                json!({ "type": "Feature", "geometry": geometry, "properties": properties });
            Ok(feature.to_string())
        })
        .collect();
    let (name, features) = (layer.table.id, features?.join(",\n"));
    Ok(format!(
        "{{\"type\":\"FeatureCollection\",\"name\":\"{name}\",\"features\":[\n{features}\n]}}\n"
    ))
}

fn properties(layer: &ResultLayer, cells: &[Cell]) -> Value {
    let value = |cell: &Cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(number) | Cell::Assumed(number) => number_json(*number),
    };
    let columns = layer.table.columns.iter().zip(cells);
    let properties: Map<String, Value> =
        columns.map(|(column, cell)| (column.id.clone(), value(cell))).collect();
    Value::Object(properties)
}

/// Whole numbers without a decimal point.
fn number_json(number: f64) -> Value {
    const LARGEST_EXACT: f64 = 9e15;
    match number.fract() == 0.0 && number.abs() < LARGEST_EXACT {
        true => json!(number as i64),
        false => json!(number),
    }
}
