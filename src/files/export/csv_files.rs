//! One CSV file per layer, in UTF-8 with the mark Excel looks for: the shapes as well-known text in
//! longitude and latitude.

use std::path::{Path, PathBuf};

use crate::geometry::{Crs, Projector};

use super::layer::{DegreesShape, ResultLayer, plain};
use super::{ExportError, write_whole};

/// The column of the shapes.
const SHAPE: &str = "wkt";

/// Writes the layers; returns their paths.
pub(super) fn write(
    layers: &[ResultLayer],
    crs: &Crs,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExportError> {
    let projector = Projector::new(crs, &Crs::wgs84())?;
    let write = |layer: &ResultLayer| {
        let path = folder.join(format!("{}.csv", layer.table.id));
        let bytes = document(layer, &projector, &path)?;
        write_whole(&path, &bytes)
    };
    layers.iter().map(write).collect()
}

fn document(
    layer: &ResultLayer,
    projector: &Projector,
    path: &Path,
) -> Result<Vec<u8>, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::io(path, error);
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let headings = layer.table.columns.iter().map(|column| column.id.as_str());
    table.write_record(headings.chain([SHAPE])).map_err(|error| failed(&error))?;
    for (number, cells) in layer.table.rows.iter().enumerate() {
        let shape = well_known_text(&layer.shapes.in_degrees(number, projector)?);
        let cells = cells.iter().map(plain).chain([shape]);
        table.write_record(cells).map_err(|error| failed(&error))?;
    }
    table.into_inner().map_err(|error| failed(&error))
}

fn well_known_text(shape: &DegreesShape) -> String {
    let place = |[lon, lat]: &[f64; 2]| format!("{lon} {lat}");
    let ring = |ring: &Vec<[f64; 2]>| {
        format!("({})", ring.iter().map(place).collect::<Vec<_>>().join(", "))
    };
    let part = |rings: &Vec<Vec<[f64; 2]>>| {
        format!("({})", rings.iter().map(ring).collect::<Vec<_>>().join(", "))
    };
    match shape {
        DegreesShape::Point(at) => format!("POINT ({})", place(at)),
        DegreesShape::Areas(parts) => {
            format!("MULTIPOLYGON ({})", parts.iter().map(part).collect::<Vec<_>>().join(", "))
        }
    }
}
