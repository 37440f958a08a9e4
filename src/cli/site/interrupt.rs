//! Ctrl-C while a search runs: the first ends the search, which keeps its best plan and its bound; the
//! second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::language::{Language, Text};

use super::super::output::tell;

const ENDING: Text = Text::new(
    "正在结束，保留目前最好的方案；再按 Ctrl-C 立即退出",
    "Ending with the best plan so far; Ctrl-C once more ends at once",
);
/// What shells take for ended by Ctrl-C.
const EXIT_CODE: i32 = 130;

/// Set by the first Ctrl-C.
static IS_ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static IS_TOLD: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C ends the search instead of the program. Where the system does not allow that,
/// it goes on ending the program.
pub(super) fn listen() {
    // In this order: the first Ctrl-C finds nothing set yet.
    if flag::register_conditional_shutdown(SIGINT, EXIT_CODE, IS_ASKED.clone()).is_ok() {
        drop(flag::register(SIGINT, IS_ASKED.clone()));
    }
}

/// Whether the search is to end with what it has; says so once.
pub(super) fn is_asked(language: Language) -> bool {
    let is_asked = IS_ASKED.load(Ordering::Relaxed);
    if is_asked && !IS_TOLD.swap(true, Ordering::Relaxed) {
        tell(ENDING.of(language));
    }
    is_asked
}
