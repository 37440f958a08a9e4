//! Puts the bytes that a fuzzer makes up into a file and reads it as `lifecircle check` does.

use std::fs;
use std::path::Path;

use lifecircle::files::{self, ImportOptions, Role};
use tempfile::TempDir;

thread_local! {
    static FOLDER: TempDir = folder();
}

/// A folder in memory where the system has one.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder for the files")
}

/// Reads a file, the first one given, in the role guessed for it and as buildings; the others lie
/// beside it. Whatever is in them has to end in a report.
pub fn check(given: &[(&str, &[u8])]) {
    FOLDER.with(|folder| {
        for (name, bytes) in given {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        let Some((name, _)) = given.first() else { return };
        let (path, options) = (folder.path().join(name), ImportOptions::default());
        let _ = files::check(&path, &options, 3);
        let _ = files::check_as(&path, Role::Buildings, &options, 3);
    });
}
