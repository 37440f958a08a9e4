//! Opening layers: the list of files and their roles, the system's dialog, and what comes of reading, which
//! `reading` does in the background. `stages` counts its stages, `sketch` shows what has been read.

mod reading;
mod sketch;
mod stages;

use std::path::{Path, PathBuf};

use crate::files::study_file::StudyFileError;
use crate::files::{
    Content, FoundLayer, ImportError, LayerSource, Located, Problem, Role, endings,
    guess_role_by_name, locate,
};
use crate::jobs::{Job, JobPanic};
use crate::language::{Language, Message, Text};

use super::action::{Action, FileAction};
use super::file_dialog::{FileDialog, FileQuestion, Wanted};
use super::review::Review;
use super::{Workspace, words};

pub use reading::{Request, Stage};
pub use sketch::OpeningSketch;
pub use stages::OpeningStages;

use reading::{Failure, JobProgress, Read, read};

/// The state of opening layers.
#[derive(Default)]
pub struct Opening {
    /// Whether the list of layers is on screen.
    pub shown: bool,
    /// Whether the layers are to replace those of the open study.
    is_update: bool,
    entries: Vec<Entry>,
    /// How large the list was in the last frame.
    size: Option<egui::Vec2>,
    /// Whether the path field is to be focused, once, after the list has appeared.
    wants_focus: bool,
    /// The path being typed.
    typed_path: String,
    /// What could not be added, in the planner's words.
    complaint: Option<Message>,
    dialog: FileDialog,
    reading: Option<Job<Stage, Result<Read, Failure>>>,
    /// The picture of what has been read.
    pub sketch: OpeningSketch,
}

/// A file of the list, or a layer of a GeoPackage that is no study.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    path: PathBuf,
    layer: Option<String>,
    role: Option<Role>,
}

impl Entry {
    fn of_source(source: LayerSource) -> Option<Self> {
        let (path, layer) = match source.content {
            Content::Path(path) => (path, None),
            Content::Layer { path, layer } => (path, Some(layer)),
            Content::Text(_) => return None,
        };
        Some(Self { path, layer, role: Some(source.role) })
    }
}

/// How reading ended.
pub enum Finished {
    Read(Box<Workspace>),
    /// Layers are read and wait to be taken over.
    Review(Box<Review>),
    /// One line per problem.
    Failed(Vec<Problem>),
    /// A GeoPackage that is no study: its layers are in the list now.
    LayersListed,
    Broken(JobPanic),
}

const TITLE: Text = Text::new("打开", "Open");
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
const FORMATS: Text = Text::new("研究文件和图层", "Studies and layers");
const BROWSE: Text = Text::new("添加文件…", "Add files…");
const PATH: Text = Text::new("文件或文件夹的路径", "Path of a file or folder");
const ADD: Text = Text::new("添加", "Add");
const CHECK: Text = Text::new("读取并核对", "Read and check");
const REMOVE: Text = Text::new("移除", "Remove");
const NO_STUDY: Text = Text::new(
    "这个 GeoPackage 不是研究文件。可将其中的图层读入新的研究：",
    "This GeoPackage is no study. Its layers can be read into a new one:",
);
const NO_ROLE: Text = Text::new("选择图层类型", "Choose what it is");
const NO_DIALOG: Text = Text::new(
    "未选择文件。若未出现文件对话框，请在下方输入路径，或把文件拖入窗口。",
    "No file chosen. If no dialog appeared, type a path below or drop files on the window.",
);

impl Opening {
    /// Reads a study in the background. A reading under way is cancelled.
    pub fn start_reading(&mut self, ctx: &egui::Context, request: Request) {
        let (wake, saver_wake) = (ctx.clone(), ctx.clone());
        let job = Job::start(
            "read study",
            move || wake.request_repaint(),
            move |context| read(request, &JobProgress::of(context), saver_wake),
        );
        match job {
            Ok(job) => self.reading = Some(job),
            Err(error) => self.complaint = Some(Message::same(error.to_string())),
        }
    }

    /// Shows the list of layers, ready for a path to be typed.
    pub fn show(&mut self) {
        self.shown = true;
        self.wants_focus = true;
    }

    /// Shows an empty list of layers for another study, or for the open one.
    pub fn begin(&mut self, is_update: bool) {
        if self.is_update != is_update {
            self.entries.clear();
        }
        self.is_update = is_update;
        self.complaint = None;
        self.show();
    }

    /// Whether the layers are to replace those of the open study.
    pub fn is_update(&self) -> bool {
        self.is_update
    }

    pub fn cancel_reading(&mut self) {
        self.reading = None;
    }

    /// What is being read, if anything is.
    pub fn stage(&self) -> Option<Stage> {
        let reading = self.reading.as_ref()?;
        Some(reading.progress().unwrap_or_else(|| Stage {
            what: Message::new("正在读取图层", "Reading layers"),
            done: 0,
            total: 0,
            share: 0.0,
            sketch: None,
        }))
    }

    /// Takes the result of a dialog or of reading, if one has come.
    pub fn take_finished(&mut self) -> Option<Finished> {
        match self.dialog.take_answer() {
            Some(paths) if paths.is_empty() => {
                self.complaint = Some(Message::new(NO_DIALOG.zh, NO_DIALOG.en));
            }
            Some(paths) => self.add_paths(&paths),
            None => {}
        }
        let result = self.reading.as_ref()?.poll()?;
        self.reading = None;
        Some(match result {
            Ok(Ok(Read::Study(workspace))) => {
                *self = Self::default();
                Finished::Read(workspace)
            }
            Ok(Ok(Read::Review(review))) => {
                // The list stays for whoever comes back to it.
                self.shown = false;
                Finished::Review(review)
            }
            Ok(Err(Failure::File(path, StudyFileError::NotAStudy { layers })))
                if !layers.is_empty() =>
            {
                self.list_layers(&path, layers);
                Finished::LayersListed
            }
            Ok(Err(Failure::File(path, error))) => Finished::Failed(vec![error.problem(&path)]),
            Ok(Err(Failure::Layers(ImportError(problems)))) => Finished::Failed(problems),
            Err(panic) => Finished::Broken(panic),
        })
    }

    /// Shows the system's file dialog.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let question = FileQuestion {
            title: TITLE.of(language),
            wanted: Wanted::Files,
            kind: FORMATS.of(language),
            endings: endings(),
            proposal: None,
        };
        self.complaint = self.dialog.ask(ctx, question).err().or(self.complaint.take());
    }

    /// Adds files, and the layers of folders, to the list. A study has one layer of units and one
    /// of buildings: one from another folder takes the place of the one before, which stays in the
    /// list without a role. In one folder the second may be a table of the first one's attributes.
    pub fn add_paths(&mut self, paths: &[PathBuf]) {
        self.shown = true;
        self.complaint = None;
        for path in paths {
            match locate(path) {
                Ok(Located { sources, unknown }) => {
                    let known = sources.into_iter().filter_map(Entry::of_source);
                    let unknown = unknown
                        .into_iter()
                        .map(|FoundLayer { path, layer, role }| Entry { path, layer, role });
                    known.chain(unknown).for_each(|entry| self.add_entry(entry));
                }
                Err(error) => {
                    let of = |language| {
                        let lines: Vec<_> = error.0.iter().map(|p| p.one_line(language)).collect();
                        lines.join("\n")
                    };
                    self.complaint = Some(Message::new(of(Language::Zh), of(Language::En)));
                }
            }
        }
    }

    fn add_entry(&mut self, entry: Entry) {
        let is_single = matches!(entry.role, Some(Role::Units | Role::Buildings));
        let is_elsewhere = |known: &Entry| known.path.parent() != entry.path.parent();
        let same = |known: &Entry| known.path == entry.path && known.layer == entry.layer;
        for known in &mut self.entries {
            if is_single && known.role == entry.role && is_elsewhere(known) {
                known.role = None;
            }
        }
        match self.entries.iter_mut().find(|known| same(known)) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }

    /// Lists the layers of a GeoPackage that is no study.
    fn list_layers(&mut self, path: &Path, layers: Vec<String>) {
        self.shown = true;
        self.entries.clear();
        for layer in layers {
            let role = guess_role_by_name(&layer);
            let (path, layer) = (path.to_path_buf(), Some(layer));
            self.entries.push(Entry { path, layer, role });
        }
        self.complaint = Some(Message::new(NO_STUDY.zh, NO_STUDY.en));
    }

    pub fn set_role(&mut self, entry: usize, role: Role) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.role = Some(role);
        }
    }

    pub fn remove_entry(&mut self, entry: usize) {
        if entry < self.entries.len() {
            self.entries.remove(entry);
        }
    }

    /// The listed files whose role is known.
    pub fn listed_sources(&self) -> Vec<LayerSource> {
        let source = |entry: &Entry| {
            Some(match &entry.layer {
                Some(layer) => LayerSource::of_layer(entry.role?, &entry.path, layer),
                None => LayerSource::of_file(entry.role?, &entry.path),
            })
        };
        self.entries.iter().filter_map(source).collect()
    }

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
        if self.entries.is_empty() {
            return;
        }
        egui::Grid::new("entries").num_columns(3).show(ui, |ui| {
            for (number, entry) in self.entries.iter().enumerate() {
                let file = file_name(&entry.path);
                let layer = entry.layer.as_ref();
                let name = layer.map_or(file.clone(), |layer| format!("{file}/{layer}"));
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
        let has = |role| self.entries.iter().any(|entry| entry.role == Some(role));
        let is_any = self.entries.iter().any(|entry| entry.role.is_some());
        let is_whole = has(Role::Units) && has(Role::Buildings);
        let ready = if self.is_update { is_any } else { is_whole };
        let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        let from_the_right = egui::Layout::right_to_left(egui::Align::Center);
        ui.allocate_ui_with_layout(row, from_the_right, |ui| {
            let open = ui.add_enabled(ready, egui::Button::new(CHECK.of(language)));
            if open.clicked() {
                actions.push(FileAction::OpenListed.into());
            }
            if !ready && !self.is_update && !self.entries.is_empty() {
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

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}
