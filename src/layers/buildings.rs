//! Buildings: where residents live, and where facilities may go.

use rayon::prelude::*;

use crate::geometry::{BoxIndex, Extent, PointGrid, Polygons, WorldPoint};
use crate::language::Text;

use super::{Demand, Units};

/// Cell size of the demand index: a walk circle of 300–1,000 m spans 3 to 10 cells.
const DEMAND_CELL_M: f64 = 200.0;

/// The building layer, in the order of the file.
#[derive(Debug, Clone)]
pub struct Buildings {
    records: Vec<Building>,
    shapes: Polygons,
    shape_index: BoxIndex,
    demand_points: Vec<WorldPoint>,
    demand_index: PointGrid,
    /// The planning unit that holds each demand point.
    units: Vec<Option<u32>>,
    demand: Demand,
    residents_source: ResidentsSource,
}

/// What the file says of one building.
#[derive(Debug, Clone, PartialEq)]
pub struct Building {
    pub id: String,
    pub name: String,
    pub kind: BuildingUse,
    pub storeys: Option<f64>,
    pub floor_area_m2: Option<f64>,
    pub households: Option<f64>,
    pub idle: bool,
}

/// Where the residents of the buildings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResidentsSource {
    /// A field of the building layer.
    Given,
    /// No such field: estimated from floor area; an assumption, shown as such everywhere.
    EstimatedFromFloorArea,
}

/// The use of a building, as far as the programme's stock kinds tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildingUse {
    Residential,
    Community,
    Commercial,
    Office,
    Industrial,
    Warehouse,
    Other,
}

impl BuildingUse {
    pub const ALL: [Self; 7] = [
        Self::Residential,
        Self::Community,
        Self::Commercial,
        Self::Office,
        Self::Industrial,
        Self::Warehouse,
        Self::Other,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Residential => "residential",
            Self::Community => "community",
            Self::Commercial => "commercial",
            Self::Office => "office",
            Self::Industrial => "industrial",
            Self::Warehouse => "warehouse",
            Self::Other => "other",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Residential => Text::new("住宅", "Residential"),
            Self::Community => Text::new("社区用房", "Community"),
            Self::Commercial => Text::new("商业", "Commercial"),
            Self::Office => Text::new("办公", "Office"),
            Self::Industrial => Text::new("工业", "Industrial"),
            Self::Warehouse => Text::new("仓储", "Warehouse"),
            Self::Other => Text::new("其他", "Other"),
        }
    }
}

impl Buildings {
    /// Buildings with their shapes, demand points and residents, all in the same order; each is
    /// assigned to the unit that holds its demand point.
    pub fn new(
        records: Vec<Building>,
        shapes: Polygons,
        demand_points: Vec<WorldPoint>,
        demand: Demand,
        residents_source: ResidentsSource,
        units: &Units,
    ) -> Self {
        let none = Vec::new();
        let mut all =
            Self::with_units(records, shapes, demand_points, demand, residents_source, none);
        all.assign_to(units);
        all
    }

    /// Finds the unit of each building anew.
    pub fn assign_to(&mut self, units: &Units) {
        self.units = units_of(&self.demand_index, self.len(), units);
    }

    /// The same where the unit of each building is known from before.
    pub fn with_units(
        records: Vec<Building>,
        shapes: Polygons,
        demand_points: Vec<WorldPoint>,
        demand: Demand,
        residents_source: ResidentsSource,
        units: Vec<Option<u32>>,
    ) -> Self {
        let (shape_index, demand_index) =
            rayon::join(|| BoxIndex::of(&shapes), || PointGrid::new(&demand_points, DEMAND_CELL_M));
        Self {
            records,
            shapes,
            shape_index,
            demand_points,
            demand_index,
            units,
            demand,
            residents_source,
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub fn record(&self, building: usize) -> &Building {
        &self.records[building]
    }

    /// Footprints in metres; a building read as a point has no part.
    pub fn shapes(&self) -> &Polygons {
        &self.shapes
    }

    /// Area centroid of each projected footprint, or the point itself.
    pub fn demand_points(&self) -> &[WorldPoint] {
        &self.demand_points
    }

    /// Index over the demand points.
    pub fn demand_index(&self) -> &PointGrid {
        &self.demand_index
    }

    /// The planning unit of each building, where it is in one.
    pub fn units(&self) -> &[Option<u32>] {
        &self.units
    }

    pub fn unit_of(&self, building: usize) -> Option<usize> {
        self.units[building].map(|unit| unit as usize)
    }

    pub fn demand(&self) -> &Demand {
        &self.demand
    }

    pub fn residents_source(&self) -> ResidentsSource {
        self.residents_source
    }

    /// The building whose footprint holds a point.
    pub fn at(&self, point: WorldPoint) -> Option<usize> {
        self.shape_index.at(point).find(|b| self.shapes.holds(*b, point))
    }

    /// Buildings whose box touches a window, in ascending order.
    pub fn within(&self, window: crate::geometry::Extent) -> Vec<usize> {
        self.shape_index.within(window)
    }
}

/// The unit that holds each of so many points. Neighbours are looked up together: they share the
/// few units that can hold them.
fn units_of(points: &PointGrid, count: usize, units: &Units) -> Vec<Option<u32>> {
    let of_cell = |cell: &[(WorldPoint, u32)]| -> Vec<(u32, u32)> {
        let Some(extent) = Extent::of(cell.iter().map(|(at, _)| *at)) else { return Vec::new() };
        let near = units.within(extent);
        let unit_of =
            |(at, point): &(WorldPoint, u32)| Some((*point, units.holding(&near, *at)? as u32));
        cell.iter().filter_map(unit_of).collect()
    };
    let found: Vec<Vec<(u32, u32)>> = points.cells().map(of_cell).collect();
    let mut all = vec![None; count];
    for (point, unit) in found.into_iter().flatten() {
        all[point as usize] = Some(unit);
    }
    all
}
