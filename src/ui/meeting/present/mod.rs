//! What the room sees: one stop over the whole screen, in type that is read from the back row, and
//! nothing else unless it is called. `keys` are the presenter's; `column` is what always stands around a map
//! on a wide wall, `headline` what stands above it on a narrow one, both with the same `figures`;
//! `slide` a stop of words, `ink` what is drawn and pointed at, `controls` and `note` what is called,
//! `presenter` the window on the presenter's own screen, `next_picture` what comes next in it.

mod column;
mod controls;
mod figures;
mod headline;
mod ink;
mod keys;
mod next_picture;
mod note;
mod presenter;
mod slide;

use std::time::{SystemTime, UNIX_EPOCH};

use egui::Ui;

use crate::analysis::Reached;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{ScenarioId, StopId};
use crate::ui::action::Action;
use crate::ui::notice::Notice;
use crate::ui::view::View;
use crate::ui::{Workspace, map, panels};

use super::Meeting;

pub use ink::Ink;
pub use keys::take_keys;
pub use next_picture::StopPictures;
pub use note::NoteDraft;
pub use presenter::presenter_ui;

/// On a screen 1,080 pixels high, type is so many times as large as at the desk; on others in
/// proportion, so that a row of letters takes the same share of the wall.
const LARGE_TYPE: f32 = 1.8;
const ITS_SCREEN: f32 = 1080.0;

/// A walkthrough that is being presented.
#[derive(Debug, Clone, PartialEq)]
pub struct Presenting {
    /// How the window was before, to go back to.
    pub before: Before,
    /// The height for which the type was chosen, in logical pixels at no magnification.
    screen_height: f32,
    /// When the walkthrough and the stop shown began, in milliseconds since 1970 (UTC).
    pub began_ms: i64,
    pub stop_began_ms: i64,
    pub shows_controls: bool,
    pub shows_results: bool,
    pub shows_presenter: bool,
    pub is_blank: bool,
    pub has_pen: bool,
    pub ink: Ink,
    /// A remark that is being written.
    pub note: Option<NoteDraft>,
    /// One that was begun, and put aside.
    pub note_aside: Option<NoteDraft>,
    /// What the script said before something was tried out.
    pub script_numbers: Option<ScriptNumbers>,
    /// What was kept last as a scenario.
    pub kept: Option<ScenarioId>,
    /// Whether moving on once more gives up what is tried out.
    pub gives_up: bool,
}

/// How the window was before it became the wall.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    pub view: Box<View>,
    pub shown: ScenarioId,
    pub compared: Option<ScenarioId>,
    pub stop: Option<StopId>,
    pub zoom: f32,
    /// What the planner was told before: not the room's business, and told on afterwards.
    pub notices: Vec<Notice>,
}

/// What the script said of all functions and groups.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptNumbers(Vec<Vec<Reached>>);

impl ScriptNumbers {
    pub fn of(session: &Session) -> Self {
        let study = session.study();
        let groups = study.layers().buildings.demand().groups().len();
        let coverage = session.scenario();
        let of_function =
            |function| (0..groups).map(|group| coverage.total(function, group)).collect();
        Self(study.standard().indexes().map(of_function).collect())
    }

    /// `None` for a function that was not there.
    pub fn total(&self, function: FunctionIndex, group: usize) -> Option<Reached> {
        self.0.get(usize::from(function.0))?.get(group).copied()
    }
}

impl Presenting {
    /// On a screen so many logical pixels high, at no magnification.
    pub fn begin(before: Before, screen_height: f32) -> Self {
        let now = now_ms();
        Self {
            before,
            screen_height,
            began_ms: now,
            stop_began_ms: now,
            shows_controls: false,
            shows_results: false,
            shows_presenter: false,
            is_blank: false,
            has_pen: false,
            ink: Ink::default(),
            note: None,
            note_aside: None,
            script_numbers: None,
            kept: None,
            gives_up: false,
        }
    }

    /// Turns to another stop: what was drawn and opened on the last one goes.
    pub fn turn(&mut self) {
        self.stop_began_ms = now_ms();
        self.ink = Ink::default();
        self.is_blank = false;
        self.script_numbers = None;
        self.gives_up = false;
    }
}

/// So long a window may take to fill the screen.
const FILLS_SCREEN_MS: i64 = 1500;

/// Chooses the type anew where the window has got another height than was expected: there are desktops on
/// which it does not fill the screen.
fn follow_height(ctx: &egui::Context, presenting: &mut Presenting) {
    let height = ctx.content_rect().height() * ctx.zoom_factor();
    let has_settled = now_ms() - presenting.began_ms > FILLS_SCREEN_MS;
    if has_settled && (height - presenting.screen_height).abs() > 1.0 {
        presenting.screen_height = height;
        ctx.set_zoom_factor(zoom_on(height));
    }
}

/// How much larger type gets on a screen so many logical pixels high.
pub fn zoom_on(screen_height: f32) -> f32 {
    (LARGE_TYPE * screen_height / ITS_SCREEN).clamp(1.0, 2.0 * LARGE_TYPE)
}

/// The time of the moment, in milliseconds since 1970 (UTC).
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Shows the stop looked at over the whole window.
pub fn present_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &mut View,
    meeting: &mut Meeting,
    actions: &mut Vec<Action>,
) {
    let study = workspace.session.study();
    let Some(stop) = meeting.current(study).cloned() else { return };
    let marks = meeting.marks(workspace);
    let Some(presenting) = &mut meeting.presenting else { return };
    follow_height(ui.ctx(), presenting);
    if presenting.is_blank {
        let frame = egui::Frame::NONE.fill(egui::Color32::BLACK);
        egui::CentralPanel::default().frame(frame).show(ui, |_| {});
        return;
    }
    let has_column = stop.map().is_some() && column::has_column(ui, workspace, view, presenting);
    if !has_column {
        headline::headline_ui(ui, workspace, view, (presenting, &stop), actions);
    }
    note::note_ui(ui, view, presenting, &stop, actions);
    if presenting.shows_controls {
        controls::controls_ui(ui, workspace, view, presenting, actions);
    }
    if presenting.shows_results {
        panels::results_ui(ui, workspace, view, actions);
    }
    let frame = egui::Frame::NONE;
    let shown = egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let wall = ui.available_rect_before_wrap();
        if stop.map().is_none() {
            slide::slide_ui(ui, workspace, view, &stop);
            return wall;
        }
        if !has_column {
            let setting = map::Setting::Wall { legend: None };
            map::map_ui(ui, workspace, view, &marks, setting, actions);
            return wall;
        }
        let (legend, room) =
            column::column_ui(ui, wall, workspace, view, (presenting, &stop), actions);
        let setting = map::Setting::Wall { legend: Some(legend) };
        ui.scope_builder(egui::UiBuilder::new().max_rect(room), |ui| {
            map::map_ui(ui, workspace, view, &marks, setting, actions);
        });
        room
    });
    ink::ink_ui(ui, shown.inner, view, presenting);
    // The clock goes on although nobody moves.
    ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
}
