//! Geometry in the form a role needs, in metres; what does not fit is a flaw.

use geo::{Centroid as _, Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::geometry::WorldPoint;
use crate::language::Text;

use super::flaw::Flaw;

/// The area of a feature that must be one.
pub(super) fn area(shape: Geometry<f64>) -> Result<MultiPolygon<f64>, Flaw> {
    let polygons = match shape {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons,
        other => return Err(wrong(&other, Text::new("面", "polygons are"))),
    };
    let usable: Vec<_> = polygons.into_iter().filter_map(usable_polygon).collect();
    if usable.is_empty() { Err(Flaw::TooFewVertices) } else { Ok(MultiPolygon(usable)) }
}

/// An area and its centroid; a point is an area without parts.
pub(super) fn area_or_point(shape: Geometry<f64>) -> Result<(MultiPolygon<f64>, WorldPoint), Flaw> {
    match shape {
        Geometry::Point(at) => Ok((MultiPolygon(Vec::new()), WorldPoint::new(at.x(), at.y()))),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
            let area = area(shape)?;
            let at = area.centroid().ok_or(Flaw::TooFewVertices)?;
            Ok((area, WorldPoint::new(at.x(), at.y())))
        }
        other => Err(wrong(&other, Text::new("面或点", "polygons or points are"))),
    }
}

/// The place of a feature: its centroid, for a polygon that of its area.
pub(super) fn place(shape: Geometry<f64>) -> Result<WorldPoint, Flaw> {
    let at = match shape {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => return Ok(area_or_point(shape)?.1),
        other => other.centroid(),
    };
    let at = at.ok_or(Flaw::NoGeometry)?;
    Ok(WorldPoint::new(at.x(), at.y()))
}

/// The area of a feature, without parts where it is none, and its place.
pub(super) fn area_or_place(shape: Geometry<f64>) -> Result<(MultiPolygon<f64>, WorldPoint), Flaw> {
    match shape {
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => area_or_point(shape),
        other => Ok((MultiPolygon(Vec::new()), place(other)?)),
    }
}

/// The lines of a feature that must be one.
pub(super) fn lines(shape: Geometry<f64>) -> Result<Vec<Vec<WorldPoint>>, Flaw> {
    let lines = match shape {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0,
        other => return Err(wrong(&other, Text::new("线", "lines are"))),
    };
    let usable = lines.iter().filter(|line| distinct(line, 2));
    let usable: Vec<Vec<_>> =
        usable.map(|line| line.coords().map(|c| WorldPoint::new(c.x, c.y)).collect()).collect();
    if usable.is_empty() { Err(Flaw::TooFewVertices) } else { Ok(usable) }
}

/// GeoJSON's name of a geometry's type.
fn type_name(shape: &Geometry<f64>) -> &'static str {
    match shape {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

fn wrong(shape: &Geometry<f64>, wanted: Text) -> Flaw {
    Flaw::WrongGeometry { found: type_name(shape), wanted }
}

/// The polygon without holes that are none; `None` when it encloses nothing.
fn usable_polygon(polygon: Polygon<f64>) -> Option<Polygon<f64>> {
    if !distinct(polygon.exterior(), 3) {
        return None;
    }
    let (exterior, mut holes) = polygon.into_inner();
    holes.retain(|hole| distinct(hole, 3));
    Some(Polygon::new(exterior, holes))
}

/// Whether a line has at least so many different vertices.
fn distinct(line: &LineString<f64>, at_least: usize) -> bool {
    let coords = &line.0;
    // Most often the first ones differ already.
    if let Some(first) = coords.get(..at_least)
        && (1..at_least).all(|position| !first[..position].contains(&first[position]))
    {
        return true;
    }
    let mut found: Vec<Coord<f64>> = Vec::with_capacity(at_least);
    line.coords().any(|coord| {
        if !found.contains(coord) {
            found.push(*coord);
        }
        found.len() == at_least
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{point, polygon};

    #[test]
    fn a_polygon_needs_three_distinct_corners() {
        let spike = polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 0.0, y: 0.0)];
        assert_eq!(area(spike.into()), Err(Flaw::TooFewVertices));
    }

    #[test]
    fn the_demand_point_weighs_parts_and_holes_by_area() -> Result<(), Flaw> {
        let square = |x: f64, side: f64| polygon![(x: x, y: 0.0), (x: x + side, y: 0.0), (x: x + side, y: side), (x: x, y: side)];
        let both = MultiPolygon(vec![square(0.0, 2.0), square(10.0, 4.0)]);
        let (_, at) = area_or_point(both.into())?;
        // (4 m² × 1 m + 16 m² × 12 m) ÷ 20 m²
        assert!((at.x - 9.8).abs() < 1e-12, "{at:?}");

        let hole = square(0.0, 2.0).exterior().clone();
        let holed = Polygon::new(square(0.0, 4.0).exterior().clone(), vec![hole]);
        let (_, at) = area_or_point(holed.into())?;
        // (16 m² × 2 m − 4 m² × 1 m) ÷ 12 m²
        assert!((at.x - 28.0 / 12.0).abs() < 1e-12, "{at:?}");
        Ok(())
    }

    #[test]
    fn a_wrong_type_names_what_was_found() {
        let flaw = area(point! { x: 1.0, y: 2.0 }.into()).expect_err("a point is no area");
        assert!(flaw.message().en.contains("is a Point where polygons are wanted"));
    }
}
