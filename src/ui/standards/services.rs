//! The catalogue of services of a function, which the planner extends.

use egui::{RichText, Ui};

use crate::language::{Language, Text};
use crate::standard::{Figure, FigurePlace, Function, Service, Standard, Standing};
use crate::ui::action::{Action, StandardAction};
use crate::ui::style;
use crate::ui::words;

use super::figure::{FigureRow, standing_ui};
use super::functions::{groups_text, unit_of};
use super::new_function::ServiceDraft;

const SERVICES: Text = Text::new("服务目录", "Services");
const NO_SERVICES: Text = Text::new("尚无服务。", "No service yet.");
const DETAILS: Text = Text::new("专项指标", "Figures of its own");
const REMOVE: Text = Text::new("移除服务", "Remove service");
const AS_FUNCTION: Text = Text::new("未另列者从其功能", "where empty, as the function");

/// Shows the services and the form for another one.
pub(super) fn services_ui(
    ui: &mut Ui,
    standard: &Standard,
    function: &Function,
    draft: &mut ServiceDraft,
    language: Language,
    actions: &mut Vec<Action>,
) {
    ui.label(RichText::new(SERVICES.of(language)).size(style::HEADING));
    if function.services.is_empty() {
        ui.label(RichText::new(NO_SERVICES.of(language)).weak());
    }
    for service in &function.services {
        service_ui(ui, standard, function, service, language, actions);
    }
    ui.add_space(4.0);
    draft.form_ui(ui, function, language, actions);
}

fn service_ui(
    ui: &mut Ui,
    standard: &Standard,
    function: &Function,
    service: &Service,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let name = service.name.of(language);
    ui.horizontal_wrapped(|ui| {
        ui.label(name);
        let groups = match service.target_groups.is_empty() {
            true => &function.target_groups,
            false => &service.target_groups,
        };
        ui.label(RichText::new(groups_text(groups, language)).small().weak());
        standing_ui(ui, service.standing, &service.source, language);
        if service.standing == Standing::SetInStudy {
            remove_ui(ui, function, service, language, actions);
        }
    });
    egui::CollapsingHeader::new(RichText::new(DETAILS.of(language)).small())
        .id_salt(("service", &function.id, &service.id))
        .show(ui, |ui| {
            ui.label(RichText::new(AS_FUNCTION.of(language)).small().weak());
            let grid = egui::Grid::new(("service figures", &function.id, &service.id));
            grid.num_columns(4).spacing([12.0, 6.0]).show(ui, |ui| {
                for figure in Figure::ALL {
                    let place = FigurePlace::Service {
                        function: function.id.clone(),
                        service: service.id.clone(),
                        figure,
                    };
                    let unit = unit_of(function, figure);
                    let row = FigureRow { standard, place, owner: name, unit, remark: None };
                    row.ui(ui, language, actions);
                }
            });
        });
}

fn remove_ui(
    ui: &mut Ui,
    function: &Function,
    service: &Service,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let button = ui.small_button(words::DELETE.of(language));
    let label = format!("{} {}", REMOVE.of(language), service.name.of(language));
    words::name_widget(&button, egui::Role::Button, &label);
    if button.clicked() {
        let (function, service) = (function.id.clone(), service.id.clone());
        actions.push(StandardAction::RemoveService { function, service }.into());
    }
}
