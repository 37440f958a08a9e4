//! The first 127 bytes of a PMTiles file: where its parts lie and what its tiles are.

use crate::basemap::error::Fault;
use crate::basemap::source::{About, bounds_of, zooms_between};

pub(super) const HEADER_BYTES: usize = 127;
const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;

/// A run of bytes of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub offset: u64,
    pub length: u64,
}

/// How directories and metadata are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
}

/// What the header says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub root: Part,
    pub metadata: Part,
    pub leaves: Part,
    pub tiles: Part,
    /// Of directories and metadata.
    pub packing: Packing,
    /// Of the tiles; pictures are seldom packed once more.
    pub tile_packing: Packing,
    pub about: About,
}

impl Header {
    /// Reads the header of a file of so many bytes.
    pub fn parse(bytes: &[u8; HEADER_BYTES], file_length: u64) -> Result<Self, Fault> {
        if !bytes.starts_with(MAGIC) {
            return Err(Fault::broken("文件头不是 PMTiles", "it does not begin as PMTiles do"));
        }
        if bytes[7] != VERSION {
            return Err(Fault::Version(bytes[7]));
        }
        require_pictures(bytes[99])?;
        let part = |at: usize| {
            let (offset, length) = (number(bytes, at), number(bytes, at + 8));
            let end = offset.checked_add(length).filter(|end| *end <= file_length);
            let part = Part { offset, length };
            end.map(|_| part).ok_or_else(|| Fault::broken("文件不完整", "parts of it are missing"))
        };
        let zooms = zooms_between(i64::from(bytes[100]), i64::from(bytes[101]))?;
        let degrees = [102, 106, 110, 114].map(|at| degrees(bytes, at));
        Ok(Self {
            root: part(8)?,
            metadata: part(24)?,
            leaves: part(40)?,
            tiles: part(56)?,
            packing: packing(bytes[97])?,
            // The type of the tiles says what they are packed with, where this does not.
            tile_packing: if bytes[98] == 0 { Packing::Plain } else { packing(bytes[98])? },
            about: About { attribution: None, zooms, bounds: bounds_of(degrees) },
        })
    }
}

fn require_pictures(tile_type: u8) -> Result<(), Fault> {
    match tile_type {
        // Mapbox and MapLibre vector tiles.
        1 | 6 => Err(Fault::Vector),
        5 => Err(Fault::Picture("AVIF".to_owned())),
        // PNG, JPEG, WebP, and what the tiles themselves will tell.
        _ => Ok(()),
    }
}

fn packing(number: u8) -> Result<Packing, Fault> {
    match number {
        1 => Ok(Packing::Plain),
        2 => Ok(Packing::Gzip),
        3 => Err(Fault::Packing("Brotli")),
        4 => Err(Fault::Packing("Zstandard")),
        _ => Err(Fault::broken("压缩方式不明", "it does not say how it is packed")),
    }
}

fn number(bytes: &[u8; HEADER_BYTES], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|place| bytes[at + place]))
}

/// Ten-millionths of a degree, as degrees.
fn degrees(bytes: &[u8; HEADER_BYTES], at: usize) -> f64 {
    f64::from(i32::from_le_bytes(std::array::from_fn(|place| bytes[at + place]))) / 1e7
}
