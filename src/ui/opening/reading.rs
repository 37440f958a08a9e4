//! Reading what was asked for, on a thread of its own, and how far that has come.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::study_file::{self, OpenedStudy, SavedStudy, Saver, StudyFileError};
use crate::files::{ImportError, ImportOptions, LayerSource, Progress, Role, Sketch};
use crate::jobs::JobContext;
use crate::language::Message;
use crate::sample;
use crate::ui::Workspace;
use crate::ui::review::Review;
use crate::ui::saving::Home;

use super::stages::OpeningStages;

/// What is to be opened.
#[derive(Debug, Clone)]
pub enum Request {
    Sample,
    /// Layers, taken over at once unless there is something to decide.
    Layers {
        sources: Vec<LayerSource>,
        options: ImportOptions,
    },
    /// Layers, to be looked at before they are taken over.
    Review {
        sources: Vec<LayerSource>,
        options: ImportOptions,
    },
    /// Newer layers for a study, to be looked at.
    Update {
        before: Arc<SavedStudy>,
        sources: Vec<LayerSource>,
        options: ImportOptions,
    },
    /// A study file, or a GeoPackage from elsewhere.
    File(PathBuf),
    /// What an earlier session left without a name.
    Recovered(PathBuf),
}

/// What was read.
pub(super) enum Read {
    Study(Box<Workspace>),
    /// To be looked at first.
    Review(Box<Review>),
}

/// Why something could not be opened.
pub(super) enum Failure {
    Layers(ImportError),
    File(PathBuf, StudyFileError),
}

/// How far reading has come.
#[derive(Debug, Clone)]
pub struct Stage {
    pub what: Message,
    pub done: usize,
    pub total: usize,
    /// How much of this stage is done, from 0 to 1.
    pub share: f32,
    /// What has been read so far.
    pub sketch: Option<Arc<Sketch>>,
}

impl Stage {
    /// How much of the whole is done, from 0 to 1; `None` before that is known.
    pub fn fraction(&self) -> Option<f32> {
        (self.total > 0).then(|| (self.done as f32 + self.share) / self.total as f32)
    }
}

/// Reads what was asked for, on the job's thread.
pub(super) fn read(
    request: Request,
    progress: &dyn Progress,
    wake: egui::Context,
) -> Result<Read, Failure> {
    let review = |sources: Vec<LayerSource>, options: ImportOptions| {
        Review::read(sources, options, progress).map_err(Failure::Layers)
    };
    match request {
        Request::Sample => {
            let (sources, options) = sample_sources();
            Ok(Read::Study(Box::new(review(sources, options)?.into_workspace())))
        }
        Request::Layers { sources, options } => {
            let review = review(sources, options)?;
            Ok(match review.asks() {
                true => Read::Review(Box::new(review)),
                false => Read::Study(Box::new(review.into_workspace())),
            })
        }
        Request::Review { sources, options } => {
            Ok(Read::Review(Box::new(review(sources, options)?)))
        }
        Request::Update { before, sources, options } => {
            let review = Review::update(before, sources, options, progress);
            Ok(Read::Review(Box::new(review.map_err(Failure::Layers)?)))
        }
        Request::File(path) => open_file(path, Home::File, progress, wake),
        Request::Recovered(path) => open_file(path, Home::Recovered, progress, wake),
    }
}

fn open_file(
    path: PathBuf,
    home: fn(PathBuf) -> Home,
    progress: &dyn Progress,
    wake: egui::Context,
) -> Result<Read, Failure> {
    let stages = OpeningStages::told_to(progress);
    let opened = study_file::open(&path, &stages);
    let opened = opened.map_err(|error| Failure::File(path.clone(), error))?;
    let OpenedStudy { saved, file, kept_copy } = opened;
    match file {
        Ok(file) => {
            let workspace = Workspace::of_file(saved, home(path.clone()), &stages);
            let mut workspace = workspace.ok_or_else(|| cancelled(&path))?;
            let saver = Saver::of_file(file, move || wake.request_repaint());
            let saver = saver
                .map_err(|error| Failure::File(path, StudyFileError::Sqlite(error.to_string())))?;
            workspace.saving = workspace.saving.with_saver(saver);
            workspace.kept_copy = kept_copy;
            Ok(Read::Study(Box::new(workspace)))
        }
        Err(reason) => {
            let home = Home::ReadOnly(path.clone(), reason);
            let workspace = Workspace::of_file(saved, home, &stages);
            Ok(Read::Study(Box::new(workspace.ok_or_else(|| cancelled(&path))?)))
        }
    }
}

fn cancelled(path: &Path) -> Failure {
    Failure::File(path.to_path_buf(), StudyFileError::Cancelled)
}

/// The built-in sample district as layers to import.
fn sample_sources() -> (Vec<LayerSource>, ImportOptions) {
    let sources = sample::district().into_iter().filter_map(|layer| {
        Some(LayerSource::of_text(Role::from_id(layer.role)?, layer.file_name, layer.text))
    });
    let options = ImportOptions { study_name: Some(sample::name()), ..ImportOptions::default() };
    (sources.collect(), options)
}

/// Hands the importer's progress to the job.
pub(super) struct JobProgress<'a> {
    context: &'a JobContext<Stage>,
    /// Kept from stage to stage.
    sketch: Mutex<Option<Arc<Sketch>>>,
}

impl<'a> JobProgress<'a> {
    pub fn of(context: &'a JobContext<Stage>) -> Self {
        Self { context, sketch: Mutex::new(None) }
    }
}

impl Progress for JobProgress<'_> {
    fn stage(&self, what: Message, done: usize, total: usize) {
        let sketch = self.sketch.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.context.report(Stage { what, done, total, share: 0.0, sketch });
    }

    fn share(&self, share: f64) {
        self.context.amend(|stage| {
            let share = share as f32;
            // A step that could not be seen is not worth a frame.
            let is_seen = (share - stage.share).abs() > 0.01;
            if is_seen {
                stage.share = share;
            }
            is_seen
        });
    }

    fn wants_sketches(&self) -> bool {
        true
    }

    fn sketch(&self, sketch: Sketch) {
        let sketch = Arc::new(sketch);
        *self.sketch.lock().unwrap_or_else(PoisonError::into_inner) = Some(sketch.clone());
        self.context.amend(|stage| {
            stage.sketch = Some(sketch);
            true
        });
    }

    fn cancelled(&self) -> bool {
        self.context.cancelled()
    }
}
