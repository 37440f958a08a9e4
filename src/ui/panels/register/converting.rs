//! The question before premises are converted of which the joint review lacks something: what is
//! missing, each with its source. A warning: the planner may go on, as a what-if.

use egui::{RichText, Ui};

use crate::language::{Language, Text};
use crate::study::register::{Caution, Date, review_cautions};
use crate::ui::action::{Action, RegisterAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

const TITLE: Text = Text::new("改造前请注意", "Before converting");
const MISSING: Text =
    Text::new("联审与同意尚缺：", "Of the joint review and consents this is missing:");
const ADVISORY: Text = Text::new(
    "仅为提示，不是结论。继续后，提示会保留在该设施上。",
    "A warning, not a verdict. If you go on, it stays with the facility.",
);
const GO_ON: Text = Text::new("仍然改造", "Convert all the same");

/// Asks, while a conversion waits for the answer.
pub fn converting_ui(ui: &Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let Some(converting) = view.register.converting else { return };
    let register = workspace.session.study().register();
    let Some(candidate) = register.get(converting.candidate) else { return };
    let language = view.language;
    let answer = egui::Modal::new(egui::Id::unique("converting")).show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        ui.heading(TITLE.of(language));
        ui.add_space(8.0);
        ui.label(format!("{} · {}", candidate.name, MISSING.of(language)));
        for caution in review_cautions(candidate, Date::today()) {
            caution_ui(ui, &caution, language);
        }
        ui.add_space(8.0);
        ui.label(RichText::new(ADVISORY.of(language)).small().weak());
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if ui.button(GO_ON.of(language)).clicked() {
                actions.push(RegisterAction::ConvertAllTheSame(converting).into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(RegisterAction::LeaveAsItIs.into());
            }
        });
    });
    if answer.should_close() {
        actions.push(RegisterAction::LeaveAsItIs.into());
    }
}

fn caution_ui(ui: &mut Ui, caution: &Caution, language: Language) {
    ui.colored_label(ui.visuals().warn_fg_color, format!("⚠ {}", caution.what.of(language)));
    let source = language.pick(
        format!("来源：{}（{}）", caution.source.zh, caution.standing.name().zh),
        format!("Source: {} ({})", caution.source.en, caution.standing.name().en),
    );
    ui.label(RichText::new(source).small().weak());
}
