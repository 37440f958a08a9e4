//! Reads the files of a study and puts its layers together.

use crate::geometry::Crs;
use crate::language::{Message, Text};
use crate::study::Study;

use super::consistency::note_apart;
use super::crs;
use super::finding::{Finding, Treatment};
use super::layer::{Cancelled, Layer};
use super::notes::{MOST_KEPT, Notes};
use super::parts::Parts;
use super::sketch::Sketching;
use super::source::Content;
use super::{
    Examination, ImportError, ImportOptions, ImportReport, LayerReport, LayerSource, Problem,
    Progress, Role,
};

/// A study read from files, and what is to be said about it.
#[derive(Debug, Clone)]
pub struct Imported {
    pub study: Study,
    pub report: ImportReport,
    /// What there is to be seen of each layer before it is taken over, in the order of the report.
    pub examinations: Vec<Examination>,
}

/// How often a flaw of one kind is told for single features of a layer in the report.
const MOST_TOLD: usize = 5;

/// Reads the layers of a study. Several files may give facilities, streets, barriers or
/// candidates; units and buildings come from one file each.
///
/// # Errors
/// What is wrong with the input, all of it at once as far as reading came.
pub fn import(
    sources: &[LayerSource],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    check_roles(sources, options)?;
    let (layers, mut stages) = read_layers(sources, options, Vec::new(), progress)?;
    let synthetic = layers.iter().any(|read| read.layer.synthetic);
    let working = working_crs(layers.iter().map(|read| &read.layer))?;
    let roles: Vec<Role> = sources.iter().map(|source| source.role).collect();
    let mut parts = Parts::new(&roles, options)?;
    let (report, examinations) = understand_all(layers, &working, &mut parts, &mut stages)?;
    let name = options.study_name.clone().unwrap_or_else(|| study_name(sources));
    let name = if synthetic { marked_as_synthetic(&name) } else { name };
    Ok(Imported { study: parts.into_study(name, working), report, examinations })
}

/// Reads files, joins tables to their layers, and decides in which system each is, compared with
/// the other layers and with those that are known.
pub(super) fn read_layers<'a>(
    sources: &[LayerSource],
    options: &ImportOptions,
    known: Vec<Layer>,
    progress: &'a dyn Progress,
) -> Result<(Vec<Read>, Stages<'a>), ImportError> {
    let mut stages = Stages { progress, done: 0, total: 2 * sources.len() };
    let layers = read_all(sources, options, &mut stages)?;
    let mut layers = join_attributes(layers, options)?;
    settle_systems(&mut layers, known, options)?;
    Ok((layers, stages))
}

/// Checks that there are units and buildings, from one file each, and that no column is named for
/// a layer that is not there.
fn check_roles(sources: &[LayerSource], options: &ImportOptions) -> Result<(), ImportError> {
    let mut problems = Vec::new();
    for role in Role::ALL {
        let files: Vec<_> = sources.iter().filter(|s| s.role == role).collect();
        let (flag, name) = (role.id(), role.name());
        match files.as_slice() {
            [] if role.is_required() => problems.push(Problem::general(Message::new(
                format!("缺少{}图层（--{flag}）", name.zh),
                format!("no layer of {} (--{flag})", flag),
            ))),
            [] if options.fields.roles().any(|mapped| mapped == role) => {
                problems.push(Problem::general(Message::new(
                    format!("--map 指定了 {flag} 的列，但没有{}图层", name.zh),
                    format!("--map names a column of {flag}, but there is no such layer"),
                )));
            }
            _ => {}
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(ImportError(problems)) }
}

/// Tells how far reading has come, and stops it when nobody waits any more.
pub(super) struct Stages<'a> {
    progress: &'a dyn Progress,
    done: usize,
    total: usize,
}

impl Stages<'_> {
    fn next(&mut self, what: Message) -> Result<(), ImportError> {
        if self.progress.cancelled() {
            return Err(ImportError::cancelled());
        }
        self.progress.stage(what, self.done, self.total);
        self.done += 1;
        Ok(())
    }
}

/// A layer read but not yet understood.
pub(super) struct Read {
    /// Its place among the sources.
    position: usize,
    layer: Layer,
    notes: Notes,
}

/// What is to be said about a layer, once it is understood.
struct Told {
    position: usize,
    report: LayerReport,
    examination: Examination,
    notes: Notes,
}

fn read_all(
    sources: &[LayerSource],
    options: &ImportOptions,
    stages: &mut Stages,
) -> Result<Vec<Read>, ImportError> {
    let (mut layers, mut errors) = (Vec::new(), Vec::new());
    let mut sketching = Sketching::for_whoever_waits(stages.progress);
    // The units first: where they are, the rest of the study is drawn.
    let mut in_order: Vec<(usize, &LayerSource)> = sources.iter().enumerate().collect();
    in_order.sort_by_key(|(_, source)| source.role != Role::Units);
    for (position, source) in in_order {
        let file = &source.name;
        stages.next(Message::new(format!("读取 {file}"), format!("Reading {file}")))?;
        let mut notes = Notes::on(file, MOST_KEPT).repairing(options.repair);
        let layer = Layer::read(source, options, &mut notes, stages.progress);
        let layer = layer.map_err(|Cancelled| ImportError::cancelled())?;
        errors.extend(notes.errors(MOST_TOLD));
        if let Some(layer) = &layer {
            sketching.layer_as_read(layer.role, &layer.table.geometries);
        }
        layers.extend(layer.map(|layer| Read { position, layer, notes }));
    }
    layers.sort_by_key(|read| read.position);
    if errors.is_empty() { Ok(layers) } else { Err(ImportError(errors)) }
}

/// Joins tables without places to the layer of their role. Then units and buildings must come from
/// one file each.
fn join_attributes(layers: Vec<Read>, options: &ImportOptions) -> Result<Vec<Read>, ImportError> {
    let (tables, mut layers): (Vec<_>, Vec<_>) =
        layers.into_iter().partition(|read| read.layer.is_attributes);
    let mut problems = Vec::new();
    for Read { layer: table, .. } in &tables {
        match layers.iter_mut().find(|read| read.layer.role == table.role) {
            Some(Read { layer, notes, .. }) => layer.join(table, options, notes),
            None => problems.push(Problem::in_file(
                &*table.file,
                Message::new(
                    "没有坐标列，也没有可按编号连接的图层",
                    "has no columns of coordinates, and there is no layer to join it to by id",
                ),
            )),
        }
    }
    for role in Role::ALL.into_iter().filter(|role| role.is_required()) {
        let mut files = layers.iter().filter(|read| read.layer.role == role);
        if let (Some(first), Some(second)) = (files.next(), files.next()) {
            let (flag, name, first) = (role.id(), role.name(), &first.layer.file);
            problems.push(Problem::in_file(
                &*second.layer.file,
                Message::new(
                    format!("{}图层已取自 {first}，请用 --{flag} 指明用哪一个", name.zh),
                    format!("{first} gives the {flag} already; choose one with --{flag}"),
                ),
            ));
        }
    }
    if problems.is_empty() { Ok(layers) } else { Err(ImportError(problems)) }
}

/// Decides in which system each layer is.
fn settle_systems(
    layers: &mut [Read],
    mut known: Vec<Layer>,
    options: &ImportOptions,
) -> Result<(), ImportError> {
    // Nothing is to be said of what is known.
    let mut unsaid: Vec<Notes> = known.iter().map(|layer| Notes::on(&layer.file, 0)).collect();
    let mut pairs: Vec<_> =
        layers.iter_mut().map(|read| (&mut read.layer, &mut read.notes)).collect();
    pairs.extend(known.iter_mut().zip(&mut unsaid));
    crs::settle(&mut pairs, options.thorough);
    let errors: Vec<_> = layers.iter().flat_map(|read| read.notes.errors(MOST_TOLD)).collect();
    if errors.is_empty() { Ok(()) } else { Err(ImportError(errors)) }
}

/// The CRS to measure in: that of the place where the units are, else the buildings.
fn working_crs<'a>(layers: impl Iterator<Item = &'a Layer>) -> Result<Crs, ImportError> {
    let mut layers: Vec<_> = layers.collect();
    layers.sort_by_key(|layer| layer.role);
    let center = layers.iter().find_map(|layer| layer.center());
    let nowhere = || ImportError(layers.iter().map(|layer| layer.without_geometry()).collect());
    center.map(Crs::for_measuring_at).ok_or_else(nowhere)
}

/// Turns layers into parts of the study, the units first, since buildings are assigned to them.
pub(super) fn understand_all(
    mut layers: Vec<Read>,
    working: &Crs,
    parts: &mut Parts,
    stages: &mut Stages,
) -> Result<(ImportReport, Vec<Examination>), ImportError> {
    layers.sort_by_key(|read| (read.layer.role, read.position));
    if let Some((units, others)) = layers.split_first_mut()
        && units.layer.role == Role::Units
    {
        for Read { layer, notes, .. } in others {
            note_apart(layer, &units.layer, notes);
        }
    }
    let mut told = Vec::new();
    for Read { position, mut layer, mut notes } in layers {
        let file = &layer.file;
        stages.next(Message::new(format!("整理 {file}"), format!("Preparing {file}")))?;
        let examination = parts.add(&mut layer, working, &mut notes);
        told.push(Told { position, report: layer.report(&notes), examination, notes });
    }
    told.sort_by_key(|told| told.position);
    report(told, parts)
}

fn report(told: Vec<Told>, parts: &Parts) -> Result<(ImportReport, Vec<Examination>), ImportError> {
    let errors: Vec<_> = told.iter().flat_map(|told| told.notes.errors(MOST_TOLD)).collect();
    if !errors.is_empty() {
        return Err(ImportError(errors));
    }
    let mut warnings: Vec<_> =
        told.iter().flat_map(|told| told.notes.warnings(MOST_TOLD)).collect();
    let facilities = told.iter().find(|told| told.report.role == Role::Facilities);
    let file = facilities.map(|told| told.report.file.clone()).unwrap_or_default();
    let unknown = parts.unknown_functions(&file);
    warnings.extend(unknown.iter().cloned());
    let (mut layers, mut examinations) = (Vec::new(), Vec::new());
    for Told { report, mut examination, notes, .. } in told {
        examination.findings = notes.into_findings();
        if report.role == Role::Facilities && report.file == file {
            let unknown = unknown.iter().cloned();
            let unknown = unknown.map(|what| Finding::of_layer(what, Treatment::Accepted));
            examination.findings.extend(unknown);
        }
        layers.push(report);
        examinations.push(examination);
    }
    Ok((ImportReport { layers, warnings }, examinations))
}

/// The folder of the units, which is most likely called like the place.
fn study_name(sources: &[LayerSource]) -> Message {
    let units = sources.iter().find(|source| source.role == Role::Units);
    let folder = units.and_then(|source| match &source.content {
        Content::Layer { path, .. } => Some(path.file_stem()?.to_string_lossy().into_owned()),
        Content::Path(path) => {
            // A bare name lies in the folder the program was started in.
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            Some(path.parent()?.file_name()?.to_string_lossy().into_owned())
        }
        Content::Text(_) => None,
    });
    folder.map_or_else(untitled, Message::same)
}

/// The name of a study that nothing names; once it is in a file, it goes by that.
pub(super) fn untitled() -> Message {
    Message::new("未命名研究", "Untitled study")
}

/// What the name of a study of made-up data ends with.
const SYNTHETIC: Text = Text::new("（虚构数据）", " (synthetic data)");

/// Made-up data must be told from real ones wherever the study is named.
pub(super) fn marked_as_synthetic(name: &Message) -> Message {
    let Message { zh, en } = name;
    Message::new(format!("{zh}{}", SYNTHETIC.zh), format!("{en}{}", SYNTHETIC.en))
}

/// Whether a study goes by the name of one of made-up data.
pub(super) fn is_marked_as_synthetic(name: &str) -> bool {
    [SYNTHETIC.zh, SYNTHETIC.en].into_iter().any(|mark| name.ends_with(mark))
}
