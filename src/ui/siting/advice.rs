//! Advice on the facilities there are, worked out by a job whenever the study or what is asked of it
//! has changed, and kept until the next one is there.

use std::cell::RefCell;
use std::sync::Arc;

use crate::analysis::{
    Better, Closure, Reaching, SiteChange, SiteChoice, SitePlace, Suggestion, best_place_for,
    best_swap,
};
use crate::geometry::WorldPoint;
use crate::jobs::{Job, JobContext};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, FacilityOrigin, ScenarioId, Study};
use crate::ui::view::View;

/// Places are tried where there are so many buildings at most, or in the register.
const MOST_PLACES: usize = 20_000;

/// What can be said about the facilities there are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Advice {
    /// What is lost if the facility selected closes.
    pub closure: Option<Closure>,
    /// Where it would do most within the radius; none where it stands best already.
    pub improvement: Option<Suggestion>,
    /// The swap that gains most; none where none gains anything.
    pub swap: Option<Suggestion>,
    /// Whether there were too many places to try them for a swap.
    pub has_too_many_places: bool,
}

/// The advice last asked for.
#[derive(Default)]
pub struct AdviceStore(RefCell<Kept>);

#[derive(Default)]
struct Kept {
    advice: Option<(Asked, Arc<Advice>)>,
    job: Option<(Asked, Job<(), Option<Advice>>)>,
}

/// What advice is asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    revision: u64,
    scenario: ScenarioId,
    function: FunctionIndex,
    group: usize,
    selected: Option<FacilityId>,
    choice: SiteChoice,
    radius_m: f64,
    swaps_existing: bool,
}

impl AdviceStore {
    /// The advice, and whether it is that of this moment; none before there is any.
    pub fn advice(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
    ) -> Option<(Arc<Advice>, bool)> {
        let asked = Asked {
            revision: session.study().results_revision(),
            scenario: session.shown(),
            function: view.function,
            group: view.group,
            selected: view.selection.facility(),
            choice: view.siting.choice,
            radius_m: view.siting.radius_m,
            swaps_existing: view.siting.swaps_existing,
        };
        let mut kept = self.0.borrow_mut();
        kept.follow(ctx, session, asked);
        let (known, advice) = kept.advice.as_ref()?;
        // Advice on another facility would be taken for that on this one.
        let is_about_it = known.selected == asked.selected && known.function == asked.function;
        is_about_it.then(|| (advice.clone(), *known == asked))
    }
}

impl Kept {
    fn follow(&mut self, ctx: &egui::Context, session: &Session, asked: Asked) {
        if self.advice.as_ref().is_some_and(|(known, _)| *known == asked) {
            return;
        }
        if let Some((about, job)) = &self.job {
            match job.poll() {
                None if *about == asked || session.in_gesture() => return,
                Some(Ok(Some(advice))) => self.advice = Some((*about, Arc::new(advice))),
                // Asked once more, it would fail once more.
                Some(Err(_)) => self.advice = Some((*about, Arc::default())),
                Some(Ok(None)) | None => {}
            }
            self.job = None;
            if self.advice.as_ref().is_some_and(|(known, _)| *known == asked) {
                return;
            }
        }
        if session.in_gesture() {
            return;
        }
        let (wake, study) = (ctx.clone(), session.study().clone());
        let counts = session.scenario().reach_counts(asked.function, asked.group).to_vec();
        let job = Job::start(
            "advice on sites",
            move || wake.request_repaint(),
            move |context: &JobContext<()>| advise(&study, &counts, asked, context),
        );
        self.job = job.ok().map(|job| (asked, job));
    }
}

/// Works the advice out; none when cancelled.
fn advise(
    study: &Study,
    reach_counts: &[u32],
    asked: Asked,
    context: &JobContext<()>,
) -> Option<Advice> {
    let Asked { function, group, .. } = asked;
    let reaching = Reaching { study, function, group, reach_counts };
    let facilities = study.facilities(asked.scenario);
    let selected = asked.selected.and_then(|id| facilities.get(&id));
    let selected = selected.filter(|facility| facility.offers(function));
    let go_on = || !context.cancelled();
    let places = free_places(study, asked);
    let has_too_many_places = places.is_none();
    let places = places.unwrap_or_default();
    let may_go = |f: &&Facility| f.is_planned() || asked.swaps_existing;
    let may_go: Vec<&Facility> = facilities.values().filter(may_go).collect();
    let at: Vec<WorldPoint> = places.iter().map(|place| place.at).collect();
    let better = best_swap(reaching, &may_go, &at, &go_on);
    let advice = Advice {
        closure: selected.map(|facility| Closure::of(reaching, facility)),
        improvement: selected
            .and_then(|facility| improvement(reaching, facility, asked.radius_m, &places, &go_on)),
        swap: better.map(|better| swap(better, &places)),
        has_too_many_places,
    };
    go_on().then_some(advice)
}

/// The places of the choice in which a facility finds room; none where there are too many to try.
fn free_places(study: &Study, asked: Asked) -> Option<Vec<SitePlace>> {
    let is_among_buildings =
        asked.choice == SiteChoice::AllBuildings || study.register().is_empty();
    if is_among_buildings && study.layers().buildings.len() > MOST_PLACES {
        return None;
    }
    let free = study.free_areas(asked.scenario);
    let mut places = asked.choice.places(study, asked.function);
    places.retain(|place| free.has_room(&place.origin));
    Some(places)
}

fn swap(better: Better, places: &[SitePlace]) -> Suggestion {
    let open = places[better.place].clone();
    let what = SiteChange::Swap { close: better.facility, open };
    Suggestion { what, change: better.change }
}

/// A facility that stands free may stand anywhere, and the buildings around it are tried; one in
/// premises can only go to others of the choice.
fn improvement(
    reaching: Reaching,
    facility: &Facility,
    radius_m: f64,
    places: &[SitePlace],
    go_on: &dyn Fn() -> bool,
) -> Option<Suggestion> {
    let stands_free =
        matches!(facility.origin, FacilityOrigin::Existing | FacilityOrigin::Hypothetical);
    if stands_free {
        let buildings = &reaching.study.layers().buildings;
        let mut near = Vec::new();
        buildings.demand_index().for_each_within(facility.at, radius_m, |building| {
            near.push(buildings.demand_points()[building as usize]);
        });
        let Better { facility: id, place, change } =
            best_place_for(reaching, facility, &near, go_on)?;
        let what = SiteChange::Move { id, to: near[place] };
        return Some(Suggestion { what, change });
    }
    let is_near = |place: &&SitePlace| place.at.distance_to(facility.at) <= radius_m;
    let near: Vec<SitePlace> = places.iter().filter(is_near).cloned().collect();
    let at: Vec<WorldPoint> = near.iter().map(|place| place.at).collect();
    best_place_for(reaching, facility, &at, go_on).map(|better| swap(better, &near))
}
