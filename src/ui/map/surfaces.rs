//! What the surfaces of the maps in the window are painted from, kept from frame to frame. Walks along
//! the streets and gains in circles follow every move in its frame; gains along the streets are
//! counted by a job, with progress and an end to it, and rest while something is dragged.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::{
    GainField, GainOf, GainsError, MinutesField, StreetCells, StreetGains, Unmet,
};
use crate::cartography::{FieldAge, ShownField, Surface, SurfaceField};
use crate::jobs::Job;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Parameters, ScenarioId};
use crate::ui::followed_measures::is_city;
use crate::ui::view::View;

/// The fields of the scenarios shown.
#[derive(Default)]
pub struct Surfaces(RefCell<Store>);

#[derive(Default)]
struct Store {
    kept: HashMap<ScenarioId, Kept>,
    counting: HashMap<ScenarioId, Counting>,
    cells: Option<Arc<StreetCells>>,
    /// How many fields have been counted in the background.
    counted: u64,
}

struct Kept {
    field: Arc<SurfaceField>,
    /// The moment of the study that it was last known to be right at.
    revision: Option<u64>,
    number: u64,
}

/// Gains along the streets that are being counted.
struct Counting {
    about: (FunctionIndex, usize, GainOf),
    parameters: Parameters,
    /// The moment of the study that it is counted for.
    revision: u64,
    job: Job<f64, Result<StreetGains, GainsError>>,
}

/// A field held for a frame.
#[derive(Clone, Default)]
pub struct HeldField {
    field: Option<Arc<SurfaceField>>,
    age: FieldAge,
    number: u64,
}

impl HeldField {
    pub fn shown(&self) -> ShownField<'_> {
        ShownField { field: self.field.as_deref(), age: self.age, number: self.number }
    }

    pub fn field(&self) -> Option<&SurfaceField> {
        self.field.as_deref()
    }
}

impl Surfaces {
    /// The field of a scenario that is shown; `ctx` is woken when one has been counted.
    pub fn field(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
        scenario: ScenarioId,
    ) -> HeldField {
        let mut store = self.0.borrow_mut();
        let is_along_streets = session.study().walk(view.group).network().is_some();
        let held = match (view.symbology.surface, is_along_streets) {
            (Surface::None, _) | (Surface::Minutes, false) => None,
            (Surface::Minutes, true) => store.walks(session, view, scenario),
            (Surface::Gain(what), false) => store.circle_gains(session, view, scenario, what),
            (Surface::Gain(what), true) => store.street_gains(ctx, session, view, scenario, what),
        };
        held.unwrap_or_else(|| {
            store.kept.clear();
            store.counting.clear();
            HeldField::default()
        })
    }

    /// The share that is done of what is being counted for a scenario.
    pub fn progress(&self) -> Option<f64> {
        let store = self.0.borrow();
        let shares = store.counting.values().map(|counting| counting.job.progress().unwrap_or(0.0));
        shares.reduce(f64::min)
    }
}

impl Store {
    fn walks(&mut self, session: &Session, view: &View, scenario: ScenarioId) -> Option<HeldField> {
        let study = session.study();
        let about = (view.function, view.group);
        let facilities = study.facilities(scenario);
        let mut known = self.kept.remove(&scenario).filter(
            |kept| matches!(&*kept.field, SurfaceField::Walks(field) if field.subject() == about),
        );
        if let Some(kept) = known.as_mut().filter(|kept| kept.revision != Some(study.revision())) {
            kept.revision = Some(study.revision());
            let follows = match Arc::make_mut(&mut kept.field) {
                SurfaceField::Walks(field) => field.follow(study, facilities),
                _ => false,
            };
            if !follows {
                known = None;
            }
        }
        let kept = match known {
            Some(kept) => kept,
            None => {
                let cells = self.cells(session, view.group)?;
                let field = MinutesField::of(study, facilities, about, cells)?;
                let field = Arc::new(SurfaceField::Walks(field));
                Kept { field, revision: Some(study.revision()), number: 0 }
            }
        };
        Some(self.keep(scenario, kept, FieldAge::Current))
    }

    fn circle_gains(
        &mut self,
        session: &Session,
        view: &View,
        scenario: ScenarioId,
        what: GainOf,
    ) -> Option<HeldField> {
        let (study, about) = (session.study(), (view.function, view.group));
        let counts = session.coverage_of(scenario)?.reach_counts(about.0, about.1);
        let unmet = || Unmet::of(study, scenario, counts, about, what);
        let revision = Some(study.revision());
        let mut known = self.kept.remove(&scenario).filter(|kept| {
            let asked = (view.function, view.group, what);
            matches!(&*kept.field, SurfaceField::CircleGains(field) if field.what() == asked)
        });
        // Who has no room is looked for among all: too long for a frame of a drag in a city.
        let is_dear = what == GainOf::Room && is_city(session);
        let rests = is_dear && session.in_gesture();
        let is_older = |kept: &&mut Kept| kept.revision != revision;
        if rests && let Some(kept) = known.take_if(|kept| kept.revision != revision) {
            return Some(self.keep(scenario, kept, FieldAge::Resting));
        }
        if let Some(kept) = known.as_mut().filter(is_older) {
            kept.revision = revision;
            let follows = match Arc::make_mut(&mut kept.field) {
                SurfaceField::CircleGains(field) => field.follow(study, &unmet()),
                _ => false,
            };
            if !follows {
                known = None;
            }
        }
        let kept = match known {
            Some(kept) => kept,
            None => {
                let field = GainField::of(study, &unmet())?;
                Kept { field: Arc::new(SurfaceField::CircleGains(field)), revision, number: 0 }
            }
        };
        Some(self.keep(scenario, kept, FieldAge::Current))
    }

    fn street_gains(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
        scenario: ScenarioId,
        what: GainOf,
    ) -> Option<HeldField> {
        let study = session.study();
        let about = (view.function, view.group, what);
        let counts = session.coverage_of(scenario)?.reach_counts(view.function, view.group);
        self.take_counted(scenario);
        let of_another = |counting: &Counting| {
            counting.about != about || counting.parameters != *study.parameters()
        };
        if self.counting.get(&scenario).is_some_and(of_another) {
            self.counting.remove(&scenario);
        }
        let known = self.kept.remove(&scenario).filter(|kept| {
            matches!(&*kept.field, SurfaceField::StreetGains(field) if field.is_of(study, about))
        });
        let gains = |kept: &Kept| match &*kept.field {
            SurfaceField::StreetGains(field) => Some(field.clone()),
            _ => None,
        };
        if let Some(mut kept) = known {
            // Who has no room is too much to be looked for in a frame.
            let is_known_at_once = what != GainOf::Room;
            let stands = |field: &StreetGains| {
                let about = (view.function, view.group);
                is_known_at_once
                    && field.stand_for(&Unmet::of(study, scenario, counts, about, what))
            };
            let is_current = kept.revision == Some(study.revision())
                || matches!(&*kept.field, SurfaceField::StreetGains(field) if stands(field));
            if is_current {
                kept.revision = Some(study.revision());
                return Some(self.keep(scenario, kept, FieldAge::Current));
            }
            if session.in_gesture() {
                return Some(self.keep(scenario, kept, FieldAge::Resting));
            }
            let before = gains(&kept);
            let age = self.count(ctx, session, about, scenario, before);
            return Some(self.keep(scenario, kept, age));
        }
        let age = self.count(ctx, session, about, scenario, None);
        Some(HeldField { field: None, age, number: self.counted })
    }

    /// Has the gains of a scenario counted, if that is not under way; how far it has come.
    fn count(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        about: (FunctionIndex, usize, GainOf),
        scenario: ScenarioId,
        before: Option<StreetGains>,
    ) -> FieldAge {
        if let Some(counting) = self.counting.get(&scenario) {
            return FieldAge::Counting(counting.job.progress().unwrap_or(0.0));
        }
        let Some(coverage) = session.coverage_of(scenario) else { return FieldAge::Resting };
        let (wake, study) = (ctx.clone(), session.study().clone());
        let counts = coverage.reach_counts(about.0, about.1).to_vec();
        let Some(cells) = self.cells(session, about.1) else { return FieldAge::Resting };
        let job = Job::start(
            "gains along the streets",
            move || wake.request_repaint(),
            move |context| {
                let mut told = 0.0;
                let mut watch = |share: f64| {
                    if share >= told {
                        context.report(share);
                        // A step that could not be seen is not worth a frame.
                        told = share + 0.01;
                    }
                    !context.cancelled()
                };
                let (function, group, what) = about;
                let unmet = Unmet::of(&study, scenario, &counts, (function, group), what);
                match before {
                    Some(before) => before.brought_to(&study, &unmet, &mut watch),
                    None => StreetGains::of(&study, &unmet, cells, &mut watch),
                }
            },
        );
        if let Ok(job) = job {
            let study = session.study();
            let (parameters, revision) = (*study.parameters(), study.revision());
            self.counting.insert(scenario, Counting { about, parameters, revision, job });
        }
        FieldAge::Counting(0.0)
    }

    fn take_counted(&mut self, scenario: ScenarioId) {
        let Some(counting) = self.counting.get(&scenario) else { return };
        let Some(result) = counting.job.poll() else { return };
        let revision = Some(counting.revision);
        self.counting.remove(&scenario);
        if let Ok(Ok(gains)) = result {
            self.counted += 1;
            let field = Arc::new(SurfaceField::StreetGains(gains));
            // Whether it is right by now is looked at next.
            let kept = Kept { field, revision, number: self.counted };
            self.kept.insert(scenario, kept);
        }
    }

    fn keep(&mut self, scenario: ScenarioId, kept: Kept, age: FieldAge) -> HeldField {
        let held = HeldField { field: Some(kept.field.clone()), age, number: kept.number };
        self.kept.insert(scenario, kept);
        held
    }

    /// The cells of the study joined to the streets.
    fn cells(&mut self, session: &Session, group: usize) -> Option<Arc<StreetCells>> {
        let is_known =
            self.cells.as_ref().is_some_and(|cells| cells.are_of(session.study(), group));
        if !is_known {
            self.cells = StreetCells::of(session.study(), group).map(Arc::new);
        }
        self.cells.clone()
    }
}
