//! The candidates of the register by their places.

use std::sync::Arc;

use crate::geometry::{PointGrid, WorldPoint};
use crate::study::{CandidateId, CandidateRegister};

/// They are looked up within tens of metres.
const CELL_M: f64 = 100.0;

/// The places of all candidates, as long as the register stays as it is.
#[derive(Debug, Clone)]
pub struct CandidateIndex {
    register: Arc<CandidateRegister>,
    ids: Vec<CandidateId>,
    grid: PointGrid,
}

impl CandidateIndex {
    pub fn of(register: Arc<CandidateRegister>) -> Self {
        let ids = register.iter().map(|candidate| candidate.id).collect();
        let places: Vec<WorldPoint> = register.iter().map(|candidate| candidate.at).collect();
        Self { register, ids, grid: PointGrid::new(&places, CELL_M) }
    }

    /// Whether it stands for a register as it is now.
    pub fn is_of(&self, register: &Arc<CandidateRegister>) -> bool {
        Arc::ptr_eq(&self.register, register)
    }

    /// Which of the register's candidates one is, in their order.
    pub fn position_of(&self, id: CandidateId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// Calls `visit` with every candidate at most so far from a place, and where it is.
    pub fn for_each_within(
        &self,
        at: WorldPoint,
        reach_m: f64,
        mut visit: impl FnMut(CandidateId, WorldPoint),
    ) {
        self.grid.for_each_within(at, reach_m, |position| {
            let id = self.ids[position as usize];
            if let Some(candidate) = self.register.get(id) {
                visit(id, candidate.at);
            }
        });
    }
}
