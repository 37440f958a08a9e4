//! Polygons of a whole layer in four flat arrays, and an R-tree of boxes.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

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

    /// Makes room for the features of other stores.
    pub fn reserve_for<'a>(&mut self, others: impl Iterator<Item = &'a Self> + Clone) {
        let sum = |count: fn(&Self) -> usize| others.clone().map(count).sum();
        self.vertices.reserve_exact(sum(|other| other.vertices.len()));
        self.ring_ends.reserve_exact(sum(|other| other.ring_ends.len()));
        self.part_ends.reserve_exact(sum(|other| other.part_ends.len()));
        self.feature_ends.reserve_exact(sum(|other| other.feature_ends.len()));
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

    /// All rings of a feature, outsides and holes alike.
    pub fn rings(&self, feature: usize) -> impl Iterator<Item = &[WorldPoint]> {
        self.parts(feature).flatten()
    }

    /// The rectangle around a feature; `None` when it has no vertex.
    pub fn extent(&self, feature: usize) -> Option<Extent> {
        Extent::of(self.rings(feature).flatten().copied())
    }

    /// Whether a point lies in a feature, its boundary included.
    pub fn holds(&self, feature: usize, point: WorldPoint) -> bool {
        use geo::Intersects as _;
        self.parts(feature)
            .any(|rings| to_polygon(&rings).intersects(&Coord { x: point.x, y: point.y }))
    }

    fn rings_of_part(&self, part: usize) -> Vec<&[WorldPoint]> {
        let first = part.checked_sub(1).map_or(0, |before| self.part_ends[before]) as usize;
        (first..self.part_ends[part] as usize)
            .map(|ring| {
                let start = ring.checked_sub(1).map_or(0, |before| self.ring_ends[before]);
                &self.vertices[start as usize..self.ring_ends[ring] as usize]
            })
            .collect()
    }
}

fn to_polygon(rings: &[&[WorldPoint]]) -> Polygon<f64> {
    let mut lines = rings.iter().map(|ring| LineString::from_iter(ring.iter().map(|p| (p.x, p.y))));
    let outside = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outside, lines.collect())
}

/// Boxes of features in an R-tree, to find what lies at a point or in a window.
#[derive(Debug, Clone)]
pub struct BoxIndex(RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>);

impl BoxIndex {
    /// Indexes the features of a polygon layer; features without vertices are left out.
    pub fn of(polygons: &Polygons) -> Self {
        let boxes = (0..polygons.len()).filter_map(|feature| {
            let extent = polygons.extent(feature)?;
            let corners = ([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
            Some(GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), feature as u32))
        });
        Self(RTree::bulk_load(boxes.collect()))
    }

    /// Features whose box holds the point, in ascending order.
    pub fn at(&self, point: WorldPoint) -> Vec<usize> {
        self.within(Extent { min: point, max: point })
    }

    /// Features whose box touches the window, in ascending order.
    pub fn within(&self, window: Extent) -> Vec<usize> {
        let envelope =
            AABB::from_corners([window.min.x, window.min.y], [window.max.x, window.max.y]);
        let mut found: Vec<usize> = self
            .0
            .locate_in_envelope_intersecting(envelope)
            .map(|found| found.data as usize)
            .collect();
        found.sort_unstable();
        found
    }
}
