//! The three lists and the money, as the tables of the program have them; long ones only as far as a
//! reader of paper gets, which is said.

use crate::cartography::Align;
use crate::language::{Text, thousands};
use crate::tables::{Cell, List, Row, Table};

use super::Material;
use crate::booklet::layout::{Grid, GridColumn, GridRow, Leaf, Sheet, Type};

const ASSUMED: Text = Text::new(
    "带 * 的数字取自假设或未核原文的指标。",
    "Figures with * rest on assumptions or on norms not read at the source.",
);
const EMPTY: Text = Text::new("本方案没有这类内容。", "The scenario has nothing of the kind.");
/// The longest list on paper.
const MOST_ROWS: usize = 160;
/// For the remarks above a table.
const REMARKS: f32 = 16.0;

/// A list on paper: its columns by id, and the column by which the rows that come first are chosen.
struct Selection {
    list: List,
    columns: &'static [&'static str],
    first_by: Option<(&'static str, Order)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Smallest,
    Largest,
}

const SELECTIONS: [Selection; 5] = [
    Selection {
        list: List::Demand,
        columns: &[
            "rank",
            "district",
            "unit",
            "function",
            "group",
            "population",
            "covered",
            "rate",
            "without",
            "required_m2",
            "counted_m2",
            "gap_m2",
        ],
        first_by: Some(("rank", Order::Smallest)),
    },
    Selection {
        list: List::Resources,
        columns: &[
            "name",
            "unit",
            "kind",
            "state",
            "siting",
            "function",
            "fit",
            "usable_m2",
            "in_reach",
            "gain",
            "score",
            "owner",
        ],
        first_by: Some(("gain", Order::Largest)),
    },
    Selection {
        list: List::Projects,
        columns: &[
            "name",
            "unit",
            "origin",
            "functions",
            "floor_area_m2",
            "gain",
            "state",
            "year",
            "owner",
            "conversion",
            "unfunded",
            "running",
            "cost_per_person",
        ],
        first_by: None,
    },
    Selection { list: List::Funding, columns: &[], first_by: None },
    Selection { list: List::MoneyByYear, columns: &[], first_by: None },
];

/// The pages of all lists of the scenario shown.
pub fn list_pages(material: &Material) -> Vec<Leaf> {
    let has_projects =
        !List::Projects.table(material.session, material.request.language).rows.is_empty();
    // Without projects there is no money to tell of.
    let is_told = |selection: &&Selection| {
        has_projects || !matches!(selection.list, List::Funding | List::MoneyByYear)
    };
    let told = SELECTIONS.iter().filter(is_told);
    told.flat_map(|selection| selection.pages(material)).collect()
}

impl Selection {
    fn pages(&self, material: &Material) -> Vec<Leaf> {
        let press = material.press;
        let mut table = self.list.table(material.session, material.request.language);
        let heading = material.text(table.name);
        let mut sheet = Sheet::headed(press, heading, false);
        let room = press.below_heading();
        if table.rows.is_empty() {
            sheet.line(room, material.text(EMPTY), Type::BODY.weak(), Align::Left);
            return vec![sheet.leaf];
        }
        let all = table.rows.len();
        self.choose_rows(&mut table);
        let remarks = remarks(material, &table, all);
        sheet.line(room.top_strip(REMARKS), &remarks, Type::SMALL.weak(), Align::Left);
        self.grid(material, &table).flow(sheet, room.below(REMARKS), heading)
    }

    /// Sorts by what decides, and leaves out what has no room.
    fn choose_rows(&self, table: &mut Table) {
        if let Some((id, order)) = self.first_by
            && let Some(column) = table.column(id)
        {
            table.sort_by(column, order == Order::Largest);
        }
        table.rows.truncate(MOST_ROWS);
        table.drop_empty_columns();
    }

    fn grid(&self, material: &Material, table: &Table) -> Grid {
        let language = material.request.language;
        let all = || table.columns.iter().map(|column| column.id).collect();
        let wanted: Vec<&str> = if self.columns.is_empty() { all() } else { self.columns.to_vec() };
        let positions: Vec<usize> = wanted.into_iter().filter_map(|id| table.column(id)).collect();
        let column = |position: &usize| {
            let column = &table.columns[*position];
            let heading = column.heading.of(language).to_owned();
            GridColumn { heading, is_number: column.format.is_number() }
        };
        let cells = |row: &Row| {
            let cell =
                |position: &usize| row.cells[*position].shown(table.columns[*position].format);
            positions.iter().map(cell).collect()
        };
        let mut rows: Vec<GridRow> =
            table.rows.iter().map(|row| GridRow { cells: cells(row), is_total: false }).collect();
        rows.extend(totals(table, &positions, language.pick("合计", "Total")));
        Grid { columns: positions.iter().map(column).collect(), rows }
    }
}

/// The sums below a table that is complete; a sum over part of one would mislead.
fn totals(table: &Table, positions: &[usize], label: &str) -> Option<GridRow> {
    let is_complete = table.rows.len() < MOST_ROWS;
    let total = |position: &usize| {
        let sum = table.total(*position, table.rows.iter());
        sum.map_or_else(String::new, |sum| table.columns[*position].format.of(sum))
    };
    let mut cells: Vec<String> = positions.iter().map(total).collect();
    let has_sums = cells.iter().any(|cell| !cell.is_empty());
    if let Some(first) = cells.first_mut().filter(|first| first.is_empty()) {
        label.clone_into(first);
    }
    (is_complete && has_sums).then_some(GridRow { cells, is_total: true })
}

fn remarks(material: &Material, table: &Table, all: usize) -> String {
    let language = material.request.language;
    let shown = table.rows.len();
    let (shown_text, all_text) = (thousands(shown as i64), thousands(all as i64));
    let mut remarks = if shown < all {
        language.pick(
            format!("共 {all_text} 行，此处列出最要紧的 {shown_text} 行；全部见工作簿（lifecircle lists）。"),
            format!("The {shown_text} rows that matter most, of {all_text}; all are in the workbook (lifecircle lists). "),
        )
    } else {
        language.pick(format!("共 {all_text} 行。"), format!("{all_text} rows. "))
    };
    let is_assumed = |row: &Row| row.cells.iter().any(|cell| matches!(cell, Cell::Assumed(_)));
    if table.rows.iter().any(is_assumed) {
        remarks += material.text(ASSUMED);
    }
    remarks
}
