//! The dialog that takes buildings into the register: filters, and how many buildings they find.

use egui::{Role, Ui};

use crate::language::{Language, Text};
use crate::numbers::{counted, thousands};
use crate::study::register::{StockFilter, StockKind, Term as _};
use crate::ui::action::{Action, RegisterAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

const TITLE: Text = Text::new("从建筑列入候选点登记", "Add buildings to the register");
const KINDS: Text = Text::new("存量类型", "Kind of stock");
const ONLY_IDLE: Text = Text::new("仅闲置建筑", "Idle buildings only");
const LEAST_AREA: Text = Text::new("最小建筑面积（平方米）", "Least floor area (m²)");
const MOST_STOREYS: Text = Text::new("限制层数", "Limit the storeys");
const STOREYS: Text = Text::new("最多层数", "Most storeys");
const ADD: Text = Text::new("列入登记", "Add to the register");

/// Shows the dialog while it is open. Modal, so that no key reaches the study behind it.
pub fn adding_ui(ui: &Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let Some(filter) = &view.register.adding else { return };
    let language = view.language;
    let answer = egui::Modal::new(egui::Id::unique("add buildings")).show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        ui.heading(TITLE.of(language));
        ui.add_space(8.0);
        let mut changed = filter.clone();
        filter_ui(ui, &mut changed, language);
        if changed != *filter {
            actions.push(RegisterAction::ShowAdding(Some(changed)).into());
        }
        ui.add_space(8.0);
        let found = workspace.stock.found(&workspace.session, filter);
        ui.label(language.pick(
            format!("找到 {} 栋建筑（已登记的不计）", thousands(found as i64)),
            format!("{} found, not counting those listed already", counted(found, "building")),
        ));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let add = egui::Button::new(ADD.of(language));
            if ui.add_enabled(found > 0, add).clicked() {
                actions.push(RegisterAction::AddBuildings(filter.clone()).into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(RegisterAction::ShowAdding(None).into());
            }
        });
    });
    if answer.should_close() {
        actions.push(RegisterAction::ShowAdding(None).into());
    }
}

fn filter_ui(ui: &mut Ui, filter: &mut StockFilter, language: Language) {
    ui.label(egui::RichText::new(KINDS.of(language)).weak());
    ui.horizontal_wrapped(|ui| {
        for kind in StockKind::ALL {
            let mut wanted = filter.kinds.contains(kind);
            if ui.checkbox(&mut wanted, kind.name().of(language)).changed() {
                filter.kinds.retain(|other| other != kind);
                if wanted {
                    filter.kinds.push(*kind);
                }
            }
        }
    });
    ui.checkbox(&mut filter.only_idle, ONLY_IDLE.of(language));
    ui.horizontal(|ui| {
        let area = egui::DragValue::new(&mut filter.least_area_m2).range(0.0..=100_000.0);
        let area = ui.add(area.speed(10.0).fixed_decimals(0));
        words::name_widget(&area, Role::SpinButton, LEAST_AREA.of(language));
        ui.label(LEAST_AREA.of(language));
    });
    ui.horizontal(|ui| {
        const USUAL: f64 = 3.0;
        let mut is_limited = filter.most_storeys.is_some();
        if ui.checkbox(&mut is_limited, MOST_STOREYS.of(language)).changed() {
            filter.most_storeys = is_limited.then_some(USUAL);
        }
        if let Some(most) = &mut filter.most_storeys {
            let storeys = egui::DragValue::new(most).range(1.0..=100.0).fixed_decimals(0);
            let storeys = ui.add(storeys.speed(0.1));
            words::name_widget(&storeys, Role::SpinButton, STOREYS.of(language));
        }
    });
}
