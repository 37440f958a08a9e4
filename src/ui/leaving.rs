//! Leaving a study whose edits have no name yet: nothing goes without a question.

use crate::language::{Language, Text};

use super::action::{Action, FileAction};
use super::opening::Request;
use super::words;

const TITLE: Text = Text::new("研究尚未保存", "The study is not saved");
const QUESTION: Text =
    Text::new("有修改还没有写入研究文件。", "Some of its edits are in no study file yet.");
const SAVE_AS: Text = Text::new("另存为…", "Save as…");
const DISCARD: Text = Text::new("放弃修改", "Discard edits");

/// What is to happen once the study may be left.
#[derive(Debug, Clone)]
pub enum Afterwards {
    Open(Request),
    /// The layers that were looked at become the study.
    OpenReviewed,
    Close,
}

/// Asks what to do with the edits.
pub fn leaving_ui(ui: &egui::Ui, language: Language, actions: &mut Vec<Action>) {
    let answer = egui::Modal::new(egui::Id::unique("leaving")).show(ui.ctx(), |ui| {
        ui.set_width(360.0);
        ui.heading(TITLE.of(language));
        ui.add_space(8.0);
        ui.label(QUESTION.of(language));
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.button(SAVE_AS.of(language)).clicked() {
                actions.push(FileAction::SaveThenLeave.into());
            }
            if ui.button(DISCARD.of(language)).clicked() {
                actions.push(FileAction::DiscardAndLeave.into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(FileAction::Stay.into());
            }
        });
    });
    if answer.should_close() {
        actions.push(FileAction::Stay.into());
    }
}
