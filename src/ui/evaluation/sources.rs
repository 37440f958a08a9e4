//! Which studies are evaluated: the open one and files of other years, and what each year is called.

use std::path::{Path, PathBuf};

use egui::{RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::ui::file_dialog::{FileQuestion, Wanted};
use crate::ui::{Workspace, words};

use super::Evaluations;
use super::reading::Reading;

const THIS: Text = Text::new("本研究", "This study");
const SCENARIO: Text = Text::new("按所显示方案", "As in the scenario shown");
const SCENARIO_HINT: Text = Text::new(
    "勾选后本研究按所显示方案的设施计算；不勾选按现状",
    "With this, the open study counts with the facilities of the scenario shown; else with what exists",
);
const NAME: Text = Text::new("年份名称", "Name of the year");
/// Wide enough for a file's name where it holds no year.
const NAME_WIDTH: f32 = 130.0;
const PATH: Text =
    Text::new("其他年份研究文件的路径（.gpkg）", "Path of another year's study (.gpkg)");
const ADD: Text = Text::new("添加", "Add");
const BROWSE: Text = Text::new("浏览…", "Browse…");
const REMOVE: Text = Text::new("移除", "Remove");
const EVALUATE: Text = Text::new("计算", "Evaluate");
const TOO_FEW: Text = Text::new("至少需要两个年份", "At least two years are needed");

/// A study of one year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    /// None for the study that is open.
    pub path: Option<PathBuf>,
    /// What the year is called; years are taken in the order of their names.
    pub name: String,
}

impl Source {
    fn of_file(path: PathBuf) -> Self {
        Self { name: year_in(&path), path: Some(path) }
    }
}

/// The first year in a file's name, else the name.
fn year_in(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut numbers = stem.split(|c: char| !c.is_ascii_digit());
    let year =
        numbers.find(|digits| digits.len() == 4 && matches!(&digits[..2], "19" | "20" | "21"));
    year.map_or(stem.clone(), str::to_owned)
}

impl Evaluations {
    /// Shows the studies and the button that evaluates them, or how far that is.
    pub(super) fn sources_ui(&mut self, ui: &mut Ui, workspace: &Workspace, language: Language) {
        if self.sources.is_empty() {
            let home = workspace.saving.home().path();
            let name = home.map_or_else(|| THIS.of(language).to_owned(), year_in);
            self.sources.push(Source { path: None, name });
        }
        let mut removed = None;
        egui::Grid::new("evaluated studies").num_columns(3).spacing([12.0, 4.0]).show(ui, |ui| {
            for (position, source) in self.sources.iter_mut().enumerate() {
                // A cell of a grid has next to no width before something is in it.
                let least = egui::vec2(NAME_WIDTH, 0.0);
                let field = egui::TextEdit::singleline(&mut source.name);
                let field = ui.add(field.desired_width(NAME_WIDTH).min_size(least));
                words::name_widget(&field, Role::TextInput, NAME.of(language));
                field.on_hover_text(NAME.of(language));
                match &source.path {
                    None => {
                        ui.label(THIS.of(language));
                        let check = ui.checkbox(&mut self.takes_scenario, SCENARIO.of(language));
                        check.on_hover_text(SCENARIO_HINT.of(language));
                    }
                    Some(path) => {
                        let file = path.file_name().unwrap_or_default().to_string_lossy();
                        ui.label(file).on_hover_text(path.display().to_string());
                        let remove = ui.button(REMOVE.of(language));
                        removed = remove.clicked().then_some(position).or(removed);
                    }
                }
                ui.end_row();
            }
        });
        if let Some(position) = removed {
            self.sources.remove(position);
        }
        ui.horizontal_wrapped(|ui| {
            self.adding_ui(ui, language);
            self.evaluating_ui(ui, workspace, language);
        });
        if let Some(complaint) = &self.complaint {
            ui.colored_label(ui.visuals().error_fg_color, complaint.of(language));
        }
    }

    fn adding_ui(&mut self, ui: &mut Ui, language: Language) {
        let field = egui::TextEdit::singleline(&mut self.typed_path);
        let field = ui.add(field.hint_text(PATH.of(language)).desired_width(300.0));
        words::name_widget(&field, Role::TextInput, PATH.of(language));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let is_typed = !self.typed_path.trim().is_empty();
        let clicked = ui.add_enabled(is_typed, egui::Button::new(ADD.of(language))).clicked();
        if is_typed && (clicked || entered) {
            let path = PathBuf::from(self.typed_path.trim());
            self.typed_path.clear();
            self.add(path);
        }
        let browse = egui::Button::new(BROWSE.of(language));
        if ui.add_enabled(!self.dialog.is_open(), browse).clicked() {
            self.browse(ui.ctx(), language);
        }
    }

    fn add(&mut self, path: PathBuf) {
        if !self.sources.iter().any(|source| source.path.as_ref() == Some(&path)) {
            self.sources.push(Source::of_file(path));
        }
    }

    fn evaluating_ui(&mut self, ui: &mut Ui, workspace: &Workspace, language: Language) {
        if let Some(reading) = &self.reading {
            ui.spinner();
            ui.label(RichText::new(reading.stage().of(language)).weak());
            if ui.button(words::CANCEL.of(language)).clicked() {
                self.reading = None;
            }
            return;
        }
        let are_enough = self.sources.len() > 1;
        let button = ui.add_enabled(are_enough, egui::Button::new(EVALUATE.of(language)));
        if button.on_disabled_hover_text(TOO_FEW.of(language)).clicked() {
            self.complaint = None;
            let session = &workspace.session;
            let sources = self.sources.clone();
            self.reading = Reading::start(ui.ctx(), sources, session, self.takes_scenario);
        }
    }

    /// Shows the system's file dialog.
    fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let question = FileQuestion {
            title: ADD.of(language),
            wanted: Wanted::Files,
            kind: "GeoPackage",
            endings: &["gpkg"],
            proposal: None,
        };
        self.complaint = self.dialog.ask(ctx, question).err().or(self.complaint.take());
    }

    /// Takes what dialog and evaluation have come to.
    pub(super) fn take_finished(&mut self) {
        self.dialog.take_answer().into_iter().flatten().for_each(|path| self.add(path));
        let Some(finished) = self.reading.as_ref().and_then(Reading::poll) else { return };
        self.reading = None;
        match finished {
            Ok(evaluation) => {
                self.year = evaluation.years.len().saturating_sub(1);
                self.pictures.forget();
                self.result = Some(std::sync::Arc::new(evaluation));
            }
            Err(complaint) => self.complaint = Some(complaint),
        }
    }
}
