//! Results as tables: columns with headings in both languages, rows that know what they stand for.
//! The window shows them, `files::workbook` writes them down and reads edited ones back; what stands
//! in them is worked out by `programme` and `analysis`.

mod comparison;
mod demand;
mod equality;
mod evaluation;
mod grouping;
mod lists;
mod parameters;
mod pilots;
mod projects;
mod provenance;
mod resources;
pub mod results;
mod totals;

pub use comparison::comparison_table;
pub use demand::demand_table;
pub use equality::equality_table;
pub use evaluation::development_table;
pub use grouping::RowGroup;
pub use lists::{List, lists_of, lists_title, remarks_on_lists};
pub use parameters::parameters_table;
pub use pilots::pilot_table;
pub use projects::{ProjectColumn, project_table};
pub use provenance::provenance;
pub use resources::resource_table;
pub use totals::{district_table, funding_table, phase_table, year_table};

use crate::language::{Text, thousands};
use crate::standard::FunctionIndex;
use crate::study::{CandidateId, FacilityId};

/// A table with its rows in a meaningful order.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: Text,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The name in files, such as `gap_m2`.
    pub id: &'static str,
    /// With its unit.
    pub heading: Text,
    pub format: Format,
    /// What the rows come to together, where that means something.
    pub total: Option<Total>,
    /// Whether rows may be gathered by what stands in it.
    pub is_grouping: bool,
    /// Whether a planner may change it and have it read back.
    pub is_editable: bool,
}

/// What the rows of a column come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    Sum,
    /// A sum of rows that have the same text in a column, by its id: places of one function must not
    /// be added to those of another.
    SumWithin(&'static str),
    /// The sum of one column divided by that of another, by their ids.
    Ratio {
        of: &'static str,
        by: &'static str,
    },
}

/// How a column's numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    /// Thousands separators, no decimals.
    Whole,
    /// One decimal.
    Decimal,
    /// A number from 0 to 1, two decimals.
    Share,
    /// A share of 1, written with one decimal and a percent sign.
    Percent,
    /// A year: no separators.
    Year,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub key: RowKey,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

/// What a row stands for, to find it on the map and to know it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// A function in a unit.
    Demand {
        unit: usize,
        function: FunctionIndex,
    },
    /// Position in the unit layer.
    Unit(usize),
    Facility(FacilityId),
    Candidate(CandidateId),
    /// A row of totals, by position.
    Total(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A number that rests on an assumption.
    Assumed(f64),
}

impl Cell {
    /// Text; empty where there is none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A number, or nothing where it is not known.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    /// A number that may rest on an assumption, or nothing where it is not known.
    pub fn founded(number: Option<f64>, is_assumed: bool) -> Self {
        match number {
            Some(number) if is_assumed => Self::Assumed(number),
            number => Self::number(number),
        }
    }

    /// The number, however well founded.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Number(number) | Self::Assumed(number) => Some(*number),
            Self::Empty | Self::Text(_) => None,
        }
    }

    /// As the window shows it; an assumed number carries a mark.
    pub fn shown(&self, format: Format) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => format.of(*number),
            Self::Assumed(number) => format!("{}*", format.of(*number)),
        }
    }
}

impl Format {
    pub fn of(self, number: f64) -> String {
        match self {
            Self::Text | Self::Year => format!("{number}"),
            Self::Whole => thousands(number.round() as i64),
            Self::Decimal => format!("{number:.1}"),
            Self::Share => format!("{number:.2}"),
            Self::Percent => format!("{:.1} %", number * 100.0),
        }
    }

    /// Whether cells stand to the right.
    pub fn is_number(self) -> bool {
        self != Self::Text
    }
}

impl Column {
    pub(crate) const fn new(id: &'static str, heading: Text, format: Format) -> Self {
        Self { id, heading, format, total: None, is_grouping: false, is_editable: false }
    }

    pub(crate) const fn text(id: &'static str, heading: Text) -> Self {
        Self::new(id, heading, Format::Text)
    }

    pub(crate) const fn summed(mut self) -> Self {
        self.total = Some(Total::Sum);
        self
    }

    const fn summed_within(mut self, column: &'static str) -> Self {
        self.total = Some(Total::SumWithin(column));
        self
    }

    const fn ratio(mut self, of: &'static str, by: &'static str) -> Self {
        self.total = Some(Total::Ratio { of, by });
        self
    }

    pub(crate) const fn grouping(mut self) -> Self {
        self.is_grouping = true;
        self
    }

    const fn editable(mut self) -> Self {
        self.is_editable = true;
        self
    }
}

impl Table {
    /// Position of a column by its id.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }

    /// Whether some cell of a row contains a text, whatever its case.
    pub fn matches(&self, row: &Row, wanted: &str) -> bool {
        let wanted = wanted.to_lowercase();
        let shown = row.cells.iter().zip(&self.columns).map(|(cell, c)| cell.shown(c.format));
        shown.into_iter().any(|text| text.to_lowercase().contains(&wanted))
    }

    /// Leaves out columns in which nothing stands and nothing may be written.
    pub fn drop_empty_columns(&mut self) {
        let stays: Vec<bool> = (0..self.columns.len())
            .map(|column| {
                let is_filled = |row: &Row| row.cells[column] != Cell::Empty;
                self.columns[column].is_editable || self.rows.iter().any(is_filled)
            })
            .collect();
        let mut stay = stays.iter();
        self.columns.retain(|_| stay.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut stay = stays.iter();
            row.cells.retain(|_| stay.next().copied().unwrap_or(true));
        }
    }

    /// Rows ordered by a column; empty cells last, equal ones in their old order.
    pub fn sort_by(&mut self, column: usize, descending: bool) {
        self.rows.sort_by(|a, b| {
            let (a, b) = (&a.cells[column], &b.cells[column]);
            let order = compare(a, b);
            let both = *a != Cell::Empty && *b != Cell::Empty;
            if descending && both { order.reverse() } else { order }
        });
    }
}

fn compare(a: &Cell, b: &Cell) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    match (a, b) {
        (Cell::Empty, Cell::Empty) => Ordering::Equal,
        (Cell::Empty, _) => Ordering::Greater,
        (_, Cell::Empty) => Ordering::Less,
        (Cell::Text(a), Cell::Text(b)) => a.cmp(b),
        (Cell::Text(_), _) => Ordering::Greater,
        (_, Cell::Text(_)) => Ordering::Less,
        (a, b) => a.value().unwrap_or(f64::NAN).total_cmp(&b.value().unwrap_or(f64::NAN)),
    }
}
