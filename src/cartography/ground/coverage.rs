//! How much of each pixel an outline covers, exactly: the area between the outline and the pixel's
//! right edge is added up edge by edge, and a sum along each row gives the share covered. Colours
//! are left to `band`.
//!
//! The method is that of font rasterisers (Levien, "font-rs", 2016), with the touched part of each
//! row kept, so that a long thin line costs what it covers and not its bounding box.

use std::ops::Range;

/// How often an outline may wind around a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Areas with holes, whichever way their rings turn.
    EvenOdd,
    /// Strokes, whose pieces overlap.
    NonZero,
}

/// Shares below this cannot be seen.
const VISIBLE: f32 = 1.0 / 512.0;

/// The sums of some rows of pixels. Between two outlines all of them are zero.
pub(super) struct Coverage {
    width: usize,
    rows: usize,
    /// Two more than pixels in each row: an edge on the right border writes beyond it.
    sums: Vec<f32>,
    /// The touched columns of each row, first and last.
    reach: Vec<[u32; 2]>,
    /// The touched rows, first and last.
    touched: [usize; 2],
}

const UNTOUCHED: [u32; 2] = [u32::MAX, 0];

impl Coverage {
    pub fn new(width: usize, rows: usize) -> Self {
        Self {
            width,
            rows,
            sums: vec![0.0; (width + 2) * rows],
            reach: vec![UNTOUCHED; rows],
            touched: [usize::MAX, 0],
        }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// Uses only the first rows from here on; between two outlines.
    pub fn limit_to(&mut self, rows: usize) {
        self.rows = rows.min(self.reach.len());
    }

    /// Adds a closed ring of points in pixels.
    pub fn ring(&mut self, points: impl Iterator<Item = [f32; 2]> + Clone) {
        let Some(mut from) = points.clone().last() else { return };
        for to in points {
            self.edge(from, to);
            from = to;
        }
    }

    /// Adds an edge; those of an outline have to close.
    pub fn edge(&mut self, a: [f32; 2], b: [f32; 2]) {
        let height = self.rows as f32;
        let (turn, [top_x, top], [bottom_x, bottom]) =
            if a[1] < b[1] { (1.0, a, b) } else { (-1.0, b, a) };
        // Also where a coordinate is no number.
        let is_seen = top < bottom && bottom > 0.0 && top < height;
        if !is_seen {
            return;
        }
        let slope = (bottom_x - top_x) / (bottom - top);
        let mut y = top.max(0.0);
        let mut x = top_x + (y - top) * slope;
        let bottom = bottom.min(height);
        let (first, last) = (y as usize, (bottom.ceil() as usize).min(self.rows));
        self.touched = [self.touched[0].min(first), self.touched[1].max(last)];
        for row in first..last {
            let end = ((row + 1) as f32).min(bottom);
            let next = x + slope * (end - y);
            self.add(row, x, next, (end - y) * turn);
            (x, y) = (next, end);
        }
    }

    /// Adds the part of an edge within one row: from column `from` to `to` over a height.
    fn add(&mut self, row: usize, from: f32, to: f32, height: f32) {
        let width = self.width as f32;
        let (left, right) = (from.min(to), from.max(to));
        if left >= 0.0 && right <= width {
            self.add_inside(row, left, right, height);
            return;
        }
        // Left of the image an edge counts as if it stood upright on its rim. Right of it nothing is
        // added, but what was begun reaches as far as the rim.
        if left < 0.0 {
            let share = if right > 0.0 { -left / (right - left) } else { 1.0 };
            self.add_inside(row, 0.0, 0.0, share * height);
        }
        if right > width {
            self.reach[row][1] = self.width as u32;
        }
        let (inner_left, inner_right) = (left.max(0.0), right.min(width));
        if inner_left < inner_right {
            let inside = (inner_right - inner_left) / (right - left) * height;
            self.add_inside(row, inner_left, inner_right, inside);
        }
    }

    fn add_inside(&mut self, row: usize, left: f32, right: f32, height: f32) {
        let (first, last) = (left as usize, right.ceil() as usize);
        let stride = self.width + 2;
        let sums = &mut self.sums[row * stride..(row + 1) * stride];
        if last <= first + 1 {
            // All in one column: what lies right of its middle.
            let beside = 0.5 * (left + right) - first as f32;
            sums[first] += height * (1.0 - beside);
            sums[first + 1] += height * beside;
        } else {
            let per_column = 1.0 / (right - left);
            let into_first = left - first as f32;
            let in_first = 0.5 * per_column * (1.0 - into_first) * (1.0 - into_first);
            let into_last = right - (last - 1) as f32;
            let in_last = 0.5 * per_column * into_last * into_last;
            sums[first] += height * in_first;
            if last == first + 2 {
                sums[first + 1] += height * (1.0 - in_first - in_last);
            } else {
                let second = per_column * (1.5 - into_first);
                sums[first + 1] += height * (second - in_first);
                for sum in &mut sums[first + 2..last - 1] {
                    *sum += height * per_column;
                }
                let before_last = second + (last - first - 3) as f32 * per_column;
                sums[last - 1] += height * (1.0 - before_last - in_last);
            }
            sums[last] += height * in_last;
        }
        let [low, high] = &mut self.reach[row];
        (*low, *high) = ((*low).min(first as u32), (*high).max((first + 1).max(last) as u32));
    }

    /// Hands out the covered pixels of what was added, as columns of a row that are covered alike
    /// with the share of each, and begins anew.
    pub fn sweep(&mut self, rule: Rule, mut paint: impl FnMut(usize, Range<usize>, f32)) {
        let [first, last] = std::mem::replace(&mut self.touched, [usize::MAX, 0]);
        let stride = self.width + 2;
        for row in first.min(last)..last {
            let [low, high] = std::mem::replace(&mut self.reach[row], UNTOUCHED);
            if low > high {
                continue;
            }
            let sums = &mut self.sums[row * stride..(row + 1) * stride];
            let mut sum = 0.0;
            let (mut column, end) = (low as usize, (high as usize + 1).min(self.width));
            while column < end {
                sum += sums[column];
                let alike = sums[column + 1..end].iter().take_while(|sum| **sum == 0.0).count();
                let next = column + 1 + alike;
                let share = match rule {
                    Rule::NonZero => f32::min(sum.abs(), 1.0),
                    Rule::EvenOdd => even_odd(sum),
                };
                if share > VISIBLE {
                    paint(row, column..next, share);
                }
                column = next;
            }
            sums[low as usize..=high as usize].fill(0.0);
        }
    }
}

/// Covered where the outline winds an odd number of times around.
fn even_odd(sum: f32) -> f32 {
    let sum = sum.abs();
    if sum <= 1.0 {
        return sum;
    }
    let beyond = sum % 2.0;
    if beyond > 1.0 { 2.0 - beyond } else { beyond }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(coverage: &mut Coverage, rule: Rule) -> Vec<f32> {
        let mut all = vec![0.0; coverage.width * coverage.rows];
        let width = coverage.width;
        coverage.sweep(rule, |row, columns, share| {
            all[row * width + columns.start..row * width + columns.end].fill(share);
        });
        all
    }

    fn area_of(ring: &[[f32; 2]]) -> f32 {
        let next = ring.iter().cycle().skip(1);
        let doubled: f32 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
        doubled.abs() / 2.0
    }

    #[test]
    fn a_square_covers_its_pixels_by_area() {
        let mut coverage = Coverage::new(4, 3);
        coverage.ring([[0.5, 0.5], [2.0, 0.5], [2.0, 2.0], [0.5, 2.0]].into_iter());
        let expected = [0.25, 0.5, 0.0, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let found = shares(&mut coverage, Rule::EvenOdd);
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        assert!(coverage.sums.iter().all(|sum| *sum == 0.0), "nothing is left for the next");
    }

    #[test]
    fn a_hole_is_open_whichever_way_it_turns() {
        let outside = [[0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0]];
        let hole = [[2.0, 2.0], [6.0, 2.0], [6.0, 6.0], [2.0, 6.0]];
        let mut coverage = Coverage::new(8, 8);
        for turned in [false, true] {
            coverage.ring(outside.into_iter());
            if turned {
                coverage.ring(hole.into_iter().rev());
            } else {
                coverage.ring(hole.into_iter());
            }
            let found = shares(&mut coverage, Rule::EvenOdd);
            assert!((found.iter().sum::<f32>() - 48.0).abs() < 1e-4);
        }
    }

    #[test]
    fn what_reaches_over_the_rim_is_cut_off() {
        let mut coverage = Coverage::new(10, 10);
        coverage.ring([[-90.0, -90.0], [99.0, -90.0], [99.0, 99.0], [-90.0, 99.0]].into_iter());
        let found = shares(&mut coverage, Rule::EvenOdd);
        assert!(found.iter().all(|share| (share - 1.0).abs() < 1e-4), "{found:?}");
        coverage.ring([[f32::NAN, 1.0], [2.0, f32::NAN], [3.0, 3.0]].into_iter());
        shares(&mut coverage, Rule::EvenOdd);
    }

    #[test]
    fn a_flat_edge_from_far_beyond_the_rim_is_where_it_is() {
        // A slope of one row in a hundred columns, seen in the middle of its way.
        let mut coverage = Coverage::new(10, 2);
        let (left, right) = ([-45.0, 0.0], [55.0, 1.0]);
        coverage.ring([left, right, [55.0, 2.0], [-45.0, 2.0]].into_iter());
        let found = shares(&mut coverage, Rule::NonZero);
        for (column, share) in found[..10].iter().enumerate() {
            let expected = 1.0 - (45.0 + column as f32 + 0.5) / 100.0;
            assert!((share - expected).abs() < 1e-4, "{column}: {share} {expected}");
        }
    }

    proptest! {
        /// The shares of all pixels add up to the area of the triangle.
        #[test]
        fn no_area_is_lost(points in proptest::array::uniform3((1.0..19.0_f32, 1.0..19.0_f32))) {
            let ring = points.map(|(x, y)| [x, y]);
            let mut coverage = Coverage::new(20, 20);
            coverage.ring(ring.into_iter());
            let sum: f32 = shares(&mut coverage, Rule::NonZero).iter().sum();
            // Shares too small to be seen are left out.
            prop_assert!((sum - area_of(&ring)).abs() < 0.2, "{} {}", sum, area_of(&ring));
        }
    }
}
