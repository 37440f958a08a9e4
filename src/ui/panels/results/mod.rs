//! The results: for the whole study and for the selected unit, what is reached of the function looked
//! at, the table of all functions, and measures of access beyond coverage.

mod explained;
mod gaps;
mod measures;
mod table;

use egui::Ui;

use crate::analysis::{Coverage, Reached};
use crate::cartography::Palette;
use crate::language::{Language, Message, Text};
use crate::layers::{Persons, ResidentsSource};
use crate::numbers::{self, Change};
use crate::standard::{Figure, FigurePlace, FunctionIndex};
use crate::study::{WalkLimit, WalkModel};
use crate::ui::action::{Action, StandardAction, ViewAction};
use crate::ui::figures::Question;
use crate::ui::style::{self, color32};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};

use super::{compare, inspector};
use explained::explain_ui;
use gaps::gaps_ui;
use table::{heading_ui, row_ui};

const WHOLE: Text = Text::new("全部范围", "Whole study");
const NO_UNIT: Text = Text::new(
    "在地图上点选规划单元，查看该单元的数字。",
    "Click a unit on the map to see its numbers.",
);
const WHAT_IF: Text = Text::new(
    "所有结果（含现状）都按此假设的人数计算；在“人口”中修改。",
    "All results, those of the base too, are computed with these numbers; change them under Population.",
);
const EVENLY: Text = Text::new(
    "若各栋均摊：假设每个单元的居民平均住在其有人居住的各栋建筑中，覆盖率会是多少。两者相差越大，结果越取决于分摊方法。",
    "If spread evenly: the rate if the residents of each unit lived in equal numbers in all its inhabited \
     buildings. The farther the two are apart, the more the figure owes to the method.",
);
const OWN_PACE: Text = Text::new(
    "该人群按自己的步速计算（假设值，在“步速”中修改）；分钟、以分钟为限的步行距离和等候都按此换算。",
    "The group is assessed at a pace of its own, an assumption; change it under Pace. Minutes, limits in \
     minutes and waits are turned into metres by it.",
);
const POINTS: Text = Text::new("个百分点", "points");
const FUNCTION_LIMIT: Text =
    Text::new("本研究中此功能的步行距离（米）", "Walking limit of this function in this study (m)");
const LIMIT_SOURCE: Text = Text::new("步行距离来源", "Source of the walking limit");
const LEFT_OUT: Text = Text::new(
    "研究的标准未涉及此功能，步行距离沿用先前的数值",
    "The study's standard does not speak of this function; it keeps its earlier limit",
);
const OUTSIDE: Text =
    Text::new("计入全部范围，不计入任何单元。", "Counted in the whole study, in no unit.");
const CIRCLE_MODEL: Text = Text::new(
    "直线圆模型：到设施的直线距离乘绕行系数不超过步行距离即为覆盖。",
    "Circle model: covered if straight distance × detour factor is within the limit.",
);

const NETWORK_MODEL: Text = Text::new(
    "步行网络模型：沿道路的最短路程（含到道路的距离与等候）不超过步行距离即为覆盖。",
    "Network model: covered if the shortest way along the streets, with the ways to and from them and \
     the waiting, is within the limit.",
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
        let area = egui::ScrollArea::vertical().id_salt(("results", workspace.opened_at_ms));
        area.auto_shrink(false).show(ui, |ui| {
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
            notes_ui(ui, workspace, view);
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
        Selection::Candidate(id) => study.layers().units.at(study.register().get(*id)?.at),
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
    if let Scope::Unit(unit) = scope {
        ui.add_space(4.0);
        gaps_ui(ui, workspace, view, unit, actions);
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
    let figure = ui.horizontal(|ui| {
        let figure = egui::RichText::new(numbers::percent(now.rate())).size(style::FIGURE).strong();
        let figure = ui.add(egui::Label::new(figure).sense(egui::Sense::click()));
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
        figure
    });
    explain_ui(ui, figure.inner, || rate_text(workspace, view, now));
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
    let limit_m = study.walk(view.group).limit_m(view.function);
    let (standing, marked) = match study.limit_standing(view.function) {
        None => (language.pick("自定", "your own"), false),
        Some(standing) => (standing.name().of(language), standing.needs_mark()),
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
    let source = study.data().buildings.residents_source();
    if source != ResidentsSource::Given {
        let text = match source.is_spread() {
            true => language.pick("居民数由单元或人口点分摊", "Residents spread over buildings"),
            false => language.pick("居民数为估算，假设值", "Residents estimated, an assumption"),
        };
        let even = even_rate_text(ui, workspace, view, scope);
        assumption_ui(ui, &format!("{text}{even}"), true, &residents_text(source, language));
    }
    if let Some(pace) = pace_text(workspace, view) {
        assumption_ui(ui, &pace, true, OWN_PACE.of(language));
    }
    if let Some(growth) = study.parameters().growth_text() {
        let text =
            language.pick(format!("情景假设：{}", growth.zh), format!("What if: {}", growth.en));
        assumption_ui(ui, &text, true, WHAT_IF.of(language));
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

/// What the rate would be if the residents of each unit were spread evenly: how uncertain it is.
fn even_rate_text(ui: &Ui, workspace: &Workspace, view: &View, scope: Scope) -> String {
    let unit = match scope {
        Scope::Whole => None,
        Scope::Unit(unit) => Some(unit),
    };
    let question = Question::of(view, unit);
    let figures = workspace.figures.about(ui.ctx(), &workspace.session, question);
    let Some(rate) = figures.rate_if_spread_evenly() else { return String::new() };
    let rate = numbers::percent(Some(rate));
    view.language.pick(format!("；若各栋均摊为 {rate}"), format!("; {rate} if spread evenly"))
}

/// How the residents were found, and what the other rate stands for.
fn residents_text(source: ResidentsSource, language: Language) -> String {
    let method = source.method().of(language);
    format!("{method}\n{}", EVENLY.of(language))
}

/// The function's limit in the study's standard, to be changed there.
fn function_limit_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let current =
        format!("{:.0}", workspace.session.study().walk(view.group).limit_m(view.function));
    let field = words::FieldText { name: FUNCTION_LIMIT.of(view.language), current: &current };
    let entered = field.short_ui(ui, ("function limit", view.function.0), 48.0);
    let limit_m = entered.and_then(|text| text.trim().parse().ok());
    if let Some(limit_m) = limit_m {
        let function = workspace.session.study().standard().function(view.function);
        let place = FigurePlace::of_function(&function.id, Figure::WalkLimit);
        actions.push(StandardAction::SetFigure { place, value: Some(limit_m) }.into());
    }
}

/// A small line; what is not read at its source is underlined with dots, and says more on hover.
fn assumption_ui(ui: &mut Ui, text: &str, marked: bool, detail: &str) {
    let label = ui.label(egui::RichText::new(text).size(style::CAPTION).weak());
    if marked {
        words::underline_with_dots(ui, &label);
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

/// How a rate comes about, with its inputs and the limit behind it.
fn rate_text(workspace: &Workspace, view: &View, now: Reached) -> String {
    let covered = numbers::persons(now.covered);
    let population = numbers::persons(now.population);
    let rate = numbers::percent(now.rate());
    let formula = view.language.pick(
        format!("覆盖率 = 已覆盖居民 ÷ 居民 = {covered} ÷ {population} = {rate}"),
        format!("rate = residents covered ÷ residents = {covered} ÷ {population} = {rate}"),
    );
    let model = model_text(workspace);
    let limit = limit_text(workspace, view, view.function);
    let pace = pace_text(workspace, view).map_or_else(String::new, |text| format!("\n{text}"));
    format!("{formula}\n{}\n{limit}{pace}", model.of(view.language))
}

/// The pace of the group shown, where it has one of its own.
fn pace_text(workspace: &Workspace, view: &View) -> Option<String> {
    let study = workspace.session.study();
    let group = *study.layers().buildings.demand().groups().get(view.group)?;
    let pace = study.parameters().paces.of(group)?;
    let name = group.name().of(view.language);
    Some(
        view.language
            .pick(format!("{name}按 {pace:.2} 米/秒步行"), format!("{name} walks {pace:.2} m/s")),
    )
}

/// Who counts as covered.
fn model_text(workspace: &Workspace) -> Text {
    match workspace.session.study().parameters().model {
        WalkModel::Circle => CIRCLE_MODEL,
        WalkModel::Network => NETWORK_MODEL,
    }
}

/// The limit that holds for a function and where it comes from.
fn limit_text(workspace: &Workspace, view: &View, index: FunctionIndex) -> String {
    let study = workspace.session.study();
    let function = study.standard().function(index);
    let language = view.language;
    let limit_m = study.walk(view.group).limit_m(index);
    let name = function.name.of(language);
    let mut lines = vec![
        language
            .pick(format!("{name}：步行 {limit_m:.0} 米"), format!("{name}: {limit_m:.0} m walk")),
    ];
    if study.standard().leaves_out(function) {
        lines.push(LEFT_OUT.of(language).to_owned());
    }
    if study.parameters().limit == WalkLimit::ByStandard {
        let standing = function.walk_standing.name().of(language);
        lines.push(format!("{}（{standing}）{}", LIMIT_SOURCE.of(language), function.walk_source));
    }
    lines.join("\n")
}

/// What must be known to read the numbers rightly.
fn notes_ui(ui: &mut Ui, workspace: &Workspace, view: &View) {
    let note = model_text(workspace).of(view.language);
    ui.label(egui::RichText::new(note).small().weak());
}
