//! The key of a job: what its results depend on, as one fingerprint. Results with the same key are the
//! same, whoever made them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::fingerprint::Digest;
use crate::language::Language;

use super::{Flags, Job};

/// The key of a job under this version of the program: of what the specification says of it, and of the
/// content of every file it reads. Where the files lie makes no difference.
///
/// # Errors
/// The file that cannot be read, and why.
pub fn key_of(job: &Job, language: Language) -> Result<String, (PathBuf, io::Error)> {
    let mut digest = of_program(language);
    take_entry(&mut digest, job);
    for input in job.inputs() {
        for file in files_of(input).map_err(|error| (input.clone(), error))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            digest.text(&name);
            digest.file(&file).map_err(|error| (file.clone(), error))?;
        }
    }
    Ok(digest.finish())
}

/// What several computers have to have alike, so that their results belong together: the version of the
/// program and what the specification says of all jobs. The files that they read are not in it.
pub(super) fn key_of_all(jobs: &[Job], language: Language) -> String {
    let mut digest = of_program(language);
    jobs.iter().for_each(|job| take_entry(&mut digest, job));
    digest.finish()
}

/// The version of the program and the language of the results: names of scenarios and warnings are in it.
fn of_program(language: Language) -> Digest {
    let mut digest = Digest::default();
    digest.text(env!("CARGO_PKG_VERSION"));
    digest.text(language.pick("zh", "en"));
    digest
}

/// What the specification says of a job.
fn take_entry(digest: &mut Digest, job: &Job) {
    let labels = &job.labels;
    for text in [&job.name, &labels.city, &labels.district, &labels.year] {
        digest.text(text);
    }
    digest.text(job.study.as_ref().map_or("", |study| study.written()));
    take_flags(digest, &job.study_flags);
    digest.count(job.tasks.len());
    for task in &job.tasks {
        digest.text(task.kind.id());
        take_flags(digest, &task.flags);
    }
}

fn take_flags(digest: &mut Digest, flags: &Flags) {
    digest.count(flags.0.len());
    for (name, value) in &flags.0 {
        digest.text(name);
        digest.text(value.written());
    }
}

/// The files that are read with a path, in the order of their names: those of a folder; beside a
/// shapefile its tables, beside a grid its system; beside a study what is not in it yet.
fn files_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            files.push(entry?.path());
        }
        files.retain(|file| file.is_file());
    } else {
        files.push(path.to_path_buf());
        files.extend(companions(path)?);
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn companions(path: &Path) -> io::Result<Vec<PathBuf>> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "shp" | "asc" => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let mut files = Vec::new();
            for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
                let file = entry?.path();
                if file.is_file() && file.file_stem() == path.file_stem() {
                    files.push(file);
                }
            }
            Ok(files)
        }
        "gpkg" => {
            let mut log = path.as_os_str().to_os_string();
            log.push("-wal");
            let log = PathBuf::from(log);
            let is_there = fs::metadata(&log).is_ok_and(|about| about.len() > 0);
            Ok(is_there.then_some(log).into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{FlagValue, Labels};

    /// A job over the layers in some files.
    fn job(files: &[(&str, &Path)]) -> Job {
        let flag = |(role, path): &(&str, &Path)| {
            let written = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            ((*role).to_owned(), FlagValue::Path { written, path: path.to_path_buf() })
        };
        let study_flags = Flags(files.iter().map(flag).collect());
        let (name, labels) = ("old town".to_owned(), Labels::default());
        Job { name, labels, study: None, study_flags, tasks: Vec::new() }
    }

    #[test]
    fn what_is_read_beside_a_file_is_in_the_key() {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, beside) in [("houses.shp", "houses.dbf"), ("persons.asc", "persons.prj")] {
            let (file, beside) = (folder.path().join(file), folder.path().join(beside));
            fs::write(&file, "1").expect("written");
            fs::write(&beside, "1").expect("written");
            let key = || key_of(&job(&[("layer", &file)]), Language::En).expect("readable");
            let before = key();
            assert_eq!(key(), before, "the same files have the same key");
            fs::write(&beside, "2").expect("written");
            assert_ne!(key(), before, "{}", beside.display());
        }
    }
}
