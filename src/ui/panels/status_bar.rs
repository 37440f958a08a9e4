//! The bar at the bottom: where the cursor is, scale, CRS, what is running, language and theme.

use egui::{Align, Layout, RichText, Ui};

use crate::cartography::{Surface, Symbology};
use crate::language::{Language, Text};
use crate::ui::action::{Action, EditAction, FileAction, ViewAction};
use crate::ui::app::App;
use crate::ui::command::Command;
use crate::ui::saving::{Home, SaveStatus};
use crate::ui::view::View;
use crate::ui::{Workspace, map, opening, words};

use super::settings::settings_ui;
use super::siting_progress_ui;

const RESOLUTION: Text = Text::new("米/像素", "m per pixel");
const SAVED: Text = Text::new("已保存", "Saved");
const SAVING: Text = Text::new("正在保存", "Saving");
const UNSAVED: Text = Text::new("未保存", "Not saved");
const READ_ONLY: Text = Text::new("只读", "Read-only");
const RETRY: Text = Text::new("重试", "Try again");
const FAILED: Text = Text::new("无法保存", "Cannot be saved");
const KEPT: Text = Text::new("修改已存入恢复文件", "edits are kept in a recovery copy");

const WALKING: Text = Text::new("正在生成步行网络", "Making the walk network");
const SURFACE: Text = Text::new("正在沿道路计算增设效益", "Counting gains along the streets");

/// Shows the bar.
pub fn status_bar_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 3));
    egui::Panel::bottom("status").frame(frame).exact_size(30.0).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let language = app.view.language;
            if let (Some(workspace), Some(camera)) = (&app.workspace, app.view.camera) {
                let study = workspace.session.study();
                let pointer = ui.input(|input| input.pointer.hover_pos());
                let on_map = pointer.filter(|p| map::is_on_canvas(&camera, *p));
                let place = on_map.map(|p| map::lonlat_text(study, map::world_at(&camera, p)));
                let place = place.unwrap_or_else(|| "–".to_owned());
                ui.add_sized([210.0, 20.0], egui::Label::new(egui::RichText::new(place).small()));
                ui.separator();
                let scale = format!("{:.2} {}", camera.metres_per_pixel, RESOLUTION.of(language));
                ui.small(scale);
                ui.separator();
                ui.small(study.layers().crs.code());
            }
            if let Some(workspace) = &app.workspace {
                ui.separator();
                saving_ui(ui, workspace, language, actions);
            }
            if let Some(workspace) = &app.workspace {
                siting_progress_ui(ui, workspace, &app.view, actions);
                walk_progress_ui(ui, workspace, language, actions);
                surface_progress_ui(ui, workspace, &app.view, actions);
            }
            if let Some(stage) = app.opening.stage() {
                ui.separator();
                opening::progress_ui(ui, &stage, language, actions);
            }
            if let Some(handout) = &app.handout {
                ui.separator();
                handout.progress_ui(ui, language, actions);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                settings_ui(ui, &app.view, actions);
                if let Some(adapter) = &app.adapter {
                    ui.separator();
                    let name = RichText::new(&adapter.short).small().weak();
                    let label = ui.add(egui::Label::new(name).truncate());
                    label.on_hover_text(adapter.explanation(language));
                }
            });
        });
    });
}

/// How far the networks are that the planner waits for, and a way out.
fn walk_progress_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let Some(change) = &workspace.walk_change else { return };
    progress_ui(ui, WALKING.of(language), change.share(), language, || {
        actions.push(EditAction::KeepWalk.into());
    });
}

/// How far the surface is that is being counted; without waiting for it there is none.
fn surface_progress_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let Some(share) = workspace.surfaces.progress() else { return };
    progress_ui(ui, SURFACE.of(view.language), share, view.language, || {
        let symbology = Symbology { surface: Surface::None, ..view.symbology };
        actions.push(ViewAction::SetSymbology(symbology).into());
    });
}

fn progress_ui(ui: &mut Ui, what: &str, share: f64, language: Language, mut cancel: impl FnMut()) {
    ui.separator();
    ui.add(egui::ProgressBar::new(share as f32).desired_width(80.0).show_percentage());
    ui.small(what);
    if ui.small_button(words::CANCEL.of(language)).clicked() {
        cancel();
    }
}

/// Whether all is saved and where; what to do where it is not.
fn saving_ui(ui: &mut Ui, workspace: &Workspace, language: Language, actions: &mut Vec<Action>) {
    let home = workspace.saving.home();
    let path = home.path().map(|path| path.display().to_string()).unwrap_or_default();
    match workspace.saving.status() {
        SaveStatus::Saved => {
            let file = home.path().and_then(|path| path.file_name()).unwrap_or_default();
            ui.small(SAVED.of(language)).on_hover_text(&path);
            ui.small(egui::RichText::new(file.to_string_lossy()).weak()).on_hover_text(path);
        }
        SaveStatus::Saving => match workspace.saving.stage() {
            Some(stage) if stage.total > 0 => {
                let share = 100 * stage.done / stage.total;
                ui.small(format!("{} {share} %", stage.what.of(language)));
            }
            _ => {
                ui.small(SAVING.of(language)).on_hover_text(path);
            }
        },
        SaveStatus::Unsaved => {
            let state = if matches!(home, Home::ReadOnly(..)) { READ_ONLY } else { UNSAVED };
            ui.small(state.of(language)).on_hover_text(path);
            command_ui(ui, Command::SaveAs, language, actions);
        }
        SaveStatus::Failed(problem) => {
            let text = egui::RichText::new(FAILED.of(language)).small();
            let label = ui.colored_label(ui.visuals().error_fg_color, text);
            label.on_hover_text(crate::ui::dispatch::explanation(&problem).of(language));
            ui.small(problem.error.message().of(language));
            if workspace.saving.is_in_refuge() {
                ui.small(KEPT.of(language));
            }
            if ui.small_button(RETRY.of(language)).clicked() {
                actions.push(FileAction::RetrySaving.into());
            }
            command_ui(ui, Command::SaveAs, language, actions);
        }
    }
}

fn command_ui(ui: &mut Ui, command: Command, language: Language, actions: &mut Vec<Action>) {
    let button = ui.small_button(command.label().of(language));
    if button.on_hover_text(command.tooltip().of(language)).clicked() {
        actions.push(command.action());
    }
}
