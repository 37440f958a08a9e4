//! Where the blocks of a legend stand: one below the other, and in further columns where a map is too
//! low for one. A legend is never cut.

use crate::cartography::Canvas;

use super::block::Block;

pub(super) const PADDING: f32 = 12.0;
/// Between blocks.
const GAP: f32 = 8.0;
const BETWEEN_COLUMNS: f32 = 20.0;
/// Columns are made alike in height in steps of so many logical pixels.
const STEP: f32 = 4.0;

/// The places of blocks, in logical pixels from the upper left corner of the legend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrangement {
    pub size: [f32; 2],
    /// The upper left corner of each block.
    pub places: Vec<[f32; 2]>,
    /// How wide the first column is, with the padding around it.
    pub first_column: f32,
}

impl Arrangement {
    /// Of blocks in at most a height, where there is a way to do so.
    pub fn of(canvas: &mut dyn Canvas, blocks: &[Block], most_height: f32) -> Self {
        Self::of_sizes(&sizes(canvas, blocks), most_height)
    }

    /// The same of blocks whose sizes are known.
    pub fn of_sizes(sizes: &[[f32; 2]], most_height: f32) -> Self {
        let columns = columns(sizes, most_height - 2.0 * PADDING);
        let mut places = Vec::with_capacity(sizes.len());
        let (mut left, mut tallest, mut first_column) = (PADDING, 0.0_f32, 0.0);
        let mut rest = sizes;
        for count in columns {
            let (column, after) = rest.split_at(count);
            let width = column.iter().map(|[width, _]| *width).fold(0.0, f32::max);
            let mut top = PADDING;
            for [_, height] in column {
                places.push([left, top]);
                top += height + GAP;
            }
            tallest = tallest.max(top - GAP + PADDING);
            if first_column == 0.0 {
                first_column = width + 2.0 * PADDING;
            }
            left += width + BETWEEN_COLUMNS;
            rest = after;
        }
        Self { size: [left - BETWEEN_COLUMNS + PADDING, tallest], places, first_column }
    }
}

/// Width and height of each block.
pub(super) fn sizes(canvas: &mut dyn Canvas, blocks: &[Block]) -> Vec<[f32; 2]> {
    blocks.iter().map(|block| [block.width(canvas), block.height()]).collect()
}

/// How many blocks each column has: as few columns as a height allows, and these alike.
fn columns(sizes: &[[f32; 2]], most_height: f32) -> Vec<usize> {
    let fewest = filled(sizes, most_height);
    let all: f32 = sizes.iter().map(|[_, height]| height + GAP).sum();
    let mut height = all / fewest.len().max(1) as f32;
    while height < most_height {
        let alike = filled(sizes, height);
        if alike.len() <= fewest.len() {
            return alike;
        }
        height += STEP;
    }
    fewest
}

/// Columns filled one after another up to a height.
fn filled(sizes: &[[f32; 2]], most_height: f32) -> Vec<usize> {
    let mut columns = Vec::new();
    let (mut count, mut taken) = (0, 0.0);
    for [_, height] in sizes {
        if count > 0 && taken + GAP + height > most_height {
            columns.push(count);
            (count, taken) = (0, 0.0);
        }
        taken += height + if count > 0 { GAP } else { 0.0 };
        count += 1;
    }
    columns.push(count);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [[f32; 2]; 4] = [[120.0, 40.0], [90.0, 100.0], [200.0, 60.0], [60.0, 80.0]];

    #[test]
    fn a_legend_that_finds_room_is_one_column() {
        let Arrangement { size, places, first_column } = Arrangement::of_sizes(&SIZES, 1000.0);
        assert_eq!(size, [224.0, 304.0 + 24.0]);
        assert_eq!(places, [[12.0, 12.0], [12.0, 60.0], [12.0, 168.0], [12.0, 236.0]]);
        assert_eq!(first_column, 224.0);
    }

    #[test]
    fn on_a_low_map_it_has_more_columns_and_is_never_cut() {
        for (most, columns) in [(200.0, 2), (130.0, 4)] {
            let Arrangement { size: [width, height], places, .. } =
                Arrangement::of_sizes(&SIZES, most);
            assert!(height <= most, "{height} of {most}");
            let mut lefts: Vec<f32> = places.iter().map(|[left, _]| *left).collect();
            lefts.dedup();
            assert_eq!(lefts.len(), columns);
            let ends = places.iter().zip(SIZES).map(|([left, _], [width, _])| left + width);
            assert!(ends.fold(0.0, f32::max) + PADDING <= width, "{places:?} in {width}");
        }
    }
}
