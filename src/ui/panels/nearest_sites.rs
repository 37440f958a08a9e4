//! Why a building is counted as reached or not: the functions it is missing, the nearest site of each
//! and, of the function looked at, the way there.

use egui::{Role, Ui};

use crate::analysis::NearestSite;
use crate::language::{Language, Text};
use crate::study::Walk;
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::way_text::{way_lines, within_text};

const TITLE: Text = Text::new("最近设施", "Nearest sites");
const NONE: Text = Text::new("> 5 公里", "> 5 km");
const CHOOSE: Text = Text::new(
    "点击以显示此功能；沿道路计算时，地图上画出路径。",
    "Click to show this function; where one walks along streets, the map shows the way.",
);

/// More missing functions than these are told by their marks in the list.
const MOST_NAMED: usize = 4;
/// How wide the mark, the minutes and the metres are.
const COLUMNS: [f32; 3] = [16.0, 52.0, 58.0];
const SPACING: f32 = 8.0;
/// How wide the names of functions are at least.
const LEAST_NAME: f32 = 72.0;

/// Lists the nearest site of every function that the study has a facility of.
pub(super) fn nearest_sites_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    building: usize,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let sites = workspace.explanations.nearest_sites(&workspace.session, building, view.group);
    ui.label(egui::RichText::new(TITLE.of(language)).strong());
    ui.label(missing_text(workspace, &sites, language));
    egui::ScrollArea::vertical().max_height(190.0).id_salt("nearest sites").show(ui, |ui| {
        let of_numbers: f32 = COLUMNS.iter().map(|width| width + SPACING).sum();
        let name_width = (ui.available_width() - of_numbers - SPACING).max(LEAST_NAME);
        egui::Grid::new("nearest sites").num_columns(4).spacing([SPACING, 2.0]).show(ui, |ui| {
            for nearest in sites.iter() {
                row_ui(ui, workspace, nearest, name_width, view, actions);
            }
        });
    });
    if let Some(nearest) = sites.iter().find(|nearest| nearest.function == view.function) {
        let lines = way_lines(&workspace.session, nearest, view);
        ui.label(egui::RichText::new(lines.join("\n")).small().weak());
    }
}

/// How many functions are within the limit, and which are not.
fn missing_text(workspace: &Workspace, sites: &[NearestSite], language: Language) -> String {
    let standard = workspace.session.study().standard();
    let missing = sites.iter().filter(|nearest| !nearest.is_within());
    let missing: Vec<&str> =
        missing.map(|n| standard.function(n.function).short_name.of(language)).collect();
    let (all, within) = (sites.len(), sites.len() - missing.len());
    if missing.is_empty() {
        return language.pick(
            format!("{all} 项功能均可步行到达"),
            format!("All {all} functions within a walk"),
        );
    }
    let named = &missing[..missing.len().min(MOST_NAMED)];
    let more = if missing.len() > MOST_NAMED { "…" } else { "" };
    language.pick(
        format!("{all} 项功能中 {within} 项可达，缺：{}{more}", named.join("、")),
        format!("{within} of {all} functions within a walk; missing: {}{more}", named.join(", ")),
    )
}

/// A function and how far its nearest site is; clicked, the function is to be looked at.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    nearest: &NearestSite,
    name_width: f32,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let study = workspace.session.study();
    let function = study.standard().function(nearest.function);
    let (name, cells) = (
        format!("{}  {}", function.letter, function.short_name.of(language)),
        cells(nearest, study.walk(view.group), language),
    );
    let tone = |text: &str| {
        let text = egui::RichText::new(text);
        if nearest.is_within() { text } else { text.weak() }
    };
    let is_shown = view.function == nearest.function;
    let button = egui::Button::selectable(is_shown, tone(&name)).truncate();
    let size = egui::vec2(name_width, ui.spacing().interact_size.y);
    let to_the_left = egui::Layout::left_to_right(egui::Align::Center);
    let response = ui.allocate_ui_with_layout(size, to_the_left, |ui| ui.add(button)).inner;
    words::name_widget(&response, Role::Button, &format!("{name}  {}", cells.join("  ")));
    if response.clicked() {
        actions.push(ViewAction::ChooseFunction(nearest.function).into());
    }
    response.on_hover_ui(|ui| explanation_ui(ui, workspace, nearest, view));
    for (cell, width) in cells.iter().zip(COLUMNS) {
        let cell = words::right_aligned(ui, width, tone(cell));
        cell.on_hover_ui(|ui| explanation_ui(ui, workspace, nearest, view));
    }
    ui.end_row();
}

/// Whether it is within the limit, minutes, and metres.
fn cells(nearest: &NearestSite, walk: Walk, language: Language) -> [String; 3] {
    let Some(site) = &nearest.site else {
        return ["×".to_owned(), String::new(), NONE.of(language).to_owned()];
    };
    let (minutes, metres) = (walk.minutes_for(site.walked_m), site.walked_m);
    let mark = if nearest.is_within() { "✓" } else { "×" };
    [
        mark.to_owned(),
        language.pick(format!("{minutes:.0} 分钟"), format!("{minutes:.0} min")),
        language.pick(format!("{metres:.0} 米"), format!("{metres:.0} m")),
    ]
}

fn explanation_ui(ui: &mut Ui, workspace: &Workspace, nearest: &NearestSite, view: &View) {
    for line in way_lines(&workspace.session, nearest, view) {
        ui.label(line);
    }
    ui.label(within_text(nearest, view.language));
    let study = workspace.session.study();
    let function = study.standard().function(nearest.function);
    if let Some(standing) = study.limit_standing(nearest.function) {
        ui.weak(format!("{} · {}", function.walk_source, standing.name().of(view.language)));
    }
    ui.weak(CHOOSE.of(view.language));
}
