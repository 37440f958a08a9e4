//! FlatGeobuf, by the crate of that name.

use std::io::Read;

use ::flatgeobuf::{
    FallibleStreamingIterator as _, FeatureProperties as _, FgbReader, Geometry as FgbGeometry,
    GeometryType,
};
use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use geozero::{ColumnValue, PropertyProcessor};

use crate::files::flaw::Flaw;
use crate::files::table::{Cell, Row, Table};
use crate::language::Message;

use super::{RawLayer, ReadError};

/// The first bytes of every file.
pub(super) const MAGIC: &[u8] = b"fgb";

/// Reads a file as a stream.
pub(super) fn read(input: impl Read, most_features: Option<usize>) -> Result<RawLayer, ReadError> {
    let reader = FgbReader::open(Sensible(input)).map_err(unusable)?;
    let promised = usize::try_from(reader.header().features_count()).unwrap_or_default();
    let crs = reader.header().crs().and_then(|crs| match (crs.org(), crs.code()) {
        (Some(organisation), code) if code > 0 => Some(format!("{organisation}:{code}")),
        (None, code) if code > 0 => Some(format!("EPSG:{code}")),
        _ => crs.wkt().map(str::to_owned),
    });
    let usual_type = reader.header().geometry_type();
    let mut features = reader.select_all_seq().map_err(unusable)?;
    let mut table = Table::default();
    while let Some(feature) = features.next().map_err(unusable)? {
        let shape = match feature.geometry() {
            Some(geometry) => geometry_of(geometry, usual_type),
            None => Err(Flaw::NoGeometry),
        };
        let mut row = table.row();
        let read = feature.process_properties(&mut Values(&mut row));
        let shape = read.map_err(|error| Flaw::BrokenFeature(error.to_string())).and(shape);
        row.geometries().push(shape);
        if most_features.is_some_and(|most| table.len() >= most) {
            break;
        }
    }
    let mut layer = RawLayer { crs, ..RawLayer::of(table) };
    let found = layer.table.len();
    if most_features.is_none() && found < promised {
        layer.remarks.push(Message::new(
            format!("文件声称有 {promised} 个要素，只读到 {found} 个：文件不完整"),
            format!("says it has {promised} features, but only {found} could be read: damaged"),
        ));
    }
    Ok(layer)
}

/// A geometry of the file. The crate's own way to one makes room for as many vertices as the file
/// claims; here the claims are compared with what there is.
fn geometry_of(geometry: FgbGeometry, usual_type: GeometryType) -> Result<Geometry<f64>, Flaw> {
    let own_type = geometry.type_();
    let kind = if own_type == GeometryType::Unknown { usual_type } else { own_type };
    let broken = || Flaw::BrokenGeometry("FlatGeobuf".to_owned());
    let lines = || lines_of(geometry).ok_or_else(broken);
    Ok(match kind {
        GeometryType::Point => match lines()?.first().and_then(|line| line.0.first()) {
            Some(at) => Point(*at).into(),
            None => return Err(Flaw::NoGeometry),
        },
        GeometryType::MultiPoint => {
            let points = lines()?.into_iter().flat_map(|line| line.0);
            MultiPoint(points.map(Point).collect()).into()
        }
        GeometryType::LineString => lines()?.into_iter().next().ok_or(Flaw::NoGeometry)?.into(),
        GeometryType::MultiLineString => MultiLineString(lines()?).into(),
        GeometryType::Polygon => polygon_of(geometry).ok_or_else(broken)?.into(),
        GeometryType::MultiPolygon => {
            let parts = geometry.parts().into_iter().flat_map(|parts| parts.iter());
            let polygons: Option<Vec<_>> = parts.map(polygon_of).collect();
            MultiPolygon(polygons.ok_or_else(broken)?).into()
        }
        other => {
            let name = other.variant_name().unwrap_or("unknown");
            return Err(Flaw::BrokenGeometry(name.to_owned()));
        }
    })
}

fn polygon_of(geometry: FgbGeometry) -> Option<Polygon<f64>> {
    let mut rings = lines_of(geometry)?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// The lines or rings of one geometry: `ends` counts vertices; without it there is one.
fn lines_of(geometry: FgbGeometry) -> Option<Vec<LineString<f64>>> {
    let numbers: Vec<f64> = geometry.xy()?.iter().collect();
    let coord = |pair: &[f64]| Coord { x: pair[0], y: pair[1] };
    let coords: Vec<Coord<f64>> = numbers.chunks_exact(2).map(coord).collect();
    let ends: Vec<usize> = match geometry.ends() {
        Some(ends) => ends.iter().map(|end| end as usize).collect(),
        None => vec![coords.len()],
    };
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let line = |(start, end): (usize, &usize)| Some(coords.get(start..*end)?.to_vec().into());
    starts.zip(&ends).map(line).collect()
}

/// The file, without features of a size that none has: room for each is made by the size it claims.
struct Sensible<R>(R);

const LARGEST_FEATURE: u32 = 64 << 20;

impl<R: Read> Read for Sensible<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }

    fn read_exact(&mut self, buffer: &mut [u8]) -> std::io::Result<()> {
        self.0.read_exact(buffer)?;
        // Only sizes are read four bytes at a time.
        match <[u8; 4]>::try_from(&*buffer).map(u32::from_le_bytes) {
            Ok(size) if size > LARGEST_FEATURE => {
                Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge))
            }
            _ => Ok(()),
        }
    }
}

fn unusable(error: ::flatgeobuf::Error) -> ReadError {
    ReadError::Unusable(Message::new(
        format!("不是有效的 FlatGeobuf：{error}"),
        format!("not a valid FlatGeobuf: {error}"),
    ))
}

struct Values<'a, 't>(&'a mut Row<'t>);

impl PropertyProcessor for Values<'_, '_> {
    fn property(
        &mut self,
        _index: usize,
        name: &str,
        value: &ColumnValue,
    ) -> geozero::error::Result<bool> {
        self.0.set(name, cell(value));
        // Whether to stop.
        Ok(false)
    }
}

fn cell(value: &ColumnValue) -> Cell {
    match value {
        ColumnValue::Bool(value) => Cell::Bool(*value),
        ColumnValue::Byte(value) => i64::from(*value).into(),
        ColumnValue::UByte(value) => i64::from(*value).into(),
        ColumnValue::Short(value) => i64::from(*value).into(),
        ColumnValue::UShort(value) => i64::from(*value).into(),
        ColumnValue::Int(value) => i64::from(*value).into(),
        ColumnValue::UInt(value) => i64::from(*value).into(),
        ColumnValue::Long(value) => (*value).into(),
        ColumnValue::ULong(value) => Cell::Number((*value).into()),
        ColumnValue::Float(value) => f64::from(*value).into(),
        ColumnValue::Double(value) => (*value).into(),
        ColumnValue::String(text) | ColumnValue::DateTime(text) => (*text).into(),
        ColumnValue::Json(text) => {
            serde_json::from_str::<serde_json::Value>(text).map_or((*text).into(), Cell::from)
        }
        ColumnValue::Binary(_) => Cell::Empty,
    }
}
