//! Many studies in one go: what is to be done with which, what of it is done already, and the results of
//! all of them together.
//!
//! A specification ([`Spec`]) names jobs: a study each, of a district or a year, and what is to be made of
//! it. [`run_jobs`] does those whose results are not there yet and goes on where it was stopped;
//! [`Shard`]s share them out among computers, and [`Merged`] gathers the results into tables, the same
//! ones however the jobs were shared out. What assessing and siting are is left to whoever does the work.

mod job;
mod key;
mod merge;
mod outcome;
mod pattern;
mod results;
mod run;
mod shard;
mod spec;
mod tables;

pub use job::{FlagValue, Flags, Job, Labels, Task, TaskKind};
pub use key::key_of;
pub use merge::{MergeError, Merged, MergedJob};
pub use outcome::{DONE_FILES, DoneFiles};
pub use results::{Contents, FolderHeld, JobFolder, JobRecord, ResultFolder, StoreError};
pub use run::{JobEnd, JobReport, Work, run_jobs};
pub use shard::Shard;
pub use spec::{Spec, SpecError, SpecProblem};
pub use tables::{SiteDocument, merged_tables};
