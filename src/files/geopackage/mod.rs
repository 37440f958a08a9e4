//! GeoPackages (OGC 12-128, version 1.3): the tables every one has, feature layers with their
//! spatial index, and geometry blobs. Knows nothing of studies; those are the work of
//! `study_file`.

mod blob;
mod layer;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, params};

use crate::geometry::{Crs, CrsError, Extent};

pub(super) use blob::{decode, encode_area, encode_line, encode_point};
pub(super) use layer::{
    FeatureTable, GeometryKind, ONLY_RESULTS, feature_tables, grow_extent, register_attributes,
    set_extent,
};

/// `GPKG` in ASCII, the mark of a GeoPackage in the file's header.
const APPLICATION_ID: i32 = 0x4750_4B47;
/// Version 1.3.0 as the header spells it.
const USER_VERSION: i32 = 10_300;

/// The tables that every GeoPackage has, empty but for the three systems it must know.
const CORE_TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
";

/// Makes an empty database a GeoPackage without layers.
pub(super) fn initialise(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", USER_VERSION)?;
    connection.execute_batch(CORE_TABLES)?;
    add_crs(connection, &Crs::wgs84()).map(drop)
}

/// Registers a coordinate system and returns the number layers refer to it by.
pub(super) fn add_crs(connection: &Connection, crs: &Crs) -> Result<i32> {
    let (organization, code) = crs.code().split_once(':').unwrap_or(("NONE", crs.code()));
    let Ok(srs_id) = code.parse::<i32>() else { return Ok(-1) };
    // Without a definition, readers still know a system by its organization and number.
    let definition = crs.wkt().unwrap_or_else(|_: CrsError| "undefined".to_owned());
    let name = definition.split('"').nth(1).unwrap_or(crs.code()).to_owned();
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, NULL)",
        params![name, srs_id, organization, definition],
    )?;
    Ok(srs_id)
}

/// The system registered under a number; `None` for the undefined ones.
pub(super) fn crs_of(connection: &Connection, srs_id: i32) -> Result<Option<Crs>> {
    let row = connection.query_row(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [srs_id],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
    );
    match row {
        Ok((organization, code)) => Ok(Crs::from_code(&format!("{organization}:{code}")).ok()),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the database calls itself a GeoPackage, or at least has its central table.
pub(super) fn is_geopackage(connection: &Connection) -> Result<bool> {
    has_table(connection, "gpkg_contents")
}

pub(super) fn has_table(connection: &Connection, name: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1";
    connection.query_row(sql, [name], |row| row.get::<_, i64>(0)).map(|count| count > 0)
}

/// Gives a connection the functions that the triggers of a spatial index call.
pub(super) fn add_spatial_functions(connection: &Connection) -> Result<()> {
    let add = |name: &str, value: fn(Extent) -> f64| {
        let flags = FunctionFlags::SQLITE_UTF8
            | FunctionFlags::SQLITE_DETERMINISTIC
            | FunctionFlags::SQLITE_INNOCUOUS;
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(extent_of(context).map(value))
        })
    };
    add("ST_MinX", |extent| extent.min.x)?;
    add("ST_MaxX", |extent| extent.max.x)?;
    add("ST_MinY", |extent| extent.min.y)?;
    add("ST_MaxY", |extent| extent.max.y)?;
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Blob(_) => Some(extent_of(context).is_none()),
            _ => None,
        })
    })
}

fn extent_of(context: &Context) -> Option<Extent> {
    match context.get_raw(0) {
        ValueRef::Blob(blob) => blob::extent(blob),
        _ => None,
    }
}

/// A name as SQL quotes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
