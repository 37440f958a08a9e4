//! Looking at layers before they are taken over: what each was understood as, on the map, with
//! everything found wrong in it; systems and columns can be chosen anew. Nothing is stored here;
//! reading again is left to `opening`, taking over to `dispatch`.

mod action;
mod decisions;
mod findings;
mod layers;

use std::sync::Arc;

use egui::Ui;

use crate::cartography::MapLayers;
use crate::files::study_file::SavedStudy;
use crate::files::{
    Examination, ImportError, ImportOptions, LayerChanges, LayerReport, LayerSource, NewConflict,
    Overrides, Progress, Updated, finding_lines, layer_lines, update,
};
use crate::geometry::WorldPoint;
use crate::language::{Language, Text};

use super::action::Action;
use super::app::App;
use super::opening::{OpeningStages, Request, progress_ui};
use super::saving::Home;
use super::view::View;
use super::workspace::Workspace;
use super::{map, style};

use action::FindingPlace;

pub use action::ReviewAction;
pub use decisions::Decisions;

const TITLE: Text = Text::new("核对读入的数据", "Check what was read");
const ACCEPT: Text = Text::new("打开研究", "Open study");
const TAKE_OVER: Text = Text::new("更新研究", "Update study");
const BACK: Text = Text::new("返回文件列表", "Back to the files");
const SAVE: Text = Text::new("保存报告…", "Save report…");
const NOT_STORED: Text =
    Text::new("尚未保存任何内容；原文件不会改动。", "Nothing is stored yet; no file is changed.");

/// Layers that are read and not yet taken over.
pub struct Review {
    /// The study as it would be.
    workspace: Workspace,
    sources: Vec<LayerSource>,
    options: ImportOptions,
    /// How each layer was understood, in the order of the sources, but for tables that were joined
    /// to another layer.
    reports: Vec<LayerReport>,
    /// What there is to be seen of each, in the same order.
    examinations: Vec<Examination>,
    /// The study whose layers are replaced, and what that changes.
    update: Option<Update>,
    /// Tells this review from others, so that its lists begin at their top.
    number: u64,
    /// Made when the review is first shown.
    view: Option<View>,
    shown: Option<FindingPlace>,
    /// The problem flown to last.
    focus: Option<WorldPoint>,
}

/// Newer layers for a study.
struct Update {
    before: Arc<SavedStudy>,
    changes: Vec<LayerChanges>,
    conflicts: Vec<NewConflict>,
}

impl Review {
    /// Reads layers; takes a while on large data.
    ///
    /// # Errors
    /// What makes the input unusable.
    pub fn read(
        sources: Vec<LayerSource>,
        options: ImportOptions,
        progress: &dyn Progress,
    ) -> Result<Self, ImportError> {
        let (workspace, examinations) = Workspace::import(&sources, &options, progress)?;
        let reports = workspace.report.layers.clone();
        Ok(Self {
            workspace,
            sources,
            options,
            reports,
            examinations,
            update: None,
            number: new_number(),
            view: None,
            shown: None,
            focus: None,
        })
    }

    /// Reads newer layers for a study.
    ///
    /// # Errors
    /// What makes them unusable.
    pub fn update(
        before: Arc<SavedStudy>,
        sources: Vec<LayerSource>,
        options: ImportOptions,
        progress: &dyn Progress,
    ) -> Result<Self, ImportError> {
        let stages = OpeningStages::told_to(progress);
        let updated = update(&before, &sources, &options, &stages)?;
        let Updated { saved, changes, conflicts, reports, examinations } = updated;
        Ok(Self {
            workspace: Workspace::of_file(saved, Home::Unsaved, &stages)
                .ok_or_else(ImportError::cancelled)?,
            sources,
            options,
            reports,
            examinations,
            update: Some(Update { before, changes, conflicts }),
            number: new_number(),
            view: None,
            shown: None,
            focus: None,
        })
    }

    /// Whether a study gets newer layers, and its edits stay.
    pub fn is_update(&self) -> bool {
        self.update.is_some()
    }

    pub fn into_workspace(mut self) -> Workspace {
        if self.is_update() {
            self.workspace.saving = self.workspace.saving.with_unsaved_edits();
        }
        self.workspace
    }

    /// Whether there is something that only the planner can decide.
    pub fn asks(&self) -> bool {
        self.reports().iter().any(|report| report.is_crs_doubtful)
    }

    /// The same layers, to be read once more with another word on one of them.
    pub fn changed(&self, layer: usize, change: impl FnOnce(&mut Overrides)) -> Option<Request> {
        let mut sources = self.sources.clone();
        let file = &self.reports().get(layer)?.file;
        let source = sources.iter_mut().find(|source| source.name == *file)?;
        change(&mut source.overrides);
        let options = self.options.clone();
        Some(match &self.update {
            Some(Update { before, .. }) => {
                Request::Update { before: before.clone(), sources, options }
            }
            None => Request::Review { sources, options },
        })
    }

    /// The files with what was said of them.
    pub fn sources(&self) -> &[LayerSource] {
        &self.sources
    }

    /// Goes on from the review before it: the map stays where it was, unless the layers moved.
    pub fn after(mut self, before: Option<Self>) -> Self {
        let extent = |review: &Self| review.workspace.session.study().layers().extent();
        if let Some(before) = before {
            self.number = before.number;
            if extent(&before) == extent(&self) {
                self.view = before.view;
            }
        }
        self
    }

    /// Marks the problems of a kind.
    pub fn show(&mut self, place: Option<FindingPlace>) {
        self.shown = place;
        self.focus = None;
    }

    /// Flies to a problem.
    pub fn fly_to(&mut self, place: FindingPlace, problem: usize) {
        self.shown = Some(place);
        let finding = self.finding(place);
        self.focus = finding.and_then(|finding| finding.problems.get(problem)?.at);
        if let (Some(at), Some(view)) = (self.focus, &mut self.view) {
            view.flight = Some(map::Flight::to_place(at));
            if let Some(camera) = &mut view.camera {
                camera.metres_per_pixel = camera.metres_per_pixel.min(NEAR_METRES_PER_PIXEL);
            }
        }
    }

    /// Everything that was found, in words.
    pub fn account(&self, language: Language) -> String {
        let mut lines = vec![
            format!("Lifecircle {} · {}", env!("CARGO_PKG_VERSION"), TITLE.of(language)),
            self.workspace.session.study().layers().name.of(language).to_owned(),
        ];
        lines.extend(self.changes(usize::MAX, language));
        lines.extend(self.conflicts().iter().map(|c| format!("! {}", c.what.of(language))));
        for (report, examination) in self.reports().iter().zip(&self.examinations) {
            lines.push(String::new());
            lines.push(format!("{}  {}", report.file, report.role.name().of(language)));
            lines.extend(layer_lines(report, examination, language));
            for finding in &examination.findings {
                lines.extend(finding_lines(finding, language));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn reports(&self) -> &[LayerReport] {
        &self.reports
    }

    /// What the update changes, in lines; of ids the first ones.
    fn changes(&self, most_ids: usize, language: Language) -> Vec<String> {
        let changes = self.update.iter().flat_map(|update| &update.changes);
        changes.flat_map(|layer| layer.lines(most_ids, language)).collect()
    }

    /// Edits that do not fit any more.
    fn conflicts(&self) -> &[NewConflict] {
        self.update.as_ref().map_or(&[], |update| &update.conflicts)
    }

    fn finding(&self, place: FindingPlace) -> Option<&crate::files::Finding> {
        self.examinations.get(place.layer)?.findings.get(place.finding)
    }

    /// Where the problems shown are.
    fn marks(&self) -> Vec<WorldPoint> {
        let finding = self.shown.and_then(|place| self.finding(place));
        finding.into_iter().flat_map(|f| &f.problems).filter_map(|problem| problem.at).collect()
    }
}

/// A number that no review had before, in this run or an earlier one: where lists are scrolled to is
/// remembered.
fn new_number() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}

/// A house and its neighbours fill the map.
const NEAR_METRES_PER_PIXEL: f64 = 0.5;

/// Shows the review in the whole window.
pub fn review_ui(ui: &mut Ui, app: &mut App, actions: &mut Vec<Action>) {
    let App { review: Some(review), opening, view, .. } = app else { return };
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 8));
    egui::Panel::top("review bar").frame(frame).show(ui, |ui| {
        bar_ui(ui, review, opening.stage().as_ref(), view.language, actions);
    });
    egui::Panel::left("review layers")
        .default_size(400.0)
        .size_range(300.0..=560.0)
        .show(ui, |ui| layers::layers_ui(ui, review, view.language, actions));
    egui::Panel::right("review findings")
        .default_size(330.0)
        .size_range(240.0..=520.0)
        .show(ui, |ui| findings::findings_ui(ui, review, view.language, actions));
    let (marks, focus) = (review.marks(), review.focus);
    let own = review.view.get_or_insert_with(|| preview_view(view));
    (own.language, own.theme) = (view.language, view.theme);
    own.basemap.clone_from(&view.basemap);
    egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
        map::preview_ui(ui, &review.workspace, own, &marks, focus);
    });
}

/// All that was read, without what is computed from it.
fn preview_view(view: &View) -> View {
    let mut own = view.for_another_study();
    own.layers = MapLayers { candidates: true, walk_rings: false, ..MapLayers::default() };
    own
}

fn bar_ui(
    ui: &mut Ui,
    review: &Review,
    stage: Option<&super::opening::Stage>,
    language: Language,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(TITLE.of(language)).size(style::HEADING));
        ui.label(egui::RichText::new(NOT_STORED.of(language)).weak());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(stage) = stage {
                progress_ui(ui, stage, language, actions);
                return;
            }
            let verb = if review.is_update() { TAKE_OVER } else { ACCEPT };
            let accept = egui::Button::new(egui::RichText::new(verb.of(language)).strong());
            if ui.add(accept.fill(ui.visuals().selection.bg_fill)).clicked() {
                actions.push(ReviewAction::Accept.into());
            }
            if ui.button(BACK.of(language)).clicked() {
                actions.push(ReviewAction::GoBack.into());
            }
            if ui.button(SAVE.of(language)).clicked() {
                actions.push(ReviewAction::ShowSaveReport.into());
            }
            for report in review.reports().iter().filter(|report| report.is_crs_doubtful) {
                let file = &report.file;
                let ask = language.pick(
                    format!("请核对 {file} 的坐标系"),
                    format!("Please check the CRS of {file}"),
                );
                ui.colored_label(ui.visuals().warn_fg_color, ask);
            }
        });
    });
}
