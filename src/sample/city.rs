//! An invented city of any size, to measure the program on: the layers of the sample in their plainest
//! form, the same for the same size on every machine. Written piece by piece, since a million
//! buildings take hundreds of megabytes.
//!
//! Blocks of 160 m between streets, fuller towards the middle, bent like the ground of the sample. There
//! are no rivers, ages or candidates in it: what is measured is size.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::buildings::Shape;
use super::geojson::{feature, line, point, polygon};
use super::ground::{PLAN, Point, area, at, bend, densified};
use super::people::{Generation, People};
use super::random::Random;

/// The side of a block, from street to street, in metres.
const BLOCK_M: f64 = 160.0;
/// Between a street and the first building.
const SETBACK_M: f64 = 8.0;
/// Places for buildings along the side of a block.
const SLOTS: usize = 6;
/// The side of such a place.
const SLOT_M: f64 = 24.0;
/// Buildings of a block on average.
const BUILDINGS_PER_BLOCK: f64 = 16.0;
/// Buildings for each facility.
const BUILDINGS_PER_FACILITY: usize = 200;
/// Planning units along each side, as far as there are blocks for them.
const UNITS: usize = 50;
/// Floor area of a home with what belongs to it, in m².
const HOME_M2: f64 = 85.0;
/// What facilities are for.
const FUNCTIONS: [&str; 10] = [
    "elder_care",
    "childcare",
    "after_school",
    "community_meals",
    "home_services",
    "health",
    "fitness",
    "culture",
    "child_play",
    "employment",
];

/// Streams of draws; each has its own, so that one layer does not depend on another.
const SITES: u64 = 41;
const STREETS: u64 = 43;

/// The files of a city.
pub const CITY_FILES: [&str; 4] =
    ["grids.geojson", "buildings.geojson", "facilities.geojson", "streets.geojson"];

/// A city of a number of buildings.
#[derive(Debug)]
pub struct City {
    /// Blocks along each side.
    side: usize,
    /// The number of the first building of each block, and at the end the number of all.
    firsts: Vec<usize>,
}

/// Where a building stands.
struct Site {
    number: usize,
    middle: Point,
}

impl City {
    /// A city with so many buildings.
    pub fn of(buildings: usize) -> Self {
        let side = (buildings as f64 / BUILDINGS_PER_BLOCK).sqrt().ceil().max(1.0) as usize;
        let middle = side as f64 / 2.0;
        let fullness = |block: usize| {
            let (row, column) = ((block / side) as f64 + 0.5, (block % side) as f64 + 0.5);
            let distance = at(column - middle, row - middle).length() / side as f64;
            0.4 + 1.2 * (-distance * distance / 0.125).exp()
        };
        let mut sum = 0.0;
        let mut sums = vec![0.0];
        for block in 0..side * side {
            sum += fullness(block);
            sums.push(sum);
        }
        let first = |part: &f64| (part / sum * buildings as f64).round() as usize;
        Self { side, firsts: sums.iter().map(first).collect() }
    }

    /// Writes one of [`CITY_FILES`].
    ///
    /// # Errors
    /// When it cannot be written, or there is no such file in a city.
    pub fn write(&self, file: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut features = Features::begin(out)?;
        match file {
            "grids.geojson" => self.units(&mut features)?,
            "buildings.geojson" => self.buildings(&mut features)?,
            "facilities.geojson" => self.facilities(&mut features)?,
            "streets.geojson" => self.streets(&mut features)?,
            _ => return Err(io::Error::new(io::ErrorKind::NotFound, file.to_owned())),
        }
        features.end()
    }

    /// The sites of a block, and the draws that go on from there.
    fn sites(&self, block: usize) -> (Vec<Site>, Random) {
        let mut random = Random::of_part(SITES, block);
        let numbers = self.firsts[block]..self.firsts[block + 1];
        let corner = at((block % self.side) as f64, (block / self.side) as f64) * BLOCK_M;
        let mut sites = Vec::with_capacity(numbers.len());
        for slot in 0..SLOTS * SLOTS {
            let (wanted, left) = (numbers.len() - sites.len(), SLOTS * SLOTS - slot);
            if random.fraction() * (left as f64) < wanted as f64 {
                let place = at((slot % SLOTS) as f64 + 0.5, (slot / SLOTS) as f64 + 0.5) * SLOT_M;
                let middle = corner + at(SETBACK_M, SETBACK_M) + place;
                sites.push(Site { number: numbers.start + sites.len(), middle });
            }
        }
        (sites, random)
    }

    fn buildings(&self, features: &mut Features<'_>) -> io::Result<()> {
        for block in 0..self.side * self.side {
            let (sites, mut random) = self.sites(block);
            for site in sites {
                let size = at(random.between((10.0, 19.0)), random.between((9.0, 17.0)));
                let shape = random.weighted(
                    Shape::Bar,
                    &[(Shape::Angle, 0.25), (Shape::Court, 0.15), (Shape::Cross, 0.15)],
                );
                let outline = shape.outline(size).into_iter();
                let outline: Vec<Point> =
                    outline.map(|p| on_ground(site.middle + p - size * 0.5)).collect();
                let storeys = random.whole((1, 18));
                let floor_area = area(&outline) * f64::from(storeys);
                let usage =
                    random.weighted("residential", &[("commercial", 0.15), ("office", 0.1)]);
                let homes = if usage == "residential" { (floor_area / HOME_M2) as u32 } else { 0 };
                let people = People::in_homes(homes, Generation::Young, &mut random);
                let properties = json!({
                    "id": site.number + 1,
                    "use": usage,
                    "storeys": storeys,
                    "floor_area_m2": floor_area.round(),
                    "households": people.households,
                    "pop": people.residents,
                });
                features.write(&feature(&polygon(&outline), &properties))?;
            }
        }
        Ok(())
    }

    fn facilities(&self, features: &mut Features<'_>) -> io::Result<()> {
        let mut id = 0;
        for block in 0..self.side * self.side {
            let (sites, mut random) = self.sites(block);
            let beside = |site: &Site| site.number.is_multiple_of(BUILDINGS_PER_FACILITY);
            for site in sites.into_iter().filter(beside) {
                id += 1;
                let properties = json!({
                    "id": id,
                    "category": FUNCTIONS[random.index(FUNCTIONS.len())],
                    "capacity": random.whole((20, 200)),
                });
                let place = on_ground(site.middle + at(SLOT_M, SLOT_M) * 0.45);
                features.write(&feature(&point(place), &properties))?;
            }
        }
        Ok(())
    }

    fn units(&self, features: &mut Features<'_>) -> io::Result<()> {
        let count = UNITS.min(self.side);
        // A margin, so that bent streets along the edge lie within.
        let span = self.side as f64 * BLOCK_M + 2.0 * BLOCK_M;
        let corner = |column: usize, row: usize| {
            let share = |step: usize| step as f64 / count as f64 * span - BLOCK_M;
            at(share(column), share(row))
        };
        for unit in 0..count * count {
            let (row, column) = (unit / count, unit % count);
            // Each side from the lesser corner on, so that neighbours share every point.
            let south = densified(&[corner(column, row), corner(column + 1, row)], BLOCK_M);
            let north = densified(&[corner(column, row + 1), corner(column + 1, row + 1)], BLOCK_M);
            let west = densified(&[corner(column, row), corner(column, row + 1)], BLOCK_M);
            let east = densified(&[corner(column + 1, row), corner(column + 1, row + 1)], BLOCK_M);
            let onward = south[..south.len() - 1].iter().chain(&east[..east.len() - 1]);
            let back = north[1..].iter().rev().chain(west[1..].iter().rev());
            let ring: Vec<Point> = onward.chain(back).copied().map(on_ground).collect();
            let properties = json!({ "id": unit + 1, "name": format!("G{row:02}-{column:02}") });
            features.write(&feature(&polygon(&ring), &properties))?;
        }
        Ok(())
    }

    fn streets(&self, features: &mut Features<'_>) -> io::Result<()> {
        let mut id = 0;
        for row in 0..=self.side {
            let mut random = Random::of_part(STREETS, row);
            for column in 0..=self.side {
                let from = at(column as f64, row as f64) * BLOCK_M;
                let ahead = [(1, 0, column < self.side, row), (0, 1, row < self.side, column)];
                for (east, north, is_within, line_number) in ahead {
                    // Some pieces are missing, as in life.
                    if !is_within || random.chance(0.04) {
                        continue;
                    }
                    let to = from + at(f64::from(east), f64::from(north)) * BLOCK_M;
                    let course: Vec<Point> =
                        densified(&[from, to], 60.0).into_iter().map(on_ground).collect();
                    let class = match line_number % 5 {
                        0 => "secondary",
                        2 => "footway",
                        _ => "residential",
                    };
                    id += 1;
                    let properties = json!({ "id": id, "class": class });
                    features.write(&feature(&line(&course), &properties))?;
                }
            }
        }
        Ok(())
    }
}

/// From the city's plan to the ground of the sample's surroundings.
fn on_ground(plan: Point) -> Point {
    bend(plan + PLAN * 0.5)
}

/// A feature collection that is written feature by feature.
struct Features<'a> {
    out: &'a mut dyn Write,
    is_empty: bool,
}

impl<'a> Features<'a> {
    fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        let head = "{\"type\":\"FeatureCollection\",\n\"description\":\"Synthetic: made by \
                    lifecircle sample-data --city, no real place.\",\n\"synthetic\":true,\n\
                    \"features\":[\n";
        out.write_all(head.as_bytes())?;
        Ok(Self { out, is_empty: true })
    }

    fn write(&mut self, feature: &Value) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *self.out, feature)?;
        Ok(())
    }

    fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}
