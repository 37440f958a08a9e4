//! Results of one specification from one folder or many, gathered: in the order of the jobs' names,
//! whoever did them.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::fingerprint::Digest;
use crate::language::{Language, Message};

use super::results::{StoreError, read_json};
use super::tables::{AssessDocument, SiteDocument};
use super::{Contents, DONE_FILES, JobRecord, ResultFolder};

/// The jobs of a specification that are done, and those that are not.
#[derive(Debug)]
pub struct Merged {
    /// In the order of their names.
    pub jobs: Vec<MergedJob>,
    /// Names of jobs without results.
    pub missing: Vec<String>,
    /// What the results are of; nothing where they were gathered from nowhere.
    pub contents: Option<Contents>,
}

/// A job that is done.
#[derive(Debug)]
pub struct MergedJob {
    pub record: JobRecord,
    /// Where its results are.
    pub folder: PathBuf,
    pub assessment: AssessDocument,
    pub plans: Vec<SiteDocument>,
}

/// Why results cannot be gathered.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "{} holds results of another specification than the first folder, or of another version of the program",
        .0.display()
    )]
    OtherSpecification(PathBuf),
    #[error("job {name} was done from different inputs in {} and {}", .first.display(), .second.display())]
    Twice { name: String, first: PathBuf, second: PathBuf },
}

impl MergeError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let en = self.to_string();
        let zh = match self {
            Self::Store(error) => return error.message(),
            Self::OtherSpecification(folder) => format!(
                "{} 中的结果与第一个文件夹的清单不同，或出自程序的另一版本",
                folder.display()
            ),
            Self::Twice { name, first, second } => format!(
                "作业 {name} 在 {} 和 {} 中由不同的输入得出",
                first.display(),
                second.display()
            ),
        };
        Message::new(zh, en)
    }
}

impl Merged {
    /// Gathers the results in some folders.
    ///
    /// # Errors
    /// When the folders are not of one specification, or results cannot be read.
    pub fn of(folders: &[ResultFolder]) -> Result<Self, MergeError> {
        let mut contents: Option<Contents> = None;
        let mut done: HashMap<String, (JobRecord, PathBuf)> = HashMap::new();
        for folder in folders {
            let here = folder.contents()?;
            if contents.as_ref().is_some_and(|contents| *contents != here) {
                return Err(MergeError::OtherSpecification(folder.path().to_path_buf()));
            }
            for record in here.jobs.iter().filter_map(|name| folder.record(name)) {
                let at = folder.of_job(&record.name);
                match done.get(&record.name) {
                    Some((first, first_at)) if first.key != record.key => {
                        let (first, name) = (first_at.clone(), record.name);
                        return Err(MergeError::Twice { name, first, second: at });
                    }
                    Some(_) => {}
                    None => {
                        done.insert(record.name.clone(), (record, at));
                    }
                }
            }
            contents = Some(here);
        }
        let (mut jobs, mut missing) = (Vec::new(), Vec::new());
        for name in contents.iter().flat_map(|contents| &contents.jobs) {
            match done.remove(name) {
                Some((record, folder)) => jobs.push(MergedJob::read(record, folder)?),
                None => missing.push(name.clone()),
            }
        }
        Ok(Self { jobs, missing, contents })
    }

    /// In which the specification wants its results.
    pub fn language(&self) -> Language {
        self.contents.as_ref().map_or(Language::Zh, |contents| contents.language)
    }

    /// The key of an overview of all of it: where it is the same, so is the overview.
    pub fn overview_key(&self) -> String {
        let mut digest = Digest::default();
        digest.text(env!("CARGO_PKG_VERSION"));
        for (job, is_shown) in self.jobs.iter().zip(self.are_latest()) {
            let JobRecord { name, labels, .. } = &job.record;
            for text in [name, &labels.city, &labels.district, &labels.year] {
                digest.text(text);
            }
            digest.count(usize::from(is_shown));
            for (file, print) in job.record.parts() {
                digest.text(file);
                digest.text(print);
            }
        }
        digest.finish()
    }

    /// Of each place, the job of the last year, and of those the last by name: what an overview shows of
    /// places that were assessed more than once. One for each job, in their order.
    pub fn are_latest(&self) -> Vec<bool> {
        let mut latest: HashMap<[&str; 3], usize> = HashMap::new();
        for (position, job) in self.jobs.iter().enumerate() {
            let shown = latest.entry(job.place()).or_insert(position);
            if self.jobs[*shown].record.labels.year <= job.record.labels.year {
                *shown = position;
            }
        }
        let is_shown =
            |(position, job): (usize, &MergedJob)| latest.get(&job.place()) == Some(&position);
        self.jobs.iter().enumerate().map(is_shown).collect()
    }

    /// Jobs that an overview does not show although no later one is of their place, each with the one of
    /// the same year that stands in its stead.
    pub fn hidden_twins(&self) -> Vec<(&MergedJob, &MergedJob)> {
        let is_latest = self.are_latest();
        let shown = self.jobs.iter().zip(&is_latest).filter(|(_, shown)| **shown);
        let shown: HashMap<[&str; 3], &MergedJob> =
            shown.map(|(job, _)| (job.place(), job)).collect();
        let hidden = self.jobs.iter().zip(&is_latest).filter(|(_, shown)| !**shown);
        let mut twins = Vec::new();
        for (job, _) in hidden {
            if let Some(instead) = shown.get(&job.place())
                && instead.record.labels.year == job.record.labels.year
            {
                twins.push((job, *instead));
            }
        }
        twins
    }

    /// Jobs that an overview shows although an earlier one that it shows is of the same buildings, each
    /// with that one: their residents are counted twice.
    pub fn counted_twice(&self) -> Vec<(&MergedJob, &MergedJob)> {
        let is_latest = self.are_latest();
        let shown = self.jobs.iter().zip(is_latest).filter(|(_, shown)| *shown);
        let mut first: HashMap<&str, &MergedJob> = HashMap::new();
        let mut twice = Vec::new();
        for (job, _) in shown {
            match first.get(job.assessment.buildings()) {
                Some(earlier) => twice.push((job, *earlier)),
                None => drop(first.insert(job.assessment.buildings(), job)),
            }
        }
        twice
    }
}

impl MergedJob {
    fn read(record: JobRecord, folder: PathBuf) -> Result<Self, StoreError> {
        let assessment = read_json(&folder.join(DONE_FILES.assessment))?;
        let plans = (1..).map(|number| folder.join(DONE_FILES.plan(number)));
        let plans = plans.take_while(|path| path.exists());
        let plans = plans.map(|path| read_json(&path)).collect::<Result<_, _>>()?;
        Ok(Self { record, folder, assessment, plans })
    }

    /// Jobs of one place are told apart by year; a job that says no place is one of its own.
    fn place(&self) -> [&str; 3] {
        let labels = &self.record.labels;
        match labels.city.is_empty() && labels.district.is_empty() {
            true => ["", "", &self.record.name],
            false => [&labels.city, &labels.district, ""],
        }
    }
}
