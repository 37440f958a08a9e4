//! Where the open study is saved, and how that goes. A study that has no file yet is kept in a
//! recovery file from its first edit on, so that nothing is lost before it gets a name.

use std::path::{Path, PathBuf};

use crate::files::study_file::{ReadOnlyReason, SaveProblem, SaveStage, SavedStudy, Saver};
use crate::session::Commit;
use crate::study::ScenarioId;

use super::recovery;

/// Where a study lives.
#[derive(Debug, Clone, PartialEq)]
pub enum Home {
    /// In no file the planner chose.
    Unsaved,
    /// In a recovery file of an earlier session, until it gets a name.
    Recovered(PathBuf),
    File(PathBuf),
    /// In a file that cannot be written; edits are kept like those of an unsaved study.
    ReadOnly(PathBuf, ReadOnlyReason),
}

impl Home {
    /// The file the planner knows the study by.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Unsaved | Self::Recovered(_) => None,
            Self::File(path) | Self::ReadOnly(path, _) => Some(path),
        }
    }
}

/// Writes the open study as it changes.
pub struct Saving {
    home: Home,
    /// Writes the study's file, or its recovery file.
    saver: Option<Saver>,
    /// A new file that is being made; the study moves there when it is complete.
    next: Option<Saver>,
    /// A recovery file that keeps the study while its own file cannot be written.
    refuge: Option<Saver>,
    /// Whether the study was edited since it was opened or saved under a name.
    edited: bool,
}

/// How saving goes, as the status bar says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveStatus {
    /// Everything is in the file.
    Saved,
    /// A file is being made or steps are on their way.
    Saving,
    /// Nothing to save yet, or all of it in a recovery file.
    Unsaved,
    Failed(SaveProblem),
}

/// What became of a new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    To(PathBuf),
    Failed(SaveProblem),
}

impl Saving {
    pub fn new(home: Home) -> Self {
        Self { home, saver: None, next: None, refuge: None, edited: false }
    }

    /// Goes on writing an opened file.
    pub fn with_saver(mut self, saver: Saver) -> Self {
        self.saver = Some(saver);
        self
    }

    /// The same for a study that is new in part: closing asks for a name.
    pub fn with_unsaved_edits(mut self) -> Self {
        self.edited = true;
        self
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Whether closing would leave edits without a name.
    pub fn has_unsaved_edits(&self) -> bool {
        match &self.home {
            Home::Unsaved | Home::ReadOnly(..) => self.edited,
            Home::Recovered(_) => true,
            Home::File(_) => self.saver.as_ref().is_some_and(|saver| {
                let state = saver.state();
                state.pending > 0 && state.problem.is_some()
            }),
        }
    }

    pub fn status(&self) -> SaveStatus {
        if self.next.is_some() {
            return SaveStatus::Saving;
        }
        let Some(saver) = &self.saver else { return SaveStatus::Unsaved };
        let state = saver.state();
        match (state.problem, &self.home) {
            (Some(problem), _) => SaveStatus::Failed(problem),
            (None, Home::File(_)) if state.pending > 0 || state.creating => SaveStatus::Saving,
            (None, Home::File(_)) => SaveStatus::Saved,
            (None, _) => SaveStatus::Unsaved,
        }
    }

    /// How far a new file is.
    pub fn stage(&self) -> Option<SaveStage> {
        self.next.as_ref().and_then(Saver::stage)
    }

    /// Writes steps. The first ones of a study without a file begin its recovery file, which
    /// holds all of `snapshot()`.
    pub fn write(
        &mut self,
        commits: Vec<Commit>,
        recovery_folder: Option<&Path>,
        snapshot: impl FnOnce() -> SavedStudy,
        wake: impl Fn() + Send + Sync + 'static,
    ) {
        if commits.is_empty() {
            return;
        }
        self.edited = true;
        for also in [&self.next, &self.refuge].into_iter().flatten() {
            commits.iter().for_each(|commit| also.write(commit.clone()));
        }
        match (&self.saver, recovery_folder) {
            (Some(saver), _) => commits.into_iter().for_each(|commit| saver.write(commit)),
            (None, Some(folder)) => {
                // Without a thread there is no recovery; the study is still in memory.
                if let Some(path) = recovery::new_file(folder) {
                    self.saver = Saver::of_new_file(&path, snapshot(), wake).ok();
                }
            }
            (None, None) => {}
        }
    }

    /// Takes refuge in a recovery file while the study's own cannot be written, and leaves it when
    /// that can be written again.
    pub fn look_after_refuge(
        &mut self,
        recovery_folder: Option<&Path>,
        snapshot: impl FnOnce() -> SavedStudy,
        wake: impl Fn() + Send + Sync + 'static,
    ) {
        let (Home::File(_), Some(saver)) = (&self.home, &self.saver) else { return };
        let state = saver.state();
        match (&self.refuge, state.problem.is_some() && state.pending > 0) {
            (None, true) => {
                if let Some(path) = recovery_folder.and_then(recovery::new_file) {
                    self.refuge = Saver::of_new_file(&path, snapshot(), wake).ok();
                }
            }
            (Some(_), false) if state.pending == 0 => self.leave_refuge(),
            _ => {}
        }
    }

    /// Whether a recovery file holds what the study's own cannot take.
    pub fn is_in_refuge(&self) -> bool {
        self.refuge.as_ref().is_some_and(|refuge| {
            let state = refuge.state();
            !state.creating && state.pending == 0
        })
    }

    /// Ends the writing of a recovery file and removes it.
    fn leave_refuge(&mut self) {
        if let Some(refuge) = self.refuge.take() {
            let path = refuge.path().to_path_buf();
            refuge.finish();
            recovery::remove(&path);
        }
    }

    /// Notes which scenario is shown.
    pub fn remember_shown(&self, scenario: ScenarioId) {
        for saver in [&self.saver, &self.next].into_iter().flatten() {
            saver.remember_shown(scenario);
        }
    }

    /// Begins a new file; the study moves there when it is complete.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn save_as(
        &mut self,
        path: &Path,
        snapshot: SavedStudy,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<()> {
        self.next = Some(Saver::of_new_file(path, snapshot, wake)?);
        Ok(())
    }

    /// Moves into a new file that has become complete, or gives it up if it cannot be made.
    pub fn take_moved(&mut self) -> Option<Moved> {
        let state = self.next.as_ref()?.state();
        if let Some(problem) = state.problem {
            self.next = None;
            return Some(Moved::Failed(problem));
        }
        if state.creating {
            return None;
        }
        let path = self.next.as_ref()?.path().to_path_buf();
        self.leave_recovery();
        self.saver = self.next.take();
        self.home = Home::File(path.clone());
        self.edited = false;
        Some(Moved::To(path))
    }

    pub fn retry(&self) {
        if let Some(saver) = &self.saver {
            saver.retry();
        }
    }

    pub fn compact(&self) {
        if let (Home::File(_), Some(saver)) = (&self.home, &self.saver) {
            saver.compact();
        }
    }

    /// Gives up edits that have no name: the recovery file goes.
    pub fn discard(&mut self) {
        self.leave_recovery();
        self.edited = false;
    }

    /// Ends the writing of recovery files and removes them.
    fn leave_recovery(&mut self) {
        if !matches!(self.home, Home::File(_)) {
            self.leave_refuge();
            self.refuge = self.saver.take();
        }
        self.leave_refuge();
    }
}
