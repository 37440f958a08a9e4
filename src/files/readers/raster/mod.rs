//! Population rasters: the numbers of a grid of cells. Each cell with residents becomes a square with
//! its number in a column, so that whatever reads layers of areas reads rasters. `geotiff` and
//! `ascii_grid` know the formats.

mod ascii_grid;
mod geotiff;

use geo::{Geometry, Rect};

use crate::files::table::{Cell, Table};
use crate::language::{Message, thousands};

use super::{RawLayer, ReadError};

pub(super) use ascii_grid::read as read_ascii_grid;
pub(super) use geotiff::{MAGIC as TIFF_MAGIC, read as read_geotiff};

/// Rasters with more cells than this are refused: they are read whole.
const MOST_CELLS: usize = 1 << 26;
/// The column that the numbers are in.
const COLUMN: &str = "residents";

/// A grid of numbers, row by row from the north-west.
#[derive(Debug, PartialEq)]
struct Raster {
    columns: usize,
    /// The north-western corner, in the coordinates of the file.
    west: f64,
    north: f64,
    cell_width: f64,
    cell_height: f64,
    values: Vec<f64>,
    /// The number that says that nothing is known.
    no_data: Option<f64>,
    crs: Option<String>,
}

impl Raster {
    /// The cells that somebody lives in.
    fn into_layer(self, most_features: Option<usize>) -> RawLayer {
        let mut table = Table::default();
        let mut negative = 0_usize;
        let most = most_features.unwrap_or(usize::MAX);
        for (position, value) in self.values.iter().enumerate() {
            if table.len() >= most {
                break;
            }
            let is_unknown = !value.is_finite() || self.no_data == Some(*value);
            if is_unknown || *value == 0.0 {
                continue;
            }
            if *value < 0.0 {
                negative += 1;
                continue;
            }
            let (column, row) = (position % self.columns, position / self.columns);
            table.push(Ok(self.square(column, row)), [(COLUMN, Cell::from(*value))]);
        }
        let mut layer = RawLayer { crs: self.crs, ..RawLayer::of(table) };
        if negative > 0 {
            let count = thousands(negative as i64);
            layer.remarks.push(Message::new(
                format!("{count} 个栅格的数值为负，视为无数据"),
                format!("{count} cells have negative numbers: taken for no data"),
            ));
        }
        layer
    }

    fn square(&self, column: usize, row: usize) -> Geometry<f64> {
        let x = |column: usize| self.west + column as f64 * self.cell_width;
        let y = |row: usize| self.north - row as f64 * self.cell_height;
        Rect::new((x(column), y(row + 1)), (x(column + 1), y(row))).to_polygon().into()
    }
}

/// The number of cells, where it is sensible.
fn cells(columns: usize, rows: usize) -> Result<usize, ReadError> {
    let cells = columns.checked_mul(rows).filter(|cells| (1..=MOST_CELLS).contains(cells));
    cells.ok_or_else(|| {
        unusable(
            &format!("栅格为 {columns} × {rows}，应有 1 至 {MOST_CELLS} 个"),
            &format!("has {columns} × {rows} cells; 1 to {MOST_CELLS} are read"),
        )
    })
}

fn unusable(zh: &str, en: &str) -> ReadError {
    ReadError::Unusable(Message::new(zh, en))
}
