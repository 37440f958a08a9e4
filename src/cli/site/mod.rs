//! `lifecircle site`: where facilities do most good, with the proven distance from the best.

mod answer;
mod args;
mod asked;
mod beside;
mod bundle;
mod front;
mod interrupt;
mod matrix;
mod meaning;
mod model_args;
mod phasing;
mod purse;
mod ranking;
mod relevance;
mod report;
mod robust;
mod saving;
mod scenario;
mod showing;
mod study;

use std::path::Path;

use crate::analysis::{PlanError, forced_closed_fact};
use crate::language::{Language, Message, Text};
use crate::siting::SolverError;

use super::failure::Failure;
use super::output::deliver;
use report::Report;

use args::Objective;
pub(super) use args::SiteArgs;
use asked::Supply;

/// Runs the command. Ctrl-C ends the search, which keeps its best plan.
pub(super) fn run(args: &SiteArgs, language: Language) -> Result<(), Failure> {
    interrupt::listen();
    write_answer(args, language)
}

/// Searches, and writes what was found.
pub(super) fn write_answer(args: &SiteArgs, language: Language) -> Result<(), Failure> {
    refuse_contradictions(args)?;
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

/// That a study has what is asked for, without siting anything.
pub(super) fn check(args: &SiteArgs, language: Language) -> Result<(), Failure> {
    refuse_contradictions(args)?;
    study::check(args, language)
}

fn refuse_contradictions(args: &SiteArgs) -> Result<(), Failure> {
    relevance::refuse_idle_flags(args)?;
    if let Some(id) = args.with.iter().find(|id| args.without.contains(id)) {
        return Err(Failure::Usage(Message::new(
            format!("候选点“{id}”不能同时用 --with 和 --without 指定"),
            format!("the candidate \"{id}\" cannot be asked for by --with and --without at once"),
        )));
    }
    Ok(())
}

/// Whether the question is about more than one function or plan.
fn asks_for_a_report(args: &SiteArgs) -> bool {
    let models = &args.models;
    !models.robust.is_empty()
        || models.beside.is_some()
        || models.phasing.is_some()
        || models.pareto
        || matches!(args.objective, Objective::Bundle)
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
        PlanError::ForcedClosed(ids) => Failure::Usage(
            forced_closed_fact(&ids).followed_by(Text::new("（--with）", " (--with)")),
        ),
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
