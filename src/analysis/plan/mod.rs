//! Plans for many sites at once, as a planner asks for them: one function or several, one plan or a
//! choice of plans, in one year or over many; solved with proof, set beside the planner's own
//! proposals, and turned into edits. The models themselves stand in `siting`, which knows no study.

mod asked;
mod bundle;
mod early;
mod front;
mod outcome;
mod phasing;
mod problem;
mod question;
mod robust;

pub use asked::{SitingOutcome, SitingQuestion, Verdict};
pub use bundle::{BundleCover, BundlesOutcome, BundlesQuestion};
pub use early::{EarlyAim, Groundwork, RunClock, Stage, StageListener, surveyed};
pub use front::{FrontOutcome, MOST_FRONT_POINTS};
pub use outcome::{PlanFigures, PlanOutcome, PlanSite, SitePlan};
pub use phasing::{PhasingOutcome, PhasingQuestion};
pub use problem::PlanProblem;
pub use question::{Objective, PlanError, PlanQuestion, ProposalUse, Room, SiteKey};
pub use robust::{FutureAsk, RobustOutcome, future_problem};
