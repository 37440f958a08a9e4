//! The window of the standard: every number with how well it is founded, to be changed, compared and
//! exchanged. It reads and collects actions; `dispatch::standards` changes the study.

mod action;
mod common;
mod comparison;
mod differences;
mod figure;
mod files;
mod functions;
mod list;
mod new_function;
mod services;

use std::sync::Arc;

use crate::analysis::FunctionByStandard;
use crate::jobs::Job;
use crate::language::{Message, Text};
use crate::session::Session;
use crate::standard::{Author, FigurePlace, Shipped, Standard};
use crate::study::{Edit, EditError, ScenarioId};

use super::action::Action;
use super::file_dialog::FileDialog;
use super::floating::Floating;
use super::view::View;
use super::{Workspace, words};

pub use action::StandardAction;
pub use new_function::{FunctionDraft, ServiceDraft};

const TITLE: Text = Text::new("标准", "Standard");

/// The state of the window.
#[derive(Default)]
pub struct Standards {
    pub shown: bool,
    page: Page,
    /// Id of the function looked at.
    function: Option<String>,
    /// Who makes the changes; at first the name of the account.
    author: Option<String>,
    /// Why the next changes are made.
    note: String,
    new_function: FunctionDraft,
    new_service: ServiceDraft,
    /// Standards read from files since the window was opened.
    pub(super) imported: Vec<Arc<Standard>>,
    typed_path: String,
    dialog: FileDialog,
    /// What could not be done, and what was read only in part.
    complaints: Vec<Message>,
    comparison: Comparison,
}

/// What the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
    Functions,
    /// What holds for all functions together: households and complexes.
    Common,
    /// What the study changed, and how it differs from what was shipped.
    Changes,
    /// The scenario under several standards.
    Comparison,
}

impl Page {
    const ALL: [Self; 4] = [Self::Functions, Self::Common, Self::Changes, Self::Comparison];

    fn name(self) -> Text {
        match self {
            Self::Functions => Text::new("功能与服务", "Functions and services"),
            Self::Common => Text::new("综合体与百户指标", "Complexes and households"),
            Self::Changes => Text::new("修改与差异", "Changes"),
            Self::Comparison => Text::new("标准比选", "Compare standards"),
        }
    }
}

/// Coverage under several standards, as it was last computed.
#[derive(Default)]
struct Comparison {
    /// Ids of the standards left out.
    left_out: Vec<String>,
    job: Option<Job<(), Compared>>,
    result: Option<(Asked, Compared)>,
    asked: Option<Asked>,
}

type Compared = Result<(Vec<Message>, Vec<FunctionByStandard>), EditError>;

/// What a comparison depends on.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    revision: u64,
    scenario: ScenarioId,
    group: usize,
    standards: Vec<Message>,
}

impl Standards {
    /// The window as it was left: who makes the changes is remembered from one start to the next.
    pub fn remembering(author: Option<String>) -> Self {
        Self { author: author.filter(|name| !name.trim().is_empty()), ..Self::default() }
    }

    /// The name to remember; none while nobody has given one.
    pub fn remembered_author(&self) -> Option<String> {
        self.author.clone().filter(|name| !name.trim().is_empty())
    }

    /// Who changes something now, and why; none without a name.
    pub fn author(&self) -> Option<Author> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let at_ms = since.map_or(0, |since| since.as_millis());
        let by = self.author.clone().unwrap_or_else(account_name).trim().to_owned();
        let at_ms = i64::try_from(at_ms).unwrap_or(i64::MAX);
        (!by.is_empty()).then(|| Author { by, at_ms, note: self.note.trim().to_owned() })
    }

    /// Shows the window on a function.
    pub fn show(&mut self, function: Option<String>) {
        self.shown = true;
        if function.is_some() {
            self.page = Page::Functions;
            self.function = function;
        }
    }

    pub fn complain(&mut self, complaints: Vec<Message>) {
        self.complaints = complaints;
    }

    /// What was drafted has become part of the standard.
    pub fn forget_drafts(&mut self) {
        self.new_function = FunctionDraft::default();
        self.new_service = ServiceDraft::default();
    }

    /// Shows the window.
    pub fn window_ui(
        &mut self,
        ui: &egui::Ui,
        workspace: &Workspace,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        if !self.shown {
            return;
        }
        let mut open = true;
        let area = ui.ctx().content_rect();
        let size =
            egui::vec2(1080.0_f32.min(area.width() - 80.0), 640.0_f32.min(area.height() - 120.0));
        egui::Window::new(TITLE.of(view.language))
            .id(Floating::Standard.id())
            .open(&mut open)
            .collapsible(false)
            .resizable(true)
            .default_size(size)
            .min_width(620.0)
            .default_pos(area.center() - size / 2.0)
            .show(ui.ctx(), |ui| self.contents_ui(ui, workspace, view, actions));
        if !open {
            self.close();
        }
    }

    /// Closes the window. A reason holds for what is changed before the eyes of who wrote it.
    pub fn close(&mut self) {
        self.shown = false;
        self.note.clear();
        self.complaints.clear();
    }

    fn contents_ui(
        &mut self,
        ui: &mut egui::Ui,
        workspace: &Workspace,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        let language = view.language;
        let standard = workspace.session.study().standard();
        self.files_ui(ui, &workspace.session, view, actions);
        ui.add_space(4.0);
        let page_before = self.page;
        ui.horizontal_wrapped(|ui| {
            for page in Page::ALL {
                ui.selectable_value(&mut self.page, page, page.name().of(language));
            }
        });
        if self.page != page_before {
            // What could not be done was on the page that is left.
            self.complaints.clear();
        }
        self.author_ui(ui, language);
        ui.separator();
        match self.page {
            Page::Functions => self.functions_ui(ui, standard, view, actions),
            Page::Common => common::common_ui(ui, standard, view, actions),
            Page::Changes => differences::differences_ui(ui, standard, view, actions),
            Page::Comparison => self.comparison_ui(ui, &workspace.session, view),
        }
    }

    /// Who makes the changes, and why.
    fn author_ui(&mut self, ui: &mut egui::Ui, language: crate::language::Language) {
        const AUTHOR: Text = Text::new("修改人", "Changed by");
        const NOTE: Text = Text::new("修改理由", "Reason for the change");
        const NEEDED: Text = Text::new("必填", "needed");
        if !matches!(self.page, Page::Functions | Page::Common) {
            return;
        }
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new(AUTHOR.of(language)).small().weak());
            let author = self.author.get_or_insert_with(account_name);
            let field = egui::TextEdit::singleline(author).hint_text(NEEDED.of(language));
            let field = ui.add(field.desired_width(110.0));
            words::name_widget(&field, egui::Role::TextInput, AUTHOR.of(language));
            let field = egui::TextEdit::singleline(&mut self.note)
                .hint_text(NOTE.of(language))
                .desired_width(f32::INFINITY);
            let field = ui.add(field);
            words::name_widget(&field, egui::Role::TextInput, NOTE.of(language));
        });
    }
}

/// The standards that a study can turn to: those shipped, those read from files, and those its
/// history had before, the one in use left out unless it was changed since it was shipped.
fn choices(imported: &[Arc<Standard>], session: &Session) -> Vec<Arc<Standard>> {
    let shipped = Shipped::ALL.into_iter().filter_map(|shipped| shipped.shared().ok());
    let mut choices: Vec<Arc<Standard>> = shipped.collect();
    choices.extend(imported.iter().cloned());
    let current = session.study().standard();
    // The last state of each standard that the study has turned away from.
    for step in session.history().steps().iter().rev() {
        for before in step.inverses.iter().filter_map(Edit::standard) {
            // Most are of the standard in use, and tell so at once.
            if before.id != current.id && !choices.iter().any(|known| is_called(known, before)) {
                choices.push(before.clone());
            }
        }
    }
    choices
}

/// What a standard is called, with how often it was changed here.
fn name_of(standard: &Standard) -> Message {
    let Message { zh, en } = &standard.name;
    match standard.changes.len() {
        0 => standard.name.clone(),
        changes => Message::new(
            format!("{zh}（本研究改动 {changes} 处）"),
            format!("{en} ({})", crate::numbers::counted(changes, "change")),
        ),
    }
}

/// Whether two standards are called alike, as [`name_of`] calls them.
fn is_called(standard: &Standard, other: &Standard) -> bool {
    standard.changes.len() == other.changes.len() && standard.name == other.name
}

/// The name of the account, as far as the system tells it.
fn account_name() -> String {
    let name = ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    name.unwrap_or_default()
}

/// A number of the standard as a wish to change it.
fn set(place: &FigurePlace, value: Option<f64>) -> Action {
    StandardAction::SetFigure { place: place.clone(), value }.into()
}
