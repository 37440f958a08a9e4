//! Two scenarios side by side in numbers: who gains and who loses, and which edits differ.

use egui::{Align2, FontId, Rect, Role, Sense, Ui, pos2, vec2};

use crate::cartography::Palette;
use crate::language::Text;
use crate::numbers::{counted, percent, persons};
use crate::study::FacilityEdit;
use crate::ui::action::{Action, ScenarioAction, ViewAction};
use crate::ui::comparison::ChangedUnit;
use crate::ui::style::{self, color32};
use crate::ui::view::{CompareMode, Selection, View};
use crate::ui::{Workspace, words};

use super::scenarios::{scenario_color, swatch_ui};

const END: Text = Text::new("结束比较", "End comparison");
const SWAP: Text = Text::new("互换", "Swap");
const MODE: Text = Text::new("比较方式", "How to compare");
const SAME: Text = Text::new("两个方案的设施相同", "The two have the same facilities");
/// More edits than these are read in a report, not in a panel.
const MOST_SHOWN: usize = 60;
const BAR_WIDTH: f32 = 96.0;
const RATES_WIDTH: f32 = 108.0;

/// Shows the comparison, if there is one.
pub fn compare_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let session = &workspace.session;
    let Some(from) = session.compared() else { return };
    let to = session.shown();
    let language = view.language;
    let scenarios = session.study().scenarios();
    ui.horizontal_wrapped(|ui| {
        for (position, id) in [from, to].into_iter().enumerate() {
            if position > 0 {
                ui.label("→");
            }
            swatch_ui(ui, scenario_color(scenarios, id, view));
            ui.strong(scenarios.name(id).of(language));
        }
    });
    ui.horizontal_wrapped(|ui| {
        modes_ui(ui, view, actions);
        if ui.button(SWAP.of(language)).clicked() {
            actions.push(ScenarioAction::Show(from).into());
            actions.push(ScenarioAction::Compare(Some(to)).into());
        }
        if ui.button(END.of(language)).clicked() {
            actions.push(ScenarioAction::Compare(None).into());
        }
    });
    exchange_ui(ui, workspace, view);
    let edits = workspace.comparison.edits(session, from);
    let count = edits.len();
    let title = language.pick(format!("不同之处 {count}"), counted(count, "differing edit"));
    egui::CollapsingHeader::new(title).id_salt("differences").default_open(true).show(ui, |ui| {
        if edits.is_empty() {
            ui.label(egui::RichText::new(SAME.of(language)).weak());
        }
        for edit in edits.iter().take(MOST_SHOWN) {
            edit_ui(ui, workspace, view, edit, actions);
        }
        if count > MOST_SHOWN {
            let more = count - MOST_SHOWN;
            ui.label(language.pick(format!("另有 {more} 处"), format!("and {more} more")));
        }
    });
    units_ui(ui, workspace, view, actions);
    ui.separator();
}

/// The units whose rate changes for the function shown, the largest change first: rates before
/// and after, and the change as a bar to the left or right.
fn units_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let Some(changed) = workspace.comparison.units(&workspace.session, view) else { return };
    let count = changed.len();
    let title = language.pick(format!("变化的单元 {count}"), format!("Units that change: {count}"));
    let largest = changed.first().map_or(1.0, |unit| unit.change.points.abs().max(1.0));
    egui::CollapsingHeader::new(title).id_salt("changed units").show(ui, |ui| {
        for unit in changed.iter().take(MOST_SHOWN) {
            unit_ui(ui, workspace, view, unit, largest, actions);
        }
        if count > MOST_SHOWN {
            let more = count - MOST_SHOWN;
            ui.label(language.pick(format!("另有 {more} 个"), format!("and {more} more")));
        }
    });
}

fn unit_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    changed: &ChangedUnit,
    largest_points: f64,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(view.theme);
    let units = &workspace.session.study().layers().units;
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    let name = units.name(changed.unit);
    let rates = format!("{} → {}", percent(changed.before.rate()), percent(changed.after.rate()));
    let points = changed.change.points_text();
    words::name_widget_by(&row, Role::Button, || format!("{name}, {rates}, {points}"));
    if row.clicked() {
        actions.push(ViewAction::Select(Selection::Unit(changed.unit)).into());
        if let Some(extent) = units.shapes().extent(changed.unit) {
            actions.push(ViewAction::FlyTo(extent.center()).into());
        }
    }
    let painter = ui.painter_at(rect);
    if row.hovered() || row.has_focus() {
        painter.rect_filled(rect, 4.0, color32(palette.separator.with_opacity(0.5)));
    }
    let font = FontId::proportional(style::CAPTION);
    let (text, weak) = (color32(palette.text), color32(palette.weak_text));
    let middle = rect.center().y;
    let bar_left = rect.right() - BAR_WIDTH;
    let left = painter.with_clip_rect(Rect::from_x_y_ranges(
        rect.left()..=bar_left - RATES_WIDTH,
        rect.y_range(),
    ));
    let at = pos2(rect.left() + 4.0, middle);
    left.text(at, Align2::LEFT_CENTER, name, font.clone(), text);
    let at = pos2(bar_left - 8.0, middle);
    painter.text(at, Align2::RIGHT_CENTER, rates, font.clone(), weak);
    // The bar grows from the middle: to the left for worse, to the right for better.
    let zero = bar_left + BAR_WIDTH / 2.0;
    let reach = (BAR_WIDTH / 2.0 - 2.0) * (changed.change.points / largest_points) as f32;
    let bar = Rect::from_two_pos(pos2(zero, middle - 5.0), pos2(zero + reach, middle + 5.0));
    let better = changed.change.points > 0.0;
    let color = if better { palette.gained } else { palette.lost };
    painter.rect_filled(bar, 1.0, color32(color));
    let axis = [pos2(zero, middle - 8.0), pos2(zero, middle + 8.0)];
    painter.line_segment(axis, egui::Stroke::new(1.0, weak));
    let (at, anchor) = if better {
        (pos2(zero - 4.0, middle), Align2::RIGHT_CENTER)
    } else {
        (pos2(zero + 4.0, middle), Align2::LEFT_CENTER)
    };
    painter.text(at, anchor, points, font, text);
    row.on_hover_text(name);
}

fn modes_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let modes = [
        (CompareMode::Difference, Text::new("差异图", "Difference")),
        (CompareMode::Swipe, Text::new("卷帘", "Swipe")),
        (CompareMode::SideBySide, Text::new("并排", "Side by side")),
    ];
    for (mode, name) in modes {
        let button = ui.selectable_label(view.compare_mode == mode, name.of(view.language));
        if button.on_hover_text(MODE.of(view.language)).clicked() {
            actions.push(ViewAction::SetCompareMode(mode).into());
        }
    }
}

/// Residents who come within reach of the function shown, and those who drop out.
fn exchange_ui(ui: &mut Ui, workspace: &Workspace, view: &View) {
    let session = &workspace.session;
    let Some(exchange) = workspace.comparison.exchange(session, view) else { return };
    let function = session.study().standard().function(view.function).short_name.of(view.language);
    let (gained, lost) = (persons(exchange.gained), persons(exchange.lost));
    ui.label(view.language.pick(
        format!("{function}：新增覆盖 {gained} 人，失去 {lost} 人"),
        format!("{function}: {gained} residents gained, {lost} lost"),
    ));
}

/// A difference; a click shows the place.
fn edit_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    edit: &FacilityEdit,
    actions: &mut Vec<Action>,
) {
    let session = &workspace.session;
    let from = session.compared().unwrap_or_else(|| session.shown());
    let before = session.study().facilities(from);
    let label = edit.label(before, session.study().standard());
    let mut label = label.of(view.language).to_owned();
    if let (FacilityEdit::Move { id, to }, language) = (edit, view.language)
        && let Some(facility) = before.get(id)
    {
        let metres = facility.at.distance_to(*to);
        label += &language.pick(format!("，{metres:.0} 米"), format!(", {metres:.0} m"));
    }
    let place = session.facility(edit.id()).or_else(|| before.get(&edit.id())).map(|f| f.at);
    let entry = ui.add(egui::Button::selectable(false, &label).truncate());
    words::name_widget(&entry, Role::Button, &label);
    if let Some(place) = place.filter(|_| entry.clicked()) {
        actions.push(ViewAction::FlyTo(place).into());
    }
    entry.on_hover_text(label);
}
