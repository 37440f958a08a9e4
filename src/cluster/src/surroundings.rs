//! What surrounds the buildings of a city, and who of them reaches what there.

use std::path::Path;

use geo::MultiPolygon;
use lifecircle::analysis::Coverage;
use lifecircle::files::study_file;
use lifecircle::geometry::{Polygons, WorldPoint};
use lifecircle::layers::{
    Building, BuildingUse, Buildings, Demand, Group, LayerSet, Persons, ResidentsSource,
};
use lifecircle::study::{ScenarioId, Study};

use crate::Error;

/// A study without buildings of its own.
#[derive(Debug)]
pub struct Surroundings(Study);

impl Surroundings {
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let saved = study_file::read(path, &())
            .map_err(|error| format!("{}: {}", path.display(), error.message().en))?;
        Ok(Self(saved.study))
    }

    /// How many functions there are.
    pub fn functions(&self) -> usize {
        self.0.standard().functions.len()
    }

    /// For each function, how many facilities the residents of a group reach from each place: by the very
    /// function that the program's assessment calls.
    ///
    /// # Errors
    /// When the parameters of the walk are out of bounds.
    pub fn reach_counts(
        &self,
        group: Group,
        places: Vec<WorldPoint>,
    ) -> Result<Vec<Vec<u32>>, Error> {
        let study = self.with_buildings_at(group, places)?;
        let coverage = Coverage::of(&study, ScenarioId::BASE);
        let group = study.layers().buildings.demand().index_of(group).unwrap_or_default();
        let counts = |function| coverage.reach_counts(function, group).to_vec();
        Ok(study.standard().indexes().map(counts).collect())
    }

    fn with_buildings_at(&self, group: Group, places: Vec<WorldPoint>) -> Result<Study, Error> {
        let study = &self.0;
        let count = places.len();
        let nobody = vec![Persons::ZERO; count];
        // Groups may walk at paces of their own, so the one asked for has to be there.
        let of_group = (group != Group::All).then(|| (group, nobody.clone()));
        let demand = Demand::new(nobody, of_group.into_iter().collect());
        let building = Building {
            id: String::new(),
            name: String::new(),
            kind: BuildingUse::Residential,
            storeys: None,
            floor_area_m2: None,
            households: None,
            idle: false,
        };
        let mut shapes = Polygons::default();
        (0..count).for_each(|_| shapes.push(&MultiPolygon(Vec::new())));
        let records = vec![building; count];
        let units = vec![None; count];
        let source = ResidentsSource::Given;
        let buildings = Buildings::with_units(records, shapes, places, demand, source, units);
        let layers = LayerSet { buildings, ..study.data().clone() };
        let (standard, parameters) = (study.standard().clone(), *study.parameters());
        let existing = study.base().clone();
        Study::restore(layers, standard, existing, Vec::new(), parameters)
            .map_err(|error| error.message().en.into())
    }
}
