//! Another way of walking, asked for in a city: its networks and the coverage of what exists are
//! computed in the background, so that the window does not stand still, and the step is made when they
//! are ready.

use crate::jobs::Job;
use crate::session::{ReadyWalk, Session};
use crate::study::{Parameters, WalkModel};

use super::followed_measures::is_city;

/// A change of the parameters that waits for what it leads to. Dropping it, nothing changes.
pub struct WalkChange {
    job: Job<f64, Option<ReadyWalk>>,
}

impl WalkChange {
    /// Whether the window would stand still.
    pub fn takes_long(session: &Session, parameters: &Parameters) -> bool {
        parameters.model == WalkModel::Network && is_city(session)
    }

    /// Begins to compute; `ctx` is woken when it is ready.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        ctx: &egui::Context,
        session: &Session,
        parameters: Parameters,
    ) -> std::io::Result<Self> {
        let (wake, study) = (ctx.clone(), session.study().clone());
        let job = Job::start(
            "walk network",
            move || wake.request_repaint(),
            move |context| {
                ReadyWalk::of(&study, parameters, &mut |share| {
                    context.report(share);
                    !context.cancelled()
                })
            },
        );
        Ok(Self { job: job? })
    }

    /// The share that is done.
    pub fn share(&self) -> f64 {
        self.job.progress().unwrap_or(0.0)
    }

    /// What was computed, once; `Some(None)` where it could not be.
    pub fn take_ready(&self) -> Option<Option<ReadyWalk>> {
        self.job.poll().map(|result| result.ok().flatten())
    }
}
