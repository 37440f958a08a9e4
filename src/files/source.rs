//! Where layers come from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::geometry::Crs;
use crate::language::Message;

use super::guess::guess_role_of;
use super::readers::{Format, layers_within, may_be_layer, unreadable};
use super::study_file;
use super::{Field, ImportError, Problem, Role, TextEncoding};

/// A layer to read.
#[derive(Debug, Clone)]
pub struct LayerSource {
    pub role: Role,
    /// The file's name, for messages.
    pub name: String,
    pub content: Content,
    pub overrides: Overrides,
}

/// What the user says of one layer, whatever its file says and the options say of its role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Overrides {
    pub crs: Option<Crs>,
    #[serde(default)]
    pub encoding: Option<TextEncoding>,
    /// Field → the column it is read from, or none.
    pub columns: Vec<(Field, Option<String>)>,
}

impl Overrides {
    /// The word on a field; `None` where there is none.
    pub(super) fn column_of(&self, field: Field) -> Option<Option<&str>> {
        let said = self.columns.iter().rev().find(|(known, _)| *known == field)?;
        Some(said.1.as_deref())
    }

    /// Says which column a field is read from.
    pub fn set_column(&mut self, field: Field, column: Option<String>) {
        self.columns.retain(|(known, _)| *known != field);
        self.columns.push((field, column));
    }
}

/// Where a layer's text is.
#[derive(Debug, Clone)]
pub enum Content {
    Path(PathBuf),
    /// A layer of a GeoPackage that is no study.
    Layer {
        path: PathBuf,
        layer: String,
    },
    /// The built-in sample.
    Text(Arc<str>),
}

impl LayerSource {
    /// A file in a role the user chose.
    pub fn of_file(role: Role, path: &Path) -> Self {
        Self::new(role, file_name(path), Content::Path(path.to_path_buf()))
    }

    /// A layer of a GeoPackage in a role the user chose.
    pub fn of_layer(role: Role, path: &Path, layer: &str) -> Self {
        let name = format!("{}/{layer}", file_name(path));
        let content = Content::Layer { path: path.to_path_buf(), layer: layer.to_owned() };
        Self::new(role, name, content)
    }

    /// A layer in memory.
    pub fn of_text(role: Role, name: &str, text: impl Into<Arc<str>>) -> Self {
        Self::new(role, name.to_owned(), Content::Text(text.into()))
    }

    fn new(role: Role, name: String, content: Content) -> Self {
        Self { role, name, content, overrides: Overrides::default() }
    }
}

/// What lies at a path.
#[derive(Debug, Clone, Default)]
pub struct Located {
    /// Layers in the roles guessed for them.
    pub sources: Vec<LayerSource>,
    /// Layers whose role cannot be told.
    pub unknown: Vec<FoundLayer>,
}

impl Located {
    /// One problem for each layer whose role cannot be told.
    pub fn problems(&self) -> Vec<Problem> {
        let problem = |layer: &FoundLayer| Problem::in_file(layer.name(), unknown_role());
        self.unknown.iter().map(problem).collect()
    }
}

/// The layers at a path, each in the role that is guessed for it: those of a file, or of the files
/// of a folder in the order of their names.
///
/// # Errors
/// When the path cannot be read.
pub fn locate(path: &Path) -> Result<Located, ImportError> {
    let mut located = Located::default();
    let found = layers_at(path)?;
    // In a folder, what a file holds within only fills the roles that no other file has: an
    // extract of a city often lies beside the layers made from it.
    let (plain, within): (Vec<_>, Vec<_>) = found.into_iter().partition(|f| f.layer.is_none());
    let mut taken: Vec<Role> = Vec::new();
    if path.is_dir() {
        taken.extend(plain.iter().filter_map(|found| found.role));
    }
    for found in plain.into_iter().chain(within) {
        match found.role {
            None => located.unknown.push(found),
            Some(role) if found.layer.is_some() && taken.contains(&role) => {}
            Some(role) => located.sources.push(found.source(role)),
        }
    }
    Ok(located)
}

/// A layer found at a path.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLayer {
    pub path: PathBuf,
    /// Its name within a file that holds several.
    pub layer: Option<String>,
    /// As far as name or content tell.
    pub role: Option<Role>,
}

impl FoundLayer {
    fn at(path: &Path, layer: Option<String>) -> Self {
        let role = guess_role_of(path, layer.as_deref());
        Self { path: path.to_path_buf(), layer, role }
    }

    /// The name in messages.
    pub fn name(&self) -> String {
        match &self.layer {
            Some(layer) => format!("{}/{layer}", file_name(&self.path)),
            None => file_name(&self.path),
        }
    }

    /// The layer in a role.
    pub fn source(&self, role: Role) -> LayerSource {
        match &self.layer {
            Some(layer) => LayerSource::of_layer(role, &self.path, layer),
            None => LayerSource::of_file(role, &self.path),
        }
    }
}

/// All layers at a path: those of a file, or of the files of a folder.
///
/// # Errors
/// When there is nothing at the path, or no file of a known format in the folder.
pub fn layers_at(path: &Path) -> Result<Vec<FoundLayer>, ImportError> {
    let mut found = Vec::new();
    let files = files_of(path)?;
    for file in &files {
        if files.len() > 1 && is_study(file) {
            continue;
        }
        match layers_within(file) {
            Ok(Some(layers)) => {
                found.extend(layers.into_iter().map(|layer| FoundLayer::at(file, Some(layer))));
            }
            Ok(None) => found.push(FoundLayer::at(file, None)),
            // In a folder, one bad file does not cost the others.
            Err(error) if files.len() == 1 => {
                return Err(ImportError::in_file(file_name(file), error.message()));
            }
            Err(_) => found.push(FoundLayer { path: file.clone(), layer: None, role: None }),
        }
    }
    Ok(found)
}

/// Whether a file is a study of ours, which is opened and not imported.
fn is_study(path: &Path) -> bool {
    let is_geopackage = Format::of(path) == Format::GeoPackage;
    is_geopackage && study_file::is_study(path)
}

/// The files at a path: the file itself, or those of known formats in a folder, by name.
///
/// # Errors
/// When there is nothing at the path, or no such file in the folder.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let cannot_read = |error: io::Error| ImportError::in_file(shown(path), unreadable(&error));
    if !fs::metadata(path).map_err(cannot_read)?.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let files = layer_files(path).map_err(cannot_read)?;
    if files.is_empty() {
        let what = Message::new(
            "文件夹中没有可读的图层文件（GeoJSON、GeoPackage、Shapefile、CSV 等）",
            "no layer file in this folder (GeoJSON, GeoPackage, shapefile, CSV, …)",
        );
        return Err(ImportError::in_file(shown(path), what));
    }
    Ok(files)
}

/// The files of known formats directly in a folder, by name.
fn layer_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| may_be_layer(path) && path.is_file());
    paths.sort();
    Ok(paths)
}

/// The last part of a path, for messages.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| shown(path), |name| name.to_string_lossy().into_owned())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn unknown_role() -> Message {
    Message::new(
        "无法判断图层类型，请用 --units、--buildings、--facilities 等参数指明",
        "cannot tell what this layer is; say so with --units, --buildings, --facilities …",
    )
}
