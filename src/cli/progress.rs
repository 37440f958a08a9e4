//! How far reading has come, on one line of the terminal that is wiped at the end.

use std::io::{self, IsTerminal as _, Write as _};

use crate::files::Progress;
use crate::language::{Language, Message};

/// Shows progress on stderr, if that is a terminal.
pub(super) struct TerminalProgress {
    language: Language,
    shown: bool,
}

impl TerminalProgress {
    pub fn new(language: Language) -> Self {
        Self { language, shown: io::stderr().is_terminal() }
    }
}

impl Progress for TerminalProgress {
    fn stage(&self, what: Message, done: usize, total: usize) {
        if self.shown {
            let what = what.of(self.language);
            // Progress that cannot be shown is no reason to stop.
            let _ = write!(io::stderr(), "\r\x1b[K{what} ({}/{total})", done + 1);
        }
    }
}

impl Drop for TerminalProgress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
