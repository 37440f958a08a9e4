//! A layer as its file has it: columns of values and a geometry per feature. Knows no role.

mod geometries;

use std::collections::HashMap;

use geo::Geometry;
use serde_json::{Number, Value};

use super::flaw::Flaw;
pub(super) use geometries::{Geometries, GeometryKind};

/// The features of a file, column by column, which takes a tenth of the memory of a map each.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    positions: HashMap<String, usize>,
    /// One for each feature.
    pub geometries: Geometries,
    /// Shorter than the table when the last features have none.
    feature_ids: Vec<Option<Box<str>>>,
}

#[derive(Debug)]
pub(super) struct Column {
    pub name: String,
    /// Shorter than the table when the last features lack the column.
    cells: Vec<Cell>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Null or not there.
    Empty,
    Bool(bool),
    Number(Number),
    Text(Box<str>),
    /// An array or object.
    Nested(Box<Value>),
}

/// A value where a number is expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Quantity {
    Missing,
    Number(f64),
    /// A number with separators or a unit, beside the text it was made of.
    FromText(f64, String),
    NotANumber(String),
}

/// Writes the values of one feature; its geometry is written beside.
pub(super) struct Row<'t> {
    table: &'t mut Table,
    row: usize,
    /// The column that most likely comes next: files repeat one order of columns.
    next: usize,
}

impl Row<'_> {
    /// Sets a value; of a column named twice the last one counts.
    pub fn set(&mut self, name: &str, value: Cell) {
        let position = match self.table.columns.get(self.next) {
            Some(column) if column.name == name => self.next,
            _ => self.table.position_or_new(name),
        };
        self.next = position + 1;
        let cells = &mut self.table.columns[position].cells;
        if cells.len() > self.row {
            cells[self.row] = value;
        } else {
            cells.resize(self.row, Cell::Empty);
            cells.push(value);
        }
    }

    pub fn set_feature_id(&mut self, id: impl Into<Box<str>>) {
        let ids = &mut self.table.feature_ids;
        ids.resize(self.row, None);
        ids.push(Some(id.into()));
    }

    pub fn geometries(&mut self) -> &mut Geometries {
        &mut self.table.geometries
    }
}

impl Table {
    /// Begins the feature after the last one whose geometry was written.
    pub fn row(&mut self) -> Row<'_> {
        let row = self.len();
        Row { table: self, row, next: 0 }
    }

    /// Appends a feature.
    pub fn push(
        &mut self,
        shape: Result<Geometry<f64>, Flaw>,
        properties: impl IntoIterator<Item = (impl AsRef<str>, Cell)>,
    ) {
        let mut row = self.row();
        for (name, value) in properties {
            row.set(name.as_ref(), value);
        }
        self.geometries.push(shape);
    }

    /// Appends the features of the next part of the same file.
    pub fn append(&mut self, next: Self) {
        let first = self.len();
        for Column { name, mut cells } in next.columns {
            let position = self.position_or_new(&name);
            let column = &mut self.columns[position];
            column.cells.resize(first, Cell::Empty);
            column.cells.append(&mut cells);
        }
        if !next.feature_ids.is_empty() {
            self.feature_ids.resize(first, None);
            self.feature_ids.extend(next.feature_ids);
        }
        self.geometries.append(next.geometries);
    }

    /// Adds the columns of another table: for each feature here, the row there that belongs to it.
    /// Values that are here already stay; the column called `key` in lower case is left out.
    pub fn join(&mut self, other: &Self, rows: &[Option<usize>], key: Option<&str>) {
        for (column, Column { name, .. }) in other.columns.iter().enumerate() {
            if key.is_some_and(|key| name.to_lowercase() == key) {
                continue;
            }
            let position = self.position_or_new(name);
            let cells = &mut self.columns[position].cells;
            cells.resize(rows.len(), Cell::Empty);
            for (cell, row) in cells.iter_mut().zip(rows) {
                if let (Cell::Empty, Some(row)) = (&*cell, row) {
                    *cell = other.cell(column, *row).clone();
                }
            }
        }
    }

    fn position_or_new(&mut self, name: &str) -> usize {
        if let Some(position) = self.positions.get(name) {
            return *position;
        }
        let position = self.columns.len();
        self.positions.insert(name.to_owned(), position);
        self.columns.push(Column { name: name.to_owned(), cells: Vec::new() });
        position
    }

    pub fn has_feature_ids(&self) -> bool {
        !self.feature_ids.is_empty()
    }

    pub fn len(&self) -> usize {
        self.geometries.len()
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The place of the column with exactly this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The value of a feature in a column; empty outside the table.
    pub fn cell(&self, column: usize, feature: usize) -> &Cell {
        let column = self.columns.get(column);
        column.and_then(|column| column.cells.get(feature)).unwrap_or(&Cell::Empty)
    }

    /// The `id` member beside a feature's properties.
    pub fn feature_id(&self, feature: usize) -> Option<&str> {
        self.feature_ids.get(feature)?.as_deref()
    }

    /// Gives back the memory of all values and geometries, once they have been understood; the
    /// names of the columns stay.
    pub fn release(&mut self) {
        self.geometries = Geometries::default();
        self.feature_ids = Vec::new();
        for column in &mut self.columns {
            column.cells = Vec::new();
        }
    }
}

impl Column {
    /// Whether some feature has a value here.
    pub fn has_values(&self) -> bool {
        self.cells.iter().any(|cell| *cell != Cell::Empty)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Empty, Self::Number)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) if text.trim().is_empty() => Self::Empty,
            Value::String(text) => Self::Text(text.into()),
            nested => Self::Nested(Box::new(nested)),
        }
    }
}

impl Cell {
    /// The value as text, without space around it; whole numbers without a decimal point.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Empty | Self::Nested(_) => None,
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(number) => Some(number_text(number)),
            Self::Text(text) => Some(text.trim().to_owned()),
        }
    }

    /// The value as a number; `"373"` and `"1,200"` are numbers too.
    pub fn quantity(&self) -> Quantity {
        let number = match self {
            Self::Empty => return Quantity::Missing,
            Self::Number(number) => number.as_f64(),
            Self::Text(text) => match text.trim().parse::<f64>() {
                Ok(number) => Some(number).filter(|number| number.is_finite()),
                Err(_) => match parse_number(text) {
                    Some(number) => return Quantity::FromText(number, text.to_string()),
                    None => None,
                },
            },
            Self::Bool(_) | Self::Nested(_) => None,
        };
        number.map_or_else(|| Quantity::NotANumber(self.shown()), Quantity::Number)
    }

    /// The value as yes or no.
    pub fn is_yes(&self) -> bool {
        match self {
            Self::Bool(value) => *value,
            Self::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
            Self::Text(text) => {
                let text = text.trim().to_lowercase();
                ["1", "yes", "y", "true", "是", "有", "闲置", "空置", "idle", "vacant"]
                    .contains(&text.as_str())
            }
            Self::Empty | Self::Nested(_) => false,
        }
    }

    /// The value as yes, no, or neither.
    pub fn yes_or_no(&self) -> Option<bool> {
        let is_no = match self {
            Self::Bool(value) => !value,
            Self::Number(number) => number.as_f64() == Some(0.0),
            Self::Text(text) => {
                let text = text.trim().to_lowercase();
                ["0", "no", "n", "false", "否", "无", "没有", "使用中"].contains(&text.as_str())
            }
            Self::Empty | Self::Nested(_) => false,
        };
        if self.is_yes() { Some(true) } else { is_no.then_some(false) }
    }

    /// The value as it stands in the file, for messages.
    fn shown(&self) -> String {
        match self {
            Self::Nested(value) => value.to_string(),
            _ => self.text().unwrap_or_default(),
        }
    }
}

/// A number as people write it: `12` for 12.0, all digits of long codes.
fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if number.is_f64() && value.fract() == 0.0 && value.abs() < 1e15 => {
            format!("{value:.0}")
        }
        _ => number.to_string(),
    }
}

/// Units after a number that change nothing: our fields are in these.
const UNITS: [&str; 12] =
    ["平方米", "平米", "m²", "m2", "㎡", "米", "m", "层", "户", "人", "幢", "处"];

/// Between groups of three digits: commas, and spaces of all widths.
const SEPARATORS: [char; 6] = [',', '，', ' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// Reads `373`, `12.5`, `1,200`, `1.2万` and `12 m`, but no comma that could be a decimal point.
fn parse_number(text: &str) -> Option<f64> {
    let narrow: String = text.chars().map(narrowed).collect();
    let text = narrow.trim();
    let unit = UNITS.iter().find_map(|unit| text.strip_suffix(unit));
    let text = unit.unwrap_or(text).trim_end();
    let (text, factor) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
        (Some(text), _) => (text.trim_end(), 1e4),
        (_, Some(text)) => (text.trim_end(), 1e8),
        (None, None) => (text, 1.0),
    };
    let number =
        if text.contains(SEPARATORS) { without_separators(text)?.parse() } else { text.parse() };
    let number: f64 = number.ok()?;
    Some(number * factor).filter(|number| number.is_finite())
}

/// Digits and signs of a Chinese keyboard as plain ones.
fn narrowed(sign: char) -> char {
    match sign {
        '０'..='９' | '．' | '－' | '，' => {
            char::from_u32(sign as u32 - 0xFEE0).unwrap_or(sign)
        }
        other => other,
    }
}

/// `1,200` → `1200`; `None` unless every group after the first has three digits.
fn without_separators(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split(SEPARATORS);
    let first = groups.next()?;
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let first_digits = first.strip_prefix('-').unwrap_or(first);
    if !(1..=3).contains(&first_digits.len()) || !is_number(first_digits) {
        return None;
    }
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_number(group) {
            return None;
        }
        joined.push_str(group);
    }
    Some(fraction.map_or(joined.clone(), |fraction| format!("{joined}.{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = |text: &str| parse_number(text);
        assert_eq!(number("373"), Some(373.0));
        assert_eq!(number(" 1,200 "), Some(1200.0));
        assert_eq!(number("-1，234,567.5"), Some(-1_234_567.5));
        assert_eq!(number("1,5"), None, "could be a decimal comma");
        assert_eq!(number("12.5 m"), Some(12.5));
        assert_eq!(number("1.2万"), Some(12_000.0));
        assert_eq!(number("－３０．５"), Some(-30.5));
        assert_eq!(number("350 平方米"), Some(350.0));
        assert_eq!(number("12 ft"), None);
        assert_eq!(number("NaN"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn codes_keep_all_their_digits() {
        let text = |json: &str| serde_json::from_str::<Value>(json).ok().map(Cell::from)?.text();
        assert_eq!(text("310109018001002003").as_deref(), Some("310109018001002003"));
        assert_eq!(text("12.0").as_deref(), Some("12"));
        assert_eq!(text("\" A7 \"").as_deref(), Some("A7"));
        assert_eq!(text("\"  \""), None);
    }

    #[test]
    fn a_column_that_appears_late_is_empty_before() {
        let mut table = Table::default();
        let none = || Err(Flaw::NoGeometry);
        let no_values: [(&str, Cell); 0] = [];
        table.push(none(), no_values.clone());
        table.push(none(), [("a", Cell::from(Value::from(1)))]);
        table.push(none(), no_values);
        let cells: Vec<_> = (0..3).map(|feature| table.cell(0, feature).text()).collect();
        assert_eq!(cells, [None, Some("1".to_owned()), None]);
    }
}
