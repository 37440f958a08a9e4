//! The choice of the column by which rows are gathered.

use egui::{Role, Ui};

use crate::language::Text;
use crate::tables::Table;
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::View;
use crate::ui::words;

const GROUP_BY: Text = Text::new("分组", "Group by");
const NO_GROUPS: Text = Text::new("不分组", "No groups");

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
