//! `lifecircle lists`: the three lists of a scenario as a workbook, and an edited one read back.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::Problem;
use crate::files::study_file::{self, StudyFileError};
use crate::files::workbook::{Appendix, ReadBack, read_projects, write_study_workbook};
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::session::Session;
use crate::study::{FacilityEdit, ScenarioId};
use crate::tables::{List, Table, lists_of, lists_title, remarks_on_lists};

use super::failure::Failure;
use super::output::{check_ending, deliver, tell};
use super::progress::TerminalProgress;
use super::study_args::{StudyArgs, find_scenario};
use super::table_output::rows_json;

/// Write the three lists (demand, resources, projects) with indicators, comparison and parameters,
/// or read an edited list of projects back
#[derive(Debug, clap::Args)]
pub(super) struct ListsArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// Where to write the workbook (.xlsx)
    #[arg(long, value_name = "FILE.xlsx", required_unless_present_any = ["json", "read"])]
    out: Option<PathBuf>,

    /// Print the lists as one JSON document
    #[arg(long, conflicts_with = "read")]
    json: bool,

    /// Take what was changed in this workbook's list of projects over into the study file. Where a cell
    /// cannot be read, nothing is taken over, and each such cell is named
    #[arg(long, value_name = "FILE.xlsx", conflicts_with = "out")]
    read: Option<PathBuf>,

    /// With --read: take the rest over where some cells cannot be read
    #[arg(long, requires = "read")]
    skip_bad: bool,

    /// With --read: only tell what would change
    #[arg(long, requires = "read")]
    dry_run: bool,
}

/// Runs the command.
pub(super) fn run(args: &ListsArgs, language: Language) -> Result<(), Failure> {
    if let Some(workbook) = &args.read {
        return read_back(args, workbook, language);
    }
    if let Some(out) = args.out.as_ref().filter(|_| !args.json) {
        check_ending(out, "xlsx")?;
    }
    let opened = args.study.open(language)?;
    for warning in &opened.warnings {
        tell(&warning.one_line(language));
    }
    let session = &opened.session;
    let tables = lists_of(session, language);
    if args.json {
        return deliver(args.out.as_deref(), |out| {
            serde_json::to_writer(&mut *out, &document(session, &tables, language))?;
            writeln!(out)
        });
    }
    let bytes = workbook_of(session, &tables, language)?;
    deliver(args.out.as_deref(), |out| out.write_all(&bytes))
}

/// The workbook of the scenario shown.
pub(super) fn lists_workbook(session: &Session, language: Language) -> Result<Vec<u8>, Failure> {
    workbook_of(session, &lists_of(session, language), language)
}

fn workbook_of(session: &Session, lists: &[Table], language: Language) -> Result<Vec<u8>, Failure> {
    let remarks = remarks_on_lists(session, language);
    let title = lists_title(session, language);
    let appendix = Appendix::of(session, language);
    write_study_workbook(&title, &remarks, lists, &appendix, language)
        .map_err(|error| Failure::Result(error.message()))
}

/// The document of `lists --json`, version 1: each table with its rows by column id.
fn document(session: &Session, tables: &[Table], language: Language) -> Value {
    let scenario = session.study().scenarios().name(session.shown());
    let table =
        |table: &Table| json!({ "name": table.name.of(language), "rows": rows_json(table) });
    json!({
        "version": 1,
        "scenario": { "number": session.shown().0, "name": scenario.of(language) },
        "tables": tables.iter().map(table).collect::<Vec<_>>(),
    })
}

fn read_back(args: &ListsArgs, workbook: &Path, language: Language) -> Result<(), Failure> {
    let Some(path) = args.study.study_file() else {
        return Err(Failure::Usage(Message::new(
            "--read 需要一个研究文件（.gpkg）",
            "--read goes with one study file (.gpkg)",
        )));
    };
    let in_study = |error: StudyFileError| Failure::Input(vec![error.problem(path)]);
    let opened = study_file::open(path, &TerminalProgress::new(language)).map_err(in_study)?;
    let (mut session, file) = (opened.saved.into_session().0, opened.file);
    let scenario = match args.study.scenario() {
        Some(wanted) => find_scenario(session.study(), wanted)?,
        None => session.shown(),
    };
    if scenario == ScenarioId::BASE {
        return Err(Failure::Usage(Message::new(
            "现状没有项目；请用 --scenario 指明方案",
            "what exists has no projects; name a scenario with --scenario",
        )));
    }
    session.show(scenario);
    let back = changes_in(workbook, &session, language)?;
    let labels = labels(&session, &back, language);
    if !back.problems.is_empty() && !args.skip_bad {
        tell(refused(&back).of(language));
        return Err(Failure::Input(back.problems));
    }
    for problem in &back.problems {
        tell(&problem.one_line(language));
    }
    // Tried out in memory in either case, so that a dry run tells what would be refused.
    if !back.edits.is_empty() {
        let label = Message::new("读回项目清单", "Read the list of projects back");
        session
            .change_together(label, back.edits.clone())
            .map_err(|error| Failure::Result(error.message()))?;
    }
    if !args.dry_run && !back.edits.is_empty() {
        let mut file = file.map_err(|reason| {
            Failure::Input(vec![Problem::in_file(path.display().to_string(), reason.message())])
        })?;
        for commit in session.take_commits() {
            file.write(&commit).map_err(in_study)?;
        }
    }
    deliver(None, |out| {
        for label in &labels {
            writeln!(out, "{label}")?;
        }
        writeln!(out, "{}", summary(&back, args.dry_run).of(language))
    })?;
    if !back.problems.is_empty() {
        let skipped = back.problems.len();
        tell(
            &language.pick(
                format!("跳过 {skipped} 处"),
                format!("{} skipped", counted(skipped, "place")),
            ),
        );
    }
    Ok(())
}

/// As in the window: the rest of a list is taken over only where somebody asks for it.
fn refused(back: &ReadBack) -> Message {
    let count = back.problems.len();
    Message::new(
        format!("{count} 处无法读入，研究未作任何修改；只读入其余请加 --skip-bad"),
        format!(
            "{} cannot be read; nothing has been changed. --skip-bad takes the rest over",
            counted(count, "place")
        ),
    )
}

/// Each edit in a line.
fn labels(session: &Session, back: &ReadBack, language: Language) -> Vec<String> {
    let label = |edit: &FacilityEdit| {
        edit.label(session.facilities(), session.study().standard()).of(language).to_owned()
    };
    back.edits.iter().map(label).collect()
}

fn changes_in(workbook: &Path, session: &Session, language: Language) -> Result<ReadBack, Failure> {
    let name = workbook.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(workbook).map_err(|error| {
        let what = Message::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
        Failure::Input(vec![Problem::in_file(workbook.display().to_string(), what)])
    })?;
    let projects = List::Projects.table(session, language);
    read_projects(&name, &bytes, session.study(), session.shown(), &projects)
        .map_err(|problem| Failure::Input(vec![*problem]))
}

fn summary(back: &ReadBack, is_dry: bool) -> Message {
    let (cells, edits) = (back.changed_cells, back.edits.len());
    if cells == 0 {
        return Message::new("与研究一致，没有改动", "nothing differs from the study");
    }
    let verb = if is_dry { ("将修改", "would change") } else { ("已修改", "changed") };
    Message::new(
        format!("{} {edits} 项（{cells} 个单元格）", verb.0),
        format!("{} {} ({})", verb.1, counted(edits, "value"), counted(cells, "cell")),
    )
}
