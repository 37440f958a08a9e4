//! Basemap files written for tests: each tile in a plain colour of its own.

use std::io::{Cursor, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use lifecircle::basemap::TileId;

/// The colour of a tile; neighbours have others.
pub fn color_of(id: TileId) -> [u8; 3] {
    let of = |number: u32, by: u32| (number.wrapping_mul(by) % 5 * 60) as u8;
    [of(id.column, 1), of(id.row, 1), of(u32::from(id.zoom), 2)]
}

/// A picture of one colour.
pub fn picture(color: [u8; 3], side: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(side, side, Rgb(color));
    picture.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// The tiles of some zooms around a tile of the lowest one, and below it, as PNG.
pub fn tiles_around(middle: TileId, highest: u8) -> Vec<(TileId, Vec<u8>)> {
    let mut tiles = Vec::new();
    for zoom in middle.zoom..=highest {
        let scale = 1 << (zoom - middle.zoom);
        for column in (middle.column - 1) * scale..(middle.column + 2) * scale {
            for row in (middle.row - 1) * scale..(middle.row + 2) * scale {
                let id = TileId::new(zoom, column, row);
                tiles.push((id, picture(color_of(id), 256, ImageFormat::Png)));
            }
        }
    }
    tiles
}

/// Writes an MBTiles file. Rows are counted from the south in it.
pub fn write_mbtiles(path: &Path, metadata: &[(&str, &str)], tiles: &[(TileId, Vec<u8>)]) {
    let file = rusqlite::Connection::open(path).expect("a new file");
    file.execute_batch(
        "BEGIN;
         CREATE TABLE metadata (name TEXT, value TEXT);
         CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, \
                             tile_data BLOB);",
    )
    .expect("tables");
    for entry in metadata {
        file.execute("INSERT INTO metadata VALUES (?, ?)", *entry).expect("metadata");
    }
    for (TileId { zoom, column, row }, bytes) in tiles {
        let row = (1_u32 << zoom) - 1 - row;
        let values = rusqlite::params![zoom, column, row, bytes];
        file.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", values).expect("a tile");
    }
    file.execute_batch("COMMIT").expect("written");
}

/// How a PMTiles file is written.
#[derive(Debug, Clone, Copy)]
pub struct PmTilesForm {
    pub gzip: bool,
    /// Entries of each leaf directory; without it all are in the root.
    pub leaf: Option<usize>,
    /// The number of the tiles' type: 2 for PNG.
    pub tile_type: u8,
}

/// The bytes of a PMTiles 3 file.
pub fn pmtiles(form: PmTilesForm, metadata: &str, tiles: &[(TileId, Vec<u8>)]) -> Vec<u8> {
    let mut sorted: Vec<_> = tiles.iter().map(|(id, bytes)| (number_of(*id), bytes)).collect();
    sorted.sort();
    let mut data = Vec::new();
    let mut entries = Vec::new();
    for (number, bytes) in sorted {
        entries.push([number, 1, bytes.len() as u64, data.len() as u64]);
        data.extend_from_slice(bytes);
    }
    let pack = |bytes: Vec<u8>| if form.gzip { gzipped(&bytes) } else { bytes };
    let mut leaves = Vec::new();
    let root = match form.leaf {
        None => entries,
        Some(size) => {
            let leaf = |entries: &[[u64; 4]]| {
                let (leaf, offset) = (pack(directory(entries)), leaves.len() as u64);
                leaves.extend_from_slice(&leaf);
                [entries[0][0], 0, leaf.len() as u64, offset]
            };
            entries.chunks(size).map(leaf).collect()
        }
    };
    let (root, metadata) = (pack(directory(&root)), pack(metadata.as_bytes().to_vec()));
    let zooms = tiles.iter().map(|(id, _)| id.zoom);
    let parts = [root, metadata, leaves, data];
    let mut header = b"PMTiles\x03".to_vec();
    let mut offset = 127;
    for part in &parts {
        header.extend([offset, part.len() as u64].into_iter().flat_map(u64::to_le_bytes));
        offset += part.len() as u64;
    }
    header.extend([0; 24]);
    header.extend([1, if form.gzip { 2 } else { 1 }, 1, form.tile_type]);
    header.extend([zooms.clone().min().unwrap_or(0), zooms.max().unwrap_or(0)]);
    header.resize(127, 0);
    [header, parts.concat()].concat()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

/// Entries of number, run, length and offset, column by column.
fn directory(entries: &[[u64; 4]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut write = |mut number: u64| {
        while number >= 0x80 {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
    };
    write(entries.len() as u64);
    let mut before = 0;
    for [number, ..] in entries {
        write(number - std::mem::replace(&mut before, *number));
    }
    entries.iter().for_each(|[_, run, _, _]| write(*run));
    entries.iter().for_each(|[_, _, length, _]| write(*length));
    entries.iter().for_each(|[_, _, _, offset]| write(offset + 1));
    bytes
}

/// The number of a tile: those of all lower zooms come first.
fn number_of(TileId { zoom, column, row }: TileId) -> u64 {
    let lower: u64 = (0..zoom).map(|zoom| 4_u64.pow(u32::from(zoom))).sum();
    lower + along_curve(zoom, u64::from(column), u64::from(row))
}

/// How far along the Hilbert curve a tile lies, quarter by quarter: down, right, up.
fn along_curve(zoom: u8, x: u64, y: u64) -> u64 {
    if zoom == 0 {
        return 0;
    }
    let half = 1 << (zoom - 1);
    let quarter = half * half;
    match (x < half, y < half) {
        (true, true) => along_curve(zoom - 1, y, x),
        (true, false) => quarter + along_curve(zoom - 1, x, y - half),
        (false, false) => 2 * quarter + along_curve(zoom - 1, x - half, y - half),
        (false, true) => 3 * quarter + along_curve(zoom - 1, half - 1 - y, 2 * half - 1 - x),
    }
}
