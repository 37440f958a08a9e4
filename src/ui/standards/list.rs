//! The functions under the nine scenes, to choose one from.

use egui::{RichText, Ui};

use crate::language::{Language, Text};
use crate::standard::{Function, Scene, Standard};
use crate::ui::words;

const NO_SCENE: Text = Text::new("不属于九类场景", "Under none of the nine scenes");
const NO_FUNCTION: Text = Text::new("标准未设", "none in this standard");
const NOT_IN_STANDARD: Text = Text::new("标准未涉及", "not in the standard");

/// Shows the list; the id of the function that is clicked.
pub(super) fn list_ui(
    ui: &mut Ui,
    standard: &Standard,
    chosen: &str,
    language: Language,
) -> Option<String> {
    let mut clicked = None;
    for scene in Scene::ALL {
        scene_ui(ui, scene.name().of(language));
        let mut functions = standard.functions.iter().filter(|f| f.scene == Some(scene)).peekable();
        if functions.peek().is_none() {
            ui.indent(scene, |ui| ui.label(RichText::new(NO_FUNCTION.of(language)).small().weak()));
        }
        for function in functions {
            clicked = function_ui(ui, function, chosen, language).or(clicked);
        }
    }
    let mut others = standard.functions.iter().filter(|f| f.scene.is_none()).peekable();
    if others.peek().is_some() {
        scene_ui(ui, NO_SCENE.of(language));
    }
    for function in others {
        clicked = function_ui(ui, function, chosen, language).or(clicked);
    }
    clicked
}

fn scene_ui(ui: &mut Ui, name: &str) {
    ui.add_space(2.0);
    ui.label(RichText::new(name).small().weak());
}

fn function_ui(
    ui: &mut Ui,
    function: &Function,
    chosen: &str,
    language: Language,
) -> Option<String> {
    let name = format!("{}  {}", function.letter, function.short_name.of(language));
    let text = RichText::new(&name);
    let text = if function.in_standard { text } else { text.weak() };
    let button = egui::Button::selectable(function.id == chosen, text).truncate();
    let rows = egui::Layout::top_down_justified(egui::Align::LEFT);
    let mut response = ui.with_layout(rows, |ui| ui.add(button)).inner;
    let label = match function.in_standard {
        true => name,
        false => format!("{name}, {}", NOT_IN_STANDARD.of(language)),
    };
    words::name_widget(&response, egui::Role::Button, &label);
    if !function.in_standard {
        response = response.on_hover_text(NOT_IN_STANDARD.of(language));
    }
    response.clicked().then(|| function.id.clone())
}
