//! What is selected, and what can be changed of it: a facility's name, functions and area, or a
//! building that may become a facility; a candidate of the register; many things drawn around.

use egui::{Role, Ui};

use crate::language::{Language, Text};
use crate::numbers::thousands;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityOrigin, LARGEST_CAPACITY, LARGEST_FLOOR_AREA_M2};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::nearest_sites::nearest_sites_ui;
use super::programme::complex_badge_ui;
use super::services::services_ui;
use super::{many_selected, register};

const NAME: Text = Text::new("设施名称", "Facility name");
const AREA: Text = Text::new("建筑面积（平方米）", "Floor area (m²)");
const CAPACITY: Text =
    Text::new("服务能力（位、床、座、餐/日）", "Capacity (places, beds, seats, meals a day)");
const CAPACITY_SHORT: Text = Text::new("服务能力", "Capacity");
const FUNCTIONS: Text = Text::new("承担的功能", "Functions");
const MORE: Text = Text::new("面积、时段与项目…", "Rooms, hours, project…");
const MORE_HINT: Text = Text::new(
    "各功能的面积、服务能力、员工与开放时段，共享面积，以及项目的年份、费用与资金",
    "Area, capacity, staff and hours of each function, shared rooms, and the project's year, costs and funds",
);
const CONVERT_HINT: Text = Text::new(
    "把此建筑改造为所选功能的设施，面积取建筑面积",
    "Put the building to the chosen function, with its floor area",
);
const NO_ROOM: Text =
    Text::new("此建筑在本方案中已无可用面积", "None of its floor is free in this scenario");

/// The height that a facility with three functions takes; more is scrolled to.
const FACILITY_HEIGHT: f32 = 330.0;
/// Of the window's height, so that the figures above stay in sight.
const MOST_OF_WINDOW: f32 = 0.45;

/// Shows what is selected, if it can be changed, at the foot of the panel: the numbers above stay
/// where they are.
pub fn inspector_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let facility = view.selection.facility().and_then(|id| workspace.session.facility(id));
    let (building, many) = (view.selection.building(), view.selection.many());
    let candidate = view.selection.candidate();
    if facility.is_none() && building.is_none() && many.is_none() && candidate.is_none() {
        return;
    }
    egui::Panel::bottom("inspector").resizable(false).show(ui, |ui| {
        ui.add_space(8.0);
        if let Some(facility) = facility {
            // As high with one function as with all, so that none of it moves away under the mouse.
            let height = FACILITY_HEIGHT.min(ui.ctx().content_rect().height() * MOST_OF_WINDOW);
            let area = egui::ScrollArea::vertical().id_salt("facility").auto_shrink(false);
            area.max_height(height).min_scrolled_height(height).show(ui, |ui| {
                facility_ui(ui, workspace, facility, view, actions);
            });
        }
        if let Some(building) = building {
            building_ui(ui, workspace, building, view, actions);
        }
        if let Some(candidate) = candidate {
            register::candidate_ui(ui, workspace, candidate, view, actions);
        }
        if let Some(many) = many {
            many_selected::many_selected_ui(ui, workspace, many, view, actions);
        }
        ui.add_space(4.0);
    });
}

fn facility_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (id, language) = (facility.id, view.language);
    let field = words::FieldText { name: NAME.of(language), current: &facility.name };
    if let Some(name) = field.line_ui(ui, ("facility name", id.0))
        && !name.trim().is_empty()
    {
        let name = name.trim().to_owned();
        actions.push(EditAction::Rename { id, name }.into());
    }
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(AREA.of(language)).weak());
        let current = facility.floor_area_m2.map_or_else(String::new, |area| format!("{area:.0}"));
        let field = words::FieldText { name: AREA.of(language), current: &current };
        let read = |text: &str| number_or_nothing(text, LARGEST_FLOOR_AREA_M2, language);
        if let Some(floor_area_m2) = field.checked_ui(ui, ("facility area", id.0), 80.0, read) {
            actions.push(EditAction::Resize { id, floor_area_m2 }.into());
        }
    });
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(CAPACITY_SHORT.of(language)).weak());
        let current = facility.capacity.map_or_else(String::new, |capacity| capacity.to_string());
        let field = words::FieldText { name: CAPACITY.of(language), current: &current };
        let read = |text: &str| number_or_nothing(text, LARGEST_CAPACITY, language);
        if let Some(capacity) = field.checked_ui(ui, ("facility capacity", id.0), 80.0, read) {
            actions.push(EditAction::SetCapacity { id, capacity }.into());
        }
        if ui.button(words::DELETE.of(language)).clicked() {
            actions.push(EditAction::Delete(id).into());
        }
    });
    functions_ui(ui, workspace, facility, view, actions);
    programme_line_ui(ui, workspace, facility, view, actions);
    ui.add_space(4.0);
    services_ui(ui, workspace, facility, view, actions);
}

/// Whether the facility is a complex, and the way to its rooms and project.
fn programme_line_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    view: &View,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        let more = egui::Button::selectable(view.shows_programme, MORE.of(view.language));
        if ui.add(more).on_hover_text(MORE_HINT.of(view.language)).clicked() {
            actions.push(ViewAction::ToggleProgramme.into());
        }
        complex_badge_ui(ui, workspace, facility, view.language);
    });
}

/// What was typed into a field of numbers that may be empty.
///
/// # Errors
/// What is asked for, where it is no number in range.
pub(super) fn number_or_nothing(
    text: &str,
    largest: f64,
    language: Language,
) -> Result<Option<f64>, String> {
    let text = text.trim().replace([',', '，'], "");
    let number = text.parse().ok().filter(|number| (0.0..=largest).contains(number));
    let largest = thousands(largest as i64);
    match text.is_empty() || number.is_some() {
        true => Ok(number),
        false => Err(language
            .pick(format!("应为 0–{largest} 的数"), format!("a number from 0 to {largest}"))),
    }
}

/// The functions as a menu of check boxes; the last one cannot be taken away.
fn functions_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (id, language) = (facility.id, view.language);
    let standard = workspace.session.study().standard();
    let name = |function: &FunctionIndex| standard.function(*function).short_name.of(language);
    let names: Vec<_> = facility.functions.iter().map(name).collect();
    let title = names.join(language.pick("、", ", "));
    let menu = egui::Button::new(&title).truncate();
    let config = egui::containers::menu::MenuConfig::default()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let menu = egui::containers::menu::MenuButton::from_button(menu).config(config);
    let (response, _) = menu.ui(ui, |ui| {
        for function in standard.indexes() {
            let mut offered = facility.offers(function);
            let only = offered && facility.functions.len() == 1;
            let check = egui::Checkbox::new(&mut offered, name(&function));
            if ui.add_enabled(!only, check).changed() {
                let mut functions = facility.functions.clone();
                if offered {
                    functions.push(function);
                } else {
                    functions.retain(|known| *known != function);
                }
                actions.push(EditAction::SetFunctions { id, functions }.into());
            }
        }
    });
    words::name_widget(&response, Role::Button, FUNCTIONS.of(language));
    response.on_hover_text(format!("{}\n{title}", FUNCTIONS.of(language)));
}

fn building_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    building: usize,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let study = workspace.session.study();
    let record = study.layers().buildings.record(building);
    let name = if record.name.is_empty() { &record.id } else { &record.name };
    let mut title = format!("{name}  {}", record.kind.name().of(language));
    if let Some(area) = record.floor_area_m2 {
        let area = thousands(area.round() as i64);
        title += &language.pick(format!("  {area} 平方米"), format!("  {area} m²"));
    }
    ui.label(title);
    let function = study.standard().function(view.function).short_name.of(language);
    let verb = language
        .pick(format!("改造为{function}设施"), format!("Convert to {}", function.to_lowercase()));
    let origin = FacilityOrigin::Converted { building: record.id.clone() };
    let free_m2 = workspace.explanations.free_area_m2(&workspace.session, origin);
    let is_full = free_m2.is_some_and(|free| free <= 0.0);
    let button = ui.add_enabled(!is_full, egui::Button::new(verb));
    let button = button.on_hover_text(CONVERT_HINT.of(language));
    if button.on_disabled_hover_text(NO_ROOM.of(language)).clicked() {
        actions.push(EditAction::ConvertBuilding(building).into());
    }
    nearest_sites_ui(ui, workspace, building, view, actions);
}
