//! Which of many places have most around them, without summing around each: cells of land come first,
//! each with the most that the disc of any of its places can hold, and only those that may have the
//! heaviest are taken apart into places. Best first, after Land and Doig (1960), *An automatic method of
//! solving discrete programming problems*, Econometrica 28.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::ops::{Add, AddAssign, Range, Sub};
use std::sync::Arc;

use rayon::prelude::*;

use super::{DiscSums, Extent, PointGrid, WorldPoint};

/// Places gathered by cells of land.
#[derive(Debug, Clone)]
pub struct PlaceCells {
    cells: Vec<Cell>,
    /// The places of one cell after those of another, with their numbers.
    places: Vec<(WorldPoint, u32)>,
}

#[derive(Debug, Clone)]
struct Cell {
    middle: WorldPoint,
    /// No place of the cell is farther from its middle.
    spread_m: f64,
    places: Range<usize>,
}

impl PlaceCells {
    /// Cells of about `cell_m` metres; `O(n)`.
    pub fn new(places: &[WorldPoint], cell_m: f64) -> Self {
        let grid = PointGrid::new(places, cell_m);
        let by_cell: Vec<&[(WorldPoint, u32)]> = grid.cells().collect();
        let mut cells = Vec::with_capacity(by_cell.len());
        let mut start = 0;
        for of_cell in &by_cell {
            let places = start..start + of_cell.len();
            start = places.end;
            let Some(extent) = Extent::of(of_cell.iter().map(|(at, _)| *at)) else { continue };
            let middle = extent.center();
            cells.push(Cell { middle, spread_m: middle.distance_to(extent.max), places });
        }
        Self { cells, places: by_cell.concat() }
    }
}

/// What is looked for among places by the weight of their discs.
#[derive(Debug, Clone)]
pub struct HeaviestDiscs<W> {
    cells: Arc<PlaceCells>,
    radius_m: f64,
    queue: BinaryHeap<Entry<W>>,
    /// Sums of an earlier round may be too high by now, and none is too low.
    round: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry<W> {
    /// The weight of a place's disc, or no less than that of any in a cell.
    most: W,
    /// Whether it is a place, not a cell.
    is_place: bool,
    /// The position among the places of all cells, or among the cells.
    number: usize,
    round: u32,
}

impl<W: Ord> Ord for Entry<W> {
    /// The heaviest is the greatest; of equals cells come first, then what has the lower number.
    fn cmp(&self, other: &Self) -> Ordering {
        let order = |entry: &Self| Reverse((entry.is_place, entry.number));
        self.most.cmp(&other.most).then_with(|| order(self).cmp(&order(other)))
    }
}

impl<W: Ord> PartialOrd for Entry<W> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// So many entries are looked into at once, on all processors.
const AT_ONCE: usize = 32;
/// A disc that is to hold others whole is larger by this: roots round.
const ROUNDING_M: f64 = 1e-6;

impl<W> HeaviestDiscs<W>
where
    W: Copy + Default + Ord + Add<Output = W> + Sub<Output = W> + AddAssign + Send + Sync,
{
    /// Looks over all cells once.
    pub fn new(cells: &Arc<PlaceCells>, sums: &DiscSums<W>, radius_m: f64) -> Self {
        let mut search =
            Self { cells: Arc::clone(cells), radius_m, queue: BinaryHeap::new(), round: 0 };
        let all = 0..cells.cells.len();
        let looked_at: Vec<Entry<W>> =
            all.into_par_iter().map(|cell| search.look_at_cell(cell, sums)).collect();
        search.queue = looked_at.into();
        search
    }

    /// From now on weights are what they were or less.
    pub fn weights_shrank(&mut self) {
        self.round += 1;
    }

    /// The heaviest place that was not given yet, with the weight of its disc by the sums as they are.
    pub fn next(&mut self, sums: &DiscSums<W>) -> Option<(usize, W)> {
        self.heaviest(sums).map(|entry| self.place_of(entry))
    }

    /// The heaviest places, with the weights of their discs; they may be given again.
    pub fn most(&mut self, count: usize, sums: &DiscSums<W>) -> Vec<(usize, W)> {
        let mut first = Vec::with_capacity(count);
        while first.len() < count {
            let Some(entry) = self.heaviest(sums) else { break };
            first.push(entry);
        }
        self.queue.extend(&first);
        first.into_iter().map(|entry| self.place_of(entry)).collect()
    }

    /// No less than the discs of so many places hold together, by what those of cells can hold at most: in no
    /// time, where the exact sum would take places apart. Only before any was given.
    pub fn at_most(mut self, count: usize) -> W {
        let (mut sum, mut left) = (W::default(), count);
        while left > 0
            && let Some(Entry { most, is_place, number, .. }) = self.queue.pop()
        {
            let places = if is_place { 1 } else { self.cells.cells[number].places.len() };
            for _ in 0..places.min(left) {
                sum += most;
            }
            left -= places.min(left);
        }
        sum
    }

    /// Takes the first entry that is a place, and is up to date.
    fn heaviest(&mut self, sums: &DiscSums<W>) -> Option<Entry<W>> {
        while !self.is_settled(self.queue.peek()?) {
            self.take_apart(sums);
        }
        self.queue.pop()
    }

    fn is_settled(&self, entry: &Entry<W>) -> bool {
        entry.is_place && entry.round == self.round
    }

    fn place_of(&self, entry: Entry<W>) -> (usize, W) {
        (self.cells.places[entry.number].1 as usize, entry.most)
    }

    /// Looks into the first entries, as far as they may hide a heavier place.
    fn take_apart(&mut self, sums: &DiscSums<W>) {
        let mut first = Vec::with_capacity(AT_ONCE);
        while first.len() < AT_ONCE
            && let Some(entry) = self.queue.peek()
            && !self.is_settled(entry)
        {
            first.extend(self.queue.pop());
        }
        let inside: Vec<Vec<Entry<W>>> =
            first.par_iter().map(|entry| self.inside(*entry, sums)).collect();
        self.queue.extend(inside.into_iter().flatten());
    }

    fn inside(
        &self,
        Entry { is_place, number, round, .. }: Entry<W>,
        sums: &DiscSums<W>,
    ) -> Vec<Entry<W>> {
        if is_place {
            vec![self.look_at_place(number, sums)]
        } else if round < self.round {
            vec![self.look_at_cell(number, sums)]
        } else {
            let places = self.cells.cells[number].places.clone();
            places.map(|place| self.look_at_place(place, sums)).collect()
        }
    }

    fn look_at_cell(&self, number: usize, sums: &DiscSums<W>) -> Entry<W> {
        let Cell { middle, spread_m, .. } = &self.cells.cells[number];
        let (middle, spread_m) = (*middle, *spread_m);
        let most = sums.within(middle, self.radius_m + spread_m + ROUNDING_M);
        Entry { most, is_place: false, number, round: self.round }
    }

    fn look_at_place(&self, number: usize, sums: &DiscSums<W>) -> Entry<W> {
        let most = sums.within(self.cells.places[number].0, self.radius_m);
        Entry { most, is_place: true, number, round: self.round }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(points: &[(i16, i16, i64)]) -> (Vec<WorldPoint>, Vec<i64>) {
        let place = |(x, y, _): &(i16, i16, i64)| WorldPoint::new(f64::from(*x), f64::from(*y));
        (points.iter().map(place).collect(), points.iter().map(|(_, _, weight)| *weight).collect())
    }

    fn scattered() -> impl Strategy<Value = Vec<(i16, i16, i64)>> {
        prop::collection::vec((0_i16..3000, 0_i16..3000, 0_i64..50), 1..300)
    }

    proptest! {
        #[test]
        fn the_heaviest_come_first_and_none_is_missed(
            homes in scattered(), places in scattered(), radius in 1_u16..900,
        ) {
            let ((homes, mut weights), (places, _)) = (at(&homes), at(&places));
            let radius_m = f64::from(radius);
            let mut sums = DiscSums::new(&homes, &weights, radius_m);
            let cells = Arc::new(PlaceCells::new(&places, 150.0));
            let mut search = HeaviestDiscs::new(&cells, &sums, radius_m);
            let sorted = |sums: &DiscSums<i64>| {
                let mut all: Vec<i64> =
                    places.iter().map(|place| sums.within(*place, radius_m)).collect();
                all.sort_unstable_by_key(|weight| Reverse(*weight));
                all
            };
            let at_most = search.clone().at_most(5);
            let most = search.most(5, &sums);
            prop_assert!(most.iter().map(|(_, weight)| weight).sum::<i64>() <= at_most);
            let found: Vec<i64> = most.iter().map(|(_, weight)| *weight).collect();
            prop_assert_eq!(&found[..], &sorted(&sums)[..found.len()]);
            prop_assert_eq!(found.len(), 5.min(places.len()));
            // With half of the weights gone, the next one is the heaviest by what is left.
            weights.iter_mut().step_by(2).for_each(|weight| *weight = 0);
            sums.reweigh(&weights);
            search.weights_shrank();
            let (place, weight) = search.next(&sums).expect("there is a place");
            prop_assert_eq!(weight, sorted(&sums)[0]);
            prop_assert_eq!(weight, sums.within(places[place], radius_m));
            let rest = std::iter::from_fn(|| search.next(&sums)).count();
            prop_assert_eq!(rest, places.len() - 1, "each is given once");
        }
    }
}
