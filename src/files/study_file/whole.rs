//! A whole study out of its file and into a new one: every table, each by the module it belongs to.

use std::path::Path;

use rusqlite::Connection;

use crate::files::{Progress, geopackage};
use crate::language::Message;
use crate::study::{ScenarioId, Study};

use super::records::Codec;
use super::{FORMAT_VERSION, SavedStudy, StudyFileError};
use super::{
    candidates, commits, connect, contents, layers, parameters, schema, styles, walkthrough,
};

/// Stages of reading a whole study: streets, buildings, and what the planner made of them.
pub(super) const READ_STAGES: usize = 3;

/// Reads a study, named after the path where nobody has named it.
pub(super) fn read_whole(
    connection: &Connection,
    path: &Path,
    progress: &dyn Progress,
) -> Result<SavedStudy, StudyFileError> {
    let layers = layers::read(connection, path, progress)?;
    layers::report(progress, Message::new("读取方案", "Reading scenarios"), 2, READ_STAGES)?;
    let standard = contents::read_standard(connection)?;
    let base = contents::read_base(connection, &standard)?;
    let scenarios = contents::read_scenarios(connection, &standard)?;
    let parameters = parameters::read(connection)?;
    let history = commits::read_history(connection, &standard)?;
    let report = contents::read_report(connection)?;
    let shown = schema::required_meta(connection, "shown")?;
    let shown = shown.parse().map_err(|_| StudyFileError::damaged("shown"))?;
    let rules = contents::read_rules(connection)?;
    let register = candidates::read(connection, &standard)?;
    let stops = walkthrough::read(connection, Codec { standard: &standard })?;
    let study = Study::restore(layers, standard, base, scenarios, parameters)
        .and_then(|study| study.with_programme_rules(rules))
        .map_err(|error| StudyFileError::damaged(error.to_string()))?
        .with_register(register)
        .with_walkthrough(stops);
    let version = schema::version(connection)?;
    let newer_format = (version > FORMAT_VERSION).then_some(version);
    Ok(SavedStudy { study, history, shown: ScenarioId(shown), report, newer_format })
}

/// Writes a study into a file that nobody has open.
///
/// # Errors
/// When it cannot be written.
pub(in crate::files) fn write_whole(
    path: &Path,
    saved: &SavedStudy,
    progress: &dyn Progress,
) -> Result<(), StudyFileError> {
    let SavedStudy { study, history, shown, report, newer_format: _ } = saved;
    let mut connection = connect::for_creating(path)?;
    let transaction = connection.transaction()?;
    geopackage::initialise(&transaction)?;
    let srs_id = geopackage::add_crs(&transaction, &study.layers().crs)?;
    schema::create_attributes(&transaction)?;
    schema::set_meta(&transaction, "format_version", &FORMAT_VERSION.to_string())?;
    schema::set_meta(&transaction, "program_version", env!("CARGO_PKG_VERSION"))?;
    schema::set_meta(&transaction, "shown", &shown.0.to_string())?;
    schema::set_meta(&transaction, "commits", "0")?;
    layers::write(&transaction, study.data(), srs_id, progress)?;
    contents::write(&transaction, study, srs_id)?;
    contents::write_report(&transaction, report)?;
    commits::write_history(&transaction, history, study.standard())?;
    styles::write(&transaction)?;
    Ok(transaction.commit()?)
}
