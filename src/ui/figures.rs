//! Figures of access for the Results panel, kept from frame to frame: each is summed up when it is
//! looked at and the study, or what is asked of it, has changed since.
//!
//! The measures that they are summed up from are followed by [`FollowedMeasures`].

use std::cell::RefCell;
use std::sync::Arc;

use crate::analysis::measures::{
    Assignment, CatchmentMethod, Choices, Completeness, Households, Inequality, MeanScores,
    Measures, Provision, WalkingTimes, facilities_depended_on,
};
use crate::analysis::{CircleAndPath, Gap, gaps_of_unit, rate_if_spread_evenly};
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::FacilityId;

use super::followed_measures::{FollowedMeasures, Stamp};
use super::view::{EquityValue, View};

/// What is kept of a study's measures.
#[derive(Default)]
pub struct FigureStore(RefCell<Store>);

#[derive(Default)]
struct Store {
    measures: FollowedMeasures,
    walking_times: Kept<WalkingTimes>,
    choices: Kept<Places<Choices>>,
    circle_and_path: Kept<Places<CircleAndPath>>,
    gaps: Kept<Vec<Gap>>,
    even_rate: [Kept<Option<f64>>; 2],
    dependents: Kept<Vec<(FacilityId, Persons)>>,
    completeness: Kept<Places<Completeness>>,
    room: Kept<Room>,
    scores: Kept<MeanScores>,
    assignment: Kept<Assignment>,
    inequality: Kept<Option<Inequality>>,
}

/// Of what and where figures are asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    pub function: FunctionIndex,
    /// Position of the group in the study's demand.
    pub group: usize,
    /// The whole study where there is none.
    pub unit: Option<usize>,
    pub method: CatchmentMethod,
    pub value: EquityValue,
}

impl Question {
    /// What is looked at, in a unit or everywhere.
    pub fn of(view: &View, unit: Option<usize>) -> Self {
        let View { function, group, catchment_method, equity_value, .. } = *view;
        Self { function, group, unit, method: catchment_method, value: equity_value }
    }

    /// The same for what is summed up of all units at once.
    fn everywhere(self) -> Self {
        Self { unit: None, ..self }
    }
}

/// Floor area of the function and of all services together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    pub of_function: Provision,
    pub together: Provision,
    pub households: Option<Households>,
}

type Kept<V> = Option<(Stamp, Question, Arc<V>)>;

/// A figure of every unit and of what is outside all of them, and of all these together.
struct Places<V> {
    each: Vec<V>,
    together: V,
}

impl<V: Copy> Places<V> {
    fn of(each: Vec<V>, together: impl FnOnce(&[V]) -> V) -> Self {
        let together = together(&each);
        Self { each, together }
    }

    /// The figure of a unit, or of all places where there is none.
    fn at(&self, unit: Option<usize>) -> Option<V> {
        unit.map_or(Some(self.together), |unit| self.each.get(unit).copied())
    }
}

/// How far the figures are with the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// They are those of this moment.
    Current,
    /// They follow when what is dragged is let go.
    Resting,
    /// They are being computed.
    Computing,
}

/// The answers to a question.
pub struct Figures<'a> {
    store: &'a FigureStore,
    session: &'a Session,
    question: Question,
}

impl FigureStore {
    /// Answers to a question about the scenario shown. `ctx` is woken when a job is done.
    pub fn about<'a>(
        &'a self,
        ctx: &egui::Context,
        session: &'a Session,
        question: Question,
    ) -> Figures<'a> {
        self.0.borrow_mut().measures.follow(ctx, session, session.shown(), question.group);
        Figures { store: self, session, question }
    }
}

impl Figures<'_> {
    pub fn currency(&self) -> Currency {
        let now = Stamp::of(self.session, self.session.shown());
        let is_current = self.store.0.borrow().measures.stamp() == Some(now);
        match (is_current, self.session.in_gesture()) {
            (true, _) => Currency::Current,
            (false, true) => Currency::Resting,
            (false, false) => Currency::Computing,
        }
    }

    pub fn walking_times(&self) -> Option<Arc<WalkingTimes>> {
        let Question { function, group, unit, .. } = self.question;
        let study = self.session.study();
        self.kept(
            self.question,
            |store| &mut store.walking_times,
            |m| WalkingTimes::of(study, m.nearest(), function, group, unit),
        )
    }

    /// The choices of the place asked about.
    pub fn choices(&self) -> Option<Choices> {
        self.choices_by_unit()?.at(self.question.unit)
    }

    /// Circle and way on foot side by side in the place asked about; `None` in the circle model.
    pub fn circle_and_path(&self) -> Option<CircleAndPath> {
        let Question { function, group, unit, .. } = self.question;
        let (study, path) = (self.session.study(), self.session.scenario());
        let circle = self.session.circle_coverage_of(self.session.shown())?;
        let places = self.kept(
            self.question.everywhere(),
            |store| &mut store.circle_and_path,
            |_| {
                let each = CircleAndPath::by_unit(study.layers(), circle, path, function, group);
                Places::of(each, CircleAndPath::together)
            },
        )?;
        places.at(unit)
    }

    /// The rate if residents were spread evenly over the buildings of each unit.
    pub fn rate_if_spread_evenly(&self) -> Option<f64> {
        let Question { function, group, unit, .. } = self.question;
        let (study, coverage) = (self.session.study(), self.session.scenario());
        let rate = self.kept(
            self.question,
            // The whole study and a unit are shown at once.
            |store| &mut store.even_rate[usize::from(unit.is_some())],
            |_| rate_if_spread_evenly(study, coverage, function, group, unit),
        );
        rate.and_then(|rate| *rate)
    }

    /// What the unit asked about is missing; `None` where no unit is.
    pub fn gaps(&self) -> Option<Arc<Vec<Gap>>> {
        let Question { group, unit, .. } = self.question;
        let (unit, study) = (unit?, self.session.study());
        let circle = self.session.circle_coverage_of(self.session.shown());
        let coverage = self.session.scenario();
        self.kept(
            self.question,
            |store| &mut store.gaps,
            |m| gaps_of_unit(study, coverage, circle, m.nearest(), unit, group),
        )
    }

    /// Who would lose service if a facility closed, the most needed first.
    pub fn dependents(&self) -> Option<Arc<Vec<(FacilityId, Persons)>>> {
        let Question { function, group, .. } = self.question;
        let (study, coverage) = (self.session.study(), self.session.scenario());
        self.kept(
            self.question.everywhere(),
            |store| &mut store.dependents,
            |m| facilities_depended_on(study, coverage, m.facilities(), function, group),
        )
    }

    /// The completeness of the place asked about, of all functions of the standard.
    pub fn completeness(&self) -> Option<Completeness> {
        let Question { group, unit, .. } = self.question;
        let study = self.session.study();
        let places = self.kept(
            self.question.everywhere(),
            |store| &mut store.completeness,
            |m| {
                let functions: Vec<_> = study.standard().indexes().collect();
                let each = Completeness::by_unit(study, m.nearest(), &functions, group);
                Places::of(each, Completeness::together)
            },
        )?;
        places.at(unit)
    }

    pub fn room(&self) -> Option<Arc<Room>> {
        let Question { function, unit, .. } = self.question;
        let (layers, standard) = (self.session.study().layers(), self.session.study().standard());
        self.kept(
            self.question,
            |store| &mut store.room,
            |m| Room {
                of_function: Provision::of_function(layers, m.facilities(), function, unit),
                together: Provision::of_all(layers, m.facilities(), unit),
                households: Households::of(layers, unit, standard.per_100_households.as_ref()),
            },
        )
    }

    /// Capacity per resident by the method asked for.
    pub fn scores(&self) -> Option<Arc<MeanScores>> {
        let Question { function, group, method, .. } = self.question;
        let study = self.session.study();
        self.kept(
            self.question.everywhere(),
            |store| &mut store.scores,
            |m| m.scores(study, function, group, method).means(study.layers()),
        )
    }

    /// Who goes to which facility.
    pub fn assignment(&self) -> Option<Arc<Assignment>> {
        let Question { function: index, group, .. } = self.question;
        let study = self.session.study();
        let function = study.standard().function(index);
        self.kept(
            self.question.everywhere(),
            |store| &mut store.assignment,
            |m| {
                let (nearest, facilities) = (m.nearest(), m.facilities());
                Assignment::of(study.layers(), nearest, facilities, (index, function), group)
            },
        )
    }

    /// How unequal the value asked for is between units.
    pub fn inequality(&self) -> Option<Arc<Option<Inequality>>> {
        let asked = self.question.everywhere();
        // The values of all units are only gathered where they have changed.
        if let Some(known) = self.known(asked, |store| &mut store.inequality) {
            return Some(known);
        }
        let Question { function, group, value, .. } = self.question;
        let (coverage, layers) = (self.session.scenario(), self.session.study().layers());
        let units = 0..layers.units.len();
        let values: Vec<Option<f64>> = match value {
            EquityValue::Rate => {
                units.map(|unit| coverage.unit(function, group, unit).rate()).collect()
            }
            EquityValue::Choices => {
                self.choices_by_unit()?.each.iter().take(units.len()).map(Choices::mean).collect()
            }
            EquityValue::Capacity => self.scores()?.units.clone(),
        };
        let residents = |unit: usize| coverage.unit(function, group, unit).population;
        self.kept(
            asked,
            |store| &mut store.inequality,
            |_| Inequality::between_units(layers, &values, residents),
        )
    }

    fn choices_by_unit(&self) -> Option<Arc<Places<Choices>>> {
        let Question { function, group, .. } = self.question;
        let (study, coverage) = (self.session.study(), self.session.scenario());
        self.kept(
            self.question.everywhere(),
            |store| &mut store.choices,
            |_| {
                let each = Choices::by_unit(study.layers(), coverage, function, group);
                Places::of(each, Choices::together)
            },
        )
    }

    /// A figure as it was summed up last, where nothing has changed since.
    fn known<V>(
        &self,
        asked: Question,
        place: impl Fn(&mut Store) -> &mut Kept<V>,
    ) -> Option<Arc<V>> {
        let store = &mut *self.store.0.borrow_mut();
        let stamp = store.measures.stamp()?;
        let (of, question, figure) = place(store).as_ref()?;
        (*of == stamp && *question == asked).then(|| figure.clone())
    }

    /// A figure as it was summed up last, or summed up now; none before there are any measures.
    fn kept<V>(
        &self,
        asked: Question,
        place: impl Fn(&mut Store) -> &mut Kept<V>,
        sum_up: impl FnOnce(&mut Measures) -> V,
    ) -> Option<Arc<V>> {
        if let Some(known) = self.known(asked, &place) {
            return Some(known);
        }
        let store = &mut *self.store.0.borrow_mut();
        let stamp = store.measures.stamp()?;
        let figure = Arc::new(sum_up(store.measures.known()?));
        *place(store) = Some((stamp, asked, figure.clone()));
        Some(figure)
    }
}
