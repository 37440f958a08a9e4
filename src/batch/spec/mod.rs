//! The specification of a batch: a TOML file of defaults and jobs, read and checked as a whole.
//!
//! ```toml
//! [defaults]
//! city = "上海"
//! assess = { walk = "network" }
//!
//! [[job]]                                  # one job per file
//! study = "districts/*/2026.gpkg"
//! name = "{folder}-2026"
//! district = "{folder}"
//! year = 2026
//! site = { function = "health", count = 3 }
//!
//! [[job]]                                  # layers instead of a study file
//! name = "old town"
//! layers = { units = "old/grid.shp", buildings = "old/houses.shp", crs = "EPSG:4549" }
//! ```

mod entry;
mod flags;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::language::Message;

use super::Job;
use entry::Entry;

/// The jobs of a specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The file it was read from.
    pub path: PathBuf,
    /// In the order of their names.
    pub jobs: Vec<Job>,
}

/// Something wrong with a specification.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecProblem {
    /// Job and field, such as `job.huangpu.assess.limit`; `job[2]` where it has no name.
    pub field: Option<String>,
    pub what: Message,
}

/// All that is wrong with a specification, as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecError(pub Vec<SpecProblem>);

impl SpecProblem {
    /// A problem of a field of a job.
    pub fn of(field: impl Into<String>, what: Message) -> Self {
        Self { field: Some(field.into()), what }
    }

    /// A problem of the file as a whole.
    fn of_file(what: Message) -> Self {
        Self { field: None, what }
    }
}

impl Spec {
    /// Reads and checks a specification; paths in it are relative to its folder.
    ///
    /// # Errors
    /// Everything that is wrong with it: fields that say nothing, files that are not there, names that
    /// stand twice. What the options of a task mean is checked by whoever does the task.
    pub fn read(path: &Path) -> Result<Self, SpecError> {
        let of_file = |what: Message| SpecError(vec![SpecProblem::of_file(what)]);
        let text = fs::read_to_string(path).map_err(|error| {
            let (zh, en) = (format!("无法读取：{error}"), format!("cannot be read: {error}"));
            of_file(Message::new(zh, en))
        })?;
        let document: Table = toml::from_str(&text)
            .map_err(|error| of_file(Message::same(error.to_string().trim().to_owned())))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let mut problems = Vec::new();
        let mut jobs = Vec::new();
        for (number, job) in jobs_of(&document, &mut problems) {
            jobs.extend(Entry { job: &job, number, folder: &folder }.jobs(&mut problems));
        }
        jobs.sort_by(|a, b| a.name.cmp(&b.name));
        problems.extend(twice_named(&jobs));
        match problems.is_empty() {
            true => Ok(Self { path: path.to_path_buf(), jobs }),
            false => Err(SpecError(problems)),
        }
    }
}

/// The entries with the defaults under them, each with its number in the file, from 1.
fn jobs_of(document: &Table, problems: &mut Vec<SpecProblem>) -> Vec<(usize, Table)> {
    for key in document.keys().filter(|key| !["defaults", "job"].contains(&key.as_str())) {
        problems.push(SpecProblem::of(key, unknown_field("defaults, job")));
    }
    let defaults = match document.get("defaults") {
        None => Table::new(),
        Some(Value::Table(defaults)) => defaults.clone(),
        Some(_) => {
            problems.push(SpecProblem::of("defaults", a_table()));
            Table::new()
        }
    };
    let entries = match document.get("job") {
        Some(Value::Array(entries)) if !entries.is_empty() => entries.as_slice(),
        _ => {
            problems.push(SpecProblem::of(
                "job",
                Message::new("没有作业：应有 [[job]]", "there are no jobs: expected [[job]]"),
            ));
            &[]
        }
    };
    let mut jobs = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        match entry {
            Value::Table(entry) => jobs.push((number, over(&defaults, entry))),
            _ => problems.push(SpecProblem::of(format!("job[{number}]"), a_table())),
        }
    }
    jobs
}

/// A job's entry over the defaults; tables within are joined in the same way.
fn over(defaults: &Table, entry: &Table) -> Table {
    let mut joined = defaults.clone();
    for (key, value) in entry {
        let value = match (joined.get(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => Value::Table(over(below, above)),
            (_, value) => value.clone(),
        };
        joined.insert(key.clone(), value);
    }
    joined
}

fn twice_named(jobs: &[Job]) -> Vec<SpecProblem> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    jobs.iter().for_each(|job| *count.entry(&job.name).or_default() += 1);
    let mut twice: Vec<_> = count.into_iter().filter(|(_, count)| *count > 1).collect();
    twice.sort_unstable();
    let problem = |(name, count): (&str, usize)| {
        let what = Message::new(
            format!("{count} 个作业同名；可用 {{file}}、{{folder}} 区分"),
            format!("{count} jobs have this name; tell them apart with {{file}} and {{folder}}"),
        );
        SpecProblem::of(format!("job.{name}.name"), what)
    };
    twice.into_iter().map(problem).collect()
}

fn unknown_field(known: &str) -> Message {
    Message::new(
        format!("没有这个字段；可用：{}", known.replace(", ", "、")),
        format!("no such field; fields: {known}"),
    )
}

fn a_table() -> Message {
    Message::new("应为表", "expected a table")
}
