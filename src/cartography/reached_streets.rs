//! The streets within reach of places, cut where the minutes are reached, and kept for the next picture of
//! the same walks: each place is a search, and a plan has many. Painting them is the work of `reach`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::geometry::WorldPoint;
use crate::layers::LayerSet;
use crate::study::Walk;
use crate::walking::{NetworkRules, WalkNetwork};

/// Pieces of street in the world, each with the class of its minutes.
pub(super) type Pieces = Vec<(usize, Vec<WorldPoint>)>;

/// The minutes that streets are cut at, and the metres walked in them.
type Rings = [(u32, f64); 3];

/// The streets around the places that are painted. It may be shared between threads.
#[derive(Default)]
pub struct ReachedStreets(Mutex<Known>);

#[derive(Default)]
struct Known {
    walks: Option<Walks>,
    /// By the bits of their places.
    by_place: HashMap<[u64; 2], Around>,
}

struct Around {
    pieces: Arc<Pieces>,
    /// Since places were last let go.
    is_painted: bool,
}

/// Everything that pieces depend on beside their place.
struct Walks {
    layers: Arc<LayerSet>,
    rules: NetworkRules,
    pace_m_per_s: f64,
    rings: Rings,
    farthest_m: f64,
}

impl Walks {
    fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.layers, &other.layers)
            && self.rules == other.rules
            && (self.pace_m_per_s, self.rings, self.farthest_m)
                == (other.pace_m_per_s, other.rings, other.farthest_m)
    }
}

impl ReachedStreets {
    /// Lets go of the places that were not painted since it was last told to: called before each frame, it
    /// keeps those of the frame before.
    pub fn let_go(&self) {
        self.known().by_place.retain(|_, around| std::mem::take(&mut around.is_painted));
    }

    /// The pieces around a place, at most so far on foot; `layers` are those of the study walked through.
    pub(super) fn around(
        &self,
        (walk, network): (Walk, &WalkNetwork),
        layers: Arc<LayerSet>,
        at: WorldPoint,
        farthest_m: f64,
    ) -> Arc<Pieces> {
        let walks = Walks {
            layers,
            rules: *network.rules(),
            pace_m_per_s: walk.pace_m_per_s(),
            rings: walk.rings(),
            farthest_m,
        };
        let place = [at.x.to_bits(), at.y.to_bits()];
        let mut known = self.known();
        let are_known = known.walks.as_ref().is_some_and(|before| before.are(&walks));
        if !are_known {
            known.by_place.clear();
            known.walks = Some(walks);
        }
        let around = known.by_place.entry(place).or_insert_with(|| {
            let pieces = Arc::new(pieces_around(network, at, farthest_m, walk.rings()));
            Around { pieces, is_painted: true }
        });
        around.is_painted = true;
        around.pieces.clone()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The streets at most so far from a place on foot, cut where the minutes are reached.
pub(super) fn pieces_around(
    network: &WalkNetwork,
    at: WorldPoint,
    farthest_m: f64,
    rings: Rings,
) -> Pieces {
    let streets = network.reached_streets(at, farthest_m);
    streets.iter().flat_map(|street| by_minutes(&street.line, rings)).collect()
}

/// A line cut where the minutes are reached, each piece with their class; what
/// is farther than the last is in the last.
fn by_minutes(line: &[(WorldPoint, f64)], rings: Rings) -> Pieces {
    let last = rings.len() - 1;
    let class_of =
        |metres: f64| rings[..last].iter().position(|(_, ring_m)| metres < *ring_m).unwrap_or(last);
    let mut pieces = Pieces::new();
    for leg in line.windows(2) {
        let ((from, from_m), (to, to_m)) = (leg[0], leg[1]);
        let between = |ring_m: &f64| *ring_m > from_m && *ring_m < to_m;
        let cuts = rings[..last].iter().map(|(_, ring_m)| *ring_m).filter(between);
        let mut start = (from, from_m);
        for end_m in cuts.chain([to_m]) {
            let share = if to_m > from_m { (end_m - from_m) / (to_m - from_m) } else { 1.0 };
            let end = from.toward(to, share);
            let class = class_of((start.1 + end_m) / 2.0);
            match pieces.last_mut() {
                Some((same, points)) if *same == class => points.push(end),
                _ => pieces.push((class, vec![start.0, end])),
            }
            start = (end, end_m);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_cut_where_the_minutes_are_reached() {
        let at = |x: f64| WorldPoint::new(x, 0.0);
        let rings = [(5, 300.0), (10, 500.0), (15, 1000.0)];
        let pieces = by_minutes(&[(at(0.0), 250.0), (at(400.0), 650.0)], rings);
        let expected = [
            (0, vec![at(0.0), at(50.0)]),
            (1, vec![at(50.0), at(250.0)]),
            (2, vec![at(250.0), at(400.0)]),
        ];
        assert_eq!(pieces, expected);
        let back = by_minutes(&[(at(0.0), 1200.0), (at(9.0), 1209.0)], rings);
        assert_eq!(back, [(2, vec![at(0.0), at(9.0)])]);
    }
}
