//! The kinds of pages: what stands on each, in words, figures and maps. How text stays in its room is
//! the work of `layout`.

mod comparison;
mod contents;
mod cover;
mod key_figures;
mod lists;
mod map_page;
mod method;
mod overview;
mod standard;
mod title_block;
mod words;

pub(super) use comparison::comparison_pages;
pub(super) use contents::{add_feet, with_contents};
pub(super) use cover::cover_page;
pub(super) use key_figures::key_figures_pages;
pub(super) use lists::list_pages;
pub(super) use map_page::map_page;
pub(super) use method::method_pages;
pub(super) use overview::overview_pages;
pub(super) use standard::standard_pages;
pub(super) use words::{minutes_pages, words_page};

use crate::fingerprint::Fingerprints;
use crate::language::{Message, Text};
use crate::session::Session;
use crate::study::ScenarioId;

use super::BookletRequest;
use super::layout::Press;

/// That the booklet is not for the public.
const INTERNAL: Text =
    Text::new("内部工作图 不得公开", "Internal working map, not for publication");

/// What all pages are made from.
pub(super) struct Material<'a> {
    pub press: &'a Press<'a>,
    pub session: &'a Session,
    pub request: &'a BookletRequest,
    pub fingerprints: &'a Fingerprints,
}

impl Material<'_> {
    fn text(&self, text: Text) -> &'static str {
        text.of(self.request.language)
    }

    fn say<'m>(&self, message: &'m Message) -> &'m str {
        message.of(self.request.language)
    }

    /// Between names in one line: the middle dot of the font is as wide as a Chinese character.
    fn dot(&self) -> &'static str {
        self.request.language.pick(" · ", " – ")
    }

    fn study_name(&self) -> &str {
        self.say(&self.session.study().layers().name)
    }

    fn scenario_name(&self, scenario: ScenarioId) -> String {
        self.session.study().scenarios().name(scenario).of(self.request.language).to_owned()
    }

    /// The state of the data, or that nobody has said it.
    fn data_date(&self) -> String {
        const UNKNOWN: Text = Text::new("未注明", "not stated");
        self.request.data_date.clone().unwrap_or_else(|| self.text(UNKNOWN).to_owned())
    }
}
