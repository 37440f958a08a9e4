//! In which encoding a text is: told by its mark, by being valid UTF-8, or by how it looks.

use std::io::{self, Read as _};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use crate::language::Message;

use super::input::Input;

/// How much text is looked at for a guess.
const LOOKED_AT: usize = 4 << 20;

/// The encoding of a text that is not UTF-8.
pub(super) fn encoding_of(mut input: Input) -> io::Result<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut buffer = vec![0; 1 << 16];
    let mut looked_at = 0;
    let mut is_first = true;
    while looked_at < LOOKED_AT {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        let bytes = &buffer[..read];
        if std::mem::take(&mut is_first)
            && let Some((encoding, _)) = Encoding::for_bom(bytes)
        {
            return Ok(encoding);
        }
        // Only lines with other characters than ASCII tell anything, and count.
        if !bytes.is_ascii() {
            looked_at += read;
        }
        detector.feed(bytes, false);
    }
    detector.feed(b"", true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    Ok(widened(guess))
}

/// The encoding of a text in memory: its mark, UTF-8 where it is valid, else a guess.
pub(super) fn encoding_of_bytes(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    widened(detector.guess(Some(b"cn"), Utf8Detection::Deny))
}

/// GB18030 holds all of GBK, and what programs call GBK is often more.
fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// What is said of a file that was not UTF-8.
pub(super) fn remark(encoding: &'static Encoding) -> Message {
    let name = if encoding == GB18030 { "GBK / GB18030" } else { encoding.name() };
    Message::new(
        format!("文件不是 UTF-8，按 {name} 编码读取；如有乱码请转换为 UTF-8"),
        format!("is not UTF-8 and was read as {name}; if names look wrong, convert it to UTF-8"),
    )
}
