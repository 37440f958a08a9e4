//! What has been read of a study so far, drawn into a small picture: it is shown while the rest is
//! read. Only where things are; colours are left to whoever shows it.

use std::time::{Duration, Instant};

use geo::Coord;

use crate::geometry::{Extent, WorldPoint};

use super::table::Geometries;
use super::{Progress, Role};

/// The longer side of the picture, in pixels.
const LONGER_SIDE: f64 = 1000.0;
/// Ground left free around the units, as a share of their extent.
const MARGIN: f64 = 0.02;
/// How much a speck of a building covers of its pixel.
const SPECK: u8 = 90;
/// A picture this soon after another would not be seen.
const PAUSE: Duration = Duration::from_millis(200);

/// A small picture of what has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    pub width: usize,
    pub height: usize,
    /// How much of each pixel is covered, row by row from the north-west.
    pub borders: Vec<u8>,
    pub streets: Vec<u8>,
    pub buildings: Vec<u8>,
}

/// Draws what is read, and shows it to whoever waits.
pub(super) struct Sketching<'a> {
    progress: &'a dyn Progress,
    /// None until the units are known, which say where the study is.
    drawn: Option<(Frame, Sketch)>,
    across: Across,
    shown: Instant,
}

/// How long a step to the east is beside one to the north, in the numbers of a file: less in degrees.
#[derive(Debug, Clone, Copy)]
struct Across(f64);

impl Across {
    fn place(self, at: &Coord<f64>) -> WorldPoint {
        WorldPoint::new(at.x * self.0, at.y)
    }
}

/// Numbers as small as degrees are taken for them: a sketch needs no more.
fn across_of(shapes: &Geometries) -> Across {
    let first = (0..shapes.len()).find_map(|feature| shapes.coords_of(feature).first().copied());
    let degrees = first.filter(|at| at.x.abs() <= 180.0 && at.y.abs() <= 85.0);
    Across(degrees.map_or(1.0, |at| at.y.to_radians().cos()))
}

/// Where the picture lies in the world.
#[derive(Debug, Clone, Copy)]
struct Frame {
    west: f64,
    north: f64,
    pixels_per_metre: f64,
}

impl<'a> Sketching<'a> {
    pub fn for_whoever_waits(progress: &'a dyn Progress) -> Self {
        Self { progress, drawn: None, across: Across(1.0), shown: Instant::now() }
    }

    /// Draws a layer as it stands in its file, before anything else is known of it. What is in another
    /// system than the units lies elsewhere and is not seen yet.
    pub fn layer_as_read(&mut self, role: Role, shapes: &Geometries) {
        if !self.progress.wants_sketches() {
            return;
        }
        let features = 0..shapes.len();
        match role {
            Role::Units => {
                self.across = across_of(shapes);
                let across = self.across;
                let rings = features.flat_map(|feature| shapes.polygons(feature)).flatten();
                let ring = |ring: &[Coord<f64>]| ring.iter().map(|at| across.place(at)).collect();
                let rings: Vec<Vec<WorldPoint>> = rings.map(ring).collect();
                self.units(&rings);
            }
            Role::Streets => {
                let across = self.across;
                let line = |feature| -> Vec<WorldPoint> {
                    shapes.coords_of(feature).iter().map(|at| across.place(at)).collect()
                };
                self.streets(features.map(line));
            }
            Role::Buildings => {
                let across = self.across;
                let places = features.filter_map(|feature| shapes.coords_of(feature).first());
                self.buildings(places.map(|at| across.place(at)));
            }
            Role::Facilities | Role::Barriers | Role::Candidates | Role::Population => {}
        }
    }

    /// Begins the picture with the borders of the units.
    pub fn units(&mut self, rings: &[Vec<WorldPoint>]) {
        if !self.progress.wants_sketches() {
            return;
        }
        let Some(extent) = Extent::of(rings.iter().flatten().copied()) else { return };
        let (frame, mut sketch) = empty(extent);
        for ring in rings {
            frame.line(ring, &mut sketch.borders, sketch.width, sketch.height);
            let closing: Vec<WorldPoint> =
                ring.last().into_iter().chain(ring.first()).copied().collect();
            frame.line(&closing, &mut sketch.borders, sketch.width, sketch.height);
        }
        self.drawn = Some((frame, sketch));
        self.show();
    }

    pub fn streets(&mut self, lines: impl Iterator<Item = Vec<WorldPoint>>) {
        let Some((frame, sketch)) = &mut self.drawn else { return };
        for line in lines {
            frame.line(&line, &mut sketch.streets, sketch.width, sketch.height);
        }
        self.show();
    }

    /// Adds buildings, which may come in many portions.
    pub fn buildings(&mut self, places: impl Iterator<Item = WorldPoint>) {
        let Some((frame, sketch)) = &mut self.drawn else { return };
        for place in places {
            let (x, y) = frame.pixel(place);
            if let Some(pixel) = position(x, y, sketch.width, sketch.height) {
                sketch.buildings[pixel] = sketch.buildings[pixel].saturating_add(SPECK);
            }
        }
        if self.shown.elapsed() >= PAUSE {
            self.show();
        }
    }

    fn show(&mut self) {
        if let Some((_, sketch)) = &self.drawn {
            self.progress.sketch(sketch.clone());
            self.shown = Instant::now();
        }
    }
}

/// A picture of a part of the world with nothing in it.
fn empty(extent: Extent) -> (Frame, Sketch) {
    let margin_m = MARGIN * extent.width().max(extent.height());
    let extent = extent.grown(margin_m);
    let longer_m = extent.width().max(extent.height()).max(1.0);
    let pixels_per_metre = LONGER_SIDE / longer_m;
    let pixels = |metres: f64| ((metres * pixels_per_metre).ceil() as usize).max(1);
    let (width, height) = (pixels(extent.width()), pixels(extent.height()));
    let nothing = vec![0; width * height];
    let frame = Frame { west: extent.min.x, north: extent.max.y, pixels_per_metre };
    let sketch = Sketch {
        width,
        height,
        borders: nothing.clone(),
        streets: nothing.clone(),
        buildings: nothing,
    };
    (frame, sketch)
}

impl Frame {
    fn pixel(self, place: WorldPoint) -> (f64, f64) {
        let x = (place.x - self.west) * self.pixels_per_metre;
        let y = (self.north - place.y) * self.pixels_per_metre;
        (x, y)
    }

    /// Marks the pixels that a line runs through.
    fn line(self, line: &[WorldPoint], marks: &mut [u8], width: usize, height: usize) {
        for leg in line.windows(2) {
            let ((x, y), (to_x, to_y)) = (self.pixel(leg[0]), self.pixel(leg[1]));
            let steps = (to_x - x).abs().max((to_y - y).abs()).ceil();
            // What lies far outside is not walked along pixel by pixel.
            if steps.is_nan() || steps > 4.0 * LONGER_SIDE {
                continue;
            }
            for step in 0..=steps as usize {
                let share = step as f64 / steps.max(1.0);
                let at = (x + (to_x - x) * share, y + (to_y - y) * share);
                if let Some(pixel) = position(at.0, at.1, width, height) {
                    marks[pixel] = u8::MAX;
                }
            }
        }
    }
}

fn position(x: f64, y: f64, width: usize, height: usize) -> Option<usize> {
    let is_inside = x >= 0.0 && y >= 0.0 && x < width as f64 && y < height as f64;
    is_inside.then(|| y as usize * width + x as usize)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::language::Message;

    #[derive(Default)]
    struct Shown(Mutex<Vec<Sketch>>);

    impl Progress for Shown {
        fn stage(&self, _what: Message, _done: usize, _total: usize) {}

        fn wants_sketches(&self) -> bool {
            true
        }

        fn sketch(&self, sketch: Sketch) {
            self.0.lock().expect("nobody panics").push(sketch);
        }
    }

    #[test]
    fn units_frame_the_picture_and_buildings_are_specks_in_it() {
        let corners = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 500.0), (0.0, 500.0)];
        let units = [corners.map(|(x, y)| WorldPoint::new(x, y)).to_vec()];
        let shown = Shown::default();
        let mut sketching = Sketching::for_whoever_waits(&shown);
        sketching.buildings([WorldPoint::new(1.0, 1.0)].into_iter());
        assert!(shown.0.lock().expect("nobody panics").is_empty(), "nothing without a frame");
        sketching.units(&units);
        let places = [WorldPoint::new(500.0, 250.0), WorldPoint::new(9e9, 0.0)];
        sketching.buildings(places.into_iter());
        sketching.show();
        let shown = shown.0.lock().expect("nobody panics");
        let last = shown.last().expect("it is shown");
        assert!(last.width > last.height && last.width <= 1001);
        let middle = last.height / 2 * last.width + last.width / 2;
        let is_speck =
            |around: usize| last.buildings[middle - 1 - around..=middle + 1].iter().any(|m| *m > 0);
        assert!(is_speck(last.width) || is_speck(0), "the building is in the middle");
        assert_eq!(last.buildings.iter().filter(|mark| **mark > 0).count(), 1);
        // Twice the width and the height, less a pixel where two sides meet.
        let marked = last.borders.iter().filter(|mark| **mark > 0).count();
        assert!((2700..2900).contains(&marked), "{marked} pixels of the border");
    }
}
