//! The results: for the whole study and for the selected unit, what is reached of the function looked
//! at, the table of all functions, and measures of access beyond coverage.

mod measures;
mod table;

use egui::{Ui, pos2};

use crate::analysis::{Coverage, Reached};
use crate::cartography::Palette;
use crate::language::{Message, Text};
use crate::layers::{Persons, ResidentsSource};
use crate::numbers::{self, Change};
use crate::standard::FunctionIndex;
use crate::study::WalkLimit;
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::style::{self, color32};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};

use super::{compare, inspector};
use table::{heading_ui, row_ui};

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
            measures::measures_ui(ui, workspace, view, selected_unit(workspace, view), actions);
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
