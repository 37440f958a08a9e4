//! The stages of opening a study: those of reading it, and what the window makes of what was read.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::files::{Progress, Sketch};
use crate::language::Message;

/// The walk network and the coverage.
const AFTER_READING: usize = 2;

/// Tells how far opening has come: the stages of reading, and those after it.
pub struct OpeningStages<'a> {
    progress: &'a dyn Progress,
    /// How many stages reading had.
    reading: AtomicUsize,
    after_reading: AtomicUsize,
}

impl<'a> OpeningStages<'a> {
    pub fn told_to(progress: &'a dyn Progress) -> Self {
        Self { progress, reading: AtomicUsize::new(0), after_reading: AtomicUsize::new(0) }
    }

    /// Begins the next stage after reading; returns whether to go on.
    pub fn next(&self, what: Message) -> bool {
        let reading = self.reading.load(Ordering::Relaxed);
        let done = reading + self.after_reading.fetch_add(1, Ordering::Relaxed);
        self.progress.stage(what, done, reading + AFTER_READING);
        !self.progress.cancelled()
    }
}

impl Progress for OpeningStages<'_> {
    fn stage(&self, what: Message, done: usize, total: usize) {
        self.reading.store(total, Ordering::Relaxed);
        self.progress.stage(what, done, total + AFTER_READING);
    }

    fn share(&self, share: f64) {
        self.progress.share(share);
    }

    fn wants_sketches(&self) -> bool {
        self.progress.wants_sketches()
    }

    fn sketch(&self, sketch: Sketch) {
        self.progress.sketch(sketch);
    }

    fn cancelled(&self) -> bool {
        self.progress.cancelled()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Told(Mutex<Vec<(usize, usize)>>);

    impl Progress for Told {
        fn stage(&self, _what: Message, done: usize, total: usize) {
            self.0.lock().expect("nobody panics").push((done, total));
        }
    }

    #[test]
    fn the_share_of_opening_grows_from_reading_through_what_follows() {
        let told = Told::default();
        let stages = OpeningStages::told_to(&told);
        for done in 0..3 {
            stages.stage(Message::same("reading"), done, 3);
        }
        assert!(stages.next(Message::same("network")) && stages.next(Message::same("coverage")));
        let expected = (0..5).map(|done| (done, 5)).collect::<Vec<_>>();
        assert_eq!(*told.0.lock().expect("nobody panics"), expected);
    }
}
