//! Polygons of a whole layer in four flat arrays.

use geo::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Extent, WorldPoint};

/// The (multi)polygons of a layer, coordinates in metres.
///
/// Flat because a city has a million of them: coordinates lie in one array; `ring_ends` closes
/// each ring, `part_ends` each polygon (first ring outside, the rest holes), `feature_ends` each
/// feature. Rings are stored open, without the repeated last vertex.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Polygons {
    vertices: Vec<WorldPoint>,
    ring_ends: Vec<u32>,
    part_ends: Vec<u32>,
    feature_ends: Vec<u32>,
}

impl Polygons {
    pub fn len(&self) -> usize {
        self.feature_ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.feature_ends.is_empty()
    }

    /// Appends a feature; its number is `len() - 1` afterwards.
    pub fn push(&mut self, shape: &MultiPolygon<f64>) {
        for polygon in shape {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                let open = ring.0.len().saturating_sub(usize::from(ring.is_closed()));
                self.vertices.extend(ring.0[..open].iter().map(|c| WorldPoint::new(c.x, c.y)));
                self.ring_ends.push(self.vertices.len() as u32);
            }
            self.part_ends.push(self.ring_ends.len() as u32);
        }
        self.feature_ends.push(self.part_ends.len() as u32);
    }

    /// Appends the features of another store.
    pub fn append(&mut self, other: &Self) {
        let Self { vertices, ring_ends, part_ends, feature_ends } = self;
        let (after_vertices, after_rings, after_parts) =
            (vertices.len() as u32, ring_ends.len() as u32, part_ends.len() as u32);
        vertices.extend(&other.vertices);
        ring_ends.extend(other.ring_ends.iter().map(|end| end + after_vertices));
        part_ends.extend(other.part_ends.iter().map(|end| end + after_rings));
        feature_ends.extend(other.feature_ends.iter().map(|end| end + after_parts));
    }

    /// The polygons of a feature, each as its rings: the outside first, then the holes.
    pub fn parts(&self, feature: usize) -> impl Iterator<Item = Vec<&[WorldPoint]>> {
        let first = feature.checked_sub(1).map_or(0, |before| self.feature_ends[before]) as usize;
        (first..self.feature_ends[feature] as usize).map(|part| self.rings_of_part(part))
    }

    /// A feature as geo has it, rings closed.
    pub fn multi_polygon(&self, feature: usize) -> MultiPolygon<f64> {
        let line = |ring: &[WorldPoint]| -> LineString<f64> {
            ring.iter().map(|at| Coord { x: at.x, y: at.y }).collect()
        };
        let polygon = |rings: Vec<&[WorldPoint]>| {
            let mut rings = rings.into_iter().map(line);
            let outside = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
            Polygon::new(outside, rings.collect())
        };
        MultiPolygon(self.parts(feature).map(polygon).collect())
    }

    /// All rings of a feature, outsides and holes alike.
    pub fn rings(&self, feature: usize) -> impl Iterator<Item = &[WorldPoint]> {
        let (part, after) =
            (start(&self.feature_ends, feature), start(&self.feature_ends, feature + 1));
        (start(&self.part_ends, part)..start(&self.part_ends, after)).map(|ring| self.ring(ring))
    }

    /// All vertices of a feature, those of holes among them.
    pub fn vertices(&self, feature: usize) -> &[WorldPoint] {
        let (part, after) =
            (start(&self.feature_ends, feature), start(&self.feature_ends, feature + 1));
        let (ring, after) = (start(&self.part_ends, part), start(&self.part_ends, after));
        &self.vertices[start(&self.ring_ends, ring)..start(&self.ring_ends, after)]
    }

    /// The rectangle around a feature; `None` when it has no vertex.
    pub fn extent(&self, feature: usize) -> Option<Extent> {
        Extent::of(self.vertices(feature).iter().copied())
    }

    /// Area of a feature in square metres, without its holes, by the shoelace formula.
    pub fn area_m2(&self, feature: usize) -> f64 {
        let of_part = |rings: Vec<&[WorldPoint]>| {
            let mut areas = rings.into_iter().map(ring_area);
            let outside = areas.next().unwrap_or_default();
            outside - areas.sum::<f64>()
        };
        self.parts(feature).map(of_part).sum::<f64>().max(0.0)
    }

    /// Whether a point lies in a feature, its boundary included.
    pub fn holds(&self, feature: usize, point: WorldPoint) -> bool {
        let parts = start(&self.feature_ends, feature)..start(&self.feature_ends, feature + 1);
        parts.into_iter().any(|part| {
            let mut rings = start(&self.part_ends, part)..start(&self.part_ends, part + 1);
            let outside =
                rings.next().map_or(Place::Outside, |ring| place_in(self.ring(ring), point));
            match outside {
                Place::Outside => false,
                Place::Boundary => true,
                Place::Inside => {
                    rings.all(|hole| place_in(self.ring(hole), point) != Place::Inside)
                }
            }
        })
    }

    fn ring(&self, ring: usize) -> &[WorldPoint] {
        &self.vertices[start(&self.ring_ends, ring)..start(&self.ring_ends, ring + 1)]
    }

    fn rings_of_part(&self, part: usize) -> Vec<&[WorldPoint]> {
        let rings = start(&self.part_ends, part)..start(&self.part_ends, part + 1);
        rings.map(|ring| self.ring(ring)).collect()
    }
}

/// Where the item of this number begins.
fn start(ends: &[u32], item: usize) -> usize {
    item.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

/// The area within a ring, whichever way it turns. Seen from its first corner: coordinates of
/// millions of metres would cost half of the digits.
fn ring_area(ring: &[WorldPoint]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let fan = |pair: &[WorldPoint]| {
        let (a, b) = (pair[0], pair[1]);
        (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)
    };
    ring.windows(2).map(fan).sum::<f64>().abs() / 2.0
}

/// Where a point lies to a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    Boundary,
    Outside,
}

/// Where a point lies to a ring, decided exactly: inside where the ring winds around it, as geo
/// has it too.
fn place_in(ring: &[WorldPoint], point: WorldPoint) -> Place {
    let Some(mut from) = ring.last() else { return Place::Outside };
    let mut winding = 0;
    for to in ring {
        match turn(*from, *to, point) {
            Some(turn) => winding += turn,
            None => return Place::Boundary,
        }
        from = to;
    }
    if winding == 0 { Place::Outside } else { Place::Inside }
}

/// What an edge adds to the winding of its ring around a point; `None` where the point lies on it.
/// An edge that ends above or below the point adds nothing.
pub(super) fn turn(from: WorldPoint, to: WorldPoint, point: WorldPoint) -> Option<i32> {
    let (low, high) = if from.y <= to.y { (from, to) } else { (to, from) };
    if !(low.y..=high.y).contains(&point.y) {
        return Some(0);
    }
    let side = RobustKernel::orient2d(coord(low), coord(high), coord(point));
    let is_between = (from.x.min(to.x)..=from.x.max(to.x)).contains(&point.x);
    if side == Orientation::Collinear && is_between {
        return None;
    }
    // The lower end counts, the upper one does not: a vertex is passed once.
    let passes = side == Orientation::CounterClockwise && point.y < high.y;
    Some(match passes {
        true if from.y <= to.y => 1,
        true => -1,
        false => 0,
    })
}

fn coord(point: WorldPoint) -> Coord<f64> {
    Coord { x: point.x, y: point.y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Intersects as _, LineString, Polygon};
    use proptest::prelude::*;

    /// Corners on a coarse grid, so that points often meet edges and corners.
    fn ring() -> impl Strategy<Value = Vec<(f64, f64)>> {
        let corner = (0_i8..6, 0_i8..6).prop_map(|(x, y)| (f64::from(x), f64::from(y)));
        prop::collection::vec(corner, 3..9)
    }

    #[test]
    fn an_area_is_measured_without_its_court() {
        let mut shapes = Polygons::default();
        let block = geo::wkt!(POLYGON((0.0 0.0,10.0 0.0,10.0 10.0,0.0 10.0,0.0 0.0),
                                      (4.0 4.0,4.0 6.0,6.0 6.0,6.0 4.0,4.0 4.0)));
        shapes.push(&MultiPolygon(vec![block]));
        assert!((shapes.area_m2(0) - 96.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_point_lies_where_geo_says(ring in ring(), hole in ring(), at in (0_i8..12, 0_i8..12)) {
            let polygon = Polygon::new(LineString::from(ring), vec![LineString::from(hole)]);
            let mut polygons = Polygons::default();
            polygons.push(&MultiPolygon(vec![polygon.clone()]));
            let (x, y) = (f64::from(at.0) / 2.0, f64::from(at.1) / 2.0);
            let expected = polygon.intersects(&Coord { x, y });
            prop_assert_eq!(polygons.holds(0, WorldPoint::new(x, y)), expected);
        }
    }
}
