//! ESRI ASCII grids: a head of names and numbers, then the numbers row by row. The system stands in a
//! `.prj` beside.

use std::str::SplitAsciiWhitespace;

use super::super::input::Input;
use super::super::{RawLayer, ReadError};
use super::{Raster, cells, unusable};

/// A file larger than this is refused; it is read whole.
const LARGEST: u64 = 1 << 30;

/// Reads a grid; `prj` is the text of the file that names its system.
pub(in crate::files::readers) fn read(
    input: Input,
    prj: Option<String>,
    most_features: Option<usize>,
) -> Result<RawLayer, ReadError> {
    let bytes = input.read_whole(LARGEST)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(raster(&text, prj)?.into_layer(most_features))
}

/// The numbers of the head.
#[derive(Default)]
struct Head {
    columns: Option<usize>,
    rows: Option<usize>,
    /// Of the lower left corner, or of the middle of the cell there.
    west: Option<Edge>,
    south: Option<Edge>,
    cell_width: Option<f64>,
    cell_height: Option<f64>,
    no_data: Option<f64>,
}

#[derive(Clone, Copy)]
enum Edge {
    Corner(f64),
    Middle(f64),
}

impl Edge {
    fn at(self, cell: f64) -> f64 {
        match self {
            Self::Corner(at) => at,
            Self::Middle(at) => at - cell / 2.0,
        }
    }
}

fn raster(text: &str, crs: Option<String>) -> Result<Raster, ReadError> {
    let mut words = text.split_ascii_whitespace();
    let mut head = Head::default();
    let mut rest = words.clone();
    while let Some(name) = words.next().filter(|word| word.parse::<f64>().is_err()) {
        set(&mut head, name, &mut words)?;
        rest = words.clone();
    }
    let incomplete = || {
        unusable(
            "ASCII 栅格的文件头不完整：需要 ncols、nrows、xllcorner、yllcorner、cellsize",
            "the head of the ASCII grid is incomplete: ncols, nrows, xllcorner, yllcorner and \
             cellsize are needed",
        )
    };
    let Head { columns, rows, west, south, cell_width, cell_height, no_data } = head;
    let (columns, rows) = columns.zip(rows).ok_or_else(incomplete)?;
    let (west, south) = west.zip(south).ok_or_else(incomplete)?;
    let sizes = cell_width.zip(cell_height).filter(|(width, height)| *width > 0.0 && *height > 0.0);
    let (cell_width, cell_height) = sizes.ok_or_else(incomplete)?;
    let count = cells(columns, rows)?;
    let mut values = Vec::new();
    for word in rest.take(count) {
        values.push(word.parse::<f64>().map_err(|_| {
            unusable(&format!("{word} 不是数字"), &format!("{word} is not a number"))
        })?);
    }
    if values.len() < count {
        let found = values.len();
        return Err(unusable(
            &format!("应有 {count} 个数，只有 {found} 个"),
            &format!("holds {found} numbers where there should be {count}"),
        ));
    }
    Ok(Raster {
        columns,
        west: west.at(cell_width),
        north: south.at(cell_height) + rows as f64 * cell_height,
        cell_width,
        cell_height,
        values,
        no_data,
        crs,
    })
}

/// Takes a number of the head. A word that is none of its names is no number of the grid either.
fn set(head: &mut Head, name: &str, words: &mut SplitAsciiWhitespace) -> Result<(), ReadError> {
    let value: Option<f64> = words.next().and_then(|word| word.parse().ok());
    let value = value.filter(|value| value.is_finite());
    let count = value.filter(|value| *value >= 1.0 && value.fract() == 0.0).map(|v| v as usize);
    match name.to_ascii_lowercase().as_str() {
        "ncols" => head.columns = count,
        "nrows" => head.rows = count,
        "xllcorner" => head.west = value.map(Edge::Corner),
        "yllcorner" => head.south = value.map(Edge::Corner),
        "xllcenter" => head.west = value.map(Edge::Middle),
        "yllcenter" => head.south = value.map(Edge::Middle),
        "cellsize" => (head.cell_width, head.cell_height) = (value, value),
        "dx" => head.cell_width = value,
        "dy" => head.cell_height = value,
        "nodata_value" => head.no_data = value,
        _ => {
            return Err(unusable(
                &format!("不是 ASCII 栅格：不认识 {name}"),
                &format!("not an ASCII grid: {name} is none of its words"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_is_the_northernmost_and_corners_follow_from_middles() {
        let text = "ncols 2\nnrows 3\nxllcenter 50\nyllcenter 150\ncellsize 100\n\
                    NODATA_value -9999\n1 2\n3 -9999\n5 6.5";
        let found = raster(text, None).expect("a grid");
        let expected = Raster {
            columns: 2,
            west: 0.0,
            north: 400.0,
            cell_width: 100.0,
            cell_height: 100.0,
            values: vec![1.0, 2.0, 3.0, -9999.0, 5.0, 6.5],
            no_data: Some(-9999.0),
            crs: None,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_grid_that_breaks_off_or_has_no_head_is_refused() {
        let head = "ncols 2 nrows 2 xllcorner 0 yllcorner 0 cellsize 1";
        for text in [format!("{head} 1 2 3"), "1 2 3 4".to_owned(), "hello 3".to_owned()] {
            assert!(raster(&text, None).is_err(), "{text}");
        }
        assert!(raster(&format!("{head} 1 2 3 4"), None).is_ok());
        let vast = head.replace("ncols 2", "ncols 90000000000");
        assert!(raster(&vast, None).is_err());
    }
}
