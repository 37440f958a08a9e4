//! Connections to a study file: the one that writes, and any number that only read.
//!
//! The file is opened through SQLite only. On Unix, closing it after opening it in any other way
//! would take away the locks that SQLite holds on it in this process.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::StudyFileError;
use crate::files::geopackage::add_spatial_functions;

/// How long a virus scanner or a copying program may hold the file before that is an error.
const PATIENCE: Duration = Duration::from_secs(5);

/// The connection that writes. Each transaction is on the disk when it is committed, so that a
/// power cut loses nothing.
pub(super) fn for_writing(path: &Path) -> Result<Connection, StudyFileError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection)?;
    // Where shared memory is not to be had, as on some network drives, SQLite stays with its
    // older journal, which is as safe.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// A new file, written in one go before it gets its name: no journal is needed.
pub(super) fn for_creating(path: &Path) -> Result<Connection, StudyFileError> {
    let connection = Connection::open(path)?;
    prepare(&connection)?;
    connection.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    Ok(connection)
}

/// A connection that only reads, also from places where nothing can be written.
pub(in crate::files) fn for_reading(path: &Path) -> Result<Connection, StudyFileError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    // SQLite only says that it cannot open the file, not why.
    let metadata = fs::metadata(path).map_err(|error| StudyFileError::of_io(&error))?;
    if !metadata.is_file() {
        return Err(StudyFileError::NotGeoPackage);
    }
    let open = |query: &str| -> Result<Connection, StudyFileError> {
        let connection = Connection::open_with_flags(uri(path, query), flags)?;
        prepare(&connection)?;
        // The file is only looked at when it is first read.
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(connection)
    };
    // Only looking at a file in write-ahead mode leaves a log and shared memory beside it. Where
    // nothing is in a log and nobody writes, it can be taken as it is.
    if !has_log(path) && !super::lock::is_held(path) {
        return open("immutable=1");
    }
    match open("mode=ro") {
        // A write-ahead log needs a file of shared memory beside it; where that cannot be made,
        // the file is taken as it is.
        Err(StudyFileError::NotWritable | StudyFileError::Sqlite(_)) => open("immutable=1"),
        opened => opened,
    }
}

/// Whether there is a write-ahead log with something in it.
fn has_log(path: &Path) -> bool {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push("-wal");
    fs::metadata(path.with_file_name(name)).is_ok_and(|log| log.len() > 0)
}

/// Whether the system lets the file be written.
pub(super) fn is_writable(path: &Path) -> Result<bool, StudyFileError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    Ok(!connection.is_readonly("main")?)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    add_spatial_functions(connection)
}

/// The path as SQLite's URI.
fn uri(path: &Path, query: &str) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'\\' | b':' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{uri}?{query}")
}
