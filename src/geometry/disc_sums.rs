//! Sums over discs: how much of what lies scattered is within a radius of a place. Cells inside the
//! disc count as a whole, so that a sum costs what lies along the circle and not all it holds.

use std::ops::{Add, AddAssign, Sub};

use super::{Extent, PointGrid, WorldPoint};

/// Points with a weight each, added up along the cells of a grid.
#[derive(Debug, Clone)]
pub struct DiscSums<W> {
    grid: PointGrid,
    /// The weight of all entries of the grid before each, and of all of them at the end.
    before: Vec<W>,
}

impl<W: Copy + Default + Add<Output = W> + Sub<Output = W> + AddAssign> DiscSums<W> {
    /// Weights at points, to be summed over discs of about `radius_m`; `O(n)`.
    pub fn new(points: &[WorldPoint], weights: &[W], radius_m: f64) -> Self {
        let grid = PointGrid::new(points, cell_m(points, radius_m));
        let mut sums = Self { grid, before: Vec::with_capacity(points.len() + 1) };
        sums.reweigh(weights);
        sums
    }

    /// Gives the same points other weights; `O(n)`, without sorting them anew.
    pub fn reweigh(&mut self, weights: &[W]) {
        let Self { grid, before } = self;
        let mut sum = W::default();
        before.clear();
        before.push(sum);
        for point in grid.in_order() {
            sum += weights[point as usize];
            before.push(sum);
        }
    }

    /// The weight of all points at most `radius_m` from `center`, inclusive: the very points that
    /// [`PointGrid::for_each_within`] finds.
    pub fn within(&self, center: WorldPoint, radius_m: f64) -> W {
        let mut sum = W::default();
        self.grid.for_each_run_within(center, radius_m, |run| {
            sum += self.before[run.end] - self.before[run.start];
        });
        sum
    }
}

/// A cell with a few points: smaller ones make more rows to look at, larger ones more points along the
/// circle. Some cells have to lie inside the disc.
fn cell_m(points: &[WorldPoint], radius_m: f64) -> f64 {
    const POINTS_PER_CELL: f64 = 2.0;
    const LEAST_CELL_M: f64 = 10.0;
    let area_m2 = Extent::of(points.iter().copied()).map_or(0.0, Extent::area_m2);
    let with_a_few = (POINTS_PER_CELL * area_m2 / points.len().max(1) as f64).sqrt();
    with_a_few.min(radius_m / 6.0).max(LEAST_CELL_M)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sum_is_that_of_the_points_one_by_one(
            points in prop::collection::vec((0_i16..3000, 0_i16..3000, 0_i64..50), 0..400),
            center in (-600_i16..3600, -600_i16..3600),
            radius in 0_u16..2000,
        ) {
            // Whole numbers, so that points often lie on the circle.
            let place = |x: i16, y: i16| WorldPoint::new(f64::from(x), f64::from(y));
            let places: Vec<_> = points.iter().map(|(x, y, _)| place(*x, *y)).collect();
            let weights: Vec<i64> = points.iter().map(|(_, _, weight)| *weight).collect();
            let (center, radius_m) = (place(center.0, center.1), f64::from(radius));
            let near = |at: &WorldPoint| {
                (at.x - center.x).powi(2) + (at.y - center.y).powi(2) <= radius_m * radius_m
            };
            let pairs = places.iter().zip(&weights);
            let expected: i64 = pairs.filter(|(at, _)| near(at)).map(|(_, weight)| weight).sum();
            let sums = DiscSums::new(&places, &weights, 700.0);
            prop_assert_eq!(sums.within(center, radius_m), expected);
        }
    }
}
