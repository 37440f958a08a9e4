//! Behaviour of the whole program: one test binary, one module per subject.

mod architecture;
mod cli;
mod import;
mod properties;
mod support;
#[cfg(feature = "gui")]
mod ui_drag_undo;
#[cfg(feature = "gui")]
mod ui_language;
#[cfg(feature = "gui")]
mod ui_place;
