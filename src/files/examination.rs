//! What a planner is shown of a layer before it is taken over: its columns with samples, which field
//! each gives and how well it fits, and what was found wrong.

use crate::layers::BuildingUse;
use crate::study::WeekHours;

use super::TextEncoding;
use super::buildings::use_of;
use super::fields::Field;
use super::finding::Finding;
use super::functions::FunctionBook;
use super::layer::Layer;
use super::table::{Cell, Quantity};

/// Rows looked at of a layer; more would not tell more.
const MOST_ROWS: usize = 1000;
const MOST_SAMPLES: usize = 4;

/// What is known of one layer beside its report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examination {
    /// In the order of the file.
    pub columns: Vec<ColumnSample>,
    /// The columns of a table that its places come from; not among the others.
    pub place_columns: Vec<String>,
    /// What its text was read as, where that was not told by the text itself.
    pub encoding: Option<TextEncoding>,
    /// The fields that were found.
    pub fields: Vec<FieldFit>,
    /// Kind by kind.
    pub findings: Vec<Finding>,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSample {
    pub name: String,
    /// The first different values.
    pub values: Vec<String>,
    /// Share of the features that have a value, from 0 to 1, of those looked at.
    pub filled: f64,
}

/// Which column a field is read from.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldFit {
    pub field: Field,
    pub column: String,
    /// Whether the user named the column; else its name did.
    pub is_named: bool,
    /// Share of the values that the field can take, from 0 to 1: numbers that are not negative, ids
    /// that stand once, words that are known. `None` for fields that take any text, and without
    /// values.
    pub share: Option<f64>,
}

impl Examination {
    /// Columns that no field is read from.
    pub fn unused(&self) -> impl Iterator<Item = &ColumnSample> {
        let is_used = |column: &&ColumnSample| self.fields.iter().any(|f| f.column == column.name);
        self.columns.iter().filter(move |column| !is_used(column))
    }

    /// Looks at the columns of a layer.
    pub(super) fn of(layer: &Layer, book: &FunctionBook) -> Self {
        let step = (layer.len() / MOST_ROWS).max(1);
        let rows: Vec<usize> = (0..layer.len()).step_by(step).take(MOST_ROWS).collect();
        let columns = layer.table.columns().iter().enumerate();
        let columns = columns.map(|(position, column)| {
            let cells = rows.iter().map(|row| layer.table.cell(position, *row));
            sample(&column.name, cells)
        });
        let fields = layer.fields().map(|(field, column, is_named)| {
            let cells = rows.iter().map(|row| layer.cell(field, *row));
            let filled: Vec<&Cell> = cells.filter(|cell| **cell != Cell::Empty).collect();
            FieldFit { field, column, is_named, share: share(field, &filled, book) }
        });
        Self {
            columns: columns.collect(),
            place_columns: layer.place_columns.clone(),
            encoding: layer.encoding,
            fields: fields.collect(),
            findings: Vec::new(),
        }
    }
}

fn sample<'c>(name: &str, cells: impl Iterator<Item = &'c Cell>) -> ColumnSample {
    let (mut values, mut filled, mut total) = (Vec::new(), 0, 0);
    for cell in cells {
        total += 1;
        if *cell == Cell::Empty {
            continue;
        }
        filled += 1;
        if values.len() < MOST_SAMPLES {
            values.extend(cell.text().filter(|text| !values.contains(text)));
        }
    }
    let filled = f64::from(filled) / f64::from(total.max(1));
    ColumnSample { name: name.to_owned(), values, filled }
}

fn share(field: Field, filled: &[&Cell], book: &FunctionBook) -> Option<f64> {
    let of = |fits: &dyn Fn(&Cell) -> bool| {
        let count = filled.iter().filter(|cell| fits(cell)).count();
        (!filled.is_empty()).then(|| count as f64 / filled.len() as f64)
    };
    match field {
        Field::Id => {
            let mut ids: Vec<_> = filled.iter().filter_map(|cell| cell.text()).collect();
            ids.sort_unstable();
            ids.dedup();
            (!filled.is_empty()).then(|| ids.len() as f64 / filled.len() as f64)
        }
        Field::Residents
        | Field::Age(_)
        | Field::Storeys
        | Field::Height
        | Field::FloorArea
        | Field::Capacity
        | Field::Households
        | Field::UsableArea => of(&|cell| match cell.quantity() {
            Quantity::Number(number) | Quantity::FromText(number, _) => number >= 0.0,
            Quantity::Missing | Quantity::NotANumber(_) => false,
        }),
        Field::Use => of(&|cell| {
            let known = use_of(&cell.text().unwrap_or_default());
            known.is_some_and(|known| known != BuildingUse::Other)
        }),
        Field::Function => of(&|cell| book.knows(cell)),
        Field::Register(field) => of(&|cell| field.takes(&cell.text().unwrap_or_default()))
            .filter(|_| field.has_vocabulary()),
        Field::Hours => of(&|cell| WeekHours::parse(&cell.text().unwrap_or_default()).is_ok()),
        Field::Name
        | Field::District
        | Field::Idle
        | Field::Class
        | Field::Bridge
        | Field::Tunnel
        | Field::Level
        | Field::Crossing
        | Field::Kind => None,
    }
}
