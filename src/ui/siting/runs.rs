//! Searches for plans: the one under way, with how plan and bound come together, and those that have
//! ended.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::analysis::{PlanError, SitePlan, SitingOutcome, SitingQuestion, Stage};
use crate::jobs::{Job, JobContext, JobPanic};
use crate::session::Session;
use crate::siting::{Limits, Progress};
use crate::study::{Parameters, Study};

/// The progress of a search is noted so often at most.
const PAUSE_S: f64 = 0.04;
/// More points than this are more than a curve shows.
const MOST_POINTS: usize = 400;
/// So many runs are kept.
const MOST_RUNS: usize = 20;

/// The number of a run, counted from one for each study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunNumber(pub u32);

/// All searches of a study.
#[derive(Default)]
pub struct Runs {
    /// Those that have ended, the last one first.
    ended: Vec<Run>,
    running: Option<Running>,
    started: u32,
}

/// A search that has ended.
#[derive(Debug, Clone)]
pub struct Run {
    pub number: RunNumber,
    pub question: SitingQuestion,
    /// How value and bound came together.
    pub trace: Vec<Progress>,
    pub result: Result<SitingOutcome, RunError>,
    /// The state of the study that it was made for.
    moment: Moment,
}

/// Why a search has no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Broken(#[from] JobPanic),
}

/// What a plan depends on, beside its question.
#[derive(Debug, Clone, PartialEq)]
struct Moment {
    revision: u64,
    parameters: Parameters,
}

/// A search under way.
pub struct Running {
    pub number: RunNumber,
    pub question: SitingQuestion,
    moment: Moment,
    job: Job<RunProgress, Result<SitingOutcome, PlanError>>,
    /// Set to end the search with what it has.
    stops: Arc<AtomicBool>,
}

/// How far a search is.
#[derive(Debug, Clone, Default)]
pub struct RunProgress {
    /// The share of ways measured, from 0 to 1.
    pub measured: f64,
    /// Value and bound from moment to moment.
    pub trace: Vec<Progress>,
}

impl Runs {
    /// Starts a search; one under way is given up.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        question: SitingQuestion,
    ) -> std::io::Result<()> {
        let (wake, study) = (ctx.clone(), session.study().clone());
        let stops = Arc::new(AtomicBool::new(false));
        let (asked, is_over) = (question.clone(), stops.clone());
        let job = Job::start(
            "plan of sites",
            move || wake.request_repaint(),
            move |context: &JobContext<RunProgress>| search(&study, asked, &is_over, context),
        )?;
        self.started += 1;
        let number = RunNumber(self.started);
        let moment = Moment::of(session);
        self.running = Some(Running { number, question, moment, job, stops });
        Ok(())
    }

    /// Ends the search under way with the best plan it has.
    pub fn stop(&self) {
        if let Some(running) = &self.running {
            running.stops.store(true, Ordering::Relaxed);
        }
    }

    /// Takes the result of a search that has just ended; its number.
    pub fn take_ended(&mut self) -> Option<RunNumber> {
        let result = self.running.as_ref()?.job.poll()?;
        let Running { number, question, moment, job, .. } = self.running.take()?;
        let result = match result {
            Ok(outcome) => outcome.map_err(RunError::from),
            Err(panic) => Err(RunError::from(panic)),
        };
        let mut trace = job.progress().unwrap_or_default().trace;
        if let Ok(outcome) = &result {
            let verdict = outcome.verdict();
            let last = trace.last().map_or(0.0, |last| last.seconds);
            let seconds = verdict.seconds.unwrap_or_default().max(last);
            trace.push(Progress { value: verdict.value, bound: verdict.bound, seconds });
        }
        self.ended.insert(0, Run { number, question, trace, result, moment });
        self.ended.truncate(MOST_RUNS);
        Some(number)
    }

    pub fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// The searches that have ended, the last one first.
    pub fn ended(&self) -> &[Run] {
        &self.ended
    }

    pub fn get(&self, number: RunNumber) -> Option<&Run> {
        self.ended.iter().find(|run| run.number == number)
    }

    pub fn forget(&mut self, number: RunNumber) {
        self.ended.retain(|run| run.number != number);
    }
}

impl Running {
    pub fn progress(&self) -> RunProgress {
        self.job.progress().unwrap_or_default()
    }

    /// Whether it has been told to end.
    pub fn is_stopping(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }
}

impl Run {
    /// One of its plans, or the one that is meant where none is named.
    pub fn plan(&self, number: Option<usize>) -> Option<&SitePlan> {
        self.result.as_ref().ok()?.plan(number)
    }

    /// Whether the study has changed since: values may be others now.
    pub fn is_outdated(&self, session: &Session) -> bool {
        self.moment != Moment::of(session)
    }
}

impl Moment {
    fn of(session: &Session) -> Self {
        let study = session.study();
        Self { revision: study.results_revision(), parameters: *study.parameters() }
    }
}

fn search(
    study: &Study,
    question: SitingQuestion,
    stops: &AtomicBool,
    context: &JobContext<RunProgress>,
) -> Result<SitingOutcome, PlanError> {
    let mut trace: Vec<Progress> = Vec::new();
    question.solve(study, Limits::default(), &mut |Stage { measured, progress }| {
        let last = trace.last().map_or(f64::NEG_INFINITY, |last| last.seconds);
        let is_first = trace.iter().all(|known| known.value.is_none()) && progress.value.is_some();
        if progress.seconds >= last + PAUSE_S || is_first {
            thin_out(&mut trace);
            trace.push(*progress);
            context.report(RunProgress { measured: *measured, trace: trace.clone() });
        }
        match context.cancelled() || stops.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    })
}

/// Keeps every other point of a curve that has become long.
fn thin_out(trace: &mut Vec<Progress>) {
    if trace.len() >= MOST_POINTS {
        let mut number = 0;
        trace.retain(|_| {
            number += 1;
            number % 2 == 1
        });
    }
}
