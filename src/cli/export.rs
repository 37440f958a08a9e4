//! `lifecircle export`: the results of a scenario as layers for other programs, and charts as SVG.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::charts::write_charts;
use crate::files::export::{ExportFormat, export_results};
use crate::language::Language;
use crate::session::Session;

use super::failure::Failure;
use super::output::{deliver, tell};
use super::progress::TerminalProgress;
use super::study_args::StudyArgs;

/// Write the results of a scenario as layers, with a data dictionary, QGIS styles and charts
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// The folder, made where it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The kind of files
    #[arg(long, value_enum, default_value = "gpkg")]
    format: FormatChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatChoice {
    Gpkg,
    Geojson,
    Csv,
}

impl From<FormatChoice> for ExportFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Gpkg => Self::GeoPackage,
            FormatChoice::Geojson => Self::GeoJson,
            FormatChoice::Csv => Self::Csv,
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &ExportArgs, language: Language) -> Result<(), Failure> {
    let opened = args.study.open(language)?;
    for warning in &opened.warnings {
        tell(&warning.one_line(language));
    }
    let written = args.write(&opened.session, &args.out, language)?;
    deliver(None, |out| written.iter().try_for_each(|path| writeln!(out, "{}", path.display())))
}

impl ExportArgs {
    /// Writes the layers and charts of the scenario shown into a folder; returns the files.
    pub fn write(
        &self,
        session: &Session,
        folder: &Path,
        language: Language,
    ) -> Result<Vec<PathBuf>, Failure> {
        let progress = TerminalProgress::new(language);
        let mut written = export_results(session, folder, self.format.into(), &progress)
            .map_err(|error| Failure::Result(error.message()))?;
        let mut charts_done = |done: usize, all: usize| {
            progress.show(&language.pick(
                format!("图表 {} / {all}", done + 1),
                format!("charts {} / {all}", done + 1),
            ));
            ControlFlow::Continue(())
        };
        let charts = write_charts(session, &folder.join("charts"), language, &mut charts_done);
        written.extend(charts.map_err(|error| Failure::Result(error.message()))?);
        Ok(written)
    }
}
