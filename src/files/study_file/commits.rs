//! Steps written down one by one: each is one transaction that brings the tables from before to
//! after and the edit log with them. The counterpart of `Study::apply` in SQL.

use rusqlite::{Connection, params};

use super::StudyFileError;
use super::candidates;
use super::contents::{put_facility, remove_facility, write_rules, write_standard};
use super::parameters;
use super::records::{Codec, standards_in};
use super::schema::{self, FACILITIES};
use super::walkthrough;
use crate::files::geopackage::grow_extent;
use crate::geometry::Extent;
use crate::language::Message;
use crate::session::{Commit, HistoryChange};
use crate::standard::Standard;
use crate::study::{
    Description, Edit, EditNumber, History, Scenario, ScenarioEdit, ScenarioId, Step,
};

type Outcome<T> = Result<T, StudyFileError>;

/// Writes one commit as one transaction: after an error, nothing of it is in the file.
///
/// `standard` names the functions: all that there are before or after any of the edits.
pub(super) fn write(
    connection: &mut Connection,
    commit: &Commit,
    standard: &Standard,
    srs_id: i32,
) -> Outcome<()> {
    let codec = Codec { standard };
    let transaction = connection.transaction()?;
    for edit in &commit.edits {
        write_edit(&transaction, codec, edit, srs_id)?;
    }
    for (scenario, id, facility) in commit.facilities.iter() {
        match facility {
            Some(facility) => put_facility(&transaction, codec, srs_id, scenario, facility)?,
            None => remove_facility(&transaction, scenario, id)?,
        }
    }
    let places = commit.facilities.iter().filter_map(|(_, _, facility)| Some(facility?.at));
    grow_extent(&transaction, FACILITIES.name, Extent::of(places))?;
    match &commit.history {
        HistoryChange::Recorded { position, step } => {
            let sql = "DELETE FROM lifecircle_log WHERE step >= ?1";
            transaction.prepare_cached(sql)?.execute([*position as i64])?;
            insert_step(&transaction, codec, *position, step)?;
            schema::set_meta(&transaction, "steps_done", &(position + 1).to_string())?;
        }
        HistoryChange::Moved { done } => {
            schema::set_meta(&transaction, "steps_done", &done.to_string())?;
        }
    }
    // Undo and redo leave no row of their own; the count tells that they were written.
    let sql = "UPDATE lifecircle_meta SET value = value + 1 WHERE key = 'commits'";
    one_row(transaction.prepare_cached(sql)?.execute([])?)?;
    Ok(transaction.commit()?)
}

/// Writes the whole undo history into an empty log.
pub(super) fn write_history(
    connection: &Connection,
    history: &History,
    standard: &Standard,
) -> Outcome<()> {
    let codec = Codec { standard: history.longest_standard(standard) };
    for (position, step) in history.steps().iter().enumerate() {
        insert_step(connection, codec, position, step)?;
    }
    Ok(schema::set_meta(connection, "steps_done", &history.done().to_string())?)
}

/// A row of the log, its edits as they are written.
struct LogRow {
    label: Message,
    at_ms: i64,
    edits: String,
    inverses: String,
}

pub(super) fn read_history(connection: &Connection, standard: &Standard) -> Outcome<History> {
    let in_row =
        |number: usize| move |error: StudyFileError| error.in_row("lifecircle_log", number);
    let rows = read_log(connection)?;
    // Steps that are undone may name functions that the study has not any more.
    let mut longest = standard.clone();
    for (number, row) in rows.iter().enumerate() {
        let set = standards_in(&row.edits).map_err(in_row(number))?;
        let longer = set.into_iter().filter(|set| set.functions.len() > longest.functions.len());
        longest = longer.max_by_key(|set| set.functions.len()).unwrap_or(longest);
    }
    let codec = Codec { standard: &longest };
    let step = |(number, row): (usize, LogRow)| {
        let LogRow { label, at_ms, edits, inverses } = row;
        let edits = codec.edits_from_json(&edits).map_err(in_row(number))?;
        let inverses = codec.edits_from_json(&inverses).map_err(in_row(number))?;
        Ok(Step { label, at_ms, edits, inverses })
    };
    let steps = rows.into_iter().enumerate().map(step).collect::<Outcome<_>>()?;
    let done = schema::required_meta(connection, "steps_done")?;
    let done = done.parse().map_err(|_| StudyFileError::damaged("steps_done"))?;
    Ok(History::restore(steps, done))
}

fn read_log(connection: &Connection) -> Outcome<Vec<LogRow>> {
    // Julian days of a double tell milliseconds exactly enough to be rounded.
    let mut statement = connection.prepare(
        "SELECT label_zh, label_en, edits, inverses, \
         CAST(round((julianday(at) - 2440587.5) * 86400000.0) AS INTEGER) \
         FROM lifecircle_log ORDER BY step",
    )?;
    let mut rows = statement.query([])?;
    let mut log = Vec::new();
    while let Some(row) = rows.next()? {
        log.push(LogRow {
            label: Message::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?),
            at_ms: row.get::<_, Option<i64>>(4)?.unwrap_or_default(),
            edits: row.get_ref(2)?.as_str().unwrap_or_default().to_owned(),
            inverses: row.get_ref(3)?.as_str().unwrap_or_default().to_owned(),
        });
    }
    Ok(log)
}

fn insert_step(connection: &Connection, codec: Codec, position: usize, step: &Step) -> Outcome<()> {
    let Step { label, at_ms, edits, inverses } = step;
    let sql = "INSERT INTO lifecircle_log (step, at, label_zh, label_en, edits, inverses) \
               VALUES (?1, strftime('%Y-%m-%dT%H:%M:%fZ', ?6 / 1000.0, 'unixepoch'), \
               ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![
        position as i64,
        label.zh,
        label.en,
        codec.edits_to_json(edits)?,
        codec.edits_to_json(inverses)?,
        at_ms
    ])?;
    Ok(())
}

fn write_edit(connection: &Connection, codec: Codec, edit: &Edit, srs_id: i32) -> Outcome<()> {
    match edit {
        Edit::AddScenario { position, scenario } => {
            let sql = "UPDATE lifecircle_scenarios SET position = position + 1 \
                       WHERE position >= ?1";
            connection.prepare_cached(sql)?.execute([*position as i64])?;
            insert_scenario(connection, codec, *position, scenario)
        }
        Edit::RemoveScenario(id) => remove_scenario(connection, *id),
        Edit::DescribeScenario { id, description } => {
            let Description { name, color, note } = description;
            let sql = "UPDATE lifecircle_scenarios SET name_zh = ?2, name_en = ?3, color = ?4, \
                       note = ?5 WHERE scenario = ?1";
            let values = params![id.0, name.zh, name.en, color, note];
            one_row(connection.prepare_cached(sql)?.execute(values)?)
        }
        Edit::ReorderScenario { id, position } => {
            let before = scenario_position(connection, *id)?;
            let close = "UPDATE lifecircle_scenarios SET position = position - 1 \
                         WHERE position > ?1";
            connection.prepare_cached(close)?.execute([before])?;
            let open = "UPDATE lifecircle_scenarios SET position = position + 1 \
                        WHERE position >= ?1 AND scenario != ?2";
            connection.prepare_cached(open)?.execute([*position as i64, i64::from(id.0)])?;
            let place = "UPDATE lifecircle_scenarios SET position = ?1 WHERE scenario = ?2";
            let values = [*position as i64, i64::from(id.0)];
            one_row(connection.prepare_cached(place)?.execute(values)?)
        }
        Edit::InsertEdit { scenario, position, entry } => {
            let sql = "UPDATE lifecircle_edits SET position = position + 1 \
                       WHERE scenario = ?1 AND position >= ?2";
            let values = [i64::from(scenario.0), *position as i64];
            connection.prepare_cached(sql)?.execute(values)?;
            insert_entry(connection, codec, *scenario, *position, entry)
        }
        Edit::RemoveEdit { scenario, number } => remove_entry(connection, *scenario, *number),
        Edit::ReplaceEdit { number, edit, scenario: _ } => {
            let sql = "UPDATE lifecircle_edits SET edit = ?2 WHERE number = ?1";
            let values = params![number.0, codec.facility_edit_to_json(edit)?];
            one_row(connection.prepare_cached(sql)?.execute(values)?)
        }
        Edit::SetParameters(set) => parameters::write(connection, set),
        Edit::SetStandard(standard) => write_standard(connection, standard),
        Edit::SetProgrammeRules(rules) => write_rules(connection, rules),
        Edit::Register(edit) => candidates::write_edit(connection, codec, edit, srs_id),
        Edit::Walkthrough(edit) => walkthrough::write_edit(connection, codec, edit),
    }
}

/// Writes a scenario and its edits at a position that is free.
pub(super) fn insert_scenario(
    connection: &Connection,
    codec: Codec,
    position: usize,
    scenario: &Scenario,
) -> Outcome<()> {
    let Scenario { id, parent, description: Description { name, color, note }, edits } = scenario;
    let sql = "INSERT INTO lifecircle_scenarios \
               (scenario, position, parent, name_zh, name_en, color, note) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![id.0, position as i64, parent.0, name.zh, name.en, color, note];
    connection.prepare_cached(sql)?.execute(values)?;
    for (position, entry) in edits.iter().enumerate() {
        insert_entry(connection, codec, *id, position, entry)?;
    }
    Ok(())
}

fn remove_scenario(connection: &Connection, id: ScenarioId) -> Outcome<()> {
    let position = scenario_position(connection, id)?;
    let edits = "DELETE FROM lifecircle_edits WHERE scenario = ?1";
    connection.prepare_cached(edits)?.execute([id.0])?;
    let sql = "DELETE FROM lifecircle_scenarios WHERE scenario = ?1";
    one_row(connection.prepare_cached(sql)?.execute([id.0])?)?;
    let close = "UPDATE lifecircle_scenarios SET position = position - 1 WHERE position > ?1";
    connection.prepare_cached(close)?.execute([position])?;
    Ok(())
}

fn scenario_position(connection: &Connection, id: ScenarioId) -> Outcome<i64> {
    let sql = "SELECT position FROM lifecircle_scenarios WHERE scenario = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?)
}

fn insert_entry(
    connection: &Connection,
    codec: Codec,
    scenario: ScenarioId,
    position: usize,
    entry: &ScenarioEdit,
) -> Outcome<()> {
    let ScenarioEdit { number, label, edit } = entry;
    let sql = "INSERT INTO lifecircle_edits \
               (number, scenario, position, label_zh, label_en, edit) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.prepare_cached(sql)?.execute(params![
        number.0,
        scenario.0,
        position as i64,
        label.zh,
        label.en,
        codec.facility_edit_to_json(edit)?
    ])?;
    Ok(())
}

fn remove_entry(connection: &Connection, scenario: ScenarioId, number: EditNumber) -> Outcome<()> {
    let sql = "SELECT position FROM lifecircle_edits WHERE number = ?1";
    let position: i64 = connection.prepare_cached(sql)?.query_row([number.0], |row| row.get(0))?;
    let sql = "DELETE FROM lifecircle_edits WHERE number = ?1";
    connection.prepare_cached(sql)?.execute([number.0])?;
    let close = "UPDATE lifecircle_edits SET position = position - 1 \
                 WHERE scenario = ?1 AND position > ?2";
    connection.prepare_cached(close)?.execute([i64::from(scenario.0), position])?;
    Ok(())
}

/// A change of a row that is not there means that file and program have come apart.
pub(super) fn one_row(changed: usize) -> Outcome<()> {
    if changed == 1 { Ok(()) } else { Err(StudyFileError::damaged("a row is missing")) }
}
