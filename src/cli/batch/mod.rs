//! `lifecircle batch`: many studies in one go, by a specification; `lifecircle merge`: the results of
//! several computers in one place.

mod check;
mod gather;
mod options;
mod work;

use std::path::{Path, PathBuf};

use crate::batch::{
    JobEnd, JobReport, Merged, ResultFolder, Shard, Spec, SpecError, SpecProblem, run_jobs,
};
use crate::files::Problem;
use crate::language::{Language, Message};
use crate::numbers::counted;

use super::failure::Failure;
use super::output::{deliver, tell};
use gather::Gathered;

/// Assess, site and report many studies by a specification
///
/// SPEC.toml names jobs. Each has a study (a study file, a folder of layers, or a pattern such as
/// "districts/*/2026.gpkg" for a job per file) or layers; name, city, district and year, in which
/// {file} and {folder} stand for parts of the study's path; a scenario, a standard; and what is to be
/// made: assess (always), site, report, lists, export, each with the options of the command of that name.
/// [defaults] holds what all jobs share. Paths are relative to the specification.
///
/// Jobs that are done and whose inputs have not changed are skipped, so that a stopped batch goes on
/// where it was; Ctrl-C stops at once. language = "zh" or "en" at the top is that of the results, whatever the computer's
/// [default: zh]. Without --shard the results of all jobs are then gathered: jobs.csv, totals.csv,
/// plans.csv, units.csv, tables.xlsx, and overview.gpkg, one study of all places.
#[derive(Debug, clap::Args)]
pub(super) struct BatchArgs {
    /// The specification
    #[arg(value_name = "SPEC.toml")]
    spec: PathBuf,

    /// The folder of results [default: the specification's name with -results, beside it]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// Only each N-th job, beginning with the I-th, for several computers; `merge` gathers the results
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,

    /// Only check the specification and its studies, with their scenarios, functions and groups, and list
    /// its jobs
    #[arg(long)]
    check: bool,
}

/// Gather the results that `batch --shard` left in several folders
#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// Folders of results of one specification
    #[arg(value_name = "FOLDER", required = true)]
    folders: Vec<PathBuf>,

    /// Where the tables and the overview go
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Runs `batch`.
pub(super) fn run(args: &BatchArgs, language: Language) -> Result<(), Failure> {
    let (spec, mut problems) =
        Spec::read(&args.spec).map_err(|error| bad_spec(&args.spec, error))?;
    for job in &spec.jobs {
        let of_options = options::problems_of(job);
        if args.check && of_options.is_empty() {
            problems.extend(check::problems_of(job, language));
        }
        problems.extend(of_options);
    }
    if !problems.is_empty() {
        return Err(bad_spec(&args.spec, SpecError(spec.told_once(problems))));
    }
    if args.check {
        return deliver(None, |out| {
            spec.jobs.iter().try_for_each(|job| writeln!(out, "{}", job.name))
        });
    }
    let out = args.out.clone().unwrap_or_else(|| beside(&args.spec));
    let results = ResultFolder::new(&out);
    let _held = results.lock().map_err(|error| Failure::Result(error.message()))?;
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    if !(0..spec.jobs.len()).any(|position| shard.holds(position)) {
        tell(nothing_to_do(shard, spec.jobs.len()).of(language));
    }
    let mut work = |job: &_, folder: &Path| work::do_job(job, folder, spec.language);
    let mut told = |report: &JobReport| {
        // Nobody is left to tell when that fails.
        let _ = deliver(None, |out| writeln!(out, "{}", line(report, language)));
    };
    let failed = run_jobs(&spec, shard, &results, &mut work, &mut told)
        .map_err(|error| Failure::Result(error.message()))?;
    let gathered = match args.shard {
        None => gathered(&[results]).and_then(|merged| gather(&merged, &out, language)),
        Some(_) => Ok(()),
    };
    if failed.is_empty() {
        return gathered;
    }
    // Of two failures the one of the gathering is told first: the jobs stand in the last line.
    if let Err(failure) = gathered {
        failure.into_problems().iter().for_each(|problem| tell(&problem.one_line(language)));
    }
    for (job, problems) in &failed {
        for problem in problems {
            tell(&format!("{}: {}", job.name, problem.one_line(language)));
        }
    }
    let names: Vec<&str> = failed.iter().map(|(job, _)| job.name.as_str()).collect();
    Err(Failure::Result(Message::new(
        format!("{} 个作业未完成：{}", names.len(), names.join("、")),
        format!("{} failed: {}", counted(names.len(), "job"), names.join(", ")),
    )))
}

/// Runs `merge`.
pub(super) fn merge(args: &MergeArgs, language: Language) -> Result<(), Failure> {
    let folders: Vec<_> = args.folders.iter().map(|folder| ResultFolder::new(folder)).collect();
    let out = ResultFolder::new(&args.out);
    let _held = out.lock().map_err(|error| Failure::Result(error.message()))?;
    let merged = gathered(&folders)?;
    if merged.jobs.is_empty() {
        return Err(Failure::Result(Message::new(
            "这些文件夹中没有已完成的作业，未作汇总",
            "no job in these folders is done: nothing was gathered",
        )));
    }
    if let Some(contents) = &merged.contents {
        out.claim_for(contents).map_err(|error| Failure::Result(error.message()))?;
    }
    gather(&merged, &args.out, language)?;
    let missing = &merged.missing;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Result(Message::new(
        format!("{} 个作业没有结果：{}", missing.len(), missing.join("、")),
        format!("{} without results: {}", counted(missing.len(), "job"), missing.join(", ")),
    )))
}

/// What is done of the jobs of some folders.
fn gathered(folders: &[ResultFolder]) -> Result<Merged, Failure> {
    Merged::of(folders).map_err(|error| Failure::Result(error.message()))
}

/// Writes the tables and the overview of what is done, and what whoever reads them must know.
fn gather(merged: &Merged, out: &Path, language: Language) -> Result<(), Failure> {
    let Gathered { files, remarks } = gather::write(merged, out)?;
    for remark in &remarks {
        tell(&language.pick(format!("提示：{}", remark.zh), format!("note: {}", remark.en)));
    }
    for (hidden, shown) in merged.hidden_twins() {
        let (hidden, shown) = (&hidden.record.name, &shown.record.name);
        tell(&language.pick(
            format!("提示：{hidden} 与 {shown} 同地同年，总览只显示后者；前者的单元见图层 results"),
            format!(
                "note: {hidden} and {shown} are of one place and year; the overview shows the latter, and \
                 has the units of the former in the layer results"
            ),
        ));
    }
    for (job, earlier) in merged.counted_twice() {
        let (job, earlier) = (&job.record.name, &earlier.record.name);
        tell(&language.pick(
            format!("提示：{job} 与 {earlier} 是同样的建筑，总览和合计中其居民计了两次；同地不同年请写明 district 和 year"),
            format!(
                "note: {job} and {earlier} are of the same buildings, whose residents count twice in the \
                 overview and in sums; for years of one place say district and year"
            ),
        ));
    }
    deliver(None, |out| files.iter().try_for_each(|path| writeln!(out, "{}", path.display())))
}

/// `districts.toml` leaves its results in `districts-results`.
fn beside(spec: &Path) -> PathBuf {
    let mut name = spec.file_stem().unwrap_or_default().to_os_string();
    name.push("-results");
    spec.with_file_name(name)
}

/// That a share has no jobs; it is left as a folder that can be merged all the same.
fn nothing_to_do(shard: Shard, jobs: usize) -> Message {
    let of = shard.of();
    Message::new(
        format!("作业只有 {jobs} 个，分成 {of} 份后这一份没有作业可做"),
        format!("{} in {of} shares: there is nothing to do in this one", counted(jobs, "job")),
    )
}

fn bad_spec(path: &Path, SpecError(problems): SpecError) -> Failure {
    let file = path.display().to_string();
    let problem =
        |SpecProblem { field, what }| Problem { field, ..Problem::in_file(file.clone(), what) };
    Failure::Input(problems.into_iter().map(problem).collect())
}

/// `[3/12] huangpu-2026: 40 units, … (4.2 s)`.
fn line(report: &JobReport, language: Language) -> String {
    let JobReport { job, number, of, end, took } = report;
    let colon = language.pick("：", ": ");
    let said = match end {
        JobEnd::Done(made) => {
            let seconds = took.as_secs_f64();
            let took = language.pick(format!("{seconds:.1} 秒"), format!("{seconds:.1} s"));
            format!("{} ({took})", made.of(language))
        }
        JobEnd::Unchanged => language.pick("输入未变，跳过", "unchanged, skipped").to_owned(),
        JobEnd::Failed(problems) => {
            let first = problems.first().map(|problem| problem.one_line(language));
            let first = first.unwrap_or_default();
            language.pick(format!("未完成：{first}"), format!("FAILED: {first}"))
        }
    };
    format!("[{number}/{of}] {}{colon}{said}", job.name)
}
