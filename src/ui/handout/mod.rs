//! What is made in the background for people to take along: booklet, workbook, a picture of the map, the
//! results as layers, and the folder with the page for residents. They are of the study as it was when
//! they were asked for; what is edited meanwhile is not in them. `making` makes them, `picture` says what
//! a picture shows, `options` is what can be chosen before, `particulars` what is typed.

mod making;
mod options;
mod particulars;
mod picture;

use std::path::{Path, PathBuf};

use crate::booklet::Paper;
use crate::files::LayerReport;
use crate::files::export::ExportFormat;
use crate::jobs::{Job, JobContext, JobPanic};
use crate::language::{Language, Message, Text};
use crate::session::Session;

use super::action::{Action, FileAction};
use super::words;

pub use options::options_ui;
pub use particulars::Particulars;
pub use picture::{PictureSettings, SeenMap, TitleChoice};

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handout {
    Booklet(Paper),
    Workbook,
    /// Of what is seen.
    Picture(PictureSettings),
    /// The results as layers: a folder.
    Data(ExportFormat),
    /// A folder.
    PublicPage,
}

/// What handouts are made from.
pub struct Asked<'a> {
    pub session: &'a Session,
    pub sources: &'a [LayerReport],
    pub language: Language,
    /// What is seen; `None` until the map has been shown.
    pub seen: Option<SeenMap>,
    pub particulars: Particulars,
}

/// How far it has come: parts done, and of how many.
type Parts = (usize, usize);

/// A handout being made; dropping it stops the work.
pub struct HandoutJob {
    handout: Handout,
    path: PathBuf,
    job: Job<Parts, Result<(), Message>>,
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
            Self::Picture(_) => language.pick("地图.png", "map.png"),
            Self::Data(_) => language.pick("成果数据", "results"),
            Self::PublicPage => language.pick("公众查询页", "public-page"),
        }
    }

    /// Whether it is a folder instead of a file.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::PublicPage | Self::Data(_))
    }

    fn progress_text(self) -> Text {
        match self {
            Self::Booklet(_) => Text::new("正在生成图册", "Making the booklet"),
            Self::Workbook => Text::new("正在生成工作簿", "Making the workbook"),
            Self::Picture(_) => Text::new("正在绘制图片", "Drawing the picture"),
            Self::Data(_) => Text::new("正在导出数据", "Exporting the data"),
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
        asked: Asked,
        path: &Path,
    ) -> std::io::Result<Self> {
        let Asked { session, sources, language, seen, particulars } = asked;
        let (session, sources, target) = (session.clone(), sources.to_vec(), path.to_path_buf());
        let wake = ctx.clone();
        let job = Job::start(
            "handout",
            move || wake.request_repaint(),
            move |context: &JobContext<Parts>| match handout {
                Handout::Booklet(paper) => {
                    let asked = making::BookletAsked { paper, sources, language, particulars };
                    making::booklet(session, asked, context, &target)
                }
                Handout::Workbook => making::workbook(&session, language, context, &target),
                Handout::Picture(settings) => {
                    making::picture(&session, seen.as_ref(), settings, language, context, &target)
                }
                Handout::Data(format) => making::data(&session, format, language, context, &target),
                Handout::PublicPage => {
                    let review_number = particulars.review_number();
                    making::public_page(&session, review_number, &target, context)
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
