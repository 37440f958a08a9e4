//! The walkable network: lines of the plan, cut at every junction, and the paths of the blocks.

use super::blocks::Fabric;
use super::ground::{Point, bend};
use super::plan::{Class, Line, PROMENADE, Plan, RAILWAY, RIVER};
use std::collections::BTreeSet;

/// From the railway to the ends of the streets that stop short of it.
const FENCE: f64 = 16.0;
/// Half the width of a main road, which a street crosses before it reaches the middle.
const CARRIAGEWAY: f64 = 14.0;

/// One edge of the network.
pub struct Street<'a> {
    pub class: Class,
    pub name: Option<&'a str>,
    pub course: Vec<Point>,
    pub bridge: bool,
    pub crossing: bool,
}

/// The word for a class of streets; none for what nobody walks on.
pub fn word(class: Class) -> Option<&'static str> {
    match class {
        Class::Main => Some("main"),
        Class::Secondary => Some("secondary"),
        Class::Lane => Some("lane"),
        Class::Footway => Some("footway"),
        Class::Compound => Some("compound"),
        Class::River | Class::Railway => None,
    }
}

/// All streets, those of the plan first.
pub fn network<'a>(plan: &'a Plan, fabrics: &[Fabric]) -> Vec<Street<'a>> {
    let on_main_road = junctions_of_main_roads(plan);
    let mut streets = Vec::new();
    for line in plan.lines.iter().filter(|line| word(line.class).is_some()) {
        for piece in line.pieces() {
            add_piece(&mut streets, line, piece, &on_main_road);
        }
    }
    for (class, course) in fabrics.iter().flat_map(|fabric| &fabric.paths) {
        let course = course.clone();
        streets.push(Street { class: *class, name: None, course, bridge: false, crossing: false });
    }
    streets
}

/// The bits of the coordinates, since floating-point numbers have no order of their own.
type Junction = (u64, u64);

fn junction(place: Point) -> Junction {
    (place.x.to_bits(), place.y.to_bits())
}

fn junctions_of_main_roads(plan: &Plan) -> BTreeSet<Junction> {
    let main_roads = plan.lines.iter().filter(|line| line.class == Class::Main);
    main_roads.flat_map(Line::stops).map(|&stop| junction(stop)).collect()
}

/// Adds a piece of a line, from one junction to the next, unless the river or railway stops it.
fn add_piece<'a>(
    streets: &mut Vec<Street<'a>>,
    line: &'a Line,
    mut piece: Vec<Point>,
    on_main_road: &BTreeSet<Junction>,
) {
    let is_main = line.class == Class::Main;
    let (first, last) = (piece[0], piece[piece.len() - 1]);
    let over_water = (first.towards(last, 0.5).x - RIVER).abs() < PROMENADE - 1.0;
    if over_water && !is_main {
        return;
    }
    let at_railway = [first, last].into_iter().any(|end| (end.x - RAILWAY).abs() < 0.01);
    let bridge = over_water || (is_main && at_railway);
    let mut add = |course: &[Point], crossing: bool| {
        let course = course.iter().map(|&p| bend(p)).collect();
        let name = line.name.as_deref();
        streets.push(Street { class: line.class, name, course, bridge, crossing });
    };
    if !is_main {
        for _ in 0..2 {
            piece.reverse();
            if (piece[0].x - RAILWAY).abs() < 0.01 {
                shorten(&mut piece, FENCE);
            } else if on_main_road.contains(&junction(piece[0])) {
                let kerb = shorten(&mut piece, CARRIAGEWAY);
                add(&[kerb, piece[0]], true);
            }
        }
    }
    add(&piece, false);
}

/// Takes this length off the start of a path, which has no points closer to it; gives back the old
/// start.
fn shorten(path: &mut [Point], length: f64) -> Point {
    let start = path[0];
    let share = length / start.distance(path[1]);
    path[0] = start.towards(path[1], share.min(0.5));
    start
}
