//! How each handout is made, on a thread of its own: progress is told, and nothing is written once it was
//! stopped.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use crate::booklet::{BookletError, BookletRequest, Paper, make_booklet};
use crate::charts::write_charts;
use crate::files::export::{ExportFormat, export_results};
use crate::files::workbook::{Appendix, write_study_workbook};
use crate::files::{LayerReport, Progress};
use crate::jobs::JobContext;
use crate::language::{Language, Message};
use crate::publication::{PublicationRequest, publish, write_folder};
use crate::session::Session;
use crate::study::register::Date;
use crate::tables::{lists_of, lists_title, remarks_on_lists};

use super::picture::{PictureSettings, SeenMap};
use super::{Particulars, Parts};

type Context = JobContext<Parts>;

/// What a booklet is made from, beside the study.
pub(super) struct BookletAsked {
    pub paper: Paper,
    pub sources: Vec<LayerReport>,
    /// Of the window.
    pub language: Language,
    pub particulars: Particulars,
}

/// What the study has come to, as a PDF file.
pub(super) fn booklet(
    mut session: Session,
    asked: BookletAsked,
    context: &Context,
    target: &Path,
) -> Result<(), Message> {
    let BookletAsked { paper, sources, language, particulars } = asked;
    let request = BookletRequest {
        paper,
        language: particulars.language_or(language),
        scenario: session.shown(),
        compare: session.compared(),
        date: Date::today().to_string(),
        review_number: particulars.review_number(),
        data_date: particulars.data_date(),
        sources,
    };
    let made =
        make_booklet(&mut session, &request, None, &mut |done, all| told(context, done, all));
    write_unless_stopped(context, target, &made.map_err(|error: BookletError| error.message())?)
}

/// The lists and indicators, as an XLSX file.
pub(super) fn workbook(
    session: &Session,
    language: Language,
    context: &Context,
    target: &Path,
) -> Result<(), Message> {
    let tables = lists_of(session, language);
    let remarks = remarks_on_lists(session, language);
    let appendix = Appendix::of(session, language);
    let title = lists_title(session, language);
    let made = write_study_workbook(&title, &remarks, &tables, &appendix, language);
    write_unless_stopped(context, target, &made.map_err(|error| error.message())?)
}

/// What is seen, as a PNG file.
pub(super) fn picture(
    session: &Session,
    seen: Option<&SeenMap>,
    settings: PictureSettings,
    language: Language,
    context: &Context,
    target: &Path,
) -> Result<(), Message> {
    let Some(seen) = seen else {
        return Err(Message::new("地图尚未显示，没有可绘的内容", "No map has been shown yet"));
    };
    let drawn = seen.draw(session, settings, language, &mut |done, all| told(context, done, all));
    let picture = drawn.map_err(|error| {
        Message::new(
            format!("无法绘制图片：{error}"),
            format!("The picture cannot be made: {error}"),
        )
    })?;
    write_unless_stopped(context, target, &picture)
}

/// The results as layers, and the charts, in a folder.
pub(super) fn data(
    session: &Session,
    format: ExportFormat,
    language: Language,
    context: &Context,
    folder: &Path,
) -> Result<(), Message> {
    export_results(session, folder, format, &Stages(context)).map_err(|error| error.message())?;
    let charts = folder.join("charts");
    let written = write_charts(session, &charts, language, &mut |done, all| {
        told(context, Stages::ALL + done, Stages::ALL + all)
    });
    written.map(drop).map_err(|error| error.message())
}

/// The stages of an export as parts of what is to be done.
struct Stages<'a>(&'a Context);

impl Stages<'_> {
    const ALL: usize = 3;
}

impl Progress for Stages<'_> {
    fn stage(&self, _what: Message, done: usize, total: usize) {
        // The charts come afterwards, about as many again.
        self.0.report((done, 2 * total));
    }

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}

/// Opens in the language of the reader's browser. Nothing is written once it was stopped.
pub(super) fn public_page(
    session: &Session,
    review_number: Option<String>,
    folder: &Path,
    context: &Context,
) -> Result<(), Message> {
    let study = session.study();
    let request = PublicationRequest { review_number, ..PublicationRequest::default() };
    let contents = publish(study, session.shown(), &request);
    let contents = contents.map_err(|error| error.message())?;
    if context.cancelled() {
        return Ok(());
    }
    let written = write_folder(folder, &contents, study.layers());
    written.map_err(|error| cannot_be_written(folder, &error))
}

/// Tells how far it is; the answer is whether anybody still waits.
fn told(context: &Context, done: usize, all: usize) -> ControlFlow<()> {
    context.report((done, all));
    match context.cancelled() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

fn write_unless_stopped(context: &Context, target: &Path, bytes: &[u8]) -> Result<(), Message> {
    match context.cancelled() {
        true => Ok(()),
        false => write_whole(target, bytes),
    }
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
