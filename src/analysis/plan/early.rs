//! Measuring with a plan at hand: while ways are measured, a good plan of the places measured so far is
//! made from time to time, so that there is one within a second however many ways there are.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::siting::{Limits, MaxCover, Model, PCentre, PMedian, Problem, Progress, solve};
use crate::study::Study;

use super::super::siting::{Measuring, SiteQuestion, StudyProblem, TooManyPairs};
use super::question::Objective;

/// How a search stands: ways are measured first.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stage {
    /// The share of ways measured, from 0 to 1.
    pub measured: f64,
    pub progress: Progress,
}

/// Hears how a search stands, and may end it.
pub type StageListener<'a> = dyn FnMut(&Stage) -> ControlFlow<()> + 'a;

/// A plan made before all was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlyPlan {
    pub sites: Vec<usize>,
    pub value: f64,
}

/// A problem, measured as far as there was time, and the best plan met on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Surveyed {
    pub problem: StudyProblem,
    pub early: Option<EarlyPlan>,
}

/// When the first plan is made; the next ones at twice the time each.
const FIRST_PLAN: Duration = Duration::from_millis(400);
/// What an early plan may take.
const PLAN_TIME: Duration = Duration::from_millis(150);
/// With more pairs, putting the problem together takes longer than that.
const MOST_EARLY_PAIRS: usize = 5_000_000;
/// The part of a time limit that measuring may take.
const MEASURING_SHARE: f64 = 0.6;

/// One clock for measuring and searching.
#[derive(Debug, Clone, Copy)]
pub struct RunClock {
    started: Instant,
    limits: Limits,
}

impl RunClock {
    /// From now on.
    pub fn start(limits: Limits) -> Self {
        Self { started: Instant::now(), limits }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// What is left of the limits.
    pub fn left(&self) -> Limits {
        let elapsed = self.started.elapsed();
        let time = self.limits.time.map(|time| time.saturating_sub(elapsed));
        Limits { time, ..self.limits }
    }

    /// Whether measuring has taken its part of the time.
    pub fn ends_measuring(&self) -> bool {
        let most = self.limits.time.map(|time| time.mul_f64(MEASURING_SHARE));
        most.is_some_and(|most| self.started.elapsed() >= most)
    }
}

/// Measures the ways of a question; `value_of` says what a plan comes to.
///
/// # Errors
/// When buildings and places make too many pairs.
pub fn surveyed(
    study: &Study,
    question: &SiteQuestion,
    aim: EarlyAim<'_>,
    clock: &RunClock,
    listener: &mut StageListener<'_>,
) -> Result<Surveyed, TooManyPairs> {
    let mut early: Option<EarlyPlan> = None;
    let mut next = FIRST_PLAN;
    let problem = StudyProblem::measured(study, question, &mut |measuring| {
        if clock.started.elapsed() >= next {
            while clock.started.elapsed() >= next {
                next *= 2;
            }
            early = aim.better(measuring, early.take());
        }
        let value = early.as_ref().map(|early| early.value);
        let progress = Progress { value, bound: None, seconds: clock.seconds() };
        let goes_on = listener(&Stage { measured: measuring.share, progress });
        if clock.ends_measuring() { ControlFlow::Break(()) } else { goes_on }
    })?;
    Ok(Surveyed { problem, early })
}

/// What early plans are made for.
#[derive(Clone, Copy)]
pub struct EarlyAim<'a> {
    pub objective: Objective,
    pub count: usize,
    pub limit_m: f64,
    /// Which places may be opened, and what else holds for them.
    pub lay_down: &'a dyn Fn(&mut Problem),
    /// What a plan comes to; none where it leaves out whom it has to serve.
    pub value_of: &'a dyn Fn(&Problem, &[usize]) -> Option<f64>,
}

impl EarlyAim<'_> {
    /// The better of the plan at hand and one of the places measured so far.
    fn better(&self, measuring: &Measuring<'_>, known: Option<EarlyPlan>) -> Option<EarlyPlan> {
        let is_too_much = measuring.pairs() > MOST_EARLY_PAIRS && known.is_some();
        if measuring.measured_places() < self.count || is_too_much {
            return known;
        }
        let (count, limit_m) = (self.count, self.limit_m);
        let model = match self.objective {
            // Everyone is to be served: part of the places says nothing.
            Objective::FewestSites => return known,
            Objective::ShortestMean => Model::PMedian(PMedian { count }),
            Objective::ShortestFarthest => Model::PCentre(PCentre { count }),
            _ => Model::MaxCover(MaxCover { count, limit_m }),
        };
        let mut problem = measuring.problem_so_far();
        (self.lay_down)(&mut problem);
        let limits = Limits { time: Some(PLAN_TIME), gap: 0.0 };
        let sites = solve(&problem, &model, limits, &mut |_| ControlFlow::Continue(())).sites;
        let plan = (self.value_of)(&problem, &sites).filter(|_| !sites.is_empty());
        let plan = plan.map(|value| EarlyPlan { sites, value });
        let is_gain = self.objective.is_gain();
        known.into_iter().chain(plan).reduce(|a, b| {
            let is_better = if is_gain { b.value > a.value } else { b.value < a.value };
            if is_better { b } else { a }
        })
    }
}
