//! Which standard the study has, turning to another one, and exchanging standards as files.

use std::path::PathBuf;

use egui::{Align, Layout, RichText, Role, Ui};

use crate::files::standard_endings;
use crate::language::{Language, Text};
use crate::numbers::counted;
use crate::session::Session;
use crate::standard::Standard;
use crate::ui::action::{Action, StandardAction};
use crate::ui::file_dialog::{FileQuestion, Wanted};
use crate::ui::view::View;
use crate::ui::words;

use super::{Standards, choices, name_of};

const IN_USE: Text = Text::new("研究采用的标准", "Standard of the study");
const IN_USE_HINT: Text = Text::new(
    "更换后设施和功能保留；新标准未涉及的功能会注明。可以撤销。",
    "Facilities and functions stay; those the new standard does not speak of are marked. Undo takes \
     it back.",
);
const EXPORT: Text = Text::new("导出…", "Export…");
const IMPORT: Text = Text::new("导入", "Import");
const BROWSE: Text = Text::new("浏览…", "Browse…");
const PATH: Text = Text::new("标准文件的路径（.toml、.json）", "Path of a standard (.toml, .json)");
const FORMATS: Text = Text::new("标准", "Standards");
const BASIS: Text = Text::new("依据", "Drawn from");

impl Standards {
    pub(super) fn files_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        let language = view.language;
        ui.horizontal_wrapped(|ui| {
            self.choice_ui(ui, session, language, actions);
            if ui.button(EXPORT.of(language)).clicked() {
                actions.push(StandardAction::ShowExport.into());
            }
            self.import_ui(ui, language, actions);
        });
        standings_ui(ui, session.study().standard(), language);
        self.complaints_ui(ui, language);
    }

    /// What could not be done, in a line that is there without it too: what stands below must not move
    /// while it is worked on. All of it on hover.
    fn complaints_ui(&self, ui: &mut Ui, language: Language) {
        let complaints: Vec<&str> = self.complaints.iter().map(|what| what.of(language)).collect();
        let text = RichText::new(complaints.join(language.pick("；", "; ")));
        let label = egui::Label::new(text.color(ui.visuals().error_fg_color)).truncate();
        let height = ui.text_style_height(&egui::TextStyle::Body);
        let room = egui::vec2(ui.available_width(), height);
        let line = ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(room);
            (!complaints.is_empty()).then(|| ui.add(label))
        });
        if let Some(label) = line.inner {
            label.on_hover_text(complaints.join("\n"));
        }
    }

    fn choice_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        let current = session.study().standard();
        let combo = egui::ComboBox::from_id_salt("standard in use").width(300.0).truncate();
        let name = name_of(current);
        let shown = combo.selected_text(name.of(language)).show_ui(ui, |ui| {
            for standard in choices(&self.imported, session) {
                let is_current = standard.id == current.id && current.changes == standard.changes;
                let name = name_of(&standard);
                if ui.selectable_label(is_current, name.of(language)).clicked() && !is_current {
                    actions.push(StandardAction::Adopt(standard).into());
                }
            }
        });
        words::name_widget(&shown.response, Role::ComboBox, IN_USE.of(language));
        shown.response.on_hover_text(IN_USE_HINT.of(language));
    }

    fn import_ui(&mut self, ui: &mut Ui, language: Language, actions: &mut Vec<Action>) {
        let field = egui::TextEdit::singleline(&mut self.typed_path)
            .hint_text(PATH.of(language))
            .desired_width(210.0);
        let field = ui.add(field);
        words::name_widget(&field, Role::TextInput, PATH.of(language));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let path = self.typed_path.trim();
        let button = egui::Button::new(IMPORT.of(language));
        let clicked = ui.add_enabled(!path.is_empty(), button).clicked();
        if (clicked || entered) && !path.is_empty() {
            actions.push(StandardAction::Import(PathBuf::from(path)).into());
        }
        let browse = egui::Button::new(BROWSE.of(language));
        if ui.add_enabled(!self.dialog.is_open(), browse).clicked() {
            actions.push(StandardAction::BrowseImport.into());
        }
    }

    /// Shows the system's file dialog.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let question = FileQuestion {
            title: IMPORT.of(language),
            wanted: Wanted::File,
            kind: FORMATS.of(language),
            endings: &standard_endings(),
            proposal: None,
        };
        self.complaints.extend(self.dialog.ask(ctx, question).err());
    }

    /// The file chosen in the system's dialog, once.
    pub fn take_chosen(&mut self) -> Option<PathBuf> {
        self.dialog.take_path()
    }
}

/// How many of the numbers are how well founded, and the documents they come from.
fn standings_ui(ui: &mut Ui, standard: &Standard, language: Language) {
    ui.horizontal_wrapped(|ui| {
        for (standing, count) in standard.standings().into_iter().filter(|(_, count)| *count > 0) {
            let text = format!("{} {count}", standing.name().of(language));
            let label = ui.label(RichText::new(text).small().weak());
            if standing.needs_mark() {
                words::underline_with_dots(ui, &label);
            }
        }
        if !standard.basis.is_empty() {
            let count = standard.basis.len();
            let text = language.pick(
                format!("依据 {count} 份文件"),
                format!("from {}", counted(count, "document")),
            );
            let documents = standard.basis.join("\n");
            let hint = format!("{}\n{documents}", BASIS.of(language));
            ui.label(RichText::new(text).small().weak()).on_hover_text(hint);
        }
    });
}
