//! The lines of the panel: rows alone, or gathered under headings that can be folded.

use std::collections::BTreeSet;

use egui::{Role, Ui};

use crate::language::Text;
use crate::tables::Table;
use crate::ui::action::{Action, ViewAction};
use crate::ui::lists::ShownList;
use crate::ui::view::View;
use crate::ui::words;

const GROUP_BY: Text = Text::new("分组", "Group by");
const NO_GROUPS: Text = Text::new("不分组", "No groups");

/// What stands in one line, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of a group with what its rows come to.
    Group(usize),
    Row(usize),
    /// What all rows come to.
    Total,
}

/// The lines from top to bottom.
pub(super) fn lines_of(list: &ShownList, folded: &BTreeSet<String>) -> Vec<Line> {
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

/// Chooses the column by which rows are gathered.
pub(super) fn grouping_ui(ui: &mut Ui, view: &View, table: &Table, actions: &mut Vec<Action>) {
    let language = view.language;
    let choices: Vec<_> = table.columns.iter().filter(|column| column.is_grouping).collect();
    if choices.is_empty() {
        return;
    }
    let chosen = choices.iter().find(|column| Some(column.id) == view.lists.grouped_by);
    let shown = chosen.map_or(NO_GROUPS, |column| column.heading).of(language);
    let combo = egui::ComboBox::from_id_salt("group by").width(96.0).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        let mut choose = |id: Option<&'static str>, name: Text| {
            let is_chosen = view.lists.grouped_by == id;
            if ui.selectable_label(is_chosen, name.of(language)).clicked() {
                actions.push(ViewAction::ShowLists(view.lists.grouped(id)).into());
            }
        };
        choose(None, NO_GROUPS);
        for column in &choices {
            choose(Some(column.id), column.heading);
        }
    });
    words::name_widget(&response.response, Role::ComboBox, GROUP_BY.of(language));
    response.response.on_hover_text(GROUP_BY.of(language));
}
