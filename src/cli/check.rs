//! `lifecircle check`: reads files and tells everything about them; changes none.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::files::{Checked, Content, LayerReport, Problem, Role, check, check_as};
use crate::geometry::LonLat;
use crate::language::{Language, Message};

use super::failure::Failure;
use super::layer_args::LayerArgs;
use super::output::deliver;

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
    let checked = check_all(args)?;
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

/// How many flaws of one kind the text tells one by one; JSON tells all.
const MOST_TOLD: usize = 10;

fn check_all(args: &CheckArgs) -> Result<Vec<Checked>, Failure> {
    let options = args.layers.options();
    let most_told = if args.json { usize::MAX } else { MOST_TOLD };
    let mut checked = Vec::new();
    for path in &args.files {
        checked.extend(check(path, &options, most_told)?);
    }
    for source in args.layers.named() {
        if let Content::Path(path) = source.content {
            checked.push(check_as(&path, source.role, &options, most_told));
        }
    }
    if checked.is_empty() {
        return Err(Failure::Usage(Message::new("请给出要检查的文件", "name the files to check")));
    }
    Ok(checked)
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
    file.insert("layer".to_owned(), checked.layer.as_ref().map_or(Value::Null, layer_json));
    file.insert("errors".to_owned(), problems(&checked.errors).into());
    file.insert("warnings".to_owned(), problems(&checked.warnings).into());
    Value::Object(file)
}

fn layer_json(layer: &LayerReport) -> Value {
    let fields: Map<_, _> =
        layer.fields.iter().map(|(field, column)| (field.clone(), column.clone().into())).collect();
    json!({
        "geometry_type": layer.geometry_type,
        "count": layer.count,
        "left_out": layer.left_out,
        "crs": layer.crs.code(),
        "crs_found": layer.crs_found.id(),
        "extent": layer.extent.map(|[low, high]| [low.lon, low.lat, high.lon, high.lat]),
        "fields": fields,
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
            write_layer(out, layer, language)?;
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

fn write_layer(out: &mut dyn Write, layer: &LayerReport, language: Language) -> io::Result<()> {
    let (count, left_out, types) = (layer.count, layer.left_out, &layer.geometry_type);
    let features = language.pick(
        format!("要素 {count} 个（略去 {left_out}），{types}"),
        format!("{count} features ({left_out} left out), {types}"),
    );
    writeln!(out, "  {features}")?;
    writeln!(out, "  {} ({})", layer.crs, layer.crs_found.name().of(language))?;
    if let Some([low, high]) = layer.extent {
        writeln!(out, "  {} – {}", degrees(low), degrees(high))?;
    }
    for (field, column) in &layer.fields {
        writeln!(out, "  {field} ← {column}")?;
    }
    Ok(())
}

fn degrees(at: LonLat) -> String {
    format!("{:.5}, {:.5}", at.lon, at.lat)
}
