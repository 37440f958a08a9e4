//! What colours and signs of the map tell: of units, of buildings, of streets, of a surface below them,
//! and of facilities.

use egui::{ComboBox, DragValue, Role, Ui};

use crate::cartography::{
    BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, FacilitySymbology, StreetSymbology,
    Surface, Symbology, UnitSymbology,
};
use crate::language::{Language, Text};
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::{CompareMode, View};
use crate::ui::words;

const UNITS: Text = Text::new("规划单元", "Units");
const BUILDINGS: Text = Text::new("建筑", "Buildings");
const STREETS: Text = Text::new("街道", "Streets");
const SURFACE: Text = Text::new("表面", "Surface");
const FACILITIES: Text = Text::new("设施", "Facilities");
const FACILITIES_HINT: Text = Text::new(
    "单一符号：现状实心，拟设空心。项目状态、投用年份：按拟设设施的项目信息分类。功能：不提供当前功能的设施按首个功能以字母区分。服务能力：以大小表示，能力不详者空心。",
    "One sign: solid where it exists, hollow where it is planned. State of the project, year of opening: by what is known of planned projects. Function: facilities that do not offer the function shown have the letter of their first one. Capacity: by the size of the sign, hollow where it is not known.",
);
const METHOD: Text = Text::new("分级方法", "Class method");
const CLASSES: Text = Text::new("级数", "Classes");
const DIFFERENCE: Text = Text::new(
    "对比两方案的差异时，颜色表示得失。",
    "The difference of two scenarios has colours of its own.",
);
const OF_BASE: Text = Text::new(
    "分级界限取自现状，拖动设施时不变，各方案可比。",
    "The bounds are those of the base: they stay while a facility is dragged, and scenarios can be compared.",
);
const SURFACE_HINT: Text = Text::new(
    "步行时间：直线圆模型按标准的 5/10/15 分钟分级圈（300/500/1000 米，并非同一步速）；步行网络模型按沿道路的实际步行分钟。增设效益：在该处再设一处可新增覆盖的居民，按当前步行模型计算。",
    "Walking minutes: in the circle model the norm's graded circles of 5/10/15 min (300/500/1,000 m, not at one pace); in the network model true minutes along the streets. Gain: residents that one more facility there would newly reach, by the walk model of the moment.",
);
const WIDTH: f32 = 116.0;
const METHOD_WIDTH: f32 = 76.0;
/// Of the open list: all indicators of units are seen at once.
const LIST_HEIGHT: f32 = 420.0;
/// Longer lists have two columns, to be read one after the other.
const LONGEST_COLUMN: usize = 14;

/// Shows by what the map is coloured.
pub fn symbology_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let is_difference =
        workspace.session.compared().is_some() && view.compare_mode == CompareMode::Difference;
    let along_streets = workspace.session.study().network().is_some();
    // What the map shows, where the walk model does not know what was chosen.
    let shown = if along_streets { view.symbology } else { view.symbology.without_streets() };
    let mut wanted = shown;
    if is_difference {
        ui.label(egui::RichText::new(DIFFERENCE.of(language)).weak());
    }
    egui::Grid::new("symbology").num_columns(2).spacing([8.0, 6.0]).show(ui, |ui| {
        if is_difference {
            facilities_ui(ui, language, &mut wanted);
            return;
        }
        units_ui(ui, language, along_streets, &mut wanted);
        buildings_ui(ui, language, along_streets, &mut wanted);
        let streets = StreetSymbology::ALL.map(|choice| (choice, choice.name()));
        ui.label(STREETS.of(language));
        choice_ui(ui, language, STREETS, &mut wanted.streets, &streets);
        ui.end_row();
        let surfaces = Surface::ALL.map(|surface| (surface, surface.name()));
        let label = ui.label(SURFACE.of(language));
        label.on_hover_text(SURFACE_HINT.of(language));
        choice_ui(ui, language, SURFACE, &mut wanted.surface, &surfaces);
        ui.end_row();
        facilities_ui(ui, language, &mut wanted);
    });
    if wanted != shown {
        actions.push(ViewAction::SetSymbology(wanted).into());
    }
}

fn units_ui(ui: &mut Ui, language: Language, along_streets: bool, wanted: &mut Symbology) {
    let choices = wanted.units.choices(along_streets);
    let choices: Vec<(UnitSymbology, Text)> =
        choices.into_iter().map(|choice| (choice, choice.name())).collect();
    ui.label(UNITS.of(language));
    choice_ui(ui, language, UNITS, &mut wanted.units, &choices);
    ui.end_row();
    if let Some(classing) = wanted.units.classing() {
        wanted.units = wanted.units.classed(classing_ui(ui, language, UNITS, classing));
    }
}

fn buildings_ui(ui: &mut Ui, language: Language, along_streets: bool, wanted: &mut Symbology) {
    let choices = wanted.buildings.choices(along_streets);
    let choices: Vec<(BuildingSymbology, Text)> =
        choices.into_iter().map(|choice| (choice, choice.name())).collect();
    ui.label(BUILDINGS.of(language));
    choice_ui(ui, language, BUILDINGS, &mut wanted.buildings, &choices);
    ui.end_row();
    if let Some(classing) = wanted.buildings.classing() {
        wanted.buildings = wanted.buildings.classed(classing_ui(ui, language, BUILDINGS, classing));
    }
}

fn facilities_ui(ui: &mut Ui, language: Language, wanted: &mut Symbology) {
    let choices = wanted.facilities.choices();
    let choices: Vec<(FacilitySymbology, Text)> =
        choices.into_iter().map(|choice| (choice, choice.name())).collect();
    let label = ui.label(FACILITIES.of(language));
    label.on_hover_text(FACILITIES_HINT.of(language));
    let name = language.pick("设施的符号", "Signs of facilities");
    named_choice_ui(ui, language, name, WIDTH, &mut wanted.facilities, &choices);
    ui.end_row();
    if let Some(classing) = wanted.facilities.classing() {
        let classing = classing_ui(ui, language, FACILITIES, classing);
        wanted.facilities = wanted.facilities.classed(classing);
    }
}

/// Method and number of classes, in a row of their own.
fn classing_ui(ui: &mut Ui, language: Language, of: Text, classing: Classing) -> Classing {
    let mut wanted = classing;
    let methods = ClassMethod::ALL.map(|method| (method, method.name()));
    let name = |what: Text| format!("{}: {}", of.of(language), what.of(language));
    ui.label("");
    ui.horizontal(|ui| {
        named_choice_ui(ui, language, &name(METHOD), METHOD_WIDTH, &mut wanted.method, &methods);
        let classes = ui.add(DragValue::new(&mut wanted.classes).range(CLASS_COUNTS).speed(0.05));
        words::name_widget(&classes, Role::SpinButton, &name(CLASSES));
        classes.on_hover_text(format!("{}\n{}", CLASSES.of(language), OF_BASE.of(language)));
    });
    ui.end_row();
    wanted
}

fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    language: Language,
    of: Text,
    chosen: &mut T,
    choices: &[(T, Text)],
) {
    let name = language.pick(
        format!("{}的颜色", of.of(language)),
        format!("Colour of {}", of.of(language).to_lowercase()),
    );
    named_choice_ui(ui, language, &name, WIDTH, chosen, choices);
}

fn named_choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    language: Language,
    name: &str,
    width: f32,
    chosen: &mut T,
    choices: &[(T, Text)],
) {
    let now = choices.iter().find(|(choice, _)| choice == chosen);
    let now = now.map_or("", |(_, text)| text.of(language));
    let combo = ComboBox::from_id_salt(name).selected_text(now).width(width).truncate();
    let combo = combo.height(LIST_HEIGHT);
    let shown = combo.show_ui(ui, |ui| {
        if choices.len() <= LONGEST_COLUMN {
            for (choice, text) in choices {
                ui.selectable_value(chosen, *choice, text.of(language));
            }
            return;
        }
        let rows = choices.len().div_ceil(2);
        egui::Grid::new("columns").num_columns(2).spacing([16.0, 2.0]).show(ui, |ui| {
            for row in 0..rows {
                for (choice, text) in
                    [choices.get(row), choices.get(row + rows)].into_iter().flatten()
                {
                    ui.selectable_value(chosen, *choice, text.of(language));
                }
                ui.end_row();
            }
        });
    });
    words::name_widget(&shown.response, Role::ComboBox, name);
}
