//! dBase tables, the attributes of shapefiles. Read by hand, for the sake of the encoding: names
//! and values are bytes whose encoding has to be found out from all of them together, and one bad
//! value must not cost the record.
//!
//! Layout after the dBase III specification: a header of 32 bytes, 32 bytes for each field, then
//! records of fixed width, each with a mark for being deleted.

use std::io::{self, Read};

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251};

use crate::files::table::{Cell, Row};
use crate::language::Message;

use super::text::{self, TextEncoding};

/// Tables wider than this are not dBase.
const MOST_FIELDS: usize = 2046;
/// Bytes that a field's name has room for, by the format; some writers take the eleventh too.
const LONGEST_NAME: usize = 10;

/// A table, its records as bytes.
pub(super) struct Dbf {
    fields: Vec<FieldLayout>,
    names: Vec<String>,
    record_length: usize,
    records: Vec<u8>,
    encoding: &'static Encoding,
    /// Whether the user named it.
    is_named: bool,
    /// What had to be assumed about the encoding.
    pub remark: Option<Message>,
}

struct FieldLayout {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    length: usize,
}

impl Dbf {
    /// Reads a table; `encoding` is the user's word, `cpg` the text of the file that names one.
    ///
    /// # Errors
    /// When it is no dBase table, or larger than memory should hold.
    pub fn read(
        mut input: impl Read,
        encoding: Option<TextEncoding>,
        cpg: Option<&str>,
        most: u64,
    ) -> io::Result<Self> {
        let mut header = [0; 32];
        input.read_exact(&mut header)?;
        let count = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        let header_length = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let record_length = usize::from(u16::from_le_bytes([header[10], header[11]]));
        if header_length < 33 || record_length == 0 {
            return Err(damaged("no dBase table"));
        }
        let mut descriptors = vec![0; header_length - 32];
        input.read_exact(&mut descriptors)?;
        let fields = layout(&descriptors, record_length)?;
        let expected = (count as u64) * (record_length as u64);
        if expected > most {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let mut records = Vec::new();
        input.take(expected).read_to_end(&mut records)?;
        // A table that is cut off keeps its complete records.
        records.truncate(records.len() / record_length * record_length);
        let is_named = encoding.is_some();
        let (encoding, remark) = match encoding {
            Some(TextEncoding(encoding)) => (encoding, None),
            None => encoding_of(cpg, header[29], &fields, &records, record_length),
        };
        let names = fields.iter().map(|field| {
            let name = without_half(&field.name, encoding);
            encoding.decode_without_bom_handling(name).0.into_owned()
        });
        let names = names.collect();
        Ok(Self { fields, names, record_length, records, encoding, is_named, remark })
    }

    /// What names and values were read as, unless that is UTF-8 of itself.
    pub fn encoding(&self) -> Option<TextEncoding> {
        (self.is_named || self.encoding != UTF_8).then_some(TextEncoding(self.encoding))
    }

    pub fn len(&self) -> usize {
        self.records.len() / self.record_length
    }

    /// Sets the values of a record in a row of a layer.
    pub fn fill(&self, record: usize, row: &mut Row) {
        let start = record * self.record_length;
        let Some(bytes) = self.records.get(start..start + self.record_length) else { return };
        for (field, name) in self.fields.iter().zip(&self.names) {
            row.set(name, self.cell(field, &bytes[field.start..field.start + field.length]));
        }
    }

    fn cell(&self, field: &FieldLayout, bytes: &[u8]) -> Cell {
        match field.kind {
            b'N' | b'F' => number(bytes),
            b'L' => match bytes.first() {
                Some(b'T' | b't' | b'Y' | b'y') => Cell::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Cell::Bool(false),
                _ => Cell::Empty,
            },
            b'I' if bytes.len() == 4 => {
                let number = i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
                Cell::from(i64::from(number))
            }
            b'O' | b'B' if bytes.len() == 8 => {
                Cell::from(f64::from_le_bytes(bytes.try_into().unwrap_or_default()))
            }
            _ => {
                let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                let (text, _) = self.encoding.decode_without_bom_handling(&bytes[..end]);
                Cell::from(text.trim())
            }
        }
    }
}

fn layout(descriptors: &[u8], record_length: usize) -> io::Result<Vec<FieldLayout>> {
    let mut fields = Vec::new();
    // The first byte of a record tells whether it is deleted.
    let mut start = 1;
    for descriptor in descriptors.chunks_exact(32) {
        if descriptor[0] == 0x0d || fields.len() == MOST_FIELDS {
            break;
        }
        let name = descriptor[..11].split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
        let length = usize::from(descriptor[16]);
        if start + length > record_length {
            return Err(damaged("fields wider than the record"));
        }
        fields.push(FieldLayout { name, kind: descriptor[11], start, length });
        start += length;
    }
    Ok(fields)
}

/// A number; blanks and stars are the way dBase writes that there is none.
fn number(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
        return Cell::Empty;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Cell::from(whole);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::from(number),
        _ => Cell::from(text),
    }
}

/// The encoding: named in the `.cpg` file, else by the table's language mark, else UTF-8 where all
/// text is valid, else what it looks like. A name that the text contradicts is not believed.
fn encoding_of(
    cpg: Option<&str>,
    language: u8,
    fields: &[FieldLayout],
    records: &[u8],
    record_length: usize,
) -> (&'static Encoding, Option<Message>) {
    let text = sample(fields, records, record_length);
    let fits = |encoding: &'static Encoding| {
        let is_whole = |field: &FieldLayout| {
            let name = without_half(&field.name, encoding);
            !encoding.decode_without_bom_handling(name).1
        };
        fields.iter().all(is_whole) && is_mostly_sound(&text, encoding)
    };
    let named = cpg.and_then(TextEncoding::named).map(|named| named.0);
    let named = named.or_else(|| encoding_of_language(language));
    match named {
        Some(encoding) if fits(encoding) => return (encoding, None),
        None if fits(UTF_8) => return (UTF_8, None),
        Some(_) | None => {}
    }
    let encoding = text::encoding_of_bytes(&text);
    let remark = (encoding != UTF_8 || named.is_some()).then(|| text::remark(encoding));
    (encoding, remark)
}

/// Whether a text is in an encoding but for a character here and there that was cut in two.
fn is_mostly_sound(text: &[u8], encoding: &'static Encoding) -> bool {
    let (decoded, has_faults) = encoding.decode_without_bom_handling(text);
    if !has_faults {
        return true;
    }
    let faults = decoded.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let foreign = decoded.chars().filter(|c| !c.is_ascii()).count();
    faults * 20 <= foreign
}

/// A field's name without the half of a character at its end, where it was cut to the ten bytes a
/// table has for it.
fn without_half<'n>(name: &'n [u8], encoding: &'static Encoding) -> &'n [u8] {
    let is_cut = name.len() >= LONGEST_NAME;
    let is_whole = |end: &usize| !encoding.decode_without_bom_handling(&name[..*end]).1;
    let ends = (name.len().saturating_sub(3)..=name.len()).rev();
    let end = ends.into_iter().filter(|_| is_cut).find(is_whole);
    end.map_or(name, |end| &name[..end])
}

/// Names and texts of the table put together, up to some megabytes.
fn sample(fields: &[FieldLayout], records: &[u8], record_length: usize) -> Vec<u8> {
    const ENOUGH: usize = 4 << 20;
    let mut sample: Vec<u8> = Vec::new();
    // A name that may be cut off in the middle of a character tells nothing.
    for field in fields.iter().filter(|field| field.name.len() < LONGEST_NAME) {
        sample.extend_from_slice(&field.name);
        sample.push(b'\n');
    }
    let texts: Vec<_> = fields.iter().filter(|field| field.kind == b'C').collect();
    for record in records.chunks_exact(record_length) {
        for field in &texts {
            let bytes = &record[field.start..field.start + field.length];
            // Cut off in the middle of a character, as writers do: that is no contradiction.
            let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |e| e + 1);
            if end < field.length {
                sample.extend_from_slice(&bytes[..end]);
                sample.push(b'\n');
            }
        }
        if sample.len() > ENOUGH {
            break;
        }
    }
    sample
}

/// The encoding that the language mark of the header stands for.
fn encoding_of_language(mark: u8) -> Option<&'static Encoding> {
    match mark {
        0x4d | 0x7a => Some(GB18030),
        0x4f | 0x78 => Some(BIG5),
        0x13 | 0x7b => Some(SHIFT_JIS),
        0x4e | 0x79 => Some(EUC_KR),
        // 0x03 and 0x57 only say "the system's own", which was rarely the writer's.
        0xc8 => Some(WINDOWS_1250),
        0xc9 => Some(WINDOWS_1251),
        _ => None,
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
