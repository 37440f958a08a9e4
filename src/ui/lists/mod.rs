//! The lists under the map: which one is shown, filtered, sorted and gathered how, and the table
//! itself, kept from frame to frame until the study changes. How it is drawn is left to `panels::lists`.

mod lines;
mod widths;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::language::Language;
use crate::pointing::Gathered;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;
use crate::tables::{Cell, List, Row, RowGroup, RowKey, Table};

use super::kept::{Kept, Same};
use super::register::RegisterFilter;
use super::selection::Selection;
use super::view::View;

pub use lines::{Line, Lines};

/// How the lists are looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListView {
    /// None while the panel is closed.
    pub shown: Option<List>,
    /// The one shown before it was closed.
    pub last: Option<List>,
    /// Only rows that contain it.
    pub filter: String,
    /// Of the list of demand only rows where something is missing.
    pub only_gaps: bool,
    /// Which candidates the list of resources shows.
    pub candidates: RegisterFilter,
    /// By which column, and whether the largest comes first.
    pub sorted: Option<(&'static str, bool)>,
    /// By which column rows are gathered.
    pub grouped_by: Option<&'static str>,
    /// Names of the groups whose rows are folded away.
    pub folded: BTreeSet<String>,
}

impl ListView {
    /// Closed, or open on the list last shown.
    pub fn toggled(&self) -> Self {
        match self.shown {
            Some(list) => Self { shown: None, last: Some(list), ..self.clone() },
            None => Self { shown: self.last.or(Some(List::Demand)), ..self.clone() },
        }
    }

    /// Open on another list. What was looked for, sorted and gathered in one means nothing in
    /// another, and would leave its rows out unseen.
    pub fn on(&self, list: List) -> Self {
        if self.shown.or(self.last) == Some(list) {
            return Self { shown: Some(list), ..self.clone() };
        }
        Self {
            shown: Some(list),
            filter: String::new(),
            sorted: None,
            grouped_by: None,
            folded: BTreeSet::new(),
            ..self.clone()
        }
    }

    /// Gathered by another column, or not at all.
    pub fn grouped(&self, grouped_by: Option<&'static str>) -> Self {
        Self { grouped_by, folded: BTreeSet::new(), ..self.clone() }
    }

    /// A group folded away, or its rows shown again.
    pub fn with_folding(&self, group: &str) -> Self {
        let mut view = self.clone();
        if !view.folded.remove(group) {
            view.folded.insert(group.to_owned());
        }
        view
    }

    /// Sorts by a column; once more, the other way round; a third time, not at all.
    pub fn sorted_further(&self, column: &'static str) -> Self {
        let sorted = match self.sorted {
            Some((known, false)) if known == column => Some((column, true)),
            Some((known, true)) if known == column => None,
            _ => Some((column, false)),
        };
        Self { sorted, ..self.clone() }
    }
}

/// A list as it is looked at.
pub struct ShownList {
    /// The rows asked for, in their order.
    pub table: Table,
    /// The rows gathered; empty where they are not.
    pub groups: Vec<RowGroup>,
    /// What all rows come to; none where no column has a total.
    pub totals: Option<Vec<Cell>>,
    /// How wide each column is at first, in points.
    pub widths: Vec<f32>,
    /// What the rows stand for on the map.
    pub things: Gathered,
}

/// The list last shown.
#[derive(Default)]
pub struct ListStore {
    list: RefCell<Option<KnownList>>,
    lines: Kept<(Same<ShownList>, BTreeSet<String>), Lines>,
    /// What was selected when the list was last drawn.
    selection: RefCell<Selection>,
}

/// The list of an earlier moment, which may do while something is dragged.
struct KnownList {
    revision: u64,
    asked: Asked,
    list: Arc<ShownList>,
}

/// What a list is made for.
#[derive(Clone, PartialEq)]
struct Asked {
    scenario: ScenarioId,
    language: Language,
    /// The function looked at, for the list that speaks of it alone.
    function: Option<FunctionIndex>,
    view: ListView,
}

impl ListStore {
    /// The list in the order and with the rows asked for.
    pub fn list(&self, session: &Session, list: List, view: &View) -> Arc<ShownList> {
        let asked = Asked {
            scenario: session.shown(),
            language: view.language,
            function: (list == List::Resources).then_some(view.function),
            // Folding hides lines of the panel, and changes nothing in the list.
            view: ListView { folded: BTreeSet::new(), ..view.lists.clone() },
        };
        let revision = session.study().revision();
        let mut kept = self.list.borrow_mut();
        if let Some(known) = &*kept {
            let rows = known.list.table.rows.len();
            let may_wait = session.in_gesture() && rows > most_live_rows(list);
            if known.asked == asked && (known.revision == revision || may_wait) {
                return known.list.clone();
            }
        }
        let mut table = match asked.function {
            Some(function) => List::resources_for(session, [function].into_iter(), view.language),
            None => list.table(session, view.language),
        };
        let register = session.study().register();
        table.rows.retain(|row| match row.key {
            RowKey::Candidate(id) => {
                register.get(id).is_some_and(|candidate| view.lists.candidates.admits(candidate))
            }
            _ => true,
        });
        let list = Arc::new(arranged(table, &view.lists, view.language));
        *kept = Some(KnownList { revision, asked, list: list.clone() });
        list
    }

    /// The lines in which a list stands, some groups of it folded away.
    pub fn lines(&self, list: &Arc<ShownList>, folded: &BTreeSet<String>) -> Arc<Lines> {
        let question = (Same(list.clone()), folded.clone());
        self.lines.answer(question, || Lines::of(list, folded))
    }

    /// Whether something else is selected than when this was last asked, so that its row is brought
    /// into view once and the list can be scrolled away from it afterwards.
    pub fn is_new_selection(&self, selection: &Selection) -> bool {
        let before = self.selection.replace(selection.clone());
        before != *selection
    }
}

/// Longer tables wait for the end of a drag, so that it stays smooth.
fn most_live_rows(list: List) -> usize {
    match list {
        // Each of its rows searches a reach.
        List::Resources => 200,
        _ => 5_000,
    }
}

fn arranged(mut table: Table, view: &ListView, language: Language) -> ShownList {
    if view.only_gaps && view.shown == Some(List::Demand) {
        let gaps = ["without", "gap_m2", "gap_places"].map(|id| table.column(id));
        let lacks = |row: &Row| {
            let values = gaps.iter().flatten().filter_map(|column| row.cells[*column].value());
            values.into_iter().any(|missing| missing > 0.0)
        };
        table.rows.retain(lacks);
    }
    let wanted = view.filter.trim();
    if !wanted.is_empty() {
        let rows = std::mem::take(&mut table.rows);
        table.rows = rows.into_iter().filter(|row| table.matches(row, wanted)).collect();
    }
    table.drop_empty_columns();
    if let Some((column, descending)) = view.sorted
        && let Some(position) = table.column(column)
    {
        table.sort_by(position, descending);
    }
    let grouping = view.grouped_by.and_then(|column| table.column(column));
    let groups = grouping.map(|column| table.grouped_by(column)).unwrap_or_default();
    let totals = table.totals(table.rows.iter());
    let totals = totals.iter().any(|cell| *cell != Cell::Empty).then_some(totals);
    let (widths, things) = (widths::column_widths(&table, language), things_of(&table));
    ShownList { table, groups, totals, widths, things }
}

/// The units and facilities of the rows. Where rows have a place among the pilots, only those that do.
fn things_of(table: &Table) -> Gathered {
    let place = table.column("place");
    let is_meant = |row: &&Row| place.is_none_or(|place| row.cells[place] != Cell::Empty);
    let mut things = Gathered::default();
    for row in table.rows.iter().filter(is_meant) {
        match row.key {
            RowKey::Demand { unit, .. } | RowKey::Unit(unit) => things.units.push(unit as u32),
            RowKey::Facility(id) => things.facilities.push(id),
            RowKey::Candidate(_) | RowKey::Total(_) => {}
        }
    }
    things.units.sort_unstable();
    things.units.dedup();
    things.facilities.sort_unstable();
    things.facilities.dedup();
    things
}
