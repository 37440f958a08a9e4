//! The results of a scenario as layers for other programs: one GeoPackage, or a GeoJSON or CSV file
//! per layer, each with a data dictionary and with styles for QGIS. What stands in the columns is
//! the work of `tables::results`.

mod csv_files;
mod dictionary;
mod error;
mod geojson_files;
mod geopackage_file;
mod layer;
mod overview;
mod styles;

use std::fs;
use std::path::{Path, PathBuf};

use crate::analysis::measures::Nearest;
use crate::language::Message;
use crate::session::Session;

use super::Progress;
use layer::ResultLayer;

pub use dictionary::DICTIONARY;
pub use error::ExportError;
pub use overview::{OverviewPart, write_overview};

/// The kind of files written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportFormat {
    #[default]
    GeoPackage,
    GeoJson,
    Csv,
}

/// Writes the units with all indicators, the buildings with what they reach, the facilities and the
/// candidates of the scenario shown into a folder, which is made where it is missing. Returns the
/// files written; each appears only when it is complete.
///
/// # Errors
/// When a file cannot be written, or nobody waits any more.
pub fn export_results(
    session: &Session,
    folder: &Path,
    format: ExportFormat,
    progress: &dyn Progress,
) -> Result<Vec<PathBuf>, ExportError> {
    const STAGES: usize = 3;
    fs::create_dir_all(folder).map_err(|error| ExportError::io(folder, &error))?;
    progress.stage(Message::new("计算最近设施", "Nearest facilities"), 0, STAGES);
    let nearest = Nearest::of(session.study(), session.facilities());
    progress.stage(Message::new("计算指标", "Indicators"), 1, STAGES);
    let layers = ResultLayer::all_of(session, &nearest);
    if progress.cancelled() {
        return Err(ExportError::Cancelled);
    }
    progress.stage(Message::new("写入文件", "Writing"), 2, STAGES);
    let crs = &session.study().layers().crs;
    let mut written = match format {
        ExportFormat::GeoPackage => vec![geopackage_file::write(&layers, crs, session, folder)?],
        ExportFormat::GeoJson => geojson_files::write(&layers, crs, folder)?,
        ExportFormat::Csv => csv_files::write(&layers, crs, folder)?,
    };
    if format == ExportFormat::GeoJson {
        written.extend(styles::write_files(&layers, session, folder)?);
    }
    written.push(dictionary::write(&layers, folder)?);
    Ok(written)
}

/// Writes what an overview of many studies takes of this one: layers as GeoJSON with a data dictionary,
/// standard and parameters. See [`write_overview`].
///
/// # Errors
/// When a file cannot be written.
pub fn export_part(session: &Session, folder: &Path) -> Result<(), ExportError> {
    let nearest = Nearest::of(session.study(), session.facilities());
    let layers = ResultLayer::part_of(session, &nearest);
    geojson_files::write(&layers, &session.study().layers().crs, folder)?;
    dictionary::write(&layers, folder)?;
    overview::write_terms(session.study(), folder)
}

/// Writes a file beside its place and renames it when it is complete.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<PathBuf, ExportError> {
    let unfinished = unfinished(path);
    let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // It may not be there at all.
        let _ = fs::remove_file(&unfinished);
        ExportError::io(path, &error)
    })?;
    Ok(path.to_path_buf())
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".unfinished");
    path.with_file_name(name)
}
