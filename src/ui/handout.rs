//! What is made in the background for people to take along: booklet, workbook, and the folder with the
//! page for residents. They are of the study as it was when they were asked for; what is edited
//! meanwhile is not in them.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::booklet::{BookletError, BookletRequest, Paper, make_booklet};
use crate::files::LayerReport;
use crate::files::workbook::{Appendix, write_study_workbook};
use crate::jobs::{Job, JobContext, JobPanic};
use crate::language::{Language, Message, Text};
use crate::publication::{PublicationRequest, publish, write_folder};
use crate::session::Session;
use crate::study::register::Date;
use crate::tables::{lists_of, lists_title, remarks_on_lists};

use super::action::{Action, FileAction};
use super::words;

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handout {
    Booklet(Paper),
    Workbook,
    /// A folder.
    PublicPage,
}

/// How far it has come: pages done, and of how many.
type Pages = (usize, usize);

/// A handout being made; dropping it stops the work.
pub struct HandoutJob {
    handout: Handout,
    path: PathBuf,
    job: Job<Pages, Result<(), Message>>,
}

/// How making one ended.
pub enum HandoutEnd {
    Made(Handout, PathBuf),
    Failed(Message),
    Broken(JobPanic),
}

impl Handout {
    /// The name proposed for its file or folder.
    pub fn file_name(self, language: Language) -> &'static str {
        match self {
            Self::Booklet(_) => language.pick("图册.pdf", "booklet.pdf"),
            Self::Workbook => language.pick("三张清单.xlsx", "lists.xlsx"),
            Self::PublicPage => language.pick("公众查询页", "public-page"),
        }
    }

    fn progress_text(self) -> Text {
        match self {
            Self::Booklet(_) => Text::new("正在生成图册", "Making the booklet"),
            Self::Workbook => Text::new("正在生成工作簿", "Making the workbook"),
            Self::PublicPage => Text::new("正在生成公众查询页", "Making the public page"),
        }
    }
}

impl HandoutJob {
    /// Begins to make a handout of the scenario shown, beside the one it is compared with.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        ctx: &egui::Context,
        handout: Handout,
        session: &Session,
        sources: &[LayerReport],
        language: Language,
        path: &Path,
    ) -> std::io::Result<Self> {
        let (session, sources, target) = (session.clone(), sources.to_vec(), path.to_path_buf());
        let wake = ctx.clone();
        let job = Job::start(
            "handout",
            move || wake.request_repaint(),
            move |context: &JobContext<Pages>| {
                let bytes = match handout {
                    Handout::Booklet(paper) => booklet(session, paper, sources, language, context),
                    Handout::Workbook => workbook(&session, language),
                    Handout::PublicPage => return public_page(&session, &target, context),
                }?;
                match context.cancelled() {
                    true => Ok(()),
                    false => write_whole(&target, &bytes),
                }
            },
        )?;
        Ok(Self { handout, path: path.to_path_buf(), job })
    }

    /// What came of it, once it is done.
    pub fn take_finished(&self) -> Option<HandoutEnd> {
        Some(match self.job.poll()? {
            Ok(Ok(())) => HandoutEnd::Made(self.handout, self.path.clone()),
            Ok(Err(what)) => HandoutEnd::Failed(what),
            Err(panic) => HandoutEnd::Broken(panic),
        })
    }

    /// Shows how far it is, and lets it be stopped.
    pub fn progress_ui(&self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            ui.spinner();
            if let Some((done, all)) = self.job.progress() {
                let share = done as f32 / all.max(1) as f32;
                ui.visuals_mut().extreme_bg_color = ui.visuals().widgets.inactive.bg_fill;
                ui.add(egui::ProgressBar::new(share).desired_width(120.0).show_percentage());
            }
            ui.label(self.handout.progress_text().of(language));
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(FileAction::CancelHandout.into());
            }
        });
    }
}

fn booklet(
    mut session: Session,
    paper: Paper,
    sources: Vec<LayerReport>,
    language: Language,
    context: &JobContext<Pages>,
) -> Result<Vec<u8>, Message> {
    let request = BookletRequest {
        paper,
        language,
        scenario: session.shown(),
        compare: session.compared(),
        date: Date::today().to_string(),
        review_number: None,
        data_date: None,
        sources,
    };
    let mut page_done = |done: usize, all: usize| {
        context.report((done, all));
        match context.cancelled() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    make_booklet(&mut session, &request, None, &mut page_done)
        .map_err(|error: BookletError| error.message())
}

fn workbook(session: &Session, language: Language) -> Result<Vec<u8>, Message> {
    let tables = lists_of(session, language);
    let remarks = remarks_on_lists(session, language);
    let appendix = Appendix::of(session, language);
    let title = lists_title(session, language);
    write_study_workbook(&title, &remarks, &tables, &appendix, language)
        .map_err(|error| error.message())
}

/// Opens in the language of the reader's browser. Nothing is written once it was stopped.
fn public_page(
    session: &Session,
    folder: &Path,
    context: &JobContext<Pages>,
) -> Result<(), Message> {
    let study = session.study();
    let contents = publish(study, session.shown(), &PublicationRequest::default());
    let contents = contents.map_err(|error| error.message())?;
    if context.cancelled() {
        return Ok(());
    }
    let written = write_folder(folder, &contents, study.layers());
    written.map_err(|error| cannot_be_written(folder, &error))
}

/// Writes beside the file's place and renames, so that an older one survives a failure.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".unfinished");
    let unfinished = path.with_file_name(name);
    let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // It may not be there at all.
        let _ = fs::remove_file(&unfinished);
        cannot_be_written(path, &error)
    })
}

fn cannot_be_written(path: &Path, error: &std::io::Error) -> Message {
    let path = path.display();
    Message::new(format!("无法写入 {path}：{error}"), format!("{path} cannot be written: {error}"))
}
