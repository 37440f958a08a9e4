//! Buildings: what they are used for, what they look like from above, and who owns them.

use super::ground::{Frame, Point, area, at};
use super::people::{Generation, People};
use super::random::Random;

/// What a building is used for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Use {
    Residential,
    Community,
    Commercial,
    Office,
    Industrial,
    Warehouse,
}

impl Use {
    pub fn word(self) -> &'static str {
        match self {
            Self::Residential => "residential",
            Self::Community => "community",
            Self::Commercial => "commercial",
            Self::Office => "office",
            Self::Industrial => "industrial",
            Self::Warehouse => "warehouse",
        }
    }

    /// How likely a building of this use stands empty.
    fn idleness(self) -> f64 {
        match self {
            Self::Residential => 0.0,
            Self::Community => 0.04,
            Self::Commercial => 0.06,
            Self::Office => 0.09,
            Self::Industrial => 0.2,
            Self::Warehouse => 0.26,
        }
    }

    fn owner(self, random: &mut Random) -> &'static str {
        let (state, collective) = match self {
            Self::Residential => (0.18, 0.04),
            Self::Community => (0.62, 0.38),
            Self::Commercial => (0.22, 0.18),
            Self::Office => (0.3, 0.1),
            Self::Industrial => (0.6, 0.25),
            Self::Warehouse => (0.55, 0.3),
        };
        random.weighted("private", &[("state", state), ("collective", collective)])
    }
}

/// The outline of a building seen from above.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    Bar,
    /// A bar with a wing along its west end.
    Angle,
    /// A bar with a wing at either end.
    Court,
    /// A tower whose four corners are cut out, so that every home has two aspects.
    Cross,
}

impl Shape {
    /// The outline in a box of this size, counter-clockwise.
    pub fn outline(self, Point { x: w, y: d }: Point) -> Vec<Point> {
        let (u, v) = (w * 0.2, d * 0.2);
        let (wing, bar) = (w * 0.32, d * 0.45);
        let corners: &[(f64, f64)] = match self {
            Self::Bar => &[(0.0, 0.0), (w, 0.0), (w, d), (0.0, d)],
            Self::Angle => &[(0.0, 0.0), (w, 0.0), (w, bar), (wing, bar), (wing, d), (0.0, d)],
            Self::Court => &[
                (0.0, 0.0),
                (w, 0.0),
                (w, d),
                (w - wing, d),
                (w - wing, bar),
                (wing, bar),
                (wing, d),
                (0.0, d),
            ],
            Self::Cross => &[
                (u, 0.0),
                (w - u, 0.0),
                (w - u, v),
                (w, v),
                (w, d - v),
                (w - u, d - v),
                (w - u, d),
                (u, d),
                (u, d - v),
                (0.0, d - v),
                (0.0, v),
                (u, v),
            ],
        };
        corners.iter().map(|&(x, y)| at(x, y)).collect()
    }
}

/// One building.
pub struct Building {
    pub unit: usize,
    pub outline: Vec<Point>,
    /// A point that is surely inside.
    pub inside: Point,
    pub purpose: Use,
    pub storeys: u32,
    pub floor_area: u32,
    pub people: People,
    pub idle: bool,
    pub owner: &'static str,
}

/// What one building is to be.
pub struct Design {
    pub unit: usize,
    pub purpose: Use,
    pub shape: Shape,
    pub storeys: u32,
    /// Square metres of floor per home, and who lives there.
    pub homes: (f64, Generation),
}

impl Building {
    /// Puts up a building in a box of this size, whose south-west corner is the frame's origin.
    pub fn new(design: &Design, site: &Frame, size: Point, random: &mut Random) -> Self {
        let outline = design.shape.outline(size);
        let floor_area = area(&outline) * f64::from(design.storeys);
        let (per_home, generation) = design.homes;
        let people = if design.purpose == Use::Residential {
            People::in_homes((floor_area / per_home).max(1.0) as u32, generation, random)
        } else {
            People::default()
        };
        Self {
            unit: design.unit,
            outline: outline.iter().map(|&corner| site.ground(corner)).collect(),
            inside: site.ground(at(size.x * 0.5, size.y * 0.22)),
            purpose: design.purpose,
            storeys: design.storeys,
            floor_area: floor_area.round() as u32,
            people,
            idle: random.chance(design.purpose.idleness()),
            owner: design.purpose.owner(random),
        }
    }
}
