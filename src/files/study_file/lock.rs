//! Who may write a study file, or a folder of results: whoever holds the lock file beside it. The system lets go of the
//! lock when a program dies, however it dies, so nobody is ever locked out by a ghost.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The right to write a study file; given back when dropped.
#[derive(Debug)]
pub struct Lock {
    /// Held open: the lock belongs to the open file.
    _file: File,
    path: PathBuf,
}

/// Why the lock was not to be had.
#[derive(Debug)]
pub enum LockError {
    /// Another window holds it; who, as far as it can be read.
    Held(String),
    Io(io::Error),
}

/// Who holds a lock, in brackets; nothing where that is not known.
pub(crate) fn in_brackets(open: &str, holder: &str, close: &str) -> String {
    if holder.is_empty() { String::new() } else { format!("{open}{holder}{close}") }
}

impl Lock {
    /// Takes the lock of a study file.
    pub fn take(study: &Path) -> Result<Self, LockError> {
        let path = lock_path(study);
        let token = token();
        // The holder removes the file when it ends; who opened the removed one begins again.
        for _ in 0..8 {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
            let mut file = file.map_err(LockError::Io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(LockError::Held(holder(&path))),
                Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
            }
            let written = file.set_len(0).and_then(|()| file.write_all(token.as_bytes()));
            written.map_err(LockError::Io)?;
            if !fs::exists(&path).map_err(LockError::Io)? {
                continue;
            }
            match fs::read_to_string(&path) {
                Ok(found) if found != token => {}
                // Where a locked file cannot be read even by its holder, it was not replaced.
                Ok(_) | Err(_) => return Ok(Self { _file: file, path }),
            }
        }
        Err(LockError::Held(String::new()))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file left over does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a running program holds the lock of a study.
pub fn is_held(study: &Path) -> bool {
    let file = OpenOptions::new().write(true).open(lock_path(study));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// The lock file of a study: its name with `.lock` at the end.
fn lock_path(study: &Path) -> PathBuf {
    let mut name = study.file_name().unwrap_or_default().to_os_string();
    name.push(".lock");
    study.with_file_name(name)
}

/// Who takes the lock: user, machine, process, and a number that makes it unique.
fn token() -> String {
    let variable = |names: [&str; 2]| {
        names.into_iter().find_map(|name| std::env::var(name).ok()).filter(|v| !v.is_empty())
    };
    let user = variable(["USER", "USERNAME"]).or_else(|| variable(["LOGNAME", "LOGNAME"]));
    // A service without a user still has a home, which is called like one.
    let home = || std::env::var("HOME").ok()?.rsplit('/').next().map(str::to_owned);
    let user = user.or_else(home).unwrap_or_else(|| "?".to_owned());
    let machine = variable(["HOSTNAME", "COMPUTERNAME"])
        .or_else(|| fs::read_to_string("/etc/hostname").ok())
        .map_or_else(|| "?".to_owned(), |name| name.trim().to_owned());
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let since = since.map_or(0, |since| since.as_nanos());
    format!("{user}@{machine}, PID {}\n{since}\n", std::process::id())
}

/// What the holder wrote of itself.
fn holder(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let study = folder.path().join("a.gpkg");
        let first = Lock::take(&study).map_err(|error| format!("{error:?}"))?;
        let Err(LockError::Held(holder)) = Lock::take(&study) else {
            return Err("the second got the lock".into());
        };
        assert!(holder.contains(&format!("PID {}", std::process::id())), "{holder}");
        drop(first);
        assert!(Lock::take(&study).is_ok());
        assert!(!lock_path(&study).exists());
        Ok(())
    }
}
