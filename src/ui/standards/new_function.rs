//! Forms for a function or a service that the planner adds.

use egui::{Role, TextEdit, Ui};

use crate::language::{Language, Message, Text};
use crate::standard::{Function, Norms, Scene, Service, Standard, Standing};
use crate::ui::action::{Action, StandardAction};
use crate::ui::words;

const ADD_FUNCTION: Text = Text::new("添加功能", "Add a function");
const FUNCTION_ZH: Text = Text::new("功能名称（中文）", "Name of the function in Chinese");
const FUNCTION_EN: Text = Text::new("功能名称（英文）", "Name of the function in English");
const SCENE: Text = Text::new("所属场景", "Scene");
const LIMIT: Text = Text::new("步行距离（米）", "Walking limit (m)");
const ADD: Text = Text::new("添加", "Add");
const ADD_SERVICE: Text = Text::new("添加服务", "Add service");
const SERVICE_ZH: Text = Text::new("服务名称（中文）", "Name of the service in Chinese");
const SERVICE_EN: Text = Text::new("服务名称（英文）", "Name of the service in English");

/// A function being described.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDraft {
    zh: String,
    en: String,
    scene: Scene,
    limit_m: String,
}

impl Default for FunctionDraft {
    fn default() -> Self {
        let (zh, en) = (String::new(), String::new());
        Self { zh, en, scene: Scene::PartyService, limit_m: String::new() }
    }
}

impl FunctionDraft {
    pub(super) fn form_ui(
        &mut self,
        ui: &mut Ui,
        standard: &Standard,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        egui::CollapsingHeader::new(ADD_FUNCTION.of(language)).id_salt("add function").show(
            ui,
            |ui| {
                text_ui(ui, &mut self.zh, FUNCTION_ZH.of(language), f32::INFINITY);
                text_ui(ui, &mut self.en, FUNCTION_EN.of(language), f32::INFINITY);
                let combo = egui::ComboBox::from_id_salt("scene of a new function")
                    .selected_text(self.scene.name().of(language))
                    .width(ui.available_width() - 8.0);
                let shown = combo.show_ui(ui, |ui| {
                    for scene in Scene::ALL {
                        let name = scene.name().of(language);
                        ui.selectable_value(&mut self.scene, scene, name);
                    }
                });
                words::name_widget(&shown.response, Role::ComboBox, SCENE.of(language));
                text_ui(ui, &mut self.limit_m, LIMIT.of(language), f32::INFINITY);
                let function = self.function(standard);
                let button = egui::Button::new(ADD.of(language));
                let button = ui.add_enabled(function.is_some(), button);
                words::name_widget(&button, Role::Button, ADD_FUNCTION.of(language));
                if let Some(function) = function.filter(|_| button.clicked()) {
                    actions.push(StandardAction::AddFunction(Box::new(function)).into());
                }
            },
        );
    }

    /// The function, once it has a name and a limit.
    fn function(&self, standard: &Standard) -> Option<Function> {
        let name = names(&self.zh, &self.en)?;
        let limit_m = self.limit_m.trim().parse().ok()?;
        let taken = |id: &str| standard.function_by_id(id).is_some();
        let id = free_id(&name, "function", taken);
        Some(Function::set_in_study(&id, name, self.scene, limit_m))
    }
}

/// A service being described.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceDraft {
    zh: String,
    en: String,
}

impl ServiceDraft {
    pub(super) fn form_ui(
        &mut self,
        ui: &mut Ui,
        function: &Function,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal(|ui| {
            text_ui(ui, &mut self.zh, SERVICE_ZH.of(language), 170.0);
            text_ui(ui, &mut self.en, SERVICE_EN.of(language), 190.0);
            let service = self.service(function);
            let button = egui::Button::new(ADD_SERVICE.of(language));
            let button = ui.add_enabled(service.is_some(), button);
            if let Some(service) = service.filter(|_| button.clicked()) {
                let (function, service) = (function.id.clone(), Box::new(service));
                actions.push(StandardAction::AddService { function, service }.into());
            }
        });
    }

    /// The service, once it has a name.
    fn service(&self, function: &Function) -> Option<Service> {
        let name = names(&self.zh, &self.en)?;
        let taken = |id: &str| function.services.iter().any(|service| service.id == id);
        Some(Service {
            id: free_id(&name, "service", taken),
            name,
            target_groups: Vec::new(),
            walk_limit_m: None,
            norms: Norms::default(),
            standing: Standing::SetInStudy,
            source: String::new(),
        })
    }
}

fn text_ui(ui: &mut Ui, text: &mut String, name: &str, width: f32) {
    let field = ui.add(TextEdit::singleline(text).hint_text(name).desired_width(width));
    words::name_widget(&field, Role::TextInput, name);
}

/// A name in both languages; where only one is given, it serves for both.
fn names(zh: &str, en: &str) -> Option<Message> {
    match (zh.trim(), en.trim()) {
        ("", "") => None,
        ("", only) | (only, "") => Some(Message::same(only)),
        (zh, en) => Some(Message::new(zh, en)),
    }
}

/// An id made from the English name that nobody has yet: `night school` becomes `night_school`.
fn free_id(name: &Message, usual: &str, taken: impl Fn(&str) -> bool) -> String {
    let letters = name.en.to_lowercase();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("_");
    let stem = if stem.is_empty() { usual.to_owned() } else { stem };
    let numbered = (2..).map(|number: u32| format!("{stem}_{number}"));
    let mut ids = std::iter::once(stem.clone()).chain(numbered);
    ids.find(|id| !taken(id)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_from_the_english_name_and_is_nobody_elses() {
        let id =
            |en: &str| free_id(&Message::new("夜校", en), "function", |id| id == "night_school");
        assert_eq!(id("Night school"), "night_school_2");
        assert_eq!(id("Repair & mending"), "repair_mending");
        assert_eq!(id("夜校"), "function");
    }
}
