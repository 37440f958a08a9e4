//! `lifecircle check`: reads files and tells everything about them; changes none.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::files::{
    Checked, Examination, Finding, LayerReport, Problem, Role, TextEncoding, ToCheck, check,
    layer_lines,
};
use crate::language::{Language, Message};

use super::failure::Failure;
use super::layer_args::LayerArgs;
use super::output::deliver;
use super::progress::TerminalProgress;

/// Read layers and report what they hold and what is wrong with them
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Study files, layer files, or folders of layers
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    layers: LayerArgs,
}

/// Runs the command; fails when a file is unusable.
pub(super) fn run(args: &CheckArgs, language: Language) -> Result<(), Failure> {
    let checked = check_all(args, language)?;
    deliver(None, |out| {
        if args.json {
            write_json(out, &checked, language)
        } else {
            write_text(out, &checked, language)
        }
    })?;
    let errors: Vec<Problem> = checked.into_iter().flat_map(|checked| checked.errors).collect();
    if errors.is_empty() { Ok(()) } else { Err(Failure::Input(errors)) }
}

/// How many flaws of one kind the text tells one by one.
const MOST_TOLD: usize = 10;
/// The same of JSON, which programs read; more would be a copy of the layer.
const MOST_IN_JSON: usize = 100_000;

fn check_all(args: &CheckArgs, language: Language) -> Result<Vec<Checked>, Failure> {
    let paths = args.files.iter().cloned().map(ToCheck::Path);
    let sources = args.layers.named().into_iter().map(ToCheck::Source);
    let what: Vec<_> = paths.chain(sources).collect();
    if what.is_empty() {
        return Err(Failure::Usage(Message::new("请给出要检查的文件", "name the files to check")));
    }
    let most_told = if args.json { MOST_IN_JSON } else { MOST_TOLD };
    Ok(check(&what, &args.layers.options(), most_told, &TerminalProgress::new(language))?)
}

fn write_json(out: &mut dyn Write, checked: &[Checked], language: Language) -> io::Result<()> {
    let files: Vec<Value> = checked.iter().map(|checked| file_json(checked, language)).collect();
    serde_json::to_writer(&mut *out, &json!({ "version": 1, "files": files }))?;
    writeln!(out)
}

fn file_json(checked: &Checked, language: Language) -> Value {
    let problems = |problems: &[Problem]| -> Vec<Value> {
        problems.iter().map(|problem| problem_json(problem, language)).collect()
    };
    let mut file = Map::new();
    file.insert("file".to_owned(), checked.file.clone().into());
    let role = if checked.is_study { Some("study") } else { checked.role.map(Role::id) };
    file.insert("role".to_owned(), role.into());
    file.insert("usable".to_owned(), checked.is_usable().into());
    let layer = checked.layer.as_ref();
    let layer = layer.map_or(Value::Null, |layer| layer_json(layer, &checked.examination));
    file.insert("layer".to_owned(), layer);
    let findings = checked.examination.findings.iter();
    let findings: Vec<Value> = findings.map(|finding| finding_json(finding, language)).collect();
    file.insert("findings".to_owned(), findings.into());
    file.insert("errors".to_owned(), problems(&checked.errors).into());
    file.insert("warnings".to_owned(), problems(&checked.warnings).into());
    Value::Object(file)
}

fn layer_json(layer: &LayerReport, examination: &Examination) -> Value {
    let fields: Map<_, _> =
        layer.fields.iter().map(|(field, column)| (field.clone(), column.clone().into())).collect();
    let confidence: Map<_, _> = examination
        .fields
        .iter()
        .map(|found| (found.field.id().to_owned(), found.share.into()))
        .collect();
    let unused: Vec<&str> = examination.unused().map(|column| column.name.as_str()).collect();
    let hypotheses: Vec<Value> = layer
        .hypotheses
        .iter()
        .map(|h| json!({ "crs": h.crs.code(), "fit": h.fit, "shift_m": h.shift_m }))
        .collect();
    json!({
        "geometry_type": layer.geometry_type,
        "count": layer.count,
        "left_out": layer.left_out,
        "encoding": examination.encoding.map(TextEncoding::name),
        "crs": layer.crs.code(),
        "crs_found": layer.crs_found.id(),
        "hypotheses": hypotheses,
        "extent": layer.extent.map(|[low, high]| [low.lon, low.lat, high.lon, high.lat]),
        "fields": fields,
        "confidence": confidence,
        "unused_columns": unused,
    })
}

/// Problems of one kind: how many, and what was done about them.
fn finding_json(finding: &Finding, language: Language) -> Value {
    json!({
        "kind": finding.kind.id,
        "title": finding.kind.title.of(language),
        "field": finding.field,
        "done": finding.kind.treatment.id(),
        "count": finding.count,
        "ids": finding.problems.iter().filter_map(|problem| problem.feature_id.as_ref()).collect::<Vec<_>>(),
        "features": finding.problems.iter().filter_map(|problem| problem.feature).collect::<Vec<_>>(),
    })
}

fn problem_json(problem: &Problem, language: Language) -> Value {
    json!({
        "feature": problem.feature,
        "feature_id": problem.feature_id,
        "field": problem.field,
        "what": problem.what.of(language),
    })
}

fn write_text(out: &mut dyn Write, checked: &[Checked], language: Language) -> io::Result<()> {
    for (number, checked) in checked.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let role = match checked.role {
            _ if checked.is_study => language.pick("研究文件，完好", "study file, sound"),
            Some(role) => role.name().of(language),
            None => language.pick("类型不明", "role unknown"),
        };
        writeln!(out, "{}  {role}", checked.file)?;
        if let Some(layer) = &checked.layer {
            for line in layer_lines(layer, &checked.examination, language) {
                writeln!(out, "  {line}")?;
            }
        }
        for finding in checked.examination.findings.iter().filter(|f| f.is_of_features()) {
            writeln!(out, "  • {}", finding.headline(language))?;
        }
        for warning in &checked.warnings {
            writeln!(out, "  ! {}", warning.one_line(language))?;
        }
        if !checked.is_usable() {
            writeln!(out, "  {}", language.pick("不可用", "cannot be used"))?;
        }
    }
    Ok(())
}
