//! Opening layers: what the list of files and the system's dialog are at, and what comes of reading, which
//! `reading` does in the background. `entries` is the list, `window` shows it; `stages` counts the stages of
//! reading, `sketch` shows what has been read.

mod entries;
mod reading;
mod sketch;
mod stages;
mod window;

use std::path::{Path, PathBuf};

use crate::files::study_file::StudyFileError;
use crate::files::{ImportError, LayerSource, Problem, Role, endings, locate};
use crate::jobs::{Job, JobPanic};
use crate::language::{Language, Message, Text};

use super::Workspace;
use super::file_dialog::{FileDialog, FileQuestion, Wanted};
use super::review::Review;

pub use reading::{Request, Stage};
pub use sketch::OpeningSketch;
pub use stages::OpeningStages;
pub use window::progress_ui;

use entries::Entries;
use reading::{Failure, JobProgress, Read, read};

/// The state of opening layers.
#[derive(Default)]
pub struct Opening {
    /// Whether the list of layers is on screen.
    pub shown: bool,
    /// Whether the layers are to replace those of the open study.
    is_update: bool,
    entries: Entries,
    /// How large the list was in the last frame.
    size: Option<egui::Vec2>,
    /// Whether the path field is to be focused, once, after the list has appeared.
    wants_focus: bool,
    /// The path being typed.
    typed_path: String,
    /// What could not be added, in the planner's words.
    complaint: Option<Message>,
    dialog: FileDialog,
    reading: Option<Job<Stage, Result<Read, Failure>>>,
    /// The picture of what has been read.
    pub sketch: OpeningSketch,
}

/// How reading ended.
pub enum Finished {
    Read(Box<Workspace>),
    /// Layers are read and wait to be taken over.
    Review(Box<Review>),
    /// One line per problem.
    Failed(Vec<Problem>),
    /// A GeoPackage that is no study: its layers are in the list now.
    LayersListed,
    Broken(JobPanic),
}

const TITLE: Text = Text::new("打开", "Open");
const FORMATS: Text = Text::new("研究文件和图层", "Studies and layers");
const NO_STUDY: Text = Text::new(
    "这个 GeoPackage 不是研究文件。可将其中的图层读入新的研究：",
    "This GeoPackage is no study. Its layers can be read into a new one:",
);
const NO_DIALOG: Text = Text::new(
    "未选择文件。若未出现文件对话框，请在下方输入路径，或把文件拖入窗口。",
    "No file chosen. If no dialog appeared, type a path below or drop files on the window.",
);

impl Opening {
    /// Reads a study in the background. A reading under way is cancelled.
    pub fn start_reading(&mut self, ctx: &egui::Context, request: Request) {
        let (wake, saver_wake) = (ctx.clone(), ctx.clone());
        let job = Job::start(
            "read study",
            move || wake.request_repaint(),
            move |context| read(request, &JobProgress::of(context), saver_wake),
        );
        match job {
            Ok(job) => self.reading = Some(job),
            Err(error) => self.complaint = Some(Message::same(error.to_string())),
        }
    }

    /// Shows the list of layers, ready for a path to be typed.
    pub fn show(&mut self) {
        self.shown = true;
        self.wants_focus = true;
    }

    /// Shows an empty list of layers for another study, or for the open one.
    pub fn begin(&mut self, is_update: bool) {
        if self.is_update != is_update {
            self.entries.clear();
        }
        self.is_update = is_update;
        self.complaint = None;
        self.show();
    }

    /// Whether the layers are to replace those of the open study.
    pub fn is_update(&self) -> bool {
        self.is_update
    }

    pub fn cancel_reading(&mut self) {
        self.reading = None;
    }

    /// What is being read, if anything is.
    pub fn stage(&self) -> Option<Stage> {
        let reading = self.reading.as_ref()?;
        Some(reading.progress().unwrap_or_else(|| Stage {
            what: Message::new("正在读取图层", "Reading layers"),
            done: 0,
            total: 0,
            share: 0.0,
            sketch: None,
        }))
    }

    /// Takes the result of a dialog or of reading, if one has come.
    pub fn take_finished(&mut self) -> Option<Finished> {
        match self.dialog.take_answer() {
            Some(paths) if paths.is_empty() => {
                self.complaint = Some(Message::new(NO_DIALOG.zh, NO_DIALOG.en));
            }
            Some(paths) => self.add_paths(&paths),
            None => {}
        }
        let result = self.reading.as_ref()?.poll()?;
        self.reading = None;
        Some(match result {
            Ok(Ok(Read::Study(workspace))) => {
                *self = Self::default();
                Finished::Read(workspace)
            }
            Ok(Ok(Read::Review(review))) => {
                // The list stays for whoever comes back to it.
                self.shown = false;
                Finished::Review(review)
            }
            Ok(Err(Failure::File(path, StudyFileError::NotAStudy { layers })))
                if !layers.is_empty() =>
            {
                self.list_layers(&path, layers);
                Finished::LayersListed
            }
            Ok(Err(Failure::File(path, error))) => Finished::Failed(vec![error.problem(&path)]),
            Ok(Err(Failure::Layers(ImportError(problems)))) => Finished::Failed(problems),
            Err(panic) => Finished::Broken(panic),
        })
    }

    /// Shows the system's file dialog.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let question = FileQuestion {
            title: TITLE.of(language),
            wanted: Wanted::Files,
            kind: FORMATS.of(language),
            endings: endings(),
            proposal: None,
        };
        self.complaint = self.dialog.ask(ctx, question).err().or(self.complaint.take());
    }

    /// Adds files, and the layers of folders, to the list.
    pub fn add_paths(&mut self, paths: &[PathBuf]) {
        self.shown = true;
        self.complaint = None;
        for path in paths {
            match locate(path) {
                Ok(located) => self.entries.add_located(located),
                Err(error) => {
                    let of = |language| {
                        let lines: Vec<_> = error.0.iter().map(|p| p.one_line(language)).collect();
                        lines.join("\n")
                    };
                    self.complaint = Some(Message::new(of(Language::Zh), of(Language::En)));
                }
            }
        }
    }

    /// Lists the layers of a GeoPackage that is no study.
    fn list_layers(&mut self, path: &Path, layers: Vec<String>) {
        self.shown = true;
        self.entries.list_layers(path, layers);
        self.complaint = Some(Message::new(NO_STUDY.zh, NO_STUDY.en));
    }

    pub fn set_role(&mut self, entry: usize, role: Role) {
        self.entries.set_role(entry, role);
    }

    pub fn remove_entry(&mut self, entry: usize) {
        self.entries.remove(entry);
    }

    /// The listed files whose role is known.
    pub fn listed_sources(&self) -> Vec<LayerSource> {
        self.entries.sources()
    }
}
