//! The folder of results: a folder per job, which is there when all of it is, and the names of all jobs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::files::study_file::{Lock, LockError, in_brackets};
use crate::fingerprint::Digest;
use crate::language::{Language, Message};

use super::key::key_of_all;
use super::{DONE_FILES, Job, Labels, Spec};

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
    /// In the order of their paths.
    files: Vec<JobFile>,
}

impl JobRecord {
    /// What an overview of the job is made from: its files with their fingerprints, plans and figures of
    /// `assess` apart.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().filter(|file| !DONE_FILES.is_document(&file.path));
        files.filter_map(|file| Some((file.path.as_str(), file.print.as_deref()?)))
    }
}

/// A file that a job left in its folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct JobFile {
    /// With `/` between its parts, on every system.
    path: String,
    /// The fingerprint of what tables and overview are made from. Booklet, lists and layers are for people,
    /// whose programs may write into them.
    print: Option<String>,
}

/// The folder of a job that is being done. Nobody takes it for done before it is finished.
#[derive(Debug)]
pub struct JobFolder {
    unfinished: PathBuf,
    finished: PathBuf,
}

/// What the results in a folder are of: all jobs of a specification, done here or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    version: u32,
    /// Of the results.
    pub language: Language,
    /// What the specification says of the jobs, as one fingerprint.
    specification: String,
    /// Their names, in order.
    pub jobs: Vec<String>,
}

/// What every version of the program has noted of a folder's contents.
#[derive(Deserialize)]
struct Noted {
    version: u32,
}

/// What is in a folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", path.display(), reason.en)]
pub struct StoreError {
    pub path: PathBuf,
    pub reason: Message,
}

/// Why a folder of results is not to be had for writing.
#[derive(Debug, thiserror::Error)]
pub enum FolderHeld {
    #[error("another batch is writing into {}{}", folder.display(), in_brackets(" (", holder, ")"))]
    ByAnother { folder: PathBuf, holder: String },
    #[error(transparent)]
    Store(StoreError),
}

impl FolderHeld {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let en = self.to_string();
        match self {
            Self::ByAnother { folder, holder } => {
                let holder = in_brackets("（", holder, "）");
                let zh = format!("另一个批量任务正在写入 {}{holder}", folder.display());
                Message::new(zh, en)
            }
            Self::Store(error) => error.message(),
        }
    }
}

const VERSION: u32 = 4;
/// The file that lists all jobs.
const LIST: &str = "batch.json";
/// What the lock file is named after.
const LOCKED: &str = "batch";
/// The folder of the jobs' folders.
const JOBS: &str = "jobs";
/// The file that says what a job's folder is of.
const RECORD: &str = "job.json";
/// The same of results that were set aside: of inputs that are other now.
const EARLIER_RECORD: &str = "job-earlier.json";

impl StoreError {
    fn new(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::because(path, Message::same(error.to_string()))
    }

    fn because(path: &Path, reason: Message) -> Self {
        Self { path: path.to_path_buf(), reason }
    }

    /// The error in both languages.
    pub fn message(&self) -> Message {
        let path = self.path.display();
        Message::new(format!("{path}：{}", self.reason.zh), format!("{path}: {}", self.reason.en))
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
    /// When it cannot be written, or holds something else than results of a batch.
    pub fn prepare(&self, spec: &Spec) -> Result<(), StoreError> {
        self.check_is_ours()?;
        let folder = self.0.join(JOBS);
        fs::create_dir_all(&folder).map_err(|error| StoreError::new(&folder, &error))?;
        let contents = Contents {
            version: VERSION,
            language: spec.language,
            specification: key_of_all(&spec.jobs, spec.language),
            jobs: spec.jobs.iter().map(|job| job.name.clone()).collect(),
        };
        write_json(&self.0.join(LIST), &contents)
    }

    /// Makes the folder one for results that are gathered from elsewhere, and notes what they are of.
    ///
    /// # Errors
    /// When it cannot be written, or holds something else: other files, or jobs of another batch.
    pub fn claim_for(&self, contents: &Contents) -> Result<(), StoreError> {
        self.check_is_ours()?;
        if self.0.join(LIST).exists() && self.contents().ok().as_ref() != Some(contents) {
            let reason = Message::new(
                "该文件夹中有另一份清单的结果：请另选文件夹",
                "the folder holds results of another specification: name another one",
            );
            return Err(StoreError::because(&self.0, reason));
        }
        write_json(&self.0.join(LIST), contents)
    }

    /// Keeps others from writing into the folder, which is made where it is missing, as long as the lock
    /// is held.
    ///
    /// # Errors
    /// When somebody else holds it, or the folder cannot be written.
    pub fn lock(&self) -> Result<Lock, FolderHeld> {
        let failed = |error: io::Error| FolderHeld::Store(StoreError::new(&self.0, &error));
        fs::create_dir_all(&self.0).map_err(failed)?;
        Lock::take(&self.0.join(LOCKED)).map_err(|error| match error {
            LockError::Held(holder) => FolderHeld::ByAnother { folder: self.0.clone(), holder },
            LockError::Io(error) => failed(error),
        })
    }

    /// What is in a folder that is not a batch's would be written over.
    fn check_is_ours(&self) -> Result<(), StoreError> {
        let failed = |error: io::Error| StoreError::new(&self.0, &error);
        let is_ours = read_json::<Noted>(&self.0.join(LIST)).is_ok();
        if is_ours || !self.0.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(&self.0).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            // The lock is there already, and its holder's name beside it.
            if !name.to_string_lossy().starts_with(LOCKED) || name == LIST {
                let reason = Message::new(
                    "该文件夹中有其他文件，没有批量任务的结果",
                    "the folder has other files in it, and no results of a batch",
                );
                return Err(StoreError::because(&self.0, reason));
            }
        }
        Ok(())
    }

    /// What the results in the folder are of.
    ///
    /// # Errors
    /// When the folder holds no results of a batch, or those of a program that notes them otherwise.
    pub(super) fn contents(&self) -> Result<Contents, StoreError> {
        let path = self.0.join(LIST);
        if !path.exists() {
            let reason = Message::new(
                format!("没有批量任务的结果（缺少 {LIST}）"),
                format!("holds no results of a batch ({LIST} is missing)"),
            );
            return Err(StoreError::because(&self.0, reason));
        }
        let Noted { version } = read_json(&path)?;
        if version != VERSION {
            let reason = Message::new(
                format!("结果为版本 {version}，本程序只认版本 {VERSION}：请重新运行批量任务"),
                format!(
                    "results of version {version}, where {VERSION} is understood: run the batch again"
                ),
            );
            return Err(StoreError::because(&path, reason));
        }
        read_json(&path)
    }

    /// The folder of a job, whether it is there or not.
    pub fn of_job(&self, name: &str) -> PathBuf {
        self.0.join(JOBS).join(name)
    }

    /// What was noted of a job, if it was done and its files are there as it left them. A record that
    /// cannot be read is none.
    pub fn record(&self, name: &str) -> Option<JobRecord> {
        let folder = self.of_job(name);
        let record: JobRecord = read_json(&folder.join(RECORD)).ok()?;
        let is_of_job = record.version == VERSION && record.name == name;
        (is_of_job && record.files.iter().all(|file| file.is_whole(&folder))).then_some(record)
    }

    /// Results of a job that were set aside are its results again, where they were made by this key.
    pub fn take_up(&self, name: &str, key: &str) -> bool {
        let folder = self.of_job(name);
        let earlier = folder.join(EARLIER_RECORD);
        let is_of_key = read_json(&earlier).is_ok_and(|record: JobRecord| record.key == key);
        is_of_key
            && fs::rename(&earlier, folder.join(RECORD)).is_ok()
            && self.record(name).is_some()
    }

    /// Results of a job that are of other inputs than those of now are not gathered any more.
    ///
    /// # Errors
    /// When their folder cannot be written.
    pub fn set_aside(&self, name: &str) -> Result<(), StoreError> {
        let folder = self.of_job(name);
        match fs::rename(folder.join(RECORD), folder.join(EARLIER_RECORD)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::new(&folder, &error))
            }
            _ => Ok(()),
        }
    }

    /// Whether a folder stands in the place of a job's that no batch has made.
    pub fn is_foreign(&self, name: &str) -> bool {
        let folder = self.of_job(name);
        let known = [RECORD, EARLIER_RECORD];
        folder.exists() && !known.iter().any(|record| folder.join(record).exists())
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
        let files = files_in(&self.unfinished)
            .map_err(|error| StoreError::new(&self.unfinished, &error))?;
        let (name, labels) = (job.name.clone(), job.labels.clone());
        let record = JobRecord { version: VERSION, name, key, labels, files };
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

impl JobFile {
    fn of(folder: &Path, path: String) -> io::Result<Self> {
        let is_for_people = [DONE_FILES.booklet, DONE_FILES.lists, DONE_FILES.export]
            .iter()
            .any(|name| path.split('/').next() == Some(name));
        let print = if is_for_people { None } else { Some(print_of(&folder.join(&path))?) };
        Ok(Self { path, print })
    }

    /// Whether it is there, can be read, and is what it was.
    fn is_whole(&self, folder: &Path) -> bool {
        let path = folder.join(&self.path);
        match &self.print {
            Some(print) => print_of(&path).is_ok_and(|now| now == *print),
            None => {
                let about = fs::File::open(&path).and_then(|file| file.metadata());
                about.is_ok_and(|about| about.len() > 0)
            }
        }
    }
}

fn print_of(path: &Path) -> io::Result<String> {
    let mut digest = Digest::default();
    digest.file(path)?;
    Ok(digest.finish())
}

/// All files in a job's folder and the folders in it, in the order of their paths.
fn files_in(folder: &Path) -> io::Result<Vec<JobFile>> {
    let mut files = Vec::new();
    let mut below = vec![String::new()];
    while let Some(at) = below.pop() {
        for entry in fs::read_dir(folder.join(&at))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if at.is_empty() { name } else { format!("{at}/{name}") };
            if entry.file_type()?.is_dir() {
                below.push(path);
            } else {
                files.push(JobFile::of(folder, path)?);
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
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
