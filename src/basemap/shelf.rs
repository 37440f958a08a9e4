//! A source with the tiles that were taken from it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::cache::{Cache, Known};
use super::error::Fault;
use super::source::TileSource;
use super::tile::{Tile, TileId};

/// How long a tile that could not be read is let be: a server may answer by then, and is not pressed.
const REST: Duration = Duration::from_secs(10);

/// Shared by all threads that paint and fetch.
pub(super) struct Shelf {
    source: Box<dyn TileSource>,
    cache: Mutex<Cache>,
    /// How many tiles were put here, or found to be missing.
    arrivals: AtomicU64,
    /// The first tile that could not be read.
    fault: Mutex<Option<Fault>>,
    rest: Duration,
}

impl Shelf {
    pub fn new(source: Box<dyn TileSource>) -> Self {
        Self {
            source,
            cache: Mutex::default(),
            arrivals: AtomicU64::new(0),
            fault: Mutex::default(),
            rest: REST,
        }
    }

    pub fn source(&self) -> &dyn TileSource {
        &*self.source
    }

    pub fn look_up(&self, id: TileId) -> Known {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).look_up(id)
    }

    pub fn arrivals(&self) -> u64 {
        self.arrivals.load(Ordering::Acquire)
    }

    pub fn fault(&self) -> Option<Fault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads and decodes a tile, without holding up those who look others up. One that cannot be
    /// read counts as missing for a while.
    pub fn fetch(&self, id: TileId) -> Option<Arc<Tile>> {
        let read = self.source.read(id);
        let decoded = read.and_then(|bytes| bytes.map(|bytes| Tile::decode(&bytes)).transpose());
        let tile = match decoded {
            Ok(tile) => tile.map(Arc::new),
            Err(fault) => {
                self.keep_fault(id, fault);
                return None;
            }
        };
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).keep(id, tile.clone());
        self.arrivals.fetch_add(1, Ordering::Release);
        tile
    }

    /// Remembers a fault, which is no arrival: were the map painted anew for each, it would ask again
    /// and again as long as a server is away.
    fn keep_fault(&self, id: TileId, fault: Fault) {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
        let again = Instant::now() + self.rest;
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).keep_unread(id, again);
    }

    /// Fetches a tile; where there is none, the smallest that holds it.
    pub fn fetch_or_ancestor(&self, id: TileId) {
        let lowest = *self.source.about().zooms.start();
        for id in id.and_ancestors().take_while(|id| id.zoom >= lowest) {
            let is_there = match self.look_up(id) {
                Known::Tile(_) => true,
                Known::Missing => false,
                Known::Nothing => self.fetch(id).is_some(),
            };
            if is_there {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::atomic::AtomicUsize;

    use image::{ImageFormat, RgbaImage};

    use super::*;
    use crate::basemap::source::About;

    /// Fails at first, and then has every tile but the one of the whole world.
    struct Flaky {
        about: About,
        reads: AtomicUsize,
    }

    impl TileSource for Flaky {
        fn about(&self) -> &About {
            &self.about
        }

        fn read(&self, id: TileId) -> Result<Option<Vec<u8>>, Fault> {
            if self.reads.fetch_add(1, Ordering::Relaxed) == 0 {
                return Err(Fault::Unreadable("no answer".to_owned()));
            }
            let mut bytes = Vec::new();
            let picture = RgbaImage::new(256, 256);
            picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a picture");
            Ok((id.zoom > 0).then_some(bytes))
        }

        fn sample(&self) -> Result<Option<Vec<u8>>, Fault> {
            Ok(None)
        }
    }

    fn shelf(rest: Duration) -> Shelf {
        let about = About { attribution: None, zooms: 0..=3, bounds: None };
        let source = Flaky { about, reads: AtomicUsize::new(0) };
        Shelf { rest, ..Shelf::new(Box::new(source)) }
    }

    #[test]
    fn a_tile_that_could_not_be_read_is_let_be_and_then_tried_again() {
        let id = TileId::new(3, 1, 1);
        let resting = shelf(Duration::from_secs(3600));
        assert!(resting.fetch(id).is_none());
        assert!(matches!(resting.look_up(id), Known::Missing));
        assert_eq!(resting.arrivals(), 0);

        let shelf = shelf(Duration::ZERO);
        assert!(shelf.fetch(id).is_none());
        assert!(matches!(shelf.look_up(id), Known::Nothing));
        shelf.fetch_or_ancestor(id);
        assert!(matches!(shelf.look_up(id), Known::Tile(_)));
        assert_eq!(shelf.arrivals(), 1);
        assert!(shelf.fault().is_some(), "it is told all the same");
    }

    #[test]
    fn a_tile_that_is_not_there_stays_missing() {
        let (shelf, whole) = (shelf(Duration::ZERO), TileId::new(0, 0, 0));
        assert!(shelf.fetch(whole).is_none(), "it could not be read");
        assert!(shelf.fetch(whole).is_none(), "there is none");
        assert!(matches!(shelf.look_up(whole), Known::Missing));
    }
}
