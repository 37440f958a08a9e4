//! Geometry as a GeoPackage stores it: a header with the system and the bounding box, then
//! well-known binary.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};

use crate::geometry::{Extent, WorldPoint};

const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POINT: u32 = 4;
const MULTI_LINE: u32 = 5;
const MULTI_POLYGON: u32 = 6;
const COLLECTION: u32 = 7;

/// Geometries within geometries within …: more than this is an attack, not a map.
const DEEPEST: usize = 16;

const LITTLE_ENDIAN: u8 = 0b0000_0001;
const BOX_XY: u8 = 0b0000_0010;
const EMPTY: u8 = 0b0001_0000;

/// A blob that is no geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a GeoPackage geometry")]
pub(in crate::files) struct BlobError;

/// A point. It needs no box.
pub(in crate::files) fn encode_point(srs_id: i32, at: WorldPoint) -> Vec<u8> {
    let mut blob = header(srs_id, LITTLE_ENDIAN);
    begin(&mut blob, POINT);
    push_points(&mut blob, &[at]);
    blob
}

/// A line.
pub(in crate::files) fn encode_line(srs_id: i32, line: &[WorldPoint]) -> Vec<u8> {
    let mut blob = header_with_box(srs_id, Extent::of(line.iter().copied()));
    begin(&mut blob, LINE);
    push_count(&mut blob, line.len());
    push_points(&mut blob, line);
    blob
}

/// Polygons as one multipolygon; each as its open rings, the outside first.
pub(in crate::files) fn encode_area<'a>(
    srs_id: i32,
    parts: impl Iterator<Item = Vec<&'a [WorldPoint]>>,
) -> Vec<u8> {
    let parts: Vec<_> = parts.collect();
    let vertices = parts.iter().flatten().flat_map(|ring| ring.iter().copied());
    let mut blob = header_with_box(srs_id, Extent::of(vertices));
    begin(&mut blob, MULTI_POLYGON);
    push_count(&mut blob, parts.len());
    for rings in &parts {
        begin(&mut blob, POLYGON);
        push_count(&mut blob, rings.len());
        for ring in rings {
            push_count(&mut blob, ring.len() + ring.len().min(1));
            push_points(&mut blob, ring);
            push_points(&mut blob, &ring[..ring.len().min(1)]);
        }
    }
    blob
}

/// The geometry of a blob; heights and measures are dropped. `None` for an empty one.
///
/// # Errors
/// When it is cut off, or no geometry at all.
pub(in crate::files) fn decode(blob: &[u8]) -> Result<Option<Geometry<f64>>, BlobError> {
    let (_, rest) = split_header(blob).ok_or(BlobError)?;
    let mut reader = Reader { rest };
    let geometry = reader.geometry(0).ok_or(BlobError)?;
    Ok((!is_empty(&geometry)).then_some(geometry))
}

/// The rectangle around a blob's geometry; `None` for an empty or broken one.
pub(super) fn extent(blob: &[u8]) -> Option<Extent> {
    use geo::CoordsIter as _;
    if let (Some(extent), _) = split_header(blob)? {
        return Some(extent);
    }
    let geometry = decode(blob).ok()??;
    Extent::of(geometry.coords_iter().map(|c| WorldPoint::new(c.x, c.y)))
}

fn header(srs_id: i32, flags: u8) -> Vec<u8> {
    let mut blob = Vec::with_capacity(160);
    blob.extend(b"GP\0");
    blob.push(flags);
    blob.extend(srs_id.to_le_bytes());
    blob
}

fn header_with_box(srs_id: i32, extent: Option<Extent>) -> Vec<u8> {
    let Some(Extent { min, max }) = extent else { return header(srs_id, LITTLE_ENDIAN | EMPTY) };
    let mut blob = header(srs_id, LITTLE_ENDIAN | BOX_XY);
    [min.x, max.x, min.y, max.y].iter().for_each(|side| blob.extend(side.to_le_bytes()));
    blob
}

fn begin(blob: &mut Vec<u8>, kind: u32) {
    blob.push(1);
    blob.extend(kind.to_le_bytes());
}

fn push_count(blob: &mut Vec<u8>, count: usize) {
    blob.extend((count as u32).to_le_bytes());
}

fn push_points(blob: &mut Vec<u8>, points: &[WorldPoint]) {
    for WorldPoint { x, y } in points {
        blob.extend(x.to_le_bytes());
        blob.extend(y.to_le_bytes());
    }
}

/// The box of a header, if it has one, and the well-known binary after it.
fn split_header(blob: &[u8]) -> Option<(Option<Extent>, &[u8])> {
    let [b'G', b'P', _version, flags, _, _, _, _, rest @ ..] = blob else { return None };
    let numbers = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 4,
        2 | 3 => 6,
        4 => 8,
        _ => return None,
    };
    let (envelope, rest) = rest.split_at_checked(numbers * 8)?;
    let side = |position: usize| {
        let bytes: [u8; 8] = envelope.get(position * 8..position * 8 + 8)?.try_into().ok()?;
        let little = flags & LITTLE_ENDIAN != 0;
        Some(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    };
    let extent = (|| {
        let (min_x, max_x, min_y, max_y) = (side(0)?, side(1)?, side(2)?, side(3)?);
        let (min, max) = (WorldPoint::new(min_x, min_y), WorldPoint::new(max_x, max_y));
        (!min_x.is_nan()).then_some(Extent { min, max })
    })();
    Some((extent, rest))
}

fn is_empty(geometry: &Geometry<f64>) -> bool {
    use geo::CoordsIter as _;
    geometry.coords_count() == 0
}

/// Reads well-known binary from front to back.
struct Reader<'a> {
    rest: &'a [u8],
}

/// Byte order and numbers per point of the geometry being read.
#[derive(Clone, Copy)]
struct Form {
    little: bool,
    dimensions: usize,
}

impl Reader<'_> {
    fn geometry(&mut self, depth: usize) -> Option<Geometry<f64>> {
        let (kind, form) = self.begin()?;
        Some(match kind {
            POINT => {
                let Coord { x, y } = self.coord(form)?;
                // An empty point is written as not-a-number.
                if x.is_nan() || y.is_nan() {
                    Geometry::MultiPoint(MultiPoint(Vec::new()))
                } else {
                    Geometry::Point(Point::new(x, y))
                }
            }
            LINE => Geometry::LineString(self.line(form)?),
            POLYGON => Geometry::Polygon(self.polygon(form)?),
            MULTI_POINT | MULTI_LINE | MULTI_POLYGON | COLLECTION if depth < DEEPEST => {
                let count = self.count(form)?;
                let members: Option<Vec<_>> =
                    (0..count).map(|_| self.geometry(depth + 1)).collect();
                gathered(kind, members?)?
            }
            _ => return None,
        })
    }

    fn begin(&mut self) -> Option<(u32, Form)> {
        let (&order, rest) = self.rest.split_first()?;
        self.rest = rest;
        let little = order == 1;
        let kind = self.number(little)?;
        // ISO adds thousands, the older extended form sets high bits, for heights and measures.
        let extended = usize::from(kind & 0x8000_0000 != 0) + usize::from(kind & 0x4000_0000 != 0);
        let kind = kind & 0x0FFF_FFFF;
        let iso = match kind / 1000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return None,
        };
        Some((kind % 1000, Form { little, dimensions: 2 + extended + iso }))
    }

    fn number(&mut self, little: bool) -> Option<u32> {
        let (bytes, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(if little { u32::from_le_bytes(*bytes) } else { u32::from_be_bytes(*bytes) })
    }

    /// How many members follow; never more than the bytes left could hold.
    fn count(&mut self, form: Form) -> Option<usize> {
        let count = self.number(form.little)? as usize;
        (count <= self.rest.len()).then_some(count)
    }

    fn coord(&mut self, form: Form) -> Option<Coord<f64>> {
        let (bytes, rest) = self.rest.split_at_checked(form.dimensions * 8)?;
        self.rest = rest;
        let number = |position: usize| {
            let bytes: [u8; 8] = bytes[position * 8..position * 8 + 8].try_into().ok()?;
            let little = form.little;
            Some(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
        };
        Some(Coord { x: number(0)?, y: number(1)? })
    }

    fn line(&mut self, form: Form) -> Option<LineString<f64>> {
        let count = self.count(form)?;
        (0..count).map(|_| self.coord(form)).collect::<Option<Vec<_>>>().map(LineString)
    }

    fn polygon(&mut self, form: Form) -> Option<Polygon<f64>> {
        let count = self.count(form)?;
        let mut rings = (0..count).map(|_| self.line(form)).collect::<Option<Vec<_>>>()?;
        let outside = if rings.is_empty() { LineString(Vec::new()) } else { rings.remove(0) };
        Some(Polygon::new(outside, rings))
    }
}

/// The members of a multi-geometry as one.
fn gathered(kind: u32, members: Vec<Geometry<f64>>) -> Option<Geometry<f64>> {
    fn all<T: TryFrom<Geometry<f64>>>(members: Vec<Geometry<f64>>) -> Option<Vec<T>> {
        members.into_iter().map(|member| T::try_from(member).ok()).collect()
    }
    Some(match kind {
        MULTI_POINT => Geometry::MultiPoint(MultiPoint(all(members)?)),
        MULTI_LINE => Geometry::MultiLineString(MultiLineString(all(members)?)),
        MULTI_POLYGON => Geometry::MultiPolygon(MultiPolygon(all(members)?)),
        _ => Geometry::GeometryCollection(GeometryCollection(members)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Polygons;
    use geo::wkt;

    #[test]
    fn areas_come_back_as_they_were() {
        let area: MultiPolygon<f64> = wkt!(MULTIPOLYGON(
            ((0.0 0.0,9.5 0.0,9.5 9.5,0.0 9.5,0.0 0.0),(4.0 4.0,4.0 6.0,6.0 6.0,6.0 4.0,4.0 4.0)),
            ((20.0 0.0,30.0 0.0,30.0 10.0,20.0 0.0))
        ));
        let mut polygons = Polygons::default();
        polygons.push(&area);
        let blob = encode_area(4549, polygons.parts(0));
        assert_eq!(decode(&blob), Ok(Some(Geometry::MultiPolygon(area))));
        let corner = |x, y| WorldPoint::new(x, y);
        let around = Extent { min: corner(0.0, 0.0), max: corner(30.0, 10.0) };
        assert_eq!(extent(&blob), Some(around));
    }

    #[test]
    fn points_and_lines_come_back_as_they_were() {
        let at = WorldPoint::new(1.25, -7.5);
        let blob = encode_point(4549, at);
        assert_eq!(decode(&blob), Ok(Some(Geometry::Point(Point::new(1.25, -7.5)))));
        assert_eq!(extent(&blob), Some(Extent { min: at, max: at }));
        let line = [at, WorldPoint::new(3.0, 4.0)];
        let read = decode(&encode_line(4549, &line));
        assert_eq!(read, Ok(Some(Geometry::LineString(wkt!(LINESTRING(1.25 -7.5,3.0 4.0))))));
    }

    #[test]
    fn an_area_without_parts_is_empty() {
        let blob = encode_area(4549, std::iter::empty());
        assert_eq!(decode(&blob), Ok(None));
        assert_eq!(extent(&blob), None);
    }

    #[test]
    fn a_blob_cut_off_anywhere_is_an_error() {
        let mut polygons = Polygons::default();
        polygons.push(&MultiPolygon(vec![wkt!(POLYGON((0.0 0.0,9.0 0.0,9.0 9.0,0.0 0.0)))]));
        let blob = encode_area(4549, polygons.parts(0));
        for length in 0..blob.len() {
            assert_eq!(decode(&blob[..length]), Err(BlobError), "{length} bytes");
        }
    }
}
