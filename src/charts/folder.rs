//! All charts of a scenario as SVG files in a folder: coverage by function, and for each function walking
//! minutes and how evenly it is shared.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::analysis::measures::Nearest;
use crate::cartography::{BrokenFont, Palette, ScreenPoint, ThemeChoice};
use crate::language::{Language, Message};
use crate::session::Session;

use super::{Chart, ChartFrame, CoverageBars, LorenzChart, MinutesChart, svg_document};

/// Why charts could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ChartsError {
    #[error(transparent)]
    Font(#[from] BrokenFont),
    #[error("{} cannot be written: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("cancelled")]
    Cancelled,
}

impl ChartsError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::Font(_) => "程序内置字体损坏".to_owned(),
            Self::Io { path, error } => format!("无法写入 {}：{error}", path.display()),
            Self::Cancelled => "已取消".to_owned(),
        };
        Message::new(zh, self.to_string())
    }
}

/// Writes the charts of the scenario shown into a folder, which is made where it is missing. Returns the
/// files written; each appears only when it is complete. `progress` hears how many functions of how many
/// are done, and may stop it.
///
/// # Errors
/// When a file cannot be written, or it was stopped.
pub fn write_charts(
    session: &Session,
    folder: &Path,
    language: Language,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<PathBuf>, ChartsError> {
    fs::create_dir_all(folder)
        .map_err(|error| ChartsError::Io { path: folder.to_path_buf(), error })?;
    let study = session.study();
    let nearest = Nearest::of(study, session.facilities());
    let bars = CoverageBars::of(session, 0, language);
    let size = [560.0, bars.usual_height().max(340.0)];
    let mut written = vec![write(&Chart::Coverage(bars), "coverage", size, folder, language)?];
    let functions: Vec<_> = study.standard().indexes().collect();
    for (number, function) in functions.iter().enumerate() {
        if progress(number, functions.len()).is_break() {
            return Err(ChartsError::Cancelled);
        }
        let id = &study.standard().function(*function).id;
        let minutes = MinutesChart::of(session, &nearest, *function, 0, language);
        let lorenz = LorenzChart::of(session, *function, 0, language);
        for (name, size, chart) in [
            (format!("minutes-{id}"), [560.0, 240.0], Chart::Minutes(minutes)),
            (format!("lorenz-{id}"), [380.0, 360.0], Chart::Lorenz(lorenz)),
        ] {
            written.push(write(&chart, &name, size, folder, language)?);
        }
    }
    Ok(written)
}

/// Writes beside the file's place and renames.
fn write(
    chart: &Chart,
    name: &str,
    size: [f32; 2],
    folder: &Path,
    language: Language,
) -> Result<PathBuf, ChartsError> {
    let frame = ChartFrame {
        corner: ScreenPoint::new(0.0, 0.0),
        size,
        palette: Palette::of(ThemeChoice::Light),
        language,
    };
    let svg = svg_document(chart, frame)?;
    let (path, unfinished) = (folder.join(file_name(name)), folder.join("chart.unfinished"));
    let written = fs::write(&unfinished, svg).and_then(|()| fs::rename(&unfinished, &path));
    match written {
        Ok(()) => Ok(path),
        Err(error) => Err(ChartsError::Io { path, error }),
    }
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let safe = name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' });
    safe.collect::<String>() + ".svg"
}
