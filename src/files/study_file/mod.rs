//! Study files: one GeoPackage holds the layers, the scenarios, the standard and the edit log.
//! Every step is one transaction, so that a killed program loses at most the step in flight. The
//! tables are described in `src/files/STUDY_FORMAT.md`; what any GeoPackage has is the work of
//! `geopackage`, when to write that of `saver`.

mod candidates;
mod commits;
pub(super) mod connect;
mod contents;
mod error;
mod layers;
mod lock;
mod on_disk;
mod parameters;
mod programme;
mod records;
mod saver;
mod schema;
mod styles;
mod walkthrough;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::language::Message;
use crate::session::{Commit, Session};
use crate::standard::Standard;
use crate::study::{Edit, History, ScenarioId, Study};

use super::geopackage;
use super::{ImportReport, Problem, Progress};
use on_disk::{FileIdentity, remove_journals, unfinished_path};
use records::Codec;

pub use error::{SaveProblem, StudyFileError};
pub use lock::is_held;
pub(crate) use lock::{Lock, LockError, in_brackets};
pub(in crate::files) use parameters::{
    from_json as parameters_from_json, to_json as parameters_to_json,
};
pub use saver::{SaveStage, SaveState, Saver};
pub use schema::FORMAT_VERSION;

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

/// Stages of reading a whole study: streets, buildings, and what the planner made of them.
const READ_STAGES: usize = 3;

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

/// Why a study is open but cannot be edited in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// Another window has it open; who, as far as known.
    HeldBy(String),
    /// A newer program made it.
    Newer(u32),
    /// The file or its folder cannot be written.
    NotWritable,
}

impl ReadOnlyReason {
    /// The reason, and what to do, in both languages.
    pub fn message(&self) -> Message {
        match self {
            Self::HeldBy(holder) => Message::new(
                format!("文件正由另一窗口编辑（{holder}），此处只读；修改请“另存为…”"),
                format!(
                    "Another window is editing the file ({holder}): read-only here. Use “Save \
                     as…” to keep changes"
                ),
            ),
            Self::Newer(version) => Message::new(
                format!("文件由更新版本的程序保存（格式 {version}），此处只读；请升级程序"),
                format!(
                    "A newer version of the program saved the file (format {version}): read-only \
                     here. Update the program to edit it"
                ),
            ),
            Self::NotWritable => Message::new(
                "文件或文件夹不可写，此处只读；修改请“另存为…”",
                "The file or its folder cannot be written: read-only. Use “Save as…” to keep \
                 changes",
            ),
        }
    }
}

/// A study read from its file.
#[derive(Debug)]
pub struct OpenedStudy {
    pub saved: SavedStudy,
    /// The file for further edits, or why there will be none.
    pub file: Result<StudyFile, ReadOnlyReason>,
    /// The copy of the older format that was kept when the file was upgraded.
    pub kept_copy: Option<PathBuf>,
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
            let synced = fs::File::open(&unfinished).and_then(|file| file.sync_all());
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

/// Opens a study file and reads all of it.
///
/// # Errors
/// When it is no study, damaged, or cannot be read. It is left as it is then.
pub fn open(path: &Path, progress: &dyn Progress) -> Result<OpenedStudy, StudyFileError> {
    let reader = connect::for_reading(path)?;
    check_is_study(&reader, path)?;
    let lock = match connect::is_writable(path)? {
        true => Lock::take(path).map_err(|error| match error {
            LockError::Held(holder) => ReadOnlyReason::HeldBy(holder),
            LockError::Io(_) => ReadOnlyReason::NotWritable,
        }),
        false => Err(ReadOnlyReason::NotWritable),
    };
    let version = schema::version(&reader)?;
    let lock = match lock {
        Ok(_) if version > FORMAT_VERSION => Err(ReadOnlyReason::Newer(version)),
        lock => lock,
    };
    check_small_tables(&reader)?;
    let lock = match lock {
        Ok(lock) => lock,
        Err(_) if version < FORMAT_VERSION => return Err(StudyFileError::CannotUpgrade(version)),
        Err(reason) => {
            let saved = read_whole(&reader, path, progress)?;
            return Ok(OpenedStudy { saved, file: Err(reason), kept_copy: None });
        }
    };
    let kept_copy = match version < FORMAT_VERSION {
        true => Some(schema::upgrade_keeping_a_copy(&mut connect::for_writing(path)?, path)?),
        false => None,
    };
    // What is read now is what nobody else changes any more.
    drop(reader);
    let reader = connect::for_reading(path)?;
    let saved = read_whole(&reader, path, progress)?;
    let srs_id = facility_srs(&reader)?;
    drop(reader);
    let file = StudyFile::continued(path, lock, saved.study.standard(), srs_id)?;
    Ok(OpenedStudy { saved, file: Ok(file), kept_copy })
}

/// Keeps a copy of a study file beside it, as it is now.
///
/// # Errors
/// When it cannot be read, or the copy not be written.
pub fn keep_copy(path: &Path) -> Result<PathBuf, StudyFileError> {
    let reader = connect::for_reading(path)?;
    let copy = schema::free_path(path, "before-update");
    schema::copy_into(&reader, &copy)?;
    Ok(copy)
}

/// Whether anybody has worked on a study since it was made.
pub(in crate::files) fn was_edited(path: &Path) -> bool {
    let edited = || -> rusqlite::Result<bool> {
        let reader = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        reader.query_row("SELECT EXISTS (SELECT 1 FROM lifecircle_log)", [], |row| row.get(0))
    };
    edited().unwrap_or(false)
}

/// The name of a study, without reading more of it.
pub fn name_of(path: &Path) -> Option<Message> {
    let reader = connect::for_reading(path).ok()?;
    let part = |key| schema::meta(&reader, key).ok().flatten();
    Some(Message::new(part("name_zh")?, part("name_en")?))
}

/// Whether a file is a study, as far as its tables tell.
pub fn is_study(path: &Path) -> bool {
    connect::for_reading(path).is_ok_and(|reader| check_is_study(&reader, path).is_ok())
}

/// Reads a study file and leaves it as it is. One of an older format is upgraded as a copy, which
/// is gone afterwards.
///
/// # Errors
/// As [`open`].
pub fn read(path: &Path, progress: &dyn Progress) -> Result<SavedStudy, StudyFileError> {
    let reader = connect::for_reading(path)?;
    check_is_study(&reader, path)?;
    let version = schema::version(&reader)?;
    if version < FORMAT_VERSION {
        let copy = std::env::temp_dir().join(format!("lifecircle-{}.gpkg", unique_number()));
        let saved = read_as_copy(&reader, &copy, path, progress);
        remove_journals(&copy);
        // It may not have come into being.
        let _ = fs::remove_file(&copy);
        return saved;
    }
    check_small_tables(&reader)?;
    read_whole(&reader, path, progress)
}

fn read_as_copy(
    reader: &Connection,
    copy: &Path,
    path: &Path,
    progress: &dyn Progress,
) -> Result<SavedStudy, StudyFileError> {
    schema::copy_into(reader, copy)?;
    let mut connection = connect::for_writing(copy)?;
    schema::upgrade(&mut connection)?;
    check_small_tables(&connection)?;
    read_whole(&connection, path, progress)
}

/// A number that no other running program of ours has.
fn unique_number() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("{}-{}", std::process::id(), since.map_or(0, |since| since.as_nanos()))
}

/// What is said of a file that a newer program wrote.
pub fn newer_format_problem(path: &Path, version: u32) -> Problem {
    let what = Message::new(
        format!("由更新版本的程序保存（格式 {version}），其中可能有本程序不认识的内容"),
        format!("a newer program saved it (format {version}); some of it may be unknown here"),
    );
    Problem::in_file(super::source::file_name(path), what)
}

/// Checks the whole file from the first page to the last; takes seconds on a city.
///
/// # Errors
/// The first contradiction found.
pub fn check_integrity(path: &Path) -> Result<(), StudyFileError> {
    let connection = connect::for_reading(path)?;
    check(&connection, "PRAGMA integrity_check(1)")
}

/// Checks every table with its indexes, one after the other, and stops between two of them when
/// `cancelled` says so; for a study that is open meanwhile.
///
/// # Errors
/// The first contradiction found.
pub fn check_tables(path: &Path, cancelled: impl Fn() -> bool) -> Result<(), StudyFileError> {
    let connection = connect::for_reading(path)?;
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
    let names = statement.query_map([], |row| row.get(0))?;
    let names = names.collect::<rusqlite::Result<Vec<String>>>()?;
    for name in names {
        if cancelled() {
            break;
        }
        check(&connection, &format!("PRAGMA integrity_check({})", geopackage::quoted(&name)))?;
    }
    Ok(())
}

/// The number of the working CRS in the file.
fn facility_srs(connection: &Connection) -> Result<i32, StudyFileError> {
    let sql = "SELECT srs_id FROM gpkg_geometry_columns \
               WHERE table_name = 'lifecircle_facilities'";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

fn check_small_tables(connection: &Connection) -> Result<(), StudyFileError> {
    for table in schema::small_tables() {
        if geopackage::has_table(connection, table)? {
            check(connection, &format!("PRAGMA quick_check({table})"))?;
        }
    }
    Ok(())
}

fn check(connection: &Connection, pragma: &str) -> Result<(), StudyFileError> {
    let found: String = connection.query_row(pragma, [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StudyFileError::damaged(found)) }
}

fn check_is_study(connection: &Connection, path: &Path) -> Result<(), StudyFileError> {
    if geopackage::has_table(connection, "lifecircle_meta")? {
        return Ok(());
    }
    if geopackage::is_geopackage(connection)? {
        let layers = geopackage::feature_tables(connection)?;
        return Err(StudyFileError::NotAStudy { layers });
    }
    // SQLite takes an empty file for an empty database.
    let is_empty = fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0);
    let layers = Vec::new();
    Err(if is_empty { StudyFileError::NotGeoPackage } else { StudyFileError::NotAStudy { layers } })
}

fn read_whole(
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
