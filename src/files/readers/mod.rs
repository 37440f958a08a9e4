//! From the files a planner has to tables: one reader for each format. Knows nothing of roles,
//! fields and what the values mean; coordinates stay as the file has them.

mod archive;
mod dbf;
mod flatgeobuf;
mod format;
mod geojson;
mod geopackage;
mod input;
mod kml;
mod osm;
mod raster;
mod shapefile;
mod shp;
mod spreadsheet;
mod text;

use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::language::Message;

use super::soundness::Winding;
use super::source::Content;
use super::study_file::StudyFileError;
use super::table::Table;
use super::{ImportError, Progress};
pub use format::endings;
pub(super) use format::{Format, may_be_layer};
use input::Input;
pub(super) use input::unreadable;
pub use text::TextEncoding;

/// How much of a file is wanted, and what the user says of its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// Only the first features, where a number is given.
    pub most_features: Option<usize>,
    pub encoding: Option<TextEncoding>,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct RawLayer {
    pub table: Table,
    /// The system the file declares: an authority's code, a URN or well-known text.
    pub crs: Option<String>,
    /// Whether the file says of itself that it is made up, as our own sample does.
    pub synthetic: bool,
    /// Whether it is a table without places, to be joined to a layer by its key.
    pub is_attributes: bool,
    /// The columns of a table that tell places; not among those of `table`.
    pub place_columns: Vec<String>,
    /// What its text was read as, where that was not told by the text itself.
    pub encoding: Option<TextEncoding>,
    /// The format's rule for the turn of rings.
    pub winding: Winding,
    /// What had to be assumed to read the file at all.
    pub remarks: Vec<Message>,
}

impl RawLayer {
    pub fn of(table: Table) -> Self {
        Self { table, ..Self::default() }
    }
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadError {
    Cancelled,
    /// The text is not in the encoding it was taken to be in.
    NotUtf8,
    Unusable(Message),
}

impl ReadError {
    pub fn message(&self) -> Message {
        match self {
            Self::Cancelled => Message::new("读取已取消", "Reading was cancelled"),
            Self::NotUtf8 => Message::new("不是 UTF-8 文本", "is not UTF-8 text"),
            Self::Unusable(what) => what.clone(),
        }
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        Self::Unusable(unreadable(&error))
    }
}

/// Reads a layer.
///
/// # Errors
/// When nothing of it can be used; what is wrong with single features stands in the table.
pub(super) fn read(
    content: &Content,
    reading: Reading,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    // The readers of other crates are fed with whatever users have. Should one give up in a way
    // it must not, that is a file that cannot be read, not the end of the program.
    let read = || read_any(content, reading, progress);
    let read = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(ReadError::Unusable(Message::new(
            "文件有损坏，读取时出错",
            "the file is damaged; reading it failed",
        )))
    });
    // Whatever a reader makes of the end of its input then.
    if progress.cancelled() { Err(ReadError::Cancelled) } else { read }
}

/// Tells, every thousandth row, how many are read, and stops when nobody waits for the others.
fn pass_row(progress: &dyn Progress, row: usize, rows: usize) -> Result<(), ReadError> {
    if !row.is_multiple_of(1000) {
        return Ok(());
    }
    progress.share(row as f64 / rows.max(1) as f64);
    if progress.cancelled() { Err(ReadError::Cancelled) } else { Ok(()) }
}

fn read_any(
    content: &Content,
    reading: Reading,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    let most = reading.most_features;
    match content {
        Content::Text(_) => read_geojson(content, reading, progress),
        Content::Path(path) => match Format::of(path) {
            Format::GeoJson => read_geojson(content, reading, progress),
            Format::Shapefile => {
                shapefile::read(shapefile::Parts::beside(path)?, reading, progress)
            }
            Format::FlatGeobuf => flatgeobuf::read(content.open(progress)?, most),
            Format::Delimited => spreadsheet::read_delimited(content.open(progress)?, reading),
            Format::Workbook => spreadsheet::read_workbook(content.open(progress)?, None, most),
            Format::Kml => kml::read(content.open(progress)?, most),
            Format::GeoTiff => raster::read_geotiff(BufReader::new(input::open_file(path)?), most),
            Format::AsciiGrid => {
                let prj = shapefile::text_beside(path, "prj");
                raster::read_ascii_grid(content.open(progress)?, prj, most)
            }
            Format::Unknown => Err(ReadError::Unusable(unknown_format())),
            Format::GeoPackage | Format::OpenStreetMap | Format::Archive => {
                let layers = layers_within(path)?.unwrap_or_default();
                match layers.as_slice() {
                    [only] => read_any(&content.layer(only), reading, progress),
                    _ => Err(ReadError::Unusable(which_layer(&layers))),
                }
            }
        },
        Content::Layer { path, layer } => match Format::of(path) {
            Format::GeoPackage => {
                geopackage::read(path, layer, most, progress).map_err(ReadError::Unusable)
            }
            Format::OpenStreetMap => osm::read(content, layer, most, progress),
            Format::Workbook => {
                spreadsheet::read_workbook(content.open(progress)?, Some(layer), most)
            }
            Format::Archive => read_archived(path, layer, reading),
            _ => Err(ReadError::Unusable(Message::new("没有这个图层", "there is no such layer"))),
        },
    }
}

/// The layers of a file that may hold several; `None` where a file is one layer.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn layers_within(path: &Path) -> Result<Option<Vec<String>>, ReadError> {
    Ok(match Format::of(path) {
        Format::GeoPackage => {
            let layers = geopackage::layers_of(path);
            Some(layers.map_err(|error: StudyFileError| ReadError::Unusable(error.message()))?)
        }
        Format::OpenStreetMap => Some(osm::LAYERS.map(str::to_owned).to_vec()),
        Format::Archive => {
            let names = archive::names(input::open_file(path)?)?;
            Some(names.into_iter().filter(|name| is_archived_layer(name)).collect())
        }
        Format::Workbook => {
            let sheets = spreadsheet::sheets_of(Input::open(path, &())?)?;
            (sheets.len() > 1).then_some(sheets)
        }
        _ => None,
    })
}

/// An entry of an archive that is a layer; of a shapefile the one with the geometry. What a Mac
/// puts beside it is none.
fn is_archived_layer(name: &str) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    !is_hidden && ["shp", "geojson", "json", "csv", "tsv", "kml", "fgb"].contains(&ending.as_str())
}

/// Entries beyond this are refused: they are unpacked into memory.
const LARGEST_ENTRY: u64 = 1 << 30;

fn read_archived(path: &Path, entry: &str, reading: Reading) -> Result<RawLayer, ReadError> {
    let unpacked = |name: &str| archive::read(input::open_file(path)?, name, LARGEST_ENTRY);
    let gone = || ReadError::Unusable(Message::new("压缩包中没有此文件", "is not in the archive"));
    let ending = Path::new(entry).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if ending == "shp" {
        let stem = &entry[..entry.len() - 3];
        let mut failed = None;
        let parts =
            shapefile::Parts::of_bytes(|extension| match unpacked(&format!("{stem}{extension}")) {
                Ok(bytes) => bytes,
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
        return match (failed, parts) {
            (Some(error), _) => Err(error),
            (None, Some(parts)) => shapefile::read(parts, reading, &()),
            (None, None) => Err(gone()),
        };
    }
    let bytes: std::sync::Arc<[u8]> = unpacked(entry)?.ok_or_else(gone)?.into();
    let open = || Input::of_bytes(bytes.clone());
    match ending.as_str() {
        "csv" | "tsv" => spreadsheet::read_delimited(open()?, reading),
        "kml" => kml::read(open()?, reading.most_features),
        "fgb" => flatgeobuf::read(open()?, reading.most_features),
        _ => decoding(open, reading),
    }
}

fn unknown_format() -> Message {
    Message::new(
        "不是可读的格式；可读 GeoJSON、GeoPackage、Shapefile、FlatGeobuf、CSV、Excel、KML、OSM PBF，人口另可读 GeoTIFF、ASCII 栅格",
        "is in none of the formats that are read: GeoJSON, GeoPackage, shapefile, FlatGeobuf, CSV, \
         Excel, KML, OSM PBF; for residents also GeoTIFF and ASCII grids",
    )
}

fn which_layer(layers: &[String]) -> Message {
    if layers.is_empty() {
        return Message::new("其中没有图层", "there is no layer in it");
    }
    let names = layers.join(", ");
    Message::new(format!("其中有多个图层：{names}"), format!("holds several layers: {names}"))
}

fn read_geojson(
    content: &Content,
    reading: Reading,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    decoding(|| content.open(progress), reading)
}

/// GeoJSON should be UTF-8, and often is in the encoding of the system that wrote it.
fn decoding<'p>(
    open: impl Fn() -> std::io::Result<Input<'p>>,
    reading: Reading,
) -> Result<RawLayer, ReadError> {
    let most = reading.most_features;
    let read_as = |named: TextEncoding| {
        let layer = geojson::read(open()?.decoded(named.0), most)?;
        Ok(RawLayer { encoding: Some(named), ..layer })
    };
    if let Some(named) = reading.encoding {
        return read_as(named);
    }
    match geojson::read(open()?, most) {
        Err(ReadError::NotUtf8) => {
            let encoding = text::encoding_of(open()?)?;
            let mut layer = read_as(TextEncoding(encoding))?;
            layer.remarks.push(text::remark(encoding));
            Ok(layer)
        }
        read => read,
    }
}

impl Content {
    fn open<'p>(&self, progress: &'p dyn Progress) -> std::io::Result<Input<'p>> {
        match self {
            Self::Path(path) | Self::Layer { path, .. } => Input::open(path, progress),
            Self::Text(text) => Input::of_bytes(text.clone().into()),
        }
    }

    /// A layer within the file.
    fn layer(&self, name: &str) -> Self {
        match self {
            Self::Path(path) | Self::Layer { path, .. } => {
                Self::Layer { path: path.clone(), layer: name.to_owned() }
            }
            Self::Text(_) => self.clone(),
        }
    }
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        Self::in_file("", error.message())
    }
}
