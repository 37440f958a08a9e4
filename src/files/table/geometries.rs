//! The geometries of a whole layer in flat arrays: a city has millions of vertices, and a vector
//! for each ring would double its memory.

use std::collections::HashMap;

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon, Rect,
};

use crate::files::flaw::Flaw;

/// Geometries in the order of the features, coordinates as they stand in the file or, after
/// `placing`, in metres.
///
/// `coords` holds all vertices; `line_ends` closes each line, ring or run of points,
/// `polygon_ends` each polygon (its first ring is outside, the rest are holes; other types have
/// one group), `feature_ends` each feature.
#[derive(Debug, Default)]
pub(in crate::files) struct Geometries {
    kinds: Vec<GeometryKind>,
    coords: Vec<Coord<f64>>,
    line_ends: Vec<u32>,
    polygon_ends: Vec<u32>,
    feature_ends: Vec<u32>,
    flaws: HashMap<u32, Flaw>,
}

/// GeoJSON's types of geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::files) enum GeometryKind {
    /// None that can be used; the flaw is kept beside.
    Flawed,
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
    /// Kept without its members, since no role takes one.
    Collection,
}

impl GeometryKind {
    /// GeoJSON's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flawed => "",
            Self::Point => "Point",
            Self::MultiPoint => "MultiPoint",
            Self::LineString => "LineString",
            Self::MultiLineString => "MultiLineString",
            Self::Polygon => "Polygon",
            Self::MultiPolygon => "MultiPolygon",
            Self::Collection => "GeometryCollection",
        }
    }
}

impl Geometries {
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Appends a feature's geometry, or what is wrong with it.
    pub fn push(&mut self, shape: Result<Geometry<f64>, Flaw>) {
        match shape {
            Ok(geometry) => {
                let kind = self.add(&geometry);
                self.end_feature(kind);
            }
            Err(flaw) => self.push_flaw(flaw),
        }
    }

    pub fn push_flaw(&mut self, flaw: Flaw) {
        self.flaws.insert(self.len() as u32, flaw);
        self.end_feature(GeometryKind::Flawed);
    }

    /// Adds a vertex to the feature that is being written.
    pub fn add_coord(&mut self, coord: Coord<f64>) {
        self.coords.push(coord);
    }

    pub fn end_line(&mut self) {
        self.line_ends.push(self.coords.len() as u32);
    }

    pub fn end_polygon(&mut self) {
        self.polygon_ends.push(self.line_ends.len() as u32);
    }

    pub fn end_feature(&mut self, kind: GeometryKind) {
        self.kinds.push(kind);
        self.feature_ends.push(self.polygon_ends.len() as u32);
    }

    /// Takes back what was added since the last feature ended.
    pub fn forget_unfinished(&mut self) {
        self.polygon_ends.truncate(last(&self.feature_ends));
        self.line_ends.truncate(last(&self.polygon_ends));
        self.coords.truncate(last(&self.line_ends));
    }

    pub fn kind(&self, feature: usize) -> Option<GeometryKind> {
        self.kinds.get(feature).copied()
    }

    /// The geometry of a feature, or what is wrong with it. Rings come closed.
    pub fn get(&self, feature: usize) -> Result<Geometry<f64>, Flaw> {
        let Some(kind) = self.kind(feature) else { return Err(Flaw::NoGeometry) };
        let polygons = self.polygons_of(feature);
        let mut lines = self.lines_of(&polygons).map(|line| LineString::new(self.line(line)));
        Ok(match kind {
            GeometryKind::Flawed => {
                return Err(self.flaw_of(feature).cloned().unwrap_or(Flaw::NoGeometry));
            }
            GeometryKind::Point => {
                let first = lines.next().and_then(|line| line.0.first().copied());
                Point(first.ok_or(Flaw::NoGeometry)?).into()
            }
            GeometryKind::MultiPoint => {
                let points = lines.next().map(|line| line.0).unwrap_or_default();
                MultiPoint(points.into_iter().map(Point).collect()).into()
            }
            GeometryKind::LineString => lines.next().ok_or(Flaw::NoGeometry)?.into(),
            GeometryKind::MultiLineString => MultiLineString(lines.collect()).into(),
            GeometryKind::Polygon => {
                let outside = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
                Polygon::new(outside, lines.collect()).into()
            }
            GeometryKind::MultiPolygon => {
                MultiPolygon(polygons.map(|polygon| self.polygon(polygon)).collect()).into()
            }
            GeometryKind::Collection => Geometry::GeometryCollection(GeometryCollection::default()),
        })
    }

    /// What is wrong with a feature's geometry, if anything is.
    pub fn flaw_of(&self, feature: usize) -> Option<&Flaw> {
        self.flaws.get(&(feature as u32))
    }

    /// The rectangle around a feature; `None` without a vertex.
    pub fn bounds(&self, feature: usize) -> Option<Rect<f64>> {
        let coords = self.coords_of(feature);
        let first = *coords.first()?;
        let (mut low, mut high) = (first, first);
        for coord in coords {
            low = Coord { x: low.x.min(coord.x), y: low.y.min(coord.y) };
            high = Coord { x: high.x.max(coord.x), y: high.y.max(coord.y) };
        }
        Some(Rect::new(low, high))
    }

    /// All vertices of a feature.
    pub fn coords_of(&self, feature: usize) -> &[Coord<f64>] {
        let polygons = self.polygons_of(feature);
        let lines =
            start(&self.polygon_ends, polygons.start)..start(&self.polygon_ends, polygons.end);
        &self.coords[start(&self.line_ends, lines.start)..start(&self.line_ends, lines.end)]
    }

    /// The polygons of a feature as their rings, the outside first; none of other types.
    pub fn polygons(&self, feature: usize) -> impl Iterator<Item = Vec<&[Coord<f64>]>> {
        let is_area =
            matches!(self.kind(feature), Some(GeometryKind::Polygon | GeometryKind::MultiPolygon));
        let polygons = if is_area { self.polygons_of(feature) } else { 0..0 };
        polygons.map(|polygon| {
            let lines = self.lines_of(&(polygon..polygon + 1));
            lines.map(|line| self.coords_of_line(line)).collect()
        })
    }

    /// All vertices of the layer, to be moved to another system.
    pub fn coords_mut(&mut self) -> &mut [Coord<f64>] {
        &mut self.coords
    }

    /// Notes that a feature cannot be used after all.
    pub fn reject(&mut self, feature: usize, flaw: Flaw) {
        if let Some(kind) = self.kinds.get_mut(feature) {
            *kind = GeometryKind::Flawed;
            self.flaws.insert(feature as u32, flaw);
        }
    }

    /// Appends the geometries of a later part of the layer.
    pub fn append(&mut self, mut later: Self) {
        let (coords, lines) = (self.coords.len() as u32, self.line_ends.len() as u32);
        let (polygons, features) = (self.polygon_ends.len() as u32, self.len() as u32);
        self.kinds.append(&mut later.kinds);
        self.coords.append(&mut later.coords);
        self.line_ends.extend(later.line_ends.iter().map(|end| end + coords));
        self.polygon_ends.extend(later.polygon_ends.iter().map(|end| end + lines));
        self.feature_ends.extend(later.feature_ends.iter().map(|end| end + polygons));
        self.flaws
            .extend(later.flaws.into_iter().map(|(feature, flaw)| (feature + features, flaw)));
    }

    /// Whether another vertex can still be counted.
    pub fn is_full(&self) -> bool {
        self.coords.len() >= u32::MAX as usize
    }

    fn polygons_of(&self, feature: usize) -> std::ops::Range<usize> {
        start(&self.feature_ends, feature)..start(&self.feature_ends, feature + 1)
    }

    fn lines_of(&self, polygons: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        start(&self.polygon_ends, polygons.start)..start(&self.polygon_ends, polygons.end)
    }

    fn line(&self, line: usize) -> Vec<Coord<f64>> {
        self.coords_of_line(line).to_vec()
    }

    fn coords_of_line(&self, line: usize) -> &[Coord<f64>] {
        &self.coords[start(&self.line_ends, line)..start(&self.line_ends, line + 1)]
    }

    fn polygon(&self, polygon: usize) -> Polygon<f64> {
        let mut rings =
            self.lines_of(&(polygon..polygon + 1)).map(|line| LineString(self.line(line)));
        let outside = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outside, rings.collect())
    }

    /// Adds the vertices of a geometry to the feature being written.
    fn add(&mut self, geometry: &Geometry<f64>) -> GeometryKind {
        match geometry {
            Geometry::Point(point) => {
                self.add_line(&[point.0]);
                self.end_polygon();
                GeometryKind::Point
            }
            Geometry::MultiPoint(points) => {
                points.iter().for_each(|point| self.add_coord(point.0));
                self.end_line();
                self.end_polygon();
                GeometryKind::MultiPoint
            }
            Geometry::Line(line) => {
                self.add_line(&[line.start, line.end]);
                self.end_polygon();
                GeometryKind::LineString
            }
            Geometry::LineString(line) => {
                self.add_line(&line.0);
                self.end_polygon();
                GeometryKind::LineString
            }
            Geometry::MultiLineString(lines) => {
                lines.iter().for_each(|line| self.add_line(&line.0));
                self.end_polygon();
                GeometryKind::MultiLineString
            }
            Geometry::Polygon(polygon) => {
                self.add_polygon(polygon);
                GeometryKind::Polygon
            }
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().for_each(|polygon| self.add_polygon(polygon));
                GeometryKind::MultiPolygon
            }
            Geometry::Rect(rect) => self.add(&rect.to_polygon().into()),
            Geometry::Triangle(triangle) => self.add(&triangle.to_polygon().into()),
            Geometry::GeometryCollection(collection) => match of_one_kind(collection) {
                Some(geometry) => self.add(&geometry),
                None => GeometryKind::Collection,
            },
        }
    }

    fn add_line(&mut self, coords: &[Coord<f64>]) {
        self.coords.extend_from_slice(coords);
        self.end_line();
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>) {
        self.add_line(&polygon.exterior().0);
        polygon.interiors().iter().for_each(|ring| self.add_line(&ring.0));
        self.end_polygon();
    }
}

/// A collection whose members are all points, all lines or all areas, as the one geometry it is.
fn of_one_kind(collection: &GeometryCollection<f64>) -> Option<Geometry<f64>> {
    let (mut points, mut lines, mut areas) = (Vec::new(), Vec::new(), Vec::new());
    for member in collection {
        match member {
            Geometry::Point(point) => points.push(*point),
            Geometry::MultiPoint(more) => points.extend(&more.0),
            Geometry::LineString(line) => lines.push(line.clone()),
            Geometry::MultiLineString(more) => lines.extend(more.0.iter().cloned()),
            Geometry::Polygon(area) => areas.push(area.clone()),
            Geometry::MultiPolygon(more) => areas.extend(more.0.iter().cloned()),
            _ => return None,
        }
    }
    match (points.is_empty(), lines.is_empty(), areas.is_empty()) {
        (false, true, true) => Some(MultiPoint(points).into()),
        (true, false, true) => Some(MultiLineString(lines).into()),
        (true, true, false) => Some(MultiPolygon(areas).into()),
        _ => None,
    }
}

fn last(ends: &[u32]) -> usize {
    ends.last().map_or(0, |end| *end as usize)
}

/// Where the item of this number begins.
fn start(ends: &[u32], item: usize) -> usize {
    item.checked_sub(1).map_or(0, |before| ends.get(before).map_or(0, |end| *end as usize))
}
