//! From the files a planner has to tables: one reader for each format. Knows nothing of roles,
//! fields and what the values mean; coordinates stay as the file has them.

mod geojson;
mod input;
mod text;

use crate::language::Message;

use super::Progress;
use super::foreign_geopackage;
use super::source::Content;
use super::table::Table;
use input::Input;
pub(super) use input::unreadable;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct RawLayer {
    pub table: Table,
    /// The system the file declares: an authority's code, a URN or well-known text.
    pub crs: Option<String>,
    /// Whether the file says of itself that it is made up, as our own sample does.
    pub synthetic: bool,
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

/// Reads a layer, or its first features where a number is given.
///
/// # Errors
/// When nothing of it can be used; what is wrong with single features stands in the table.
pub(super) fn read(
    content: &Content,
    most_features: Option<usize>,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    match content {
        Content::Layer { path, layer } => {
            foreign_geopackage::read(path, layer).map_err(ReadError::Unusable)
        }
        Content::Path(_) | Content::Text(_) => read_geojson(content, most_features, progress),
    }
}

/// GeoJSON should be UTF-8, and often is in the encoding of the system that wrote it.
fn read_geojson(
    content: &Content,
    most_features: Option<usize>,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    match geojson::read(content.open()?, most_features, progress) {
        Err(ReadError::NotUtf8) => {
            let encoding = text::encoding_of(content.open()?)?;
            let decoded = content.open()?.decoded(encoding);
            let mut layer = geojson::read(decoded, most_features, progress)?;
            layer.remarks.push(text::remark(encoding));
            Ok(layer)
        }
        read => read,
    }
}

impl Content {
    fn open(&self) -> std::io::Result<Input> {
        match self {
            Self::Path(path) | Self::Layer { path, .. } => Input::open(path),
            Self::Text(text) => Input::of_bytes(text.clone().into()),
        }
    }
}
