//! The panel under the map: the lists of the scenario shown, sorted, filtered and gathered, each row
//! leading to its place on the map and each selection on the map to its row.

mod candidate_filter;
mod grouping;
mod leading;
mod money_rules;
mod pilot_rule;
mod table;
mod toolbar;

use egui::{RichText, Ui};

use crate::language::Text;
use crate::tables::List;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::view::View;

const NOTHING: Text = Text::new("没有符合的行", "No row to show");
const NO_PROJECTS: Text = Text::new(
    "此方案尚无项目：放置设施或改造建筑后，项目列于此处",
    "No projects in this scenario yet: place a facility or convert a building, and it appears here",
);
const NO_CANDIDATES: Text = Text::new(
    "没有符合的候选点：放宽筛选，或从左侧“候选点”由建筑图层添加",
    "No candidate to show: loosen the filters, or add buildings under Candidates on the left",
);

/// Shows the panel while a list is chosen.
pub fn lists_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let Some(list) = view.lists.shown else { return };
    let panel = egui::Panel::bottom("lists").resizable(true).default_size(240.0);
    panel.size_range(120.0..=600.0).show(ui, |ui| {
        let shown = workspace.lists.list(&workspace.session, list, view);
        ui.add_space(4.0);
        toolbar::toolbar_ui(ui, workspace, view, &shown, actions);
        ui.add_space(2.0);
        if shown.table.rows.is_empty() {
            let is_filtered = !view.lists.filter.trim().is_empty();
            let text = match list {
                List::Projects if !is_filtered => NO_PROJECTS,
                List::Resources => NO_CANDIDATES,
                _ => NOTHING,
            };
            let text = RichText::new(text.of(view.language)).weak();
            ui.centered_and_justified(|ui| ui.label(text));
            return;
        }
        // Columns beyond the edge are announced by a bar that is always seen.
        ui.spacing_mut().scroll = egui::style::ScrollStyle::solid();
        egui::ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
            table::table_ui(ui, workspace, view, &shown, actions);
        });
    });
}
