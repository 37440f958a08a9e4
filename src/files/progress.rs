//! How reading tells how far it has come, and hears that nobody waits any more.

use crate::language::Message;

/// Whoever waits for an import.
pub trait Progress {
    /// Called at the start of each stage.
    fn stage(&self, what: Message, done: usize, total: usize);

    /// Asked between stages; reading stops when it says yes.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Progress for () {
    fn stage(&self, _what: Message, _done: usize, _total: usize) {}
}
