//! Puts the bytes that a fuzzer makes up into a file and reads every layer of it.

use std::fs;
use std::panic;
use std::path::Path;
use std::process;
use std::sync::Once;

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

/// Reads a file, the first one given; the others lie beside it. Whatever is in them has to be read
/// or refused.
pub fn read(given: &[(&str, &[u8])]) {
    tolerate_panics_of_others();
    FOLDER.with(|folder| {
        for (name, bytes) in given {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        if let Some((name, _)) = given.first() {
            lifecircle::files::fuzzing::read_all(&folder.path().join(name));
        }
    });
}

/// A panic in the reader of another crate is caught by the program and becomes an error like any
/// other; one of our own is what the fuzzer looks for.
fn tolerate_panics_of_others() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let stop = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_of_others = |file: &str| file.contains("/registry/src/") || file.contains("/rustc/");
            if !info.location().is_some_and(|at| is_of_others(at.file())) {
                stop(info);
                process::abort();
            }
        }));
    });
}
