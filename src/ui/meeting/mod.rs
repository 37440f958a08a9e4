//! The review meeting in the window: the walkthrough that is prepared, and the walkthrough that is
//! presented. Which stop is looked at is a matter of the window; the stops belong to the study.
//!
//! `capture` makes stops from what is seen and shows them again, `action` are the wishes, `present` is
//! what the room sees. The list of stops beside the map stands in `panels::walkthrough`.

mod action;
mod capture;
mod present;

use crate::cartography::StopView;
use crate::language::Text;
use crate::study::{Stop, StopId, Study};

use super::Workspace;
use super::view::View;

pub use action::{PresentAction, WalkthroughAction};
pub use capture::{current_map, is_seen, show_map, title_of};
pub use present::{
    Before, Presenting, ScriptNumbers, StopPictures, present_ui, presenter_ui, take_keys, zoom_on,
};

/// Where the meeting stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meeting {
    /// The stop that is edited or presented; what it writes on the map is seen.
    pub stop: Option<StopId>,
    /// A call-out that was just put on the map of a stop, by its position: its words are typed next.
    pub begun: Option<(StopId, usize)>,
    /// The stop whose words are being typed, and which of them: a step that is not finished yet.
    pub typing: Option<(StopId, Text)>,
    /// While the walkthrough is presented.
    pub presenting: Option<Presenting>,
}

/// What a stop adds to the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks<'a> {
    /// The stop itself, with its call-outs, where it is a map.
    pub stop: Option<&'a Stop>,
    /// Positions of the units singled out.
    pub highlighted: Vec<usize>,
}

impl Meeting {
    pub fn is_presenting(&self) -> bool {
        self.presenting.is_some()
    }

    /// The stop looked at, if there is one and it is still there.
    pub fn current<'a>(&self, study: &'a Study) -> Option<&'a Stop> {
        study.walkthrough().get(self.stop?)
    }

    /// Whether the map shows the stop looked at; one of words has no map.
    pub fn is_seen(&self, workspace: &Workspace, view: &View) -> bool {
        let stop = self.current(workspace.session.study());
        stop.is_some_and(|stop| stop.map().is_none_or(|map| is_seen(map, workspace, view)))
    }

    /// The stop that the map shows.
    pub fn on_the_map<'a>(&self, workspace: &'a Workspace, view: &View) -> Option<&'a Stop> {
        let stop = self.current(workspace.session.study())?;
        stop.map().filter(|map| is_seen(map, workspace, view)).map(|_| stop)
    }

    /// What the stop looked at adds to the map.
    pub fn marks<'a>(&self, study: &'a Study) -> Marks<'a> {
        let stop = self.current(study);
        let Some((stop, map)) = stop.and_then(|stop| Some((stop, stop.map()?))) else {
            return Marks::default();
        };
        Marks { stop: Some(stop), highlighted: StopView::of(map, study).highlighted }
    }

    /// Forgets a stop that is not in the study any more.
    pub fn forget_what_is_gone(&mut self, study: &Study) {
        if self.current(study).is_none() {
            self.stop = None;
        }
        let is_there = |(stop, position): &(StopId, usize)| {
            let stop = study.walkthrough().get(*stop);
            stop.is_some_and(|stop| *position < stop.callouts.len())
        };
        self.begun = self.begun.filter(is_there);
    }
}
