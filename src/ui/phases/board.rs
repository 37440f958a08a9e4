//! The board: a column for each year with the cards of its projects.

use egui::{Color32, DragAndDrop, Frame, Key, Margin, RichText, Role, Sense, Stroke, Ui, vec2};

use crate::cartography::Palette;
use crate::language::Language;
use crate::numbers::{thousands, yuan};
use crate::programme::{ProjectRow, YearPlan};
use crate::study::{Facility, FacilityId, PROJECT_YEARS};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, style, words};

use super::{COLUMN, GAP, Plan, year_name};

/// Shows the columns from left to right.
pub(super) fn board_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    plan: &Plan,
    view: &View,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for year in &plan.schedule.years {
            column_ui(ui, workspace, plan, year, view, actions);
        }
    });
}

/// One year; a card let go over it moves there.
fn column_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    plan: &Plan,
    year: &YearPlan,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let frame = Frame::new().inner_margin(Margin::same(6)).corner_radius(6);
    let response = frame
        .fill(ui.visuals().faint_bg_color)
        .show(ui, |ui| {
            ui.set_width(COLUMN - 12.0);
            ui.set_min_height(140.0);
            ui.vertical(|ui| {
                heading_ui(ui, year, language);
                for id in &year.projects {
                    let facility = workspace.session.facility(*id);
                    if let (Some(facility), Some(row)) = (facility, plan.projects.get(id)) {
                        card_ui(ui, workspace, facility, row, view, actions);
                    }
                }
            });
        })
        .response;
    words::name_widget(&response, Role::Group, &year_name(year, language));
    if response.dnd_hover_payload::<FacilityId>().is_some() {
        let stroke = ui.visuals().selection.stroke;
        let inside = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(response.rect, 6.0, Stroke::new(2.0, stroke.color), inside);
    }
    if let Some(id) = response.dnd_release_payload::<FacilityId>() {
        actions.push(EditAction::SetYear { id: *id, year: year.year }.into());
    }
}

/// The year, how many projects, what they cost and what they may.
fn heading_ui(ui: &mut Ui, year: &YearPlan, language: Language) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(year_name(year, language)).strong());
        let count = year.projects.len();
        ui.label(RichText::new(language.pick(format!("{count} 项"), format!("{count}"))).weak());
    });
    let mut cost = yuan(year.conversion, language);
    if let Some(budget) = year.budget {
        let budget = yuan(budget, language);
        cost = language.pick(format!("{cost} / 预算 {budget}"), format!("{cost} of {budget}"));
    }
    if year.budget.is_some() || !year.projects.is_empty() {
        ui.label(RichText::new(cost).small().weak());
    }
    if let Some(excess) = year.excess() {
        let excess = yuan(excess, language);
        let text = language.pick(format!("超出 {excess}"), format!("over by {excess}"));
        ui.label(RichText::new(text).small().color(ui.visuals().warn_fg_color));
    }
    if year.unknown > 0 {
        let count = year.unknown;
        let text =
            language.pick(format!("{count} 项费用未知"), format!("{count} without a known cost"));
        ui.label(RichText::new(text).small().weak());
    }
}

/// A project: a click selects it on the map, dragging or the arrow keys move it.
fn card_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    row: &ProjectRow,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let is_selected = view.selection == Selection::Facility(facility.id);
    let line = match is_selected {
        true => ui.visuals().selection.stroke.color,
        false => ui.visuals().widgets.noninteractive.bg_stroke.color,
    };
    let shown = Frame::new()
        .inner_margin(Margin::same(6))
        .corner_radius(6)
        .fill(style::color32(Palette::of(view.theme).paper))
        .stroke(Stroke::new(if is_selected { 2.0 } else { 1.0 }, line))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            card_texts_ui(ui, workspace, facility, row, language);
        });
    // The same in every column, so that the focus goes along.
    let id = egui::Id::unique(("project card", facility.id.0));
    let response = ui.interact(shown.response.rect, id, Sense::click_and_drag());
    words::name_widget(&response, Role::Button, &facility.name);
    response.dnd_set_drag_payload(facility.id);
    if response.clicked() {
        actions.push(ViewAction::Select(Selection::Facility(facility.id)).into());
        actions.push(ViewAction::FlyTo(facility.at).into());
    }
    if response.dragged() {
        ghost_ui(ui, &facility.name);
    }
    if response.has_focus() {
        move_by_keys(ui, &response, facility, actions);
    }
}

fn card_texts_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    row: &ProjectRow,
    language: Language,
) {
    let standard = workspace.session.study().standard();
    let names = facility.functions.iter().filter_map(|function| standard.get(*function));
    let names: Vec<&str> = names.map(|function| function.short_name.of(language)).collect();
    let plain = |text: RichText| egui::Label::new(text).selectable(false).wrap();
    ui.add(plain(RichText::new(&facility.name)));
    let names = names.join(language.pick("、", ", "));
    ui.add(plain(RichText::new(names).small().weak()));
    let gain = thousands(row.gain.as_f64().round() as i64);
    let cost = row.money.conversion.map_or_else(
        || language.pick("费用未知", "cost unknown").to_owned(),
        |figure| format!("{}{}", yuan(figure.yuan, language), mark(figure.is_set())),
    );
    let facts = language.pick(format!("{cost} · 新增 {gain} 人次"), format!("{cost} · +{gain}"));
    ui.add(plain(RichText::new(facts).small()));
}

/// Sums that nobody set carry a mark, as in the lists.
fn mark(is_set: bool) -> &'static str {
    if is_set { "" } else { "*" }
}

/// The name of what is being dragged, beside the pointer.
fn ghost_ui(ui: &Ui, name: &str) {
    let Some(at) = ui.ctx().pointer_interact_pos() else { return };
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("project ghost"));
    let painter = ui.ctx().layer_painter(layer);
    let text = egui::FontId::proportional(style::BODY);
    let color = ui.visuals().text_color();
    let galley = painter.layout_no_wrap(name.to_owned(), text, color);
    let rect = egui::Rect::from_min_size(at + vec2(12.0, 4.0), galley.size()).expand(6.0);
    let fill: Color32 = ui.visuals().window_fill;
    painter.rect(rect, 6.0, fill, ui.visuals().selection.stroke, egui::StrokeKind::Inside);
    painter.galley(rect.min + vec2(6.0, 6.0), galley, color);
}

/// Left and right put a project a year earlier or later; one without a year comes to the first of
/// this plan's years by going right.
fn move_by_keys(
    ui: &Ui,
    response: &egui::Response,
    facility: &Facility,
    actions: &mut Vec<Action>,
) {
    if DragAndDrop::has_any_payload(ui.ctx()) {
        return;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let (earlier, later) =
        ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
    let this_year = || crate::study::register::Date::today().year();
    let year = match facility.project.year {
        Some(year) if earlier => Some(year - 1),
        Some(year) if later => Some(year + 1),
        None if later => Some(this_year()),
        _ => return,
    };
    if year.is_some_and(|year| PROJECT_YEARS.contains(&year)) {
        actions.push(EditAction::SetYear { id: facility.id, year }.into());
    }
}
