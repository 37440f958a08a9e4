//! What is looked up of the layers for every image of the ground, made once per study.

use rayon::prelude::*;

use crate::geometry::{BoxIndex, Extent, WorldPoint};
use crate::layers::{BarrierShape, Buildings, LayerSet, StreetClass};

/// Where the lines of a study lie, and its buildings as specks.
#[derive(Debug, Clone)]
pub struct GroundIndex {
    /// Where the study is: beyond it the ground is bare.
    pub whole: Option<Extent>,
    pub streets: BoxIndex,
    /// The classes of streets that there are, from the widest on.
    pub street_classes: Vec<StreetClass>,
    pub barriers: BoxIndex,
    pub specks: Specks,
}

/// Buildings as seen from so far away that they have no shape: middle and footprint, neighbours
/// beside each other in memory.
#[derive(Debug, Clone, Default)]
pub struct Specks {
    /// In the order of the buildings' grid of demand points.
    entries: Vec<Speck>,
    /// Runs of entries that lie together, with the rectangle around them.
    runs: Vec<(Extent, std::ops::Range<usize>)>,
    /// Side of a square as large as the mean footprint, in metres.
    pub mean_side_m: f64,
}

#[derive(Debug, Clone, Copy)]
pub struct Speck {
    pub at: WorldPoint,
    pub area_m2: f32,
    pub building: u32,
}

impl GroundIndex {
    pub fn of(layers: &LayerSet) -> Self {
        let streets = layers.streets.par_iter().map(|street| extent_of(&street.line));
        let barriers = layers.barriers.par_iter().map(|barrier| match &barrier.shape {
            BarrierShape::Point(at) => Extent::of([*at]),
            BarrierShape::Line(line) => extent_of(line),
            BarrierShape::Area(shapes) => {
                (0..shapes.len()).filter_map(|area| shapes.extent(area)).reduce(Extent::union)
            }
        });
        let has = |class: &StreetClass| layers.streets.iter().any(|street| street.class == *class);
        Self {
            whole: layers.extent(),
            streets: BoxIndex::new(streets.collect()),
            street_classes: StreetClass::ALL.into_iter().filter(has).collect(),
            barriers: BoxIndex::new(barriers.collect()),
            specks: Specks::of(&layers.buildings),
        }
    }
}

fn extent_of(line: &[WorldPoint]) -> Option<Extent> {
    Extent::of(line.iter().copied())
}

/// Cells of the buildings' grid looked at together.
const CELLS_OF_RUN: usize = 16;

impl Specks {
    fn of(buildings: &Buildings) -> Self {
        let cells: Vec<&[(WorldPoint, u32)]> = buildings.demand_index().cells().collect();
        let entries: Vec<Speck> = cells
            .par_iter()
            .flat_map_iter(|cell| {
                cell.iter().map(|(at, building)| Speck {
                    at: *at,
                    area_m2: buildings.shapes().area_m2(*building as usize) as f32,
                    building: *building,
                })
            })
            .collect();
        let mut runs = Vec::new();
        let mut first = 0;
        for cells in cells.chunks(CELLS_OF_RUN) {
            let last = first + cells.iter().map(|cell| cell.len()).sum::<usize>();
            let extent = Extent::of(entries[first..last].iter().map(|speck| speck.at));
            runs.extend(extent.map(|extent| (extent, first..last)));
            first = last;
        }
        let sum: f64 = entries.par_iter().map(|speck| f64::from(speck.area_m2)).sum();
        let mean_side_m = (sum / entries.len().max(1) as f64).sqrt();
        Self { entries, runs, mean_side_m }
    }

    /// The buildings whose middle may lie in a window.
    pub fn within(&self, window: Extent) -> impl Iterator<Item = &Speck> {
        let runs = self.runs.iter().filter(move |(extent, _)| extent.touches(window));
        runs.flat_map(|(_, run)| &self.entries[run.clone()])
    }
}
