//! The check of a whole study file after it was opened. Opening itself checks the small tables
//! that hold the planner's work; the layers of a city take seconds, so they follow behind.

use std::path::Path;

use crate::files::study_file::{self, StudyFileError};
use crate::jobs::Job;
use crate::language::Message;

/// A check under way.
pub struct IntegrityCheck {
    file: String,
    job: Job<(), Result<(), StudyFileError>>,
}

impl IntegrityCheck {
    /// Starts the check; `None` when the system gives no thread.
    pub fn start(ctx: &egui::Context, path: &Path) -> Option<Self> {
        let (file, path, wake) = (path.display().to_string(), path.to_path_buf(), ctx.clone());
        let job = Job::start(
            "integrity check",
            move || wake.request_repaint(),
            move |context| study_file::check_tables(&path, || context.cancelled()),
        );
        Some(Self { file, job: job.ok()? })
    }

    /// What the check found: `None` while it runs, `Some(None)` when the file is sound.
    pub fn take_finding(&self) -> Option<Option<Message>> {
        match self.job.poll()? {
            Ok(Err(StudyFileError::Damaged(_))) => Some(Some(self.damaged())),
            // What kept the check from being made is no finding about the file.
            Ok(_) | Err(_) => Some(None),
        }
    }

    fn damaged(&self) -> Message {
        let file = &self.file;
        Message::new(
            format!(
                "{file} 有损坏之处（可能是磁盘故障）。已读入的内容可用“另存为…”保存到新文件；\
                 请与备份核对。"
            ),
            format!(
                "{file} is damaged in places (a failing disk?). What was read can be kept with \
                 \"Save as…\" in a new file; compare it with a backup."
            ),
        )
    }
}
