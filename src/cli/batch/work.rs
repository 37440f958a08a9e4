//! Doing one job: the study is opened once under the walk of its assessment, and everything is made of
//! it as the commands of the same names make it.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::batch::{DONE_FILES, Job, SiteDocument, TaskKind};
use crate::cli::failure::Failure;
use crate::cli::lists::lists_workbook;
use crate::cli::output::deliver;
use crate::cli::site;
use crate::cli::study_args::OpenedStudy;
use crate::files::Problem;
use crate::files::export::export_part;
use crate::language::{Language, Message, thousands};
use crate::numbers::counted;

use super::options::{self, OptionError};

/// Does a job in a folder, and says what was made.
pub(super) fn do_job(
    job: &Job,
    folder: &Path,
    language: Language,
) -> Result<Message, Vec<Problem>> {
    // One job must not take the others down with it.
    let done = catch_unwind(AssertUnwindSafe(|| make_all(job, folder, language)));
    match done {
        Ok(made) => made.map_err(Failure::into_problems),
        Err(_) => Err(vec![Problem::general(Message::new(
            "程序内部错误，见上",
            "an error of the program itself, see above",
        ))]),
    }
}

fn make_all(job: &Job, folder: &Path, language: Language) -> Result<Message, Failure> {
    let assess = options::assess(job).map_err(wrong)?;
    let mut opened = assess.open(language)?;
    let assessment = assess.assess(&opened)?;
    write(&folder.join(DONE_FILES.assessment), |out| {
        assessment.write_json(out, assess.by(), language)
    })?;
    let session = &opened.session;
    export_part(session, folder).map_err(|error| Failure::Result(error.message()))?;
    let mut made = vec![size_of(&opened)];
    let mut plans: Vec<SiteDocument> = Vec::new();
    for task in &job.tasks {
        match task.kind {
            // Done, or done below, since it shows one scenario after the other.
            TaskKind::Assess | TaskKind::Report => {}
            TaskKind::Site => {
                let path = folder.join(DONE_FILES.plan(plans.len() + 1));
                let args = options::site(job, task).map_err(wrong)?.into_file(path.clone());
                // Not as the command runs it: what Ctrl-C cut short must not be taken for done.
                site::write_answer(&args, language)?;
                let plan = SiteDocument::read(&path);
                plans.push(plan.map_err(|error| Failure::Result(error.message()))?);
            }
            TaskKind::Lists => {
                let bytes = lists_workbook(&opened.session, language)?;
                write(&folder.join(DONE_FILES.lists), |out| out.write_all(&bytes))?;
                made.push(Message::new("清单", "lists"));
            }
            TaskKind::Export => {
                let args = options::export(job, task).map_err(wrong)?;
                args.write(&opened.session, &folder.join(DONE_FILES.export), language)?;
                made.push(Message::new("图层", "layers"));
            }
        }
    }
    if let Some(task) = job.task(TaskKind::Report) {
        let args = options::report(job, task).map_err(wrong)?;
        let pdf = args.booklet(&mut opened, language)?;
        write(&folder.join(DONE_FILES.booklet), |out| out.write_all(&pdf))?;
        made.push(Message::new("图册", "booklet"));
    }
    if !plans.is_empty() {
        made.push(told_of(&plans));
    }
    let joined = |language: Language| {
        let parts: Vec<&str> = made.iter().map(|part| part.of(language)).collect();
        parts.join(language.pick("；", "; "))
    };
    Ok(Message::new(joined(Language::Zh), joined(Language::En)))
}

/// How many plans there are, and of those that are not the best possible, how far they are.
fn told_of(plans: &[SiteDocument]) -> Message {
    let count = Message::new(format!("选址 {} 次", plans.len()), counted(plans.len(), "plan"));
    let lacking: Vec<Message> = plans.iter().filter_map(SiteDocument::lacking).collect();
    let joined = |language: Language, between: &str| {
        let texts: Vec<&str> = lacking.iter().map(|text| text.of(language)).collect();
        texts.join(between)
    };
    match lacking.is_empty() {
        true => count,
        false => Message::new(
            format!("{}（{}）", count.zh, joined(Language::Zh, "，")),
            format!("{} ({})", count.en, joined(Language::En, ", ")),
        ),
    }
}

fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    deliver(Some(path), content)
}

fn wrong(error: OptionError) -> Failure {
    Failure::Usage(error.message())
}

fn size_of(opened: &OpenedStudy) -> Message {
    let layers = opened.session.study().layers();
    let (units, buildings) = (layers.units.len(), layers.buildings.len());
    let facilities = opened.session.facilities().len();
    let (shown_buildings, shown_facilities) =
        (thousands(buildings as i64), thousands(facilities as i64));
    Message::new(
        format!("{units} 个单元，{shown_buildings} 栋建筑，{shown_facilities} 处设施"),
        format!(
            "{}, {}, {shown_facilities} facilities",
            counted(units, "unit"),
            counted(buildings, "building")
        ),
    )
}
