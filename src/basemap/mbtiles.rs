//! MBTiles 1.3: tiles in a table of an SQLite database.
//!
//! <https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md>

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::error::Fault;
use super::source::{About, MOST_TILE_BYTES, TileSource, bounds_of, zooms_between};
use super::tile::TileId;

/// Longer values of the metadata are of no use here, in bytes.
const MOST_VALUE_BYTES: u32 = 1 << 16;
/// How long another program may hold the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// An open file.
pub(super) struct MbTiles {
    connection: Mutex<Connection>,
    about: About,
}

impl MbTiles {
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        let about = about(&connection)?;
        Ok(Self { connection: Mutex::new(connection), about })
    }
}

impl TileSource for MbTiles {
    fn about(&self) -> &About {
        &self.about
    }

    fn read(&self, id: TileId) -> Result<Option<Vec<u8>>, Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? \
             AND length(tile_data) BETWEEN 1 AND ?",
        )?;
        // Rows are counted from the south, as in the Tile Map Service.
        let row = (1_i64 << id.zoom) - 1 - i64::from(id.row);
        let place = params![id.zoom, id.column, row, MOST_TILE_BYTES];
        Ok(statement.query_row(place, |found| found.get(0)).optional()?)
    }

    fn sample(&self) -> Result<Option<Vec<u8>>, Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let some = "SELECT tile_data FROM tiles WHERE length(tile_data) BETWEEN 1 AND ? LIMIT 1";
        Ok(connection.query_row(some, [MOST_TILE_BYTES], |found| found.get(0)).optional()?)
    }
}

fn about(connection: &Connection) -> Result<About, Fault> {
    let metadata = metadata(connection)?;
    if metadata.get("format").is_some_and(|format| format.eq_ignore_ascii_case("pbf")) {
        return Err(Fault::Vector);
    }
    let zoom = |name: &str| metadata.get(name).and_then(|zoom| zoom.trim().parse().ok());
    let (lowest, highest) = match (zoom("minzoom"), zoom("maxzoom")) {
        (Some(lowest), Some(highest)) => (lowest, highest),
        _ => zooms_of_tiles(connection)?,
    };
    Ok(About {
        attribution: metadata.get("attribution").cloned(),
        zooms: zooms_between(lowest, highest)?,
        bounds: metadata.get("bounds").and_then(|text| bounds(text)),
    })
}

fn metadata(connection: &Connection) -> Result<HashMap<String, String>, Fault> {
    let mut statement = connection.prepare(
        "SELECT name, CAST(value AS TEXT) FROM metadata \
         WHERE name IN ('format', 'attribution', 'minzoom', 'maxzoom', 'bounds') \
         AND length(value) <= ? LIMIT 100",
    )?;
    let rows = statement.query_map([MOST_VALUE_BYTES], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The zooms there are tiles of, where the metadata do not say.
fn zooms_of_tiles(connection: &Connection) -> Result<(i64, i64), Fault> {
    let zooms = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
    let [lowest, highest]: [Option<i64>; 2] =
        connection.query_row(zooms, [], |row| Ok([row.get(0)?, row.get(1)?]))?;
    lowest.zip(highest).ok_or(Fault::Empty)
}

/// Bounds as west, south, east and north, with commas between.
fn bounds(text: &str) -> Option<[crate::geometry::LonLat; 2]> {
    let degrees: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    bounds_of(degrees.try_into().ok()?)
}
