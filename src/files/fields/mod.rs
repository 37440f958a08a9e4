//! Our fields of each layer, and which column of a file each is read from: the one the user names
//! with `--map`, else the first of the field's aliases that has values.

mod columns;
mod field;
mod field_map;

pub(super) use columns::Columns;
pub use field::Field;
pub use field_map::{FieldMap, FieldMapError};
