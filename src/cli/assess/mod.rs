//! `lifecircle assess`: who is within a walk of what, in numbers.

mod csv;
mod json;
mod measures;
mod results;
mod table;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::language::Language;

use super::failure::Failure;
use super::group_args::GroupArgs;
use super::output::{deliver, tell};
use super::study_args::{OpenedStudy, StudyArgs};
use super::walk_args::WalkArgs;
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

    #[command(flatten)]
    group: GroupArgs,

    #[command(flatten)]
    walk_args: WalkArgs,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Unit,
    Building,
    Facility,
}

/// Runs the command.
pub(super) fn run(args: &AssessArgs, language: Language) -> Result<(), Failure> {
    let OpenedStudy { mut session, warnings, has_scenarios, .. } = args.study.open(language)?;
    args.walk_args.apply(&mut session)?;
    let function = args.walk_args.chosen_function(session.study().standard())?;
    let results = Results::new(&session, function, args.group.group, warnings)?;
    let results = if has_scenarios { results.naming_the_scenario() } else { results };
    // The CSV table has no room for them.
    let measures = (!args.csv).then(|| Measures::of(&results));
    deliver(args.out.as_deref(), |out| match &measures {
        None => csv::write(out, &results, args.by),
        Some(measures) if args.json => json::write(out, &results, measures, args.by, language),
        Some(measures) => {
            table::write(out, &results, language)?;
            writeln!(out)?;
            measures.write_table(out, language)
        }
    })?;
    if let Some(note) = table::note(&results, language).filter(|_| !args.json && !args.csv) {
        tell(note);
    }
    if !args.json {
        let of_measures = measures.iter().flat_map(|measures| measures.warnings());
        for warning in results.warnings().iter().chain(of_measures) {
            let mark = language.pick("提示：", "note: ");
            tell(&format!("{mark}{}", warning.one_line(language)));
        }
    }
    Ok(())
}
