//! Buildings: where residents live, and where facilities may go.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::geometry::{BoxIndex, Extent, PointGrid, Polygons, WorldPoint};
use crate::language::Text;

use super::{Demand, Units};

/// Cell size of the demand index: a walk circle of 300–1,000 m spans 3 to 10 cells.
const DEMAND_CELL_M: f64 = 200.0;

/// The building layer, in the order of the file. A copy shares everything but the residents.
#[derive(Debug, Clone)]
pub struct Buildings {
    records: Arc<Vec<Building>>,
    shapes: Arc<Polygons>,
    shape_index: Arc<BoxIndex>,
    demand_points: Arc<Vec<WorldPoint>>,
    demand_index: Arc<PointGrid>,
    /// The planning unit that holds each demand point.
    units: Arc<Vec<Option<u32>>>,
    demand: Demand,
    residents_source: ResidentsSource,
    /// Positions ordered by id, once somebody asks for a building by its id.
    by_id: Arc<OnceLock<Vec<u32>>>,
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

/// Where the residents of the buildings come from. All but the first are estimates for single
/// buildings, and shown as such everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResidentsSource {
    /// A field of the building layer.
    Given,
    /// The units' residents, spread over their buildings by households.
    SpreadByHouseholds,
    /// The units' residents, spread over their dwellings by floor area.
    SpreadByFloorArea,
    /// Points or cells with residents, each spread over the dwellings around it by floor area.
    SpreadFromPoints,
    /// Cells of a grid with residents, each shared among the buildings in it by floor area.
    SpreadFromCells,
    /// Households times the mean size of a household.
    EstimatedFromHouseholds,
    /// Nothing is known: floor area over the mean area of a person.
    EstimatedFromFloorArea,
}

impl ResidentsSource {
    pub const ALL: [Self; 7] = [
        Self::Given,
        Self::SpreadByHouseholds,
        Self::SpreadByFloorArea,
        Self::SpreadFromPoints,
        Self::SpreadFromCells,
        Self::EstimatedFromHouseholds,
        Self::EstimatedFromFloorArea,
    ];

    /// The name in files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::SpreadByHouseholds => "spread_by_households",
            Self::SpreadByFloorArea => "spread_by_floor_area",
            Self::SpreadFromPoints => "spread_from_points",
            Self::SpreadFromCells => "spread_from_cells",
            Self::EstimatedFromHouseholds => "estimated_from_households",
            // The first estimate there was; studies name it so.
            Self::EstimatedFromFloorArea => "estimated",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.id() == id)
    }

    /// Whether totals that were counted are spread over buildings, rather than guessed.
    pub fn is_spread(self) -> bool {
        matches!(
            self,
            Self::SpreadByHouseholds
                | Self::SpreadByFloorArea
                | Self::SpreadFromPoints
                | Self::SpreadFromCells
        )
    }

    /// How the residents of a building were found, and how far that can be trusted.
    pub fn method(self) -> Text {
        match self {
            Self::Given => Text::new("建筑图层给出", "given by the building layer"),
            Self::SpreadByHouseholds => Text::new(
                "单元人口按建筑户数分摊：单元合计准确，单栋为估算",
                "residents of units spread by households: exact for units, estimates for buildings",
            ),
            Self::SpreadByFloorArea => Text::new(
                "单元人口按住宅建筑面积分摊：单元合计准确，单栋为估算",
                "residents of units spread by residential floor area: exact for units, estimates \
                 for buildings",
            ),
            Self::SpreadFromPoints => Text::new(
                "人口点按周边住宅建筑面积分摊：合计准确，单栋为估算",
                "residents of points spread by the floor area of dwellings around them: exact in \
                 all, estimates for buildings",
            ),
            Self::SpreadFromCells => Text::new(
                "人口格网按格内建筑面积分摊：每格合计准确，单栋为估算",
                "residents of cells shared among the buildings in each by floor area: exact for \
                 cells, estimates for buildings",
            ),
            Self::EstimatedFromHouseholds => Text::new(
                "按户数 × 户均 2.32 人估算（第七次人口普查上海家庭户，假设值）",
                "estimated at 2.32 persons a household (family households of Shanghai, census 2020; an assumption)",
            ),
            Self::EstimatedFromFloorArea => Text::new(
                "按住宅和用途不明建筑的建筑面积每人 30.58 平方米估算（假设：第七次人口普查上海城市家庭户人均值）",
                "estimated for residential buildings and those of unknown use, one per 30.58 m² of floor area (an assumption: the mean of Shanghai's city families, census 2020)",
            ),
        }
    }
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
        self.units = Arc::new(units_of(&self.demand_index, self.len(), units));
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
            records: Arc::new(records),
            shapes: Arc::new(shapes),
            shape_index: Arc::new(shape_index),
            demand_points: Arc::new(demand_points),
            demand_index: Arc::new(demand_index),
            units: Arc::new(units),
            demand,
            residents_source,
            by_id: Arc::default(),
        }
    }

    /// The same buildings with other residents.
    pub fn with_demand(self, demand: Demand, residents_source: ResidentsSource) -> Self {
        Self { demand, residents_source, ..self }
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

    /// The building with an id; of several, the first. The first question costs sorting all ids.
    pub fn position_of(&self, id: &str) -> Option<usize> {
        let record_id = |position: &u32| self.records[*position as usize].id.as_str();
        let by_id = self.by_id.get_or_init(|| {
            let mut positions: Vec<u32> = (0..self.records.len() as u32).collect();
            positions.par_sort_by(|a, b| record_id(a).cmp(record_id(b)));
            positions
        });
        let first = by_id.partition_point(|position| record_id(position) < id);
        by_id.get(first).filter(|position| record_id(position) == id).map(|found| *found as usize)
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
