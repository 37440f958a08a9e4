//! The list itself: headings that sort, groups that fold, rows that lead to the map, and totals.

use std::sync::Arc;

use egui::{Align, Layout, RichText, Role, Ui};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use crate::language::{Language, Message, Text};
use crate::tables::{Cell, Column, Table, provenance};
use crate::ui::action::{Action, ViewAction};
use crate::ui::lists::{Line, ShownList};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::leading::lead_to;

const ASSUMED: Text = Text::new(
    "* 取自假设、推算或未核原文的指标",
    "* rests on an assumption, is derived, or comes from a norm not read at its source",
);
const NOTHING_THERE: Text = Text::new("（空）", "(none)");
const TOTAL: Text = Text::new("合计", "Total");

const ROW_HEIGHT: f32 = 20.0;
/// How far the title of a line of totals may reach.
const TITLE_WIDTH: f32 = 400.0;

/// Shows headings and lines.
pub(super) fn table_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    list: &Arc<ShownList>,
    actions: &mut Vec<Action>,
) {
    let (language, table) = (view.language, &list.table);
    let lines = workspace.lists.lines(list, &view.lists.folded);
    let selected = lines.selected(view);
    let mut builder = TableBuilder::new(ui)
        .id_salt((table.name.en, table.columns.len()))
        .striped(true)
        .sense(egui::Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center));
    for width in &list.widths {
        builder = builder.column(Width::initial(*width).at_least(40.0).clip(true).resizable(true));
    }
    let is_new = workspace.lists.is_new_selection(&view.selection);
    if let Some(line) = selected.filter(|_| is_new) {
        builder = builder.scroll_to_row(line, None);
    }
    let header = builder.header(ROW_HEIGHT + 4.0, |mut header| {
        for column in &table.columns {
            header.col(|ui| heading_ui(ui, view, column, actions));
        }
    });
    header.body(|body| {
        body.rows(ROW_HEIGHT, lines.count(), |mut line| {
            let position = line.index();
            line.set_selected(selected == Some(position));
            match lines.at(position) {
                Some(Line::Row(row)) => {
                    let row = &table.rows[row];
                    let origin = |column: &str| {
                        let session = &workspace.session;
                        provenance(session.study(), session.shown(), row.key, column)
                    };
                    cells_ui(&mut line, table, &row.cells, origin, language);
                    if line.response().clicked() {
                        actions.extend(lead_to(workspace, view, row));
                    }
                }
                Some(Line::Group(group)) => {
                    let group = &list.groups[group];
                    let is_folded = view.lists.folded.contains(&group.name);
                    let title = group_title(&group.name, group.rows.len(), is_folded, language);
                    totals_ui(&mut line, table, &group.totals, &title);
                    if line.response().clicked() {
                        let lists = view.lists.with_folding(&group.name);
                        actions.push(ViewAction::ShowLists(lists).into());
                    }
                }
                Some(Line::Total) => {
                    let totals = list.totals.as_deref().unwrap_or_default();
                    totals_ui(&mut line, table, totals, TOTAL.of(language));
                }
                None => {}
            }
        });
    });
}

fn group_title(name: &str, rows: usize, is_folded: bool, language: Language) -> String {
    // Signs that the embedded font has.
    let sign = if is_folded { "+" } else { "–" };
    let name = if name.is_empty() { NOTHING_THERE.of(language) } else { name };
    format!("{sign} {name} ({rows})")
}

fn heading_ui(ui: &mut Ui, view: &View, column: &Column, actions: &mut Vec<Action>) {
    let heading = column.heading.of(view.language);
    let arrow = match view.lists.sorted {
        Some((id, false)) if id == column.id => " ↑",
        Some((id, true)) if id == column.id => " ↓",
        _ => "",
    };
    let title = RichText::new(format!("{heading}{arrow}")).strong();
    let button = egui::Button::new(title).frame(false).truncate();
    let layout = match column.format.is_number() {
        true => Layout::right_to_left(Align::Center),
        false => Layout::left_to_right(Align::Center),
    };
    let button = ui.with_layout(layout, |ui| ui.add(button)).inner;
    words::name_widget(&button, Role::ColumnHeader, heading);
    if button.on_hover_text(heading).clicked() {
        actions.push(ViewAction::ShowLists(view.lists.sorted_further(column.id)).into());
    }
}

/// The cells of a row; what carries a mark says on hover where it comes from.
fn cells_ui(
    line: &mut TableRow,
    table: &Table,
    cells: &[Cell],
    origin: impl Fn(&str) -> Option<Message>,
    language: Language,
) {
    for (cell, column) in cells.iter().zip(&table.columns) {
        line.col(|ui| {
            let label = cell_ui(ui, RichText::new(cell.shown(column.format)), column);
            if matches!(cell, Cell::Assumed(_)) {
                label.on_hover_ui(|ui| {
                    let origin = origin(column.id);
                    let origin = origin.as_ref().map(|origin| origin.of(language));
                    ui.label(origin.unwrap_or(ASSUMED.of(language)));
                });
            }
        });
    }
}

/// The cells of a line of totals: its title in the first, which may reach beyond it.
fn totals_ui(line: &mut TableRow, table: &Table, totals: &[Cell], title: &str) {
    for (position, (cell, column)) in totals.iter().zip(&table.columns).enumerate() {
        line.col(|ui| {
            if position > 0 {
                cell_ui(ui, RichText::new(cell.shown(column.format)).strong(), column);
                return;
            }
            // Titles are longer than ids, and the cells beside them are empty.
            ui.set_clip_rect(ui.clip_rect().with_max_x(ui.max_rect().left() + TITLE_WIDTH));
            let label = egui::Label::new(RichText::new(title).strong()).extend();
            ui.add(label.selectable(false));
        });
    }
}

fn cell_ui(ui: &mut Ui, text: RichText, column: &Column) -> egui::Response {
    let label = egui::Label::new(text).truncate().selectable(false);
    match column.format.is_number() {
        true => ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label)).inner,
        false => ui.add(label),
    }
}
