//! Choosing where a study is saved: the system's dialog, or a path typed into a field.

use std::path::{Path, PathBuf};

use crate::files::study_file::is_geopackage_path;
use crate::jobs::Job;
use crate::language::{Language, Message, Text};

use super::action::{Action, FileAction};
use super::words;

const TITLE: Text = Text::new("另存为", "Save as");
const HINT: Text = Text::new(
    "研究保存为一个 GeoPackage 文件，此后每一步修改都会立即写入。",
    "The study becomes one GeoPackage file; from then on every edit is written at once.",
);
const PATH: Text = Text::new("研究文件的路径", "Path of the study file");
const BROWSE: Text = Text::new("浏览…", "Browse…");
const SAVE: Text = Text::new("保存", "Save");
const REPLACE: Text = Text::new("替换", "Replace");
const EXISTS: Text =
    Text::new("该文件已存在，将被替换。", "There is a file of this name; it will be replaced.");

/// The state of the dialog.
#[derive(Default)]
pub struct SaveDialog {
    shown: bool,
    wants_focus: bool,
    typed_path: String,
    complaint: Option<Message>,
    dialog: Option<Job<(), Option<PathBuf>>>,
}

impl SaveDialog {
    /// Shows the dialog with a proposal.
    pub fn show(&mut self, proposal: &Path) {
        self.shown = true;
        self.wants_focus = true;
        self.complaint = None;
        self.typed_path = proposal.display().to_string();
    }

    pub fn is_shown(&self) -> bool {
        self.shown
    }

    pub fn close(&mut self) {
        *self = Self::default();
    }

    pub fn complain(&mut self, what: Message) {
        self.complaint = Some(what);
    }

    /// Shows the system's dialog without holding up the window.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let path = Path::new(&self.typed_path);
        let mut dialog = rfd::AsyncFileDialog::new()
            .set_title(TITLE.of(language))
            .add_filter("GeoPackage", &["gpkg"]);
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        let (dialog, wake) = (dialog.save_file(), ctx.clone());
        let job = Job::start(
            "save dialog",
            move || wake.request_repaint(),
            move |_| pollster::block_on(dialog).map(|file| file.path().to_path_buf()),
        );
        match job {
            Ok(job) => self.dialog = Some(job),
            Err(error) => self.complaint = Some(Message::same(error.to_string())),
        }
    }

    /// Takes the answer of the system's dialog, if one has come.
    pub fn take_finished(&mut self) {
        let Some(answer) = self.dialog.as_ref().and_then(Job::poll) else { return };
        self.dialog = None;
        if let Ok(Some(path)) = answer {
            self.typed_path = with_extension(&path).display().to_string();
        }
    }

    pub fn window_ui(&mut self, ui: &egui::Ui, language: Language, actions: &mut Vec<Action>) {
        if !self.shown {
            return;
        }
        // Modal, so that no key reaches the study behind it.
        let answer = egui::Modal::new(egui::Id::unique("save as")).show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            ui.heading(TITLE.of(language));
            ui.add_space(4.0);
            ui.label(egui::RichText::new(HINT.of(language)).weak());
            ui.add_space(8.0);
            self.path_ui(ui, language, actions);
        });
        if answer.should_close() {
            actions.push(FileAction::CloseSaveAs.into());
        }
    }

    fn path_ui(&mut self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        let entered = ui
            .horizontal(|ui| {
                let field = egui::TextEdit::singleline(&mut self.typed_path)
                    .hint_text(PATH.of(language))
                    .desired_width(410.0);
                let field = ui.add(field);
                words::name_widget(&field, egui::Role::TextInput, PATH.of(language));
                if std::mem::take(&mut self.wants_focus) {
                    field.request_focus();
                }
                let browse = egui::Button::new(BROWSE.of(language));
                if ui.add_enabled(self.dialog.is_none(), browse).clicked() {
                    actions.push(FileAction::BrowseSaveAs.into());
                }
                field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
            })
            .inner;
        let path = with_extension(Path::new(self.typed_path.trim()));
        let exists = path.is_file();
        if let Some(complaint) = &self.complaint {
            ui.colored_label(ui.visuals().error_fg_color, complaint.of(language));
        }
        ui.horizontal(|ui| {
            let verb = if exists { REPLACE } else { SAVE };
            let ready = !self.typed_path.trim().is_empty();
            let button = ui.add_enabled(ready, egui::Button::new(verb.of(language)));
            if entered && exists {
                // Enter once more is the answer to the warning.
                button.request_focus();
            }
            if (button.clicked() || (entered && !exists)) && ready {
                actions.push(FileAction::SaveTo(path).into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(FileAction::CloseSaveAs.into());
            }
            if exists {
                ui.colored_label(ui.visuals().warn_fg_color, EXISTS.of(language));
            }
        });
    }
}

/// The path with the extension of a study file.
fn with_extension(path: &Path) -> PathBuf {
    if is_geopackage_path(path) {
        return path.to_path_buf();
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".gpkg");
    path.with_file_name(name)
}
