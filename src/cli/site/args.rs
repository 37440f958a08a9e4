//! The flags of `site`; those of single models stand in `model_args`.

use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;

use crate::language::{Language, Message};
use crate::study::register::SitingRule;

use super::super::group_args::GroupArgs;
use super::super::output::tell;
use super::super::study_args::StudyArgs;
use super::super::walk_args::WalkArgs;
use super::model_args::ModelArgs;
use super::ranking::RankingBy;

/// Find the best sites for facilities, with a proof of how good they are
///
/// Candidates of a study are its candidate layer (--candidates FILE), the stock (--candidates stock:
/// that layer or, without one, the buildings that may be converted) or all buildings (--candidates
/// all: those candidates and every other building). Without --keep-existing the plan stands alone, as
/// if no facility of the function existed. Ctrl-C ends the search and prints the best plan so far with
/// its bound; once more ends the program at once.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SiteArgs {
    #[command(flatten)]
    pub(super) study: StudyArgs,

    /// A table instead of a study: header weight,ID,ID,…; a row per demand point with its weight and
    /// its distance to each candidate. Demand points are named by their number, counted from 1
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["study", "function", "scenario",
        "keep_existing", "save", "group", "walk", "minutes", "detour"])]
    pub(super) matrix: Option<PathBuf>,

    /// How many sites; for set-cover the most there may be
    #[arg(long, value_name = "P", allow_negative_numbers = true, value_parser = sites)]
    pub(super) count: Option<usize>,

    /// What is best: most residents within the limit, fewest sites for all, least walking in all,
    /// least walking for the farthest; a second site behind the first, room for most, most without
    /// forgetting the worst unit; or several functions bundled into sites
    #[arg(long, value_enum, default_value = "max-cover")]
    pub(super) objective: Objective,

    /// Which candidates of the register may be chosen, by their joint review
    #[arg(long, value_enum, default_value = "undecided")]
    pub(super) review: ReviewArg,

    /// Facilities of the function that exist stay, beside those sited
    #[arg(long)]
    pub(super) keep_existing: bool,

    /// A candidate that every plan has; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) with: Vec<String>,

    /// A candidate that no plan has; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) without: Vec<String>,

    /// Leave residents aside whom no candidate can reach, instead of finding no plan
    #[arg(long)]
    pub(super) leave_out_unreachable: bool,

    /// Stop when the plan is proven to be so near the best: 0.01 for one percent
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, value_parser = share)]
    pub(super) gap: Option<f64>,

    /// Stop after so many seconds with the best plan so far; counted from the start, with reading the
    /// data and measuring distances
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub(super) time_limit: Option<f64>,

    /// Tell of every candidate, the best first, how much it alone would cover beyond what exists
    #[arg(long)]
    pub(super) ranking: bool,

    /// What the ranking counts, beside the facilities that --keep-existing keeps
    #[arg(long, value_enum, value_name = "WHAT", default_value = "residents")]
    pub(super) ranking_by: RankingBy,

    /// Keep the plan in the study file as a new scenario of this name
    #[arg(long, value_name = "SCENARIO")]
    pub(super) save: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,

    /// When the command began: the time limit counts from then.
    #[arg(skip = Instant::now())]
    pub(super) started: Instant,

    #[command(flatten)]
    pub(super) models: ModelArgs,

    #[command(flatten)]
    pub(super) group: GroupArgs,

    #[command(flatten)]
    pub(super) walk: WalkArgs,
}

/// Candidates by the state of their joint review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReviewArg {
    /// Only those that have passed, with or without conditions
    Passed,
    /// Also those not filed or in review
    Undecided,
    /// Also those that lack documents
    WhatIf,
}

impl ReviewArg {
    pub(super) fn rule(self) -> SitingRule {
        match self {
            Self::Passed => SitingRule::PassedOnly,
            Self::Undecided => SitingRule::WithUndecided,
            Self::WhatIf => SitingRule::WhatIf,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Objective {
    MaxCover,
    SetCover,
    PMedian,
    #[value(alias = "p-centre")]
    PCenter,
    Backup,
    Capacitated,
    Equity,
    Bundle,
}

impl SiteArgs {
    /// The same with the result going into a file.
    pub fn into_file(self, path: PathBuf) -> Self {
        Self { out: Some(path), ..self }
    }

    pub(super) fn tell_warnings(&self, warnings: &[Message], language: Language) {
        for warning in warnings.iter().filter(|_| !self.json) {
            tell(&format!("{}{}", language.pick("提示：", "note: "), warning.of(language)));
        }
    }
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "expected a share from 0 to 1".to_owned())
}

fn sites(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "expected a number of sites, at least 1".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=1e9).contains(seconds));
    seconds.ok_or_else(|| "expected a number of seconds".to_owned())
}
