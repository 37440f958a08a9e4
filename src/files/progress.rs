//! How reading tells how far it has come, and hears that nobody waits any more.

use crate::language::Message;

use super::Sketch;

/// Whoever waits for an import.
pub trait Progress: Sync {
    /// Called at the start of each stage.
    fn stage(&self, what: Message, done: usize, total: usize);

    /// Called often within a stage, with how much of it is done, from 0 to 1.
    fn share(&self, _share: f64) {}

    /// Whether pictures of what has been read are looked at: none is drawn for nobody.
    fn wants_sketches(&self) -> bool {
        false
    }

    /// Called now and then with a picture of what has been read, where they are wanted.
    fn sketch(&self, _sketch: Sketch) {}

    /// Asked between stages and while a file is read; reading stops when it says yes.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Progress for () {
    fn stage(&self, _what: Message, _done: usize, _total: usize) {}
}
