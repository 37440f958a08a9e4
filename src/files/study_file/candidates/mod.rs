//! The candidate register in a study file: one row per candidate, its review and whatever else is a
//! list as JSON. The same record stands in the edit log.

mod columns;
mod edits;
mod record;
mod review;
mod vocabulary;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value};

use super::commits::one_row;
use super::layers::{geometry, point};
use super::records::Codec;
use super::{StudyFileError, schema};
use crate::files::geopackage::{FeatureTable, GeometryKind, encode_point, grow_extent, set_extent};
use crate::geometry::Extent;
use crate::standard::Standard;
use crate::study::register::{
    Candidate, CandidateId, CandidateRegister, RegisterEdit, SuitabilityWeights,
};

use columns::{LATER_COLUMNS, columns};
use edits::WeightsRecord;
use record::CandidateRecord;

pub(super) use edits::RegisterRecord;

type Outcome<T> = Result<T, StudyFileError>;

/// The feature layer of candidates.
pub(super) const TABLE: &str = "lifecircle_candidates";

/// Writes the whole register into an empty study file.
pub(super) fn write(
    connection: &Connection,
    codec: Codec,
    register: &CandidateRegister,
    srs_id: i32,
) -> Outcome<()> {
    let declared: Vec<_> = columns().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
    let declared = declared.join(", ");
    let table = FeatureTable {
        name: TABLE,
        identifier: "candidates 候选点",
        kind: GeometryKind::Point,
        columns: &declared,
    };
    table.create(connection, srs_id)?;
    for candidate in register.iter() {
        insert(connection, codec, candidate, srs_id)?;
    }
    table.index(connection)?;
    let places = register.iter().map(|candidate| candidate.at);
    set_extent(connection, TABLE, Extent::of(places))?;
    write_weights(connection, register.weights())
}

/// Adds what format 4 did not have.
pub(super) fn add_columns(connection: &Connection) -> rusqlite::Result<()> {
    LATER_COLUMNS.into_iter().try_for_each(|(name, kind)| {
        let sql = format!("ALTER TABLE {TABLE} ADD COLUMN {name} {}", kind.sql());
        connection.execute_batch(&sql)
    })
}

/// Reads the whole register.
pub(super) fn read(connection: &Connection, standard: &Standard) -> Outcome<CandidateRegister> {
    let codec = Codec { standard };
    let names: Vec<_> = columns().map(|(name, _)| name).collect();
    let sql = format!("SELECT fid, geom, {} FROM {TABLE} ORDER BY fid", names.join(", "));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut candidates = Vec::new();
    while let Some(row) = rows.next()? {
        let id = CandidateId(row.get(0)?);
        let at = point(geometry(row, 1)?)?;
        let mut values = Map::new();
        for (position, (name, kind)) in columns().enumerate() {
            let value = kind.of_sql(row.get(2 + position)?);
            values.extend(value.map(|value| (name.to_owned(), value)));
        }
        let record: CandidateRecord = serde_json::from_value(Value::Object(values))
            .map_err(|e| StudyFileError::record(&e))?;
        candidates.push(record.read(id, at, codec)?);
    }
    Ok(CandidateRegister::new(candidates, read_weights(connection)?))
}

/// Writes one edit of the register.
pub(super) fn write_edit(
    connection: &Connection,
    codec: Codec,
    edit: &RegisterEdit,
    srs_id: i32,
) -> Outcome<()> {
    match edit {
        RegisterEdit::Add(candidate) => {
            insert(connection, codec, candidate, srs_id)?;
            Ok(grow_extent(connection, TABLE, Extent::of([candidate.at]))?)
        }
        RegisterEdit::Remove(id) => {
            let sql = format!("DELETE FROM {TABLE} WHERE fid = ?1");
            one_row(connection.prepare_cached(&sql)?.execute([id.0])?)
        }
        RegisterEdit::Set(candidate) => {
            let names: Vec<_> = columns().map(|(name, _)| format!("{name} = ?")).collect();
            let sql = format!("UPDATE {TABLE} SET geom = ?, {} WHERE fid = ?", names.join(", "));
            let mut values = row_values(codec, candidate, srs_id)?;
            values.push(SqlValue::Integer(i64::from(candidate.id.0)));
            let changed = connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
            grow_extent(connection, TABLE, Extent::of([candidate.at]))?;
            one_row(changed)
        }
        RegisterEdit::Weigh(weights) => write_weights(connection, weights),
    }
}

fn insert(
    connection: &Connection,
    codec: Codec,
    candidate: &Candidate,
    srs_id: i32,
) -> Outcome<()> {
    let names: Vec<_> = columns().map(|(name, _)| name).collect();
    let places = vec!["?"; names.len()].join(", ");
    let names = names.join(", ");
    let sql = format!("INSERT INTO {TABLE} (geom, {names}, fid) VALUES (?, {places}, ?)");
    let mut values = row_values(codec, candidate, srs_id)?;
    values.push(SqlValue::Integer(i64::from(candidate.id.0)));
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Geometry and columns of a candidate, in the order of the columns.
fn row_values(codec: Codec, candidate: &Candidate, srs_id: i32) -> Outcome<Vec<SqlValue>> {
    let record = serde_json::to_value(CandidateRecord::of(candidate, codec));
    let record = record.map_err(|error| StudyFileError::record(&error))?;
    let Value::Object(mut fields) = record else {
        return Err(StudyFileError::damaged("a candidate is no record"));
    };
    let geometry = SqlValue::Blob(encode_point(srs_id, candidate.at));
    let cells = columns().map(|(name, kind)| kind.to_sql(fields.remove(name)));
    Ok(std::iter::once(geometry).chain(cells).collect())
}

fn write_weights(connection: &Connection, weights: &SuitabilityWeights) -> Outcome<()> {
    let json = serde_json::to_string(&WeightsRecord::of(weights));
    let json = json.map_err(|error| StudyFileError::record(&error))?;
    Ok(schema::set_meta(connection, "suitability", &json)?)
}

fn read_weights(connection: &Connection) -> Outcome<SuitabilityWeights> {
    let Some(json) = schema::meta(connection, "suitability")? else {
        return Ok(SuitabilityWeights::default());
    };
    let record: WeightsRecord =
        serde_json::from_str(&json).map_err(|error| StudyFileError::record(&error))?;
    Ok(record.read())
}
