//! Study files: one GeoPackage holds the layers, the scenarios, the standard and the edit log.
//! Every step is one transaction, so that a killed program loses at most the step in flight. The
//! tables are described in `src/files/STUDY_FORMAT.md`; what any GeoPackage has is the work of
//! `geopackage`, when to write that of `saver`. Here a file comes into being and takes its steps;
//! `opening` finds out what a file is and opens it, `whole` reads and writes all of its tables.

mod candidates;
mod commits;
pub(super) mod connect;
mod contents;
mod error;
mod layers;
mod lock;
mod on_disk;
mod opening;
mod parameters;
mod programme;
mod records;
mod saver;
mod schema;
mod styles;
mod walkthrough;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::session::{Commit, Session};
use crate::standard::Standard;
use crate::study::{Edit, History, ScenarioId, Study};

use super::{ImportReport, Progress};
use on_disk::{FileIdentity, remove_journals, unfinished_path};

pub use error::{SaveProblem, StudyFileError};
pub use lock::is_held;
pub(crate) use lock::{Lock, LockError, in_brackets};
pub use opening::{
    OpenedStudy, ReadOnlyReason, check_integrity, check_tables, is_study, keep_copy, name_of,
    newer_format_problem, open, read,
};
pub(in crate::files) use opening::{made_of, note_made_of, was_edited};
pub(in crate::files) use parameters::{
    from_json as parameters_from_json, to_json as parameters_to_json,
};
pub use saver::{SaveStage, SaveState, Saver};
pub use schema::FORMAT_VERSION;
pub(in crate::files) use whole::write_whole;

/// All that a study file holds.
#[derive(Debug, Clone)]
pub struct SavedStudy {
    pub study: Study,
    pub history: History,
    /// The scenario last shown.
    pub shown: ScenarioId,
    /// What the import of the layers understood and left out.
    pub report: ImportReport,
    /// The format of the file, where a newer program wrote it: some of it may be unknown here.
    pub newer_format: Option<u32>,
}

impl SavedStudy {
    /// What a session stands for at this moment; what is being tried out is no part of it.
    pub fn of(session: &Session, report: &ImportReport) -> Self {
        let session = session.script();
        Self {
            study: session.study().clone(),
            history: session.history().clone(),
            shown: session.shown(),
            report: report.clone(),
            newer_format: None,
        }
    }

    /// Takes the work up again.
    pub fn into_session(self) -> (Session, ImportReport) {
        (Session::restore(self.study, self.history, Some(self.shown)), self.report)
    }
}

/// A study file that is open for writing. Nobody else writes it meanwhile.
#[derive(Debug)]
pub struct StudyFile {
    path: PathBuf,
    connection: Connection,
    /// That of the study as it is in the file; names the functions in edits.
    standard: Arc<Standard>,
    srs_id: i32,
    identity: Option<FileIdentity>,
    _lock: Lock,
}

/// Whether a path looks like a study file or another GeoPackage.
pub fn is_geopackage_path(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gpkg"))
}

impl StudyFile {
    /// Writes a study into a new file. A file that was there is replaced when the new one is
    /// complete, and left alone if it cannot be.
    ///
    /// # Errors
    /// When another window holds a study of this name, or it cannot be written.
    pub fn create(
        path: &Path,
        saved: &SavedStudy,
        progress: &dyn Progress,
    ) -> Result<Self, StudyFileError> {
        let lock = Lock::take(path).map_err(|error| match error {
            LockError::Held(_) => StudyFileError::Busy,
            LockError::Io(error) => StudyFileError::of_io(&error),
        })?;
        let unfinished = unfinished_path(path);
        let written = write_whole(&unfinished, saved, progress).and_then(|()| {
            // Windows writes out only what is open for writing.
            let file = fs::OpenOptions::new().write(true).open(&unfinished);
            let synced = file.and_then(|file| file.sync_all());
            synced.map_err(|error| StudyFileError::of_io(&error))?;
            remove_journals(path);
            fs::rename(&unfinished, path).map_err(|error| StudyFileError::of_io(&error))
        });
        if let Err(error) = written {
            // It may not be there at all.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        let srs_id = facility_srs(&connect::for_reading(path)?)?;
        Self::continued(path, lock, saved.study.standard(), srs_id)
    }

    /// Writes one step as one transaction.
    ///
    /// # Errors
    /// When it cannot be written; the file is as it was then.
    pub fn write(&mut self, commit: &Commit) -> Result<(), StudyFileError> {
        self.check_identity()?;
        let set = || commit.edits.iter().filter_map(Edit::standard);
        // Functions that the commit adds or takes away are named by the longer of the standards.
        let naming = set().chain([&self.standard]).max_by_key(|standard| standard.functions.len());
        let naming = naming.unwrap_or(&self.standard);
        commits::write(&mut self.connection, commit, naming, self.srs_id)?;
        if let Some(standard) = set().next_back() {
            self.standard = standard.clone();
        }
        Ok(())
    }

    /// Notes which scenario is shown. No step of the history.
    pub fn remember_shown(&mut self, scenario: ScenarioId) -> Result<(), StudyFileError> {
        self.check_identity()?;
        Ok(schema::set_meta(&self.connection, "shown", &scenario.0.to_string())?)
    }

    /// Gives unused space back to the disk.
    pub fn compact(&mut self) -> Result<(), StudyFileError> {
        self.check_identity()?;
        Ok(self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    /// Brings all that is in the log beside the file into the file: whoever copies the open file by itself
    /// has every edit. Does not wait for whoever reads.
    pub fn settle(&mut self) -> Result<(), StudyFileError> {
        self.check_identity()?;
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn continued(
        path: &Path,
        lock: Lock,
        standard: &Standard,
        srs_id: i32,
    ) -> Result<Self, StudyFileError> {
        Ok(Self {
            path: path.to_path_buf(),
            connection: connect::for_writing(path)?,
            standard: Arc::new(standard.clone()),
            srs_id,
            identity: FileIdentity::of(path),
            _lock: lock,
        })
    }

    /// Whether the path still leads to the file that is open: what is written to a removed file
    /// is gone when the program ends.
    fn check_identity(&self) -> Result<(), StudyFileError> {
        match FileIdentity::of(&self.path) {
            Some(found) if self.identity.as_ref().is_none_or(|known| *known == found) => Ok(()),
            _ => Err(StudyFileError::Replaced),
        }
    }
}

impl Drop for StudyFile {
    fn drop(&mut self) {
        // Without a write-ahead log the file at rest is one file, which can be copied and opened
        // anywhere. If that fails, the log stays beside it and nothing is lost.
        // The log is only taken away by a connection that has looked at it.
        let _ = self.connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()));
        let _ = self.connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()));
    }
}

/// The number of the working CRS in the file.
fn facility_srs(connection: &Connection) -> Result<i32, StudyFileError> {
    let sql = "SELECT srs_id FROM gpkg_geometry_columns \
               WHERE table_name = 'lifecircle_facilities'";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}
