//! `lifecircle evaluate`: the same study in several years, indicator by indicator, and what of each
//! change comes from residents, facilities and the standard; in all, by district and by unit.

use std::path::{Path, PathBuf};

use crate::language::{Language, Message};
use crate::programme::{Evaluation, ORDER_OF_PARTS, Scope, Year};
use crate::session::Session;
use crate::tables::development_table;

use super::failure::Failure;
use super::output::{deliver, tell};
use super::study_args::{find_scenario, open_study_file};
use super::table_output::{TableStyle, write_table};

/// Compare the same study over the years: rates per unit and function, changes taken apart
#[derive(Debug, clap::Args)]
pub(super) struct EvaluateArgs {
    /// Study files in the order of their years, two or more
    #[arg(value_name = "STUDY.gpkg", num_args = 2.., required = true)]
    studies: Vec<PathBuf>,

    /// The scenario of each, by name or number [default: the base, which is what exists]
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<String>,

    /// What each year is called, in the order of the studies [default: the names of the files]
    #[arg(long, value_name = "YEAR", value_delimiter = ',')]
    years: Vec<String>,

    /// Only all units together
    #[arg(long)]
    totals: bool,

    /// Only all units together and the districts
    #[arg(long, conflicts_with = "totals")]
    districts: bool,

    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print CSV
    #[arg(long)]
    csv: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &EvaluateArgs, language: Language) -> Result<(), Failure> {
    if !args.years.is_empty() && args.years.len() != args.studies.len() {
        return Err(Failure::Usage(Message::new(
            "--years 的个数应与研究文件相同",
            "--years names as many years as there are studies",
        )));
    }
    let sessions: Vec<Session> = args
        .studies
        .iter()
        .map(|path| open_study_file(path, language))
        .collect::<Result<_, _>>()?;
    let years = sessions.iter().enumerate().map(|(position, session)| args.year(position, session));
    let years: Vec<Year> = years.collect::<Result<_, _>>()?;
    let evaluation = Evaluation::of(&years, |_, _| true);
    let evaluation = evaluation.map_err(|error| Failure::Result(error.message()))?;
    let Some(evaluation) = evaluation else { return Ok(()) };
    let table = development_table(&evaluation, |scope| args.wants(scope), language);
    let style = TableStyle::asked(args.json, args.csv);
    tell(ORDER_OF_PARTS.of(language));
    deliver(args.out.as_deref(), |out| write_table(out, &table, style, language))
}

impl EvaluateArgs {
    fn wants(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Whole => true,
            Scope::District(_) => !self.totals,
            Scope::Unit(_) => !self.totals && !self.districts,
        }
    }

    fn year<'a>(&self, position: usize, session: &'a Session) -> Result<Year<'a>, Failure> {
        let study = session.study();
        let scenario = match &self.scenario {
            Some(wanted) => find_scenario(study, wanted)?,
            None => crate::study::ScenarioId::BASE,
        };
        Ok(Year { name: self.name(position), study, scenario })
    }

    fn name(&self, position: usize) -> String {
        let named = self.years.get(position).cloned();
        let file = || {
            let stem = self.studies.get(position).and_then(|path: &PathBuf| Path::file_stem(path));
            stem.unwrap_or_default().to_string_lossy().into_owned()
        };
        named.unwrap_or_else(file)
    }
}
