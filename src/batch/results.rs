//! The folder of results: a folder per job, which is there when all of it is, and the names of all jobs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::language::Message;

use super::{Job, Labels};

/// Where results of a batch are kept.
#[derive(Debug, Clone)]
pub struct ResultFolder(PathBuf);

/// What is noted of a job that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRecord {
    pub version: u32,
    pub name: String,
    /// See [`key_of`](super::key_of).
    pub key: String,
    pub labels: Labels,
}

/// The folder of a job that is being done. Nobody takes it for done before it is finished.
#[derive(Debug)]
pub struct JobFolder {
    unfinished: PathBuf,
    finished: PathBuf,
}

/// All jobs of the specification, done here or elsewhere.
#[derive(Debug, Serialize, Deserialize)]
struct JobList {
    version: u32,
    jobs: Vec<String>,
}

/// What is in a folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct StoreError {
    pub path: PathBuf,
    pub reason: String,
}

const VERSION: u32 = 1;
/// The file that lists all jobs.
const LIST: &str = "batch.json";
/// The folder of the jobs' folders.
const JOBS: &str = "jobs";
/// The file that says what a job's folder is of.
const RECORD: &str = "job.json";

impl StoreError {
    fn new(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self { path: path.to_path_buf(), reason: error.to_string() }
    }

    /// The error in both languages.
    pub fn message(&self) -> Message {
        Message::same(self.to_string())
    }
}

impl ResultFolder {
    pub fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes the folder where it is missing, and notes which jobs there are in all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn prepare(&self, jobs: &[Job]) -> Result<(), StoreError> {
        let folder = self.0.join(JOBS);
        fs::create_dir_all(&folder).map_err(|error| StoreError::new(&folder, &error))?;
        let jobs = jobs.iter().map(|job| job.name.clone()).collect();
        write_json(&self.0.join(LIST), &JobList { version: VERSION, jobs })
    }

    /// The names of all jobs of the specification.
    ///
    /// # Errors
    /// When the folder holds no results of a batch.
    pub fn job_names(&self) -> Result<Vec<String>, StoreError> {
        read_json(&self.0.join(LIST)).map(|list: JobList| list.jobs)
    }

    /// The folder of a job, whether it is there or not.
    pub fn of_job(&self, name: &str) -> PathBuf {
        self.0.join(JOBS).join(name)
    }

    /// What was noted of a job, if it was done. A record that cannot be read is none.
    pub fn record(&self, name: &str) -> Option<JobRecord> {
        let record: JobRecord = read_json(&self.of_job(name).join(RECORD)).ok()?;
        (record.version == VERSION && record.name == name).then_some(record)
    }

    /// An empty folder to do a job in. What an attempt left that was stopped goes away.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(&self, name: &str) -> Result<JobFolder, StoreError> {
        let unfinished = self.0.join(JOBS).join(format!(".{name}.unfinished"));
        let failed = |error: io::Error| StoreError::new(&unfinished, &error);
        remove(&unfinished).map_err(failed)?;
        fs::create_dir_all(&unfinished).map_err(failed)?;
        Ok(JobFolder { finished: self.of_job(name), unfinished })
    }
}

impl JobFolder {
    pub fn path(&self) -> &Path {
        &self.unfinished
    }

    /// Takes the place of what there was of the job before.
    ///
    /// # Errors
    /// When it cannot be written; the job is not done then.
    pub fn finish(self, job: &Job, key: String) -> Result<(), StoreError> {
        let record =
            JobRecord { version: VERSION, name: job.name.clone(), key, labels: job.labels.clone() };
        write_json(&self.unfinished.join(RECORD), &record)?;
        let failed = |error: io::Error| StoreError::new(&self.finished, &error);
        remove(&self.finished).map_err(failed)?;
        fs::rename(&self.unfinished, &self.finished).map_err(failed)
    }

    /// Leaves nothing behind.
    pub fn abandon(self) {
        // What stays is removed by the next attempt.
        let _ = remove(&self.unfinished);
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Reads a document of the folder.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, StoreError> {
    let failed = |error: &dyn std::fmt::Display| StoreError::new(path, error);
    let bytes = fs::read(path).map_err(|error| failed(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| failed(&error))
}

/// Writes a document, which appears when it is complete.
fn write_json(path: &Path, document: &impl Serialize) -> Result<(), StoreError> {
    let failed = |error: &dyn std::fmt::Display| StoreError::new(path, error);
    let mut bytes = serde_json::to_vec_pretty(document).map_err(|error| failed(&error))?;
    bytes.push(b'\n');
    let unfinished = path.with_extension("unfinished");
    let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| failed(&error))
}
