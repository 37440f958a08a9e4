//! Isochrones: the ground within a walk of a place, as an area that holds no place beyond it.
//!
//! The area is made of square cells, and a cell belongs to it only if every place of the cell is
//! within the limit. That is shown by a bound: from all of the cell one can step to the place where its
//! middle is joined to the streets, nothing stands between; so whoever stands in it is joined there or
//! nearer, and from none of the streets that near is the walk too long. Cells for which this cannot be
//! said are divided, and the smallest are left out; so the area is a little too small along its edge
//! and along walls, and never too large.

use std::ops::ControlFlow;

use rayon::prelude::*;

use crate::geometry::{CellArea, Extent, WorldPoint};

use super::WalkNetwork;
use super::access::Access;
use super::search::Search;

/// Sides of the largest cells, in smallest ones.
const LARGEST: usize = 32;

/// A walk from the middle of a block that is longer than the limit by so many times the way to its
/// corners leaves no place in it within the limit, except behind a wall.
const FAR_BEYOND: f64 = 4.0;

/// Blocks of this side are not divided any more where their middle is not joined to any street, unless
/// a wall runs through them.
const SMALL: usize = 8;

/// What can be said of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Every place in it is within the limit.
    Inside,
    /// No place in it is.
    Outside,
    /// Neither can be said.
    Open,
}

/// A square block of cells.
#[derive(Debug, Clone, Copy)]
struct Block {
    column: usize,
    row: usize,
    side: usize,
}

impl Block {
    fn quarters(self) -> [Self; 4] {
        let Self { column, row, side } = self;
        let half = side / 2;
        [(0, 0), (half, 0), (0, half), (half, half)].map(|(east, north)| Self {
            column: column + east,
            row: row + north,
            side: half,
        })
    }
}

/// Cells around a place, as far as one can walk.
struct Cells<'a> {
    network: &'a WalkNetwork,
    search: &'a Search,
    start: Access,
    limit_m: f64,
    origin: WorldPoint,
    cell_m: f64,
}

impl WalkNetwork {
    /// The area of which every place is at most `limit_m` metres away on foot, in cells of
    /// `cell_m` metres. `None` where the place itself is not joined to the network.
    ///
    /// Cost grows with the area and with the number of cells along its edge.
    pub fn isochrone(&self, from: WorldPoint, limit_m: f64, cell_m: f64) -> Option<CellArea> {
        let start = self.access(from)?;
        // Whole largest cells, and as many on each side.
        let blocks = 2 * (limit_m / (cell_m * LARGEST as f64)).ceil() as usize;
        let side = blocks * LARGEST;
        let half_m = side as f64 * cell_m / 2.0;
        let origin = Extent::around(from, half_m).min;
        let mut area = CellArea::empty(origin, cell_m, side, side);
        self.searches.with(&self.graph, |search| {
            search.run(&self.graph, &start, limit_m);
            let cells = Cells { network: self, search, start, limit_m, origin, cell_m };
            let block = |number: usize| Block {
                column: (number % blocks) * LARGEST,
                row: (number / blocks) * LARGEST,
                side: LARGEST,
            };
            let of_block = |number: usize| {
                let mut inside = Vec::new();
                cells.collect_inside(block(number), &mut inside);
                inside
            };
            let inside: Vec<Vec<Block>> =
                (0..blocks * blocks).into_par_iter().map(of_block).collect();
            for Block { column, row, side } in inside.into_iter().flatten() {
                area.add(column, row, side);
            }
        });
        Some(area)
    }
}

impl Cells<'_> {
    /// Divides a block until it can be said what is inside.
    fn collect_inside(&self, block: Block, inside: &mut Vec<Block>) {
        match self.verdict(block) {
            Verdict::Inside => inside.push(block),
            Verdict::Open if block.side > 1 => {
                block
                    .quarters()
                    .into_iter()
                    .for_each(|quarter| self.collect_inside(quarter, inside));
            }
            Verdict::Open | Verdict::Outside => {}
        }
    }

    fn verdict(&self, block: Block) -> Verdict {
        let (network, side_m) = (self.network, block.side as f64 * self.cell_m);
        let corner = WorldPoint::new(
            self.origin.x + block.column as f64 * self.cell_m,
            self.origin.y + block.row as f64 * self.cell_m,
        );
        let square =
            Extent { min: corner, max: WorldPoint::new(corner.x + side_m, corner.y + side_m) };
        // No place of the block is farther from its middle.
        let (middle, radius_m) = (square.center(), side_m * std::f64::consts::FRAC_1_SQRT_2);
        // To leave out what is not proven is never wrong; so the middle speaks for the block where it
        // is not joined to any street, or far beyond.
        let Some(access) = network.access(middle) else {
            let is_divided = block.side > SMALL || network.obstacles.touch(square);
            return if is_divided { Verdict::Open } else { Verdict::Outside };
        };
        // Nobody in the block is joined to that street elsewhere than this near.
        let joined = Extent::around(access.at, radius_m);
        if network.obstacles.come_between(square, joined) {
            let from_middle_m = network.walked_m(self.search, &self.start, &access);
            let is_far_beyond = from_middle_m - FAR_BEYOND * radius_m > self.limit_m;
            return if is_far_beyond { Verdict::Outside } else { Verdict::Open };
        }
        let farthest_m = network.rules.farthest_access_m;
        // So far from the middle at most is where anybody in the block is joined to the streets.
        let leg_m = middle.distance_to(access.at);
        let walks = self.walks(middle, radius_m, leg_m + 2.0 * radius_m);
        if walks.longest_m <= self.limit_m && leg_m + radius_m <= farthest_m {
            Verdict::Inside
        } else if walks.shortest_m > self.limit_m {
            Verdict::Outside
        } else {
            Verdict::Open
        }
    }

    /// Between which bounds the walks to places around a middle lie that are joined to the streets no
    /// farther than `joined_m` from it.
    fn walks(&self, middle: WorldPoint, radius_m: f64, joined_m: f64) -> Walks {
        let network = self.network;
        let counts = if network.rules.counts_access { 1.0 } else { 0.0 };
        let mut walks = Walks { shortest_m: f64::INFINITY, longest_m: 0.0 };
        let _ = network.finder.visit_within(middle, joined_m, |access, cost_per_m| {
            let on_street = Access { leg_m: 0.0, ..access };
            let walked_m = network.walked_m(self.search, &self.start, &on_street);
            let from_middle_m = walked_m + counts * access.leg_m;
            // Seen from elsewhere in the block, the leg and the place on the street are others.
            let spread_m = radius_m * (counts + cost_per_m);
            walks.longest_m = walks.longest_m.max(from_middle_m + spread_m);
            walks.shortest_m = walks.shortest_m.min(from_middle_m - spread_m);
            ControlFlow::Continue(())
        });
        walks
    }
}

/// Bounds of walks, in metres.
struct Walks {
    shortest_m: f64,
    longest_m: f64,
}
