//! Pages before they are printed: marks with the room each may take, so that nothing overflows and a
//! test can see that. Knows nothing of studies; what stands on the pages is the work of `pages`.

mod area;
mod block;
mod columns;
mod grid;
mod leaf;
mod sheet;
mod wrap;

pub use area::Area;
pub use block::{Block, Cell, Role};
pub use grid::{Grid, GridColumn, GridRow, continuing};
pub use leaf::{Bookmark, Leaf, MapMark, Mark, Written};
pub use sheet::{Press, Sheet, Type};
pub use wrap::ARROW;
