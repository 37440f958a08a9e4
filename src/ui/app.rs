//! The application: owns study, view and jobs, and keeps the order of a frame. What actions do
//! stands in `dispatch`, what is drawn in `panels` and `map`.

use serde::{Deserialize, Serialize};

use crate::cartography::ThemeChoice;
use crate::language::{Language, Message};

use super::action::{Action, Command};
use super::opening::Opening;
use super::view::View;
use super::{Start, Workspace, dispatch, map, panels, style};

const PREFERENCES_KEY: &str = "preferences";

/// The window's state.
pub struct App {
    pub(super) workspace: Option<Workspace>,
    pub(super) view: View,
    pub(super) opening: Opening,
    pub(super) notices: Vec<Notice>,
}

/// Something the planner is told; stays until dismissed.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub text: Message,
    /// One line each, folded away.
    pub details: Vec<String>,
}

/// What is remembered from one start to the next.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Preferences {
    language: Language,
    theme: ThemeChoice,
}

impl App {
    /// The application at its start; layers are read in the background.
    pub fn new(cc: &eframe::CreationContext<'_>, start: Start) -> Self {
        let remembered: Option<Preferences> =
            cc.storage.and_then(|storage| eframe::get_value(storage, PREFERENCES_KEY));
        let language = start
            .language
            .or(remembered.map(|preferences| preferences.language))
            .unwrap_or_else(Language::of_system);
        let theme = remembered.map_or(ThemeChoice::Light, |preferences| preferences.theme);
        style::install(&cc.egui_ctx);
        style::apply_theme(&cc.egui_ctx, theme);
        let mut opening = Opening::default();
        opening.start_reading(&cc.egui_ctx, start.sources, start.options);
        Self { workspace: None, view: View::new(language, theme), opening, notices: Vec::new() }
    }

    /// The open study, for tests and for whoever embeds the window.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.as_ref()
    }

    fn frame(&mut self, ui: &mut egui::Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        collect_shortcuts(ui, &mut actions);
        collect_dropped_files(ui, &mut actions);
        panels::top_bar_ui(ui, self, &mut actions);
        panels::status_bar_ui(ui, self, &mut actions);
        if let Some(workspace) = &self.workspace {
            panels::layers_ui(ui, workspace, &self.view, &mut actions);
            panels::results_ui(ui, workspace, &self.view, &mut actions);
            let frame = egui::Frame::NONE;
            egui::CentralPanel::default().frame(frame).show(ui, |ui| {
                map::map_ui(ui, workspace, &mut self.view, &mut actions);
            });
        } else {
            egui::CentralPanel::default().show(ui, |ui| {
                panels::no_study_ui(ui, &self.opening, &self.view, &mut actions);
            });
        }
        self.opening.window_ui(ui, self.view.language, &mut actions);
        panels::notices_ui(ui, &self.notices, &self.view, &mut actions);
        actions
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        dispatch::take_finished_work(self, ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let actions = self.frame(ui);
        if !actions.is_empty() {
            let ctx = ui.ctx().clone();
            dispatch::carry_out(self, &ctx, actions);
            // What the actions changed is painted at once, not at the next movement of the mouse.
            ctx.request_repaint();
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        let View { language, theme, .. } = self.view;
        eframe::set_value(storage, PREFERENCES_KEY, &Preferences { language, theme });
    }
}

fn collect_shortcuts(ui: &egui::Ui, actions: &mut Vec<Action>) {
    if ui.text_edit_focused() {
        return;
    }
    // The longer shortcut first: Ctrl+Shift+Z also matches Ctrl+Z.
    for command in [Command::Redo].into_iter().chain(Command::ALL) {
        for shortcut in command.shortcuts() {
            if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
                actions.push(command.action());
            }
        }
    }
}

fn collect_dropped_files(ui: &egui::Ui, actions: &mut Vec<Action>) {
    let dropped: Vec<_> = ui.input(|input| {
        input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect()
    });
    if !dropped.is_empty() {
        actions.push(super::action::FileAction::AddPaths(dropped).into());
    }
}
