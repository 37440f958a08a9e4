//! Which systems coordinates may be in, as far as their size tells.
//!
//! Ranges of the Chinese systems after their definitions: Gauss–Krüger zones have a false easting
//! of 500 km, with the zone's number before it where it is written.

use geo::{Coord, Rect};

use crate::geometry::{Crs, LonLat, Projector};

/// Longitudes and latitudes of China.
const CHINA: [std::ops::RangeInclusive<f64>; 2] = [72.0..=136.0, 15.0..=55.0];
const SHANGHAI: [std::ops::RangeInclusive<f64>; 2] = [120.8..=122.3, 30.6..=31.9];

pub(super) fn is_in(place: LonLat, area: &[std::ops::RangeInclusive<f64>; 2]) -> bool {
    area[0].contains(&place.lon) && area[1].contains(&place.lat)
}

/// Systems that degrees may be in, the most likely first. In China, what is called WGS 84 may
/// come from a web map.
pub(super) fn of_degrees(bounds: Rect<f64>, declared: Option<&Crs>) -> Vec<Crs> {
    let center = bounds.center();
    let place = LonLat { lon: center.x, lat: center.y };
    let turned = LonLat { lon: center.y, lat: center.x };
    let first = declared.cloned().unwrap_or_else(Crs::wgs84);
    if is_in(place, &CHINA) {
        return vec![first, Crs::gcj02(), Crs::bd09()];
    }
    // A latitude of more than 90° is none; a longitude in the place of a latitude of China is
    // most likely that.
    if is_in(turned, &CHINA) {
        return vec![first.swapped(), Crs::gcj02().swapped(), Crs::bd09().swapped()];
    }
    vec![first]
}

/// Whether two places may belong to one city.
pub(super) fn are_near(a: LonLat, b: LonLat) -> bool {
    (a.lon - b.lon).abs() < 0.7 && (a.lat - b.lat).abs() < 0.7
}

/// Systems that metres may be in: those whose numbers have this size, near `reference` where that
/// is known, else in Shanghai.
pub(super) fn of_metres(bounds: Rect<f64>, reference: Option<LonLat>) -> Vec<Crs> {
    let Coord { x, y } = bounds.center();
    let mut all = straight(x, y);
    all.extend(straight(y, x).iter().map(Crs::swapped));
    all.retain(|crs| {
        let place = Projector::new(crs, &Crs::wgs84()).and_then(|p| p.convert([x, y]));
        place.is_ok_and(|[lon, lat]| match reference {
            Some(near) => are_near(LonLat { lon, lat }, near),
            None => is_in(LonLat { lon, lat }, &SHANGHAI),
        })
    });
    all
}

fn straight(x: f64, y: f64) -> Vec<Crs> {
    let northing = (1.6e6..=6.1e6).contains(&y);
    let mut found = Vec::new();
    if (100e3..=900e3).contains(&x) && northing {
        // Those of Shanghai first; where they fit the others are not asked.
        found.extend([4549, 4550, 32651, 32650].map(Crs::epsg));
        found.extend((4534..=4554).filter(|code| ![4549, 4550].contains(code)).map(Crs::epsg));
        found.extend((32643..=32653).filter(|code| ![32650, 32651].contains(code)).map(Crs::epsg));
    }
    if (25e6..46e6).contains(&x) && northing {
        found.push(Crs::epsg(4513 + (x / 1e6) as u32 - 25));
    }
    if (8.0e6..=15.2e6).contains(&x) && (1.6e6..=7.4e6).contains(&y) {
        found.push(Crs::epsg(3857));
    }
    if x.abs() <= 120e3 && y.abs() <= 120e3 {
        found.push(Crs::shanghai2000());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metres(x: f64, y: f64) -> Vec<String> {
        let bounds = Rect::new((x - 50.0, y - 50.0), (x + 50.0, y + 50.0));
        of_metres(bounds, None).iter().map(|crs| crs.code().to_owned()).collect()
    }

    #[test]
    fn numbers_of_shanghai_tell_their_system() {
        assert_eq!(metres(640_060.0, 3_457_406.0), ["EPSG:4549"]);
        assert_eq!(metres(40_640_060.0, 3_457_406.0), ["EPSG:4528"]);
        assert_eq!(metres(3_457_406.0, 640_060.0), ["EPSG:4549/yx"]);
        assert_eq!(metres(354_000.0, 3_457_000.0), ["EPSG:4550", "EPSG:32651"]);
        assert_eq!(metres(13_520_000.0, 3_660_000.0), ["EPSG:3857"]);
        assert_eq!(metres(3000.0, -200.0), ["SH2000", "SH2000/yx"]);
    }

    #[test]
    fn degrees_in_china_may_be_offset_or_swapped() {
        let codes = |x: f64, y: f64| -> Vec<String> {
            let found = of_degrees(Rect::new((x, y), (x, y)), None);
            found.iter().map(|crs| crs.code().to_owned()).collect()
        };
        assert_eq!(codes(121.47, 31.23), ["EPSG:4326", "GCJ-02", "BD-09"]);
        assert_eq!(codes(31.23, 121.47), ["EPSG:4326/yx", "GCJ-02/yx", "BD-09/yx"]);
        assert_eq!(codes(24.9, 60.2), ["EPSG:4326"]);
    }
}
