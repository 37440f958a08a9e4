//! What is told about the building or facility selected, kept from frame to frame until the study
//! changes.

use std::cell::RefCell;
use std::sync::Arc;

use crate::analysis::{Isochrones, NearestSite, nearest_sites};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId};

/// The explanations last asked for.
#[derive(Default)]
pub struct Explanations {
    nearest_sites: Kept<(usize, usize), Vec<NearestSite>>,
    isochrones: Kept<(FacilityId, FunctionIndex, usize), Isochrones>,
}

/// An answer, with the question it answers.
struct Kept<Q, A>(RefCell<Option<(Moment, Q, Arc<A>)>>);

/// The state of a study that an explanation depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    revision: u64,
    scenario: ScenarioId,
}

impl Explanations {
    /// The nearest site of each function, seen from a building of the scenario shown, as a group
    /// walks.
    pub fn nearest_sites(
        &self,
        session: &Session,
        building: usize,
        group: usize,
    ) -> Arc<Vec<NearestSite>> {
        let find = || nearest_sites(session.study(), session.shown(), building, group);
        self.nearest_sites.answer(session, (building, group), find)
    }

    /// The ground within walks of a facility of the scenario shown, along the streets. None in the
    /// circle model, and while something is dragged: it follows when it is let go.
    pub fn isochrones(
        &self,
        session: &Session,
        facility: FacilityId,
        function: FunctionIndex,
        group: usize,
    ) -> Option<Arc<Isochrones>> {
        let study = session.study();
        let at = session.facility(facility).filter(|f| f.offers(function))?.at;
        let walk = study.walk(group);
        if walk.network().is_none() || session.in_gesture() {
            return None;
        }
        let around = || Isochrones::around(walk, at, function);
        Some(self.isochrones.answer(session, (facility, function, group), around))
    }
}

impl<Q: Copy + PartialEq, A> Kept<Q, A> {
    fn answer(&self, session: &Session, question: Q, find: impl FnOnce() -> A) -> Arc<A> {
        let revision = session.study().revision();
        let now = Moment { revision, scenario: session.shown() };
        let mut known = self.0.borrow_mut();
        match &*known {
            Some((moment, asked, answer)) if *moment == now && *asked == question => answer.clone(),
            _ => {
                let answer = Arc::new(find());
                *known = Some((now, question, answer.clone()));
                answer
            }
        }
    }
}

impl<Q, A> Default for Kept<Q, A> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}
