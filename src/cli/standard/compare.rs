//! `lifecircle standard compare`: one scenario under several standards.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::analysis::{FunctionByStandard, UnderStandard, by_standard};
use crate::language::Language;
use crate::numbers;
use crate::standard::Standard;
use crate::study::ScenarioId;

use super::super::aligned::write_rows;
use super::super::failure::Failure;
use super::super::output::deliver;
use super::super::standard_arg::find_standard;
use super::super::study_args::{find_scenario, open_study_file};

/// Compare what standards make of the same scenario: coverage per function under each
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// The study file
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// Ids of shipped standards, or standards' files; `study` is the study's own
    #[arg(value_name = "STANDARDS", required = true, num_args = 2..)]
    standards: Vec<String>,

    /// The scenario, by name or number [default: the base, which is what exists]
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// The word for the study's own standard.
const OF_STUDY: &str = "study";

/// Runs the command.
pub(super) fn run(args: &CompareArgs, language: Language) -> Result<(), Failure> {
    let session = open_study_file(&args.study, language)?;
    let study = session.study();
    let scenario = match &args.scenario {
        Some(wanted) => find_scenario(study, wanted)?,
        None => ScenarioId::BASE,
    };
    let named = |name: &String| match name.as_str() {
        OF_STUDY => Ok(study.standard().clone()),
        name => find_standard(name),
    };
    let standards: Vec<Standard> = args.standards.iter().map(named).collect::<Result<_, _>>()?;
    let rows = by_standard(study, scenario, 0, &standards);
    let rows = rows.map_err(|error| Failure::Result(error.message()))?;
    deliver(None, |out| match args.json {
        true => write_json(out, &standards, &rows),
        false => write_text(out, &standards, &rows, language),
    })
}

fn write_text(
    out: &mut dyn Write,
    standards: &[Standard],
    rows: &[FunctionByStandard],
    language: Language,
) -> io::Result<()> {
    let heading = std::iter::once(language.pick("功能", "Function").to_owned())
        .chain(standards.iter().map(|standard| standard.name.of(language).to_owned()));
    let row = |row: &FunctionByStandard| {
        let cells = row.under.iter().map(|under| cell(under.as_ref(), language));
        std::iter::once(row.name.of(language).to_owned()).chain(cells).collect()
    };
    let table: Vec<Vec<String>> =
        std::iter::once(heading.collect()).chain(rows.iter().map(row)).collect();
    write_rows(out, &table)?;
    let note = language.pick(
        "* 步行距离未见标准原文；“–” 为标准未涉及此功能",
        "* the walking limit was not read at its source; – is not in the standard",
    );
    writeln!(out, "{note}")
}

/// Limit and rate; marked where the limit was not read at its source.
fn cell(under: Option<&UnderStandard>, language: Language) -> String {
    let Some(UnderStandard { limit, reached }) = under else { return "–".to_owned() };
    let mark = if limit.standing.needs_mark() { "*" } else { "" };
    let metres = language.pick("米", "m");
    format!("{} {metres}{mark}  {}", limit.value, numbers::percent(reached.rate()))
}

fn write_json(
    out: &mut dyn Write,
    standards: &[Standard],
    rows: &[FunctionByStandard],
) -> io::Result<()> {
    let under = |under: &UnderStandard| {
        json!({
            "limit_m": under.limit.value,
            "limit_standing": under.limit.standing,
            "population": under.reached.population.to_json(),
            "covered": under.reached.covered.to_json(),
            "rate": under.reached.rate(),
        })
    };
    let row = |row: &FunctionByStandard| {
        let by: Vec<Option<Value>> = row.under.iter().map(|u| u.as_ref().map(under)).collect();
        json!({ "function": row.id, "under": by })
    };
    let ids: Vec<&String> = standards.iter().map(|standard| &standard.id).collect();
    let document = json!({
        "version": 1,
        "standards": ids,
        "functions": rows.iter().map(row).collect::<Vec<_>>(),
    });
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}
