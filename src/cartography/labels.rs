//! Names on the map, placed so that none lies on another or on a sign: what comes first stays, what
//! finds no place is left out.

use super::canvas::HALF_LINE_EM;
use super::{Align, Camera, Canvas, ScreenPoint, TextStyle};

/// More names than this are not read but looked at.
const MOST_LABELS: usize = 300;
/// Free space around a name, in logical pixels.
const GAP: f32 = 2.0;

/// The places taken on a map.
#[derive(Debug)]
pub struct Labels {
    /// The map: no name leaves it.
    room: Place,
    taken: Vec<Place>,
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

impl Labels {
    /// None yet on a map.
    pub fn on(camera: &Camera) -> Self {
        let Camera { origin, width, height, .. } = *camera;
        let room = Place { min: origin, max: origin.offset(width, height) };
        Self { room, taken: Vec::new(), written: 0 }
    }

    /// Keeps names off a disc.
    pub fn keep_off(&mut self, center: ScreenPoint, radius: f32) {
        let place =
            Place { min: center.offset(-radius, -radius), max: center.offset(radius, radius) };
        self.taken.push(place);
    }

    /// Lets what is written from now on be as much as the names were, in the places they left.
    pub fn begin_anew(&mut self) {
        self.written = 0;
    }

    /// Writes a name at the first of some places that is free, each with the side at which the point
    /// lies; one that would leave the map by its left or right edge is pushed inside. Returns whether
    /// there was one.
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
            if !self.taken.iter().any(|taken| taken.overlaps(&place)) {
                self.taken.push(place);
                self.written += 1;
                canvas.text(at, text, TextStyle { align: *align, ..style });
                return true;
            }
        }
        false
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
    fn names_beside_each_other_both_stay() {
        let (mut paper, mut labels) = (Paper::default(), labels());
        for x in [0.0, 40.0] {
            let at = ScreenPoint::new(x, 0.0);
            assert!(labels.write(&mut paper, "name", STYLE, &[(at, Align::Left)]));
        }
        assert_eq!(paper.0.len(), 2);
    }
}
