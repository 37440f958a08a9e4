//! The presenter's keys: those of the usual remotes, and one letter for everything that can be called.
//! They are taken before the map sees them.

use egui::{Key, Modifiers, Ui};

use crate::cartography::{Surface, Symbology};
use crate::standard::FunctionIndex;
use crate::ui::Workspace;
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::command::Command;
use crate::ui::meeting::{Meeting, PresentAction};
use crate::ui::view::{Tool, View};

const STEPS: [(Key, PresentAction); 11] = [
    (Key::ArrowRight, PresentAction::Next),
    (Key::ArrowDown, PresentAction::Next),
    (Key::PageDown, PresentAction::Next),
    (Key::Space, PresentAction::Next),
    (Key::ArrowLeft, PresentAction::Previous),
    (Key::ArrowUp, PresentAction::Previous),
    (Key::PageUp, PresentAction::Previous),
    (Key::Home, PresentAction::First),
    (Key::End, PresentAction::Last),
    (Key::Backspace, PresentAction::ReturnToScript),
    (Key::F5, PresentAction::End),
];

const CALLS: [(Key, PresentAction); 7] = [
    (Key::M, PresentAction::ToggleControls),
    (Key::I, PresentAction::ToggleResults),
    (Key::W, PresentAction::TogglePresenter),
    (Key::D, PresentAction::TogglePen),
    (Key::N, PresentAction::ToggleNote),
    (Key::B, PresentAction::ToggleBlank),
    // The blanking key of many remotes.
    (Key::Period, PresentAction::ToggleBlank),
];

/// The key that gives an action, the usual one first.
pub fn key_of(action: PresentAction) -> Option<Key> {
    let keys = STEPS.iter().chain(&CALLS);
    let own_key = (action == PresentAction::Keep).then_some(Key::Enter);
    own_key.or_else(|| keys.clone().find(|(_, other)| *other == action).map(|(key, _)| *key))
}

/// Takes the keys of a frame. While something is written they belong to the text.
pub fn take_keys(
    ui: &Ui,
    workspace: &Workspace,
    view: &View,
    meeting: &Meeting,
    actions: &mut Vec<Action>,
) {
    let Some(presenting) = &meeting.presenting else { return };
    // They answer the question that is open.
    if view.register.converting.is_some() {
        return;
    }
    let took = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if presenting.note.is_some() {
        if took(Key::Escape) {
            actions.push(PresentAction::ToggleNote.into());
        }
        return;
    }
    if ui.text_edit_focused() {
        return;
    }
    let called = STEPS.iter().chain(&CALLS).filter(|(key, _)| took(*key));
    actions.extend(called.map(|(_, action)| Action::from(*action)));
    if workspace.session.in_what_if() {
        if took(Key::Enter) {
            actions.push(PresentAction::Keep.into());
        }
        take_undo(ui, actions);
    }
    if took(Key::G) {
        actions.push(toggle_gain(view));
    }
    let function = if took(Key::OpenBracket) {
        Some(neighbour(workspace, view, -1))
    } else {
        took(Key::CloseBracket).then(|| neighbour(workspace, view, 1))
    };
    actions.extend(function.map(|function| ViewAction::ChooseFunction(function).into()));
    if took(Key::P) {
        actions.push(ViewAction::ChooseTool(Tool::Place).into());
    }
    let leaves_tool = workspace.session.in_gesture() || view.tool != Tool::Select;
    if !leaves_tool && took(Key::Escape) {
        let puts_down = presenting.has_pen || presenting.is_blank;
        actions.push(match (presenting.is_blank, puts_down) {
            (true, _) => PresentAction::ToggleBlank.into(),
            (false, true) => PresentAction::TogglePen.into(),
            (false, false) => PresentAction::End.into(),
        });
    }
}

/// Undo and redo reach what is tried out, and never the script.
fn take_undo(ui: &Ui, actions: &mut Vec<Action>) {
    for (command, action) in [(Command::Redo, EditAction::Redo), (Command::Undo, EditAction::Undo)]
    {
        for keys in command.shortcuts() {
            if ui.input_mut(|input| input.consume_shortcut(keys)) {
                actions.push(action.clone().into());
            }
        }
    }
}

/// The gain field below the map, or the map without it.
pub fn toggle_gain(view: &View) -> Action {
    let surface = match view.symbology.surface {
        Surface::Gain(_) => Surface::None,
        Surface::None | Surface::Minutes => Surface::Gain(view.siting.gain_of),
    };
    ViewAction::SetSymbology(Symbology { surface, ..view.symbology }).into()
}

/// The function so many places further in the standard, around its end.
fn neighbour(workspace: &Workspace, view: &View, by: isize) -> FunctionIndex {
    let functions: Vec<_> = workspace.session.study().standard().indexes().collect();
    let at = functions.iter().position(|function| *function == view.function).unwrap_or_default();
    let next = (at as isize + by).rem_euclid(functions.len().max(1) as isize) as usize;
    functions.get(next).copied().unwrap_or(view.function)
}
