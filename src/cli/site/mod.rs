//! `lifecircle site`: where facilities do most good, with the proven distance from the best.

mod answer;
mod beside;
mod bundle;
mod front;
mod interrupt;
mod matrix;
mod meaning;
mod model_args;
mod phasing;
mod ranking;
mod relevance;
mod report;
mod robust;
mod saving;
mod scenario;
mod showing;
mod study;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::analysis::{PlanError, RunClock};
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::siting::{
    Backup, Capacitated, Equity, Limits, MaxCover, Model, PCentre, PMedian, Problem, SetCover,
    SiteModel, SolverError,
};
use crate::study::register::SitingRule;

use super::failure::Failure;
use super::group_args::GroupArgs;
use super::output::{deliver, tell};
use super::study_args::StudyArgs;
use super::walk_args::WalkArgs;
use model_args::ModelArgs;
use ranking::RankingBy;
use report::Report;

/// Find the best sites for facilities, with a proof of how good they are
///
/// Candidates of a study are its candidate layer (--candidates FILE), the stock (--candidates stock:
/// that layer or, without one, the buildings that may be converted) or all buildings (--candidates
/// all: those candidates and every other building). Without --keep-existing the plan stands alone, as
/// if no facility of the function existed. Ctrl-C ends the search and prints the best plan so far with
/// its bound; once more ends the program at once.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// A table instead of a study: header weight,ID,ID,…; a row per demand point with its weight and
    /// its distance to each candidate. Demand points are named by their number, counted from 1
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["study", "function", "scenario",
        "keep_existing", "save", "group", "walk", "minutes", "detour"])]
    matrix: Option<PathBuf>,

    /// How many sites; for set-cover the most there may be
    #[arg(long, value_name = "P", value_parser = sites)]
    count: Option<usize>,

    /// What is best: most residents within the limit, fewest sites for all, least walking in all,
    /// least walking for the farthest; a second site behind the first, room for most, most without
    /// forgetting the worst unit; or several functions bundled into sites
    #[arg(long, value_enum, default_value = "max-cover")]
    objective: Objective,

    /// Which candidates of the register may be chosen, by their joint review
    #[arg(long, value_enum, default_value = "undecided")]
    review: ReviewArg,

    /// Facilities of the function that exist stay, beside those sited
    #[arg(long)]
    keep_existing: bool,

    /// A candidate that every plan has; may be repeated
    #[arg(long, value_name = "ID")]
    with: Vec<String>,

    /// A candidate that no plan has; may be repeated
    #[arg(long, value_name = "ID")]
    without: Vec<String>,

    /// Leave residents aside whom no candidate can reach, instead of finding no plan
    #[arg(long)]
    leave_out_unreachable: bool,

    /// Stop when the plan is proven to be so near the best: 0.01 for one percent
    #[arg(long, value_name = "SHARE", value_parser = share)]
    gap: Option<f64>,

    /// Stop after so many seconds with the best plan so far; counted from the start, with reading the
    /// data and measuring distances
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<f64>,

    /// Tell of every candidate, the best first, how much it alone would cover beyond what exists
    #[arg(long)]
    ranking: bool,

    /// What the ranking counts, beside the facilities that --keep-existing keeps
    #[arg(long, value_enum, value_name = "WHAT", default_value = "residents")]
    ranking_by: RankingBy,

    /// Keep the plan in the study file as a new scenario of this name
    #[arg(long, value_name = "SCENARIO")]
    save: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// When the command began: the time limit counts from then.
    #[arg(skip = Instant::now())]
    started: Instant,

    #[command(flatten)]
    models: ModelArgs,

    #[command(flatten)]
    group: GroupArgs,

    #[command(flatten)]
    walk: WalkArgs,
}

/// Candidates by the state of their joint review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReviewArg {
    /// Only those that have passed, with or without conditions
    Passed,
    /// Also those not filed or in review
    Undecided,
    /// Also those that lack documents
    WhatIf,
}

impl ReviewArg {
    fn rule(self) -> SitingRule {
        match self {
            Self::Passed => SitingRule::PassedOnly,
            Self::Undecided => SitingRule::WithUndecided,
            Self::WhatIf => SitingRule::WhatIf,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Objective {
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

/// What a model may need that a problem does not say.
#[derive(Default)]
struct Supply {
    /// The weight that each site has room for, existing ones included.
    capacities: Option<Vec<f64>>,
    /// The unit of each demand point.
    units: Option<Vec<Option<u32>>>,
    /// How many sites the problem has.
    sites: usize,
}

fn share(text: &str) -> Result<f64, String> {
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

/// Runs the command.
pub(super) fn run(args: &SiteArgs, language: Language) -> Result<(), Failure> {
    interrupt::listen();
    relevance::refuse_idle_flags(args)?;
    if let Some(id) = args.with.iter().find(|id| args.without.contains(id)) {
        return Err(Failure::Usage(Message::new(
            format!("候选点“{id}”不能同时用 --with 和 --without 指定"),
            format!("the candidate \"{id}\" cannot be asked for by --with and --without at once"),
        )));
    }
    if let Some(report) = report(args, language)? {
        deliver(args.out.as_deref(), |out| match args.json {
            true => report.write_json(out, language),
            false => report.write_text(out, language),
        })?;
        args.tell_warnings(&report.warnings, language);
        return Ok(());
    }
    let answer = match &args.matrix {
        Some(path) => matrix::site(args, path, language)?,
        None => study::site(args, language)?,
    };
    deliver(args.out.as_deref(), |out| match args.json {
        true => answer.write_json(out, language),
        false => answer.write_text(out, language),
    })?;
    args.tell_warnings(&answer.warnings, language);
    Ok(())
}

/// The report on a question that is about more than one function or plan, if such a one is asked.
fn report(args: &SiteArgs, language: Language) -> Result<Option<Report>, Failure> {
    let models = &args.models;
    let make = match args.objective {
        _ if !models.robust.is_empty() => robust::report,
        _ if models.beside.is_some() => beside::report,
        _ if models.phasing.is_some() => phasing::report,
        _ if models.pareto => front::report,
        Objective::Bundle => bundle::report,
        _ => return Ok(None),
    };
    if args.matrix.is_some() {
        return Err(Failure::Usage(Message::new(
            "此问题需要研究或图层，不能用 --matrix",
            "this question needs a study or layers instead of --matrix",
        )));
    }
    if args.save.is_some() {
        return Err(Failure::Usage(Message::new(
            "--save 只保存单一功能的最优方案",
            "--save keeps the best plan of one function only",
        )));
    }
    make(args, language).map(Some)
}

/// Why a model could not be searched, for whoever runs the program.
fn unsolved(error: SolverError) -> Failure {
    Failure::Result(match error {
        SolverError::Missing => Message::new(
            "此模型需要 HiGHS 求解器，本程序编译时未包含（Cargo 特性 highs）",
            "this model needs the solver HiGHS, which this program was built without (Cargo feature \
             highs)",
        ),
        SolverError::Failed => Message::new("HiGHS 求解器中断", "the solver HiGHS broke off"),
    })
}

/// Why a question was not answered, for whoever runs the program.
fn unanswered(error: PlanError) -> Failure {
    match error {
        PlanError::Solver(error) => unsolved(error),
        PlanError::NoPlaces => Failure::Usage(study::no_candidates()),
        PlanError::TooManyPairs(_) => Failure::Usage(study::too_many_pairs()),
        PlanError::NoBudgets => needs("--budgets"),
        PlanError::Ended => Failure::Result(Message::new(
            "步行距离尚未量算完就已结束，没有方案：请放宽 --time-limit",
            "ended before all ways were measured, with no plan: allow more with --time-limit",
        )),
        PlanError::NoProjects => {
            Failure::Usage(Message::new("没有可分期的项目", "there is no project to be phased"))
        }
        PlanError::NoAreaNorm | PlanError::UnknownAreas(_) => needs("--capacity"),
        PlanError::NoSuchFuture => Failure::Usage(Message::new(
            "情形的参数超出范围",
            "a parameter of a future is out of bounds",
        )),
    }
}

/// That something has to be named.
fn needs(flag: &str) -> Failure {
    Failure::Usage(Message::new(
        format!("此目标需要 {flag}"),
        format!("this objective needs {flag}"),
    ))
}

impl SiteArgs {
    /// The same with the result going into a file.
    pub fn into_file(self, path: PathBuf) -> Self {
        Self { out: Some(path), ..self }
    }

    fn tell_warnings(&self, warnings: &[Message], language: Language) {
        for warning in warnings.iter().filter(|_| !self.json) {
            tell(&format!("{}{}", language.pick("提示：", "note: "), warning.of(language)));
        }
    }

    fn count(&self) -> Result<usize, Failure> {
        self.count.filter(|count| *count > 0).ok_or_else(|| needs("--count"))
    }

    /// Metres beyond which the objective takes no way into account.
    fn farthest_m(&self, limit_m: Option<f64>) -> Result<f64, Failure> {
        match self.objective {
            Objective::PMedian | Objective::PCenter => Ok(f64::INFINITY),
            _ => limit_m.ok_or_else(|| needs("--limit")),
        }
    }

    /// The model asked for; covering counts as far as `limit_m`.
    fn asked(&self, limit_m: Option<f64>, supply: Supply) -> Result<SiteModel, Failure> {
        self.asked_for(self.count, limit_m, supply)
    }

    /// The same for a number of sites that follows from something else.
    fn asked_for(
        &self,
        count: Option<usize>,
        limit_m: Option<f64>,
        supply: Supply,
    ) -> Result<SiteModel, Failure> {
        let some = || count.filter(|count| *count > 0).ok_or_else(|| needs("--count"));
        let limit_m = || limit_m.ok_or_else(|| needs("--limit"));
        Ok(match self.objective {
            Objective::MaxCover => {
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Plain(Model::MaxCover(MaxCover { count, limit_m }))
            }
            Objective::SetCover => {
                let (limit_m, most) = (limit_m()?, count);
                SiteModel::Plain(Model::SetCover(SetCover { limit_m, most }))
            }
            Objective::PMedian => SiteModel::Plain(Model::PMedian(PMedian { count: some()? })),
            Objective::PCenter => SiteModel::Plain(Model::PCentre(PCentre { count: some()? })),
            Objective::Backup => {
                let first_share = self.models.first_share();
                SiteModel::Backup(Backup { count: some()?, limit_m: limit_m()?, first_share })
            }
            Objective::Capacitated => {
                let each = self.models.capacity.map(|room| vec![room; supply.sites]);
                let capacities = each.or(supply.capacities).ok_or_else(|| needs("--capacity"))?;
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Capacitated(Capacitated { count, limit_m, capacities })
            }
            Objective::Equity => {
                let units = supply.units.ok_or_else(|| {
                    Failure::Usage(Message::new(
                        "此目标按单元计算，需要研究或图层",
                        "this objective counts by units and needs a study or layers",
                    ))
                })?;
                let worst_share = self.models.worst_share();
                let (count, limit_m) = (some()?, limit_m()?);
                SiteModel::Equity(Equity { count, limit_m, worst_share, units })
            }
            // Bundles have a report of their own.
            Objective::Bundle => return Err(needs("--function")),
        })
    }

    /// What is left of the limits.
    fn limits(&self) -> Limits {
        let time = self.time_limit.map(Duration::from_secs_f64);
        let time = time.map(|time| time.saturating_sub(self.started.elapsed()));
        Limits { time, gap: self.gap.unwrap_or_default() }
    }

    /// What is left of the limits, for measuring and searching.
    fn clock(&self) -> RunClock {
        RunClock::start(self.limits())
    }

    /// Leaves out demand beyond every reach, where that is asked for; how much there was of it.
    fn leave_out(&self, problem: &mut Problem, limit_m: f64) -> Option<Message> {
        if !self.leave_out_unreachable {
            return None;
        }
        let unreachable = problem.out_of_reach(limit_m);
        let mut weight = 0.0;
        for demand in &unreachable {
            weight += std::mem::take(&mut problem.weights[*demand]);
        }
        let (count, weight) = (unreachable.len(), answer::number(weight));
        (count > 0).then(|| {
            Message::new(
                format!("{count} 个需求点（权重 {weight}）任何候选点都到不了，未计入"),
                format!(
                    "left out as beyond every candidate: {} of weight {weight}",
                    counted(count, "demand point")
                ),
            )
        })
    }
}

/// The sites called by `--with` or `--without`.
fn find_sites(wanted: &[String], ids: &[&str]) -> Result<Vec<usize>, Failure> {
    let find = |id: &String| {
        ids.iter().position(|known| *known == id.as_str()).ok_or_else(|| {
            Failure::Usage(Message::new(
                format!("没有编号为“{id}”的候选点"),
                format!("no candidate has the id \"{id}\""),
            ))
        })
    };
    wanted.iter().map(find).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
