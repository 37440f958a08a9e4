//! Plans for many sites at once, as a planner asks for them: one function or several, one plan or a
//! choice of plans, in one year or over many; solved with proof, set beside the planner's own
//! proposals, and turned into edits. The models themselves stand in `siting`, which knows no study.

mod asked;
mod bundle;
mod early;
mod facts;
mod front;
mod groundwork;
mod outcome;
mod outlook;
mod phasing;
mod problem;
mod question;
mod robust;
mod run;

pub use asked::{SitingOutcome, SitingQuestion, Verdict};
pub use bundle::{BundleCover, BundlesOutcome, BundlesQuestion};
pub use early::{EarlyAim, surveyed};
pub use facts::{bundle_obstacle_fact, forced_closed_fact};
pub use front::{FrontOutcome, MOST_FRONT_POINTS};
pub use groundwork::{BoundBasis, Groundwork};
pub use outcome::{PlanFigures, PlanOutcome, PlanSite, SitePlan};
pub(in crate::analysis) use outlook::most_covered_ahead;
pub use phasing::{PhasingOutcome, PhasingQuestion, PilotCourse, WhyThen};
pub use problem::PlanProblem;
pub use question::{Objective, PlanError, PlanQuestion, ProposalUse, Purse, Room, SiteKey};
pub use robust::{FutureAsk, RobustOutcome, future_problem};
pub use run::{RunClock, Stage, StageListener};
