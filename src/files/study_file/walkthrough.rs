//! The walkthrough in a study file: one row per stop, whose document holds all of it, and edits of it
//! as they stand in the log. The columns beside the document are for those who look into the file.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::StudyFileError;
use super::commits::one_row;
use super::contents::to_json;
use super::records::Codec;
use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::layers::Group;
use crate::study::walkthrough::{
    Beside, Callout, Framing, MapLayer, Remark, RemarkKind, SetBeside, StopColors, StopKind,
    StopMap,
};
use crate::study::{ScenarioId, Stop, StopId, Walkthrough, WalkthroughEdit};

type Outcome<T> = Result<T, StudyFileError>;

/// The table since format 6: name, what readers call it, and its columns.
pub(super) const TABLE: (&str, &str, &str) = (
    "lifecircle_walkthrough",
    "walkthrough 汇报",
    "stop INTEGER NOT NULL UNIQUE, position INTEGER NOT NULL, kind TEXT NOT NULL, \
     title_zh TEXT NOT NULL, title_en TEXT NOT NULL, scenario INTEGER, document TEXT NOT NULL",
);

/// An edit of the walkthrough in the edit log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "walkthrough", rename_all = "snake_case")]
pub(super) enum WalkthroughRecord {
    Add { position: usize, stop: Box<StopRecord> },
    Remove { stop: u32 },
    Move { stop: u32, position: usize },
    Set { stop: Box<StopRecord> },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StopRecord {
    id: u32,
    kind: String,
    title: Message,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    notes: String,
    #[serde(default)]
    planned_s: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    map: Option<StopMapRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    callouts: Vec<CalloutRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<RemarkRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StopMapRecord {
    scenario: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    beside: Option<BesideRecord>,
    center: WorldPoint,
    metres_per_pixel: f64,
    width_px: f32,
    height_px: f32,
    layers: Vec<String>,
    #[serde(default)]
    colors: ColorsRecord,
    function: String,
    group: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    highlighted: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct BesideRecord {
    scenario: u32,
    how: String,
    /// Where the line of a swipe stands, as a share of the width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<f32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ColorsRecord {
    units: String,
    buildings: String,
    streets: String,
    surface: String,
    /// Since stops keep it; before, all facilities of a function looked alike.
    #[serde(skip_serializing_if = "String::is_empty")]
    facilities: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct CalloutRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    at: WorldPoint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<WorldPoint>,
}

#[derive(Debug, Serialize, Deserialize)]
struct RemarkRecord {
    kind: String,
    at_ms: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    by: String,
    text: String,
}

/// Writes all stops into an empty table.
pub(super) fn write(
    connection: &Connection,
    codec: Codec,
    walkthrough: &Walkthrough,
) -> Outcome<()> {
    for (position, stop) in walkthrough.stops().iter().enumerate() {
        insert(connection, codec, position, stop)?;
    }
    Ok(())
}

pub(super) fn read(connection: &Connection, codec: Codec) -> Outcome<Walkthrough> {
    let sql = "SELECT document FROM lifecircle_walkthrough ORDER BY position";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut stops = Vec::new();
    while let Some(row) = rows.next()? {
        let document = row.get_ref(0)?.as_str().unwrap_or_default();
        let record: StopRecord =
            serde_json::from_str(document).map_err(|error| StudyFileError::record(&error))?;
        let stop = record.read(codec);
        stops.push(stop.map_err(|error| error.in_row(TABLE.0, stops.len()))?);
    }
    Walkthrough::new(stops).map_err(|error| StudyFileError::damaged(error.to_string()))
}

/// Writes one edit.
pub(super) fn write_edit(
    connection: &Connection,
    codec: Codec,
    edit: &WalkthroughEdit,
) -> Outcome<()> {
    match edit {
        WalkthroughEdit::Add { position, stop } => {
            open_gap(connection, *position)?;
            insert(connection, codec, *position, stop)
        }
        WalkthroughEdit::Remove(id) => {
            let position = position(connection, *id)?;
            let sql = "DELETE FROM lifecircle_walkthrough WHERE stop = ?1";
            one_row(connection.prepare_cached(sql)?.execute([id.0])?)?;
            close_gap(connection, position)
        }
        WalkthroughEdit::Move { id, position: to } => {
            close_gap(connection, position(connection, *id)?)?;
            let aside = "UPDATE lifecircle_walkthrough SET position = -1 WHERE stop = ?1";
            connection.prepare_cached(aside)?.execute([id.0])?;
            open_gap(connection, *to)?;
            let sql = "UPDATE lifecircle_walkthrough SET position = ?1 WHERE stop = ?2";
            one_row(connection.prepare_cached(sql)?.execute([*to as i64, i64::from(id.0)])?)
        }
        WalkthroughEdit::Set(stop) => {
            let sql = "UPDATE lifecircle_walkthrough SET kind = ?2, title_zh = ?3, title_en = ?4, \
                       scenario = ?5, document = ?6 WHERE stop = ?1";
            let Message { zh, en } = &stop.title;
            let scenario = stop.map().map(|map| map.scenario.0);
            let document = to_json(&StopRecord::of(stop, codec))?;
            let values = params![stop.id.0, stop.kind.id(), zh, en, scenario, document];
            one_row(connection.prepare_cached(sql)?.execute(values)?)
        }
    }
}

fn insert(connection: &Connection, codec: Codec, position: usize, stop: &Stop) -> Outcome<()> {
    let sql = "INSERT INTO lifecircle_walkthrough \
               (stop, position, kind, title_zh, title_en, scenario, document) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let Message { zh, en } = &stop.title;
    let scenario = stop.map().map(|map| map.scenario.0);
    let document = to_json(&StopRecord::of(stop, codec))?;
    let values = params![stop.id.0, position as i64, stop.kind.id(), zh, en, scenario, document];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn position(connection: &Connection, id: StopId) -> Outcome<i64> {
    let sql = "SELECT position FROM lifecircle_walkthrough WHERE stop = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?)
}

/// Moves the stops from a position on one further.
fn open_gap(connection: &Connection, position: usize) -> Outcome<()> {
    let sql = "UPDATE lifecircle_walkthrough SET position = position + 1 WHERE position >= ?1";
    connection.prepare_cached(sql)?.execute([position as i64])?;
    Ok(())
}

/// Moves the stops behind a position one back.
fn close_gap(connection: &Connection, position: i64) -> Outcome<()> {
    let sql = "UPDATE lifecircle_walkthrough SET position = position - 1 WHERE position > ?1";
    connection.prepare_cached(sql)?.execute([position])?;
    Ok(())
}

impl WalkthroughRecord {
    pub fn of(edit: &WalkthroughEdit, codec: Codec) -> Self {
        match edit {
            WalkthroughEdit::Add { position, stop } => {
                Self::Add { position: *position, stop: Box::new(StopRecord::of(stop, codec)) }
            }
            WalkthroughEdit::Remove(id) => Self::Remove { stop: id.0 },
            WalkthroughEdit::Move { id, position } => {
                Self::Move { stop: id.0, position: *position }
            }
            WalkthroughEdit::Set(stop) => Self::Set { stop: Box::new(StopRecord::of(stop, codec)) },
        }
    }

    pub fn read(self, codec: Codec) -> Outcome<WalkthroughEdit> {
        Ok(match self {
            Self::Add { position, stop } => {
                WalkthroughEdit::Add { position, stop: Box::new(stop.read(codec)?) }
            }
            Self::Remove { stop } => WalkthroughEdit::Remove(StopId(stop)),
            Self::Move { stop, position } => WalkthroughEdit::Move { id: StopId(stop), position },
            Self::Set { stop } => WalkthroughEdit::Set(Box::new(stop.read(codec)?)),
        })
    }
}

impl StopRecord {
    fn of(stop: &Stop, codec: Codec) -> Self {
        let Stop { id, kind, title, text, notes, planned_s, callouts, remarks } = stop;
        Self {
            id: id.0,
            kind: kind.id().to_owned(),
            title: title.clone(),
            text: text.clone(),
            notes: notes.clone(),
            planned_s: *planned_s,
            map: stop.map().map(|map| StopMapRecord::of(map, codec)),
            callouts: callouts.iter().map(CalloutRecord::of).collect(),
            remarks: remarks.iter().map(RemarkRecord::of).collect(),
        }
    }

    fn read(self, codec: Codec) -> Outcome<Stop> {
        let Self { id, kind, title, text, notes, planned_s, map, callouts, remarks } = self;
        let kind = match (kind.as_str(), map) {
            ("opening", _) => StopKind::Opening,
            ("section", _) => StopKind::Section,
            ("closing", _) => StopKind::Closing,
            ("map", Some(map)) => StopKind::Map(Box::new(map.read(codec)?)),
            ("map", None) => return Err(StudyFileError::damaged("a stop without its map")),
            (other, _) => return Err(unknown("kind of stop", other)),
        };
        let callouts = callouts.into_iter().map(CalloutRecord::read).collect();
        let remarks = remarks.into_iter().map(RemarkRecord::read).collect::<Outcome<_>>()?;
        Ok(Stop { id: StopId(id), kind, title, text, notes, planned_s, callouts, remarks })
    }
}

impl StopMapRecord {
    fn of(map: &StopMap, codec: Codec) -> Self {
        let StopMap { scenario, beside, framing, layers, colors, function, group, highlighted } =
            map;
        let Framing { center, metres_per_pixel, width_px, height_px } = *framing;
        let StopColors { units, buildings, streets, surface, facilities } = colors.clone();
        Self {
            scenario: scenario.0,
            beside: beside.as_ref().map(BesideRecord::of),
            center,
            metres_per_pixel,
            width_px,
            height_px,
            layers: layers.iter().map(|layer| layer.id().to_owned()).collect(),
            colors: ColorsRecord { units, buildings, streets, surface, facilities },
            function: codec.function_ids(&[*function]).concat(),
            group: group.id().to_owned(),
            highlighted: highlighted.clone(),
        }
    }

    fn read(self, codec: Codec) -> Outcome<StopMap> {
        let layer = |id: &String| MapLayer::from_id(id).ok_or_else(|| unknown("layer", id));
        let ColorsRecord { units, buildings, streets, surface, facilities } = self.colors;
        Ok(StopMap {
            scenario: ScenarioId(self.scenario),
            beside: self.beside.map(BesideRecord::read).transpose()?,
            framing: Framing {
                center: self.center,
                metres_per_pixel: self.metres_per_pixel,
                width_px: self.width_px,
                height_px: self.height_px,
            },
            layers: self.layers.iter().map(layer).collect::<Outcome<BTreeSet<_>>>()?,
            colors: StopColors { units, buildings, streets, surface, facilities },
            function: codec.function(&self.function)?,
            group: Group::from_id(&self.group).ok_or_else(|| unknown("group", &self.group))?,
            highlighted: self.highlighted,
        })
    }
}

impl BesideRecord {
    fn of(Beside { scenario, how }: &Beside) -> Self {
        let at = match how {
            SetBeside::Swipe(share) => Some(*share),
            SetBeside::Difference | SetBeside::SideBySide => None,
        };
        Self { scenario: scenario.0, how: how.id().to_owned(), at }
    }

    fn read(self) -> Outcome<Beside> {
        let how = match self.how.as_str() {
            "difference" => SetBeside::Difference,
            "swipe" => SetBeside::Swipe(self.at.unwrap_or(0.5)),
            "side_by_side" => SetBeside::SideBySide,
            other => return Err(unknown("way to compare", other)),
        };
        Ok(Beside { scenario: ScenarioId(self.scenario), how })
    }
}

impl CalloutRecord {
    fn of(Callout { text, at, target }: &Callout) -> Self {
        Self { text: text.clone(), at: *at, target: *target }
    }

    fn read(self) -> Callout {
        let Self { text, at, target } = self;
        Callout { text, at, target }
    }
}

impl RemarkRecord {
    fn of(Remark { kind, at_ms, by, text }: &Remark) -> Self {
        let kind = kind.id().to_owned();
        Self { kind, at_ms: *at_ms, by: by.clone(), text: text.clone() }
    }

    fn read(self) -> Outcome<Remark> {
        let Self { kind, at_ms, by, text } = self;
        let kind = RemarkKind::from_id(&kind).ok_or_else(|| unknown("kind of remark", &kind))?;
        Ok(Remark { kind, at_ms, by, text })
    }
}

fn unknown(what: &str, id: &str) -> StudyFileError {
    StudyFileError::damaged(format!("unknown {what} {id}"))
}
