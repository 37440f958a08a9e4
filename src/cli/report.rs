//! `lifecircle report`: the booklet of a scenario as a PDF file.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::basemap::Basemap;
use crate::booklet::{BookletRequest, Paper, make_booklet};
use crate::language::Language;
use crate::study::register::Date;

use super::failure::Failure;
use super::output::{check_ending, deliver, tell};
use super::progress::TerminalProgress;
use super::study_args::{OpenedStudy, StudyArgs, find_scenario};

/// Make the booklet of a scenario: maps, figures, lists and methods as one PDF file
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// The PDF file
    #[arg(long, value_name = "FILE.pdf")]
    out: PathBuf,

    /// Size of the pages, in landscape
    #[arg(long, value_enum, default_value = "a4")]
    paper: PaperChoice,

    /// Language of the booklet alone: residents may read it in another one than who makes it reads messages
    /// in, which --language sets [default: that of messages]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    lang: Option<super::LanguageChoice>,

    /// The scenario it is compared with, by name or number [default: the base]
    #[arg(long, value_name = "SCENARIO")]
    compare: Option<String>,

    /// The number of the review that maps for the public need (审图号); left empty otherwise
    #[arg(long, value_name = "NUMBER")]
    review_number: Option<String>,

    /// The state of the data, as it stands in the title blocks, such as 2025-12
    #[arg(long, value_name = "DATE")]
    data_date: Option<String>,

    /// The day in the title blocks, such as 2026-03-31 [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,

    /// A basemap below the maps: raster tiles as .mbtiles or .pmtiles [default: none]
    #[arg(long, value_name = "FILE")]
    basemap: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperChoice {
    A3,
    A4,
}

impl From<PaperChoice> for Paper {
    fn from(choice: PaperChoice) -> Self {
        match choice {
            PaperChoice::A3 => Self::A3,
            PaperChoice::A4 => Self::A4,
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &ReportArgs, language: Language) -> Result<(), Failure> {
    check_ending(&args.out, "pdf")?;
    let mut opened = args.study.open(language)?;
    for warning in &opened.warnings {
        tell(&warning.one_line(language));
    }
    let pdf = args.booklet(&mut opened, language)?;
    deliver(Some(&args.out), |out| out.write_all(&pdf))
}

impl ReportArgs {
    /// The booklet of a study that was opened.
    pub fn booklet(
        &self,
        opened: &mut OpenedStudy,
        language: Language,
    ) -> Result<Vec<u8>, Failure> {
        let session = &mut opened.session;
        let compare = self.compare.as_deref();
        let compare = compare.map(|wanted| find_scenario(session.study(), wanted)).transpose()?;
        let request = BookletRequest {
            paper: self.paper.into(),
            language: self.lang.map_or(language, Language::from),
            scenario: session.shown(),
            compare,
            date: self.date.unwrap_or_else(Date::today).to_string(),
            review_number: self.review_number.clone(),
            data_date: self.data_date.clone(),
            sources: opened.sources.clone(),
        };
        let basemap = self.basemap.as_deref().map(Basemap::open).transpose()?;
        let progress = TerminalProgress::new(language);
        let mut page_done = |done: usize, all: usize| {
            let page = format!("{} / {all}", done + 1);
            progress.show(&language.pick(format!("图册第 {page} 页"), format!("page {page}")));
            ControlFlow::Continue(())
        };
        make_booklet(session, &request, basemap.as_ref(), &mut page_done)
            .map_err(|error| Failure::Result(error.message()))
    }
}
