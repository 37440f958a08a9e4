//! GeoJSON in all its forms, as a stream: while one piece is cut into features, the one before is
//! parsed, so that all processors work and the file is never held as a whole.
//!
//! `splitter` cuts the text, `feature` parses one piece, its `geometry` straight into the store.
//! RFC 7946 is read in any order of members, with foreign members, escapes and positions of three
//! numbers; so are newline-delimited files and RFC 8142 sequences.

mod bytes;
mod coordinates;
mod feature;
mod geometry;
mod lenient;
mod members;
mod nest;
mod splitter;

use std::io::Read;
use std::ops::Range;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::files::flaw::Flaw;
use crate::files::soundness::Winding;
use crate::files::table::Table;
use crate::language::Message;

use super::input::{Input, unreadable};
use super::{RawLayer, ReadError};
use splitter::{Found, Splitter, Tear, Torn};

/// How much is read, and parsed by one thread, at once.
const BLOCK: usize = 1 << 20;
/// How many blocks are cut while as many are parsed.
const BLOCKS_AHEAD: usize = 16;

/// Reads a stream of UTF-8, up to a number of features if one is given.
///
/// # Errors
/// [`ReadError::NotUtf8`] where the text is in another encoding: the caller decodes it and comes
/// again. Text that does not hold together is refused with its line. A feature that is broken by
/// itself becomes a row with a flaw.
pub(super) fn read(input: Input, most_features: Option<usize>) -> Result<RawLayer, ReadError> {
    let mut stream = Stream::new(input);
    let mut table = Table::default();
    let mut batches = stream.next_batches()?;
    if let (Some(most), Some(first)) = (most_features, batches.first_mut()) {
        first.features.truncate(most);
        batches.truncate(1);
    }
    let mut parsed: Vec<Table> = Vec::new();
    while !batches.is_empty() {
        let before = std::mem::take(&mut parsed);
        let (next, now_parsed) = rayon::join(
            || {
                before.into_iter().for_each(|part| table.append(part));
                stream.next_batches()
            },
            || batches.into_par_iter().map(Batch::parse).collect::<Vec<_>>(),
        );
        parsed = now_parsed;
        if most_features.is_some_and(|most| parsed.iter().map(Table::len).sum::<usize>() >= most) {
            break;
        }
        batches = match next {
            // The beginning is enough for whoever wants only that.
            Err(_) if most_features.is_some() => break,
            next => next?,
        };
    }
    parsed.into_iter().for_each(|part| table.append(part));
    let header = stream.header()?;
    if stream.headers.is_empty() {
        check_is_geojson(&table)?;
    }
    let Header { crs, synthetic } = header;
    let winding = Winding::Counterclockwise;
    let crs = crs.as_ref().and_then(declared_crs);
    Ok(RawLayer { crs, synthetic, winding, ..RawLayer::of(table) })
}

/// A file without any list of features is one feature or a sequence of them. If the first is none,
/// it is a file of another kind.
fn check_is_geojson(table: &Table) -> Result<(), ReadError> {
    let reason = match table.geometries.flaw_of(0) {
        _ if table.len() == 0 => Message::new("文件是空的", "the file is empty"),
        Some(Flaw::BrokenFeature(reason)) => Message::same(reason.clone()),
        _ => return Ok(()),
    };
    Err(ReadError::Unusable(Message::new(
        format!("不是 GeoJSON：{}", reason.zh),
        format!("not valid GeoJSON: {}", reason.en),
    )))
}

/// The name of the system in a `crs` member, which RFC 7946 abolished and many programs still
/// write. `null` says that none is known.
fn declared_crs(member: &Value) -> Option<String> {
    if member.is_null() {
        return None;
    }
    let name = member.pointer("/properties/name").or(member.pointer("/properties/code"));
    Some(match name {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Number(code)) => code.to_string(),
        _ => member.to_string(),
    })
}

/// What a document says beside its features.
#[derive(Debug, Default, Deserialize)]
struct Header {
    #[serde(default)]
    crs: Option<Value>,
    /// Whether the file says of itself that it is made up, as our own sample does.
    #[serde(default)]
    synthetic: bool,
}

/// Features that were cut from the stream together.
struct Batch {
    text: Vec<u8>,
    features: Vec<Range<usize>>,
}

impl Batch {
    fn parse(self) -> Table {
        let mut table = Table::default();
        for range in self.features {
            match std::str::from_utf8(&self.text[range]) {
                Ok(text) => feature::add(text, &mut table),
                // The stream was checked; this is for the reader's peace.
                Err(error) => table.geometries.push_flaw(Flaw::BrokenFeature(error.to_string())),
            }
        }
        table
    }
}

/// The text as it comes, cut into batches.
struct Stream<'p> {
    input: Input<'p>,
    splitter: Splitter,
    buffer: Vec<u8>,
    /// How much of the buffer is known to be UTF-8.
    checked: usize,
    headers: Vec<Vec<u8>>,
    ended: bool,
    /// What stopped reading, told after the features before it.
    failed: Option<ReadError>,
}

impl<'p> Stream<'p> {
    fn new(input: Input<'p>) -> Self {
        Self {
            input,
            splitter: Splitter::new(),
            buffer: Vec::new(),
            checked: 0,
            headers: Vec::new(),
            ended: false,
            failed: None,
        }
    }

    /// The next batches; none at the end.
    fn next_batches(&mut self) -> Result<Vec<Batch>, ReadError> {
        let mut batches = Vec::new();
        while batches.len() < BLOCKS_AHEAD && !self.ended && self.failed.is_none() {
            match self.next_batch() {
                Ok(batch) => batches.extend(batch),
                Err(error) => self.failed = Some(error),
            }
        }
        if batches.is_empty()
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        Ok(batches)
    }

    /// Reads a block; the features that are complete now, if any.
    fn next_batch(&mut self) -> Result<Option<Batch>, ReadError> {
        let length = self.buffer.len();
        self.buffer.reserve(BLOCK);
        let read = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.buffer);
        read.map_err(|error| ReadError::Unusable(unreadable(&error)))?;
        if self.buffer.len() == length {
            self.ended = true;
            let complete = self.splitter.end(&self.buffer);
            complete.map_err(|torn| ReadError::Unusable(malformed(torn)))?;
        }
        self.check_encoding()?;
        let mut found = Found::default();
        let looked = self.splitter.look_at(&self.buffer, &mut found);
        looked.map_err(|torn| ReadError::Unusable(malformed(torn)))?;
        self.headers.append(&mut found.headers);
        let kept = self.splitter.kept_from();
        if kept == 0 {
            return Ok(None);
        }
        let rest = self.buffer[kept..].to_vec();
        let mut text = std::mem::replace(&mut self.buffer, rest);
        text.truncate(kept);
        self.splitter.forget(&text);
        self.checked = self.checked.saturating_sub(kept);
        let features = found.features;
        Ok((!features.is_empty()).then_some(Batch { text, features }))
    }

    fn check_encoding(&mut self) -> Result<(), ReadError> {
        match std::str::from_utf8(&self.buffer[self.checked..]) {
            Ok(text) => self.checked += text.len(),
            // A character may be cut in two by the end of the block, but not by that of the file.
            Err(error) if error.error_len().is_none() && !self.ended => {
                self.checked += error.valid_up_to();
            }
            Err(_) => return Err(ReadError::NotUtf8),
        }
        Ok(())
    }

    /// What the documents said around their features; of the first that says it.
    fn header(&self) -> Result<Header, ReadError> {
        let mut all = Header::default();
        for text in &self.headers {
            let header: Header = serde_json::from_slice(text).map_err(|error| {
                let reason = feature::reason_of(&error);
                ReadError::Unusable(Message::new(
                    format!("不是有效的 GeoJSON：{reason}"),
                    format!("not valid GeoJSON: {reason}"),
                ))
            })?;
            all.crs = all.crs.or(header.crs);
            all.synthetic |= header.synthetic;
        }
        Ok(all)
    }
}

fn malformed(Torn { line, column, what }: Torn) -> Message {
    let (zh, en) = match what {
        Tear::EndsEarly => {
            ("文件在此中断".to_owned(), "the file ends here in the middle".to_owned())
        }
        Tear::Unexpected(byte) if byte.is_ascii_graphic() => {
            let byte = char::from(byte);
            (format!("不应出现“{byte}”"), format!("unexpected \"{byte}\""))
        }
        Tear::Unexpected(_) => ("不是文本".to_owned(), "not text".to_owned()),
        Tear::TooLarge => {
            ("单个要素过大".to_owned(), "a single feature is larger than 128 MB".to_owned())
        }
    };
    Message::new(
        format!("第 {line} 行第 {column} 列不是有效的 GeoJSON：{zh}"),
        format!("not valid GeoJSON at line {line}, column {column}: {en}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::table::Cell;
    use geo::Geometry;
    use proptest::prelude::*;
    use serde_json::json;

    fn position() -> impl Strategy<Value = Value> {
        let number = prop_oneof![-180.0..180.0_f64, (-180_i32..180).prop_map(f64::from)];
        prop::collection::vec(number, 2..4).prop_map(|numbers| json!(numbers))
    }

    fn list(
        of: impl Strategy<Value = Value>,
        length: std::ops::Range<usize>,
    ) -> impl Strategy<Value = Value> {
        prop::collection::vec(of, length).prop_map(Value::Array)
    }

    fn ring() -> impl Strategy<Value = Value> {
        prop::collection::vec(position(), 3..7).prop_map(|mut ring| {
            ring.push(ring[0].clone());
            Value::Array(ring)
        })
    }

    fn geometry() -> impl Strategy<Value = Value> {
        let of = |kind: &'static str| move |coordinates: Value| json!({ "type": kind, "coordinates": coordinates });
        prop_oneof![
            Just(Value::Null),
            position().prop_map(of("Point")),
            list(position(), 0..4).prop_map(of("MultiPoint")),
            list(position(), 2..6).prop_map(of("LineString")),
            list(list(position(), 2..4), 0..3).prop_map(of("MultiLineString")),
            list(ring(), 1..3).prop_map(of("Polygon")),
            list(list(ring(), 1..3), 0..3).prop_map(of("MultiPolygon")),
        ]
    }

    fn properties() -> impl Strategy<Value = Value> {
        let value = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            (-1e6..1e6_f64).prop_map(Value::from),
            "[a-z{}\\[\\]\"\\\\住宅\u{1F600} ]{0,9}".prop_map(Value::from),
            Just(json!({ "features": [1, {}] })),
        ];
        let members = prop::collection::btree_map("[a-d]|features|名称", value, 0..4);
        prop_oneof![Just(Value::Null), members.prop_map(|members| json!(members))]
    }

    /// A collection with its members in some order, and others among them.
    fn document() -> impl Strategy<Value = (Vec<(Value, Value)>, String)> {
        let features = prop::collection::vec((geometry(), properties()), 0..8);
        (features, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(features, list_first, pretty, geometry_first)| {
                let list: Vec<Value> = features
                    .iter()
                    .map(|(geometry, properties)| match geometry_first {
                        true => json!({ "geometry": geometry, "bbox": [1, 2, 3, 4],
                            "properties": properties, "type": "Feature" }),
                        false => json!({ "type": "Feature", "properties": properties,
                            "note": "}]{", "geometry": geometry }),
                    })
                    .collect();
                let document = match list_first {
                    true => json!({ "features": list, "extra": { "features": [{}] },
                        "type": "FeatureCollection" }),
                    false => json!({ "type": "FeatureCollection", "name": "\"features\":[",
                        "features": list }),
                };
                let text = match pretty {
                    true => serde_json::to_string_pretty(&document),
                    false => serde_json::to_string(&document),
                };
                (features, text.unwrap_or_default())
            },
        )
    }

    fn ours(text: &str) -> Table {
        let input = Input::of_bytes(text.as_bytes().into()).expect("in memory");
        match read(input, None) {
            Ok(layer) => layer.table,
            Err(error) => panic!("{}: {text}", error.message().en),
        }
    }

    proptest! {
        /// The crate is the reference for geometry; properties are compared with what was put in.
        #[test]
        fn both_readers_agree((features, text) in document()) {
            let table = ours(&text);
            let reference: geojson::FeatureCollection = text.parse().expect("valid GeoJSON");
            prop_assert_eq!(table.len(), features.len());
            for (row, feature) in reference.features.into_iter().enumerate() {
                let expected = feature.geometry.map(|geometry| Geometry::try_from(geometry.value));
                match (expected, table.geometries.get(row)) {
                    (Some(Ok(expected)), Ok(found)) => prop_assert_eq!(found, expected),
                    (None, Err(flaw)) => prop_assert_eq!(flaw, Flaw::NoGeometry),
                    other => prop_assert!(false, "{:?}", other),
                }
                let Value::Object(members) = &features[row].1 else { continue };
                for (name, value) in members {
                    let column = table.position(name);
                    let found = column.map_or(&Cell::Empty, |column| table.cell(column, row));
                    prop_assert_eq!(found, &Cell::from(value.clone()), "{}", name);
                }
            }
        }

        #[test]
        fn lines_hold_the_same_as_a_collection((features, _) in document()) {
            prop_assume!(!features.is_empty());
            let feature = |(geometry, properties): &(Value, Value)| {
                json!({ "type": "Feature", "geometry": geometry, "properties": properties })
            };
            let list: Vec<Value> = features.iter().map(feature).collect();
            let lines: Vec<String> = list.iter().map(Value::to_string).collect();
            let (one, other) = (
                ours(&lines.join("\n")),
                ours(&json!({ "type": "FeatureCollection", "features": list }).to_string()),
            );
            prop_assert_eq!(one.len(), other.len());
            for row in 0..one.len() {
                prop_assert_eq!(one.geometries.get(row), other.geometries.get(row));
            }
        }
    }
}
