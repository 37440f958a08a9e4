//! Rows gathered by what stands in a column, and what rows come to together.

use std::collections::HashMap;

use super::{Cell, Row, Table, Total};

/// Rows with the same text in a column.
#[derive(Debug, Clone, PartialEq)]
pub struct RowGroup {
    /// As the column shows it; empty where nothing stands in it.
    pub name: String,
    /// Positions of the rows, in their order.
    pub rows: Vec<usize>,
    /// What they come to, column by column.
    pub totals: Vec<Cell>,
}

impl Table {
    /// What some rows come to in a column; `None` where that means nothing.
    pub fn total<'a>(
        &self,
        column: usize,
        rows: impl Iterator<Item = &'a Row> + Clone,
    ) -> Option<f64> {
        let sum = |column: usize| -> f64 {
            // From a positive zero: the sum of nothing must not read as −0.
            rows.clone().filter_map(|row| row.cells[column].value()).fold(0.0, |a, b| a + b)
        };
        match self.columns[column].total? {
            Total::Sum => Some(sum(column)),
            Total::SumWithin(same) => {
                let same = self.column(same)?;
                let mut texts = rows.clone().map(|row| &row.cells[same]);
                let first = texts.next()?;
                texts.all(|text| text == first).then(|| sum(column))
            }
            Total::Ratio { of, by } => {
                let (of, by) = (self.column(of)?, self.column(by)?);
                // Where a row has no ratio, something of it is not known, and so it is of all.
                let is_known = |row: &Row| {
                    row.cells[column] != Cell::Empty || row.cells[by].value().unwrap_or(0.0) <= 0.0
                };
                let (all_known, of, by) = (rows.clone().all(is_known), sum(of), sum(by));
                (all_known && by > 0.0).then(|| of / by)
            }
        }
    }

    /// What some rows come to, column by column.
    pub fn totals<'a>(&self, rows: impl Iterator<Item = &'a Row> + Clone) -> Vec<Cell> {
        let total = |column: usize| Cell::number(self.total(column, rows.clone()));
        (0..self.columns.len()).map(total).collect()
    }

    /// The rows gathered by a column, groups in the order in which the first of them comes.
    pub fn grouped_by(&self, column: usize) -> Vec<RowGroup> {
        let format = self.columns[column].format;
        let mut groups: Vec<RowGroup> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (position, row) in self.rows.iter().enumerate() {
            let name = row.cells[column].shown(format);
            let place = *places.entry(name.clone()).or_insert_with(|| {
                groups.push(RowGroup { name, rows: Vec::new(), totals: Vec::new() });
                groups.len() - 1
            });
            groups[place].rows.push(position);
        }
        for group in &mut groups {
            group.totals = self.totals(group.rows.iter().map(|row| &self.rows[*row]));
        }
        groups
    }
}
