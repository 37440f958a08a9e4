//! The basemap of the window: choosing its file, opening it in the background, and what is told of
//! it. Tiles are left to `basemap`; which one lies below the map stands in the view.

use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "online-basemap")]
use crate::basemap::Address;
use crate::basemap::{Basemap, BasemapError, ENDINGS};
use crate::jobs::Job;
use crate::language::{Language, Message, Text};

use super::file_dialog::{FileDialog, FileQuestion, Wanted};
#[cfg(feature = "online-basemap")]
use super::online_basemap::OnlineDialog;

const TITLE: Text = Text::new("选择底图文件", "Choose a basemap");
const FORMATS: Text = Text::new("底图（栅格瓦片）", "Basemaps (raster tiles)");

/// Wishes about what lies below the map.
#[derive(Debug, Clone, PartialEq)]
pub enum BasemapAction {
    /// Asks for a file with the system's dialog.
    Browse,
    Remove,
    /// Asks for the address of a server.
    #[cfg(feature = "online-basemap")]
    ShowOnline,
    #[cfg(feature = "online-basemap")]
    CloseOnline,
    /// The server may be contacted.
    #[cfg(feature = "online-basemap")]
    GoOnline(Address),
}

/// What is under way about the basemap.
#[derive(Default)]
pub struct BasemapChoice {
    /// The file that the next start begins with.
    remembered: Option<PathBuf>,
    dialog: FileDialog,
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

    /// Shows the system's file dialog.
    ///
    /// # Errors
    /// When it cannot be waited for; a file can still be dropped on the window.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) -> Result<(), Message> {
        let question = FileQuestion {
            title: TITLE.of(language),
            wanted: Wanted::File,
            kind: FORMATS.of(language),
            endings: &ENDINGS,
            proposal: None,
        };
        self.dialog.ask(ctx, question)
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
        if let Some(path) = self.dialog.take_path() {
            self.open(ctx, &path);
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
