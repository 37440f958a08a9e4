//! The values of the units by the indicator that the map shows, kept from frame to frame: for the card
//! beside the cursor summed up once for each moment of the study, and those that take long counted
//! beforehand, in a city in the background, and resting there while something is dragged.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::cartography::{CountedValues, FieldAge, MapContent, Subjects, UnitIndicator};
use crate::jobs::Job;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;
use crate::ui::followed_measures::{FollowedMeasures, Stamp, is_city};
use crate::ui::view::View;

/// The values last asked for.
#[derive(Default)]
pub struct UnitValues {
    known: RefCell<Option<Known>>,
    counted: RefCell<Store>,
}

/// One value for each unit, where it has one.
struct Known {
    of: ValuesOf,
    values: Arc<[Option<f64>]>,
}

/// Everything the values depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ValuesOf {
    indicator: UnitIndicator,
    function: FunctionIndex,
    group: usize,
    scenario: ScenarioId,
    revision: u64,
}

/// Values that take long, of the scenarios shown and of the base.
#[derive(Default)]
struct Store {
    of_scenarios: HashMap<ScenarioId, Counted>,
    /// How many times values have been counted in a city.
    number: u64,
}

#[derive(Default)]
struct Counted {
    /// Of a district.
    measures: FollowedMeasures,
    /// Counts the values of a city.
    counting: Option<Counting>,
    values: Option<Kept>,
}

/// Values of a moment on their way.
struct Counting {
    about: About,
    stamp: Stamp,
    job: Job<(), Vec<Option<f64>>>,
}

/// An indicator, of a function and a group.
type About = (UnitIndicator, FunctionIndex, usize);

#[derive(Clone)]
struct Kept {
    about: About,
    stamp: Stamp,
    values: Arc<[Option<f64>]>,
    number: u64,
}

/// Values held for a frame.
#[derive(Clone, Default)]
pub struct HeldValues {
    values: Option<Arc<[Option<f64>]>>,
    age: FieldAge,
    number: u64,
}

impl HeldValues {
    pub fn shown(&self) -> CountedValues<'_> {
        CountedValues { values: self.values.as_deref(), age: self.age, number: self.number }
    }

    /// The values of the base that a key is settled by; none where they take no time to be counted.
    pub fn for_key(&self) -> Option<&[Option<f64>]> {
        match self.age {
            FieldAge::Current => self.values.as_deref(),
            FieldAge::Counting(_) | FieldAge::Resting => {
                Some(self.values.as_deref().unwrap_or_default())
            }
        }
    }

    pub fn is_current(&self) -> bool {
        self.age == FieldAge::Current
    }
}

impl UnitValues {
    /// The value of a unit in the scenario that the map shows; `None` where the unit has none.
    pub fn value(
        &self,
        content: &MapContent,
        indicator: UnitIndicator,
        unit: usize,
    ) -> Option<f64> {
        if indicator.takes_long() {
            return content.counted.values?.get(unit).copied().flatten();
        }
        let MapContent { function, group, scenario, session, .. } = *content;
        let revision = session.study().revision();
        let wanted = ValuesOf { indicator, function, group, scenario, revision };
        let mut known = self.known.borrow_mut();
        let values = match &*known {
            Some(Known { of, values }) if *of == wanted => values.clone(),
            _ => {
                let values: Arc<[Option<f64>]> = content.unit_values(indicator).into();
                *known = Some(Known { of: wanted, values: values.clone() });
                values
            }
        };
        values.get(unit).copied().flatten()
    }

    /// The values that the map of a scenario shows, where they take long; `ctx` is woken when they have
    /// been counted.
    pub fn counted(
        &self,
        ctx: &egui::Context,
        session: &Session,
        view: &View,
        scenario: ScenarioId,
    ) -> HeldValues {
        let indicator = view.symbology.unit_indicator().filter(|one| one.takes_long());
        let Some(indicator) = indicator else {
            self.counted.borrow_mut().of_scenarios.clear();
            return HeldValues::default();
        };
        let Store { of_scenarios, number } = &mut *self.counted.borrow_mut();
        let counted = of_scenarios.entry(scenario).or_default();
        let about = (indicator, view.function, view.group);
        let stamp = Stamp::of(session, scenario);
        if let Some(known) = counted.known(about).filter(|known| known.stamp == stamp) {
            return known.held(FieldAge::Current);
        }
        if !is_city(session) {
            let values = counted.at_once(ctx, session, about, scenario);
            // The image of a district follows an edit by what has changed.
            let now = Kept { about, stamp, values: values.into(), number: 0 };
            return counted.values.insert(now).held(FieldAge::Current);
        }
        if session.in_gesture() {
            return counted.as_before(about, FieldAge::Resting);
        }
        if let Some(values) = counted.counted(session, about, stamp) {
            *number += 1;
            let now = Kept { about, stamp, values: values.into(), number: *number };
            return counted.values.insert(now).held(FieldAge::Current);
        }
        counted.start(ctx, session, about, scenario);
        counted.as_before(about, FieldAge::Counting(0.0))
    }

    /// Lets go of what is kept of scenarios that are not shown.
    pub fn keep_shown(&self, session: &Session) {
        let shown = [Some(session.shown()), session.compared()];
        let mut store = self.counted.borrow_mut();
        store.of_scenarios.retain(|scenario, _| shown.contains(&Some(*scenario)));
    }
}

impl Counted {
    /// What is kept of an indicator, of this moment or another.
    fn known(&self, about: About) -> Option<&Kept> {
        self.values.as_ref().filter(|kept| kept.about == about)
    }

    /// The same as it is shown until the values of this moment are there.
    fn as_before(&self, about: About, age: FieldAge) -> HeldValues {
        let nothing = || HeldValues { age, ..HeldValues::default() };
        self.known(about).map_or_else(nothing, |kept| kept.held(age))
    }

    /// Counts within a frame, along walks that have been followed.
    fn at_once(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        (indicator, function, group): About,
        scenario: ScenarioId,
    ) -> Vec<Option<f64>> {
        let (study, measures) = (session.study(), &mut self.measures);
        if indicator.follows_from_walks() {
            measures.follow(ctx, session, scenario, group);
        }
        let is_current = measures.stamp() == Some(Stamp::of(session, scenario));
        let measures = measures.known().filter(|_| is_current);
        indicator.values(Subjects {
            study,
            scenario,
            facilities: study.facilities(scenario),
            coverage: session.coverage_of(scenario).unwrap_or_else(|| session.scenario()),
            by_circle: None,
            function,
            group,
            nearest: measures.as_ref().map(|measures| measures.nearest()),
            counted: None,
        })
    }

    /// What the job has counted for this moment, once it is done.
    fn counted(
        &mut self,
        session: &Session,
        about: About,
        stamp: Stamp,
    ) -> Option<Vec<Option<f64>>> {
        let counting = self.counting.take()?;
        if (counting.about, counting.stamp) != (about, stamp) {
            return None;
        }
        match counting.job.poll() {
            None => {
                self.counting = Some(counting);
                None
            }
            Some(Ok(values)) => Some(values),
            // What cannot be counted is shown as missing, and not asked for again and again.
            Some(Err(_)) => Some(vec![None; session.study().layers().units.len()]),
        }
    }

    /// Has the values counted, if that is not under way.
    fn start(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        about: About,
        scenario: ScenarioId,
    ) {
        let Some(coverage) = session.coverage_of(scenario).filter(|_| self.counting.is_none())
        else {
            return;
        };
        let (wake, study, coverage) = (ctx.clone(), session.study().clone(), coverage.clone());
        let (indicator, function, group) = about;
        let job = Job::start(
            "values of units",
            move || wake.request_repaint(),
            move |_| {
                indicator.values(Subjects {
                    study: &study,
                    scenario,
                    facilities: study.facilities(scenario),
                    coverage: &coverage,
                    by_circle: None,
                    function,
                    group,
                    nearest: None,
                    counted: None,
                })
            },
        );
        let stamp = Stamp::of(session, scenario);
        self.counting = job.ok().map(|job| Counting { about, stamp, job });
    }
}

impl Kept {
    fn held(&self, age: FieldAge) -> HeldValues {
        HeldValues { values: Some(self.values.clone()), age, number: self.number }
    }
}
