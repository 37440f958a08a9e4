//! `lifecircle new`: imports layers into a new study file.

use std::path::PathBuf;

use crate::files::study_file::{SavedStudy, StudyFile};
use crate::files::{Examination, ImportReport, LayerReport};
use crate::language::Language;
use crate::numbers::thousands;
use crate::session::Session;

use super::failure::Failure;
use super::layer_args::LayerArgs;
use super::output::{check_replacing, check_study_name, deliver};
use super::progress::TerminalProgress;
use super::standard_arg::StandardArg;

/// Import layers into a new study file
#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The study file to make
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// A folder of layers, or layer files, beside those named by flags
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,

    /// Replace a study file that is there
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    standard: StandardArg,

    #[command(flatten)]
    layers: LayerArgs,
}

/// Runs the command.
pub(super) fn run(args: &NewArgs, language: Language) -> Result<(), Failure> {
    let path = &args.study;
    check_study_name(path)?;
    check_replacing(path, args.force)?;
    let imported = args.layers.import_to_keep(&args.files, args.standard.read()?, language)?;
    let saved = SavedStudy::of(&Session::new(imported.study), &imported.report);
    let written = StudyFile::create(path, &saved, &TerminalProgress::new(language));
    drop(written.map_err(|error| Failure::Input(vec![error.problem(path)]))?);
    deliver(None, |out| {
        writeln!(out, "{}", path.display())?;
        for line in lines(&saved, &imported.report, &imported.examinations, language) {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    })
}

/// What was understood, repaired and left out.
fn lines(
    saved: &SavedStudy,
    report: &ImportReport,
    examinations: &[Examination],
    language: Language,
) -> Vec<String> {
    let crs = saved.study.layers().crs.code();
    let measured = language.pick(format!("量测坐标系 {crs}"), format!("measured in {crs}"));
    let layers = report.layers.iter().zip(examinations).flat_map(|(layer, examination)| {
        let findings = examination.findings.iter().filter(|finding| finding.is_of_features());
        let headlines = findings.map(|finding| format!("  • {}", finding.headline(language)));
        std::iter::once(layer_line(layer, language)).chain(headlines).collect::<Vec<_>>()
    });
    let warnings = report.warnings.iter().map(|w| format!("! {}", w.one_line(language)));
    std::iter::once(measured).chain(layers).chain(warnings).collect()
}

fn layer_line(layer: &LayerReport, language: Language) -> String {
    let (role, file) = (layer.role.name().of(language), &layer.file);
    let (count, left_out) = (thousands(layer.count as i64), layer.left_out);
    let crs = format!("{} ({})", layer.crs, layer.crs_found.name().of(language));
    let fields: Vec<_> =
        layer.fields.iter().map(|(field, column)| format!("{field} ← {column}")).collect();
    let counted = match left_out {
        0 => count,
        n => language.pick(format!("{count}（略去 {n}）"), format!("{count} ({n} left out)")),
    };
    format!("{role} {counted}  {file}  {crs}  {}", fields.join(", "))
}
