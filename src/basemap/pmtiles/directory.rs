//! Directories of a PMTiles file: which tiles lie where, or in which directory further down.

use crate::basemap::error::Fault;

use super::header::Part;

/// An entry is at least one byte in each of the four columns.
const SMALLEST_ENTRY: usize = 4;

/// Entries in the order of the tiles' numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directory(Vec<Entry>);

/// A run of tiles that share one picture, or a directory that begins with a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Entry {
    first: u64,
    /// How many tiles; none means a directory.
    run: u64,
    length: u64,
    /// From the beginning of all tiles, or of all leaf directories.
    offset: u64,
}

/// Where a directory sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A part of the tiles.
    Tile(Part),
    /// A part of the leaf directories.
    Leaf(Part),
    Nothing,
}

impl Directory {
    /// Reads an unpacked directory: the number of its entries, then column by column the steps of
    /// their tiles' numbers, the runs, the lengths and the offsets.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let mut numbers = Numbers(bytes);
        let count = usize::try_from(numbers.next()?).unwrap_or(usize::MAX);
        // Before anything is allocated for them.
        if count > numbers.0.len() / SMALLEST_ENTRY {
            return Err(broken());
        }
        let mut entries = vec![Entry::default(); count];
        let mut tile = 0_u64;
        for entry in &mut entries {
            tile = tile.checked_add(numbers.next()?).ok_or_else(broken)?;
            entry.first = tile;
        }
        for entry in &mut entries {
            entry.run = numbers.next()?;
        }
        for entry in &mut entries {
            entry.length = numbers.next()?;
        }
        let mut end_before = None;
        for entry in &mut entries {
            // Zero stands for "right after the one before".
            entry.offset = match (numbers.next()?, end_before) {
                (0, Some(end)) => end,
                (0, None) => return Err(broken()),
                (offset, _) => offset - 1,
            };
            end_before = Some(entry.offset.checked_add(entry.length).ok_or_else(broken)?);
        }
        Ok(Self(entries))
    }

    /// Where a tile is.
    pub fn find(&self, tile: u64) -> Found {
        let after = self.0.partition_point(|entry| entry.first <= tile);
        let Some(Entry { first, run, length, offset }) = self.0[..after].last().copied() else {
            return Found::Nothing;
        };
        match run {
            0 => Found::Leaf(Part { offset, length }),
            run if tile - first < run => Found::Tile(Part { offset, length }),
            _ => Found::Nothing,
        }
    }

    /// The first tile of all, or the directory that leads to it.
    pub fn first(&self) -> Found {
        self.0.first().map_or(Found::Nothing, |entry| self.find(entry.first))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Numbers of seven bits a byte, the lowest first.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> Result<u64, Fault> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or_else(broken)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(broken())
    }
}

fn broken() -> Fault {
    Fault::broken("瓦片目录", "a directory of tiles")
}

/// The number of a tile along the Hilbert curves of all zooms, one after the other.
pub(super) fn hilbert_number(zoom: u8, column: u32, row: u32) -> u64 {
    let before: u64 = (0..zoom).map(|zoom| 1_u64 << (2 * zoom)).sum();
    let (mut x, mut y) = (u64::from(column), u64::from(row));
    let mut along = 0;
    for level in (0..zoom).rev() {
        let side = 1_u64 << level;
        let (right, down) = (u64::from(x & side > 0), u64::from(y & side > 0));
        along += side * side * ((3 * right) ^ down);
        // Within the quarter, which is turned so that the curve goes on where it left the one before.
        (x, y) = (x & (side - 1), y & (side - 1));
        if down == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    before + along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_numbered_as_in_the_specification() {
        // https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md, "Tile ID Encoding"
        let expected = [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3423, 1763), 19_078_479),
            // By the reference implementation in Python.
            ((20, 1_000_000, 3), 1_461_989_238_116),
        ];
        for ((zoom, column, row), number) in expected {
            assert_eq!(hilbert_number(zoom, column, row), number, "{zoom}/{column}/{row}");
        }
    }

    #[test]
    fn runs_and_leaves_are_found() {
        // Two entries: tiles 5 to 7 in ten bytes at 0, and from tile 9 on a directory of four bytes
        // at 10.
        let directory = Directory::parse(&[2, 5, 4, 3, 0, 10, 4, 1, 11]).expect("sound");
        assert_eq!(directory.find(4), Found::Nothing);
        assert_eq!(directory.find(7), Found::Tile(Part { offset: 0, length: 10 }));
        assert_eq!(directory.find(8), Found::Nothing);
        assert_eq!(directory.find(99), Found::Leaf(Part { offset: 10, length: 4 }));
    }

    #[test]
    fn a_directory_that_promises_more_than_it_has_is_broken() {
        assert!(Directory::parse(&[]).is_err());
        assert!(Directory::parse(&[0xff; 12]).is_err());
        assert!(Directory::parse(&[3, 1, 1, 1, 1]).is_err());
        assert!(Directory::parse(&[1, 1, 1, 1, 0]).is_err(), "nothing lies before the first");
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert!(Directory::parse(&[&[1][..], &[1, 1], &[2], &most].concat()).is_err());
    }
}
