//! The booklet that people take home from a review (图册): a PDF with cover, contents, key figures, a
//! page per map, the comparison of two scenarios, the lists, the standard with the standing of every
//! number, and how all of it was computed.
//!
//! `pages` says what stands where, `layout` keeps it in its room, `print` makes the file and `structure`
//! says in it what is a heading, a table or a figure; maps are painted by `cartography`, charts by
//! `charts`, and lists come from `tables`.

mod layout;
mod pages;
mod print;
mod request;
mod stops;
mod structure;

use std::ops::ControlFlow;

use crate::basemap::Basemap;
use crate::cartography::{BrokenFont, GroundIndex, Palette, ThemeChoice, Typeface};
use crate::fingerprint::Fingerprints;
use crate::language::Message;
use crate::session::Session;
use crate::study::ScenarioId;

pub use layout::{Area, Block, Bookmark, Cell, Leaf, MapMark, Mark, Role, Written};
pub use request::{BookletRequest, Paper};

use layout::Press;
use pages::Material;
use print::Printer;
use stops::{StopPage, difference_stops, stops_of};

/// A booklet before it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Booklet {
    pub title: String,
    pub subject: String,
    pub leaves: Vec<Leaf>,
}

/// Why there is no booklet.
#[derive(Debug, thiserror::Error)]
pub enum BookletError {
    #[error("the study has no units, buildings or functions to show")]
    Empty,
    #[error("cancelled")]
    Cancelled,
    #[error("the page has no size")]
    Paper,
    #[error(transparent)]
    Font(#[from] BrokenFont),
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

impl BookletError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let en = self.to_string();
        let zh = match self {
            Self::Empty => "研究中没有可显示的规划单元、建筑或功能".to_owned(),
            Self::Cancelled => "已取消".to_owned(),
            Self::Paper => "页面没有大小".to_owned(),
            Self::Font(_) => "程序内置字体损坏".to_owned(),
            Self::Pdf(reason) => format!("无法生成 PDF：{reason}"),
        };
        Message::new(zh, en)
    }
}

/// Makes the booklet of a study. `progress` hears how many pages of how many are printed, and may
/// stop it; nothing of the session is changed but which scenarios it shows.
///
/// # Errors
/// When the study has nothing to show, or it was stopped.
pub fn make_booklet(
    session: &mut Session,
    request: &BookletRequest,
    basemap: Option<&Basemap>,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, BookletError> {
    let typeface = Typeface::new()?;
    let booklet = Booklet::compose(session, request, &typeface)?;
    let index = GroundIndex::of(session.study().layers());
    let palette = Palette::of(ThemeChoice::Print);
    let printer = Printer { typeface: &typeface, palette, request, index: &index, basemap };
    printer.print(&booklet, session, progress)
}

impl Booklet {
    /// Sets all pages. The session is left showing the scenario asked for.
    ///
    /// # Errors
    /// When the study has nothing to show.
    pub fn compose(
        session: &mut Session,
        request: &BookletRequest,
        typeface: &Typeface,
    ) -> Result<Self, BookletError> {
        let study = session.study();
        if study.layers().extent().is_none() || study.standard().functions.is_empty() {
            return Err(BookletError::Empty);
        }
        session.show(request.scenario);
        session.compare_with(request.compared());
        let press = Press {
            typeface,
            palette: Palette::of(ThemeChoice::Print),
            language: request.language,
            page: request.paper.units(),
        };
        let fingerprints = Fingerprints::of(session);
        let composer = Composer { press: &press, request, fingerprints: &fingerprints };
        let leaves = composer.leaves(session);
        let (language, study) = (request.language, session.study());
        let scenario = study.scenarios().name(request.scenario);
        let name = study.layers().name.of(language);
        Ok(Self {
            title: [name, scenario.of(language)].join(language.pick(" · ", " – ")),
            subject: language
                .pick("社区服务设施选址与覆盖评估图册", "Siting of community services")
                .to_owned(),
            leaves,
        })
    }
}

/// Sets the pages one after another, each with the session on its scenarios.
struct Composer<'a> {
    press: &'a Press<'a>,
    request: &'a BookletRequest,
    fingerprints: &'a Fingerprints,
}

impl Composer<'_> {
    fn material<'m>(&'m self, session: &'m Session) -> Material<'m> {
        let Self { press, request, fingerprints } = self;
        Material { press, session, request, fingerprints }
    }

    fn leaves(&self, session: &mut Session) -> Vec<Leaf> {
        let material = self.material(session);
        let mut leaves = vec![pages::cover_page(&material)];
        leaves.extend(pages::key_figures_pages(&material));
        leaves.extend(pages::overview_pages(&material));
        let stops = stops_of(session.study(), self.request);
        leaves.extend(self.stop_leaves(session, &stops));
        if let Some(from) = self.request.compared() {
            self.turn_to(session, Some(from));
            leaves.extend(pages::comparison_pages(&self.material(session), from));
            let stops = difference_stops(session, from, self.request);
            leaves.extend(self.stop_leaves(session, &stops));
        }
        self.turn_to(session, self.request.compared());
        let material = self.material(session);
        leaves.extend(pages::list_pages(&material));
        leaves.extend(pages::minutes_pages(&material));
        leaves.extend(pages::standard_pages(&material));
        leaves.extend(pages::method_pages(&material));
        let mut leaves = pages::with_contents(&material, leaves);
        pages::add_feet(&material, &mut leaves);
        leaves
    }

    /// A page for each stop.
    fn stop_leaves(&self, session: &mut Session, stops: &[StopPage]) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        for stop in stops {
            match stop {
                StopPage::Words { title, text } => {
                    leaves.push(pages::words_page(&self.material(session), title, text));
                }
                StopPage::Map(stop) => {
                    session.show(stop.scenario);
                    session.compare_with(stop.compared);
                    leaves.extend(pages::map_page(&self.material(session), stop));
                }
            }
        }
        leaves
    }

    fn turn_to(&self, session: &mut Session, compared: Option<ScenarioId>) {
        session.show(self.request.scenario);
        session.compare_with(compared);
    }
}
