//! A value of JSON that is passed over: to the end of its string, its word or its brackets, however the
//! text is cut into pieces.

use memchr::memchr3;

use super::bytes::{ends_word, resume_in_string, string_end};

/// A value being skipped: how deep in brackets of one kind, and whether in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nest {
    /// The bracket or the quote it begins with; 0 for a number or a word.
    open: u8,
    depth: u32,
    in_string: bool,
}

impl Nest {
    /// The value that begins with a byte.
    pub fn at(first: u8) -> Self {
        match first {
            b'{' | b'[' => Self { open: first, depth: 1, in_string: false },
            b'"' => Self { open: b'"', depth: 0, in_string: true },
            _ => Self { open: 0, depth: 0, in_string: false },
        }
    }

    /// Whether the first byte is a mark and has been seen with it.
    pub fn is_marked(self, first: u8) -> bool {
        self.open == first
    }

    /// Goes on to the end of the value; the place after it, or `None` beyond the buffer, with the place
    /// to go on from in `at`.
    pub fn skip(&mut self, buffer: &[u8], at: &mut usize) -> Option<usize> {
        match self.open {
            0 => {
                let length = buffer[*at..].iter().position(|byte| ends_word(*byte));
                *at += length.unwrap_or(buffer.len() - *at);
                length.map(|_| *at)
            }
            _ => self.skip_marked(buffer, at),
        }
    }

    /// The same of a value with brackets or quotes.
    fn skip_marked(&mut self, buffer: &[u8], at: &mut usize) -> Option<usize> {
        let close = if self.open == b'{' { b'}' } else { b']' };
        loop {
            if self.in_string {
                let Some(end) = string_end(buffer, *at) else {
                    *at = resume_in_string(buffer, *at);
                    return None;
                };
                *at = end;
                self.in_string = false;
                if self.depth == 0 {
                    return Some(*at);
                }
            }
            let Some(next) = memchr3(b'"', self.open, close, buffer.get(*at..)?) else {
                *at = buffer.len();
                return None;
            };
            let byte = buffer[*at + next];
            *at += next + 1;
            if byte == b'"' {
                self.in_string = true;
            } else if byte == self.open {
                self.depth += 1;
            } else {
                self.depth -= 1;
                if self.depth == 0 {
                    return Some(*at);
                }
            }
        }
    }
}
