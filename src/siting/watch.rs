//! Whether a search may go on, and who is told how it stands.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::linear::Stop;
use super::search::Audience;
use super::solution::Progress;

/// How long a search may take, and how good is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    pub time: Option<Duration>,
    /// The relative gap at which a plan is good enough; zero for the optimum.
    pub gap: f64,
}

/// Hears of progress, and may end the search.
pub type Listener<'a> = dyn FnMut(&Progress) -> ControlFlow<()> + 'a;

/// The listener is asked at least this often whether to go on.
const PATIENCE: Duration = Duration::from_millis(20);

/// So many ways are sorted and turned about in a second, by a slow computer.
const WAYS_PER_SECOND: f64 = 1e7;

/// Keeps time and progress of a search.
pub(super) struct Watch<'a> {
    started: Instant,
    limits: Limits,
    listener: &'a mut Listener<'a>,
    progress: Progress,
    asked: Instant,
    is_over: bool,
}

impl<'a> Watch<'a> {
    pub fn new(limits: Limits, listener: &'a mut Listener<'a>) -> Self {
        let started = Instant::now();
        let progress = Progress::default();
        Self { started, limits, listener, progress, asked: started, is_over: false }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Whether the search has to end: it was cancelled, or its time is up.
    pub fn is_over(&mut self) -> bool {
        if self.is_over {
            return true;
        }
        let now = Instant::now();
        let out_of_time = self.limits.time.is_some_and(|time| now - self.started >= time);
        self.is_over = out_of_time;
        if now - self.asked >= PATIENCE {
            self.tell();
        }
        self.is_over
    }

    /// Whether there is time to get a search over so many ways ready.
    pub fn has_time_for(&self, ways: usize) -> bool {
        let takes_s = ways as f64 / WAYS_PER_SECOND;
        self.stop().seconds > takes_s
    }

    /// When a solver has to end by itself.
    pub fn stop(&self) -> Stop {
        let left = self.limits.time.map(|time| time.saturating_sub(self.started.elapsed()));
        Stop {
            gap: self.limits.gap,
            seconds: left.map_or(f64::INFINITY, |left| left.as_secs_f64()),
        }
    }

    /// Whether the gap is as small as it has to be.
    pub fn is_good_enough(&self) -> bool {
        self.limits.gap > 0.0 && self.progress.gap().is_some_and(|gap| gap <= self.limits.gap)
    }

    /// Takes note of a better plan.
    pub fn set_value(&mut self, value: f64) {
        self.progress.value = Some(value);
        self.tell();
    }

    /// Takes note of a better bound.
    pub fn set_bound(&mut self, bound: f64) {
        if self.progress.bound != Some(bound) {
            self.progress.bound = Some(bound);
            if self.asked.elapsed() >= PATIENCE {
                self.tell();
            }
        }
    }

    fn tell(&mut self) {
        self.progress.seconds = self.seconds();
        self.asked = Instant::now();
        if (self.listener)(&self.progress).is_break() {
            self.is_over = true;
        }
    }
}

/// The steps of a search that is only part of another mean nothing to whoever waits for that; it is
/// only asked whether to go on.
pub(super) struct Unheard<'s, 'w>(pub &'s mut Watch<'w>);

impl Audience for Unheard<'_, '_> {
    fn hear_plan(&mut self, _: f64) {}

    fn hear_bound(&mut self, _: f64) {}

    fn is_over(&mut self) -> bool {
        self.0.is_over()
    }
}
