//! What the study changed in its standard, by whom, when and why; and how it differs from what was
//! shipped.

use egui::{RichText, Ui};

use crate::language::{Language, Message, Text};
use crate::numbers::beijing_moment;
use crate::standard::{Author, Norm, Standard, StandardChange};
use crate::ui::action::Action;
use crate::ui::style;
use crate::ui::view::View;

const LOG: Text = Text::new("修改记录", "Changes made in this study");
const NO_CHANGES: Text = Text::new("本研究没有修改标准。", "Nothing was changed in this study.");
const DIFFERENCES: Text = Text::new("与随程序提供的标准相比", "Compared with the shipped standard");
const NO_SHIPPED: Text = Text::new(
    "此标准由文件导入或按数据生成，没有可比较的原标准。",
    "The standard came from a file or from the data: nothing shipped to compare it with.",
);
const SAME: Text = Text::new("没有差异。", "No difference.");

/// Shows the page.
pub(super) fn differences_ui(ui: &mut Ui, standard: &Standard, view: &View, _: &mut Vec<Action>) {
    let language = view.language;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.label(RichText::new(DIFFERENCES.of(language)).size(style::HEADING));
        shipped_ui(ui, standard, language);
        ui.add_space(12.0);
        ui.label(RichText::new(LOG.of(language)).size(style::HEADING));
        if standard.changes.is_empty() {
            ui.label(RichText::new(NO_CHANGES.of(language)).weak());
        }
        for change in standard.changes.iter().rev() {
            ui.label(change_text(standard, change, language));
            ui.label(RichText::new(author_text(&change.author, language)).small().weak());
            ui.add_space(2.0);
        }
    });
}

fn shipped_ui(ui: &mut Ui, standard: &Standard, language: Language) {
    let Some(shipped) = standard.shipped() else {
        ui.label(RichText::new(NO_SHIPPED.of(language)).weak());
        return;
    };
    let differences = standard.differences_from(&shipped);
    if differences.is_empty() {
        ui.label(RichText::new(SAME.of(language)).weak());
    }
    for difference in &differences {
        ui.label(standard.difference_text(&shipped, difference).of(language));
    }
}

/// What was changed, from which number to which.
fn change_text(standard: &Standard, change: &StandardChange, language: Language) -> String {
    let function = change.function.as_deref().map(|id| {
        let function = standard.function_by_id(id);
        function.map_or(id, |function| function.short_name.of(language))
    });
    let value = |norm: &Option<Norm>| {
        norm.as_ref().map_or_else(|| "–".to_owned(), |norm| norm.value.to_string())
    };
    let Message { zh, en } = standard.change_name(change);
    let what = language.pick(zh, en);
    let what = match (&change.before, &change.after) {
        (None, None) => what,
        (before, after) => format!("{what}  {} → {}", value(before), value(after)),
    };
    match function {
        Some(function) => format!("{function}{}{what}", language.pick("：", ": ")),
        None => what,
    }
}

/// Who, when and why.
pub(super) fn author_text(author: &Author, language: Language) -> String {
    let Author { by, at_ms, note } = author;
    let parts = [by.clone(), beijing_moment(*at_ms), note.clone()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(language.pick("，", ", "))
}
