//! How many residents there are: where their numbers come from, and what-if factors by age.

use egui::{Role, Ui};

use crate::language::Text;
use crate::layers::{Group, GroupFactors};
use crate::study::{Parameters, Study};
use crate::ui::action::{Action, EditAction};
use crate::ui::view::View;
use crate::ui::words;

use super::walking::adjusting;

const MENU: Text = Text::new("人口…", "Population…");
const MENU_HINT: Text = Text::new(
    "居民人数的来源，以及增减的假设",
    "Where the numbers of residents come from, and what if there were more or fewer",
);
const SOURCE: Text = Text::new("居民人数来源", "Residents are");
const WHAT_IF: Text =
    Text::new("情景假设：人数为数据的几倍", "What if there were so many times as many");
const EVERYONE: Text = Text::new("全部人群", "Everyone");
const EVERYONE_HINT: Text =
    Text::new("各年龄同样增减", "All ages grow or shrink alike; ages can then be set apart");
const AS_DATA: Text = Text::new("恢复为数据", "As the data have it");

/// Shows the menu; while a what-if holds, its button says so.
pub(super) fn population_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let growth = study.parameters().growth_text();
    let title =
        growth.map_or_else(|| MENU.of(language).to_owned(), |text| text.of(language).to_owned());
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(title).truncate();
    let button = egui::containers::menu::MenuButton::from_button(button).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(300.0);
        let method = study.data().buildings.residents_source().method();
        ui.label(format!("{}: {}", SOURCE.of(language), method.of(language)));
        ui.separator();
        ui.label(WHAT_IF.of(language));
        factors_ui(ui, study, view, actions);
    });
    words::name_widget(&response, Role::Button, MENU.of(language));
    response.on_hover_text(MENU_HINT.of(language));
}

fn factors_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let groups = study.data().buildings.demand().groups();
    egui::Grid::new("growth").num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
        for group in groups {
            let (name, hint) = match group {
                Group::All => (EVERYONE, Some(EVERYONE_HINT)),
                age => (age.name(), None),
            };
            let label = ui.label(name.of(language));
            if let Some(hint) = hint {
                label.on_hover_text(hint.of(language));
            }
            let mut factor = parameters.growth.of(*group);
            let drag = egui::DragValue::new(&mut factor)
                .range(GroupFactors::RANGE)
                .speed(0.01)
                .fixed_decimals(2)
                .update_while_editing(false)
                .prefix("× ");
            let field = ui.add(drag);
            words::name_widget(&field, Role::SpinButton, name.of(language));
            let growth = match group {
                Group::All => GroupFactors::of_everyone(factor),
                age => parameters.growth.with(*age, factor),
            };
            adjusting(&field, Parameters { growth, ..parameters }, actions);
            ui.end_row();
        }
    });
    let differs = !parameters.growth.change_nothing();
    if ui.add_enabled(differs, egui::Button::new(AS_DATA.of(language))).clicked() {
        let growth = GroupFactors::default();
        actions.push(EditAction::SetParameters(Parameters { growth, ..parameters }).into());
    }
}
