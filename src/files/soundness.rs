//! Whether polygons are sound, and what is made of those that are not. Works on rings as they come;
//! which features are looked at is left to `layer`.

use geo::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::{BooleanOps as _, BoundingRect as _, Coord, Geometry, LineString, MultiPolygon, Polygon};

use super::flaw::Flaw;

/// Pairs of edges compared for one polygon at most. A coastline of a hundred thousand vertices
/// needs some millions; more is a file made to hold up the program.
const MOST_PAIRS: usize = 20_000_000;
/// Up to here all pairs are compared, without sorting.
const FEW_EDGES: usize = 24;

/// Which way outsides turn by the rule of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Winding {
    /// GeoJSON (RFC 7946, section 3.1.6).
    Counterclockwise,
    /// Formats without a rule, or whose reader tells holes by it.
    #[default]
    Any,
}

/// What is wrong with a polygon: its rings, the outside first, closed or not.
pub(super) fn flaws_of(rings: &[&[Coord<f64>]], winding: Winding) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if rings.iter().any(|ring| ring.len() > 2 && ring.first() != ring.last()) {
        flaws.push(Flaw::UnclosedRing);
    }
    let repeats = |ring: &&[Coord<f64>]| ring.windows(2).any(|pair| pair[0] == pair[1]);
    if rings.iter().any(repeats) {
        flaws.push(Flaw::RepeatedVertices);
    }
    let Some((outside, holes)) = rings.split_first() else { return flaws };
    let turn = doubled_area(outside);
    let holes_turn_alike = holes.iter().any(|hole| doubled_area(hole) * turn > 0.0);
    if holes_turn_alike || (winding == Winding::Counterclockwise && turn < 0.0) {
        flaws.push(Flaw::WrongWinding);
    }
    match has_crossing(rings) {
        Some(true) => flaws.push(Flaw::SelfCrossing),
        Some(false) => flaws.extend(flaws_of_sound_rings(outside, holes)),
        None => flaws.push(Flaw::TooIntricate),
    }
    flaws
}

/// What is wrong with rings of which none crosses itself or another.
fn flaws_of_sound_rings(outside: &[Coord<f64>], holes: &[&[Coord<f64>]]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let is_filled_by = |hole: &&[Coord<f64>]| {
        let (outer, inner) = (doubled_area(outside).abs(), doubled_area(hole).abs());
        outer > 0.0 && (inner - outer).abs() <= 1e-9 * outer && !is_outside(hole, outside)
    };
    if has_no_area(outside) || holes.iter().any(is_filled_by) {
        flaws.push(Flaw::NoArea);
    }
    if holes.iter().any(|hole| is_outside(hole, outside)) {
        flaws.push(Flaw::HoleOutside);
    }
    let is_within_another = |hole: &&[Coord<f64>]| {
        let others = holes.iter().filter(|other| !std::ptr::eq(**other, *hole));
        let mut others = others.filter(|other| is_box_within(hole, other));
        others.any(|other| !is_outside(hole, other))
    };
    if holes.len() > 1 && holes.iter().any(is_within_another) {
        flaws.push(Flaw::HoleInHole);
    }
    flaws
}

/// Whether the vertices of a ring, three or more, lie on one line, as far as numbers can tell.
fn has_no_area(ring: &[Coord<f64>]) -> bool {
    let Some(first) = ring.first() else { return false };
    let second = ring.iter().find(|vertex| *vertex != first);
    if ring.iter().all(|vertex| vertex == first || Some(vertex) == second) {
        return false;
    }
    let Some(bounds) = ring.iter().copied().collect::<LineString<f64>>().bounding_rect() else {
        return false;
    };
    let longest = bounds.width().max(bounds.height());
    doubled_area(ring).abs() <= 1e-6 * longest * longest
}

/// Whether the box around a ring lies in that around another.
fn is_box_within(inner: &[Coord<f64>], outer: &[Coord<f64>]) -> bool {
    let around =
        |ring: &[Coord<f64>]| ring.iter().copied().collect::<LineString<f64>>().bounding_rect();
    around(inner).zip(around(outer)).is_some_and(|(inner, outer)| {
        let (low, high) = (inner.min(), inner.max());
        let (least, most) = (outer.min(), outer.max());
        least.x <= low.x && least.y <= low.y && high.x <= most.x && high.y <= most.y
    })
}

/// Polygons whose outlines cross themselves or their holes, made of parts that do not: what lies
/// inside an odd number of times, without the holes. Other geometry stays as it is.
pub(super) fn repaired(shape: Geometry<f64>) -> Geometry<f64> {
    let polygons = match shape {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons,
        other => return other,
    };
    MultiPolygon(polygons.iter().flat_map(parts_without_crossing).collect()).into()
}

fn parts_without_crossing(polygon: &Polygon<f64>) -> MultiPolygon<f64> {
    let nothing = MultiPolygon::<f64>::new(Vec::new());
    let filled = |rings: Vec<LineString<f64>>| {
        let polygons = rings.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
        MultiPolygon::new(polygons).union(&nothing)
    };
    let outside = filled(vec![polygon.exterior().clone()]);
    let rings: Vec<&[Coord<f64>]> = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(|ring| ring.0.as_slice())
        .collect();
    let is_dropped = |hole: &LineString<f64>| is_outside(&hole.0, &polygon.exterior().0);
    let crosses = has_crossing(&rings) != Some(false);
    let holes = polygon.interiors().iter().filter(|hole| crosses || !is_dropped(hole));
    let holes: Vec<LineString<f64>> = holes.cloned().collect();
    if holes.is_empty() {
        return outside;
    }
    outside.difference(&filled(holes))
}

/// Twice the area inside a ring; positive where it turns counterclockwise.
fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    // From the first vertex, so that large coordinates lose no digits.
    let fan = |pair: &[Coord<f64>]| {
        let (a, b) = (pair[0] - *first, pair[1] - *first);
        a.x * b.y - a.y * b.x
    };
    ring.windows(2).map(fan).sum()
}

/// Whether a hole that crosses nothing lies outside; told by the first vertex that is not on the
/// outline.
fn is_outside(hole: &[Coord<f64>], outline: &[Coord<f64>]) -> bool {
    hole.iter().find_map(|vertex| is_inside(*vertex, outline)).is_some_and(|inside| !inside)
}

/// Whether a ring holds a point; `None` on the ring itself.
fn is_inside(point: Coord<f64>, ring: &[Coord<f64>]) -> Option<bool> {
    let mut inside = false;
    for [a, b] in edges(ring) {
        let orientation = RobustKernel::orient2d(a, b, point);
        let in_box = point.x >= a.x.min(b.x)
            && point.x <= a.x.max(b.x)
            && point.y >= a.y.min(b.y)
            && point.y <= a.y.max(b.y);
        if orientation == Orientation::Collinear && in_box {
            return None;
        }
        if (a.y > point.y) != (b.y > point.y) {
            let upward = b.y > a.y;
            let left = orientation == Orientation::CounterClockwise;
            inside ^= upward == left;
        }
    }
    Some(inside)
}

/// The edges of a ring, the closing one included, without those of no length.
fn edges(ring: &[Coord<f64>]) -> impl Iterator<Item = [Coord<f64>; 2]> {
    let closing = ring.last().zip(ring.first()).map(|(last, first)| [*last, *first]);
    let along = ring.windows(2).map(|pair| [pair[0], pair[1]]);
    along.chain(closing).filter(|[a, b]| a != b)
}

/// Whether two edges of a polygon cross; `None` where that would take too long to tell.
fn has_crossing(rings: &[&[Coord<f64>]]) -> Option<bool> {
    if let [ring] = rings
        && ring.len() <= FEW_EDGES
    {
        return Some(has_crossing_in_few(ring));
    }
    let mut all: Vec<[Coord<f64>; 2]> = rings.iter().flat_map(|ring| edges(ring)).collect();
    let low = |[a, b]: &[Coord<f64>; 2]| a.x.min(b.x);
    let high = |[a, b]: &[Coord<f64>; 2]| a.x.max(b.x);
    all.sort_unstable_by(|one, other| low(one).total_cmp(&low(other)));
    let mut pairs = 0;
    for (position, edge) in all.iter().enumerate() {
        let end = high(edge);
        for other in all[position + 1..].iter().take_while(|other| low(other) < end) {
            pairs += 1;
            if do_cross(edge, other) {
                return Some(true);
            }
        }
        if pairs > MOST_PAIRS {
            return None;
        }
    }
    Some(false)
}

/// The same for the outline of a house, without any list being made.
fn has_crossing_in_few(ring: &[Coord<f64>]) -> bool {
    edges(ring)
        .enumerate()
        .any(|(position, edge)| edges(ring).skip(position + 2).any(|other| do_cross(&edge, &other)))
}

/// Whether two edges cross within both; edges that only touch do not.
fn do_cross([a, b]: &[Coord<f64>; 2], [c, d]: &[Coord<f64>; 2]) -> bool {
    let apart = |a: f64, b: f64, c: f64, d: f64| a.max(b) < c.min(d) || c.max(d) < a.min(b);
    if apart(a.y, b.y, c.y, d.y) || apart(a.x, b.x, c.x, d.x) {
        return false;
    }
    let side = |a: &Coord<f64>, b: &Coord<f64>, c: &Coord<f64>| RobustKernel::orient2d(*a, *b, *c);
    let opposite = |one: Orientation, other: Orientation| {
        one != Orientation::Collinear && other != Orientation::Collinear && one != other
    };
    opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area as _;
    use proptest::prelude::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    fn square(x: f64, y: f64, side: f64) -> Vec<Coord<f64>> {
        ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    }

    fn found(rings: &[Vec<Coord<f64>>]) -> Vec<Flaw> {
        let rings: Vec<&[Coord<f64>]> = rings.iter().map(Vec::as_slice).collect();
        flaws_of(&rings, Winding::Counterclockwise)
    }

    fn reversed(mut ring: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
        ring.reverse();
        ring
    }

    #[test]
    fn each_flaw_is_told_from_the_others() {
        assert_eq!(found(&[square(0.0, 0.0, 4.0)]), []);
        let open = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)]);
        assert_eq!(found(&[open]), [Flaw::UnclosedRing]);
        let doubled = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]);
        assert_eq!(found(&[doubled]), [Flaw::RepeatedVertices]);
        assert_eq!(found(&[reversed(square(0.0, 0.0, 4.0))]), [Flaw::WrongWinding]);
        let hole = reversed(square(1.0, 1.0, 1.0));
        assert_eq!(found(&[square(0.0, 0.0, 4.0), hole.clone()]), []);
        let outside = reversed(square(9.0, 1.0, 1.0));
        assert_eq!(found(&[square(0.0, 0.0, 4.0), outside]), [Flaw::HoleOutside]);
        let alike = square(1.0, 1.0, 1.0);
        assert_eq!(found(&[square(0.0, 0.0, 4.0), alike]), [Flaw::WrongWinding]);
        let across = reversed(square(3.0, 1.0, 2.0));
        assert_eq!(found(&[square(0.0, 0.0, 4.0), across]), [Flaw::SelfCrossing]);
        let bow_tie = ring(&[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0), (0.0, 0.0)]);
        assert!(found(&[bow_tie]).contains(&Flaw::SelfCrossing));
    }

    #[test]
    fn a_hole_around_the_outline_is_dropped() {
        let hole = LineString(square(-1.0, -1.0, 9.0));
        let outside = LineString(square(0.0, 0.0, 4.0));
        let repaired = parts_without_crossing(&Polygon::new(outside, vec![hole]));
        assert!((repaired.unsigned_area() - 16.0).abs() < 1e-6);
    }

    #[test]
    fn a_hole_within_a_hole_is_land_again() {
        let holes = [reversed(square(1.0, 1.0, 2.0)), reversed(square(1.5, 1.5, 0.5))];
        let rings = [&[square(0.0, 0.0, 4.0)], holes.as_slice()].concat();
        assert_eq!(found(&rings), [Flaw::HoleInHole]);
        let beside = [reversed(square(0.5, 0.5, 1.0)), reversed(square(2.0, 2.0, 1.0))];
        assert_eq!(found(&[&[square(0.0, 0.0, 4.0)], beside.as_slice()].concat()), []);
        let holes = holes.map(LineString).to_vec();
        let repaired =
            parts_without_crossing(&Polygon::new(LineString(square(0.0, 0.0, 4.0)), holes));
        assert!((repaired.unsigned_area() - 12.25).abs() < 1e-6, "{repaired:?}");
    }

    #[test]
    fn a_line_there_and_back_encloses_nothing() {
        let spike = ring(&[(0.0, 0.0), (4.0, 4.0), (2.0, 2.0), (0.0, 0.0)]);
        assert!(found(&[spike]).contains(&Flaw::NoArea));
        let thin = ring(&[(0.0, 0.0), (0.001, 0.0), (0.001, 5e-9), (0.0, 5e-9), (0.0, 0.0)]);
        assert_eq!(found(&[thin]), [], "half a millimetre, but something");
    }

    #[test]
    fn a_hole_on_the_outline_is_inside() {
        let hole = reversed(square(0.0, 0.0, 1.0));
        assert_eq!(found(&[square(0.0, 0.0, 4.0), hole]), []);
    }

    #[test]
    fn a_bow_tie_becomes_its_two_triangles() {
        let bow_tie = ring(&[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0), (0.0, 0.0)]);
        let repaired = parts_without_crossing(&Polygon::new(LineString(bow_tie), Vec::new()));
        assert_eq!(repaired.0.len(), 2);
        assert!((repaired.unsigned_area() - 8.0).abs() < 1e-6);
    }

    #[test]
    fn a_hole_across_the_outline_takes_only_what_is_inside() {
        let hole = LineString(square(3.0, 1.0, 2.0));
        let outside = LineString(square(0.0, 0.0, 4.0));
        let repaired = parts_without_crossing(&Polygon::new(outside, vec![hole]));
        assert!((repaired.unsigned_area() - 14.0).abs() < 1e-6);
    }

    #[test]
    fn an_endless_zigzag_is_given_up_in_time() {
        // Long edges beside each other: every pair has to be compared.
        let zigzag = (0..40_000).map(|i| (f64::from(i % 2) * 1e6, f64::from(i)));
        let zigzag = ring(&zigzag.collect::<Vec<_>>());
        let flaws = found(&[zigzag]);
        assert!(flaws.contains(&Flaw::TooIntricate) || flaws.contains(&Flaw::SelfCrossing));
    }

    proptest! {
        /// The sorted search finds what comparing all pairs finds.
        #[test]
        fn both_ways_of_looking_agree(points in proptest::collection::vec((0..12_i32, 0..12_i32), 4..FEW_EDGES)) {
            let points: Vec<_> = points.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
            let ring = ring(&points);
            let few = has_crossing_in_few(&ring);
            let nothing: &[Coord<f64>] = &[];
            prop_assert_eq!(has_crossing(&[&ring, nothing]), Some(few));
        }
    }
}
