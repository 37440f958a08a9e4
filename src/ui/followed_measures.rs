//! Measures of access that follow a scenario from frame to frame.
//!
//! A district is followed in every frame of a drag. In a city of hundreds of thousands of buildings
//! the sums take longer than a frame, so there the measures rest while something is dragged and follow
//! when it is let go; the first distances, and those after many facilities changed at once, are computed
//! by a job.

use crate::analysis::measures::Measures;
use crate::jobs::Job;
use crate::session::Session;
use crate::study::ScenarioId;

/// Up to so many buildings what takes long is done within a frame: sums over all of them, walks along all
/// streets.
const LIVE_BUILDINGS: usize = 100_000;

/// The measures of one scenario.
#[derive(Default)]
pub struct FollowedMeasures {
    measures: Option<Measures>,
    /// Computes the measures of a city.
    job: Option<Job<(), Measures>>,
    has_failed: bool,
    /// The moment that the measures stand for.
    stamp: Option<Stamp>,
}

/// A state of a scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stamp {
    revision: u64,
    scenario: ScenarioId,
}

impl Stamp {
    pub fn of(session: &Session, scenario: ScenarioId) -> Self {
        Self { revision: session.study().revision(), scenario }
    }
}

/// Whether a study is so large that what takes long rests during a drag, or is done in the background.
pub fn is_city(session: &Session) -> bool {
    session.study().layers().buildings.len() > LIVE_BUILDINGS
}

impl FollowedMeasures {
    /// The moment that the measures stand for; none while the first are computed.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// The measures as they were brought up last.
    pub fn known(&mut self) -> Option<&mut Measures> {
        self.measures.as_mut()
    }

    /// Brings the measures up to a scenario, or has that done; `ctx` is woken when a job is done.
    pub fn follow(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        scenario: ScenarioId,
        group: usize,
    ) {
        let study = session.study();
        let stamp = Stamp::of(session, scenario);
        let is_city = is_city(session);
        let rests = is_city && session.in_gesture();
        let is_known = self.stamp == Some(stamp)
            && self.measures.as_ref().is_some_and(|measures| measures.are_of(study, group));
        if is_known || self.has_failed || rests {
            return;
        }
        match self.job.as_ref().map(Job::poll) {
            Some(None) => return,
            Some(Some(Ok(measures))) => self.measures = Some(measures),
            Some(Some(Err(_))) => {
                self.has_failed = true;
                return;
            }
            None => {}
        }
        self.job = None;
        match &mut self.measures {
            Some(measures)
                if measures.are_of(study, group)
                    && (!is_city || measures.are_near(study, scenario)) =>
            {
                measures.follow(study, scenario);
            }
            _ if !is_city => self.measures = Some(Measures::of_group(study, scenario, group)),
            _ => {
                // What is known is of another moment or another walk.
                self.stamp = None;
                let (wake, study) = (ctx.clone(), study.clone());
                let job = Job::start(
                    "measures of access",
                    move || wake.request_repaint(),
                    move |_| Measures::of_group(&study, scenario, group),
                );
                self.job = job.ok();
                return;
            }
        }
        self.stamp = Some(stamp);
    }
}
