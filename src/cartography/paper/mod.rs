//! The map on paper: a canvas on a page of a PDF file, and the letters on it. How pages are laid
//! out, is the work of `booklet`.

mod canvas;
mod plate;
mod typeface;

pub use canvas::PaperCanvas;
pub use plate::{Plate, PlateFrame, PlateSource};
pub use typeface::{BrokenFont, Typeface, Weight};
