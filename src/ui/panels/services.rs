//! What the selected facility does: who reaches it by each of its functions, who would be left
//! without if it closed, and how one gets to it from the streets.

use egui::{Role, Ui};

use crate::analysis::Service;
use crate::language::{Language, Text};
use crate::layers::Persons;
use crate::numbers::persons;
use crate::study::Facility;
use crate::ui::action::{Action, ViewAction};
use crate::ui::explanations::Joining;
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};
use crate::walking::Footing;

const WITHIN: Text = Text::new("可达居民", "In reach");
const WITHIN_HINT: Text =
    Text::new("步行距离以内的居民", "Residents within the walking limit of this facility");
const DEPENDING: Text = Text::new("仅靠此处", "Only this");
const DEPENDING_HINT: Text = Text::new(
    "步行距离以内没有同功能的其他设施：此处关闭即失去服务",
    "Residents with no other facility of the function within the limit: without service if this closes",
);
const CIRCLE_ONLY: Text = Text::new("仅圈内", "Circle only");
const CIRCLE_ONLY_HINT: Text = Text::new(
    "直线圈内但步行超出的居民",
    "Residents within the circle of the limit for whom the way on foot is too far",
);
const IF_CLOSED: Text = Text::new("若关闭，失去此项服务：", "Without it if this closes:");
const OUTSIDE: Text = Text::new("单元外", "outside units");
/// More units than these are read in the table of units.
const MOST_LOSSES: usize = 4;
/// The width of a column of numbers.
const COLUMN: f32 = 64.0;

/// Shows a row for each function of the facility.
pub(super) fn services_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let study = session.study();
    let services = workspace.explanations.services(session, facility, view.group);
    let along_streets = study.network().is_some();
    let table = egui::Grid::new("services").spacing([14.0, 4.0]);
    table.num_columns(if along_streets { 4 } else { 3 }).show(ui, |ui| {
        heading_ui(ui, language, along_streets);
        for service in services.iter() {
            row_ui(ui, workspace, service, view, along_streets, actions);
        }
    });
    if let Some(service) = services.iter().find(|service| service.function == view.function) {
        losses_ui(ui, workspace, facility, service, view, actions);
    }
    if let Some(joining) = workspace.explanations.joining(session, facility) {
        let text = footing_text(joining, language);
        ui.label(egui::RichText::new(text).weak());
    }
}

fn heading_ui(ui: &mut Ui, language: Language, along_streets: bool) {
    let circle = along_streets.then_some((CIRCLE_ONLY, CIRCLE_ONLY_HINT));
    ui.label(egui::RichText::new(words::FUNCTION.of(language)).small().weak());
    for (title, hint) in
        [(WITHIN, WITHIN_HINT), (DEPENDING, DEPENDING_HINT)].into_iter().chain(circle)
    {
        let title = egui::RichText::new(title.of(language)).small().weak();
        words::right_aligned(ui, COLUMN, title).on_hover_text(hint.of(language));
    }
    ui.end_row();
}

/// One function; clicked, it is to be looked at.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    service: &Service,
    view: &View,
    along_streets: bool,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let name = workspace.session.study().standard().function(service.function);
    let name = name.short_name.of(language);
    let [within, depending] = [service.within, service.depending].map(persons);
    let response = ui.selectable_label(view.function == service.function, name);
    let described =
        format!("{name}, {} {within}, {} {depending}", WITHIN.of(language), DEPENDING.of(language));
    words::name_widget(&response, Role::Button, &described);
    if response.clicked() {
        actions.push(ViewAction::ChooseFunction(service.function).into());
    }
    let circle = along_streets.then(|| persons(service.circle_only));
    for number in [within, depending].into_iter().chain(circle) {
        words::right_aligned(ui, COLUMN, number.into());
    }
    ui.end_row();
}

/// The units whose residents would be without the function looked at if the facility closed.
fn losses_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    service: &Service,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let study = session.study();
    let losses = workspace.explanations.losses(session, facility, view.function, view.group);
    if losses.is_empty() {
        let function = study.standard().function(view.function).short_name.of(language);
        let text = nobody_loses(function, service, language);
        ui.label(egui::RichText::new(text).weak());
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(IF_CLOSED.of(language)).weak());
        for (unit, residents) in losses.iter().take(MOST_LOSSES) {
            let residents = persons(*residents);
            let Some(unit) = *unit else {
                ui.label(format!("{} {residents}", OUTSIDE.of(language)));
                continue;
            };
            let name = study.layers().units.name(unit);
            if ui.link(format!("{name} {residents}")).clicked() {
                actions.push(ViewAction::Select(Selection::Unit(unit)).into());
            }
        }
        let more = losses.len().saturating_sub(MOST_LOSSES);
        if more > 0 {
            let text = language.pick(format!("另 {more} 个单元"), format!("and {more} more units"));
            ui.label(egui::RichText::new(text).weak());
        }
    });
}

/// Why nobody would be without one function: the others of the facility are told by their rows.
fn nobody_loses(function: &str, service: &Service, language: Language) -> String {
    if service.within == Persons::ZERO {
        return language.pick(
            format!("{function}：步行距离内没有居民"),
            format!("{function}: no resident is within the limit"),
        );
    }
    language.pick(
        format!("{function}：若关闭，可达居民均另有设施"),
        format!("{function}: if this closes, all in reach have another within the limit"),
    )
}

/// How one gets from the streets to the facility.
fn footing_text(Joining { footing, leg_m }: Joining, language: Language) -> String {
    match footing {
        Footing::Firm => language.pick(
            format!("到最近道路 {leg_m:.0} 米"),
            format!("{leg_m:.0} m from the nearest street"),
        ),
        Footing::OnIsland => language.pick(
            format!("到最近道路 {leg_m:.0} 米；该道路与主路网不相通"),
            format!("{leg_m:.0} m from a street without a way to the largest part of the network"),
        ),
        Footing::None => language
            .pick(
                "附近没有道路，或被河流、铁路、围墙阻隔：无人可步行到达",
                "No street near, or none without a barrier before it: nobody can walk here",
            )
            .to_owned(),
    }
}
