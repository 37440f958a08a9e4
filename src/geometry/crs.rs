//! Coordinate reference systems: from longitude and latitude to metres and back. The only file
//! that calls PROJ; layers are projected once, when they are read.

use std::cell::RefCell;
use std::fmt;

use proj::Proj;
use proj::wkt::WktVersion;
use serde::{Deserialize, Serialize};

/// A position in degrees (WGS 84 or CGCS2000, which agree to well under a metre).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    pub lon: f64,
    pub lat: f64,
}

/// A position in metres in the study's working CRS, x to the east and y to the north.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WorldPoint {
    pub x: f64,
    pub y: f64,
}

impl WorldPoint {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Straight-line distance in metres.
    pub fn distance_to(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A coordinate reference system by its authority code, such as `EPSG:4549`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crs(String);

/// PROJ could not make or use a transformation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CrsError(String);

impl Crs {
    /// The geographic system of GeoJSON (RFC 7946), longitude first.
    pub fn wgs84() -> Self {
        Self("EPSG:4326".to_owned())
    }

    /// A system by code. Accepts `EPSG:4549`, `4549`, and the URN forms of old GeoJSON files.
    pub fn from_code(code: &str) -> Result<Self, CrsError> {
        let code = code.trim();
        if code.to_uppercase().ends_with("CRS84") {
            return Ok(Self::wgs84());
        }
        let number = code.rsplit(':').next().unwrap_or(code);
        let crs = if number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty() {
            Self(format!("EPSG:{number}"))
        } else {
            Self(code.to_owned())
        };
        Projector::new(&crs, &Self::wgs84())?;
        Ok(crs)
    }

    /// The system to measure in around a place: EPSG:4549 for Shanghai, the 3-degree
    /// Gauss–Krüger zone of CGCS2000 for the rest of China, the UTM zone elsewhere.
    pub fn for_measuring_at(at: LonLat) -> Self {
        let in_shanghai = (120.8..=122.3).contains(&at.lon) && (30.6..=31.9).contains(&at.lat);
        let in_china = (73.5..=136.5).contains(&at.lon) && (17.0..=54.0).contains(&at.lat);
        let code = if in_shanghai {
            4549
        } else if in_china {
            // EPSG:4534 has the central meridian 75° E, each following code 3° more.
            4534 + (((at.lon / 3.0).round() as i32 * 3).clamp(75, 135) - 75) / 3
        } else {
            let zone = ((at.lon + 180.0) / 6.0).floor() as i32 % 60 + 1;
            if at.lat >= 0.0 { 32600 + zone } else { 32700 + zone }
        };
        Self(format!("EPSG:{code}"))
    }

    /// The definition as well-known text of the first version, which every GIS reads.
    pub fn wkt(&self) -> Result<String, CrsError> {
        let cannot = |reason: String| CrsError(format!("{self}: {reason}"));
        let proj = Proj::new(self.code()).map_err(|error| cannot(error.to_string()))?;
        let wkt = proj.as_wkt(Some(WktVersion::Wkt1_Gdal), None);
        let wkt = wkt.map_err(|error| cannot(error.to_string()))?;
        Ok(wkt.lines().map(str::trim).collect())
    }

    pub fn code(&self) -> &str {
        &self.0
    }

    /// Whether coordinates are degrees rather than metres, as far as the common codes tell.
    pub fn is_geographic(&self) -> bool {
        matches!(self.0.as_str(), "EPSG:4326" | "EPSG:4490" | "EPSG:4610" | "EPSG:4214")
    }

    /// Longitude and latitude of a point of this system, for readouts. `None` outside the
    /// system's domain.
    pub fn lonlat_of(&self, point: WorldPoint) -> Option<LonLat> {
        thread_local! {
            // Making a transformation costs milliseconds, using it a fraction of a microsecond.
            static LAST: RefCell<Option<(Crs, Projector)>> = const { RefCell::new(None) };
        }
        LAST.with_borrow_mut(|last| {
            if last.as_ref().is_none_or(|(crs, _)| crs != self) {
                *last = Some((self.clone(), Projector::new(self, &Self::wgs84()).ok()?));
            }
            let (_, projector) = last.as_ref()?;
            let [lon, lat] = projector.convert([point.x, point.y]).ok()?;
            Some(LonLat { lon, lat })
        })
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A transformation between two systems. Not `Send`: make one per thread.
pub struct Projector {
    proj: Option<Proj>,
}

impl Projector {
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        if from == to {
            return Ok(Self { proj: None });
        }
        let proj = Proj::new_known_crs(from.code(), to.code(), None)
            .map_err(|error| CrsError(format!("{from} → {to}: {error}")))?;
        Ok(Self { proj: Some(proj) })
    }

    /// Converts one coordinate pair, always x or longitude first.
    ///
    /// # Errors
    /// When the input is not finite, is not a place on Earth, or PROJ has no result for it.
    pub fn convert(&self, [x, y]: [f64; 2]) -> Result<[f64; 2], CrsError> {
        if !(x.is_finite() && y.is_finite()) {
            return Err(CrsError(format!("({x}, {y})")));
        }
        let Some(proj) = &self.proj else { return Ok([x, y]) };
        let (x, y) = proj.convert((x, y)).map_err(|error| CrsError(error.to_string()))?;
        if x.is_finite() && y.is_finite() {
            Ok([x, y])
        } else {
            Err(CrsError(format!("({x}, {y})")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peoples_square_lands_where_proj_says() -> Result<(), CrsError> {
        let place = LonLat { lon: 121.47, lat: 31.23 };
        let crs = Crs::for_measuring_at(place);
        assert_eq!(crs.code(), "EPSG:4549");
        let [x, y] = Projector::new(&Crs::wgs84(), &crs)?.convert([place.lon, place.lat])?;
        assert!((x - 640_060.338).abs() < 0.001 && (y - 3_457_406.435).abs() < 0.001, "{x} {y}");
        let back = crs.lonlat_of(WorldPoint { x, y });
        assert!(back.is_some_and(|back| (back.lon - place.lon).abs() < 1e-9));
        Ok(())
    }

    #[test]
    fn zones_follow_the_place() {
        let code = |lon, lat| Crs::for_measuring_at(LonLat { lon, lat }).code().to_owned();
        assert_eq!(code(121.9, 31.2), "EPSG:4549", "all of Shanghai shares one zone");
        assert_eq!(code(116.4, 39.9), "EPSG:4548");
        assert_eq!(code(24.94, 60.17), "EPSG:32635");
        assert_eq!(code(-58.4, -34.6), "EPSG:32721");
    }

    #[test]
    fn codes_of_old_geojson_files_are_understood() -> Result<(), CrsError> {
        assert_eq!(Crs::from_code("urn:ogc:def:crs:OGC:1.3:CRS84")?, Crs::wgs84());
        assert_eq!(Crs::from_code("urn:ogc:def:crs:EPSG::4490")?.code(), "EPSG:4490");
        assert!(Crs::from_code("EPSG:999999").is_err());
        Ok(())
    }
}
