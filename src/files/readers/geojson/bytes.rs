//! Bytes of JSON: where strings end, what begins a value and what ends a word, and which name is that of the
//! list of features.

use memchr::memchr2;

/// The place after the quote that ends a string.
pub(super) fn string_end(buffer: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let next = memchr2(b'"', b'\\', buffer.get(at..)?)?;
        if buffer[at + next] == b'"' {
            return Some(at + next + 1);
        }
        at += next + 2;
    }
}

/// Where to look on for the end of a string that goes beyond the buffer: at its end, or at a
/// backslash whose partner is not there yet.
pub(super) fn resume_in_string(buffer: &[u8], from: usize) -> usize {
    let backslashes = buffer[from..].iter().rev().take_while(|byte| **byte == b'\\').count();
    buffer.len() - backslashes % 2
}

pub(super) fn begins_value(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
}

pub(super) fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']')
}

/// Whether the name of a member, quotes included, is `features` in any spelling JSON allows.
pub(super) fn is_features(key: &[u8]) -> bool {
    key == b"\"features\""
        || (key.contains(&b'\\')
            && serde_json::from_slice::<String>(key).is_ok_and(|name| name == "features"))
}

pub(super) fn count_lines(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}
