//! Where tiles come from: what an archive says about itself, and its tiles one by one.

use std::ops::RangeInclusive;

use crate::geometry::LonLat;

use super::error::Fault;
use super::tile::{HIGHEST_ZOOM, TileId};

/// Larger tiles are not read, in bytes.
pub(super) const MOST_TILE_BYTES: usize = 8 << 20;

/// What an archive says about itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct About {
    /// What the tiles' licence wants to be shown beside them, as the archive has it.
    pub attribution: Option<String>,
    pub zooms: RangeInclusive<u8>,
    /// The south-western and the north-eastern corner.
    pub bounds: Option<[LonLat; 2]>,
}

/// An archive or a server. Asked by several threads at once.
pub(super) trait TileSource: Send + Sync {
    fn about(&self) -> &About;

    /// A tile's picture file as it is stored; `None` where there is none.
    fn read(&self, id: TileId) -> Result<Option<Vec<u8>>, Fault>;

    /// Some tile that exists, to see whether they can be shown and how large they are. A server is
    /// not asked.
    fn sample(&self) -> Result<Option<Vec<u8>>, Fault>;
}

/// The zooms between two, those that no data have left out.
pub(super) fn zooms_between(lowest: i64, highest: i64) -> Result<RangeInclusive<u8>, Fault> {
    let highest_zoom = i64::from(HIGHEST_ZOOM);
    if lowest > highest || lowest < 0 || lowest > highest_zoom {
        let zooms = format!("{lowest}–{highest}");
        return Err(Fault::broken(format!("级别 {zooms}"), format!("zooms {zooms}")));
    }
    Ok(lowest as u8..=highest.min(highest_zoom) as u8)
}

/// The bounds, where they are places on Earth.
pub(super) fn bounds_of(degrees: [f64; 4]) -> Option<[LonLat; 2]> {
    let [west, south, east, north] = degrees;
    let is_on_earth = west < east
        && south < north
        && (-180.0..=180.0).contains(&west)
        && (-180.0..=180.0).contains(&east)
        && (-90.0..=90.0).contains(&south)
        && (-90.0..=90.0).contains(&north);
    is_on_earth.then_some([LonLat { lon: west, lat: south }, LonLat { lon: east, lat: north }])
}
