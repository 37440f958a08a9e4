//! The window with the list of layers to open: paths are added, roles chosen, and reading begun.

use std::path::PathBuf;

use crate::files::Role;
use crate::language::{Language, Text};
use crate::ui::action::{Action, FileAction};
use crate::ui::words;

use super::{Opening, Stage, TITLE};

const HINT: Text = Text::new(
    "打开研究文件（.gpkg），或用图层新建研究：需要规划单元和建筑两个图层，设施、街道、屏障和候选点可选。可读 GeoJSON、GeoPackage、Shapefile、FlatGeobuf、CSV、Excel、KML、OSM PBF 及其压缩包；可把文件或文件夹拖入窗口。",
    "Open a study (.gpkg), or begin one from layers: units and buildings are needed; facilities, \
     streets, barriers and candidates are optional. GeoJSON, GeoPackage, shapefile, FlatGeobuf, \
     CSV, Excel, KML and OSM PBF are read, also zipped. Files or folders can be dropped on the \
     window.",
);
const UPDATE: Text = Text::new("更新图层", "Update layers");
const UPDATE_HINT: Text = Text::new(
    "用新版本的图层替换本研究中的同类图层，按编号对应；设施保留各方案中的修改，消失和变化的要素会列出。",
    "Newer layers replace those of the same kind in this study, matched by id. Facilities keep \
     the edits of the scenarios; what vanished or changed is listed.",
);
const BROWSE: Text = Text::new("添加文件…", "Add files…");
const PATH: Text = Text::new("文件或文件夹的路径", "Path of a file or folder");
const ADD: Text = Text::new("添加", "Add");
const CHECK: Text = Text::new("读取并核对", "Read and check");
const REMOVE: Text = Text::new("移除", "Remove");
const NO_ROLE: Text = Text::new("选择图层类型", "Choose what it is");

impl Opening {
    /// The list of layers to open.
    pub fn window_ui(&mut self, ui: &egui::Ui, language: Language, actions: &mut Vec<Action>) {
        if !self.shown {
            return;
        }
        let is_idle = self.reading.is_none() && ui.ctx().memory(|m| m.focused().is_none());
        let escaped = is_idle && ui.input(|input| input.key_pressed(egui::Key::Escape));
        let mut open = !escaped;
        let title = if self.is_update { UPDATE } else { TITLE };
        let window = egui::Window::new(title.of(language))
            .id(egui::Id::unique("opening"))
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .pivot(egui::Align2::CENTER_CENTER)
            .default_pos(ui.ctx().content_rect().center())
            .show(ui.ctx(), |ui| {
                ui.set_width(520.0);
                let hint = if self.is_update { UPDATE_HINT } else { HINT };
                ui.label(egui::RichText::new(hint.of(language)).weak());
                ui.add_space(8.0);
                // Above the list, so that the growing list moves nothing under the mouse.
                self.adding_ui(ui, language, actions);
                self.entries_ui(ui, language, actions);
                ui.add_space(8.0);
                self.buttons_ui(ui, language, actions);
            });
        // A window that has grown is centred in the frame after, which must not wait for the mouse.
        let size = window.map(|window| window.response.rect.size());
        if size != std::mem::replace(&mut self.size, size) {
            ui.ctx().request_repaint();
        }
        if !open {
            actions.push(FileAction::CloseOpening.into());
        }
    }

    fn entries_ui(&self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        // A grid that was empty before would lay out its first rows without knowing their widths.
        if self.entries.all().is_empty() {
            return;
        }
        egui::Grid::new("entries").num_columns(3).show(ui, |ui| {
            for (number, entry) in self.entries.all().iter().enumerate() {
                let name = entry.name();
                let left = egui::Layout::left_to_right(egui::Align::Center);
                ui.allocate_ui_with_layout(egui::vec2(250.0, 24.0), left, |ui| {
                    ui.set_width(250.0);
                    let label = ui.add(egui::Label::new(&name).truncate());
                    label.on_hover_text(entry.path.display().to_string());
                });
                let chosen = entry.role.map_or(NO_ROLE, Role::name).of(language);
                let combo = egui::ComboBox::from_id_salt(("role", number)).width(150.0);
                let response = combo.selected_text(chosen).show_ui(ui, |ui| {
                    for role in Role::ALL {
                        let selected = entry.role == Some(role);
                        if ui.selectable_label(selected, role.name().of(language)).clicked() {
                            actions.push(FileAction::SetRole { entry: number, role }.into());
                        }
                    }
                });
                words::name_widget(&response.response, egui::Role::ComboBox, &name);
                if ui.button(REMOVE.of(language)).clicked() {
                    actions.push(FileAction::RemoveEntry(number).into());
                }
                ui.end_row();
            }
        });
    }

    fn adding_ui(&mut self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let browse = egui::Button::new(BROWSE.of(language));
            if ui.add_enabled(!self.dialog.is_open(), browse).clicked() {
                actions.push(FileAction::BrowseFiles.into());
            }
            let field = egui::TextEdit::singleline(&mut self.typed_path)
                .hint_text(PATH.of(language))
                .desired_width(300.0);
            let field = ui.add(field);
            words::name_widget(&field, egui::Role::TextInput, PATH.of(language));
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            if (ui.button(ADD.of(language)).clicked() || entered) && !self.typed_path.is_empty() {
                let path = PathBuf::from(std::mem::take(&mut self.typed_path).trim());
                actions.push(FileAction::AddPaths(vec![path]).into());
                // The next path may follow.
                self.wants_focus = true;
            }
        });
        if let Some(complaint) = &self.complaint {
            ui.colored_label(ui.visuals().error_fg_color, complaint.of(language));
        }
    }

    fn buttons_ui(&self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        if let Some(stage) = self.stage() {
            progress_ui(ui, &stage, language, actions);
            return;
        }
        let has = |role| self.entries.has(role);
        let is_any = self.entries.all().iter().any(|entry| entry.role.is_some());
        let is_whole = has(Role::Units) && has(Role::Buildings);
        let ready = if self.is_update { is_any } else { is_whole };
        let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        let from_the_right = egui::Layout::right_to_left(egui::Align::Center);
        ui.allocate_ui_with_layout(row, from_the_right, |ui| {
            let open = ui.add_enabled(ready, egui::Button::new(CHECK.of(language)));
            if open.clicked() {
                actions.push(FileAction::OpenListed.into());
            }
            if !ready && !self.is_update && !self.entries.all().is_empty() {
                let missing = [Role::Units, Role::Buildings].into_iter().filter(|r| !has(*r));
                let missing: Vec<_> = missing.map(|role| role.name().of(language)).collect();
                let missing = missing.join(language.pick("、", ", "));
                let text =
                    language.pick(format!("还缺：{missing}"), format!("Still missing: {missing}"));
                ui.label(egui::RichText::new(text).weak());
            }
        });
    }
}

/// What is being read and how far, with a way out.
pub fn progress_ui(
    ui: &mut egui::Ui,
    stage: &Stage,
    language: Language,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.spinner();
        if let Some(fraction) = stage.fraction() {
            ui.scope(|ui| {
                // The track of a bar has the colour of a text field, which is that of the paper.
                ui.visuals_mut().extreme_bg_color = ui.visuals().widgets.inactive.bg_fill;
                ui.add(egui::ProgressBar::new(fraction).desired_width(120.0).show_percentage());
            });
        }
        ui.label(stage.what.of(language));
        if ui.button(words::CANCEL.of(language)).clicked() {
            actions.push(FileAction::CancelReading.into());
        }
    });
}
