//! The fewest sites that reach everybody, from below: those around the heaviest places together are at
//! least all whom nothing reaches that is open anyway, so there are at least as many sites as it takes
//! of the heaviest discs to hold so many, those in several of them counted more than once.

use std::sync::Arc;

use crate::geometry::{DiscSums, HeaviestDiscs, PlaceCells, WorldPoint};
use crate::layers::Persons;

use super::{CELL_M, Ground};

pub(super) struct FewestOutlook {
    radius_m: f64,
    /// Those whom nothing reaches that is open in every plan.
    homes: Vec<WorldPoint>,
    residents: Vec<Persons>,
    cells: Arc<PlaceCells>,
    places: usize,
    forced: usize,
    /// At least so many sites beside those that are forced.
    bound: Option<usize>,
    /// How many of the heaviest discs are looked at next.
    next: usize,
}

impl FewestOutlook {
    pub fn of(ground: Ground, radius_m: f64) -> Self {
        let is_open = ground.is_open_within(radius_m);
        let Ground { homes, residents, forced, at, .. } = ground;
        let left = || is_open.iter().enumerate().filter(|(_, is_open)| !**is_open).map(|(h, _)| h);
        Self {
            radius_m,
            homes: left().map(|home| homes[home]).collect(),
            residents: left().map(|home| residents[home]).collect(),
            cells: Arc::new(PlaceCells::new(&at, CELL_M)),
            places: at.len(),
            forced: forced.len(),
            bound: None,
            next: 1,
        }
    }

    /// Looks at twice as many of the heaviest discs, until they hold everybody.
    pub fn step(&mut self) -> bool {
        if self.next == 0 {
            return false;
        }
        let count = self.next.min(self.places);
        let all: Persons = self.residents.iter().copied().sum();
        let sums = DiscSums::new(&self.homes, &self.residents, self.radius_m);
        let mut heaviest = HeaviestDiscs::new(&self.cells, &sums, self.radius_m);
        let (mut held, mut taken, mut last) = (Persons::ZERO, 0, Persons::ZERO);
        for (_, around) in heaviest.most(count, &sums) {
            if held >= all {
                break;
            }
            (held, taken, last) = (held + around, taken + 1, around);
        }
        // None of the discs not looked at holds more than the last one.
        let (left, each) = ((all - held).as_f64(), last.as_f64());
        let (more, is_done) = match held >= all {
            true => (0.0, true),
            false if each > 0.0 => (at_least(left / each), count == self.places),
            false => (0.0, true),
        };
        self.bound = self.bound.max(Some(taken + more as usize));
        self.next = if is_done { 0 } else { 2 * count };
        true
    }

    /// No plan has fewer sites, forced ones among them.
    pub fn bound(&self) -> Option<f64> {
        self.bound.map(|bound| (bound + self.forced) as f64)
    }
}

/// Whole sites, rounding aside.
fn at_least(sites: f64) -> f64 {
    const ROUNDING: f64 = 1e-9;
    (sites * (1.0 - ROUNDING)).ceil()
}
