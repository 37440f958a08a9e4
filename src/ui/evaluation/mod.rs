//! The yearly evaluation: studies of several years read and compared in the background, shown as maps
//! side by side, along a slider through the years, and as tables. It changes no study.

mod changes;
mod maps;
mod pictures;
mod reading;
mod sources;
mod table;

use std::sync::Arc;

use egui::{RichText, Role, Ui};

use crate::language::{Language, Message, Text};
use crate::programme::{Evaluation, Scope};

use super::action::Action;
use super::file_dialog::FileDialog;
use super::floating::Floating;
use super::view::View;
use super::{Workspace, words};

use pictures::PictureStore;
use reading::Reading;
use sources::Source;

const TITLE: Text = Text::new("年度评价", "Yearly evaluation");
const NOTHING: Text = Text::new(
    "添加其他年份的研究文件（.gpkg），与本研究一起计算：同一指标、同一步行模型，逐年可比",
    "Add study files (.gpkg) of other years and evaluate them together with this study: the same \
     indicators by the same walk model, comparable year by year",
);

/// The state of the window.
#[derive(Default)]
pub struct Evaluations {
    shown: bool,
    /// The study that is open first, then the files of other years.
    sources: Vec<Source>,
    /// Whether the open study counts as the scenario shown, and not as what exists.
    takes_scenario: bool,
    typed_path: String,
    dialog: FileDialog,
    reading: Option<Reading>,
    complaint: Option<Message>,
    result: Option<Arc<Evaluation>>,
    page: Page,
    /// Id of the function looked at.
    function: Option<String>,
    /// Position of the year looked at.
    year: usize,
    pictures: PictureStore,
}

/// What the window shows of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
    Maps,
    Districts,
    Units,
}

impl Page {
    const ALL: [Self; 3] = [Self::Maps, Self::Districts, Self::Units];

    fn name(self) -> Text {
        match self {
            Self::Maps => Text::new("各年地图", "Maps over the years"),
            Self::Districts => Text::new("分区均等", "By district"),
            Self::Units => Text::new("逐单元", "Unit by unit"),
        }
    }

    /// Whether its table speaks of a place.
    fn admits(self, scope: &Scope) -> bool {
        match self {
            Self::Maps => false,
            Self::Districts => !matches!(scope, Scope::Unit(_)),
            Self::Units => matches!(scope, Scope::Unit(_)),
        }
    }
}

impl Evaluations {
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Opens or closes the window.
    pub fn toggle(&mut self) {
        self.shown = !self.shown;
    }

    /// Shows the window.
    pub fn window_ui(
        &mut self,
        ui: &Ui,
        workspace: &Workspace,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        if !self.shown {
            return;
        }
        self.take_finished();
        let mut open = true;
        let area = ui.ctx().content_rect();
        let size =
            egui::vec2(1080.0_f32.min(area.width() - 80.0), 660.0_f32.min(area.height() - 100.0));
        egui::Window::new(TITLE.of(view.language))
            .id(Floating::Evaluation.id())
            .open(&mut open)
            .collapsible(false)
            .default_size(size)
            .min_width(640.0)
            .default_pos(area.center() - size / 2.0)
            .show(ui.ctx(), |ui| self.contents_ui(ui, workspace, view, actions));
        self.shown = open;
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        let language = view.language;
        self.sources_ui(ui, workspace, language);
        ui.separator();
        let Some(evaluation) = self.result.clone().filter(|_| self.reading.is_none()) else {
            if self.reading.is_none() {
                ui.add_space(24.0);
                ui.vertical_centered(|ui| ui.label(RichText::new(NOTHING.of(language)).weak()));
            }
            return;
        };
        let functions = evaluation.functions();
        let chosen = self.function.clone().filter(|id| functions.iter().any(|(f, _)| f == id));
        let Some(function) = chosen.or_else(|| Some(functions.first()?.0.clone())) else { return };
        ui.horizontal_wrapped(|ui| {
            self.function_ui(ui, &functions, &function, language);
            for page in Page::ALL {
                ui.selectable_value(&mut self.page, page, page.name().of(language));
            }
        });
        self.year = self.year.min(evaluation.years.len().saturating_sub(1));
        self.slider_ui(ui, &evaluation, language);
        match self.page {
            Page::Maps => self.maps_ui(ui, &evaluation, &function, workspace, view, actions),
            page => {
                let asked = table::Asked { function: &function, year: self.year, page };
                table::table_ui(ui, &evaluation, asked, workspace, language, actions);
            }
        }
    }

    fn function_ui(
        &mut self,
        ui: &mut Ui,
        functions: &[(String, Message)],
        chosen: &str,
        language: Language,
    ) {
        let name = functions.iter().find(|(id, _)| id == chosen).map(|(_, name)| name);
        let combo = egui::ComboBox::from_id_salt("evaluated function").width(140.0);
        let shown = combo.selected_text(name.map_or("", |name| name.of(language)));
        let response = shown.show_ui(ui, |ui| {
            for (id, name) in functions {
                if ui.selectable_label(id == chosen, name.of(language)).clicked() {
                    self.function = Some(id.clone());
                }
            }
        });
        words::name_widget(&response.response, Role::ComboBox, words::FUNCTION.of(language));
    }

    /// The years, one after the other.
    fn slider_ui(&mut self, ui: &mut Ui, evaluation: &Evaluation, language: Language) {
        const YEAR: Text = Text::new("年份", "Year");
        let last = evaluation.years.len().saturating_sub(1);
        ui.horizontal(|ui| {
            ui.label(YEAR.of(language));
            ui.spacing_mut().slider_width = (ui.available_width() - 220.0).clamp(120.0, 520.0);
            let slider = egui::Slider::new(&mut self.year, 0..=last).show_value(false);
            let response = ui.add(slider);
            words::name_widget(&response, Role::Slider, YEAR.of(language));
            let name = evaluation.years.get(self.year).map_or("", |year| &year.name);
            ui.label(RichText::new(name).strong().size(super::style::HEADING));
        });
    }
}
