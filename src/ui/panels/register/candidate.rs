//! The candidate selected: where it stands, what to look out for, what can be done with it, and its
//! record.

use egui::{RichText, Ui};

use crate::language::{Language, Text};
use crate::numbers::thousands;
use crate::standard::Standing;
use crate::study::register::{SitingUse, Term as _};
use crate::study::{Candidate, CandidateId, FacilityOrigin};
use crate::ui::action::{Action, RegisterAction, ViewAction};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, style, words};

use super::record::record_ui;
use super::review::{review_ui, siting_color};
use super::suitability::suitability_ui;

const REMOVE: Text = Text::new("移出登记", "Take out of the register");
const CONVERT_HINT: Text = Text::new(
    "在当前方案中把此处改造为所选功能的设施，面积取尚可用的面积",
    "Convert it in the scenario shown to a facility of the chosen function, with the area that is free",
);
const NOT_ALLOWED: Text = Text::new(
    "登记的可用功能不含所选功能",
    "The functions allowed here do not include the one chosen",
);
const NO_ROOM: Text =
    Text::new("此处在本方案中已无可用面积", "None of its floor is free in this scenario");
const CAUTIONS: Text = Text::new("注意事项", "To look out for");
const NO_VERDICT: Text = Text::new(
    "仅为提示，不是结论；以联审意见为准",
    "Warnings, not verdicts: what counts is what the joint review says",
);
/// Of the panel's height, so that the figures above stay in sight.
const SHARE: f32 = 0.64;

/// Shows a candidate.
pub fn candidate_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    id: CandidateId,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let register = workspace.session.study().register();
    let Some(candidate) = register.get(id) else { return };
    let language = view.language;
    let height = ui.ctx().content_rect().height() * SHARE;
    // As high with little in it as with much: what is unfolded must not move what is above it.
    let area = egui::ScrollArea::vertical().id_salt("candidate").auto_shrink(false);
    area.max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.push_id(("candidate", id), |ui| {
            heading_ui(ui, candidate, language);
            areas_ui(ui, workspace, candidate, language);
            gain_ui(ui, workspace, candidate, view);
            deeds_ui(ui, workspace, candidate, view, actions);
            facilities_ui(ui, workspace, candidate, actions);
            cautions_ui(ui, workspace, candidate, view);
            ui.add_space(4.0);
            review_ui(ui, candidate, language, actions);
            let scores = workspace.scores.scores(&workspace.session, view);
            if let Some(suitability) = scores.of(id) {
                suitability_ui(ui, suitability, register.weights(), view, actions);
            }
            record_ui(ui, candidate, language, actions);
        });
    });
}

fn heading_ui(ui: &mut Ui, candidate: &Candidate, language: Language) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&candidate.name).size(style::HEADING));
        ui.label(RichText::new(&candidate.code).weak());
    });
    let state = candidate.review.state();
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(state.name().of(language)).strong());
        let siting = RichText::new(state.siting_use().name().of(language)).small();
        ui.label(siting.color(siting_color(ui, state)));
    });
    let mut facts = vec![candidate.stock.name().of(language).to_owned()];
    if candidate.is_idle == Some(true) {
        facts.push(language.pick("闲置", "idle").to_owned());
    }
    facts.extend(candidate.title.owner_kind.map(|kind| kind.name().of(language).to_owned()));
    facts.extend(
        candidate
            .premises
            .floors
            .map(|floors| language.pick(format!("{floors} 层"), format!("storey {floors}"))),
    );
    facts.extend(Some(candidate.address.clone()).filter(|address| !address.is_empty()));
    ui.label(RichText::new(facts.join(" · ")).small().weak());
}

/// How much can be used, and how much of it is still free in the scenario shown.
fn areas_ui(ui: &mut Ui, workspace: &Workspace, candidate: &Candidate, language: Language) {
    let session = &workspace.session;
    let number = |area_m2: f64| thousands(area_m2.round() as i64);
    let Some(cap_m2) = candidate.floor_area_cap_m2() else {
        let unknown = language
            .pick("可用面积未知，不限制设施面积", "Usable area not known: it limits nothing");
        ui.label(RichText::new(unknown).small().weak());
        return;
    };
    let origin = FacilityOrigin::Candidate(candidate.id);
    let free_m2 = workspace.explanations.free_area_m2(session, origin).unwrap_or(cap_m2);
    let (cap, free) = (number(cap_m2), number(free_m2));
    ui.label(language.pick(
        format!("可用 {cap} 平方米，本方案尚余 {free} 平方米"),
        format!("{cap} m² usable, {free} m² still free in this scenario"),
    ));
}

/// How many residents a facility of the function looked at would newly reach from here.
fn gain_ui(ui: &mut Ui, workspace: &Workspace, candidate: &Candidate, view: &View) {
    let (session, language) = (&workspace.session, view.language);
    let position = workspace.candidates.position_of(candidate.id);
    let gain = workspace.siting.gains.candidate(ui.ctx(), session, view, position);
    let Some(gain) = gain else { return };
    let study = session.study();
    let function = study.standard().function(view.function).short_name.of(language);
    let walk = words::counted_by(study.parameters().model).of(language);
    let gain = crate::numbers::persons(gain);
    ui.label(language.pick(
        format!("设{function}可新增覆盖 {gain} 人（{walk}）"),
        format!("{function} here would newly reach {gain} residents ({walk})"),
    ));
}

fn deeds_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    candidate: &Candidate,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let standard = workspace.session.study().standard();
    let function = standard.function(view.function).short_name.of(language);
    ui.horizontal_wrapped(|ui| {
        let verb = language.pick(
            format!("改造为{function}设施"),
            format!("Convert to {}", function.to_lowercase()),
        );
        let allowed = candidate.allows(view.function);
        let session = &workspace.session;
        let origin = FacilityOrigin::Candidate(candidate.id);
        let free_m2 = workspace.explanations.free_area_m2(session, origin);
        let is_full = free_m2.is_some_and(|free| free <= 0.0);
        let button = ui.add_enabled(allowed && !is_full, egui::Button::new(verb));
        if button.clicked() {
            actions.push(RegisterAction::Convert(candidate.id).into());
        }
        let siting = candidate.review.state().siting_use();
        let mut hint = CONVERT_HINT.of(language).to_owned();
        if matches!(siting, SitingUse::WhatIf | SitingUse::No) {
            hint += &format!("\n{}", siting.name().of(language));
        }
        let hindrance = if allowed { NO_ROOM } else { NOT_ALLOWED };
        button.on_hover_text(hint).on_disabled_hover_text(hindrance.of(language));
        if ui.button(REMOVE.of(language)).clicked() {
            actions.push(RegisterAction::Remove(candidate.id).into());
        }
    });
}

/// The facilities of the scenario shown that stand in it.
fn facilities_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    candidate: &Candidate,
    actions: &mut Vec<Action>,
) {
    let session = &workspace.session;
    let here = workspace.explanations.facilities_in(session, candidate.id);
    for facility in here.iter().filter_map(|id| session.facility(*id)) {
        if ui.link(format!("○ {}", facility.name)).clicked() {
            actions.push(ViewAction::Select(Selection::Facility(facility.id)).into());
        }
    }
}

/// Warnings with source and standing; what is only remembered or assumed is marked.
fn cautions_ui(ui: &mut Ui, workspace: &Workspace, candidate: &Candidate, view: &View) {
    let language = view.language;
    let found = workspace.explanations.cautions(&workspace.session, candidate, view.function);
    if found.is_empty() {
        return;
    }
    let title = format!("{} ({})", CAUTIONS.of(language), found.len());
    ui.label(RichText::new(title).color(ui.visuals().warn_fg_color))
        .on_hover_text(NO_VERDICT.of(language));
    for caution in found.iter() {
        let what = format!("• {}", caution.what.of(language));
        let source = language.pick(
            format!("来源：{}（{}）", caution.source.zh, caution.standing.name().zh),
            format!("Source: {} ({})", caution.source.en, caution.standing.name().en),
        );
        let label = ui.label(RichText::new(what).small());
        if caution.standing != Standing::Seen {
            let (left, right) = (label.rect.left_bottom(), label.rect.right_bottom());
            let color = ui.visuals().weak_text_color();
            ui.painter().extend(egui::Shape::dotted_line(&[left, right], color, 3.0, 0.8));
        }
        label.on_hover_text(format!("{source}\n{}", NO_VERDICT.of(language)));
    }
}
