//! The plan: main roads, river and railway, planning units between them, and blocks within those.
//!
//! Everything is a quadrilateral split again and again by lines that run from one side to the
//! opposite one. A [`Line`] remembers where other lines meet it, so that two neighbours that share a
//! border read the very same points from it.

use super::ground::{PLAN, Point, area, at, densified};
use super::names;
use super::random::Random;

/// Where the middle of the river runs on the plan.
pub const RIVER: f64 = 2400.0;
/// From the middle of the river to the roads along its banks.
const EMBANKMENT: f64 = 98.0;
/// From the middle of the river to the promenades.
pub const PROMENADE: f64 = 76.0;
/// Where the railway runs on the plan.
pub const RAILWAY: f64 = 3590.0;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Class {
    Main,
    Secondary,
    Lane,
    Footway,
    /// A path inside a gated compound.
    Compound,
    River,
    Railway,
}

/// A straight line of the plan, and the places where others meet it.
pub struct Line {
    pub class: Class,
    pub name: Option<String>,
    /// In the order from one end to the other, both ends included.
    stops: Vec<Point>,
}

impl Line {
    /// The place on this line where another one meets it at `place`: an earlier junction if one is
    /// within `reach` metres, else a new one.
    pub fn stop(&mut self, place: Point, reach: f64) -> Point {
        if let Some(&known) = self.stops.iter().find(|stop| stop.distance(place) <= reach) {
            return known;
        }
        let start = self.stops[0];
        let index = self.stops.partition_point(|s| s.distance(start) < place.distance(start));
        self.stops.insert(index, place);
        place
    }

    /// The line from junction to junction, each piece with enough points to bend well.
    pub fn pieces(&self) -> impl Iterator<Item = Vec<Point>> + '_ {
        self.stops.windows(2).map(|ends| densified(ends, 45.0))
    }

    /// All points of the line from one of its junctions up to, but without, another.
    pub fn course(&self, from: Point, to: Point) -> Vec<Point> {
        let place = |p: Point| self.stops.iter().position(|&s| s == p).unwrap_or(0);
        let (a, b) = (place(from), place(to));
        let mut points = densified(&self.stops[a.min(b)..=a.max(b)], 45.0);
        if a > b {
            points.reverse();
        }
        points.pop();
        points
    }

    /// The places where others meet this line, and its ends.
    pub fn stops(&self) -> &[Point] {
        &self.stops
    }

    pub fn ends(&self) -> (Point, Point) {
        (self.stops[0], self.stops[self.stops.len() - 1])
    }
}

/// A piece of land with four corners (south-west, south-east, north-east, north-west) and the lines
/// that its sides (south, east, north, west) lie on.
#[derive(Clone)]
pub struct Cell {
    pub corners: [Point; 4],
    pub sides: [usize; 4],
}

impl Cell {
    /// The two ends of a side, in counter-clockwise order.
    pub fn side(&self, side: usize) -> (Point, Point) {
        (self.corners[side], self.corners[(side + 1) % 4])
    }

    pub fn middle(&self) -> Point {
        self.corners.iter().fold(at(0.0, 0.0), |sum, &corner| sum + corner) * 0.25
    }

    fn is_tall(&self) -> bool {
        let [a, b, c, d] = self.corners;
        a.distance(d) + b.distance(c) > 1.1 * (a.distance(b) + d.distance(c))
    }
}

/// A piece of land between streets.
pub struct Block {
    pub unit: usize,
    pub cell: Cell,
}

/// The whole plan.
#[derive(Default)]
pub struct Plan {
    pub lines: Vec<Line>,
    pub units: Vec<Cell>,
    /// In which column of quarters each unit lies, counted from the west.
    pub columns: Vec<usize>,
    pub blocks: Vec<Block>,
    named: usize,
}

impl Plan {
    pub fn new() -> Self {
        let mut plan = Self::default();
        let mut random = Random::of_part(1, 0);
        for (column, cell, parts) in plan.quarters() {
            plan.divide_into_units(cell, parts, &mut random);
            plan.columns.resize(plan.units.len(), column);
        }
        for unit in 0..plan.units.len() {
            let cell = plan.units[unit].clone();
            let inland = plan.without_river_bank(cell);
            plan.divide_into_blocks(unit, inland, &mut Random::of_part(2, unit));
        }
        plan
    }

    pub fn add_line(&mut self, class: Class, from: Point, to: Point) -> usize {
        let rank = match class {
            Class::Main => "大道",
            Class::Secondary => "路",
            Class::Lane => "弄",
            _ => "",
        };
        let name = if rank.is_empty() { None } else { names::street(self.named) };
        self.named += usize::from(name.is_some());
        let name = name.map(|name| name + rank);
        self.lines.push(Line { class, name, stops: vec![from, to] });
        self.lines.len() - 1
    }

    /// The fifteen quarters between border, main roads, river and railway, each with its column
    /// and the number of its planning units; from west to east, in each column from south to north.
    fn quarters(&mut self) -> Vec<(usize, Cell, usize)> {
        const ROWS: [(Class, f64, f64); 4] = [
            (Class::Secondary, -30.0, 45.0),
            (Class::Main, 1110.0, 1040.0),
            (Class::Main, 2095.0, 2190.0),
            (Class::Secondary, PLAN.y + 40.0, PLAN.y - 20.0),
        ];
        const COLUMNS: [(Class, f64, f64); 6] = [
            (Class::Secondary, 35.0, -40.0),
            (Class::Main, 1130.0, 1250.0),
            (Class::River, RIVER, RIVER),
            (Class::Main, 3050.0, 2985.0),
            (Class::Railway, RAILWAY, RAILWAY),
            (Class::Secondary, PLAN.x - 20.0, PLAN.x + 30.0),
        ];
        const PARTS: [[usize; 3]; 5] = [[4, 4, 4], [4, 4, 4], [2, 2, 2], [2, 2, 2], [1, 2, 1]];
        let crossing = |row: usize, column: usize| {
            let ((_, west, east), (_, south, north)) = (ROWS[row], COLUMNS[column]);
            let x = south + (north - south) * west / PLAN.y;
            at(x, west + (east - west) * x / PLAN.x)
        };
        let rows = [0, 1, 2, 3].map(|r| self.add_line(ROWS[r].0, crossing(r, 0), crossing(r, 5)));
        let columns =
            [0, 1, 2, 3, 4, 5].map(|c| self.add_line(COLUMNS[c].0, crossing(0, c), crossing(3, c)));
        for (r, &row) in rows.iter().enumerate() {
            for (c, &column) in columns.iter().enumerate() {
                self.lines[row].stop(crossing(r, c), 0.0);
                self.lines[column].stop(crossing(r, c), 0.0);
            }
        }
        let quarter = |c: usize, r: usize| {
            let corners = [(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)];
            let corners = corners.map(|(row, column)| crossing(row, column));
            let sides = [rows[r], columns[c + 1], rows[r + 1], columns[c]];
            (c, Cell { corners, sides }, PARTS[c][r])
        };
        (0..5).flat_map(|c| (0..3).map(move |r| (c, r))).map(|(c, r)| quarter(c, r)).collect()
    }

    fn divide_into_units(&mut self, cell: Cell, parts: usize, random: &mut Random) {
        if parts == 1 {
            self.units.push(cell);
            return;
        }
        let share = random.between((0.42, 0.58));
        let ends = (share, share + random.between((-0.1, 0.1)));
        let upright = !cell.is_tall();
        let (first, second) = self.split(cell, upright, ends, Class::Secondary);
        self.divide_into_units(first, parts / 2, random);
        self.divide_into_units(second, parts - parts / 2, random);
    }

    /// The land of a unit without the strip along the river, if it touches that, where a road and a
    /// promenade run.
    fn without_river_bank(&mut self, unit: Cell) -> Cell {
        let at_river = |side: usize| self.lines[unit.sides[side]].class == Class::River;
        let (on_west_bank, on_east_bank) = (at_river(1), at_river(3));
        if on_west_bank {
            let (land, bank) = self.split_at(unit, RIVER - EMBANKMENT, Class::Secondary);
            self.split_at(bank, RIVER - PROMENADE, Class::Footway);
            land
        } else if on_east_bank {
            let (bank, land) = self.split_at(unit, RIVER + EMBANKMENT, Class::Secondary);
            self.split_at(bank, RIVER + PROMENADE, Class::Footway);
            land
        } else {
            unit
        }
    }

    fn divide_into_blocks(&mut self, unit: usize, cell: Cell, random: &mut Random) {
        if area(&cell.corners) < random.between((30_000.0, 58_000.0)) {
            self.blocks.push(Block { unit, cell });
            return;
        }
        let share = random.between((0.38, 0.62));
        let ends = (share, share + random.between((-0.08, 0.08)));
        let upright = !cell.is_tall();
        let (first, second) = self.split(cell, upright, ends, Class::Lane);
        self.divide_into_blocks(unit, first, random);
        self.divide_into_blocks(unit, second, random);
    }

    /// Splits a cell by an upright line at this x.
    fn split_at(&mut self, cell: Cell, x: f64, class: Class) -> (Cell, Cell) {
        let [a, b, c, d] = cell.corners;
        self.split(cell, true, ((x - a.x) / (b.x - a.x), (x - d.x) / (c.x - d.x)), class)
    }

    /// Splits a cell, from south to north if `upright`, else from west to east, at these fractions of
    /// the two sides that the new line meets.
    fn split(&mut self, cell: Cell, upright: bool, ends: (f64, f64), class: Class) -> (Cell, Cell) {
        /// Junctions closer than this become one, as crossroads do.
        const REACH: f64 = 10.0;
        let [a, b, c, d] = cell.corners;
        let [south, east, north, west] = cell.sides;
        if upright {
            let low = self.lines[south].stop(a.towards(b, ends.0), REACH);
            let high = self.lines[north].stop(d.towards(c, ends.1), REACH);
            let line = self.add_line(class, low, high);
            (
                Cell { corners: [a, low, high, d], sides: [south, line, north, west] },
                Cell { corners: [low, b, c, high], sides: [south, east, north, line] },
            )
        } else {
            let low = self.lines[west].stop(a.towards(d, ends.0), REACH);
            let high = self.lines[east].stop(b.towards(c, ends.1), REACH);
            let line = self.add_line(class, low, high);
            (
                Cell { corners: [a, b, high, low], sides: [south, east, line, west] },
                Cell { corners: [low, high, c, d], sides: [line, east, north, west] },
            )
        }
    }
}
