//! Reads one file by itself and tells everything about it; nothing is computed or kept.

use std::path::Path;

use crate::geometry::Crs;

use super::crs;
use super::layer::Layer;
use super::notes::Notes;
use super::parts::Parts;
use super::readers::unreadable;
use super::source::{FoundLayer, file_name, layers_at, unknown_role};
use super::study_file::{self, StudyFileError, is_geopackage_path};
use super::{ImportError, ImportOptions, LayerReport, LayerSource, Problem, Role};

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
    /// What makes the file unusable.
    pub errors: Vec<Problem>,
    /// Everything else that is doubtful, each feature by itself.
    pub warnings: Vec<Problem>,
}

impl Checked {
    pub fn is_usable(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Checks all layers at a path: those of a file, or of the files of a folder; a study file from end
/// to end. Of flaws of one kind in a layer, `most_told` are told one by one.
///
/// # Errors
/// When there is nothing at the path.
pub fn check(
    path: &Path,
    options: &ImportOptions,
    most_told: usize,
) -> Result<Vec<Checked>, ImportError> {
    if is_geopackage_path(path)
        && let Some(checked) = check_study(path)
    {
        return Ok(vec![checked]);
    }
    let layers = layers_at(path)?;
    Ok(layers.iter().map(|layer| check_found(layer, layer.role, options, most_told)).collect())
}

/// Checks one file in a given role.
pub fn check_as(path: &Path, role: Role, options: &ImportOptions, most_told: usize) -> Checked {
    let layer = FoundLayer { path: path.to_path_buf(), layer: None, role: Some(role) };
    check_found(&layer, Some(role), options, most_told)
}

fn check_found(
    found: &FoundLayer,
    role: Option<Role>,
    options: &ImportOptions,
    most_told: usize,
) -> Checked {
    let file = found.name();
    let mut notes = Notes::on(&file, most_told);
    let result = match role {
        Some(role) => check_layer(&found.source(role), options, &mut notes),
        None => {
            let there = std::fs::metadata(&found.path);
            notes.fail(there.map_or_else(|error| unreadable(&error), |_| unknown_role()));
            Ok((None, Vec::new()))
        }
    };
    let (layer, unknown_functions) = result.unwrap_or_else(|ImportError(_)| (None, Vec::new()));
    let warnings = notes.warnings().into_iter().chain(unknown_functions).collect();
    Checked { is_study: false, role, layer, errors: notes.errors(), warnings, file }
}

/// Checks a study file; `None` when it is a GeoPackage of layers.
fn check_study(path: &Path) -> Option<Checked> {
    let whole = study_file::read(path, &())
        .and_then(|saved| study_file::check_integrity(path).map(|()| saved.newer_format));
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    match whole {
        Err(StudyFileError::NotAStudy { layers }) if !layers.is_empty() => return None,
        Err(error) => errors.push(error.problem(path)),
        Ok(newer) => {
            warnings.extend(newer.map(|v| study_file::newer_format_problem(path, v)));
        }
    }
    let is_study = errors.is_empty();
    Some(Checked { file: file_name(path), is_study, role: None, layer: None, errors, warnings })
}

fn check_layer(
    source: &LayerSource,
    options: &ImportOptions,
    notes: &mut Notes,
) -> Result<(Option<LayerReport>, Vec<Problem>), ImportError> {
    let mut parts = Parts::new(options.functions)?;
    // Nobody can give up a check without progress.
    let Ok(Some(mut layer)) = Layer::read(source, options, notes, &()) else {
        return Ok((None, Vec::new()));
    };
    crs::settle(&mut [(&mut layer, notes)]);
    if !notes.errors().is_empty() {
        return Ok((None, Vec::new()));
    }
    // A layer without any geometry has no middle; any CRS will do to say so.
    let working = layer.center().map_or_else(Crs::wgs84, Crs::for_measuring_at);
    parts.add(&mut layer, &working, notes);
    Ok((Some(layer.report(notes)), parts.unknown_functions(&layer.file)))
}
