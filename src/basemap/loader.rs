//! Threads that fetch tiles while the window goes on. What was asked for last comes first: that is
//! what is looked at now.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::shelf::Shelf;
use super::tile::TileId;

/// Tiles waited for beyond these are forgotten; whoever still wants them asks again.
const MOST_WAITING: usize = 1024;

/// The threads. They end when this is dropped.
pub(super) struct Loader(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Something was asked for, or it is over.
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<TileId>,
    /// Those waiting, and those on their way.
    asked: HashSet<TileId>,
    is_over: bool,
}

impl Loader {
    /// Starts threads that put tiles on the shelf. `wake` is called for each tile that has come.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        shelf: &Arc<Shelf>,
        threads: usize,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let loader = Self(Arc::new(Shared { queue: Mutex::default(), changed: Condvar::new() }));
        let wake = Arc::new(wake);
        for _ in 0..threads {
            let (shared, shelf, wake) = (loader.0.clone(), shelf.clone(), wake.clone());
            let thread = std::thread::Builder::new().name("basemap".to_owned());
            thread.spawn(move || shared.work(&shelf, &*wake))?;
        }
        Ok(loader)
    }

    /// Asks for a tile, unless that was done.
    pub fn request(&self, id: TileId) {
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.asked.insert(id) {
            queue.waiting.push_front(id);
            if queue.waiting.len() > MOST_WAITING
                && let Some(oldest) = queue.waiting.pop_back()
            {
                queue.asked.remove(&oldest);
            }
            self.0.changed.notify_one();
        }
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn work(&self, shelf: &Shelf, wake: &dyn Fn()) {
        while let Some(id) = self.next() {
            shelf.fetch_or_ancestor(id);
            self.queue.lock().unwrap_or_else(PoisonError::into_inner).asked.remove(&id);
            wake();
        }
    }

    /// Waits for a tile that is wanted; `None` when it is over.
    fn next(&self) -> Option<TileId> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if queue.is_over {
                return None;
            }
            if let Some(id) = queue.waiting.pop_front() {
                return Some(id);
            }
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
