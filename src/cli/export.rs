//! `lifecircle export`: the results of a scenario as layers for other programs, and charts as SVG.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::analysis::measures::Nearest;
use crate::cartography::{Palette, ScreenPoint, ThemeChoice};
use crate::charts::{Chart, ChartFrame, CoverageBars, LorenzChart, MinutesChart, svg_document};
use crate::files::export::{ExportFormat, export_results};
use crate::language::{Language, Message};
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
        drop(progress);
        written.extend(write_charts(session, &folder.join("charts"), language)?);
        Ok(written)
    }
}

/// Coverage of all functions, and walking minutes and Lorenz curve of each.
fn write_charts(
    session: &Session,
    folder: &Path,
    language: Language,
) -> Result<Vec<PathBuf>, Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::Output { path: Some(folder.to_path_buf()), error })?;
    let study = session.study();
    let nearest = Nearest::of(study, session.facilities());
    let bars = CoverageBars::of(session, 0, language);
    let mut charts = vec![("coverage".to_owned(), [560.0, 340.0], Chart::Coverage(bars))];
    for function in study.standard().indexes() {
        let id = &study.standard().function(function).id;
        let minutes = MinutesChart::of(session, &nearest, function, 0, language);
        charts.push((format!("minutes-{id}"), [560.0, 240.0], Chart::Minutes(minutes)));
        let lorenz = LorenzChart::of(session, function, 0, language);
        charts.push((format!("lorenz-{id}"), [380.0, 360.0], Chart::Lorenz(lorenz)));
    }
    let write = |(name, size, chart): &(String, [f32; 2], Chart)| {
        let path = folder.join(file_name(name));
        let frame = ChartFrame {
            corner: ScreenPoint::new(0.0, 0.0),
            size: *size,
            palette: Palette::of(ThemeChoice::Light),
            language,
        };
        let svg = svg_document(chart, frame);
        let svg = svg.map_err(|error| Failure::Result(Message::same(error.to_string())))?;
        deliver(Some(&path), |out| out.write_all(svg.as_bytes()))?;
        Ok(path)
    };
    charts.iter().map(write).collect()
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let safe = name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' });
    safe.collect::<String>() + ".svg"
}
