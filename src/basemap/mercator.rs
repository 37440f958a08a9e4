//! Web Mercator (EPSG:3857) as a square of side 1, which the tiles divide: from the antimeridian to
//! the east and from 85.05° N to the south.
//!
//! Formulas of the sphere: Snyder, "Map Projections: A Working Manual", USGS 1987, p. 41.

use std::f64::consts::{FRAC_PI_4, PI};

use crate::geometry::LonLat;

/// The square ends here, in degrees north and south.
const HIGHEST_LATITUDE: f64 = 85.051_128_78;

/// The place of longitude and latitude on the square; `None` beyond its northern and southern end.
pub fn place_on_square(at: LonLat) -> Option<[f64; 2]> {
    let is_inside = at.lon.is_finite() && at.lat.abs() <= HIGHEST_LATITUDE;
    is_inside.then(|| {
        let latitude = at.lat.to_radians();
        let y = (FRAC_PI_4 + latitude / 2.0).tan().ln();
        [at.lon / 360.0 + 0.5, 0.5 - y / (2.0 * PI)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_square_is_that_of_the_web() {
        let near = |place: Option<[f64; 2]>, expected: [f64; 2]| {
            place
                .is_some_and(|place| (0..2).all(|axis| (place[axis] - expected[axis]).abs() < 1e-9))
        };
        let place = |lon, lat| place_on_square(LonLat { lon, lat });
        assert!(near(place(0.0, 0.0), [0.5, 0.5]));
        assert!(near(place(-180.0, HIGHEST_LATITUDE), [0.0, 0.0]));
        assert_eq!(place(0.0, 89.0), None);
        // The tile of People's Square in Shanghai, by the formula of OpenStreetMap's wiki.
        let tile = place(121.47, 31.23).map(|place| place.map(|share| (share * 32768.0) as u32));
        assert_eq!(tile, Some([27440, 13389]));
    }
}
