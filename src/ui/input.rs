//! Wishes that come from no panel and no tool: keys of commands, files dropped on the window, and its being
//! closed. Keys of the map are left to `map`, those of a show to `meeting`.

use super::action::{Action, FileAction};
use super::app::App;
use super::command::Command;
use super::floating::take_escape;

/// Collects what is asked for anywhere in the window, before a panel reads what was pressed.
pub fn collect_input(ui: &egui::Ui, app: &mut App, actions: &mut Vec<Action>) {
    if !app.meeting.is_presenting() {
        collect_help(ui, actions);
        if !app.view.in_dialog {
            app.view.keys_are_taken = app.standards.shown;
            collect_shortcuts(ui, app.view.keys_are_taken, actions);
        }
        take_escape(ui, app, actions);
    }
    collect_dropped_files(ui, actions);
    if ui.input(|input| input.viewport().close_requested()) && !app.may_close {
        actions.push(FileAction::Close.into());
    }
}

/// The commands whose keys were pressed; where a window takes the keys, none that are letters: one
/// typed beside its fields is no wish about the map.
fn collect_shortcuts(ui: &egui::Ui, keys_are_taken: bool, actions: &mut Vec<Action>) {
    if ui.text_edit_focused() {
        return;
    }
    // The longer shortcut first: Ctrl+Shift+Z also matches Ctrl+Z.
    for command in [Command::Redo].into_iter().chain(Command::ALL) {
        let is_letter = |shortcut: &egui::KeyboardShortcut| {
            shortcut.modifiers == egui::Modifiers::NONE && shortcut.logical_key.name().len() == 1
        };
        let meant = |shortcut: &egui::KeyboardShortcut| !(keys_are_taken && is_letter(shortcut));
        for shortcut in command.shortcuts().iter().filter(|keys| meant(keys)) {
            if ui.input_mut(|input| input.consume_shortcut(shortcut)) {
                actions.push(command.action());
            }
        }
    }
}

/// Help is there while layers are chosen and checked, and while something is typed, too; not before
/// a question that waits for its answer.
fn collect_help(ui: &egui::Ui, actions: &mut Vec<Action>) {
    if ui.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    let keys = Command::Handbook.shortcuts();
    if keys.iter().any(|keys| ui.input_mut(|input| input.consume_shortcut(keys))) {
        actions.push(Command::Handbook.action());
    }
}

fn collect_dropped_files(ui: &egui::Ui, actions: &mut Vec<Action>) {
    let dropped: Vec<_> = ui.input(|input| {
        input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect()
    });
    if !dropped.is_empty() {
        actions.push(FileAction::AddPaths(dropped).into());
    }
}
