//! What stands above the list: which one is shown, filters and grouping, and what can be done with it.

use egui::{Align, Id, Layout, RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::numbers::{counted, thousands};
use crate::tables::{List, Table};
use crate::ui::action::{Action, FileAction, ViewAction};
use crate::ui::command::Command;
use crate::ui::handout::Handout;
use crate::ui::lists::ShownList;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::{candidate_filter, grouping, money_rules, pilot_rule};

const FILTER: Text = Text::new("筛选", "Filter");
const ONLY_GAPS: Text = Text::new("仅有缺口", "With a gap only");
const EXPORT: Text = Text::new("导出工作簿…", "Export workbook…");
const READ_BACK: Text = Text::new("读回…", "Read back…");
const READ_BACK_HINT: Text = Text::new(
    "把在表格软件中改过的项目清单读回当前方案",
    "Take the list of projects that was edited in a spreadsheet back into the scenario shown",
);
const REACH_HINT: Text = Text::new(
    "服务范围内人数与可新增覆盖人数按此步行口径",
    "Residents in reach and newly reached are counted by this walk model",
);
const SELECT: Text = Text::new("选中所列", "Select on the map");
const SELECT_HINT: Text = Text::new(
    "在地图上选中清单所列的单元和设施（试点社区只选入选单元）",
    "Select the units and facilities of these rows on the map; of the pilots only those chosen",
);
const CLOSE: Text = Text::new("关闭清单", "Close the lists");

/// Shows both rows of the toolbar.
pub(super) fn toolbar_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    list: &ShownList,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    ui.horizontal_wrapped(|ui| {
        for list in List::ALL {
            let is_shown = view.lists.shown == Some(list);
            if ui.selectable_label(is_shown, list.name().of(language)).clicked() {
                actions.push(ViewAction::ShowLists(view.lists.on(list)).into());
            }
        }
        ui.separator();
        for command in [Command::Phases, Command::Evaluation] {
            let button = ui.button(command.label().of(language));
            if button.on_hover_text(command.hint(ui.ctx(), language, "")).clicked() {
                actions.push(command.action());
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        filters_ui(ui, view, &list.table, actions);
        let rows = list.table.rows.len();
        let count = language.pick(format!("{} 行", thousands(rows as i64)), counted(rows, "row"));
        ui.label(RichText::new(count).weak());
        if view.lists.shown == Some(List::Resources) {
            let model = workspace.session.study().parameters().model;
            let counted_by = RichText::new(words::counted_by(model).of(language)).weak();
            ui.label(counted_by).on_hover_text(REACH_HINT.of(language));
        }
        buttons_at_the_right_ui(ui, workspace, view, list, actions);
    });
}

/// Shows the buttons at the right end of the row, or of one of their own where they would lie over what
/// stands in it.
fn buttons_at_the_right_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    list: &ShownList,
    actions: &mut Vec<Action>,
) {
    let id = Id::unique("width of the buttons of a list");
    let of = (view.lists.shown, view.language);
    let known: Option<((Option<List>, Language), f32)> = ui.data(|data| data.get_temp(id));
    let known = known.filter(|(known, _)| *known == of).map(|(_, width)| width);
    let free = ui.available_size_before_wrap().x;
    if known.is_some_and(|width| width > free) {
        ui.end_row();
    }
    let width = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        buttons_ui(ui, workspace, view, list, actions);
        ui.min_rect().width()
    });
    ui.data_mut(|data| data.insert_temp(id, (of, width.inner)));
    if known.is_none() && width.inner > free {
        // How wide they are is known only now.
        ui.ctx().request_discard("buttons over the row");
    }
}

fn filters_ui(ui: &mut Ui, view: &View, table: &Table, actions: &mut Vec<Action>) {
    let (language, hint) = (view.language, FILTER.of(view.language));
    let mut lists = view.lists.clone();
    let field = egui::TextEdit::singleline(&mut lists.filter).hint_text(hint).desired_width(110.0);
    let field = ui.add(field);
    words::name_widget(&field, Role::TextInput, hint);
    if lists.shown == Some(List::Demand) {
        ui.checkbox(&mut lists.only_gaps, ONLY_GAPS.of(language));
    }
    if lists != view.lists {
        actions.push(ViewAction::ShowLists(lists).into());
    }
    if view.lists.shown == Some(List::Resources) {
        candidate_filter::candidate_filter_ui(ui, view, actions);
    }
    grouping::grouping_ui(ui, view, table, actions);
}

/// From right to left: closing, the workbook, the map, and what is set for the list shown.
fn buttons_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    list: &ShownList,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let close = ui.button("×");
    words::name_widget(&close, Role::Button, CLOSE.of(language));
    if close.on_hover_text(CLOSE.of(language)).clicked() {
        actions.push(ViewAction::ToggleLists.into());
    }
    let read = ui.button(READ_BACK.of(language));
    if read.on_hover_text(READ_BACK_HINT.of(language)).clicked() {
        actions.push(FileAction::ShowReadLists.into());
    }
    if ui.button(EXPORT.of(language)).clicked() {
        actions.push(FileAction::ShowHandout(Handout::Workbook).into());
    }
    if !list.things.is_empty() {
        let select = ui.button(SELECT.of(language)).on_hover_text(SELECT_HINT.of(language));
        if select.clicked() {
            actions.push(ViewAction::SelectThings(list.things.clone()).into());
        }
    }
    let session = &workspace.session;
    match view.lists.shown {
        Some(List::Pilots) => {
            pilot_rule::pilot_rule_ui(ui, session.study().programme_rules(), language, actions);
        }
        Some(list) if list.is_about_money() => {
            money_rules::money_rules_ui(ui, session, language, actions);
        }
        _ => {}
    }
}
