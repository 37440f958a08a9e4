//! The file beside its neighbours: where a new one grows, the journals of an old one, and whether what lies
//! there is still the same file.

use std::fs;
use std::path::{Path, PathBuf};

/// Where a new file grows until it is complete.
pub(super) fn unfinished_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}

/// Journals of a file that is about to be replaced would be taken for those of the new one.
pub(super) fn remove_journals(path: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(suffix);
        // Most often there is none.
        let _ = fs::remove_file(path.with_file_name(name));
    }
}

/// What tells a file from another one of the same name. Only Unix needs it: elsewhere a file that is open
/// cannot be replaced, only be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileIdentity {
    #[cfg(unix)]
    device_and_inode: (u64, u64),
}

impl FileIdentity {
    /// `None` when nothing is there.
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Some(Self { device_and_inode: (metadata.dev(), metadata.ino()) })
        }
        #[cfg(not(unix))]
        {
            let _ = metadata;
            Some(Self {})
        }
    }
}
