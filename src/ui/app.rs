//! The application: owns study, view and jobs, and keeps the order of a frame. What actions do
//! stands in `dispatch`, what is drawn in `panels` and `map`.

use std::path::PathBuf;

use crate::analysis::SitePlan;
use crate::cartography::{Palette, Symbology};
use crate::cli::Opened;
use crate::files::ImportOptions;

use super::action::Action;
use super::basemap::BasemapChoice;
use super::evaluation::Evaluations;
use super::graphics::AdapterName;
use super::handbook::Handbook;
use super::handout::HandoutJob;
use super::input::collect_input;
use super::leaving::{Afterwards, leaving_ui};
use super::meeting::{Meeting, present_ui, presenter_ui, take_keys};
use super::notice::{self, Notice};
use super::opening::{Opening, Request};
use super::phases::phases_ui;
use super::preferences::Preferences;
use super::recovery::{self, LeftBehind};
use super::review::{Decisions, Review, review_ui};
use super::save_dialog::SaveDialog;
use super::standards::Standards;
use super::view::View;
use super::{Start, Workspace, dispatch, map, panels, style};

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

impl App {
    /// The application at its start; the study is read in the background.
    pub fn new(cc: &eframe::CreationContext<'_>, start: Start) -> Self {
        let kept = Preferences::recall(cc.storage);
        let (language, theme) = (start.language.unwrap_or(kept.language), kept.theme);
        if let Some(zoom) = kept.zoom_before_show {
            cc.egui_ctx.set_zoom_factor(zoom);
        }
        style::install(&cc.egui_ctx);
        map::use_device(cc);
        style::apply_theme(&cc.egui_ctx, theme);
        let request = match start.opened {
            Opened::Nothing => Request::Sample,
            Opened::Layers(mut sources) => {
                kept.decisions.recall(&mut sources);
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
            view: View { symbology: kept.symbology, ..View::new(language, theme) },
            meeting: Meeting::default(),
            basemap: BasemapChoice::recall(&cc.egui_ctx, kept.basemap),
            opening,
            standards: Standards::remembering(kept.author),
            evaluations: Evaluations::default(),
            handbook: Handbook::default(),
            review: None,
            decisions: kept.decisions,
            save_dialog: SaveDialog::default(),
            handout: None,
            leaving: None,
            after_saving: None,
            may_close: false,
            notices: folder.map(Notice::of_crashes).unwrap_or_default(),
            left_behind: folder.map(recovery::left_behind).unwrap_or_default(),
            recent: kept.recent,
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

    fn frame(&mut self, ui: &mut egui::Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        self.view.in_dialog = self.is_in_dialog();
        collect_input(ui, self, &mut actions);
        if self.review.is_some() {
            review_ui(ui, self, &mut actions);
            self.dialogs_ui(ui, &mut actions);
        } else if self.meeting.is_presenting() {
            self.presented(ui, &mut actions);
        } else {
            self.desk_ui(ui, &mut actions);
            self.dialogs_ui(ui, &mut actions);
        }
        actions
    }

    /// Whether something waits for an answer before the map is gone on with.
    fn is_in_dialog(&self) -> bool {
        #[cfg(feature = "online-basemap")]
        if self.basemap.online.is_shown() {
            return true;
        }
        self.opening.shown
            || self.save_dialog.is_shown()
            || self.leaving.is_some()
            || self.review.is_some()
            || self.view.register.adding.is_some()
            || self.view.register.converting.is_some()
    }

    /// The map with its panels, for whoever works on a study.
    fn desk_ui(&mut self, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
        panels::top_bar_ui(ui, self, actions);
        panels::status_bar_ui(ui, self, actions);
        let Self { workspace: Some(workspace), view, meeting, .. } = self else {
            egui::CentralPanel::default().show(ui, |ui| panels::no_study_ui(ui, self, actions));
            return;
        };
        panels::left_ui(ui, workspace, view, meeting, actions);
        if ui.text_edit_focused() {
            meeting.begun = None;
        }
        if view.siting.is_open {
            panels::siting_ui(ui, workspace, view, actions);
        } else {
            panels::results_ui(ui, workspace, view, actions);
        }
        panels::lists_ui(ui, workspace, view, actions);
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            let marks = meeting.marks(workspace);
            map::map_ui(ui, workspace, view, &marks, map::Setting::Desk, actions);
        });
        panels::programme_ui(ui, workspace, view, actions);
        phases_ui(ui, workspace, view, actions);
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
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        if let Some(adapter) = &self.adapter {
            adapter.suit(frame);
        }
        dispatch::take_finished_work(self, ctx);
        notice::let_go(&mut self.notices, ctx);
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
        Preferences::of(self).keep(storage);
    }
}
