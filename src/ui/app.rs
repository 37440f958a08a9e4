//! The application: owns study, view and jobs, and keeps the order of a frame. What actions do
//! stands in `dispatch`, what is drawn in `panels` and `map`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::analysis::SitePlan;
use crate::cartography::{Palette, Symbology, ThemeChoice};
use crate::cli::Opened;
use crate::files::ImportOptions;
use crate::language::{Language, Message};

use super::action::{Action, FileAction};
use super::basemap::BasemapChoice;
use super::command::Command;
use super::evaluation::Evaluations;
use super::floating::take_escape;
use super::graphics::AdapterName;
use super::handbook::Handbook;
use super::handout::HandoutJob;
use super::leaving::{Afterwards, leaving_ui};
use super::meeting::{Meeting, present_ui, presenter_ui, take_keys};
use super::opening::{Opening, Request};
use super::phases::phases_ui;
use super::recovery::{self, LeftBehind};
use super::review::{Decisions, Review, review_ui};
use super::save_dialog::SaveDialog;
use super::standards::Standards;
use super::view::View;
use super::{Start, Workspace, dispatch, map, panels, style};

const PREFERENCES_KEY: &str = "preferences";

/// The window's state.
pub struct App {
    pub(super) workspace: Option<Workspace>,
    pub(super) view: View,
    /// The walkthrough that is prepared or presented.
    pub(super) meeting: Meeting,
    pub(super) basemap: BasemapChoice,
    pub(super) opening: Opening,
    pub(super) standards: Standards,
    pub(super) evaluations: Evaluations,
    pub(super) handbook: Handbook,
    /// Layers that are read and not yet taken over.
    pub(super) review: Option<Review>,
    /// What was decided about files before.
    pub(super) decisions: Decisions,
    pub(super) save_dialog: SaveDialog,
    /// A booklet or workbook being made.
    pub(super) handout: Option<HandoutJob>,
    /// What waits for the answer whether edits without a name may go.
    pub(super) leaving: Option<Afterwards>,
    /// What happens once the study is saved.
    pub(super) after_saving: Option<Afterwards>,
    /// Whether the window may close without asking.
    pub(super) may_close: bool,
    pub(super) notices: Vec<Notice>,
    /// Studies that earlier sessions left without a name.
    pub(super) left_behind: Vec<LeftBehind>,
    /// Study files opened or saved lately, the last one first.
    pub(super) recent: Vec<PathBuf>,
    pub(super) data_folder: Option<PathBuf>,
    /// Whether a field was typed in at the end of the last frame: Escape leaves it before this frame
    /// can see it.
    pub(super) was_typing: bool,
    /// What draws the window.
    pub(super) adapter: Option<AdapterName>,
    /// The window's title as the system was last told.
    title: String,
}

/// Something the planner is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub text: Message,
    /// One line each, folded away.
    pub details: Vec<String>,
    pub concern: Concern,
    /// What was made, to be opened with the system's program for it.
    pub opens: Option<PathBuf>,
    pub stay: Stay,
}

/// How long a notice stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stay {
    UntilDismissed,
    /// It goes away by itself, some time after it was first shown: in seconds of the window's clock.
    AWhile {
        since: Option<f64>,
    },
}

/// How many seconds a notice stays that goes away by itself: longer where it offers to open something.
const A_WHILE_S: f64 = 8.0;
const A_WHILE_TO_OPEN_S: f64 = 12.0;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// The study that is open or was to be opened; of no use once another one is.
    Study,
    Program,
}

impl Notice {
    /// What must not be missed: it stays until it is dismissed.
    pub fn plain(text: Message) -> Self {
        Self {
            text,
            details: Vec::new(),
            concern: Concern::Study,
            opens: None,
            stay: Stay::UntilDismissed,
        }
    }

    /// What was asked for is done: good to know, and no more.
    pub fn done(text: Message) -> Self {
        Self { stay: Stay::AWhile { since: None }, ..Self::plain(text) }
    }

    /// Whether it goes away by itself and offers nothing.
    pub fn is_brief(&self) -> bool {
        self.stay != Stay::UntilDismissed && self.opens.is_none() && self.details.is_empty()
    }

    /// How many seconds are left of its while; `None` where it stays.
    fn seconds_left(&mut self, now: f64) -> Option<f64> {
        let Stay::AWhile { since } = &mut self.stay else { return None };
        let while_s = if self.opens.is_some() { A_WHILE_TO_OPEN_S } else { A_WHILE_S };
        Some(while_s - (now - *since.get_or_insert(now)))
    }
}

/// What is remembered from one start to the next. The sizes of window and panels are remembered
/// by eframe and egui.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Preferences {
    language: Language,
    theme: ThemeChoice,
    #[serde(default)]
    symbology: Symbology,
    #[serde(default)]
    recent: Vec<PathBuf>,
    #[serde(default)]
    decisions: Decisions,
    #[serde(default)]
    basemap: Option<PathBuf>,
    /// How large the window's type was before a show that a killed program did not end: egui
    /// remembers the large one.
    #[serde(default)]
    zoom_before_show: Option<f32>,
    /// Who changes the standard.
    #[serde(default)]
    author: Option<String>,
}

impl App {
    /// The application at its start; the study is read in the background.
    pub fn new(cc: &eframe::CreationContext<'_>, start: Start) -> Self {
        let remembered: Option<Preferences> =
            cc.storage.and_then(|storage| eframe::get_value(storage, PREFERENCES_KEY));
        let language = start
            .language
            .or(remembered.as_ref().map(|preferences| preferences.language))
            .unwrap_or_else(Language::of_system);
        let theme = remembered.as_ref().map_or(ThemeChoice::Light, |preferences| preferences.theme);
        if let Some(zoom) = remembered.as_ref().and_then(|kept| kept.zoom_before_show) {
            cc.egui_ctx.set_zoom_factor(zoom);
        }
        let author = remembered.as_ref().and_then(|kept| kept.author.clone());
        let (symbology, recent, decisions, basemap) = remembered
            .map(|kept| (kept.symbology, kept.recent, kept.decisions, kept.basemap))
            .unwrap_or_default();
        style::install(&cc.egui_ctx);
        map::use_device(cc);
        style::apply_theme(&cc.egui_ctx, theme);
        let request = match start.opened {
            Opened::Nothing => Request::Sample,
            Opened::Layers(mut sources) => {
                decisions.recall(&mut sources);
                let options = ImportOptions { repair: true, thorough: true, ..start.options };
                Request::Layers { sources, options }
            }
            Opened::GeoPackage(path) => Request::File(path),
        };
        let mut opening = Opening::default();
        opening.start_reading(&cc.egui_ctx, request);
        let folder = start.data_folder.as_deref();
        Self {
            workspace: None,
            view: View { symbology, ..View::new(language, theme) },
            meeting: Meeting::default(),
            basemap: BasemapChoice::recall(&cc.egui_ctx, basemap),
            opening,
            standards: Standards::remembering(author),
            evaluations: Evaluations::default(),
            handbook: Handbook::default(),
            review: None,
            decisions,
            save_dialog: SaveDialog::default(),
            handout: None,
            leaving: None,
            after_saving: None,
            may_close: false,
            notices: folder.map(crash_notices).unwrap_or_default(),
            left_behind: folder.map(recovery::left_behind).unwrap_or_default(),
            recent,
            data_folder: start.data_folder,
            was_typing: false,
            adapter: AdapterName::of(cc),
            title: String::new(),
        }
    }

    /// The ground resolution of the map, once it has been shown.
    pub fn metres_per_pixel(&self) -> Option<f64> {
        self.view.camera.map(|camera| camera.metres_per_pixel)
    }

    /// What the colours of the map tell.
    pub fn symbology(&self) -> Symbology {
        self.view.symbology
    }

    /// Whether the walkthrough is presented.
    pub fn is_presenting(&self) -> bool {
        self.meeting.is_presenting()
    }

    /// The plan of a search that the map shows: the one pointed at, or the one chosen.
    pub fn plan_on_map(&self) -> Option<&SitePlan> {
        let shown = self.view.siting.plan_on_map()?;
        self.workspace.as_ref()?.siting.runs.get(shown.run)?.plan(shown.plan)
    }

    /// The open study, for tests and for whoever embeds the window.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.as_ref()
    }

    /// Tells the system which study the window shows.
    fn follow_title(&mut self, ctx: &egui::Context) {
        let language = self.view.language;
        let program = super::TITLE.of(language);
        let title = match &self.workspace {
            Some(workspace) => format!("{} — {program}", workspace.title(language)),
            None => program.to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Lets notices go that have been there for a while.
    fn let_notices_go(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        self.notices.retain_mut(|notice| notice.seconds_left(now).is_none_or(|left| left > 0.0));
        let left = self.notices.iter_mut().filter_map(|notice| notice.seconds_left(now));
        if let Some(soonest) = left.reduce(f64::min) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(soonest));
        }
    }

    fn frame(&mut self, ui: &mut egui::Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        self.view.in_dialog = self.opening.shown
            || self.save_dialog.is_shown()
            || self.leaving.is_some()
            || self.review.is_some()
            || self.view.register.adding.is_some()
            || self.view.register.converting.is_some();
        #[cfg(feature = "online-basemap")]
        {
            self.view.in_dialog |= self.basemap.online.is_shown();
        }
        if !self.meeting.is_presenting() {
            collect_help(ui, &mut actions);
        }
        if !self.view.in_dialog && !self.meeting.is_presenting() {
            self.view.keys_are_taken = self.standards.shown;
            collect_shortcuts(ui, self.view.keys_are_taken, &mut actions);
        }
        if !self.meeting.is_presenting() {
            take_escape(ui, self, &mut actions);
        }
        collect_dropped_files(ui, &mut actions);
        if ui.input(|input| input.viewport().close_requested()) && !self.may_close {
            actions.push(FileAction::Close.into());
        }
        if self.review.is_some() {
            review_ui(ui, self, &mut actions);
            self.dialogs_ui(ui, &mut actions);
            return actions;
        }
        if self.meeting.is_presenting() {
            self.presented(ui, &mut actions);
            return actions;
        }
        panels::top_bar_ui(ui, self, &mut actions);
        panels::status_bar_ui(ui, self, &mut actions);
        if let Some(workspace) = &self.workspace {
            panels::left_ui(ui, workspace, &self.view, &self.meeting, &mut actions);
            if ui.text_edit_focused() {
                self.meeting.begun = None;
            }
            if self.view.siting.is_open {
                panels::siting_ui(ui, workspace, &self.view, &mut actions);
            } else {
                panels::results_ui(ui, workspace, &self.view, &mut actions);
            }
            panels::lists_ui(ui, workspace, &self.view, &mut actions);
            let frame = egui::Frame::NONE;
            egui::CentralPanel::default().frame(frame).show(ui, |ui| {
                let marks = self.meeting.marks(workspace);
                map::map_ui(
                    ui,
                    workspace,
                    &mut self.view,
                    &marks,
                    map::Setting::Desk,
                    &mut actions,
                );
            });
        } else {
            egui::CentralPanel::default().show(ui, |ui| {
                panels::no_study_ui(ui, self, &mut actions);
            });
        }
        if let Some(workspace) = &self.workspace {
            panels::programme_ui(ui, workspace, &self.view, &mut actions);
            phases_ui(ui, workspace, &self.view, &mut actions);
        }
        self.dialogs_ui(ui, &mut actions);
        actions
    }

    /// The stop on the wall, and the presenter's own window.
    fn presented(&mut self, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
        let Self { workspace: Some(workspace), view, meeting, .. } = self else { return };
        take_keys(ui, workspace, view, meeting, actions);
        present_ui(ui, workspace, view, meeting, actions);
        presenter_ui(ui.ctx(), workspace, view, meeting, actions);
        panels::notices_ui(ui, self, actions);
        if let Some(workspace) = &self.workspace {
            panels::converting_ui(ui, workspace, &self.view, actions);
        }
        if self.leaving.is_some() {
            leaving_ui(ui, self.view.language, actions);
        }
    }

    /// What lies over the rest of the window.
    fn dialogs_ui(&mut self, ui: &egui::Ui, actions: &mut Vec<Action>) {
        if let (Some(workspace), None) = (&self.workspace, &self.review) {
            self.standards.window_ui(ui, workspace, &self.view, actions);
            self.evaluations.window_ui(ui, workspace, &self.view, actions);
        }
        self.handbook.window_ui(ui, self.view.language);
        self.opening.window_ui(ui, self.view.language, actions);
        self.save_dialog.window_ui(ui, self.view.language, actions);
        #[cfg(feature = "online-basemap")]
        self.basemap.online.window_ui(ui, self.view.language, actions);
        panels::notices_ui(ui, self, actions);
        if let Some(workspace) = &self.workspace {
            panels::adding_ui(ui, workspace, &self.view, actions);
            panels::converting_ui(ui, workspace, &self.view, actions);
        }
        if self.leaving.is_some() {
            leaving_ui(ui, self.view.language, actions);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        dispatch::take_finished_work(self, ctx);
        self.let_notices_go(ctx);
        self.follow_title(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let actions = self.frame(ui);
        self.was_typing = ui.text_edit_focused();
        if !actions.is_empty() {
            let ctx = ui.ctx().clone();
            dispatch::carry_out(self, &ctx, actions);
            // What the actions changed is painted at once, not at the next movement of the mouse.
            ctx.request_repaint();
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        let panel = Palette::of(self.view.theme).panel;
        style::color32(panel).to_normalized_gamma_f32()
    }

    /// A program that is killed should still know which studies were open.
    fn auto_save_interval(&self) -> std::time::Duration {
        std::time::Duration::from_secs(2)
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        let show = self.meeting.presenting.as_ref();
        let View { language, theme, .. } = self.view;
        let symbology = show.map_or(self.view.symbology, |show| show.before.view.symbology);
        let (recent, decisions) = (self.recent.clone(), self.decisions.clone());
        let basemap = self.basemap.remembered().map(PathBuf::from);
        let zoom_before_show = show.map(|show| show.before.zoom);
        let preferences = Preferences {
            language,
            theme,
            symbology,
            recent,
            decisions,
            basemap,
            zoom_before_show,
            author: self.standards.remembered_author(),
        };
        eframe::set_value(storage, PREFERENCES_KEY, &preferences);
    }
}

/// Tells of crashes that happened since the program was last started.
fn crash_notices(folder: &std::path::Path) -> Vec<Notice> {
    let reports = recovery::new_crash_reports(folder);
    let notice = |report: &PathBuf| Notice {
        text: Message::new(
            "上次程序意外退出。已保存的修改都在研究文件中，未命名的研究可在此恢复。错误报告在：",
            "The program ended unexpectedly last time. Saved edits are in their study file; \
             studies without a name can be restored here. The report of the error is in:",
        ),
        details: vec![report.display().to_string()],
        concern: Concern::Program,
        opens: None,
        stay: Stay::UntilDismissed,
    };
    reports.last().map(notice).into_iter().collect()
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
        for shortcut in command.shortcuts().into_iter().filter(meant) {
            if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
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
