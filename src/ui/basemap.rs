//! The basemap of the window: the system's dialog, opening in the background, and what is told of
//! it. Tiles are left to `basemap`; which one lies below the map stands in the view.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::basemap::{Basemap, BasemapError, ENDINGS};
use crate::jobs::Job;
use crate::language::{Language, Message, Text};

#[cfg(feature = "online-basemap")]
use super::online_basemap::OnlineDialog;

const TITLE: Text = Text::new("选择底图文件", "Choose a basemap");
const FORMATS: Text = Text::new("底图（栅格瓦片）", "Basemaps (raster tiles)");

/// What is under way about the basemap.
#[derive(Default)]
pub struct BasemapChoice {
    /// The file that the next start begins with.
    remembered: Option<PathBuf>,
    dialog: Option<Job<(), Option<PathBuf>>>,
    opening: Option<Job<(), Result<Basemap, BasemapError>>>,
    /// Whether the planner was told of tiles that cannot be read.
    has_told_fault: bool,
    /// Asks for the address of a server.
    #[cfg(feature = "online-basemap")]
    pub online: OnlineDialog,
}

impl BasemapChoice {
    /// Begins with the file of the last time.
    pub fn recall(ctx: &egui::Context, remembered: Option<PathBuf>) -> Self {
        let mut choice = Self::default();
        if let Some(path) = remembered {
            choice.open(ctx, &path);
        }
        choice
    }

    /// The file to be remembered.
    pub fn remembered(&self) -> Option<&Path> {
        self.remembered.as_deref()
    }

    /// Shows the system's file dialog without holding up the window; made here and waited for on
    /// another thread, as the dialog of layers is.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        if self.dialog.is_some() {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(TITLE.of(language))
            .add_filter(FORMATS.of(language), &ENDINGS)
            .pick_file();
        let wake = ctx.clone();
        let job = Job::start(
            "file dialog",
            move || wake.request_repaint(),
            move |_| pollster::block_on(dialog).map(|file| file.path().to_path_buf()),
        );
        // Without a thread there is no dialog; the file can still be dropped on the window.
        self.dialog = job.ok();
    }

    /// Opens a file in the background: it may lie on a slow drive.
    pub fn open(&mut self, ctx: &egui::Context, path: &Path) {
        self.remembered = Some(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
        let (wake, tiles_wake, path) = (ctx.clone(), ctx.clone(), path.to_path_buf());
        let job = Job::start(
            "open basemap",
            move || wake.request_repaint(),
            move |_| Basemap::open(&path)?.in_background(move || tiles_wake.request_repaint()),
        );
        self.opening = job.ok();
    }

    /// No file, now and at the next start.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Goes on where the dialog has been answered. Returns a basemap that has been opened, or why
    /// it could not be.
    pub fn take_finished(&mut self, ctx: &egui::Context) -> Option<Result<Arc<Basemap>, Message>> {
        if let Some(answer) = self.dialog.as_ref().and_then(Job::poll) {
            self.dialog = None;
            if let Ok(Some(path)) = answer {
                self.open(ctx, &path);
            }
        }
        let opened = self.opening.as_ref()?.poll()?;
        self.opening = None;
        self.has_told_fault = false;
        let opened = match opened {
            Ok(Ok(basemap)) => return Some(Ok(Arc::new(basemap))),
            Ok(Err(error)) => error.message(),
            Err(panic) => Message::same(panic.to_string()),
        };
        self.remembered = None;
        Some(Err(opened))
    }

    /// What is wrong with tiles of the basemap, once.
    pub fn take_fault(&mut self, basemap: &Basemap) -> Option<Message> {
        let fault = basemap.fault().filter(|_| !self.has_told_fault)?;
        self.has_told_fault = true;
        Some(fault.message())
    }
}
