//! Which CRS a file's coordinates are in, and how far they reach.

use geo::{Rect, coord};

use crate::geometry::{Crs, LonLat, Projector};
use crate::language::Message;

use super::CrsFound;
use super::table::Table;

/// The system of a file, in order of authority: named by the user, declared, GeoJSON's default.
///
/// # Errors
/// When the file declares a system that PROJ does not know.
pub(super) fn crs_of(
    given: Option<&Crs>,
    declared: Option<&str>,
) -> Result<(Crs, CrsFound), Message> {
    if let Some(crs) = given {
        return Ok((crs.clone(), CrsFound::Given));
    }
    let Some(name) = declared else {
        return Ok((Crs::wgs84(), CrsFound::Default));
    };
    match Crs::from_code(name) {
        Ok(crs) => Ok((crs, CrsFound::Declared)),
        Err(_) => Err(Message::new(
            format!("文件声明的坐标系“{name}”无法识别，请用 --crs 指明，例如 --crs EPSG:4549"),
            format!(
                "declares an unknown CRS \"{name}\"; name it with --crs, such as --crs EPSG:4549"
            ),
        )),
    }
}

/// Checks that coordinates without a declared CRS can be degrees.
///
/// A few that cannot are left out later, one by one; when they are the majority, the file is in
/// another system.
pub(super) fn check_degrees(table: &Table) -> Result<(), Message> {
    let boxes = (0..table.len()).filter_map(|feature| table.geometries.bounds(feature));
    let (degrees, others): (Vec<_>, Vec<_>) = boxes.partition(are_degrees);
    let Some(bounds) = union(others.iter().copied()) else {
        return Ok(());
    };
    if degrees.len() > others.len() {
        return Ok(());
    }
    let (x, y) = (bounds.min().x, bounds.min().y);
    let (hint_zh, hint_en) = match likely_code(bounds) {
        Some(code) => (format!("可能是 --crs {code}"), format!("perhaps --crs {code}")),
        None => ("例如 --crs EPSG:4549".to_owned(), "such as --crs EPSG:4549".to_owned()),
    };
    Err(Message::new(
        format!(
            "坐标（如 {x}, {y}）不可能是经纬度，文件也未声明坐标系；请用 --crs 指明，{hint_zh}"
        ),
        format!(
            "coordinates such as ({x}, {y}) cannot be degrees, and the file declares no CRS; \
             name it with --crs, {hint_en}"
        ),
    ))
}

fn are_degrees(bounds: &Rect<f64>) -> bool {
    let within = |value: f64, most: f64| value.abs() <= most;
    within(bounds.min().x, 180.0)
        && within(bounds.max().x, 180.0)
        && within(bounds.min().y, 90.0)
        && within(bounds.max().y, 90.0)
}

/// The system whose coordinates in Shanghai have numbers of this size.
fn likely_code(bounds: Rect<f64>) -> Option<&'static str> {
    let (x, y) = (bounds.center().x, bounds.center().y);
    let northing_fits = (3.39e6..=3.54e6).contains(&y);
    match x {
        580e3..=716e3 if northing_fits => Some("EPSG:4549"),
        40.58e6..=40.72e6 if northing_fits => Some("EPSG:4528"),
        294e3..=429e3 if northing_fits => Some("EPSG:4550"),
        13.45e6..=13.61e6 if (3.5e6..=3.8e6).contains(&y) => Some("EPSG:3857"),
        _ => None,
    }
}

/// The rectangle around all geometry, in the file's own coordinates; without the features whose
/// coordinates should be degrees and cannot be.
pub(super) fn bounds_of(table: &Table, crs: &Crs) -> Option<Rect<f64>> {
    let boxes = (0..table.len()).filter_map(|feature| table.geometries.bounds(feature));
    union(boxes.filter(|bounds| !crs.is_geographic() || are_degrees(bounds)))
}

fn union(boxes: impl IntoIterator<Item = Rect<f64>>) -> Option<Rect<f64>> {
    boxes.into_iter().reduce(|a, b| {
        Rect::new(
            coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
            coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
        )
    })
}

/// South-west and north-east corner of a rectangle in degrees; `None` outside the CRS's domain.
pub(super) fn corners(bounds: Rect<f64>, crs: &Crs) -> Option<[LonLat; 2]> {
    let projector = Projector::new(crs, &Crs::wgs84()).ok()?;
    let lonlat = |x, y| {
        let [lon, lat] = projector.convert([x, y]).ok()?;
        Some(LonLat { lon, lat })
    };
    Some([lonlat(bounds.min().x, bounds.min().y)?, lonlat(bounds.max().x, bounds.max().y)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crs_member_of_old_files_is_honoured() {
        let found = |name: &str| crs_of(None, Some(name)).map(|(crs, _)| crs);
        assert_eq!(found("urn:ogc:def:crs:OGC:1.3:CRS84"), Ok(Crs::wgs84()));
        assert_eq!(found("EPSG:4549").map(|crs| crs.code().to_owned()), Ok("EPSG:4549".to_owned()));
        let error = found("local grid").expect_err("nobody knows it");
        assert!(error.en.contains("local grid") && error.en.contains("--crs"), "{}", error.en);
    }

    #[test]
    fn the_user_overrides_the_file() {
        let given = Crs::wgs84();
        assert_eq!(crs_of(Some(&given), Some("EPSG:4549")), Ok((Crs::wgs84(), CrsFound::Given)));
    }

    #[test]
    fn numbers_of_a_known_size_hint_at_their_crs() {
        let at = |x: f64, y: f64| {
            likely_code(Rect::new(coord! { x: x, y: y }, coord! { x: x + 10.0, y: y + 10.0 }))
        };
        assert_eq!(at(640_060.0, 3_457_406.0), Some("EPSG:4549"));
        assert_eq!(at(40_640_060.0, 3_457_406.0), Some("EPSG:4528"));
        assert_eq!(at(13_520_000.0, 3_660_000.0), Some("EPSG:3857"));
        assert_eq!(at(3000.0, -200.0), None);
    }
}
