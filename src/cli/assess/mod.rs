//! `lifecircle assess`: who is within a walk of what, in numbers.

mod csv;
mod expect;
mod inputs;
mod json;
mod measures;
mod results;
mod table;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::Value;

use crate::language::{Language, Message};
use crate::session::Session;

use super::failure::Failure;
use super::group_args::GroupArgs;
use super::output::{deliver, tell};
use super::study_args::{OpenedStudy, StudyArgs};
use super::walk_args::WalkArgs;
use expect::{Expectations, FieldTolerance};
use measures::Measures;
use results::Results;

/// Compute coverage per planning unit and function
#[derive(Debug, clap::Args)]
pub(super) struct AssessArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print a CSV table
    #[arg(long)]
    csv: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// What JSON and CSV list: units, or also each building or facility
    #[arg(long, value_enum, default_value = "unit")]
    by: By,

    /// Fail when a figure is not that of an earlier `assess --json` in this file, and say which input
    /// changed
    #[arg(long, value_name = "FILE.json", conflicts_with = "csv")]
    expect: Option<PathBuf>,

    /// How far figures may be off: an amount, a percentage, or the larger of both as 5+0.1%; of one
    /// field as covered=5; may be repeated, and may stand in the file as "tolerance". An amount without
    /// a field holds for persons, facilities, households, m² and metres; shares, indices and minutes
    /// may be off by a percentage, or by an amount of their own field
    #[arg(long, value_name = "[FIELD=]AMOUNT", requires = "expect", value_parser = FieldTolerance::parse)]
    tolerance: Vec<FieldTolerance>,

    #[command(flatten)]
    group: GroupArgs,

    #[command(flatten)]
    walk_args: WalkArgs,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    Unit,
    Building,
    Facility,
}

/// Runs the command.
pub(super) fn run(args: &AssessArgs, language: Language) -> Result<(), Failure> {
    // Before the work, since a flaw of them would make it vain.
    let expect = args.expect.as_deref();
    if let (Some(expect), Some(out)) = (expect, args.out.as_deref()) {
        check_apart(expect, out)?;
    }
    let expectations = expect.map(|path| Expectations::read(path, &args.tolerance)).transpose()?;
    let opened = args.open(language)?;
    let assessment = args.assess(&opened)?;
    deliver(args.out.as_deref(), |out| match &assessment.measures {
        None => csv::write(out, &assessment.results, args.by),
        Some(_) if args.json => assessment.write_json(out, args.by, language),
        Some(measures) => {
            table::write(out, &assessment.results, language)?;
            writeln!(out)?;
            measures.write_table(out, language)
        }
    })?;
    if !args.json {
        assessment.tell_notes(args.csv, language);
    }
    match expectations {
        Some(expectations) => {
            let document = assessment.document(args.by, language)?;
            let scenario = assessment.results.scenario_name();
            expectations.compare(&document, scenario.as_ref(), language)
        }
        None => Ok(()),
    }
}

/// Expectations are not written over by what was to be compared with them.
fn check_apart(expect: &Path, out: &Path) -> Result<(), Failure> {
    let is_same = match (fs::canonicalize(expect), fs::canonicalize(out)) {
        (Ok(expect), Ok(out)) => expect == out,
        // What is not there yet is no expectations.
        _ => false,
    };
    if !is_same {
        return Ok(());
    }
    let path = out.display();
    Err(Failure::Usage(Message::new(
        format!("--out 会覆盖 --expect 的期望文件 {path}；请输出到另一个文件"),
        format!("--out would write over the expectations in {path}; name another file"),
    )))
}

/// The figures of a session, as a command lists them.
pub(super) struct Assessment<'a> {
    session: &'a Session,
    results: Results<'a>,
    /// Not of a CSV table, which has no room for them.
    measures: Option<Measures<'a>>,
}

impl AssessArgs {
    /// Opens the study under the walk asked for.
    pub fn open(&self, language: Language) -> Result<OpenedStudy, Failure> {
        let mut opened = self.study.open(language)?;
        self.walk_args.apply(&mut opened.session)?;
        Ok(opened)
    }

    /// The figures asked for, of a study that [`open`](Self::open) opened.
    pub fn assess<'a>(&self, opened: &'a OpenedStudy) -> Result<Assessment<'a>, Failure> {
        let session = &opened.session;
        let function = self.walk_args.chosen_function(session.study().standard())?;
        let results = Results::new(session, function, self.group.group, opened.warnings.clone())?;
        let results = if opened.has_scenarios { results.naming_the_scenario() } else { results };
        let measures = (!self.csv).then(|| Measures::of(&results));
        Ok(Assessment { session, results, measures })
    }

    /// That the study has the function and the group asked for.
    pub fn check(&self, opened: &OpenedStudy) -> Result<(), Failure> {
        let session = &opened.session;
        let function = self.walk_args.chosen_function(session.study().standard())?;
        Results::new(session, function, self.group.group, Vec::new()).map(drop)
    }

    /// What the document lists.
    pub fn by(&self) -> By {
        self.by
    }
}

impl Assessment<'_> {
    /// Writes the document of `assess --json`.
    pub fn write_json(&self, out: &mut dyn Write, by: By, language: Language) -> io::Result<()> {
        let Some(measures) = &self.measures else { return Ok(()) };
        json::write(out, self.session, &self.results, measures, by, language)
    }

    /// The same to be read at once.
    fn document(&self, by: By, language: Language) -> Result<Value, Failure> {
        let mut bytes = Vec::new();
        let written = self.write_json(&mut bytes, by, language);
        written.map_err(|error| Failure::Output { path: None, error })?;
        let read = serde_json::from_slice(&bytes);
        read.map_err(|error| Failure::Result(Message::same(error.to_string())))
    }

    /// What must be known to read the figures rightly.
    fn tell_notes(&self, is_csv: bool, language: Language) {
        if let Some(note) = table::note(&self.results, language).filter(|_| !is_csv) {
            tell(note);
        }
        let of_measures = self.measures.iter().flat_map(|measures| measures.warnings());
        for warning in self.results.warnings().iter().chain(of_measures) {
            let mark = language.pick("提示：", "note: ");
            tell(&format!("{mark}{}", warning.one_line(language)));
        }
    }
}
