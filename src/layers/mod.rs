//! The immutable input of a study: planning units, buildings with their residents, streets and
//! barriers. Reading them from files is the work of `files`; what the planner changes, candidates
//! among it, lives in `study`.

mod barriers;
mod buildings;
mod population;
mod spread;
mod streets;
mod units;

pub use barriers::{Barrier, BarrierKind, BarrierShape};
pub use buildings::{Building, BuildingUse, Buildings, ResidentsSource};
pub use population::{Demand, Group, GroupFactors, Persons};
pub use spread::{spread, spread_part};
pub use streets::{Passage, Street, StreetClass, Structure};
pub use units::Units;

use std::sync::Arc;

use crate::geometry::{Crs, Extent, LonLat, WorldPoint};
use crate::language::Message;

/// All input layers of a study, in one working CRS. Never changed; a copy shares what is large.
#[derive(Debug, Clone)]
pub struct LayerSet {
    /// What the study is called in titles.
    pub name: Message,
    /// The CRS all coordinates are in; lengths are metres.
    pub crs: Crs,
    pub units: Arc<Units>,
    pub buildings: Buildings,
    /// Walkable streets, from which the walk network is made.
    pub streets: Arc<Vec<Street>>,
    /// Rivers, railways, walls, and the gates in them.
    pub barriers: Arc<Vec<Barrier>>,
}

/// Two places of one study are never this far apart, in metres.
const WIDEST_REGION_M: f64 = 500_000.0;

impl LayerSet {
    /// The same layers with each group of residents so many times as many: a what-if.
    pub fn with_growth(&self, factors: &GroupFactors) -> Self {
        let demand = self.buildings.demand().grown(factors);
        let source = self.buildings.residents_source();
        Self { buildings: self.buildings.clone().with_demand(demand, source), ..self.clone() }
    }

    /// The rectangle around units and buildings; `None` when both are empty. Units that lie farther
    /// from the others than any region is wide do not count: they are slips of the pen.
    pub fn extent(&self) -> Option<Extent> {
        let units = self.units.shapes();
        let middle = self.middle_unit();
        let is_near = |extent: &Extent| {
            let at = extent.center();
            middle.is_none_or(|middle| (at.x - middle.x).hypot(at.y - middle.y) < WIDEST_REGION_M)
        };
        let of_units = (0..units.len()).filter_map(|unit| units.extent(unit)).filter(is_near);
        // A building far from all units may lie anywhere, by a slip of the pen.
        let points = self.buildings.demand_points().iter().enumerate();
        let inside = points.filter(|(building, _)| self.buildings.unit_of(*building).is_some());
        let of_buildings = Extent::of(inside.map(|(_, at)| *at));
        of_units.chain(of_buildings).reduce(Extent::union)
    }

    /// The middle of the units, by medians.
    fn middle_unit(&self) -> Option<WorldPoint> {
        let units = self.units.shapes();
        let extents = (0..units.len()).filter_map(|unit| units.extent(unit));
        let (mut x, mut y): (Vec<f64>, Vec<f64>) =
            extents.map(|extent| (extent.center().x, extent.center().y)).unzip();
        let middle = x.len() / 2;
        let median = |values: &mut Vec<f64>| {
            (middle < values.len())
                .then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
        };
        Some(WorldPoint::new(median(&mut x)?, median(&mut y)?))
    }

    /// The number of a building's unit, and the one after the last unit for buildings outside all units:
    /// where figures of units have one more for those.
    pub fn unit_or_outside(&self, building: usize) -> usize {
        self.buildings.unit_of(building).unwrap_or(self.units.len())
    }

    /// Longitude and latitude of a point, for readouts.
    pub fn lonlat_of(&self, point: WorldPoint) -> Option<LonLat> {
        self.crs.lonlat_of(point)
    }

    /// The point at a longitude and latitude.
    pub fn place_of(&self, place: LonLat) -> Option<WorldPoint> {
        self.crs.place_of(place)
    }
}
