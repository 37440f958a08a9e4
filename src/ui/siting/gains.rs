//! Exact gains, kept from frame to frame: of the register's candidates and of all buildings. They are
//! counted by a job, and then follow every move; in a city those of buildings rest during a drag.

use std::cell::{Cell, Ref, RefCell};

use crate::analysis::{GainOf, GainsError, PlaceGains, Unmet};
use crate::geometry::WorldPoint;
use crate::jobs::Job;
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Parameters, ScenarioId, WalkModel};
use crate::ui::followed_measures::is_city;
use crate::ui::view::View;

/// With more gains at hand, they wait for the end of a drag. A number of its own: places are counted, of
/// which a register may hold many in a small study.
const LIVE_PLACES: usize = 100_000;

/// The gains of candidates and buildings.
pub struct GainStore {
    candidates: RefCell<Kept>,
    buildings: RefCell<Kept>,
    /// Whether the planner has ended the counting at buildings.
    is_stopped: Cell<bool>,
}

/// How far counting has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GainProgress {
    /// The gains are those of this moment.
    Current,
    /// Counting; the share that is done.
    Counting(f64),
    /// The planner has ended it.
    Stopped,
    /// They cannot be had for so many places along the streets.
    TooMany,
}

/// Gains as they were counted last, and the counting under way.
struct Kept {
    places: Places,
    /// Where the candidates are that the gains were counted for.
    candidates: Vec<WorldPoint>,
    gains: Option<PlaceGains>,
    /// The moment that the gains stand for.
    stamp: Option<Stamp>,
    counting: Option<Counting>,
    /// For what they cannot be counted.
    failed: Option<Subject>,
}

/// Which places are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Places {
    Candidates,
    Buildings,
}

struct Counting {
    stamp: Stamp,
    job: Job<f64, Result<PlaceGains, GainsError>>,
}

/// What is counted, and how one walks.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Subject {
    function: FunctionIndex,
    group: usize,
    gain_of: GainOf,
    parameters: Parameters,
}

/// A moment of the study, seen by a subject.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stamp {
    revision: u64,
    scenario: ScenarioId,
    subject: Subject,
}

impl Stamp {
    fn of(session: &Session, view: &View) -> Self {
        let parameters = *session.study().parameters();
        let (function, group, gain_of) = (view.function, view.group, view.siting.gain_of);
        let subject = Subject { function, group, gain_of, parameters };
        Self { revision: session.study().results_revision(), scenario: session.shown(), subject }
    }
}

impl Default for GainStore {
    fn default() -> Self {
        Self {
            candidates: RefCell::new(Kept::of(Places::Candidates)),
            buildings: RefCell::new(Kept::of(Places::Buildings)),
            is_stopped: Cell::new(false),
        }
    }
}

impl GainStore {
    /// The gains of the register's candidates, in its order; none before they are counted. `ctx` is
    /// woken when they are.
    pub fn candidates(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
    ) -> Option<Ref<'_, PlaceGains>> {
        self.candidates.borrow_mut().follow(ctx, session, view);
        Ref::filter_map(self.candidates.borrow(), |kept| kept.gains.as_ref()).ok()
    }

    /// The gain of one candidate, by its position in the register.
    pub fn candidate(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
        position: Option<usize>,
    ) -> Option<Persons> {
        let gains = self.candidates(ctx, session, view)?;
        gains.all().get(position?).copied()
    }

    /// The gains of all buildings, in the order of the layer; none before they are counted.
    pub fn buildings(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
    ) -> Option<Ref<'_, PlaceGains>> {
        if self.is_stopped.get() || is_too_much(session) {
            return None;
        }
        self.buildings.borrow_mut().follow(ctx, session, view);
        Ref::filter_map(self.buildings.borrow(), |kept| kept.gains.as_ref()).ok()
    }

    /// The gain of a building, where the gains of this moment are there already.
    pub fn known_of_building(
        &self,
        session: &Session,
        view: &View,
        building: usize,
    ) -> Option<Persons> {
        let kept = self.buildings.borrow();
        let is_current = kept.stamp == Some(Stamp::of(session, view));
        let gains = kept.gains.as_ref().filter(|_| is_current)?;
        gains.all().get(building).copied()
    }

    /// How far the counting at buildings has come.
    pub fn progress_of_buildings(&self, session: &Session) -> GainProgress {
        let kept = self.buildings.borrow();
        match &kept.counting {
            _ if is_too_much(session) || kept.failed.is_some() => GainProgress::TooMany,
            _ if self.is_stopped.get() => GainProgress::Stopped,
            Some(counting) => GainProgress::Counting(counting.job.progress().unwrap_or(0.0)),
            None => GainProgress::Current,
        }
    }

    /// Ends the counting at buildings, or lets it begin again.
    pub fn count_buildings(&self, counts: bool) {
        self.is_stopped.set(!counts);
        if !counts {
            *self.buildings.borrow_mut() = Kept::of(Places::Buildings);
        }
    }
}

/// Whether gains at all buildings would be a search each, and too many.
fn is_too_much(session: &Session) -> bool {
    session.study().parameters().model == WalkModel::Network && is_city(session)
}

impl Places {
    fn all(self, session: &Session) -> Vec<WorldPoint> {
        let study = session.study();
        match self {
            Self::Candidates => study.register().iter().map(|one| one.at).collect(),
            Self::Buildings => study.layers().buildings.demand_points().to_vec(),
        }
    }
}

impl Kept {
    fn of(places: Places) -> Self {
        Self {
            places,
            candidates: Vec::new(),
            gains: None,
            stamp: None,
            counting: None,
            failed: None,
        }
    }

    /// Brings the gains up to the study, or has that done.
    fn follow(&mut self, ctx: &egui::Context, session: &Session, view: &View) {
        let stamp = Stamp::of(session, view);
        let rests = session.in_gesture() && self.gain_count() > LIVE_PLACES;
        if self.stamp == Some(stamp) || self.failed == Some(stamp.subject) || rests {
            return;
        }
        self.take_counted();
        let is_counting =
            self.counting.as_ref().is_some_and(|counting| counting.stamp.subject == stamp.subject);
        if self.stamp == Some(stamp) || is_counting {
            return;
        }
        if self.is_brought_up(session, stamp.subject) {
            self.stamp = Some(stamp);
        } else if self.failed != Some(stamp.subject) {
            self.count_anew(ctx, session, stamp);
        }
    }

    fn gain_count(&self) -> usize {
        self.gains.as_ref().map_or(0, |gains| gains.all().len())
    }

    /// Takes what the job has counted.
    fn take_counted(&mut self) {
        let Some(counting) = &self.counting else { return };
        match counting.job.poll() {
            None => return,
            Some(Ok(Ok(gains))) => {
                (self.gains, self.failed) = (Some(gains), None);
                self.stamp = Some(counting.stamp);
            }
            Some(_) => self.failed = Some(counting.stamp.subject),
        }
        self.counting = None;
    }

    /// Whether the gains could be brought up to the study by what has changed since.
    fn is_brought_up(&mut self, session: &Session, subject: Subject) -> bool {
        let study = session.study();
        let stand_as_before = match self.places {
            Places::Candidates => {
                study.register().iter().map(|one| one.at).eq(self.candidates.iter().copied())
            }
            // They are part of the layers, which the gains look after.
            Places::Buildings => true,
        };
        let Some(gains) = self.gains.as_mut().filter(|_| stand_as_before) else { return false };
        let Subject { function, group, gain_of, .. } = subject;
        // Who has no room is too much to be looked for in a frame.
        if gains.what() != (function, group, gain_of) || gain_of == GainOf::Room {
            return false;
        }
        gains.follow(study, &session.unmet((function, group), gain_of))
    }

    fn count_anew(&mut self, ctx: &egui::Context, session: &Session, stamp: Stamp) {
        let subject = stamp.subject;
        let (wake, study) = (ctx.clone(), session.study().clone());
        let Subject { function, group, gain_of, .. } = subject;
        let counts = session.scenario().reach_counts(function, group).to_vec();
        let (scenario, places) = (session.shown(), self.places.all(session));
        let is_about_the_same = self.stamp.is_some_and(|known| known.subject == subject);
        let stand_as_before = self.places == Places::Buildings || self.candidates == places;
        // Those of a moment ago are better than none, if they are of the same places.
        if !(is_about_the_same && stand_as_before) {
            (self.gains, self.stamp) = (None, None);
        }
        if self.places == Places::Candidates {
            self.candidates.clone_from(&places);
        }
        let job = Job::start(
            "gains of places",
            move || wake.request_repaint(),
            move |context| {
                let unmet = Unmet::of(&study, scenario, &counts, (function, group), gain_of);
                PlaceGains::of(&study, &unmet, &places, &mut |share| {
                    context.report(share);
                    !context.cancelled()
                })
            },
        );
        self.counting = job.ok().map(|job| Counting { stamp, job });
    }
}
