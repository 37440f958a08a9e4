//! Results computed from a study: who is reached, per building, unit and function. Pure: reads a
//! study, returns values, changes nothing.

mod coverage;

pub use coverage::{Coverage, Reached};
