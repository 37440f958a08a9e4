//! The panel on the left: what study is open, its scenarios, its layers, the walkthrough, and what was
//! done.

use egui::Ui;

use crate::language::Text;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::meeting::Meeting;
use crate::ui::view::View;

use super::{history, layers, register, scenarios, symbology, walkthrough};

const SCENARIOS: Text = Text::new("方案", "Scenarios");
const LAYERS: Text = Text::new("图层", "Layers");
const SYMBOLOGY: Text = Text::new("符号化", "Symbology");
const REGISTER: Text = Text::new("候选点登记", "Candidates");
const WALKTHROUGH: Text = Text::new("汇报", "Walkthrough");
const HISTORY: Text = Text::new("修改记录", "History");

/// Shows the panel.
pub fn left_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    meeting: &Meeting,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let width = if ui.content_rect().width() < 1400.0 { 178.0 } else { 232.0 };
    egui::Panel::left("left").default_size(width).size_range(160.0..=400.0).show(ui, |ui| {
        let area = egui::ScrollArea::vertical().id_salt(("left", workspace.opened_at_ms));
        area.auto_shrink(false).show(ui, |ui| {
            ui.add_space(8.0);
            let name = workspace.session.study().layers().name.of(language);
            ui.label(egui::RichText::new(name).strong());
            ui.add_space(4.0);
            section(ui, SCENARIOS.of(language), true, |ui| {
                scenarios::scenarios_ui(ui, workspace, view, actions);
            });
            section(ui, LAYERS.of(language), true, |ui| {
                layers::layers_ui(ui, workspace, view, actions);
            });
            let study = workspace.session.study();
            let listed = study.register().len();
            let title = format!("{} ({listed})", REGISTER.of(language));
            egui::CollapsingHeader::new(title).id_salt("register").show(ui, |ui| {
                register::section_ui(ui, workspace, view, actions);
            });
            let stops = study.walkthrough().len();
            let title = format!("{} ({stops})", WALKTHROUGH.of(language));
            let walkthrough = egui::CollapsingHeader::new(title).id_salt("walkthrough");
            // What is typed next stands in it.
            walkthrough.open(meeting.begun.map(|_| true)).show(ui, |ui| {
                walkthrough::walkthrough_ui(ui, workspace, view, meeting, actions);
            });
            section(ui, SYMBOLOGY.of(language), false, |ui| {
                symbology::symbology_ui(ui, workspace, view, actions);
            });
            let steps = workspace.session.history().done();
            let title = match steps {
                0 => HISTORY.of(language).to_owned(),
                steps => format!("{} ({steps})", HISTORY.of(language)),
            };
            egui::CollapsingHeader::new(title).id_salt("history").show(ui, |ui| {
                history::history_ui(ui, workspace, view, actions);
            });
            layers::facilities_ui(ui, workspace, view, actions);
        });
    });
}

fn section(ui: &mut Ui, title: &str, open: bool, content: impl FnOnce(&mut Ui)) {
    egui::CollapsingHeader::new(title).default_open(open).show(ui, content);
}
