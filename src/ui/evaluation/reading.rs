//! Reading the studies of the years and evaluating them, in the background.

use std::path::Path;

use crate::files::Progress;
use crate::files::study_file;
use crate::jobs::{Job, JobContext};
use crate::language::{Language, Message};
use crate::programme::{Evaluation, Year};
use crate::session::Session;
use crate::study::{ScenarioId, Study};

use super::sources::Source;

/// An evaluation under way. Dropping it ends it.
pub(super) struct Reading(Job<Message, Result<Option<Evaluation>, Message>>);

/// One year's study, its name, and the scenario that counts.
struct Read {
    name: String,
    study: Study,
    scenario: ScenarioId,
}

impl Reading {
    /// Starts it; `None` when the system gives no thread.
    pub fn start(
        ctx: &egui::Context,
        mut sources: Vec<Source>,
        session: &Session,
        takes_scenario: bool,
    ) -> Option<Self> {
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        let wake = ctx.clone();
        let scenario = if takes_scenario { session.shown() } else { ScenarioId::BASE };
        let open = (session.study().clone(), scenario);
        let job = Job::start(
            "yearly evaluation",
            move || wake.request_repaint(),
            move |context| evaluate(&sources, &open, context),
        );
        Some(Self(job.ok()?))
    }

    /// What is being done.
    pub fn stage(&self) -> Message {
        self.0.progress().unwrap_or_else(Message::empty)
    }

    /// The outcome, once.
    pub fn poll(&self) -> Option<Result<Evaluation, Message>> {
        let stopped = || Message::new("计算已中止", "The evaluation was stopped");
        match self.0.poll()? {
            Ok(Ok(Some(evaluation))) => Some(Ok(evaluation)),
            Ok(Ok(None)) => Some(Err(stopped())),
            Ok(Err(complaint)) => Some(Err(complaint)),
            Err(panic) => Some(Err(Message::same(panic.0))),
        }
    }
}

/// Passes the stages of reading on.
struct Watch<'a>(&'a JobContext<Message>);

impl Progress for Watch<'_> {
    fn stage(&self, what: Message, _done: usize, _total: usize) {
        self.0.report(what);
    }

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}

fn evaluate(
    sources: &[Source],
    (open, scenario): &(Study, ScenarioId),
    context: &JobContext<Message>,
) -> Result<Option<Evaluation>, Message> {
    let mut read = Vec::with_capacity(sources.len());
    for source in sources {
        let (study, scenario) = match &source.path {
            None => (open.clone(), *scenario),
            Some(path) => (study_of(path, context)?, ScenarioId::BASE),
        };
        read.push(Read { name: source.name.clone(), study, scenario });
    }
    let mut years = Vec::with_capacity(read.len());
    for Read { name, study, scenario } in &read {
        years.push(Year { name: name.clone(), study, scenario: *scenario });
    }
    Evaluation::of(&years, |done, total| {
        context.report(Message::new(
            format!("计算覆盖率 {done}/{total}"),
            format!("Reckoning coverage {done}/{total}"),
        ));
        !context.cancelled()
    })
    .map_err(|error| error.message())
}

fn study_of(path: &Path, context: &JobContext<Message>) -> Result<Study, Message> {
    let saved = study_file::read(path, &Watch(context)).map_err(|error| {
        let problem = error.problem(path);
        Message::new(problem.one_line(Language::Zh), problem.one_line(Language::En))
    })?;
    Ok(saved.study)
}
