//! The offsets of Chinese web maps: GCJ-02 of Amap and Tencent, and BD-09 of Baidu on top of it.
//! By the formulas everybody uses; the official algorithm is not published, and the formulas agree
//! with what the maps show to a metre or two.

use std::f64::consts::PI;

/// Semi-major axis and squared eccentricity of the Krasovsky ellipsoid.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Baidu's own twist.
const TWIST: f64 = PI * 3000.0 / 180.0;

/// An offset from WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offset {
    Gcj02,
    Bd09,
}

impl Offset {
    /// Longitude and latitude in degrees of WGS 84 → of the offset system. Outside China there is
    /// no offset.
    pub fn added(self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        if !is_in_china([lon, lat]) {
            return [lon, lat];
        }
        let gcj = gcj02_of([lon, lat]);
        match self {
            Self::Gcj02 => gcj,
            Self::Bd09 => bd09_of(gcj),
        }
    }

    /// The inverse, which has no formula: the offset is taken away until adding it comes out
    /// right, to a hundredth of a millimetre.
    pub fn taken_away(self, shifted: [f64; 2]) -> [f64; 2] {
        let mut guess = shifted;
        for _ in 0..8 {
            let added = self.added(guess);
            let error = [added[0] - shifted[0], added[1] - shifted[1]];
            guess = [guess[0] - error[0], guess[1] - error[1]];
            if error.iter().all(|error| error.abs() < 1e-10) {
                break;
            }
        }
        guess
    }
}

/// Roughly mainland China, where the maps are offset.
fn is_in_china([lon, lat]: [f64; 2]) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn gcj02_of([lon, lat]: [f64; 2]) -> [f64; 2] {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let waves = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + waves
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + waves
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let latitude = lat.to_radians();
    let w = 1.0 - ECCENTRICITY_SQUARED * latitude.sin().powi(2);
    let meridian = AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (w * w.sqrt());
    let parallel = AXIS_M / w.sqrt() * latitude.cos();
    [lon + (east / parallel).to_degrees(), lat + (north / meridian).to_degrees()]
}

fn bd09_of([lon, lat]: [f64; 2]) -> [f64; 2] {
    let radius = lon.hypot(lat) + 0.00002 * (lat * TWIST).sin();
    let angle = lat.atan2(lon) + 0.000003 * (lon * TWIST).cos();
    [radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn peoples_square_lies_where_the_maps_show_it() {
        let wgs = [121.4737, 31.2304];
        let near = |found: [f64; 2], expected: [f64; 2]| {
            (0..2).all(|axis| (found[axis] - expected[axis]).abs() < 1e-9)
        };
        assert!(near(Offset::Gcj02.added(wgs), [121.478_223_059_3, 31.228_457_737_6]));
        assert!(near(Offset::Bd09.added(wgs), [121.484_781_468_5, 31.234_310_593_7]));
    }

    proptest! {
        #[test]
        fn the_way_back_ends_where_it_began(lon in 75.0..135.0_f64, lat in 18.0..53.0_f64) {
            for offset in [Offset::Gcj02, Offset::Bd09] {
                let back = offset.taken_away(offset.added([lon, lat]));
                prop_assert!((back[0] - lon).abs() < 1e-9 && (back[1] - lat).abs() < 1e-9);
            }
        }
    }
}
