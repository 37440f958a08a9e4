//! The window on one facility: the rooms and hours of its functions, whether it is a complex, what
//! to look at, and the project that makes it.

mod operations;
mod project;

use egui::{RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::programme::{Advice, ComplexCheck, Missing, Recommendation, Urgency, advice_on};
use crate::standard::{FunctionIndex, Norm, Standard};
use crate::study::Facility;
use crate::study::register::Date;
use crate::ui::action::{Action, ViewAction};
use crate::ui::floating::Floating;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

const TITLE: Text = Text::new("功能配置与项目", "Rooms and project");
const COMPLEX: Text = Text::new("综合体", "Complex");
const NOT_COMPLEX: Text = Text::new("非综合体", "No complex");
const COMPLEX_RULE: Text = Text::new("综合体规则", "Rule of a complex");
const MISSING: Text = Text::new("尚缺：", "It lacks:");
const BETTER: Text = Text::new("建议：", "Better:");
const TO_CHECK: Text = Text::new("现场核对", "To be checked on the spot");
const ADVISORY: Text =
    Text::new("提示仅供参考，以联审意见为准", "Advice only; the joint review decides");

/// Shows the window while it is open and a facility is selected.
pub fn programme_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let facility = view.selection.facility().and_then(|id| workspace.session.facility(id));
    let (Some(facility), true) = (facility, view.shows_programme) else { return };
    let language = view.language;
    let mut is_open = true;
    let title = format!("{} · {}", facility.name, TITLE.of(language));
    egui::Window::new(title)
        .id(Floating::Programme.id())
        .open(&mut is_open)
        .default_size([640.0, 600.0])
        .default_pos(ui.content_rect().center() - egui::vec2(420.0, 320.0))
        .vscroll(true)
        .show(ui.ctx(), |ui| {
            operations::operations_ui(ui, workspace, facility, language, actions);
            ui.add_space(6.0);
            ui.horizontal(|ui| complex_badge_ui(ui, workspace, facility, language));
            advice_ui(ui, workspace, facility, language);
            ui.separator();
            project::project_ui(ui, workspace, facility, language, actions);
        });
    if !is_open {
        actions.push(ViewAction::ToggleProgramme.into());
    }
}

/// Whether the facility is a complex; hovered, what it lacks.
pub(super) fn complex_badge_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    language: Language,
) {
    let standard = workspace.session.study().standard();
    let Some(check) = ComplexCheck::of(facility, standard) else { return };
    let text = if check.is_complex() { COMPLEX } else { NOT_COMPLEX };
    let badge = match check.is_complex() {
        true => RichText::new(text.of(language)).strong(),
        false => RichText::new(text.of(language)).weak(),
    };
    let label = ui.label(badge);
    words::name_widget(&label, Role::Label, text.of(language));
    label.on_hover_text(complex_text(&check, standard, language));
}

fn complex_text(check: &ComplexCheck, standard: &Standard, language: Language) -> String {
    let mut lines = Vec::new();
    if !check.missing.is_empty() {
        lines.push(MISSING.of(language).to_owned());
        lines.extend(check.missing.iter().map(|m| missing_text(m, standard, language)));
    }
    if !check.recommended.is_empty() {
        lines.push(BETTER.of(language).to_owned());
        lines.extend(check.recommended.iter().map(|r| better_text(r, standard, language)));
    }
    if let Some(rule) = &standard.complex_rule {
        let standing = rule.standing.name().of(language);
        lines.push(format!("{} · {standing} · {}", COMPLEX_RULE.of(language), rule.source));
    }
    lines.join("\n")
}

fn missing_text(missing: &Missing, standard: &Standard, language: Language) -> String {
    match missing {
        Missing::Functions { has, needs } => language.pick(
            format!("· 功能 {has} 项，至少 {needs} 项"),
            format!("· {has} functions of at least {needs}"),
        ),
        Missing::PriorityFunctions { has, needs, of } => {
            let names = names(of, standard, language);
            language.pick(
                format!("· 优先功能（{names}）{has} 项，至少 {needs} 项"),
                format!("· {has} of at least {needs} of the functions that come first ({names})"),
            )
        }
        Missing::Area { has, needs } => {
            let has = has.map_or_else(
                || language.pick("未知", "unknown").to_owned(),
                |area| format!("{area:.0}"),
            );
            let needs = norm_text(needs, language);
            language.pick(
                format!("· 建筑面积 {has}，至少 {needs} 平方米"),
                format!("· floor area {has} of at least {needs} m²"),
            )
        }
    }
}

fn better_text(recommendation: &Recommendation, standard: &Standard, language: Language) -> String {
    match recommendation {
        Recommendation::Area { better, .. } => {
            let better = norm_text(better, language);
            language
                .pick(format!("· 建筑面积 {better} 平方米以上"), format!("· {better} m² or more"))
        }
        Recommendation::OneOf(functions) => {
            let names = names(functions, standard, language);
            language.pick(format!("· 一般含 {names} 之一"), format!("· one of {names}"))
        }
    }
}

fn norm_text(norm: &Norm, language: Language) -> String {
    match norm.standing.needs_mark() {
        true => format!("{:.0}（{}）", norm.value, norm.standing.name().of(language)),
        false => format!("{:.0}", norm.value),
    }
}

fn names(functions: &[FunctionIndex], standard: &Standard, language: Language) -> String {
    let names: Vec<&str> =
        functions.iter().map(|f| standard.function(*f).short_name.of(language)).collect();
    names.join(language.pick("、", ", "))
}

/// Doubts in full, reminders folded away.
fn advice_ui(ui: &mut Ui, workspace: &Workspace, facility: &Facility, language: Language) {
    let advice = advice_on(workspace.session.study(), facility, Date::today());
    let (doubts, reminders): (Vec<&Advice>, Vec<&Advice>) =
        advice.iter().partition(|advice| advice.urgency == Urgency::Doubt);
    for doubt in doubts {
        let text = format!("⚠ {}", doubt.what.of(language));
        let label = ui.colored_label(ui.visuals().warn_fg_color, text);
        label.on_hover_text(rule_text(doubt, language));
    }
    if reminders.is_empty() {
        return;
    }
    let title = format!("{} ({})", TO_CHECK.of(language), reminders.len());
    egui::CollapsingHeader::new(title).id_salt("reminders").show(ui, |ui| {
        for reminder in reminders {
            ui.label(reminder.what.of(language)).on_hover_text(rule_text(reminder, language));
        }
        ui.label(RichText::new(ADVISORY.of(language)).small().weak());
    });
}

fn rule_text(advice: &Advice, language: Language) -> String {
    match &advice.rule {
        Some((standing, source)) => {
            format!("{} · {}", standing.name().of(language), source.of(language))
        }
        None => ADVISORY.of(language).to_owned(),
    }
}
