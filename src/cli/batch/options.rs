//! The options of a job's tasks as the commands of the same names read them: what a command refuses, a
//! specification may not say.

use clap::error::ErrorKind;
use clap::{Args, Command};

use crate::batch::{Flags, Job, SpecProblem, Task, TaskKind};
use crate::cli::assess::AssessArgs;
use crate::cli::export::ExportArgs;
use crate::cli::lists::ListsArgs;
use crate::cli::report::ReportArgs;
use crate::cli::site::SiteArgs;
use crate::cli::study_args::StudyArgs;
use crate::cli::usage;
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
    what: Message,
}

impl OptionError {
    fn problem(self, job: &Job, below: &str) -> SpecProblem {
        let place = format!("job.{}.{below}", job.name);
        let field = self.flag.map_or(place.clone(), |flag| format!("{place}.{flag}"));
        SpecProblem::of(field, self.what)
    }

    pub fn message(&self) -> Message {
        self.what.clone()
    }
}

fn parsed<A: Args>(arguments: Vec<String>) -> Result<A, OptionError> {
    let command = A::augment_args(Command::new("job").no_binary_name(true).disable_help_flag(true));
    let matches = command.try_get_matches_from(arguments);
    matches.and_then(|matches| A::from_arg_matches(&matches)).map_err(|error| told(&error))
}

/// What is an argument to a command is a field of a specification.
fn told(error: &clap::Error) -> OptionError {
    let what = match error.kind() {
        ErrorKind::UnknownArgument => Message::new("没有这个字段", "there is no such field"),
        _ => usage::message_of(error),
    };
    OptionError { flag: usage::flag_of(error), what }
}
