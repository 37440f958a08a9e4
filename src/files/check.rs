//! Reads files and tells everything about them; nothing is computed or kept. Files that lie in one
//! place are compared with each other, as an import would.

use std::path::{Path, PathBuf};

use crate::geometry::{Crs, LonLat};
use crate::language::Message;

use super::consistency::note_apart;
use super::crs;
use super::finding::{Finding, Treatment};
use super::layer::{Cancelled, Layer};
use super::notes::{MOST_KEPT, Notes};
use super::parts::Parts;
use super::readers::unreadable;
use super::source::{file_name, layers_at, unknown_role};
use super::study_file::{self, StudyFileError, is_geopackage_path};
use super::{
    Examination, ImportError, ImportOptions, LayerReport, LayerSource, Problem, Progress, Role,
};

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub file: String,
    /// Whether it is a study file; it has no role then.
    pub is_study: bool,
    /// `None` when it is neither given nor can be guessed.
    pub role: Option<Role>,
    /// `None` when the file cannot be read at all, or its role is unknown.
    pub layer: Option<LayerReport>,
    pub examination: Examination,
    /// What makes the file unusable.
    pub errors: Vec<Problem>,
    /// Everything else that is doubtful; of flaws of one kind, the first ones.
    pub warnings: Vec<Problem>,
}

impl Checked {
    pub fn is_usable(&self) -> bool {
        self.errors.is_empty()
    }

    /// A file of which nothing is known yet.
    fn nothing(file: String, role: Option<Role>) -> Self {
        Self {
            file,
            is_study: false,
            role,
            layer: None,
            examination: Examination::default(),
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// What is to be checked.
#[derive(Debug, Clone)]
pub enum ToCheck {
    /// A study file, a file of layers, or a folder of them; their roles are guessed.
    Path(PathBuf),
    /// A layer in a given role.
    Source(LayerSource),
}

/// Checks files, and study files from end to end. Of flaws of one kind in a layer, `most_told` are
/// told one by one.
///
/// # Errors
/// When there is nothing at a path, or whoever waits gave up.
pub fn check(
    what: &[ToCheck],
    options: &ImportOptions,
    most_told: usize,
    progress: &dyn Progress,
) -> Result<Vec<Checked>, ImportError> {
    let options = ImportOptions { repair: true, thorough: true, ..options.clone() };
    let mut checking =
        Checking { options, most_told, progress, checked: Vec::new(), layers: Vec::new() };
    for what in what {
        match what {
            ToCheck::Path(path) => checking.look_at(path)?,
            ToCheck::Source(source) => checking.read(source)?,
        }
    }
    checking.understand()
}

/// Checks one file in a given role.
pub fn check_as(path: &Path, role: Role, options: &ImportOptions, most_told: usize) -> Checked {
    let source = LayerSource::of_file(role, path);
    let checked = check(&[ToCheck::Source(source)], options, most_told, &());
    let nothing = || Checked::nothing(file_name(path), Some(role));
    checked.ok().and_then(|checked| checked.into_iter().next()).unwrap_or_else(nothing)
}

/// A layer read but not yet understood, and its place among the results.
struct Read {
    position: usize,
    layer: Layer,
    notes: Notes,
}

/// A check under way.
struct Checking<'a> {
    options: ImportOptions,
    most_told: usize,
    progress: &'a dyn Progress,
    /// In the order in which the files were named.
    checked: Vec<Checked>,
    layers: Vec<Read>,
}

impl Checking<'_> {
    /// Checks a study, or reads the layers at a path.
    fn look_at(&mut self, path: &Path) -> Result<(), ImportError> {
        if is_geopackage_path(path)
            && let Some(study) = check_study(path)
        {
            self.checked.push(study);
            return Ok(());
        }
        for found in layers_at(path)? {
            match found.role {
                Some(role) => self.read(&found.source(role))?,
                None => {
                    let there = std::fs::metadata(&found.path);
                    let what = there.map_or_else(|error| unreadable(&error), |_| unknown_role());
                    let mut unknown = Checked::nothing(found.name(), None);
                    unknown.errors.push(Problem::in_file(&*unknown.file, what));
                    self.checked.push(unknown);
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, source: &LayerSource) -> Result<(), ImportError> {
        let (file, position) = (&source.name, self.checked.len());
        let what = Message::new(format!("读取 {file}"), format!("Reading {file}"));
        self.progress.stage(what, position, position + 1);
        let mut notes =
            Notes::on(file, self.most_told.max(MOST_KEPT)).repairing(self.options.repair);
        let layer = Layer::read(source, &self.options, &mut notes, self.progress);
        let layer = layer.map_err(|Cancelled| ImportError::cancelled())?;
        self.checked.push(Checked::nothing(source.name.clone(), Some(source.role)));
        match layer {
            Some(layer) => self.layers.push(Read { position, layer, notes }),
            None => self.conclude(position, notes),
        }
        Ok(())
    }

    fn understand(mut self) -> Result<Vec<Checked>, ImportError> {
        let mut layers = self.join_tables();
        let mut pairs: Vec<_> =
            layers.iter_mut().map(|read| (&mut read.layer, &mut read.notes)).collect();
        crs::settle(&mut pairs, self.options.thorough);
        note_those_apart(&mut layers);
        for group in in_one_place(layers) {
            self.understand_group(group)?;
        }
        Ok(self.checked)
    }

    /// Joins tables without places to the layer of their role, as an import does.
    fn join_tables(&mut self) -> Vec<Read> {
        let read = std::mem::take(&mut self.layers);
        let (tables, mut layers): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|read| read.layer.is_attributes);
        for Read { position, layer: table, mut notes } in tables {
            match layers.iter_mut().find(|read| read.layer.role == table.role) {
                Some(Read { layer, notes: of_layer, .. }) => {
                    layer.join(&table, &self.options, of_layer);
                    let file = &layer.file;
                    notes.remark(Message::new(
                        format!("没有坐标的表格，按编号与 {file} 连接"),
                        format!("a table without places, joined with {file} by id"),
                    ));
                }
                None => notes.fail(Message::new(
                    "没有坐标列，也没有可按编号连接的图层",
                    "has no columns of coordinates, and there is no layer to join it to by id",
                )),
            }
            self.conclude(position, notes);
        }
        layers
    }

    fn understand_group(&mut self, group: Vec<Read>) -> Result<(), ImportError> {
        let center = group.iter().find_map(|read| read.layer.center());
        // Layers without any geometry have no middle; any CRS will do to say so.
        let working = center.map_or_else(Crs::wgs84, Crs::for_measuring_at);
        let roles: Vec<Role> = group.iter().map(|read| read.layer.role).collect();
        let mut parts = Parts::new(&roles, &self.options)?;
        let mut unknown_told = 0;
        for Read { position, mut layer, mut notes } in group {
            let result = &mut self.checked[position];
            if !notes.has_errors() {
                result.examination = parts.add(&mut layer, &working, &mut notes);
                result.layer = Some(layer.report(&notes));
            }
            self.conclude(position, notes);
            let result = &mut self.checked[position];
            let unknown = parts.unknown_functions(&layer.file);
            for problem in unknown.into_iter().skip(unknown_told) {
                unknown_told += 1;
                let finding = Finding::of_layer(problem.clone(), Treatment::Accepted);
                result.examination.findings.push(finding);
                result.warnings.push(problem);
            }
        }
        Ok(())
    }

    fn conclude(&mut self, position: usize, notes: Notes) {
        let result = &mut self.checked[position];
        result.errors = notes.errors(self.most_told);
        result.warnings = notes.warnings(self.most_told);
        result.warnings.extend(notes.remarks(self.most_told));
        result.examination.findings = notes.into_findings();
    }
}

/// Notes layers that lie elsewhere than the units, where one layer gives these.
fn note_those_apart(layers: &mut [Read]) {
    layers.sort_by_key(|read| (read.layer.role, read.position));
    let units = layers.iter().filter(|read| read.layer.role == Role::Units).count();
    if let (1, Some((units, others))) = (units, layers.split_first_mut()) {
        for Read { layer, notes, .. } in others {
            note_apart(layer, &units.layer, notes);
        }
    }
}

/// Degrees within which layers are taken to belong to one city.
const ONE_PLACE: f64 = 2.0;

/// Layers that lie in one place, the units first; each by itself where they are scattered, or where
/// there is not one layer of units.
fn in_one_place(layers: Vec<Read>) -> Vec<Vec<Read>> {
    let centers: Vec<LonLat> = layers.iter().filter_map(|read| read.layer.center()).collect();
    let is_near = |at: &LonLat| {
        let near = |a: f64, b: f64| (a - b).abs() < ONE_PLACE;
        centers.first().is_some_and(|first| near(at.lon, first.lon) && near(at.lat, first.lat))
    };
    let units = layers.iter().filter(|read| read.layer.role == Role::Units).count();
    if units == 1 && centers.len() == layers.len() && centers.iter().all(is_near) {
        vec![layers]
    } else {
        layers.into_iter().map(|read| vec![read]).collect()
    }
}

/// Checks a study file; `None` when it is a GeoPackage of layers.
fn check_study(path: &Path) -> Option<Checked> {
    let whole = study_file::read(path, &())
        .and_then(|saved| study_file::check_integrity(path).map(|()| saved.newer_format));
    let mut checked = Checked::nothing(file_name(path), None);
    match whole {
        Err(StudyFileError::NotAStudy { layers }) if !layers.is_empty() => return None,
        Err(error) => checked.errors.push(error.problem(path)),
        Ok(newer) => {
            let newer = newer.map(|version| study_file::newer_format_problem(path, version));
            checked.warnings.extend(newer);
        }
    }
    checked.is_study = checked.errors.is_empty();
    Some(checked)
}
