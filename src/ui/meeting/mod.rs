//! The review meeting in the window: the walkthrough that is prepared, and the walkthrough that is
//! presented. Which stop is looked at is a matter of the window; the stops belong to the study.
//!
//! `capture` makes stops from what is seen and shows them again, `action` are the wishes, `present` is
//! what the room sees. The list of stops beside the map stands in `panels::walkthrough`.

mod action;
mod capture;
mod present;

use std::sync::Arc;

use crate::cartography::StopView;
use crate::language::Text;
use crate::study::{Stop, StopId, Study};

use super::Workspace;
use super::kept::Kept;
use super::view::View;

use capture::is_seen;

pub use action::{PresentAction, WalkthroughAction};
pub use capture::{current_map, show_map, title_of};
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

/// What the map of the stop looked at is made from, kept until the study changes, its walkthrough too.
#[derive(Default)]
pub struct StopViews(Kept<(u64, StopId), StopView>);

impl StopViews {
    /// Of a stop of the study; none where it has no map.
    fn view(&self, study: &Study, stop: &Stop) -> Option<Arc<StopView>> {
        let map = stop.map()?;
        Some(self.0.answer((study.revision(), stop.id), || StopView::of(map, study)))
    }
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
        let study = workspace.session.study();
        let is_on_map = |stop: &Stop| {
            let shown = workspace.stop_views.view(study, stop);
            shown.is_none_or(|shown| is_seen(&shown, workspace, view))
        };
        self.current(study).is_some_and(is_on_map)
    }

    /// The stop that the map shows.
    pub fn on_the_map<'a>(&self, workspace: &'a Workspace, view: &View) -> Option<&'a Stop> {
        let study = workspace.session.study();
        let stop = self.current(study)?;
        let shown = workspace.stop_views.view(study, stop)?;
        is_seen(&shown, workspace, view).then_some(stop)
    }

    /// What the stop looked at adds to the map.
    pub fn marks<'a>(&self, workspace: &'a Workspace) -> Marks<'a> {
        let study = workspace.session.study();
        let stop = self.current(study);
        let shown = stop.and_then(|stop| Some((stop, workspace.stop_views.view(study, stop)?)));
        let Some((stop, shown)) = shown else { return Marks::default() };
        Marks { stop: Some(stop), highlighted: shown.highlighted.clone() }
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
