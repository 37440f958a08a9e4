//! The scenarios: the tree, what is said of the one shown, and its edits.

use std::collections::HashMap;

use egui::{Role, Sense, Ui, vec2};

use crate::cartography::Palette;
use crate::language::{Language, Message, Text};
use crate::numbers::counted;
use crate::study::{
    Conflict, Description, EditNumber, SCENARIO_COLORS, Scenario, ScenarioEdit, ScenarioId,
    Scenarios,
};
use crate::ui::action::{Action, ScenarioAction};
use crate::ui::style::color32;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::rows_in_sight::rows_in_sight_ui;

const NEW: Text = Text::new("新建方案", "New scenario");
const NEW_HINT: Text =
    Text::new("在所显示的方案上新建一个方案", "Start a scenario on top of the one shown");
const MORE: Text = Text::new("方案操作", "Scenario actions");
const BRANCH: Text = Text::new("以此为基础新建", "Branch from here");
const DUPLICATE: Text = Text::new("复制", "Duplicate");
const COMPARE: Text = Text::new("与所显示的方案比较", "Compare with the one shown");
const UP: Text = Text::new("上移", "Move up");
const DOWN: Text = Text::new("下移", "Move down");
const DELETE: Text = Text::new("删除方案", "Delete scenario");
const NAME: Text = Text::new("方案名称", "Scenario name");
const NOTE: Text = Text::new("备注", "Note");
const COLOR: Text = Text::new("颜色", "Colour");
const BASE_IS_FIXED: Text = Text::new(
    "现状只读。在此修改会自动新建一个方案。",
    "The base is read-only. Editing it starts a scenario of its own.",
);
const NO_EDITS: Text = Text::new("尚无修改", "No edits yet");
const EDIT_ACTIONS: Text = Text::new("修改操作", "Edit actions");
const COPY_TO: Text = Text::new("复制到", "Copy to");
const MOVE_TO: Text = Text::new("移到", "Move to");
const TAKE_OUT: Text = Text::new("去掉这一修改", "Take this edit out");
const CONFLICT: Text = Text::new("未生效：", "Not in effect: ");

/// Shows the tree and the details of the scenario shown.
pub fn scenarios_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let scenarios = workspace.session.study().scenarios();
    for (id, depth) in tree(scenarios) {
        row_ui(ui, workspace, view, id, depth, actions);
    }
    let new = ui.button(NEW.of(language)).on_hover_text(NEW_HINT.of(language));
    if new.clicked() {
        actions.push(ScenarioAction::Branch(workspace.session.shown()).into());
    }
    ui.add_space(4.0);
    match scenarios.get(workspace.session.shown()) {
        Some(scenario) => {
            description_ui(ui, scenario, view, actions);
            edits_ui(ui, scenarios, scenario, language, actions);
        }
        None => {
            ui.label(egui::RichText::new(BASE_IS_FIXED.of(language)).small().weak());
        }
    }
}

/// All scenarios, each after the one it builds on, with its depth in the tree.
pub fn tree(scenarios: &Scenarios) -> Vec<(ScenarioId, usize)> {
    fn add(
        scenarios: &Scenarios,
        id: ScenarioId,
        depth: usize,
        all: &mut Vec<(ScenarioId, usize)>,
    ) {
        all.push((id, depth));
        for child in scenarios.children(id) {
            add(scenarios, child, depth + 1, all);
        }
    }
    let mut all = Vec::new();
    add(scenarios, ScenarioId::BASE, 0, &mut all);
    all
}

fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    id: ScenarioId,
    depth: usize,
    actions: &mut Vec<Action>,
) {
    let scenarios = workspace.session.study().scenarios();
    let name = scenarios.name(id);
    let name = name.of(view.language);
    row_with_menu(
        ui,
        &format!("{} {name}", MORE.of(view.language)),
        actions,
        |ui, actions| {
            ui.add_space(depth as f32 * 10.0);
            swatch_ui(ui, scenario_color(scenarios, id, view));
            let shown = workspace.session.shown() == id;
            let entry = ui.add(egui::Button::selectable(shown, name).truncate());
            let conflicts = scenarios.conflicts(id).len();
            let edits = scenarios.get(id).map_or(0, |scenario| scenario.edits.len());
            if entry.clicked() {
                actions.push(ScenarioAction::Show(id).into());
            }
            let hint = view.language.pick(
                format!("{name}\n修改 {edits} 处，其中 {conflicts} 处未生效"),
                format!("{name}\n{}, {conflicts} of them not in effect", counted(edits, "edit")),
            );
            entry.on_hover_text(hint);
        },
        |ui, actions| menu_ui(ui, workspace, view, id, actions),
    );
}

/// A row of a list with a menu at its right end.
pub fn row_with_menu(
    ui: &mut Ui,
    menu_name: &str,
    actions: &mut Vec<Action>,
    content: impl FnOnce(&mut Ui, &mut Vec<Action>),
    menu: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let from_the_right = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(size, from_the_right, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let button = ui.menu_button("⋯", |ui| menu(ui, actions));
        words::name_widget(&button.response, Role::Button, menu_name);
        button.response.on_hover_text(menu_name);
        let from_the_left = egui::Layout::left_to_right(egui::Align::Center);
        ui.with_layout(from_the_left, |ui| content(ui, actions));
    });
}

fn menu_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    id: ScenarioId,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let scenarios = workspace.session.study().scenarios();
    let mut item = |ui: &mut Ui, text: Text, enabled: bool, action: ScenarioAction| {
        if ui.add_enabled(enabled, egui::Button::new(text.of(language))).clicked() {
            actions.push(action.into());
            ui.close();
        }
    };
    item(ui, BRANCH, true, ScenarioAction::Branch(id));
    item(ui, DUPLICATE, true, ScenarioAction::Duplicate(id));
    let other = workspace.session.shown() != id;
    item(ui, COMPARE, other, ScenarioAction::Compare(Some(id)));
    if let Some(parent) = scenarios.get(id).map(|scenario| scenario.parent) {
        ui.separator();
        // Among those on the same parent: that is the order seen in the tree.
        let siblings = scenarios.children(parent);
        let place = siblings.iter().position(|sibling| *sibling == id).unwrap_or_default();
        let position = |sibling: Option<&ScenarioId>| {
            scenarios.iter().position(|scenario| Some(&scenario.id) == sibling)
        };
        let before = position(place.checked_sub(1).and_then(|place| siblings.get(place)));
        let after = position(siblings.get(place + 1));
        for (text, target) in [(UP, before), (DOWN, after)] {
            let position = target.unwrap_or_default();
            item(ui, text, target.is_some(), ScenarioAction::Reorder { id, position });
        }
        ui.separator();
        let on_top = scenarios.subtree(id).len() - 1;
        let delete = match on_top {
            0 => DELETE.of(language).to_owned(),
            count => language.pick(
                format!("删除方案及其上的 {count} 个方案"),
                format!("Delete scenario and {count} on top of it"),
            ),
        };
        if ui.button(delete).clicked() {
            actions.push(ScenarioAction::Delete(id).into());
            ui.close();
        }
    }
}

/// The colour a scenario goes by; the base has that of what exists.
pub fn scenario_color(scenarios: &Scenarios, id: ScenarioId, view: &View) -> egui::Color32 {
    let palette = Palette::of(view.theme);
    let color = scenarios.get(id).map(|scenario| palette.scenario(scenario.description.color));
    color32(color.unwrap_or(palette.existing))
}

/// A small square of a colour.
pub fn swatch_ui(ui: &mut Ui, color: egui::Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 24.0), Sense::hover());
    let square = egui::Rect::from_center_size(rect.center(), vec2(10.0, 10.0));
    ui.painter().rect_filled(square, 2.0, color);
}

fn description_ui(ui: &mut Ui, scenario: &Scenario, view: &View, actions: &mut Vec<Action>) {
    let Scenario { id, description, .. } = scenario;
    let language = view.language;
    let describe = |description| ScenarioAction::Describe { id: *id, description };
    let name = words::FieldText { name: NAME.of(language), current: description.name.of(language) };
    if let Some(name) = name.line_ui(ui, ("scenario name", id.0))
        && !name.trim().is_empty()
    {
        let name = Message::same(name.trim());
        actions.push(describe(Description { name, ..description.clone() }).into());
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for color in 0..SCENARIO_COLORS {
            let fill = color32(Palette::of(view.theme).scenario(color));
            let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::click());
            ui.painter().rect_filled(rect, 3.0, fill);
            if color == description.color || response.has_focus() {
                let stroke = egui::Stroke::new(2.0, ui.visuals().text_color());
                ui.painter().rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Outside);
            }
            let label = format!("{} {}", COLOR.of(language), color + 1);
            words::name_widget(&response, Role::Button, &label);
            if response.clicked() && color != description.color {
                actions.push(describe(Description { color, ..description.clone() }).into());
            }
        }
    });
    let note = words::FieldText { name: NOTE.of(language), current: &description.note };
    if let Some(note) = note.lines_ui(ui, ("scenario note", id.0)) {
        actions.push(describe(Description { note, ..description.clone() }).into());
    }
}

/// The edits of a scenario in their order; those that no longer fit say why.
fn edits_ui(
    ui: &mut Ui,
    scenarios: &Scenarios,
    scenario: &Scenario,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let count = scenario.edits.len();
    let title = language.pick(format!("修改 {count} 处"), counted(count, "edit"));
    egui::CollapsingHeader::new(title).id_salt("scenario edits").show(ui, |ui| {
        if count == 0 {
            ui.label(egui::RichText::new(NO_EDITS.of(language)).weak());
        }
        let conflicts = scenarios.conflicts(scenario.id).iter();
        let conflicts: HashMap<EditNumber, &Conflict> =
            conflicts.map(|conflict| (conflict.number, conflict)).collect();
        rows_in_sight_ui(ui, count, |ui, row| {
            let entry = &scenario.edits[row];
            let conflict = conflicts.get(&entry.number).copied();
            edit_ui(ui, scenarios, scenario, entry, conflict, language, actions);
        });
    });
}

fn edit_ui(
    ui: &mut Ui,
    scenarios: &Scenarios,
    scenario: &Scenario,
    entry: &ScenarioEdit,
    conflict: Option<&Conflict>,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let label = entry.label.of(language);
    row_with_menu(
        ui,
        &format!("{} {label}", EDIT_ACTIONS.of(language)),
        actions,
        |ui, _| {
            let text = match conflict {
                Some(_) => {
                    let color = ui.visuals().warn_fg_color;
                    egui::RichText::new(format!("! {label}")).color(color)
                }
                None => egui::RichText::new(label),
            };
            let line = ui.add(egui::Label::new(text).truncate());
            line.on_hover_text(match conflict {
                Some(Conflict { reason, .. }) => {
                    format!("{label}\n{}{}", CONFLICT.of(language), reason.message().of(language))
                }
                None => label.to_owned(),
            });
        },
        |ui, actions| edit_menu_ui(ui, scenarios, scenario, entry, language, actions),
    );
}

fn edit_menu_ui(
    ui: &mut Ui,
    scenarios: &Scenarios,
    scenario: &Scenario,
    entry: &ScenarioEdit,
    language: Language,
    actions: &mut Vec<Action>,
) {
    for (verb, moving) in [(COPY_TO, false), (MOVE_TO, true)] {
        for target in scenarios.iter().filter(|target| target.id != scenario.id) {
            let text = format!("{} {}", verb.of(language), target.description.name.of(language));
            if ui.button(text).clicked() {
                let (number, to) = (entry.number, target.id);
                actions.push(ScenarioAction::CherryPick { number, to, moving }.into());
                ui.close();
            }
        }
    }
    if ui.button(TAKE_OUT.of(language)).clicked() {
        let (scenario, number) = (scenario.id, entry.number);
        actions.push(ScenarioAction::RemoveEdit { scenario, number }.into());
        ui.close();
    }
}
