//! The tables of a study file, as `src/files/STUDY_FORMAT.md` describes them, and their upgrades.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use super::{StudyFileError, candidates, contents, walkthrough};
use crate::files::geopackage::{FeatureTable, GeometryKind, register_attributes};
use crate::standard::Standard;

/// The version this program writes. Older ones are upgraded, newer ones opened read-only.
pub const FORMAT_VERSION: u32 = 6;

pub(super) const UNITS: FeatureTable<'static> = FeatureTable {
    name: "units",
    identifier: "units 规划单元",
    kind: GeometryKind::MultiPolygon,
    columns: "id TEXT NOT NULL, name TEXT NOT NULL, district TEXT",
};

pub(super) const STREETS: FeatureTable<'static> = FeatureTable {
    name: "streets",
    identifier: "streets 街道",
    kind: GeometryKind::Line,
    columns: "name TEXT NOT NULL, class TEXT NOT NULL, \
              structure TEXT NOT NULL DEFAULT 'ground', level INTEGER NOT NULL DEFAULT 0, \
              crossing BOOLEAN NOT NULL DEFAULT 0",
};

pub(super) const BARRIERS: FeatureTable<'static> = FeatureTable {
    name: "barriers",
    identifier: "barriers 屏障",
    kind: GeometryKind::Any,
    columns: "kind TEXT NOT NULL",
};

pub(super) const FACILITIES: FeatureTable<'static> = FeatureTable {
    name: "lifecircle_facilities",
    identifier: "facilities 设施",
    kind: GeometryKind::Point,
    columns: "scenario INTEGER NOT NULL, facility INTEGER NOT NULL, code TEXT NOT NULL, \
              name TEXT NOT NULL, functions TEXT NOT NULL, floor_area_m2 DOUBLE, \
              origin TEXT NOT NULL, building TEXT, capacity DOUBLE, programme TEXT, UNIQUE (scenario, facility)",
};

/// The building layer; what is known of residents differs from study to study.
pub(super) const BUILDINGS: &str = "buildings";
pub(super) const BUILDING_COLUMNS: &str = "id TEXT NOT NULL, name TEXT NOT NULL, use TEXT NOT NULL, storeys DOUBLE, \
     floor_area_m2 DOUBLE, households DOUBLE, idle BOOLEAN NOT NULL, unit INTEGER, \
     demand_x DOUBLE NOT NULL, demand_y DOUBLE NOT NULL";

/// Tables without geometry: name, what readers call it, and its columns.
const ATTRIBUTES: [(&str, &str, &str); 9] = [
    ("lifecircle_meta", "study", "key TEXT NOT NULL UNIQUE, value TEXT NOT NULL"),
    (
        "lifecircle_standard",
        "standard 标准",
        "position INTEGER NOT NULL, function TEXT NOT NULL UNIQUE, name_zh TEXT NOT NULL, \
         name_en TEXT NOT NULL, walk_limit_m DOUBLE NOT NULL, walk_standing TEXT NOT NULL, \
         document TEXT NOT NULL DEFAULT '{}'",
    ),
    ("lifecircle_parameters", "parameters 参数", "name TEXT NOT NULL UNIQUE, value DOUBLE"),
    (
        "lifecircle_scenarios",
        "scenarios 方案",
        "scenario INTEGER NOT NULL UNIQUE, position INTEGER NOT NULL, parent INTEGER NOT NULL, \
         name_zh TEXT NOT NULL, name_en TEXT NOT NULL, color INTEGER NOT NULL, note TEXT NOT NULL",
    ),
    (
        "lifecircle_edits",
        "edits of scenarios 方案修改",
        "number INTEGER NOT NULL UNIQUE, scenario INTEGER NOT NULL, position INTEGER NOT NULL, \
         label_zh TEXT NOT NULL, label_en TEXT NOT NULL, edit TEXT NOT NULL",
    ),
    (
        "lifecircle_log",
        "edit log 修改记录",
        "step INTEGER NOT NULL UNIQUE, at DATETIME NOT NULL, label_zh TEXT NOT NULL, \
         label_en TEXT NOT NULL, edits TEXT NOT NULL, inverses TEXT NOT NULL",
    ),
    (
        "lifecircle_sources",
        "sources 数据来源",
        "role TEXT NOT NULL, file TEXT NOT NULL, geometry_type TEXT NOT NULL, \
         count INTEGER NOT NULL, left_out INTEGER NOT NULL, crs TEXT NOT NULL, \
         crs_found TEXT NOT NULL, west DOUBLE, south DOUBLE, east DOUBLE, north DOUBLE, \
         fields TEXT NOT NULL, systems TEXT NOT NULL DEFAULT '[]'",
    ),
    (
        "lifecircle_notes",
        "import notes 读入提示",
        "file TEXT NOT NULL, feature INTEGER, feature_id TEXT, field TEXT, \
         what_zh TEXT NOT NULL, what_en TEXT NOT NULL",
    ),
    walkthrough::TABLE,
];

/// In formats 2 to 5, where it was never filled.
const EMPTY_WALKTHROUGH: (&str, &str, &str) = (
    "lifecircle_walkthrough",
    "walkthrough 汇报",
    "position INTEGER NOT NULL, scenario INTEGER NOT NULL, title TEXT NOT NULL, \
     note TEXT NOT NULL, view TEXT NOT NULL",
);

/// The tables small enough to be checked from end to end before anything is read.
pub(super) fn small_tables() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.iter().map(|(name, ..)| *name).chain([FACILITIES.name, candidates::TABLE])
}

/// Makes the tables without geometry.
pub(super) fn create_attributes(connection: &Connection) -> rusqlite::Result<()> {
    ATTRIBUTES.iter().try_for_each(|table| create_attribute_table(connection, *table))
}

fn create_attribute_table(
    connection: &Connection,
    (name, identifier, columns): (&str, &str, &str),
) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "CREATE TABLE {name} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
    ))?;
    register_attributes(connection, name, identifier)
}

/// The format version a study file is in.
pub(super) fn version(connection: &Connection) -> Result<u32, StudyFileError> {
    let version = meta(connection, "format_version")?;
    let version = version.and_then(|version| version.parse().ok()).filter(|v| *v >= 1);
    version.ok_or_else(|| StudyFileError::damaged("no format version"))
}

/// Upgrades an older file after a copy of it is kept beside it; tells where. If the upgrade fails,
/// the file is as it was, and no copy is left behind.
pub(super) fn upgrade_keeping_a_copy(
    connection: &mut Connection,
    path: &Path,
) -> Result<PathBuf, StudyFileError> {
    let copy = free_path(path, &format!("format{}", version(connection)?));
    let upgraded = copy_into(connection, &copy).and_then(|()| upgrade(connection));
    if upgraded.is_err() {
        // It may not have come into being.
        let _ = std::fs::remove_file(&copy);
    }
    upgraded.map(|()| copy)
}

/// Writes all of a file, as it is, into a new one.
pub(super) fn copy_into(connection: &Connection, copy: &Path) -> Result<(), StudyFileError> {
    connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    Ok(())
}

/// Upgrades an older file step by step, in one transaction.
pub(super) fn upgrade(connection: &mut Connection) -> Result<(), StudyFileError> {
    let before = version(connection)?;
    let transaction = connection.transaction()?;
    for version in before..FORMAT_VERSION {
        match version {
            1 => create_attribute_table(&transaction, EMPTY_WALKTHROUGH)?,
            2 => transaction.execute_batch(
                "ALTER TABLE lifecircle_sources ADD COLUMN systems TEXT NOT NULL DEFAULT '[]'",
            )?,
            3 => {
                add_passages(&transaction)?;
                add_norms_capacity_and_districts(&transaction)?;
            }
            4 => {
                add_programme(&transaction)?;
                write_standard_as_document(&transaction)?;
                candidates::add_columns(&transaction)?;
            }
            5 => add_stops(&transaction)?,
            other => return Err(StudyFileError::damaged(format!("no such format {other}"))),
        }
    }
    set_meta(&transaction, "format_version", &FORMAT_VERSION.to_string())?;
    Ok(transaction.commit()?)
}

/// Whether streets run on bridges and cross carriageways.
fn add_passages(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "ALTER TABLE streets ADD COLUMN structure TEXT NOT NULL DEFAULT 'ground'; \
         ALTER TABLE streets ADD COLUMN level INTEGER NOT NULL DEFAULT 0; \
         ALTER TABLE streets ADD COLUMN crossing BOOLEAN NOT NULL DEFAULT 0;",
    )
}

/// The step from format 3 to 4: what measures of provision and capacity are computed from. Functions
/// of the shipped standard get its norms, which the file of that time left out.
fn add_norms_capacity_and_districts(connection: &Connection) -> Result<(), StudyFileError> {
    connection.execute_batch(
        "ALTER TABLE lifecircle_facilities ADD COLUMN capacity DOUBLE; \
         ALTER TABLE units ADD COLUMN district TEXT; \
         ALTER TABLE lifecircle_standard ADD COLUMN norms TEXT",
    )?;
    let shipped =
        Standard::shanghai().map_err(|error| StudyFileError::damaged(error.to_string()))?;
    if meta(connection, "standard")?.as_deref() == Some(&shipped.id) {
        let sql = "UPDATE lifecircle_standard SET norms = ?2 WHERE function = ?1";
        let mut update = connection.prepare(sql)?;
        for function in &shipped.functions {
            update.execute(params![function.id, contents::to_json(&function.norms)?])?;
        }
        let households = contents::to_json(&shipped.per_100_households)?;
        set_meta(connection, "household_norm", &households)?;
    }
    Ok(())
}

/// The step from format 4 to 5: rooms, hours and project of each facility.
fn add_programme(connection: &Connection) -> Result<(), StudyFileError> {
    connection.execute_batch("ALTER TABLE lifecircle_facilities ADD COLUMN programme TEXT")?;
    Ok(())
}

/// The step from format 4 to 5: each function and the standard as one document instead of columns.
/// What the file of that time could not say is taken from the shipped standard.
fn write_standard_as_document(connection: &Connection) -> Result<(), StudyFileError> {
    connection.execute_batch(
        "ALTER TABLE lifecircle_standard ADD COLUMN document TEXT NOT NULL DEFAULT '{}'; \
         UPDATE lifecircle_standard SET document = json_object( \
           'id', function, 'in_standard', json(iif(in_standard, 'true', 'false')), \
           'name', json_object('zh', name_zh, 'en', name_en), \
           'short_name', json_object('zh', short_name_zh, 'en', short_name_en), \
           'walk_limit_m', walk_limit_m, 'walk_minutes', walk_minutes, \
           'walk_standing', walk_standing, 'walk_source', walk_source, \
           'norms', json(coalesce(norms, '{}')), 'letter', letter); \
         INSERT INTO lifecircle_meta (key, value) SELECT 'standard_document', json_object( \
           'id', value, 'per_100_households', json(coalesce( \
             (SELECT value FROM lifecircle_meta WHERE key = 'household_norm'), 'null'))) \
           FROM lifecircle_meta WHERE key = 'standard'; \
         DELETE FROM lifecircle_meta WHERE key = 'household_norm'; \
         ALTER TABLE lifecircle_standard DROP COLUMN in_standard; \
         ALTER TABLE lifecircle_standard DROP COLUMN short_name_zh; \
         ALTER TABLE lifecircle_standard DROP COLUMN short_name_en; \
         ALTER TABLE lifecircle_standard DROP COLUMN walk_minutes; \
         ALTER TABLE lifecircle_standard DROP COLUMN walk_source; \
         ALTER TABLE lifecircle_standard DROP COLUMN letter; \
         ALTER TABLE lifecircle_standard DROP COLUMN norms;",
    )?;
    // Completed once, so that other programs find the whole document too.
    contents::write_standard(connection, &contents::read_standard(connection)?)
}

/// The step from format 5 to 6: a table of stops in the place of one that was never filled.
fn add_stops(connection: &Connection) -> Result<(), StudyFileError> {
    let sql = "DROP TABLE lifecircle_walkthrough; \
               DELETE FROM gpkg_contents WHERE table_name = 'lifecircle_walkthrough'";
    connection.execute_batch(sql)?;
    Ok(create_attribute_table(connection, walkthrough::TABLE)?)
}

/// A path beside a file that nothing has yet: `study.MARK.gpkg`, then `study.MARK-2.gpkg`.
pub(super) fn free_path(path: &Path, mark: &str) -> PathBuf {
    let first = path.with_extension(format!("{mark}.gpkg"));
    let more = (2..).map(|copy| path.with_extension(format!("{mark}-{copy}.gpkg")));
    let mut free = std::iter::once(first).chain(more).filter(|copy| !copy.exists());
    free.next().unwrap_or_else(|| path.with_extension("copy.gpkg"))
}

pub(super) fn meta(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT value FROM lifecircle_meta WHERE key = ?1";
    match connection.query_row(sql, [key], |row| row.get(0)) {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A value that no study file is without.
pub(super) fn required_meta(connection: &Connection, key: &str) -> Result<String, StudyFileError> {
    let value = meta(connection, key)?;
    value.ok_or_else(|| StudyFileError::damaged(format!("lifecircle_meta has no {key}")))
}

pub(super) fn set_meta(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO lifecircle_meta (key, value) VALUES (?1, ?2) \
               ON CONFLICT (key) DO UPDATE SET value = ?2";
    connection.prepare_cached(sql)?.execute(params![key, value]).map(drop)
}
