//! Zip archives: the layers in them, unpacked into memory within bounds.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use crate::language::Message;

use super::ReadError;
use super::input::LARGEST_RATIO;

pub(super) const MAGIC: &[u8] = b"PK\x03\x04";

/// Entries beyond these are not looked at.
const MOST_ENTRIES: usize = 10_000;
/// Small entries may be packed as tightly as they like.
const ALWAYS_UNPACKED: u64 = 64 << 20;

/// The names of the entries, as the archive spells them.
pub(super) fn names(archive: impl Read + Seek) -> Result<Vec<String>, ReadError> {
    let mut archive = ZipArchive::new(archive).map_err(|error| damaged(&error))?;
    let count = archive.len().min(MOST_ENTRIES);
    let mut names = Vec::new();
    for entry in 0..count {
        let entry = archive.by_index_raw(entry).map_err(|error| damaged(&error))?;
        if entry.is_file() {
            names.push(name_of(entry.name_raw()));
        }
    }
    Ok(names)
}

/// One entry, unpacked.
pub(super) fn read(
    archive: impl Read + Seek,
    name: &str,
    most: u64,
) -> Result<Option<Vec<u8>>, ReadError> {
    let mut archive = ZipArchive::new(archive).map_err(|error| damaged(&error))?;
    for entry in 0..archive.len().min(MOST_ENTRIES) {
        let raw = archive.by_index_raw(entry).map_err(|error| damaged(&error))?;
        if !name_of(raw.name_raw()).eq_ignore_ascii_case(name) {
            continue;
        }
        let packed = raw.compressed_size().max(1);
        drop(raw);
        let entry = archive.by_index(entry).map_err(|error| damaged(&error))?;
        let bound = most.min(ALWAYS_UNPACKED.max(packed.saturating_mul(LARGEST_RATIO)));
        let mut bytes = Vec::new();
        entry.take(bound + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > bound {
            return Err(ReadError::Unusable(Message::new(
                format!("压缩包中的 {name} 过大"),
                format!("{name} in the archive unpacks to more than it should"),
            )));
        }
        return Ok(Some(bytes));
    }
    Ok(None)
}

/// The first entry with an ending, of an archive in memory.
pub(super) fn first_ending(
    archive: Vec<u8>,
    ending: &str,
    most: u64,
) -> Result<Vec<u8>, ReadError> {
    let archive = Cursor::new(archive);
    let names = names(archive.clone())?;
    let name = names.iter().find(|name| name.to_lowercase().ends_with(ending));
    let found = name.map(|name| read(archive, name, most)).transpose()?.flatten();
    found.ok_or_else(|| {
        ReadError::Unusable(Message::new(
            format!("压缩包中没有 {ending} 文件"),
            format!("there is no {ending} file in the archive"),
        ))
    })
}

/// Names are UTF-8 or, from Chinese systems of old, GBK; the archive does not always say.
fn name_of(raw: &[u8]) -> String {
    super::text::encoding_of_bytes(raw).decode_without_bom_handling(raw).0.into_owned()
}

fn damaged(error: &zip::result::ZipError) -> ReadError {
    ReadError::Unusable(Message::new(
        format!("压缩包无法读取：{error}"),
        format!("the archive cannot be read: {error}"),
    ))
}
