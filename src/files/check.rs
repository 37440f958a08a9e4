//! Reads one file by itself and tells everything about it; nothing is computed or kept.

use std::path::Path;

use crate::geometry::Crs;

use super::layer::Layer;
use super::notes::Notes;
use super::parts::Parts;
use super::readers::unreadable;
use super::source::{file_name, unknown_role};
use super::study_file::{self, StudyFileError};
use super::{
    ImportError, ImportOptions, LayerReport, LayerSource, Problem, Role, guess_role,
    guess_role_by_name,
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

/// Checks a file, in the role given or else guessed.
pub fn check(path: &Path, role: Option<Role>, options: &ImportOptions) -> Checked {
    let file = file_name(path);
    let role = role.or_else(|| guess_role(path));
    let mut notes = Notes::on(&file, usize::MAX);
    let found = match role {
        Some(role) => check_layer(&LayerSource::of_file(role, path), options, &mut notes),
        None => {
            let there = std::fs::metadata(path);
            notes.fail(there.map_or_else(|error| unreadable(&error), |_| unknown_role()));
            Ok((None, Vec::new()))
        }
    };
    let (layer, unknown_functions) = found.unwrap_or_else(|ImportError(_)| (None, Vec::new()));
    let warnings = notes.warnings().into_iter().chain(unknown_functions).collect();
    Checked { is_study: false, role, layer, errors: notes.errors(), warnings, file }
}

/// Checks a GeoPackage: a study file from end to end, any other layer by layer.
pub fn check_geopackage(path: &Path, options: &ImportOptions) -> Vec<Checked> {
    let file = file_name(path);
    let whole = study_file::read(path, &())
        .and_then(|saved| study_file::check_integrity(path).map(|()| saved.newer_format));
    let mut warnings = Vec::new();
    let errors = match whole {
        Err(StudyFileError::NotAStudy { layers }) if !layers.is_empty() => {
            return layers
                .iter()
                .map(|layer| check_geopackage_layer(path, layer, options))
                .collect();
        }
        Err(error) => vec![error.problem(path)],
        Ok(newer) => {
            warnings.extend(newer.map(|v| study_file::newer_format_problem(path, v)));
            Vec::new()
        }
    };
    let is_study = errors.is_empty();
    vec![Checked { file, is_study, role: None, layer: None, errors, warnings }]
}

fn check_geopackage_layer(path: &Path, layer: &str, options: &ImportOptions) -> Checked {
    let role = guess_role_by_name(layer);
    let source = LayerSource::of_layer(role.unwrap_or(Role::Units), path, layer);
    let mut notes = Notes::on(&source.name, usize::MAX);
    let found = match role {
        Some(_) => check_layer(&source, options, &mut notes),
        None => {
            notes.fail(unknown_role());
            Ok((None, Vec::new()))
        }
    };
    let (layer, unknown_functions) = found.unwrap_or_else(|ImportError(_)| (None, Vec::new()));
    let warnings = notes.warnings().into_iter().chain(unknown_functions).collect();
    let (errors, file) = (notes.errors(), source.name);
    Checked { is_study: false, role, layer, errors, warnings, file }
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
    // A layer without any geometry has no middle; any CRS will do to say so.
    let working = layer.center().map_or_else(Crs::wgs84, Crs::for_measuring_at);
    parts.add(&mut layer, &working, notes);
    Ok((Some(layer.report(notes)), parts.unknown_functions(&layer.file)))
}
