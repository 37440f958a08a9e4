//! A source with the tiles that were taken from it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::cache::{Cache, Known};
use super::error::Fault;
use super::source::TileSource;
use super::tile::{Tile, TileId};

/// Shared by all threads that paint and fetch.
pub(super) struct Shelf {
    source: Box<dyn TileSource>,
    cache: Mutex<Cache>,
    /// How many tiles were put here, or found to be missing.
    arrivals: AtomicU64,
    /// The first tile that could not be read.
    fault: Mutex<Option<Fault>>,
}

impl Shelf {
    pub fn new(source: Box<dyn TileSource>) -> Self {
        Self {
            source,
            cache: Mutex::default(),
            arrivals: AtomicU64::new(0),
            fault: Mutex::default(),
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
    /// read counts as missing from then on.
    pub fn fetch(&self, id: TileId) -> Option<Arc<Tile>> {
        let read = self.source.read(id);
        let decoded = read.and_then(|bytes| bytes.map(|bytes| Tile::decode(&bytes)).transpose());
        let tile = decoded.unwrap_or_else(|fault| {
            self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
            None
        });
        let tile = tile.map(Arc::new);
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).keep(id, tile.clone());
        self.arrivals.fetch_add(1, Ordering::Release);
        tile
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
