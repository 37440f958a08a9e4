//! Where results go: stdout, or a file that appears only when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::files::study_file::is_geopackage_path;
use crate::language::Message;

use super::failure::Failure;

/// Writes a result to a file, or to stdout where none is named.
///
/// A file is written beside its place and renamed when complete, so that a reader never sees half
/// of it and an older one survives a failure.
pub(super) fn deliver(
    out: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = match out {
        Some(path) => write_file(path, write),
        None => write_stdout(write),
    };
    written.map_err(|error| Failure::Output { path: out.map(Path::to_path_buf), error })
}

/// An existing file is replaced only when asked for.
pub(super) fn check_replacing(path: &Path, force: bool) -> Result<(), Failure> {
    if !path.exists() || force {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::Usage(Message::new(
        format!("{path} 已存在；要替换请加 --force"),
        format!("{path} is there already; --force replaces it"),
    )))
}

/// A file of a kind is called like one.
pub(super) fn check_ending(path: &Path, ending: &str) -> Result<(), Failure> {
    if path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::Usage(Message::new(
        format!("文件名应以 .{ending} 结尾：{path}"),
        format!("the name of the file ends in .{ending}: {path}"),
    )))
}

/// A study file is called like one.
pub(super) fn check_study_name(path: &Path) -> Result<(), Failure> {
    if is_geopackage_path(path) {
        return Ok(());
    }
    Err(Failure::Usage(Message::new(
        "研究文件名应以 .gpkg 结尾",
        "the name of a study file ends in .gpkg",
    )))
}

/// A line on stderr. Nobody is left to tell when that fails.
pub(super) fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn write_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        // Whoever reads has seen enough, as `head` has.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let unfinished = unfinished_name(path);
    let written = File::create(&unfinished).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.into_inner()?.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if written.is_err() {
        // It may not be there at all.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn unfinished_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}
