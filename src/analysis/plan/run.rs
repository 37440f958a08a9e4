//! One run of measuring and searching: its clock, and how it stands.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::siting::{Limits, Progress};

/// How a search stands: ways are measured first.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stage {
    /// The share of ways measured, from 0 to 1.
    pub measured: f64,
    pub progress: Progress,
}

/// Hears how a search stands, and may end it.
pub type StageListener<'a> = dyn FnMut(&Stage) -> ControlFlow<()> + 'a;

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

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether there is no time left, or a plan is as near to the best as it has to be.
    pub(super) fn is_up(&self, progress: &Progress) -> bool {
        let is_late = self.limits.time.is_some_and(|time| self.started.elapsed() >= time);
        let is_near = |gap: f64| gap <= self.limits.gap;
        is_late || (self.limits.gap > 0.0 && progress.gap().is_some_and(is_near))
    }

    /// Whether measuring has taken its part of the time.
    pub fn ends_measuring(&self) -> bool {
        self.ends_measuring_of(1.0)
    }

    /// Whether measuring a share of all there is has taken its part of the time.
    pub fn ends_measuring_of(&self, share: f64) -> bool {
        let most = self.limits.time.map(|time| time.mul_f64(MEASURING_SHARE * share));
        most.is_some_and(|most| self.started.elapsed() >= most)
    }
}

/// Passes on what a search tells, with the time that measuring took.
pub(super) fn searching<'a, 'l>(
    clock: &RunClock,
    listener: &'a mut StageListener<'l>,
) -> impl FnMut(&Progress) -> ControlFlow<()> + use<'a, 'l> {
    let before = clock.seconds();
    move |progress| {
        let seconds = before + progress.seconds;
        listener(&Stage { measured: 1.0, progress: Progress { seconds, ..*progress } })
    }
}
