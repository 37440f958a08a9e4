//! All layers in one GeoPackage, in the study's CRS, with spatial indexes, styles and the data
//! dictionary.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::files::geopackage::{
    self, FeatureTable, GeometryKind, add_spatial_functions, encode_area, encode_point, quoted,
    register_attributes, set_extent,
};
use crate::files::qgis;
use crate::geometry::{Crs, Extent};
use crate::session::Session;
use crate::tables::{Cell, Format};

use super::layer::{ResultLayer, Shape, Shapes};
use super::{ExportError, dictionary, styles, unfinished};

/// Writes `results.gpkg`.
pub(super) fn write(
    layers: &[ResultLayer],
    crs: &Crs,
    session: &Session,
    folder: &Path,
) -> Result<PathBuf, ExportError> {
    let path = folder.join("results.gpkg");
    let unfinished = unfinished(&path);
    // What an earlier attempt left would be opened instead.
    let _ = fs::remove_file(&unfinished);
    let written = write_into(&unfinished, layers, crs, session)
        .map_err(|error| ExportError::io(&path, &error))
        .and_then(|()| {
            fs::rename(&unfinished, &path).map_err(|error| ExportError::io(&path, &error))
        });
    if written.is_err() {
        // It may not be there at all.
        let _ = fs::remove_file(&unfinished);
    }
    written.map(|()| path)
}

fn write_into(
    path: &Path,
    layers: &[ResultLayer],
    crs: &Crs,
    session: &Session,
) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    add_spatial_functions(&connection)?;
    let transaction = connection.transaction()?;
    geopackage::initialise(&transaction)?;
    let srs_id = geopackage::add_crs(&transaction, crs)?;
    for layer in layers {
        write_layer(&transaction, layer, srs_id)?;
    }
    write_dictionary(&transaction, layers)?;
    qgis::write_styles(&transaction, &styles::of_layers(layers, session))?;
    transaction.commit()
}

fn write_layer(connection: &Connection, layer: &ResultLayer, srs_id: i32) -> rusqlite::Result<()> {
    let is_point = |row: usize| matches!(layer.shapes.of_row(row), Shape::Point(_));
    let kind = match layer.shapes {
        Shapes::Points(_) => GeometryKind::Point,
        _ if (0..layer.table.rows.len()).any(is_point) => GeometryKind::Any,
        Shapes::Areas(_) | Shapes::Footprints(..) => GeometryKind::MultiPolygon,
    };
    let name = layer.table.id;
    let columns = layer.table.columns.iter().map(|column| {
        let kind = if column.format == Format::Text { "TEXT" } else { "DOUBLE" };
        format!("{} {kind}", quoted(&column.id))
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let table = FeatureTable { name, identifier: name, kind, columns: &columns };
    table.create(connection, srs_id)?;
    let names = layer.table.columns.iter().map(|column| quoted(&column.id));
    let names = names.collect::<Vec<_>>().join(", ");
    let places = vec!["?"; layer.table.columns.len() + 1].join(", ");
    let sql = format!("INSERT INTO {} (geom, {names}) VALUES ({places})", quoted(name));
    let mut insert = connection.prepare(&sql)?;
    for (number, cells) in layer.table.rows.iter().enumerate() {
        let shape = match layer.shapes.of_row(number) {
            Shape::Area(areas, area) => encode_area(srs_id, areas.parts(area)),
            Shape::Point(at) => encode_point(srs_id, at),
        };
        let values = [Value::Blob(shape)].into_iter().chain(cells.iter().map(value));
        insert.execute(params_from_iter(values))?;
    }
    set_extent(connection, name, extent(layer))?;
    table.index(connection)
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Number(number) | Cell::Assumed(number) => Value::Real(*number),
    }
}

fn extent(layer: &ResultLayer) -> Option<Extent> {
    let of_row = |row: usize| match layer.shapes.of_row(row) {
        Shape::Area(areas, area) => areas.extent(area),
        Shape::Point(at) => Extent::of([at]),
    };
    (0..layer.table.rows.len()).filter_map(of_row).reduce(Extent::union)
}

fn write_dictionary(connection: &Connection, layers: &[ResultLayer]) -> rusqlite::Result<()> {
    dictionary::create_table(connection)?;
    register_attributes(connection, "data_dictionary", "data dictionary 数据字典")?;
    let mut insert = dictionary::insert_into(connection)?;
    for (layer, column) in dictionary::entries(layers) {
        insert.execute(dictionary::entry(layer, column))?;
    }
    Ok(())
}
