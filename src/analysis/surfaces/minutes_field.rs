//! How far it is along the streets to the nearest facility of a function, at the middle of every cell:
//! d = min_j d_j, the walk from the middle to the street nearest to it, along the streets, and to the
//! facility, by the rules of the network. Exact at the middles; between them a value is mixed only
//! where the walks of the cells around differ by no more than the cells do.
//!
//! Beyond a horizon nothing is looked for. Kept up to date as facilities come, go and are dragged, at
//! the cost of their surroundings.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::WorldPoint;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, FacilityId, Study};
use crate::walking::{ChangedEdges, NearestPlaces};

use super::StreetCells;
use super::cells::{Corners, mix};

/// With more facilities changed at once, a search from scratch is quicker.
const MOST_FOLLOWED: usize = 64;

/// The walk to the nearest facility, cell by cell.
#[derive(Debug, Clone)]
pub struct MinutesField {
    function: FunctionIndex,
    group: usize,
    cells: Arc<StreetCells>,
    /// Where the facilities of the function are.
    sites: BTreeMap<FacilityId, WorldPoint>,
    nearest: NearestPlaces,
    walks: Vec<Walked>,
}

/// The walk from a place to the nearest facility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Walked {
    /// The place is not joined to the streets.
    NotJoined,
    /// No facility is within the horizon.
    Beyond,
    /// So many metres.
    Metres(f64),
}

impl MinutesField {
    /// The field of a function among some facilities, as a group walks, as far as the widest of
    /// [`Walk::rings`](crate::study::Walk::rings). `None` in the circle model.
    pub fn of(
        study: &Study,
        facilities: &Facilities,
        (function, group): (FunctionIndex, usize),
        cells: Arc<StreetCells>,
    ) -> Option<Self> {
        let network = study.walk(group).network()?;
        let sites = sites_of(facilities, function);
        let nearest = network.nearest_places(sites.values().copied(), horizon_m(study, group));
        let mut walks = vec![Walked::NotJoined; cells.grid.len()];
        nearest.for_each(network, &cells.joined, |cell, metres| walks[cell] = walked(metres));
        Some(Self { function, group, cells, sites, nearest, walks })
    }

    /// Brings the field up to date with where facilities are, or says that it has to be made anew:
    /// another walk, other data, or too many changes at once.
    pub fn follow(&mut self, study: &Study, facilities: &Facilities) -> bool {
        let Some(network) = study.walk(self.group).network() else { return false };
        if !self.cells.are_of(study, self.group) {
            return false;
        }
        let sites = sites_of(facilities, self.function);
        let differing = |from: &BTreeMap<_, _>, to: &BTreeMap<_, _>| -> Vec<WorldPoint> {
            let different = from.iter().filter(|(id, at)| to.get(*id) != Some(*at));
            different.map(|(_, at): (&FacilityId, &WorldPoint)| *at).collect()
        };
        let (gone, come) = (differing(&self.sites, &sites), differing(&sites, &self.sites));
        if gone.len() + come.len() > MOST_FOLLOWED {
            return false;
        }
        let mut changed = ChangedEdges::default();
        // What came first: then fewer junctions are without a near facility in between.
        come.into_iter().for_each(|at| self.nearest.enter(network, at, &mut changed));
        gone.into_iter().for_each(|at| self.nearest.leave(network, at, &mut changed));
        let Self { nearest, cells, walks, .. } = self;
        nearest.for_each_changed(network, &cells.joined, &changed, |cell, metres| {
            walks[cell] = walked(metres);
        });
        self.sites = sites;
        true
    }

    /// The function and the position of the group that the field is about.
    pub fn subject(&self) -> (FunctionIndex, usize) {
        (self.function, self.group)
    }

    /// The cells it is made of, for other fields of the study.
    pub fn cells(&self) -> &Arc<StreetCells> {
        &self.cells
    }

    /// The cells with their middle, row by row from the south-west.
    pub fn walks(&self) -> impl Iterator<Item = (WorldPoint, Walked)> {
        self.cells.grid.middles().zip(self.walks.iter().copied())
    }

    /// The walk from the middle of the cell around a place; `None` beside the study.
    pub fn at(&self, place: WorldPoint) -> Option<Walked> {
        self.cells.grid.cell_at(place).map(|cell| self.walks[cell])
    }

    /// The walk from a place, mixed from the cells around where that says something: not over a river
    /// or a wall, on whose sides the walks differ by more than the way between the middles.
    pub fn smooth_at(&self, place: WorldPoint) -> Option<Walked> {
        let of_cell = self.at(place)?;
        let smooth = || {
            let Corners { cells, right, up } = self.cells.grid.corners(place)?;
            let mut values = [0.0; 4];
            for (value, cell) in values.iter_mut().zip(cells) {
                let Walked::Metres(metres) = self.walks[cell?] else { return None };
                *value = metres;
            }
            let most = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
            let least = values.into_iter().fold(f64::INFINITY, f64::min);
            let is_even = most - least <= 2.0 * self.cells.grid.cell_m;
            is_even.then(|| Walked::Metres(mix(values, right, up)))
        };
        Some(smooth().unwrap_or(of_cell))
    }
}

impl PartialEq for MinutesField {
    /// Whether both say the same; the cells of one study are the same wherever they are kept.
    fn eq(&self, other: &Self) -> bool {
        (self.function, self.group) == (other.function, other.group)
            && self.sites == other.sites
            && self.nearest == other.nearest
            && self.walks == other.walks
    }
}

fn walked(metres: f64) -> Walked {
    if metres.is_finite() { Walked::Metres(metres) } else { Walked::Beyond }
}

fn horizon_m(study: &Study, group: usize) -> f64 {
    study.walk(group).rings().iter().map(|(_, metres)| *metres).fold(0.0, f64::max)
}

fn sites_of(facilities: &Facilities, function: FunctionIndex) -> BTreeMap<FacilityId, WorldPoint> {
    let offering = facilities.values().filter(|facility| facility.offers(function));
    offering.map(|facility| (facility.id, facility.at)).collect()
}
