//! Finds the features in a stream of JSON text without parsing them: braces, brackets and strings
//! are all it looks at. What lies around the features, the document's other members, is handed on
//! as the header.
//!
//! The text may be one document (a feature collection, a feature or a geometry), or a sequence of
//! them, one after the other: newline-delimited GeoJSON and RFC 8142 sequences. Whether the parts
//! are valid JSON is left to whoever parses them; text that does not even hold together is an
//! error here.

use std::ops::Range;

use super::bytes::{begins_value, count_lines, is_features, string_end};
use super::nest::Nest;

/// No single feature, and no header, is larger than this: what is, is no feature of a map, and
/// would fill the memory.
const LARGEST_ELEMENT: usize = 128 << 20;
/// Marks the beginning of each document in RFC 8142.
const RECORD_SEPARATOR: u8 = 0x1e;

/// The state between two pieces of the stream.
#[derive(Debug)]
pub(super) struct Splitter {
    state: State,
    /// How far the buffer has been looked at.
    position: usize,
    /// Where the element begins that is not complete yet.
    element: usize,
    /// Where the name of the current member begins and ends, quotes included.
    key: Range<usize>,
    /// Text of the document around its features.
    header: Vec<u8>,
    /// Whether the document has a list of features.
    has_features: bool,
    /// Lines of the stream before the buffer.
    lines_before: usize,
}

/// What has been found in the buffer.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Features, and other values in their place, as ranges of the buffer.
    pub features: Vec<Range<usize>>,
    /// The text of each document around its features: an object whose list is empty.
    pub headers: Vec<Vec<u8>>,
}

/// Text that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Torn {
    /// From 1, as is the column, which counts bytes.
    pub line: usize,
    pub column: usize,
    pub what: Tear,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tear {
    /// The text ends in the middle of something.
    EndsEarly,
    /// Something else than JSON wants here.
    Unexpected(u8),
    TooLarge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between documents.
    Outside,
    /// Directly in the outermost object.
    Top(Wanted),
    /// In a value of the outermost object.
    Value(Nest),
    /// In the list of features, between two of them.
    List(Wanted),
    /// In a feature.
    Feature(Nest),
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    ItemOrEnd,
    Item,
    Colon,
    Value,
    CommaOrEnd,
}

impl Splitter {
    pub fn new() -> Self {
        Self {
            state: State::Outside,
            position: 0,
            element: 0,
            key: 0..0,
            header: Vec::new(),
            has_features: false,
            lines_before: 0,
        }
    }

    /// Looks at what has been appended to the buffer since the last call.
    pub fn look_at(&mut self, buffer: &[u8], found: &mut Found) -> Result<(), Torn> {
        while self.position < buffer.len() {
            let before = (self.position, self.state);
            self.step(buffer, found)?;
            if before == (self.position, self.state) {
                break;
            }
        }
        if buffer.len() - self.kept_from().min(buffer.len()) > LARGEST_ELEMENT
            || self.header.len() > LARGEST_ELEMENT
        {
            return Err(self.torn(buffer, Tear::TooLarge));
        }
        Ok(())
    }

    /// From where on the buffer is still needed.
    pub fn kept_from(&self) -> usize {
        match self.state {
            State::Outside | State::List(_) => self.position,
            State::Top(_) | State::Value(_) | State::Feature(_) => self.element,
        }
    }

    /// Takes note that the beginning of the buffer is gone.
    pub fn forget(&mut self, gone: &[u8]) {
        self.lines_before += count_lines(gone);
        let length = gone.len();
        self.position -= length;
        self.element = self.element.saturating_sub(length);
        self.key = self.key.start.saturating_sub(length)..self.key.end.saturating_sub(length);
    }

    /// Checks that the stream may end here.
    pub fn end(&self, buffer: &[u8]) -> Result<(), Torn> {
        match self.state {
            State::Outside => Ok(()),
            _ => Err(self.torn(buffer, Tear::EndsEarly)),
        }
    }

    fn torn(&self, buffer: &[u8], what: Tear) -> Torn {
        let before = &buffer[..self.position.min(buffer.len())];
        let line = self.lines_before + count_lines(before) + 1;
        let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |end| end + 1) + 1;
        Torn { line, column, what }
    }

    fn step(&mut self, buffer: &[u8], found: &mut Found) -> Result<(), Torn> {
        match self.state {
            State::Value(nest) => {
                if let Some(after) = self.skip(buffer, nest, State::Value) {
                    self.position = after;
                    self.state = State::Top(Wanted::CommaOrEnd);
                }
                return Ok(());
            }
            State::Feature(nest) => {
                if let Some(after) = self.skip(buffer, nest, State::Feature) {
                    self.position = after;
                    found.features.push(self.element..after);
                    self.state = State::List(Wanted::CommaOrEnd);
                }
                return Ok(());
            }
            State::Outside | State::Top(_) | State::List(_) => {}
        }
        let byte = buffer[self.position];
        let is_space = byte.is_ascii_whitespace();
        if is_space || (self.state == State::Outside && byte == RECORD_SEPARATOR) {
            self.position += 1;
            return Ok(());
        }
        match (self.state, byte) {
            (State::Outside, b'{') => {
                self.element = self.position;
                self.position += 1;
                self.state = State::Top(Wanted::ItemOrEnd);
            }
            (State::Top(Wanted::ItemOrEnd | Wanted::Item), b'"') => {
                let from = self.position;
                let Some(after) = string_end(buffer, from + 1) else {
                    // The name goes on in what is not read yet.
                    return self.check_name_length(buffer, from);
                };
                self.key = from..after;
                self.position = after;
                self.state = State::Top(Wanted::Colon);
            }
            (State::Top(Wanted::Colon), b':') => {
                self.position += 1;
                self.state = State::Top(Wanted::Value);
            }
            (State::Top(Wanted::Value), b'[') if is_features(&buffer[self.key.clone()]) => {
                self.position += 1;
                self.has_features = true;
                self.header.extend_from_slice(&buffer[self.element..self.position]);
                self.state = State::List(Wanted::ItemOrEnd);
            }
            (State::Top(Wanted::Value), first) if begins_value(first) => {
                self.state = State::Value(Nest::at(first));
                self.position += usize::from(Nest::at(first).is_marked(first));
            }
            (State::Top(Wanted::CommaOrEnd), b',') => {
                self.position += 1;
                self.state = State::Top(Wanted::Item);
            }
            (State::Top(Wanted::CommaOrEnd | Wanted::ItemOrEnd), b'}') => {
                self.position += 1;
                self.end_document(buffer, found);
            }
            (State::List(Wanted::ItemOrEnd | Wanted::CommaOrEnd), b']') => {
                self.element = self.position;
                self.position += 1;
                self.state = State::Top(Wanted::CommaOrEnd);
            }
            (State::List(Wanted::CommaOrEnd), b',') => {
                self.position += 1;
                self.state = State::List(Wanted::Item);
            }
            (State::List(Wanted::ItemOrEnd | Wanted::Item), first) if begins_value(first) => {
                self.element = self.position;
                self.state = State::Feature(Nest::at(first));
                self.position += usize::from(Nest::at(first).is_marked(first));
            }
            (_, other) => return Err(self.torn(buffer, Tear::Unexpected(other))),
        }
        Ok(())
    }

    fn check_name_length(&self, buffer: &[u8], from: usize) -> Result<(), Torn> {
        let too_large = buffer.len() - from > LARGEST_ELEMENT;
        if too_large { Err(self.torn(buffer, Tear::TooLarge)) } else { Ok(()) }
    }

    /// The outermost object is closed. Without a list of features it is one itself.
    fn end_document(&mut self, buffer: &[u8], found: &mut Found) {
        if self.has_features {
            self.header.extend_from_slice(&buffer[self.element..self.position]);
            found.headers.push(std::mem::take(&mut self.header));
        } else {
            found.features.push(self.element..self.position);
        }
        self.has_features = false;
        self.state = State::Outside;
    }

    /// Skips a value; the place after it, or `None` when it goes on beyond the buffer.
    fn skip(&mut self, buffer: &[u8], mut nest: Nest, state: fn(Nest) -> State) -> Option<usize> {
        let mut at = self.position;
        let after = nest.skip(buffer, &mut at);
        if after.is_none() {
            self.position = at;
            self.state = state(nest);
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Features and headers of a text that comes in pieces of a length.
    fn split(text: &str, piece: usize) -> Result<(Vec<String>, Vec<String>), Torn> {
        let mut splitter = Splitter::new();
        let (mut features, mut headers) = (Vec::new(), Vec::new());
        let mut buffer = Vec::new();
        for bytes in text.as_bytes().chunks(piece) {
            buffer.extend_from_slice(bytes);
            let mut found = Found::default();
            splitter.look_at(&buffer, &mut found)?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            features.extend(found.features.into_iter().map(|range| text(&buffer[range])));
            headers.extend(found.headers.iter().map(|header| text(header)));
            let rest = buffer.split_off(splitter.kept_from());
            splitter.forget(&buffer);
            buffer = rest;
        }
        splitter.end(&buffer)?;
        Ok((features, headers))
    }

    /// The same however the stream is cut into pieces.
    fn split_any(text: &str) -> Result<(Vec<String>, Vec<String>), Torn> {
        let whole = split(text, text.len().max(1));
        for piece in 1..40 {
            // The column counts from the last line end still in the buffer.
            let without_column = |torn: Torn| Torn { column: 0, ..torn };
            let (found, expected) = (split(text, piece), whole.clone());
            assert_eq!(
                found.map_err(without_column),
                expected.map_err(without_column),
                "in pieces of {piece}: {text}"
            );
        }
        whole
    }

    #[test]
    fn features_are_found_wherever_the_list_stands() {
        let text = r#"{"x":{"features":[1]},"name":"fea\"tures","features" : [ {"a":"}]"} , {"b":[{}]},null ] ,"type":"FeatureCollection"}"#;
        let (features, headers) = split_any(text).expect("well formed");
        assert_eq!(features, [r#"{"a":"}]"}"#, r#"{"b":[{}]}"#, "null"]);
        let header = r#"{"x":{"features":[1]},"name":"fea\"tures","features" : [] ,"type":"FeatureCollection"}"#;
        assert_eq!(headers, [header]);
    }

    #[test]
    fn strings_may_hold_anything() {
        let text = r#"{"features":[{"a":"\\"},{"b":"\\\"}{"},{"c\\":1}]}"#;
        let (features, _) = split_any(text).expect("well formed");
        assert_eq!(features, [r#"{"a":"\\"}"#, r#"{"b":"\\\"}{"}"#, r#"{"c\\":1}"#]);
    }

    #[test]
    fn an_escaped_name_is_the_same_name() {
        let (features, _) = split_any(r#"{"\u0066eatures":[{}]}"#).expect("well formed");
        assert_eq!(features, ["{}"]);
    }

    #[test]
    fn sequences_are_split_with_and_without_record_separators() {
        let text = "\u{1e}{\"a\":1}\n\u{1e}{\"b\":{\"c\":2}}\n";
        let (features, headers) = split_any(text).expect("well formed");
        assert_eq!((features.len(), headers.len()), (2, 0));
        let (features, _) = split_any("{\"a\":1}\r\n{\"b\":2}{\"c\":3}").expect("well formed");
        assert_eq!(features, ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"]);
    }

    #[test]
    fn torn_text_names_its_line() {
        let torn = |text: &str| split_any(text).expect_err("torn");
        let ends_early = torn("{\"features\":[\n{},\n{\"a\":");
        assert_eq!((ends_early.line, ends_early.what), (3, Tear::EndsEarly));
        assert_eq!(torn("{\"features\":[{}\n{}]}").what, Tear::Unexpected(b'{'));
        assert_eq!(torn("{\"features\":[{},]}").what, Tear::Unexpected(b']'));
        assert_eq!(torn("[1]").what, Tear::Unexpected(b'['));
        assert_eq!(torn("{}\n}").line, 2);
    }
}
