//! The results: for the whole study and for the selected unit, every function with residents,
//! covered, rate and the change against what exists.

use egui::{Align2, FontId, Rect, Response, Role, Sense, Ui, pos2, vec2};

use crate::analysis::{Coverage, Reached};
use crate::cartography::Palette;
use crate::language::{Message, Text};
use crate::layers::{Persons, ResidentsSource};
use crate::numbers::{self, Change};
use crate::standard::{Function, FunctionIndex};
use crate::study::WalkLimit;
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::style::{self, color32};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};

use super::{compare, inspector};

const WHOLE: Text = Text::new("全部范围", "Whole study");
const NO_UNIT: Text = Text::new(
    "在地图上点选规划单元，查看该单元的数字。",
    "Click a unit on the map to see its numbers.",
);
const POINTS: Text = Text::new("个百分点", "points");
const FUNCTION_LIMIT: Text =
    Text::new("本研究中此功能的步行距离（米）", "Walking limit of this function in this study (m)");
const LIMIT_SOURCE: Text = Text::new("步行距离来源", "Source of the walking limit");
const OUTSIDE: Text =
    Text::new("计入全部范围，不计入任何单元。", "Counted in the whole study, in no unit.");
const CIRCLE_MODEL: Text = Text::new(
    "直线圆模型：到设施的直线距离乘绕行系数不超过步行距离即为覆盖。",
    "Circle model: covered if straight distance × detour factor is within the limit.",
);
const ROW_HEIGHT: f32 = 24.0;
/// Of a figure in a row.
const DIGIT_WIDTH: f32 = 7.2;

/// Places numbers are given for.
#[derive(Clone, Copy)]
enum Scope {
    Whole,
    Unit(usize),
}

/// Shows the panel on the right.
pub fn results_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let width = (ui.content_rect().width() * 0.25).clamp(350.0, 420.0);
    egui::Panel::right("results").default_size(width).size_range(320.0..=560.0).show(ui, |ui| {
        inspector::inspector_ui(ui, workspace, view, actions);
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.add_space(8.0);
            compare::compare_ui(ui, workspace, view, actions);
            scope_ui(ui, workspace, view, Scope::Whole, actions);
            ui.add_space(12.0);
            ui.separator();
            ui.add_space(4.0);
            match selected_unit(workspace, view) {
                Some(unit) => scope_ui(ui, workspace, view, Scope::Unit(unit), actions),
                None => {
                    ui.label(egui::RichText::new(NO_UNIT.of(view.language)).weak());
                }
            }
            ui.add_space(12.0);
            notes_ui(ui, view);
        });
    });
}

/// The unit that is selected, or that holds what is selected.
fn selected_unit(workspace: &Workspace, view: &View) -> Option<usize> {
    let study = workspace.session.study();
    match &view.selection {
        Selection::Nothing | Selection::Many(_) => None,
        Selection::Unit(unit) => Some(*unit),
        Selection::Building(building) => study.layers().buildings.unit_of(*building),
        Selection::Facility(id) => {
            study.layers().units.at(workspace.session.facilities().get(id)?.at)
        }
    }
}

fn scope_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    scope: Scope,
    actions: &mut Vec<Action>,
) {
    let study = workspace.session.study();
    let units = &study.layers().units;
    let title = match scope {
        Scope::Whole => WHOLE.of(view.language).to_owned(),
        Scope::Unit(unit) if units.id(unit) == units.name(unit) => units.id(unit).to_owned(),
        Scope::Unit(unit) => format!("{}  {}", units.name(unit), units.id(unit)),
    };
    ui.label(egui::RichText::new(title).size(style::HEADING));
    headline_ui(ui, workspace, view, scope, actions);
    ui.add_space(8.0);
    let residents = numbers_of(workspace.session.scenario(), scope, view.function, view.group);
    heading_ui(ui, view, residents.population);
    for function in study.standard().indexes() {
        let row = row_ui(ui, workspace, view, scope, function);
        if row.clicked() {
            actions.push(ViewAction::ChooseFunction(function).into());
        }
    }
}

fn numbers_of(coverage: &Coverage, scope: Scope, function: FunctionIndex, group: usize) -> Reached {
    match scope {
        Scope::Whole => coverage.total(function, group),
        Scope::Unit(unit) => coverage.unit(function, group, unit),
    }
}

/// The figure first, then the change against the base, then residents in small.
fn headline_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    scope: Scope,
    actions: &mut Vec<Action>,
) {
    let session = &workspace.session;
    let language = view.language;
    let now = numbers_of(session.scenario(), scope, view.function, view.group);
    let base = numbers_of(session.reference(), scope, view.function, view.group);
    let function = session.study().standard().function(view.function);
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(numbers::percent(now.rate())).size(style::FIGURE).strong());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(function.short_name.of(language));
            if let Some(change) = Change::between(base, now) {
                let text = match change.direction() {
                    0 => same_as_reference(workspace, view),
                    _ => format!("{} {}", change.points_text(), POINTS.of(language)),
                };
                ui.colored_label(change_color(view, change), text);
            }
        });
    });
    let covered = numbers::persons(now.covered);
    let population = numbers::persons(now.population);
    let mut text = language.pick(
        format!("覆盖 {covered} 人，共 {population} 人"),
        format!("{covered} of {population} residents covered"),
    );
    if let Some(change) = Change::between(base, now).filter(|change| change.direction() != 0) {
        let more = change.persons_text();
        text += &language.pick(format!("（{more} 人）"), format!(" ({more})"));
    }
    ui.label(egui::RichText::new(text).weak());
    provenance_ui(ui, workspace, view, scope, actions);
}

/// That nothing changed, seen from the base or from the scenario compared with.
fn same_as_reference(workspace: &Workspace, view: &View) -> String {
    let session = &workspace.session;
    let Some(compared) = session.compared() else {
        return view.language.pick("与现状相同", "as at present").to_owned();
    };
    let Message { zh, en } = session.study().scenarios().name(compared);
    view.language.pick(format!("与 {zh} 相同"), format!("as in {en}"))
}

/// The limit behind the figure and what must be known to trust it: marked where it is assumed.
fn provenance_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    scope: Scope,
    actions: &mut Vec<Action>,
) {
    let study = workspace.session.study();
    let language = view.language;
    let limit_m = study.walk_limit_m(view.function);
    let function = study.standard().function(view.function);
    let (standing, marked) = match study.parameters().limit {
        WalkLimit::Metres(_) | WalkLimit::Minutes(_) => (language.pick("自定", "your own"), false),
        WalkLimit::ByStandard => {
            (function.walk_standing.name().of(language), function.walk_standing.needs_mark())
        }
    };
    let limit = language.pick(
        format!("步行距离 {limit_m:.0} 米，{standing}"),
        format!("Walking limit {limit_m:.0} m, {standing}"),
    );
    ui.horizontal(|ui| {
        assumption_ui(ui, &limit, marked, &limit_text(workspace, view, view.function));
        if matches!(scope, Scope::Whole) && study.parameters().limit == WalkLimit::ByStandard {
            function_limit_ui(ui, workspace, view, actions);
        }
    });
    if study.layers().buildings.residents_source() == ResidentsSource::EstimatedFromFloorArea {
        let text = language.pick("居民数为估算，假设值", "Residents estimated, an assumption");
        assumption_ui(ui, text, true, words::ESTIMATED.of(language));
    }
    let outside = workspace.session.scenario().outside_units(view.function, view.group).population;
    if matches!(scope, Scope::Whole) && outside > Persons::ZERO {
        let outside = numbers::persons(outside);
        let text = language.pick(
            format!("其中 {outside} 人住在所有单元之外"),
            format!("{outside} of them live outside all units"),
        );
        assumption_ui(ui, &text, true, OUTSIDE.of(language));
    }
}

/// The function's limit in the study's standard, to be changed there.
fn function_limit_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let current = format!("{:.0}", workspace.session.study().walk_limit_m(view.function));
    let field = words::FieldText { name: FUNCTION_LIMIT.of(view.language), current: &current };
    let entered = field.short_ui(ui, ("function limit", view.function.0), 48.0);
    let limit_m = entered.and_then(|text| text.trim().parse().ok());
    if let Some(limit_m) = limit_m {
        actions.push(EditAction::SetFunctionLimit { function: view.function, limit_m }.into());
    }
}

/// A small line; what is not read at its source is underlined with dots, and says more on hover.
fn assumption_ui(ui: &mut Ui, text: &str, marked: bool, detail: &str) {
    let label = ui.label(egui::RichText::new(text).size(style::CAPTION).weak());
    if marked {
        let stroke = egui::Stroke::new(1.0, ui.visuals().weak_text_color());
        let base = label.rect.bottom();
        let line = [pos2(label.rect.left(), base), pos2(label.rect.right(), base)];
        ui.painter().extend(egui::Shape::dotted_line(&line, stroke.color, 3.0, 0.8));
    }
    label.on_hover_text(detail);
}

fn change_color(view: &View, change: Change) -> egui::Color32 {
    let palette = Palette::of(view.theme);
    color32(match change.direction() {
        1 => palette.better,
        -1 => palette.worse,
        _ => palette.weak_text,
    })
}

/// Right edges of the columns rate, change, covered and residents, from the row's right edge; set
/// wider apart where there is room, or where the numbers of a whole city need it.
fn column_edges(row_width: f32, residents: Persons) -> [f32; 4] {
    let (numbers, change) = if row_width > 360.0 { (66.0, 54.0) } else { (58.0, 50.0) };
    let digits = numbers::persons(residents).chars().count() as f32;
    let numbers = f32::max(numbers, digits * DIGIT_WIDTH + 8.0);
    let covered = 2.0 + numbers;
    [covered + numbers.min(66.0) + change, covered + numbers.min(66.0), covered, 2.0]
}

fn heading_ui(ui: &mut Ui, view: &View, residents: Persons) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let titles = [words::RATE, words::CHANGE, words::COVERED, words::POPULATION];
    let color = color32(Palette::of(view.theme).weak_text);
    let font = FontId::proportional(style::CAPTION);
    let at = pos2(rect.left() + 4.0, rect.center().y);
    let name = words::FUNCTION.of(view.language);
    ui.painter().text(at, Align2::LEFT_CENTER, name, font.clone(), color);
    for (title, right) in titles.into_iter().zip(column_edges(rect.width(), residents)) {
        let at = pos2(rect.right() - right, rect.center().y);
        let title = title.of(view.language);
        ui.painter().text(at, Align2::RIGHT_CENTER, title, font.clone(), color);
    }
}

fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    scope: Scope,
    index: FunctionIndex,
) -> Response {
    let session = &workspace.session;
    let function = session.study().standard().function(index);
    let now = numbers_of(session.scenario(), scope, index, view.group);
    let base = numbers_of(session.reference(), scope, index, view.group);
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, row) = ui.allocate_exact_size(size, Sense::click());
    let change = Change::between(base, now);
    if ui.is_rect_visible(rect) {
        paint_row(ui, rect, &row, view, index, function, now, base, change);
    }
    words::name_widget(&row, Role::Button, &row_name(view, function, now, change));
    row.on_hover_text(limit_text(workspace, view, index))
}

/// What screen readers say of a row; also what tests read.
fn row_name(view: &View, function: &Function, now: Reached, change: Option<Change>) -> String {
    let language = view.language;
    let change = change.map_or_else(String::new, Change::points_text);
    format!(
        "{}, {} {}, {} {}, {} {}, {} {change}",
        function.short_name.of(language),
        words::RATE.of(language),
        numbers::percent(now.rate()),
        words::COVERED.of(language),
        numbers::persons(now.covered),
        words::POPULATION.of(language),
        numbers::persons(now.population),
        words::CHANGE.of(language),
    )
}

#[expect(clippy::too_many_arguments, reason = "one row's facts, painted in one place")]
fn paint_row(
    ui: &Ui,
    rect: Rect,
    row: &Response,
    view: &View,
    index: FunctionIndex,
    function: &Function,
    now: Reached,
    reference: Reached,
    change: Option<Change>,
) {
    let palette = Palette::of(view.theme);
    let residents = now.population;
    let painter = ui.painter_at(rect);
    if index == view.function {
        painter.rect_filled(rect, 4.0, color32(palette.selection.with_opacity(0.14)));
    } else if row.hovered() || row.has_focus() {
        painter.rect_filled(rect, 4.0, color32(palette.separator.with_opacity(0.5)));
    }
    let font = FontId::proportional(13.0);
    let text = color32(palette.text);
    let middle = rect.center().y;
    let name = function.short_name.of(view.language);
    let letter_at = pos2(rect.left() + 11.0, middle);
    painter.text(
        letter_at,
        Align2::CENTER_CENTER,
        function.letter,
        font.clone(),
        color32(palette.weak_text),
    );
    let name_width = rect.width() - column_edges(rect.width(), residents)[0] - 48.0 - 22.0;
    let galley = truncated(&painter, name, font.clone(), text, name_width);
    painter.galley(pos2(rect.left() + 22.0, middle - galley.size().y / 2.0), galley, text);
    let bar_right = rect.right() - column_edges(rect.width(), residents)[0];
    paint_bar(&painter, rect, bar_right, &palette, now.rate(), reference.rate());

    let (change_text, change_color) = match change {
        Some(change) => (change.points_text(), change_color(view, change)),
        None => ("–".to_owned(), text),
    };
    let cells = [
        (numbers::percent(now.rate()), text),
        (change_text, change_color),
        (numbers::persons(now.covered), text),
        (numbers::persons(now.population), color32(palette.weak_text)),
    ];
    for ((cell, color), right) in cells.into_iter().zip(column_edges(rect.width(), residents)) {
        let at = pos2(rect.right() - right, middle);
        painter.text(at, Align2::RIGHT_CENTER, cell, font.clone(), color);
    }
}

/// One line of text, ended by an ellipsis where it is too long.
fn truncated(
    painter: &egui::Painter,
    text: &str,
    font: FontId,
    color: egui::Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    painter.layout_job(job)
}

/// A bar under the rate that ends at `right`, one scale for all rows: its width is 100 %. Where the reference
/// differs, a tick shows its rate.
fn paint_bar(
    painter: &egui::Painter,
    rect: Rect,
    right: f32,
    palette: &Palette,
    rate: Option<f64>,
    reference: Option<f64>,
) {
    let full = Rect::from_min_max(
        pos2(right - 46.0, rect.bottom() - 4.0),
        pos2(right, rect.bottom() - 1.5),
    );
    painter.rect_filled(full, 1.0, color32(palette.separator));
    if let Some(rate) = rate {
        let mut filled = full;
        filled.set_right(full.left() + full.width() * rate.clamp(0.0, 1.0) as f32);
        painter.rect_filled(filled, 1.0, color32(palette.covered));
    }
    if let Some(reference) = reference.filter(|_| reference != rate) {
        let x = full.left() + full.width() * reference.clamp(0.0, 1.0) as f32;
        let tick = [pos2(x, full.top() - 2.0), pos2(x, full.bottom() + 1.0)];
        painter.line_segment(tick, egui::Stroke::new(1.5, color32(palette.text)));
    }
}

/// The limit that holds for a function and where it comes from.
fn limit_text(workspace: &Workspace, view: &View, index: FunctionIndex) -> String {
    let study = workspace.session.study();
    let function = study.standard().function(index);
    let language = view.language;
    let limit_m = study.walk_limit_m(index);
    let name = function.name.of(language);
    let mut lines = vec![
        language
            .pick(format!("{name}：步行 {limit_m:.0} 米"), format!("{name}: {limit_m:.0} m walk")),
    ];
    if study.parameters().limit == WalkLimit::ByStandard {
        let standing = function.walk_standing.name().of(language);
        lines.push(format!("{}（{standing}）{}", LIMIT_SOURCE.of(language), function.walk_source));
    }
    lines.join("\n")
}

/// What must be known to read the numbers rightly.
fn notes_ui(ui: &mut Ui, view: &View) {
    ui.label(egui::RichText::new(CIRCLE_MODEL.of(view.language)).small().weak());
}
