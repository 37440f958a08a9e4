//! How far reading has come, on one line of the terminal that is wiped at the end.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::files::Progress;
use crate::language::{Language, Message};

/// Shows progress on stderr, if that is a terminal.
pub(super) struct TerminalProgress {
    language: Language,
    shown: bool,
    /// The line as it stands, with the percentage after it.
    line: Mutex<(String, u8)>,
}

impl TerminalProgress {
    pub fn new(language: Language) -> Self {
        Self { language, shown: io::stderr().is_terminal(), line: Mutex::default() }
    }
}

impl TerminalProgress {
    /// Shows a line in the place of the one before.
    pub fn show(&self, line: &str) {
        if self.shown {
            // Progress that cannot be shown is no reason to stop.
            let _ = write!(io::stderr(), "\r\x1b[K{line}");
            *self.line.lock().unwrap_or_else(PoisonError::into_inner) = (line.to_owned(), 0);
        }
    }
}

impl Progress for TerminalProgress {
    fn stage(&self, what: Message, done: usize, total: usize) {
        self.show(&format!("{} ({}/{total})", what.of(self.language), done + 1));
    }

    fn share(&self, share: f64) {
        if self.shown {
            let percent = (100.0 * share) as u8;
            let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
            if line.1 != percent {
                line.1 = percent;
                let _ = write!(io::stderr(), "\r\x1b[K{} {percent} %", line.0);
            }
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
