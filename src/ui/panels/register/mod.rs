//! The candidate register in the window: the one selected with all that is known of it, the question
//! before a conversion, and the dialog that takes buildings into it.

mod adding;
mod candidate;
mod converting;
mod record;
mod review;
mod rows;
mod section;
mod suitability;

pub use adding::adding_ui;
pub use candidate::candidate_ui;
pub use converting::converting_ui;
pub use section::section_ui;
