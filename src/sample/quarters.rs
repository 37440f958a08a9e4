//! Kinds of blocks, how each is built up, and which kind stands where.
//!
//! The old town lies on the west bank: lane houses around its core, slabs of the 1980s and 1990s
//! around those. The east bank was harbour and industry, and is turning into tower compounds.

use super::buildings::{Shape, Use};
use super::ground::{PLAN, Point, at};
use super::people::Generation;
use super::plan::{Class, RAILWAY, RIVER};
use super::random::Random;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    LaneHouses,
    Slabs,
    Towers,
    Shopping,
    Offices,
    Campus,
    Factory,
    Warehouses,
    Park,
}

/// How the rows of buildings in a block look. Lengths in metres; pairs are lower and upper bounds.
pub struct Style {
    pub purpose: Use,
    pub shapes: [Shape; 3],
    pub depth: (f64, f64),
    pub length: (f64, f64),
    /// The least length where the land leaves no more.
    pub least: f64,
    /// Between two buildings of a row.
    pub gap: f64,
    /// Between two rows.
    pub spacing: (f64, f64),
    pub storeys: (u32, u32),
    /// The share of sites that nothing is built on.
    pub open: f64,
    /// Square metres of floor per home, and who lives there.
    pub homes: (f64, Generation),
    /// The class of its spine; compounds have a wall with gates.
    pub paths: Class,
}

const SLABS: Style = Style {
    purpose: Use::Residential,
    shapes: [Shape::Bar; 3],
    depth: (10.0, 12.0),
    length: (40.0, 58.0),
    least: 24.0,
    gap: 7.0,
    spacing: (18.5, 20.5),
    storeys: (6, 6),
    open: 0.03,
    homes: (78.0, Generation::Old),
    paths: Class::Compound,
};

impl Kind {
    pub fn style(self) -> Style {
        match self {
            Self::LaneHouses => Style {
                depth: (8.0, 10.0),
                length: (15.0, 26.0),
                least: 10.0,
                gap: 2.2,
                spacing: (3.8, 4.8),
                storeys: (2, 3),
                open: 0.05,
                homes: (58.0, Generation::Old),
                paths: Class::Lane,
                ..SLABS
            },
            Self::Slabs => SLABS,
            Self::Towers => Style {
                shapes: [Shape::Cross, Shape::Cross, Shape::Bar],
                depth: (22.0, 24.0),
                length: (25.0, 27.0),
                least: 25.0,
                gap: 24.0,
                spacing: (32.0, 40.0),
                storeys: (18, 33),
                open: 0.1,
                homes: (118.0, Generation::Young),
                ..SLABS
            },
            Self::Shopping | Self::Offices => self.style_of_business(),
            _ => self.style_of_works(),
        }
    }

    fn style_of_business(self) -> Style {
        match self {
            Self::Shopping => Style {
                purpose: Use::Commercial,
                shapes: [Shape::Angle, Shape::Court, Shape::Bar],
                depth: (42.0, 58.0),
                length: (55.0, 75.0),
                least: 36.0,
                gap: 10.0,
                spacing: (12.0, 16.0),
                storeys: (3, 6),
                open: 0.05,
                paths: Class::Footway,
                ..SLABS
            },
            _ => Style {
                purpose: Use::Office,
                shapes: [Shape::Bar, Shape::Angle, Shape::Bar],
                depth: (24.0, 34.0),
                length: (28.0, 46.0),
                least: 22.0,
                gap: 16.0,
                spacing: (18.0, 26.0),
                storeys: (7, 24),
                open: 0.12,
                paths: Class::Footway,
                ..SLABS
            },
        }
    }

    fn style_of_works(self) -> Style {
        let factory = Style {
            purpose: Use::Industrial,
            shapes: [Shape::Bar, Shape::Bar, Shape::Angle],
            depth: (20.0, 38.0),
            length: (48.0, 90.0),
            gap: 9.0,
            spacing: (10.0, 14.0),
            storeys: (1, 4),
            open: 0.14,
            ..SLABS
        };
        match self {
            Self::Campus => Style {
                purpose: Use::Community,
                shapes: [Shape::Bar, Shape::Bar, Shape::Court],
                depth: (13.0, 18.0),
                length: (44.0, 62.0),
                spacing: (22.0, 34.0),
                storeys: (3, 5),
                open: 0.3,
                ..factory
            },
            Self::Warehouses => Style {
                purpose: Use::Warehouse,
                shapes: [Shape::Bar; 3],
                depth: (18.0, 24.0),
                length: (40.0, 64.0),
                storeys: (1, 2),
                ..factory
            },
            Self::Park => {
                Style { depth: (40.0, 50.0), open: 1.0, paths: Class::Footway, ..factory }
            }
            _ => factory,
        }
    }

    /// True where people live, so that shops line the streets around.
    pub fn is_housing(self) -> bool {
        matches!(self, Self::LaneHouses | Self::Slabs | Self::Towers)
    }

    /// The kind of the block around this point of the plan.
    pub fn of_place(place: Point, random: &mut Random) -> Self {
        let near = |x: f64, y: f64, reach: f64| place.distance(at(x, y)) < reach;
        if near(820.0, 2270.0, 150.0) || near(2760.0, 1350.0, 120.0) {
            return Self::Park;
        }
        if place.x < RIVER {
            let core = place.distance(at(PLAN.x * 0.35, PLAN.y * 0.5));
            return Self::of_old_town(core, random);
        }
        Self::of_east_bank(place, random)
    }

    fn of_old_town(core: f64, random: &mut Random) -> Self {
        use Kind::{Campus, Factory, LaneHouses, Offices, Shopping, Slabs, Towers};
        if core < 520.0 {
            let others = [(LaneHouses, 0.5), (Shopping, 0.17), (Offices, 0.15), (Campus, 0.06)];
            random.weighted(Slabs, &others)
        } else if core < 1000.0 {
            let others = [
                (LaneHouses, 0.42),
                (Offices, 0.06),
                (Shopping, 0.05),
                (Campus, 0.07),
                (Towers, 0.05),
            ];
            random.weighted(Slabs, &others)
        } else {
            let others = [
                (LaneHouses, 0.19),
                (Towers, 0.12),
                (Campus, 0.06),
                (Shopping, 0.04),
                (Factory, 0.05),
                (Offices, 0.03),
            ];
            random.weighted(Slabs, &others)
        }
    }

    fn of_east_bank(place: Point, random: &mut Random) -> Self {
        use Kind::{Campus, Factory, Offices, Shopping, Slabs, Towers, Warehouses};
        let at_tracks = (place.x - RAILWAY).abs() < 230.0;
        let at_docks = place.x < RIVER + 330.0 && place.y < PLAN.y * 0.34;
        if at_docks {
            random.weighted(Slabs, &[(Warehouses, 0.55), (Factory, 0.25), (Towers, 0.12)])
        } else if at_tracks {
            random.weighted(Slabs, &[(Factory, 0.42), (Warehouses, 0.2), (Towers, 0.12)])
        } else {
            let others =
                [(Slabs, 0.3), (Offices, 0.1), (Campus, 0.06), (Shopping, 0.05), (Factory, 0.03)];
            random.weighted(Towers, &others)
        }
    }
}
