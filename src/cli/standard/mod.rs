//! `lifecircle standard`: lists, writes, checks, compares and imports standards.

mod compare;
mod diff;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use crate::files::study_file::{self, is_geopackage_path};
use crate::files::{read_standard, write_standard};
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::standard::{DocumentFormat, Shipped, Standard, StandardError};

use super::aligned::write_rows;
use super::failure::Failure;
use super::output::{check_replacing, deliver};
use super::progress::TerminalProgress;
use super::standard_arg::{adopt, find_standard};
use super::study_args::open_study_file;

/// Standards: list, export, check, compare and import them
#[derive(Debug, clap::Args)]
pub(super) struct StandardArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(ListArgs),
    Export(ExportArgs),
    Check(CheckArgs),
    Diff(diff::DiffArgs),
    Compare(compare::CompareArgs),
    Import(ImportArgs),
}

/// List the standards that come with the program
#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Write a standard as a file, to be edited and imported
#[derive(Debug, clap::Args)]
struct ExportArgs {
    /// A study file, the id of a shipped standard, or a standard's file
    #[arg(value_name = "STUDY|ID|FILE")]
    standard: String,

    /// Write to a file (.toml, .json) instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// How stdout is written
    #[arg(long, value_enum, default_value = "toml", conflicts_with = "out")]
    format: Format,

    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Toml,
    Json,
}

/// Check files of standards: one line per flaw, with function and field
#[derive(Debug, clap::Args)]
struct CheckArgs {
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
}

/// Put a standard in the place of a study's, as a step that can be undone
#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The study file
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// The id of a shipped standard, or a standard's file
    #[arg(value_name = "ID|FILE")]
    standard: String,
}

/// Runs the command.
pub(super) fn run(args: &StandardArgs, language: Language) -> Result<(), Failure> {
    match &args.command {
        Command::List(args) => list(args, language),
        Command::Export(args) => export(args, language),
        Command::Check(args) => check(args, language),
        Command::Diff(args) => diff::run(args, language),
        Command::Compare(args) => compare::run(args, language),
        Command::Import(args) => import(args, language),
    }
}

/// A standard by what names it: a study file, a file of its own, or an id.
fn standard_of(name: &str, language: Language) -> Result<Standard, Failure> {
    let path = PathBuf::from(name);
    match is_geopackage_path(&path) {
        true => Ok(open_study_file(&path, language)?.study().standard().clone()),
        false => find_standard(name),
    }
}

fn list(args: &ListArgs, language: Language) -> Result<(), Failure> {
    let shipped: Result<Vec<Standard>, StandardError> =
        Shipped::ALL.into_iter().map(Shipped::standard).collect();
    let shipped = shipped.map_err(|error| Failure::Result(error.message()))?;
    deliver(None, |out| {
        if args.json {
            let standards: Vec<_> = shipped.iter().map(|s| listed_json(s, language)).collect();
            serde_json::to_writer(&mut *out, &json!({ "version": 1, "standards": standards }))?;
            return writeln!(out);
        }
        let rows: Vec<_> = shipped.iter().map(|standard| listed(standard, language)).collect();
        write_rows(out, &rows)
    })
}

fn listed_json(standard: &Standard, language: Language) -> serde_json::Value {
    let standings = standard.standings();
    let standings = standings.iter().map(|(standing, count)| (standing.id(), json!(count)));
    let standings: serde_json::Map<_, _> =
        standings.map(|(standing, count)| (standing.to_owned(), count)).collect();
    json!({
        "id": standard.id,
        "name": standard.name.of(language),
        "functions": standard.functions.len(),
        "numbers": standings,
    })
}

/// Id, functions, and how many of its numbers are read at the source.
fn listed(standard: &Standard, language: Language) -> Vec<String> {
    let standings = standard.standings();
    let all: usize = standings.iter().map(|(_, count)| count).sum();
    let marked: usize = standings.iter().filter(|(s, _)| s.needs_mark()).map(|(_, n)| n).sum();
    let functions = standard.functions.len();
    vec![
        standard.id.clone(),
        language.pick(format!("{functions} 项功能"), counted(functions, "function")),
        language.pick(
            format!("{all} 个数值，{} 个见于原文", all - marked),
            format!("{}, {} read at the source", counted(all, "number"), all - marked),
        ),
        standard.name.of(language).to_owned(),
    ]
}

fn export(args: &ExportArgs, language: Language) -> Result<(), Failure> {
    let standard = standard_of(&args.standard, language)?;
    let Some(path) = &args.out else {
        let format = match args.format {
            Format::Toml => DocumentFormat::Toml,
            Format::Json => DocumentFormat::Json,
        };
        let document = standard.to_document(format);
        let document = document.map_err(|error| Failure::Result(error.message()))?;
        return deliver(None, |out| writeln!(out, "{}", document.trim_end()));
    };
    check_replacing(path, args.force)?;
    Ok(write_standard(path, &standard)?)
}

fn check(args: &CheckArgs, language: Language) -> Result<(), Failure> {
    let mut problems = Vec::new();
    let mut sound = Vec::new();
    for path in &args.files {
        match read_standard(path) {
            Ok((standard, unread)) => sound.push((path, standard, unread)),
            Err(error) => problems.extend(error.0),
        }
    }
    deliver(None, |out| {
        sound.iter().try_for_each(|(path, standard, unread)| {
            writeln!(out, "{}: {}", path.display(), listed(standard, language).join("  "))?;
            unread.iter().try_for_each(|problem| write_note(out, &problem.one_line(language)))
        })
    })?;
    if problems.is_empty() { Ok(()) } else { Err(Failure::Input(problems)) }
}

fn write_note(out: &mut dyn Write, note: &str) -> io::Result<()> {
    writeln!(out, "! {note}")
}

fn import(args: &ImportArgs, language: Language) -> Result<(), Failure> {
    let path = &args.study;
    let standard = find_standard(&args.standard)?;
    let failed = |error: study_file::StudyFileError| Failure::Input(vec![error.problem(path)]);
    let opened = study_file::open(path, &TerminalProgress::new(language)).map_err(failed)?;
    let mut file = opened.file.map_err(|reason| Failure::Result(reason.message()))?;
    let (mut session, _) = opened.saved.into_session();
    adopt(&mut session, &standard)?;
    for commit in session.take_commits() {
        file.write(&commit).map_err(failed)?;
    }
    let Message { zh, en } = &standard.name;
    let line = language.pick(
        format!("{}：采用标准 {zh}", path.display()),
        format!("{}: standard {en}", path.display()),
    );
    deliver(None, |out| writeln!(out, "{line}"))
}
