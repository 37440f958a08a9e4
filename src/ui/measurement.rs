//! A measurement on the map: a line of legs, or an outline. Part of the view, never of undo.

use crate::geometry::{WorldPoint, enclosed_area_m2, length_m, outline_crosses_itself};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Distance,
    Area,
}

/// The points clicked so far, and what they measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    pub measure: Measure,
    vertices: Vec<WorldPoint>,
    is_done: bool,
}

impl Measurement {
    /// Goes on with a measurement under way, or begins anew after one that is done or of another
    /// kind.
    pub fn with_vertex(before: Option<Self>, measure: Measure, at: WorldPoint) -> Self {
        let under_way = before.filter(|before| !before.is_done && before.measure == measure);
        let mut measurement =
            under_way.unwrap_or(Self { measure, vertices: Vec::new(), is_done: false });
        // Nothing is measured from a place to itself.
        if measurement.vertices.last() != Some(&at) {
            measurement.vertices.push(at);
        }
        measurement
    }

    /// Without the last point; `None` when no point is left.
    pub fn without_last(mut self) -> Option<Self> {
        self.vertices.pop();
        (!self.vertices.is_empty()).then_some(self)
    }

    /// Ended; `None` when there are too few points to measure anything.
    pub fn done(self) -> Option<Self> {
        let fewest = match self.measure {
            Measure::Distance => 2,
            Measure::Area => 3,
        };
        (self.vertices.len() >= fewest).then_some(Self { is_done: true, ..self })
    }

    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// The line or outline as it would be with one more point: what is shown under the mouse.
    pub fn line(&self, next: Option<WorldPoint>) -> Vec<WorldPoint> {
        let next = next.filter(|_| !self.is_done);
        self.vertices.iter().copied().chain(next).collect()
    }
}

/// What a line or outline comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    Length {
        metres: f64,
    },
    Area {
        m2: f64,
        perimeter_m: f64,
    },
    /// An outline that crosses itself encloses no area of its own.
    Crossed,
}

impl Figure {
    /// `None` for too few points.
    pub fn of(measure: Measure, line: &[WorldPoint]) -> Option<Self> {
        match (measure, line.len()) {
            (Measure::Distance, 2..) => Some(Self::Length { metres: length_m(line) }),
            (Measure::Area, 3..) if outline_crosses_itself(line) => Some(Self::Crossed),
            (Measure::Area, 3..) => {
                let closing_m = line[line.len() - 1].distance_to(line[0]);
                let perimeter_m = length_m(line) + closing_m;
                Some(Self::Area { m2: enclosed_area_m2(line), perimeter_m })
            }
            _ => None,
        }
    }
}
