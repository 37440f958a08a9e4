//! A stop of the walkthrough as a picture: what is asked of `rendering`, and which scenarios a session has to
//! turn to before. Command line and window make the same picture by it.

use crate::language::{Language, Message};
use crate::session::Session;
use crate::study::walkthrough::{Beside, Callout, SetBeside};
use crate::study::{Stop, Study};

use super::{
    Annotations, Division, OtherMap, PictureRequest, PictureTitle, PictureView, StopView, Subject,
    ThemeChoice,
};

/// A stop that is a map, as far as the study still has what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct StopPicture {
    view: StopView,
    title: Message,
    text: String,
    callouts: Vec<Callout>,
}

impl StopPicture {
    /// `None` for a slide of words.
    pub fn of(stop: &Stop, study: &Study) -> Option<Self> {
        let view = StopView::of(stop.map()?, study);
        let Stop { title, text, callouts, .. } = stop.clone();
        Some(Self { view, title, text, callouts })
    }

    /// What the study has not any more.
    pub fn missing(&self) -> &[Message] {
        &self.view.missing
    }

    /// Turns a session to what the stop shows.
    pub fn turn(&self, session: &mut Session) {
        session.show(self.view.scenario);
        session.compare_with(self.view.beside.map(|beside| beside.scenario));
    }

    /// The picture of a size in pixels.
    pub fn request(
        &self,
        study: &Study,
        [width, height]: [u32; 2],
        theme: ThemeChoice,
        language: Language,
    ) -> PictureRequest {
        let view = &self.view;
        PictureRequest {
            width,
            height,
            theme,
            function: Some(view.function),
            language,
            group: view.group,
            layers: view.layers,
            symbology: view.symbology,
            view: PictureView::InSight(view.ground(study, &self.callouts)),
        }
    }

    /// What the stop adds to its map. What it says stands on it as its title.
    pub fn annotations(&self, language: Language) -> Annotations<'_> {
        let view = &self.view;
        let (subject, other) = match view.beside {
            None => (Subject::Coverage, None),
            Some(Beside { scenario: from, how: SetBeside::Difference }) => {
                (Subject::Difference { from }, None)
            }
            Some(Beside { scenario: left, how: SetBeside::Swipe(share) }) => {
                let seen = view.framing.extent();
                let east_m = seen.min.x + seen.width() * f64::from(share);
                (Subject::Coverage, Some(OtherMap::Divided(Division { left, east_m })))
            }
            Some(Beside { scenario, how: SetBeside::SideBySide }) => {
                (Subject::Coverage, Some(OtherMap::Beside(scenario)))
            }
        };
        Annotations {
            subject,
            highlighted: &view.highlighted,
            callouts: &self.callouts,
            other,
            title: PictureTitle::Stop { title: self.title.of(language), text: &self.text },
        }
    }
}
