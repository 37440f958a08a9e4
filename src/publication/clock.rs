//! The clock by which opening hours count: that of the place, wherever its residents read the page. Only
//! China's is known, which has had one time, UTC+8, and no summer time since 1992; elsewhere the reader's
//! own clock counts, and the page says so.

use serde::Serialize;

use crate::geometry::LonLat;
use crate::language::Message;

/// A clock that does not change with the season.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Clock {
    /// How far it is ahead of UTC.
    offset_minutes: i32,
    name: Message,
}

/// Roughly China: from west to east, and from south to north, in degrees. Coarse at the borders, where
/// the neighbours' towns keep out of it.
const CHINA: [[f64; 4]; 5] = [
    [73.5, 80.0, 35.0, 42.0],
    [80.0, 97.0, 29.0, 49.2],
    [97.0, 110.0, 22.5, 42.8],
    [108.0, 123.5, 18.0, 41.5],
    [110.0, 131.0, 41.5, 53.6],
];

impl Clock {
    /// The clock at a place; `None` where it is not known.
    pub fn at(place: LonLat) -> Option<Self> {
        let is_in = |[west, east, south, north]: &[f64; 4]| {
            (*west..=*east).contains(&place.lon) && (*south..=*north).contains(&place.lat)
        };
        CHINA.iter().any(is_in).then(|| Self {
            offset_minutes: 8 * 60,
            name: Message::new("北京时间", "Beijing time"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_china_has_one_time_and_its_neighbours_are_not_taken_for_it() {
        let offset = |lon, lat| Clock::at(LonLat { lon, lat }).map(|clock| clock.offset_minutes);
        for (lon, lat) in [
            (121.47, 31.23),
            (114.17, 22.32),
            (87.6, 43.8),
            (76.0, 39.5),
            (91.1, 29.65),
            (126.6, 45.8),
            (110.3, 20.0),
            (102.7, 25.0),
        ] {
            assert_eq!(offset(lon, lat), Some(480), "{lon} {lat}");
        }
        for (name, lon, lat) in [
            ("Helsinki", 24.9, 60.2),
            ("Seoul", 127.0, 37.6),
            ("Delhi", 77.2, 28.6),
            ("Hanoi", 105.8, 21.0),
            ("Ulaanbaatar", 106.9, 47.9),
            ("Vladivostok", 131.9, 43.1),
        ] {
            assert_eq!(offset(lon, lat), None, "{name}");
        }
    }
}
