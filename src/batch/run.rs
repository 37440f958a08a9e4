//! Doing the jobs of a share one after the other: what is done already is left as it is, and one that
//! fails does not stop the others.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::files::Problem;
use crate::language::{Language, Message};

use super::{Job, ResultFolder, Shard, Spec, StoreError, key_of};

/// How a job ended.
#[derive(Debug, Clone, PartialEq)]
pub enum JobEnd {
    /// Done now; what was made.
    Done(Message),
    /// Done before, from the same inputs by the same program.
    Unchanged,
    /// Why it could not be done.
    Failed(Vec<Problem>),
}

/// A job that has ended.
#[derive(Debug)]
pub struct JobReport<'a> {
    pub job: &'a Job,
    /// From 1, among those of the share.
    pub number: usize,
    pub of: usize,
    pub end: &'a JobEnd,
    pub took: Duration,
}

/// Does a job in a folder; says what it made.
pub type Work<'a> = &'a mut dyn FnMut(&Job, &Path) -> Result<Message, Vec<Problem>>;

/// Does the jobs of a share that are not done, in the order of their names; `told` hears of each.
/// Returns those that failed.
///
/// # Errors
/// When the folder of results cannot be written.
pub fn run_jobs<'s>(
    spec: &'s Spec,
    shard: Shard,
    results: &ResultFolder,
    work: Work,
    told: &mut dyn FnMut(&JobReport),
) -> Result<Vec<(&'s Job, Vec<Problem>)>, StoreError> {
    results.prepare(spec)?;
    let share: Vec<&Job> =
        (0..).zip(&spec.jobs).filter(|(at, _)| shard.holds(*at)).map(|(_, job)| job).collect();
    let mut failed = Vec::new();
    for (number, job) in (1..).zip(&share) {
        let began = Instant::now();
        let end = run_job(job, results, spec.language, work)?;
        let (of, took) = (share.len(), began.elapsed());
        told(&JobReport { job, number, of, end: &end, took });
        if let JobEnd::Failed(problems) = end {
            failed.push((*job, problems));
        }
    }
    Ok(failed)
}

fn run_job(
    job: &Job,
    results: &ResultFolder,
    language: Language,
    work: Work,
) -> Result<JobEnd, StoreError> {
    let key = match key_of(job, language) {
        Ok(key) => key,
        Err(unread) => {
            results.set_aside(&job.name)?;
            return Ok(JobEnd::Failed(vec![unreadable(unread)]));
        }
    };
    if results.record(&job.name).is_some_and(|record| record.key == key)
        || results.take_up(&job.name, &key)
    {
        return Ok(JobEnd::Unchanged);
    }
    if results.is_foreign(&job.name) {
        return Ok(JobEnd::Failed(vec![foreign(&results.of_job(&job.name))]));
    }
    // Until it is done anew it has no results, whatever becomes of it.
    results.set_aside(&job.name)?;
    let folder = results.begin(&job.name)?;
    match work(job, folder.path()) {
        Ok(made) => {
            folder.finish(job, key)?;
            Ok(JobEnd::Done(made))
        }
        Err(problems) => {
            folder.abandon();
            Ok(JobEnd::Failed(problems))
        }
    }
}

/// That a folder which is somebody else's is not written over.
fn foreign(folder: &Path) -> Problem {
    let what = Message::new(
        "该文件夹不是批量任务的结果，不予覆盖：请移走或改用其他结果文件夹",
        "no batch has made this folder, and it is not written over: move it, or take another folder of \
         results",
    );
    Problem::in_file(folder.display().to_string(), what)
}

fn unreadable((path, error): (PathBuf, io::Error)) -> Problem {
    let what = Message::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
    Problem::in_file(path.display().to_string(), what)
}
