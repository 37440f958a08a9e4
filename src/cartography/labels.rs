//! Names on the map, placed so that none lies on another or on a sign: what comes first stays, what
//! finds no place is left out.

use super::canvas::HALF_LINE_EM;
use super::{Align, Camera, Canvas, ScreenPoint, TextStyle};

/// More names than this are not read but looked at.
const MOST_LABELS: usize = 300;
/// Free space around a name, in logical pixels.
const GAP: f32 = 2.0;
/// Side of the squares by which taken places are looked up, in logical pixels.
const SQUARE: f32 = 64.0;
/// More squares along a side are not kept: what lies beyond the last one is in it.
const MOST_SQUARES: usize = 256;

/// The places taken on a map.
#[derive(Debug)]
pub struct Labels {
    /// The map: no name leaves it.
    room: Place,
    taken: TakenPlaces,
    written: usize,
}

/// A rectangle in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    min: ScreenPoint,
    max: ScreenPoint,
}

impl Place {
    fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }
}

/// The places taken, by the squares of the map that they lie in: in a city a name would be compared with
/// thousands of others.
#[derive(Debug)]
struct TakenPlaces {
    /// The upper left corner of the first square.
    corner: ScreenPoint,
    /// How many squares there are in a row, and how many rows.
    squares: [usize; 2],
    /// Row by row; a place is in each square that it touches.
    places: Vec<Vec<Place>>,
}

impl TakenPlaces {
    /// None yet in a room.
    fn within(room: &Place) -> Self {
        let squares = [room.max.x - room.min.x, room.max.y - room.min.y]
            .map(|length| ((length / SQUARE).ceil() as usize).clamp(1, MOST_SQUARES));
        let places = vec![Vec::new(); squares[0] * squares[1]];
        Self { corner: room.min, squares, places }
    }

    /// The squares that a place touches. What lies outside of the room belongs to the squares at its edge,
    /// so that places that overlap there have one in common, too.
    fn touched(&self, place: &Place) -> impl Iterator<Item = usize> + use<> {
        let [columns, rows] = self.squares;
        let square = |at: f32, from: f32, count: usize| {
            // Before the first square is 0.
            (((at - from) / SQUARE) as usize).min(count - 1)
        };
        let column = |x: f32| square(x, self.corner.x, columns);
        let row = |y: f32| square(y, self.corner.y, rows);
        let (left, right) = (column(place.min.x), column(place.max.x));
        let (top, bottom) = (row(place.min.y), row(place.max.y));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    fn take(&mut self, place: Place) {
        for square in self.touched(&place) {
            self.places[square].push(place);
        }
    }

    fn is_free(&self, place: &Place) -> bool {
        let mut near = self.touched(place).flat_map(|square| &self.places[square]);
        !near.any(|taken| taken.overlaps(place))
    }
}

impl Labels {
    /// None yet on a map.
    pub fn on(camera: &Camera) -> Self {
        let Camera { origin, width, height, .. } = *camera;
        let room = Place { min: origin, max: origin.offset(width, height) };
        Self { room, taken: TakenPlaces::within(&room), written: 0 }
    }

    /// Keeps names off a disc.
    pub fn keep_off(&mut self, center: ScreenPoint, radius: f32) {
        let place =
            Place { min: center.offset(-radius, -radius), max: center.offset(radius, radius) };
        self.taken.take(place);
    }

    /// Keeps names off a rectangle, given by its upper left and lower right corner.
    pub fn keep_off_rect(&mut self, [min, max]: [ScreenPoint; 2]) {
        self.taken.take(Place { min, max });
    }

    /// Lets what is written from now on be as much as the names were, in the places they left.
    pub fn begin_anew(&mut self) {
        self.written = 0;
    }

    /// Writes a name at the first of some places that is free, each with the side at which the point
    /// lies; one that would leave the map by its left or right edge is pushed inside. Where it would be cut
    /// all the same, it is not written. Returns whether there was a place.
    pub fn write(
        &mut self,
        canvas: &mut dyn Canvas,
        text: &str,
        style: TextStyle,
        places: &[(ScreenPoint, Align)],
    ) -> bool {
        if self.written == MOST_LABELS {
            return false;
        }
        let width = canvas.text_width(text, style.size);
        for (at, align) in places {
            let aside = self.aside(&place_of(*at, *align, width, style.size));
            let at = at.offset(aside, 0.0);
            let place = place_of(at, *align, width, style.size);
            if self.is_whole(&place) && self.taken.is_free(&place) {
                self.taken.take(place);
                self.written += 1;
                canvas.text(at, text, TextStyle { align: *align, ..style });
                return true;
            }
        }
        false
    }

    /// Whether a name there is not cut by the edge of the map.
    fn is_whole(&self, place: &Place) -> bool {
        // The free space around it may be.
        let Place { min, max } = self.room;
        place.min.x >= min.x - GAP
            && place.max.x <= max.x + GAP
            && place.min.y >= min.y - GAP
            && place.max.y <= max.y + GAP
    }

    /// How far a name moves to the right to stay on the map: not more than half its width, or it would be
    /// taken for that of something else.
    fn aside(&self, place: &Place) -> f32 {
        let most = (place.max.x - place.min.x) / 2.0;
        let inward = (self.room.min.x - place.min.x).max(0.0);
        let outward = (place.max.x - self.room.max.x).max(0.0);
        (inward - outward).clamp(-most, most)
    }
}

fn place_of(at: ScreenPoint, align: Align, width: f32, size: f32) -> Place {
    let left = align.left_of(at.x, width);
    let half = size * HALF_LINE_EM;
    Place {
        min: ScreenPoint::new(left - GAP, at.y - half - GAP),
        max: ScreenPoint::new(left + width + GAP, at.y + half + GAP),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::{MarkerSign, Rgba, Stroke};
    use crate::geometry::WorldPoint;

    /// Remembers what is written; a letter is half as wide as high.
    #[derive(Default)]
    struct Paper(Vec<(String, ScreenPoint)>);

    impl Canvas for Paper {
        fn line(&mut self, _points: &[ScreenPoint], _closed: bool, _stroke: Stroke) {}
        fn polygon(&mut self, _points: &[ScreenPoint], _fill: Rgba) {}
        fn circle(&mut self, _at: ScreenPoint, _radius: f32, _fill: Option<Rgba>, _stroke: Stroke) {
        }
        fn rect(
            &mut self,
            _min: ScreenPoint,
            _max: ScreenPoint,
            _rounding: f32,
            _fill: Rgba,
            _stroke: Stroke,
        ) {
        }
        fn text(&mut self, at: ScreenPoint, text: &str, _style: TextStyle) {
            self.0.push((text.to_owned(), at));
        }
        fn sign(&mut self, _at: ScreenPoint, _sign: &MarkerSign) {}
        fn text_width(&mut self, text: &str, size: f32) -> f32 {
            text.chars().count() as f32 * size / 2.0
        }
    }

    const STYLE: TextStyle =
        TextStyle { size: 10.0, color: Rgba::hex(0), align: Align::Middle, halo: None };

    /// On a map 500 pixels wide and high.
    fn labels() -> Labels {
        Labels::on(&Camera {
            center: WorldPoint::new(0.0, 0.0),
            metres_per_pixel: 1.0,
            origin: ScreenPoint::new(0.0, 0.0),
            width: 500.0,
            height: 500.0,
        })
    }

    #[test]
    fn a_name_near_the_edge_is_pushed_inside() {
        let (mut paper, mut labels) = (Paper::default(), labels());
        let at = ScreenPoint::new(490.0, 100.0);
        assert!(labels.write(&mut paper, "northeast", STYLE, &[(at, Align::Middle)]));
        let (_, written) = &paper.0[0];
        assert!(written.x + 9.0 * 5.0 / 2.0 <= 500.0, "{written:?}");
    }

    #[test]
    fn a_name_that_would_be_cut_is_not_written() {
        let (mut paper, mut labels) = (Paper::default(), labels());
        for at in [ScreenPoint::new(540.0, 100.0), ScreenPoint::new(100.0, 2.0)] {
            assert!(!labels.write(&mut paper, "northeast", STYLE, &[(at, Align::Middle)]));
        }
        labels.keep_off_rect([ScreenPoint::new(80.0, 80.0), ScreenPoint::new(120.0, 120.0)]);
        let at = ScreenPoint::new(100.0, 130.0);
        assert!(labels.write(&mut paper, "below", STYLE, &[(at, Align::Middle)]));
        let at = ScreenPoint::new(100.0, 90.0);
        assert!(!labels.write(&mut paper, "on it", STYLE, &[(at, Align::Middle)]));
    }

    #[test]
    fn a_name_gives_way_to_what_is_there() {
        let (mut paper, mut labels) = (Paper::default(), labels());
        let at = ScreenPoint::new(100.0, 100.0);
        let places = [(at, Align::Middle), (at.offset(0.0, 24.0), Align::Middle)];
        labels.keep_off(at.offset(8.0, 0.0), 12.0);
        assert!(labels.write(&mut paper, "first", STYLE, &places));
        assert!(!labels.write(&mut paper, "second", STYLE, &places), "no place is left");
        assert_eq!(paper.0, [("first".to_owned(), at.offset(0.0, 24.0))]);
    }

    #[test]
    fn what_is_looked_up_by_squares_is_what_overlaps() {
        let place = |x: f32, y: f32, width: f32| Place {
            min: ScreenPoint::new(x, y),
            max: ScreenPoint::new(x + width, y + 20.0),
        };
        let room = Place { min: ScreenPoint::new(30.0, 10.0), max: ScreenPoint::new(530.0, 310.0) };
        let mut taken = TakenPlaces::within(&room);
        let all: Vec<Place> = (0..400)
            .map(|n| {
                place((n * 37 % 901 - 200) as f32, (n * 53 % 607 - 150) as f32, (n % 150) as f32)
            })
            .collect();
        let mut kept: Vec<Place> = Vec::new();
        for place in all {
            let is_free = !kept.iter().any(|other| other.overlaps(&place));
            assert_eq!(taken.is_free(&place), is_free, "{place:?}");
            if is_free {
                kept.push(place);
                taken.take(place);
            }
        }
        assert!(kept.len() > 20, "{} places", kept.len());
    }

    #[test]
    fn names_beside_each_other_both_stay() {
        let (mut paper, mut labels) = (Paper::default(), labels());
        for x in [0.0, 40.0] {
            let at = ScreenPoint::new(x, 20.0);
            assert!(labels.write(&mut paper, "name", STYLE, &[(at, Align::Left)]));
        }
        assert_eq!(paper.0.len(), 2);
    }
}
