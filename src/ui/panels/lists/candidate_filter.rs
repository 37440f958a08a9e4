//! Which candidates the list of resources shows: by kind of stock, state of the joint review, idleness
//! and area.

use egui::{Role, Ui};

use crate::language::{Language, Text};
use crate::study::register::Term;
use crate::ui::action::{Action, ViewAction};
use crate::ui::lists::ListView;
use crate::ui::view::View;
use crate::ui::words;

const ALL_KINDS: Text = Text::new("全部类型", "All kinds");
const ALL_STATES: Text = Text::new("全部状态", "All states");
const KIND: Text = Text::new("存量类型", "Kind of stock");
const STATE: Text = Text::new("联审状态", "Review state");
const ONLY_IDLE: Text = Text::new("仅闲置", "Idle only");
const LEAST: Text = Text::new("最小可用面积（平方米）", "Least usable area (m²)");

/// Shows the filters in a row.
pub(super) fn candidate_filter_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let mut filter = view.lists.candidates;
    word_filter_ui(ui, KIND, ALL_KINDS, &mut filter.kind, language);
    word_filter_ui(ui, STATE, ALL_STATES, &mut filter.state, language);
    ui.checkbox(&mut filter.only_idle, ONLY_IDLE.of(language));
    let least = egui::DragValue::new(&mut filter.least_area_m2).range(0.0..=100_000.0);
    let least = ui.add(least.speed(10.0).fixed_decimals(0).prefix("≥ ").suffix(" m²"));
    words::name_widget(&least, Role::SpinButton, LEAST.of(language));
    least.on_hover_text(LEAST.of(language));
    if filter != view.lists.candidates {
        let lists = ListView { candidates: filter, ..view.lists.clone() };
        actions.push(ViewAction::ShowLists(lists).into());
    }
}

/// One word of a vocabulary, or all.
fn word_filter_ui<T: Term>(
    ui: &mut Ui,
    name: Text,
    all: Text,
    chosen: &mut Option<T>,
    language: Language,
) {
    let shown = chosen.map_or(all, T::name).of(language);
    let combo = egui::ComboBox::from_id_salt(name.en).width(96.0).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), all.of(language)).clicked() {
            *chosen = None;
        }
        for word in T::ALL {
            if ui.selectable_label(*chosen == Some(*word), word.name().of(language)).clicked() {
                *chosen = Some(*word);
            }
        }
    });
    words::name_widget(&response.response, Role::ComboBox, name.of(language));
}
