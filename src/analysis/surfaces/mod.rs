//! Surfaces: what holds at the middle of every cell of a grid over the study. How many residents one
//! more facility there would newly reach, in circles (`gain_field`) or along the streets
//! (`street_gains`), and how far it is along the streets to the nearest facility (`minutes_field`).
//! `cells` is the grid, `street_cells` joins it to the streets. Colours are left to `cartography`.

mod cells;
mod gain_field;
mod minutes_field;
mod street_cells;
mod street_gains;

pub use gain_field::GainField;
pub use minutes_field::{MinutesField, Walked};
pub use street_cells::StreetCells;
pub use street_gains::StreetGains;
