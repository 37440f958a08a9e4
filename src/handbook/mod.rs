//! The handbook: its chapters in both languages, read from Markdown into blocks, searched, and
//! written as pages that a browser opens from the disk. The text stands in `assets/handbook`; showing
//! it in the window is left to `ui::handbook`.
//!
//! Chapters are linked to as files (`[siting](05-siting.md#gain)`), so that the Markdown can be read
//! where it lies. The same chapter has the same name, sections and commands in both languages.

mod blocks;
mod chapters;
mod pages;
mod search;
mod topic;

pub use blocks::{Block, Link, Span, Style, spoken};
pub use chapters::{CHAPTERS, Chapter, PICTURES, Picture, chapter, picture};
pub use pages::{PageFile, pages};
pub use search::{Hit, search};
pub use topic::Topic;
