//! The line in which a comment or a decision of the meeting is noted. It goes into the minutes of the
//! stop, with the time; put aside with Escape, it is taken up again as it was left. The room is told in
//! either case.

use egui::{Key, TextEdit, Ui};

use crate::language::Text;
use crate::study::Stop;
use crate::study::walkthrough::{Remark, RemarkKind};
use crate::ui::action::Action;
use crate::ui::meeting::{PresentAction, WalkthroughAction};
use crate::ui::view::View;
use crate::ui::words;

use super::{Presenting, now_ms};

const BY: Text = Text::new("发言人", "Who");
const WHAT: Text = Text::new("记录内容", "What was said");
const SAVE: Text = Text::new("记入纪要", "Note it");
const HINT: Text = Text::new("Enter 记入，Esc 搁置", "Enter notes it, Esc puts it aside");

const HEIGHT: f32 = 48.0;

/// A remark that is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteDraft {
    pub kind: RemarkKind,
    pub by: String,
    pub text: String,
    /// Whether the line has had the keyboard.
    was_focused: bool,
}

impl NoteDraft {
    /// Whether nothing was typed that could be noted.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The same, to be taken up again.
    pub fn put_aside(self) -> Self {
        Self { was_focused: false, ..self }
    }
}

impl Default for NoteDraft {
    fn default() -> Self {
        let (by, text) = (String::new(), String::new());
        Self { kind: RemarkKind::Comment, by, text, was_focused: false }
    }
}

/// Shows the line below the stop while a remark is written.
pub fn note_ui(
    ui: &mut Ui,
    view: &View,
    presenting: &mut Presenting,
    stop: &Stop,
    actions: &mut Vec<Action>,
) {
    let Some(draft) = &mut presenting.note else { return };
    let language = view.language;
    egui::Panel::bottom("note").exact_size(HEIGHT).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            for kind in RemarkKind::ALL {
                ui.selectable_value(&mut draft.kind, kind, kind.name().of(language));
            }
            let by = TextEdit::singleline(&mut draft.by).hint_text(BY.of(language));
            let by = ui.add(by.desired_width(90.0));
            words::name_widget(&by, egui::Role::TextInput, BY.of(language));
            let text = TextEdit::singleline(&mut draft.text).hint_text(WHAT.of(language));
            let text = ui.add(text.desired_width(ui.available_width() - 100.0));
            words::name_widget(&text, egui::Role::TextInput, WHAT.of(language));
            if !draft.was_focused {
                text.request_focus();
                draft.was_focused = text.has_focus();
            }
            let entered = text.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let save = ui.button(SAVE.of(language)).on_hover_text(HINT.of(language));
            if !entered && !save.clicked() {
                return;
            }
            actions.push(match draft.is_empty() {
                true => PresentAction::ToggleNote.into(),
                false => {
                    let NoteDraft { kind, by, text, .. } = draft.clone();
                    let (by, text) = (by.trim().to_owned(), text.trim().to_owned());
                    let remark = Remark { kind, at_ms: now_ms(), by, text };
                    WalkthroughAction::Note { stop: stop.id, remark }.into()
                }
            });
        });
    });
}
