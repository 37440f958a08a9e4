//! The geometry of a shapefile (ESRI Shapefile Technical Description, 1998). Own, since what a record
//! claims to hold must be checked against its length before any room is made for it. Heights and
//! measures are passed over.

use std::io::{ErrorKind, Read};

use geo::{
    BoundingRect as _, Contains as _, Coord, Geometry, Intersects as _, LineString,
    MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

use crate::files::flaw::Flaw;
use crate::language::Message;

use super::ReadError;

/// The first number of every file, in big-endian order.
const FILE_CODE: i32 = 9994;
const HEADER: usize = 100;
/// Records beyond this are refused.
const LARGEST_RECORD: u64 = 256 << 20;

/// The records of a file, one after the other.
pub(super) struct Records<R> {
    file: R,
    is_torn: bool,
}

impl<R: Read> Records<R> {
    /// Begins after the header.
    pub fn of(mut file: R) -> Result<Self, ReadError> {
        let mut header = [0; HEADER];
        let read = file.read_exact(&mut header);
        if read.is_err() || big_endian(&header, 0) != Some(FILE_CODE) {
            return Err(ReadError::Unusable(Message::new(
                "不是有效的 Shapefile（.shp）",
                "not a valid shapefile (.shp)",
            )));
        }
        Ok(Self { file, is_torn: false })
    }

    /// Reads the content of the next record; `false` at the end, or where the file is torn.
    pub fn next_into(&mut self, content: &mut Vec<u8>) -> Result<bool, ReadError> {
        let mut header = [0; 8];
        if let Err(error) = self.file.read_exact(&mut header) {
            // The last record ends the file; a header begun and not finished is no end.
            self.is_torn = error.kind() != ErrorKind::UnexpectedEof;
            return Ok(false);
        }
        // Lengths are in words of two bytes.
        let length = big_endian(&header, 4).and_then(|words| u64::try_from(words).ok());
        let length = length.map(|words| 2 * words).filter(|bytes| *bytes <= LARGEST_RECORD);
        let Some(length) = length else {
            self.is_torn = true;
            return Ok(false);
        };
        content.clear();
        (&mut self.file).take(length).read_to_end(content)?;
        self.is_torn = (content.len() as u64) < length;
        Ok(!self.is_torn)
    }

    /// Whether the file broke off.
    pub fn is_torn(&self) -> bool {
        self.is_torn
    }
}

/// The geometry in the content of a record.
pub(super) fn geometry_of(content: &[u8]) -> Result<Geometry<f64>, Flaw> {
    let broken = || Flaw::BrokenGeometry("shp".to_owned());
    // Those with heights and those with measures begin as the plain ones do.
    match little_endian(content, 0).ok_or_else(broken)? {
        0 => Err(Flaw::NoGeometry),
        1 | 11 | 21 => Ok(of_points(coords(content, 4, 1).ok_or_else(broken)?)),
        8 | 18 | 28 => {
            let points = count(content, 36).and_then(|count| coords(content, 40, count));
            Ok(of_points(points.ok_or_else(broken)?))
        }
        3 | 13 | 23 => Ok(of_lines(parts(content).ok_or_else(broken)?)),
        5 | 15 | 25 => of_rings(parts(content).ok_or_else(broken)?),
        other => Err(Flaw::BrokenGeometry(format!("shp type {other}"))),
    }
}

fn big_endian(bytes: &[u8], at: usize) -> Option<i32> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(i32::from_be_bytes(four))
}

fn little_endian(bytes: &[u8], at: usize) -> Option<i32> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(i32::from_le_bytes(four))
}

fn count(content: &[u8], at: usize) -> Option<usize> {
    usize::try_from(little_endian(content, at)?).ok()
}

/// So many vertices, if the record holds them.
fn coords(content: &[u8], at: usize, count: usize) -> Option<Vec<Coord<f64>>> {
    let bytes = content.get(at..at.checked_add(count.checked_mul(16)?)?)?;
    let number = |eight: &[u8]| eight.try_into().map_or(f64::NAN, f64::from_le_bytes);
    let coord = |pair: &[u8]| Coord { x: number(&pair[..8]), y: number(&pair[8..]) };
    Some(bytes.chunks_exact(16).map(coord).collect())
}

/// The parts of a line or polygon: after the box come their number and that of all vertices, then
/// where each part begins, then the vertices.
fn parts(content: &[u8]) -> Option<Vec<LineString<f64>>> {
    let (parts, points) = (count(content, 36)?, count(content, 40)?);
    let starts_end = 44_usize.checked_add(parts.checked_mul(4)?)?;
    let starts = content.get(44..starts_end)?.chunks_exact(4);
    let mut bounds: Vec<usize> =
        starts.map(|four| count(four, 0)).collect::<Option<Vec<usize>>>()?;
    bounds.push(points);
    let coords = coords(content, starts_end, points)?;
    bounds
        .windows(2)
        .map(|pair| Some(LineString::new(coords.get(pair[0]..pair[1])?.to_vec())))
        .collect()
}

fn of_points(points: Vec<Coord<f64>>) -> Geometry<f64> {
    match points.as_slice() {
        [one] => Point(*one).into(),
        _ => MultiPoint(points.into_iter().map(Point).collect()).into(),
    }
}

fn of_lines(mut lines: Vec<LineString<f64>>) -> Geometry<f64> {
    match lines.len() {
        1 => lines.remove(0).into(),
        _ => MultiLineString(lines).into(),
    }
}

/// Outsides turn clockwise, holes the other way round.
fn of_rings(rings: Vec<LineString<f64>>) -> Result<Geometry<f64>, Flaw> {
    let (holes, outsides) = rings.into_iter().partition(turns_counterclockwise);
    polygons(outsides, holes)
}

/// Pairs of hole and outside looked at for one feature; more is no map.
const MOST_PAIRS: usize = 10_000_000;
/// Corners of a hole looked at: the first may lie on the outline.
const MOST_CORNERS: usize = 8;

/// Holes belong to the outside that holds them; one that none holds is an outside itself, turned
/// the wrong way by its writer.
pub(super) fn polygons(
    outsides: Vec<LineString<f64>>,
    holes: Vec<LineString<f64>>,
) -> Result<Geometry<f64>, Flaw> {
    if outsides.len().saturating_mul(holes.len()) > MOST_PAIRS {
        return Err(Flaw::BrokenGeometry("too many rings".to_owned()));
    }
    let filled = |ring| (Polygon::new(ring, Vec::new()), Vec::new());
    let mut parts: Vec<(Polygon<f64>, Vec<LineString<f64>>)> =
        outsides.into_iter().map(filled).collect();
    let boxes: Vec<_> = parts.iter().map(|(outside, _)| outside.bounding_rect()).collect();
    for hole in holes {
        let corners = &hole.0[..hole.0.len().min(MOST_CORNERS)];
        let holder = (0..boxes.len()).find(|part| {
            let is_near =
                |corner: &&Coord<f64>| boxes[*part].is_some_and(|b| b.intersects(*corner));
            corners.iter().filter(is_near).any(|corner| parts[*part].0.contains(corner))
        });
        match holder {
            Some(part) => parts[part].1.push(hole),
            None => parts.push(filled(hole)),
        }
    }
    let mut polygons: Vec<_> = parts
        .into_iter()
        .map(|(outside, holes)| Polygon::new(outside.into_inner().0, holes))
        .collect();
    Ok(match polygons.len() {
        1 => polygons.remove(0).into(),
        _ => MultiPolygon(polygons).into(),
    })
}

fn turns_counterclockwise(ring: &LineString<f64>) -> bool {
    let Some(first) = ring.0.first().copied() else { return false };
    // From the first vertex, so that large coordinates lose no digits.
    let fan = |line: geo::Line<f64>| {
        let (a, b) = (line.start - first, line.end - first);
        a.x * b.y - a.y * b.x
    };
    ring.lines().map(fan).sum::<f64>() > 0.0
}
