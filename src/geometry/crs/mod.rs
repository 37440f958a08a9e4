//! Coordinate reference systems: from longitude and latitude to metres and back. The only module
//! that calls PROJ; layers are projected once, when they are read.
//!
//! What `.prj` texts call a system is known by `names`; coordinates are converted by `projector`.

mod names;
mod projector;

use std::fmt;

use proj::Proj;
use proj::wkt::WktVersion;
use serde::{Deserialize, Serialize};

use super::offset::Offset;
use names::known_text;

pub use projector::Projector;

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

    /// The point that lies a share of the way to another, 0 here and 1 there.
    pub fn toward(self, other: Self, share: f64) -> Self {
        Self::new(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))
    }
}

/// A coordinate reference system: an authority's code such as `EPSG:4549`, one of the Chinese
/// systems that no authority lists, or well-known text. Coordinates are x or longitude first;
/// with `/yx` at the end of the code they stand the other way round in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Crs(String);

/// PROJ could not make or use a transformation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CrsError(String);

/// Ends the code of a system whose coordinates stand y first.
const SWAPPED: &str = "/yx";
/// 上海2000坐标系, Shanghai's legal local system since 2021, from the published central meridian,
/// origin and projection height. Not verified against control points.
const SHANGHAI_2000: &str = "+proj=tmerc +lat_0=31.2352777778 +lon_0=121.4644444444 +k=1 \
    +x_0=-238.173 +y_0=-0.003 +a=6378153.32 +rf=298.257222101 +units=m +no_defs +type=crs";

impl Crs {
    /// The geographic system of GeoJSON (RFC 7946), longitude first.
    pub fn wgs84() -> Self {
        Self("EPSG:4326".to_owned())
    }

    /// The offset system of Chinese web maps (Amap, Tencent).
    pub fn gcj02() -> Self {
        Self("GCJ-02".to_owned())
    }

    /// The offset system of Baidu's maps.
    pub fn bd09() -> Self {
        Self("BD-09".to_owned())
    }

    /// 上海2000坐标系; its parameters are not verified.
    pub fn shanghai2000() -> Self {
        Self("SH2000".to_owned())
    }

    /// Whether its parameters are published but not checked against control points.
    pub fn is_unverified(&self) -> bool {
        self.0.starts_with("SH2000")
    }

    /// A system of the European Petroleum Survey Group's register.
    pub fn epsg(code: u32) -> Self {
        Self(format!("EPSG:{code}"))
    }

    /// The same system with its coordinates the other way round.
    pub fn swapped(&self) -> Self {
        match self.0.strip_suffix(SWAPPED) {
            Some(straight) => Self(straight.to_owned()),
            None => Self(format!("{}{SWAPPED}", self.0)),
        }
    }

    pub fn is_swapped(&self) -> bool {
        self.0.ends_with(SWAPPED)
    }

    /// A system by code. Accepts `EPSG:4549`, `4549`, the URN forms of old GeoJSON files, `GCJ-02`,
    /// `BD-09`, `SH2000`, PROJ strings, well-known text, and any of these with `/yx`.
    ///
    /// # Errors
    /// When PROJ does not know it.
    pub fn from_code(code: &str) -> Result<Self, CrsError> {
        let code = code.trim().trim_start_matches('\u{feff}');
        if let Some(straight) = code.strip_suffix(SWAPPED) {
            return Ok(Self::from_code(straight)?.swapped());
        }
        let plain: String =
            code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match plain.as_str() {
            "gcj02" | "gcj" | "火星坐标系" => return Ok(Self::gcj02()),
            "bd09" | "bd" | "baidu" | "百度坐标系" => return Ok(Self::bd09()),
            "sh2000" | "shanghai2000" | "上海2000" | "上海2000坐标系" => {
                return Ok(Self::shanghai2000());
            }
            _ => {}
        }
        if code.to_uppercase().ends_with("CRS84") {
            return Ok(Self::wgs84());
        }
        if let Some(known) = known_text(code) {
            return Ok(known);
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
        let proj = Proj::new(self.definition()).map_err(|error| cannot(error.to_string()))?;
        let wkt = proj.as_wkt(Some(WktVersion::Wkt1_Gdal), None);
        let wkt = wkt.map_err(|error| cannot(error.to_string()))?;
        Ok(wkt.lines().map(str::trim).collect())
    }

    pub fn code(&self) -> &str {
        &self.0
    }

    /// What PROJ is told.
    fn definition(&self) -> &str {
        match self.0.strip_suffix(SWAPPED).unwrap_or(&self.0) {
            "SH2000" => SHANGHAI_2000,
            // Their degrees lie on WGS 84 once the offset is taken away.
            "GCJ-02" | "BD-09" => "EPSG:4326",
            code => code,
        }
    }

    /// Whether it is one of the offset systems of Chinese web maps.
    pub fn is_offset(&self) -> bool {
        self.offset().is_some()
    }

    fn offset(&self) -> Option<Offset> {
        match self.0.strip_suffix(SWAPPED).unwrap_or(&self.0) {
            "GCJ-02" => Some(Offset::Gcj02),
            "BD-09" => Some(Offset::Bd09),
            _ => None,
        }
    }

    /// Whether coordinates are degrees rather than metres, as far as codes and texts tell.
    pub fn is_geographic(&self) -> bool {
        let definition = self.definition();
        matches!(definition, "EPSG:4326" | "EPSG:4490" | "EPSG:4610" | "EPSG:4214" | "EPSG:4258")
            || definition.starts_with("GEOG")
            || definition.contains("+proj=longlat")
    }

    /// Longitude and latitude of a point of this system, for readouts. `None` outside the
    /// system's domain.
    pub fn lonlat_of(&self, point: WorldPoint) -> Option<LonLat> {
        let projector = Projector::new(self, &Self::wgs84()).ok()?;
        let [lon, lat] = projector.convert([point.x, point.y]).ok()?;
        Some(LonLat { lon, lat })
    }

    /// The point of this system at a longitude and latitude, the other way round.
    pub fn place_of(&self, place: LonLat) -> Option<WorldPoint> {
        let projector = Projector::new(&Self::wgs84(), self).ok()?;
        let [x, y] = projector.convert([place.lon, place.lat]).ok()?;
        Some(WorldPoint { x, y })
    }
}

impl fmt::Display for Crs {
    /// The code; of well-known text its name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.contains('[') {
            true => f.write_str(self.0.split('"').nth(1).unwrap_or(&self.0)),
            false => f.write_str(&self.0),
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
        assert_eq!(Crs::from_code("gcj02")?, Crs::gcj02());
        assert_eq!(Crs::from_code("4549/yx")?, Crs::epsg(4549).swapped());
        Ok(())
    }
}
