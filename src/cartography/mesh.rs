//! Polygons cut into triangles, once per layer; colours and camera change without cutting again.

use rayon::prelude::*;

use crate::geometry::{Polygons, WorldPoint};
use crate::layers::{BarrierShape, LayerSet};

/// A vertex of a cut polygon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeshVertex {
    /// Metres from [`FeatureMesh::origin`]; small numbers, so that f32 is exact to millimetres.
    pub offset: [f32; 2],
    /// Outward normal, lengthened at corners; drives the one-pixel feather of the edge.
    pub normal: [f32; 2],
}

/// The triangles of a polygon layer.
#[derive(Debug, Clone, Default)]
pub struct FeatureMesh {
    pub origin: Option<WorldPoint>,
    features: Vec<CutFeature>,
}

/// The triangles of one feature.
#[derive(Debug, Clone, Default)]
struct CutFeature {
    vertices: Vec<MeshVertex>,
    /// Ends of the rings within `vertices`.
    ring_ends: Vec<u32>,
    triangles: Vec<u32>,
}

impl FeatureMesh {
    /// Cuts all features, on all cores.
    pub fn of(polygons: &Polygons) -> Self {
        let origin = (0..polygons.len())
            .find_map(|feature| polygons.rings(feature).flatten().next().copied());
        let Some(origin) = origin else { return Self::default() };
        let features =
            (0..polygons.len()).into_par_iter().map(|f| cut(polygons, f, origin)).collect();
        Self { origin: Some(origin), features }
    }

    /// Vertices, ring ends and triangle corners of a feature; corners and ends count from the
    /// feature's first vertex.
    pub fn feature(&self, feature: usize) -> (&[MeshVertex], &[u32], &[u32]) {
        match self.features.get(feature) {
            Some(cut) => (&cut.vertices, &cut.ring_ends, &cut.triangles),
            None => (&[], &[], &[]),
        }
    }
}

fn cut(polygons: &Polygons, feature: usize, origin: WorldPoint) -> CutFeature {
    let mut cut = CutFeature::default();
    let mut earcut = earcut::Earcut::new();
    for rings in polygons.parts(feature) {
        let first = cut.vertices.len() as u32;
        let mut hole_starts: Vec<u32> = Vec::new();
        for (position, ring) in rings.iter().enumerate() {
            if position > 0 {
                hole_starts.push(cut.vertices.len() as u32 - first);
            }
            push_ring(&mut cut.vertices, ring, origin, position > 0);
            cut.ring_ends.push(cut.vertices.len() as u32);
        }
        let mut triangles: Vec<u32> = Vec::new();
        let part = &cut.vertices[first as usize..];
        earcut.earcut(part.iter().map(|vertex| vertex.offset), &hole_starts, &mut triangles);
        cut.triangles.extend(triangles.into_iter().map(|corner| corner + first));
    }
    cut
}

fn push_ring(
    vertices: &mut Vec<MeshVertex>,
    ring: &[WorldPoint],
    origin: WorldPoint,
    is_hole: bool,
) {
    let offsets: Vec<[f32; 2]> =
        ring.iter().map(|p| [(p.x - origin.x) as f32, (p.y - origin.y) as f32]).collect();
    let count = offsets.len();
    let doubled_area: f32 = (0..count)
        .map(|i| {
            let (a, b) = (offsets[i], offsets[(i + 1) % count]);
            (a[0] - offsets[0][0]) * (b[1] - offsets[0][1])
                - (b[0] - offsets[0][0]) * (a[1] - offsets[0][1])
        })
        .sum();
    // Counter-clockwise rings have the inside on their left; a hole's inside is the hole.
    let outward = if (doubled_area >= 0.0) == is_hole { -1.0 } else { 1.0 };
    for i in 0..count {
        let before = edge_normal(offsets[(i + count - 1) % count], offsets[i]);
        let after = edge_normal(offsets[i], offsets[(i + 1) % count]);
        let normal = corner_normal(before, after).map(|n| n * outward);
        vertices.push(MeshVertex { offset: offsets[i], normal });
    }
}

/// Unit normal to the right of an edge; zero for an edge without length.
fn edge_normal(from: [f32; 2], to: [f32; 2]) -> [f32; 2] {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    if length > 0.0 { [dy / length, -dx / length] } else { [0.0, 0.0] }
}

/// The miter of two edges, at most twice as long as a normal so that sharp corners grow no spikes.
fn corner_normal(before: [f32; 2], after: [f32; 2]) -> [f32; 2] {
    let sum = [before[0] + after[0], before[1] + after[1]];
    let squared = sum[0] * sum[0] + sum[1] * sum[1];
    if squared < 0.5 { after } else { sum.map(|s| s * 2.0 / squared) }
}

/// The cut layers of a study.
#[derive(Debug, Clone, Default)]
pub struct MapMeshes {
    pub units: FeatureMesh,
    pub buildings: FeatureMesh,
    /// One mesh per area among [`LayerSet::barriers`], in their order.
    pub waters: Vec<FeatureMesh>,
}

impl MapMeshes {
    pub fn of(layers: &LayerSet) -> Self {
        let waters = layers.barriers.iter().filter_map(|barrier| match &barrier.shape {
            BarrierShape::Area(polygons) => Some(FeatureMesh::of(polygons)),
            BarrierShape::Line(_) => None,
        });
        Self {
            units: FeatureMesh::of(layers.units.shapes()),
            buildings: FeatureMesh::of(layers.buildings.shapes()),
            waters: waters.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, wkt};

    fn mesh_of(polygon: geo::Polygon<f64>) -> FeatureMesh {
        let mut polygons = Polygons::default();
        polygons.push(&MultiPolygon(vec![polygon]));
        FeatureMesh::of(&polygons)
    }

    #[test]
    fn triangles_cover_the_polygon_without_its_hole() {
        let mesh = mesh_of(wkt!(POLYGON((0.0 0.0,10.0 0.0,10.0 10.0,0.0 10.0,0.0 0.0),
                                        (4.0 4.0,4.0 6.0,6.0 6.0,6.0 4.0,4.0 4.0))));
        let (vertices, _, triangles) = mesh.feature(0);
        let area: f32 = triangles
            .chunks(3)
            .map(|t| {
                let [a, b, c] = [t[0], t[1], t[2]].map(|corner| vertices[corner as usize].offset);
                ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
            })
            .sum();
        assert!((area - 96.0).abs() < 1e-3, "{area}");
    }

    #[test]
    fn normals_point_out_of_the_fill() {
        let mesh = mesh_of(wkt!(POLYGON((0.0 0.0,10.0 0.0,10.0 10.0,0.0 10.0,0.0 0.0))));
        let (vertices, _, _) = mesh.feature(0);
        for vertex in vertices {
            let from_middle = [vertex.offset[0] - 5.0, vertex.offset[1] - 5.0];
            let dot = from_middle[0] * vertex.normal[0] + from_middle[1] * vertex.normal[1];
            assert!(dot > 0.0, "{vertex:?}");
        }
    }
}
