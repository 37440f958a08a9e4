//! The specification of a batch: a TOML file of defaults and jobs, read and checked as a whole.
//!
//! ```toml
//! language = "zh"                          # of the results; "zh" where nothing is said
//!
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

use crate::language::{Language, Message};

use super::Job;
use entry::Entry;

/// The jobs of a specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The file it was read from.
    pub path: PathBuf,
    /// In the order of their names.
    pub jobs: Vec<Job>,
    /// Of everything that jobs leave. Never that of a computer, or shards would differ.
    pub language: Language,
    /// The fields that all jobs have from the defaults: `assess.limit`.
    shared: Vec<String>,
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
    /// Reads a specification, and everything that is wrong with it: fields that say nothing, files that are
    /// not there, names that stand twice. Paths in it are relative to its folder; the jobs are those that
    /// could be read. What the options of a task mean is checked by whoever does the task.
    ///
    /// # Errors
    /// When it cannot be read as a whole.
    pub fn read(path: &Path) -> Result<(Self, Vec<SpecProblem>), SpecError> {
        let of_file = |what: Message| SpecError(vec![SpecProblem::of_file(what)]);
        let text = fs::read_to_string(path).map_err(|error| {
            let (zh, en) = (format!("无法读取：{error}"), format!("cannot be read: {error}"));
            of_file(Message::new(zh, en))
        })?;
        let document: Table = toml::from_str(&text)
            .map_err(|error| of_file(Message::same(error.to_string().trim().to_owned())))?;
        // One that is named without a folder lies in the one that is worked in.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_path_buf();
        let mut problems = Vec::new();
        let language = language_of(&document, &mut problems);
        let mut jobs = Vec::new();
        for (number, job) in jobs_of(&document, &mut problems) {
            jobs.extend(Entry { job: &job, number, folder: &folder }.jobs(&mut problems));
        }
        jobs.sort_by(|a, b| a.name.cmp(&b.name));
        problems.extend(twice_named(&jobs));
        let mut shared = Vec::new();
        if let Some(Value::Table(defaults)) = document.get("defaults") {
            paths_in(defaults, "", &mut shared);
        }
        Ok((Self { path: path.to_path_buf(), jobs, language, shared }, problems))
    }

    /// Problems without repetition: what several jobs have from the defaults is told once, as theirs.
    pub fn told_once(&self, problems: Vec<SpecProblem>) -> Vec<SpecProblem> {
        let of_defaults = |problem: &SpecProblem| {
            let field = problem.field.as_deref()?.replace('_', "-");
            let is_below =
                |path: &&String| field.ends_with(&format!(".{}", path.replace('_', "-")));
            let path = self.shared.iter().filter(is_below).max_by_key(|path| path.len())?;
            Some(SpecProblem::of(format!("defaults.{path}"), problem.what.clone()))
        };
        let shared: Vec<_> = problems.iter().map(of_defaults).collect();
        let mut told: Vec<SpecProblem> = Vec::new();
        for (problem, of_defaults) in problems.into_iter().zip(&shared) {
            let is_shared = shared.iter().filter(|other| *other == of_defaults).count() > 1;
            let problem = of_defaults.clone().filter(|_| is_shared).unwrap_or(problem);
            if !told.contains(&problem) {
                told.push(problem);
            }
        }
        told
    }
}

/// The fields of a table and of the tables in it.
fn paths_in(table: &Table, below: &str, paths: &mut Vec<String>) {
    for (key, value) in table {
        let path = if below.is_empty() { key.clone() } else { format!("{below}.{key}") };
        if let Value::Table(inner) = value {
            paths_in(inner, &path, paths);
        }
        paths.push(path);
    }
}

/// The language of the results.
fn language_of(document: &Table, problems: &mut Vec<SpecProblem>) -> Language {
    match document.get("language").map(Value::as_str) {
        None | Some(Some("zh")) => Language::Zh,
        Some(Some("en")) => Language::En,
        Some(_) => {
            let what = Message::new("应为 \"zh\" 或 \"en\"", "expected \"zh\" or \"en\"");
            problems.push(SpecProblem::of("language", what));
            Language::Zh
        }
    }
}

/// The entries with the defaults under them, each with its number in the file, from 1.
fn jobs_of(document: &Table, problems: &mut Vec<SpecProblem>) -> Vec<(usize, Table)> {
    for key in
        document.keys().filter(|key| !["language", "defaults", "job"].contains(&key.as_str()))
    {
        problems.push(SpecProblem::of(key, unknown_field("language, defaults, job")));
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
    // Folders of names that differ by case are one on many systems.
    let mut alike: HashMap<String, Vec<&str>> = HashMap::new();
    for job in jobs {
        alike.entry(job.name.to_lowercase()).or_default().push(&job.name);
    }
    let mut twice: Vec<_> = alike.into_values().filter(|names| names.len() > 1).collect();
    twice.sort_unstable();
    let problem = |names: Vec<&str>| {
        let (name, count) = (names[0], names.len());
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
