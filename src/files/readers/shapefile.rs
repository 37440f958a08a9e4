//! Shapefiles: geometry by the `shapefile` crate, attributes by `dbf`, the system from the `.prj`
//! beside them. On disk, or in a zip archive.

use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use ::shapefile::{PolygonRing, Shape, ShapeReader};
use geo::{
    Contains as _, Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::files::Progress;
use crate::files::flaw::Flaw;
use crate::files::table::Table;
use crate::language::Message;

use super::dbf::Dbf;
use super::input::open_file;
use super::{RawLayer, ReadError, pass_row};

/// Attribute tables beyond this are refused.
const LARGEST_TABLE: u64 = 2 << 30;

/// The files that make up a shapefile.
pub(super) struct Parts {
    pub shp: Box<dyn Stream>,
    pub shx: Option<Box<dyn Stream>>,
    pub dbf: Option<Box<dyn Stream>>,
    pub prj: Option<String>,
    pub cpg: Option<String>,
}

/// Something to read from at any place.
pub(super) trait Stream: Read + Seek + Send {}

impl<T: Read + Seek + Send> Stream for T {}

impl Parts {
    /// The files beside a `.shp`, their endings in any case.
    pub fn beside(shp: &Path) -> Result<Self, ReadError> {
        let open = |path: &PathBuf| -> std::io::Result<Box<dyn Stream>> {
            Ok(Box::new(BufReader::new(open_file(path)?)))
        };
        let sibling = |extension: &str| {
            let spellings = [extension.to_owned(), extension.to_uppercase()];
            spellings.iter().map(|e| shp.with_extension(e)).find(|path| path.is_file())
        };
        let stream = |extension: &str| sibling(extension).map(|path| open(&path)).transpose();
        let text = |extension: &str| -> Option<String> {
            let mut text = Vec::new();
            open_file(&sibling(extension)?).ok()?.take(1 << 16).read_to_end(&mut text).ok()?;
            Some(String::from_utf8_lossy(&text).into_owned())
        };
        Ok(Self {
            shp: open(&shp.to_path_buf())?,
            shx: stream("shx")?,
            dbf: stream("dbf")?,
            prj: text("prj"),
            cpg: text("cpg"),
        })
    }

    /// The same from memory.
    pub fn of_bytes(mut file: impl FnMut(&str) -> Option<Vec<u8>>) -> Option<Self> {
        let stream = |bytes| Box::new(Cursor::new(bytes)) as Box<dyn Stream>;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Some(Self {
            shp: file("shp").map(stream)?,
            shx: file("shx").map(stream),
            dbf: file("dbf").map(stream),
            prj: file("prj").map(text),
            cpg: file("cpg").map(text),
        })
    }
}

/// Reads a shapefile. A record that cannot be read becomes a row with a flaw.
pub(super) fn read(
    parts: Parts,
    most_features: Option<usize>,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    let Parts { shp, shx, dbf, prj, cpg } = parts;
    let dbf = dbf.map(|dbf| Dbf::read(dbf, cpg.as_deref(), LARGEST_TABLE)).transpose();
    let dbf = dbf.map_err(|error| unusable("dbf", &error.to_string()))?;
    let has_index = shx.is_some();
    let reader = match shx {
        Some(shx) => ShapeReader::with_shx(shp, shx),
        None => ShapeReader::new(shp),
    };
    let mut reader = reader.map_err(|error| unusable("shp", &error.to_string()))?;
    let mut table = Table::default();
    let mut remarks: Vec<Message> = dbf.iter().filter_map(|dbf| dbf.remark.clone()).collect();
    if dbf.is_none() {
        remarks.push(Message::new("缺少 .dbf，没有属性", "has no .dbf beside it: no attributes"));
    }
    let most = most_features.unwrap_or(usize::MAX);
    for (record, shape) in reader.iter_shapes().enumerate().take(most) {
        pass_row(progress, record, dbf.as_ref().map_or(0, Dbf::len))?;
        let is_torn = shape.is_err() && !has_index;
        let shape = match shape {
            Ok(shape) => geometry_of(shape),
            Err(error) => Err(Flaw::BrokenGeometry(error.to_string())),
        };
        let mut row = table.row();
        if let Some(dbf) = &dbf {
            dbf.fill(record, &mut row);
        }
        row.geometries().push(shape);
        if is_torn {
            remarks.push(Message::new(
                format!("第 {record} 个要素之后无法读取（缺少 .shx，文件有损坏）"),
                format!("cannot be read beyond feature {record}: damaged, and without a .shx"),
            ));
            break;
        }
    }
    if let Some(dbf) = dbf.filter(|dbf| most_features.is_none() && dbf.len() != table.len()) {
        let (shapes, records) = (table.len(), dbf.len());
        remarks.push(Message::new(
            format!("图形 {shapes} 个而属性 {records} 条，数目不符"),
            format!("has {shapes} shapes but {records} records of attributes"),
        ));
    }
    Ok(RawLayer { crs: prj, remarks, ..RawLayer::of(table) })
}

fn unusable(part: &str, reason: &str) -> ReadError {
    ReadError::Unusable(Message::new(
        format!("Shapefile 的 .{part} 无法读取：{reason}"),
        format!("the shapefile's .{part} cannot be read: {reason}"),
    ))
}

fn geometry_of(shape: Shape) -> Result<Geometry<f64>, Flaw> {
    Ok(match shape {
        Shape::NullShape => return Err(Flaw::NoGeometry),
        Shape::Point(p) => Point::new(p.x, p.y).into(),
        Shape::PointM(p) => Point::new(p.x, p.y).into(),
        Shape::PointZ(p) => Point::new(p.x, p.y).into(),
        Shape::Multipoint(m) => points(m.points().iter().map(|p| (p.x, p.y))),
        Shape::MultipointM(m) => points(m.points().iter().map(|p| (p.x, p.y))),
        Shape::MultipointZ(m) => points(m.points().iter().map(|p| (p.x, p.y))),
        Shape::Polyline(l) => {
            lines(l.parts().iter().map(|part| line(part.iter().map(|p| (p.x, p.y)))))
        }
        Shape::PolylineM(l) => {
            lines(l.parts().iter().map(|part| line(part.iter().map(|p| (p.x, p.y)))))
        }
        Shape::PolylineZ(l) => {
            lines(l.parts().iter().map(|part| line(part.iter().map(|p| (p.x, p.y)))))
        }
        Shape::Polygon(p) => polygons(
            p.rings()
                .iter()
                .map(|ring| (is_outside(ring), line(ring.points().iter().map(|p| (p.x, p.y))))),
        ),
        Shape::PolygonM(p) => polygons(
            p.rings()
                .iter()
                .map(|ring| (is_outside(ring), line(ring.points().iter().map(|p| (p.x, p.y))))),
        ),
        Shape::PolygonZ(p) => polygons(
            p.rings()
                .iter()
                .map(|ring| (is_outside(ring), line(ring.points().iter().map(|p| (p.x, p.y))))),
        ),
        Shape::Multipatch(_) => {
            return Err(Flaw::BrokenGeometry("multipatch".to_owned()));
        }
    })
}

fn is_outside<P>(ring: &PolygonRing<P>) -> bool {
    matches!(ring, PolygonRing::Outer(_))
}

fn line(points: impl Iterator<Item = (f64, f64)>) -> LineString<f64> {
    points.map(|(x, y)| Coord { x, y }).collect()
}

fn points(points: impl Iterator<Item = (f64, f64)>) -> Geometry<f64> {
    let points: Vec<_> = points.map(|(x, y)| Point::new(x, y)).collect();
    match points.as_slice() {
        [one] => (*one).into(),
        _ => MultiPoint(points).into(),
    }
}

fn lines(lines: impl Iterator<Item = LineString<f64>>) -> Geometry<f64> {
    let mut lines: Vec<_> = lines.collect();
    match lines.len() {
        1 => lines.remove(0).into(),
        _ => MultiLineString(lines).into(),
    }
}

/// Holes belong to the outside that holds them. Where the turn of a ring says hole and no outside
/// holds it, the writer turned it the wrong way.
pub(super) fn polygons(rings: impl Iterator<Item = (bool, LineString<f64>)>) -> Geometry<f64> {
    let (outsides, holes): (Vec<_>, Vec<_>) = rings.partition(|(is_outside, _)| *is_outside);
    let mut polygons: Vec<_> =
        outsides.into_iter().map(|(_, ring)| Polygon::new(ring, Vec::new())).collect();
    for (_, hole) in holes {
        let first = hole.0.first().copied();
        let holder = polygons.iter_mut().find(|polygon| {
            let outside = Polygon::new(polygon.exterior().clone(), Vec::new());
            first.is_some_and(|first| {
                outside.contains(&first) || hole.0.iter().any(|corner| outside.contains(corner))
            })
        });
        match holder {
            Some(polygon) => polygon.interiors_push(hole),
            None => polygons.push(Polygon::new(hole, Vec::new())),
        }
    }
    match polygons.len() {
        1 => polygons.remove(0).into(),
        _ => MultiPolygon(polygons).into(),
    }
}
