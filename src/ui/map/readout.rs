//! Where the pointer is, in degrees.

use crate::geometry::{LonLat, WorldPoint};
use crate::study::Study;

/// Longitude and latitude of a place, for readouts; empty outside the CRS's domain.
pub fn lonlat_text(study: &Study, at: WorldPoint) -> String {
    study.layers().lonlat_of(at).map_or_else(String::new, degrees)
}

/// Degrees to the east or west and to the north or south, about a metre apart.
fn degrees(LonLat { lon, lat }: LonLat) -> String {
    let (east_or_west, north_or_south) =
        (if lon < 0.0 { "W" } else { "E" }, if lat < 0.0 { "S" } else { "N" });
    format!("{:.5}° {east_or_west}  {:.5}° {north_or_south}", lon.abs(), lat.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_counted_from_greenwich_and_the_equator_to_either_side() {
        let text = |lon, lat| degrees(LonLat { lon, lat });
        assert_eq!(text(121.47, 31.23), "121.47000° E  31.23000° N");
        assert_eq!(text(-122.4, 37.77), "122.40000° W  37.77000° N");
        assert_eq!(text(151.2, -33.86), "151.20000° E  33.86000° S");
        assert_eq!(text(0.0, 0.0), "0.00000° E  0.00000° N");
    }
}
