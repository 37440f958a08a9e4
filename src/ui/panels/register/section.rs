//! The register in the panel on the left: how many candidates stand where in the review, and the way
//! to the list and to new candidates.

use std::collections::HashMap;

use egui::Ui;

use crate::language::Text;
use crate::study::register::{ReviewState, StockFilter, Term as _};
use crate::tables::List;
use crate::ui::Workspace;
use crate::ui::action::{Action, RegisterAction};
use crate::ui::view::View;

const OPEN: Text = Text::new("打开资源清单", "Open the list");
const CLOSE: Text = Text::new("收起资源清单", "Close the list");
const ADD: Text = Text::new("从建筑列入…", "Add buildings…");
const ADD_HINT: Text = Text::new(
    "按存量类型、闲置、面积和层数筛选建筑，列入候选点登记",
    "Pick buildings by kind, idleness, area and storeys, and list them as candidates",
);
const EMPTY: Text = Text::new(
    "尚无候选点。可读入候选点图层，或从建筑列入。",
    "No candidates yet. Read a layer of candidates, or add buildings.",
);

/// Shows the section.
pub fn section_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let register = workspace.session.study().register();
    if register.is_empty() {
        ui.label(egui::RichText::new(EMPTY.of(language)).small().weak());
    }
    let mut counts: HashMap<ReviewState, usize> = HashMap::new();
    for candidate in register.iter() {
        *counts.entry(candidate.review.state()).or_default() += 1;
    }
    for state in ReviewState::ALL {
        if let Some(count) = counts.get(state) {
            let text = format!("{} {count}", state.name().of(language));
            ui.label(egui::RichText::new(text).small().weak());
        }
    }
    ui.horizontal_wrapped(|ui| {
        let is_listed = view.lists.shown == Some(List::Resources);
        let label = if is_listed { CLOSE } else { OPEN };
        if ui
            .add_enabled(!register.is_empty() || is_listed, egui::Button::new(label.of(language)))
            .clicked()
        {
            actions.push(RegisterAction::ShowList(!is_listed).into());
        }
        let add = ui.button(ADD.of(language)).on_hover_text(ADD_HINT.of(language));
        if add.clicked() {
            let filter = Some(StockFilter::default());
            actions.push(RegisterAction::ShowAdding(filter).into());
        }
    });
}
