//! The lines of the panel: rows alone, or gathered under headings that can be folded, and where the row
//! of what is selected stands among them.

use std::collections::{BTreeSet, HashMap};

use crate::tables::RowKey;
use crate::ui::view::{Selection, View};

use super::ShownList;

/// What stands in one line, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group with what its rows come to.
    Group(usize),
    Row(usize),
    /// What all rows come to.
    Total,
}

/// The lines of a list from top to bottom.
pub struct Lines {
    lines: Vec<Line>,
    /// In which line the first row with a key stands.
    places: HashMap<RowKey, usize>,
}

impl Lines {
    /// The lines of a list of which some groups are folded away, by their names.
    pub(super) fn of(list: &ShownList, folded: &BTreeSet<String>) -> Self {
        let lines = lines_of(list, folded);
        let mut places = HashMap::new();
        for (place, line) in lines.iter().enumerate() {
            if let Line::Row(row) = line {
                places.entry(list.table.rows[*row].key).or_insert(place);
            }
        }
        Self { lines, places }
    }

    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// What stands in a line, counted from the top.
    pub fn at(&self, place: usize) -> Option<Line> {
        self.lines.get(place).copied()
    }

    /// The line whose row stands for what is selected on the map.
    pub fn selected(&self, view: &View) -> Option<usize> {
        let place = |key: RowKey| self.places.get(&key).copied();
        match view.selection {
            Selection::Unit(unit) => {
                let demand = RowKey::Demand { unit, function: view.function };
                // A list has rows of one of the two kinds.
                place(demand).or_else(|| place(RowKey::Unit(unit)))
            }
            Selection::Facility(id) => place(RowKey::Facility(id)),
            Selection::Candidate(id) => place(RowKey::Candidate(id)),
            Selection::Nothing | Selection::Building(_) | Selection::Many(_) => None,
        }
    }
}

fn lines_of(list: &ShownList, folded: &BTreeSet<String>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(list.table.rows.len() + list.groups.len() + 1);
    if list.groups.is_empty() {
        lines.extend((0..list.table.rows.len()).map(Line::Row));
    }
    for (position, group) in list.groups.iter().enumerate() {
        lines.push(Line::Group(position));
        if !folded.contains(&group.name) {
            lines.extend(group.rows.iter().copied().map(Line::Row));
        }
    }
    lines.extend(list.totals.is_some().then_some(Line::Total));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::ThemeChoice;
    use crate::language::{Language, Text};
    use crate::study::FacilityId;
    use crate::tables::{Cell, Column, Row, Table};
    use crate::ui::lists::{ListView, arranged};

    /// Three facilities in two districts, gathered by district.
    fn list() -> ShownList {
        let columns = vec![Column::text("district", Text::new("区", "District")).grouping()];
        let row = |(id, district): (u32, &str)| Row {
            key: RowKey::Facility(FacilityId(id)),
            cells: vec![Cell::text(district)],
        };
        let rows = [(7, "A"), (8, "B"), (9, "A")].into_iter().map(row).collect();
        let table = Table { name: Text::new("表", "Table"), columns, rows };
        let view = ListView { grouped_by: Some("district"), ..ListView::default() };
        arranged(table, &view, Language::En)
    }

    #[test]
    fn the_line_of_the_selected_row_is_found_unless_it_is_folded_away() {
        let list = list();
        let mut view = View::new(Language::En, ThemeChoice::Light);
        view.selection = Selection::Facility(FacilityId(9));
        let lines = Lines::of(&list, &BTreeSet::new());
        assert_eq!(lines.count(), 5);
        assert_eq!(lines.selected(&view), Some(2));
        assert_eq!(lines.at(2), Some(Line::Row(2)));
        assert_eq!(lines.at(3), Some(Line::Group(1)));
        assert_eq!(lines.at(5), None);
        let folded = Lines::of(&list, &BTreeSet::from(["A".to_owned()]));
        assert_eq!(folded.count(), 3);
        assert_eq!(folded.selected(&view), None);
        view.selection = Selection::Facility(FacilityId(8));
        assert_eq!(folded.selected(&view), Some(2));
    }

    #[test]
    fn a_list_knows_the_things_of_its_rows_in_ascending_order() {
        let things = list().things;
        assert_eq!(things.facilities, [7, 8, 9].map(FacilityId));
        assert!(things.units.is_empty());
    }
}
