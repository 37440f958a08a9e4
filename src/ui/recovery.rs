//! What is kept for the case of a sudden end: recovery files of studies without a name, and
//! reports of crashes. All of it lies in one folder of the program's own.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::files::study_file::{self, is_geopackage_path, is_held};
use crate::language::Message;

/// A study that an earlier session left without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    pub path: PathBuf,
    /// The study's name, as far as it can be read.
    pub name: Option<Message>,
    /// When it was last written.
    pub modified: SystemTime,
}

/// A new recovery file's name in the folder, which is made if need be. `None` when that fails.
pub fn new_file(folder: &Path) -> Option<PathBuf> {
    let folder = folder.join("recovery");
    fs::create_dir_all(&folder).ok()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_millis();
    Some(folder.join(format!("study-{now}-{}.gpkg", std::process::id())))
}

/// The recovery files that no running program holds, the newest first.
pub fn left_behind(folder: &Path) -> Vec<LeftBehind> {
    let Ok(entries) = fs::read_dir(folder.join("recovery")) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<_> = paths
        .filter(|path| is_geopackage_path(path) && !is_held(path))
        .filter_map(|path| {
            let modified = fs::metadata(&path).ok()?.modified().ok()?;
            let name = study_file::name_of(&path);
            Some(LeftBehind { path, name, modified })
        })
        .collect();
    found.sort_by_key(|left| std::cmp::Reverse(left.modified));
    found
}

/// Removes a recovery file and what SQLite and the lock left beside it.
pub fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(suffix);
        // Most of these are not there.
        let _ = fs::remove_file(path.with_file_name(name));
    }
}

/// The last things the planner asked for, for the report of a crash.
static LAST_ACTIONS: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());
const MOST_ACTIONS: usize = 60;

/// Notes an action for the report of a crash.
pub fn note_action(action: &dyn std::fmt::Debug) {
    let mut text = format!("{action:?}");
    text.truncate(text.char_indices().nth(160).map_or(text.len(), |(end, _)| end));
    let mut actions = LAST_ACTIONS.lock().unwrap_or_else(PoisonError::into_inner);
    // A drag sends one action per frame; the last one tells enough.
    let kind = |text: &str| text.split([' ', '(', '{']).take(2).collect::<String>();
    if actions.back().is_some_and(|last| kind(last) == kind(&text)) {
        actions.pop_back();
    }
    actions.push_back(text);
    if actions.len() > MOST_ACTIONS {
        actions.pop_front();
    }
}

/// From now on, a panic leaves a report in the folder before the usual message.
pub fn report_crashes_to(folder: &Path) {
    let folder = folder.join("crashes");
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let backtrace = std::backtrace::Backtrace::force_capture();
        let thread = std::thread::current();
        let actions = match LAST_ACTIONS.try_lock() {
            Ok(actions) => actions.iter().cloned().collect::<Vec<_>>().join("\n  "),
            Err(_) => String::new(),
        };
        let report = format!(
            "Lifecircle {} on {} {}\nthread {}: {panic}\n\nlast actions:\n  {actions}\n\n{backtrace}\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            thread.name().unwrap_or("?"),
        );
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        // Whoever reads this has no better place to hear that it failed.
        let _ = fs::create_dir_all(&folder);
        let _ = fs::write(folder.join(format!("crash-{now}.txt")), report);
        usual(panic);
    }));
}

/// Reports of crashes that were not shown yet. They are marked as shown.
pub fn new_crash_reports(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder.join("crashes")) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let new = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let mut shown: Vec<_> = new
        .map(|path| {
            let shown = path.with_extension("shown.log");
            // A report that cannot be renamed is shown again next time.
            fs::rename(&path, &shown).map_or(path, |()| shown)
        })
        .collect();
    shown.sort();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_files_are_found_newest_first_and_removed_whole() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let Some(path) = new_file(folder.path()) else {
            return Err(std::io::Error::other("no recovery folder"));
        };
        fs::write(&path, "study")?;
        let found = left_behind(folder.path());
        assert_eq!(found.iter().map(|left| &left.path).collect::<Vec<_>>(), [&path]);
        remove(&path);
        assert!(left_behind(folder.path()).is_empty());
        Ok(())
    }

    #[test]
    fn a_crash_report_is_shown_once() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("crashes"))?;
        fs::write(folder.path().join("crashes/crash-1.txt"), "report")?;
        assert_eq!(new_crash_reports(folder.path()).len(), 1);
        assert!(new_crash_reports(folder.path()).is_empty());
        Ok(())
    }
}
