//! A uniform grid over straight segments: the nearest one to a place, and those that a way passes.
//!
//! The segments are fixed once built. Streets and walls are short against the cells, so that each
//! lies in one cell or two.

use std::ops::{ControlFlow, Range};

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
    origin: WorldPoint,
    cell_m: f64,
    columns: usize,
    rows: usize,
    /// `starts[cell]..starts[cell + 1]` are the members of a cell, row by row from the south-west.
    starts: Vec<u32>,
    members: Vec<(Segment, u32)>,
}

impl SegmentGrid {
    const SMALLEST_CELL_M: f64 = 20.0;
    /// Segments are put into cells by a division, which rounds.
    const ROUNDING_M: f64 = 1e-6;

    /// Sorts the segments into cells that hold about one each: what finding the nearest of evenly
    /// spread ones takes least time with.
    pub fn by_density(segments: Vec<Segment>) -> Self {
        let whole = segments.par_iter().map(Segment::extent).reduce_with(Extent::union);
        let area = whole.map_or(0.0, Extent::area_m2);
        let cell_m = (area / segments.len().max(1) as f64).sqrt();
        Self::new(segments, cell_m.max(Self::SMALLEST_CELL_M))
    }

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
            segments.par_iter().enumerate().flat_map_iter(of_segment).unzip();
        let (starts, order) = grouped(&cells, grid.columns * grid.rows);
        let member = |entry: u32| {
            let number = numbers[entry as usize];
            (segments[number as usize], number)
        };
        grid.members = order.into_par_iter().map(member).collect();
        grid.starts = starts;
        grid
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
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
        accepts: impl FnMut(&NearestPlace) -> bool,
    ) -> Option<NearestPlace> {
        self.nearest_beside(to, reach_m, &mut None, accepts)
    }

    /// The same for one place after another: what was nearest to the place before is looked at first,
    /// and kept for the next. Neighbours have the same, so that little else has to be looked at.
    pub fn nearest_beside(
        &self,
        to: WorldPoint,
        reach_m: f64,
        before: &mut Option<(Segment, u32)>,
        mut accepts: impl FnMut(&NearestPlace) -> bool,
    ) -> Option<NearestPlace> {
        let mut search = NearestSearch::around(self, to, reach_m, &mut accepts);
        search.offer(before.as_slice());
        search.own_cell();
        search.cells_beside();
        search.cells_beyond();
        let NearestSearch { best, nearest, .. } = search;
        if nearest.is_some() {
            *before = nearest;
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
        if self.members.is_empty() {
            return ControlFlow::Continue(());
        }
        for cell in self.cells_touching(window) {
            for (segment, number) in self.members_of(cell) {
                if segment.extent().touches(window) {
                    visit(*number, segment)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn members_of(&self, cell: usize) -> &[(Segment, u32)] {
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

    /// The members of neighbouring cells of a row; none outside the grid.
    fn members_in(&self, row: i64, west: i64, east: i64) -> &[(Segment, u32)] {
        let (first, last) = (west.max(0), east.min(self.columns as i64 - 1));
        if !(0..self.rows as i64).contains(&row) || first > last || self.members.is_empty() {
            return &[];
        }
        let cell = |column: i64| row as usize * self.columns + column as usize;
        &self.members[self.starts[cell(first)] as usize..self.starts[cell(last) + 1] as usize]
    }

    /// Whether the whole grid lies within a ring of cells.
    fn lies_within(&self, column: i64, row: i64, ring: i64) -> bool {
        let is_past = |at: i64, count: usize| at - ring < 0 && at + ring >= count as i64;
        is_past(column, self.columns) && is_past(row, self.rows)
    }
}

/// Looks for the segment nearest to a place, from its own cell outwards.
struct NearestSearch<'a, A> {
    grid: &'a SegmentGrid,
    to: WorldPoint,
    column: i64,
    row: i64,
    accepts: &'a mut A,
    best: Option<NearestPlace>,
    /// The segment that it is on.
    nearest: Option<(Segment, u32)>,
    /// The square of the distance beyond which nothing is looked for any more.
    best_squared: f64,
}

impl<'a, A: FnMut(&NearestPlace) -> bool> NearestSearch<'a, A> {
    fn around(grid: &'a SegmentGrid, to: WorldPoint, reach_m: f64, accepts: &'a mut A) -> Self {
        Self {
            grid,
            to,
            column: grid.cell_at(to.x - grid.origin.x),
            row: grid.cell_at(to.y - grid.origin.y),
            accepts,
            best: None,
            nearest: None,
            best_squared: reach_m * reach_m,
        }
    }

    fn offer(&mut self, members: &[(Segment, u32)]) {
        for (segment, number) in members {
            let at = nearest_on_segment(segment.from, segment.to, self.to);
            let (dx, dy) = (at.x - self.to.x, at.y - self.to.y);
            let squared = dx * dx + dy * dy;
            let is_nearer = match &self.best {
                None => squared <= self.best_squared,
                Some(best) => {
                    let is_first = squared == self.best_squared && *number < best.segment;
                    squared < self.best_squared || is_first
                }
            };
            if is_nearer {
                let place = NearestPlace { segment: *number, at, distance_m: squared.sqrt() };
                if (self.accepts)(&place) {
                    self.best = Some(place);
                    self.best_squared = squared;
                    self.nearest = Some((*segment, *number));
                }
            }
        }
    }

    /// Where most places find theirs.
    fn own_cell(&mut self) {
        self.offer(self.grid.members_in(self.row, self.column, self.column));
    }

    /// Of the cells around, those whose border is nearer than what was found.
    fn cells_beside(&mut self) {
        let Self { grid, to, column, row, .. } = *self;
        let from_west_m = to.x - grid.origin.x - column as f64 * grid.cell_m;
        let from_south_m = to.y - grid.origin.y - row as f64 * grid.cell_m;
        let (to_east_m, to_north_m) = (grid.cell_m - from_west_m, grid.cell_m - from_south_m);
        for (near_row, border_m) in [(row, 0.0), (row - 1, from_south_m), (row + 1, to_north_m)] {
            if !self.may_be_within(border_m) {
                continue;
            }
            let west = column - i64::from(self.may_be_within(from_west_m));
            let east = column + i64::from(self.may_be_within(to_east_m));
            if near_row == row {
                self.offer(grid.members_in(row, west, column - 1));
                self.offer(grid.members_in(row, column + 1, east));
            } else {
                self.offer(grid.members_in(near_row, west, east));
            }
        }
    }

    /// Ring after ring of cells, until all that is nearer than what was found has been looked at.
    fn cells_beyond(&mut self) {
        let Self { grid, column, row, .. } = *self;
        for ring in 2.. {
            // All that lies nearer than this is in the cells looked at already.
            let seen_m = (ring - 1) as f64 * grid.cell_m;
            if self.best_squared <= seen_m * seen_m || grid.lies_within(column, row, ring) {
                break;
            }
            for far_row in (row - ring).max(0)..=(row + ring).min(grid.rows as i64 - 1) {
                let (west, east) = (column - ring, column + ring);
                if (far_row - row).abs() == ring {
                    self.offer(grid.members_in(far_row, west, east));
                } else {
                    self.offer(grid.members_in(far_row, west, west));
                    self.offer(grid.members_in(far_row, east, east));
                }
            }
        }
    }

    /// Whether something behind a border so far away may be nearer than what was found.
    fn may_be_within(&self, border_m: f64) -> bool {
        let border_m = (border_m - SegmentGrid::ROUNDING_M).max(0.0);
        border_m * border_m <= self.best_squared
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
            let squared = |segment: &Segment| {
                let at = nearest_on_segment(segment.from, segment.to, to);
                (at.x - to.x) * (at.x - to.x) + (at.y - to.y) * (at.y - to.y)
            };
            let expected = segments
                .iter()
                .enumerate()
                .map(|(number, segment)| (squared(segment), number as u32))
                .filter(|(squared, _)| *squared <= reach * reach)
                .min_by(|a, b| a.partial_cmp(b).expect("numbers"));
            let expected = expected.map(|(squared, number)| (squared.sqrt(), number));
            let told = |found: NearestPlace| (found.distance_m, found.segment);
            let grid = SegmentGrid::new(segments, 40.0);
            prop_assert_eq!(grid.nearest(to, reach, |_| true).map(told), expected);
            let mut before = None;
            grid.nearest_beside(WorldPoint::new(200.0, 200.0), 900.0, &mut before, |_| true);
            let beside = grid.nearest_beside(to, reach, &mut before, |_| true);
            prop_assert_eq!(beside.map(told), expected);
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
