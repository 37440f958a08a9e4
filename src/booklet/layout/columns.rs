//! How wide the columns of a table are: no narrower than their longest word or number, as wide as what
//! is in them where there is room for that. A table of many columns gets smaller letters before any
//! word is broken.

use super::grid::{Grid, GridColumn};
use super::wrap::longest_piece;
use super::{Press, Type};

/// Left and right of a cell's text.
pub(super) const PADDING: f32 = 4.0;
/// The widest a text column wants to be.
const WIDEST: f32 = 190.0;
/// Texts that are no longer are not wrapped.
const SHORT: f32 = 60.0;
/// A longer word does not make its column wider; it is broken.
const LONGEST_WORD: f32 = 84.0;
/// The narrowest columns of texts and of numbers, without padding.
const NARROWEST_TEXT: f32 = 26.0;
const NARROWEST_NUMBER: f32 = 22.0;
/// A table with room to spare is stretched by this factor at most.
const MOST_STRETCHING: f32 = 1.8;
/// Letters of the cells, from usual to the smallest that can be read.
const SIZES: [f32; 5] = [7.6, 7.2, 6.8, 6.4, 6.0];
/// Headings are a little smaller, and heavier.
const HEAD_SHARE: f32 = 0.97;

/// How the columns of a table are set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    pub cell: Type,
    pub head: Type,
    /// Together at most the width of the room.
    pub widths: Vec<f32>,
}

/// What a column needs at least, and what it would like.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Need {
    least: f32,
    wanted: f32,
}

impl Columns {
    /// The columns in a room of a width: in the largest letters in which no word is broken.
    pub fn of(grid: &Grid, press: &Press, room: f32) -> Self {
        let mut set = Self::in_size(grid, press, room, SIZES[0]);
        for size in &SIZES[1..] {
            match set {
                (_, true) => break,
                (_, false) => set = Self::in_size(grid, press, room, *size),
            }
        }
        set.0
    }

    /// In letters of a size, and whether every column has at least what it needs.
    fn in_size(grid: &Grid, press: &Press, room: f32, size: f32) -> (Self, bool) {
        let cell = Type::SMALL.of_size(size);
        let head = Type::SUBHEADING.of_size(size * HEAD_SHARE);
        let needs: Vec<Need> =
            (0..grid.columns.len()).map(|column| need(grid, press, column, [cell, head])).collect();
        let (widths, is_enough) = shared_out(&needs, room);
        (Self { cell, head, widths }, is_enough)
    }
}

fn need(grid: &Grid, press: &Press, column: usize, [cell, head]: [Type; 2]) -> Need {
    let GridColumn { heading, is_number } = &grid.columns[column];
    let cells = || grid.rows.iter().map(|row| row.cells[column].as_str());
    let widest = |width: &dyn Fn(&str) -> f32| cells().map(width).fold(0.0, f32::max);
    let whole = widest(&|text| press.width(text, cell));
    // A heading wraps, but none of its words is broken; a Chinese one takes two lines, the second for
    // what is in brackets.
    let is_chinese = !heading.is_ascii();
    let in_two = match heading.split_once('（') {
        Some((name, unit)) => press.width(name, head).max(press.width(unit, head) + head.size),
        None if is_chinese => press.width(heading, head) / 2.0,
        None => 0.0,
    };
    let heading = longest_piece(press.typeface, heading, head.size, head.weight).max(in_two);
    let need = if *is_number {
        let least = whole.max(heading).max(NARROWEST_NUMBER);
        Need { least, wanted: least }
    } else {
        let word = |text: &str| longest_piece(press.typeface, text, cell.size, cell.weight);
        // Short names stay in one line.
        let least = if whole <= SHORT { whole } else { widest(&word).min(LONGEST_WORD) };
        let least = least.max(heading).max(NARROWEST_TEXT);
        Need { least, wanted: whole.min(WIDEST).max(least) }
    };
    Need { least: need.least + 2.0 * PADDING, wanted: need.wanted + 2.0 * PADDING }
}

/// Shares out a width: what is more than all need goes to those that want more, in proportion. Also
/// whether it is enough for all.
fn shared_out(needs: &[Need], room: f32) -> (Vec<f32>, bool) {
    let sum = |of: fn(&Need) -> f32| needs.iter().map(of).sum::<f32>();
    let (least, wanted) = (sum(|need| need.least), sum(|need| need.wanted));
    if wanted <= room {
        let stretching = (room / wanted.max(1.0)).min(MOST_STRETCHING);
        return (needs.iter().map(|need| need.wanted * stretching).collect(), true);
    }
    if least > room {
        let shrinking = room / least.max(1.0);
        return (needs.iter().map(|need| need.least * shrinking).collect(), false);
    }
    let share = (room - least) / (wanted - least).max(1.0);
    let width = |need: &Need| need.least + (need.wanted - need.least) * share;
    (needs.iter().map(width).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: f32, wanted: f32) -> Need {
        Need { least, wanted }
    }

    #[test]
    fn room_beyond_the_longest_words_goes_to_long_texts() {
        let needs = [need(30.0, 30.0), need(40.0, 140.0), need(30.0, 230.0)];
        let (widths, is_enough) = shared_out(&needs, 250.0);
        assert_eq!(widths, [30.0, 90.0, 130.0]);
        assert!(is_enough);
    }

    #[test]
    fn a_table_never_leaves_its_room() {
        for room in [50.0, 130.0, 400.0, 3000.0] {
            let (widths, is_enough) = shared_out(&[need(60.0, 60.0), need(40.0, 300.0)], room);
            assert!(widths.iter().sum::<f32>() <= room + 0.01, "{widths:?} in {room}");
            assert_eq!(is_enough, room >= 100.0);
        }
    }
}
