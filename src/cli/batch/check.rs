//! What a job asks of its study, looked up in the study without doing the job: scenario, standard,
//! functions, group, and what siting needs.

use crate::batch::{Job, SpecProblem, TaskKind};
use crate::cli::failure::Failure;
use crate::cli::site;
use crate::language::{Language, Message};

use super::options;

/// What of a job its study does not have. Nothing of a job whose files are not there, which was told.
pub(super) fn problems_of(job: &Job, language: Language) -> Vec<SpecProblem> {
    let names_a_study = job.study.is_some() || !job.study_flags.0.is_empty();
    if !names_a_study || !job.inputs().iter().all(|path| path.exists()) {
        return Vec::new();
    }
    let at = |place: &str| format!("job.{}.{place}", job.name);
    let Ok(assess) = options::assess(job) else { return Vec::new() };
    let opened = match assess.open(language) {
        Ok(opened) => opened,
        // Nothing else can be looked up then.
        Err(failure) => return told(&at("study"), failure),
    };
    let mut problems = Vec::new();
    if let Err(failure) = assess.check(&opened) {
        problems.extend(told(&at(TaskKind::Assess.id()), failure));
    }
    for task in job.tasks.iter().filter(|task| task.kind == TaskKind::Site) {
        let Ok(args) = options::site(job, task) else { continue };
        if let Err(failure) = site::check(&args, language) {
            problems.extend(told(&at(TaskKind::Site.id()), failure));
        }
    }
    problems
}

fn told(field: &str, failure: Failure) -> Vec<SpecProblem> {
    let problem = |problem: crate::files::Problem| {
        let what = Message::new(problem.one_line(Language::Zh), problem.one_line(Language::En));
        SpecProblem::of(field, what)
    };
    failure.into_problems().into_iter().map(problem).collect()
}
