//! Which buildings of the layer are stock that may go into the register.

use std::collections::HashSet;

use crate::geometry::WorldPoint;
use crate::layers::{Building, BuildingUse, Buildings};

use super::{Candidate, CandidateId, CandidateRegister, StockKind, Term as _};

/// What the planner looks for among the buildings. Homes are never stock.
#[derive(Debug, Clone, PartialEq)]
pub struct StockFilter {
    /// Kinds looked for.
    pub kinds: Vec<StockKind>,
    pub only_idle: bool,
    /// m²; buildings whose floor area is not known are left out where this is above 0.
    pub least_area_m2: f64,
    /// Buildings with more storeys are left out, where their storeys are known.
    pub most_storeys: Option<f64>,
}

/// Idle stock of every kind, from the smallest room that serves (an assumption).
impl Default for StockFilter {
    fn default() -> Self {
        Self {
            kinds: StockKind::ALL
                .iter()
                .copied()
                .filter(|kind| *kind != StockKind::Other)
                .collect(),
            only_idle: true,
            least_area_m2: 100.0,
            most_storeys: None,
        }
    }
}

impl StockFilter {
    /// Whether a building is looked for.
    pub fn admits(&self, building: &Building) -> bool {
        let Building { kind, storeys, floor_area_m2, idle, .. } = building;
        *kind != BuildingUse::Residential
            && self.kinds.contains(&StockKind::of_use(*kind))
            && (*idle || !self.only_idle)
            && (self.least_area_m2 <= 0.0
                || floor_area_m2.is_some_and(|area| area >= self.least_area_m2))
            && self.most_storeys.is_none_or(|most| storeys.is_none_or(|storeys| storeys <= most))
    }

    /// The buildings looked for that are not in the register yet, by position. Linear in the
    /// number of buildings.
    pub fn buildings(&self, buildings: &Buildings, register: &CandidateRegister) -> Vec<usize> {
        let listed: HashSet<&str> =
            register.iter().filter_map(|candidate| candidate.building.as_deref()).collect();
        let is_wanted = |building: &usize| {
            let record = buildings.record(*building);
            self.admits(record) && !listed.contains(record.id.as_str())
        };
        (0..buildings.len()).filter(is_wanted).collect()
    }
}

impl CandidateRegister {
    /// Buildings as candidates of this register, numbered on from an id. A building's id is its
    /// code, or follows from it where another candidate has it.
    pub fn candidates_of(
        &self,
        buildings: &Buildings,
        positions: &[usize],
        first: CandidateId,
    ) -> Vec<Candidate> {
        let mut codes: HashSet<String> = self.iter().map(|known| known.code.clone()).collect();
        let candidate = |(position, id): (&usize, u32)| {
            let record = buildings.record(*position);
            let code = free_code(&record.id, &codes);
            codes.insert(code.clone());
            let at: WorldPoint = buildings.demand_points()[*position];
            Candidate::of_building(CandidateId(id), code, record, at)
        };
        positions.iter().zip(first.0..).map(candidate).collect()
    }
}

/// A code that is not taken: the one wanted, or else `CODE-2` and so on.
pub fn free_code(wanted: &str, taken: &HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut codes = std::iter::once(wanted.to_owned()).chain(numbered);
    codes.find(|code| !taken.contains(code)).unwrap_or_default()
}
