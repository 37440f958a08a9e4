//! The parts of a study, gathered layer by layer.

use std::sync::Arc;

use crate::geometry::{Crs, Polygons};
use crate::language::Message;
use crate::layers::{Barrier, Buildings, Demand, LayerSet, ResidentsSource, Street, Units};
use crate::standard::Standard;
use crate::study::register::{CandidateRegister, SuitabilityWeights};
use crate::study::{Candidate, Facility, Study};

use super::consistency::note_mixed_types;
use super::fields::Field;
use super::flaw::Flaw;
use super::functions::FunctionBook;
use super::layer::Layer;
use super::notes::Notes;
use super::placing::place;
use super::residents::Dwellings;
use super::{
    Examination, ImportError, ImportOptions, Problem, Role, barriers, buildings, candidates,
    facilities, population, streets, units,
};

/// What layers give of that which the planner changes.
#[derive(Debug)]
pub(super) struct Contents {
    /// What exists.
    pub facilities: Vec<Facility>,
    pub candidates: Vec<Candidate>,
}

/// What has been read of a study so far.
#[derive(Debug)]
pub(super) struct Parts {
    units: Units,
    buildings: Buildings,
    dwellings: Dwellings,
    /// Whether a layer of residents comes after the buildings.
    expects_points: bool,
    facilities: Vec<Facility>,
    streets: Vec<Street>,
    barriers: Vec<Barrier>,
    candidates: Vec<Candidate>,
    book: FunctionBook,
    thorough: bool,
}

impl Parts {
    /// Nothing yet, of layers with these roles.
    pub fn new(roles: &[Role], options: &ImportOptions) -> Result<Self, ImportError> {
        let book = FunctionBook::new(options);
        let book = book.map_err(|e| ImportError::in_file("", e.message()))?;
        let units = Units::new(Vec::new(), Vec::new(), Polygons::default());
        let buildings = Buildings::new(
            Vec::new(),
            Polygons::default(),
            Vec::new(),
            Demand::new(Vec::new(), Vec::new()),
            ResidentsSource::Given,
            &units,
        );
        Ok(Self {
            units,
            buildings,
            dwellings: Dwellings::default(),
            expects_points: roles.contains(&Role::Population),
            facilities: Vec::new(),
            streets: Vec::new(),
            barriers: Vec::new(),
            candidates: Vec::new(),
            book,
            thorough: options.thorough,
        })
    }

    /// What a study has, but for the roles that are read anew.
    pub fn of_study(study: &Study, replaced: &[Role], options: &ImportOptions) -> Self {
        fn kept<T: Clone>(list: &[T], is_replaced: bool) -> Vec<T> {
            if is_replaced { Vec::new() } else { list.to_vec() }
        }
        let layers = study.data();
        let is_replaced = |role: Role| replaced.contains(&role);
        Self {
            units: (*layers.units).clone(),
            dwellings: Dwellings::of_buildings(&layers.buildings),
            expects_points: is_replaced(Role::Population),
            buildings: layers.buildings.clone(),
            facilities: Vec::new(),
            streets: kept(&layers.streets, is_replaced(Role::Streets)),
            barriers: kept(&layers.barriers, is_replaced(Role::Barriers)),
            candidates: Vec::new(),
            book: FunctionBook::of(study.standard().clone(), options.functions),
            thorough: options.thorough,
        }
    }

    /// Looks at the columns of a layer, brings it into the working CRS and adds what it holds. Units
    /// go before buildings.
    pub fn add(&mut self, layer: &mut Layer, working: &Crs, notes: &mut Notes) -> Examination {
        let examination = Examination::of(layer, &self.book);
        if let Err(error) = place(layer, working) {
            notes.fail(Message::same(error.to_string()));
            return examination;
        }
        note_mixed_types(layer, notes);
        for (feature, km) in &layer.far_away {
            // What is no place at all is told so.
            if layer.table.geometries.flaw_of(*feature).is_none() {
                notes.warn_at(layer.spot(*feature), Flaw::FarAway(*km));
            }
        }
        if !matches!(layer.role, Role::Streets | Role::Barriers | Role::Population) {
            layer.note_missing_ids(notes);
        }
        match layer.role {
            Role::Units => {
                self.units = units::read(layer, self.thorough, notes);
                // Those read before belong to other units now.
                self.buildings.assign_to(&self.units);
            }
            Role::Buildings => {
                let expects_points = self.expects_points;
                (self.buildings, self.dwellings) =
                    buildings::read(layer, &self.units, expects_points, notes);
            }
            Role::Facilities => {
                facilities::read(layer, &mut self.book, &mut self.facilities, notes);
            }
            Role::Streets => streets::read(layer, &mut self.streets, notes),
            Role::Barriers => barriers::read(layer, &mut self.barriers, notes),
            Role::Candidates => {
                let Self { book, buildings, candidates: list, .. } = self;
                candidates::read(layer, book, buildings, list, notes);
            }
            Role::Population => {
                let buildings = self.buildings.clone();
                self.buildings = population::read(layer, buildings, &self.dwellings, notes);
            }
        }
        if layer.len() == 0 && !layer.role.is_required() {
            notes.warn(Message::new("没有要素", "has no features"));
        } else if layer.len() == notes.left_out() {
            notes.fail(no_usable_feature());
        }
        examination
    }

    /// One warning for each function that only the data know.
    pub fn unknown_functions(&self, file: &str) -> Vec<Problem> {
        let problem = |what| Problem {
            field: Some(Field::Function.id().to_owned()),
            ..Problem::in_file(file, what)
        };
        self.book.unknown_words().into_iter().map(problem).collect()
    }

    pub fn into_study(self, name: Message, crs: Crs) -> Study {
        let (layers, standard, contents) = self.into_layers(name, crs);
        let register = CandidateRegister::new(contents.candidates, SuitabilityWeights::default());
        Study::new(layers, standard, contents.facilities).with_register(register)
    }

    /// The layers, the standard with all functions that the data name, and what the planner goes
    /// on from.
    pub fn into_layers(self, name: Message, crs: Crs) -> (LayerSet, Standard, Contents) {
        let layers = LayerSet {
            name,
            crs,
            units: Arc::new(self.units),
            buildings: self.buildings,
            streets: Arc::new(self.streets),
            barriers: Arc::new(self.barriers),
        };
        let contents = Contents { facilities: self.facilities, candidates: self.candidates };
        (layers, self.book.into_standard(), contents)
    }
}

pub(super) fn no_usable_feature() -> Message {
    Message::new("没有可用的要素", "has no usable feature")
}
