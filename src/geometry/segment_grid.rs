//! A uniform grid over straight segments: the nearest one to a place, and those that a way passes.
//!
//! The segments are fixed once built. Streets and walls are short against the cells, so that each
//! lies in one cell or two.

use std::ops::{ControlFlow, Range, RangeInclusive};

use rayon::prelude::*;

use super::compressed_rows::grouped;
use super::{Extent, WorldPoint, nearest_on_segment};

/// A straight line between two places; both may be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    pub from: WorldPoint,
    pub to: WorldPoint,
}

impl Segment {
    /// The rectangle around it.
    pub fn extent(&self) -> Extent {
        let Self { from, to } = self;
        Extent {
            min: WorldPoint::new(from.x.min(to.x), from.y.min(to.y)),
            max: WorldPoint::new(from.x.max(to.x), from.y.max(to.y)),
        }
    }
}

/// The place on a segment that is nearest to another place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearestPlace {
    /// Number of the segment.
    pub segment: u32,
    pub at: WorldPoint,
    pub distance_m: f64,
}

/// Segments by the square cells that their boxes touch.
#[derive(Debug, Clone)]
pub struct SegmentGrid {
    segments: Vec<Segment>,
    origin: WorldPoint,
    cell_m: f64,
    columns: usize,
    rows: usize,
    /// `starts[cell]..starts[cell + 1]` are the members of a cell, row by row from the south-west.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl SegmentGrid {
    /// Sorts the segments into cells of about `cell_m` metres.
    ///
    /// The cells are made larger where the extent would otherwise need more cells than four per
    /// segment, so a stray one far away costs no memory.
    pub fn new(segments: Vec<Segment>, cell_m: f64) -> Self {
        let zero = WorldPoint::new(0.0, 0.0);
        let whole = segments.par_iter().map(Segment::extent).reduce_with(Extent::union);
        let whole = whole.unwrap_or(Extent { min: zero, max: zero });
        let most_cells = (4 * segments.len().max(16)) as f64;
        let area = whole.width().max(cell_m) * whole.height().max(cell_m);
        let cell_m = cell_m.max((area / most_cells).sqrt());
        let mut grid = Self {
            segments,
            origin: whole.min,
            cell_m,
            columns: (whole.width() / cell_m) as usize + 1,
            rows: (whole.height() / cell_m) as usize + 1,
            starts: Vec::new(),
            members: Vec::new(),
        };
        let of_segment = |(number, segment): (usize, &Segment)| {
            let cells = grid.cells_touching(segment.extent());
            cells.map(move |cell| (cell as u32, number as u32)).collect::<Vec<_>>()
        };
        let (cells, numbers): (Vec<u32>, Vec<u32>) =
            grid.segments.par_iter().enumerate().flat_map_iter(of_segment).unzip();
        let (starts, order) = grouped(&cells, grid.columns * grid.rows);
        grid.members = order.into_par_iter().map(|entry| numbers[entry as usize]).collect();
        grid.starts = starts;
        grid
    }

    pub fn segment(&self, number: u32) -> Segment {
        self.segments[number as usize]
    }

    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The nearest place on any segment at most `reach_m` away, among those that `accepts`; of
    /// equally near ones that on the segment with the smallest number.
    ///
    /// `accepts` is asked only about places nearer than all accepted before. Cost grows with the
    /// square of the distance found.
    pub fn nearest(
        &self,
        to: WorldPoint,
        reach_m: f64,
        mut accepts: impl FnMut(&NearestPlace) -> bool,
    ) -> Option<NearestPlace> {
        let mut best: Option<NearestPlace> = None;
        let column = self.cell_at(to.x - self.origin.x);
        let row = self.cell_at(to.y - self.origin.y);
        for ring in 0.. {
            // All that lies nearer than this is in the rings looked at already.
            let seen_m = f64::from(ring - 1) * self.cell_m;
            let is_found = best.is_some_and(|best| best.distance_m <= seen_m);
            if is_found || seen_m > reach_m || self.is_beyond(column, row, i64::from(ring)) {
                break;
            }
            self.for_each_in_ring(column, row, i64::from(ring), |number| {
                let Segment { from, to: end } = self.segments[number as usize];
                let at = nearest_on_segment(from, end, to);
                let place = NearestPlace { segment: number, at, distance_m: at.distance_to(to) };
                let is_nearer = best.is_none_or(|best| {
                    (place.distance_m, number) < (best.distance_m, best.segment)
                });
                if place.distance_m <= reach_m && is_nearer && accepts(&place) {
                    best = Some(place);
                }
            });
        }
        best
    }

    /// Whether any segment whose box touches the window answers yes.
    pub fn any_touching(
        &self,
        window: Extent,
        mut asks: impl FnMut(u32, &Segment) -> bool,
    ) -> bool {
        self.visit_touching(window, |number, segment| match asks(number, segment) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        })
        .is_break()
    }

    /// Calls `visit` with every segment whose box touches the window; with some more than once.
    pub fn visit_touching(
        &self,
        window: Extent,
        mut visit: impl FnMut(u32, &Segment) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.segments.is_empty() {
            return ControlFlow::Continue(());
        }
        for cell in self.cells_touching(window) {
            for number in self.members_of(cell) {
                let segment = &self.segments[*number as usize];
                if segment.extent().touches(window) {
                    visit(*number, segment)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn members_of(&self, cell: usize) -> &[u32] {
        &self.members[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    fn cell_at(&self, from_origin_m: f64) -> i64 {
        (from_origin_m / self.cell_m).floor() as i64
    }

    fn cells_touching(&self, window: Extent) -> impl Iterator<Item = usize> + use<> {
        let within = |from: f64, to: f64, count: usize| -> Range<usize> {
            let first = self.cell_at(from).clamp(0, count as i64) as usize;
            let end = (self.cell_at(to) + 1).clamp(first as i64, count as i64) as usize;
            first..end
        };
        let Extent { min, max } = window;
        let rows = within(min.y - self.origin.y, max.y - self.origin.y, self.rows);
        let columns = within(min.x - self.origin.x, max.x - self.origin.x, self.columns);
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    /// Whether a ring of cells lies around the whole grid.
    fn is_beyond(&self, column: i64, row: i64, ring: i64) -> bool {
        let outside = |at: i64, count: usize| at - ring < 0 && at + ring >= count as i64;
        self.segments.is_empty()
            || (ring > 0 && outside(column, self.columns) && outside(row, self.rows))
    }

    fn for_each_in_ring(&self, column: i64, row: i64, ring: i64, mut visit: impl FnMut(u32)) {
        let (west, east) = (column - ring, column + ring);
        let last = self.columns as i64 - 1;
        for at_row in (row - ring).max(0)..=(row + ring).min(self.rows as i64 - 1) {
            let mut visit_columns = |columns: RangeInclusive<i64>| {
                let cell = |column: i64| at_row as usize * self.columns + column as usize;
                let cells = columns.map(cell);
                cells.flat_map(|cell| self.members_of(cell)).for_each(|number| visit(*number));
            };
            if (at_row - row).abs() == ring {
                visit_columns(west.max(0)..=east.min(last));
            } else {
                let sides = [west, east].into_iter().filter(|side| (0..=last).contains(side));
                sides.for_each(|side| visit_columns(side..=side));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_nearest_is_what_a_look_at_every_segment_finds(
            ends in prop::collection::vec((0..400_i16, 0..400_i16, -90..90_i16, -90..90_i16), 0..60),
            to in (-300..700_i16, -300..700_i16),
            reach in 0..600_i16,
        ) {
            let point = |x: i16, y: i16| WorldPoint::new(f64::from(x), f64::from(y));
            let segments: Vec<_> = ends
                .iter()
                .map(|&(x, y, dx, dy)| Segment { from: point(x, y), to: point(x + dx, y + dy) })
                .collect();
            let (to, reach) = (point(to.0, to.1), f64::from(reach));
            let distance = |segment: &Segment| nearest_on_segment(segment.from, segment.to, to).distance_to(to);
            let expected = segments
                .iter()
                .enumerate()
                .map(|(number, segment)| (distance(segment), number as u32))
                .filter(|(distance, _)| *distance <= reach)
                .min_by(|a, b| a.partial_cmp(b).expect("numbers"));
            let found = SegmentGrid::new(segments, 40.0).nearest(to, reach, |_| true);
            prop_assert_eq!(found.map(|found| (found.distance_m, found.segment)), expected);
        }

        #[test]
        fn a_window_finds_every_segment_whose_box_touches_it(
            ends in prop::collection::vec((0..400_i16, 0..400_i16, -90..90_i16, -90..90_i16), 0..60),
            window in (-50..400_i16, -50..400_i16, 0..200_i16),
        ) {
            let point = |x: i16, y: i16| WorldPoint::new(f64::from(x), f64::from(y));
            let segments: Vec<_> = ends
                .iter()
                .map(|&(x, y, dx, dy)| Segment { from: point(x, y), to: point(x + dx, y + dy) })
                .collect();
            let (x, y, side) = window;
            let window = Extent { min: point(x, y), max: point(x + side, y + side) };
            let expected: Vec<u32> = (0..segments.len() as u32)
                .filter(|number| segments[*number as usize].extent().touches(window))
                .collect();
            let mut found = Vec::new();
            let _ = SegmentGrid::new(segments, 40.0).visit_touching(window, |number, _| {
                found.push(number);
                ControlFlow::Continue(())
            });
            found.sort_unstable();
            found.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
