//! Behaviour of the whole program: one test binary, one module per subject.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where a fixture is broken")]

mod architecture;
mod cli;
mod golden;
mod import;
mod properties;
mod study_file;
mod sudden_end;
mod support;
#[cfg(feature = "gui")]
mod ui_drag_undo;
#[cfg(feature = "gui")]
mod ui_language;
#[cfg(feature = "gui")]
mod ui_open;
#[cfg(feature = "gui")]
mod ui_place;
