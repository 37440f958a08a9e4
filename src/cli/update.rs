//! `lifecircle update`: puts newer layers in the place of a study's own.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::study_file::{self, StudyFile, StudyFileError};
use crate::files::{ImportOptions, LayerChanges, Updated, update};
use crate::language::{Language, Message};

use super::failure::Failure;
use super::layer_args::LayerArgs;
use super::output::{check_replacing, check_study_name, deliver};
use super::progress::TerminalProgress;

/// Put newer layers in the place of a study's own; facilities keep the edits made to them
#[derive(Debug, clap::Args)]
pub(super) struct UpdateArgs {
    /// The study file
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// Newer layers, or a folder of them, beside those named by flags
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,

    /// Write the study to another file; else it stays where it is, and the old one is kept beside it
    #[arg(long, value_name = "NEW.gpkg")]
    out: Option<PathBuf>,

    /// Replace another study file that is there
    #[arg(long)]
    force: bool,

    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    layers: LayerArgs,
}

/// How many ids of a list the text tells; JSON tells all.
const MOST_IDS: usize = 20;

/// Runs the command.
pub(super) fn run(args: &UpdateArgs, language: Language) -> Result<(), Failure> {
    let path = &args.study;
    if let Some(out) = &args.out {
        check_study_name(out)?;
        check_replacing(out, args.force)?;
    }
    let (sources, unrecognised) = args.layers.sources(&args.files)?;
    if sources.is_empty() {
        return Err(Failure::Usage(Message::new(
            "请用 --buildings、--facilities 等参数或文件夹指明新图层",
            "name newer layers with --buildings, --facilities …, or a folder of them",
        )));
    }
    let progress = TerminalProgress::new(language);
    let of_file = |error: StudyFileError| Failure::Input(vec![error.problem(path)]);
    let saved = study_file::read(path, &progress).map_err(of_file)?;
    let options = ImportOptions { repair: true, thorough: true, ..args.layers.options() };
    let mut updated = update(&saved, &sources, &options, &progress)?;
    updated.saved.report.warnings.extend(unrecognised);
    let kept = if args.dry_run { None } else { write(args, &updated, &progress)? };
    drop(progress);
    deliver(None, |out| match args.json {
        true => write_json(out, &updated, kept.as_deref(), language),
        false => write_text(out, &updated, kept.as_deref(), language),
    })
}

/// Writes the study; the copy that was kept of the old one, if it was replaced.
fn write(
    args: &UpdateArgs,
    updated: &Updated,
    progress: &TerminalProgress,
) -> Result<Option<PathBuf>, Failure> {
    let path = args.out.as_ref().unwrap_or(&args.study);
    let failed = |error: StudyFileError| Failure::Input(vec![error.problem(path)]);
    let kept = match path == &args.study {
        true => Some(study_file::keep_copy(path).map_err(failed)?),
        false => None,
    };
    let written = StudyFile::create(path, &updated.saved, progress);
    if let (Err(_), Some(copy)) = (&written, &kept) {
        // The study is as it was; a copy would only puzzle.
        let _ = std::fs::remove_file(copy);
    }
    drop(written.map_err(failed)?);
    Ok(kept)
}

fn write_text(
    out: &mut dyn Write,
    updated: &Updated,
    kept: Option<&Path>,
    language: Language,
) -> io::Result<()> {
    for line in updated.lines(MOST_IDS, language) {
        writeln!(out, "{line}")?;
    }
    for warning in &updated.saved.report.warnings {
        writeln!(out, "! {}", warning.one_line(language))?;
    }
    if let Some(kept) = kept {
        let kept = kept.display();
        let line = language
            .pick(format!("旧文件保留为 {kept}"), format!("the old file is kept as {kept}"));
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_json(
    out: &mut dyn Write,
    updated: &Updated,
    kept: Option<&Path>,
    language: Language,
) -> io::Result<()> {
    let layers: Vec<Value> =
        updated.changes.iter().map(|layer| layer_json(layer, language)).collect();
    let conflicts: Vec<Value> = updated
        .conflicts
        .iter()
        .map(|conflict| json!({ "scenario": conflict.scenario.0, "what": conflict.what.of(language) }))
        .collect();
    let warnings = updated.saved.report.warnings.iter();
    let warnings: Vec<String> = warnings.map(|warning| warning.one_line(language)).collect();
    let kept = kept.map(|path| path.display().to_string());
    let document = json!({
        "version": 1,
        "layers": layers,
        "conflicts": conflicts,
        "warnings": warnings,
        "kept_copy": kept,
    });
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn layer_json(layer: &LayerChanges, language: Language) -> Value {
    let changed: Vec<Value> = layer
        .changed
        .iter()
        .map(|change| {
            let what: Vec<&str> = change.what.iter().map(|what| what.of(language)).collect();
            json!({ "id": change.id, "what": what })
        })
        .collect();
    json!({
        "layer": layer.role.id(),
        "before": layer.before,
        "after": layer.after,
        "added": layer.added,
        "vanished": layer.vanished,
        "changed": changed,
    })
}
