//! Builds up one block: shops along its streets, a wall with gates, a spine from gate to gate, and
//! rows of buildings with paths between them.

use super::buildings::{Building, Design, Shape, Use};
use super::ground::{Frame, Point, at, bend, densified, edges, left_part};
use super::plan::{Class, Line, Plan};
use super::quarters::{Kind, Style};
use super::random::Random;

/// Depth of the shops along a street.
const SHOP: f64 = 9.0;
/// From a wall to the nearest building.
const YARD: f64 = 4.0;

/// What is built on one block.
#[derive(Default)]
pub struct Fabric {
    pub buildings: Vec<Building>,
    pub walls: Vec<Vec<Point>>,
    pub paths: Vec<(Class, Vec<Point>)>,
}

/// A block while it is being built up.
struct Site<'a> {
    plan: &'a mut Plan,
    block: usize,
    kind: Kind,
    style: Style,
    /// From the middle of the street on each side to the block's own land.
    margins: [f64; 4],
    /// The sides that shops line.
    shops: [bool; 4],
    random: Random,
    fabric: Fabric,
}

/// Builds up the block with this number.
pub fn build_up(plan: &mut Plan, block: usize) -> Fabric {
    let mut random = Random::of_part(3, block);
    let cell = &plan.blocks[block].cell;
    let kind = Kind::of_place(cell.middle(), &mut random);
    let classes = cell.sides.map(|line| plan.lines[line].class);
    let shops = classes.map(|class| {
        let chance = match class {
            Class::Main | Class::Secondary => 0.8,
            Class::Lane => 0.3,
            _ => 0.0,
        };
        random.chance(chance) && kind.is_housing()
    });
    let site = Site {
        style: kind.style(),
        margins: classes.map(street_margin),
        fabric: Fabric::default(),
        plan,
        block,
        kind,
        shops,
        random,
    };
    site.built_up()
}

/// From the middle of a line of this class to the land beside it.
fn street_margin(class: Class) -> f64 {
    match class {
        Class::Main => 19.0,
        Class::Secondary => 13.0,
        Class::Railway => 22.0,
        _ => 7.5,
    }
}

impl Site<'_> {
    fn built_up(mut self) -> Fabric {
        let gates = self.gates();
        for side in 0..4 {
            if self.shops[side] {
                self.line_with_shops(side, gates);
            }
        }
        let north_gate = self.style.paths != Class::Compound || self.random.chance(0.7);
        let spine = self.lay_spine(gates, north_gate);
        if self.style.paths == Class::Compound {
            self.wall_in(gates, north_gate);
        }
        self.fill_with_rows(gates, spine);
        self.fabric
    }

    /// The places where the spine meets the streets in the south and in the north: near the middle,
    /// or along the west side where the block is too narrow for buildings on both sides.
    fn gates(&mut self) -> [Point; 2] {
        const REACH: f64 = 6.0;
        let share = self.random.between((0.4, 0.6));
        let edge = self.setback(3) + 2.0 * YARD;
        let least = self.setback(1) + edge + 2.0 * (self.style.least + 2.0 * YARD);
        let cell = &self.plan.blocks[self.block].cell;
        let [a, b, c, d] = cell.corners;
        let [south, _, north, _] = cell.sides;
        let is_narrow = a.distance(b).min(d.distance(c)) < least;
        let share_of = |width: f64| if is_narrow { edge / width } else { share };
        let (low, high) = (share_of(a.distance(b)), share_of(d.distance(c)));
        [
            self.plan.lines[south].stop(a.towards(b, low), REACH),
            self.plan.lines[north].stop(d.towards(c, high), REACH),
        ]
    }

    /// How far the inner land keeps from the middle of the street on this side.
    fn setback(&self, side: usize) -> f64 {
        self.margins[side] + if self.shops[side] { SHOP + 2.0 } else { 0.0 }
    }

    /// The inner land of the block, further in by `inset`.
    fn land(&self, inset: f64) -> Vec<Point> {
        let cell = &self.plan.blocks[self.block].cell;
        (0..4).fold(cell.corners.to_vec(), |ring, side| {
            let (a, b) = cell.side(side);
            let inward = (b - a).unit().left();
            left_part(&ring, a + inward * (self.setback(side) + inset), b - a)
        })
    }

    /// Lines a side of the block with shops, but for its ends and the way along the spine.
    fn line_with_shops(&mut self, side: usize, [south, north]: [Point; 2]) {
        /// From the middle of the spine to the nearest shop.
        const WAY: f64 = 5.0;
        let (a, b) = self.plan.blocks[self.block].cell.side(side);
        let along = (b - a).unit();
        let start = a + along.left() * self.margins[side];
        let end = a.distance(b) - self.setback((side + 1) % 4) - 3.0;
        let spine = (north - south).unit();
        let mut x = self.setback((side + 3) % 4) + 3.0;
        loop {
            let length = self.random.between((10.0, 24.0));
            if x + length > end {
                break;
            }
            let (from, to) = (start + along * x, start + along * (x + length));
            let back = along.left() * SHOP;
            let corners = [from, to, from + back, to + back];
            let aside = corners.map(|corner| spine.cross(corner - south));
            if aside.iter().all(|&left| left > WAY) || aside.iter().all(|&left| left < -WAY) {
                self.add_shop(from, to);
                x += length + self.random.between((1.5, 7.0));
            } else {
                x += WAY;
            }
        }
    }

    /// A house with shops, from corner to corner along the street.
    fn add_shop(&mut self, from: Point, to: Point) {
        let (from, to) = (bend(from), bend(to));
        let site = Frame { origin: from, east: (to - from).unit() };
        let others = [(Use::Residential, 0.25), (Use::Community, 0.03), (Use::Office, 0.03)];
        let purpose = self.random.weighted(Use::Commercial, &others);
        let storeys = if purpose == Use::Residential { (3, 5) } else { (1, 3) };
        let design = Design {
            unit: self.plan.blocks[self.block].unit,
            purpose,
            shape: Shape::Bar,
            storeys: self.random.whole(storeys),
            homes: self.style.homes,
        };
        let size = at(from.distance(to), SHOP);
        self.fabric.buildings.push(Building::new(&design, &site, size, &mut self.random));
    }

    /// Lays the spine from the south gate to the north gate, or to the wall where that is closed.
    fn lay_spine(&mut self, [south, north]: [Point; 2], north_gate: bool) -> usize {
        let stop_short = (self.setback(2) + 6.0) / south.distance(north);
        let end = if north_gate { north } else { south.towards(north, 1.0 - stop_short) };
        self.plan.add_line(self.style.paths, south, end)
    }

    fn wall_in(&mut self, [south, north]: [Point; 2], north_gate: bool) {
        const HALF_GATE: f64 = 3.5;
        let along = north - south;
        let aside = along.unit().left() * HALF_GATE;
        let land = self.land(1.0);
        let east = opened(&left_part(&land, north - aside, south - north), along);
        let west = opened(&left_part(&land, south + aside, along), along);
        let walls = if north_gate { vec![east, west] } else { vec![[east, west].concat()] };
        for wall in walls {
            self.fabric.walls.push(densified(&wall, 45.0).into_iter().map(bend).collect());
        }
    }

    fn fill_with_rows(&mut self, [south, north]: [Point; 2], spine: usize) {
        let [a, b, c, d] = self.plan.blocks[self.block].cell.corners.map(bend);
        let frame = Frame {
            origin: (a + b + c + d) * 0.25,
            east: ((b - a).unit() + (c - d).unit()).unit(),
        };
        let land = self.land(YARD);
        let along = north - south;
        let aside = along.unit().left() * (YARD + 0.5);
        let plots = [
            Plot::new(&left_part(&land, south + aside, along), &frame),
            Plot::new(&left_part(&land, north - aside, south - north), &frame),
        ];
        let top = plots[0].top.max(plots[1].top);
        let mut y = plots[0].bottom.min(plots[1].bottom) + YARD;
        while y < top {
            let depth = self.random.between(self.style.depth);
            let spacing = self.random.between(self.style.spacing);
            let spans = [0, 1].map(|k| plots[k].span(y, y + depth, self.style.least));
            for span in spans.iter().flatten() {
                self.build_row(&frame, y, depth, *span);
            }
            let path_y = y - (spacing / 2.0).min(3.0);
            for (k, span) in spans.iter().enumerate() {
                if let (Some(_), Some(way)) = (span, plots[k].span(path_y, path_y, 10.0)) {
                    let (far, near) = if k == 0 { way } else { (way.1, way.0) };
                    self.lay_path(&frame, spine, near, at(far, path_y));
                }
            }
            y += if spans == [None; 2] { 2.0 } else { depth + spacing };
        }
    }

    /// Builds a row between two x of the frame.
    fn build_row(&mut self, frame: &Frame, y: f64, depth: f64, span: (f64, f64)) {
        let wanted = self.random.between(self.style.length);
        let pitch = wanted + self.style.gap;
        let width = span.1 - span.0 + self.style.gap;
        let count = (width / pitch).floor().max(1.0);
        let length = (width / count - self.style.gap).min(self.style.length.1);
        let gap = if count > 1.0 {
            (width - self.style.gap - count * length) / (count - 1.0)
        } else {
            0.0
        };
        for k in 0..count as u32 {
            if !self.random.chance(self.style.open) {
                let x = span.0 + f64::from(k) * (length + gap);
                let site = Frame { origin: frame.ground(at(x, y)), east: frame.east };
                self.add_building(&site, at(length, depth));
            }
        }
    }

    fn add_building(&mut self, site: &Frame, size: Point) {
        let style = &self.style;
        let purpose = if self.kind.is_housing() {
            let others = [(Use::Community, 0.014), (Use::Commercial, 0.006)];
            self.random.weighted(Use::Residential, &others)
        } else {
            style.purpose
        };
        let storeys = match self.kind {
            _ if purpose != style.purpose => self.random.whole((2, 3)),
            Kind::Slabs if self.random.chance(0.05) => self.random.whole((9, 14)),
            _ => self.random.whole(style.storeys),
        };
        let design = Design {
            unit: self.plan.blocks[self.block].unit,
            purpose,
            shape: style.shapes[self.random.index(3)],
            storeys,
            homes: style.homes,
        };
        self.fabric.buildings.push(Building::new(&design, site, size, &mut self.random));
    }

    /// A path from the spine along a row to its far end, unless a slanting wall lies between the
    /// spine and the near end.
    fn lay_path(&mut self, frame: &Frame, spine: usize, near: f64, end: Point) {
        let line = &mut self.plan.lines[spine];
        let Some(place) = place_at_height(line, frame, end.y) else {
            return;
        };
        if (frame.local(bend(place)).x - near).abs() < 2.0 * YARD {
            let start = bend(line.stop(place, 1.0));
            let class = match self.style.paths {
                Class::Compound => Class::Compound,
                _ => Class::Footway,
            };
            self.fabric.paths.push((class, vec![start, frame.ground(end)]));
        }
    }
}

/// The place where a line from south to north reaches this y of the frame, if it does.
fn place_at_height(line: &Line, frame: &Frame, y: f64) -> Option<Point> {
    let (from, to) = line.ends();
    let height = |fraction: f64| frame.local(bend(from.towards(to, fraction))).y;
    if height(0.0) >= y || height(1.0) <= y {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if height(middle) < y { low = middle } else { high = middle }
    }
    Some(from.towards(to, low))
}

/// The ring as a path without its edge along this direction or against it.
fn opened(ring: &[Point], along: Point) -> Vec<Point> {
    let slant = |(a, b): (Point, Point)| ((b - a).unit().cross(along.unit())).abs();
    let gap = edges(ring).map(slant).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
    let mut path = ring.to_vec();
    path.rotate_left(gap.map_or(0, |(edge, _)| edge + 1) % ring.len().max(1));
    path
}

/// A convex piece of land in the coordinates of a frame.
struct Plot {
    edges: Vec<(Point, Point)>,
    bottom: f64,
    top: f64,
}

impl Plot {
    fn new(ring: &[Point], frame: &Frame) -> Self {
        let closed: Vec<Point> = ring.iter().chain(ring.first()).copied().collect();
        let mut bent = densified(&closed, 45.0);
        bent.pop();
        let local: Vec<Point> = bent.into_iter().map(|p| frame.local(bend(p))).collect();
        let bottom = local.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
        let top = local.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
        Self { edges: edges(&local).collect(), bottom, top }
    }

    /// The x between which the band from `y0` to `y1` lies on the plot, if `least` metres do.
    fn span(&self, y0: f64, y1: f64, least: f64) -> Option<(f64, f64)> {
        let (mut west, mut east) = (f64::NEG_INFINITY, f64::INFINITY);
        for y in [y0, y1] {
            for &(a, b) in &self.edges {
                let rise = b.y - a.y;
                let x = a.x + (b.x - a.x) * (y - a.y) / rise;
                if rise > 1e-6 {
                    east = east.min(x);
                } else if rise < -1e-6 {
                    west = west.max(x);
                }
            }
        }
        (west.is_finite() && east - west >= least).then_some((west, east))
    }
}
