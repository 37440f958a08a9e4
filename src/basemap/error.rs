//! What can be wrong with a basemap, in the planner's words.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::language::Message;

/// A basemap that cannot be used, and why. The file is named in the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub struct BasemapError {
    /// The file; online, the server.
    pub source_name: PathBuf,
    pub fault: Fault,
}

/// What is wrong with an archive of tiles, or with one of its tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The system or SQLite gives the reason.
    Unreadable(String),
    /// Neither MBTiles nor PMTiles, going by the ending of its name.
    UnknownEnding,
    /// A version of PMTiles other than the third.
    Version(u8),
    /// Vector tiles: they hold no picture.
    Vector,
    /// Pictures of a kind that is not read.
    Picture(String),
    /// Directories or metadata packed in a way that is not read.
    Packing(&'static str),
    /// The file contradicts itself, or a part of it is missing.
    Broken(Message),
    Empty,
    /// An address of online tiles that cannot be used.
    Address(Message),
}

impl Fault {
    /// A part of the file is not what it should be.
    pub(super) fn broken(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Broken(Message::new(zh, en))
    }

    fn no_tables() -> Self {
        Self::broken(
            "其中没有 MBTiles 的瓦片表",
            "it is an SQLite database without the tables of MBTiles",
        )
    }

    /// Names the file.
    pub(super) fn of(self, path: &Path) -> BasemapError {
        BasemapError { source_name: path.to_path_buf(), fault: self }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{SqlInputError, SqliteFailure};
        let code = error.sqlite_error_code();
        match error {
            SqliteFailure(..)
                if matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) =>
            {
                Self::broken(
                    "不是完整的 SQLite 数据库",
                    "it is no SQLite database, or a part of one",
                )
            }
            // What SQLite says where it does not know a table or column.
            SqlInputError { .. } => Self::no_tables(),
            SqliteFailure(..) if code == Some(ErrorCode::Unknown) => Self::no_tables(),
            error => Self::Unreadable(error.to_string()),
        }
    }
}

impl BasemapError {
    /// One line that names the file and says what to do.
    pub fn message(&self) -> Message {
        let file = self.source_name.display();
        let Message { zh, en } = self.fault.message();
        Message::new(format!("{file}：{zh}"), format!("{file}: {en}"))
    }
}

impl Fault {
    fn message(&self) -> Message {
        match self {
            Self::Unreadable(reason) => {
                Message::new(format!("无法读取：{reason}"), format!("cannot be read: {reason}"))
            }
            Self::UnknownEnding => Message::new(
                "不是底图文件，请选择 .mbtiles 或 .pmtiles 文件",
                "no basemap; choose an .mbtiles or .pmtiles file",
            ),
            Self::Version(version) => Message::new(
                format!("PMTiles 第 {version} 版，只能读取第 3 版；请用 pmtiles convert 转换"),
                format!("PMTiles of version {version}, only 3 is read; use pmtiles convert"),
            ),
            Self::Vector => Message::new(
                "是矢量瓦片，不能作底图；请改用栅格瓦片（PNG、JPEG 或 WebP），例如用 QGIS 的“生成 XYZ 瓦片（MBTiles）”导出",
                "holds vector tiles, which have no picture; give raster tiles (PNG, JPEG or WebP) \
                 instead, as QGIS makes with 'Generate XYZ tiles (MBTiles)'",
            ),
            Self::Picture(reason) => Message::new(
                format!("瓦片不是可读的 PNG、JPEG 或 WebP 图片：{reason}"),
                format!("a tile is no readable PNG, JPEG or WebP picture: {reason}"),
            ),
            Self::Packing(name) => Message::new(
                format!("用 {name} 压缩，只能读取 gzip 或未压缩的 PMTiles"),
                format!("packed with {name}; PMTiles packed with gzip or not at all are read"),
            ),
            Self::Broken(what) => Message::new(
                format!("文件已损坏（{}），请重新获取", what.zh),
                format!("the file is broken ({}); get it anew", what.en),
            ),
            Self::Empty => Message::new("其中没有瓦片", "there are no tiles in it"),
            Self::Address(what) => what.clone(),
        }
    }
}
