//! Feature layers of a GeoPackage: their tables, their registration and their spatial index.

use rusqlite::{Connection, Result, params};

use super::quoted;
use crate::geometry::Extent;

/// What the geometry column of a layer may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::files) enum GeometryKind {
    Point,
    Line,
    MultiPolygon,
    Any,
}

impl GeometryKind {
    fn name(self) -> &'static str {
        match self {
            Self::Point => "POINT",
            Self::Line => "LINESTRING",
            Self::MultiPolygon => "MULTIPOLYGON",
            Self::Any => "GEOMETRY",
        }
    }
}

/// A feature layer to be made. Its key is called `fid`, its geometry `geom`.
#[derive(Debug, Clone, Copy)]
pub(in crate::files) struct FeatureTable<'a> {
    pub name: &'static str,
    /// What readers call the layer.
    pub identifier: &'static str,
    pub kind: GeometryKind,
    /// The other columns as SQL declares them.
    pub columns: &'a str,
}

impl FeatureTable<'_> {
    /// Makes the table and registers it.
    pub fn create(&self, connection: &Connection, srs_id: i32) -> Result<()> {
        let Self { name, identifier, kind, columns } = self;
        let table = quoted(name);
        let geometry = kind.name();
        connection.execute_batch(&format!(
            "CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
             geom {geometry}, {columns})"
        ))?;
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) \
             VALUES (?1, 'features', ?2, ?3)",
            params![name, identifier, srs_id],
        )?;
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
            params![name, geometry, srs_id],
        )?;
        Ok(())
    }

    /// Adds the spatial index (extension `gpkg_rtree_index`) over what the table holds, and the
    /// triggers that keep it. Best after a large layer is filled.
    pub fn index(&self, connection: &Connection) -> Result<()> {
        let name = self.name;
        connection.execute_batch(&rtree(name))?;
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![name],
        )?;
        Ok(())
    }
}

/// The index of a layer and the triggers of the specification, annex F.3.
fn rtree(name: &str) -> String {
    let (table, index) = (quoted(name), quoted(&format!("rtree_{name}_geom")));
    let trigger = |suffix: &str| quoted(&format!("rtree_{name}_geom_{suffix}"));
    let (insert, delete) = (trigger("insert"), trigger("delete"));
    let (update1, update2, update3, update4) =
        (trigger("update1"), trigger("update2"), trigger("update3"), trigger("update4"));
    let there = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
    let gone = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
    let put = format!(
        "INSERT OR REPLACE INTO {index} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), \
         ST_MinY(NEW.geom), ST_MaxY(NEW.geom))"
    );
    format!(
        "CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO {index} SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)
  FROM {table} WHERE geom NOTNULL AND NOT ST_IsEmpty(geom);
CREATE TRIGGER {insert} AFTER INSERT ON {table} WHEN {there} BEGIN {put}; END;
CREATE TRIGGER {update1} AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND {there}
  BEGIN {put}; END;
CREATE TRIGGER {update2} AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND {gone}
  BEGIN DELETE FROM {index} WHERE id = OLD.fid; END;
CREATE TRIGGER {update3} AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND {there}
  BEGIN DELETE FROM {index} WHERE id = OLD.fid; {put}; END;
CREATE TRIGGER {update4} AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND {gone}
  BEGIN DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER {delete} AFTER DELETE ON {table} WHEN OLD.geom NOT NULL
  BEGIN DELETE FROM {index} WHERE id = OLD.fid; END;"
    )
}

/// Registers a table without geometry, so that every GIS lists it.
pub(in crate::files) fn register_attributes(
    connection: &Connection,
    name: &str,
    identifier: &str,
) -> Result<()> {
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) \
         VALUES (?1, 'attributes', ?2, 0)",
        params![name, identifier],
    )?;
    Ok(())
}

/// Notes the rectangle around a layer, and that it has just changed.
pub(in crate::files) fn set_extent(
    connection: &Connection,
    name: &str,
    extent: Option<Extent>,
) -> Result<()> {
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5, \
         last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?1",
        params![
            name,
            extent.map(|e| e.min.x),
            extent.map(|e| e.min.y),
            extent.map(|e| e.max.x),
            extent.map(|e| e.max.y)
        ],
    )?;
    Ok(())
}

/// Notes that a layer has just changed, and that its rectangle holds these features as well.
pub(in crate::files) fn grow_extent(
    connection: &Connection,
    name: &str,
    added: Option<Extent>,
) -> Result<()> {
    let grow = "UPDATE gpkg_contents SET \
                min_x = coalesce(min(min_x, ?2), ?2, min_x), \
                min_y = coalesce(min(min_y, ?3), ?3, min_y), \
                max_x = coalesce(max(max_x, ?4), ?4, max_x), \
                max_y = coalesce(max(max_y, ?5), ?5, max_y), \
                last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?1";
    connection.prepare_cached(grow)?.execute(params![
        name,
        added.map(|e| e.min.x),
        added.map(|e| e.min.y),
        added.map(|e| e.max.x),
        added.map(|e| e.max.y)
    ])?;
    Ok(())
}

/// The identifier of a layer that only shows results: nothing a study could be made of.
pub(in crate::files) const ONLY_RESULTS: &str = "results of all jobs 全部作业的结果";

/// The feature layers of any GeoPackage that may be layers of a study, by the names of their tables.
pub(in crate::files) fn feature_tables(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT table_name FROM gpkg_contents \
         WHERE data_type = 'features' AND identifier IS NOT ?1 ORDER BY rowid",
    )?;
    let names = statement.query_map([ONLY_RESULTS], |row| row.get(0))?;
    names.collect()
}
