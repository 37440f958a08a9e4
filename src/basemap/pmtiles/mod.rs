//! PMTiles 3: tiles in one file, found by directories along a Hilbert curve. Read where they lie;
//! only directories are kept.
//!
//! <https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md>

mod directory;
mod header;

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;

use super::error::Fault;
use super::source::{About, MOST_TILE_BYTES, TileSource};
use super::tile::TileId;
use directory::{Directory, Found, hilbert_number};
use header::{HEADER_BYTES, Header, Packing, Part};

/// The longest directory and the longest metadata, unpacked, in bytes.
const MOST_DIRECTORY_BYTES: usize = 32 << 20;
/// Directories may lead to directories so often.
const MOST_DEPTH: usize = 4;
/// Entries of leaf directories that are kept; with more, they are read anew.
const MOST_KEPT_ENTRIES: usize = 1 << 20;

/// An open file.
pub(super) struct PmTiles {
    file: Mutex<File>,
    header: Header,
    root: Directory,
    /// Directories further down, by where they lie.
    leaves: Mutex<HashMap<u64, Arc<Directory>>>,
}

impl PmTiles {
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut bytes = [0; HEADER_BYTES];
        file.read_exact(&mut bytes)
            .map_err(|_| Fault::broken("文件头不完整", "its header is cut off"))?;
        let header = Header::parse(&bytes, length)?;
        let root = read_part(&mut file, header.root, header.packing, MOST_DIRECTORY_BYTES)?;
        let root = Directory::parse(&root)?;
        if root.len() == 0 {
            return Err(Fault::Empty);
        }
        let metadata = read_part(&mut file, header.metadata, header.packing, MOST_DIRECTORY_BYTES)?;
        let about = About { attribution: attribution(&metadata), ..header.about.clone() };
        let header = Header { about, ..header };
        Ok(Self { file: Mutex::new(file), header, root, leaves: Mutex::default() })
    }

    /// Follows the directories down to a tile; `step` says where each leads.
    fn follow(&self, step: impl Fn(&Directory) -> Found) -> Result<Option<Vec<u8>>, Fault> {
        let mut found = step(&self.root);
        for _ in 0..MOST_DEPTH {
            match found {
                Found::Nothing => return Ok(None),
                Found::Tile(part) => return self.tile(part).map(Some),
                Found::Leaf(part) => found = step(&*self.leaf(part)?),
            }
        }
        Err(Fault::broken("瓦片目录循环", "its directories go in circles"))
    }

    fn tile(&self, part: Part) -> Result<Vec<u8>, Fault> {
        let part = within(part, self.header.tiles)?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        read_part(&mut file, part, self.header.tile_packing, MOST_TILE_BYTES)
    }

    fn leaf(&self, part: Part) -> Result<Arc<Directory>, Fault> {
        let part = within(part, self.header.leaves)?;
        let mut leaves = self.leaves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = leaves.get(&part.offset) {
            return Ok(known.clone());
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = read_part(&mut file, part, self.header.packing, MOST_DIRECTORY_BYTES)?;
        let leaf = Arc::new(Directory::parse(&bytes)?);
        let entries: usize = leaves.values().map(|leaf| leaf.len()).sum();
        if entries + leaf.len() > MOST_KEPT_ENTRIES {
            leaves.clear();
        }
        leaves.insert(part.offset, leaf.clone());
        Ok(leaf)
    }
}

impl TileSource for PmTiles {
    fn about(&self) -> &About {
        &self.header.about
    }

    fn read(&self, TileId { zoom, column, row }: TileId) -> Result<Option<Vec<u8>>, Fault> {
        let number = hilbert_number(zoom, column, row);
        self.follow(|directory| directory.find(number))
    }

    fn sample(&self) -> Result<Option<Vec<u8>>, Fault> {
        self.follow(Directory::first)
    }
}

/// The part of the file that a part of one of its sections is.
fn within(part: Part, section: Part) -> Result<Part, Fault> {
    let end = part.offset.checked_add(part.length);
    if end.is_none_or(|end| end > section.length) {
        return Err(Fault::broken("瓦片不在文件内", "a tile lies outside of it"));
    }
    Ok(Part { offset: section.offset + part.offset, length: part.length })
}

/// Reads and unpacks a part, if it is no longer than that either way.
fn read_part(file: &mut File, part: Part, packing: Packing, most: usize) -> Result<Vec<u8>, Fault> {
    let too_long = || Fault::broken("某部分过大", "a part of it is too large");
    let length = usize::try_from(part.length).ok().filter(|length| *length <= most);
    let mut bytes = vec![0; length.ok_or_else(too_long)?];
    file.seek(SeekFrom::Start(part.offset))?;
    file.read_exact(&mut bytes).map_err(|_| Fault::broken("文件不完整", "parts are missing"))?;
    match packing {
        Packing::Plain => Ok(bytes),
        Packing::Gzip => {
            let mut unpacked = Vec::new();
            // One byte more than allowed, to tell that there are more.
            let mut reader = MultiGzDecoder::new(bytes.as_slice()).take(most as u64 + 1);
            reader.read_to_end(&mut unpacked).map_err(|error| {
                Fault::broken(format!("gzip：{error}"), format!("gzip: {error}"))
            })?;
            if unpacked.len() > most { Err(too_long()) } else { Ok(unpacked) }
        }
    }
}

/// The attribution in the metadata, a JSON object; metadata of another kind say nothing.
fn attribution(metadata: &[u8]) -> Option<String> {
    let metadata: serde_json::Value = serde_json::from_slice(metadata).ok()?;
    Some(metadata.get("attribution")?.as_str()?.to_owned())
}
