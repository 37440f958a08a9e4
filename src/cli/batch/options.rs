//! The options of a job's tasks as the commands of the same names read them: what a command refuses, a
//! specification may not say.

use clap::error::{ContextKind, ContextValue};
use clap::{Args, Command};

use crate::batch::{Flags, Job, SpecProblem, Task, TaskKind};
use crate::cli::assess::AssessArgs;
use crate::cli::export::ExportArgs;
use crate::cli::lists::ListsArgs;
use crate::cli::report::ReportArgs;
use crate::cli::site::SiteArgs;
use crate::cli::study_args::StudyArgs;
use crate::language::Message;

/// Flags that the batch sets itself, or that belong to the job as a whole.
const RESERVED: [&str; 20] = [
    "json",
    "csv",
    "out",
    "expect",
    "tolerance",
    "save",
    "matrix",
    "read",
    "dry-run",
    "scenario",
    "standard",
    "units",
    "buildings",
    "facilities",
    "streets",
    "barriers",
    "population",
    "crs",
    "map",
    "functions",
];

/// What is wrong with the options of a job.
pub(super) fn problems_of(job: &Job) -> Vec<SpecProblem> {
    let of_study = parsed::<StudyArgs>(job.study_arguments());
    if let Err(error) = of_study {
        return vec![error.problem(job, "layers")];
    }
    let mut problems = Vec::new();
    for task in &job.tasks {
        let kind = task.kind.id();
        for (name, _) in &task.flags.0 {
            // Other candidates are a matter of siting.
            let is_of_job = RESERVED.contains(&name.as_str())
                || (name == "candidates" && task.kind != TaskKind::Site);
            if is_of_job {
                let what = Message::new("此处不能设置", "cannot be set here");
                problems.push(SpecProblem::of(format!("job.{}.{kind}.{name}", job.name), what));
            }
        }
        if let Err(error) = check(job, task) {
            problems.push(error.problem(job, kind));
        }
    }
    problems
}

fn check(job: &Job, task: &Task) -> Result<(), OptionError> {
    match task.kind {
        TaskKind::Assess => assess(job).map(drop),
        TaskKind::Site => site(job, task).map(drop),
        TaskKind::Report => report(job, task).map(drop),
        TaskKind::Lists => parsed::<ListsArgs>(arguments(job, &task.flags, &["--json"])).map(drop),
        TaskKind::Export => export(job, task).map(drop),
    }
}

/// The arguments of the job's assessment, whose walk holds for all that is made of the job but plans.
pub(super) fn assess(job: &Job) -> Result<AssessArgs, OptionError> {
    let nothing = Flags::default();
    let flags = job.task(TaskKind::Assess).map_or(&nothing, |task| &task.flags);
    parsed(arguments(job, flags, &["--json"]))
}

/// Read just before it is run, because its time limit counts from then.
pub(super) fn site(job: &Job, task: &Task) -> Result<SiteArgs, OptionError> {
    parsed(arguments(job, &task.flags, &["--json"]))
}

/// Where its file goes is not for the arguments to say; the command asks for it all the same.
pub(super) fn report(job: &Job, task: &Task) -> Result<ReportArgs, OptionError> {
    parsed(arguments(job, &task.flags, &["--out=booklet.pdf"]))
}

pub(super) fn export(job: &Job, task: &Task) -> Result<ExportArgs, OptionError> {
    parsed(arguments(job, &task.flags, &["--out=export"]))
}

fn arguments(job: &Job, flags: &Flags, more: &[&str]) -> Vec<String> {
    let more = more.iter().map(|argument| (*argument).to_owned());
    job.study_arguments().into_iter().chain(flags.arguments()).chain(more).collect()
}

/// What a command does not take.
#[derive(Debug)]
pub(super) struct OptionError {
    /// The flag, where it is told.
    flag: Option<String>,
    what: String,
}

impl OptionError {
    fn problem(self, job: &Job, below: &str) -> SpecProblem {
        let place = format!("job.{}.{below}", job.name);
        let field = self.flag.map_or(place.clone(), |flag| format!("{place}.{flag}"));
        SpecProblem::of(field, Message::same(self.what))
    }

    pub fn message(&self) -> Message {
        Message::same(self.what.clone())
    }
}

fn parsed<A: Args>(arguments: Vec<String>) -> Result<A, OptionError> {
    let command = A::augment_args(Command::new("job").no_binary_name(true).disable_help_flag(true));
    let matches = command.try_get_matches_from(arguments);
    matches.and_then(|matches| A::from_arg_matches(&matches)).map_err(|error| told(&error))
}

/// The first line of clap's words, and the values that would do.
fn told(error: &clap::Error) -> OptionError {
    let flag = error.get(ContextKind::InvalidArg).and_then(|value| match value {
        ContextValue::String(text) => Some(text.as_str()),
        ContextValue::Strings(texts) => texts.first().map(String::as_str),
        _ => None,
    });
    let flag = flag.and_then(|flag| flag.strip_prefix("--"));
    let flag = flag.and_then(|flag| flag.split([' ', '=']).next());
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let values = lines.find(|line| line.starts_with("[possible values"));
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let what = values.map_or(first.to_owned(), |values| format!("{first} {values}"));
    OptionError { flag: flag.map(str::to_owned), what }
}
