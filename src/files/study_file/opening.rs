//! Opening a study file: to go on with it, only to read it, or just to know what it is; an older format
//! becomes the present one first, and what is damaged is told before anything is read from it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::files::source::file_name;
use crate::files::{Problem, Progress, geopackage};
use crate::language::Message;

use super::on_disk::remove_journals;
use super::whole::read_whole;
use super::{FORMAT_VERSION, Lock, LockError, SavedStudy, StudyFile, StudyFileError};
use super::{connect, facility_srs, schema};

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

/// The entry that says what a program has made a study of.
const MADE_OF: &str = "made_of";

/// What a study that no person has made was made of, as it was noted; none of other files.
pub(in crate::files) fn made_of(path: &Path) -> Option<String> {
    schema::meta(&connect::for_reading(path).ok()?, MADE_OF).ok().flatten()
}

/// Notes what a study was made of, so that it is known again when it is to be made once more.
pub(in crate::files) fn note_made_of(path: &Path, what: &str) -> rusqlite::Result<()> {
    schema::set_meta(&Connection::open(path)?, MADE_OF, what)
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
    Problem::in_file(file_name(path), what)
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
