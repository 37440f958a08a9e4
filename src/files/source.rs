//! Where layers come from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::language::Message;

use super::foreign_geopackage::layers_of;
use super::guess::guess_role_by_name;
use super::readers::unreadable;
use super::study_file::is_geopackage_path;
use super::{ImportError, Problem, Role, guess_role};

/// A layer to read.
#[derive(Debug, Clone)]
pub struct LayerSource {
    pub role: Role,
    /// The file's name, for messages.
    pub name: String,
    pub content: Content,
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
        Self { role, name: file_name(path), content: Content::Path(path.to_path_buf()) }
    }

    /// A layer of a GeoPackage in a role the user chose.
    pub fn of_layer(role: Role, path: &Path, layer: &str) -> Self {
        let name = format!("{}/{layer}", file_name(path));
        Self {
            role,
            name,
            content: Content::Layer { path: path.to_path_buf(), layer: layer.to_owned() },
        }
    }
}

/// The layers at a path: a file, or the GeoJSON files of a folder in the order of their names.
/// Roles are guessed.
///
/// # Errors
/// When the path cannot be read, or the role of no file can be told. In a folder, files whose
/// role cannot be told are left out if that of another could.
pub fn sources_of(path: &Path) -> Result<Vec<LayerSource>, ImportError> {
    if is_geopackage_path(path) {
        return geopackage_sources(path);
    }
    let files = files_of(path)?;
    let source = |file: &PathBuf| Some(LayerSource::of_file(guess_role(file)?, file));
    let sources: Vec<_> = files.iter().filter_map(source).collect();
    if sources.is_empty() { Err(ImportError(unrecognised_files(path))) } else { Ok(sources) }
}

/// The layers of a GeoPackage whose names tell what they are.
fn geopackage_sources(path: &Path) -> Result<Vec<LayerSource>, ImportError> {
    let layers = layers_of(path).map_err(|error| ImportError(vec![error.problem(path)]))?;
    let source =
        |layer: &String| Some(LayerSource::of_layer(guess_role_by_name(layer)?, path, layer));
    let sources: Vec<_> = layers.iter().filter_map(source).collect();
    if sources.is_empty() {
        return Err(ImportError::in_file(file_name(path), unknown_role()));
    }
    Ok(sources)
}

/// The files that [`sources_of`] leaves out of a folder, since their role cannot be told.
pub fn unrecognised_files(path: &Path) -> Vec<Problem> {
    if is_geopackage_path(path) {
        let unknown = layers_of(path).unwrap_or_default().into_iter();
        let unknown = unknown.filter(|layer| guess_role_by_name(layer).is_none());
        let file = |layer| format!("{}/{layer}", file_name(path));
        return unknown.map(|layer| Problem::in_file(file(layer), unknown_role())).collect();
    }
    let files = files_of(path).unwrap_or_default();
    let unknown = files.iter().filter(|file| guess_role(file).is_none());
    unknown.map(|file| Problem::in_file(file_name(file), unknown_role())).collect()
}

/// The files at a path: the file itself, or the GeoJSON files of a folder in the order of their
/// names.
///
/// # Errors
/// When there is nothing at the path, or no GeoJSON file in the folder.
pub fn files_of(path: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let cannot_read = |error: io::Error| ImportError::in_file(shown(path), unreadable(&error));
    if !fs::metadata(path).map_err(cannot_read)?.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let files = layer_files(path).map_err(cannot_read)?;
    if files.is_empty() {
        let what = Message::new("文件夹中没有 GeoJSON 文件", "no GeoJSON file in this folder");
        return Err(ImportError::in_file(shown(path), what));
    }
    Ok(files)
}

/// The GeoJSON files directly in a folder, by name.
fn layer_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        (extension == "geojson" || extension == "json") && path.is_file()
    });
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
