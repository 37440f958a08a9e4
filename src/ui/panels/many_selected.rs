//! What the many things selected by drawing come to, and what can be done with them together.

use std::sync::Arc;

use egui::Ui;

use crate::language::{Language, Text};
use crate::numbers::{self, thousands};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::map::count_text;
use crate::ui::selection::ManySelected;
use crate::ui::style;
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};

const BUILDINGS_AREA: Text = Text::new("建筑面积", "Floor area of the buildings");
const FACILITIES_AREA: Text = Text::new("设施面积", "Floor area of the facilities");
const CLEAR: Text = Text::new("取消选择", "Clear selection");
const DELETE_HINT: Text = Text::new(
    "把所选设施一起从方案中删除，一步即可撤销",
    "Take the selected facilities out of the scenario together; one undo brings all back",
);

/// Shows the figures of the selection.
pub fn many_selected_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    many: &Arc<ManySelected>,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    ui.label(egui::RichText::new(count_text(&many.things, language)).strong());
    if !many.things.buildings.is_empty() {
        residents_ui(ui, workspace, many, view);
        let text = floor_area_text(many.floor_area.m2, many.floor_area.unknown, language);
        fact_ui(ui, BUILDINGS_AREA.of(language), &text);
    }
    if !many.things.facilities.is_empty() {
        facilities_ui(ui, workspace, many, view);
    }
    ui.horizontal(|ui| {
        let facilities = &many.things.facilities;
        if !facilities.is_empty() {
            let count = words::facilities(facilities.len());
            let delete = words::DELETE.of(language);
            let label =
                language.pick(format!("{delete} {}", count.zh), format!("{delete} {}", count.en));
            if ui.button(label).on_hover_text(DELETE_HINT.of(language)).clicked() {
                actions.push(EditAction::DeleteAll(facilities.clone()).into());
            }
        }
        if ui.button(CLEAR.of(language)).clicked() {
            actions.push(ViewAction::Select(Selection::Nothing).into());
        }
    });
}

/// Residents of the group shown, and who of them the function shown reaches.
fn residents_ui(ui: &mut Ui, workspace: &Workspace, many: &Arc<ManySelected>, view: &View) {
    let language = view.language;
    let session = &workspace.session;
    let study = session.study();
    let reached = workspace.explanations.reached(session, many, view.function, view.group);
    let group = study.layers().buildings.demand().groups()[view.group].name();
    let function = &study.standard().function(view.function).short_name;
    let population = format!("{} · {}", words::POPULATION.of(language), group.of(language));
    fact_ui(ui, &population, &numbers::persons(reached.population));
    let covered = format!("{} · {}", words::COVERED.of(language), function.of(language));
    fact_ui(ui, &covered, &numbers::persons(reached.covered));
    fact_ui(ui, words::RATE.of(language), &numbers::percent(reached.rate()));
}

/// How many of the facilities offer the function shown, and the floor area of all.
fn facilities_ui(ui: &mut Ui, workspace: &Workspace, many: &ManySelected, view: &View) {
    let language = view.language;
    let session = &workspace.session;
    let ids = many.things.facilities.iter();
    let facilities: Vec<_> = ids.filter_map(|id| session.facility(*id)).collect();
    let offering = facilities.iter().filter(|facility| facility.offers(view.function)).count();
    let function = &session.study().standard().function(view.function).short_name;
    let offered = language.pick(
        format!("其中承担{}", function.zh),
        format!("Of the facilities, {}", function.en.to_lowercase()),
    );
    fact_ui(ui, &offered, &thousands(offering as i64));
    let known = facilities.iter().filter_map(|facility| facility.floor_area_m2);
    let (count, m2) = known.fold((0, 0.0), |(count, sum), m2| (count + 1, sum + m2));
    let text = floor_area_text(m2, facilities.len() - count, language);
    fact_ui(ui, FACILITIES_AREA.of(language), &text);
}

/// `12,345 m² (3 not known)`
fn floor_area_text(m2: f64, unknown: usize, language: Language) -> String {
    let number = thousands(m2.round() as i64);
    let text = language.pick(format!("{number} 平方米"), format!("{number} m²"));
    if unknown == 0 {
        return text;
    }
    let unknown = thousands(unknown as i64);
    text + &language.pick(format!("（{unknown} 个未知）"), format!(" ({unknown} not known)"))
}

/// A name at the left and its figure at the right; one label for who listens.
fn fact_ui(ui: &mut Ui, name: &str, figure: &str) {
    let (rect, line) = ui.allocate_exact_size(
        egui::vec2(ui.available_width(), style::BODY + 6.0),
        egui::Sense::hover(),
    );
    words::name_widget(&line, egui::Role::Label, &format!("{name} {figure}"));
    let font = egui::FontId::proportional(style::BODY);
    let visuals = ui.visuals();
    let (weak, strong) = (visuals.weak_text_color(), visuals.text_color());
    let painter = ui.painter();
    painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, name, font.clone(), weak);
    painter.text(rect.right_center(), egui::Align2::RIGHT_CENTER, figure, font, strong);
}
