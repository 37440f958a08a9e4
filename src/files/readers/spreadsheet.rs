//! Tables of rows and columns: CSV in any separator and encoding, and workbooks. Where they have
//! coordinates or well-known text they are points or shapes; else attributes, to be joined to a
//! layer by their key.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Sheets};
use geozero::ToGeo as _;
use geozero::wkt::Wkt;

use crate::files::aliases::normal;
use crate::files::flaw::Flaw;
use crate::files::table::{Cell, Table};
use crate::language::Message;

use super::input::Input;
use super::{RawLayer, ReadError, Reading, TextEncoding, text};

/// Tables larger than this are refused; as text they are read whole.
const LARGEST: u64 = 1 << 30;

/// Columns of coordinates, east first, by their usual names.
const COORDINATES: [(&[&str], &[&str]); 2] = [
    (
        &[
            "lon",
            "lng",
            "longitude",
            "long",
            "经度",
            "jd",
            "lon_wgs84",
            "lng_wgs84",
            "wgs84_lon",
            "wgs84_lng",
            "lon_gcj02",
            "lng_gcj02",
            "gcj02_lon",
            "gcj02_lng",
            "lon_gcj",
            "lng_gcj",
            "gcj_lon",
            "gcj_lng",
            "lon_bd09",
            "lng_bd09",
            "bd09_lon",
            "bd09_lng",
        ],
        &[
            "lat",
            "latitude",
            "纬度",
            "wd",
            "lat_wgs84",
            "lat_wgs84",
            "wgs84_lat",
            "wgs84_lat",
            "lat_gcj02",
            "lat_gcj02",
            "gcj02_lat",
            "gcj02_lat",
            "lat_gcj",
            "lat_gcj",
            "gcj_lat",
            "gcj_lat",
            "lat_bd09",
            "lat_bd09",
            "bd09_lat",
            "bd09_lat",
        ],
    ),
    (
        &["x", "easting", "east", "xcoord", "coordx", "pointx", "x坐标", "东坐标", "横坐标"],
        &["y", "northing", "north", "ycoord", "coordy", "pointy", "y坐标", "北坐标", "纵坐标"],
    ),
];
/// Columns of geometry as well-known text.
const WKT: [&str; 5] = ["wkt", "geometry", "geom", "the_geom", "几何"];

/// Reads delimited text.
pub(super) fn read_delimited(input: Input, reading: Reading) -> Result<RawLayer, ReadError> {
    let most_features = reading.most_features;
    let mut bytes = match most_features {
        Some(_) => {
            let mut head = Vec::new();
            input.take(1 << 20).read_to_end(&mut head)?;
            // The last line may be cut off.
            head.truncate(memchr::memrchr(b'\n', &head).map_or(head.len(), |end| end + 1));
            head
        }
        None => input.read_whole(LARGEST)?,
    };
    let named = reading.encoding.map(|named| named.0);
    let encoding = named.unwrap_or_else(|| text::encoding_of_bytes(&bytes));
    let is_guess = named.is_none() && encoding != encoding_rs::UTF_8;
    if encoding != encoding_rs::UTF_8 {
        bytes = encoding.decode(&bytes).0.into_owned().into_bytes();
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(&bytes))
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes.as_slice());
    let mut rows = reader.byte_records().map(|record| {
        let record = record.map_err(|error| unusable(&error.to_string()))?;
        let cell = |value: &[u8]| Cell::from(&*String::from_utf8_lossy(value));
        Ok(record.iter().map(cell).collect::<Vec<_>>())
    });
    let mut layer = read_rows(&mut rows, most_features)?;
    layer.remarks.extend(is_guess.then(|| text::remark(encoding)));
    layer.encoding = (named.is_some() || is_guess).then_some(TextEncoding(encoding));
    Ok(layer)
}

/// Reads a sheet of a workbook; the first that has rows where none is named.
pub(super) fn read_workbook(
    input: Input,
    sheet: Option<&str>,
    most_features: Option<usize>,
) -> Result<RawLayer, ReadError> {
    let mut workbook = open_workbook(input)?;
    let names = workbook.sheet_names();
    let names: Vec<_> = match sheet {
        Some(sheet) => vec![sheet.to_owned()],
        None => names,
    };
    for name in names {
        let range = workbook.worksheet_range(&name);
        let range = range.map_err(|error| unusable(&error.to_string()))?;
        if range.height() < 2 {
            continue;
        }
        let mut rows = range.rows().map(|row| Ok(row.iter().map(cell_of).collect::<Vec<_>>()));
        return read_rows(&mut rows, most_features);
    }
    Err(unusable_message(Message::new("工作簿中没有数据", "the workbook has no rows")))
}

/// The sheets of a workbook.
pub(super) fn sheets_of(input: Input) -> Result<Vec<String>, ReadError> {
    Ok(open_workbook(input)?.sheet_names())
}

fn open_workbook(input: Input) -> Result<Sheets<Cursor<Vec<u8>>>, ReadError> {
    let bytes = input.read_whole(LARGEST)?;
    calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| unusable(&error.to_string()))
}

fn cell_of(value: &Data) -> Cell {
    match value {
        Data::Int(number) => (*number).into(),
        // Excel knows no whole numbers.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Cell::from(*number as i64)
        }
        Data::Float(number) => (*number).into(),
        Data::Bool(value) => Cell::Bool(*value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.as_str().into()
        }
        Data::DateTime(date) => date.as_f64().into(),
        Data::Error(_) | Data::Empty => Cell::Empty,
    }
}

type Rows<'a> = &'a mut dyn Iterator<Item = Result<Vec<Cell>, ReadError>>;

/// The first row that is not empty names the columns.
fn read_rows(rows: Rows, most_features: Option<usize>) -> Result<RawLayer, ReadError> {
    let is_empty = |row: &[Cell]| row.iter().all(|cell| *cell == Cell::Empty);
    let mut header = Vec::new();
    for row in &mut *rows {
        header = row?;
        if !is_empty(&header) {
            break;
        }
    }
    let names: Vec<String> =
        header.iter().map(|cell| cell.text().unwrap_or_default().trim().to_owned()).collect();
    if names.iter().all(String::is_empty) {
        return Err(unusable_message(Message::new(
            "表格没有列名",
            "the table has no column names",
        )));
    }
    let place = PlaceColumns::find(&names);
    let places = place.positions();
    let mut table = Table::default();
    for row in rows {
        let row = row?;
        if is_empty(&row) {
            continue;
        }
        let shape = place.shape(&row);
        let mut line = table.row();
        for (position, (name, cell)) in names.iter().zip(row).enumerate() {
            if !name.is_empty() && !places.contains(&position) {
                line.set(name, cell);
            }
        }
        line.geometries().push(shape);
        if most_features.is_some_and(|most| table.len() >= most) {
            break;
        }
    }
    let place_columns: Vec<String> = places.iter().map(|place| names[*place].clone()).collect();
    let is_attributes = place_columns.is_empty();
    Ok(RawLayer { is_attributes, place_columns, ..RawLayer::of(table) })
}

/// Where the place of a row stands.
enum PlaceColumns {
    Coordinates { x: usize, y: usize },
    Wkt(usize),
    None,
}

impl PlaceColumns {
    fn find(names: &[String]) -> Self {
        let names: Vec<String> = names.iter().map(|name| normal(name)).collect();
        let position = |wanted: &str| names.iter().position(|name| *name == normal(wanted));
        for (east, north) in COORDINATES {
            // Names that go together, in the order of preference.
            let x = east.iter().find_map(|name| position(name));
            let y = north.iter().find_map(|name| position(name));
            if let (Some(x), Some(y)) = (x, y) {
                return Self::Coordinates { x, y };
            }
        }
        WKT.iter().find_map(|name| position(name)).map_or(Self::None, Self::Wkt)
    }

    /// The columns that tell places, and nothing else.
    fn positions(&self) -> Vec<usize> {
        match self {
            Self::Coordinates { x, y } => vec![*x, *y],
            Self::Wkt(column) => vec![*column],
            Self::None => Vec::new(),
        }
    }

    fn shape(&self, row: &[Cell]) -> Result<geo::Geometry<f64>, Flaw> {
        use crate::files::table::Quantity;
        match self {
            Self::Coordinates { x, y } => {
                let number = |column: &usize| match row.get(*column).map(Cell::quantity) {
                    Some(Quantity::Number(number) | Quantity::FromText(number, _)) => Ok(number),
                    Some(Quantity::NotANumber(text)) => {
                        Err(Flaw::BrokenGeometry(format!("\"{text}\"")))
                    }
                    Some(Quantity::Missing) | None => Err(Flaw::NoGeometry),
                };
                Ok(geo::Point::new(number(x)?, number(y)?).into())
            }
            Self::Wkt(column) => {
                let text = row.get(*column).and_then(Cell::text).ok_or(Flaw::NoGeometry)?;
                if deepest(&text) > DEEPEST_WKT {
                    return Err(Flaw::BrokenGeometry("nested too deeply".to_owned()));
                }
                let shape = Wkt(text).to_geo();
                shape.map_err(|error| Flaw::BrokenGeometry(error.to_string()))
            }
            Self::None => Err(Flaw::NoGeometry),
        }
    }
}

/// Parentheses within each other: the reader goes down one call for each. A collection of
/// multipolygons has five.
const DEEPEST_WKT: usize = 32;

/// The most parentheses that are open at once.
fn deepest(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' => open += 1,
            b')' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The separator that splits the first lines into most columns.
fn delimiter_of(bytes: &[u8]) -> u8 {
    let head = bytes.split(|byte| *byte == b'\n').find(|line| !line.is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| {
        let mut in_quotes = false;
        head.iter()
            .filter(|byte| {
                in_quotes ^= **byte == b'"';
                !in_quotes && *byte == delimiter
            })
            .count()
    };
    [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn unusable(reason: &str) -> ReadError {
    unusable_message(Message::new(
        format!("无法作为表格读取：{reason}"),
        format!("cannot be read as a table: {reason}"),
    ))
}

fn unusable_message(what: Message) -> ReadError {
    ReadError::Unusable(what)
}
