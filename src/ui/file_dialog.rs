//! The system's file dialog, shown without holding up the window: made on the window's thread, which macOS
//! wants, and waited for on another, since a desktop portal may never answer.

use std::path::{Path, PathBuf};

use rfd::{AsyncFileDialog, FileHandle};

use crate::jobs::Job;
use crate::language::Message;

/// A dialog of the system that is open, or none.
#[derive(Default)]
pub struct FileDialog(Option<Job<(), Vec<PathBuf>>>);

/// What a dialog asks for.
#[derive(Debug, Clone, Copy)]
pub struct FileQuestion<'a> {
    pub title: &'a str,
    pub wanted: Wanted,
    /// What the files are called, and their endings; without endings all are shown.
    pub kind: &'a str,
    pub endings: &'a [&'a str],
    /// What is asked about at first, where something is.
    pub proposal: Option<&'a Path>,
}

/// What may be chosen in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    File,
    Files,
    Folder,
    /// A file that is to be written.
    NewFile,
}

impl FileDialog {
    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Asks; a dialog that is open already stays.
    ///
    /// # Errors
    /// When the system gives no thread to wait on. A path can still be typed, or a file dropped on the
    /// window.
    pub fn ask(&mut self, ctx: &egui::Context, question: FileQuestion) -> Result<(), Message> {
        if self.is_open() {
            return Ok(());
        }
        let dialog = question.dialog();
        match question.wanted {
            Wanted::File => self.wait_for(ctx, one(dialog.pick_file())),
            Wanted::Files => self.wait_for(ctx, dialog.pick_files()),
            Wanted::Folder => self.wait_for(ctx, one(dialog.pick_folder())),
            Wanted::NewFile => self.wait_for(ctx, one(dialog.save_file())),
        }
    }

    fn wait_for(
        &mut self,
        ctx: &egui::Context,
        chosen: impl Future<Output = Option<Vec<FileHandle>>> + Send + 'static,
    ) -> Result<(), Message> {
        let wake = ctx.clone();
        let job = Job::start(
            "file dialog",
            move || wake.request_repaint(),
            move |_| {
                let files = pollster::block_on(chosen).unwrap_or_default();
                files.iter().map(|file| file.path().to_path_buf()).collect()
            },
        );
        self.0 = Some(job.map_err(|error| Message::same(error.to_string()))?);
        Ok(())
    }

    /// What was chosen, once, when the dialog has been answered: nothing where it was closed or could not
    /// be shown.
    pub fn take_answer(&mut self) -> Option<Vec<PathBuf>> {
        let answer = self.0.as_ref()?.poll()?;
        self.0 = None;
        Some(answer.unwrap_or_default())
    }

    /// The one path chosen, once.
    pub fn take_path(&mut self) -> Option<PathBuf> {
        self.take_answer()?.into_iter().next()
    }
}

impl FileQuestion<'_> {
    fn dialog(&self) -> AsyncFileDialog {
        let mut dialog = AsyncFileDialog::new().set_title(self.title);
        if !self.endings.is_empty() {
            dialog = dialog.add_filter(self.kind, self.endings);
        }
        if let Some(name) = self.proposal.and_then(Path::file_name) {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        let folder = self.proposal.and_then(Path::parent);
        if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        dialog
    }
}

async fn one(chosen: impl Future<Output = Option<FileHandle>>) -> Option<Vec<FileHandle>> {
    chosen.await.map(|file| vec![file])
}
