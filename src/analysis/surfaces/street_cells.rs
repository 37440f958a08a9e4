//! The grid of a surface joined to the streets: what stays the same wherever facilities are.

use std::sync::Arc;

use crate::geometry::WorldPoint;
use crate::layers::LayerSet;
use crate::study::Study;
use crate::walking::{JoinedPlaces, NetworkRules};

use super::cells::CellGrid;

/// Side of a cell in metres, unless the study is so large that there would be too many.
const CELL_M: f64 = 50.0;
const MOST_CELLS: f64 = 1e6;

/// Cells over a study, their middles joined to the walk network.
#[derive(Debug, Clone)]
pub struct StreetCells {
    pub(super) grid: CellGrid,
    pub(super) joined: JoinedPlaces,
    layers: Arc<LayerSet>,
    rules: NetworkRules,
    pace_m_per_s: f64,
}

impl StreetCells {
    /// The cells as a group walks; `None` in the circle model or without any place.
    pub fn of(study: &Study, group: usize) -> Option<Self> {
        let walk = study.walk(group);
        let network = walk.network()?;
        let grid = CellGrid::over(study.layers().extent()?, CELL_M, MOST_CELLS);
        let middles: Vec<WorldPoint> = grid.middles().collect();
        Some(Self {
            grid,
            joined: network.join(&middles),
            layers: study.shared_layers(),
            rules: *network.rules(),
            pace_m_per_s: walk.pace_m_per_s(),
        })
    }

    /// Whether they are what [`Self::of`] would make.
    pub fn are_of(&self, study: &Study, group: usize) -> bool {
        let walk = study.walk(group);
        walk.network().is_some_and(|network| *network.rules() == self.rules)
            && walk.pace_m_per_s() == self.pace_m_per_s
            && Arc::ptr_eq(&study.shared_layers(), &self.layers)
    }

    /// Side of a cell in metres.
    pub fn cell_m(&self) -> f64 {
        self.grid.cell_m
    }
}
