//! Tiles that were decoded, as many as fit into a fixed share of memory; those not used for longest
//! make room.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use super::tile::{Tile, TileId};

/// What all tiles together may take, in bytes: several screens full of them.
const MOST_BYTES: usize = 256 << 20;
/// What an entry takes besides its tile, about.
const ENTRY_BYTES: usize = 64;

/// What is known of a tile.
#[derive(Clone)]
pub(super) enum Known {
    Tile(Arc<Tile>),
    /// There is none, or none that could be read just now.
    Missing,
    /// Nobody has looked, or it is time to look again.
    Nothing,
}

/// The tiles by their place.
#[derive(Default)]
pub(super) struct Cache {
    entries: HashMap<TileId, Entry>,
    bytes: usize,
    /// Counts the times that something was looked up.
    now: u64,
}

struct Entry {
    content: Content,
    used: u64,
}

enum Content {
    Tile(Arc<Tile>),
    /// There is none.
    Missing,
    /// It could not be read, and may be tried again from then on.
    Unread(Instant),
}

impl Entry {
    fn bytes(&self) -> usize {
        match &self.content {
            Content::Tile(tile) => ENTRY_BYTES + tile.bytes(),
            Content::Missing | Content::Unread(_) => ENTRY_BYTES,
        }
    }
}

impl Cache {
    pub fn look_up(&mut self, id: TileId) -> Known {
        self.now += 1;
        let Some(entry) = self.entries.get_mut(&id) else { return Known::Nothing };
        entry.used = self.now;
        match &entry.content {
            Content::Tile(tile) => Known::Tile(tile.clone()),
            Content::Unread(again) if *again <= Instant::now() => Known::Nothing,
            Content::Missing | Content::Unread(_) => Known::Missing,
        }
    }

    /// Keeps a tile, or that there is none.
    pub fn keep(&mut self, id: TileId, tile: Option<Arc<Tile>>) {
        self.insert(id, tile.map_or(Content::Missing, Content::Tile));
    }

    /// Remembers that a tile could not be read, until it may be tried again.
    pub fn keep_unread(&mut self, id: TileId, again: Instant) {
        self.insert(id, Content::Unread(again));
    }

    fn insert(&mut self, id: TileId, content: Content) {
        let entry = Entry { content, used: self.now };
        self.bytes += entry.bytes();
        if let Some(before) = self.entries.insert(id, entry) {
            self.bytes -= before.bytes();
        }
        if self.bytes > MOST_BYTES {
            self.make_room();
        }
    }

    /// Forgets a quarter, so that this is seldom done.
    fn make_room(&mut self) {
        let mut oldest: Vec<_> = self.entries.iter().map(|(id, entry)| (entry.used, *id)).collect();
        oldest.sort_unstable_by_key(|(used, _)| *used);
        for (_, id) in oldest {
            if self.bytes <= MOST_BYTES / 4 * 3 {
                break;
            }
            self.bytes -= self.entries.remove(&id).map_or(0, |entry| entry.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile() -> Arc<Tile> {
        Arc::new(Tile::plain(1024, 0))
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let mut cache = Cache::default();
        let fitting = (MOST_BYTES / (tile().bytes() + ENTRY_BYTES)) as u32;
        let id = |column| TileId::new(20, column, 0);
        for column in 0..fitting {
            cache.keep(id(column), Some(tile()));
            // The first one is in use all the time.
            assert!(matches!(cache.look_up(id(0)), Known::Tile(_)));
        }
        cache.keep(id(fitting), Some(tile()));
        assert!(cache.bytes <= MOST_BYTES);
        assert!(matches!(cache.look_up(id(0)), Known::Tile(_)));
        assert!(matches!(cache.look_up(id(1)), Known::Nothing));
        assert!(matches!(cache.look_up(id(fitting)), Known::Tile(_)));
    }

    #[test]
    fn it_remembers_that_there_is_nothing() {
        let mut cache = Cache::default();
        cache.keep(TileId::new(3, 1, 1), None);
        assert!(matches!(cache.look_up(TileId::new(3, 1, 1)), Known::Missing));
    }

    #[test]
    fn what_could_not_be_read_is_looked_for_again_when_it_is_time() {
        let mut cache = Cache::default();
        let id = TileId::new(3, 1, 1);
        cache.keep_unread(id, Instant::now() + std::time::Duration::from_secs(3600));
        assert!(matches!(cache.look_up(id), Known::Missing));
        cache.keep_unread(id, Instant::now());
        assert!(matches!(cache.look_up(id), Known::Nothing));
        assert_eq!(cache.bytes, ENTRY_BYTES);
    }
}
