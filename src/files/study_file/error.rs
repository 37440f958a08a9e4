//! What can be wrong with a study file, told so that the planner knows what is untouched and what
//! to do.

use std::io;
use std::path::PathBuf;

use crate::files::Problem;
use crate::files::readers::unreadable;
use crate::files::source::file_name;
use crate::language::Message;

/// Why a study file cannot be opened, written or kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StudyFileError {
    /// The file is not SQLite at all, or cut off before its first page ends.
    #[error("not a study file")]
    NotGeoPackage,
    /// A database or a GeoPackage from elsewhere; these of its layers could be opened as layers.
    #[error("not a study file, but a GeoPackage with layers")]
    NotAStudy { layers: Vec<String> },
    /// The database contradicts itself.
    #[error("damaged: {0}")]
    Damaged(String),
    /// An older format, in a place where the upgraded file cannot be written.
    #[error("older format {0} in a place that cannot be written")]
    CannotUpgrade(u32),
    #[error("the disk is full")]
    DiskFull,
    #[error("the file or its folder cannot be written")]
    NotWritable,
    /// Another program put another file in the place of ours, or removed it.
    #[error("the file was removed or replaced by another program")]
    Replaced,
    #[error("another program is holding the file")]
    Busy,
    #[error("{0}")]
    Unreadable(BilingualText),
    #[error("{0}")]
    Sqlite(String),
    #[error("cancelled")]
    Cancelled,
}

/// A message as an error's text: its English wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilingualText(pub Message);

impl std::fmt::Display for BilingualText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl StudyFileError {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(one_line(&what.into()))
    }

    /// A record that is no valid JSON of ours.
    pub(super) fn record(error: &serde_json::Error) -> Self {
        Self::damaged(error.to_string())
    }

    /// The same error with the row it was found in.
    pub(super) fn in_row(self, table: &str, number: impl std::fmt::Display) -> Self {
        match self {
            Self::Damaged(what) => Self::damaged(format!("{table}, {number}: {what}")),
            other => other,
        }
    }

    pub(super) fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable
            }
            _ => Self::Unreadable(BilingualText(unreadable(error))),
        }
    }

    /// What happened and what to do, in both languages.
    pub fn message(&self) -> Message {
        match self {
            Self::NotGeoPackage => Message::new(
                "不是研究文件：不是 GeoPackage，或文件已被截断",
                "not a study file: not a GeoPackage, or cut off",
            ),
            Self::NotAStudy { layers } => {
                let names = layers.join("、");
                Message::new(
                    format!("是 GeoPackage，但不是研究文件；其中图层：{names}"),
                    format!("a GeoPackage, but not a study; its layers: {}", layers.join(", ")),
                )
            }
            Self::Damaged(what) => Message::new(
                format!("研究文件已损坏（{what}）。文件未作改动，请从备份恢复"),
                format!("the study file is damaged ({what}). It was left as it is; restore a copy"),
            ),
            Self::CannotUpgrade(version) => Message::new(
                format!("文件为旧格式 {version}，需升级但所在位置不可写；请先复制到可写的位置"),
                format!(
                    "an older format ({version}) that has to be upgraded, in a place that cannot \
                     be written; copy it elsewhere first"
                ),
            ),
            Self::DiskFull => Message::new("磁盘已满", "the disk is full"),
            Self::NotWritable => {
                Message::new("文件或文件夹不可写", "the file or its folder cannot be written")
            }
            Self::Replaced => Message::new(
                "文件已被其他程序删除或替换",
                "the file was removed or replaced by another program",
            ),
            Self::Busy => {
                Message::new("文件正被其他程序占用", "another program is holding the file")
            }
            Self::Unreadable(what) => what.0.clone(),
            Self::Sqlite(what) => {
                Message::new(format!("数据库错误：{what}"), format!("database error: {what}"))
            }
            Self::Cancelled => Message::new("已取消", "cancelled"),
        }
    }

    /// The error as a problem of the file at a path.
    pub fn problem(&self, path: &std::path::Path) -> Problem {
        Problem::in_file(file_name(path), self.message())
    }
}

impl From<rusqlite::Error> for StudyFileError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let Some(code) = error.sqlite_error_code() else { return Self::damaged(error.to_string()) };
        match code {
            Code::NotADatabase => Self::NotGeoPackage,
            Code::DatabaseCorrupt | Code::TypeMismatch => Self::damaged(error.to_string()),
            Code::DiskFull => Self::DiskFull,
            Code::ReadOnly | Code::PermissionDenied | Code::AuthorizationForStatementDenied => {
                Self::NotWritable
            }
            Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed => {
                Self::Busy
            }
            Code::OperationInterrupted => Self::Cancelled,
            _ => Self::Sqlite(one_line(&error.to_string())),
        }
    }
}

/// SQLite quotes what it stumbled over, which in a damaged file may be anything.
fn one_line(text: &str) -> String {
    let readable = text.chars().map(|c| if c.is_control() || c == '\u{fffd}' { ' ' } else { c });
    let readable: String = readable.collect();
    let words: Vec<&str> = readable.split_whitespace().collect();
    let line = words.join(" ");
    let end = line.char_indices().nth(160).map_or(line.len(), |(end, _)| end);
    line[..end].to_owned()
}

/// Where and why saving does not work; the edits are kept in memory meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveProblem {
    pub path: PathBuf,
    pub error: StudyFileError,
}
