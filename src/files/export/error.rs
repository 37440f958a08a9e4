//! Why results could not be written.

use std::path::{Path, PathBuf};

use crate::files::study_file::in_brackets;
use crate::geometry::CrsError;
use crate::language::Message;

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{} cannot be written: {reason}", path.display())]
    Io { path: PathBuf, reason: String },
    #[error("the coordinates cannot be turned into degrees: {0}")]
    Crs(#[from] CrsError),
    #[error("{} is open in another window{}", path.display(), in_brackets(" (", holder, ")"))]
    Held { path: PathBuf, holder: String },
    #[error("cancelled")]
    Cancelled,
}

impl ExportError {
    pub(super) fn io(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::Io { path: path.to_path_buf(), reason: error.to_string() }
    }

    /// The error in both languages.
    pub fn message(&self) -> Message {
        let en = self.to_string();
        let zh = match self {
            Self::Io { path, reason } => format!("无法写入 {}：{reason}", path.display()),
            Self::Crs(error) => format!("坐标无法换算为经纬度：{error}"),
            Self::Held { path, holder } => {
                let holder = in_brackets("（", holder, "）");
                format!("{} 正在另一窗口中打开{holder}", path.display())
            }
            Self::Cancelled => "已取消".to_owned(),
        };
        Message::new(zh, en)
    }
}
