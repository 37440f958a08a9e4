//! The best next sites with what is to be known of each, kept from frame to frame.

use std::cell::RefCell;
use std::sync::Arc;

use crate::analysis::{
    GainOf, Newcomer, Reaching, SiteChoice, SitePlace, best_buildings, best_candidates,
};
use crate::geometry::WorldPoint;
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::register::ReviewState;
use crate::study::{FacilityOrigin, ScenarioId};
use crate::ui::followed_measures::is_city;
use crate::ui::view::View;

use super::GainStore;

/// So many are shown.
const MOST_SHOWN: usize = 8;

/// A place among the best.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    pub place: SitePlace,
    pub newcomer: Newcomer,
    /// What it is ranked by.
    pub gain: Persons,
    /// How much more it gains than the next one; none for the last.
    pub lead: Option<Persons>,
    /// Where it stands in the joint review; none for a building outside the register.
    pub review: Option<ReviewState>,
}

/// The ranking last asked for.
#[derive(Default)]
pub struct BestStore(RefCell<Option<(Asked, Arc<Vec<Ranked>>)>>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    revision: u64,
    scenario: ScenarioId,
    function: FunctionIndex,
    group: usize,
    choice: SiteChoice,
    gain_of: GainOf,
}

/// Whether a choice is made among the register's candidates, not among buildings.
pub fn is_among_candidates(session: &Session, choice: SiteChoice) -> bool {
    matches!(choice, SiteChoice::Stock(_)) && !session.study().register().is_empty()
}

impl BestStore {
    /// The best places, the best one first; none before gains are counted. While something is
    /// dragged in a city or along the streets, they stand as they were before.
    pub fn ranking(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
        gains: &GainStore,
    ) -> Option<Arc<Vec<Ranked>>> {
        let asked = Asked {
            revision: session.study().results_revision(),
            scenario: session.shown(),
            function: view.function,
            group: view.group,
            choice: view.siting.choice,
            gain_of: view.siting.gain_of,
        };
        let is_dear = session.study().network().is_some() || is_city(session);
        let rests = session.in_gesture() && is_dear;
        if let Some((known, ranking)) = &*self.0.borrow()
            && (*known == asked || rests)
        {
            return Some(ranking.clone());
        }
        let places = best_places(ctx, session, view, gains)?;
        let ranking = Arc::new(ranked(session, view, &places));
        *self.0.borrow_mut() = Some((asked, ranking.clone()));
        Some(ranking)
    }
}

/// One more than are shown, so that the last of them has a runner-up.
fn best_places(
    ctx: &egui::Context,
    session: &Session,
    view: &View,
    gains: &GainStore,
) -> Option<Vec<(SitePlace, Persons)>> {
    let (study, scenario) = (session.study(), session.shown());
    let most = MOST_SHOWN + 1;
    match view.siting.choice {
        SiteChoice::Stock(rule) if is_among_candidates(session, view.siting.choice) => {
            let gains = gains.candidates(ctx, session, view)?;
            let mut best = best_candidates(study, scenario, view.function, rule, gains.all());
            best.truncate(most);
            Some(best)
        }
        choice => {
            let gains = gains.buildings(ctx, session, view)?;
            let only_convertible = choice != SiteChoice::AllBuildings;
            Some(best_buildings(study, scenario, only_convertible, gains.all(), most))
        }
    }
}

/// What a facility at a place would do, beside those of the scenario shown.
pub fn newcomer_at(session: &Session, view: &View, place: WorldPoint) -> Newcomer {
    let reaching = Reaching {
        study: session.study(),
        function: view.function,
        group: view.group,
        reach_counts: session.scenario().reach_counts(view.function, view.group),
    };
    Newcomer::at(reaching, place)
}

fn ranked(session: &Session, view: &View, places: &[(SitePlace, Persons)]) -> Vec<Ranked> {
    let study = session.study();
    let next = places.iter().skip(1).map(|(_, gain)| Some(*gain)).chain([None]);
    let ranked = places.iter().zip(next).take(MOST_SHOWN).map(|((place, gain), next)| Ranked {
        newcomer: newcomer_at(session, view, place.at),
        gain: *gain,
        lead: next.map(|next| *gain - next),
        review: match place.origin {
            FacilityOrigin::Candidate(id) => study.register().get(id).map(|c| c.review.state()),
            _ => None,
        },
        place: place.clone(),
    });
    ranked.collect()
}
