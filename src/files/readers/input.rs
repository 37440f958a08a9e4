//! The bytes of a layer: from a file or from memory, unpacked, and counted for the progress.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding};
use flate2::bufread::MultiGzDecoder;

use crate::files::Progress;
use crate::language::Message;

/// A stream of bytes that tells how much of the file is read, and ends with an error when nobody
/// waits for the rest.
pub(in crate::files) struct Input<'p>(Box<dyn Read + Send + 'p>);

impl<'p> Input<'p> {
    /// A file, unpacked if it is a gzip.
    ///
    /// # Errors
    /// Where it cannot be opened, or is no file but a folder, a pipe or a device: those may never
    /// end.
    pub fn open(path: &Path, progress: &'p dyn Progress) -> io::Result<Self> {
        let file = open_file(path)?;
        let length = file.metadata()?.len();
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted { file, taken: taken.clone(), length, progress };
        let mut buffered = BufReader::with_capacity(1 << 16, counted);
        let reader: Box<dyn Read + Send + 'p> = if buffered.fill_buf()?.starts_with(GZIP) {
            let unpacked = MultiGzDecoder::new(buffered);
            Box::new(Bounded { reader: unpacked, unpacked: 0, taken: taken.clone() })
        } else {
            Box::new(buffered)
        };
        Self(reader).without_byte_order_mark()
    }

    /// Text in memory.
    pub fn of_bytes(bytes: Arc<[u8]>) -> io::Result<Self> {
        Self(Box::new(Cursor::new(bytes))).without_byte_order_mark()
    }

    /// The stream as UTF-8, from another encoding.
    pub fn decoded(self, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder();
        let text = Vec::new();
        Self(Box::new(Decoding { reader: self.0, decoder, text, given: 0, ended: false }))
    }

    /// Everything, where it is no larger than a limit.
    pub fn read_whole(mut self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self).take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too large"));
        }
        Ok(bytes)
    }

    fn without_byte_order_mark(mut self) -> io::Result<Self> {
        let mut first = Vec::new();
        (&mut self).take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut first)?;
        if first == BYTE_ORDER_MARK {
            first.clear();
        }
        Ok(Self(Box::new(Cursor::new(first).chain(self.0))))
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// The mark that some programs write before UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
pub(super) const GZIP: &[u8] = b"\x1f\x8b";

/// Opens a file for reading; nothing else than a regular file, also through links.
pub(in crate::files) fn open_file(path: &Path) -> io::Result<File> {
    // Asked before opening: opening a pipe waits for whoever writes into it.
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "not a regular file"));
    }
    File::open(path)
}

struct Counted<'p> {
    file: File,
    /// Bytes taken from the file so far, of how many.
    taken: Arc<AtomicU64>,
    length: u64,
    progress: &'p dyn Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let read = self.file.read(buffer)? as u64;
        let taken = self.taken.fetch_add(read, Ordering::Relaxed) + read;
        self.progress.share(taken as f64 / self.length.max(1) as f64);
        Ok(read as usize)
    }
}

/// Unpacked bytes, as long as they are not out of all proportion to what they were packed into.
struct Bounded<R> {
    reader: R,
    unpacked: u64,
    taken: Arc<AtomicU64>,
}

/// Text of this size is unpacked whatever it was packed into.
const ALWAYS_UNPACKED: u64 = 64 << 20;
/// Coordinates as text pack to a tenth, the same feature again and again to a hundredth.
pub(super) const LARGEST_RATIO: u64 = 250;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.unpacked += read as u64;
        let taken = self.taken.load(Ordering::Relaxed).max(1);
        if self.unpacked > ALWAYS_UNPACKED && self.unpacked / taken > LARGEST_RATIO {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the packed file unpacks to more than 250 times its size",
            ));
        }
        Ok(read)
    }
}

/// A stream of another encoding as UTF-8.
struct Decoding<'p> {
    reader: Box<dyn Read + Send + 'p>,
    decoder: Decoder,
    /// Decoded text, of which so much has been given out.
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Read for Decoding<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            let mut bytes = vec![0; 1 << 16];
            let read = self.reader.read(&mut bytes)?;
            self.ended = read == 0;
            let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * read + 16);
            self.text.resize(room, 0);
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(&bytes[..read], &mut self.text, self.ended);
            self.text.truncate(written);
            self.given = 0;
        }
        let count = buffer.len().min(self.text.len() - self.given);
        buffer[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// Why a file cannot be read, in the planner's words.
pub(in crate::files) fn unreadable(error: &io::Error) -> Message {
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("找不到文件", "no such file"),
        io::ErrorKind::PermissionDenied => ("没有读取权限", "no permission to read it"),
        io::ErrorKind::IsADirectory => ("这是一个文件夹", "it is a folder"),
        io::ErrorKind::Unsupported => ("不是普通文件", "it is no regular file"),
        io::ErrorKind::FileTooLarge => ("文件过大", "it is too large"),
        _ => {
            return Message::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
        }
    };
    Message::new(zh, en)
}
