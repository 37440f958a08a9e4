//! Basemaps: pictures of the land that lie at the very bottom of the map. None comes with the
//! program; the planner gives a file of raster tiles (MBTiles or PMTiles), or, where the program is
//! built for that, the address of a server.
//!
//! Here tiles are found, decoded, kept and joined. Where they lie under the map and how pale they
//! are is left to `cartography`.

mod cache;
mod credit;
mod error;
mod loader;
mod mbtiles;
mod mercator;
mod mosaic;
#[cfg(feature = "online-basemap")]
mod online;
mod pmtiles;
mod shelf;
mod source;
mod tile;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::geometry::LonLat;

use cache::Known;
use loader::Loader;
use mbtiles::MbTiles;
use pmtiles::PmTiles;
use shelf::Shelf;
use source::TileSource;

pub use error::{BasemapError, Fault};
pub use mercator::place_on_square;
pub use mosaic::{Mosaic, PARTS};
#[cfg(feature = "online-basemap")]
pub use online::Address;
pub use tile::{PackedPixel, Tile, TileId};

/// Threads that fetch tiles from a file; decoding is most of it.
const FILE_THREADS: usize = 2;
/// Tiles are not shrunk to less than a fourth: many would be needed for little.
const MOST_SHRINKING: u8 = 2;

/// An open basemap.
pub struct Basemap {
    /// Tells it from others that were open.
    number: u64,
    name: String,
    path: PathBuf,
    credit: String,
    tile_side: usize,
    shelf: Arc<Shelf>,
    /// Without it, whoever asks for a tile waits for it.
    loader: Option<Loader>,
}

impl Basemap {
    /// Opens a file of raster tiles, and looks at one of them. Whoever paints with it waits for the
    /// tiles.
    ///
    /// # Errors
    /// When the file is no such archive, or holds tiles that cannot be shown.
    pub fn open(path: &Path) -> Result<Self, BasemapError> {
        opened(path).map_err(|fault| fault.of(path))
    }

    /// From now on missing tiles are fetched in the background: what is there is painted, and
    /// `wake` is called when more has come.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn in_background(
        mut self,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, BasemapError> {
        let loader = Loader::start(&self.shelf, FILE_THREADS, wake);
        self.loader = Some(loader.map_err(|error| Fault::from(error).of(&self.path))?);
        Ok(self)
    }

    fn new(path: &Path, source: Box<dyn TileSource>, tile_side: usize) -> Self {
        static OPENED: AtomicU64 = AtomicU64::new(1);
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let attribution = source.about().attribution.as_deref().map(credit::plain_text);
        Self {
            number: OPENED.fetch_add(1, Ordering::Relaxed),
            // Some credit has to be given, even where the archive names nobody.
            credit: attribution.filter(|text| !text.is_empty()).unwrap_or_else(|| name.clone()),
            name,
            path: path.to_path_buf(),
            tile_side,
            shelf: Arc::new(Shelf::new(source)),
            loader: None,
        }
    }

    /// The file's name, or the server's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the licence of the tiles wants to be shown beside them, in one line.
    pub fn credit(&self) -> &str {
        &self.credit
    }

    /// Whether a rectangle of longitudes and latitudes, south-west and north-east, is on the map, as
    /// far as the archive tells.
    pub fn covers(&self, [south_west, north_east]: [LonLat; 2]) -> bool {
        self.shelf.source().about().bounds.is_none_or(|[from, to]| {
            from.lon <= north_east.lon
                && south_west.lon <= to.lon
                && from.lat <= north_east.lat
                && south_west.lat <= to.lat
        })
    }

    /// The first tile that could not be read, if there was one. The map has a larger tile, or a
    /// gap, in its place.
    pub fn fault(&self) -> Option<BasemapError> {
        self.shelf.fault().map(|fault| fault.of(&self.path))
    }

    /// Changes whenever a picture painted with it would.
    pub fn stamp(&self) -> [u64; 2] {
        [self.number, self.shelf.arrivals()]
    }

    /// Pixels along each side of a tile.
    pub fn tile_side(&self) -> usize {
        self.tile_side
    }

    /// The zoom whose pixels are closest in size to pixels that take such a part of the world's
    /// width. `None` where all tiles would have to be shrunk too much.
    pub fn zoom_for(&self, pixel: f64) -> Option<u8> {
        let (lowest, highest) = self.shelf.source().about().zooms.clone().into_inner();
        let wanted = -(pixel * self.tile_side as f64).log2().round();
        let is_in_reach = wanted + f64::from(MOST_SHRINKING) >= f64::from(lowest);
        is_in_reach.then(|| wanted.clamp(f64::from(lowest), f64::from(highest)) as u8)
    }

    /// A tile, or the smallest there is that holds it. In the background, what is not here yet is
    /// sent for.
    pub fn tile(&self, id: TileId) -> Option<(TileId, Arc<Tile>)> {
        let lowest = *self.shelf.source().about().zooms.start();
        let mut is_sent_for = false;
        for id in id.and_ancestors().take_while(|id| id.zoom >= lowest) {
            let tile = match (self.shelf.look_up(id), &self.loader) {
                (Known::Tile(tile), _) => Some(tile),
                (Known::Missing, _) => None,
                (Known::Nothing, None) => self.shelf.fetch(id),
                (Known::Nothing, Some(loader)) => {
                    if !std::mem::replace(&mut is_sent_for, true) {
                        loader.request(id);
                    }
                    None
                }
            };
            if let Some(tile) = tile {
                return Some((id, tile));
            }
        }
        None
    }
}

impl fmt::Debug for Basemap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Basemap").field(&self.name).finish()
    }
}

impl PartialEq for Basemap {
    /// Whether it is the same opening of the same file.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Whether the name of a file ends as those of basemaps do.
pub fn is_basemap_path(path: &Path) -> bool {
    ENDINGS.iter().any(|ending| has_ending(path, ending))
}

/// The endings of the files that can be opened.
pub const ENDINGS: [&str; 2] = ["mbtiles", "pmtiles"];

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

fn opened(path: &Path) -> Result<Basemap, Fault> {
    // By the ending alone: to look into a study file by any other way than SQLite's would take the
    // locks away that SQLite holds on it.
    let open: fn(&Path) -> Result<Box<dyn TileSource>, Fault> = if has_ending(path, "mbtiles") {
        |path| Ok(Box::new(MbTiles::open(path)?))
    } else if has_ending(path, "pmtiles") {
        |path| Ok(Box::new(PmTiles::open(path)?))
    } else {
        return Err(Fault::UnknownEnding);
    };
    if std::fs::metadata(path)?.len() == 0 {
        return Err(Fault::broken("文件为空，0 字节", "it is empty, 0 bytes"));
    }
    let source = open(path)?;
    let sample = Tile::decode(&source.sample()?.ok_or(Fault::Empty)?)?;
    Ok(Basemap::new(path, source, sample.side()))
}
